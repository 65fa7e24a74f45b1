"""What a new project installs soundcase from: wherever its maker got it, as others reach it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import pytest

from bench import REPOSITORY, tracked
from soundcase import __version__
from soundcase.commands.init import project_files as module
from soundcase.commands.init.project_files import requirement
from test_package import bare_environment, lend_dependencies, run

RELEASED = f"soundcase=={__version__}\n"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
GIT = {"vcs_info": {"vcs": "git", "commit_id": COMMIT, "requested_revision": "main"}}

Noted = Callable[[Mapping[str, Any] | None], None]


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> Noted:
    """Lets an installer have noted something, or nothing."""

    def note(record: Mapping[str, Any] | None) -> None:
        class Found:
            def read_text(self, _: str) -> str | None:
                return None if record is None else json.dumps(record)

        monkeypatch.setattr(module, "distribution", lambda _: Found())

    return note


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@lab.example", "-c", "init.defaultBranch=main")
    done = subprocess.run(
        ["git", *who, "-C", str(folder), *words], check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout.strip()


def repository(folder: Path) -> Path:
    """A repository with one commit."""
    folder.mkdir(parents=True)
    git(folder, "init", "-q")
    (folder / "pyproject.toml").touch()
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "First")
    return folder


def clone(folder: Path, remote: str) -> Path:
    """A clone with everything pushed, whose remote is then called by another address."""
    source = repository(folder.with_name(f"{folder.name}-source"))
    git(folder.parent, "clone", "-q", str(source), str(folder))
    git(folder, "remote", "set-url", "origin", remote)
    return folder


@pytest.mark.parametrize(
    ("record", "line"),
    [
        (None, RELEASED),
        (
            {"url": "https://git.lab.example/soundcase.git", **GIT},
            f"soundcase @ git+https://git.lab.example/soundcase.git@{COMMIT}\n",
        ),
        (
            {"url": "https://me:token@git.lab.example/tools.git", "subdirectory": "soundcase", **GIT},
            f"soundcase @ git+https://git.lab.example/tools.git@{COMMIT}#subdirectory=soundcase\n",
        ),
        (
            {"url": "ssh://git@git.lab.example/soundcase.git", **GIT},
            f"soundcase @ git+ssh://git@git.lab.example/soundcase.git@{COMMIT}\n",
        ),
        (
            {"url": "https://lab.example/s-0-py3-none-any.whl", "archive_info": {"hashes": {"sha256": "ab"}}},
            "soundcase @ https://lab.example/s-0-py3-none-any.whl#sha256=ab\n",
        ),
        (
            {"url": "https://lab.example/soundcase.zip", "archive_info": {}},
            "soundcase @ https://lab.example/soundcase.zip\n",
        ),
    ],
    ids=["release", "https", "a token", "ssh", "wheel", "archive"],
)
def test_what_others_reach_is_named_as_it_was_installed(noted: Noted, record: Any, line: str) -> None:
    noted(record)
    assert requirement() == line


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("https://git.lab.example/a/soundcase.git", "https://git.lab.example/a/soundcase.git"),
        ("https://me:token@git.lab.example/a/soundcase", "https://git.lab.example/a/soundcase"),
        ("git@git.lab.example:a/soundcase.git", "https://git.lab.example/a/soundcase.git"),
        ("ssh://git@git.lab.example:2222/a/soundcase.git", "https://git.lab.example/a/soundcase.git"),
        ("git://git.lab.example/soundcase", "https://git.lab.example/soundcase"),
    ],
)
@pytest.mark.parametrize("editable", [False, True])
def test_of_a_checkout_the_address_it_came_from_is_named(
    noted: Noted, tmp_path: Path, remote: str, address: str, editable: bool
) -> None:
    checkout = clone(tmp_path / "a checkout", remote)
    noted({"url": checkout.as_uri(), "dir_info": {"editable": editable}})
    assert requirement() == f"soundcase @ git+{address}@{git(checkout, 'rev-parse', 'HEAD')}\n"


def test_of_what_was_not_pushed_the_newest_version_there_is_named(noted: Noted, tmp_path: Path) -> None:
    checkout = clone(tmp_path / "checkout", "https://git.lab.example/soundcase.git")
    git(checkout, "commit", "-q", "--allow-empty", "-m", "Mine")
    noted({"url": checkout.as_uri(), "dir_info": {}})
    comment, line = requirement().splitlines()
    assert comment.startswith("# The newest version there")
    assert line == "soundcase @ git+https://git.lab.example/soundcase.git"


@pytest.mark.parametrize("kind", ["folder", "inside", "local", "wheel", "repository"])
def test_a_place_on_this_machine_is_named_where_nothing_else_is_known_and_said_to_be_one(
    noted: Noted, tmp_path: Path, kind: str
) -> None:
    """A folder, one inside a repository of something else, a clone of a folder, a wheel, a repository."""
    place = tmp_path / "place"
    record: dict[str, Any] = {"url": place.as_uri(), "dir_info": {}}
    if kind == "local":
        clone(place, str(tmp_path / "elsewhere"))
    elif kind == "inside":
        place = clone(tmp_path / "other", "https://git.lab.example/other.git") / "soundcase"
        place.mkdir()
        record["url"] = place.as_uri()
    elif kind == "repository":
        record |= {**GIT, "url": repository(place).as_uri()}
    else:
        place.mkdir()
    noted(record)
    *comments, line = requirement().splitlines()
    assert [comment[:2] for comment in comments] == ["# ", "# "]
    assert "one machine" in comments[0]
    expected = f"git+{place.as_uri()}@{COMMIT}" if kind == "repository" else place.as_uri()
    assert line == f"soundcase @ {expected}"


def test_a_place_that_is_gone_is_not_named(noted: Noted, tmp_path: Path) -> None:
    noted({"url": (tmp_path / "gone").as_uri(), "dir_info": {}})
    assert requirement().splitlines()[-1] == RELEASED.strip()
    assert str(tmp_path) not in requirement()


def test_sources_that_run_without_being_installed_are_a_checkout_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(module, "distribution", missing)
    assert requirement().splitlines()[-1].startswith("soundcase @ ")


def test_without_git_nothing_fails(noted: Noted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checkout = clone(tmp_path / "checkout", "https://git.lab.example/soundcase.git")
    monkeypatch.setenv("PATH", str(tmp_path))
    noted({"url": checkout.as_uri(), "dir_info": {}})
    assert requirement().splitlines()[-1] == f"soundcase @ {checkout.as_uri()}"


PARTS = ("src", "templates", "starters", "demos")
FILES = ("pyproject.toml", "README.md", "LICENSE")


def test_what_pip_installed_from_a_repository_is_what_pip_installs_for_the_project(tmp_path: Path) -> None:
    """pip itself notes where it got soundcase, and takes the line that is written for the new project."""
    source = tmp_path / "source"
    for name in tracked(*PARTS, *FILES):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / name, source / name)
    git(source, "init", "-q")
    git(source, "add", ".")
    git(source, "commit", "-q", "-m", "All of it")
    python = bare_environment(tmp_path / "environment")
    lend_dependencies(python)
    pip: list[str | Path] = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "--disable-pip-version-check",
        "install",
        "--quiet",
    ]
    offline = ["--no-deps", "--no-index", "--no-build-isolation"]
    run(*pip, *offline, f"git+{source.as_uri()}", cwd=tmp_path)
    run(python.parent / "build-site", "init", "--kind", "dialogue", "new", cwd=tmp_path)
    said = (tmp_path / "new" / "requirements.txt").read_text(encoding="utf-8")
    commit = git(source, "rev-parse", "HEAD")
    assert said.splitlines()[-1] == f"soundcase @ git+{source.as_uri()}@{commit}"
    run(*pip, *offline, "--force-reinstall", "-r", "new/requirements.txt", cwd=tmp_path)
    run(python.parent / "build-site", "check", "--strict", "-C", "new", cwd=tmp_path)
