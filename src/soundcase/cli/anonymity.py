"""`build-site build --anonymous --report`: the file that tells what was taken out, and what was found."""

from __future__ import annotations

from pathlib import Path

import click

TYPE_CHECKING = False
if TYPE_CHECKING:
    from soundcase.build import Checked


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
