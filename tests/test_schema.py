"""The JSON Schema is written from the same models as everything else; an independent validator reads it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from projects import parsed
from soundcase.catalogue.schema.documents import ROOTS, json_schema
from soundcase.cli import commands

REPOSITORY = Path(__file__).parent.parent
SHIPPED = sorted((REPOSITORY / "examples").glob("*.yaml"))
EVERYTHING = parsed((Path(__file__).parent / "data" / "everything.txt").read_text("utf-8")).files

SECTIONS = [{"title": "S", "tasks": ["a.yaml"]}]


def root_of(path: str) -> str:
    return "catalogue" if path.endswith("catalogue.yaml") else "task"


def validator(root: str) -> jsonschema.Draft202012Validator:
    schema = json_schema(root)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def descriptions(schema: object) -> Iterator[tuple[str, object]]:
    """Every property in a schema, with its description."""
    if isinstance(schema, dict):
        properties = schema.get("properties", {})
        for name, value in properties.items() if isinstance(properties, dict) else ():
            yield name, value.get("description")
        for value in schema.values():
            yield from descriptions(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from descriptions(value)


@pytest.mark.parametrize("loader", [yaml.BaseLoader, yaml.SafeLoader], ids=["text", "guessed"])
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_the_demo_is_valid_however_an_editor_reads_yaml(path: Path, loader: type[yaml.BaseLoader]) -> None:
    value = yaml.load(path.read_text("utf-8"), loader)
    validator(root_of(path.name)).validate(value)


@pytest.mark.parametrize("path", sorted(path for path in EVERYTHING if path.endswith(".yaml")))
def test_a_project_with_every_key_is_valid(path: str) -> None:
    validator(root_of(path)).validate(yaml.safe_load(EVERYTHING[path]))


@pytest.mark.parametrize("root", sorted(ROOTS))
def test_the_project_with_every_key_has_every_key(root: str) -> None:
    said = "".join(text for path, text in EVERYTHING.items())
    missing = {name for name, _ in descriptions(json_schema(root)) if f"{name}:" not in said}
    assert missing == {"examples_from", "video"}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_the_demo_names_its_schema_for_editors(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]
    prefix = "# yaml-language-server: $schema="
    assert first.startswith(prefix)
    schema = json.loads((path.parent / first.removeprefix(prefix)).read_text("utf-8"))
    assert schema == json_schema(root_of(path.name))


@pytest.mark.parametrize("root", sorted(ROOTS))
def test_every_field_is_described(root: str) -> None:
    assert [name for name, description in descriptions(json_schema(root)) if not description] == []


@pytest.mark.parametrize(
    ("root", "wrong"),
    [
        ("task", {"title": "T", "layuot": "cards"}),
        ("task", {"title": "T", "layout": "grid"}),
        ("task", {"examples": []}),
        ("task", {"title": ["T"]}),
        ("task", {"title": "T", "examples": [{"audio": {"file": "a.wav"}}]}),
        ("task", {"title": "T", "scores": {"MOS": {}}}),
        ("catalogue", {"title": "T", "models": {}, "sections": []}),
        (
            "catalogue",
            {"title": "T", "models": {"a": {"ours": "yes"}}, "sections": [{"title": "S", "tasks": ["a"]}]},
        ),
    ],
)
def test_what_is_wrong_is_invalid(root: str, wrong: dict[str, object]) -> None:
    assert not validator(root).is_valid(wrong)


@pytest.mark.parametrize("root", sorted(ROOTS))
def test_the_command_prints_it(root: str) -> None:
    result = CliRunner().invoke(commands, ["schema", root])
    assert json.loads(result.stdout)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert json.loads(result.stdout) == json_schema(root)
