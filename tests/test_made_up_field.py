"""A field that is declared is in the schema, the manual and the search, is exported, and is imported.

Rule: the fields are those of the table; one that is made up is declared in a copy of the sources, given its
word, and tried there like the others.
"""

from __future__ import annotations

import csv
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bench import REPOSITORY
from drawn import views
from projects import encoded, tone
from soundcase.catalogue.load import load
from soundcase.catalogue.schema.documents import json_schema
from soundcase.cli import commands
from soundcase.fields import fields_of
from soundcase.model import Catalogue, Example, Turn
from soundcase.project import Project
from soundcase.site.words import LOCALES
from test_every_field import said_under, words

WORDED = tuple(one for one in fields_of(Example).values() if one.kind in ("text", "line", "markdown"))
"""What an example says in words of its own."""


def project(root: Path, said: dict[str, Any], **page: str) -> Project:
    """A project of one example that says this, with its clips."""
    task = {"title": "t", "examples": [{**said, "outputs": {"ours": "o"}}]}
    bare = {"title": "u", "examples": [{"outputs": {"ours": "o"}}]}
    catalogue = {
        "title": "p",
        "models": {"ours": {}},
        "sections": [{"title": "s", "tasks": [task, bare]}],
        **page,
    }
    (root / "examples").mkdir(parents=True)
    (root / "examples" / "catalogue.yaml").write_text(json.dumps(catalogue), "utf-8")
    for name in re.findall(r"[\w-]+\.wav", json.dumps(said)):
        clip = root / "data" / "audio" / name
        clip.parent.mkdir(parents=True, exist_ok=True)
        clip.write_bytes(encoded(tone()))
    for name in re.findall(r"[\w-]+\.(?:pdf|mid)", json.dumps(said)):
        offered = root / "data" / "files" / name
        offered.parent.mkdir(parents=True, exist_ok=True)
        offered.write_text(name)
    return Project(root, root / "site")


def read(found: Project) -> Catalogue:
    loaded = load(found)
    assert loaded.problems == ()
    assert loaded.catalogue
    return loaded.catalogue


def said_by(root: Path) -> Example:
    """The first example of a project."""
    (task,) = read(Project(root, root / "site")).tasks()
    return task.examples[0]


def run(*arguments: str | Path) -> None:
    result = CliRunner().invoke(commands, [str(one) for one in arguments])
    assert result.exit_code == 0, result.output


def sound(text: str) -> dict[str, Any]:
    """Each field of an example that is no output, a media value a clip alone."""
    said = said_under(Example, text)
    return {
        name: {"audio": one["audio"]} if isinstance(one, dict) and "audio" in one else one
        for name, one in said.items()
    }


def test_every_field_is_in_the_schema_and_the_manual_and_has_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(REPOSITORY / "scripts"))
    definitions: Any = json_schema("task")["$defs"]
    manual = importlib.import_module("manual.fields").fields()
    for entry, values in (("ExampleFields", Example), ("TurnEntry", Turn)):
        for one in fields_of(values).values():
            assert definitions[entry]["properties"][one.name]["description"] == one.about
            assert f"### {'turn' if values is Turn else 'example'}.{one.name}\n\n{one.about}" in manual
    placed = {one.name for values in (Example, Turn) for one in fields_of(values).values() if one.place}
    for path in LOCALES.glob("*.json"):
        assert placed <= json.loads(path.read_text("utf-8"))["parts"].keys(), path.name


def test_every_word_is_found(tmp_path: Path) -> None:
    said = {
        **said_under(Example, "x"),
        "turns": [{**said_under(Turn, "x-turn"), "outputs": {"ours": "x-answer"}}],
    }
    text = " ".join(views(read(project(tmp_path, said, pages="task"))).scripts.values())
    unread = re.compile(r".*-(?:audio|image|video|url|key|source|license|seed)|https:.*")
    assert [word for word in words(said) if word not in text and not unread.fullmatch(word)] == []


def test_what_is_exported_comes_back(tmp_path: Path) -> None:
    """From the table alone, without the catalogue beside it."""
    said = sound("x")
    project(tmp_path / "p", said)
    run("export", "-C", tmp_path / "p", tmp_path / "e")
    (tmp_path / "e" / "examples" / "catalogue.yaml").unlink()
    table = (tmp_path / "e" / "metadata.jsonl").read_text("utf-8")
    assert [
        word for word in words(said) if word not in table and not word.endswith(("-key", "files-label"))
    ] == []
    run("import", tmp_path / "e", "-o", tmp_path / "i")
    written = (tmp_path / "i" / "examples" / "e.yaml").read_text("utf-8")
    assert [
        word for word in words(said) if word not in written and not word.endswith(("-key", "files-label"))
    ] == []


def test_a_table_of_results_fills_every_field_of_words(tmp_path: Path) -> None:
    said = {one.name: f"x-{one.role}" for one in WORDED}
    with (tmp_path / "r.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*said, "prediction", "answer"])
        writer.writeheader()
        writer.writerow({**said, "prediction": "What was said.", "answer": "What is right."})
    run("import", tmp_path / "r.csv", "-o", tmp_path / "i", "--map", "text=text", "--map", "reference=answer")
    found = said_by(tmp_path / "i")
    assert {name: getattr(found, name) for name in said} == said


def test_a_page_fills_every_field_that_is_drawn(tmp_path: Path) -> None:
    """Where a column of a table is called as the field."""
    said = {
        one.name: f"x-{one.role} of some words here."
        for one in WORDED
        if one.place and one.name != "prompt_text"
    }
    heads = "".join(f"<th>{name.replace('_', ' ').capitalize()}</th>" for name in said)
    row = "".join(f"<td>{text}</td>" for text in said.values())
    clips = "".join(f"<td><audio src='{name}.wav'></audio></td>" for name in ("a", "b"))
    page = (
        f"<h1>P</h1><table><tr>{heads}<th>Ours</th><th>Baseline</th></tr>"
        + f"<tr>{row}{clips}</tr>" * 2
        + "</table>"
    )
    (tmp_path / "index.html").write_text(page, "utf-8")
    for name in ("a", "b"):
        (tmp_path / f"{name}.wav").write_bytes(encoded(tone()))
    run("import", tmp_path / "index.html", "-o", tmp_path / "i")
    found = said_by(tmp_path / "i")
    assert {name: getattr(found, name) for name in said} == said


MADE_UP = {
    "Example": """
    difficulty: str | None = declared("text", "How hard it is.", "before")
    dialect: str = declared("line", "Where people speak so.", "after")
    remark: str = declared("markdown", "What reviewers said (Markdown).", "after")
    mixture: tuple[P, ...] = declared("media", "What it was taken from.", "before", bare="audio")
""",
    "Turn": """
    emotion: str | None = declared("text", "How it is said.", "before")
""",
}
"""A line for each made-up field, with the line of the table above it."""
ABOVE = {"Example": re.compile("    prompt_text: .*\n"), "Turn": re.compile('    text: .*"What is said .*\n')}


def test_a_field_is_made_by_one_line_and_its_word(tmp_path: Path) -> None:
    """In a copy of the sources; the tests of this module and of every layout then try it with the others."""
    for name in ("src", "templates", "starters"):
        shutil.copytree(REPOSITORY / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    table = tmp_path / "src" / "soundcase" / "model.py"
    text = table.read_text("utf-8")
    for owner, lines in MADE_UP.items():
        (above,) = ABOVE[owner].findall(text)
        text = text.replace(above, above + lines.lstrip("\n"))
    table.write_text(text, "utf-8")
    made_up = re.findall(r"^ +(\w+):", "".join(MADE_UP.values()), re.MULTILINE)
    for path in (tmp_path / LOCALES.relative_to(REPOSITORY)).glob("*.json"):
        texts = json.loads(path.read_text("utf-8"))
        texts["parts"] |= {name: f"{name} in {path.stem}" for name in made_up}
        path.write_text(json.dumps(texts), "utf-8")
    texts_too = "test_texts.py::test_every_field_of_text_has_a_kind"
    tests = ("test_every_field.py", "test_made_up_field.py", texts_too)
    chosen = ["-k", "not made_by_one_line and not section and not task"]
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests, *chosen],
        cwd=REPOSITORY / "tests",
        env={**os.environ, "PYTHONPATH": str(tmp_path / "src"), "MADE_UP": " ".join(made_up)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout


def test_the_fields_are_those_of_the_table_that_is_tried() -> None:
    known = {*fields_of(Example), *fields_of(Turn)}
    assert set(os.environ.get("MADE_UP", "").split()) <= known
