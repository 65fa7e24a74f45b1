"""The examples of a site as a dataset: `croissant.json`, as MLCommons' Croissant 1.0 has it.

Rule 1: records stand in the file itself, so that nothing else has to be loaded for them; addresses are public.
Rule 2: it is made where the terms and the address of the site are known and its examples are few enough to be
taken at once; of very many `build-site export` makes a dataset.

Source: https://docs.mlcommons.org/croissant/docs/croissant-spec.html
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from soundcase.citation.entry import CitedDate
from soundcase.citation.license import license_link
from soundcase.facts import PlayedClip
from soundcase.fields import placed
from soundcase.model import OUTPUT, Author, Catalogue, Example, Media, Prompt, Task
from soundcase.site.plan import FilesShown
from soundcase.site.views.cells import asked
from soundcase.site.views.found import absolute
from soundcase.site.views.sounds import address
from soundcase.text.markdown import plain
from soundcase.text.readings import bare
from soundcase.values import dataclass

_TERMS = (
    "citeAs", "column", "equivalentProperty", "extract", "field", "fileProperty", "fileObject", "fileSet",
    "format", "includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet",
    "references", "regex", "repeated", "replace", "samplingRate", "separator", "source", "subField",
    "transform",
)  # fmt: skip
_TYPED: Mapping[str, Mapping[str, str]] = {
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
}

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Described:
    """The records of some examples, and the clips in them by their addresses."""

    examples: tuple[Record, ...]
    pieces: tuple[Record, ...]
    clips: Mapping[str, Record]


_OF_EXAMPLES = {
    "id": "sc:Text", "task": "sc:Text", "title": "sc:Text", "page": "sc:URL", "group": "sc:Text",
    "prompt": "sc:Text", "text": "sc:Text", "labels": "sc:Text", "seed": "sc:Text",
}  # fmt: skip
_OF_PIECES = {
    "example": "sc:Text", "role": "sc:Text", "model": "sc:Text", "label": "sc:Text", "prompt": "sc:Text",
    "text": "sc:Text", "labels": "sc:Text", "audio": "sc:URL", "sha256": "sc:Text", "encoding": "sc:Text",
    "seconds": "sc:Float", "source": "sc:Text", "license": "sc:Text", "consent": "sc:Text", "seed": "sc:Text",
}  # fmt: skip
"""The fields of the records, with their types."""


def described(
    head: Catalogue, task: Task, examples: Sequence[Example], plan: FilesShown, pages: Sequence[str]
) -> Described:
    """The records of examples of a task; `pages` are their public addresses."""
    keys = [f"{task.id}--{one.id}" for one in examples]
    media = [(key, one, *each) for key, one in zip(keys, examples, strict=True) for each in one.media()]
    clips = [plan.clips[one] for *_, piece in media if (one := piece.clip)]
    return Described(
        examples=tuple(
            _example(key, one, page, task) for key, one, page in zip(keys, examples, pages, strict=True)
        ),
        pieces=tuple(
            _piece(key, role, model, piece, asked(one.prompt, task.prompt))
            | _sound(plan.clips.get(piece.clip) if piece.clip else None, plan, head)
            for key, one, role, model, piece in media
        ),
        clips={plan.urls[one.facts.sha256]: _clip(one, plan, head) for one in clips},
    )


def _example(key: str, one: Example, page: str, task: Task) -> Record:
    return {
        "id": key,
        "task": task.id,
        "title": bare(f"{task.title}, {one.title or one.number}"),
        "page": page,
        "group": one.group,
        "prompt": asked(one.prompt, task.prompt).shared,
        "text": one.text,
        "labels": ", ".join(one.labels or ()),
        "seed": one.seed,
    }


def _piece(key: str, role: str, model: str, piece: Media, prompt: Prompt) -> Record:
    return {
        "example": key,
        "role": role,
        "model": model,
        "label": piece.label,
        "prompt": prompt.of(model) if role == OUTPUT else None,
        "text": piece.text,
        "labels": ", ".join(piece.labels or ()),
        **{one.name: getattr(piece, one.name) for one in placed(Media, "origin")},
    }


def _sound(clip: PlayedClip | None, plan: FilesShown, head: Catalogue) -> Record:
    if clip is None:
        return {}
    facts = clip.facts
    url = absolute(head, address(plan.urls[facts.sha256]))
    return {"audio": url, "encoding": facts.mime, "seconds": round(facts.seconds, 6), "sha256": facts.sha256}


def _clip(clip: PlayedClip, plan: FilesShown, head: Catalogue) -> Record:
    facts = clip.facts
    return file_object(plan.urls[facts.sha256], facts.size, facts.mime, facts.sha256, head)


def file_object(url: str, size: int, mime: str, sha256: str, head: Catalogue) -> Record:
    """A file of the site as part of the dataset."""
    return {
        "@type": "cr:FileObject",
        "@id": url,
        "name": url,
        "contentUrl": absolute(head, address(url)),
        "contentSize": f"{size} B",
        "encodingFormat": mime,
        "sha256": sha256,
    }


def croissant_json(
    catalogue: Catalogue, files: Iterable[Record], several: Sequence[Described], cited: CitedDate | None
) -> str:
    """The content of `croissant.json`; `files` are those beside the clips."""
    clips = {url: clip for one in several for url, clip in one.clips.items()}
    said = next((one for one in (catalogue.description, catalogue.abstract, catalogue.subtitle) if one), "")
    document = {
        "@context": _context(catalogue.language),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": bare(catalogue.title),
        "description": plain(said) or bare(catalogue.title),
        "url": catalogue.url,
        "license": license_link(catalogue.license) or plain(catalogue.license),
        "creator": [_creator(one) for one in catalogue.authors],
        "citeAs": catalogue.citation.strip(),
        "datePublished": "-".join(f"{part:02}" for part in cited.parts()) if cited else "",
        "inLanguage": catalogue.language,
        "distribution": [*files, *clips.values()],
        "recordSet": [
            _records("examples", _OF_EXAMPLES, "id", [row for one in several for row in one.examples]),
            _records("pieces", _OF_PIECES, "", [row for one in several for row in one.pieces]),
        ],
    }
    kept = {key: value for key, value in document.items() if value}
    return json.dumps(kept, ensure_ascii=False, indent=1) + "\n"


def _creator(author: Author) -> Record:
    named = {"@type": "sc:Person", "name": bare(author.name)}
    return {**named, "url": author.url} if author.url else named


def _records(name: str, types: Mapping[str, str], key: str, rows: Sequence[Record]) -> Record:
    """The records with the fields that any of them has."""
    used = [one for one in types if any(row.get(one) not in (None, "") for row in rows)]
    fields: list[Record] = [
        {"@type": "cr:Field", "@id": f"{name}/{one}", "name": one, "dataType": types[one]} for one in used
    ]
    for one in fields:
        if one["name"] == "example":
            one["references"] = {"field": {"@id": "examples/id"}}
    data = [{f"{name}/{one}": _value(row.get(one), types[one]) for one in used} for row in rows]
    keyed = {"key": {"@id": f"{name}/{key}"}} if key else {}
    return {"@type": "cr:RecordSet", "@id": name, "name": name, **keyed, "field": fields, "data": data}


def _value(given: Any, kind: str) -> Any:  # noqa: ANN401 (JSON)
    return given or None if kind != "sc:Float" else given


def _context(language: str) -> Record:
    terms = {one: f"cr:{one}" for one in _TERMS}
    return {
        "@language": language,
        "@vocab": "https://schema.org/",
        **terms,
        **_TYPED,
        "conformsTo": "dct:conformsTo",
        "cr": "http://mlcommons.org/croissant/",
        "dct": "http://purl.org/dc/terms/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "sc": "https://schema.org/",
    }
