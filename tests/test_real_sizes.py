"""The projects of realistic size are as large as they say, made alike each time, and without a problem."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bench import alone
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


@pytest.fixture(scope="session")
def written(shared_folder: Path) -> Callable[[str], Path]:
    """A project as it is written, once for all workers; not to be worked in."""

    def project(name: str) -> Path:
        folder = shared_folder / f"real-{name}"
        with alone(shared_folder / f"real-{name}.lock"):
            if not folder.exists():
                write(name, folder.with_suffix(".half")).rename(folder)
        return folder

    return project


@pytest.mark.parametrize("name", PROJECTS)
def test_a_project_of_realistic_size_has_no_problems(
    name: str, written: Callable[[str], Path], tmp_path: Path
) -> None:
    root = shutil.copytree(written(name), tmp_path / name)
    command = [sys.executable, "-m", "soundcase", "check", "--strict", "-C", str(root)]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "no problems" in run.stdout + run.stderr


@pytest.mark.parametrize("name", ["codec", "answers"])
def test_it_is_made_alike_twice_and_small(name: str, written: Callable[[str], Path], tmp_path: Path) -> None:
    first = contents(written(name))
    assert first == contents(write(name, tmp_path / "second"))
    assert sum(map(len, first.values())) < 6_000_000


def test_projects_have_the_size_they_are_for(written: Callable[[str], Path]) -> None:
    counted = {name: outputs(written(name)) for name in PROJECTS}
    assert counted["codec"] == [14] * 20
    assert counted["answers"] == [5] * 30
    assert len(counted["tasks"]) == 1000


def test_an_unknown_project_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kazoo", str(tmp_path)]) == 2
    assert "real_sizes.py codec FOLDER" in capsys.readouterr().err
