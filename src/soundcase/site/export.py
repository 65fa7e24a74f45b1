"""The catalogue as data, for scripts and scrapers: `catalogue.json`, with every field and every fact.

Rule 1: `format` counts up when a reader of an older file would misunderstand a newer one.
Rule 2: keys are the catalogue's own; what has no value is left out; addresses are relative to the file.
Rule 3: where there are several pages, the examples of each stand in a file of its own, its shard, which follows
from that page alone; of the examples `catalogue.json` has the figures and no more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from functools import cache
from html import escape
from itertools import repeat
from operator import attrgetter
from typing import Any

from soundcase.attachment import Attachment
from soundcase.facts import Artifact, Video
from soundcase.model import Catalogue, Example, Figure, Media, Prompt, Selection, SourcePath, Task
from soundcase.scores import ErrorRate, ScoreValue
from soundcase.settings import AnonymousSettings
from soundcase.site.figures import Json, averages, differences
from soundcase.site.paging import PageSlice, Paging
from soundcase.site.plan import FilesShown, Plan
from soundcase.statistics.standings import Standings

WHOLE = "catalogue.json"
_ONE_FILE, _SHARDS = 1, 2
"""`format` where the examples stand in `catalogue.json` itself, and where its tasks name their shards."""
_BAR_DIGITS = 3
_NUMBERS = (int, float)
_PLAIN = (str, int, float, type(None))
_COMPACT = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode

Addresses = Mapping[tuple[str, str], str]
"""Ids of a task and of an example in it → page and anchor."""
FiguresTold = Mapping[str, Standings]
"""By task id."""


def catalogue_json(
    catalogue: Catalogue, plan: Plan, version: str, addresses: Addresses, told: FiguresTold
) -> bytes:
    """The content of `catalogue.json` where everything stands in it: UTF-8, deterministic."""
    rest: dict[str, dict[str, Json]] = {
        task.id: {
            "examples": [_example(one, addresses[task.id, one.id], plan) for one in task.examples],
            **_figures(task, told),
        }
        for task in catalogue.tasks()
    }
    return _with_heads(catalogue, plan, {"format": _ONE_FILE, "generator": f"soundcase {version}"}, rest)


def index_json(catalogue: Catalogue, paging: Paging, plan: Plan, version: str, told: FiguresTold) -> bytes:
    """The content of `catalogue.json` beside shards.

    Of the examples only their number is read, of the plan only figures and linked files.
    """
    rest: dict[str, dict[str, Json]] = {
        task.id: {
            **_figures(task, told),
            "shards": [_shard(one) for one in paging.slices[task.id] if one.start < one.stop],
        }
        for task in catalogue.tasks()
    }
    return _with_heads(catalogue, plan, {"format": _SHARDS, "generator": f"soundcase {version}"}, rest)


def _shard(one: PageSlice) -> Json:
    return {"data": shard_url(one.url), "page": one.url, "first": one.start + 1, "count": one.stop - one.start}


def shard_url(page: str) -> str:
    """The address of the data of a page; no other file's, since no page is called like another."""
    return f"catalogue.{page.removesuffix('.html')}.json"


def slice_json(one: PageSlice, examples: Iterable[Example], plan: FilesShown, pages: Iterable[str]) -> str:
    """The examples of a slice, compared, an example a line; `pages` are page and anchor of each."""
    lines = [_COMPACT(_example(*each, plan)) for each in zip(examples, pages, strict=True)]
    head = _COMPACT({"id": one.task.id, "first": one.start + 1})[:-1]
    return f'{head},"examples":[\n' + ",\n".join(lines) + "\n]}"


def shard_json(slices: Iterable[str], version: str) -> str:
    """The data of a page that shows these slices."""
    head = _COMPACT({"format": _SHARDS, "generator": f"soundcase {version}"})[:-1]
    return f'{head},"tasks":[{",".join(slices)}]}}\n'


def _figures(task: Task, told: FiguresTold) -> dict[str, Json]:
    """The figures of a task, where it has some."""
    standings = told.get(task.id, {})
    return {"averages": [*averages(standings, task.scores)], "differences": [*differences(standings)]}


def sitemap_xml(urls: Iterable[str]) -> bytes:
    """The content of `sitemap.xml`: these addresses and nothing that changes with the day."""
    listed = "".join(f"<url><loc>{escape(url, quote=False)}</loc></url>\n" for url in urls)
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    )
    return f"{head}\n{listed}</urlset>\n".encode()


def _with_heads(
    catalogue: Catalogue, plan: Plan, head: dict[str, Json], rest: Mapping[str, dict[str, Json]]
) -> bytes:
    """A whole catalogue; `rest` is by task what depends on its examples."""
    bare = (
        replace(section, tasks=tuple(replace(task, examples=()) for task in section.tasks))
        for section in catalogue.sections
    )
    shown = replace(catalogue, sections=tuple(bare), anonymous=AnonymousSettings())
    body = _fields(shown, plan)
    if plan.files:
        body["linked"] = {link: _fields(one, plan) for link, one in plan.files.items()}
    told = (task for section in _items(body, "sections") for task in _items(section, "tasks"))
    for said, task in zip(told, catalogue.tasks(), strict=True):
        said |= {name: item for name, item in rest[task.id].items() if item}
    return f"{_indented(head | body)}\n".encode()


def _items(data: dict[str, Json], key: str) -> Iterator[dict[str, Json]]:
    found = data.get(key, [])
    assert isinstance(found, list)
    for item in found:
        assert isinstance(item, dict)
        yield item


def _example(example: Example, page: str, plan: FilesShown) -> Json:
    return _fields(example, plan) | {"page": page}


def _data(value: object, plan: FilesShown) -> Json:
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, SourcePath):
        return None
    if isinstance(value, (tuple, list)):
        return [item if isinstance(item, _PLAIN) else _data(item, plan) for item in value]
    if isinstance(value, Mapping):
        return _mapping(value.items(), plan)
    if isinstance(value, ScoreValue) and value.ci is None and value.n is None:
        return value.value
    if isinstance(value, ErrorRate):
        rate = {} if value.value is None else {"value": value.value}
        return {**rate, "errors": value.errors, "n": value.units}
    if isinstance(value, Selection) and value.of is value.shown is None:
        return value.how
    if isinstance(value, Prompt):
        return dict(value.per_model) if value.per_model else value.shared
    return _fields(value, plan) | _published(value, plan)


def _fields(value: object, plan: FilesShown) -> dict[str, Json]:
    kind: type = type(value)
    names, values = _reader(kind)
    return _mapping(zip(names, values(value), strict=True), plan)


@cache
def _reader(kind: Any) -> tuple[tuple[str, ...], Callable[[object], tuple[object, ...]]]:  # noqa: ANN401 (as in `fields_of`)
    """The names of a dataclass's fields, and their values of one of them."""
    names = tuple(one.name for one in fields(kind))
    return names, attrgetter(*names)


def _mapping(items: Iterable[tuple[str, object]], plan: FilesShown) -> dict[str, Json]:
    told: dict[str, Json] = {}
    for name, item in items:
        if item or isinstance(item, _NUMBERS):
            given = item if isinstance(item, _PLAIN) else _data(item, plan)
            if given or isinstance(given, _NUMBERS):
                told[name] = given
    return told


def _published(value: object, plan: FilesShown) -> dict[str, Json]:
    """Addresses and facts of the files that a piece of media or a figure names."""
    files: dict[str, Json] = {}
    if isinstance(value, Media) and value.clip and (clip := plan.clips.get(value.clip)):
        facts = clip.facts
        if facts.sound:
            bars = tuple(map(round, facts.sound.bars, repeat(_BAR_DIGITS)))
            facts = replace(facts, sound=replace(facts.sound, bars=bars))
        made = {
            "mix": clip.mix,
            "encodes": [_artifact(one, plan) for one in clip.encodes],
            "spectrogram": _artifact(clip.spectrogram, plan),
        }
        url = {} if clip.alone else {"url": plan.urls[facts.sha256]}
        files["clip"] = {**url, **_fields(facts, plan), **_mapping(made.items(), plan)}
    if isinstance(value, (Media, Figure)) and value.image and (picture := plan.pictures.get(value.image)):
        files["picture"] = {"url": picture.url, **_fields(picture.picture, plan)}
    if isinstance(value, Media) and value.video and (video := plan.videos.get(value.video)):
        names, values = _reader(Video)
        of_video = {**dict(zip(names, values(video.facts), strict=True)), "poster": video.poster}
        files["movie"] = {"url": video.url, **_mapping(of_video.items(), plan)}
    if isinstance(value, Attachment) and (offered := plan.attachments.get(value.file)):
        files |= {"url": offered.url, "size": offered.size, "sha256": offered.sha256}
    return files


def _artifact(made: Artifact | None, plan: FilesShown) -> dict[str, Json]:
    """The file that was made of a clip, an encode with its levels; its waveform is on the page."""
    if made is None:
        return {}
    sound = made.sound
    return {
        "url": plan.urls[made.sha256],
        "mime": made.mime if not made.top_hz else None,
        "format": made.format if not made.top_hz else None,
        "width": made.width or None,
        "height": made.height or None,
        "top_hz": made.top_hz or None,
        "size": made.size,
        "sha256": made.sha256,
        "gain": made.gain or None,
        "sound": {"loudness": sound.loudness, "true_peak": sound.true_peak} if sound else None,
    }


def _indented(value: Json, margin: str = "\n") -> str:
    """JSON with an item a line; a list of nothing but numbers is one line."""
    within = f"{margin} "
    if isinstance(value, dict):
        items = [f"{_COMPACT(name)}: {_indented(item, within)}" for name, item in value.items()]
        return f"{{{within}{f',{within}'.join(items)}{margin}}}" if items else "{}"
    if isinstance(value, list) and not all(isinstance(item, _NUMBERS) for item in value):
        return f"[{within}{f',{within}'.join([_indented(item, within) for item in value])}{margin}]"
    return _COMPACT(value)
