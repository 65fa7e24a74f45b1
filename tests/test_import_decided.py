"""Pages that can be read in two ways: somebody decides. Nothing of a page is lost in silence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from imported import catalogue_of, run
from soundcase.cli import commands

ROWS = [("", "Prompt", "Spoken"), ("Plain", "p1", "s1"), ("Guarded", "p2", "s2")]


def clip(name: str) -> str:
    return f'<audio controls src="{name}.wav"></audio>'


def page(tmp_path: Path, text: str) -> Path:
    (tmp_path / "index.html").write_text(f"<h1>Two ways</h1>{text}", encoding="utf-8")
    return tmp_path / "index.html"


def names_in_cells(tmp_path: Path) -> Path:
    """Two rows each belong to one text: they are one example, or each is one."""
    rows = "".join(
        f"<tr><td rowspan=2>{words}<td>Alpha: {clip(str(n))}<tr><td>Beta: {clip(str(n + 1))}"
        for n, words in ((1, "A slow waltz"), (3, "A fast jig"))
    )
    return page(tmp_path, f"<h2>Music</h2><table>{rows}</table>")


def asked(source: Path, target: Path, keys: str) -> Result:
    arguments = ["import", str(source), "-o", str(target), "--interactive"]
    return CliRunner().invoke(commands, arguments, input=keys)


def test_a_close_call_is_told_once_with_the_option_that_decides_otherwise(tmp_path: Path) -> None:
    said = run(tmp_path / "out", names_in_cells(tmp_path)).output
    assert said.count("--read 'table 1=rows are examples'") == 1
    (task,) = catalogue_of(tmp_path / "out").tasks()
    assert [sorted(one.outputs) for one in task.examples] == [["alpha", "beta"]] * 2


def test_an_option_decides_and_leaves_no_doubt(tmp_path: Path) -> None:
    source = names_in_cells(tmp_path)
    said = run(tmp_path / "out", source, "--read", "table 1=rows are examples").output
    assert "could be read otherwise" not in said
    (task,) = catalogue_of(tmp_path / "out").tasks()
    assert len(task.examples) == 4


@pytest.mark.parametrize(("key", "count"), [("1", 2), ("2", 4), ("\n", 2)])
def test_a_person_decides_with_one_key_and_is_told_the_option(tmp_path: Path, key: str, count: int) -> None:
    result = asked(names_in_cells(tmp_path), tmp_path / "out", key)
    assert result.exit_code == 0, result.output
    shown = " ".join(result.output.split())
    assert "table 1, under Two ways – Music:" in shown
    assert "▶ 1.wav" in shown
    assert "1 names in the cells (likelier) 2 rows are examples" in shown
    chosen = "rows are examples" if key == "2" else "names in the cells"
    assert f"--read 'table 1={chosen}'" in result.output
    (task,) = catalogue_of(tmp_path / "out").tasks()
    assert len(task.examples) == count


def test_nobody_is_asked_where_nothing_is_doubtful(tmp_path: Path) -> None:
    text = f"<table><tr><th>Noisy<th>Net<tr><td>{clip('n')}<td>{clip('o')}</table>"
    assert asked(page(tmp_path, text), tmp_path / "out", "").exit_code == 0


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        ("table 7=rows are examples", "the page has no 'table 7'"),
        ("table 1=rows are songs", "'table 1' cannot be read as 'rows are songs'"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused_with_what_there_is(
    tmp_path: Path, wish: str, message: str
) -> None:
    result = run(tmp_path / "out", names_in_cells(tmp_path), "--read", wish)
    assert result.exit_code == 1
    assert message in result.output
    assert "table 1" in result.output
    assert not (tmp_path / "out").exists()


def test_texts_without_a_place_are_counted_and_shown_where_they_belong(tmp_path: Path) -> None:
    text = (
        f"<h2>Street</h2>{clip('n')}<p>This sentence stands between two players.</p>{clip('o')}"
        "<table><tr><td>Rank<td>Who<td>Votes<tr><td>one<td>Somebody unknown<td>many"
        "<tr><td>two<td>Somebody else<td>few</table>"
        "<h2>Thanks</h2><p>We thank all those who have listened to us.</p>"
        "<p>© 2025 The lab</p><p>Back to top</p>"
    )
    report = json.loads(run(tmp_path / "out", page(tmp_path, text), "--format", "json").stdout)
    (doubt,) = [one["message"] for one in report["doubts"] if "in no field" in one["message"]]
    assert doubt.endswith("in no field: 'Rank', 'Who', 'Votes'")
    assert "# check: 9 texts of this part of the page" in (tmp_path / "out/examples/street.yaml").read_text()
    assert report["left_out"] == [
        "12 texts of this page are in no field: 'Rank', 'Who', 'Votes'",
        "1 text, prose away from the examples: 'We thank all those who have listened to us.'",
        "1 text, credits: '© 2025 The lab'",
        "1 text, navigation: 'Back to top'",
    ]


def test_players_without_an_address_are_told(tmp_path: Path) -> None:
    text = f"<table><tr><th>Noisy<th>Net<tr><td>{clip('n')}<td><audio controls id=later></audio></table>"
    said = run(tmp_path / "out", page(tmp_path, text)).output
    assert "1 player has no address of a clip" in said
    assert "what a script plays in them is in no example" in said


def test_pictures_without_a_place_are_counted(tmp_path: Path) -> None:
    text = f"<img src=logo.png><table><tr><th>Noisy<th>Net<tr><td>{clip('n')}<td>{clip('o')}</table>"
    assert (
        "1 picture of this page is in no field: 'logo.png'"
        in run(tmp_path / "out", page(tmp_path, text)).output
    )


def test_what_comparisons_hardly_are_is_asked_once_a_task(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>{clip(f'n{n}')}<td>{clip(f'n{n}')}" for n in range(4))
    said = run(tmp_path / "out", page(tmp_path, f"<table><tr><th>Noisy<th>Net{rows}</table>")).output
    assert said.count("stands twice in one example") == 1


def table(heads: str, *rows: str) -> str:
    """A table of clips; rows name the files."""
    cells = ("".join(f"<td>{clip(name)}" for name in row.split()) for row in rows)
    return f"<table><tr>{''.join(f'<th>{head}' for head in heads.split('|'))}<tr>{'<tr>'.join(cells)}</table>"


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (table("Noisy|English|Mandarin", "n1 e1 m1", "n2 e2 m2"), "'English', 'Mandarin': are these models"),
        (table("Source|5 dB|10 dB", "n1 e1 m1", "n2 e2 m2"), "'5 dB', '10 dB': are these models"),
        (
            table("Noisy|Net|Wave", "n1 same w1", "n2 same w2", "n3 o w3"),
            "'same.wav' is what 'Net' gave in several",
        ),
        (
            table("Noisy|Net|Wave", "n1 o1 w1", "o1 o2 w2"),
            "'o1.wav' is an output here, and there it is what went in",
        ),
        (
            table("Source|Original|Net", "n1 s1 o1", "n2 s2 o2"),
            "are 'Original' and 'Source' both what the models got",
        ),
        (
            "".join(f"<p>{clip(f'{kind}_{n}')}</p>" for n in range(3) for kind in ("mix", "sep")),
            "only the names of files say what each clip is",
        ),
    ],
)
def test_what_may_be_no_model_or_no_output_is_asked_once(tmp_path: Path, text: str, question: str) -> None:
    assert run(tmp_path / "out", page(tmp_path, text)).output.count(question) == 1


def test_whom_to_listen_for_is_a_prompt(tmp_path: Path) -> None:
    text = table("speech mixture|enrollment utterance|baseline", "n1 e1 o1", "n2 e2 o2")
    run(tmp_path / "out", page(tmp_path, text))
    assert "prompt_audio" in (tmp_path / "out/examples/examples.yaml").read_text()


def test_several_clips_that_are_right_are_asked_for(tmp_path: Path) -> None:
    names = ("Noisy", "Clean", "Clean + GAN", "Net")
    cells = "".join(f"<td>{clip(name)}" for name in names)
    text = f"<table><tr>{''.join(f'<th>{name}' for name in names)}<tr>{cells}</table>"
    said = run(tmp_path / "out", page(tmp_path, text)).output
    assert "are 'Clean' and 'Clean + GAN' both what is right, or did a model make one of them?" in said


def test_tasks_of_one_example_each_are_asked_for_once(tmp_path: Path) -> None:
    text = "".join(
        f"<h2>{name}</h2><table><tr><th>Noisy<th>{name}<tr><td>{clip(f'n{name}')}<td>{clip(name)}</table>"
        for name in ("Ada", "Bob", "Cem")
    )
    said = run(tmp_path / "out", page(tmp_path, text)).output
    assert said.count("every task has one example") == 1


def test_a_text_that_is_short_in_one_example_is_one_all_the_same(tmp_path: Path) -> None:
    said = (
        "It was the best of times, it was the worst of times.",
        "Conclusion.",
        "There was but one door to the house.",
    )
    tables = [
        f"<p>{at}. {text}</p><table><tr><th>GT<th>Net<tr><td>{clip(f'g{at}')}<td>{clip(f'o{at}')}</table>"
        for at, text in enumerate(said, 1)
    ]
    run(tmp_path / "out", page(tmp_path, f"<h2>Samples</h2><p>Here are three of them.</p>{''.join(tables)}"))
    (written,) = (tmp_path / "out/examples").glob("samples*.yaml")
    assert written.read_text().count("text: ") == len(said)
    assert "text: Conclusion." in written.read_text()


def test_a_table_with_one_clip_belongs_to_the_next(tmp_path: Path) -> None:
    rows = "".join(
        f"<p>Text: words of song {at}</p><table><tr><th>Ground Truth<tr><td>{clip(f'g{at}')}</table>"
        f"<table><tr><th>Net<th>Wave<tr><td>{clip(f'o{at}')}<td>{clip(f'w{at}')}</table>"
        for at in (1, 2, 3)
    )
    run(tmp_path / "out", page(tmp_path, f"<h2>Songs</h2>{rows}"))
    (written,) = (tmp_path / "out/examples").glob("songs*.yaml")
    assert written.read_text().count("reference:") == 3


def test_a_name_like_a_word_is_a_name(tmp_path: Path) -> None:
    text = table("Reference|Styler|De-noised Speech", "r1 s1 d1", "r2 s2 d2")
    run(tmp_path / "out", page(tmp_path, text))
    written = (tmp_path / "out/examples/examples.yaml").read_text()
    assert "outputs: {styler: s1.wav, de-noised-speech: d1.wav}" in written


def test_what_examples_differ_in_is_no_model(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td>{emotion}<td>Reflecting a weary annoyance, and more of it.<td>{text}<td>{clip(emotion)}"
        for emotion, text in (
            ("Angry", "How many times must I say it?"),
            ("Sad", "I know that I have messed it up."),
        )
    )
    heads = "<tr><th>Emotion<th>Emotion Description<th>Text<th>Audio"
    said = run(tmp_path / "out", page(tmp_path, f"<table>{heads}{rows}</table>")).output
    assert "2 examples, 1 model (audio)" in said
    assert "tags: {Emotion: Angry}" in (tmp_path / "out/examples/examples.yaml").read_text()


def test_a_model_that_is_called_by_what_was_made_is_asked_for(tmp_path: Path) -> None:
    said = run(tmp_path / "out", page(tmp_path, table("Noisy|Enhanced Speech", "n1 e1", "n2 e2"))).output
    assert said.count("which model is this?") == 1


def test_signs_before_a_name_are_no_part_of_it(tmp_path: Path) -> None:
    cells = "".join(
        f"<div><p>{sign} {name}</p>{clip(name)}</div>" for sign, name in (("📥", "Noisy"), ("✨", "Net"))
    )
    said = run(tmp_path / "out", page(tmp_path, cells)).output
    assert "1 model" in said
    assert "outputs: {net: Net.wav}" in (tmp_path / "out/examples/examples.yaml").read_text()


def test_what_unfolds_to_several_tables_is_a_section(tmp_path: Path) -> None:
    heads = "<tr><th>Net's Description<th>Ground-truth Description"
    parts = "".join(
        f"<details><summary>{scene} ▶</summary>"
        + "".join(
            f"<div><b>Sample {at}</b>{clip(f'{scene}{at}')}<table>{heads}"
            f"<tr><td>A dog barks in the {scene} and stops.<td>Dogs bark at night.</table></div>"
            for at in (1, 2, 3)
        )
        + "</details>"
        for scene in ("street", "park")
    )
    said = run(tmp_path / "out", page(tmp_path, parts)).output
    assert "examples/street.yaml: 3 examples, 1 model (text)" in said
    assert "examples/park.yaml: 3 examples, 1 model (text)" in said
