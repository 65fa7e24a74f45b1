"""What stands around a project's catalogue: the same for `init` and for every `import`."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench import REPOSITORY, tiny_project, write_tone
from soundcase.cli import commands
from soundcase.commands.init.project_files import project_files
from soundcase.project import SITE_IGNORED

AROUND = (
    ".github/workflows/pages.yml",
    ".gitignore",
    "AGENTS.md",
    "docs/schema/catalogue.json",
    "docs/schema/task.json",
    "requirements.txt",
    "site/.gitignore",
)
"""Files that are the same in every project of one version; the README is its own."""


def run(*arguments: str | Path) -> str:
    result = CliRunner().invoke(commands, [str(one) for one in arguments])
    assert result.exit_code == 0, result.output
    return result.output


def page(folder: Path) -> tuple[Path, ...]:
    write_tone(folder / "a.wav")
    cells = "<tr><th>Text<th>Ours</tr><tr><td>It rained.<td><audio controls src=a.wav></audio></tr>"
    text = f"<!DOCTYPE html><title>Old *demo*</title><h2>Samples</h2><table>{cells}</table>"
    (folder / "page.html").write_text(text, encoding="utf-8")
    return (folder / "page.html",)


def results(folder: Path) -> tuple[Path, ...]:
    lines = '{"audio": "a.wav", "answer": "Rain", "prediction": "Rain"}\n'
    for name in ("one", "two"):
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    return tuple(folder / f"{name}.jsonl" for name in ("one", "two"))


def clips(folder: Path) -> tuple[Path, ...]:
    for system in ("one", "two"):
        (folder / "clips" / system).mkdir(parents=True)
        for number, name in enumerate(("a", "b")):
            write_tone(folder / "clips" / system / f"{name}.wav", hz=200 + 50 * number + len(system))
    return (folder / "clips",)


def files_of(project: Path) -> Mapping[str, bytes]:
    return {
        path.relative_to(project).as_posix(): path.read_bytes()
        for path in project.rglob("*")
        if path.is_file() and path.relative_to(project).parts[0] not in ("examples", "data", ".soundcase")
    }


@pytest.mark.parametrize("source", [page, results, clips])
def test_an_import_makes_what_init_makes(source: Callable[[Path], tuple[Path, ...]], tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    more = ("--without-audio",) if source is results else ()
    run("import", *source(tmp_path / "in"), "-o", tmp_path / "imported", *more)
    run("init", tmp_path / "new", "--kind", "tts")
    imported, new = files_of(tmp_path / "imported"), files_of(tmp_path / "new")
    assert set(imported) == set(new) == {*AROUND, "README.md"}
    assert [name for name in AROUND if imported[name] != new[name]] == []
    readme = imported["README.md"].decode()
    tasks = [path.stem for path in (tmp_path / "imported" / "examples").glob("*.yaml")]
    assert any(f"`examples/{task}.yaml`" in readme for task in tasks if task != "catalogue")
    assert "$" not in readme
    assert "sample clips" not in readme


def test_a_title_is_one_heading_that_shows_every_character() -> None:
    said = project_files("A <b>\n*and* `$task` [#1]", "imported.md", task="words")["README.md"]
    assert said.splitlines()[0] == r"# A \<b\> \*and\* \`$task\` \[\#1\]"


def test_the_demos_site_is_in_a_checkout_in_the_same_way() -> None:
    assert (REPOSITORY / "site" / ".gitignore").read_text(encoding="utf-8") == SITE_IGNORED


def test_a_build_leaves_a_repository_as_it_was(tmp_path: Path) -> None:
    """`site/` is in a clone, holds nothing of git's, is taken by the build and gives the same site."""
    project = tmp_path / "project"
    run("init", project, "--kind", "dialogue")

    def git(*words: str) -> str:
        who = ("-c", "user.name=A", "-c", "user.email=a@lab.example")
        command = ["git", *who, *words]
        return subprocess.run(command, cwd=project, check=True, capture_output=True, encoding="utf-8").stdout

    git("init", "-q")
    git("add", "--all")
    git("commit", "-q", "-m", "First")
    git("clone", "-q", str(project), str(tmp_path / "clone"))
    assert [path.name for path in (tmp_path / "clone" / "site").iterdir()] == [".gitignore"]
    run("-C", project)
    run("build", "--force", "-C", project)
    assert git("status", "--porcelain") == ""
    run("-C", project, "-o", tmp_path / "elsewhere")
    kept = {
        path.relative_to(project / "site"): path for path in (project / "site").rglob("*") if path.is_file()
    }
    ignored = kept.pop(Path(".gitignore"))
    assert ignored.read_bytes() == (tmp_path / "clone" / "site" / ".gitignore").read_bytes()
    assert {name: path.read_bytes() for name, path in kept.items()} == {
        path.relative_to(tmp_path / "elsewhere"): path.read_bytes()
        for path in (tmp_path / "elsewhere").rglob("*")
        if path.is_file()
    }
    assert b'".gitignore"' not in b"".join(path.read_bytes() for path in kept.values())


def test_the_main_file_may_bear_the_name_that_editors_know(tmp_path: Path) -> None:
    usual, other = tiny_project(tmp_path / "usual"), tiny_project(tmp_path / "other")
    examples = other / "examples"
    (examples / "catalogue.yaml").rename(examples / "soundcase.yaml")
    run("-C", usual)
    run("-C", other)
    assert (usual / "site" / "index.html").read_bytes() == (other / "site" / "index.html").read_bytes()
    (examples / "soundcase.yaml").write_text("title: 1\n", encoding="utf-8")
    found = CliRunner().invoke(commands, ["-C", str(other), "check"])
    assert "--> examples/soundcase.yaml:1" in found.output
