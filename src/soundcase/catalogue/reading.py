"""One file of the catalogue as values: held against the schema, resolved, with what is wrong with it.

Rule: a reading depends on the file's content and its name, and on what is given; it looks at no other file.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from pydantic import ValidationError

from soundcase.catalogue.comments import comment_in_text
from soundcase.catalogue.examples import parsed_examples
from soundcase.catalogue.heads import catalogue_head, task_head
from soundcase.catalogue.nodes import Document, Plain
from soundcase.catalogue.parsed import ParsedCatalogue, ParsedExamples, ParsedTask, Reading, TaskHead
from soundcase.catalogue.schema import PRUNED
from soundcase.catalogue.schema.catalogue import CatalogueEntry
from soundcase.catalogue.schema.documents import RecordsEntry
from soundcase.catalogue.schema.example import ExampleEntry
from soundcase.catalogue.schema.scalars import Entry
from soundcase.catalogue.schema.task import TaskEntry
from soundcase.catalogue.validate import validate
from soundcase.kept import KeptValues
from soundcase.model import SourcePath
from soundcase.problems.codes import CODES, problem_of
from soundcase.problems.phrases import nearest
from soundcase.problems.problem import Problem
from soundcase.settings import MediaSettings


def read_catalogue(
    document: Document | None, problems: tuple[Problem, ...], shown: str, kept: KeptValues
) -> Reading[ParsedCatalogue]:
    """The main file."""
    entry, problems = _entry(document, problems, CatalogueEntry)
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
                tasks.append((number, _task(item, task_head(item, at, "", head.media), kept)))
            elif item != PRUNED:
                tasks.append((number, item))
        listed.append(tuple(tasks))
    rules, wrong = _rules(entry, document)
    return Reading(ParsedCatalogue(head, tuple(listed), rules), (*problems, *wrong), legible=True)


def read_task(
    document: Document | None, problems: tuple[Problem, ...], shown: str, media: MediaSettings, kept: KeptValues
) -> Reading[ParsedTask]:
    """The file of a task; `media` is what the catalogue says for all tasks."""
    entry, problems = _entry(document, problems, TaskEntry)
    if document is None or not isinstance(entry, TaskEntry):
        return Reading(None, problems, document is not None)
    origin = SourcePath(shown)
    read = _task(entry, task_head(entry, origin, PurePosixPath(shown).stem, media), kept)
    return Reading(read, problems + _both(entry, document, origin), legible=True)


def read_records(
    document: Document | None, problems: tuple[Problem, ...], shown: str, head: TaskHead, kept: KeptValues
) -> Reading[ParsedExamples]:
    """A file with the examples of a task."""
    entry, problems = _entry(document, problems, RecordsEntry)
    entries = entry.examples if isinstance(entry, RecordsEntry) else ()
    examples = parsed_examples(head, entries, SourcePath(shown, ("examples",)), kept)
    return Reading(examples, problems, document is not None)


def head_of(value: Plain, origin: SourcePath, name: str, media: MediaSettings) -> tuple[TaskHead, str] | None:
    """A task without its examples, and the file that these are in, if any; None where something is wrong."""
    try:
        entry = TaskEntry.model_validate(value)
    except ValidationError:
        return None
    return task_head(entry, origin, name, media), entry.examples_from or ""


def entries_of(value: Plain) -> Sequence[ExampleEntry] | None:
    """Some examples; None where something is wrong."""
    try:
        return RecordsEntry.model_validate({"examples": value}).examples
    except ValidationError:
        return None


def _entry(
    document: Document | None, problems: tuple[Problem, ...], root: type[Entry]
) -> tuple[Entry | None, tuple[Problem, ...]]:
    if document is None:
        return None, problems
    checked = validate(document, root)
    return checked.entry, (*problems, *checked.problems, *comment_in_text(document, root))


def _task(entry: TaskEntry, head: TaskHead, kept: KeptValues) -> ParsedTask:
    examples = parsed_examples(head, entry.examples or (), head.task.origin.at("examples"), kept)
    return ParsedTask(head, examples, (entry.examples_from or "") if entry.examples is None else "")


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
