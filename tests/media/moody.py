"""Storage with moods: it lists once, or says no, and notes what was asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import fsspec  # type: ignore[import-untyped]

from soundcase.audio.media.reading import readable


class Moody(fsspec.AbstractFileSystem):  # type: ignore[misc]
    """A local folder at moody://clips, listed once by each instance, as the Hub's file system does."""

    protocol = "moody"
    folder: ClassVar[Path] = Path()
    refusing: ClassVar[frozenset[str]] = frozenset()
    asked: ClassVar[list[str]] = []

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.listed = {path.name: path.stat() for path in self.folder.iterdir()}

    def info(self, path: str, **_options: Any) -> dict[str, Any]:
        name = path.rpartition("/")[2]
        self.asked.append(name)
        if name in self.refusing:
            raise OSError("Forbidden:\n  <html>\n" + "not for you " * 99)
        if name not in self.listed:
            raise FileNotFoundError(path)
        status = self.listed[name]
        return {"name": path, "type": "file", "size": status.st_size, "mtime": status.st_mtime_ns}

    def _open(self, path: str, mode: str = "rb", **_options: Any) -> Any:
        self.info(path)
        return (self.folder / path.rpartition("/")[2]).open(mode)


fsspec.register_implementation("moody", Moody, clobber=True)


def moody_content(folder: Path, name: str) -> bytes:
    """What is read of a clip in a folder."""
    Moody.folder = folder
    with readable(f"moody://clips/{name}") as path:
        return path.read_bytes()
