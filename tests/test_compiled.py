"""Templates of the theme are compiled once; what is kept of them never decides what they say."""

from __future__ import annotations

import marshal
import sys
from collections.abc import Callable
from pathlib import Path

import jinja2
import pytest

from soundcase.site import compiled
from soundcase.site.compiled import CompiledTemplates


@pytest.fixture(autouse=True)
def _writing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    folder = tmp_path / "theme"
    folder.mkdir()
    (folder / "a.html").write_text("right {{ 6 * 7 }}", "utf-8")
    return folder


def printed(theme: Path, folder: Path | None = None, kind: str = "plain") -> str:
    """The template as a new process prints it; `folder` is where it is found."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder or theme),
        autoescape=True,
        bytecode_cache=CompiledTemplates(kind, theme),
    )
    return environment.get_template("a.html").render()


def kept(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".html")


def test_what_is_kept_is_run_and_not_compiled_again(theme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert printed(theme) == "right 42"
    assert [path.parent for path in kept(theme)] == [theme / "__pycache__"]
    monkeypatch.setattr(jinja2.Environment, "compile", lambda *_, **__: pytest.fail("compiled again"))
    assert printed(theme) == "right 42"


FOREIGN: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut": lambda content: content[: len(content) // 2],
    "a flipped bit": lambda content: content[:-9] + bytes([content[-9] ^ 1]) + content[-8:],
    "no digest": lambda content: content.partition(b"\n")[2],
    "other code": lambda content: content[:100] + marshal.dumps(compile("raise SystemExit", "a.html", "exec")),
}


@pytest.mark.parametrize("change", FOREIGN.values(), ids=FOREIGN)
def test_what_is_not_whole_is_made_again(theme: Path, change: Callable[[bytes], bytes]) -> None:
    printed(theme)
    [path] = kept(theme)
    whole = path.read_bytes()
    path.write_bytes(change(whole))
    assert printed(theme) == "right 42"
    assert path.read_bytes() == whole


@pytest.mark.parametrize("other", ["python", "source", "kind"])
def test_what_was_made_of_something_else_does_not_count(
    theme: Path, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (theme / "a.html").write_text("wrong", "utf-8")
    with monkeypatch.context() as before:
        if other == "python":
            before.setattr(compiled, "_makers", lambda: b"another version")
        printed(theme, kind="sandboxed" if other == "kind" else "plain")
    (theme / "a.html").write_text("right", "utf-8")
    assert printed(theme) == "right"


def test_a_projects_own_templates_are_kept_nowhere(theme: Path, tmp_path: Path) -> None:
    own = tmp_path / "project" / "templates"
    own.mkdir(parents=True)
    (own / "a.html").write_text("own", "utf-8")
    assert printed(theme, own, "sandboxed") == "own"
    assert kept(tmp_path) == []


def test_where_nothing_may_be_written_nothing_is(theme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (theme / "__pycache__").write_text("a file in its place", "utf-8")
    assert printed(theme) == "right 42"
    (theme / "__pycache__").unlink()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert printed(theme) == "right 42"
    assert kept(theme) == []
