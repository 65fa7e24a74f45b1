"""Characters that no page can hold: U+FFFD on the page and in its data, and told where they are written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from projects import encoded, tone, write
from soundcase.cli import commands
from soundcase.text.characters import clean, unfit

KINDS = {
    "NUL": "\0",
    "bell": "\x07",
    "escape": "\x1b",
    "delete": "\x7f",
    "next line": "\x85",
    "noncharacter": "\uffff",
    "noncharacter of another plane": "\U0001fffe",
    "first half": "\ud83d",
    "second half": "\ude00",
}
EVERY_KIND = pytest.mark.parametrize("character", KINDS.values(), ids=KINDS)
MODELS = "models:\n  theirs: {name: Theirs}\n  ours: {name: Ours, ours: true}\n"
PLACES = {
    "title": "title: {}\nexamples: [{{audio: a.wav, outputs: {{theirs: a, ours: b}}}}]\n",
    "description": "title: T\ndescription: {}\nexamples: [{{audio: a.wav, outputs: {{theirs: a, ours: b}}}}]\n",
    "prompt": "title: T\nprompt: {}\nexamples: [{{audio: a.wav, outputs: {{theirs: a, ours: b}}}}]\n",
    "output": "title: T\nexamples: [{{audio: a.wav, outputs: {{theirs: {}, ours: b}}}}]\n",
    "tag": "title: T\nexamples: [{{audio: a.wav, tags: {{{}: b}}, outputs: {{theirs: a, ours: b}}}}]\n",
    "label": "title: T\noutput: labels\nexamples: [{{audio: a.wav, outputs: {{theirs: [{}], ours: b}}}}]\n",
}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(commands, list(map(str, arguments)))


def told(project: Path) -> list[tuple[str, int, int]]:
    result = run("check", "-C", project, "--format", "json")
    assert result.exit_code == 0, result.output
    return [(one["code"], one["line"], one["column"]) for one in json.loads(result.stdout)]


def assert_clean(project: Path) -> None:
    """What is published is text with U+FFFD, and without anything that cannot be shown."""
    result = run("-C", project)
    assert result.exit_code == 0, result.output
    for name in ("index.html", "catalogue.json"):
        text = (project / "site" / name).read_bytes().decode()
        assert "\ufffd" in text
        assert not list(unfit(text, escapes=False))
    json.loads((project / "site" / "catalogue.json").read_text())


@EVERY_KIND
@pytest.mark.parametrize("where", PLACES)
def test_an_escape_in_yaml_is_told_at_its_place(character: str, where: str, tmp_path: Path) -> None:
    escape = f"\\U{ord(character):08X}"
    text = PLACES[where].format(f'"ok 😀 {escape} end"')
    write(tmp_path, f"-- examples/words.yaml --\n{text}")
    lines = text.split("\n")
    line = next(number for number, one in enumerate(lines) if escape in one)

    assert told(tmp_path) == [("unprintable-character", line + 1, lines[line].index(escape) + 1)]
    assert_clean(tmp_path)


@EVERY_KIND
def test_an_escape_in_a_record_is_told_at_its_place(character: str, tmp_path: Path) -> None:
    record = {"audio": "a.wav", "outputs": {"theirs": f"ok {character} end", "ours": "ok \U0001f600"}}
    line = json.dumps(record)
    write(
        tmp_path,
        f"-- examples/words.yaml --\ntitle: T\nexamples_from: r.jsonl\n-- examples/r.jsonl --\n\n{line}\n",
    )
    escape = json.dumps(character)[1:-1]

    assert told(tmp_path) == [("unprintable-character", 2, line.index(escape) + 1)]
    assert_clean(tmp_path)
    assert "\U0001f600" in (tmp_path / "site" / "index.html").read_text("utf-8")


def test_a_record_with_a_raw_control_character_is_read(tmp_path: Path) -> None:
    line = '{"audio": "a.wav", "outputs": {"theirs": "a\x1b[0m", "ours": "b"}}'
    write(
        tmp_path,
        f"-- examples/words.yaml --\ntitle: T\nexamples_from: r.jsonl\n-- examples/r.jsonl --\n{line}\n",
    )
    assert told(tmp_path) == [("unprintable-character", 1, line.index("\x1b") + 1)]
    assert_clean(tmp_path)


def test_halves_that_follow_each_other_are_one_character(tmp_path: Path) -> None:
    text = PLACES["output"].format(r'"\ud83d\ude00"')
    write(tmp_path, f"-- examples/words.yaml --\n{text}")
    assert told(tmp_path) == []
    assert run("-C", tmp_path).exit_code == 0
    assert "\U0001f600" in (tmp_path / "site" / "index.html").read_text("utf-8")


@pytest.mark.parametrize("written", ["\\u{:04x}", "\\u{:04X}", "\\U{:08x}", "\\x{:02x}"])
def test_every_escape_of_such_a_character_is_found(written: str) -> None:
    largest = {"\\u": 0xFFFF, "\\x": 0xFF}.get(written[:2], 0x10FFFF)
    codes = [code for code in range(largest + 1) if clean(chr(code)) != chr(code) and chr(code) != "\r"]
    assert codes
    for code in codes:
        assert [one.code for one in unfit(f"中 {written.format(code)}", escapes=True)] == [code]


def test_what_only_looks_like_an_escape_is_a_text(tmp_path: Path) -> None:
    write(tmp_path, "-- examples/words.yaml --\n" + PLACES["output"].format(r"'\ud83d \x07'"))
    assert told(tmp_path) == []
    assert run("-C", tmp_path).exit_code == 0
    assert r"\ud83d \x07" in (tmp_path / "site" / "index.html").read_text("utf-8")


def test_line_ends_are_line_feeds_and_nothing_to_tell(tmp_path: Path) -> None:
    write(tmp_path, "-- examples/words.yaml --\n" + PLACES["description"].format(r'"a\r\nb\rc"'))
    assert told(tmp_path) == []
    assert clean("a\r\nb\rc") == "a\nb\nc"


def test_the_rule_can_be_set_to_off(tmp_path: Path) -> None:
    write(tmp_path, "-- examples/words.yaml --\n" + PLACES["output"].format(r'"\x07"'))
    main = tmp_path / "examples" / "catalogue.yaml"
    main.write_text(main.read_text("utf-8") + "rules: {unprintable-character: off}\n", "utf-8")
    assert told(tmp_path) == []


def _results(folder: Path, character: str, kind: str) -> tuple[Path, int]:
    """A source of an import with the character, and the column where it is written."""
    said = f"ok {character} end"
    (folder / "a.wav").write_bytes(encoded(tone()))
    if kind == "jsonl":
        line = json.dumps({"audio": "a.wav", "model": "m", "output": said})
        (folder / "r.jsonl").write_text(line, "utf-8")
        return folder / "r.jsonl", line.index(json.dumps(character)[1:-1]) + 1
    if kind == "csv":
        (folder / "r.csv").write_text(f"audio,model,output\na.wav,m,{said}\n", "utf-8")
        return folder / "r.csv", len("a.wav,m,ok ") + 1
    for name in ("ours", "theirs"):
        (folder / "in" / name).mkdir(parents=True)
        (folder / "in" / name / "a.wav").write_bytes(encoded(tone()))
    (folder / "in" / "ours" / "a.txt").write_text(said, "utf-8")
    return folder / "in", len("ok ") + 1


@EVERY_KIND
@pytest.mark.parametrize("kind", ["jsonl", "csv", "folder"])
def test_an_import_tells_it_and_writes_the_replacement(character: str, kind: str, tmp_path: Path) -> None:
    if kind != "jsonl" and "\ud800" <= character <= "\udfff":
        return  # UTF-8 has no half characters
    source, column = _results(tmp_path, character, kind)
    result = run("import", source, "-o", tmp_path / "made")
    assert result.exit_code == 0, result.output
    assert "unprintable-character" in result.output
    assert f":{column}: U+{ord(character):04X}" in result.output.replace("\n", "")
    yaml = "".join(path.read_text("utf-8") for path in (tmp_path / "made" / "examples").glob("*"))
    assert "\ufffd" in yaml
    assert not list(unfit(yaml, escapes=True))
    assert "unprintable-character" not in run("check", "-C", tmp_path / "made").output
