"""What the sample projects under `demos/` say, read without soundcase: every scalar is text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeAlias

import yaml

from bench import REPOSITORY

Node: TypeAlias = "str | list[Node] | dict[str, Node]"

WORDS = frozenset(
    {"title", "text", "prompt_text", "group", "speaker", "label", "selection", "subtitle", "name"}
)
"""Keys whose value stands on the page to the letter."""


def folder(kind: str) -> Path:
    """A sample project."""
    return REPOSITORY / "demos" / kind


@cache
def read(path: Path) -> dict[str, Node]:
    """A YAML file with every scalar as text."""
    loaded: Node = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(loaded, dict)
    return loaded


def documents(kind: str) -> list[dict[str, Node]]:
    """The catalogue and its task files."""
    return [read(path) for path in sorted((folder(kind) / "examples").glob("*.yaml"))]


def pairs(node: Node) -> Iterator[tuple[str, Node]]:
    """Every key with its value, however deep; items of a list under the key of the list."""
    if isinstance(node, dict):
        for key, value in node.items():
            for item in value if isinstance(value, list) else [value]:
                yield key, item
                yield from pairs(item)


def words(kind: str) -> list[str]:
    """Everything that is to be read on the page: texts, titles, names, answers and tags."""
    found = [
        value.strip()
        for document in documents(kind)
        for key, value in pairs(document)
        if key in WORDS and isinstance(value, str)
    ]
    return list(dict.fromkeys([*found, *_answers(kind)]))


def _answers(kind: str) -> Iterator[str]:
    """Bare strings that stand for a text, and the values of tags and of `meta`."""
    for document in documents(kind):
        for key, value in pairs(document):
            if key in {"tags", "meta"} and isinstance(value, dict):
                yield from (text for text in value.values() if isinstance(text, str))
            if key == "outputs" and isinstance(value, dict) and document.get("output", "text") == "text":
                yield from (text for text in value.values() if isinstance(text, str))


def clips(kind: str) -> list[str]:
    """Every clip that the catalogue names, once."""
    files = [
        value
        for document in documents(kind)
        for _, node in pairs({"all": list(document.values())})
        for value in _texts(node)
    ]
    return list(dict.fromkeys(value for value in files if Path(value).suffix in {".mp3", ".flac"}))


def _texts(node: Node) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    else:
        for item in node if isinstance(node, list) else node.values():
            yield from _texts(item)


def _number(given: Node) -> float:
    """A score, of one with its interval the middle."""
    return float(str(given["value"] if isinstance(given, dict) else given))


def scores(kind: str) -> dict[str, dict[str, float]]:
    """File → the numbers that the catalogue prints beside it."""
    return {
        str(value["audio"]): {name: _number(given) for name, given in measured.items()}
        for document in documents(kind)
        for _, value in pairs(document)
        if isinstance(value, dict) and isinstance(measured := value.get("scores"), dict) and "audio" in value
    }
