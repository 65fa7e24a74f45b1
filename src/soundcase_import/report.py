"""The report of an import, for people and for programs."""

from __future__ import annotations

import json
import shlex
from collections import Counter
from collections.abc import Iterator

from soundcase.problems.phrases import harmless, number_of, writable
from soundcase_import.draft import Draft, DraftTask
from soundcase_import.importer import ImportResult

MOST = 12
"""Lines of one kind that people are shown."""


def as_text(imported: ImportResult) -> str:
    """The report for people: what was found, what is doubtful, what is wrong in the source."""
    draft = imported.draft
    assert draft is not None
    counts = _numbers(draft)
    *most, last = (f"{counts[name]:,} {name if counts[name] != 1 else name[:-1]}" for name in counts)
    absent = len(draft.absent())
    of_these = f" ({absent:,} of them not there)" if absent else ""
    lines = [f"Imported into {imported.target}: {', '.join(most)} and {last}{of_these}"]
    for task in draft.tasks():
        count = len(_models(draft, task))
        models = f"{count} models" if count != 1 else "1 model"
        examples = number_of(len(task.examples), "example")
        lines.append(f"  examples/{task.id}.yaml: {examples}, {models} ({task.output})")
    lines += _part("Decided:", draft.shown)
    doubts = draft.all_doubts()
    lines += _part(f"To check ({len(doubts)}):", tuple(f"{place}: {text}" for place, text in doubts))
    lines += _part("Left out:", draft.left_out)
    defects = tuple(f"{one.kind}: {one.message}" for one in draft.defects)
    lines += _part(f"Wrong in the source ({len(defects)}):", defects)
    target = shlex.quote(str(imported.target))
    lines += ["", f"Next: build-site check -C {target}, then build-site -C {target}"]
    return "\n".join(map(harmless, lines))


def _numbers(draft: Draft) -> dict[str, int]:
    tasks = list(draft.tasks())
    return {
        "tasks": len(tasks),
        "examples": sum(len(task.examples) for task in tasks),
        "models": len(draft.models),
        "clips": len(set(draft.clips())),
    }


def _models(draft: Draft, task: DraftTask) -> list[str]:
    used = {model for row in task.rows() for model in row.outputs}
    return [model.id for model in draft.models if model.id in used]


def _part(title: str, lines: tuple[str, ...]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        counted = Counter(lines)
        for line, count in list(counted.items())[:MOST]:
            yield f"  {line}" + (f" ({count} times)" if count > 1 else "")
        if len(counted) > MOST:
            yield f"  … and {len(counted) - MOST} more"


def as_json(imported: ImportResult) -> str:
    """The report for programs: one object."""
    draft = imported.draft
    assert draft is not None
    tasks = [
        {
            "id": task.id,
            "title": task.title,
            "file": f"examples/{task.id}.yaml",
            "output": task.output,
            "examples": len(task.examples),
            "models": _models(draft, task),
            "clips": len({piece.plays for row in task.rows() for piece in row.pieces()} - {""}),
        }
        for task in draft.tasks()
    ]
    report = {
        "target": str(imported.target),
        **_numbers(draft),
        "absent": draft.absent(),
        "list": tasks,
        "decided": list(draft.shown),
        "doubts": [{"file": f"examples/{place}", "message": text} for place, text in draft.all_doubts()],
        "left_out": list(draft.left_out),
        "defects": [{"kind": one.kind, "message": one.message, "place": one.place} for one in draft.defects],
    }
    return writable(json.dumps(report, indent=2, ensure_ascii=False))
