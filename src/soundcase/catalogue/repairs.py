"""Slips in YAML, each told by the repair that lets reading go on.

Rule 1: a repair is only proposed here; `syntax` tells it where the repaired text can be read further.
Rule 2: what is surest comes first: signs that YAML does not know, then blanks, then indentation.
Rule 3: places are those of the slip, which often stands above the line where the parser stops.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cache
from itertools import pairwise

from soundcase.catalogue.nodes import Mark, Node
from soundcase.problems.phrases import quoted
from soundcase.values import dataclass

ZERO_WIDTH = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad"
ODD_BLANK = re.compile(rf"[^\S \t\r\n]|[{ZERO_WIDTH}]")
"""A blank that YAML takes for a letter, or a character without any width."""
BULLETS = "•‣◦·–—−*"
_LOOKALIKES: Mapping[str, str] = {"：": ": ", "，": ", ", "｛": "{", "｝": "}", "［": "[", "］": "]", "“": '"'}
_LOOKALIKES = {**_LOOKALIKES, "”": '"', "„": '"', "＂": '"', "‘": "'", "’": "'", "－": "-", "＃": "#"}
_PAIRS = {"｛": "｛｝", "［": "［］", "“": "“”„", "„": "“”„", "‘": "‘’"}
"""Signs that are mended together."""
_KEY = r"[^\s:'\"#\[\]{},&*!|>%@`-][^:'\"#\[\]{},]*?"
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")
_STEP = 2
"""Blanks for each level, as in the manual."""
_LONGEST = 500
"""Lines of an item that are moved with its first."""
_ABOVE = 3
"""Lines with something in them, the parser's own included, in which a slip is looked for."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A place where the parser stopped."""

    lines: Sequence[str]
    mark: Mark
    opened: Mark | None
    """The innermost bracket that is still open."""

    @property
    def near(self) -> tuple[int, ...]:
        """The line of the error and those just above it, empty ones left out."""
        last = min(self.mark.line, len(self.lines) - 1)
        filled = (number for number in range(last, -1, -1) if self.lines[number].strip())
        return tuple(number for number, _ in zip(filled, range(_ABOVE), strict=False))


@dataclass(frozen=True, slots=True)
class Repair:
    """A probable mistake, with the lines as they should be."""

    line: int
    column: int
    message: str
    hint: str
    lines: Mapping[int, str] = field(default_factory=dict)
    """By number, from 0."""
    width: int = 1


def repairs(stop: Stop) -> Iterator[Repair]:
    """The mistakes that may stand where the parser stopped, the surest first."""
    for find in _FINDERS:
        yield from find(stop)


def sign(character: str) -> str:
    """A character that cannot be seen, or is taken for another, by its number and name."""
    name = unicodedata.name(character, "").lower().replace("zero width no-break space", "byte order mark")
    return f"U+{ord(character):04X}" + (f" ({name})" if name else "")


def _rewritten(number: int, column: int, message: str, mended: str) -> Repair:
    """A repair of one line, which the hint shows as it should be."""
    return Repair(number, column, message, f"write {_shown(mended)}", {number: mended})


def _fences(stop: Stop) -> Iterator[Repair]:
    for number in dict.fromkeys((0, *stop.near)):
        line = stop.lines[number]
        if re.fullmatch(r"\s*(`{3,}|~{3,})\s*[\w.-]*\s*", line):
            column = len(line) - len(line.lstrip())
            yield Repair(number, column, "a fence of Markdown stands here", "remove this line", {number: ""})


def _odd_blanks(stop: Stop) -> Iterator[Repair]:
    for number in stop.near:
        line = stop.lines[number]
        head = re.match(rf"(?:\s|[{ZERO_WIDTH}]|-(?=\s))*(?:{_KEY}:(?=\s)\s*)?", line)
        found = ODD_BLANK.search(line, 0, head.end() if head else 0)
        if found:
            mended = ODD_BLANK.sub(lambda one: "" if one.group() in ZERO_WIDTH else " ", line)
            yield Repair(number, found.start(), *_odd_blank(found[0]), {number: mended})


def _lookalikes(stop: Stop) -> Iterator[Repair]:
    for number in stop.near:
        line = stop.lines[number]
        found = [(column, one) for column, one in enumerate(line) if one in _LOOKALIKES]
        for column, one in found:
            both = _PAIRS.get(one, "")
            mended = re.sub(
                f"[{both or one}]\\s*", lambda hit: _LOOKALIKES[hit[0][0]], line, count=0 if both else 1
            )
            yield _alike(number, column, one, {number: mended})
        if found:
            mended = re.sub(f"([{''.join(_LOOKALIKES)}])\\s*", lambda hit: _LOOKALIKES[hit[1]], line)
            yield _alike(number, *found[0], {number: mended})


def _alike(number: int, column: int, one: str, lines: Mapping[int, str]) -> Repair:
    meant = _LOOKALIKES[one]
    return Repair(number, column, f"'{one}' is {sign(one)}", f"YAML needs a plain '{meant}' here", lines)


def _bullets(stop: Stop) -> Iterator[Repair]:
    for number in stop.near:
        found = re.match(rf"(\s*)([{BULLETS}])\s+", stop.lines[number])
        if found:
            yield _bullet(number, found.start(2), found[2], stop.lines[number])


def _bullet(number: int, column: int, one: str, line: str) -> Repair:
    """An item of a list that begins with another sign than the hyphen."""
    mended = f"{line[:column]}- {line[column + 1 :].lstrip()}"
    return _rewritten(number, column, f"'{one}' begins no item of a list", mended)


def _missing_blanks(stop: Stop) -> Iterator[Repair]:
    for number in stop.near:
        line = stop.lines[number]
        dash = re.match(r"\s*-(?=[^\s-])", line)
        if dash:
            first = _no_blank(number, dash.end(), line)
            yield first
            below = {
                each: f" {stop.lines[each]}"
                for each in range(number + 1, stop.near[0] + 1)
                if _indent(stop.lines[each]) == dash.end()
            }
            yield replace(first, lines={**first.lines, **below})
        colon = re.match(rf"\s*(?:-\s+)*{_KEY}:(?=[^\s:/])", line)
        if colon:
            yield _no_blank(number, colon.end(), line)
        equals = re.match(rf"(\s*(?:-\s+)*{_KEY})(\s*=\s*)", line)
        if equals:
            message = "'=' does not part a key from its value"
            yield _rewritten(number, line.index("="), message, f"{equals[1]}: {line[equals.end() :]}")


def _no_blank(number: int, column: int, line: str) -> Repair:
    """A dash or colon, before `column`, with nothing between it and what follows."""
    message = f"a blank is missing behind this '{line[column - 1]}'"
    return _rewritten(number, column - 1, message, f"{line[:column]} {line[column:]}")


def _missing_colons(stop: Stop) -> Iterator[Repair]:
    for number in stop.near:
        line = stop.lines[number]
        found = re.match(r"(\s*(?:-\s+)*)([a-z_0-9]+)(\s+\S.*|\s*)$", line)
        if found and found[2] in _known_keys():
            message = f"the colon behind '{found[2]}' is missing"
            yield _rewritten(number, found.start(2), message, f"{found[1]}{found[2]}:{found[3]}")


@cache
def _known_keys() -> frozenset[str]:
    """Every key of the format."""
    from soundcase.catalogue.schema.catalogue import CatalogueEntry, ModelEntry, SectionEntry
    from soundcase.catalogue.schema.example import ExampleEntry, MediaEntry, TurnEntry
    from soundcase.catalogue.schema.task import TaskEntry

    entries = (CatalogueEntry, SectionEntry, ModelEntry, TaskEntry, ExampleEntry, MediaEntry, TurnEntry)
    return frozenset(name for entry in entries for name in entry.model_fields)


def _comments(stop: Stop) -> Iterator[Repair]:
    for number in dict.fromkeys((*stop.near, *((stop.opened.line,) if stop.opened else ()))):
        found = re.search(r"\S\s+(#)", stop.lines[number])
        if found:
            line = stop.lines[number]
            message = "' #' begins a comment, so that what follows is not read"
            if stop.opened and stop.opened.line == number:
                message += " and the bracket stays open"
            hint = "put the text with the '#' into quotes"
            mended = re.sub(r"(?<=\s)#", "_", line)
            yield Repair(number, found.start(1), message, hint, {number: mended})


def _commas(stop: Stop) -> Iterator[Repair]:
    if stop.opened is None or stop.mark.line >= len(stop.lines):
        return
    number, hint = stop.mark.line, "write a comma between two values in brackets"
    line = stop.lines[number]
    before = line[: stop.mark.column]
    ends = [len(before.rstrip())]
    word = re.search(r"\s+[^\s,{}\[\]]+\s*$", before)
    if word:
        ends.insert(0, word.start())
    for end in ends:
        if before[:end].strip():
            mended = f"{line[:end]},{line[end:]}"
            yield Repair(number, end, "a comma is missing here", hint, {number: mended})
    for above in stop.near[1:2]:
        text = stop.lines[above].rstrip()
        yield Repair(above, len(text), "a comma is missing at the end of this line", hint, {above: f"{text},"})


def _texts_of_blocks(stop: Stop) -> Iterator[Repair]:
    for number, above in pairwise(stop.near):
        if re.search(r"(?:^|[:-])\s+[|>][+-]?\d?\s*$", stop.lines[above]):
            mended = " " * (_indent(stop.lines[above]) + _STEP) + stop.lines[number].strip()
            message = "the text below '|' or '>' is not indented"
            yield _rewritten(number, _indent(stop.lines[number]), message, mended)


def _json_items(stop: Stop) -> Iterator[Repair]:
    number = stop.near[0] if stop.near else 0
    for line in stop.near[:2]:
        if stop.lines[line].lstrip().startswith(("{", "[")):
            mended = f"  - {stop.lines[line].strip()}"
            message = "this looks like JSON where an item of a list belongs"
            hint = f"begin it with '- ', indented: {_shown(mended)}"
            yield Repair(line, _indent(stop.lines[line]), message, hint, {line: mended, number: mended})


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _columns(lines: Sequence[str], end: int, *, dashes: bool) -> Iterator[tuple[int, str]]:
    """Columns where items (or keys) of the lines above begin, from below, each once, with what begins there."""
    seen: set[int] = set()
    for number in range(end - 1, -1, -1):
        found = re.match(r"( *)((?:- +)*)(.*)", lines[number])
        if not found or not found[0].strip() or found[0].lstrip().startswith("#"):
            continue
        starts = [len(found[1]) + one.start() for one in re.finditer("-", found[2])]
        for column in starts if dashes else [len(found[1]) + len(found[2])]:
            if column not in seen:
                seen.add(column)
                yield column, found[3]
        if _indent(lines[number]) == 0:
            return


def _misplaced_items(stop: Stop) -> Iterator[Repair]:
    """An item of a list that was pasted too far left or right."""
    for number in stop.near[:2]:
        line = stop.lines[number]
        if re.match(r" *- ", line):
            first = _first_key(line.lstrip(" -"))
            wanted = list(_columns(stop.lines, number, dashes=True))
            wanted.sort(key=lambda one: _first_key(one[1]) != first)
            for column, _ in wanted:
                moved = _moved(stop, number, column, "item")
                yield moved
                if len(moved.lines) > 1:
                    yield _moved(stop, number, column, "item", alone=True)


def _misplaced_keys(stop: Stop) -> Iterator[Repair]:
    for number in stop.near[:2]:
        if re.match(rf" *{_KEY}:(\s|$)", stop.lines[number]):
            columns = (column for column, _ in _columns(stop.lines, number, dashes=False))
            yield from (_moved(stop, number, column, "key") for column in columns)


def _first_key(text: str) -> str:
    return text.partition(":")[0].strip()


def _moved(stop: Stop, number: int, column: int, what: str, *, alone: bool = False) -> Repair:
    """The lines of an item or key, brought to a column; `alone`, its first, where the others stand right."""
    indent = _indent(stop.lines[number])
    last = number + 1
    while (
        not alone
        and last < min(len(stop.lines), number + _LONGEST)
        and (not stop.lines[last].strip() or _indent(stop.lines[last]) > indent)
    ):
        if stop.lines[last].startswith(f"{' ' * column}- "):
            break
        last += 1
    by = column - indent
    mended = {
        each: f"{' ' * by}{line}" if by > 0 else line[min(-by, _indent(line)) :]
        for each in range(number, last)
        if (line := stop.lines[each]).strip()
    }
    count = _NUMBERS[abs(by)] if abs(by) < len(_NUMBERS) else str(abs(by))
    side = "more" if by > 0 else "less"
    below = ", and the lines below with it" if len(mended) > 1 else ""
    message = f"this {what} is indented by {indent}, those above by {column}"
    hint = f"indent by {count} {side}{below}: {_shown(mended[number])}"
    return Repair(number, indent, message, hint, mended)


def _forgotten_dashes(stop: Stop) -> Iterator[Repair]:
    """A key where an item of a list begins, without its dash."""
    for number in stop.near[:1]:
        line = stop.lines[number]
        if not re.match(rf" *{_KEY}:(\s|$)", line):
            continue
        for column, text in _columns(stop.lines, number, dashes=True):
            if column == _indent(line) and _first_key(text) == _first_key(line.strip()):
                yield dashed(stop.lines, number, column)


def dashed(lines: Sequence[str], number: int, column: int) -> Repair:
    """An item with the dash that it lacks: the lines below stand as they should, or have to move with it."""
    mended = f"{' ' * column}- {lines[number].strip()}"
    message = f"'{_first_key(lines[number].strip())}' begins a new item here, without its '- '"
    below: dict[int, str] = {}
    for last, line in enumerate(lines[number + 1 : number + 1 + _LONGEST], start=number + 1):
        if line.strip() and (_indent(line) < column or line.startswith(f"{' ' * column}- ")):
            break
        below[last] = f"  {line}"
    following = next((line for line in lines[number + 1 :] if line.strip()), "")
    moved = _indent(following) == column and number + 1 in below
    with_it = ", and indent the lines below by two more" if moved else ""
    lines_moved = {number: mended, **(below if moved else {})}
    return Repair(number, column, message, f"write {_shown(mended)}{with_it}", lines_moved)


def slip_in_key(lines: Sequence[str], key: Node, value: Node) -> Repair | None:
    """The mistake in a key that the parser took for one; None where it may be meant so."""
    text, number, column = str(key.value), key.start.line, key.start.column
    plain = text.isascii() and text.isidentifier() and not value.absent
    if plain or not text or number >= len(lines):
        return None
    line = lines[number]
    blank = ODD_BLANK.match(text) or re.match(rf"-{ODD_BLANK.pattern}", text)
    if blank:
        one, start = blank[0][-1], column + blank.end() - 1
        return Repair(number, start, *_odd_blank(one))
    mark = re.match(rf"[{BULLETS}]\s", text)
    if mark and text[1:].strip() in _known_keys():
        return _bullet(number, column, text[0], line)
    if text[0] in _LOOKALIKES and text.strip("".join(_LOOKALIKES)) in _known_keys():
        return _alike(number, column, text[0], {})
    if text[0] == "-" and text[1:] in _known_keys():
        return _no_blank(number, column + 1, line)
    joined = re.match(rf"{_KEY}:(?=[\[{{\"'])", text)
    if value.absent:
        joined = joined or re.match(rf"{_KEY}:(?=\S|{ODD_BLANK.pattern})", text)
    if joined:
        return _no_blank(number, column + joined.end(), line)
    behind = lines[key.end.line][key.end.column :].lstrip() if key.end.line < len(lines) else ""
    if value.absent and line[:column].rstrip().endswith(",") and behind.startswith((",", "}")):
        whole = re.search(r"\d+(?=,$)", line[:column]) if text.isdecimal() else None
        hint = (
            f"write the decimals behind a point: {whole[0]}.{text}"
            if whole
            else "put a text with a comma into quotes"
        )
        message = f"'{text}' has no value: in braces, a comma ends the text before it"
        return Repair(number, column, message, hint)
    return None


def _odd_blank(character: str) -> tuple[str, str]:
    message = f"the character {sign(character)} stands where a blank belongs"
    return message, "remove it" if character in ZERO_WIDTH else "write an ordinary blank in its place"


def _shown(line: str) -> str:
    """A line as a hint shows it, with its indentation."""
    text = line.rstrip()
    return (
        quoted(text)
        if len(text) > 40 and not _indent(text)
        else f"'{text[:40]}{'…' if len(text) > 40 else ''}'"
    )


_FINDERS: Sequence[Callable[[Stop], Iterator[Repair]]] = (
    _fences,
    _odd_blanks,
    _lookalikes,
    _comments,
    _missing_blanks,
    _missing_colons,
    _commas,
    _bullets,
    _forgotten_dashes,
    _misplaced_items,
    _texts_of_blocks,
    _misplaced_keys,
    _json_items,
)
