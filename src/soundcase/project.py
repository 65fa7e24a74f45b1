"""A project's folders on disk."""

from __future__ import annotations

import os
from pathlib import Path

from soundcase.values import dataclass

MAINS = ("catalogue.yaml", "soundcase.yaml")
"""The names of a catalogue's main file, in `examples/`: the usual one, and one that editors can know without
a setting."""

IGNORED = "/.soundcase/\n"
"""The `.gitignore` of a project: what it keeps for itself."""

SITE_IGNORED = """\
# The site is made from its sources and not kept with them. Leave this file out where you copy the site.
*
!.gitignore
"""
"""The `.gitignore` of the site's folder, which so is in a clone before the first build."""


@dataclass(frozen=True, slots=True)
class Project:
    """A folder that a user works in, and where its site goes."""

    root: Path
    output: Path

    @property
    def examples(self) -> Path:
        """The catalogue's folder."""
        return self.root / "examples"

    @property
    def main(self) -> Path:
        """The main file: of its two names the one that is there."""
        places = [self.examples / name for name in MAINS]
        return next((place for place in places if os.path.lexists(place)), places[0])

    @property
    def audio(self) -> Path:
        """The clips' folder."""
        return self.root / "data" / "audio"

    @property
    def images(self) -> Path:
        """The pictures' folder."""
        return self.root / "data" / "images"

    @property
    def video(self) -> Path:
        """The videos' folder."""
        return self.root / "data" / "video"

    @property
    def files(self) -> Path:
        """The folder of files to download."""
        return self.root / "data" / "files"

    @property
    def templates(self) -> Path:
        """The folder of this project's own templates, which may not exist."""
        return self.root / "templates"

    @property
    def schemas(self) -> Path:
        """The folder of the JSON Schema's copies for editors, which may not exist."""
        return self.root / "docs" / "schema"

    def relative(self, path: Path) -> str:
        """The path as problems show it: relative to the project, with `/`."""
        return path.relative_to(self.root).as_posix()
