"""What the README says is so: its commands run, its snippets are valid, its tables are complete."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

from bench import REPOSITORY, write_tone
from soundcase.cli import commands as build_site

DEPENDENCIES = (REPOSITORY / "docs" / "dependencies.md").read_text(encoding="utf-8")
PUBLISHED = "../../deployments/github-pages"
"""Where GitHub lists what was published from a repository, seen from its README."""
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


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
    catalogue, task = blocks("yaml")
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
    assert re.findall(r"<li data-label[^>]*>(?:<span[^>]*></span>)?(no|know)</li>", page).count("no") == 2


def test_the_example_of_a_mistake_is_what_the_command_says(readers_project: Path) -> None:
    task = readers_project / "examples" / "digits.yaml"
    text = task.read_text(encoding="utf-8")
    task.write_text(text.replace("baseline: eleven", "basline: eleven"), encoding="utf-8")
    run = soundcase("check", cwd=readers_project)
    (shown,) = (block for block in blocks("") if block.startswith("error["))
    assert run.returncode == 1
    assert shown.strip() in run.stdout + run.stderr


def test_who_follows_the_first_lines_has_a_page_and_one_of_the_own_clips(tmp_path: Path) -> None:
    """`serve` is read as a build, since it would not end; `your-folder` is a folder of two systems' clips."""
    install, *lines = commands()[:4]
    assert install == "pip install ."  # tried in test_requirement.py and test_package.py
    for number, system in enumerate(("baseline", "ours")):
        (tmp_path / "your-folder" / system).mkdir(parents=True)
        for name in ("one", "two"):
            write_tone(tmp_path / "your-folder" / system / f"{name}.wav", hz=200 + 50 * number + len(name))
    for line in lines:
        command = shlex.split(line)[1:]
        serving = command[0] == "serve"
        run = soundcase(*(["build", "--strict", *command[1:]] if serving else command), cwd=tmp_path)
        assert run.returncode == 0, run.stdout + run.stderr
    assert [line.split()[1] for line in lines] == ["init", "serve", "import"]
    assert soundcase("-C", "my-page", cwd=tmp_path).returncode == 0
    for project in ("my-demo", "my-page"):
        assert (tmp_path / project / "site" / "index.html").is_file()


@pytest.mark.parametrize("command", [line for line in commands() if line.startswith("make")])
def test_every_make_command_is_one_that_make_knows(command: str) -> None:
    run = subprocess.run(
        [*shlex.split(command), "--dry-run"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert "scripts/bootstrap.sh" in run.stdout


def test_the_kinds_of_new_projects_are_all_named() -> None:
    from soundcase.commands.init.kinds import KINDS

    assert [kind for kind in KINDS if f"`{kind}`" not in section("Kinds of page")] == []


def test_no_other_kind_of_command_is_shown() -> None:
    assert {command.split()[0] for command in commands()} == {"make", "build-site", "pip"}


def test_every_dependency_has_a_reason_and_nothing_else_has() -> None:
    named = re.findall(r"^\| ([a-z][a-z0-9-]*) \| \S", DEPENDENCIES, re.MULTILINE)
    required = [re.split(r"[<>=!~ ;\[]", line)[0].lower() for line in PROJECT["dependencies"]]
    assert [name for name in named if name != "package"] == sorted(required)


def test_the_options_that_are_named_are_there() -> None:
    shown = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", README))
    every = (build_site.commands[name] for name in build_site.list_commands(click.Context(build_site)))
    known = {option for command in every for one in command.params for option in one.opts}
    assert shown
    assert shown <= known


def test_every_file_that_the_readme_links_to_exists() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", README)
    inside = [target for target in targets if "://" not in target and target != PUBLISHED]
    assert len(inside) >= 20
    assert [target for target in inside if not (REPOSITORY / target).exists()] == []


def test_the_picture_leads_to_the_published_page_and_each_kind_to_its_sources() -> None:
    assert f"(docs/images/demo-light.webp)]({PUBLISHED})" in README
    assert re.findall(r"\(docs/images/kind-([a-z]+)\.webp\)\]\(demos/([a-z]+)/\)", README) == [
        (kind, kind) for kind in ("tts", "enhancement", "separation", "dialogue")
    ]


def test_the_pictures_are_light_enough_to_load_with_the_text() -> None:
    sizes = {
        name: (REPOSITORY / name).stat().st_size for name in re.findall(r"\((docs/images/[^)]+)\)", README)
    }
    assert len(sizes) == 5
    assert all(size > 5_000 for size in sizes.values())
    assert sum(sizes.values()) < 400_000


def test_it_is_a_door_and_not_the_manual() -> None:
    assert len(README.split()) < 900


def test_what_is_installed_is_the_version_of_the_changelog() -> None:
    from soundcase import __version__

    changelog = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\S+)", changelog, re.MULTILINE)[0] == __version__
