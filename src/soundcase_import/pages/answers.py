"""Answers in words: the prompts that were asked for them, and labels where they are labels."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from soundcase.model import Prompt
from soundcase_import.draft import DraftExample, DraftMedia, DraftTask
from soundcase_import.label_list import listed
from soundcase_import.pages.vocabulary import is_sentence


def asked(code: Sequence[str], systems: Sequence[str]) -> Prompt:
    """The prompt in the one block of code before a task: for all systems, or a line for each."""
    if len(code) != 1:
        return Prompt()
    lines = [line.strip() for line in code[0].split("\n") if line.strip()]
    named = {name: text for line in lines for name, text in (_named(line, systems),) if name}
    if named and len(named) == len(lines):
        return Prompt(per_model=named)
    return Prompt("\n".join(lines) or None)


def _named(line: str, systems: Sequence[str]) -> tuple[str, str]:
    for name in systems:
        found = re.match(rf"{re.escape(name)}\s*[:：]\s*(.+)$", line, re.IGNORECASE)
        if found:
            return name, found.group(1).strip()
    return "", ""


def with_labels(task: DraftTask) -> DraftTask:
    """The task with its answers as labels where it says which labels are right."""
    if task.output != "text" or not any(row.labels for row in task.examples):
        return task
    answers = [piece.text or "" for row in task.examples for pieces in row.outputs.values() for piece in pieces]
    sentences = [text for text in answers if is_sentence(text) and not listed(text)]
    if len(sentences) * 2 > len(answers):
        return replace(task, examples=tuple(_as_reference(row) for row in task.examples))
    return replace(task, output="labels", examples=tuple(_as_labels(row) for row in task.examples))


def _as_reference(row: DraftExample) -> DraftExample:
    words = tuple(DraftMedia(text=text) for text in row.labels or ())
    return replace(row, labels=None, reference=(*row.reference, *words))


def _as_labels(row: DraftExample) -> DraftExample:
    outputs: Mapping[str, tuple[DraftMedia, ...]] = {
        name: tuple(
            replace(one, text=None, labels=listed(one.text or "") or ((one.text or ""),)) for one in pieces
        )
        for name, pieces in row.outputs.items()
    }
    return replace(
        row,
        outputs=outputs,
        labels=tuple(label for text in row.labels or () for label in listed(text) or (text,)),
    )
