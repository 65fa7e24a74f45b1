"""The projects of realistic size are as large as they say, made alike each time, and without a problem."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from real_sizes import PROJECTS, main, write


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def outputs(folder: Path) -> list[int]:
    """Outputs of each example."""
    lines = [
        line for path in (folder / "examples").glob("*.jsonl") for line in path.read_text("utf-8").splitlines()
    ]
    return [len(json.loads(line).get("outputs", ())) for line in lines]


@pytest.mark.parametrize("name", PROJECTS)
def test_a_project_of_realistic_size_has_no_problems(name: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "soundcase", "check", "--strict", "-C", str(write(name, tmp_path))]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "no problems" in run.stdout + run.stderr


@pytest.mark.parametrize("name", ["codec", "answers"])
def test_it_is_made_alike_twice_and_small(name: str, tmp_path: Path) -> None:
    first = contents(write(name, tmp_path / "first"))
    assert first == contents(write(name, tmp_path / "second"))
    assert sum(map(len, first.values())) < 6_000_000


def test_projects_have_the_size_they_are_for(tmp_path: Path) -> None:
    counted = {name: outputs(write(name, tmp_path / name)) for name in PROJECTS}
    assert counted["codec"] == [14] * 20
    assert counted["answers"] == [5] * 30
    assert len(counted["tasks"]) == 1000


def test_an_unknown_project_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kazoo", str(tmp_path)]) == 2
    assert "real_sizes.py codec FOLDER" in capsys.readouterr().err
