"""From the YAML files of a project to its catalogue, keeping what is valid and reporting the rest.

Rule 1: a fault in one example, task or file hides nothing in the others.
Rule 2: a file that was read before is not parsed again before somebody asks for a place in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import TypeVar

from soundcase.catalogue.examples import EXAMPLES, KeptExamples, chunks, claim
from soundcase.catalogue.files import inside, read_file
from soundcase.catalogue.nodes import Document
from soundcase.catalogue.parsed import ParsedCatalogue, ParsedExamples, ParsedTask, Reading
from soundcase.kept import KeptValues
from soundcase.model import Catalogue, Example, Section, SourcePath, Task
from soundcase.problems.codes import problem_of
from soundcase.problems.phrases import nearest
from soundcase.problems.problem import Fault, Place, Problem
from soundcase.project import MAINS, Project
from soundcase.settings import MediaSettings
from soundcase.values import dataclass

Value = TypeVar("Value")


class Documents(Mapping[str, Document]):
    """The files of a catalogue that can be understood, by path in the project; parsed when asked for."""

    def __init__(self) -> None:
        self.contents: dict[str, bytes] = {}
        """All files that were read, understood or not."""
        self.legible: dict[str, bool] = {}
        self._parsed: dict[str, Document] = {}

    def __getitem__(self, path: str) -> Document:
        if path not in self._parsed:
            from soundcase.catalogue.usual import document_of

            document, _ = document_of(self.contents[path], path)
            if document is None:
                raise KeyError(path)
            self._parsed[path] = document
        return self._parsed[path]

    def __iter__(self) -> Iterator[str]:
        return (path for path, legible in self.legible.items() if legible)

    def __len__(self) -> int:
        return sum(self.legible.values())

    def digest(self, path: str) -> str:
        """The SHA-256 of a file."""
        return hashlib.sha256(self.contents[path]).hexdigest()


@dataclass(frozen=True, slots=True)
class Loaded:
    """The catalogue that was read, with its documents and its problems."""

    catalogue: Catalogue | None
    """None where the main file cannot be understood at all."""
    problems: tuple[Problem, ...] = ()
    documents: Documents = field(default_factory=Documents)
    rules: Mapping[str, str] = field(default_factory=dict)
    """Problem code → `error`, `warning` or `off`, as the catalogue sets them."""

    def lines(self, path: str) -> Sequence[str]:
        """The source of a file of the catalogue, for excerpts."""
        from soundcase.catalogue.decoding import source_lines

        if path in self.documents.contents:
            return source_lines(self.documents.contents[path])
        return ()

    def place(self, origin: SourcePath, *, of_key: bool = False) -> Place:
        """The place where a value of the catalogue was written."""
        return self.documents[origin.path].place(origin.keys, of_key=of_key)


@dataclass(slots=True)
class _Loading:
    """The files read so far, and what was wrong with them."""

    project: Project
    kept: KeptValues
    documents: Documents = field(default_factory=Documents)
    problems: list[Problem] = field(default_factory=list)

    def report(self, fault: Fault, place: Place) -> None:
        self.problems.append(problem_of(fault.code, fault.message, place, fault.hint))

    def content(self, path: Path, shown: str) -> bytes | None:
        """The content of a file; None where it cannot be read, which is reported."""
        if shown not in self.documents.contents:
            content = read_file(path, shown)
            if isinstance(content, Problem):
                self.problems.append(content)
                return None
            self.documents.contents[shown] = content
        return self.documents.contents[shown]

    def reading(
        self, kind: str, shown: str, given: object, read: Callable[[KeptValues], Reading[Value]]
    ) -> Value | None:
        """What a file says; read only where it, or what is given beside it, is new."""
        inputs = (shown, self.documents.digest(shown), given)
        found = self.kept.value(kind, inputs, lambda: read(self.kept))
        self.note(shown, found)
        return found.value

    def note(self, shown: str, reading: Reading[Value]) -> None:
        """Take over what a reading says of its file; of one that is listed twice, once."""
        if shown not in self.documents.legible:
            self.problems.extend(reading.problems)
        self.documents.legible[shown] = reading.legible

    def examples(self, digests: tuple[bytes, ...], read: Callable[[KeptValues], object]) -> KeptExamples:
        """Examples that are kept; `read` reads their file again where their entries are lost."""

        def again() -> Sequence[Example]:
            memory = KeptValues()
            read(memory)
            return [one for part in chunks(digests) for one in memory.found(EXAMPLES, part)]

        found = KeptExamples(digests, self.kept, again)
        found.claim()
        return found


def load(project: Project, kept: KeptValues | None = None) -> Loaded:
    """The catalogue of a project; reads the YAML files and nothing else."""
    loading = _Loading(project, kept or KeptValues())
    main = project.main
    shown = project.relative(main)
    for other in (project.examples / name for name in MAINS if name != main.name):
        if _is_there(other):
            fault = Fault(
                "two-catalogues", f"'{main.name}' and '{other.name}' are both here", "remove one of them"
            )
            loading.report(fault, Place(project.relative(other)))
    if not _is_there(main):
        fault = Fault("missing-catalogue", f"there is no '{shown}' here", _where_instead(project))
        loading.report(fault, Place(shown))
        return Loaded(None, tuple(loading.problems))
    content = loading.content(main, shown)

    def read(kept: KeptValues) -> Reading[ParsedCatalogue]:
        from soundcase.catalogue.usual import read_catalogue

        return read_catalogue(content or b"", shown, kept)

    found = loading.reading("catalogue", shown, (), read) if content is not None else None
    if found is None:
        _check_the_rest(loading, main)
        return Loaded(None, tuple(loading.problems), loading.documents)
    sections = tuple(
        replace(section, tasks=_tasks(loading, section, listed, found.head, read))
        for section, listed in zip(found.head.sections, found.tasks, strict=True)
    )
    return Loaded(
        replace(found.head, sections=sections), tuple(loading.problems), loading.documents, dict(found.rules)
    )


def _where_instead(project: Project) -> str:
    """The probable place of the catalogue: under another name, in the wrong folder, above, or below."""
    root = project.root
    for name in ("catalogue.yml", "catalog.yaml", "catalog.yml"):
        if _is_there(project.examples / name):
            return f"rename '{name}' to '{MAINS[0]}'"
    above = next((folder for folder in root.parents if _is_there(Project(folder, folder).main)), None)
    if above:
        up = "/".join([".."] * len(root.relative_to(above).parts))
        return f"this is '{root.relative_to(above).as_posix()}' of a project: run it with -C {up}"
    for name in MAINS:
        if _is_there(root / name):
            return f"move '{name}' into a folder 'examples'"
    below = sorted({path.parent.parent.name for name in MAINS for path in root.glob(f"*/examples/{name}")})
    if len(below) == 1:
        return f"'{below[0]}' is a project: run it with -C {below[0]}"
    return "run this in the project's folder, or name it with -C DIR"


def _check_the_rest(loading: _Loading, main: Path) -> None:
    """Hold the other files against the schema of tasks, where the main file does not name them."""
    from soundcase.catalogue.usual import read_task

    for path in sorted(main.parent.glob("*.yaml")):
        if path != main and path.is_file():
            shown = loading.project.relative(path)
            content = loading.content(path, shown)
            if content is not None:
                loading.note(shown, read_task(content, shown, MediaSettings(), KeptValues()))


def _tasks(
    loading: _Loading,
    section: Section,
    listed: Sequence[tuple[int, str | ParsedTask]],
    head: Catalogue,
    read: Callable[[KeptValues], object],
) -> tuple[Task, ...]:
    """The tasks of a section that can be understood; `read` reads the main file."""
    tasks = []
    for number, item in listed:
        if isinstance(item, ParsedTask):
            tasks.append(_with_examples(loading, item, tuple(head.models), read))
        elif file := _file(loading, item, section.origin.at("tasks", number)):
            tasks += _task(loading, *file, head)
    return tuple(tasks)


def _task(loading: _Loading, path: Path, shown: str, head: Catalogue) -> Iterator[Task]:
    """The task in a file, if it can be understood."""
    content = loading.content(path, shown)

    def read(kept: KeptValues) -> Reading[ParsedTask]:
        from soundcase.catalogue.usual import read_task

        return read_task(content or b"", shown, head.media, kept)

    parsed = loading.reading("task", shown, head.media, read) if content is not None else None
    if parsed:
        yield _with_examples(loading, parsed, tuple(head.models), read)


def _with_examples(
    loading: _Loading, parsed: ParsedTask, models: Sequence[str], read: Callable[[KeptValues], object]
) -> Task:
    """A task with its examples: its own, which `read` reads, or those of another file."""
    head, examples = parsed.head, parsed.examples
    claim(examples, loading.kept, head=parsed.key)
    origin = head.task.origin.at("examples_from")
    if parsed.examples_from and (file := _file(loading, parsed.examples_from, origin)):
        content = loading.content(*file)

        def records(kept: KeptValues) -> Reading[ParsedExamples]:
            from soundcase.catalogue.usual import read_records

            return read_records(content or b"", file[1], head, kept)

        if content is not None and (found := loading.reading("records", file[1], head, records)):
            examples, read = found, records
            claim(examples, loading.kept)
    return replace(
        head.task,
        models=head.task.models
        if head.names_models
        else tuple(model for model in models if model in examples.answering),
        examples=loading.examples(examples.digests, read),
    )


def _file(loading: _Loading, name: str, origin: SourcePath) -> tuple[Path, str] | None:
    """A file beside the catalogue, with the name that problems give it."""
    folder = loading.project.examples
    path = inside(folder, name, root=loading.project.root)
    if isinstance(path, Fault):
        loading.report(path, _place(loading, origin))
        return None
    if not _is_there(path):
        others = [other.name for other in sorted(folder.iterdir()) if other.is_file()]
        hint = nearest(name, others) or f"create it under {loading.project.relative(folder)}/"
        message = f"no file '{name}' in {loading.project.relative(folder)}/"
        loading.report(Fault("missing-file", message, hint), _place(loading, origin))
        return None
    return path, loading.project.relative(path)


def _is_there(path: Path) -> bool:
    """True if a file is there; where nobody may look, reading it tells why."""
    try:
        return path.exists()
    except OSError:
        return True


def _place(loading: _Loading, origin: SourcePath, *, of_key: bool = False) -> Place:
    return loading.documents[origin.path].place(origin.keys, of_key=of_key)
