"""The chapter on Python is a notebook that runs, and is typed as strictly as the package."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from textwrap import indent
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

import soundcase as sc
from bench import REPOSITORY
from manual_pages import DOCS, blocks, noise

CHAPTER = [block.body for block in blocks(DOCS / "notebooks.md") if block.language == "python"]
(README,) = re.findall(r"^```python\n(.*?)^```", (REPOSITORY / "README.md").read_text("utf-8"), re.M | re.S)
CLIPS = ("prompt", "base", "first", "second")


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Any]]:
    """The folder in which the chapter was run as one notebook, and its cells; then a cell that is wrong."""
    folder = tmp_path_factory.mktemp("notebook")
    for name in CLIPS:
        noise(folder / f"{name}.wav")
    mistake = "task.add(\n    outputs={'ours': 'no.wav'})"
    notebook = nbformat.v4.new_notebook()  # type: ignore[no-untyped-call]
    new: Any = nbformat.v4.new_code_cell
    notebook.cells = [new(body.strip()) for body in (*CHAPTER, "task", mistake)]
    notebook.cells[-1].metadata["tags"] = ["raises-exception"]
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": folder}}).execute()
    return folder, notebook.cells


def test_the_chapter_runs_as_a_notebook(ran: tuple[Path, list[Any]]) -> None:
    folder, cells = ran
    assert (folder / "my-site" / "index.html").exists()
    demo = sc.open(folder / "my-demo")
    assert [len(task.examples) for task in demo.tasks.values()] == [3, 1]
    (shown,) = (cell for cell in cells if cell.source == "page")
    assert "<iframe" in shown.outputs[0].data["text/html"]
    assert "<iframe" in cells[-2].outputs[0].data["text/html"]


def test_a_mistake_in_a_notebook_names_the_cell_and_its_line(ran: tuple[Path, list[Any]]) -> None:
    _, cells = ran
    (error,) = cells[-1].outputs
    assert error.ename == "ProblemError"
    text = "\n".join(error.traceback)
    assert text.startswith("1 error\n\nerror[missing-file]: there is no file 'no.wav'\n")
    assert f"--> In [{len(cells)}], line 1\n1 | task.add(\n  | ^^^^^^^^^\n" in text
    assert "Traceback" not in text
    (told,) = (cell for cell in cells if "except sc.ProblemError" in cell.source)
    assert f"In [{cells.index(told) + 1}], line 2" in told.outputs[0].text


def test_the_readmes_lines_make_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in CLIPS:
        noise(tmp_path / f"{name}.wav")
    table = [{"sentence": "One.", "wav_ours": "first.wav", "wav_base": "base.wav"}]
    exec(README, {"table": table})
    assert "Larkspur" in (tmp_path / "site" / "index.html").read_text("utf-8")


def test_the_chapter_is_typed(tmp_path: Path) -> None:
    """With the settings and the cache that the package is checked with."""
    program = tmp_path / "chapter.py"
    readme = f"def readme(table: list[dict[str, str]]) -> None:\n{indent(README, '    ')}"
    program.write_text("\n".join((*CHAPTER, readme)), encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", str(program)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, encoding="utf-8", check=False)
    assert done.stdout == "Success: no issues found in 1 source file\n"
