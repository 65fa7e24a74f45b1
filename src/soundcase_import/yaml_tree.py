"""YAML as a person would write it, which the catalogue's reader gives back unchanged.

Rule 1: texts are plain where nothing can be misread, blocks where long or of several lines, else quoted.
Rule 2: what no page can hold (control characters, lone surrogates) becomes U+FFFD.
Rule 3: doubts stand as comments above the lines they speak of.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from soundcase.text.characters import clean

YamlValue: TypeAlias = "str | YamlMapping | YamlList"


@dataclass(frozen=True, slots=True)
class YamlEntry:
    """A key with its value."""

    key: str
    value: YamlValue
    doubts: tuple[str, ...] = ()
    """Comments above it, each as `# check: …`."""
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
    doubts: Mapping[int, tuple[str, ...]] | None = None


def texts(values: tuple[str, ...]) -> YamlValue:
    """A list of texts; one alone stands without a dash."""
    return values[0] if len(values) == 1 else YamlList(values)


def pairs(values: Mapping[str, str]) -> YamlMapping:
    """A mapping of texts."""
    return YamlMapping(tuple(YamlEntry(name, text) for name, text in values.items()))


def document(block: YamlMapping, comments: tuple[str, ...] = ()) -> str:
    """A whole file, with comments at its top."""
    head = [f"# {comment(one)}" for one in comments]
    return "\n".join([*head, *([""] if head else []), *_block(block, 0)]) + "\n"


def _block(block: YamlMapping, indent: int) -> Iterator[str]:
    for number, entry in enumerate(block.entries):
        if entry.apart and number:
            yield ""
        yield from _comments(entry.doubts, indent)
        yield from _entry(entry, indent)


def _comments(doubts: tuple[str, ...], indent: int) -> Iterator[str]:
    for doubt in doubts:
        yield f"{' ' * indent}# check: {comment(doubt)}"


def _entry(entry: YamlEntry, indent: int) -> Iterator[str]:
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
        yield from _block(value, indent + 2) if isinstance(value, YamlMapping) else _items(value, indent + 2)


def _in_line(value: YamlValue) -> str | None:
    """A list or mapping of short texts in brackets, None for everything else."""
    if isinstance(value, YamlList) and not value.doubts:
        words = tuple(one for one in value.values if isinstance(one, str))
        return in_brackets(words) if len(words) == len(value.values) else None
    if isinstance(value, YamlMapping):
        named = tuple((one.key, one.value) for one in value.entries if isinstance(one.value, str))
        plain = len(named) == len(value.entries) and not any(one.doubts for one in value.entries)
        return in_braces(named) if plain else None
    return None


def _items(items: YamlList, indent: int) -> Iterator[str]:
    for number, value in enumerate(items.values):
        if items.apart and number:
            yield ""
        yield from _comments((items.doubts or {}).get(number, ()), indent)
        yield from _item(value, indent)


def _item(value: YamlValue, indent: int) -> Iterator[str]:
    dash = " " * indent + "-"
    if isinstance(value, str):
        first, *rest = scalar(value, indent + 2, indent + 2)
        yield f"{dash} {first}"
        yield from rest
        return
    lines = list(_block(value, indent + 2) if isinstance(value, YamlMapping) else _items(value, indent + 2))
    if lines and not lines[0].lstrip().startswith("#"):
        yield f"{dash} {lines[0].lstrip()}"
        yield from lines[1:]
        return
    comments = [line for line in lines if line.lstrip().startswith("# check:")]
    count = next(number for number, line in enumerate(lines) if line not in comments)
    yield from (line[2:] for line in lines[:count])
    yield f"{dash} {lines[count].lstrip()}"
    yield from lines[count + 1 :]


WIDTH = 110
"""Columns that a line fills at most, where it can be broken."""

_START = re.compile(r"[^\W_]|[(/.$_“‘«（《【「…~+=]|-[^\W_]")
_AWKWARD = re.compile(r": |:$| #|\s\s|[\t\n]|^(?:---|\.\.\.)|^\s|\s$|=$")
_UNPRINTABLE = re.compile("[\u2028\u2029\ufeff]")
"""What is written as an escape."""
_SIMPLE = re.compile(r"[^\W_][\w .\-+()/]*")
_ESCAPED = re.compile(f'[\\\\"\n\t]|{_UNPRINTABLE.pattern}')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def scalar(text: str, indent: int, used: int) -> list[str]:
    """The lines of a value; the first goes behind `key:`, further ones stand by themselves.

    `indent` is the column that block text gets, `used` what stands already on the first line.
    """
    text = clean(text)
    if "\n" in text:
        return _literal(text, indent) or [_quoted(text)]
    if used + len(text) > WIDTH and _can_fold(text):
        return _folded(text, indent)
    return [one_line(text)]


def one_line(text: str) -> str:
    """The text on one line: plain, or in quotes."""
    text = clean(text)
    plain = _START.match(text) and not _AWKWARD.search(text) and not _UNPRINTABLE.search(text)
    return text if plain else _quoted(text)


def comment(text: str) -> str:
    """The text as a comment may hold it: on one line, without what is not printed."""
    return " ".join(_UNPRINTABLE.sub(" ", clean(text)).split())


def key(text: str) -> str:
    """A key: plain or quoted."""
    text = clean(text)
    return one_line(text) if _SIMPLE.fullmatch(text) else _quoted(text)


def in_brackets(texts: tuple[str, ...]) -> str | None:
    """A short list in one line, None where brackets would need quotes."""
    written = f"[{', '.join(texts)}]"
    simple = all(_SIMPLE.fullmatch(text) and not _AWKWARD.search(text) for text in texts)
    return written if simple and len(written) < WIDTH // 2 else None


def in_braces(pairs: tuple[tuple[str, str], ...]) -> str | None:
    """A short mapping in one line, None where braces would need quotes."""
    written = "{" + ", ".join(f"{name}: {text}" for name, text in pairs) + "}"
    texts = [text for pair in pairs for text in pair]
    simple = all(_SIMPLE.fullmatch(text) and not _AWKWARD.search(text) for text in texts)
    return written if simple and len(written) < WIDTH // 2 else None


def _quoted(text: str) -> str:
    """In double quotes with escapes, or in single ones where that spares escapes."""
    if '"' in text and "'" not in text and not _ESCAPED.search(text.replace('"', "").replace("\\", "")):
        return f"'{text}'"
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(found: re.Match[str]) -> str:
    character = found.group()
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"


def _literal(text: str, indent: int) -> list[str]:
    """Block text that keeps its lines; nothing where its blanks would not survive."""
    if _UNPRINTABLE.search(text) or re.search(r"[ \t](?:\n|$)|\A\s|\n[ \t]*\t", text):
        return []
    body = text.rstrip("\n")
    if not body:
        return []
    ending = len(text) - len(body)
    head = "|" + ("-", "", "+")[min(ending, 2)]
    margin = " " * indent
    lines = [margin + line if line else "" for line in body.split("\n")]
    return [head, *lines, *[""] * (ending - 1)]


def _can_fold(text: str) -> bool:
    """Whether line breaks in place of single blanks read back as those blanks."""
    return " " in text and not re.search(r"\s\s|^\s|\s$|[^\S ]", text) and not _UNPRINTABLE.search(text)


def _folded(text: str, indent: int) -> list[str]:
    wrapped = textwrap.wrap(
        text, max(WIDTH - indent, 40), break_long_words=False, break_on_hyphens=False, drop_whitespace=True
    )
    return [">-", *(" " * indent + line for line in wrapped)]
