"""The sources of a comparison as records, each read by the importer that knows it, and their systems' names.

Rule 1: a source with numbers and no outputs speaks of the system that its name says; a column with a system's
    name in its own speaks of that one.
Rule 2: the clip of a system and an example in a long table is `SYSTEM/EXAMPLE.wav`, where most of these exist.
Rule 3: a system whose results do not name it is called as what sets the names of their files apart. What every
    tool calls its files (`hyp`, `text`, `results`) names no system; the folder above does.
Rule 4: sources of one kind (transcripts, clips, numbers) belong to different systems; those of different kinds
    belong together where their names say so, or where there is one system only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

from soundcase_import.names import SOUND_NAME, SOUND_SUFFIXES
from soundcase_import.options import ImportOptions, refused
from soundcase_import.pages.vocabulary import kinds
from soundcase_import.results.fields import as_spoken, check_mapping, understood, with_numbers
from soundcase_import.results.importers import importer_of, importers
from soundcase_import.results.long_tables import untangled
from soundcase_import.results.records import Record, Results, plain_name, read
from soundcase_import.results.score_columns import score_columns
from soundcase_import.sounds import sounds_in

LIST = "list"
"""The importer of lists of clips and texts."""
_HEARD = {
    "truth": "reference_audio", "reference": "reference_audio", "target": "reference_audio",
    "degraded": "audio", "source": "audio", "prompt": "prompt_audio",
}  # fmt: skip
"""The kinds of things that a folder's name speaks of → the role of its clips; others are of a system."""
_ORDINARY = re.compile(
    r"(?:(?:utt|score|eval|test|asr)[_.-]?)?(?:ref(?:erence)?s?|hyp(?:othes[ie]s)?|text|results?|predictions?|"
    r"preds?|outputs?|scores?|scoring(?:_kaldi)?|logdir|logs?|wavs?|audio|transcripts?|manifest|metrics|"
    r"meta(?:data)?|filelist|tables?|media|files|data|test|train|dev|valid|validation|default)"
    r"(?:[_.-](?:wer|cer|ter|cpu|gpu|\d+))*|\d+|penalty_[\d.]+|[\d]+best_recog|wer_details",
    re.IGNORECASE,
)
"""What results are called whatever they are of."""
_DECODING = re.compile(r"(?:decode|inference)(?:[_.-].*)?", re.IGNORECASE)
"""A folder of what a system gave for the test sets below it."""
_CLIP = "clip of the system"
"""The field that clips which are found get."""


def sources_of(options: ImportOptions, *, bare: bool = False) -> list[Results]:
    """The records of all sources with the meaning of their fields; RefusedError where none has an output.

    `bare`: records are examples even without an output.
    """
    groups: dict[str, list[Path]] = {}
    for source in options.sources:
        name = options.kind if options.kind in importers() else "" if options.kind else importer_of(source)
        groups.setdefault(name, []).append(source)
    found: list[Results] = []
    for name, paths in groups.items():
        found += importers()[name].read(paths) if name else [one for path in paths for one in _plain(path)]
    names = dict.fromkeys(name for one in found for record in one.records[:1000] for name in record)
    check_mapping(options.mapping, tuple(names), options.sources[0])
    found = [one if one.roles else replace(one, records=untangled(one.records)) for one in found]
    sources = [understood(one, options.mapping, alone=len(found) == 1, bare=bare) for one in found]
    if not bare and not any(one.gives for one in sources):
        path = options.sources[0]
        hint = "name the files or folders with the outputs too; of a field, say --map output=FIELD"
        raise refused("import-field", f"'{path}' holds no output of a model", path, hint)
    folders = [options.audio] if options.audio else [one.parent for one in options.sources]
    known = [name for name in dict.fromkeys(systems_of([one for one in sources if one.speaks])) if name]
    sources = [
        one if one.speaks else _of_systems(one, known) if known else _with_clips(one, folders)
        for one in sources
    ]
    spoken = any("output_audio" in one.roles for one in sources)
    return [as_spoken(one) if spoken and one.corpus else one for one in sources]


def _plain(source: Path) -> list[Results]:
    """The records of a table, or of a folder with the clips of one system and a list of what it says."""
    if not source.is_dir():
        return [read(source)]
    names = sounds_in(source)
    if not names:
        raise refused("import-nothing", f"no clips lie in '{source}'", source)
    clips = {f"{source.resolve().name}/{name}": source / name for name in names}
    records = tuple({"id": Path(name).stem, "clip": name} for name in clips)
    about = kinds(source.resolve().name)
    role = next((role for kind, role in _HEARD.items() if kind in about), "output_audio")
    table = source / "metadata.csv"
    listed = importers()[LIST].read([table]) if table.is_file() and importer_of(table) == LIST else []
    said = [replace(one, roles={key: one.roles[key] for key in ("id", "text")}) for one in listed]
    return [Results(source, records, {"id": "id", role: "clip"}, clips=clips), *said]


def _of_systems(source: Results, known: Sequence[str]) -> Results:
    """A source whose numbers are about known systems."""
    if "model" in source.roles or not source.scores or not source.guessed:
        return source
    key = source.roles.get("id") or source.roles.get("audio", "")
    others = {role: name for role, name in source.roles.items() if role != "audio"}
    source = replace(source, roles={**others, "id": key}, guessed=False)  # its clips are those of the system
    columns = score_columns([*source.scores.values(), *source.unused], source.records, known)
    return with_numbers(source, columns) if columns else replace(source, annotates=True)


def _with_clips(source: Results, folders: Sequence[Path]) -> Results:
    """A long table with the clips of its systems, where they lie in a folder for each."""
    if "model" not in source.roles or not source.roles.keys() & {"id", "audio"}:
        return source
    found: dict[str, Path] = {}
    records: list[Record] = []
    for record in source.records:
        places = ((name, folder / name) for folder in folders for name in _clips(record, source))
        there = next(((name, path) for name, path in places if path.is_file()), None)
        records.append({**record, _CLIP: there[0]} if there else record)
        found |= [there] if there else []
    if len(found) * 2 < len(records):
        return source
    roles = {**source.roles, "output_audio": _CLIP}
    roles = {role if role != "audio" or "id" in roles else "id": name for role, name in roles.items()}
    return replace(source, records=tuple(records), clips={**source.clips, **found}, roles=roles)


def _clips(record: Record, source: Results) -> list[str]:
    """The names that the clip of a record may have."""
    name, system = source.text(record, "id") or source.text(record, "audio"), source.text(record, "model")
    endings = [""] if SOUND_NAME.search(name) else sorted(SOUND_SUFFIXES)
    return [f"{system}/{name}{ending}" for ending in endings] if name and system else []


def systems_of(sources: Sequence[Results]) -> list[str]:
    """The name of the system of each source, in their order; empty for sources without outputs."""
    kinds: dict[tuple[str, ...], list[int]] = {}
    for at, source in enumerate(sources):
        if source.gives:
            kinds.setdefault(_kind(source), []).append(at)
    names = [""] * len(sources)
    for kind, places in sorted(kinds.items(), key=lambda one: one[0] == ("scores",)):
        known = [name for name in dict.fromkeys(names) if name]
        told = _apart([levels_of(sources[at].path) for at in places])
        for at, name in zip(places, told, strict=True):
            names[at] = sources[at].model or (_of_known(name, known) if kind == ("scores",) else name)
    return names


def _kind(source: Results) -> tuple[str, ...]:
    """The kinds of things that a source has of its system; numbers speak of what another source has."""
    if source.annotates:
        return ("scores",)
    parts = {"words": "output" in source.roles or bool(source.outputs), "audio": "output_audio" in source.roles}
    return tuple(name for name, there in parts.items() if there)


def _of_known(name: str, known: Sequence[str]) -> str:
    """The one of the known systems that a source of numbers speaks of; its own name where that is none."""
    if len(known) == 1:
        return known[0]
    words = f"_{_folded(name)}_"
    return max((one for one in known if f"_{_folded(one)}_" in words), key=len, default=name)


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", "_", name.lower()).strip("_")


def levels_of(path: Path) -> list[str]:
    """The names in a path that may name a system, the last one first."""
    own = plain_name(path)
    stem = own if path.is_dir() else re.sub(r"(?<=.)\.[^.]*$", "", own)
    above = path.resolve().parent.parts[:0:-1]
    parts = [name for name in (stem, *above) if name]
    under = next((at + 1 for at, name in enumerate(parts) if _DECODING.fullmatch(name)), 0)
    named = [name for name in parts[under:] if not _ORDINARY.fullmatch(name)]
    return [*named, *parts[:under]] or parts or [own]


def _apart(levels: Sequence[Sequence[str]]) -> list[str]:
    """What sets each path apart: its own name or a folder's, without what all have in common."""
    for names in zip(*levels, strict=False):
        if len(set(names)) == len(names):
            return _shortened(names)
    own = [one[0] for one in levels]
    return [name if own.count(name) == 1 else f"{name} {number}" for number, name in enumerate(own, 1)]


def _shortened(names: Sequence[str]) -> list[str]:
    if len(names) == 1:
        return list(names)
    start = len(_common([name.lower() for name in names]))
    end = len(_common([name.lower()[start:][::-1] for name in names]))
    return [name[start : len(name) - end].strip("_-. ") or name for name in names]


def _common(names: Sequence[str]) -> str:
    """The beginning that all share, up to the last place where a word ends."""
    alike = sum(1 for _ in takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False)))
    word = re.search(r".*[_\-. ]", names[0][:alike])
    return word.group() if word else ""
