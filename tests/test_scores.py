"""Scores as people write them: a number with its interval, none at all, or what cannot be read."""

from __future__ import annotations

import json
import math
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from drawn import Element, catalogue, example, index, media, plan, task
from projects import write
from soundcase.build import Options, build, check
from soundcase.catalogue.load import load
from soundcase.catalogue.schema.documents import json_schema
from soundcase.catalogue.schema.scores import GivenScore
from soundcase.model import Score
from soundcase.problems.problem import Problem
from soundcase.project import Project
from soundcase.scores import ErrorRate, Scored, ScoreValue
from soundcase.site.export import catalogue_json
from soundcase.site.views.scores import number

MOS = (Score("MOS", "higher"),)
GIVEN: TypeAdapter[Any] = TypeAdapter(GivenScore)
SCHEMA = jsonschema.Draft202012Validator(json_schema("task"))
ACCEPTED: dict[str, ScoreValue | None] = {
    "4.21": ScoreValue(4.21),
    "-3": ScoreValue(-3.0),
    "−3": ScoreValue(-3.0),
    ".5e1": ScoreValue(5.0),
    "1e300": ScoreValue(1e300),
    "4.21 ± 0.08": ScoreValue(4.21, 0.08),
    "4.21±0.08": ScoreValue(4.21, 0.08),
    "4.21±.08": ScoreValue(4.21, 0.08),
    "4.21 +/- 0.08": ScoreValue(4.21, 0.08),
    "4.21 +- 0.08": ScoreValue(4.21, 0.08),
    "4.21 (0.08)": ScoreValue(4.21, 0.08),
    "4.21(0.08)": ScoreValue(4.21, 0.08),
    "4.21 (± 0.08)": ScoreValue(4.21, 0.08),
    "4.21 $\\pm$ 0.08": ScoreValue(4.21, 0.08),
    "-1.5 ± 0": ScoreValue(-1.5, 0.0),
    **dict.fromkeys(("n/a", "N/A", "na", "-", "–", "—", "", "  ")),
}


def written(folder: Path, value: str, *, jsonl: bool = False) -> Project:
    """A project in which one output has the score as it is written."""
    output = f'{{"text": "A tone.", "scores": {{"MOS": {value}}}}}'
    row = f'{{"audio": "b.wav", "outputs": {{"theirs": {output}, "ours": "B."}}}}'
    listed = f"examples_from: r.jsonl\n-- examples/r.jsonl --\n{row}\n" if jsonl else f"examples:\n  - {row}\n"
    head = "-- examples/words.yaml --\ntitle: Words\nscores: {MOS: {better: higher}}\n"
    root = write(folder, head + listed)
    return Project(root, root / "site")


def read(folder: Path, value: str, *, jsonl: bool = False) -> tuple[ScoreValue | None, tuple[Problem, ...]]:
    """The score as it was understood, and the problems."""
    loaded = load(written(folder, value, jsonl=jsonl))
    assert loaded.catalogue
    (task,) = loaded.catalogue.tasks()
    found: dict[str, Scored] = {}
    if task.examples and "theirs" in task.examples[0].outputs:
        found = dict(task.examples[0].outputs["theirs"][0].scores)
    score = found.get("MOS")
    assert not isinstance(score, ErrorRate)
    return score, loaded.problems


@pytest.mark.parametrize("jsonl", [False, True])
@pytest.mark.parametrize(("text", "expected"), ACCEPTED.items())
def test_scores_as_papers_write_them(
    text: str, expected: ScoreValue | None, jsonl: bool, tmp_path: Path
) -> None:
    assert read(tmp_path, json.dumps(text, ensure_ascii=False), jsonl=jsonl) == (expected, ())


@pytest.mark.parametrize("jsonl", [False, True])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"value": 4.21}', ScoreValue(4.21)),
        ('{"value": 4.21, "ci": 0.08}', ScoreValue(4.21, 0.08)),
        ('{"value": "−4.21", "ci": 0.08, "n": 30}', ScoreValue(-4.21, 0.08, 30)),
        ('{"value": 4.21, "n": 30}', ScoreValue(4.21, None, 30)),
        ("4.21", ScoreValue(4.21)),
    ],
)
def test_scores_that_say_it_in_full(text: str, expected: ScoreValue, jsonl: bool, tmp_path: Path) -> None:
    assert read(tmp_path, text, jsonl=jsonl) == (expected, ())


@pytest.mark.parametrize("value", [*ACCEPTED, 4.21, -3, {"value": 4.21, "ci": 0.08, "n": 30}])
def test_editors_accept_what_is_read(value: object) -> None:
    assert SCHEMA.is_valid(task_with(value))


@pytest.mark.parametrize(
    "value", ["4,21", "12.3 %", "good", "4.21 ±", "nan", True, [], {"ci": 1}, {"value": 1, "ci": -1}]
)
def test_editors_refuse_what_is_not(value: object) -> None:
    assert not SCHEMA.is_valid(task_with(value))


def task_with(score: object) -> dict[str, object]:
    return {"title": "T", "examples": [{"outputs": {"ours": {"text": "A.", "scores": {"MOS": score}}}}]}


@given(st.text() | st.text("0123456789.,eE+-−±/()%\\pm$ naNdBif\u2003"))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    try:
        read = GIVEN.validate_python(text)
    except ValidationError as refused:
        (one,) = refused.errors()
        assert "hint" in one["ctx"]
    else:
        assert read is None or math.isfinite(read.value)


@pytest.mark.parametrize("text", ["1{}!", "1 ±{}y", "{}x", "1({}!", "n{}"])
def test_long_texts_are_refused_as_fast_as_short_ones(text: str) -> None:
    """Blanks that two parts of a pattern could share took hours."""
    with pytest.raises(ValidationError):
        GIVEN.validate_python(text.format(" " * 100_000))
    with pytest.raises(ValidationError):
        GIVEN.validate_python(text.format("1" * 100_000 + "x"))


def test_null_in_json_is_an_empty_score(tmp_path: Path) -> None:
    assert read(tmp_path, "null", jsonl=True) == (None, ())


@pytest.mark.parametrize("jsonl", [False, True])
@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('"4,21"', "write the decimals behind a point"),
        ('"1,234.5"', "nothing between thousands"),
        ('"4,21 ± 0,08"', "write the decimals behind a point"),
        ('"12.3 %"', "write 12.3, and the unit once"),
        ('"12.3%"', "{unit: '%'}"),
        ('"3.2 dB"', "{unit: 'dB'}"),
        ('"12.3 ± 0.4 %"', "write 12.3 ± 0.4, and the unit once"),
        ('"4.21 ± "', "'4.21 ± 0.08'"),
        ('"4.21 [4.13, 4.29]"', "'4.21 ± 0.08'"),
        ('"good"', "n/a where there is none"),
        ('"1e400"', "larger than any number"),
        ("1e400", "larger than any number"),
        ('"-1e400"', "larger than any number"),
        ('"4 ± 1e999"', "larger than any number"),
        ('"nan"', "write n/a"),
        ("NaN", "write n/a"),
        ("Infinity", "write n/a"),
        ('"-inf"', "write n/a"),
        ("true", "n/a where there is none"),
        ('{"value": 1e400}', "larger than any number"),
        ('{"value": 1, "ci": "1e400"}', "larger than any number"),
        ('{"value": 1, "ci": -1}', ""),
        ('{"value": 1, "n": 0}', ""),
        ('{"value": 1, "n": 1e99}', ""),
        ('{"value": "4.21 ± 0.08"}', "'4.21 ± 0.08'"),
    ],
)
def test_what_is_no_score_says_how_to_write_it(text: str, hint: str, jsonl: bool, tmp_path: Path) -> None:
    _, (problem,) = read(tmp_path, text, jsonl=jsonl)
    assert (problem.code, problem.place.line) == ("wrong-value", 1 if jsonl else 4)
    assert "it must be" in problem.message
    assert hint in problem.hint


def test_a_comma_in_a_mapping_on_one_line_is_told(tmp_path: Path) -> None:
    (problem,) = load(written(tmp_path, "4,21")).problems
    assert "write the decimals behind a point: 4.21" in problem.hint


@pytest.mark.parametrize("start", ["1e400", "nan", "-1", "1e300"])
def test_other_numbers_are_finite_too(start: str, tmp_path: Path) -> None:
    turn = f"[{{speaker: A, start: {start}, text: Hm., outputs: {{ours: Yes., theirs: No.}}}}]"
    root = write(
        tmp_path, f"-- examples/words.yaml --\ntitle: T\nexamples: [{{audio: a.wav, turns: {turn}}}]\n"
    )
    assert [one.code for one in load(Project(root, root / "site")).problems] == ["wrong-value"]


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 25) | st.none())
def test_every_number_can_be_printed(value: float, decimals: int | None) -> None:
    text = number(value, decimals)
    assert len(text) < 360
    assert re.fullmatch(r"−?\d+(\.\d+)?(e−?\d+)?", text)
    error = abs(Decimal(text.replace("−", "-")) - Decimal(value))
    assert error <= abs(Decimal(value)) * Decimal("1e-14") or (
        decimals is not None and error <= max(Decimal(1), abs(Decimal(value))) * Decimal(10) ** -decimals
    )


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (1e300, 0, "1e300"),
        (1e300, 2, "1.00e300"),
        (-1.5e-7, None, "−1.5e−7"),
        (123456789012345, 1, "123456789012345.0"),
        (0.00012, 5, "0.00012"),
        (-0.0, None, "0"),
        (-0.001, 2, "0.00"),
    ],
)
def test_very_large_and_very_small_numbers_have_powers_of_ten(
    value: float, decimals: int | None, expected: str
) -> None:
    assert number(value, decimals) == expected


def page_of(*values: dict[str, float | Scored], layout: str = "table") -> Element:
    rows = (
        example(n, outputs={model: (media("x", scores={"MOS": one}),) for model, one in row.items()})
        for n, row in enumerate(values, start=1)
    )
    return index(catalogue(task(*rows, scores=MOS, layout=layout)))


def shown(page: Element) -> list[str]:
    """The scores of examples as they are printed, the best with a star."""
    found = (one for row in page.all(data_example=None) for one in row.all("dd"))
    return [one.text + ("*" if one.all(data_best=None) else "") for one in found]


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ((5.914818638172664, 7.9), ["5.915", "7.900*"]),
        ((-20.233810424804688, -20.2), ["−20.23", "−20.20*"]),
        ((4.0625, 1234.567), ["4.0625", "1234.5670*"]),
        ((0.30000000000000004, 0.25), ["0.30*", "0.25"]),
    ],
)
def test_numbers_that_programs_print_have_as_many_digits_as_mean_something(
    given: tuple[float, float], printed: list[str]
) -> None:
    values = {model: ScoreValue(one) for model, one in zip(("one", "two"), given, strict=True)}
    assert shown(page_of(dict(values))) == printed


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (ScoreValue(4.2, 0.1), ScoreValue(4.0, 0.05), ["4.20 ± 0.10*", "4.00 ± 0.05"]),
        (ScoreValue(4.2, 0.1), ScoreValue(4.1, 0.05), ["4.20 ± 0.10", "4.10 ± 0.05"]),
        (ScoreValue(4.2, 0.1), ScoreValue(4.1), ["4.2 ± 0.1", "4.1"]),
        (ScoreValue(4.2, 0.1), ScoreValue(4.05), ["4.20 ± 0.10*", "4.05"]),
        (ScoreValue(4.2, None, 30), ScoreValue(4.1, None, 9), ["4.2 n = 30*", "4.1 n = 9"]),
        (ScoreValue(4.2, 0.1, 30), ScoreValue(3), ["4.2 ± 0.1 n = 30*", "3.0"]),
    ],
)
def test_the_best_is_starred_where_its_interval_is_apart(
    one: ScoreValue, two: ScoreValue, expected: list[str]
) -> None:
    page = page_of({"one": one, "two": two})
    assert shown(page) == expected
    assert ("95% confidence interval" in page.text) == any("±" in text for text in expected)


def test_a_third_whose_interval_reaches_the_best_takes_the_star_too() -> None:
    values = {"one": ScoreValue(4.5, 0.1), "two": ScoreValue(4.0, 0.1), "three": ScoreValue(3.9, 0.7)}
    drawn = example(outputs={model: (media("x", scores={"MOS": one}),) for model, one in values.items()})
    page = index(catalogue(task(drawn, scores=MOS, models=("one", "two"))))
    assert page.all(data_best=None) == []


@pytest.mark.parametrize("layout", ["cards", "table", "transposed"])
def test_averages_of_the_largest_numbers_are_numbers(layout: str) -> None:
    page = page_of({"one": 1.7e308, "two": 1e-300}, {"one": 1.7e308, "two": 3e-300}, layout=layout)
    values = [one.attributes["data-value"] for one in page.all(data_average=None)]
    assert values == ["1.7e+308", "2e-300"]


def test_intervals_are_in_catalogue_json() -> None:
    values: dict[str, Scored] = {"MOS": ScoreValue(4.21, 0.08, 30), "SDR": ScoreValue(1e300)}
    drawn = catalogue(task(example(outputs={"one": (media("x", scores=values),)})))
    text = catalogue_json(drawn, plan(drawn), "1", {("timbre", "1"): ""}, {}).decode()
    assert '"scores": {\n' in text
    (output,) = json.loads(text)["sections"][0]["tasks"][0]["examples"][0]["outputs"]["one"]
    assert output["scores"] == {"MOS": {"value": 4.21, "ci": 0.08, "n": 30}, "SDR": 1e300}


def test_catalogue_json_never_holds_what_json_cannot() -> None:
    drawn = catalogue(task(example(outputs={"one": (media("x", scores={"MOS": math.inf}),)})))
    with pytest.raises(ValueError, match="Out of range float values"):
        catalogue_json(drawn, plan(drawn), "1", {("timbre", "1"): ""}, {})


@pytest.mark.parametrize("value", ["1e300", "1e-300", "123456789012345678901234567890", "4.21 ± 1e300"])
def test_a_site_with_absurd_numbers_is_built(value: str, tmp_path: Path) -> None:
    """However large or small a number is, it is printed as one."""
    project = written(tmp_path, f'"{value}"')
    assert check(project, Options()).problems == ()
    assert not build(project, Options(), lambda _: "").failed
    json.loads((tmp_path / "site" / "catalogue.json").read_text("utf-8"))
