"""Shapes as views: columns and their heads, runs that share, best scores and averages."""

from __future__ import annotations

import hypothesis
import pytest
from hypothesis import strategies as st

from drawn import HERE, catalogue, example, media, task, views
from soundcase import model
from soundcase.model import Media, Model, Score
from soundcase.site.observed import observations, task_standings
from soundcase.site.views.layout import ExampleCell, ExampleView, HeadCell, TaskView
from soundcase.site.views.scores import Scale, number, scale_of
from soundcase.site.views.values import Text
from soundcase.site.words import words_of
from soundcase.text.language import Run

THREE = {
    "a": Model(HERE, "a", "A", group="Old", meta={"bitrate": "3 kbit/s", "year": "2020"}),
    "b": Model(HERE, "b", "B", group="Old", meta={"bitrate": "6 kbit/s"}),
    "c": Model(HERE, "c", "C", group="New", meta={"bitrate": "1.5 kbit/s", "loss": "GAN"}, ours=True),
}


def shown(drawn: model.Task, models: dict[str, Model] | None = None) -> TaskView:
    given = {"models": models} if models else {}
    return views(catalogue(drawn, **given)).page.sections[0].tasks[0]


def stems(*names: str, **scores: float) -> tuple[Media, ...]:
    return tuple(
        media(audio=f"{name}.wav", label=name, scores={"SDR": scores[name]} if name in scores else {})
        for name in names
    )


def heads(rows: tuple[tuple[HeadCell, ...], ...]) -> list[list[str]]:
    return [
        [f"{h.text.text if h.text else h.empty}|{h.scope}|{h.columns}x{h.rows}" for h in row] for row in rows
    ]


def of(shown: ExampleView) -> dict[str, ExampleCell]:
    return {
        f"{c.heading.plain} {c.heading.label.text if c.heading.label else ''}".strip(): c for c in shown.cells
    }


def test_groups_and_what_most_systems_say_get_rows_of_the_head() -> None:
    drawn = task(
        example(text="x", outputs={key: (media("y"),) for key in THREE}), models=tuple(THREE), layout="table"
    )
    view = shown(drawn, THREE)
    assert heads(view.heads) == [
        ["Example|col|1x2", "Text|col|1x3", "Old|colgroup|2x1", "New|colgroup|1x1"],
        ["A|col|1x1", "B|col|1x1", "C|col|1x1"],
        ["bitrate|row|1x1", "3 kbit/s|col|1x1", "6 kbit/s|col|1x1", "1.5 kbit/s|col|1x1"],
    ]
    assert [head.models for head in view.heads[0]] == ["", "", "a b", "c"]
    assert view.colgroups == (1, 1, 2, 1)
    small = [head.heading.meta for head in view.heads[1] if head.heading]
    assert [each.text if each else "" for each in small] == ["year: 2020", "", "loss: GAN"]
    assert [column.column for column in view.headings] == [
        "Text",
        "Old · A · 3 kbit/s · year: 2020",
        "Old · B · 6 kbit/s",
        "New · C · ours · 1.5 kbit/s · GAN",
    ]


def test_a_group_is_not_said_before_a_name_that_begins_with_it() -> None:
    systems = {
        "a": Model(HERE, "a", "Opus 6", group="Opus"),
        "b": Model(HERE, "b", "Fast", group="Two stages"),
    }
    for layout in ("table", "transposed"):
        drawn = task(
            example(outputs={key: (media("y"),) for key in systems}), models=tuple(systems), layout=layout
        )
        assert [one.column for one in shown(drawn, systems).headings] == ["Opus 6", "Two stages · Fast"]


@pytest.mark.parametrize("count", [1, 2])
def test_what_few_systems_say_stands_in_small_print(count: int) -> None:
    models = tuple(THREE)[:count]
    drawn = task(example(outputs={key: (media("y"),) for key in models}), models=models, layout="table")
    view = shown(drawn, THREE)
    assert [head.kind for row in view.heads for head in row].count("key") == 0
    first = view.headings[0].meta
    assert first
    assert first.text == "bitrate: 3 kbit/s · year: 2020"


def test_a_system_that_does_not_say_has_a_hole_with_words() -> None:
    models = {**THREE, "b": Model(HERE, "b", "B")}
    drawn = task(example(), models=tuple(models), layout="table")
    assert heads(shown(drawn, models).heads)[-1] == [
        "bitrate|row|1x1", "3 kbit/s|col|1x1", "not stated|col|1x1", "1.5 kbit/s|col|1x1",
    ]  # fmt: skip


def test_lists_with_the_same_labels_become_columns() -> None:
    drawn = task(
        example(
            1,
            reference=stems("voice", "drums"),
            outputs={"one": stems("voice", "drums"), "two": stems("voice", "drums")},
        ),
        example(2, outputs={"one": stems("voice", "drums")}),
        layout="table",
    )
    view = shown(drawn)
    assert heads(view.heads) == [
        ["Example|col|1x2", "Model One|col|2x1", "Model Two|col|2x1", "Reference|col|2x1"],
        ["voice|col|1x1", "drums|col|1x1"] * 3,
    ]
    first, second = view.groups[0].examples
    assert list(of(first)) == [
        "Model One voice", "Model One drums", "Model Two voice", "Model Two drums", "Reference voice",
        "Reference drums",
    ]  # fmt: skip
    pieces = [cell.pieces for cell in first.cells]
    assert [len(each) for each in pieces] == [1] * 6
    assert {each[0].label for each in pieces} == {None}
    clip = pieces[1][0].clip
    assert clip
    assert clip.name == "Timbre, example 1, Model One, drums"
    assert [cell.empty for cell in second.cells] == ["", "", "no output", "no output", "", ""]


@pytest.mark.parametrize(
    "other", [stems("voice", "bass"), stems("drums", "voice"), stems("voice"), (media("x"), media("y"))]
)
def test_lists_with_other_labels_stay_stacked(other: tuple[Media, ...]) -> None:
    drawn = task(example(outputs={"one": stems("voice", "drums"), "two": other}), layout="table")
    view = shown(drawn)
    assert len(view.headings) == 2
    cell = view.groups[0].examples[0].cells[0]
    assert [piece.label.text for piece in cell.pieces if piece.label] == ["voice", "drums"]


def test_transposed_tables_have_rows_for_labels_and_bodies_for_groups() -> None:
    models = {**THREE, "d": Model(HERE, "d", "D")}
    outputs = {key: stems("voice", "drums") for key in models}
    drawn = task(example(text="x", outputs=outputs), models=tuple(models), layout="transposed")
    bodies = shown(drawn, models).groups[0].blocks[0].bodies
    assert [(body.title and body.title.text, body.models, len(body.rows)) for body in bodies] == [
        (None, "", 1),
        ("Old", "a b", 4),
        ("New", "c", 2),
        (None, "", 2),
    ]
    assert [row.rows for row in bodies[1].rows] == [2, 0, 2, 0]


@pytest.mark.parametrize("layout", ["table", "transposed"])
def test_tags_become_columns_with_holes(layout: str) -> None:
    drawn = task(
        example(1, tags={"SNR": "5 dB", "room": "hall"}),
        example(2, tags={"SNR": "-10.5 dB"}),
        tags="columns",
        layout=layout,
    )
    view = shown(drawn)
    assert [(h.plain, h.number) for h in view.headings if h.place == "tag"] == [("SNR", True), ("room", False)]
    second = view.groups[0].examples[1]
    assert [(c.tag.text if c.tag else "", c.empty) for c in second.cells[:2]] == [
        ("-10.5 dB", ""),
        ("", "not stated"),
    ]
    assert second.tags == ()


def prompted(number: int, *own: str, group: str = "") -> model.Example:
    inherited = frozenset({"prompt_audio", "prompt_text"} - set(own))
    return example(
        number,
        group=group,
        prompt_audio=(media(audio="own.wav" if "prompt_audio" in own else "all.wav"),),
        prompt_text="words",
        outputs={"one": (media(audio=f"{number}.wav"),)},
        inherited=inherited,
    )


def test_what_defaults_give_spans_the_rows_of_its_run() -> None:
    drawn = task(*(prompted(n) for n in (1, 2, 3)), prompted(4, "prompt_audio"), prompted(5), layout="table")
    runs = shown(drawn).groups[0].runs
    assert [len(run.examples) for run in runs] == [3, 2]
    first, second, _ = runs[0].examples
    assert [(cell.heading.plain, cell.span, cell.place) for cell in first.cells if cell.span > 1] == [
        ("Prompt audio", 3, 1),
        ("Prompt transcript", 3, 1),
    ]
    assert [cell.heading.plain for cell in second.cells] == ["Model One", "Model Two"]
    four, five = runs[1].examples
    assert [cell.span for cell in (*four.cells, *five.cells)] == [1] * 8
    assert [len(cell.pieces) for cell in four.cells[:2]] == [
        1,
        1,
    ]  # its transcript alone is shared: it stands apart
    names = [piece.clip.name for cell in first.cells for piece in cell.pieces if piece.clip]
    assert names == ["Timbre, prompt audio", "Timbre, example 1, Model One"]
    assert first.cells[0].heading.column == "Prompt audio (for 3 examples)"


def test_groups_break_runs() -> None:
    drawn = task(*(prompted(n, group="seen") for n in (1, 2)), prompted(3, group="unseen"), layout="transposed")
    seen, unseen = shown(drawn).groups
    spans = [cell.span for body in seen.blocks[0].bodies for row in body.rows for *_, cell in row.cells]
    assert spans == [2, 1, 1, 1, 1]
    assert [cell.span for body in unseen.blocks[0].bodies for row in body.rows for *_, cell in row.cells] == [
        1
    ] * 3


def test_cards_say_what_they_share_once_above() -> None:
    (run,) = shown(task(prompted(1), prompted(2))).groups[0].runs
    assert run.title == "For the 2 examples below"
    assert [cell.heading.plain for cell in run.shared] == ["Prompt audio"]
    assert [piece.role for piece in run.shared[0].pieces] == ["prompt-audio", "prompt-text"]
    assert [cell.heading.plain for cell in run.examples[0].cells] == ["Model One", "Model Two"]


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [(8.625, 2, "8.63"), (-0.04, 1, "0.0"), (-1.25, 1, "−1.3"), (3, 2, "3.00"), (1e6, 0, "1000000")],
)
def test_numbers_are_rounded_as_people_do(value: float, decimals: int, expected: str) -> None:
    assert number(value, decimals) == expected


def rated(**values: dict[str, float]) -> dict[str, tuple[Media, ...]]:
    return {key: (media("x", scores=scores),) for key, scores in values.items()}


def test_scores_of_a_task_have_the_most_decimals_that_were_given() -> None:
    drawn = task(
        example(1, outputs=rated(one={"MOS": 4, "free": 0.5})),
        example(2, outputs=rated(one={"MOS": 3.25})),
        scores=(Score("MOS", "higher"),),
    )
    printed = [
        s.value
        for each in shown(drawn).groups[0].examples
        for c in each.cells
        for p in c.pieces
        for s in p.scores
    ]
    assert printed == ["4.00", "0.5", "3.25"]


@pytest.mark.parametrize(
    ("better", "one", "two", "best"),
    [
        ("higher", 4.0, 3.0, ["best", ""]),
        ("lower", 4.0, 3.0, ["", "best"]),
        ("higher", 3.0, 3.0, ["", ""]),
    ],
)
def test_the_best_of_an_example_is_told(better: str, one: float, two: float, best: list[str]) -> None:
    drawn = task(example(outputs=rated(one={"S": one}, two={"S": two})), scores=(Score("S", better),))  # type: ignore[arg-type]
    (each,) = shown(drawn).groups[0].examples
    assert [cell.pieces[0].scores[0].best for cell in each.cells] == best


def test_the_input_is_not_among_those_compared() -> None:
    drawn = task(
        example(audio=(media(audio="a.wav", scores={"S": 9}),), outputs=rated(one={"S": 1}, two={"S": 2})),
        scores=(Score("S", "higher"),),
    )
    (each,) = shown(drawn).groups[0].examples
    assert [cell.pieces[0].scores[0].best for cell in each.cells] == ["", "", "best"]


def test_averages_count_the_examples_that_have_the_score() -> None:
    drawn = task(
        example(1, group="x", outputs=rated(one={"S": 1}, two={"S": 2})),
        example(2, group="x", outputs=rated(one={"S": 2})),
        example(3, group="y", outputs=rated(one={"S": 6}, two={"S": 4})),
        scores=(Score("S", "lower", "%"),),
        layout="table",
    )
    (summary,) = shown(drawn).results
    (table,) = summary.tables
    assert [(one.text and one.text.text, one.count) for one in table.heads] == [
        ("x", "n = 2"),
        ("y", "n = 1"),
        ("All examples", "n = 3"),
    ]
    shown_scores = [[one.score for one in cells if one] for _, cells in table.rows]
    found = [[(one.value, one.best, one.count) for one in scores] for scores in shown_scores]
    assert found == [
        [("1.5", "", ""), ("6.0", "", ""), ("3.0", "", "")],
        [("2.0", "", "n = 1"), ("4.0", "", ""), ("3.0", "", "n = 2")],
    ]


def test_one_example_has_no_average() -> None:
    drawn = task(example(outputs=rated(one={"S": 1})), scores=(Score("S", "lower"),), layout="table")
    assert shown(drawn).results == ()


@pytest.mark.parametrize("layout", ["cards", "table", "transposed"])
def test_pieces_with_labels_have_averages_of_their_own(layout: str) -> None:
    outputs = {"one": stems("voice", "drums", voice=1, drums=2), "two": stems("voice", "drums", voice=3)}
    drawn = task(
        example(1, outputs=outputs),
        example(2, outputs=outputs),
        scores=(Score("SDR", "higher"),),
        layout=layout,
    )
    (summary,) = shown(drawn).results
    (table,) = summary.tables
    assert table.score
    assert table.score.name.text == "SDR"
    assert [one.text.text for one in table.heads if one.text] == ["voice", "drums"]
    assert [(h.plain, [r.score.value if r else "" for r in cells]) for h, cells in table.rows] == [
        ("Model One", ["1.0", "2.0"]),
        ("Model Two", ["3.0", ""]),
    ]


@hypothesis.given(st.lists(st.lists(st.floats(-1e6, 1e6), max_size=3), max_size=6))
def test_averages_lie_between_the_least_and_the_most(values: list[list[float]]) -> None:
    drawn = [
        example(n, outputs={"one": tuple(media("x", scores={"S": v}) for v in row)})
        for n, row in enumerate(values, start=1)
    ]
    found = task_standings(observations(drawn, task()), (), ())[None].estimates
    given = [row for row in values if row]
    assert len(found) == bool(given)
    for average in found.values():
        assert average.n == len(given)
        least, most = min(min(row) for row in given), max(max(row) for row in given)
        assert least - 1e-6 <= average.value <= most + 1e-6


def test_scores_that_no_task_declares_are_shown_but_not_compared() -> None:
    said = lambda name: Text(name, (Run(name),))  # noqa: E731
    scale = scale_of((), {"S": 1}, {}, said)
    assert scale.row(rated(one={"S": 1.5}, two={"S": 2})).best == {}
    assert Scale().shown("S", 1.0, words_of("en")).arrow == ""
