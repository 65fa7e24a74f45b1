"""The catalogue as data: `catalogue.json`, with every field and every fact, for scripts and scrapers.

Rule 1: `format` counts up when a reader of an older file would misunderstand a newer one.
Rule 2: keys are the catalogue's own; what has no value is left out; addresses are relative to the file.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from html import escape

from soundcase.facts import Artifact
from soundcase.model import Catalogue, Figure, Media, Prompt, SourcePath, Task
from soundcase.scores import ErrorRate, ScoreValue
from soundcase.site.averages import averages, by_group
from soundcase.site.plan import Plan

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
    tasks = (data for section in _items(body, "sections") for data in _items(section, "tasks"))
    for data, task in zip(tasks, catalogue.tasks(), strict=True):
        for example, source in zip(_items(data, "examples"), task.examples, strict=True):
            example["page"] = addresses[task.id, source.id]
        if found := list(_averages(task)):
            data["averages"] = found
    if plan.files:
        body["linked"] = {link: dataclasses.asdict(one) for link, one in plan.files.items()}
    text = json.dumps(head | body, ensure_ascii=False, indent=1, allow_nan=False)
    return _NUMBERS.sub(lambda found: re.sub(r"\s+", "", found[0]), text).encode() + b"\n"


def sitemap_xml(urls: Iterable[str]) -> bytes:
    """The content of `sitemap.xml`: these addresses and nothing that changes with the day."""
    listed = "".join(f"<url><loc>{escape(url, quote=False)}</loc></url>\n" for url in urls)
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    )
    return f"{head}\n{listed}</urlset>\n".encode()


def _averages(task: Task) -> Iterator[Json]:
    """The scores of a task on average, as its page has them: over all examples, then by group."""
    groups = by_group(task.examples)
    for title, examples in {"": task.examples, **(groups if len(groups) > 1 else {})}.items():
        found = averages(examples, task.scores, by_slot=False)
        if max((one.examples for one in found.values()), default=0) < 2:
            continue
        for ((model, part), (score, _)), one in found.items():
            whose: dict[str, Json] = {"model": model} if model else {"part": part}
            group: dict[str, Json] = {"group": title} if title else {}
            pooled: dict[str, Json] = {} if one.errors is None else {"errors": one.errors}
            counts: dict[str, Json] = {"value": one.value, "n": one.n, **pooled, "examples": one.examples}
            yield {"score": score, **whose, **group, **counts}


def _items(data: dict[str, Json], key: str) -> Iterator[dict[str, Json]]:
    found = data.get(key, [])
    assert isinstance(found, list)
    for item in found:
        assert isinstance(item, dict)
        yield item


def _data(value: object, plan: Plan) -> Json:
    if isinstance(value, ScoreValue) and value.ci is None and value.n is None:
        return value.value
    if isinstance(value, ErrorRate):
        return _mapping({"value": value.value, "errors": value.errors, "n": value.units}, plan)
    if isinstance(value, Prompt):
        return dict(value.per_model) if value.per_model else value.shared
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        own = _mapping({name: item for name, item in fields.items() if not isinstance(item, SourcePath)}, plan)
        return own | _published(value, plan)
    if isinstance(value, Mapping):
        return _mapping(value, plan)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_data(item, plan) for item in value]
    if isinstance(value, Enum):
        return str(value.value)
    assert value is None or isinstance(value, (bool, int, float, str))
    return value


def _mapping(value: Mapping[str, object], plan: Plan) -> dict[str, Json]:
    items = ((name, _data(item, plan)) for name, item in value.items())
    return {name: item for name, item in items if item not in (None, "", [], {})}


def _published(value: object, plan: Plan) -> dict[str, Json]:
    """Addresses and facts of the files that a piece of media or a figure names."""
    files: dict[str, Json] = {}
    if isinstance(value, Media) and value.clip and (clip := plan.clips.get(value.clip)):
        facts = dataclasses.asdict(clip.facts)
        if clip.facts.sound:
            facts["sound"]["bars"] = [round(bar, _BAR_DIGITS) for bar in clip.facts.sound.bars]
        made = {
            "mix": clip.mix,
            "encodes": [_artifact(one, plan) for one in clip.encodes],
            "spectrogram": _artifact(clip.spectrogram, plan),
        }
        url = plan.urls[clip.facts.sha256]
        files["clip"] = {"url": url, **_mapping(facts, plan), **_mapping(made, plan)}
    if isinstance(value, (Media, Figure)) and value.image and (picture := plan.pictures.get(value.image)):
        files["picture"] = {"url": picture.url, **_mapping(dataclasses.asdict(picture.picture), plan)}
    if isinstance(value, Media) and value.video and (video := plan.videos.get(value.video)):
        facts = {**dataclasses.asdict(video.facts), "poster": video.poster}
        files["movie"] = {"url": video.url, **_mapping(facts, plan)}
    return files


def _artifact(made: Artifact | None, plan: Plan) -> dict[str, Json]:
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
