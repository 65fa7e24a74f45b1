"""The last lines of a run: which judges did not sit, in one place."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench import REFERENCE_ABSENT, REPOSITORY, absent_judges

PROGRAMS = re.search(
    r"^PROGRAMS='([\w -]+)'$",
    (REPOSITORY / "scripts" / "bootstrap.sh").read_text(encoding="utf-8"),
    re.MULTILINE,
)


def test_what_is_missing_is_named_once_with_the_number_of_tests() -> None:
    reasons = [
        "Skipped: sox is missing",
        "Skipped: zsh is missing",
        "Skipped: sox is missing",
        REFERENCE_ABSENT,
    ]
    _, *lines = absent_judges(reasons)
    assert lines == ["  sox is missing (2 tests skipped)", "  zsh is missing (1 test skipped)"]


@pytest.mark.parametrize("reasons", [[], [REFERENCE_ABSENT], [f"Skipped: {REFERENCE_ABSENT}"]])
def test_where_only_the_reference_material_is_missing_nothing_is_said(reasons: list[str]) -> None:
    assert list(absent_judges(reasons)) == []


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "together"])
def test_they_stand_below_everything_else(tmp_path: Path, workers: tuple[str, ...]) -> None:
    tests = ["tests/test_stand_ins.py", "-k", "speak_higher"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *workers, *tests],
        cwd=REPOSITORY,
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    total, head, *lines = run.stdout.splitlines()[-3:]
    assert "skipped" in total
    assert head.startswith("Not every judge sat")
    assert lines == ["  espeak-ng is missing (1 test skipped)"]


def test_every_program_that_a_test_may_ask_is_installed_by_make_test() -> None:
    assert PROGRAMS
    asked = {
        name
        for path in (REPOSITORY / "tests").rglob("*.py")
        for name in re.findall(r'\b(?:program|tool)\("([a-z-]+)"', path.read_text(encoding="utf-8"))
    }
    assert asked - {"git"} <= set(PROGRAMS[1].split())


def test_tests_skip_only_by_the_functions_that_the_closing_lines_know() -> None:
    """What skips for another reason names what is missing; `skipif` is for the reference material alone."""
    found = {
        path.name
        for path in (REPOSITORY / "tests").rglob("*.py")
        if path.name not in ("bench.py", Path(__file__).name)
        and re.search(r"\bskipif\(|@pytest\.mark\.skip\b|\bxfail\b", path.read_text(encoding="utf-8"))
    }
    assert found == set()
