"""The report on an anonymous build, as text or as JSON: what left, what was searched for, what was found.

Rule: it depends on the project, the machine's names and the options alone; the same build gives the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from soundcase.anonymous.anonymity import Anonymity
from soundcase.problems.phrases import number_of, writable

UNCHECKED = (
    "voices: whoever knows a speaker may recognise him or her",
    "logos, faces and writing in pictures and in videos",
    "watermarks in sound, pictures and videos, and words that are spoken or sung",
    "the content itself: a recording, a text or a picture that is public elsewhere can be found there",
    "what no list has: nicknames, projects, funders, data sets that only one laboratory has",
)
_TITLE = "Anonymity of this build. It names what must stay unnamed: keep it to yourself."


def as_json(told: Anonymity) -> str:
    """The report for programs."""
    whole = {
        "format": "soundcase-anonymity/1",
        "left_out": dict(told.left_out),
        "systems": [{"name": name, "alias": alias} for name, alias in told.systems],
        "files": [{"source": source, "url": url, "removed": [*removed]} for source, url, removed in told.bare],
        "searched": told.searched,
        "sought": [{"text": one.text, "kind": one.kind} for one in told.sought],
        "not_sought": [*told.not_sought],
        "allowed": [*told.allowed],
        "found": [
            {name: getattr(one, name) for name in ("file", "place", "word", "kind", "form", "excerpt", "line")}
            for one in told.found
        ],
        "unchecked": [*UNCHECKED],
    }
    return writable(json.dumps(whole, ensure_ascii=False, indent=1)) + "\n"


def as_text(told: Anonymity) -> str:
    """The report for people."""
    return writable("\n".join(_lines(told)) + "\n")


def _lines(told: Anonymity) -> Iterator[str]:
    yield _TITLE
    yield from _part("Left out", (f"{what}: {count}" for what, count in told.left_out))
    yield from _part("Systems", (f"{name} → {alias}" for name, alias in told.systems))
    cleaned = [(source, removed) for source, _, removed in told.bare if removed]
    yield from _part(
        f"Metadata, taken out of {len(cleaned)} of {number_of(len(told.bare), 'file')}",
        (f"{source}: {', '.join(removed)}" for source, removed in cleaned),
    )
    yield from _part("Searched for, beside addresses, e-mails, handles and home folders", _sought(told))
    yield from _part("Not searched for", told.not_sought)
    yield from _part("Allowed to stay", told.allowed)
    yield from _part(
        f"Found, in {number_of(told.searched, 'file')} of the site",
        (f"{one.file}, {one.place}: {one.excerpt} ({one.kind} '{one.word}', {one.form})" for one in told.found),
        nothing="nothing",
    )
    yield from _part("Not checked, as no program can", UNCHECKED)


def _sought(told: Anonymity) -> Iterator[str]:
    kinds: dict[str, list[str]] = {}
    for one in told.sought:
        kinds.setdefault(one.kind, []).append(one.text)
    return (f"{kind}: {', '.join(texts)}" for kind, texts in kinds.items())


def _part(title: str, items: Iterable[str], *, nothing: str = "") -> Iterator[str]:
    """A heading with its items; a part without any is left out, unless something is to be said then."""
    listed = [*items] or ([nothing] if nothing else [])
    if listed:
        yield f"\n{title}:"
        yield from (f"  {one}" for one in listed)
