"""Rules about a whole site: what no part of it can tell by itself.

Rule: they look at summaries, so that they cost little however many examples there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from soundcase import __version__
from soundcase.audio.probe.kinds import SUFFIXES
from soundcase.catalogue.schema import SCHEMAS
from soundcase.catalogue.texts import main_origin
from soundcase.checks.rules.context import ClipUse, Finding, SiteContext
from soundcase.model import SourcePath, Task
from soundcase.problems.phrases import listed, nearest, quoted, slug
from soundcase.site.anchors import examples_called

RENAME = "give one of them another 'id'"
WRONG_FILE = "one of the two is probably the wrong file"
_ANCHORS = ("top", "main", "contents", "systems", "leaderboard", "abstract", "citation", "hero")
_FILES = frozenset(
    {"catalogue.json", "sitemap.xml", "robots.txt", "soundcase-manifest.json", "404.html"}
    | {"card.png", "citation.bib", "citation.ris", "citation.csl.json", "CITATION.cff"}
)
_LINK = "name a file under data/, such as 'data/audio/name.wav', or an address with https://"
_PICTURE = (
    "put the picture into data/images/ and write '![what it shows](data/images/name.png)', or use 'figures'"
)


def unused_model(site: SiteContext) -> Iterator[Finding]:
    """Models without an output or a result."""
    used = {model for parts in site.slices for part in parts for model in part.models}
    used.update(model for task in site.head.tasks() for of in task.results.values() for model in of)
    for model in site.head.models.values():
        if model.id not in used:
            yield Finding(model.origin, f"no example has an output of '{model.id}'", "remove it", of_key=True)


def duplicate_id(site: SiteContext) -> Iterator[Finding]:
    """Tasks, or examples of one task, with the same id; links of examples that read the same."""
    tasks: dict[str, Task] = {}
    links: dict[str, SourcePath] = {}
    for task, parts in zip(site.head.tasks(), site.slices, strict=True):
        earlier = tasks.setdefault(task.id, task)
        if earlier is not task:
            message = f"two tasks have the id '{task.id}'; the other stands at"
            yield Finding(task.origin.at("id"), message, RENAME, also=earlier.origin.at("id"))
            continue
        for part in parts:
            for name, origin in zip(part.ids, part.origins, strict=True):
                other = links.setdefault(f"{task.id}--{name}", origin)
                if other is not origin:
                    message = f"two examples have the id '{name}'; the other stands at"
                    yield Finding(origin.at("id"), message, RENAME, also=other.at("id"))


def unknown_hero(site: SiteContext) -> Iterator[Finding]:
    """A `hero` that is the id of no example, or of several."""
    name, tasks = site.head.hero, zip(site.head.tasks(), site.slices, strict=True)
    ids = {task.id: [one for part in parts for one in part.ids] for task, parts in tasks} if name else {}
    found = examples_called(name, ids)
    if len(found) == 1 or not name:
        return
    whole = [f"{task}--{ids[task][place]}" for task, place in found]
    if whole:
        message, hint = f"{len(found)} examples are called {quoted(name)}", f"write one of: {listed(whole)}"
    else:
        known = (one for task, names in ids.items() for own in names for one in (own, f"{task}--{own}"))
        hint = nearest(name, known) or "write an example's 'id', its number, or 'task--example'"
        message = f"no example has the id {quoted(name)}"
    yield Finding(main_origin(site.head).at("hero"), message, hint)


def leads_nowhere(site: SiteContext) -> Iterator[Finding]:
    """Links and pictures in Markdown without anything at their end."""
    pages, anchors = frozenset(site.pages), frozenset(_anchors(site)) if site.links else frozenset()
    for link in site.links:
        if link.href in site.known_links:
            continue
        path, _, anchor = link.href.partition("#")
        path = path.partition("?")[0]
        # What leaves the site: nobody can tell from here where it leads.
        outside = path.startswith("/") or (path.startswith("..") and path.endswith(("/", "..")))
        own = path in pages or path in _FILES or (not path and anchor in anchors)
        if not link.picture and (outside or own):
            continue
        what = "the picture" if link.picture else "the link to"
        hint = _PICTURE if link.picture else _LINK
        if link.href.startswith("#"):
            hint = "write '#task' or '#task--example', with their ids"
        message = f"{what} {quoted(link.href)} leads nowhere"
        yield Finding(link.origin, message, hint, words=link.words, nth=link.nth)


def _anchors(site: SiteContext) -> Iterator[str]:
    yield ""
    yield from _ANCHORS
    yield from (slug(section.title, "part") for section in site.head.sections)
    for task, parts in zip(site.head.tasks(), site.slices, strict=True):
        yield task.id
        yield from (f"{task.id}--{name}" for part in parts for name in part.ids)


def unused_audio(site: SiteContext) -> Iterator[Finding]:
    """Files of sound that no example uses; others beside them (licences, lists) are nobody's mistake."""
    used = {clip.name for parts in site.slices for part in parts for clip in part.clips}
    for name in site.audio_files:
        if name not in used and PurePosixPath(name).suffix.lower() in SUFFIXES:
            path = f"{site.audio_folder}/{name}"
            if path not in site.linked:
                yield Finding(path, "no example uses this file", "use it, or move it away")


def same_content_twice(site: SiteContext) -> Iterator[Finding]:
    """The same bytes under two names."""
    if len(frozenset(site.contents.values())) == len(site.contents):
        return
    names: dict[str, tuple[ClipUse, int]] = {}
    seen: set[str] = set()
    for number, part in enumerate(part for parts in site.slices for part in parts):
        for use in part.clips:
            content = site.contents.get(use.name)
            if content is None or use.name in seen:
                continue
            seen.add(use.name)
            other, there = names.setdefault(content, (use, number))
            alike = there == number and other.row == use.row
            found_already = alike and (other.role, other.model) != (use.role, use.model)  # by `same_content`
            if other.name != use.name and not found_already:
                message = f"'{use.name}' has the same content as '{other.name}', named at"
                hint = WRONG_FILE if alike else "name one of them in both places"
                yield Finding(use.origin, message, hint, also=other.origin)


def stale_schema(site: SiteContext) -> Iterator[Finding]:
    """A copy of the JSON Schema that another version wrote."""
    for root, place in SCHEMAS.items():
        version = site.schemas.get(place, __version__)
        if version != __version__:
            writer = f"soundcase {version}" if version else "another version of soundcase"
            message = f"'{place}', by which editors check, was written by {writer}; this is {__version__}"
            yield Finding(place, message, f"write it again: build-site schema {root} > {place}")
