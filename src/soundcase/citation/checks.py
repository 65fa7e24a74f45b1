"""The checks of BibTeX: what its parser could not read, types, required fields, what stands twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from soundcase.citation.entry import BROKEN, FIELD, TWICE, TYPE, CitationFlaw
from soundcase.citation.kinds import KINDS
from soundcase.citation.values import FieldText
from soundcase.problems.phrases import nearest, quoted

if TYPE_CHECKING:
    from bibtexparser.model import Block, Entry, ParsingFailedBlock

_BEGINS = re.compile(r"\n[ \t]*@\w+\s*$")
"""The beginning of an entry."""
_WORD = re.compile(r"[^\s{}(),=\"]+")


def flaw_at(text: str, start: int, message: str, hint: str, code: str = BROKEN) -> CitationFlaw:
    """The flaw of the word, or the sign, that stands here; the message says what it does."""
    found = _WORD.match(text, start)
    words = found[0] if found else text[start : start + 1]
    before = len(re.findall(re.escape(words), text[:start], re.IGNORECASE))
    return CitationFlaw(code, f"{quoted(words)} {message}", hint, words, before)


def flaws_of(
    text: str, blocks: Sequence[Block], fields: Sequence[Mapping[str, FieldText]]
) -> Iterator[CitationFlaw]:
    """Everything that is wrong; `fields` are those of each entry among the blocks."""
    from bibtexparser.model import Entry, ParsingFailedBlock

    unpaired = list(_unpaired(text))
    yield from unpaired
    lines = [0, *(found.end() for found in re.finditer("\n", text)), len(text)]
    own, keys = iter(fields), set[str]()
    for one in blocks:
        start = lines[min(one.start_line or 0, len(lines) - 1)]
        block = unfailed(one)
        if isinstance(block, Entry):
            if block.key in keys:
                place = text.find(block.key, text.find("@", start) + 1 + len(block.entry_type))
                hint = "give each entry a key of its own"
                yield flaw_at(text, place, "is the key of two entries", hint, TWICE)
            keys.add(block.key)
            yield from _twice(text, lines, block)
            has = next(own)
            yield from _of_entry(text, start, block, has)
            yield from () if unpaired else _missing(text, start, block, has)
        elif isinstance(block, ParsingFailedBlock) and not unpaired:
            yield _failed(text, start, block)


def unfailed(block: Block) -> Block:
    """A block; of one that the parser refuses because something stands twice, what it says."""
    from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock

    while isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock) and block.ignore_error_block:
        block = block.ignore_error_block
    return block


def _place(text: str, start: int, name: str) -> int:
    """Where a word next stands."""
    found = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])", re.IGNORECASE).search(text, start)
    return found.start() if found else start


def _twice(text: str, lines: Sequence[int], entry: Entry) -> Iterator[CitationFlaw]:
    """The fields that stand in an entry more than once."""
    seen: set[str] = set()
    for one in entry.fields:
        name = one.key.casefold()
        if name in seen:
            places = re.finditer(rf"(?<![\w-]){re.escape(one.key)}\s*=", text[: lines[one.start_line + 1]])
            *_, last = places
            yield flaw_at(text, last.start(), "stands twice in this entry", "keep one of the two", TWICE)
        seen.add(name)


def _unpaired(text: str) -> Iterator[CitationFlaw]:
    """The first brace without a partner."""
    opened: list[int] = []
    for found in re.finditer(r"\\.|[{}]", text, re.DOTALL):
        if found[0] == "}" and not opened:
            yield flaw_at(text, found.start(), "closes nothing", "remove it, or open a brace before")
            return
        if found[0] == "}":
            opened.pop()
        elif found[0] == "{":
            begins = _BEGINS.search(text[max(0, found.start() - 80) : found.start()])
            if begins and opened:
                break
            opened.append(found.start())
    if opened:
        yield flaw_at(text, opened[-1], "is never closed", "add the '}' that is missing")


def _failed(text: str, start: int, block: ParsingFailedBlock) -> CitationFlaw:
    """Why an entry could not be read."""
    reason = str(getattr(block.error, "abort_reason", ""))
    end = (getattr(block.error, "end_index", 0) or 0) - 1  # the parser puts a line end before the text
    sign = max(text.find("@", start), start)
    kind, *before = list(_WORD.finditer(text, sign, max(end, sign + 1)))
    if "comma after entry key" in reason:
        if len(before) > 1:
            return flaw_at(text, before[0].start(), "has no ',' behind it", "write '@type{key, name = {text}}'")
        return flaw_at(text, kind.start(), "has no key", "write '@type{key, name = {text}}'")
    if "`=` after" in reason and before:
        return flaw_at(text, before[-1].start(), "has no '=' behind it", "write 'name = {text},'")
    quote = text.find('"', start)
    if quote >= 0 and ("closing" in reason or "end of file" in reason):
        return flaw_at(text, quote, "is never closed", "add the '\"' that is missing, or use braces")
    return flaw_at(text, sign, "begins an entry that cannot be read", "write '@type{key, name = {text}}'")


def _of_entry(text: str, start: int, entry: Entry, fields: Mapping[str, FieldText]) -> Iterator[CitationFlaw]:
    sign = max(text.find("@", start), 0)
    kind = entry.entry_type.casefold()
    if kind not in KINDS:
        hint = nearest(kind, KINDS) or "write '@misc', which takes all fields"
        yield flaw_at(text, sign, "is no type of BibTeX", hint, TYPE)
    for name, one in fields.items():
        place = _place(text, sign, name)
        if one.behind:
            message = f"has no ',' behind its text: {quoted(one.behind)} follows"
            yield flaw_at(text, place, message, "write 'name = {text},'")
        elif one.unknown and kind not in ("set", "xdata"):
            hint = "put the text into braces"
            yield flaw_at(text, place, f"has a name that stands for nothing: {quoted(one.unknown)}", hint)


def _missing(text: str, start: int, entry: Entry, fields: Mapping[str, FieldText]) -> Iterator[CitationFlaw]:
    """The required fields that an entry lacks, unless it has them from another."""
    kind, has = entry.entry_type.casefold(), {name for name, one in fields.items() if one.tex.strip()}
    needs = KINDS[kind].needs if kind in KINDS and not has & {"crossref", "xdata"} else ()
    lacks = [one for one in needs if not has & {*one.split("|")}]
    if lacks:
        names = ", ".join(quoted(one.replace("|", " or ")) for one in lacks)
        added = ", ".join(f"{one.partition('|')[0]} = {{…}}" for one in lacks)
        hint = f"add '{added}'"
        if kind == "article" and lacks == ["journal|journaltitle"]:
            hint += ", or make it '@misc', as for a preprint"
        yield flaw_at(text, max(text.find("@", start), 0), f"lacks {names}", hint, FIELD)
