"""Tables of Weights & Biases (`….table.json`), from the files of a run or from an artifact.

Rule: what a table is called stands before the step and the digest that a run writes behind it; clips lie where
the table's folder, or one above it, has the path that their cells name.

Source: `wandb.Table.to_json`; a clip is an object with `_type: audio-file` and its `path`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from soundcase_import.names import SOUND_NAME
from soundcase_import.results.importers import Importer
from soundcase_import.results.records import Results, plain_name, read

_ENDING = ".table.json"
_DIGEST = re.compile(r"(?:_\d+)?_[0-9a-f]{16,}$")
_ABOVE = 4
"""Folders in which the clips may lie: the table's own and those above it."""


def knows(path: Path) -> bool:
    """True for a table, by its name."""
    return plain_name(path).endswith(_ENDING) and path.is_file()


def read_tables(paths: Sequence[Path]) -> tuple[Results, ...]:
    """The rows of each table."""
    return tuple(map(_results, paths))


def _results(path: Path) -> Results:
    results = read(path)
    title = _DIGEST.sub("", plain_name(path).removesuffix(_ENDING))
    return replace(results, path=path.with_name(title), title=title, clips=dict(_clips(path, results)))


def _clips(path: Path, results: Results) -> Iterator[tuple[str, Path]]:
    """The clips that cells name, and where they are."""
    folders = list(path.resolve().parents)[:_ABOVE]
    names = {value for record in results.records for value in record.values() if isinstance(value, str)}
    for name in filter(SOUND_NAME.search, names):
        found = next((folder / name for folder in folders if (folder / name).is_file()), None)
        if found:
            yield name, found


IMPORTER = Importer("tables of Weights & Biases (.table.json)", knows, read_tables)
