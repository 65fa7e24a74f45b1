"""`build-site build --anonymous --report`: the file that tells what was taken out, and what was found."""

from __future__ import annotations

from pathlib import Path

import click

TYPE_CHECKING = False
if TYPE_CHECKING:
    from soundcase.build import Checked


def in_a_line(checked: Checked) -> str:
    """The line about an anonymous build that ended well: sure of what, and of what nobody can be."""
    from soundcase.problems.phrases import number_of

    told = checked.anonymity
    names, files = (len(told.sought), told.searched) if told else (0, 0)
    looked = f"{number_of(names, 'name')} looked for in {number_of(files, 'file')}, none found"
    return f"Anonymous: {looked}. Voices, logos in pictures and watermarks cannot be checked."


def write_report(path: Path, checked: Checked) -> None:
    """Write what an anonymous build did, as JSON where the name says so; nothing where it did not begin."""
    from soundcase.commands.anonymity_report import as_json, as_text

    if checked.anonymity is None:
        return
    written = as_json if path.suffix.lower() == ".json" else as_text
    try:
        path.write_text(written(checked.anonymity), "utf-8")
    except OSError as error:
        raise click.ClickException(f"the report cannot be written: {error}") from error
