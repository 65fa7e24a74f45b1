"""A draft as the files of a catalogue: `examples/catalogue.yaml`, one file per task, records for long ones.

Rule 1: keys come in the order of the schema; what is empty is left out; short forms where they say it all.
Rule 2: a task with very many examples gets a JSONL file, as nobody edits thousands of lines by hand.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from soundcase.text.characters import clean
from soundcase_import.draft import (
    Draft,
    DraftExample,
    DraftMedia,
    DraftModel,
    DraftPrompt,
    DraftSection,
    DraftTask,
    Notes,
    Pieces,
)
from soundcase_import.yaml_tree import YamlEntry, YamlList, YamlMapping, YamlValue, document, pairs, texts

MANY = 500
"""Examples in a YAML file at most."""

_SCHEMA = "yaml-language-server: $schema=../docs/schema/{}.json"
_CHECK = "What is doubtful has a comment 'check:'; decide, then remove the comment."


def files_of(draft: Draft) -> dict[str, str]:
    """The text files of the catalogue, by their path in the project."""
    found = {"examples/catalogue.yaml": _catalogue(draft)}
    for task in draft.tasks():
        found[f"examples/{task.id}.yaml"] = _task(task, tuple(model.id for model in draft.models))
        if len(task.examples) > MANY:
            found[f"examples/{task.id}.jsonl"] = _records(task)
    return found


def _head(kind: str, *, doubtful: bool) -> tuple[str, ...]:
    return (_SCHEMA.format(kind), *((_CHECK,) if doubtful else ()))


def _catalogue(draft: Draft) -> str:
    doubtful = bool(draft.doubts or any(model.doubts for model in draft.models))
    return document(YamlMapping(tuple(_page(draft))), _head("catalogue", doubtful=doubtful))


def _page(draft: Draft) -> Iterator[YamlEntry]:
    yield YamlEntry("title", draft.title, draft.doubts.get("title", ()))
    yield from _texts(draft, ("subtitle", "language", "description", "notice"))
    if draft.authors:
        authors = tuple(YamlMapping((YamlEntry("name", name),)) for name in draft.authors)
        yield YamlEntry("authors", YamlList(authors), draft.doubts.get("authors", ()))
    yield from _texts(draft, ("abstract",))
    if draft.links:
        links = tuple(
            YamlMapping((YamlEntry("label", one.label), YamlEntry("url", one.url))) for one in draft.links
        )
        yield YamlEntry("links", YamlList(links))
    if draft.figures:
        yield YamlEntry(
            "figures",
            YamlList(tuple(YamlMapping(tuple(_filled(one, "image alt caption"))) for one in draft.figures)),
        )
    yield from _texts(draft, ("citation",))
    models = YamlMapping(tuple(_model(model) for model in draft.models))
    yield YamlEntry("models", models, draft.doubts.get("models", ()), apart=True)
    yield YamlEntry("sections", YamlList(tuple(map(_section, draft.sections)), apart=True), apart=True)
    if draft.rules:
        rules = (
            YamlEntry(code, pairs({"severity": kind, "reason": why}))
            for code, (kind, why) in draft.rules.items()
        )
        yield YamlEntry("rules", YamlMapping(tuple(rules)), apart=True)


def _texts(draft: Draft, names: tuple[str, ...]) -> Iterator[YamlEntry]:
    for name in names:
        if getattr(draft, name):
            yield YamlEntry(name, getattr(draft, name), draft.doubts.get(name, ()))


def _filled(value: object, names: str) -> Iterator[YamlEntry]:
    """The fields that are not empty."""
    for name in names.split():
        if getattr(value, name):
            yield YamlEntry(name, getattr(value, name))


def _model(model: DraftModel) -> YamlEntry:
    entries = [*_filled(model, "name url description group")]
    if model.meta:
        entries.append(YamlEntry("meta", pairs(model.meta)))
    if model.ours:
        entries.append(YamlEntry("ours", "true"))
    return YamlEntry(model.id, YamlMapping(tuple(entries) or (YamlEntry("name", model.id),)), model.doubts)


def _section(section: DraftSection) -> YamlMapping:
    tasks = YamlList(tuple(f"{task.id}.yaml" for task in section.tasks))
    about = (YamlEntry("description", section.description),) if section.description else ()
    return YamlMapping((YamlEntry("title", section.title), *about, YamlEntry("tasks", tasks)))


def _task(task: DraftTask, columns: tuple[str, ...]) -> str:
    doubtful = any((task.doubts, *(row.doubts for row in task.rows()))) or any(
        piece.doubts for row in task.rows() for piece in row.pieces()
    )
    return document(YamlMapping(tuple(_task_entries(task, columns))), _head("task", doubtful=doubtful))


def _own_models(task: DraftTask, columns: tuple[str, ...]) -> tuple[str, ...]:
    """The task's models where the catalogue's order and the examples do not say them."""
    used = {model for row in task.rows() for model in row.outputs}
    return () if task.models == tuple(model for model in columns if model in used) else task.models


def _task_entries(task: DraftTask, columns: tuple[str, ...]) -> Iterator[YamlEntry]:
    long = len(task.examples) > MANY
    models = _own_models(task, columns)
    values: dict[str, YamlValue | None] = {
        "title": task.title,
        "description": task.description or None,
        "output": task.output,
        "prompt": _prompt(task.prompt) if task.prompt else None,
        "models": YamlList(models) if models else None,
        "layout": task.layout or None,
        "sync": task.sync or None,
        "selection": task.selection or None,
        "language": task.language or None,
    }
    yield from _doubted(values, task.doubts)
    if task.defaults:
        yield YamlEntry("defaults", YamlMapping(tuple(_example(task.defaults, task.output))), apart=True)
    if long:
        yield YamlEntry("examples_from", f"{task.id}.jsonl", apart=True)
    else:
        rows = tuple(YamlMapping(tuple(_example(one, task.output))) for one in task.examples)
        yield YamlEntry("examples", YamlList(rows, apart=True), apart=True)


def _prompt(prompt: DraftPrompt) -> YamlValue:
    return prompt if isinstance(prompt, str) else pairs(prompt)


def _example(one: DraftExample, output: str) -> Iterator[YamlEntry]:
    bare = {"audio": "audio", "prompt_audio": "audio", "context": "text"}
    values: dict[str, YamlValue | None] = {
        "id": one.id or None,
        "title": one.title or None,
        "group": one.group or None,
        "tags": pairs(one.tags) if one.tags else None,
        "audio": _media(one.audio, bare["audio"]),
        "prompt": _prompt(one.prompt) if one.prompt else None,
        "text": one.text,
        "prompt_audio": _media(one.prompt_audio, bare["prompt_audio"]),
        "prompt_text": one.prompt_text,
        "labels": texts(one.labels) if one.labels else None,
        "reference": _media(one.reference, "audio" if output == "audio" else "text"),
        "context": _media(one.context, bare["context"]),
        "note": one.note or None,
        "language": one.language or None,
    }
    values["outputs"] = _outputs(one.outputs, output) if one.outputs else None
    yield from _doubted(values, one.doubts)


def _doubted(values: Mapping[str, YamlValue | None], doubts: Notes) -> Iterator[YamlEntry]:
    """What is there, each with its doubts; those of what is not there stand first."""
    homeless = tuple(text for name, told in doubts.items() if values.get(name) is None for text in told)
    for name, value in values.items():
        if value is not None:
            yield YamlEntry(name, value, (*homeless, *doubts.get(name, ())))
            homeless = ()


def _outputs(outputs: Mapping[str, Pieces], output: str) -> YamlMapping:
    found = []
    for model, pieces in outputs.items():
        value = _media(pieces, output)
        if value is not None:
            found.append(YamlEntry(model, value))
    return YamlMapping(tuple(found))


def _media(pieces: Pieces, bare: str) -> YamlValue | None:
    if not pieces:
        return None
    if len(pieces) == 1:
        return _piece(pieces[0], bare)
    return YamlList(tuple(_piece(one, bare) for one in pieces))


def _piece(one: DraftMedia, bare: str) -> YamlValue:
    said = {
        name
        for name in (
            "audio",
            "text",
            "labels",
            "label",
            "image",
            "alt",
            "video",
            "note",
            "url",
            "sha256",
            "doubts",
        )
        if getattr(one, name) not in ("", None, ())
    }
    if said == {bare} and (bare != "labels" or len(one.labels) == 1):
        return one.labels[0] if bare == "labels" else str(getattr(one, bare))
    return YamlMapping(tuple(_piece_entries(one)))


def _piece_entries(one: DraftMedia) -> Iterator[YamlEntry]:
    doubts = one.doubts
    values: dict[str, YamlValue | None] = {
        "label": one.label or None,
        "text": one.text,
        "labels": texts(one.labels) if one.labels else None,
        "audio": one.audio or None,
        "image": one.image or None,
        "alt": one.alt or None,
        "video": one.video or None,
        "note": one.note or None,
        "url": one.url or None,
        "sha256": one.sha256 or None,
    }
    for name, value in values.items():
        if value is not None:
            yield YamlEntry(name, value, doubts)
            doubts = ()


def _records(task: DraftTask) -> str:
    lines = [_plain(YamlMapping(tuple(_example(one, task.output)))) for one in task.examples]
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)


def _plain(value: YamlValue) -> object:
    if isinstance(value, YamlMapping):
        return {clean(one.key): _plain(one.value) for one in value.entries}
    if isinstance(value, YamlList):
        return [_plain(one) for one in value.values]
    return clean(value)
