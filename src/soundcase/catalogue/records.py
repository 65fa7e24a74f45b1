"""JSON Lines as a document: one example a line, read without guessing, placed by its line."""

from __future__ import annotations

import json

from soundcase.catalogue.decoding import conflicts, unicode_text
from soundcase.catalogue.nodes import Content, Document, Node, Point
from soundcase.characters import HINT, clean, unfit, unfit_message
from soundcase.codes import CODES
from soundcase.problems import Place, Problem


def parse_records(content: bytes, shown: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """A document `{examples: [...]}` made of the lines of a JSONL file, with what is wrong with them."""
    text, problem = unicode_text(content, shown)
    found = (problem,) if problem else tuple(conflicts(text, shown))
    if found:
        return None, found
    lines = tuple(text.split("\n"))
    problems: list[Problem] = []
    rows: list[Node] = []
    for number, line in enumerate(lines):
        if line.strip():
            node = _row(line, number, shown, problems)
            rows.extend([node] if node else [])
    if not rows and not problems:
        return None, (_problem("empty-file", "the file is empty", Place(shown)),)
    start = Point(0, 0)
    key, examples = Node("examples", start, start), Node(rows, start, start)
    return Document(shown, lines, Node({"examples": (key, examples)}, start, start)), tuple(problems)


def _row(line: str, number: int, shown: str, problems: list[Problem]) -> Node | None:
    try:
        value = json.loads(line, strict=False, parse_int=str, parse_float=str, parse_constant=str)
    except (json.JSONDecodeError, RecursionError) as error:
        column = getattr(error, "colno", 1)
        message = f"this line is not JSON: {getattr(error, 'msg', 'nested too deeply')}"
        problems.append(_problem("yaml-syntax", message, Place(shown, number + 1, column), "one object a line"))
        return None
    bad = list(unfit(line, escapes=True))
    if bad:
        place = Place(shown, number + 1, bad[0].start + 1, bad[0].end + 1)
        problems.append(_problem("unprintable-character", unfit_message(bad), place, HINT))
    return _node(value, Point(number, 0), Point(number, len(line)))


def _node(value: object, start: Point, end: Point) -> Node:
    """JSON as nodes: scalars as the text they were written with, clean, null as a key left out."""
    content: Content
    if isinstance(value, dict):
        content = {
            clean(name): (Node(clean(name), start, end), _node(item, start, end))
            for name, item in value.items()
            if item is not None
        }
    elif isinstance(value, list):
        content = [_node(item, start, end) for item in value if item is not None]
    elif isinstance(value, bool):
        content = "true" if value else "false"
    else:
        content = clean(str(value))
    return Node(content, start, end)


def _problem(code: str, message: str, place: Place, hint: str = "") -> Problem:
    return Problem(code, CODES[code].severity, message, place, hint)
