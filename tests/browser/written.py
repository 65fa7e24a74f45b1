"""The demo's catalogue as its authors wrote it, read without soundcase: every scalar is text.

Rule 1: only what the demo uses is understood; anything else is an AttributeError or KeyError, never a guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import yaml

Node: TypeAlias = "str | list[Node] | dict[str, Node]"


@dataclass(frozen=True, slots=True)
class WrittenExample:
    """One example: its clip, what each model answered, and the right labels."""

    id: str
    audio: str
    outputs: Mapping[str, str | tuple[str, ...]]
    """Model id → words, or labels."""
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WrittenTask:
    """One task: its prompts and examples."""

    id: str
    title: str
    layout: str
    prompts: Mapping[str, str]
    """Model id → words; a prompt that all models share has the empty id."""
    examples: tuple[WrittenExample, ...]


def _mapping(node: Node) -> dict[str, Node]:
    assert isinstance(node, dict), node
    return node


def _sequence(node: Node) -> list[Node]:
    assert isinstance(node, list), node
    return node


def _words(node: Node) -> str:
    assert isinstance(node, str), node
    return node


def read(path: Path) -> dict[str, Node]:
    """A YAML file with every scalar as text."""
    loaded: Node = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return _mapping(loaded)


def _labels(node: Node) -> tuple[str, ...]:
    return (node,) if isinstance(node, str) else tuple(_words(label) for label in _sequence(node))


def _output(node: Node, kind: str) -> str | tuple[str, ...]:
    if kind == "labels":
        return _labels(node if isinstance(node, str) else _mapping(node)["labels"])
    return _words(node)


def _example(node: Node, number: int, kind: str) -> WrittenExample:
    written = _mapping(node)
    audio = written["audio"]
    return WrittenExample(
        id=_words(written.get("id", str(number))),
        audio=_words(audio if isinstance(audio, str) else _mapping(audio)["audio"]),
        outputs={model: _output(given, kind) for model, given in _mapping(written["outputs"]).items()},
        labels=_labels(written.get("labels", [])),
    )


def _prompts(node: Node) -> dict[str, str]:
    if isinstance(node, str):
        return {"": node.strip()}
    return {model: _words(words) for model, words in _mapping(node).items()}


def task(path: Path) -> WrittenTask:
    """The task in a file of its own."""
    written = read(path)
    kind = _words(written.get("output", "text"))
    examples = enumerate(_sequence(written["examples"]), start=1)
    return WrittenTask(
        id=_words(written.get("id", path.stem)),
        title=_words(written["title"]),
        layout=_words(written.get("layout", "")),
        prompts=_prompts(written["prompt"]),
        examples=tuple(_example(node, number, kind) for number, node in examples),
    )


def tasks(examples: Path) -> tuple[WrittenTask, ...]:
    """Every task that a project's catalogue names, in page order."""
    sections = _sequence(read(examples / "catalogue.yaml")["sections"])
    names = [_words(name) for section in sections for name in _sequence(_mapping(section)["tasks"])]
    return tuple(task(examples / name) for name in names)
