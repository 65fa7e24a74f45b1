"""Views: every value ready to print, none dropped."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import hypothesis
import pytest
from hypothesis import strategies as st

from drawn import HERE, catalogue, example, facts, media, plan, played_clip, site_views, sound, task, views
from soundcase import model
from soundcase.facts import Artifact, Facts, PlayedClip, Sound
from soundcase.model import Author, Catalogue, Figure, Link, Media, Model, Prompt, Score, Section, Turn
from soundcase.site.export import catalogue_json
from soundcase.site.theme import theme_folder
from soundcase.site.views.frame import HeaderView, PageView
from soundcase.site.views.layout import ExampleCell, ExampleView, TaskView
from soundcase.site.views.scores import number
from soundcase.site.views.sounds import duration, levels_of, size
from soundcase.site.views.values import Clip
from soundcase.site.words import words_of


def page(drawn: Catalogue) -> PageView:
    return views(drawn).page


def header(drawn: Catalogue) -> HeaderView:
    shown = page(drawn).header
    assert shown
    return shown


def only_task(drawn: Catalogue) -> TaskView:
    return page(drawn).sections[0].tasks[0]


def examples(shown: TaskView) -> list[ExampleView]:
    return [each for group in shown.groups for each in group.examples]


def cells(shown: ExampleView) -> dict[str, ExampleCell]:
    return {cell.heading.plain: cell for cell in shown.cells}


def clip_of(name: str, known: Facts) -> Clip:
    drawn = catalogue(task(example(audio=(media(audio=name),))))
    shown = views(drawn, {name: known}).page.sections[0].tasks[0].groups[0].examples[0]
    clip = shown.cells[0].pieces[0].clip
    assert clip
    return clip


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "0.0 s"),
        (0.00006, "0.001 s"),
        (0.0044, "0.004 s"),
        (0.05, "0.05 s"),
        (0.0949, "0.095 s"),
        (0.095, "0.1 s"),
        (7.6125, "7.6 s"),
        (59.949, "0:59.9"),
        (59.96, "1:00.0"),
        (600, "10:00.0"),
        (3599.99, "1:00:00.0"),
        (3723.4, "1:02:03.4"),
    ],
)
def test_durations_are_for_people(seconds: float, expected: str) -> None:
    assert duration(seconds, words_of("en")) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(7.6125, "7.612"), (0.3, "0.300000"), (0.05, "0.050000"), (1 / 16000, "0.000063"), (1e-7, "0.000001")],
)
def test_scripts_get_the_digits_that_a_clip_needs(seconds: float, expected: str) -> None:
    assert clip_of("a.wav", facts("a.wav", seconds=seconds)).seconds == expected


@pytest.mark.parametrize(("value", "expected"), [(3.1, "3.1"), (-12.50, "−12.5"), (4, "4"), (0.001, "0.001")])
def test_scores_are_short_and_have_a_real_minus(value: float, expected: str) -> None:
    assert number(value) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "FLAC · 16 kHz · mono"),
        ({"rate": 44100, "channels": 2}, "FLAC · 44.1 kHz · stereo"),
        ({"rate": 11025, "channels": 6}, "FLAC · 11.025 kHz · 6 channels"),
        ({"format": "MP3", "bit_rate": 63870, "rate": 32000}, "MP3 · 32 kHz · mono"),
    ],
)
def test_formats_are_for_people(given: dict[str, object], expected: str) -> None:
    assert clip_of("a.flac", facts("a.flac", **given)).details == f"7.6 s · {expected}"


def test_a_clip_has_its_address_type_and_exact_duration() -> None:
    clip = clip_of("a b/ü.flac", facts("x"))
    assert clip.href == "audio/u.7800000000.flac"
    assert (clip.mime, clip.seconds) == ("audio/flac", "7.612")


def test_every_clip_has_a_name_of_its_own() -> None:
    sounds = (media(audio="a.wav"), media(audio="b.wav"), media(audio="c.wav", label="stem"))
    one = example(1, audio=sounds, outputs={"one": sounds, "two": (media(audio="d.wav"),)})
    twin = task(one, example(2, title="Rain", audio=sounds))
    shown = page(catalogue(twin, replace(twin, id="other")))
    names = [
        piece.clip.name
        for drawn in shown.sections[0].tasks
        for each in examples(drawn)
        for cell in each.cells
        for piece in cell.pieces
        if piece.clip
    ]
    assert names[:4] == [
        "Timbre, example 1, audio",
        "Timbre, example 1, audio 2",
        "Timbre, example 1, audio, stem",
        "Timbre, example 1, Model One",
    ]
    assert "Timbre, Rain, audio" in names
    assert len(names) == 20 == len(set(names))


def test_cards_show_cells_in_reading_order() -> None:
    full = example(
        audio=(media(audio="a.wav"),),
        prompt=Prompt("Listen."),
        text="say this",
        prompt_audio=(media(audio="p.wav"),),
        prompt_text="I am the speaker",
        labels=("dog",),
        reference=(media("right"),),
        context=(media("before"),),
        note="*remark*",
        outputs={"two": (media("2"),), "one": (media("1"),)},
        turns=(Turn(HERE, "Ann", "hi", None, (), (), {}, 1.5),),
    )
    shown = examples(only_task(catalogue(task(full))))[0]
    assert [cell.heading.plain for cell in shown.cells] == [
        "Context",
        "Audio",
        "Prompt",
        "Text",
        "Prompt audio",
        "Dialogue",
        "Model One",
        "Model Two",
        "Label",
        "Reference",
        "Note",
    ]
    assert [cell.heading.place for cell in shown.cells].count("answer") == 2


def test_a_model_without_output_leaves_a_hole_with_words() -> None:
    shown = cells(examples(only_task(catalogue(task(example(outputs={"one": (media("x"),)})))))[0])
    assert shown["Model Two"].empty == "no output"
    assert shown["Model One"].empty == ""


def test_answers_given_in_turns_and_holes_among_them_stand_there() -> None:
    asked = Turn(HERE, "Ann", "hi", None, (), (), {}, None)
    answered = Turn(HERE, "Ben", "", None, (), (), {"one": (media("hello"),)}, None)
    shown = cells(examples(only_task(catalogue(task(example(turns=(asked, answered))))))[0])
    assert set(shown) == {"Dialogue"}
    first, second = shown["Dialogue"].turns
    assert (first.side, second.side) == (0, 1)
    assert [(cell.heading.plain, cell.empty) for cell in first.answers] == []
    assert [(cell.heading.plain, cell.empty) for cell in second.answers] == [
        ("Model One", ""),
        ("Model Two", "no output"),
    ]


def test_a_system_that_answers_a_dialogue_as_a_whole_has_a_cell_of_its_own() -> None:
    turn = Turn(HERE, "Ann", "hi", None, (), (), {"one": (media("hello"),)}, None)
    drawn = example(turns=(turn,), outputs={"two": (media("a summary"),)})
    shown = cells(examples(only_task(catalogue(task(drawn))))[0])
    assert set(shown) == {"Dialogue", "Model Two"}
    assert [cell.heading.plain for cell in shown["Dialogue"].turns[0].answers] == ["Model One"]


def test_a_model_called_like_a_part_is_not_mistaken_for_it() -> None:
    drawn = catalogue(
        task(
            example(
                audio=(media(audio="a.wav"),), outputs={"audio": (media("x"),), "note": (media("y"),)}, note="n"
            ),
            models=("audio", "note"),
            layout="table",
        ),
        models={"audio": Model(HERE, "audio", "System A"), "note": Model(HERE, "note", "System N")},
    )
    shown = only_task(drawn)
    assert [heading.plain for heading in shown.headings] == ["Audio", "System A", "System N", "Note"]
    texts = [
        cell.pieces[0].text.text for cell in examples(shown)[0].cells if cell.pieces and cell.pieces[0].text
    ]
    assert texts == ["x", "y"]


def test_tables_give_every_row_the_same_columns() -> None:
    drawn = task(
        example(1, audio=(media(audio="a.wav"),), outputs={"one": (media("1"),)}),
        example(2, text="words", outputs={"two": (media("2"),)}, reference=(media("r"),)),
        layout="table",
    )
    shown = only_task(catalogue(drawn))
    assert [heading.plain for heading in shown.headings] == [
        "Audio",
        "Text",
        "Model One",
        "Model Two",
        "Reference",
    ]
    for each in examples(shown):
        assert tuple(cell.heading for cell in each.cells) == shown.headings
    first, second = examples(shown)
    assert [bool(cell.pieces) for cell in first.cells] == [True, False, True, False, False]
    assert [bool(cell.pieces) for cell in second.cells] == [False, True, False, True, True]
    assert [cell.empty for cell in first.cells] == ["", "", "", "no output", ""]


def test_a_transposed_table_has_a_row_per_heading_and_a_cell_per_example() -> None:
    drawn = task(
        example(1, outputs={"one": (media("a"),), "two": (media("b"),)}),
        example(2, outputs={"one": (media("c"),), "two": (media("d"),)}),
        layout="transposed",
    )
    (group,) = only_task(catalogue(drawn)).groups
    rows = [row for body in group.blocks[0].bodies for row in body.rows]
    said = [[cell.pieces[0].text.text for *_, cell in row.cells if cell.pieces[0].text] for row in rows]
    assert said == [["a", "c"], ["b", "d"]]
    assert [row.heading.plain for row in rows] == ["Model One", "Model Two"]


@pytest.mark.parametrize("layout", ["cards", "table", "transposed"])
def test_consecutive_examples_of_one_group_stand_together(layout: str) -> None:
    drawn = task(example(1, group="seen"), example(2, group="seen"), example(3, group="unseen"), layout=layout)
    shown = only_task(catalogue(drawn))
    assert [(group.title and group.title.text, len(group.examples)) for group in shown.groups] == [
        ("seen", 2),
        ("unseen", 1),
    ]
    assert shown.level == 5


def test_without_groups_there_is_one_untitled_group() -> None:
    shown = only_task(catalogue(task(example(1), example(2))))
    assert [group.title for group in shown.groups] == [None]
    assert shown.level == 4


def rows_abreast(drawn: model.Task) -> int:
    (run,) = only_task(catalogue(drawn)).groups[0].runs
    return run.rows


@pytest.mark.parametrize(
    ("answers", "rows"),
    [
        ([{"one": (media("x"),)}, {"two": (media("y"),)}], 2),
        ([{"one": (media("x"),)}, {}], 2),
    ],
)
def test_cards_with_equally_many_cells_are_aligned(
    answers: list[dict[str, tuple[Media, ...]]], rows: int
) -> None:
    drawn = task(*(example(number, outputs=given) for number, given in enumerate(answers, start=1)))
    assert rows_abreast(drawn) == rows


def test_cards_that_differ_or_are_long_are_not_aligned() -> None:
    assert rows_abreast(task(example(1), example(2, text="words"))) == 0
    many = tuple(f"m{number}" for number in range(10))
    assert rows_abreast(task(example(1), models=many)) == 0


def test_every_aligned_number_of_rows_has_its_rules() -> None:
    css = (theme_folder() / "assets" / "css" / "parts" / "cards.css").read_text("utf-8")
    for rows in range(1, 10):
        assert f'[data-rows="{rows}"] {{ --rows: {rows}; }}' in css


def test_our_model_is_named_so_where_a_tables_head_is_not_seen() -> None:
    headings = only_task(catalogue(task(example(1, text="x"), layout="table"))).headings
    assert [heading.column for heading in headings] == ["Text", "Model One", "Model Two · ours"]


def verdicts(
    answer: tuple[str, ...], truth: tuple[str, ...] | None, **given: object
) -> tuple[list[str], list[str]]:
    drawn = task(
        example(labels=truth, outputs={"one": (media(labels=answer),)}),
        output="labels",
        models=("one",),
        **given,
    )
    (cell,) = (c for c in examples(only_task(catalogue(drawn)))[0].cells if c.heading.place == "answer")
    (piece,) = cell.pieces
    assert piece.labels is not None
    shown = [f"{label.text.text}:{label.verdict}:{label.word}" for label in piece.labels]
    return shown, [label.text.text for label in piece.missed]


@pytest.mark.parametrize(
    ("answer", "truth", "shown", "missed"),
    [
        (("a", "x"), ("a", "b", "c"), ["a:found:correct", "x:added:wrong"], ["b", "c"]),
        (("violin",), ("string",), ["violin:added:wrong"], []),
        (("string",), ("string",), ["string:found:correct"], []),
        ((), ("string",), [], ["string"]),
        (("a",), (), ["a:added:wrong"], []),
        (("a",), None, ["a::"], []),
    ],
)
def test_labels_carry_their_verdicts(
    answer: tuple[str, ...], truth: tuple[str, ...] | None, shown: list[str], missed: list[str]
) -> None:
    assert verdicts(answer, truth) == (shown, missed)


def test_the_match_of_the_task_decides() -> None:
    spelled = (("Splash, splatter",), ("Splash and splatter", "Water"))
    assert verdicts(*spelled)[0] == ["Splash, splatter:added:wrong"]
    assert verdicts(*spelled, label_match="audioset") == (["Splash, splatter:found:correct"], ["Water"])


def test_labels_show_how_sure_the_system_is_of_them() -> None:
    sure = media(labels=("a", "b"), label_scores={"a": 0.934, "c": 0.5})
    piece = cells(examples(only_task(catalogue(task(example(outputs={"one": (sure,)}), output="labels"))))[0])[
        "Model One"
    ].pieces[0]
    assert [label.score for label in piece.labels or ()] == ["0.93", ""]


def test_labels_are_not_judged_where_the_outputs_are_text() -> None:
    drawn = task(example(labels=("b",), outputs={"one": (media(labels=("a",)),)}))
    piece = cells(examples(only_task(catalogue(drawn)))[0])["Model One"].pieces[0]
    assert [label.verdict for label in piece.labels or ()] == [""]


def test_the_legend_explains_the_marks_that_occur() -> None:
    drawn = task(example(labels=("a",), outputs={"one": (media(labels=("a",)),)}), output="labels")
    assert [label.verdict for label in only_task(catalogue(drawn)).legend] == ["found"]
    assert only_task(catalogue(task(example(outputs={"one": (media("a"),)})))).legend == ()


def test_scores_have_unit_direction_and_the_tasks_order() -> None:
    drawn = task(
        example(outputs={"one": (media("x", scores={"extra": 1.0, "WER": 12.5, "MOS": 4.1}),)}),
        scores=(Score("MOS", "higher"), Score("WER", "lower", "%")),
    )
    shown = only_task(catalogue(drawn))
    piece = cells(examples(shown)[0])["Model One"].pieces[0]
    assert [(s.name.text, s.value, s.unit and s.unit.text, s.arrow) for s in piece.scores] == [
        ("MOS", "4.1", None, "↑"),
        ("WER", "12.5", "%", "↓"),
        ("extra", "1", None, ""),
    ]
    assert [(s.name.text, s.better) for s in shown.scores] == [
        ("MOS", "higher is better"),
        ("WER", "lower is better"),
    ]


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        (Prompt(), []),
        (Prompt("Listen."), [(None, "all systems", "Listen.")]),
        (Prompt(None, {"two": "B", "one": "A"}), [("one", "Model One", "A"), ("two", "Model Two", "B")]),
        (Prompt("C", {"one": "A"}), [("one", "Model One", "A"), (None, "the other systems", "C")]),
        (Prompt(None, {"stray": "S"}), [("stray", "stray", "S")]),
    ],
)
def test_prompts_say_whom_they_were_for(prompt: Prompt, expected: list[tuple[str | None, str, str]]) -> None:
    shown = only_task(catalogue(task(example(), prompt=prompt))).prompts
    assert [(p.model, p.whom.text if p.whom else "", p.text.text) for p in shown] == expected


def test_a_shared_prompt_of_a_single_model_needs_no_name() -> None:
    (prompt,) = only_task(catalogue(task(example(), prompt=Prompt("Listen."), models=("one",)))).prompts
    assert prompt.whom is None


def test_words_carry_their_language_where_it_is_not_the_pages() -> None:
    drawn = task(
        example(outputs={"one": (media("说话人"),), "two": (media("a voice"),)}), prompt=Prompt("请描述")
    )
    shown = only_task(catalogue(drawn))
    answers = cells(examples(shown)[0])
    texts = [piece.text for name in ("Model One", "Model Two") for piece in answers[name].pieces if piece.text]
    assert [text.lang for text in texts] == ["zh", None]
    assert shown.prompts[0].text.lang == "zh"


def test_a_tasks_language_holds_where_the_script_fits() -> None:
    said = {"one": (media("Женский голос"),), "two": (media("a voice"),)}
    answers = cells(examples(only_task(catalogue(task(example(outputs=said), language="uk"))))[0])
    texts = [piece.text for name in ("Model One", "Model Two") for piece in answers[name].pieces if piece.text]
    assert [text.lang for text in texts] == ["uk", None]


def test_a_language_given_with_the_words_holds_always() -> None:
    said = {"one": (media("Une voix", language="fr"),)}
    piece = cells(examples(only_task(catalogue(task(example(outputs=said)))))[0])["Model One"].pieces[0]
    assert piece.text
    assert piece.text.lang == "fr"


def test_anchors_are_valid_and_unique_whatever_the_ids_are() -> None:
    odd = [
        task(example(1, id="b--c"), id="a"),
        task(example(1, id="c"), id="a--b"),
        task(example(1, id="x y"), id="main"),
    ]
    shown = page(catalogue(*odd, citation="@x")).sections[0]
    anchors = [drawn.anchor for drawn in shown.tasks] + [
        e.anchor for drawn in shown.tasks for e in examples(drawn)
    ]
    assert len(set(anchors)) == len(anchors)
    assert not any(anchor == "main" or " " in anchor for anchor in anchors)
    assert anchors[3:] == ["a--b--c", "a--b--c-2", "main--x-y"]


def test_links_to_anchors_are_percent_encoded() -> None:
    shown = examples(only_task(catalogue(task(example(id="一"), id="任务"))))[0]
    assert shown.anchor == "任务--一"
    assert shown.href == "#%E4%BB%BB%E5%8A%A1--%E4%B8%80"


def test_contents_list_sections_and_tasks_with_their_numbers() -> None:
    drawn = catalogue(task(example(1), example(2)), task(example(), id="more", title="More"), citation="@x")
    shown = page(drawn).contents
    assert [(entry.href, entry.title.text) for entry in shown] == [
        ("#speech", "Speech"),
        ("#citation", "Citation"),
    ]
    assert [(inner.href, inner.title.text, inner.count) for inner in shown[0].entries] == [
        ("#timbre", "Timbre", "2"),
        ("#more", "More", "1"),
    ]


def test_a_page_of_one_task_has_no_contents_and_all_the_room() -> None:
    shown = page(catalogue(task(example(1), example(2)), citation="@x"))
    assert shown.contents == ()
    assert shown.wide


def test_sections_of_equal_title_have_anchors_of_their_own() -> None:
    drawn = catalogue(
        sections=(Section(HERE, "A!", "", ()), Section(HERE, "a", "", ()), Section(HERE, "?", "", ()))
    )
    assert [section.anchor for section in page(drawn).sections] == ["a", "a-2", "part"]


def test_systems_are_introduced_where_there_is_more_to_say_than_names() -> None:
    assert page(catalogue(task(example()))).systems == ()
    told = {
        "one": Model(HERE, "one", "Model One", description="A *baseline*.", meta={"size": "7B"}, group="open")
    }
    (system,) = page(catalogue(models=told)).systems
    assert system.description == "<p>A <em>baseline</em>.</p>"
    assert [each.text for each in system.meta] == ["size: 7B"]
    assert system.heading.group == "open"


def test_authors_carry_the_numbers_of_their_affiliations() -> None:
    authors = (
        Author("Ann", ("X", "Y"), orcid="https://orcid.org/0000-0001", equal=True),
        Author("Bo", ("Y",), url="https://bo.example"),
        Author("Cy"),
    )
    top = header(catalogue(authors=authors))
    assert [(a.name.text, a.marks, a.href, a.orcid) for a in top.authors] == [
        ("Ann", "1,2,*", "", "https://orcid.org/0000-0001"),
        ("Bo", "2", "https://bo.example", ""),
        ("Cy", "", "", ""),
    ]
    assert [(mark, name.text) for mark, name in top.affiliations] == [("1", "X"), ("2", "Y")]
    assert top.equal == "equal contribution"


def test_a_single_affiliation_needs_no_number() -> None:
    top = header(catalogue(authors=(Author("Ann", ("X",)), Author("Bo", ("X",)))))
    assert [a.marks for a in top.authors] == ["", ""]
    assert [mark for mark, _ in top.affiliations] == [""]


def test_the_first_figure_loads_at_once_and_the_others_when_seen() -> None:
    figures = (Figure(HERE, "a.png", "A"), Figure(HERE, "b.png", "B", "*cap*", "https://example.org"))
    first, second = header(catalogue(figures=figures)).figures
    assert (first.loading, second.loading) == ("eager", "lazy")
    assert (second.caption, second.href, second.picture.alt) == ("<em>cap</em>", "https://example.org", "B")
    assert (first.picture.width, first.picture.height) == (640, 360)


@pytest.mark.parametrize(
    ("width", "height", "figure", "answer"),
    [(640, 360, (640, 360), (640, 360)), (400, 1200, (200, 600), (120, 360)), (1, 9000, (1, 600), (1, 360))],
)
def test_a_tall_picture_is_printed_in_the_size_it_is_shown_in(
    width: int, height: int, figure: tuple[int, int], answer: tuple[int, int]
) -> None:
    """So browsers keep its place before it is here, and nothing moves when it comes."""
    drawn = catalogue(task(example(context=(media(image="a.png"),))), figures=(Figure(HERE, "a.png", "A"),))
    made = plan(drawn)
    one = made.pictures["a.png"]
    large = replace(one, picture=replace(one.picture, width=width, height=height))
    shown = site_views(drawn, replace(made, pictures={"a.png": large})).page
    assert shown.header
    over = shown.header.figures[0].picture
    assert (over.width, over.height) == figure
    (beside,) = (
        piece.picture
        for cell in shown.sections[0].tasks[0].groups[0].examples[0].cells
        for piece in cell.pieces
        if piece.picture
    )
    assert (beside.width, beside.height) == answer


def test_the_summary_is_plain_and_short() -> None:
    assert page(catalogue(subtitle="A *sub* [title](https://x.example)")).summary == "A sub title"
    long = page(catalogue(description="word " * 100)).summary
    assert len(long) <= 202
    assert long.endswith("word …")
    assert page(catalogue()).summary == "A demo"


def test_outside_links_are_told_from_inside_ones() -> None:
    links = (Link("Paper", "https://arxiv.org/abs/1"), Link("Data", "catalogue.json"))
    assert [button.outside for button in header(catalogue(links=links)).links] == [True, False]


def test_the_page_speaks_its_own_language() -> None:
    drawn = catalogue(task(example(1), example(2), title="音色"), language="zh-CN", title="演示")
    shown = page(drawn)
    assert shown.words == words_of("zh")
    assert examples(shown.sections[0].tasks[0])[1].title.text == "示例 2"
    assert shown.sections[0].tasks[0].count == "2 个示例"
    assert words_of("fr").contents == "Contents"


def test_every_turn_keeps_what_it_says() -> None:
    turn = Turn(
        HERE,
        "Ann",
        "asks",
        "says",
        (media(audio="t.wav"),),
        (media("right"),),
        {"one": (media("answers"),)},
        83.25,
    )
    (shown,) = cells(examples(only_task(catalogue(task(example(turns=(turn,))))))[0])["Dialogue"].turns
    assert shown.speaker
    assert (shown.speaker.text, shown.start) == ("Ann", "at 1:23.3")
    assert [cell.heading.plain for cell in shown.speech] == ["Prompt", "Text", "Audio"]
    assert [cell.heading.plain for cell in shown.answers] == ["Reference", "Model One", "Model Two"]
    assert (shown.number, shown.side, shown.seconds) == ("1", 0, "83.250")
    clip = shown.speech[2].pieces[0].clip
    assert clip
    assert clip.name == "Timbre, example 1, Ann 1, audio"


def test_views_are_the_same_each_time() -> None:
    drawn = catalogue(task(example(audio=(media(audio="a.wav"),), outputs={"one": (media("x"),)})))
    assert views(drawn) == views(drawn)


def sounding(name: str, loudness: float | None = -23.0, *, height: float = 0.5, **given: object) -> Facts:
    return facts(name, sound=sound(loudness, height=height), **given)


Known = dict[str, Facts | PlayedClip]


def clips_of(drawn: Catalogue, known: Known) -> list[Clip]:
    shown = views(drawn, known).page.sections[0].tasks[0]
    found = [p.clip for each in examples(shown) for cell in each.cells for p in cell.pieces if p.clip]
    assert found
    return found


def row_gains(sounds: Sequence[Sound | None]) -> tuple[float | None, ...]:
    row = levels_of(sounds)
    return tuple(row.gain(one.loudness if one else None) for one in sounds)


PAIR = catalogue(task(example(audio=(media(audio="loud"),), outputs={"one": (media(audio="soft"),)})))


@pytest.mark.parametrize(
    ("loudness", "gains"),
    [
        ((-20.0, -26.5), (-6.5, 0.0)),
        ((-20.0, None, -23.0), (-3.0, None, 0.0)),
        ((None,), (None,)),
        ((), ()),
    ],
)
def test_gains_bring_a_row_to_its_quietest_clip(
    loudness: tuple[float | None, ...], gains: tuple[float | None, ...]
) -> None:
    assert row_gains([sound(value) for value in loudness]) == gains


def test_a_clip_that_nobody_heard_has_no_gain() -> None:
    assert row_gains([None, sound(-20.0)]) == (None, 0.0)


@hypothesis.given(st.lists(st.floats(-70, 5)))
def test_gains_never_amplify_and_make_all_equally_loud(loudness: list[float]) -> None:
    gains = row_gains([sound(value) for value in loudness])
    reached = [value + (gain or 0.0) for value, gain in zip(loudness, gains, strict=True)]
    assert all(gain is not None and gain <= 0 for gain in gains)
    assert reached == pytest.approx([min(loudness, default=0.0)] * len(loudness))


def test_waveforms_of_an_example_have_one_scale() -> None:
    loud, soft = clips_of(PAIR, {"loud": sounding("loud", height=0.5), "soft": sounding("soft", height=0.25)})
    assert loud.wave
    assert soft.wave
    assert loud.wave.path.endswith("v98")
    assert soft.wave.path.endswith(("v48", "v50"))
    assert loud.wave.view_box == soft.wave.view_box == "0 0 288 100"


def test_a_clip_that_nobody_heard_has_no_waveform_and_no_levels() -> None:
    (clip, other) = clips_of(PAIR, {"loud": facts("loud"), "soft": facts("soft", sound=sound(bars=0))})
    assert (clip.wave, clip.loudness, clip.gain, other.wave) == (None, "", "", None)


def test_levels_are_ready_for_scripts() -> None:
    loud, soft = clips_of(PAIR, {"loud": sounding("loud", -20.04), "soft": sounding("soft", -23.0)})
    assert [(clip.loudness, clip.gain) for clip in (loud, soft)] == [("-20.0", "-2.96"), ("-23.0", "0.00")]


@pytest.mark.parametrize(
    ("given", "played", "text"),
    [
        ({"size": 345_600}, "MP3 · 16 kHz · mono", "Original: WAV, 346 kB"),
        ({"rate": 96_000}, "MP3 · mono", "Original: WAV · 96 kHz, 1 kB"),
        (
            {"channels": 3, "layout": ("FL", "FR", "FC")},
            "MP3 · 16 kHz · mixed to stereo",
            "Original: WAV · 3 channels, 1 kB",
        ),
        ({"channels": 8}, "MP3 · 16 kHz · channel 1 of 8", "Original: WAV · 8 channels, 1 kB"),
        (
            {"web_playable": False, "size": 3_200_000},
            "MP3 · 16 kHz · mono",
            "Original: WAV, 3.2 MB (not every browser plays it)",
        ),
    ],
)
def test_what_was_made_is_played_and_the_original_is_a_download(
    given: dict[str, object], played: str, text: str
) -> None:
    known = facts("takes/a b.wav", format="WAV", mime="audio/wav", suffix=".wav", **given)
    drawn = catalogue(task(example(audio=(media(audio="takes/a b.wav"),))))
    (clip,) = clips_of(drawn, {"takes/a b.wav": played_clip("takes/a b.wav", known, derived=True)})
    assert (clip.mime, clip.href) == ("audio/mpeg", f"audio/{known.sha256[:8]}.mp3")
    assert clip.details == f"7.6 s · {played}"
    assert clip.original
    assert (clip.original.file, clip.original.mime, clip.original.name) == ("a b.wav", "audio/wav", text)
    assert clip.original.text == text.removeprefix("Original: ").partition(",")[0]
    assert clip.original.href.startswith("audio/a-b.")


@pytest.mark.parametrize(
    ("mimes", "playable", "others", "tried"),
    [
        ((), True, [], []),
        (("audio/mpeg",), True, [], []),
        (("audio/mpeg", "audio/flac"), True, ["audio/flac"], ["audio/flac", "audio/wav"]),
        (("audio/ogg; codecs=opus", "audio/mpeg"), False, ["audio/mpeg"], ["audio/mpeg"]),
        (("audio/ogg; codecs=opus",), True, [], ["audio/wav"]),
    ],
)
def test_other_formats_are_there_where_a_browser_may_need_them(
    mimes: tuple[str, ...], playable: bool, others: list[str], tried: list[str]
) -> None:
    """What plays everywhere alone needs no other; issue 3."""
    known = facts("a", format="WAV", mime="audio/wav", suffix=".wav", web_playable=playable)
    made = [Artifact(mime, mime, f".{n}", f"{n}" * 64, 9) for n, mime in enumerate(mimes)]
    drawn = catalogue(task(example(audio=(media(audio="a"),))))
    (clip,) = clips_of(drawn, {"a": PlayedClip("a", known, tuple(made))})
    assert [one.mime for one in clip.others] == others
    assert [mime for _, mime, *_ in json.loads(clip.otherwise or "[]")] == tried
    assert clip.mime == (mimes[0] if mimes else "audio/wav")


def test_a_clip_that_is_played_as_it_is_has_no_other_original() -> None:
    assert clip_of("a", facts("a")).original is None
    assert clip_of("a", facts("a")).spectrogram is None


def test_a_spectrogram_has_its_axes_and_says_what_it_shows() -> None:
    one, two = clips_of(
        PAIR, {name: played_clip(name, sounding(name), derived=True) for name in ("loud", "soft")}
    )
    assert one.spectrogram
    assert two.spectrogram
    shown = one.spectrogram
    assert (shown.width, shown.height, shown.times) == (480, 96, ("0.0 s", "3.8 s", "7.6 s"))
    assert shown.hertz == two.spectrogram.hertz
    places = [float(mark.place.rstrip("%")) for mark in shown.hertz]
    assert places == sorted(places, reverse=True)
    assert "1 kHz" in [mark.text for mark in shown.hertz]
    name = "Spectrogram of Timbre, example 1, audio"
    assert shown.alt == f"{name}: 7.6 s long, up to 8 kHz; nothing above 3.9 kHz"


@pytest.mark.parametrize(
    ("count", "text"),
    [(999, "999 B"), (1000, "1 kB"), (345_600, "346 kB"), (999_499, "999 kB"), (999_500, "1.0 MB")],
)
def test_sizes_are_for_people(count: int, text: str) -> None:
    assert size(count) == text


def test_the_data_has_what_was_heard_and_made() -> None:
    heard = played_clip("loud", sounding("loud"), derived=True)
    data = catalogue_json(PAIR, plan(PAIR, {"loud": heard}), "1", views(PAIR).addresses, {}).decode()
    (shown,) = json.loads(data)["sections"][0]["tasks"][0]["examples"][0]["audio"]
    clip = shown["clip"]
    assert clip["sound"]["loudness"] == -23.0
    assert len(clip["sound"]["bars"]) == 96
    assert clip["sound"]["bars"][0] == 0.005
    (encode,) = clip["encodes"]
    assert (encode["mime"], encode["size"]) == ("audio/mpeg", 48_000)
    assert encode["url"].endswith(".mp3")
    assert (clip["spectrogram"]["top_hz"], clip["spectrogram"]["size"]) == (8000, 9000)
    assert '"bars": [0.005,0.01,' in data


def test_what_all_clips_of_a_task_have_in_common_is_said_once() -> None:
    kinds: list[dict[str, object]] = [{"rate": 8000}, {}, {"format": "MP3"}, {}]
    known: Known = {f"{number}.wav": facts(f"{number}.wav", **kind) for number, kind in enumerate(kinds)}
    drawn = catalogue(task(*(example(number, audio=(media(audio=name),)) for number, name in enumerate(known))))
    assert views(drawn, known).page.sections[0].tasks[0].clips == "mono"
    assert [clip.details for clip in clips_of(drawn, known)] == [
        f"7.6 s · {told}" for told in ("FLAC · 8 kHz", "FLAC · 16 kHz", "MP3 · 16 kHz", "FLAC · 16 kHz")
    ]


def test_clips_that_are_all_alike_say_their_length_alone() -> None:
    known: Known = {f"{number}.wav": facts(f"{number}.wav") for number in range(4)}
    drawn = catalogue(task(*(example(number, audio=(media(audio=name),)) for number, name in enumerate(known))))
    assert views(drawn, known).page.sections[0].tasks[0].clips == "FLAC · 16 kHz · mono"
    assert {clip.details for clip in clips_of(drawn, known)} == {"7.6 s"}


def test_few_clips_are_told_one_by_one() -> None:
    assert views(PAIR, {"loud": facts("loud"), "soft": facts("soft")}).page.sections[0].tasks[0].clips == ""


@pytest.mark.parametrize(("systems", "wide"), [(2, False), (5, True)])
def test_a_page_makes_room_for_wide_tables(systems: int, wide: bool) -> None:
    outputs = {f"m{number}": (media(audio="a.wav"),) for number in range(systems)}
    wanted = task(example(outputs=outputs), layout="table", models=tuple(outputs))
    drawn = catalogue(wanted, task(example(), id="more", title="More"))
    assert views(drawn, {"a.wav": facts("a.wav")}).page.wide is wide
