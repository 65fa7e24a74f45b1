"""Lists of clips without a heading, as LJSpeech has them: `LJ001-0001|as it is written|as it is read`.

Rule: cells are taken to the letter (no quotes); a table is such a list where its first cell names a clip.
"""

from __future__ import annotations

from pathlib import Path

from soundcase_import.results.records import Record, Results, text_of
from soundcase_import.suffixes import SOUND_SUFFIXES

_FOLDERS = ("", "wavs/", "wav/", "audio/", "clips/")
_MOST_CELLS = 4


def file_list(table: Path, folder: Path) -> Results | None:
    """The clips and texts of a list; None where the table is none.

    Of `id|text|normalised` the text is taken, of `path|speaker|text` the speaker as a tag too.
    """
    if table.suffix.lower() != ".csv":
        return None
    rows = [line.split("|") for line in text_of(table).splitlines() if line.strip()]
    if not rows or {len(row) for row in rows} - set(range(2, _MOST_CELLS + 1)):
        return None
    form = _form(folder, rows[0][0].strip())
    return Results(table, tuple(_record(row, form) for row in rows)) if form else None


def _form(folder: Path, name: str) -> str:
    """How the first cell becomes the path of a clip; empty where no clip is there."""
    forms = (f"{place}{{}}{suffix}" for place in _FOLDERS for suffix in ("", *sorted(SOUND_SUFFIXES)))
    return next((form for form in forms if name and _is_clip(folder / form.format(name))), "")


def _is_clip(path: Path) -> bool:
    try:
        return path.suffix.lower() in SOUND_SUFFIXES and path.is_file()
    except (OSError, ValueError):
        return False


def _record(row: list[str], form: str) -> Record:
    cells = [cell.strip() for cell in row]
    path = form.format(cells[0])
    speaker = len(cells) > 2 and Path(cells[0]).suffix.lower() in SOUND_SUFFIXES
    found = {"file_name": path, "title": Path(path).stem, "text": cells[2 if speaker else 1]}
    return {**found, "tag_speaker": cells[1]} if speaker else found
