"""Lists of clips and texts with bars between their cells, and what seed-tts-eval makes of them.

Rule 1: which cell is what follows from their number and from which of them name clips:
    `id|text`, `id|text|as it is read` (LJSpeech), `clip|speaker|text`, `id|text|prompt clip`,
    `id|prompt text|prompt clip|text`, the same with the true recording behind it (`meta.lst`), and a system's
    `clip|prompt clip|text`.
Rule 2: what is measured on clips of a system (`….wer`: clip, rate, text, recognised, …) is its scores; the rate
    of each clip is a given one, as the tool averages clips and not words.

Source: https://github.com/BytedanceSpeech/seed-tts-eval
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from soundcase_import.draft import DraftScore
from soundcase_import.names import SOUND_NAME, SOUND_SUFFIXES
from soundcase_import.options import refused
from soundcase_import.results.importers import Importer
from soundcase_import.results.records import Record, Results, head_of, plain_name, text_of

_SUFFIXES = ("lst", "csv", "txt", "list")
_FOLDERS = ("", "wavs/", "wav/", "audio/", "clips/")
"""Where the clips of a list lie."""
_FORMS: Mapping[tuple[int, tuple[int, ...]], tuple[str, ...]] = {
    (2, ()): ("id", "text"),
    (3, ()): ("id", "text", ""),
    (3, (2,)): ("id", "text", "prompt_audio"),
    (4, (2,)): ("id", "prompt_text", "prompt_audio", "text"),
    (5, (2, 4)): ("id", "prompt_text", "prompt_audio", "text", "reference_audio"),
    (3, (1,)): ("output_audio", "prompt_audio", "text"),
}
"""Number of cells, and which of them (but the first) name clips → the meaning of each."""
_RATES = {"WER": DraftScore("lower", "%"), "SIM": DraftScore("higher")}


def _rows(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if line.strip()]


def _form(row: Sequence[str]) -> tuple[str, ...]:
    """The meaning of each cell of a row; empty where it is none of a list."""
    clips = tuple(at for at, cell in enumerate(row) if at and SOUND_NAME.search(cell))
    speaker = len(row) == 3 and not clips and SOUND_NAME.search(row[0])
    return ("id", "speaker", "text") if speaker else _FORMS.get((len(row), clips), ())


def _kind(source: Path) -> str:
    """The kind of a source: `list`, `wer`, `sim`; empty where it is none of these."""
    head = head_of(source).rpartition("\n")[0] or head_of(source)
    lines = (line for line in head.splitlines() if line.strip())
    first = next((line for line in lines if not line.startswith("utt\twav_res\t")), "")
    cells = first.split("\t")
    if len(cells) >= 7 and SOUND_NAME.search(cells[0]) and _is_number(cells[1]):
        return "wer"
    if re.fullmatch(r"[^\t|]+\|[^\t|]+\t-?[\d.e-]+", first) and SOUND_NAME.search(_pair(first)):
        return "sim"
    rows = _rows(head)[:50]
    suffix = plain_name(source).lower().rpartition(".")[2]
    if suffix not in _SUFFIXES or not rows or any(not _form(row) or re.search(r"\s", row[0]) for row in rows):
        return ""
    return "list" if SOUND_NAME.search(rows[0][0]) or re.search(r"\d", rows[0][0]) else ""


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", text) is not None


def _pair(line: str) -> str:
    """The clip that a line of similarities begins with, without the part of it that was heard."""
    return re.sub(r"_-?\d+_-?\d+$", "", line.partition("|")[0])


def _read(sources: Sequence[Path]) -> list[Results]:
    kinds = {"list": _list, "wer": _rates, "sim": _similarities}
    return [kinds.get(_kind(source), _list)(source) for source in sources]


def _list(source: Path) -> Results:
    records: list[Record] = []
    clips: dict[str, Path] = {}
    folder = source.parent
    for number, row in enumerate(_rows(text_of(source)), 1):
        form = _form(row)
        if not form:
            message = f"{len(row)} cells that are none of a list of clips and texts"
            raise refused("import-record", message, source, line=number)
        cells = {name: cell for name, cell in zip(form, row, strict=True) if name and cell}
        name = cells.get("id") or cells["output_audio"]
        own = _beside(name, folder) if "id" in cells else ""
        if own and "reference_audio" not in cells:
            cells["reference_audio"] = own
        given = [cells[role] for role in ("prompt_audio", "reference_audio") if role in cells]
        clips |= {clip: folder / clip for clip in given if (folder / clip).is_file()}
        records.append({**cells, "id": SOUND_NAME.sub("", name.rpartition("/")[2])})
    names = {name for record in records for name in record}
    roles = {name: name for name in ("id", *_ROLES) if name in names}
    roles |= {"tags": "speaker"} if "speaker" in names else {}
    made = "output_audio" in names
    system = _system(records, "output_audio") if made else ""
    return Results(source, tuple(records), roles, clips=clips, corpus=not made, model=system)


_ROLES = ("prompt_text", "prompt_audio", "text", "reference_audio", "output_audio")


def _beside(name: str, folder: Path) -> str:
    """The clip of an entry beside the list; empty where there is none."""
    suffixes = ("",) if SOUND_NAME.search(name) else sorted(SOUND_SUFFIXES)
    forms = (f"{place}{name}{suffix}" for place in _FOLDERS for suffix in suffixes)
    return next((form for form in forms if (folder / form).is_file()), "")


def _lines(source: Path) -> Iterator[tuple[int, list[str]]]:
    """The cells of each line that speaks of a clip."""
    for number, line in enumerate(text_of(source).splitlines(), 1):
        cells = line.split("\t")
        if SOUND_NAME.search(_pair(cells[0])):
            yield number, cells


def _rates(source: Path) -> Results:
    records: list[Record] = []
    for number, cells in _lines(source):
        if len(cells) < 4 or not _is_number(cells[1]):
            raise refused("import-record", "this line has no rate behind its clip", source, line=number)
        rate = f"{100 * float(cells[1]):.12g}"
        names = ("clip", "WER", "text", "heard")
        values = dict(zip(names, (cells[0], rate, *cells[2:4]), strict=True))
        records.append({"id": Path(cells[0]).stem, **{name: value for name, value in values.items() if value}})
    roles = {"id": "id", "output_audio": "clip", "output": "heard", "text": "text"}
    return Results(
        source,
        tuple(records),
        roles,
        scores={"WER": "WER"},
        measures=_RATES,
        annotates=True,
        model=_system(records),
    )


def _system(records: Sequence[Record], name: str = "clip") -> str:
    """The folder in which all clips lie, which is called as their system; empty where there are several."""
    folders = {Path(str(record.get(name, ""))).parent.name for record in records}
    return folders.pop() if len(folders) == 1 else ""


def _similarities(source: Path) -> Results:
    clips = [(_pair(cells[0]), cells[1]) for _, cells in _lines(source) if len(cells) > 1]
    records = tuple({"id": Path(clip).stem, "clip": clip, "SIM": value} for clip, value in clips)
    roles = {"id": "id", "output_audio": "clip"}
    return Results(
        source, records, roles, scores={"SIM": "SIM"}, measures=_RATES, annotates=True, model=_system(records)
    )


IMPORTER = Importer(
    "lists of clips (LJSpeech, meta.lst), scores of seed-tts-eval", lambda one: bool(_kind(one)), _read
)
