"""What the README says is so: its commands run, its snippets are valid, its tables are complete."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bench import REPOSITORY, write_tone

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMANDS = (
    "build",
    "check",
    "probe",
    "schema",
    "explain",
    "cache",
    "import",
    "export",
    "fetch",
    "serve",
    "init",
    "completion",
)


def blocks(language: str) -> list[str]:
    return [body for kind, body in BLOCK.findall(README) if kind == language]


def section(title: str) -> str:
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)
    assert found, title
    return found.group(1)


def commands() -> list[str]:
    return [line for block in blocks("sh") for line in block.splitlines() if line.strip()]


def soundcase(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "soundcase", *arguments],
        cwd=cwd,
        env=os.environ | {"NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def readers_project(tmp_path: Path) -> Path:
    """The project that a reader gets who copies the README's two files."""
    (tmp_path / "data" / "audio").mkdir(parents=True)
    (tmp_path / "examples").mkdir()
    _, catalogue, task = blocks("yaml")[:3]
    (tmp_path / "examples" / "catalogue.yaml").write_text(catalogue, encoding="utf-8")
    (tmp_path / "examples" / "digits.yaml").write_text(task, encoding="utf-8")
    for number, name in enumerate(re.findall(r"audio: (\S+\.wav)", task)):
        write_tone(tmp_path / "data" / "audio" / name, seconds=1 + number)
    return tmp_path


def test_the_readers_project_has_no_problem_at_all(readers_project: Path) -> None:
    run = soundcase("check", "--strict", cwd=readers_project)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "2 examples" in run.stdout


def test_the_readers_project_keeps_its_words(readers_project: Path) -> None:
    run = soundcase(cwd=readers_project)
    assert run.returncode == 0, run.stdout + run.stderr
    page = (readers_project / "site" / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"<li data-label[^>]*>(?:<span[^>]*></span>)?(no|know)</li>", page).count("no") == 3


def test_the_example_of_a_mistake_is_what_the_command_says(readers_project: Path) -> None:
    task = readers_project / "examples" / "digits.yaml"
    text = task.read_text(encoding="utf-8")
    task.write_text(text.replace("baseline: eleven", "basline: eleven"), encoding="utf-8")
    run = soundcase("check", cwd=readers_project)
    (shown,) = (block for block in blocks("") if block.startswith("error["))
    assert run.returncode == 1
    assert shown.strip() in run.stdout + run.stderr


def test_three_lines_add_an_example_to_the_demo(demo_project: Path, tmp_path: Path) -> None:
    three = blocks("yaml")[0]
    assert len(three.splitlines()) == 3
    project = tmp_path / "project"
    shutil.copytree(demo_project, project, ignore=shutil.ignore_patterns("templates", ".soundcase"))
    write_tone(project / "data" / "audio" / "my-clip.wav")
    task = project / "examples" / "speaker-timbre.yaml"
    task.write_text(f"{task.read_text(encoding='utf-8').rstrip()}\n\n{three}", encoding="utf-8")
    run = soundcase("check", cwd=project)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "37 examples" in run.stdout


@pytest.mark.parametrize("command", [line for line in commands() if line.startswith("build-site")])
def test_every_command_that_is_shown_runs_in_the_demo(demo_project: Path, command: str) -> None:
    run = soundcase(*shlex.split(command)[1:], cwd=demo_project)
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout


@pytest.mark.parametrize("command", [line for line in commands() if line.startswith("make")])
def test_every_make_command_is_one_that_make_knows(command: str) -> None:
    run = subprocess.run(
        [*shlex.split(command), "--dry-run"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert "scripts/bootstrap.sh" in run.stdout


def test_the_kinds_of_new_projects_are_all_named() -> None:
    from soundcase.scaffold.kinds import KINDS

    assert [kind for kind in KINDS if f"`{kind}`" not in section("A project from nothing")] == []


def test_no_other_kind_of_command_is_shown() -> None:
    assert {command.split()[0] for command in commands()} == {"make", "build-site"}


def test_every_dependency_has_a_reason_and_nothing_else_has() -> None:
    named = re.findall(r"^\| ([a-z][a-z0-9-]*) \| \S", section("What it depends on"), re.MULTILINE)
    required = [re.split(r"[<>=!~ ;\[]", line)[0].lower() for line in PROJECT["dependencies"]]
    assert [name for name in named if name != "package"] == sorted(required)


def help_of(*command: str) -> str:
    run = soundcase(*command, "--help", cwd=REPOSITORY)
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_the_commands_are_those_of_the_help() -> None:
    listed = help_of().partition("Commands:")[2]
    known = set(re.findall(r"^  ([a-z-]+) ", listed, re.MULTILINE))
    shown = set(re.findall(r"`build-site ([a-z]+)", section("Commands")))
    assert known == shown == set(COMMANDS)


def test_the_options_that_are_named_are_there() -> None:
    shown = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", README))
    known = {option for command in COMMANDS for option in re.findall(r"--[a-z-]+", help_of(command))}
    assert shown
    assert shown <= known


def test_every_file_that_the_readme_links_to_exists() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", README)
    inside = [target for target in targets if "://" not in target]
    assert len(inside) >= 4
    assert [target for target in inside if not (REPOSITORY / target).exists()] == []


def test_the_picture_is_light_enough_to_load_with_the_text() -> None:
    assert 5_000 < (REPOSITORY / "docs" / "images" / "demo-light.webp").stat().st_size < 200_000


def test_what_is_installed_is_the_version_of_the_changelog() -> None:
    from soundcase import __version__

    changelog = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\S+)", changelog, re.MULTILINE)[0] == __version__
