"""A YAML file as nodes that know where they stand.

Rule: marks count from 0 as the parser does; places, which people read, count from 1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Protocol, TypeAlias

from soundcase.problems.problem import Place
from soundcase.values import dataclass

Keys: TypeAlias = tuple[str | int, ...]
Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"
Content: TypeAlias = "str | list[Node] | dict[str, tuple[Node, Node]]"


class Mark(Protocol):
    """A position as the parser tells it, both numbers from 0."""

    @property
    def line(self) -> int:
        """Line, from 0."""

    @property
    def column(self) -> int:
        """Character in the line, from 0."""


@dataclass(frozen=True, slots=True)
class Point:
    """A position that was counted here, both numbers from 0."""

    line: int
    column: int


class Node:
    """A value in a YAML file: a text, a list of nodes, or a mapping of text to (key, value) nodes."""

    __slots__ = ("bare", "end", "height", "size", "start", "value")

    def __init__(self, value: Content, start: Mark, end: Mark) -> None:
        self.value = value
        self.start = start
        self.end = end
        self.bare = False
        """An unquoted scalar; with an empty value, a key that nothing follows."""
        self.size = 1
        """Values in it, aliases written out."""
        self.height = 0

    @property
    def absent(self) -> bool:
        """True for a key or dash that nothing follows."""
        return self.bare and self.value == ""

    def plain(self) -> Plain:
        """The value as texts, lists and dictionaries."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        return {name: item.plain() for name, (_, item) in self.value.items()}


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file that could be read."""

    path: str
    lines: tuple[str, ...]
    root: Node
    commented: frozenset[int] = frozenset()
    """The `id` of each text without quotes that ends where a comment begins."""
    gaps: bool = False
    """True where nothing follows a key or dash."""

    def find(self, keys: Keys) -> tuple[Node, Node | None]:
        """The node that the keys lead to, as far as they lead, and its key where it is in a mapping.

        Steps that the file does not have are passed over: short forms leave out lists and mappings.
        """
        node, key = self.root, None
        for step in keys:
            if isinstance(node.value, dict) and isinstance(step, str) and step in node.value:
                key, node = node.value[step]
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node, key = node.value[step], None
        return node, key

    def place(self, keys: Keys, *, of_key: bool = False) -> Place:
        """The place of the value, or of its key."""
        node, key = self.find(keys)
        return self.place_of(key if of_key and key else node)

    def place_of(self, node: Node) -> Place:
        """The place of a node; its end is given on its first line."""
        line, column = node.start.line, node.start.column
        width = len(self.lines[line]) if line < len(self.lines) else column
        if isinstance(node.value, str) and node.end.line == line:
            width = node.end.column
        elif isinstance(node.value, dict) and node.value:
            first = next(iter(node.value.values()))[0]
            width = first.end.column if first.end.line == line else width
        return Place(self.path, line + 1, column + 1, max(width, column) + 1)

    def place_in(self, keys: Keys, words: str, *, nth: int = 0) -> Place:
        """The place of some words of a text, plain, with quotes doubled or as escapes; else the text's."""
        node, _ = self.find(keys)
        line = words.split("\n")[0]
        doubled, escaped = line.replace("'", "''"), json.dumps(line, ensure_ascii=False)[1:-1]
        spellings = (line, doubled, escaped, json.dumps(line)[1:-1])
        sought = re.compile("|".join(map(re.escape, spellings)), re.IGNORECASE)
        for number in range(node.start.line, min(node.end.line + 1, len(self.lines))):
            start = node.start.column if number == node.start.line else 0
            end = node.end.column if number == node.end.line else len(self.lines[number])
            for found in sought.finditer(self.lines[number], start, end):
                if nth == 0:
                    return Place(self.path, number + 1, found.start() + 1, found.end() + 1)
                nth -= 1
        return self.place_of(node)

    def plain(self) -> Plain:
        """The value of the whole document."""
        return self.root.plain()

    def walk(self) -> Iterator[tuple[Keys, Node | None, Node]]:
        """Every node with the keys to it, and its own key where it is in a mapping; aliases written out."""
        ahead: list[tuple[Keys, Node | None, Node]] = [((), None, self.root)]
        while ahead:
            keys, key, node = ahead.pop()
            yield keys, key, node
            if isinstance(node.value, list):
                ahead += reversed([((*keys, number), None, item) for number, item in enumerate(node.value)])
            elif isinstance(node.value, dict):
                ahead += reversed([((*keys, name), *pair) for name, pair in node.value.items()])

    def absent(self) -> Iterable[tuple[Node | None, Node]]:
        """Every (key, node) where a key or dash stands that nothing follows."""
        return dict.fromkeys((key, node) for _, key, node in self.walk() if node.absent) if self.gaps else ()
