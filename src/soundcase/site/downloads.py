"""The archive of each task that offers one: its clips under readable names, and a table of its words.

Rule 1: an archive follows from the examples of its task; what was made of the same is known by its digest, and
    is made again only where it has to be written.
Rule 2: nothing in it is compressed, so its bytes are the same on every machine; files come block by block.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from zipfile import ZipFile

from soundcase.kept import digest_of
from soundcase.model import Task
from soundcase.publishing.archive import add_file
from soundcase.publishing.placement import Copy, Payload
from soundcase.site.pages import SiteSource, bare_task
from soundcase.site.views.task_files import HEAD, TABLE, TaskFiles, archive_url, folder_name, task_files


def task_archives(
    source: SiteSource, files: Mapping[str, Payload], scratch: Callable[[], Path]
) -> Mapping[str, Payload]:
    """By address the archives of tasks; `files` are those of the site, `scratch` gives a folder to work in."""
    wanted = [task for task in source.catalogue.tasks() if task.media.downloads]
    return {archive_url(task.id): _archive(task, source, files, scratch) for task in wanted}


def _archive(task: Task, source: SiteSource, files: Mapping[str, Payload], scratch: Callable[[], Path]) -> Copy:
    slices = [one for one in source.paging.slices[task.id] if one.start < one.stop]
    inputs = [(source.listing.digest(one), bare_task(task)) for one in slices]

    def parts() -> Sequence[TaskFiles]:
        def make(number: int) -> TaskFiles:
            content = source.content(slices[number])
            return task_files(content.examples, task, content.plan)

        return [
            source.kept.value("task files", key, partial(make, number)) for number, key in enumerate(inputs)
        ]

    for key in inputs:
        source.kept.name("task files", key)
    made = _Made(task.id, parts, files, scratch)
    size, sha256 = source.kept.value("task archive", digest_of(inputs), made.record)
    return Copy(archive_url(task.id), sha256, size, made.at_hand)


class _Made:
    """An archive that is made once, when somebody asks."""

    def __init__(
        self,
        task: str,
        parts: Callable[[], Sequence[TaskFiles]],
        files: Mapping[str, Payload],
        scratch: Callable[[], Path],
    ) -> None:
        self._task, self._parts, self._files, self._scratch = task, parts, files, scratch
        self._path: Path | None = None

    def record(self) -> tuple[int, str]:
        """Its bytes and its SHA-256."""
        path = self._made()
        with path.open("rb") as file:
            return path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()

    @contextmanager
    def at_hand(self) -> Iterator[Path]:
        """The archive, as a file of this machine."""
        yield self._made()

    def _made(self) -> Path:
        if self._path is None:
            folder, parts = folder_name(self._task, "task"), self._parts()
            path = self._scratch() / f"{folder}.zip"
            with ZipFile(path, "w") as archive:
                table = HEAD + "".join(one.table for one in parts).encode()
                add_file(archive, f"{folder}/{TABLE}", table, pack=False)
                for one in (one for part in parts for one in part.files):
                    add_file(archive, f"{folder}/{one.path}", self._files[one.url], pack=False)
            self._path = path
        return self._path
