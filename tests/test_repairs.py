"""Slips that people make in YAML: each is told as what it is, where it stands, with what to write instead."""

from __future__ import annotations

import pytest

from soundcase.catalogue.located import parse
from soundcase.problems.problem import Problem

HEAD = "title: Words\nexamples:\n"
ITEM = "  - audio: a.wav\n    outputs: {ours: x}\n"


def problem_in(text: str | bytes) -> Problem:
    content = text if isinstance(text, bytes) else text.encode()
    _, problems = parse(content, "a.yaml")
    assert len(problems) == 1, problems
    return problems[0]


SLIPS = {
    "item without its indent": (
        f"{HEAD}{ITEM}- audio: b.wav\n  outputs: {{ours: y}}\n",
        (
            5,
            1,
            "indented by 0, those above by 2",
            "indent by two more, and the lines below with it: '  - audio: b.wav'",
        ),
    ),
    "only its first line without its indent": (
        f"{HEAD}{ITEM}- audio: b.wav\n    outputs:\n      ours: y\n",
        (5, 1, "indented by 0, those above by 2", "indent by two more: '  - audio: b.wav'"),
    ),
    "missing colon": ("title Words\nnote: x\n", (1, 1, "the colon behind 'title'", "write 'title: Words'")),
    "missing colon above keys": (
        f"{HEAD}  - audio: a.wav\n    outputs\n      ours: x\n",
        (4, 5, "the colon behind 'outputs' is missing", "'    outputs:'"),
    ),
    "comma in a text in braces": (
        "a: {text: one, two, b: c}\n",
        (1, 16, "'two' has no value", "put a text with a comma into quotes"),
    ),
    "no-break space in braces": ("a: {x:\u00a01, y: 2}\n", (1, 6, "behind this ':'", "")),
    "direction mark before a key": ("\u200ftitle: x\n", (1, 1, "U+200F", "remove it")),
    "two items without their indent": (
        f"{HEAD}{ITEM}\n- audio: b.wav\n- audio: c.wav\n",
        (6, 1, "indented by 0", "indent by two more: '  - audio: b.wav'"),
    ),
    "item without its indent between others": (
        f"{HEAD}{ITEM}- audio: b.wav\n  outputs:\n    ours: y\n{ITEM}",
        (5, 1, "indented by 0", "'  - audio: b.wav'"),
    ),
    "item of the outer list behind an inner one": (
        f"{HEAD}  - audio: a.wav\n    turns:\n      - speaker: A\n        text: x\n- audio: b.wav\n",
        (7, 1, "indented by 0, those above by 2", "'  - audio: b.wav'"),
    ),
    "item with too little": (
        "examples:\n    - audio: a.wav\n      note: x\n  - audio: b.wav\n    note: y\n",
        (4, 3, "indented by 2, those above by 4", "two more"),
    ),
    "item with too much": (f"{HEAD}{ITEM}    - audio: b.wav\n", (5, 5, "indented by 4", "indent by two less")),
    "item with one too many": (
        f"{HEAD}{ITEM}   - audio: b.wav\n",
        (5, 4, "indented by 3", "indent by one less"),
    ),
    "key with too little": (
        f"{HEAD}  - audio: a.wav\n   note: x\n",
        (4, 4, "this key", "one more: '    note: x'"),
    ),
    "key with too much": (
        f"{HEAD}  - audio: a.wav\n     note: x\n",
        (4, 6, "this key", "one less: '    note: x'"),
    ),
    "key under a text": (f"{HEAD}{ITEM}        note: x\n", (5, 9, "this key is indented by 8", "four less")),
    "forgotten dash": (
        f"{HEAD}{ITEM}    audio: b.wav\n    outputs: {{ours: x}}\n",
        (5, 5, "'audio' begins a new item", "write '  - audio: b.wav'"),
    ),
    "forgotten dash, with its blanks": (
        f"{HEAD}{ITEM}  audio: b.wav\n    outputs: {{ours: x}}\n",
        (5, 3, "'audio' begins a new item", "write '  - audio: b.wav'"),
    ),
    "forgotten dash, one level up": (
        f"{HEAD}{ITEM}  audio: b.wav\n  outputs: {{ours: x}}\n",
        (5, 3, "'audio' begins a new item", "indent the lines below by two more"),
    ),
    "forgotten dashes": (
        "title: x\nexamples:\n  audio: a.wav\n  note: x\n  audio: b.wav\n  note: y\n",
        (5, 3, "'audio' begins a new item", "write '  - audio: b.wav'"),
    ),
    "dash without a blank": (f"{HEAD}{ITEM}  -audio: b.wav\n", (5, 3, "behind this '-'", "'  - audio: b.wav'")),
    "all dashes without a blank": (f"{HEAD}  -audio: a.wav\n", (3, 3, "behind this '-'", "'  - audio: a.wav'")),
    "dash without a blank, aligned": (
        f"{HEAD}  -audio: a.wav\n   note: x\n",
        (3, 3, "behind this '-'", "'  - audio: a.wav'"),
    ),
    "bullet": (f"{HEAD}  • audio: a.wav\n", (3, 3, "'•' begins no item", "'  - audio: a.wav'")),
    "en dash": (f"{HEAD}{ITEM}  – audio: b.wav\n", (5, 3, "'–' begins no item", "'  - audio: b.wav'")),
    "star": (f"{HEAD}  * audio: a.wav\n", (3, 3, "'*' begins no item", "'  - audio: a.wav'")),
    "colon without a blank": ("title: x\nnote:a\n", (2, 5, "behind this ':'", "write 'note: a'")),
    "first colon without a blank": ("title:x\nnote: a\n", (1, 6, "behind this ':'", "write 'title: x'")),
    "colon before a bracket": (
        f"{HEAD}  - note: x\n    outputs:{{ours: x}}\n",
        (4, 12, "behind this ':'", "outputs: {"),
    ),
    "colon in brackets": ("a: {x:1, y: 2}\n", (1, 6, "behind this ':'", "{x: 1, y: 2}")),
    "equals sign": ("title = x\nnote: a\n", (1, 7, "'='", "write 'title: x'")),
    "full-width colon": ("title：x\nnote: a\n", (1, 6, "FULLWIDTH COLON", "plain ': '")),
    "full-width colon in an item": (f"{HEAD}  - audio：a.wav\n    note: x\n", (3, 10, "U+FF1A", "plain ': '")),
    "full-width comma": ("a: {x: 1， y: 2}\n", (1, 9, "U+FF0C", "plain ', '")),
    "full-width braces": ("a: ｛x: 1｝\n", (1, 4, "U+FF5B", "plain '{'")),
    "full-width braces and comma": ("a: ｛x: 1， y: 2｝\nb: c\n", (1, 4, "U+FF5B", "plain '{'")),
    "curved quotes": ("title: “A: b”\n", (1, 8, "U+201C", "plain '\"'")),
    "curved quotes around a key": ("“title”: x\n", (1, 1, "U+201C", "plain '\"'")),
    "no-break space as indent": (
        f"{HEAD}  - audio: a.wav\n\u00a0\u00a0  note: x\n",
        (4, 1, "U+00A0", "ordinary blank"),
    ),
    "no-break space before a dash": (
        f"{HEAD}\u00a0 - audio: a.wav\n    note: x\n",
        (3, 1, "U+00A0", "ordinary blank"),
    ),
    "no-break space behind a dash": (f"{HEAD}  -\u00a0audio: a.wav\n", (3, 4, "U+00A0", "ordinary blank")),
    "no-break space behind a colon": ("title:\u00a0x\nnote: a\n", (1, 7, "U+00A0", "ordinary blank")),
    "ideographic space as indent": (f"{HEAD}\u3000- audio: a.wav\n", (3, 1, "U+3000", "ordinary blank")),
    "byte order mark in the middle": ("title: x\n\ufeffnote: a\n", (2, 1, "U+FEFF", "remove it")),
    "zero-width space before a key": ("title: x\n\u200bnote: a\n", (2, 1, "U+200B", "remove it")),
    "missing comma": ("a: {x: one, y: two z: three}\n", (1, 19, "a comma is missing here", "")),
    "missing comma between mappings": ("a: [{x: 1} {y: 2}]\n", (1, 11, "a comma is missing here", "")),
    "missing comma between quotes": ("a: ['x' 'y']\n", (1, 8, "a comma is missing here", "")),
    "missing comma at the end of a line": (
        "a: {x: 1,\n  y: 2\n  z: 3}\n",
        (2, 7, "at the end of this line", ""),
    ),
    "doubled comma": ("a: {x: 1,, y: 2}\n", (1, 10, "a value is missing", "remove the comma")),
    "comment in brackets": (
        "a: {text: number #1 fan, b: c}\n",
        (1, 18, "' #' begins a comment", "into quotes"),
    ),
    "comment in a list in brackets": (
        "a: [one #2, three]\nb: c\n",
        (1, 9, "' #' begins a comment", "into quotes"),
    ),
    "comment in a text of several lines": (
        "a: one\n  two #3 four\n  five\nb: c\n",
        (2, 7, "' #' begins a comment", ""),
    ),
    "fence": ("```yaml\ntitle: x\n```\n", (1, 1, "a fence of Markdown", "remove this line")),
    "fence at the end": ("title: x\n~~~\n", (2, 1, "a fence of Markdown", "remove this line")),
    "items of JSON": ('a:\n{"x": "1"}\n{"x": "2"}\n', (2, 1, "looks like JSON", '\'  - {"x": "1"}\'')),
    "text behind a block's sign": ("a: > more\nb: c\n", (1, 6, "text follows '|' or '>'", "into quotes")),
    "block without indent": ("a: |\nmore text\nb: c\n", (2, 1, "is not indented", "write '  more text'")),
    "emphasis": ("a: *bold* text\n", (1, 4, "cannot begin with", "into quotes")),
    "exclamation mark": ("a: ! more\n", (1, 4, "tag '!'", "into quotes")),
    "text behind the end": ("a: x\n...\nb: c\n", (3, 1, "the file ends above", "remove the line '...'")),
    "tab behind a dash": ("a:\n  -\tb: x\n    \tc: y\n", (2, 4, "a tab", "with spaces")),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_told_as_what_it_is(name: str) -> None:
    text, (line, column, message, hint) = SLIPS[name]
    problem = problem_in(text)
    assert (problem.place.line, problem.place.column) == (line, column), problem
    assert message.lower() in problem.message.lower()
    assert hint in problem.hint


@pytest.mark.parametrize("marker", ["<<<<<<< HEAD", "||||||| base", "=======", ">>>>>>> other"])
@pytest.mark.parametrize(
    "around", ["title: x\n{}\nnote: a\n", "a: |\n  one\n{}\n  two\n", 'a: "one\n{}\n  two"\n']
)
def test_a_marker_of_a_merge_is_named(marker: str, around: str) -> None:
    problem = problem_in(around.format(marker))
    assert f"'{marker[:7]}' is a marker of a merge" in problem.message
    assert problem.place.column == 1


def test_a_whole_conflict_is_one_problem_and_two_are_two() -> None:
    conflict = "<<<<<<< HEAD\na: 1\n||||||| base\na: 0\n=======\na: 2\n>>>>>>> other\n"
    _, problems = parse(f"x: y\n{conflict}b: c\n{conflict}".encode(), "a.yaml")
    assert [one.place.line for one in problems] == [2, 10]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ["title: Words\n", "title: 词语\n# 评论\n", "\ufefftitle: Words\n"])
def test_wide_encodings_are_named_with_and_without_their_mark(encoding: str, text: str) -> None:
    problem = problem_in(text.encode(encoding))
    assert problem.code == "not-utf8"
    assert problem.message == f"the file is {encoding[:6].upper()}"


@pytest.mark.parametrize(
    "text",
    [
        "a: x\rb: y\r",
        "a: {-5 dB: x, 'x:1': y}\n",
        "text: “Quoted” and ：\n",
        "a: |\n  <<<<<<< not at the margin\n\n  ```\n  code\n  ```\n",
        '{"title": "x", "examples": [{"audio": "a.wav"}]}',
        "a: http://example.org/#top\n",
        "明: \u3000x\n",
    ],
)
def test_what_is_no_slip_is_read(text: str) -> None:
    found, problems = parse(text.encode(), "a.yaml")
    assert found
    assert problems == ()


def test_a_key_that_stands_twice_alone_is_no_forgotten_dash() -> None:
    problem = problem_in(f"{HEAD}  - audio: a.wav\n    audio: b.wav\n    note: x\n")
    assert problem.message == "key 'audio' stands here and on line 3"
    assert problem.hint == "remove or rename one, or begin a new item with '- '"


def test_many_forgotten_dashes_are_one_problem_each() -> None:
    rows = "".join(f"    audio: {number}.wav\n    note: x\n    title: y\n" for number in range(3))
    _, problems = parse(f"{HEAD}  - audio: a.wav\n    note: x\n    title: y\n{rows}".encode(), "a.yaml")
    assert [one.place.line for one in problems] == [6, 9, 12]
