"""A folder of clips as a draft.

Rule: how its paths are made of systems and utterances is found out from the names that repeat, shown, and
overridden by a pattern.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from soundcase.values import dataclass
from soundcase_import.draft import Defect, Draft
from soundcase_import.folders.audiofolder import import_table, metadata_of
from soundcase_import.names import safe_names
from soundcase_import.options import ImportOptions, refused
from soundcase_import.pages.examples import UNNAMED
from soundcase_import.pages.vocabulary import kinds
from soundcase_import.results.clip_columns import clip_columns
from soundcase_import.results.fields import understood
from soundcase_import.results.import_results import draft_of
from soundcase_import.results.records import Record, Results
from soundcase_import.sounds import sounds_in

RANKS = {suffix: rank for rank, suffix in enumerate((".flac", ".wav", ".aif", ".aiff"))}
"""Which of several files of one clip is taken: what lost nothing first, then whatever comes first."""
WORDS = (".txt", ".lab")
LARGEST = 1 << 16
"""Bytes of a text beside a clip."""

PLACES = ("model", "example", "group")
"""What a pattern may hold between braces, besides `any`."""
_SINGLE = "is this one example of several systems, or one system with several examples?"
_FIELD = re.compile(r"\{(\w+)(\+?)\}")
_BETWEEN = ("__", "_", "-", ".", " ")
"""What parts a system's name from an utterance's in a file's name."""


@dataclass(frozen=True, slots=True)
class PathParts:
    """The parts of a path: which system made which example."""

    model: str
    example: str
    group: str = ""


def import_folder(options: ImportOptions) -> Draft:
    """The draft of a folder; RefusedError where there is nothing to import."""
    folder = options.sources[0]
    if len(options.sources) > 1 or not folder.is_dir():
        raise refused("import-source", "one folder is imported at a time", options.sources[-1])
    table = metadata_of(folder) if not options.pattern else None
    if table:
        return import_table(replace(options, sources=(table,)), folder)
    every = sounds_in(folder)
    best: dict[str, str] = {}  # of files that differ in their suffix alone the one that keeps most of the sound
    for path in sorted(every, key=lambda one: RANKS.get(PurePosixPath(one).suffix.lower(), len(RANKS))):
        best.setdefault(_stem(path), path)
    paths = sorted(best.values())
    if not paths:
        raise refused("import-nothing", f"no clips lie in '{folder}'", folder)
    pattern = options.pattern or found_out(paths)
    named = [name for name, _ in _FIELD.findall(pattern) if name != "any"]
    if pattern and (named.count("example") != 1 or not Counter(named) <= Counter(PLACES)):
        message = (
            f"'{pattern}' is no pattern: it holds {{example}} once, and {{model}} and {{group}} at most once"
        )
        raise refused("import-field", message, folder, "{any} stands for what says nothing")
    places = placed(paths, pattern) if pattern else {}
    if not places:
        hint = "say how the paths are made with --pattern '{model}/{example}', '{example}/{model}', '{example}'"
        message = f"no layout fits the paths in '{folder}', e.g. '{paths[0]}'"
        raise refused("import-nothing", message, folder, hint)
    return _draft(options, every, places, pattern)


def _stem(path: str) -> str:
    return str(PurePosixPath(path).with_suffix(""))


def _draft(
    options: ImportOptions, every: Sequence[str], places: Mapping[str, PathParts], pattern: str
) -> Draft:
    folder = options.sources[0]
    examples: dict[tuple[str, str], dict[str, str]] = {}
    for path, one in places.items():
        examples.setdefault((one.group, one.example), {}).setdefault(f"clip of {one.model}", path)
    columns = {f"clip of {one.model}": one.model or UNNAMED for one in places.values()}
    names = safe_names(path for clips in examples.values() for path in clips.values())
    records = tuple(
        {**_words(folder, *key, clips.values()), **{column: names[path] for column, path in clips.items()}}
        for key, clips in sorted(examples.items())
    )
    heard = clip_columns(columns, records, spoken=False)
    single = len(records) == 1 and len(heard.voices) > 1 and not heard.roles
    source = Results(
        folder,
        records,
        {**{name: name for name in ("id", "title", "group", "text")}, **heard.roles},
        voices=heard.voices,
        title=folder.resolve().name,
        clips={name: folder / path for path, name in names.items()},
        doubts=(*heard.doubts, *([_SINGLE] if single else [])),
    )
    draft = draft_of([understood(source, {})], options)
    roles = {**heard.owners, **dict.fromkeys(heard.voices, "output")}
    told = (f"{name} = {role.replace('reference_audio', 'reference')}" for name, role in roles.items())
    defects = (*draft.defects, *_left_out(every, names))
    return replace(draft, defects=defects, shown=(f"layout = {pattern}", *told))


def _left_out(every: Iterable[str], places: Collection[str]) -> Iterator[Defect]:
    """The clips that are in no example."""
    stems = set(map(_stem, places))
    for path in every:
        if path not in places and _stem(path) in stems:
            yield Defect("second-format", f"'{path}' is there in another format too, which was taken", path)
        elif path not in places:
            yield Defect("other-layout", f"'{path}' does not fit the layout", path)


def _words(folder: Path, group: str, name: str, paths: Iterable[str]) -> Record:
    """What is known of an utterance: its names, and the text beside one of its clips."""
    stems = [_stem(one) for one in (*paths, f"{group}/{name}.x", f"{name}.x")]
    texts = (folder / f"{stem}{suffix}" for stem in stems for suffix in WORDS)
    words = next(filter(_is_text, texts), None)
    text = words.read_text("utf-8", "replace").removeprefix("\ufeff").strip() if words else ""
    said = {"title": " ".join(name.split()), "group": " ".join(group.split()), "text": text}
    return {"id": f"{group}/{name}", **{key: one for key, one in said.items() if one}}


def text_files(folder: Path) -> Iterator[Path]:
    """The texts that may lie beside clips, sorted."""
    return (path for path in sorted(folder.rglob("*")) if path.suffix in WORDS and _is_text(path))


def _is_text(path: Path) -> bool:
    return path.is_file() and path.stat().st_size <= LARGEST


def placed(paths: Sequence[str], pattern: str) -> dict[str, PathParts]:
    """The parts of each path by the pattern; paths that it does not fit are left out.

    Places hold no slash, and as little as they can; with `+` as much.
    """
    texts = re.escape(pattern).replace(r"\{", "{").replace(r"\}", "}").replace(r"\+}", "+}")
    expression = re.compile(_FIELD.sub(_place, texts))
    found = {}
    for path in paths:
        match = expression.fullmatch(str(PurePosixPath(path).with_suffix("")))
        if match:
            groups = {name: unicodedata.normalize("NFC", text) for name, text in match.groupdict().items()}
            found[path] = PathParts(groups.get("model") or "", groups["example"], groups.get("group") or "")
    return found


def _place(field: re.Match[str]) -> str:
    """The regular expression of a place: a part of a name, as short as can be but for a `+`."""
    return "[^/]*" if field[1] == "any" else f"(?P<{field[1]}>[^/]+{'' if field[2] else '?'})"


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
