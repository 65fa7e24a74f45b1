"""Each project in `faults/` has the fault it is named by, and is told so: code, severity, line and column."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from projects import parsed, write
from soundcase.cli import commands
from soundcase.problems.codes import CODES
from soundcase.problems.codes.commands import FETCHING as FETCHING_CODES
from soundcase.problems.codes.commands import FROM_PYTHON as FROM_PYTHON_CODES
from soundcase.problems.codes.commands import IMPORTING as IMPORTING_CODES
from soundcase.problems.codes.sites import SITES as SITE_CODES

FAULTS = sorted((Path(__file__).parent / "faults").glob("*.txt"))


@pytest.mark.parametrize("path", FAULTS, ids=lambda path: path.stem)
def test_the_fault_is_told_with_its_place(path: Path, tmp_path: Path) -> None:
    text = path.read_text("utf-8")
    write(tmp_path, text)

    result = CliRunner().invoke(commands, ["check", "-C", str(tmp_path), "--format", "json"])

    told = [
        f"{one['severity']} {one['code']} {one['path']}:{one['line']}:{one['column']}"
        for one in json.loads(result.stdout)
    ]
    assert told == sorted(parsed(text).head("expect"), key=_place)
    assert result.exit_code == (1 if any(one.startswith("error") for one in told) else 0)


@pytest.mark.parametrize("path", FAULTS, ids=lambda path: path.stem)
def test_strict_fails_for_every_fault_and_shows_the_line(path: Path, tmp_path: Path) -> None:
    write(tmp_path, path.read_text("utf-8"))

    result = CliRunner().invoke(commands, ["check", "--strict", "-C", str(tmp_path)])

    assert result.exit_code == 1
    assert "error[" in result.stderr
    assert "Traceback" not in result.output


def test_the_base_project_has_no_problem(tmp_path: Path) -> None:
    write(tmp_path, "")
    result = CliRunner().invoke(commands, ["check", "--strict", "-C", str(tmp_path)])
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "Checked 2 examples: no problems\n"


UNTOLD = {
    "too-large",
    "too-deep",
    "undecodable",
    "wrong-duration",
    "not-an-image",
    "not-a-video",
    "not-web-playable",
    "not-encoded",
    "same-content-twice",
    "loudness-spread",
    "near-silent",
    "bandwidth-differs",
    "upsampled",
    "large-file",
    "too-large-file",
    "too-many-files",
    "page-weight",
    "site-size",
    "leak",
    "unclean-file",
}
"""Codes that have tests of their own, beside the module that finds them."""
PUBLISHING = {"output-not-ours", "output-overlaps", "cannot-write", "archive-too-large", "unportable-name"}
IMPORTING = {code.name for code in IMPORTING_CODES}
SITES = {code.name for code in SITE_CODES}
FETCHING = {code.name for code in FETCHING_CODES}
FROM_PYTHON = {code.name for code in FROM_PYTHON_CODES}


def test_every_code_has_a_project_that_shows_it() -> None:
    shown = {one.split()[1] for path in FAULTS for one in parsed(path.read_text("utf-8")).head("expect")}
    assert shown | UNTOLD | PUBLISHING | IMPORTING | FETCHING | SITES | FROM_PYTHON == set(CODES)


def _place(line: str) -> tuple[str, int, int]:
    path, number, column = line.split()[2].rsplit(":", 2)
    return path, int(number), int(column)
