"""The sources of a comparison as records, each read by the importer that knows it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from soundcase_import.options import ImportOptions, refused
from soundcase_import.pages.vocabulary import kinds
from soundcase_import.results.attached import attached
from soundcase_import.results.fields import as_spoken, check_mapping, fields_of
from soundcase_import.results.importers import importer_of, importers
from soundcase_import.results.long_tables import untangled
from soundcase_import.results.records import Results, read
from soundcase_import.results.rows import Read
from soundcase_import.sounds import sounds_in

LIST = "list"
"""The importer of lists of clips and texts."""
_HEARD = {
    "truth": "reference_audio", "reference": "reference_audio", "target": "reference_audio",
    "degraded": "audio", "source": "audio", "prompt": "prompt_audio",
}  # fmt: skip
"""The kinds of things that a folder's name speaks of → the role of its clips; others are of a system."""


def readings(options: ImportOptions) -> list[Read]:
    """The records of all sources with the meaning of their fields; RefusedError where none has an output."""
    groups: dict[str, list[Path]] = {}
    for source in options.sources:
        name = options.kind if options.kind in importers() else "" if options.kind else importer_of(source)
        groups.setdefault(name, []).append(source)
    found: list[Results] = []
    for name, sources in groups.items():
        found += (
            importers()[name].read(sources) if name else [one for source in sources for one in _plain(source)]
        )
    names = dict.fromkeys(name for one in found for record in one.records[:1000] for name in record)
    check_mapping(options.mapping, tuple(names), options.sources[0])
    found = [one if one.roles else replace(one, records=untangled(one.records)) for one in found]
    alone = len(found) == 1
    read_so = [(results, fields_of(results, options.mapping, alone=alone)) for results in found]
    if not any(fields.gives for _, fields in read_so):
        path = options.sources[0]
        hint = "name the files or folders with the outputs too; of a field, say --map output=FIELD"
        raise refused("import-field", f"'{path}' holds no output of a model", path, hint)
    read_so = attached(read_so, [options.audio] if options.audio else [one.parent for one in options.sources])
    if any("output_audio" in fields.of for _, fields in read_so):
        read_so = [(one, as_spoken(fields) if one.corpus else fields) for one, fields in read_so]
    return read_so


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
