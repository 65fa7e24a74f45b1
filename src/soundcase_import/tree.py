"""Mappings and lists as YAML in blocks, with comments above the lines they speak of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from soundcase_import.scalars import comment, in_braces, in_brackets, key, scalar

Tree: TypeAlias = "str | Block | Items"


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its value."""

    key: str
    value: Tree
    doubts: tuple[str, ...] = ()
    """Comments above it, each as `# check: …`."""
    apart: bool = False
    """Whether an empty line comes before it."""


@dataclass(frozen=True, slots=True)
class Block:
    """A mapping, one key a line."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list, one dash a line."""

    values: tuple[Tree, ...]
    apart: bool = False
    """Whether empty lines stand between them."""
    doubts: Mapping[int, tuple[str, ...]] | None = None


def texts(values: tuple[str, ...]) -> Tree:
    """A list of texts; one alone stands without a dash."""
    return values[0] if len(values) == 1 else Items(values)


def pairs(values: Mapping[str, str]) -> Block:
    """A mapping of texts."""
    return Block(tuple(Entry(name, text) for name, text in values.items()))


def document(block: Block, comments: tuple[str, ...] = ()) -> str:
    """A whole file, with comments at its top."""
    head = [f"# {comment(one)}" for one in comments]
    return "\n".join([*head, *([""] if head else []), *_block(block, 0)]) + "\n"


def _block(block: Block, indent: int) -> Iterator[str]:
    for number, entry in enumerate(block.entries):
        if entry.apart and number:
            yield ""
        yield from _comments(entry.doubts, indent)
        yield from _entry(entry, indent)


def _comments(doubts: tuple[str, ...], indent: int) -> Iterator[str]:
    for doubt in doubts:
        yield f"{' ' * indent}# check: {comment(doubt)}"


def _entry(entry: Entry, indent: int) -> Iterator[str]:
    head = f"{' ' * indent}{key(entry.key)}:"
    value = entry.value
    short = _in_line(value)
    if short is not None:
        yield f"{head} {short}"
    elif isinstance(value, str):
        first, *rest = scalar(value, indent + 2, len(head) + 1)
        yield f"{head} {first}"
        yield from rest
    else:
        yield head
        yield from _block(value, indent + 2) if isinstance(value, Block) else _items(value, indent + 2)


def _in_line(value: Tree) -> str | None:
    """A list or mapping of short texts in brackets, None for everything else."""
    if isinstance(value, Items) and not value.doubts:
        words = tuple(one for one in value.values if isinstance(one, str))
        return in_brackets(words) if len(words) == len(value.values) else None
    if isinstance(value, Block):
        named = tuple((one.key, one.value) for one in value.entries if isinstance(one.value, str))
        plain = len(named) == len(value.entries) and not any(one.doubts for one in value.entries)
        return in_braces(named) if plain else None
    return None


def _items(items: Items, indent: int) -> Iterator[str]:
    for number, value in enumerate(items.values):
        if items.apart and number:
            yield ""
        yield from _comments((items.doubts or {}).get(number, ()), indent)
        yield from _item(value, indent)


def _item(value: Tree, indent: int) -> Iterator[str]:
    dash = " " * indent + "-"
    if isinstance(value, str):
        first, *rest = scalar(value, indent + 2, indent + 2)
        yield f"{dash} {first}"
        yield from rest
        return
    lines = list(_block(value, indent + 2) if isinstance(value, Block) else _items(value, indent + 2))
    if lines and not lines[0].lstrip().startswith("#"):
        yield f"{dash} {lines[0].lstrip()}"
        yield from lines[1:]
        return
    comments = [line for line in lines if line.lstrip().startswith("# check:")]
    count = next(number for number, line in enumerate(lines) if line not in comments)
    yield from (line[2:] for line in lines[:count])
    yield f"{dash} {lines[count].lstrip()}"
    yield from lines[count + 1 :]
