"""YAML as a person would write it, which the catalogue's reader gives back unchanged.

Rule 1: texts are plain where nothing can be misread, blocks where long or of several lines, else quoted.
Rule 2: what no page can hold (control characters, lone surrogates) becomes U+FFFD.
Rule 3: doubts stand as comments above the lines they speak of.
Rule 4: a task with very many examples gets a JSONL file, as nobody edits thousands of lines by hand.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import takewhile
from typing import TypeAlias

from soundcase.text.characters import clean
from soundcase.values import dataclass

YamlValue: TypeAlias = "str | YamlMapping | YamlList"

WIDTH = 110
"""Columns that a line fills at most, where it can be broken."""
MANY = 500
"""Examples in a YAML file at most."""
CHECK = "# check: "
"""What the comment of a doubt begins with."""

_START = re.compile(r"[^\W_]|[(/.$_“‘«（《【「…~+=]|-[^\W_]")
_AWKWARD = re.compile(r": |:$| #|\s\s|[\t\n]|^(?:---|\.\.\.)|^\s|\s$|=$")
_UNPRINTABLE = re.compile("[\u2028\u2029\ufeff]")
"""What is written as an escape."""
_SIMPLE = re.compile(r"[^\W_][\w .\-+()/]*")
_ESCAPED = re.compile(f'[\\\\"\n\t]|{_UNPRINTABLE.pattern}')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


@dataclass(frozen=True, slots=True)
class YamlEntry:
    """A key with its value."""

    key: str
    value: YamlValue
    doubts: tuple[str, ...] = ()
    """Comments above it."""
    apart: bool = False
    """Whether an empty line comes before it."""


@dataclass(frozen=True, slots=True)
class YamlMapping:
    """A mapping, one key a line."""

    entries: tuple[YamlEntry, ...]


@dataclass(frozen=True, slots=True)
class YamlList:
    """A list, one dash a line."""

    values: tuple[YamlValue, ...]
    apart: bool = False
    """Whether empty lines stand between them."""


def mapping(
    values: Mapping[str, YamlValue | None],
    doubts: Mapping[str, tuple[str, ...]] | None = None,
    apart: Collection[str] = (),
) -> YamlMapping:
    """A mapping of the values that are not None, with their doubts; those of what is not there stand first."""
    notes = doubts or {}
    homeless = tuple(text for name, texts in notes.items() if values.get(name) is None for text in texts)
    entries = []
    for name, value in values.items():
        if value is not None:
            entries.append(YamlEntry(name, value, (*homeless, *notes.get(name, ())), name in apart))
            homeless = ()
    return YamlMapping(tuple(entries))


def document(block: YamlMapping) -> str:
    """A whole file."""
    return "\n".join(_lines(block, 0)) + "\n"


def headed(name: str, text: str, remark: str = "") -> str:
    """The content of a file of this name, with what editors read of it at its top."""
    schema = "catalogue" if name == "catalogue" else "task"
    return f"# yaml-language-server: $schema=../docs/schema/{schema}.json\n{remark}\n{text}"


def records(examples: Iterable[YamlValue]) -> str:
    """The same examples as JSON Lines."""
    return "".join(f"{json.dumps(_plain(one), ensure_ascii=False)}\n" for one in examples)


def _plain(value: YamlValue) -> object:
    """The value as JSON has it."""
    if isinstance(value, YamlMapping):
        return {clean(one.key): _plain(one.value) for one in value.entries}
    if isinstance(value, YamlList):
        return [_plain(one) for one in value.values]
    return clean(value)


def _lines(value: YamlMapping | YamlList, indent: int) -> Iterator[str]:
    for number, one in enumerate(value.entries if isinstance(value, YamlMapping) else value.values):
        if number and (one.apart if isinstance(one, YamlEntry) else value.apart):  # type: ignore[union-attr]
            yield ""
        yield from _entry(one, indent) if isinstance(one, YamlEntry) else _item(one, indent)


def _entry(entry: YamlEntry, indent: int) -> Iterator[str]:
    margin, value = " " * indent, entry.value
    for doubt in entry.doubts:
        # A comment stands on one line, without what is not printed.
        yield margin + CHECK + " ".join(_UNPRINTABLE.sub(" ", clean(doubt)).split())
    key = clean(entry.key)
    head = f"{margin}{one_line(key) if _SIMPLE.fullmatch(key) else _quoted(key)}:"
    short = _in_line(value)
    if short is not None:
        yield f"{head} {short}"
    elif isinstance(value, str):
        first, *rest = scalar(value, indent + 2, len(head) + 1)
        yield f"{head} {first}"
        yield from rest
    else:
        yield head
        yield from _lines(value, indent + 2)


def _item(value: YamlValue, indent: int) -> Iterator[str]:
    if isinstance(value, str):
        lines = scalar(value, indent + 2, indent + 2)
    else:
        lines = list(_lines(value, indent + 2)) or ["{}"]
    comments = list(takewhile(lambda line: line.lstrip().startswith(CHECK), lines))
    first, *rest = lines[len(comments) :]
    yield from (line[2:] for line in comments)
    yield f"{' ' * indent}- {first.lstrip()}"
    yield from rest


def _in_line(value: YamlValue) -> str | None:
    """A short list or mapping of simple texts on one line; None for all else."""
    if isinstance(value, YamlList):
        parts: list[tuple[YamlValue, ...]] = [(one,) for one in value.values]
    elif isinstance(value, YamlMapping) and not any(one.doubts for one in value.entries):
        parts = [(one.key, one.value) for one in value.entries]
    else:
        return None
    for text in (text for part in parts for text in part):
        if not isinstance(text, str) or not _SIMPLE.fullmatch(text) or _AWKWARD.search(text):
            return None
    opening, closing = "[]" if isinstance(value, YamlList) else "{}"
    written = opening + ", ".join(": ".join(map(str, part)) for part in parts) + closing
    return written if len(written) < WIDTH // 2 else None


def scalar(text: str, indent: int, used: int) -> list[str]:
    """The lines of a value; the first goes behind `key:`, further ones stand by themselves.

    `indent` is the column that block text gets, `used` what stands already on the first line.
    """
    text = clean(text)
    if "\n" in text:
        return _literal(text, indent) or [_quoted(text)]
    # Line breaks in place of single blanks read back as those blanks.
    folds = " " in text and not re.search(r"\s\s|^\s|\s$|[^\S ]", text) and not _UNPRINTABLE.search(text)
    if used + len(text) <= WIDTH or not folds:
        return [one_line(text)]
    width = max(WIDTH - indent, 40)
    lines = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
    return [">-", *(" " * indent + line for line in lines)]


def one_line(text: str) -> str:
    """The text on one line: plain, or in quotes."""
    text = clean(text)
    plain = _START.match(text) and not _AWKWARD.search(text) and not _UNPRINTABLE.search(text)
    return text if plain else _quoted(text)


def _quoted(text: str) -> str:
    """In double quotes with escapes, or in single ones where that spares escapes."""
    if '"' in text and "'" not in text and not _ESCAPED.search(text.replace('"', "").replace("\\", "")):
        return f"'{text}'"
    return '"' + _ESCAPED.sub(lambda one: _ESCAPES.get(one[0]) or f"\\u{ord(one[0]):04X}", text) + '"'


def _literal(text: str, indent: int) -> list[str]:
    """Block text that keeps its lines; nothing where its blanks would not survive."""
    body = text.rstrip("\n")
    if not body or _UNPRINTABLE.search(text) or re.search(r"[ \t](?:\n|$)|\A\s|\n[ \t]*\t", text):
        return []
    ending = len(text) - len(body)
    head = "|" + ("-", "", "+")[min(ending, 2)]
    lines = [" " * indent + line if line else "" for line in body.split("\n")]
    return [head, *lines, *[""] * (ending - 1)]
