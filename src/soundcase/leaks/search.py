"""The search of all files of a site.

Rule 1: a text is searched as it stands, decoded, and without its markup; what is packed in it is unpacked.
Rule 2: of one word, a file has at most a few places named; the rest is counted by nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from soundcase.leaks.forms import Form, formless, forms
from soundcase.leaks.letters import Places, letters
from soundcase.leaks.matcher import LEAST, Matcher
from soundcase.leaks.patterns import Pattern, found
from soundcase.leaks.place import TextPlaces, binary_place
from soundcase.leaks.unpacking import unpacked
from soundcase.leaks.views import View, decodings, packed, unmarked
from soundcase.leaks.words import Wanted, WordKind
from soundcase.values import dataclass

_MOST = 10
"""Places of one word that are named in a file."""
_LONG = 8
"""Letters from which on a word counts inside of another."""
_LEAST_PACKED = 5
_LARGE = 1 << 18
"""Bytes of a file that is no text from which on patterns are looked for at both its ends only."""
_EDGE = 1 << 16
_EXCERPT = 30
_PLAIN = 7
"""Bytes of a word from which on it counts among any others, and those looked at around a shorter one."""
_TINY = 2
"""Letters of a word that chance writes too often among bytes."""
_RUN = re.compile(rb"[\x20-\x7e]{12,}")
_ORDERS = (b"\xff\xfe", b"\xfe\xff")
"""How UTF-16 begins."""
_WIDE = re.compile(rb"\0|\xff\xfe|\xfe\xff")
"""What UTF-16 puts between letters, and before them."""
_BLANKS = b"\0 -_."
_EAST = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")
_MARKED = re.compile(rb"<(?:!doctype|html|svg|\?xml|[a-z]+[ >])", re.IGNORECASE)
_SLASHES = ("/", "\\")
_JOINTS = ("_", "-", "<", "/", "#", "&")
"""Signs behind which a short word is a part of another, or of markup."""
_STARTS = re.compile(r"(?:^|[.!?:;>\"\n(\[])\s*\Z")


@dataclass(frozen=True, slots=True)
class Leak:
    """One place where a site says what it must not."""

    file: str
    """The address of the file, relative to the site."""
    place: str
    """For people: `line 12, column 7, alt of <img>`, `its name`, `byte 214, tEXt chunk`."""
    word: str
    """The word as its owner writes it, or what was found where a pattern found it."""
    kind: WordKind | Pattern
    form: str
    """How it was written: `as it is`, `another spelling`, `reversed`, `percent-encoded`, `base64` …"""
    excerpt: str
    """What stands there, shortened."""
    line: int = 0
    """Of a text, from 1; 0 elsewhere."""


class _Hit(NamedTuple):
    """A word in some text."""

    start: int
    end: int
    form: Form


class _RawHit(NamedTuple):
    """A word among bytes."""

    start: int
    end: int
    form: Form
    rare: bool
    """Whether chance hardly writes it."""


class _Spot(NamedTuple):
    """A leak in a text, by its place there."""

    start: int
    end: int
    word: str
    kind: WordKind | Pattern
    how: str
    excerpt: str


def _apart(spots: list[_Spot]) -> list[_Spot]:
    """Of spots that overlap, the longest, in the order of their places."""
    kept: list[_Spot] = []
    for spot in sorted(spots, key=lambda one: (one.start, -one.end)):
        if kept and spot.start < kept[-1].end:
            if spot.end - spot.start > kept[-1].end - kept[-1].start:
                kept[-1] = spot
        else:
            kept.append(spot)
    return kept


def search(files: Iterable[tuple[str, bytes]], wanted: Wanted) -> Iterator[Leak]:
    """Every leak in files (address relative to the site, content) and in their names, in their order.

    Leave out files that come with soundcase (scripts, styles): they are the same for all projects.
    """
    looking = _ready(wanted)
    for name, content in files:
        seen: Counter[str] = Counter()
        for leak in (*looking.named(name), *looking.content(name, content)):
            seen[leak.word] += 1
            if seen[leak.word] <= _MOST:
                yield leak


def unsearched(wanted: Wanted) -> tuple[str, ...]:
    """Words that are not searched for: the site says them in place of names, or soundcase does."""
    return tuple(dict.fromkeys(word.text for word in formless(wanted)))


@lru_cache(maxsize=2)
def _ready(wanted: Wanted) -> _Search:
    """The search for these words, made once for all files."""
    return _Search(wanted)


class _Search:
    """The strings of all words, ready to be looked for."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._forms = forms(wanted)
        spread = [(form.text.encode(), form) for form in self._forms if not form.exactly]
        self._spread = Matcher([one for one in spread if len(one[0]) >= LEAST])
        exact = ((form.text.encode(), form) for form in self._forms if form.exactly)
        self._exact = Matcher([one for one in exact if len(one[0]) >= _TINY], _TINY)

    @cached_property
    def _raw(self) -> Matcher[Form]:
        """Strings as they stand among other bytes."""
        made: dict[bytes, Form] = {}
        for form in self._forms:
            if not form.exactly:
                for string in _raw_strings(form):
                    made.setdefault(string, form)
        return Matcher([(string, form) for string, form in made.items() if len(string) > LEAST])

    def named(self, name: str) -> Iterator[Leak]:
        """Leaks in the name of a file."""
        for leak in self._text(name, name):
            yield Leak(name, "its name", leak.word, leak.kind, leak.form, leak.excerpt)

    def content(self, name: str, content: bytes) -> Iterator[Leak]:
        """Leaks in a file."""
        text = _decoded(content)
        if text is not None:
            yield from self._text(name, text, marked=bool(_MARKED.search(content[:4096])))
        else:
            yield from self._binary(name, content)
        for part, inner in unpacked(content):
            for leak in self.content(name, inner):
                yield Leak(name, f"{part}: {leak.place}", leak.word, leak.kind, "compressed", leak.excerpt)

    def _text(self, name: str, text: str, *, marked: bool = False) -> Iterator[Leak]:
        views: list[View | None] = [None, *decodings(text)]
        if marked:
            views.append(unmarked(views[-1] or text))
        places, spots = TextPlaces(text), list[_Spot]()
        for view in views:
            spots += self._spots(view, view.text if view else text)
        for spot in _apart(spots):
            told = places.told(spot.start)
            yield Leak(name, told, spot.word, spot.kind, spot.how, spot.excerpt, places.line(spot.start))
        yield from self._packed(name, text, places)

    def _spots(self, view: View | None, shown: str) -> Iterator[_Spot]:
        """Words and patterns in a view of a text, by their places in the text itself."""

        def spot(start: int, end: int, word: str, kind: WordKind | Pattern, how: str) -> _Spot:
            first = view.origin(start) if view else start
            last = max(first + 1, view.origin(end - 1) + 1 if view else end)
            written = view.name if view and view.decoded(start, end) else how
            return _Spot(first, last, word, kind, written, _excerpt(shown, start, end))

        for start, end, form in self._hits(shown):
            how = form.how
            if how == "as it is" and shown[start:end] != form.word.text:
                how = "another spelling"
            yield spot(start, end, form.word.text, form.word.kind, how)
        for start, end, kind in found(shown, self._wanted.allowed):
            yield spot(start, end, shown[start:end], kind, "as it is")

    def _hits(self, text: str) -> Iterator[_Hit]:
        plain = letters(text)
        back: Places | None = None
        counted: Counter[Form] = Counter()
        for place, string, form in self._spread.found(plain):
            back = back or Places(text)
            start, end = back.span(place, place + len(string))
            if counted[form] < 10 * _MOST and _stands(text, start, end, form):
                counted[form] += 1
                yield _Hit(start, end, form)
        yield from self._alone(text)

    def _alone(self, text: str) -> Iterator[_Hit]:
        """The places where a short or usual word stands as it is written."""
        raw = text.encode("utf-8", "replace")
        counted: Counter[Form] = Counter()
        for place, string, form in self._exact.found(raw):
            if counted[form] < 10 * _MOST and _whole(raw, place, place + len(string)):
                start = place if text.isascii() else len(raw[:place].decode())
                end = start + len(form.text)
                counted[form] += 1
                if not (form.alone and _begins(text, start, end)):
                    yield _Hit(start, end, form)

    def _packed(self, name: str, text: str, places: TextPlaces) -> Iterator[Leak]:
        """Leaks in base64 and hexadecimal digits."""
        starts, parts, joined = list[int](), list[tuple[str, bytes, str]](), bytearray()
        for one in packed(text):
            starts.append(len(joined))
            parts.append(one)
            joined += one[1] + b"\n\n"
        told: set[tuple[str, str]] = set()
        for start, end, form, _ in self._raw_hits(bytes(joined), least=_LEAST_PACKED):
            index = bisect_right(starts, start) - 1
            run, content, how = parts[index]
            first, last, word = start - starts[index], end - starts[index], form.word
            if (run, word.text) not in told and _readable(content, first, last):
                told.add((run, word.text))
                place, excerpt = text.find(run), _excerpt(content.decode("latin-1"), first, last)
                yield Leak(name, places.told(place), word.text, word.kind, how, excerpt, places.line(place))

    def _binary(self, name: str, content: bytes) -> Iterator[Leak]:
        for start, end, form, rare in self._raw_hits(content, least=LEAST + 1):
            marked = content[max(0, start - 2) : start] in _ORDERS
            if rare or marked or _readable(content, start, end, room=_PLAIN):
                near = max(0, start - _EXCERPT)
                excerpt = _excerpt(content[near : end + _EXCERPT].decode("latin-1"), start - near, end - near)
                how = "UTF-16" if b"\0" in content[start:end] else form.how
                yield Leak(name, binary_place(content, start), form.word.text, form.word.kind, how, excerpt)
        edges = content if len(content) <= _LARGE else content[:_EDGE] + content[-_EDGE:]
        for run in _RUN.findall(edges.replace(b"\0", b"")):
            text, place = run.decode(), max(content.find(run), 0)
            for start, end, kind in found(text, self._wanted.allowed):
                if kind != "handle":
                    told = binary_place(content, place + start)
                    yield Leak(name, told, text[start:end], kind, "as it is", _excerpt(text, start, end))
            for hit in self._alone(text) if _worded(text) else ():
                if len(hit.form.text) > _TINY:
                    told, word = binary_place(content, place + hit.start), hit.form.word
                    yield Leak(
                        name, told, word.text, word.kind, hit.form.how, _excerpt(text, hit.start, hit.end)
                    )

    def _raw_hits(self, content: bytes, *, least: int) -> Iterator[_RawHit]:
        """Words among bytes, the longest of those that overlap."""
        lean = content.lower().translate(None, _BLANKS)
        found = [(place, -len(string), form) for place, string, form in self._raw.found(lean)]
        if not found:
            return
        import numpy as np

        kept = np.flatnonzero(~np.isin(np.frombuffer(content, np.uint8), np.frombuffer(_BLANKS, np.uint8)))
        taken = 0
        for place, length, form in sorted(found, key=lambda one: one[:2]):
            if place >= taken and -length >= least:
                taken = place - length
                rare = -length >= _PLAIN or not lean[place:taken].isascii()
                yield _RawHit(int(kept[place]), int(kept[taken - 1]) + 1, form, rare)


def _raw_strings(form: Form) -> Iterator[bytes]:
    """The bytes of a form in several encodings of texts, without blanks."""
    ways = [form.text]
    if form.how == "as it is":
        own = re.sub(r"[\s._-]+", "", form.word.text)
        ways += [own, own.upper(), own.title()]
    for way in ways:
        for code in ("utf-8", "latin-1", "utf-16-le", "utf-16-be", "gb18030"):
            try:
                string = way.encode(code)
            except UnicodeEncodeError:
                continue
            if not (code.startswith("utf-16") and len(string) < 6):
                yield string.lower().translate(None, _BLANKS)


def _decoded(content: bytes) -> str | None:
    """The content as a text; None if it is none."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    if b"\0" in content[:1024]:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _edge(text: str, place: int) -> bool:
    """True where a word may begin or end between two characters."""
    if not 0 < place < len(text):
        return True
    one, other = text[place - 1], text[place]
    if not (one.isalnum() and other.isalnum()) or one.isdigit() != other.isdigit():
        return True
    return bool(_EAST.match(one) or _EAST.match(other)) or (one.islower() and other.isupper())


def _stands(text: str, start: int, end: int, form: Form) -> bool:
    """True where these letters are the word, and not the end of one word and the beginning of another."""
    pieces = len(text[start:end].split())
    rooted = form.word.kind == "path" and form.word.text[:1] in _SLASHES and form.how == "as it is"
    if rooted and text[start - 1 : start] not in _SLASHES:
        return False
    if _edge(text, start) and _edge(text, end):
        single = pieces > 1 and all(len(one) == 1 for one in text[start:end].split())
        return pieces == 1 or form.pieces > 1 or single or bool(_EAST.search(form.text))
    return pieces == 1 and len(form.text) >= _LONG


def _whole(raw: bytes, start: int, end: int) -> bool:
    """True where a string of UTF-8 is no part of a longer word, nor the name of an element or entity."""
    before = raw[max(0, start - 4) : start].decode("utf-8", "ignore")[-1:]
    after = raw[end : end + 4].decode("utf-8", "ignore")[:1]
    return not (before.isalnum() or after.isalnum() or before in _JOINTS or after in _JOINTS[:2])


def _begins(text: str, start: int, end: int) -> bool:
    """True where a usual word may only begin a sentence: more words follow, and none stands before it."""
    follows = re.match(r"\s+\w", text[end : end + 60])
    return bool(_STARTS.search(text[max(0, start - 40) : start])) and follows is not None


def _readable(content: bytes, start: int, end: int, room: int = 8) -> bool:
    """True where bytes around a word are a text, and not chance."""
    near = _WIDE.sub(b"", content[max(0, start - room) : end + room])
    odd = sum((byte < 32 and byte not in (9, 10, 13)) or byte == 127 for byte in near)
    text = near.decode("utf-8", "replace")
    return odd + 2 * text.count("\ufffd") <= len(near) // 6


def _worded(text: str) -> bool:
    """True where a run of signs is words, and not bytes that happen to be signs."""
    return sum(one.isalnum() or one in " .,-'" for one in text) * 10 >= len(text) * 9


def _excerpt(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - _EXCERPT) : start], text[end : end + _EXCERPT]
    return " ".join(
        "".join(c if c.isprintable() else " " for c in before + text[start:end][:80] + after).split()
    )
