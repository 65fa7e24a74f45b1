"""The search for what an anonymous site still says, and the problems that it ends in.

Rule 1: all files of the site are looked through but those that come with soundcase.
Rule 2: what stands in the catalogue is told at its place there; of pages and data only what that leaves open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from html import escape

from soundcase.anonymous.edition import AnonymousEdition
from soundcase.anonymous.files import read
from soundcase.catalogue.load import Loaded
from soundcase.catalogue.texts import CatalogueText, example_texts, section_texts, site_texts, task_texts
from soundcase.checks.placing import placed
from soundcase.checks.rules.context import Finding, Found
from soundcase.kept import KeptValues, digest_of
from soundcase.leaks.search import Leak, search
from soundcase.leaks.words import Wanted
from soundcase.model import Catalogue
from soundcase.problems.codes import problem_of
from soundcase.problems.phrases import harmless, listed, quoted
from soundcase.problems.problem import Place, Problem
from soundcase.publishing.placement import Payload, content_of
from soundcase.publishing.publish import Site
from soundcase.site.theme import Theme

LEAK = "leak"
_GIVEN = ("assets/", "audio/", "images/", "video/", "posters/", "spectrograms/", "files/")
"""Where files of the project stand; the words of all others come from the catalogue."""
_OUTPUT = "this is what a model gave: 'redact' under 'anonymous' puts a mark in its place, 'allow' lets it stay"
_TEXT = "write it otherwise; or 'redact' under 'anonymous' puts a mark in its place, 'allow' lets it stay"
_STAYS = ": what it says of who made it cannot be taken out"
_UNCLEAN = "convert it to WAV, FLAC, MP3, PNG, JPEG, WebP or MP4, which can be cleaned, or leave it out"
_FILE = "take it out of the file; if it tells nothing, name it in 'allow' under 'anonymous'"


def leaks_in(site: Site, theme: Theme, wanted: Wanted, kept: KeptValues) -> tuple[Leak, ...]:
    """Everything that a site says of what is wanted, file by file; kept by their contents."""
    about = digest_of((wanted.words, wanted.allowed, wanted.shown, tuple(sorted(wanted.usual))))
    found: list[Leak] = []
    for url, payload in sorted({**site.assets, **site.pages}.items()):
        if theme.overrides is None and url in theme.assets:
            continue
        key = url, content_of(payload)[1], about
        found += kept.value("leaks", key, partial(_leaks, url, payload, wanted))
    return tuple(found)


def _leaks(url: str, payload: Payload, wanted: Wanted) -> tuple[Leak, ...]:
    return tuple(search([(url, _without(read(payload), wanted.allowed))], wanted))


def _without(content: bytes, allowed: tuple[str, ...]) -> bytes:
    """The content with blanks in place of the addresses that are kept, and of what goes on from there."""
    for one in allowed:
        if "://" in one:
            written = b"|".join(re.escape(way.encode()) for way in (one, escape(one)))
            rest = rb"[^\s\"'<>\\)\]]*"
            content = re.sub(b"(?:" + written + b")" + rest, lambda found: b" " * len(found[0]), content)
    return content


def leak_problems(
    loaded: Loaded,
    edition: AnonymousEdition,
    sources: Mapping[str, str],
    leaks: tuple[Leak, ...],
    kept: KeptValues,
) -> tuple[Problem, ...]:
    """A problem for each text of the catalogue that tells something, and for each file that does by itself.

    `sources` are the project's files by the addresses of the usual edition.
    """
    if not leaks:
        return ()
    words = {leak.word for leak in leaks}
    told = [one for one in _in_catalogue(edition.told, edition.wanted) if one[0].word in words]
    explained = {leak.word for leak, _ in told}
    found: list[Found] = [(LEAK, _finding(leak, text)) for leak, text in told]
    named = {one.url: sources.get(url, "") for url, one in edition.files.by_url.items()}
    rest: dict[tuple[str, str], list[Leak]] = {}
    for leak in leaks:
        drawn = not leak.file.startswith(_GIVEN)
        if not (drawn and leak.word in explained):
            rest.setdefault((named.get(leak.file, ""), leak.word), []).append(leak)
    in_files = (_in_file(source, several) for (source, _), several in rest.items())
    return (*placed(loaded, found, kept), *in_files)


def _in_catalogue(catalogue: Catalogue, wanted: Wanted) -> Iterator[tuple[Leak, CatalogueText]]:
    """The leaks of every text of the catalogue, as the edition has it."""
    for text in _texts(catalogue):
        seen: set[str] = set()
        for leak in search([("text.txt", _without(text.text.encode(), wanted.allowed))], wanted):
            if leak.word not in seen:
                seen.add(leak.word)
                yield leak, text


def _texts(catalogue: Catalogue) -> Iterator[CatalogueText]:
    yield from site_texts(catalogue)
    for section in catalogue.sections:
        yield from section_texts(section)
        for task in section.tasks:
            yield from task_texts(task)
            yield from example_texts(task.origin, task.examples)
            for one in task.examples:
                yield from (CatalogueText(one.origin, ("tags", key), key, "words") for key in one.tags)


def _finding(leak: Leak, text: CatalogueText) -> Finding:
    given = "outputs" in (*text.owner.keys, *text.steps)
    words = leak.word if leak.word in text.text else ""
    return Finding(
        text.origin, f"{_said(leak)} stands here{_shown(leak)}", _OUTPUT if given else _TEXT, words=words
    )


def _in_file(source: str, several: list[Leak]) -> Problem:
    """The problem of a file of the project (`source`), or of pages, that say a word: at its first place."""
    first, file = several[0], source or several[0].file
    here = (leak.place for leak in several if leak.place and leak.file == first.file)
    others = [f"'{one}'" for one in dict.fromkeys(leak.file for leak in several) if one != first.file]
    places = listed((*dict.fromkeys(here), *others))
    message = f"{_said(first)} stands in '{file}'{f', {places}' if places else ''}{_shown(first)}"
    return problem_of(LEAK, message, Place(file, max(first.line, 1)), _FILE)


def _shown(leak: Leak) -> str:
    """The text around it, where the word alone does not show what is meant."""
    return "" if leak.form == "as it is" else f": '{harmless(leak.excerpt)}'"


def _said(leak: Leak) -> str:
    form = "" if leak.form == "as it is" else f", {leak.form}"
    return f"{quoted(leak.word)} ({leak.kind}{form})"


def unclean_problems(edition: AnonymousEdition, sources: Mapping[str, str]) -> tuple[Problem, ...]:
    """A problem for each file whose metadata cannot be taken out; `sources` are their names in the project."""
    unclean = ((sources.get(url, url), why) for url, why in edition.files.unclean)
    return tuple(
        problem_of("unclean-file", f"{quoted(name)} {why}{_STAYS}", Place(name), _UNCLEAN)
        for name, why in unclean
    )
