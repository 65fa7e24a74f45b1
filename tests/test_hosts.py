"""The files that `build-site init --host` writes: what a host reads, and commands that publish a sound site."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import pytest
import yaml
from click.testing import CliRunner

from bench import needs_package
from soundcase.catalogue.load import load
from soundcase.cli import commands
from soundcase.commands.crawl.crawl import crawl
from soundcase.commands.crawl.visit import VisitOptions
from soundcase.commands.init.hosts import HOSTS
from soundcase.project import Project
from soundcase.settings import HostName
from workflow_judge import workflow_faults

each = pytest.mark.parametrize("host", get_args(HostName))
SCHEMAS = {".github/workflows": "github-workflows", ".gitlab-ci.yml": "gitlab-ci"}
OUTPUTS: Mapping[str, str] = {"gitlab": "public"}
"""Where a host's commands put the site, unless it is `site`."""
SENT: Mapping[str, str] = {
    "huggingface": "hf upload lab/demo site . --repo-type space --delete *",
    "cloudflare": "npx --yes wrangler@4 pages deploy",
}
"""The last command of a host whose workflow uploads, as it is run."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """A new project for each host."""
    folder = tmp_path_factory.mktemp("hosts")
    for host in HOSTS:
        result = CliRunner().invoke(
            commands, ["init", str(folder / host), "--kind", "dialogue", "--host", host]
        )
        assert result.exit_code == 0, result.output
    return {host: folder / host for host in HOSTS}


@each
def test_a_project_has_the_files_of_its_host_and_of_no_other(made: Mapping[str, Path], host: HostName) -> None:
    there = {path.relative_to(made[host]).as_posix() for path in made[host].rglob("*") if path.is_file()}
    every = {place for places in HOSTS.values() for place in places}
    assert there & every == set(HOSTS[host])
    readme = (made[host] / "README.md").read_text("utf-8")
    names = [place.rpartition("/")[2] for place in HOSTS[host] if place != "_headers"]
    assert [name for name in names if name not in readme] == []
    assert "$" not in readme


@each
def test_the_catalogue_names_the_host_and_has_no_problem(made: Mapping[str, Path], host: HostName) -> None:
    loaded = load(Project(made[host], made[host] / "site"))
    assert loaded.problems == ()
    assert loaded.catalogue is not None
    assert loaded.catalogue.publish.host == host


@each
def test_what_a_host_reads_is_as_its_schema_says(made: Mapping[str, Path], host: HostName) -> None:
    needs_package("check_jsonschema")
    for place in HOSTS[host]:
        schema = next((name for start, name in SCHEMAS.items() if place.startswith(start)), None)
        if schema:
            judge = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
            run = subprocess.run([*judge, str(made[host] / place)], capture_output=True, text=True, check=False)
            assert run.returncode == 0, run.stdout
        if schema == "github-workflows":
            assert workflow_faults((made[host] / place).read_text("utf-8")) == []
        if place.endswith(".toml"):
            assert tomllib.loads((made[host] / place).read_text("utf-8"))


def test_the_card_of_a_space_says_that_it_is_static(made: Mapping[str, Path]) -> None:
    _, card, _ = (made["huggingface"] / "space" / "README.md").read_text("utf-8").split("---\n", 2)
    assert yaml.safe_load(card) == {
        "title": "Demo page",
        "sdk": "static",
        "app_file": "index.html",
        "pinned": False,
    }


def test_headers_are_of_folders_whose_names_change_with_their_files(made: Mapping[str, Path]) -> None:
    netlify = tomllib.loads((made["netlify"] / "netlify.toml").read_text("utf-8"))
    kept = {one["for"]: one["values"]["Cache-Control"] for one in netlify["headers"]}
    lines = (made["cloudflare"] / "_headers").read_text("utf-8").splitlines()[1:]
    assert dict(zip(lines[::2], (line.partition(": ")[2] for line in lines[1::2]), strict=True)) == kept
    assert set(kept) == {"/audio/*", "/assets/*"}


def scripts(project: Path, host: HostName) -> list[str]:
    """The commands that a host runs for its default branch, in order."""
    place = next(iter(HOSTS[host]))
    text = (project / place).read_text("utf-8")
    if host == "netlify":
        return [tomllib.loads(text)["build"]["command"]]
    loaded = yaml.safe_load(text)
    if host == "gitlab":
        return [*loaded["check"]["script"], *loaded["pages"]["script"]]
    return [step["run"] for step in loaded["jobs"]["build"]["steps"] if "run" in step]


def stand_ins(folder: Path) -> Path:
    """Programs by the names that the commands use; those that need the web note their words."""
    folder.mkdir()
    programs = {
        "build-site": f'exec "{sys.executable}" -m soundcase "$@"',
        "python": 'test "$1 $2 $3" = "-m pip install"',
        "hf": 'echo "hf $*" >> "$SENT"',
        "npx": 'echo "npx $*" >> "$SENT"',
    }
    for name, text in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    return folder


@each
def test_the_commands_of_a_host_publish_a_sound_site(
    made: Mapping[str, Path], host: HostName, tmp_path: Path
) -> None:
    """In a fresh clone of the pushed project, all but what needs the web."""
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.example"]
    clone = tmp_path / "clone"
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"], ["clone", "-q", ".", str(clone)]):
        subprocess.run([*git, *command], cwd=made[host], check=True, capture_output=True)
    sent = tmp_path / "sent"
    path = f"{stand_ins(tmp_path / 'bin')}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "SENT": str(sent), "SPACE": "lab/demo"}
    for script in scripts(clone, host):
        run = subprocess.run(
            ["bash", "-e", "-c", script],
            cwd=clone,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, f"{script}\n{run.stdout}{run.stderr}"
    assert (sent.read_text("utf-8").strip() if sent.exists() else "") == SENT.get(host, "")
    site = clone / OUTPUTS.get(host, "site")
    crawled = crawl(str(site), VisitOptions())
    assert [one.code for one in crawled.problems] == ["site-extra"] * (host == "huggingface")


@pytest.mark.parametrize("host", ["gitlab", "netlify"])
def test_no_build_believes_a_cache_that_was_committed(
    made: Mapping[str, Path], host: HostName, tmp_path: Path
) -> None:
    (tmp_path / "demos" / "one" / ".soundcase").mkdir(parents=True)
    (tmp_path / "demos" / "one" / ".soundcase" / "kept").touch()
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    first = scripts(made[host], host)[0].partition("&&")[0]
    assert subprocess.run(["bash", "-c", first], cwd=tmp_path, check=False).returncode == 0
    subprocess.run(["git", "add", "."], cwd=tmp_path, check=True)
    assert subprocess.run(["bash", "-c", first], cwd=tmp_path, check=False).returncode == 1
