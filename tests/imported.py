"""Sources imported by the command, as the catalogue has them."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from soundcase.catalogue.load import load
from soundcase.cli import commands
from soundcase.model import Catalogue, Task
from soundcase.project import Project


def run(target: Path, *arguments: object) -> Result:
    return CliRunner().invoke(commands, ["import", *map(str, arguments), "-o", str(target)])


def catalogue_of(target: Path) -> Catalogue:
    loaded = load(Project(target, target / "site"))
    assert loaded.problems == ()
    assert loaded.catalogue is not None
    return loaded.catalogue


def task_of(target: Path) -> Task:
    (task,) = catalogue_of(target).tasks()
    return task


def imported(target: Path, *arguments: object) -> Task:
    result = run(target, *arguments)
    assert result.exit_code == 0, result.output
    return task_of(target)
