from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from projects import write
from soundcase.catalogue.load import Loaded, load
from soundcase.cli import commands
from soundcase.model import Catalogue, Example, GivenResult, Media, Selection
from soundcase.problems.report import in_order
from soundcase.project import Project
from soundcase.scores import ScoreValue

EVERYTHING = Path(__file__).parent / "data" / "everything.txt"


def loaded(root: Path, text: str = "") -> Loaded:
    write(root, text)
    return load(Project(root, root / "site"))


def catalogue(root: Path, text: str = "") -> Catalogue:
    found = loaded(root, text)
    assert found.problems == ()
    assert found.catalogue is not None
    return found.catalogue


def words(root: Path, task: str) -> Catalogue:
    return catalogue(root, f"-- examples/words.yaml --\n{task}")


def answers(example: Example) -> dict[str, str | None]:
    return {model: media[0].text for model, media in example.outputs.items()}


def told(found: Loaded) -> list[tuple[str, str, int]]:
    return [(one.code, one.place.path, one.place.line) for one in found.problems]


def test_the_complete_format_is_read(tmp_path: Path) -> None:
    found = catalogue(tmp_path, EVERYTHING.read_text("utf-8"))
    task = next(found.tasks())
    example = task.examples[0]
    assert found.authors[0].affiliations == ("One University",)
    assert found.theme.radius == 6
    assert found.models["ours"].meta == {"bitrate": "6 kbit/s"}
    assert [score.better for score in task.scores] == ["higher", "lower", "lower"]
    assert [(role, model, media.audio) for role, model, media in example.media() if media.audio] == [
        ("audio", "", "a.wav"),
        ("prompt-audio", "", "b.wav"),
        ("reference", "", "a.wav"),
        ("output", "ours", "a.wav"),
        ("output", "ours", "b.wav"),
        ("output", "theirs", "b.wav"),
        ("audio", "", "a.wav"),
    ]
    assert [turn.start for turn in example.turns] == [0.0, 1.5]
    assert example.outputs["theirs"][0].scores == {
        "MOS": ScoreValue(3.5, 0.25, 30),
        "WER": ScoreValue(12.0),
    }
    assert task.media.keep_lossless
    assert task.media.base_url == "https://example.org/clips/"


def test_what_a_bare_string_means_follows_from_the_output(tmp_path: Path) -> None:
    task = """\
title: T
output: {output}
examples:
  - audio: a.wav
    reference: b.wav
    context: c
    outputs: {{ours: a.wav, theirs: b.wav}}
"""
    for output, field in (("text", "text"), ("labels", "labels"), ("audio", "audio")):
        found = words(tmp_path / output, task.format(output=output))
        example = next(found.tasks()).examples[0]
        expected: object = ("a.wav",) if output == "labels" else "a.wav"
        assert getattr(example.outputs["ours"][0], field) == expected
        assert example.audio[0].audio == "a.wav"
        assert example.context[0].text == "c"
        assert example.reference[0].audio == ("b.wav" if output == "audio" else None)


def test_defaults_are_shared_and_outputs_and_tags_merge_key_by_key(tmp_path: Path) -> None:
    task = """\
title: T
defaults:
  audio: a.wav
  prompt: Listen.
  tags: {set: test, language: en}
  outputs: {theirs: the same}
examples:
  - outputs: {ours: one}
    tags: {language: fr}
  - audio: b.wav
    outputs: {ours: two, theirs: other}
"""
    first, second = next(words(tmp_path, task).tasks()).examples
    assert (first.audio[0].audio, second.audio[0].audio) == ("a.wav", "b.wav")
    assert first.tags == {"set": "test", "language": "fr"}
    assert {model: media[0].text for model, media in first.outputs.items()} == {
        "theirs": "the same",
        "ours": "one",
    }
    assert {model: media[0].text for model, media in second.outputs.items()} == {
        "theirs": "other",
        "ours": "two",
    }
    assert "audio" in first.inherited
    assert "audio" not in second.inherited
    assert first.audio[0].origin.keys == ("defaults", "audio")


def test_models_layout_and_id_have_defaults(tmp_path: Path) -> None:
    task = next(catalogue(tmp_path).tasks())
    assert (task.id, task.models, task.layout) == ("words", ("ours", "theirs"), "cards")
    assert [example.id for example in task.examples] == ["1", "2"]


def test_an_inline_task_is_named_after_its_title(tmp_path: Path) -> None:
    text = """\
-- examples/catalogue.yaml --
title: Base
models: {ours: {}}
sections:
  - title: Part
    tasks:
      - title: Speech, enhanced (16 kHz)
        output: audio
        examples: [{audio: a.wav, outputs: {ours: b.wav}}]
"""
    task = next(catalogue(tmp_path, text).tasks())
    assert (task.id, task.layout) == ("speech-enhanced-16-khz", "table")


def test_lists_of_media_keep_order_and_labels(tmp_path: Path) -> None:
    task = """\
title: T
output: audio
examples:
  - outputs:
      ours: [{label: vocals, audio: a.wav}, b.wav]
"""
    outputs = next(words(tmp_path, task).tasks()).examples[0].outputs["ours"]
    assert [(media.label, media.audio) for media in outputs] == [("vocals", "a.wav"), ("", "b.wav")]


def test_records_are_examples_with_their_values_as_written(tmp_path: Path) -> None:
    text = """\
-- examples/words.yaml --
title: T
examples_from: rows.jsonl
-- examples/rows.jsonl --
{"audio": "a.wav", "note": null, "outputs": {"ours": 1.10, "theirs": true}}

{"audio": "b.wav", "labels": ["x"], "outputs": {"ours": {"labels": ["x", "y"]}, "theirs": "é"}}
"""
    first, second = next(catalogue(tmp_path, text).tasks()).examples
    assert {model: media[0].text for model, media in first.outputs.items()} == {
        "ours": "1.10",
        "theirs": "true",
    }
    assert second.outputs["ours"][0].labels == ("x", "y")
    assert second.number == 2


def test_a_fault_hides_nothing_in_other_examples_and_files(tmp_path: Path) -> None:
    text = """\
-- examples/catalogue.yaml --
title: [not, a, text]
colour: red
models:
  ours: {name: Ours}
sections:
  - tasks: [words.yaml, more.yaml, gone.yaml]
-- examples/words.yaml --
title: T
examples:
  - audio: {file: a.wav}
    outputs: {ours: x}
  - audio: b.wav
    outputs: [x]
  - adio: b.wav
    outputs: {ours: }
-- examples/more.yaml --
title: "T
examples: []
"""
    assert sorted(told(loaded(tmp_path, text))) == [
        ("empty-value", "examples/words.yaml", 8),
        ("missing-file", "examples/catalogue.yaml", 6),
        ("missing-key", "examples/catalogue.yaml", 6),
        ("unknown-key", "examples/catalogue.yaml", 2),
        ("unknown-key", "examples/words.yaml", 3),
        ("unknown-key", "examples/words.yaml", 7),
        ("wrong-type", "examples/catalogue.yaml", 1),
        ("wrong-type", "examples/words.yaml", 6),
        ("yaml-syntax", "examples/more.yaml", 1),
    ]


def test_other_files_are_checked_even_when_the_main_one_cannot_be_read(tmp_path: Path) -> None:
    text = "-- examples/catalogue.yaml --\ntitle: 'x\n-- examples/words.yaml --\ntitel: T\n"
    assert told(loaded(tmp_path, text)) == [
        ("yaml-syntax", "examples/catalogue.yaml", 1),
        ("unknown-key", "examples/words.yaml", 1),
    ]


def test_the_line_of_a_mistake_is_shown_even_where_the_file_cannot_be_understood(tmp_path: Path) -> None:
    found = loaded(tmp_path, "-- examples/words.yaml --\ntitle: Words\nprompt: a: b\n")
    assert "examples/words.yaml" not in found.documents
    assert found.lines("examples/words.yaml")[1] == "prompt: a: b"
    (tmp_path / "examples" / "words.yaml").write_bytes("title: Caf\u00e9\n".encode("latin-1"))
    assert load(Project(tmp_path, tmp_path / "site")).lines("examples/words.yaml")[0] == "title: Caf\ufffd"
    (tmp_path / "examples" / "words.yaml").write_bytes("title: Words\n".encode("utf-16"))
    assert load(Project(tmp_path, tmp_path / "site")).lines("examples/words.yaml") == ()


def test_a_catalogue_with_another_suffix_is_told_its_name(tmp_path: Path) -> None:
    write(tmp_path, "")
    (tmp_path / "examples" / "catalogue.yaml").rename(tmp_path / "examples" / "catalogue.yml")
    (problem,) = load(Project(tmp_path, tmp_path / "site")).problems
    assert (problem.code, problem.hint) == ("missing-catalogue", "rename 'catalogue.yml' to 'catalogue.yaml'")


def test_later_examples_keep_their_places_when_an_earlier_one_is_refused(tmp_path: Path) -> None:
    text = """\
-- examples/words.yaml --
title: T
examples:
  - just a text
  - audio: b.wav
    outputs: {ours: x, theirs: y}
"""
    found = loaded(tmp_path, text)
    assert told(found) == [("wrong-type", "examples/words.yaml", 3)]
    assert found.catalogue is not None
    (example,) = next(found.catalogue.tasks()).examples
    assert (example.number, found.place(example.origin).line) == (2, 4)


def test_hints_name_the_nearest_key_and_where_a_key_belongs(tmp_path: Path) -> None:
    text = """\
-- examples/words.yaml --
title: T
selecton: by hand
examples:
  - audio: a.wav
    layout: table
    outputs: {ours: x, theirs: y}
"""
    assert [one.hint for one in in_order(loaded(tmp_path, text).problems)] == [
        "did you mean 'selection'?",
        "'layout' is a key of a task",
    ]


def test_rules_are_read_with_and_without_a_reason(tmp_path: Path) -> None:
    text = """\
-- examples/catalogue.yaml --
title: Base
models: {ours: {}, theirs: {}}
rules:
  empty-cell: off
  truncated: {severity: warning, reason: as published}
sections:
  - {title: Part, tasks: [words.yaml]}
"""
    assert loaded(tmp_path, text).rules == {"empty-cell": "off", "truncated": "warning"}


def test_an_empty_answer_is_an_answer(tmp_path: Path) -> None:
    task = 'title: T\nexamples:\n  - audio: a.wav\n    outputs: {ours: "", theirs: x}\n'
    media = next(words(tmp_path, task).tasks()).examples[0].outputs["ours"][0]
    assert media == Media(media.origin, text="")


def test_a_bare_string_is_the_name_of_a_model_and_of_an_author_and_a_list_of_one_format(tmp_path: Path) -> None:
    found = catalogue(
        tmp_path,
        """\
-- examples/catalogue.yaml --
title: T
authors: [A. Author, {name: B. Author, equal: true}]
models: {ours: Our System, theirs: {name: Theirs}}
media: {encode: mp3}
sections: [{title: P, tasks: [words.yaml]}]
""",
    )
    assert [(one.name, one.equal) for one in found.authors] == [("A. Author", False), ("B. Author", True)]
    assert [one.name for one in found.models.values()] == ["Our System", "Theirs"]
    assert found.media.encode == ("mp3",)


MAIN = "title: T\n{}models: {}\nsections: [{{title: P, tasks: [words.yaml]}}]\n"
MODELS = "{ours: Ours, theirs: Theirs}"


@pytest.mark.parametrize("wrong", ["[Theirs]", "{nam: Theirs}", "", "{ours: maybe}", "{url: nowhere}"])
def test_what_is_wrong_with_a_model_is_one_problem_however_often_it_answers(tmp_path: Path, wrong: str) -> None:
    write(tmp_path, f"-- examples/catalogue.yaml --\n{MAIN.format('', f'{{ours: Ours, theirs: {wrong}}}')}")
    result = CliRunner().invoke(commands, ["check", "-C", str(tmp_path), "--format", "json"])
    assert [(one["path"], one["line"]) for one in json.loads(result.stdout)] == [("examples/catalogue.yaml", 2)]


SHAPES = {
    "models: [ours, theirs]": "write 'ours: …'",
    "models: [{ours: Ours}]": "write its keys without '- ' before them",
    "models: ours": "write 'key: value', each on a line of its own below",
    "authors: A. Author": "begin each item on a line of its own with '- '",
    "authors: [[A. Author]]": "",
    "authors: {name: A. Author}": "begin each item on a line of its own with '- '",
    "links: [https://example.org]": "write {label: …, url: …}",
    "links: {Paper: https://example.org}": "begin each item on a line of its own with '- '",
    "figures: [a.png]": "write {image: …}",
    "sections: {title: P, tasks: [words.yaml]}": "begin each item on a line of its own with '- '",
    "sections: [words.yaml]": "write 'key: value', each on a line of its own below",
    "sections: [{title: P, tasks: words.yaml}]": "begin each item on a line of its own with '- '",
    "theme: dark": "write 'key: value', each on a line of its own below",
    "rules: [empty-cell]": "write 'empty-cell: …'",
    "media: {encode: {mp3: true}}": "remove the braces, or put the text into quotes",
    "title: [laughs]": "put a text that begins with [ or { into quotes",
}


@pytest.mark.parametrize("wrong", SHAPES)
def test_a_value_of_the_wrong_shape_is_one_problem_with_what_to_write(tmp_path: Path, wrong: str) -> None:
    lines = {"title": "title: T", "models": f"models: {MODELS}"}
    lines["sections"] = "sections: [{title: P, tasks: [words.yaml]}]"
    lines[wrong.split(":")[0]] = wrong
    write(tmp_path, f"-- examples/catalogue.yaml --\n{chr(10).join(lines.values())}\n")
    result = CliRunner().invoke(commands, ["check", "-C", str(tmp_path), "--format", "json"])
    (problem,) = json.loads(result.stdout)
    assert (problem["code"], problem["hint"]) == ("wrong-type", SHAPES[wrong])


EXAMPLE_SHAPES = {
    "- audio:a.wav": "write a colon and a blank: 'audio: a.wav'",
    "- audio：a.wav": "write a colon and a blank: 'audio: a.wav'",
    "- - audio: a.wav": "write one '- ', not two",
    "- a.wav": "write 'key: value', each on a line of its own below",
    "- {outputs: [{ours: x}, {theirs: y}]}": "write its keys without '- ' before them",
    "- {outputs: x}": "write 'key: value', each on a line of its own below",
    "- {tags: [noisy]}": "write 'noisy: …'",
    "- {turns: {speaker: A}}": "begin each item on a line of its own with '- '",
}


@pytest.mark.parametrize("wrong", EXAMPLE_SHAPES)
def test_an_example_of_the_wrong_shape_is_one_problem_with_what_to_write(tmp_path: Path, wrong: str) -> None:
    good = "- {audio: b.wav, outputs: {ours: x, theirs: y}}"
    write(tmp_path, f"-- examples/words.yaml --\ntitle: T\nexamples:\n  {wrong}\n  {good}\n")
    result = CliRunner().invoke(commands, ["check", "-C", str(tmp_path), "--format", "json"])
    told = [one for one in json.loads(result.stdout) if one["severity"] == "error"]
    assert [(one["line"], one["hint"]) for one in told] == [(3, EXAMPLE_SHAPES[wrong])]


def test_where_a_project_is_instead_is_told(tmp_path: Path) -> None:
    write(tmp_path / "demo", "")
    hints = {
        "demo/examples": "run it with -C ..",
        "demo/data/audio": "run it with -C ../..",
        ".": "run it with -C demo",
    }
    for folder, hint in hints.items():
        root = tmp_path / folder
        (problem,) = load(Project(root, root / "site")).problems
        assert problem.code == "missing-catalogue"
        assert hint in problem.hint


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("audio: https://example.org/x/a.wav?raw=true", "write {audio: a.wav, url: …}"),
        ("audio: {audio: http://example.org/a.wav}", "write {audio: a.wav, url: …}"),
        ("audio: s3://bucket/a.wav", "download it"),
        ("audio: data:audio/wav;base64,AAAA", "download it"),
        ("audio: file:///a.wav", "download it"),
        ("context: {image: https://example.org/a.png, alt: x}", "download it"),
        ("context: {video: https://example.org/a.mp4}", "download it"),
    ],
)
def test_an_address_in_the_place_of_a_file_is_told_as_one(tmp_path: Path, line: str, hint: str) -> None:
    row = "- {audio: b.wav, outputs: {ours: x, theirs: y}}"
    example = f"  - outputs: {{ours: x, theirs: y}}\n    {line}\n  {row}\n"
    write(tmp_path, f"-- examples/words.yaml --\ntitle: T\nexamples:\n{example}")
    result = CliRunner().invoke(commands, ["check", "-C", str(tmp_path), "--format", "json"])
    told = [one for one in json.loads(result.stdout) if one["code"] == "outside-project"]
    assert [one["line"] for one in told] == [4]
    assert "is an address, not the name of a file" in told[0]["message"]
    assert hint in told[0]["hint"]


ROW = '{"audio": "a.wav", "outputs": {"ours": "x", "theirs": "y"}}'
RECORD_SLIPS = {
    f"[\n {ROW},\n {ROW}\n]\n": (1, "one value of JSON over 5 lines"),
    '{\n "audio": "a.wav",\n "outputs": {}\n}\n': (1, "one value of JSON over 5 lines"),
    f"{ROW}\n[{ROW}, {ROW}]\n": (2, "this line is a list, not an object"),
    f'{ROW}\n"words"\n': (2, "this line is 'words', not an object"),
    f"{ROW}\n{ROW},\n": (2, "a comma stands behind this object"),
    f"{ROW}\n{ROW}{ROW}\n": (2, "more than one value stands on this line"),
    f"{ROW}\n{{'audio': 'a.wav'}}\n": (2, "its quotes are single"),
    f'{ROW}\n{{"audio": "a.wav", "audio": "b.wav"}}\n': (2, "key 'audio' stands twice"),
    f"{ROW}\n<<<<<<< HEAD\n{ROW}\n=======\n{ROW}\n>>>>>>> b\n": (2, "a merge"),
}


@pytest.mark.parametrize("text", RECORD_SLIPS)
def test_a_slip_in_records_is_one_problem_that_says_what_it_is(tmp_path: Path, text: str) -> None:
    line, message = RECORD_SLIPS[text]
    task = "title: T\nexamples_from: rows.jsonl\n"
    found = loaded(tmp_path, f"-- examples/words.yaml --\n{task}-- examples/rows.jsonl --\n{text}")
    (problem,) = found.problems
    assert (problem.place.path, problem.place.line) == ("examples/rows.jsonl", line)
    assert message in problem.message


def test_results_are_numbers_with_what_is_known_of_them(tmp_path: Path) -> None:
    found = words(
        tmp_path,
        "title: Words\nscores: {MOS: {better: higher}}\nresults:\n"
        "  MOS: {ours: 4.2 ± 0.1, theirs: {groups: {clean: 3.1, noisy: n/a}}}\n"
        "  accuracy: {ours: {value: 81.5, n: 900}, theirs: n/a}\n"
        "selection: {of: 900, how: by hand}\n"
        "examples: [{audio: a.wav, outputs: {ours: A tone., theirs: A bell.}}]\n",
    )
    (task,) = found.tasks()
    assert task.results == {
        "MOS": {
            "ours": GivenResult(ScoreValue(4.2, 0.1)),
            "theirs": GivenResult(None, {"clean": ScoreValue(3.1)}),
        },
        "accuracy": {"ours": GivenResult(ScoreValue(81.5, None, 900))},
    }
    assert task.selection == Selection("by hand", of=900)


def test_a_selection_may_be_words_alone(tmp_path: Path) -> None:
    given = (
        "title: Words\nselection: The first two.\nexamples: [{audio: a.wav, outputs: {ours: x, theirs: y}}]\n"
    )
    (task,) = words(tmp_path, given).tasks()
    assert task.selection == Selection("The first two.")


def test_a_model_with_results_alone_is_used(tmp_path: Path) -> None:
    found = words(
        tmp_path,
        "title: Words\nscores: {MOS: {better: higher}}\nresults: {MOS: {theirs: 3}}\nmodels: [ours]\n"
        "examples: [{audio: a.wav, outputs: {ours: x}}]\n",
    )
    assert next(found.tasks()).models == ("ours",)
    checked = CliRunner().invoke(commands, ["check", "-C", str(tmp_path)])
    assert (checked.exit_code, checked.stderr) == (0, "")
