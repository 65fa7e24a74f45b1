"""Importers of the result files of tools, as plug-ins: how a source is known, and what its records are.

Rule 1: an importer is an `Importer` that an entry point of the group `soundcase.importers` leads to; those that
    come with soundcase stand in `SHIPPED` in the same form.
Rule 2: an importer reads records and says what their fields mean; the comparison that they make (systems beside
    each other, which examples are shown, clips, YAML) is made by `results`, the same for all.
Rule 3: a source that no importer knows is read as results of any program, or as a page or folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from soundcase.values import dataclass
from soundcase_import.results.records import Results

GROUP = "soundcase.importers"
SHIPPED: Mapping[str, str] = {
    "nemo": "soundcase_import.tools.nemo:IMPORTER",
    "inspect": "soundcase_import.tools.inspect_log:IMPORTER",
    "wandb": "soundcase_import.tools.wandb_table:IMPORTER",
    "parquet": "soundcase_import.tools.parquet:IMPORTER",
    "air-bench": "soundcase_import.tools.air_bench:IMPORTER",
    "lmms-eval": "soundcase_import.tools.lmms_eval:IMPORTER",
    "versa": "soundcase_import.tools.versa:IMPORTER",
    "sclite": "soundcase_import.tools.sclite:IMPORTER",
    "icefall": "soundcase_import.tools.icefall:IMPORTER",
    "kaldi": "soundcase_import.tools.kaldi:IMPORTER",
    "list": "soundcase_import.tools.lists:IMPORTER",
}
"""What `--as` calls an importer → where it is, in the order in which they are asked."""


@dataclass(frozen=True, slots=True)
class Importer:
    """A plug-in that reads the result files of one tool."""

    about: str
    """The files that it reads, in a few words: `NeMo manifests`."""
    knows: Callable[[Path], bool]
    """True where a file or folder is one of the tool's, by its name and its first lines; it never raises."""
    read: Callable[[Sequence[Path]], Iterable[Results]]
    """The records of all sources that are the tool's, at least one `Results` each; RefusedError with the line
    where one cannot be read."""


@cache
def importers() -> Mapping[str, Importer]:
    """All importers by their names, those of other packages last."""
    shipped = [EntryPoint(name, place, GROUP) for name, place in SHIPPED.items()]
    found: dict[str, EntryPoint] = {}
    for point in (*shipped, *sorted(entry_points(group=GROUP), key=lambda one: one.name)):
        found.setdefault(point.name, point)
    return {name: point.load() for name, point in found.items()}


def importer_of(source: Path) -> str:
    """The name of the importer that knows a source; empty where none does."""
    return next((name for name, one in importers().items() if one.knows(source)), "")
