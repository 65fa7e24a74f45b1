"""One file of the catalogue as values: parsed, held against the schema, resolved, with what is wrong with it.

Rule: a reading depends on the file's content and its name, and on what is given; it looks at no other file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from soundcase.catalogue.comments import comment_in_text
from soundcase.catalogue.located import parse
from soundcase.catalogue.nodes import Document
from soundcase.catalogue.parsed import ParsedCatalogue, ParsedExamples, ParsedTask, Reading, TaskHead
from soundcase.catalogue.records import parse_records
from soundcase.catalogue.resolve import catalogue_head, task_examples, task_head
from soundcase.catalogue.schema.catalogue import CatalogueEntry
from soundcase.catalogue.schema.documents import RecordsEntry
from soundcase.catalogue.schema.example import ExampleEntry
from soundcase.catalogue.schema.scalars import Entry
from soundcase.catalogue.schema.task import TaskEntry
from soundcase.catalogue.validate import PRUNED, validate
from soundcase.model import Example, MediaSettings, SourcePath
from soundcase.problems.codes import CODES, problem_of
from soundcase.problems.phrases import nearest
from soundcase.problems.problem import Problem

Keep = Callable[[Sequence[Example]], tuple[bytes, ...]]
"""Keeps examples, and gives their digests."""


def document_of(content: bytes, shown: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """A file with the places of its values, and what is wrong with it as YAML or JSON Lines."""
    return (parse_records if shown.endswith(".jsonl") else parse)(content, shown)


def read_catalogue(content: bytes, shown: str, keep: Keep) -> Reading[ParsedCatalogue]:
    """The main file."""
    document, entry, problems = _entry(content, shown, CatalogueEntry)
    if document is None or not isinstance(entry, CatalogueEntry):
        return Reading(None, problems, document is not None)
    origin = SourcePath(shown)
    head = catalogue_head(entry, origin)
    listed = []
    for index, section in enumerate(entry.sections):
        tasks: list[tuple[int, str | ParsedTask]] = []
        for number, item in enumerate(section.tasks):
            if isinstance(item, TaskEntry):
                at = origin.at("sections", index, "tasks", number)
                problems += _both(item, document, at)
                tasks.append((number, _task(item, task_head(item, at, "", head.media), keep)))
            elif item != PRUNED:
                tasks.append((number, item))
        listed.append(tuple(tasks))
    rules, wrong = _rules(entry, document)
    return Reading(ParsedCatalogue(head, tuple(listed), rules), (*problems, *wrong), legible=True)


def read_task(content: bytes, shown: str, media: MediaSettings, keep: Keep) -> Reading[ParsedTask]:
    """The file of a task; `media` is what the catalogue says for all tasks."""
    document, entry, problems = _entry(content, shown, TaskEntry)
    if document is None or not isinstance(entry, TaskEntry):
        return Reading(None, problems, document is not None)
    origin = SourcePath(shown)
    read = _task(entry, task_head(entry, origin, PurePosixPath(shown).stem, media), keep)
    return Reading(read, problems + _both(entry, document, origin), legible=True)


def read_records(content: bytes, shown: str, head: TaskHead, keep: Keep) -> Reading[ParsedExamples]:
    """A file with the examples of a task."""
    document, entry, problems = _entry(content, shown, RecordsEntry)
    entries = entry.examples if isinstance(entry, RecordsEntry) else ()
    examples = _examples(head, entries, SourcePath(shown, ("examples",)), keep)
    return Reading(examples, problems, document is not None)


def _entry(
    content: bytes, shown: str, root: type[Entry]
) -> tuple[Document | None, Entry | None, tuple[Problem, ...]]:
    document, problems = document_of(content, shown)
    if document is None:
        return None, None, problems
    checked = validate(document, root)
    return document, checked.entry, (*problems, *checked.problems, *comment_in_text(document, root))


def _task(entry: TaskEntry, head: TaskHead, keep: Keep) -> ParsedTask:
    examples = _examples(head, entry.examples or (), head.task.origin.at("examples"), keep)
    return ParsedTask(head, examples, (entry.examples_from or "") if entry.examples is None else "")


def _examples(head: TaskHead, entries: Sequence[ExampleEntry], rows: SourcePath, keep: Keep) -> ParsedExamples:
    examples = task_examples(head, entries, rows)
    answering = {model for one in examples for model in one.answering()}
    return ParsedExamples(keep(examples), tuple(sorted(answering)))


def _both(entry: TaskEntry, document: Document, origin: SourcePath) -> tuple[Problem, ...]:
    """What is wrong where a task has examples in two places."""
    if entry.examples_from is None or entry.examples is None:
        return ()
    place = document.place(origin.at("examples_from").keys, of_key=True)
    message = "a task has 'examples' or 'examples_from', not both"
    return (problem_of("wrong-value", message, place, "remove one of them"),)


def _rules(
    entry: CatalogueEntry, document: Document
) -> tuple[tuple[tuple[str, str], ...], tuple[Problem, ...]]:
    rules: list[tuple[str, str]] = []
    problems: list[Problem] = []
    for name, value in (entry.rules or {}).items():
        place = document.place(("rules", name), of_key=True)
        if name not in CODES:
            hint = nearest(name, CODES) or "'build-site explain' lists all codes"
            problems.append(problem_of("unknown-rule", f"no problem has the code '{name}'", place, hint))
        elif not CODES[name].adjustable:
            message = f"the severity of '{name}' cannot be changed"
            hint = "the page would be wrong or incomplete"
            problems.append(problem_of("wrong-value", message, place, hint))
        else:
            rules.append((name, value if isinstance(value, str) else value.severity))
    return tuple(rules), tuple(problems)
