"""The catalogue as data: `catalogue.json`, with every field and every fact, for scripts and scrapers.

Rule 1: `format` counts up when a reader of an older file would misunderstand a newer one.
Rule 2: keys are the catalogue's own; what has no value is left out; addresses are relative to the file.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from xml.sax.saxutils import escape

from soundcase.model import Catalogue, Figure, Media, Prompt, Spot
from soundcase.plan import Plan, PlannedClip

FORMAT = 1
_BAR_DIGITS = 3
_NUMBERS = re.compile(r"\[\n[\d\s.,]+\]")
"""A list of nothing but numbers; a line end in the JSON is never within a string."""

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


Addresses = Mapping[tuple[str, str], str]
"""Ids of a task and of an example in it → page and anchor."""


def catalogue_json(catalogue: Catalogue, plan: Plan, version: str, addresses: Addresses) -> bytes:
    """The content of `catalogue.json`: UTF-8, deterministic."""
    head: dict[str, Json] = {"format": FORMAT, "generator": f"soundcase {version}"}
    body = _data(catalogue, plan)
    assert isinstance(body, dict)
    _add_pages(body, catalogue, addresses)
    text = json.dumps(head | body, ensure_ascii=False, indent=1)
    return _NUMBERS.sub(lambda found: re.sub(r"\s+", "", found[0]), text).encode() + b"\n"


def sitemap_xml(urls: Iterable[str]) -> bytes:
    """The content of `sitemap.xml`: these addresses and nothing that changes with the day."""
    listed = "".join(f"<url><loc>{escape(url)}</loc></url>\n" for url in urls)
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    )
    return f"{head}\n{listed}</urlset>\n".encode()


def _add_pages(body: dict[str, Json], catalogue: Catalogue, addresses: Addresses) -> None:
    """Say of every example on which page it stands."""
    told = (
        example
        for section in _items(body, "sections")
        for task in _items(section, "tasks")
        for example in _items(task, "examples")
    )
    keys = ((task.id, example.id) for task in catalogue.tasks() for example in task.examples)
    for example, key in zip(told, keys, strict=True):
        example["page"] = addresses[key]


def _items(data: dict[str, Json], key: str) -> Iterator[dict[str, Json]]:
    found = data.get(key, [])
    assert isinstance(found, list)
    for item in found:
        assert isinstance(item, dict)
        yield item


def _data(value: object, plan: Plan) -> Json:
    if isinstance(value, Prompt):
        return dict(value.per_model) if value.per_model else value.shared
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        told = _mapping({name: item for name, item in fields.items() if not isinstance(item, Spot)}, plan)
        return told | _published(value, plan)
    if isinstance(value, Mapping):
        return _mapping(value, plan)
    if isinstance(value, (tuple, list, frozenset)):
        items = sorted(value) if isinstance(value, frozenset) else value
        return [_data(item, plan) for item in items]
    if isinstance(value, Enum):
        return str(value.value)
    assert value is None or isinstance(value, (bool, int, float, str))
    return value


def _mapping(value: Mapping[str, object], plan: Plan) -> dict[str, Json]:
    told = {name: _data(item, plan) for name, item in value.items()}
    return {name: item for name, item in told.items() if item not in (None, "", [], {})}


def _published(value: object, plan: Plan) -> dict[str, Json]:
    """Addresses and facts of the files that a piece of media or a figure names."""
    told: dict[str, Json] = {}
    if isinstance(value, Media) and value.audio and (clip := plan.clips.get(value.audio)):
        told["clip"] = _clip(clip, plan)
    if isinstance(value, (Media, Figure)) and value.image and (picture := plan.pictures.get(value.image)):
        told["picture"] = {"url": picture.url, **_mapping(dataclasses.asdict(picture.picture), plan)}
    if isinstance(value, Media) and value.video and (video := plan.videos.get(value.video)):
        told["movie"] = {"url": video.url, "mime": video.mime, "size": video.size}
    return told


def _clip(clip: PlannedClip, plan: Plan) -> dict[str, Json]:
    """The original, what was heard in it, and what was made from it."""
    facts = dataclasses.asdict(clip.facts)
    if clip.facts.sound:
        facts["sound"]["bars"] = [round(bar, _BAR_DIGITS) for bar in clip.facts.sound.bars]
    made = {
        "encodes": [dataclasses.asdict(one) for one in clip.encodes],
        "spectrogram": dataclasses.asdict(clip.spectrogram) if clip.spectrogram else {},
    }
    return {"url": clip.url, **_mapping(facts, plan), **_mapping(made, plan)}
