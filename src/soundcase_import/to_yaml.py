"""A draft as the files of a catalogue: `examples/catalogue.yaml`, one file per task, records for long ones.

Rule 1: keys come in the order of the schema; what is empty is left out; short forms where they say it all.
Rule 2: a task with very many examples gets a JSONL file, as nobody edits thousands of lines by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from soundcase.attachment import Attachment
from soundcase.catalogue.yaml_tree import (
    CHECK,
    MANY,
    YamlEntry,
    YamlList,
    YamlMapping,
    YamlValue,
    document,
    headed,
    mapping,
    records,
)
from soundcase.choice import Choice
from soundcase.fields import FieldKind, fields_of
from soundcase.model import Media, Prompt
from soundcase_import.draft import Draft, DraftExample, DraftMedia, DraftTask, Pieces, ScoreText

_DOUBTFUL = "# What is doubtful has a comment 'check:'; decide, then remove the comment.\n"


def files_of(draft: Draft) -> dict[str, str]:
    """The text files of the catalogue, by their path in the project."""
    columns = [model.id for model in draft.models]
    blocks = {"catalogue": _catalogue(draft), **{task.id: _task(task, columns) for task in draft.tasks()}}
    found = {}
    for name, block in blocks.items():
        text = document(block)
        doubtful = any(line.lstrip().startswith(CHECK) for line in text.split("\n"))
        found[f"examples/{name}.yaml"] = headed(name, text, _DOUBTFUL if doubtful else "")
    for task in draft.tasks():
        if len(task.examples) > MANY:
            found[f"examples/{task.id}.jsonl"] = records(_example(one, task.output) for one in task.examples)
    return found


def _catalogue(draft: Draft) -> YamlMapping:
    models = []
    for model in draft.models:
        about = mapping({**_texts(model, "name"), "ours": "true" if model.ours else None})
        models.append(
            YamlEntry(model.id, about if about.entries else mapping({"name": model.id}), model.doubts)
        )
    sections = []
    for one in draft.sections:
        tasks = YamlList(tuple(f"{task.id}.yaml" for task in one.tasks))
        sections.append(mapping({"title": one.title, "tasks": tasks}))
    rules = {code: mapping({"severity": kind, "reason": why}) for code, (kind, why) in draft.rules.items()}
    return mapping(
        {
            "title": draft.title,
            **_texts(draft, "language", "notice", "abstract"),
            "links": _items(mapping(_texts(one, "label", "url")) for one in draft.links),
            **_texts(draft, "citation"),
            "models": YamlMapping(tuple(models)),
            "sections": YamlList(tuple(sections), apart=True),
            "rules": mapping(rules) if rules else None,
        },
        draft.doubts,
        apart=("models", "sections", "rules"),
    )


def _texts(value: object, *names: str) -> dict[str, YamlValue | None]:
    """Fields that hold texts, None in place of empty ones."""
    return {name: getattr(value, name) or None for name in names}


def _items(values: Iterable[YamlValue]) -> YamlValue | None:
    """A list, None in place of an empty one."""
    found = tuple(values)
    return YamlList(found) if found else None


def _task(task: DraftTask, columns: Sequence[str]) -> YamlMapping:
    used = {model for row in task.rows() for model in row.outputs}
    implied = task.models == tuple(
        model for model in columns if model in used
    )  # by the catalogue and the examples
    long = len(task.examples) > MANY
    rows = () if long else tuple(_example(one, task.output) for one in task.examples)
    return mapping(
        {
            **_texts(task, "title", "description", "output"),
            "prompt": _prompt(task.prompt),
            "models": None if implied else _items(task.models),
            **_texts(task, "layout", "label_match", "text_match"),
            "scores": _scores(task) if task.scores else None,
            **_texts(task, "clusters"),
            "results": _results(task) if task.results else None,
            **_texts(task, "selection", "language"),
            "defaults": _example(task.defaults, task.output) if task.defaults else None,
            "examples_from": f"{task.id}.jsonl" if long else None,
            "examples": None if long else YamlList(rows, apart=True),
        },
        task.doubts,
        apart=("defaults", "examples_from", "examples"),
    )


def _scores(task: DraftTask) -> YamlMapping:
    entries = (
        YamlEntry(name, mapping(_texts(one, "measure", "better", "unit", "average")), one.doubts)
        for name, one in task.scores.items()
    )
    return YamlMapping(tuple(entries))


def _results(task: DraftTask) -> YamlMapping:
    return mapping(
        {
            name: mapping({model: mapping(figure) for model, figure in figures.items()})
            for name, figures in task.results.items()
        }
    )


def _prompt(prompt: Prompt) -> YamlValue | None:
    return mapping(prompt.per_model) if prompt.per_model else prompt.shared


def _example(one: DraftExample, output: str) -> YamlMapping:
    values: dict[str, YamlValue | None] = {"id": one.id or None}
    for about in fields_of(DraftExample).values():
        values[about.name] = _WRITTEN[about.kind](getattr(one, about.name), about.bare_in(output))
    return mapping(values, one.doubts)


def _media(pieces: Pieces, bare: str) -> YamlValue | None:
    found: list[YamlValue] = []
    kinds = {name: about.kind for name, about in fields_of(Media).items() if hasattr(DraftMedia, name)}
    for one in pieces:
        written = {name: _WRITTEN[kind](getattr(one, name), "") for name, kind in kinds.items()}
        values = {name: value for name, value in written.items() if value is not None}
        alone = values.get(bare) if len(values) == 1 and not one.doubts else None
        found.append(alone if isinstance(alone, str) else mapping(values, {next(iter(values)): one.doubts}))
    return found[0] if len(found) == 1 else _items(found)


def _score(one: ScoreText) -> YamlValue:
    return one if isinstance(one, str) else mapping(one)


def _attachment(one: Attachment) -> YamlValue:
    return mapping({"file": one.file, "label": one.label}) if one.label else one.file


def _choices(choices: tuple[Choice, ...]) -> YamlValue | None:
    """A list, or a mapping where the letters are their own."""
    if all(one.number for one in choices):
        return _items(tuple(one.text for one in choices))
    return mapping({one.key: one.text for one in choices})


_LINES: tuple[FieldKind, ...]
_LINES = ("line", "markdown", "language", "file", "url", "sha256", "cited", "consent")
_WRITTEN: Mapping[FieldKind, Callable[[Any, str], YamlValue | None]] = {
    **dict.fromkeys(_LINES, lambda text, _: text or None),
    **dict.fromkeys(("text", "exact"), lambda text, _: text),
    "labels": lambda labels, _: labels[0] if labels and len(labels) == 1 else _items(labels or ()),
    "tags": lambda tags, _: mapping(tags) if tags else None,
    "scores": lambda scores, _: (
        mapping({name: _score(one) for name, one in scores.items()}) if scores else None
    ),
    "prompt": lambda prompt, _: _prompt(prompt),
    "media": _media,
    "outputs": lambda outputs, bare: (
        mapping({model: _media(pieces, bare) for model, pieces in outputs.items()}) if outputs else None
    ),
    "turns": lambda _turns, _: None,
    "choices": lambda choices, _: _choices(choices) if choices else None,
    "files": lambda files, _: _items(tuple(_attachment(one) for one in files)) if files else None,
}
"""How a value is written, by the kind of its field and what a bare string in it is; None where it is empty."""
