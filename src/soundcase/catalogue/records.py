"""JSON Lines as a document: one example a line, read without guessing, placed by its line."""

from __future__ import annotations

import json
import re
from collections import Counter

from soundcase.catalogue.decoding import conflicts, unicode_text
from soundcase.catalogue.nodes import Content, Document, Node, Point
from soundcase.problems.codes import problem_of
from soundcase.problems.phrases import quoted
from soundcase.problems.problem import Place, Problem
from soundcase.text.characters import HINT, clean, unfit, unfit_message

_HINT = "write one object a line, without a comma between"
_LARGEST = 2**24
"""Characters of a file that is tried as one value."""


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
    if len(problems) > 1 and len(text) <= _LARGEST and _is_json(text):
        message = f"this is one value of JSON over {len(lines)} lines"
        return None, (problem_of("yaml-syntax", message, Place(shown), _HINT),)
    if not rows and not problems:
        return None, (problem_of("empty-file", "the file is empty", Place(shown)),)
    start = Point(0, 0)
    key, examples = Node("examples", start, start), Node(rows, start, start)
    return Document(shown, lines, Node({"examples": (key, examples)}, start, start)), tuple(problems)


def _is_json(text: str) -> bool:
    try:
        json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return False
    return True


def _row(line: str, number: int, shown: str, problems: list[Problem]) -> Node | None:
    repeated: list[str] = []

    def mapping(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            counts = Counter(name for name, _ in pairs)
            repeated.extend(name for name, count in counts.items() if count > 1)
        return found

    try:
        value = json.loads(
            line, strict=False, object_pairs_hook=mapping, parse_int=str, parse_float=str, parse_constant=str
        )
    except (json.JSONDecodeError, RecursionError) as error:
        column = getattr(error, "colno", 1)
        message, hint = _slip(line, getattr(error, "msg", "nested too deeply"))
        problems.append(problem_of("yaml-syntax", message, Place(shown, number + 1, column), hint))
        return None
    if not isinstance(value, dict):
        message = f"this line is {quoted(value)}, not an object with the fields of an example"
        problems.append(problem_of("wrong-type", message, Place(shown, number + 1), _HINT))
        return None
    for name in repeated:
        column = line.rfind(json.dumps(name, ensure_ascii=False)) + 1
        message = f"key {quoted(name)} stands twice in one object"
        place = Place(shown, number + 1, max(column, 1))
        problems.append(problem_of("duplicate-key", message, place, "remove or rename one"))
    bad = list(unfit(line, escapes=True))
    if bad:
        place = Place(shown, number + 1, bad[0].start + 1, bad[0].end + 1)
        problems.append(problem_of("unprintable-character", unfit_message(bad), place, HINT))
    return _node(value, Point(number, 0), Point(number, len(line)))


def _slip(line: str, reason: str) -> tuple[str, str]:
    """The fault of a line that is no JSON, and the way to fix it."""
    text = line.strip()
    if text.endswith(",") and _is_json(text.rstrip(",")):
        return "a comma stands behind this object", f"remove it; {_HINT}"
    if re.match(r"[{\[]\s*'", text):
        return (
            "this line is not JSON: its quotes are single",
            "write double quotes, as Python's json.dumps does",
        )
    if reason.startswith("Extra data"):
        return "more than one value stands on this line", _HINT
    return f"this line is not JSON: {reason}", _HINT


def _node(value: object, start: Point, end: Point) -> Node:
    """JSON as nodes: scalars as the text they were written with, clean, null as a key left out."""
    content: Content
    if isinstance(value, dict):
        keys = ((Node(clean(name), start, end), item) for name, item in value.items() if item is not None)
        content = {str(key.value): (key, _node(item, start, end)) for key, item in keys}
    elif isinstance(value, list):
        content = [_node(item, start, end) for item in value if item is not None]
    elif isinstance(value, bool):
        content = "true" if value else "false"
    else:
        content = clean(str(value))
    return Node(content, start, end)
