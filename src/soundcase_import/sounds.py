"""The clips in a folder."""

from __future__ import annotations

from pathlib import Path

from soundcase_import.names import SOUND_SUFFIXES
from soundcase_import.options import refused

MOST = 50_000
"""Files in a folder that are looked at."""


def sounds_in(folder: Path) -> list[str]:
    """The clips in a folder, by their path in it, sorted; no links to something that is called otherwise."""
    found = []
    for number, path in enumerate(folder.rglob("*")):
        if number > MOST:
            raise refused("import-source", f"more than {MOST:,} files lie in '{folder}'", folder)
        if path.suffix.lower() in SOUND_SUFFIXES and path.is_file() and not path.name.startswith("."):
            real = path.resolve() if path.is_symlink() else path
            if real.suffix.lower() in SOUND_SUFFIXES:
                found.append(path.relative_to(folder).as_posix())
    return sorted(found)
