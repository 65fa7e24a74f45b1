"""Tells when something that a build reads was saved."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from watchfiles import awatch

from soundcase.project import Project
from soundcase.publishing import build_fingerprint
from soundcase.site.theme import theme_folder

_SETTLED_MS = 30
"""A save is over when nothing was written for this long."""
_LONGEST_MS = 400
"""…or, while something writes on and on, after this long."""
_LOOK_AGAIN_MS = 500
"""How often folders that did not exist are looked for."""


def _watched(project: Project) -> list[Path]:
    """The folders that a build reads, those that are there."""
    wanted = {project.examples, project.root / "data", project.templates, project.schemas, theme_folder()}
    return sorted(folder for folder in wanted if folder.is_dir())


async def changes(project: Project, known: Mapping[str, str]) -> AsyncIterator[frozenset[str]]:
    """Once for each save, the paths that changed; without end.

    `known` are the inputs as they were before the last build (`build_fingerprint.observe`): what was saved
    while nobody watched, or in a folder that is new, is found by comparison and named by no path.
    """
    folders = _watched(project)
    while True:
        watching = False
        async for seen in awatch(
            *(folders or [project.root]),
            debounce=_LONGEST_MS,
            step=_SETTLED_MS,
            rust_timeout=_LOOK_AGAIN_MS,
            yield_on_timeout=True,
            raise_interrupt=False,
            recursive=bool(folders),
        ):
            missed = not watching and build_fingerprint.observe(str(project.root)) != known
            watching, now = True, _watched(project)
            if now != folders:
                known = build_fingerprint.observe(str(project.root))
            if seen or missed or now != folders:
                yield frozenset(path for _, path in seen)
            if now != folders:
                folders = now
                break
