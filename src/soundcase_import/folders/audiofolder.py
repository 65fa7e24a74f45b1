"""Clips with a table that names them: Hugging Face's AudioFolder, `export`'s, lists such as LJSpeech's.

Rule 1: columns of clips are called `file_name` or end in `…_file_name`.
Rule 2: a catalogue beside the table, as `export` writes it, comes back to the letter.
Rule 3: a list without headings (`LJ001-0001|as it is written|as it is read`) is one where its first cell names
    a clip; its cells are taken to the letter (no quotes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from soundcase.attachment import Attachment
from soundcase.catalogue.files import inside
from soundcase.catalogue.load import load
from soundcase.catalogue.uses import uses_of
from soundcase.choice import lettered
from soundcase.fields import placed
from soundcase.model import Example, Media, Prompt
from soundcase.problems.problem import any_error
from soundcase.project import Project
from soundcase.provenance import is_said_well
from soundcase_import.draft import (
    MEDIA,
    Defect,
    Draft,
    DraftExample,
    DraftMedia,
    DraftModel,
    DraftScore,
    DraftSection,
    DraftTask,
    Pieces,
    worded,
)
from soundcase_import.names import SOUND_SUFFIXES, clip_name, model_id, task_ids, unique
from soundcase_import.options import ImportOptions, RefusedError, refused
from soundcase_import.pages.cells import PageCell
from soundcase_import.pages.comparison import Series
from soundcase_import.pages.dom import Player
from soundcase_import.pages.roles import with_roles
from soundcase_import.pages.vocabulary import kinds
from soundcase_import.results.fields import clip_fields
from soundcase_import.results.import_results import import_results
from soundcase_import.results.importers import importer_of, importers
from soundcase_import.results.records import Record, Results, read, text_of
from soundcase_import.results.score_columns import ScoreColumn, score_columns, written

NAMES = ("metadata.jsonl", "metadata.csv", "metadata.parquet")
_END = "file_name"
_OWN = {"file_name": "audio", **{f"{name}_file_name": name for name in MEDIA}}
"""Columns that `export` writes: they are what they say."""
_TEXTS = ("text", "transcription", "transcript", "sentence")
_FOLDERS = ("", "wavs/", "wav/", "audio/", "clips/")
"""Where the clips of a list lie."""


def metadata_of(folder: Path) -> Path | None:
    """The table of an AudioFolder; None where the folder has none."""
    return next((folder / name for name in NAMES if (folder / name).is_file()), None)


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
    tasks = {
        task.id: DraftTask(
            task.id, task.title, task.output, tuple(map(_exported, task.examples)), models=task.models
        )
        for task in catalogue.tasks()
    }
    sections = (
        DraftSection(one.title, tuple(tasks[task.id] for task in one.tasks)) for one in catalogue.sections
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


def import_metadata(folder: Path, table: Path, options: ImportOptions) -> Draft:
    """The draft of an AudioFolder: a column of clips is a system or a role, by its name."""
    if Project(folder, folder).main.is_file():
        return _exported_project(folder)
    listed = _file_list(table, folder)
    if listed:
        return _draft(folder, listed, [_END])
    results = _table(table) or read(table)
    names = dict.fromkeys(name for one in results.records for name in one)
    columns = [name for name in names if name.endswith(_END)]
    if not columns:
        raise refused("import-field", f"no column of '{table}' is 'file_name' or ends so", table)
    if columns == [_END]:
        try:
            return import_results(replace(options, sources=(table,)))
        except RefusedError as error:
            if error.problems[0].code != "import-field" or options.mapping:
                raise
    return _draft(folder, results, columns)


def import_table(options: ImportOptions) -> Draft:
    """The draft of results; where no words are a model's output but several columns name clips, of those."""
    source = options.sources[0]
    folder = options.audio or source.parent
    plain_table = len(options.sources) == 1 and not options.mapping
    listed = _file_list(source, folder) if plain_table else None
    if listed:
        return _draft(folder, listed, [_END])
    try:
        return import_results(options)
    except RefusedError as error:
        results = _table(source) if plain_table and error.problems[0].code == "import-field" else None
        if results is None:
            raise
        columns = clip_fields(results.records)
        if len(columns) < 2 and not any("output" in kinds(name) for name in columns):
            raise
        return _draft(folder, results, columns)


def _table(source: Path) -> Results | None:
    """The one table of a source; None where its format says what the fields mean."""
    name = importer_of(source)
    found = list(importers()[name].read([source])) if name else [read(source)]
    return found[0] if len(found) == 1 and not found[0].roles else None


def _file_list(table: Path, folder: Path) -> Results | None:
    """The clips and texts of a list; None where the table is none.

    Of `id|text|normalised` the text is taken, of `path|speaker|text` the speaker as a tag too.
    """
    if table.suffix.lower() != ".csv":
        return None
    rows = [[cell.strip() for cell in line.split("|")] for line in text_of(table).splitlines() if line.strip()]
    if not rows or not rows[0][0] or {len(row) for row in rows} - {2, 3, 4}:
        return None
    forms = (f"{place}{{}}{suffix}" for place in _FOLDERS for suffix in ("", *sorted(SOUND_SUFFIXES)))
    paths = {form: folder / form.format(rows[0][0]) for form in forms}
    named = (form for form, path in paths.items() if path.suffix.lower() in SOUND_SUFFIXES)
    form = ""
    with suppress(OSError, ValueError):  # a text can be no name of a file
        form = next((form for form in named if paths[form].is_file()), "")
    if not form:
        return None
    records: list[Record] = []
    for row in rows:
        path = form.format(row[0])
        speaker = len(row) > 2 and Path(row[0]).suffix.lower() in SOUND_SUFFIXES
        found = {"file_name": path, "title": Path(path).stem, "text": row[2 if speaker else 1]}
        records.append({**found, "tag_speaker": row[1]} if speaker else found)
    return Results(table, tuple(records))


def _draft(folder: Path, results: Results, columns: Sequence[str]) -> Draft:
    records = results.records
    text = next((name for name in _TEXTS if any(name in one for one in records)), "")
    series = []
    for name in columns:
        heading = re.sub(r"(?:^|[_\-. ])(?:file_name|file|path|filepath|wav)$", "", name) or "audio"
        named = (str(one.get(name) or "") for one in records)
        cells = tuple(PageCell(clips=(Player(clip),)) if clip else PageCell() for clip in named)
        series.append(Series("input" if heading == "audio" else heading.replace("_", " "), cells))
    found = zip(columns, with_roles(series, spoken=text != ""), strict=True)
    roles = {name: replace(one, role=_OWN[name], doubt="") if name in _OWN else one for name, one in found}
    systems = [name for name, one in roles.items() if one.role == "output"]
    ids = dict(zip(systems, unique(model_id(roles[name].heading) for name in systems), strict=True))
    scores = _scores(records, roles)
    clips = dict.fromkeys(str(one[name]) for one in records for name in columns if one.get(name))
    files: dict[str, Path | bytes] = {
        f"data/audio/{clip_name(name)}": results.clips.get(name, _within(folder, name)) for name in clips
    }
    offered = dict.fromkeys(name for one in records for name in _offered(one))
    files |= {f"data/files/{clip_name(name)}": _within(folder / "data" / "files", name) for name in offered}
    there = {name: one for name, one in files.items() if isinstance(one, bytes) or one.is_file()}
    missing = [name.removeprefix("data/audio/") for name in files if name not in there]
    rows = (_example(record, roles, ids, text, scores) for record in records)
    return clips_draft(
        folder,
        [DraftModel(ids[name], roles[name].heading) for name in systems],
        [row for row in rows if row != DraftExample()],
        [one.doubt for one in roles.values() if one.doubt],
        {one.name: one.score for several in scores.values() for one in several},
        files=there,
        defects=tuple(Defect("missing-file", f"no clip '{name}'", name) for name in missing),
        shown=(f"metadata = {results.path}", *_told(roles, scores)),
    )


Scores = Mapping[str, Sequence[ScoreColumn]]
"""Column of clips → the columns of numbers that were measured on them."""


def _scores(records: Sequence[Record], roles: Mapping[str, Series]) -> Scores:
    """The columns of numbers; those called as a column of clips are its own, and all are where it is alone."""
    names = [name for name in dict.fromkeys(name for one in records for name in one) if name not in roles]
    if len(roles) == 1:
        return dict.fromkeys(roles, score_columns(names, records))
    headings = {one.heading: name for name, one in roles.items()}
    found: dict[str, list[ScoreColumn]] = {}
    for one in score_columns(names, records, headings):
        found.setdefault(headings[one.model], []).append(one)
    return found


def _told(roles: Mapping[str, Series], scores: Scores) -> Iterator[str]:
    yield from (f"{name} = {one.role}" for name, one in roles.items())
    for column, several in scores.items():
        yield from (f"score {one.name} of {roles[column].heading} = {one.field}" for one in several)


def _within(folder: Path, name: str) -> Path:
    """The file of this name in the folder, whatever the table says."""
    path = folder / name.replace("\\", "/")
    return path if path.resolve().is_relative_to(folder.resolve()) else folder / clip_name(name)


def _offered(record: Record) -> tuple[str, ...]:
    """The files to download that `export` wrote down."""
    given = record.get("files", ())
    return (given,) if isinstance(given, str) else tuple(given)


_NO_MODELS = (
    "nothing here is of a model: add outputs, or import the folders of the models' clips with this list"
)


def clips_draft(
    folder: Path,
    models: Sequence[DraftModel],
    examples: Sequence[DraftExample],
    doubts: Sequence[str],
    scores: Mapping[str, DraftScore] | None = None,
    **more: Any,  # noqa: ANN401 (further fields of a draft)
) -> Draft:
    """The draft of a folder of clips: one task, which is called as the folder."""
    title = folder.resolve().name
    ids = tuple(one.id for one in models)
    notes = {"examples": tuple(doubts or (() if models else (_NO_MODELS,)))}
    (name,) = task_ids([title])
    task = DraftTask(name, title, "audio", tuple(examples), models=ids, scores=scores or {}, doubts=notes)
    sections = (DraftSection("Clips", (task,)),)
    return Draft(title, tuple(models), sections, doubts={"title": ("what is the page called?",)}, **more)


def _origin(column: str, texts: Mapping[str, str]) -> Mapping[str, Any]:
    """What is said of where the clip of a column comes from, in columns called as that one."""
    before = column.removesuffix(_END) or "input_"
    said = ((one, texts.get(f"{before}{one.name}", "")) for one in placed(Media, "origin"))
    return {one.name: text for one, text in said if is_said_well(one.kind, text)}


def _example(
    record: Record, roles: Mapping[str, Series], ids: Mapping[str, str], text: str, scores: Scores
) -> DraftExample:
    texts = {name: value if isinstance(value, str) else ", ".join(value) for name, value in record.items()}
    labels, choices = record.get("labels", ()), record.get("choices", ())
    pieces: dict[str, Any] = {}
    outputs: dict[str, Pieces] = {}
    for column, one in roles.items():
        if record.get(column):
            numbers = {each.name: written(each.field, record) for each in scores.get(column, ())}
            piece = DraftMedia(
                audio=clip_name(str(record[column])),
                **_origin(column, texts),
                scores={name: number for name, number in numbers.items() if number},
            )
            if one.role == "output":
                outputs[ids[column]] = (piece,)
            else:
                pieces[one.role] = (*pieces.get(one.role, ()), piece)
    return DraftExample(
        **worded(lambda name: texts.get(text if name == "text" else name, "")),
        **pieces,
        tags={name[4:]: value for name, value in texts.items() if name.startswith("tag_")},
        prompt=Prompt(texts.get("prompt") or None),
        labels=((labels,) if isinstance(labels, str) else labels) or None,
        choices=() if isinstance(choices, str) else lettered(choices),
        files=tuple(Attachment(clip_name(one)) for one in _offered(record)),
        language=texts.get("language", ""),
        outputs=outputs,
    )
