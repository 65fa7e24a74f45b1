"""A draft as the files of a catalogue: `examples/catalogue.yaml`, one file per task, records for long ones.

Rule 1: keys come in the order of the schema; what is empty is left out; short forms where they say it all.
Rule 2: a task with very many examples gets a JSONL file, as nobody edits thousands of lines by hand.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from soundcase.fields import FieldKind, fields_of
from soundcase.model import Media, Prompt
from soundcase.text.characters import clean
from soundcase_import.draft import (
    Draft,
    DraftExample,
    DraftMedia,
    DraftModel,
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
        "prompt": _prompt(task.prompt),
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


def _prompt(prompt: Prompt) -> YamlValue | None:
    return pairs(prompt.per_model) if prompt.per_model else prompt.shared


def _example(one: DraftExample, output: str) -> Iterator[YamlEntry]:
    values: dict[str, YamlValue | None] = {"id": one.id or None}
    for about in fields_of(DraftExample).values():
        values[about.name] = _WRITTEN[about.kind](getattr(one, about.name), about.bare_in(output))
    yield from _doubted(values, one.doubts)


def _doubted(values: Mapping[str, YamlValue | None], doubts: Notes) -> Iterator[YamlEntry]:
    """What is there, each with its doubts; those of what is not there stand first."""
    homeless = tuple(text for name, told in doubts.items() if values.get(name) is None for text in told)
    for name, value in values.items():
        if value is not None:
            yield YamlEntry(name, value, (*homeless, *doubts.get(name, ())))
            homeless = ()


def _outputs(outputs: Mapping[str, Pieces], bare: str) -> YamlValue | None:
    written = {model: _media(pieces, bare) for model, pieces in outputs.items()}
    entries = tuple(YamlEntry(model, value) for model, value in written.items() if value is not None)
    return YamlMapping(entries) if entries else None


def _media(pieces: Pieces, bare: str) -> YamlValue | None:
    if not pieces:
        return None
    if len(pieces) == 1:
        return _piece(pieces[0], bare)
    return YamlList(tuple(_piece(one, bare) for one in pieces))


def _piece(one: DraftMedia, bare: str) -> YamlValue:
    values = {
        name: _WRITTEN[about.kind](getattr(one, name), "")
        for name, about in fields_of(Media).items()
        if hasattr(one, name)
    }
    (name, value), *more = ((name, value) for name, value in values.items() if value is not None)
    if name == bare and not more and not one.doubts and isinstance(value, str):
        return value
    return YamlMapping((YamlEntry(name, value, one.doubts), *(YamlEntry(*each) for each in more)))


def _text(text: str | None, _: str) -> YamlValue | None:
    return text or None


_WRITTEN: Mapping[FieldKind, Callable[[Any, str], YamlValue | None]] = {
    **dict.fromkeys(("line", "markdown", "language", "file", "url", "sha256"), _text),
    **dict.fromkeys(("text", "exact"), lambda text, _: text),
    "labels": lambda labels, _: texts(labels) if labels else None,
    "tags": lambda tags, _: pairs(tags) if tags else None,
    "prompt": lambda prompt, _: _prompt(prompt),
    "media": lambda pieces, bare: _media(pieces, bare),
    "outputs": lambda outputs, bare: _outputs(outputs, bare),
    "turns": lambda _turns, _: None,
}
"""How a value is written, by the kind of its field and what a bare string in it is; None where it is empty."""


def _records(task: DraftTask) -> str:
    lines = [_plain(YamlMapping(tuple(_example(one, task.output)))) for one in task.examples]
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)


def _plain(value: YamlValue) -> object:
    if isinstance(value, YamlMapping):
        return {clean(one.key): _plain(one.value) for one in value.entries}
    if isinstance(value, YamlList):
        return [_plain(one) for one in value.values]
    return clean(value)
