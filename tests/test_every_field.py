"""Every field of the format is on the page and in `catalogue.json`, in each layout and with each option of it.

Rule: the fields are those of the schema; one that has no case here, or falls off a page, fails.
"""

from __future__ import annotations

import html
import itertools
import json
import re
import typing
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from drawn import pages, plan
from soundcase.catalogue.load import load
from soundcase.catalogue.schema.catalogue import CatalogueEntry
from soundcase.fields import FieldKind, fields_of
from soundcase.model import Catalogue, Example, Media, Turn
from soundcase.project import Project
from soundcase.site.export import catalogue_json

Yaml = Any
LAYOUTS = ("cards", "table", "transposed")
OUTPUTS = ("audio", "text", "labels")
OPTIONS = ("tags", "shared", "grouped", "several", "dialogue")
"""What changes how a task is laid out: each is tried on and off, in each layout, for each kind of output."""

ARRANGES: Mapping[str, str] = {
    "CatalogueEntry.theme": "the looks",
    "CatalogueEntry.hero": "which example stands under the title, too",
    "CatalogueEntry.media": "what is made of clips",
    "CatalogueEntry.rules": "what is reported",
    "CatalogueEntry.publish": "where the site goes",
    "PublishEntry.cname": "where the site goes",
    "CatalogueEntry.anonymous": "what another edition says",
    "TaskEntry.media": "what is made of clips",
    "TaskEntry.clusters": "what intervals are over",
    "TaskEntry.defaults": "tried as the option 'shared'",
    "TaskEntry.examples_from": "where the examples stand",
    "MediaEntry.channels": "what of a clip is heard",
    "MediaEntry.label_scores": "numbers, beside the labels",
    "MediaEntry.url": "for fetch, in catalogue.json alone",
    "MediaEntry.sha256": "for fetch, in catalogue.json alone",
}
"""Fields that say how the page is made: nothing of them is read there. Fields without words need no case."""
MAKING = ("AnonymousEntry", "ThemeEntry", "RuleEntry", "MediaOptions")
"""Mappings of which the same holds for every field."""


FILES = {"audio": "wav", "image": "png", "video": "mp4"}
SAID: Mapping[FieldKind, Callable[[str, frozenset[str]], Yaml]] = {
    **dict.fromkeys(("line", "text", "exact", "markdown"), lambda name, _: name),
    "labels": lambda name, _: [name],
    "choices": lambda name, _: [f"{name}-first", f"{name}-second"],
    "files": lambda name, _: [f"{name}.pdf", {"file": f"{name}.mid", "label": f"{name}-label"}],
    "tags": lambda name, _: {f"{name}-key": name},
    "prompt": lambda name, _: {"ours": name},
    "media": lambda name, options: value(name, options),
    "language": lambda _, __: "ga",
    "seconds": lambda _, __: 0.125,
    "file": lambda name, _: f"{name}.{FILES[name.rpartition('-')[2]]}",
    "url": lambda name, _: f"https://example.org/{name}",
    "sha256": lambda _, __: "ab" * 32,
    "cited": lambda name, _: name,
    "consent": lambda name, _: f"Of {name}.",
}
"""What is said under a field of each kind: its own name; the other kinds are said where they are tried."""


def said_under(fields: type, name: str, options: frozenset[str] = frozenset(), *but: str) -> dict[str, Yaml]:
    """Each declared field of a class with what is said under it."""
    return {
        one.name: SAID[one.kind](f"{name}-{one.role}", options)
        for one in fields_of(fields).values()
        if one.kind in SAID and one.name not in but
    }


def piece(name: str) -> Yaml:
    """A piece of media in which each field says its own name."""
    return said_under(Media, name)


def value(name: str, options: frozenset[str]) -> Yaml:
    """A media value: one piece, or two that have labels."""
    return [piece(f"{name}-1"), piece(f"{name}-2")] if "several" in options else piece(name)


def output(name: str, options: frozenset[str], number: int) -> Yaml:
    """The same with scores; ten thousands tell which."""
    found = value(name, options)
    scores = {f"{name}-score": {"value": 10_000 + number, "ci": 0.125, "n": 30_000 + number}}
    (found[0] if isinstance(found, list) else found)["scores"] = scores
    return found


def fields(name: str, options: frozenset[str]) -> Yaml:
    """What an example may say, but for its outputs and its own names."""
    return said_under(Example, name, options, "title", "group")


def turns(name: str, options: frozenset[str], number: int) -> Yaml:
    outputs = {"ours": output(f"{name}-turn-ours", options, number)}
    return [{**said_under(Turn, f"{name}-turn", options), "outputs": outputs}]


def task(name: str, layout: str, kind: str, options: frozenset[str], number: int) -> Yaml:
    """A task that uses every field."""
    shared = fields(f"{name}-all", options)
    examples = [
        {
            "id": f"{name}-id-{row}",
            "title": f"{name}-title-{row}",
            **({} if "shared" in options else fields(f"{name}-{row}", options)),
            **({"group": f"{name}-group-{row}"} if "grouped" in options else {}),
            **({"turns": turns(f"{name}-{row}", options, number)} if "dialogue" in options else {}),
            "outputs": {
                model: output(f"{name}-{row}-{model}", options, number) for model in ("ours", "theirs")
            },
        }
        for row in range(2)
    ]
    names = re.findall(r"[\w-]+-score(?=\")", json.dumps(examples))
    return {
        "id": f"{name}-id",
        "title": f"{name}-title",
        "description": f"{name}-description",
        "output": kind,
        "prompt": f"{name}-prompt",
        "models": ["ours", "theirs"],
        "layout": layout,
        "tags": "columns" if "tags" in options else "chips",
        "scores": {each: {"better": "higher", "unit": f"{name}-unit"} for each in dict.fromkeys(names)},
        **({"results": {names[0]: {"ours": {"groups": {f"{name}-part": "7.5"}}}}} if names else {}),
        "selection": {"of": "9999", "how": f"{name}-selection"},
        "language": "gd",
        **({"defaults": shared} if "shared" in options else {}),
        "examples": examples,
    }


def header() -> Yaml:
    """What the catalogue says of the page and of its models."""
    return {
        **{name: f"page-{name}" for name in ("title", "subtitle", "description", "notice", "abstract")},
        **{name: f"page-{name}" for name in ("citation", "license")},
        "language": "en",
        "url": "https://example.org/page-url/",
        "authors": [
            {
                "name": "author-name",
                "affiliations": ["author-affiliations"],
                "url": "https://example.org/author-url",
                "orcid": "0000-0002-1825-0097",
                "equal": True,
            }
        ],
        "links": [{"label": "link-label", "url": "https://example.org/link-url"}],
        "logos": [{"image": "logo.png", "alt": "logo-alt", "url": "https://example.org/logo"}],
        "figures": [
            {
                "image": "figure-image.png",
                "alt": "figure-alt",
                "caption": "figure-caption",
                "url": "https://example.org/figure-url",
            }
        ],
        "models": {
            model: {
                "name": f"{model}-name",
                "url": f"https://example.org/{model}-url",
                "description": f"{model}-description",
                "group": f"{model}-group",
                "meta": {f"{model}-key": f"{model}-meta"},
                "ours": model == "ours",
                "checkpoint": f"{model}-checkpoint",
                "settings": {f"{model}-setting": f"{model}-set"},
                "date": "2025-08-14",
            }
            for model in ("ours", "theirs")
        },
    }


def words(said: Yaml) -> Iterator[str]:
    """Every word and number that is somewhere in what was said, keys of free mappings included."""
    for found in re.findall(r'"((?:https://example.org/)?[a-z0-9]+-[\w./-]*)"', json.dumps(said)):
        yield re.sub(r"\.(wav|png|mp4)$", "", found)
    yield from re.findall(r"\b[13]0\d{3}\b", json.dumps(said))


UNREAD = re.compile(r"https://example.org/.*-url")
"""Where the clips of outputs and inputs are downloaded from, by `build-site fetch`."""


def absent(said: Yaml, text: str, *, unread: re.Pattern[str] | None = None) -> list[str]:
    """The words that are not in the text, but for those that are not meant to be."""
    wanted = (word for word in dict.fromkeys(words(said)) if not (unread and unread.fullmatch(word)))
    whole = _runs(text)
    return [word for word in wanted if word not in whole and word not in text]


@lru_cache(2)
def _runs(text: str) -> frozenset[str]:
    """What stands in a text between blanks and signs: most words are found there sooner than in the text."""
    return frozenset(re.findall(r"[a-z0-9-]+", text))


def read(root: Path, text: str) -> Catalogue:
    (root / "examples").mkdir(exist_ok=True)
    (root / "examples" / "catalogue.yaml").write_text(text, "utf-8")
    found = load(Project(root, root / "site"))
    assert found.problems == ()
    assert found.catalogue
    return found.catalogue


def visible(said: Mapping[str, str]) -> str:
    """All pages: what is read on them, and what stands in attributes."""
    return html.unescape("\n".join(said.values()))


EACH = [frozenset(on) for count in (0, 1, 2, len(OPTIONS)) for on in itertools.combinations(OPTIONS, count)]
"""No option, each alone, each pair, all."""
MOST = [frozenset(), frozenset(OPTIONS)]
CUTS: Mapping[str, list[frozenset[str]]] = {"one": EACH, "section": MOST, "task": MOST}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("cut", CUTS)
def test_no_field_falls_off_the_page_or_out_of_the_data(tmp_path: Path, layout: str, cut: str) -> None:
    cases = [
        (OUTPUTS[(number + turn) % 3], options) for number, options in enumerate(CUTS[cut]) for turn in (0, 1)
    ]
    tasks = [task(f"t{number}", layout, *case, number) for number, case in enumerate(cases)]
    said: Yaml = {
        **header(),
        "pages": cut,
        "per_page": 1 if cut == "task" else 100,
        "sections": [
            {
                "title": f"section-title-{half}",
                "description": f"section-description-{half}",
                "tasks": tasks[half::2],
            }
            for half in range(2)
        ],
    }
    found = read(tmp_path, json.dumps(said))
    addresses = {(one.id, each.id): "index.html" for one in found.tasks() for each in one.examples}
    data = catalogue_json(found, plan(found), "1.2.3", addresses, {}).decode()
    text = visible(pages(found))
    lost = {
        f"{kind}, {', '.join(sorted(options)) or 'no option'}": missing
        for each, (kind, options) in zip(tasks, cases, strict=True)
        if (missing := absent(each, text, unread=UNREAD))
    }
    assert lost == {}
    assert absent({**said, "sections": [{**one, "tasks": []} for one in said["sections"]]}, text) == []
    assert absent(said, data) == []


def entries(annotation: object, found: set[type[BaseModel]]) -> set[type[BaseModel]]:
    """Every kind of mapping that the format has."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if annotation not in found:
            found.add(annotation)
            for field in annotation.model_fields.values():
                entries(field.annotation, found)
        return found
    for one in typing.get_args(annotation):
        entries(one, found)
    return found


def holds_words(annotation: object) -> bool:
    """Whether a value may have a word of the author's in it, and is not a number or one of a few words."""
    if isinstance(annotation, type):
        return annotation is str or issubclass(annotation, BaseModel)
    inner = typing.get_args(annotation)
    return typing.get_origin(annotation) is not typing.Literal and any(map(holds_words, inner))


def uses(annotation: object, said: Yaml) -> Iterator[str]:
    """Which fields of the schema a value uses."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if isinstance(said, dict):
            for key in said.keys() & annotation.model_fields.keys():
                yield f"{annotation.__name__}.{key}"
                yield from uses(annotation.model_fields[key].annotation, said[key])
        return
    inner = typing.get_args(annotation)
    origin = typing.get_origin(annotation)
    if origin is Mapping:
        for one in said.values() if isinstance(said, dict) else ():
            yield from uses(inner[1], one)
    elif origin is tuple:
        for one in said if isinstance(said, list) else ():
            yield from uses(inner[0], one)
    else:
        for branch in inner:
            yield from uses(branch, said)


def test_every_field_of_the_schema_has_a_case() -> None:
    every = frozenset(OPTIONS)
    one = [task(f"t{number}", "table", "audio", on, 0) for number, on in enumerate((every, every - {"shared"}))]
    said = {**header(), "sections": [{"title": "x", "description": "y", "tasks": one}]}
    used = set(uses(CatalogueEntry, said)) | {
        name.replace("ExampleFields", "ExampleEntry") for name in uses(CatalogueEntry, said)
    }
    known = {
        f"{entry.__name__}.{name}"
        for entry in entries(CatalogueEntry, set())
        if entry.__name__ not in MAKING
        for name, field in entry.model_fields.items()
        if holds_words(field.annotation)
    }
    fields_of_defaults = {name for name in known if name.startswith("ExampleFields.")}
    assert known - fields_of_defaults - used - ARRANGES.keys() == set()
    assert ARRANGES.keys() <= known
