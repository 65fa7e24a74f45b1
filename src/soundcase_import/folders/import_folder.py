"""A folder of clips as a draft.

Rule: how its paths are made of systems and utterances is found out from the names that repeat, shown, and
overridden by a pattern.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from soundcase.values import dataclass
from soundcase_import.draft import Defect, Draft, DraftExample, DraftMedia, DraftModel, Pieces
from soundcase_import.folders.audiofolder import clips_draft, import_metadata, metadata_of
from soundcase_import.names import model_id, safe_names, unique
from soundcase_import.options import ImportOptions, refused
from soundcase_import.pages.cells import PageCell
from soundcase_import.pages.comparison import Series
from soundcase_import.pages.dom import Player
from soundcase_import.pages.examples import UNNAMED
from soundcase_import.pages.roles import with_roles
from soundcase_import.pages.vocabulary import kinds
from soundcase_import.sounds import sounds_in

RANKS = {suffix: rank for rank, suffix in enumerate((".flac", ".wav", ".aif", ".aiff"))}
"""Which of several files of one clip is taken: what lost nothing first, then whatever comes first."""
WORDS = (".txt", ".lab")
LARGEST = 1 << 16
"""Bytes of a text beside a clip."""

PLACES = ("model", "example", "group", "any")
"""What a pattern may hold between braces."""
_FIELD = re.compile(r"\{(\w+)(\+?)\}")
_BETWEEN = ("__", "_", "-", ".", " ")
"""What parts a system's name from an utterance's in a file's name."""


@dataclass(frozen=True, slots=True)
class PathParts:
    """The parts of a path: which system made which example."""

    model: str
    example: str
    group: str = ""


class PatternError(ValueError):
    """A pattern that means nothing."""


def import_folder(options: ImportOptions) -> Draft:
    """The draft of a folder; RefusedError where there is nothing to import."""
    folder = options.sources[0]
    if len(options.sources) > 1 or not folder.is_dir():
        raise refused("import-source", "one folder is imported at a time", options.sources[-1])
    table = metadata_of(folder) if not options.pattern else None
    if table:
        return import_metadata(folder, table, options)
    every = sounds_in(folder)
    best: dict[str, str] = {}  # of files that differ in their suffix alone the one that keeps most of the sound
    for path in sorted(every, key=lambda one: RANKS.get(PurePosixPath(one).suffix.lower(), len(RANKS))):
        best.setdefault(_stem(path), path)
    paths = sorted(best.values())
    if not paths:
        raise refused("import-nothing", f"no clips lie in '{folder}'", folder)
    pattern = options.pattern or found_out(paths)
    try:
        places = placed(paths, pattern) if pattern else {}
    except PatternError as error:
        raise refused("import-field", f"'{pattern}' is no pattern: {error}", folder) from error
    if not places:
        hint = "say how the paths are made with --pattern '{model}/{example}', '{example}/{model}', '{example}'"
        message = f"no layout fits the paths in '{folder}', e.g. '{paths[0]}'"
        raise refused("import-nothing", message, folder, hint)
    return _draft(folder, every, places, pattern)


def _stem(path: str) -> str:
    return str(PurePosixPath(path).with_suffix(""))


def _draft(folder: Path, every: Sequence[str], places: Mapping[str, PathParts], pattern: str) -> Draft:
    roles = _roles(places)
    names = safe_names(places)
    outputs = [name for name, role in roles.items() if role.role == "output"]
    ids = dict(zip(outputs, unique(map(model_id, outputs)), strict=True))
    examples = list(_examples(folder, places, roles, ids, names))
    doubts = [one.doubt for one in roles.values() if one.doubt]
    if len(examples) == 1 and len(roles) == len(outputs) > 1:
        doubts.append("is this one example of several systems, or one system with several examples?")
    stems = set(map(_stem, places))
    defects = [
        Defect("second-format", f"'{path}' is there in another format too, which was taken", path)
        if _stem(path) in stems
        else Defect("other-layout", f"'{path}' does not fit the layout", path)
        for path in every
        if path not in places
    ]
    return clips_draft(
        folder,
        [DraftModel(ids[name], name or UNNAMED) for name in outputs],
        examples,
        doubts,
        files={f"data/audio/{names[path]}": folder / path for path in places},
        defects=tuple(defects),
        shown=(f"layout = {pattern}", *(f"{name or UNNAMED} = {role.role}" for name, role in roles.items())),
    )


def _roles(places: Mapping[str, PathParts]) -> dict[str, Series]:
    """The roles of the folders, by their names: systems, what went in, what is right."""
    names = list(dict.fromkeys(one.model for one in places.values()))
    rows = list(dict.fromkeys((one.group, one.example) for one in places.values()))
    by_place = {(one.model, one.group, one.example): path for path, one in places.items()}
    series = []
    for name in names:
        paths = (by_place.get((name, *row)) for row in rows)
        cells = tuple(PageCell(clips=(Player(path),)) if path else PageCell() for path in paths)
        series.append(Series(name or UNNAMED, cells))
    return dict(zip(names, with_roles(series, spoken=False), strict=True))


def _examples(
    folder: Path,
    places: Mapping[str, PathParts],
    roles: Mapping[str, Series],
    ids: Mapping[str, str],
    names: Mapping[str, str],
) -> Iterator[DraftExample]:
    """An example for each utterance; its clips by their names in the project."""
    rows: dict[tuple[str, str], list[str]] = {}
    for path, one in places.items():
        rows.setdefault((one.group, one.example), []).append(path)
    for (group, name), paths in sorted(rows.items()):
        media: dict[str, Any] = {}
        outputs: dict[str, Pieces] = {}
        for path in paths:
            model = places[path].model
            made = roles[model].role == "output"
            pieces, key = (outputs, ids[model]) if made else (media, roles[model].role)
            pieces[key] = (*pieces.get(key, ()), DraftMedia(audio=names[path]))
        stems = [_stem(one) for one in (*paths, f"{group}/{name}.x", f"{name}.x")]
        texts = (folder / f"{stem}{suffix}" for stem in stems for suffix in WORDS)
        words = next(filter(_is_text, texts), None)
        text = words.read_text("utf-8", "replace").removeprefix("\ufeff").strip() if words else ""
        yield DraftExample(
            title=" ".join(name.split()),
            group=" ".join(group.split()),
            text=text or None,
            outputs=outputs,
            **media,
        )


def text_files(folder: Path) -> Iterator[Path]:
    """The texts that may lie beside clips, sorted."""
    return (path for path in sorted(folder.rglob("*")) if path.suffix in WORDS and _is_text(path))


def _is_text(path: Path) -> bool:
    return path.is_file() and path.stat().st_size <= LARGEST


def placed(paths: Sequence[str], pattern: str) -> dict[str, PathParts]:
    """The parts of each path by the pattern; paths that it does not fit are left out.

    Places hold no slash, and as little as they can; with `+` as much.
    """
    fields = [name for name, _ in _FIELD.findall(pattern)]
    unknown = [name for name in fields if name not in PLACES]
    if unknown:
        raise PatternError(f"'{{{unknown[0]}}}' is none of {', '.join(f'{{{one}}}' for one in PLACES)}")
    if "example" not in fields or len(set(fields) - {"any"}) < len([one for one in fields if one != "any"]):
        raise PatternError("a pattern holds {example} once, and {model} or {group} at most once")
    parts = _FIELD.split(pattern)  # texts, each but the last with the name and the sign of the place behind it
    places = [
        "[^/]*" if name == "any" else rf"(?P<{name}>[^/]+{'' if greedy else '?'})"
        for name, greedy in zip(parts[1::3], parts[2::3], strict=True)
    ]
    texts = map(re.escape, parts[::3])
    expression = re.compile("".join(text + place for text, place in zip(texts, [*places, ""], strict=True)))
    found = {}
    for path in paths:
        match = expression.fullmatch(str(PurePosixPath(path).with_suffix("")))
        if match:
            groups = {name: unicodedata.normalize("NFC", text) for name, text in match.groupdict().items()}
            found[path] = PathParts(groups.get("model") or "", groups["example"], groups.get("group") or "")
    return found


def found_out(paths: Sequence[str]) -> str:
    """The pattern that most paths follow; empty where nothing repeats."""
    candidates = {pattern: _score(placed(paths, pattern)) for pattern in _patterns(paths)}
    best = max(candidates, key=lambda pattern: candidates[pattern], default="")
    return best if best and candidates[best] > (0, 0, 0.0) else ""


def _patterns(paths: Sequence[str]) -> list[str]:
    depths = Counter(path.count("/") for path in paths)
    depth = max(depths, key=lambda one: depths[one]) if depths else 0
    above = "{any}/" * max(0, depth - 1)
    if depth == 0:
        orders = ("{{example}}{0}{{model}}", "{{model}}{0}{{example}}", "{{example+}}{0}{{model}}")
        return [order.format(between) for between in _BETWEEN for order in orders]
    flat = [f"{above}{{model}}/{{example}}", f"{above}{{example}}/{{model}}"]
    deep = [
        f"{'{any}/' * (depth - 2)}{group}"
        for group in ("{group}/{model}/{example}", "{model}/{group}/{example}")
    ]
    return [*flat, *(deep if depth > 1 else [])]


def _score(places: Mapping[str, PathParts]) -> tuple[int, int, float]:
    """A layout's merit: how full its table is, what the names of systems say, how few they are."""
    models = {one.model for one in places.values()}
    rows = Counter((one.group, one.example) for one in places.values())
    each = set(places.values())
    if len(models) < 2 or len(each) < len(places) or max(rows.values()) < 2:
        return 0, 0, 0.0
    full = len(each) / (len(models) * len(rows))
    return round(1000 * full), sum(bool(kinds(name)) for name in models), len(rows) / len(models)
