"""The files of a task under names that say system and example, and the table of all its words.

Rule 1: what stands in an archive follows from the examples and their files alone, slice by slice; names of one
    example never depend on another.
Rule 2: names hold on every system, and no path has more than 200 characters.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from soundcase.attachment import Attachment
from soundcase.fields import FieldKind, fields_of
from soundcase.model import OUTPUT, Example, Media, Prompt, Task, Turn
from soundcase.publishing.portable import portable_name
from soundcase.scores import ErrorRate, Scored
from soundcase.site.plan import FilesShown
from soundcase.site.views.cells import asked
from soundcase.values import dataclass

FOLDER = "downloads"
TABLE = "texts.csv"
_QUOTED = frozenset('",\r\n')
_DIGITS, _LONGEST = 8, 50
_AROUND = 30 + 46
"""Bytes of an archive around each file, without its two names."""


class TextRow(NamedTuple):
    """A line of the table, without what it says of the example."""

    part: str
    system: str = ""
    label: str = ""
    file: str = ""
    """Its path, or the paths of several."""
    text: str = ""
    labels: str = ""
    scores: str = ""


HEAD = b"\xef\xbb\xbf" + (",".join(("example", "group", "tags", *TextRow._fields)) + "\r\n").encode()
"""The first line, with the mark by which spreadsheets know UTF-8."""


class TaskFile(NamedTuple):
    """A file in the archive of a task."""

    path: str
    """Within the archive, below the task's folder."""
    url: str
    """Where it stands on the site."""
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class TaskFiles:
    """The part of some examples in the archive of their task."""

    files: tuple[TaskFile, ...]
    table: str
    """Lines of CSV, without the first, which names the columns."""


def archive_url(task: str) -> str:
    """The address of the archive of a task."""
    return f"{FOLDER}/{folder_name(task, 'task')}.zip"


def folder_name(name: str, kind: str) -> str:
    """An id as the name of a folder; where it is changed, with digits that tell it from others.

    >>> folder_name("tts-1", "task"), folder_name("音", "task"), folder_name("3", "example")
    ('tts-1', 'task-bec69dd9', 'example-3')
    """
    if name.isascii() and name.isdecimal() and len(name) < _LONGEST:
        return f"{kind}-{name}"
    safe = portable_name(name, kind)
    if safe == name == name.lower() and len(safe) <= _LONGEST:
        return safe
    return f"{safe[:_LONGEST].rstrip('-.').lower()}-{hashlib.sha256(name.encode()).hexdigest()[:_DIGITS]}"


def task_files(examples: Sequence[Example], task: Task, plan: FilesShown) -> TaskFiles:
    """The files and the words of consecutive examples."""
    files: list[TaskFile] = []
    lines: list[str] = []
    for example in examples:
        one = _Contents(example, task, plan)
        lines += (",".join(map(_cell, row)) + "\r\n" for row in one.rows())
        files += one.files
    return TaskFiles(tuple(files), "".join(lines))


def _cell(text: str) -> str:
    """A cell of CSV (RFC 4180)."""
    return '"' + text.replace('"', '""') + '"' if _QUOTED.intersection(text) else text


def packed_bytes(held: TaskFiles) -> int:
    """Bytes that these take in an archive, about."""
    files = sum(_AROUND + 2 * len(one.path) + one.size for one in held.files)
    return files + len(held.table.encode())


class _Contents:
    """What an archive has of one example, as it is told row by row."""

    def __init__(self, example: Example, task: Task, plan: FilesShown) -> None:
        self._example, self._task, self._plan = example, task, plan
        self._folder = folder_name(example.id, "example")
        self._names: set[str] = set()
        self.files: list[TaskFile] = []
        self._told: Mapping[FieldKind, Callable[[Any, str], Iterator[TextRow]]] = {
            **dict.fromkeys(("line", "text", "markdown"), _words),
            "prompt": self._prompt,
            "media": self._media,
            "outputs": self._outputs,
            "files": self._attached,
            "labels": lambda labels, part: iter([TextRow(part, labels="; ".join(labels))]),
            "choices": lambda several, part: _words(
                "; ".join(f"{one.key}: {one.text}" for one in several), part
            ),
        }
        """The rows of a field that is said, by its kind."""

    def rows(self) -> Iterator[tuple[str, ...]]:
        """A row for each text and each piece, in the order of the page."""
        one = self._example
        about = one.id, one.group, "; ".join(f"{key}: {value}" for key, value in one.tags.items())
        for row in self._parts(one, ""):
            yield (*about, *row)
        for number, turn in enumerate(one.turns, 1):
            for row in self._parts(turn, f"turn-{number}-"):
                yield (*about, *row)

    def _parts(self, owner: Example | Turn, before: str) -> Iterator[TextRow]:
        for field in fields_of(type(owner)).values():
            told = self._told.get(field.kind)
            value = getattr(owner, field.name)
            if told and value is not None and field.name != "group":
                yield from told(value, f"{before}{field.role}")

    def _prompt(self, value: Prompt, part: str) -> Iterator[TextRow]:
        said = asked(value, self._task.prompt)
        yield from (TextRow(part, text=text) for text in (said.shared,) if text)
        yield from (TextRow(part, system, text=text) for system, text in said.per_model.items())

    def _outputs(self, value: Mapping[str, tuple[Media, ...]], part: str) -> Iterator[TextRow]:
        before = part.removesuffix("outputs")
        for system, pieces in value.items():
            yield from self._pieces(pieces, f"{before}{OUTPUT}", f"{before}{system}", system)

    def _media(self, value: tuple[Media, ...], part: str) -> Iterator[TextRow]:
        return self._pieces(value, part, part)

    def _pieces(self, several: tuple[Media, ...], part: str, stem: str, system: str = "") -> Iterator[TextRow]:
        for number, piece in enumerate(several, 1):
            which = f"-{number}" if len(several) > 1 else ""
            named = f"{stem}{which}{f'-{piece.label}' if piece.label else ''}"
            paths = [self._placed(url, size, named) for url, size in _published(piece, self._plan)]
            yield TextRow(
                part,
                system,
                label=piece.label,
                file="; ".join(paths),
                text=piece.text or "",
                labels="; ".join(piece.labels or ()),
                scores="; ".join(f"{name}: {_number(one)}" for name, one in piece.scores.items()),
            )

    def _attached(self, value: tuple[Attachment, ...], part: str) -> Iterator[TextRow]:
        for one in value:
            planned = self._plan.attachments[one.file]
            path = self._placed(planned.url, planned.size, PurePosixPath(one.name).stem)
            yield TextRow(part, label=one.label, file=path)

    def _placed(self, url: str, size: int, stem: str) -> str:
        """The path of a file that is put into the example's folder under this name, or one like it."""
        safe, suffix = portable_name(stem, "file")[:_LONGEST], PurePosixPath(url).suffix
        name, count = f"{safe}{suffix}", 1
        while name.casefold() in self._names:
            count += 1
            name = f"{safe}-{count}{suffix}"
        self._names.add(name.casefold())
        path = f"{self._folder}/{name}"
        self.files.append(TaskFile(path, url, size))
        return path


def _published(piece: Media, plan: FilesShown) -> Iterator[tuple[str, int]]:
    """Addresses and sizes of the files of a piece: of a clip the best that the site has."""
    if piece.clip and (clip := plan.clips.get(piece.clip)):
        best = clip.published[0]
        yield plan.urls[best.sha256], best.size
    if piece.image and (picture := plan.pictures.get(piece.image)):
        yield picture.url, picture.picture.size
    if piece.video and (video := plan.videos.get(piece.video)):
        yield video.url, video.facts.size


def _number(score: Scored) -> str:
    if isinstance(score, ErrorRate):
        return f"{score.errors}/{score.units}"
    return f"{score.value:.10g}{f' ± {score.ci:.10g}' if score.ci else ''}"


def _words(value: str, part: str) -> Iterator[TextRow]:
    yield from [TextRow(part, text=value)] if value else ()
