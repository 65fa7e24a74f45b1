"""YAML read as text with places: no value is guessed, every node knows its line and column.

Rule 1: a scalar is the text that was written; `no`, `1.10` and `null` stay what they are.
Rule 2: whatever is in the file ends in a document or in problems, never in an exception, a crash of the
parser (nesting is counted on its events, before anything recurses) or exhausted memory.
Rule 3: tags, merge keys and further documents are refused, because they change what a file seems to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NoReturn, Protocol, cast

import yaml

from soundcase.catalogue.decoding import LINE_BREAK, decoded
from soundcase.catalogue.nodes import Document, Mark, Node, Point
from soundcase.catalogue.repairs import dashed, slip_in_key
from soundcase.catalogue.syntax import LOADER, Closed, syntax_problem
from soundcase.problems.codes import problem_of
from soundcase.problems.problem import Place, Problem
from soundcase.text.characters import HINT, Unfit, clean, unfit, unfit_message

_COMMENT = re.compile(r"[ \t]+#")
MAX_DEPTH = 40
MAX_EXPANSION = 10
"""How many times the written values aliases may multiply to, beyond a first hundred thousand."""

_SURROGATE_ESCAPE = re.compile(r"\\(?:u|U0000)[Dd][89A-Fa-f]")


class Event(Protocol):
    """An event of the parser, as far as it is used here."""

    value: str
    anchor: str | None
    tag: str | None
    implicit: tuple[bool, bool]
    style: str
    flow_style: bool
    start_mark: Mark
    end_mark: Mark


def parse(content: bytes, shown: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document in some bytes, with what is wrong with them."""
    text, found = decoded(content, shown)
    if found:
        return None, found
    lines = tuple(LINE_BREAK.split(text))
    builder = _Builder(shown, lines)
    try:
        builder = _built(text, lines, shown, builder)
    except _RefusedError:
        return None, tuple(builder.problems)
    except yaml.YAMLError as error:
        return None, (*builder.problems, builder.syntax_problem(error))
    if builder.root is None or builder.root.absent:
        message = "the file is empty" if not text.strip() else "the file holds only comments"
        return None, (problem_of("empty-file", message, Place(shown)),)
    document = Document(shown, lines, builder.root, frozenset(builder.commented), builder.gaps)
    return document, tuple(builder.problems)


def _built(text: str, lines: tuple[str, ...], shown: str, builder: _Builder) -> _Builder:
    """The builder that read the text: the given one, or a second where the text has surrogates as escapes.

    libyaml refuses those, PyYAML's own parser, which is slow, takes them.
    """
    try:
        builder.build(yaml.parse(text, Loader=LOADER))
    except yaml.YAMLError as error:
        again = _Builder(shown, lines)
        if "Unicode character escape" not in str(error) or not _SURROGATE_ESCAPE.search(text):
            raise
        try:
            again.build(yaml.parse(text, Loader=yaml.BaseLoader))
        except (yaml.YAMLError, ValueError, OverflowError):
            raise error from None
        return again
    return builder


class _RefusedError(Exception):
    """Reading stops: the last problem says why."""


@dataclass(slots=True)
class _Collection:
    """A list or mapping that is not closed yet."""

    node: Node
    value: list[Node] | dict[str, tuple[Node, Node]]
    """That of the node."""
    anchor: str | None
    flow: bool
    """True where it is written with brackets."""
    key: Node | None = None
    """In a mapping, the key that waits for its value."""
    repeats: list[tuple[Node, Node]] = field(default_factory=list)
    """The keys that stand in it already, with those they repeat."""


class _Builder:
    """Nodes from parser events, iteratively."""

    def __init__(self, path: str, lines: Sequence[str]) -> None:
        self.path = path
        self.lines = lines
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._closed: tuple[str, Node] | None = None
        """What the last quote or bracket closed, where no bare text was read since."""
        self._open: list[_Collection] = []
        self._anchors: dict[str, Node | None] = {}
        self._anchored: list[tuple[str, Mark]] = []
        self._repeated: set[str] = set()
        """The anchors that an alias names."""
        self.commented: set[int] = set()
        self.gaps = False
        self._hashes = {number for number, line in enumerate(lines) if "#" in line and _COMMENT.search(line)}
        self._written = 0
        self._expanded = 0

    def syntax_problem(self, error: yaml.YAMLError) -> Problem:
        """The problem behind an error of the parser, which stopped here."""
        opened = next((one.node.start for one in reversed(self._open) if one.flow), None)
        closed = Closed(self._closed[0], self._closed[1].start, self._closed[1].end) if self._closed else None
        return syntax_problem(error, self.lines, self.path, opened=opened, closed=closed)

    def build(self, events: Iterable[yaml.Event]) -> None:
        """Consume the events; afterwards `root` and `problems` tell what they said."""
        handlers = {
            yaml.ScalarEvent: self._scalar,
            yaml.SequenceStartEvent: lambda event: self._start([], event),
            yaml.MappingStartEvent: lambda event: self._start({}, event),
            yaml.SequenceEndEvent: self._end,
            yaml.MappingEndEvent: self._end,
            yaml.AliasEvent: self._alias,
        }
        for event in events:
            handler = handlers.get(type(event))
            if handler:
                handler(cast(Event, event))
            elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
                start = cast(Event, event).start_mark
                self._refuse("yaml-feature", "a second document begins here", start, "use one file each")
        for name, mark in self._anchored:
            if name not in self._repeated:
                hint = "put a text that begins with '&' into quotes; else remove the anchor"
                self._report("yaml-feature", f"no '*{name}' repeats '&{name}'", mark, hint, len(name) + 1)

    def _scalar(self, event: Event) -> None:
        node = Node(clean(event.value), event.start_mark, event.end_mark)
        if node.value is not event.value:
            self._unfit(node)
        node.bare = event.implicit[0]
        self._closed = None if node.bare or event.style in "|>" else ("quote", node)
        end = node.end
        if node.bare and end.line in self._hashes and _COMMENT.match(self.lines[end.line], end.column):
            self.commented.add(id(node))
        self.gaps = self.gaps or node.absent
        self._properties(event)
        self._keep(node, event.anchor)

    def _start(self, empty: list[Node] | dict[str, tuple[Node, Node]], event: Event) -> None:
        self._properties(event)
        if len(self._open) >= MAX_DEPTH:
            self._refuse("too-deep", f"more than {MAX_DEPTH} levels of nesting", event.start_mark)
        if event.anchor:
            self._anchors[event.anchor] = None
        node = Node(empty, event.start_mark, event.end_mark)
        self._open.append(_Collection(node, empty, event.anchor, event.flow_style))

    def _end(self, event: Event) -> None:
        ended = self._open.pop()
        ended.node.end = event.end_mark
        if ended.repeats:
            self._report_repeats(ended)
        if ended.flow:
            self._closed = ("bracket", ended.node)
        self._keep(ended.node, ended.anchor)

    def _alias(self, event: Event) -> None:
        if event.anchor not in self._anchors:
            self._refuse(
                "yaml-syntax", f"no anchor '&{event.anchor}' stands before '*{event.anchor}'", event.start_mark
            )
        self._repeated.add(event.anchor)
        node = self._anchors[event.anchor]
        if node is None:
            self._refuse(
                "alias-explosion", f"'*{event.anchor}' stands inside '&{event.anchor}'", event.start_mark
            )
        self._expanded += node.size
        if self._expanded > 100_000 + MAX_EXPANSION * self._written:
            self._refuse(
                "alias-explosion", f"aliases make more than {self._expanded:,} values", event.start_mark
            )
        if len(self._open) + node.height > MAX_DEPTH:
            self._refuse("too-deep", f"'*{event.anchor}' makes more than {MAX_DEPTH} levels", event.start_mark)
        self._keep(node, None)

    def _keep(self, node: Node, anchor: str | None) -> None:
        self._written += 1
        if anchor:
            self._anchors[anchor] = node
        if not self._open:
            self.root = self.root or node
            return
        within = self._open[-1]
        within.node.size += node.size
        within.node.height = max(within.node.height, node.height + 1)
        key, within.key = within.key, None
        if isinstance(within.value, list):
            within.value.append(node)
        elif key is None:
            within.key = node
        elif not isinstance(key.value, str):
            self._report("yaml-feature", "a key must be plain text", key.start, "put it into quotes")
        elif key.value == "<<" and key.bare:
            hint = "share values through 'defaults'"
            self._report("yaml-feature", "'<<' (merge) is not used", key.start, hint)
        elif key.value in within.value:
            within.repeats.append((key, within.value[key.value][0]))
        else:
            slip = slip_in_key(self.lines, key, node) if key.bare else None
            if slip:
                self._refuse("yaml-syntax", slip.message, Point(slip.line, slip.column), slip.hint)
            within.value[key.value] = (key, node)

    def _report_repeats(self, ended: _Collection) -> None:
        """Keys that stand twice; where the first and others do, it is a new item that lacks its dash."""
        first = next(iter(ended.value), None)
        begins = [key for key, _ in ended.repeats if key.value == first]
        parent = self._open[-1].node if self._open else None
        items = parent is not None and isinstance(parent.value, list)
        if ended.flow or not begins or len(begins) == len(ended.repeats):
            hint = "remove or rename one" + (", or begin a new item with '- '" if begins and items else "")
            for key, before in ended.repeats:
                message = f"key '{key.value}' stands here and on line {before.start.line + 1}"
                self._report("duplicate-key", message, key.start, hint, len(str(key.value)))
            return
        for key in begins:
            column = parent.start.column if parent and items else key.start.column
            slip = dashed(self.lines, key.start.line, column)
            self._report("duplicate-key", slip.message, key.start, slip.hint, len(str(key.value)))

    def _properties(self, event: Event) -> None:
        if event.anchor:
            self._anchored.append((event.anchor, event.start_mark))
        if event.tag:
            written = event.tag.replace("tag:yaml.org,2002:", "!!")
            hint = "put a text that begins with '!' into quotes; else remove the tag"
            self._report("yaml-feature", f"tag '{written}' is not used", event.start_mark, hint)

    def _unfit(self, node: Node) -> None:
        """Report what was replaced in a text, where it is written; line ends alone are no problem."""
        places: list[tuple[int, Unfit]] = []
        for number in range(node.start.line, min(node.end.line + 1, len(self.lines))):
            text = self.lines[number]
            text = text[: node.end.column] if number == node.end.line else text
            column = node.start.column if number == node.start.line else 0
            places += [(number, one) for one in unfit(" " * column + text[column:], escapes=True)]
        if places:
            (line, first), message = places[0], unfit_message(one for _, one in places)
            place = Place(self.path, line + 1, first.start + 1, first.end + 1)
            self.problems.append(problem_of("unprintable-character", message, place, HINT))

    def _report(self, code: str, message: str, mark: Mark, hint: str = "", width: int = 1) -> None:
        place = Place(self.path, mark.line + 1, mark.column + 1, mark.column + 1 + width)
        self.problems.append(problem_of(code, message, place, hint))

    def _refuse(self, code: str, message: str, mark: Mark, hint: str = "") -> NoReturn:
        self._report(code, message, mark, hint)
        raise _RefusedError
