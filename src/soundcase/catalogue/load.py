"""From the YAML files of a project to its catalogue, keeping what is valid and reporting the rest.

Rule: a fault in one example, task or file hides nothing in the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from soundcase.catalogue.comments import comment_in_text
from soundcase.catalogue.decoding import source_lines
from soundcase.catalogue.files import inside
from soundcase.catalogue.located import parse, read_file
from soundcase.catalogue.nodes import Document
from soundcase.catalogue.records import parse_records
from soundcase.catalogue.resolve import TaskSource, resolve
from soundcase.catalogue.schema.catalogue import CatalogueEntry
from soundcase.catalogue.schema.documents import RecordsEntry
from soundcase.catalogue.schema.example import ExampleEntry
from soundcase.catalogue.schema.scalars import Entry
from soundcase.catalogue.schema.task import TaskEntry
from soundcase.catalogue.validate import PRUNED, validate
from soundcase.model import Catalogue, SourcePath
from soundcase.problems.codes import CODES, problem_of
from soundcase.problems.phrases import nearest
from soundcase.problems.problem import Fault, Place, Problem
from soundcase.project import Project

MAIN = "catalogue.yaml"


@dataclass(frozen=True, slots=True)
class Loaded:
    """The catalogue that was read, with its documents and its problems."""

    catalogue: Catalogue | None
    """None where the main file cannot be understood at all."""
    documents: Mapping[str, Document]
    """By path relative to the project."""
    problems: tuple[Problem, ...]
    unread: Mapping[str, tuple[str, ...]]
    """The lines of files that cannot be understood, for excerpts."""
    rules: Mapping[str, str]
    """Problem code → `error`, `warning` or `off`, as the catalogue sets them."""

    def lines(self, path: str) -> Sequence[str]:
        """The source of a file of the catalogue, for excerpts."""
        document = self.documents.get(path)
        return document.lines if document else self.unread.get(path, ())

    def place(self, origin: SourcePath, *, of_key: bool = False) -> Place:
        """The place where a value of the catalogue was written."""
        return self.documents[origin.path].place(origin.keys, of_key=of_key)


@dataclass(slots=True)
class _Reading:
    """The files read so far, and what was wrong with them."""

    project: Project
    documents: dict[str, Document] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def report(self, fault: Fault, place: Place) -> None:
        self.problems.append(problem_of(fault.code, fault.message, place, fault.hint))

    def document(self, path: Path, shown: str) -> Document | None:
        content = read_file(path, shown)
        if isinstance(content, Problem):
            self.problems.append(content)
            return None
        document, problems = (parse_records if shown.endswith(".jsonl") else parse)(content, shown)
        self.problems.extend(problems)
        if document:
            self.documents[shown] = document
        else:
            self.unread[shown] = source_lines(content)
        return document

    def entry(self, document: Document, root: type[Entry]) -> Entry | None:
        checked = validate(document, root)
        self.problems.extend((*checked.problems, *comment_in_text(document, root)))
        return checked.entry


def load(project: Project) -> Loaded:
    """The catalogue of a project; reads the YAML files and nothing else."""
    reading = _Reading(project)
    shown = f"{project.relative(project.examples)}/{MAIN}"
    main = project.examples / MAIN
    if not _is_there(main):
        fault = Fault("missing-catalogue", f"there is no '{shown}' here", _where_instead(project))
        reading.report(fault, Place(shown))
        return Loaded(None, {}, tuple(reading.problems), {}, {})
    document = reading.document(main, shown)
    entry = reading.entry(document, CatalogueEntry) if document else None
    if not isinstance(entry, CatalogueEntry):
        _check_the_rest(reading, main)
        return Loaded(None, reading.documents, tuple(reading.problems), reading.unread, {})
    origin = SourcePath(shown)
    sections = tuple(
        tuple(
            written
            for number, item in enumerate(section.tasks)
            if item != PRUNED
            and (written := _task(reading, item, origin.at("sections", index, "tasks", number)))
        )
        for index, section in enumerate(entry.sections)
    )
    rules = _rules(reading, entry, origin)
    found = resolve(entry, origin, sections)
    return Loaded(found, reading.documents, tuple(reading.problems), reading.unread, rules)


def _where_instead(project: Project) -> str:
    """The probable place of the catalogue: under another name, in the wrong folder, above, or below."""
    root = project.root
    for name in ("catalogue.yml", "catalog.yaml", "catalog.yml"):
        if _is_there(project.examples / name):
            return f"rename '{name}' to '{MAIN}'"
    above = next((folder for folder in root.parents if _is_there(folder / "examples" / MAIN)), None)
    if above:
        up = "/".join([".."] * len(root.relative_to(above).parts))
        return f"this is '{root.relative_to(above).as_posix()}' of a project: run it with -C {up}"
    if _is_there(root / MAIN):
        return f"move '{MAIN}' into a folder 'examples'"
    below = [path.parent.parent.name for path in sorted(root.glob(f"*/examples/{MAIN}"))]
    if len(below) == 1:
        return f"'{below[0]}' is a project: run it with -C {below[0]}"
    return "run this in the project's folder, or name it with -C DIR"


def _check_the_rest(reading: _Reading, main: Path) -> None:
    """Hold the other files against the schema of tasks, where the main file does not name them."""
    for path in sorted(main.parent.glob("*.yaml")):
        if path != main and path.is_file():
            document = reading.document(path, reading.project.relative(path))
            if document:
                reading.entry(document, TaskEntry)


def _task(reading: _Reading, item: str | TaskEntry, origin: SourcePath) -> TaskSource | None:
    if isinstance(item, TaskEntry):
        return _with_examples(reading, item, origin, "")
    found = _file(reading, item, origin)
    if found is None:
        return None
    path, shown = found
    document = reading.documents.get(shown) or reading.document(path, shown)
    entry = reading.entry(document, TaskEntry) if document else None
    if not isinstance(entry, TaskEntry):
        return None
    return _with_examples(reading, entry, SourcePath(shown), PurePosixPath(item).stem)


def _with_examples(reading: _Reading, entry: TaskEntry, origin: SourcePath, name: str) -> TaskSource:
    rows = origin.at("examples")
    if entry.examples_from is None:
        return TaskSource(entry, origin, name, entry.examples or (), rows)
    source = origin.at("examples_from")
    if entry.examples is not None:
        message = "a task has 'examples' or 'examples_from', not both"
        reading.report(
            Fault("wrong-value", message, "remove one of them"), _place(reading, source, of_key=True)
        )
        return TaskSource(entry, origin, name, entry.examples, rows)
    found = _file(reading, entry.examples_from, source)
    examples: tuple[ExampleEntry, ...] = ()
    if found:
        document = reading.document(*found)
        records = reading.entry(document, RecordsEntry) if document else None
        examples = records.examples if isinstance(records, RecordsEntry) else ()
        rows = SourcePath(found[1], ("examples",)) if document else rows
    return TaskSource(entry, origin, name, examples, rows)


def _file(reading: _Reading, name: str, origin: SourcePath) -> tuple[Path, str] | None:
    """A file beside the catalogue, with the name that problems give it."""
    folder = reading.project.examples
    path = inside(folder, name, root=reading.project.root)
    if isinstance(path, Fault):
        reading.report(path, _place(reading, origin))
        return None
    if not _is_there(path):
        others = [other.name for other in sorted(folder.iterdir()) if other.is_file()]
        hint = nearest(name, others) or f"create it under {reading.project.relative(folder)}/"
        message = f"no file '{name}' in {reading.project.relative(folder)}/"
        reading.report(Fault("missing-file", message, hint), _place(reading, origin))
        return None
    return path, reading.project.relative(path)


def _is_there(path: Path) -> bool:
    """True if a file is there; where nobody may look, reading it tells why."""
    try:
        return path.exists()
    except OSError:
        return True


def _place(reading: _Reading, origin: SourcePath, *, of_key: bool = False) -> Place:
    return reading.documents[origin.path].place(origin.keys, of_key=of_key)


def _rules(reading: _Reading, entry: CatalogueEntry, origin: SourcePath) -> Mapping[str, str]:
    rules: dict[str, str] = {}
    adjustable = [code.name for code in CODES.values() if code.adjustable]
    for name, value in (entry.rules or {}).items():
        place = _place(reading, origin.at("rules", name), of_key=True)
        if name not in CODES:
            hint = nearest(name, CODES) or "'build-site explain' lists all codes"
            reading.report(Fault("unknown-rule", f"no problem has the code '{name}'", hint), place)
        elif name not in adjustable:
            message = f"the severity of '{name}' cannot be changed"
            reading.report(Fault("wrong-value", message, "the page would be wrong or incomplete"), place)
        else:
            rules[name] = value if isinstance(value, str) else value.severity
    return rules
