"""Single texts as YAML that a person would write, and that the catalogue's reader gives back unchanged.

Rule 1: plain where nothing can be misread, a block where a text is long or has lines, quotes only else.
Rule 2: what no page can hold (control characters, lone surrogates) becomes U+FFFD.
"""

from __future__ import annotations

import re
import textwrap

from soundcase.text.characters import clean

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
