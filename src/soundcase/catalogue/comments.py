"""Comments that were probably meant as text: `text: number #1 fan` reads as `number`.

Rule: only what looks like a sentence is reported; `audio: a.wav  # the noisy one` is an ordinary comment.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from soundcase.catalogue.nodes import Document, Keys
from soundcase.catalogue.schema.documents import Root
from soundcase.problems.codes import problem_of
from soundcase.problems.phrases import quoted
from soundcase.problems.problem import Place, Problem

NAMES = frozenset(
    {"audio", "image", "video", "url", "base_url", "id", "tasks", "examples_from", "language"}
    | {"orcid", "sha256", "accent"}
)
"""Keys whose texts are names, not words."""
_NUMBER = re.compile(r"[-+]?[\d.]+\S{0,3}")
_FILE = re.compile(r"\S*\.\w{2,4}")
_COMMENT = re.compile(r"([ \t]+)#(.*)")
_SENTENCE = 3
"""Words that make a value look like a sentence."""
_ENDS = tuple(".?!…。？！")


def comment_in_text(document: Document, root: Root) -> Iterator[Problem]:
    """A warning for each value that a comment seems to cut off."""
    for keys, _, node in document.walk() if document.commented else ():
        if id(node) in document.commented:
            line, column = node.end.line, node.end.column
            found = _COMMENT.match(document.lines[line], column)
            if found and _cuts(str(node.value), found, words=holds_words(root, keys)):
                message = f"the text ends at ' #': {quoted(found[0].strip())} is read as a comment"
                hint = "put the whole text into quotes; a real comment has two blanks before '#', one behind"
                place = Place(document.path, line + 1, found.start(2), column + len(found[0]) + 1)
                yield problem_of("comment-in-text", message, place, hint)


def holds_words(annotation: object, keys: Keys, field: str = "") -> bool:
    """True where the value at some keys is for readers: no name, no number and not one of a few words.

    `annotation` is the type that the keys begin at: a document's, or that of a `field`.
    """
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        about = annotation.model_fields.get(str(keys[0])) if keys else None
        return about is not None and holds_words(about.annotation, keys[1:], str(keys[0]))
    if annotation is str:
        return not keys and field not in NAMES
    inner = typing.get_args(annotation)
    origin = typing.get_origin(annotation)
    if origin is Mapping:
        return bool(keys) and holds_words(inner[1], keys[1:], field)
    if origin is tuple:
        return bool(keys) and isinstance(keys[0], int) and holds_words(inner[0], keys[1:], field)
    return origin is not typing.Literal and any(holds_words(one, keys, field) for one in inner)


def _cuts(value: str, comment: re.Match[str], *, words: bool) -> bool:
    """True if a comment seems to be the rest of the value before it."""
    gap, rest = comment[1], comment[2]
    if _NUMBER.fullmatch(value):
        return False
    if rest[:1].isdecimal():
        return True
    if not words or _FILE.fullmatch(value):
        return bool(" " in value and _FILE.fullmatch(rest.split()[-1] if rest.split() else ""))
    if len(gap) > 1:
        return False
    if rest[:1].isalpha():
        return True
    if value[-1:] in _ENDS:
        return False
    more = len(rest.split()) >= _SENTENCE or rest.rstrip()[-1:] in _ENDS
    return len(value.split()) >= (_SENTENCE - 1 if more else _SENTENCE)
