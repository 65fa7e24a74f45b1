"""Folders that ship with soundcase: the theme and the sample projects."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def shipped_folder(name: str, mark: str) -> Path:
    """The folder that holds this file, in the installed package, else beside `src/` in a checkout."""
    package = Path(__file__).resolve().parent
    for folder in (package / name, package.parent.parent / name):
        if (folder / mark).is_file():
            return folder
    message = f"'{name}', which ships with soundcase, is missing: install the package again"
    raise FileNotFoundError(message)


def sample_projects() -> Mapping[str, Path]:
    """The sample projects by kind: `tts`, `enhancement` …"""
    demos = shipped_folder("demos", "README.md")
    return {folder.name: folder for folder in sorted(demos.iterdir()) if (folder / "examples").is_dir()}
