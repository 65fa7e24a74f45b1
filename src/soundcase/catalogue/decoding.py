"""From the bytes of a file to its text, or a problem that says what the bytes are instead."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from soundcase.problems.codes import problem_of
from soundcase.problems.problem import Place, Problem
from soundcase.text.characters import clean

LINE_BREAK = re.compile("\r\n|\r|\n")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
_WIDE = (
    ("utf-32-le", codecs.BOM_UTF32_LE),
    ("utf-32-be", codecs.BOM_UTF32_BE),
    ("utf-16-le", codecs.BOM_UTF16_LE),
    ("utf-16-be", codecs.BOM_UTF16_BE),
)
_HEAD = 4096
"""Bytes by which an encoding is known; divisible by four."""
_MARKER = re.compile(r"^(<{7}|\|{7}|={7}|>{7})(?:[ \t].*)?\r?$", re.MULTILINE)


def decoded(content: bytes, shown: str) -> tuple[str, tuple[Problem, ...]]:
    """The text of a YAML file without its byte order mark, with why it cannot be read, if so."""
    text, problem = unicode_text(content, shown)
    if problem:
        return "", (problem,)
    bad = _FORBIDDEN.search(text)
    if bad is None:
        return text, tuple(conflicts(text, shown))
    name = f"the character U+{ord(bad.group()):04X} cannot stand in YAML"
    shows = clean(bad.group()) == bad.group()
    hint = f'in double quotes write "\\u{ord(bad.group()):04X}", or remove it' if shows else "remove it"
    return "", (problem_of("yaml-syntax", name, _place_behind(text[: bad.start()], shown), hint),)


def unicode_text(content: bytes, shown: str) -> tuple[str, Problem | None]:
    """The text in some bytes, without a byte order mark; a problem where they are not UTF-8."""
    wide = _wide(content)
    if wide:
        kind = wide[:6].upper()
        return "", problem_of("not-utf8", f"the file is {kind}", Place(shown), "save it again as UTF-8")
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode("utf-8"), None
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        byte = f"byte 0x{content[error.start]:02X} is not UTF-8"
        binary = b"\0" in content[:8192]
        hint = "this is a binary file, not YAML" if binary else "save the file again as UTF-8"
        return "", problem_of("not-utf8", byte, _place_behind(before, shown), hint)


def source_lines(content: bytes) -> tuple[str, ...]:
    """The lines of a file that cannot be understood, for excerpts; none of what is no text."""
    if _wide(content) or b"\0" in content[:8192]:
        return ()
    return tuple(LINE_BREAK.split(content.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")))


def conflicts(text: str, shown: str) -> Iterator[Problem]:
    """The places where Git has left both sides of a merge, or one marker of it."""
    opened = False
    for found in _MARKER.finditer(text):
        sign = found[1][0]
        if sign == "<" or not opened:
            message = f"'{found[1]}' is a marker of a merge that is not finished"
            hint = "keep one of the sides, and remove the lines of <<<<<<<, |||||||, ======= and >>>>>>>"
            line = text.count("\n", 0, found.start()) + 1
            yield problem_of("yaml-syntax", message, Place(shown, line, 1, 8), hint)
        opened = sign != ">"


def _wide(content: bytes) -> str:
    """The encoding of a text that has two or four bytes for each character, with its mark or without."""
    marked = next((name for name, mark in _WIDE if content.startswith(mark)), "")
    if marked or b"\0" not in content[:_HEAD]:
        return marked
    for name, _ in _WIDE:
        try:
            text = codecs.getincrementaldecoder(name)().decode(content[:_HEAD])
        except UnicodeDecodeError:
            continue
        if ":" in text and not _FORBIDDEN.search(text):
            return name
    return ""


def _place_behind(text: str, shown: str) -> Place:
    lines = LINE_BREAK.split(text)
    return Place(shown, len(lines), len(lines[-1]) + 1, len(lines[-1]) + 2)
