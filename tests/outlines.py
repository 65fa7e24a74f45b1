"""A draft in few lines, for tests that say what should come of a source.

A line per task (`# title [output]`), one per example below it: its name, its fields, `|`, its outputs; clips
without `.wav`, words in quotes. What all examples share stands in a line that begins with `*`; `?` ends a line
with a doubt, `!` begins one with a defect.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from soundcase_import.draft import Draft, DraftExample, DraftMedia, DraftTask, Pieces


def outline(draft: Draft) -> list[str]:
    """The lines."""
    defects = [f"! {one.kind}" for one in draft.defects if one.kind != "missing-file"]
    names = {model.id: model.name for model in draft.models}
    tasks = ((part.title, task) for part in draft.sections for task in part.tasks)
    return [line for above, task in tasks for line in _task(above, task, names)] + defects


def _task(above: str, task: DraftTask, names: Mapping[str, str]) -> Iterator[str]:
    title = task.title if above == "Examples" else f"{above} > {task.title}"
    description = f" ({task.description})" if task.description else ""
    yield f"# {title} [{task.output}]{description}{' ?' if task.doubts else ''}"
    if task.defaults:
        yield f"*{_row(task.defaults, names)}".rstrip(" |")
    yield from (_row(row, names).strip() for row in task.examples)


def _row(row: DraftExample, names: Mapping[str, str]) -> str:
    said = [f"{row.title}:"] if row.title else []
    said += [f"[{row.group}]"] if row.group else []
    said += [f"{name}={text}" for name, text in row.tags.items()]
    for name in ("audio", "prompt_audio", "reference", "context"):
        pieces: Pieces = getattr(row, name)
        said += [f"{name}={_pieces(pieces)}"] if pieces else []
    prompt = row.prompt.per_model or row.prompt.shared
    for name in ("prompt", "text", "prompt_text", "note"):
        text = prompt if name == "prompt" else getattr(row, name)
        said += [f"{name}={text!r}"] if text else []
    said += [f"choices={'/'.join(one.text for one in row.choices)}"] if row.choices else []
    said += [f"labels={'+'.join(row.labels)}"] if row.labels else []
    outputs = " ".join(f"{names[model]}={_pieces(pieces)}" for model, pieces in row.outputs.items())
    return f" {' '.join(said)} | {outputs}{' ?' if row.doubts else ''}"


def _pieces(pieces: Pieces) -> str:
    return "+".join(map(_piece, pieces))


def _piece(one: DraftMedia) -> str:
    label = f"{one.label}:" if one.label else ""
    words = repr(one.text) if one.text is not None else "+".join(one.labels)
    scores = "".join(f"[{name} {value}]" for name, value in one.scores.items())
    picture = f"<{one.image}>" if one.image and not one.plays else ""
    return f"{label}{one.plays.removesuffix('.wav')}{picture}{'@' if one.url else ''}{words}{scores}"
