from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from soundcase.catalogue import files
from soundcase.catalogue.files import read_file
from soundcase.catalogue.located import parse
from soundcase.catalogue.nodes import Document
from soundcase.problems.problem import Problem


def document(text: str) -> Document:
    found, problems = parse(text.encode(), "a.yaml")
    assert not problems
    assert found is not None
    return found


def only_problem(content: bytes) -> Problem:
    _, problems = parse(content, "a.yaml")
    assert len(problems) == 1, problems
    return problems[0]


@pytest.mark.parametrize(
    "word", ["no", "1.10", "007", "null", "~", "12:30", "0x1F", "true", "2026-01-01", ".inf"]
)
def test_a_scalar_is_the_text_that_was_written(word: str) -> None:
    assert document(f"answer: {word}\n").plain() == {"answer": word}


def test_block_texts_keep_their_lines() -> None:
    assert document("a: |\n  one\n  two: #3\n").plain() == {"a": "one\ntwo: #3\n"}


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    found, problems = parse(b"\xef\xbb\xbfa: x\r\nb: y\r\n", "a.yaml")
    assert not problems
    assert found is not None
    assert found.plain() == {"a": "x", "b": "y"}
    assert (found.place(("b",)).line, found.place(("b",)).column) == (2, 4)


def test_aliases_stand_for_their_anchors() -> None:
    assert document("a: &x [1, 2]\nb: *x\n").plain() == {"a": ["1", "2"], "b": ["1", "2"]}


def test_places_count_characters_not_bytes() -> None:
    place = document("{说话人: x, 🎵🎵: wrong}\n").place(("🎵🎵",))
    assert (place.line, place.column, place.end) == (1, 14, 19)


def test_a_place_goes_as_far_as_the_keys_lead() -> None:
    found = document("outputs:\n  ours: a text\n")
    assert found.place(("outputs", "ours", "text")) == found.place(("outputs", "ours"))
    assert found.place(("outputs", "ours"), of_key=True).column == 3
    assert found.place(("outputs", "theirs")).line == 2


def test_a_duplicate_key_names_both_lines_and_the_rest_is_still_read() -> None:
    found, problems = parse(b"a: 1\nb: 2\na: 3\nc: 4\n", "a.yaml")
    assert [(one.code, one.place.line, one.message) for one in problems] == [
        ("duplicate-key", 3, "key 'a' stands here and on line 1")
    ]
    assert found is not None
    assert found.plain() == {"a": "1", "b": "2", "c": "4"}


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000 + "x", "{a: " * 50_000, "? " * 10_000])
def test_deep_nesting_is_refused_before_it_can_do_harm(text: str) -> None:
    assert only_problem(text.encode()).code == "too-deep"


def test_forty_levels_of_aliases_are_too_deep() -> None:
    lines = ["a0: &a0 x"] + [f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 60)]
    assert only_problem("\n".join(lines).encode()).code == "too-deep"


def test_modest_sharing_is_fine_and_a_billion_laughs_are_not() -> None:
    assert document("a: &a [1, 2, 3]\nb: [*a, *a, *a]\n")
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    assert only_problem("\n".join(lines).encode()).code == "alias-explosion"


def test_a_file_over_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 100)
    path = tmp_path / "a.yaml"
    path.write_text("a: " + "x" * 200)
    found = read_file(path, "a.yaml")
    assert isinstance(found, Problem)
    assert found.code == "too-large"


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    found = read_file(tmp_path / "a.yaml", "a.yaml")
    assert isinstance(found, Problem)
    assert (found.code, "No such file" in found.message) == ("unreadable-file", True)


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [(b"a: \xff\n", 1, 4), ("é: x\nb: ".encode() + b"\x80", 2, 4), (b"\xff\xfea\0", 1, 1)],
)
def test_bytes_that_are_not_utf8_are_placed(content: bytes, line: int, column: int) -> None:
    problem = only_problem(content)
    assert (problem.code, problem.place.line, problem.place.column) == ("not-utf8", line, column)


@pytest.mark.parametrize("character", ["\a", "\x7f", "\u2028", "\x85", "\ufffe"])
def test_characters_that_yaml_would_change_or_refuse_are_named(character: str) -> None:
    problem = only_problem(f"a: x\nb: y{character}z\n".encode())
    assert (problem.place.line, problem.place.column) == (2, 5)
    assert f"U+{ord(character):04X}" in problem.message


def test_those_that_can_be_shown_can_be_written_as_escapes() -> None:
    assert document('a: "x\\u2028y\\u00ad"\n').plain() == {"a": "x\u2028y\u00ad"}


def test_a_key_without_value_is_told_apart_from_an_empty_text() -> None:
    found = document('a:\nb: ""\nc:\n  - \n  - x\n')
    assert [(key.value if key else None, node.start.line) for key, node in found.absent()] == [
        ("a", 0),
        (None, 3),
    ]


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ('a: "one\nb: "two"\n', 1, 4, "closed only on line 2"),
        ("a: 'one\nb: two\n", 1, 4, "never closed"),
        ("a: [1, 2\nb: 3\n", 1, 4, "never closed"),
        ("a: {b: [c\nd: e}\n", 1, 8, "never closed"),
        ("a: 'It's'\n", 1, 4, "behind the closing quote"),
        ("a: [laughs] hello\n", 1, 4, "behind the closing bracket"),
        ("- {laughs} hello\n", 1, 3, "behind the closing bracket"),
        ("a: &b c\n", 1, 4, "no '*b' repeats '&b'"),
        ("a: b: c\n", 1, 5, "a second ': '"),
        ("a: @x\n", 1, 4, "cannot begin with"),
        ("a:\n  b: 1\n c: 2\n", 3, 2, "indented by 1"),
        ("a: *b\n", 1, 4, "no anchor '&b'"),
        ('a: "\\q"\n', 1, 5, "escape is unknown"),
    ],
)
def test_syntax_errors_are_told_in_plain_words_at_their_cause(
    text: str, line: int, column: int, words: str
) -> None:
    problem = only_problem(text.encode())
    assert (problem.place.line, problem.place.column) == (line, column)
    assert words in problem.message


@given(st.text(alphabet=st.sampled_from("ab:- \n\t'\"[]{}&*!|>#%@,?\\é说🎵"), max_size=60))
@example("a: &a [*a]")
def test_any_text_gives_a_document_or_problems_with_places_in_it(text: str) -> None:
    found, problems = parse(text.encode(), "a.yaml")
    lines = text.split("\n")
    assert found or problems
    for problem in problems:
        assert 1 <= problem.place.line <= len(lines) + 1
        assert problem.place.column >= 1
        assert problem.message


@given(st.binary(max_size=200))
def test_any_bytes_give_a_document_or_problems(content: bytes) -> None:
    found, problems = parse(content, "a.yaml")
    assert found or problems
