"""Pages written by hand as a catalogue: each way in which people lay out examples."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from projects import encoded, tone
from soundcase.catalogue.load import load
from soundcase.cli import commands
from soundcase.model import Catalogue, Example, Media, Task
from soundcase.project import Project


def run(source: Path, target: Path, *options: str) -> Result:
    return CliRunner().invoke(commands, ["import", str(source), "-o", str(target), *options])


def catalogue(tmp_path: Path, text: str, name: str = "index.html") -> Catalogue:
    (tmp_path / name).write_text(text, encoding="utf-8")
    result = run(tmp_path / name, tmp_path / "out")
    assert result.exit_code == 0, result.output
    loaded = load(Project(tmp_path / "out", tmp_path / "site"))
    assert loaded.problems == ()
    assert loaded.catalogue is not None
    return loaded.catalogue


def only(tmp_path: Path, text: str, name: str = "index.html") -> Task:
    (task,) = catalogue(tmp_path, text, name).tasks()
    return task


def heard(pieces: tuple[Media, ...]) -> list[str]:
    return [piece.audio or "" for piece in pieces]


def outputs(example: Example) -> Mapping[str, list[str]]:
    return {
        model: [piece.audio or piece.text or "" for piece in pieces]
        for model, pieces in example.outputs.items()
    }


def clip(name: str) -> str:
    return f'<audio controls><source src="{name}.wav" type="audio/wav">Your browser is too old.</audio>'


def table(*rows: str, tag: str = "td") -> str:
    """Cells parted by `|`; a cell that begins with `@` is a clip."""

    def cell(text: str) -> str:
        content = clip(text[1:]) if text.startswith("@") else text
        return f"<{tag}>{content}</{tag}>"

    lines = (f"<tr>{''.join(cell(one.strip()) for one in row.split('|'))}</tr>" for row in rows)
    return f"<table>{''.join(lines)}</table>"


def test_systems_beside_what_went_in_and_what_is_right(tmp_path: Path) -> None:
    task = only(tmp_path, table("Noisy | Ours | Base (2 kbps) | Clean", "@n | @o | @b | @c", "@n2|@o2|@b2|@c2"))
    first = task.examples[0]
    assert task.output == "audio"
    assert (heard(first.audio), heard(first.reference)) == (["n.wav"], ["c.wav"])
    assert outputs(first) == {"ours": ["o.wav"], "base-2-kbps": ["b.wav"]}
    assert len(task.examples) == 2


def test_heading_cells_prove_nothing(tmp_path: Path) -> None:
    rows = ("Text | Voice prompt | A | B", "Hello there, how do you do today? | @p | @a | @b")
    for tag in ("td", "th"):
        (tmp_path / tag).mkdir()
        (example,) = only(tmp_path / tag, table(*rows, tag=tag)).examples
        assert example.text == "Hello there, how do you do today?"
        assert heard(example.prompt_audio) == ["p.wav"]
        assert list(example.outputs) == ["a", "b"]


@pytest.mark.parametrize(
    ("headings", "role"),
    [
        ("Noisy | Reference | X", "reference"),
        ("Source | Reference | X", "prompt_audio"),
        ("Reference | Codec A | Codec B", "reference"),
        ("Mixture | Target | X", "reference"),
    ],
)
def test_an_ambiguous_heading_is_decided_by_its_neighbours(tmp_path: Path, headings: str, role: str) -> None:
    (example,) = only(tmp_path, table(headings, "@one | @two | @three")).examples
    place = 0 if headings.startswith("Reference") else 1
    assert heard(getattr(example, role)) == [("one.wav", "two.wav")[place]]


def test_a_reference_beside_a_text_is_a_voice_and_doubtful(tmp_path: Path) -> None:
    text = table("Text | Reference | X", "Good morning to all of you out there. | @r | @x")
    (example,) = only(tmp_path, text).examples
    assert heard(example.prompt_audio) == ["r.wav"]
    assert (
        "# check: is 'Reference' the voice to speak with"
        in (tmp_path / "out/examples/examples.yaml").read_text()
    )


def test_an_input_that_is_missing_while_there_is_an_output_was_a_prompt(tmp_path: Path) -> None:
    for empty in ("-", "None", "---", "", "N/A"):
        folder = tmp_path / f"x{len(empty)}{empty[:1].isalpha()}{empty[-1:]}".replace("/", "")
        folder.mkdir(exist_ok=True)
        task = only(folder, table("说话人 | 输入音频 | 合成音频", "甲 | @i | @o", f"乙 | {empty} | @p"))
        assert [heard(one.prompt_audio) for one in task.examples] == [["i.wav"], []]
        assert [one.tags for one in task.examples] == [{"说话人": "甲"}, {"说话人": "乙"}]


def test_a_turned_table_has_a_row_for_each_system(tmp_path: Path) -> None:
    task = only(tmp_path, table("| p1 | p2", "Input | @i1 | @i2", "Target | @t1 | @t2", "Net+ | @n1 | @n2"))
    assert [one.title for one in task.examples] == ["p1", "p2"]
    assert [heard(one.audio) for one in task.examples] == [["i1.wav"], ["i2.wav"]]
    assert [heard(one.reference) for one in task.examples] == [["t1.wav"], ["t2.wav"]]
    assert [outputs(one) for one in task.examples] == [{"net+": ["n1.wav"]}, {"net+": ["n2.wav"]}]


def test_a_turned_table_without_headings(tmp_path: Path) -> None:
    task = only(tmp_path, table("Audio prompt: | @p1 | @p2 | @p3", "Ours | @o1 | @o2 | @o3"))
    assert [heard(one.prompt_audio) for one in task.examples] == [["p1.wav"], ["p2.wav"], ["p3.wav"]]
    assert len(task.examples) == 3


def test_pictures_in_rows_of_their_own_belong_to_the_clips_below(tmp_path: Path) -> None:
    (tmp_path / "s.png").write_bytes(b"picture")
    rows = '<tr><td></td><td><img src="s.png"></td><td><img src="gone.png"></td></tr>'
    text = table("| p1 | p2", "Input | @i1 | @i2", "Net | @n1 | @n2").replace(
        "<tr><td>Net", f"{rows}<tr><td>Net"
    )
    task = only(tmp_path, text)
    assert task.examples[0].outputs["net"][0].image == "s.png"
    assert (tmp_path / "out/data/images/s.png").read_bytes() == b"picture"
    assert task.examples[1].outputs["net"][0].image in ("", None)


def test_several_rows_of_headings_and_words_below_their_clips(tmp_path: Path) -> None:
    text = (
        "<table><tr><th></th><th colspan=2>Ground truth</th><th colspan=2>Predictions</th></tr>"
        + "<tr><th></th><th>Source (English)</th><th>Target (French)</th><th>Direct</th><th>Two steps</th></tr>"
        + table(
            "Sample 1: | @s | @t | @d | @w",
            "Reference: | the town | la ville | |",
            "ASR: | | | la vile | la ville",
        )[7:]
    )
    (example,) = only(tmp_path, text).examples
    assert example.title == "Sample 1"
    assert [(one.audio, one.text) for one in example.audio] == [("s.wav", "the town")]
    assert [(one.audio, one.text) for one in example.reference] == [("t.wav", "la ville")]
    assert [(one.audio, one.text) for one in example.outputs["direct"]] == [("d.wav", "la vile")]


def test_groups_whose_columns_have_the_same_names_are_systems(tmp_path: Path) -> None:
    head = "<table><tr><th></th><th colspan=2>Alpha</th><th colspan=2>Beta</th></tr>"
    rest = table("| step 1 | step 2 | step 1 | step 2", "1 | @a1 | @a2 | @b1 | @b2")[7:]
    (example,) = only(tmp_path, head + rest).examples
    assert outputs(example) == {"alpha": ["a1.wav", "a2.wav"], "beta": ["b1.wav", "b2.wav"]}
    assert [piece.label for piece in example.outputs["alpha"]] == ["step 1", "step 2"]


def test_what_each_system_took_apart_stands_under_its_name(tmp_path: Path) -> None:
    head = "<table><tr><th rowspan=2>Mixture<th colspan=2>Ours<th colspan=2>Other</tr>"
    rest = "<tr><th>Speaker 1<th>Speaker 2<th>Speaker 1<th>Speaker 2</tr>"
    (example,) = only(tmp_path, head + rest + table("@m | @a1 | @a2 | @b1 | @b2")[7:]).examples
    assert heard(example.audio) == ["m.wav"]
    assert outputs(example) == {"ours": ["a1.wav", "a2.wav"], "other": ["b1.wav", "b2.wav"]}
    assert [piece.label for piece in example.outputs["other"]] == ["Speaker 1", "Speaker 2"]


def test_a_cell_that_spans_rows_counts_for_each_and_is_written_once(tmp_path: Path) -> None:
    text = (
        "<table><tr><th>Volume<th>Audio prompt<th>Net<th>Base</tr>"
        f"<tr><td>1<td rowspan=2>{clip('p')}<td>{clip('a1')}<td>{clip('b1')}</tr>"
        f"<tr><td>2<td>{clip('a2')}<td>{clip('b2')}</tr></table>"
    )
    task = only(tmp_path, text)
    assert [heard(one.prompt_audio) for one in task.examples] == [["p.wav"], ["p.wav"]]
    assert [one.tags for one in task.examples] == [{"Volume": "1"}, {"Volume": "2"}]
    assert (tmp_path / "out/examples/examples.yaml").read_text().count("p.wav") == 1


def test_what_stands_above_the_headings_is_shared(tmp_path: Path) -> None:
    text = "| Source sample | <audio src='s.wav'></audio> |\n| reference | A | B |\n| :-- | :-- |\n"
    for n in (19, 20):
        cells = (
            f"{said} <audio src='{name}{n}.wav'></audio>"
            for said, name in ((n, "r"), (f"{n} A", "a"), ("", "b"))
        )
        text += f"| {' | '.join(cells)} |\n"
    task = only(tmp_path, f"### Singing\n\n{text}| --- | --- | --- |\n", "index.md")
    assert [one.title for one in task.examples] == ["19", "20"]
    assert [heard(one.audio) for one in task.examples] == [["s.wav"], ["s.wav"]]
    assert [heard(one.prompt_audio) for one in task.examples] == [["r19.wav"], ["r20.wav"]]
    assert outputs(task.examples[0]) == {"a": ["a19.wav"], "b": ["b19.wav"]}
    assert task.examples[0].outputs["a"][0].text is None


def test_rows_of_pipes_between_empty_lines_are_one_table_of_stems(tmp_path: Path) -> None:
    def song(name: str) -> str:
        def player(path: str) -> str:
            return f'<audio src="{name}\\{path}.mp3" controls=""></audio>'

        rows = [f"|Mixure {player('mix')}|", "| Model | Net | Model A |"]
        rows += [
            f"| {stem} Est. | {player(f'net_{stem}')} | {player(f'a_{stem}')} |" for stem in ("Violin", "Piano")
        ]
        return f"#### {name}\n\n" + "\n\n".join(rows) + "\n\n"

    task = only(tmp_path, "### Songs\n\n" + "".join(map(song, ("one_v0", "two_v1"))), "README.md")
    assert task.title == "Songs"
    assert [one.title for one in task.examples] == ["one_v0", "two_v1"]
    assert heard(task.examples[1].audio) == ["two_v1/mix.mp3"]
    assert outputs(task.examples[0])["model-a"] == ["one_v0/a_Violin.mp3", "one_v0/a_Piano.mp3"]
    assert [piece.label for piece in task.examples[0].outputs["net"]] == ["Violin Est.", "Piano Est."]


def test_rows_that_are_systems_with_a_prompt_each(tmp_path: Path) -> None:
    text = table(
        "| Speech prompt | Synthetic",
        "| He came in and closed the door behind him. | Nobody had ever seen such a thing before.",
        "Unprotected | @p1 | @s1",
        "Ours | @p2 | @s2",
    )
    (example,) = only(tmp_path, text).examples
    assert example.prompt_text == "He came in and closed the door behind him."
    assert example.text == "Nobody had ever seen such a thing before."
    assert outputs(example) == {"unprotected": ["p1.wav", "s1.wav"], "ours": ["p2.wav", "s2.wav"]}


def test_answers_in_words_with_the_question_beside_the_clip(tmp_path: Path) -> None:
    cell = f"{clip('a')}<br><b>Instruction:</b> What is\n it?<br><b>Audio Id:</b> x7<br><b>Gold:</b> A dog."
    answers = "<td>It is a dog, I think so.<td>no"
    task = only(tmp_path, f"<table><thead><tr><th>Audio<th>One<th>Two</tr><tr><td>{cell}{answers}</tr></table>")
    (example,) = task.examples
    assert task.output == "text"
    assert (example.title, example.prompt.shared) == ("x7", "What is it?")
    assert [one.text for one in example.reference] == ["A dog."]
    assert outputs(example) == {"one": ["It is a dog, I think so."], "two": ["no"]}


def test_cards_in_cells_with_prompts_and_labels(tmp_path: Path) -> None:
    def card(number: int, said: str) -> str:
        return (
            f"<td><p><b>Example {number}</b></p><p><b>Net-7B</b>: {{'Dog', 'Bark, yip'}}</p>"
            f"<p><b>Base</b>: {said}</p>"
            f"<p><b>Label</b>: {{'Dog'}}</p><p>{clip(str(number))}</p></td>"
        )

    text = f"""## Sounds

```text
Net-7B: Which labels?
Base：Classify it.
```

<section>
    <table><tr>{card(1, "cat")}{card(2, "dog")}</tr>

    <tr>{card(3, "bird")}</tr></table>
</section>
"""
    task = only(tmp_path, text, "demo.md")
    assert (task.output, len(task.examples)) == ("labels", 3)
    assert task.prompt.per_model == {"net-7b": "Which labels?", "base": "Classify it."}
    assert task.examples[0].labels == ("Dog",)
    assert task.examples[0].outputs["net-7b"][0].labels == ("Dog", "Bark, yip")


def test_a_grid_of_words_and_clips_in_turns(tmp_path: Path) -> None:
    text = table("A dog barks. | Rain falls.", "@dog | @rain", "A door shuts. | ", "@door | ")
    task = only(tmp_path, text)
    assert [one.text for one in task.examples] == ["A dog barks.", "Rain falls.", "A door shuts."]
    assert outputs(task.examples[2]) == {"output": ["door.wav"]}
    assert "# check: which model is this?" in (tmp_path / "out/examples/catalogue.yaml").read_text()


def test_tables_of_one_example_each_become_one_task(tmp_path: Path) -> None:
    parts = [
        f"<h4>sample{n}</h4><p>Text prompt：A <b>sad</b> voice.</p><p>Text：Number {n}.</p>"
        + table("Audio prompt | A | B", f"@p{n} | @a{n} | @b{n}")
        for n in (1, 2)
    ]
    task = only(tmp_path, f"<h2>Emotions</h2>{''.join(parts)}")
    assert task.title == "Emotions"
    assert [(one.title, one.text) for one in task.examples] == [
        ("sample1", "Number 1."),
        ("sample2", "Number 2."),
    ]
    assert task.examples[0].prompt.shared == "A sad voice."


def test_tables_that_only_continue_are_one_task_and_others_are_not(tmp_path: Path) -> None:
    one = table("Noisy | Net", "@n1 | @o1")
    assert len(only(tmp_path, f"<h2>Leaves</h2>{one}{one}").examples) == 2
    (tmp_path / "b").mkdir()
    said = "<p>Now in a car that stands.</p><p>Somebody drives it through rain.</p>"
    text = f"<h2>Street</h2>{said}{one}{said.replace('rain', 'snow')}{table('Noisy | Net', '@n2 | @o2')}"
    found = catalogue(tmp_path / "b", text)
    assert [len(task.examples) for task in found.tasks()] == [1, 1]


def test_a_block_before_the_table_is_what_all_say(tmp_path: Path) -> None:
    text = (
        f"# 例子\n\n## 句子\n```\n你好。\n再见。\n```\n\n{table('说话人 | 合成音频', '甲 | @a', '乙 | @b')}\n"
    )
    task = only(tmp_path, text, "samples.md")
    assert [one.text for one in task.examples] == ["你好。\n再见。"] * 2


def test_a_numbered_list_before_the_table_is_what_each_says(tmp_path: Path) -> None:
    text = "Speaking slowly.\n\n1. First words.\n2. Other words.\n\n"
    text += f"{table('Audio prompt | @a | @b', 'Net | @c | @d')}\n"
    task = only(tmp_path, text, "x.md")
    assert [one.text for one in task.examples] == ["First words.", "Other words."]


def test_headings_become_sections_and_tasks(tmp_path: Path) -> None:
    one = table("Noisy | Net", "@n | @o")
    found = catalogue(
        tmp_path, f"<h1>Paper</h1><h2>Street</h2><h3>0 dB</h3>{one}<h3>5 dB</h3>{one}<h2>Car</h2>{one}"
    )
    assert found.title == "Paper"
    assert [(part.title, [task.title for task in part.tasks]) for part in found.sections] == [
        ("Street", ["0 dB", "5 dB"]), ("Examples", ["Car"]),
    ]  # fmt: skip


def test_players_without_a_table_one_heading_a_system(tmp_path: Path) -> None:
    players = '<audio src="a.wav"></audio>\n<audio src="b.wav"></audio>'
    text = f"## Free samples\n\n### Quicknet\n\n{players}\n\n### Slownet\n\n"
    found = catalogue(tmp_path, text + '<audio src="c.wav"></audio>\n', "x.md")
    assert [[outputs(one) for one in task.examples] for task in found.tasks()] == [
        [{"quicknet": ["a.wav"]}, {"quicknet": ["b.wav"]}], [{"slownet": ["c.wav"]}],
    ]  # fmt: skip


def test_cards_with_names_before_their_players(tmp_path: Path) -> None:
    def card(number: int) -> str:
        names = ("Noisy", "Net", "Clean")
        inside = "".join(f"<div><p>{name}</p>{clip(f'{name}{number}')}</div>" for name in names)
        return f'<div class="card"><p>Two people talk in street number {number}.</p>{inside}</div>'

    task = only(tmp_path, f"<h2>Street</h2><p>Listen.</p>{card(1)}{card(2)}")
    assert [heard(one.audio) for one in task.examples] == [["Noisy1.wav"], ["Noisy2.wav"]]
    assert [heard(one.reference) for one in task.examples] == [["Clean1.wav"], ["Clean2.wav"]]
    assert task.examples[1].text == "Two people talk in street number 2."


def test_cards_whose_headings_name_their_players(tmp_path: Path) -> None:
    def row(*names: str) -> str:
        return f"<div>{''.join(f'<div><h4>{name[:-1]}</h4>{clip(name)}</div>' for name in names)}</div>"

    text = f"<h2>Zero-shot</h2>{row('Prompt1', 'Ours1', 'Other1')}{row('Prompt2', 'Ours2', 'Other2')}"
    task = only(tmp_path, text)
    assert task.title == "Zero-shot"
    assert [heard(one.prompt_audio) for one in task.examples] == [["Prompt1.wav"], ["Prompt2.wav"]]
    assert outputs(task.examples[1]) == {"ours": ["Ours2.wav"], "other": ["Other2.wav"]}


def test_nothing_from_inside_comments(tmp_path: Path) -> None:
    rows = table("Noisy | Net", "@n | @o", "@gone | @away")
    start = rows.index('<tr><td><audio controls><source src="gone')
    rest = rows[start:].replace("</table>", "--></table>")
    text = f"<!-- {table('Text | X', '@a|@b')} -->{rows[:start]}<!--{rest}"
    task = only(tmp_path, text)
    assert [outputs(one) for one in task.examples] == [{"net": ["o.wav"]}]


def test_texts_stay_to_the_letter_and_broken_markup_is_read_as_browsers_do(tmp_path: Path) -> None:
    text = "<table><thead><th>Text<th>Net</tr></thead><tr><td><b>No</b>: 1.10 &amp; <i>so</i>\n on<td>" + clip(
        "a"
    )
    (example,) = only(tmp_path, text).examples
    assert example.text == "No: 1.10 & so on"


def test_clips_are_found_wherever_the_root_of_the_site_is(tmp_path: Path) -> None:
    sound = encoded(tone())
    for name in ("site/audio/a b.wav", "site/docs/x/c.wav", "site/elsewhere/deep/audio/d.wav"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(sound)
    page = tmp_path / "site" / "docs" / "_posts" / "2020-01-01-page.md"
    page.parent.mkdir()
    rows = table("A | B | C", "@{{ site.baseurl }}/audio/a%20b | @./x/c | @../../../audio/d")
    page.write_text(f"---\ntitle: 'The page'\n---\n{rows}\n")
    result = run(tmp_path / "site", tmp_path / "out")
    assert result.exit_code == 0
    copied = {
        path.relative_to(tmp_path / "out/data/audio").as_posix()
        for path in tmp_path.glob("out/data/audio/**/*.wav")
    }
    assert copied == {"audio/a b.wav", "x/c.wav", "audio/d.wav"}
    assert "title: The page" in (tmp_path / "out/examples/catalogue.yaml").read_text()


def test_remote_clips_keep_their_address(tmp_path: Path) -> None:
    (example,) = only(
        tmp_path, table("Noisy | Net", "@https://example.org/a/n | @//cdn.example.org/o")
    ).examples
    assert [(one.audio, one.url) for one in example.audio] == [("a/n.wav", "https://example.org/a/n.wav")]
    assert example.outputs["net"][0].url == "https://cdn.example.org/o.wav"


@pytest.mark.parametrize(
    ("addresses", "names"),
    [
        (
            ["https://d.example/uc?export=download&id=1A", "https://d.example/uc?export=download&id=1B"],
            ["1A", "1B"],
        ),
        (
            ["https://d.example/file/d/1x-Y/view?usp=sharing", "https://d.example/file/d/2x/view"],
            ["1x-Y", "2x"],
        ),
        (["https://d.example/get?f=x", "https://d.example/get?f=y"], ["get", "other/get"]),
        (["https://d.example/a.wav?of=x", "https://d.example/a.wav?of=y"], ["a.wav", "other/a.wav"]),
        (["https://one.example/a.wav", "https://two.example/a.wav"], ["a.wav", "other/a.wav"]),
        (["https://d.example/lab/b/a.wav?raw=true"] * 2, ["lab/b/a.wav"] * 2),
        (["a.wav?v=1", "a.wav?v=2"], ["a.wav", "a.wav"]),
    ],
)
def test_each_address_on_the_web_is_a_clip_of_its_own(
    tmp_path: Path, addresses: list[str], names: list[str]
) -> None:
    """On a page with clips on a drive, what tells them apart may stand in the query."""
    (tmp_path / "a.wav").write_bytes(encoded(tone()))
    cells = "".join(f'<td><audio controls src="{one}"></audio></td>' for one in addresses)
    page = f"<h2>S</h2><table><tr><th>Noisy<th>Net</tr><tr>{cells}</tr></table>"
    (example,) = only(tmp_path, page).examples
    pieces = [*example.audio, *example.outputs["net"]]
    assert [piece.audio for piece in pieces] == names
    remote = [one if "://" in one else "" for one in addresses]
    assert [piece.url or "" for piece in pieces] == remote
    (task,) = (tmp_path / "out" / "examples").glob("s*.yaml")
    doubtful = "a page about it?" in task.read_text(encoding="utf-8")
    assert doubtful is not any(".wav" in one for one in addresses)


def test_a_video_on_the_web_is_still_to_be_downloaded_by_hand(tmp_path: Path) -> None:
    cell = '<video controls src="https://d.example/v.mp4"></video>'
    page = f"<h2>S</h2><table><tr><th>Text<th>Net</tr><tr><td>Rain<td>{cell}</td></tr></table>"
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    assert "download it from https://d.example/v.mp4" in run(tmp_path / "index.html", tmp_path / "out").output


@pytest.mark.parametrize(
    ("written", "clips"),
    [
        ('<a href="A.WAV">listen</a>', ["A.WAV"]),
        ('<a href="a.wav?raw=true">listen</a>', ["a.wav"]),
        ('{{< audio src="A.Mp3" >}}', ["A.Mp3"]),
        ('<video src="A.FLAC"></video>', ["A.FLAC"]),
        ('<a href="about.mp3.html">how it was made</a>', []),
        ('<a href="player.html?file=a.wav&amp;page=2">its page</a>', []),
    ],
)
def test_the_end_of_an_address_tells_a_clip_in_capitals_too(
    tmp_path: Path, written: str, clips: list[str]
) -> None:
    task = only(tmp_path, f"<h2>Ours</h2><p>{clip('z')}</p><p>{written}</p>")
    played = [name for example in task.examples for names in outputs(example).values() for name in names]
    assert played == ["z.wav", *clips]


def test_defects_of_the_page_are_told(tmp_path: Path) -> None:
    (tmp_path / "n.wav").write_bytes(encoded(tone()))
    (tmp_path / "o.wav").write_bytes(encoded(tone()))
    text = table("Noisy | Net | Base", "@n | @o | -", "@m | @m | @b").replace(
        'n.wav" type="audio/wav', 'n.wav" type="audio/mpeg'
    )
    (tmp_path / "index.html").write_text(f"<i id=a></i><i id=a></i>{text}")
    report = json.loads(run(tmp_path, tmp_path / "out", "--format", "json").stdout)
    assert {one["kind"]: one["message"] for one in report["defects"]} == {
        "missing-file": "no clip 'b.wav'",
        "wrong-mime": "1 .wav files are declared as audio/mpeg",
        "same-content": "'m.wav' is both 'Noisy' and 'Net' of example 2",
        "duplicate-id": "the id 'a' stands 2 times",
        "empty-cell": "1 empty cells under 'the page', e.g. 'Base' of example 1",
    }


def test_clips_that_are_not_there_are_counted_apart(tmp_path: Path) -> None:
    """A link that leads out of the source is there, and said to be left where it is."""
    source, secret = tmp_path / "source", tmp_path / "secret.wav"
    source.mkdir()
    for path in (source / "n.wav", secret):
        path.write_bytes(encoded(tone(300)))
    (source / "o.wav").symlink_to(secret)
    (source / "index.html").write_text(table("Noisy | Net", "@n | @o", "@m | @p"), encoding="utf-8")
    said = run(source, tmp_path / "out").output
    assert "4 clips (3 of them not there)" in said
    assert "no clip 'm.wav'" in said
    assert "no clip 'o.wav'" not in said
    assert "'o.wav' is a link that leaves the source" in said


def test_missing_clips_are_left_out_on_request_and_the_project_builds(tmp_path: Path) -> None:
    for name in ("n", "o"):
        (tmp_path / f"{name}.wav").write_bytes(encoded(tone(300 if name == "n" else 500)))
    (tmp_path / "index.html").write_text(table("Noisy | Net | Base", "@n | @o | @b", "@m | @p | @q"))
    assert run(tmp_path, tmp_path / "out", "--skip-missing").exit_code == 0
    assert "# check: left out: no clip 'b.wav'" in (tmp_path / "out/examples/examples.yaml").read_text()
    checked = CliRunner().invoke(commands, ["check", "-C", str(tmp_path / "out")])
    assert checked.exit_code == 0, checked.output


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<div id=app></div><script src=app.js></script>", "import-scripted"),
        ("<h1>Nothing here</h1><table><tr><td>BLEU<td>30</table>", "import-nothing"),
        ("<!-- <audio src=a.wav></audio> -->", "import-nothing"),
        ("<div>" * 5000 + "<audio src=a.wav>", "import-source"),
        ("<table><tr><td>" * 500 + "<audio src=a.wav>", "import-source"),
        ("<iframe src='https://[::1/player'></iframe>", "import-nothing"),
    ],
)
def test_a_page_without_players_is_refused_with_the_reason(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "index.html").write_text(text)
    result = run(tmp_path / "index.html", tmp_path / "out", "--format", "json")
    assert result.exit_code == 1
    assert [one["code"] for one in json.loads(result.stdout)] == [code]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index.html"]


def test_an_address_that_no_file_can_have_is_only_missing(tmp_path: Path) -> None:
    task = only(tmp_path, table("Noisy | Net", f"@{'n' * 400} | @o\0p"))
    assert len(task.examples) == 1


def test_an_address_that_no_program_can_take_apart_is_left_to_check(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(table("Noisy | Net", "@n | @https://[::1/o"))
    assert run(tmp_path / "index.html", tmp_path / "out").exit_code == 0
    (problem,) = load(Project(tmp_path / "out", tmp_path / "site")).problems
    assert (problem.code, "'https://[::1/o.wav'" in problem.message) == ("wrong-value", True)


def test_examples_that_differ_in_nothing_keep_what_they_have(tmp_path: Path) -> None:
    rows = table(
        "Text | Noisy", "Hello to all of you who are here. | @n", "Hello to all of you who are here. | @n"
    )
    assert [heard(one.audio) for one in only(tmp_path, rows).examples] == [["n.wav"]] * 2


def test_a_task_called_as_the_catalogue_has_a_file_of_its_own(tmp_path: Path) -> None:
    text = "<h1>P</h1>" + "".join(f"<h2>Catalogue</h2>{table('Noisy | Net', '@a | @b')}" for _ in range(2))
    found = catalogue(tmp_path, text)
    assert [(task.id, task.title) for task in found.tasks()] == [
        ("catalogue-2", "Catalogue"),
        ("catalogue-3", "Catalogue"),
    ]


def test_a_doubt_about_the_examples_stands_above_them(tmp_path: Path) -> None:
    catalogue(tmp_path, f"<h1>P</h1><h2>A</h2>{table('Noisy | Clean', '@a | @b')}")
    written = (tmp_path / "out" / "examples" / "a.yaml").read_text("utf-8")
    assert re.search(r"\n# check: which of these did a model make\?[^\n]*\nexamples:\n", written)


def test_a_source_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    result = run(tmp_path / "gone.html", tmp_path / "out")
    assert result.exit_code == 1
    assert "error[import-source]" in result.stderr


def test_an_element_with_a_hundred_thousand_attributes_is_refused(tmp_path: Path) -> None:
    """Each would be compared with all before it."""
    many = " ".join(f"a{n}=1" for n in range(100_000))
    (tmp_path / "index.html").write_text(f"<p>One</p><audio {many} src=ok.mp3></audio>", encoding="utf-8")
    result = CliRunner().invoke(commands, ["import", str(tmp_path / "index.html"), "-o", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert "more than 500 attributes in one element" in result.output
