"""The clips that rows name: what they are called in the project, and where their files are.

Rule: a clip keeps the path that its record has; where clips of several systems are called the same, each system
has a folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from soundcase.values import dataclass
from soundcase_import.draft import Defect, DraftMedia, Pieces
from soundcase_import.names import clip_name, is_remote
from soundcase_import.options import ImportOptions
from soundcase_import.results.records import Results
from soundcase_import.results.rows import ResultRow

ROLES = ("audio", "prompt_audio", "reference_audio")
"""The roles of clips that no system made."""


@dataclass(frozen=True, slots=True)
class ClipNames:
    """The names of the clips of some rows in the project."""

    ids: Mapping[str, str]
    """Name of a system → its id."""
    apart: bool
    """Whether each system has a folder of its own."""

    def of(self, name: str, system: str = "") -> str:
        """The name in `data/audio/` of a clip that a record names."""
        folder = f"{self.ids[system]}/" if system and self.apart else ""
        return folder + clip_name(name)

    def pieces(self, name: str, system: str = "") -> Pieces:
        """The clip as media; none where no name is given."""
        return (DraftMedia(audio=self.of(name, system), url=name if is_remote(name) else ""),) if name else ()


def clip_names(rows: Sequence[ResultRow], ids: Mapping[str, str]) -> ClipNames:
    """The names for all clips of these rows."""
    users: dict[str, set[str]] = {}
    for name, system in _named(rows):
        users.setdefault(clip_name(name), set()).add(system)
    return ClipNames(ids, any(len(systems) > 1 for systems in users.values()))


def _named(rows: Sequence[ResultRow]) -> Iterator[tuple[str, str]]:
    """Each clip that the rows name, as it stands there, with the system that made it (else empty)."""
    for row in rows:
        given = [(row.text(role), "") for role in ROLES]
        given += [(answer.audio, system) for system, answer in row.answers.items()]
        yield from (one for one in given if one[0])


def clip_files(
    rows: Sequence[ResultRow], names: ClipNames, options: ImportOptions, read: Sequence[Results]
) -> tuple[dict[str, Path | bytes], tuple[Defect, ...]]:
    """The files of the clips, by their name in the project, and those that are nowhere."""
    files: dict[str, Path | bytes] = {}
    missing: dict[str, None] = {}
    known = {name: path for one in read for name, path in one.clips.items()}
    folders = [options.audio] if options.audio else [_folder(source) for source in options.sources]
    for name, system in () if options.without_audio else _named(rows):
        if is_remote(name):
            continue
        own, short = clip_name(name), clip_name(name).rpartition("/")[2]
        beside = [folder / one for folder in folders for one in (own, short, f"audio/{short}")]
        places = [known[name], *beside] if name in known else beside
        found = next((one for one in places if isinstance(one, bytes) or one.is_file()), None)
        if found:
            files[f"data/audio/{names.of(name, system)}"] = found
        else:
            missing[names.of(name, system)] = None
    return files, tuple(Defect("missing-file", f"no clip '{name}'", name) for name in missing)


def _folder(source: Path) -> Path:
    return source if source.is_dir() else source.parent
