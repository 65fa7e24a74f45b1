"""From a folder of clips to a draft."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from soundcase_import.draft import (
    Defect,
    Draft,
    DraftExample,
    DraftMedia,
    DraftModel,
    DraftSection,
    DraftTask,
    Pieces,
)
from soundcase_import.folders.audiofolder import import_metadata, metadata_of
from soundcase_import.folders.exported import has_catalogue, import_exported
from soundcase_import.folders.layout import PathParts, PatternError, found_out, placed
from soundcase_import.names import model_id, safe_names, slug, unique
from soundcase_import.options import ImportOptions, refused
from soundcase_import.pages.cells import PageCell
from soundcase_import.pages.dom import Player
from soundcase_import.pages.examples import UNNAMED
from soundcase_import.pages.series import Series, with_roles
from soundcase_import.suffixes import SOUND_SUFFIXES

RANKS = {suffix: rank for rank, suffix in enumerate((".flac", ".wav", ".aif", ".aiff"))}
"""Which of several files of one clip is taken: what lost nothing first, then whatever comes first."""
WORDS = (".txt", ".lab")
MOST = 50_000
"""Files in a folder that are looked at."""
LARGEST = 1 << 16
"""Bytes of a text beside a clip."""


def sounds_in(folder: Path) -> list[str]:
    """The clips in a folder, by their path in it, sorted."""
    found = []
    for number, path in enumerate(folder.rglob("*")):
        if number > MOST:
            raise refused("import-source", f"more than {MOST:,} files lie in '{folder}'", folder)
        if path.suffix.lower() in SOUND_SUFFIXES and _is_sound(path):
            found.append(path.relative_to(folder).as_posix())
    return sorted(found)


def _is_sound(path: Path) -> bool:
    """Whether a file is one, and no link to something that is called otherwise."""
    real = path.resolve() if path.is_symlink() else path
    return path.is_file() and not path.name.startswith(".") and real.suffix.lower() in SOUND_SUFFIXES


def _once(paths: Sequence[str]) -> list[str]:
    """The paths, of those that differ in their suffix alone the one that keeps most of the sound."""
    best: dict[str, str] = {}
    for path in sorted(paths, key=lambda one: RANKS.get(PurePosixPath(one).suffix.lower(), len(RANKS))):
        best.setdefault(str(PurePosixPath(path).with_suffix("")), path)
    return sorted(best.values())


def import_folder(options: ImportOptions) -> Draft:
    """The draft of a folder; RefusedError where there is nothing to import."""
    folder = options.sources[0]
    if len(options.sources) > 1 or not folder.is_dir():
        raise refused("import-source", "one folder is imported at a time", options.sources[-1])
    table = metadata_of(folder)
    if table and not options.pattern and has_catalogue(folder):
        return import_exported(folder)
    if table and not options.pattern:
        return import_metadata(folder, table, options)
    every = sounds_in(folder)
    paths = _once(every)
    if not paths:
        raise refused("import-nothing", f"no clips lie in '{folder}'", folder)
    pattern = options.pattern or found_out(paths)
    try:
        places = placed(paths, pattern) if pattern else {}
    except PatternError as error:
        raise refused("import-field", f"'{pattern}' is no pattern: {error}", folder) from error
    if not places:
        hint = "say how the paths are made with --pattern '{model}/{example}', '{example}/{model}', '{example}'"
        raise refused(
            "import-nothing", f"no layout fits the paths in '{folder}', e.g. '{paths[0]}'", folder, hint
        )
    return _draft(folder, every, places, pattern)


def _draft(folder: Path, every: Sequence[str], places: Mapping[str, PathParts], pattern: str) -> Draft:
    roles = _roles(places)
    names = safe_names(places)
    outputs = [name for name, role in roles.items() if role.role == "output"]
    ids = dict(zip(outputs, unique(map(model_id, outputs)), strict=True))
    examples = tuple(_renamed(one, names) for one in _examples(folder, places, roles, ids))
    stems = {str(PurePosixPath(path).with_suffix("")) for path in places}
    left = [path for path in every if path not in places]
    title = folder.resolve().name
    task = DraftTask(
        slug(title, "clips"),
        title,
        "audio",
        examples,
        models=tuple(ids.values()),
        doubts=_doubts(roles, examples),
    )
    return Draft(
        title=title,
        models=tuple(DraftModel(ids[name], name or UNNAMED) for name in outputs),
        sections=(DraftSection("Clips", (task,)),),
        files={f"data/audio/{names[path]}": folder / path for path in places},
        defects=tuple(_left(path, stems) for path in left),
        shown=(f"layout = {pattern}", *(f"{name or UNNAMED} = {role.role}" for name, role in roles.items())),
        doubts={"title": ("what is the page called?",)},
    )


def _roles(places: Mapping[str, PathParts]) -> dict[str, Series]:
    """Which folders are systems, and which hold what went in or what is right, by their names."""
    names = list(dict.fromkeys(one.model for one in places.values()))
    rows = list(dict.fromkeys((one.group, one.example) for one in places.values()))
    by_place = {(one.model, one.group, one.example): path for path, one in places.items()}

    def cell(name: str, row: tuple[str, str]) -> PageCell:
        path = by_place.get((name, *row))
        return PageCell(clips=(Player(path),)) if path else PageCell()

    series = [Series(name or UNNAMED, tuple(cell(name, row) for row in rows)) for name in names]
    return dict(zip(names, with_roles(series, told=False), strict=True))


def _left(path: str, stems: Container[str]) -> Defect:
    if str(PurePosixPath(path).with_suffix("")) in stems:
        return Defect("second-format", f"'{path}' is there in another format too, which was taken", path)
    return Defect("other-layout", f"'{path}' does not fit the layout", path)


def _renamed(example: DraftExample, names: Mapping[str, str]) -> DraftExample:
    """The example with its clips' names in the project in place of their paths."""

    def kept(pieces: Pieces) -> Pieces:
        return tuple(replace(one, audio=names[one.audio]) for one in pieces)

    return replace(
        example.with_pieces(kept),
        title=" ".join(example.title.split()),
        group=" ".join(example.group.split()),
    )


def _doubts(roles: Mapping[str, Series], examples: Sequence[DraftExample]) -> dict[str, tuple[str, ...]]:
    told = tuple(one.doubt for one in roles.values() if one.doubt)
    if len(examples) == 1 and len(roles) > 1 and all(one.role == "output" for one in roles.values()):
        told += ("is this one example of several systems, or one system with several examples?",)
    return {"examples": told} if told else {}


def _examples(
    folder: Path, places: Mapping[str, PathParts], roles: Mapping[str, Series], ids: Mapping[str, str]
) -> Iterator[DraftExample]:
    rows: dict[tuple[str, str], list[str]] = {}
    for path, one in places.items():
        rows.setdefault((one.group, one.example), []).append(path)
    for (group, name), paths in sorted(rows.items()):
        example = DraftExample(title=name, group=group)
        for path in paths:
            example = _with(example, path, roles[places[path].model], ids.get(places[path].model, ""))
        text = _text(folder, [*paths, f"{group}/{name}.x", f"{name}.x"])
        yield replace(example, text=text or None)


def _with(example: DraftExample, path: str, role: Series, system: str) -> DraftExample:
    piece = (DraftMedia(audio=path),)
    if role.role == "output":
        return replace(example, outputs={**example.outputs, system: (*example.outputs.get(system, ()), *piece)})
    if role.role == "reference":
        return replace(example, reference=(*example.reference, *piece))
    if role.role == "prompt_audio":
        return replace(example, prompt_audio=(*example.prompt_audio, *piece))
    return replace(example, audio=(*example.audio, *piece))


def text_files(folder: Path) -> Iterator[Path]:
    """The texts that may lie beside clips, sorted."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in WORDS and path.is_file() and path.stat().st_size <= LARGEST:
            yield path


def _text(folder: Path, paths: Sequence[str]) -> str:
    """The words in the first text file beside the clips."""
    for path in paths:
        for suffix in WORDS:
            file = folder / PurePosixPath(path).with_suffix(suffix)
            if file.is_file() and file.stat().st_size <= LARGEST:
                return file.read_text("utf-8", "replace").removeprefix("\ufeff").strip()
    return ""
