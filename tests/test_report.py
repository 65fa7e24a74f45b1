from __future__ import annotations

import json

import pytest
from rich.cells import cell_len

from soundcase.problems.problem import Place, Problem, Severity
from soundcase.problems.report import as_github, as_json, as_text, counted, in_order


def problem(line: int = 1, column: int = 1, end: int = 0, **given: str) -> Problem:
    place = Place(given.get("path", "a.yaml"), line, column, end)
    return Problem(given.get("code", "unknown-key"), Severity.ERROR, given.get("message", "no key 'x'"), place)


def shown(found: Problem, *lines: str) -> list[str]:
    return as_text([found], lambda _path: lines, colour=False).split("\n")


def test_a_block_has_code_place_line_caret_and_hint() -> None:
    found = Problem(
        "unknown-model", Severity.ERROR, "no model 'b'", Place("e/t.yaml", 2, 3, 4), "did you mean 'a'?"
    )
    assert shown(found, "x:", "  b: y") == [
        "error[unknown-model]: no model 'b'",
        "  --> e/t.yaml:2:3",
        "2 |   b: y",
        "  |   ^",
        "  = did you mean 'a'?",
    ]


@pytest.mark.parametrize("before", ["abc: ", "说话人: ", "🎵🎵: ", "é\u0301: ", "\t: "])
def test_the_caret_stands_under_the_culprit_in_any_script(before: str) -> None:
    line = f"{before}wrong rest"
    found = problem(1, len(before) + 1, len(before) + 6)
    _, _, text, caret = shown(found, line)
    at = text.index("wrong")
    assert cell_len(caret[: caret.index("^")]) == cell_len(text[:at])
    assert caret.count("^") == 5


def test_wide_culprits_have_wide_carets() -> None:
    *_, caret = shown(problem(1, 4, 7), "a: 说话人")
    assert caret.count("^") == 6


def test_long_lines_are_cut_around_the_culprit() -> None:
    line = "x" * 500 + "wrong" + "y" * 500
    _, _, text, caret = shown(problem(1, 501, 506), line)
    assert len(text) < 120
    assert text[caret.index("^") :].startswith("wrong")


def test_nothing_in_a_file_or_message_reaches_the_terminal_as_control_characters() -> None:
    found = problem(1, 1, 3, message="bad '\x1b[2J\u202e'")
    text = as_text([found], lambda _path: ("a\x1b[31mred",), colour=False)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\\x1b[2J\\u202e" in text


def test_colours_only_when_asked() -> None:
    assert "\x1b[" in as_text([problem()], lambda _path: ("x",), colour=True)


def test_order_is_by_file_line_and_column_and_repeats_are_told_once() -> None:
    problems = [problem(9, 1), problem(2, 5), problem(2, 1), problem(1, 1, path="b.yaml"), problem(9, 1)]
    assert [(one.place.path, one.place.line, one.place.column) for one in in_order(problems)] == [
        ("a.yaml", 2, 1),
        ("a.yaml", 2, 5),
        ("a.yaml", 9, 1),
        ("b.yaml", 1, 1),
    ]


def test_json_is_an_array_of_flat_objects() -> None:
    assert json.loads(as_json([problem(3, 4)])) == [
        {
            "code": "unknown-key",
            "severity": "error",
            "path": "a.yaml",
            "line": 3,
            "column": 4,
            "message": "no key 'x'",
            "hint": "",
        }
    ]
    assert json.loads(as_json([])) == []


def test_github_annotations_are_escaped_and_prefixed() -> None:
    found = problem(3, 4, 6, path="a,b:c.yaml", message="50 %\nof: it")
    assert as_github([found], "demo/") == (
        "::error file=demo/a%2Cb%3Ac.yaml,line=3,col=4,title=unknown-key,endColumn=6::50 %25%0Aof: it"
    )


def test_names_that_are_not_utf8_can_be_written() -> None:
    found = [problem(path="caf\udce9.wav")]
    assert json.loads(as_json(found))[0]["path"] == "caf\udce9.wav"
    assert "caf\\udce9.wav" in as_github(found, "").encode().decode()


def test_counting_in_words() -> None:
    warning = Problem("clipped", Severity.WARNING, "x", Place("a"))
    assert counted([]) == "no problems"
    assert counted([problem(), warning, warning]) == "1 error and 2 warnings"


def many(errors: int, warnings: int) -> list[Problem]:
    kinds = [Severity.WARNING] * warnings + [Severity.ERROR] * errors
    return [Problem("c", kind, f"fault {n}", Place("a.yaml", n + 1)) for n, kind in enumerate(kinds)]


@pytest.mark.parametrize("style", ["text", "github"])
@pytest.mark.parametrize(("errors", "warnings"), [(50, 50), (101, 0), (5000, 0), (3, 50_000), (50_000, 50_000)])
def test_people_are_told_a_hundred_problems_errors_first_and_the_number_of_the_others(
    style: str, errors: int, warnings: int
) -> None:
    """One mistake that is repeated fills no screen."""
    problems = many(errors, warnings)
    text = as_text(problems, lambda _: (), colour=False) if style == "text" else as_github(problems, "")
    told = text.count("error[c]") + text.count("::error ")
    assert told == min(errors, 100)
    assert text.count("fault ") == min(errors + warnings, 100)
    assert ("more" in text) == (errors + warnings > 100)
    if errors > 100 and not warnings:
        assert f"… and {errors - 100} error{'s' if errors > 101 else ''} more" in text


def test_programs_are_told_all_problems() -> None:
    assert len(json.loads(as_json(many(500, 500)))) == 1000
