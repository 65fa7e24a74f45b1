"""Clips with a table that names them: Hugging Face's AudioFolder, `export`'s, lists such as LJSpeech's.

Rule 1: a catalogue beside the table, as `export` writes it, comes back to the letter.
Rule 2: a list without headings (`LJ001-0001|as it is written|as it is read`) is one where its clips are there.
"""

from __future__ import annotations

from pathlib import Path

from soundcase.catalogue.files import inside
from soundcase.catalogue.load import load
from soundcase.catalogue.uses import uses_of
from soundcase.model import Example
from soundcase.problems.problem import any_error
from soundcase.project import Project
from soundcase_import.draft import Defect, Draft, DraftExample, DraftMedia, DraftModel, DraftSection, DraftTask
from soundcase_import.options import ImportOptions, RefusedError
from soundcase_import.results.clip_columns import END
from soundcase_import.results.fields import understood
from soundcase_import.results.import_results import draft_of, import_results
from soundcase_import.results.importers import importer_of
from soundcase_import.results.records import Results
from soundcase_import.tools.lists import read_list

NAMES = ("metadata.jsonl", "metadata.csv", "metadata.parquet")


def metadata_of(folder: Path) -> Path | None:
    """The table of an AudioFolder; None where the folder has none."""
    return next((folder / name for name in NAMES if (folder / name).is_file()), None)


def import_table(options: ImportOptions, folder: Path | None = None) -> Draft:
    """The draft of results, which may be the table of an AudioFolder, or a list of recordings."""
    if folder and Project(folder, folder).main.is_file():
        return _exported_project(folder)
    source = options.sources[0]
    listed = _listed(source, folder or options.audio or source.parent) if len(options.sources) == 1 else None
    if listed:
        return draft_of([understood(listed, options.mapping, bare=True)], options)
    return import_results(options, bare=folder is not None)


def _listed(table: Path, folder: Path) -> Results | None:
    """A list of recordings that are there as a table; None where it is none."""
    if table.suffix.lower() != ".csv" or importer_of(table) != "list":
        return None
    results = read_list(table, folder)
    names = {"id": "title", "text": "text", "speaker": "tag_speaker", "reference_audio": END}
    if not all("reference_audio" in record for record in results.records[:1]):
        return None
    records = ({names[key]: one for key, one in record.items() if key in names} for record in results.records)
    return Results(table, tuple(records), title=folder.resolve().name, clips=results.clips)


def _exported_project(folder: Path) -> Draft:
    """The project whose catalogue and clips lie in the folder; RefusedError where they cannot be read."""
    project = Project(folder, folder / "site")
    loaded = load(project)
    catalogue = loaded.catalogue
    if catalogue is None or any_error(loaded.problems):
        raise RefusedError(*loaded.problems)
    uses = uses_of(catalogue)
    pictures = [project.images / use.name for use in uses.pictures]
    videos = [project.video / use.name for use in uses.videos]
    others = [project.files / use.name for use in uses.files]
    shown = map(project.relative, (*pictures, *videos, *others))
    wanted = {path: path for path in (*loaded.documents, *shown)}
    wanted |= {project.relative(project.audio / use.name): use.name for use in uses.clips}
    files = {place: inside(folder, name, root=folder) for place, name in wanted.items()}
    found = {place: path for place, path in files.items() if isinstance(path, Path) and path.is_file()}
    missing = [name for place, name in wanted.items() if place not in found]
    sections = (
        DraftSection(
            section.title,
            tuple(
                DraftTask(one.id, one.title, one.output, tuple(map(_exported, one.examples)), models=one.models)
                for one in section.tasks
            ),
        )
        for section in catalogue.sections
    )
    return Draft(
        title=catalogue.title,
        models=tuple(DraftModel(one.id, one.name) for one in catalogue.models.values()),
        sections=tuple(sections),
        files=found,
        defects=tuple(Defect("missing-file", f"no file '{name}'", name) for name in missing),
        shown=(f"catalogue = {project.relative(project.main)}, as it was exported",),
        ready=True,
    )


def _exported(example: Example) -> DraftExample:
    """The parts of an example that the report counts: its clips and its models."""
    pieces = dict.fromkeys(example.outputs, ()) | {"": tuple[DraftMedia, ...]()}
    for _, model, piece in example.media():
        pieces[model] = (*pieces.get(model, ()), DraftMedia(audio=piece.audio or "", video=piece.video or ""))
    audio = pieces.pop("")
    return DraftExample(id=example.id, audio=audio, outputs=pieces)
