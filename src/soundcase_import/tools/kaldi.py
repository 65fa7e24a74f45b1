"""Folders of Kaldi and ESPnet: data (`text`, `wav.scp`, `utt2spk`), and what was decoded of it.

Rule 1: a folder with decoded utterances has the outputs of one system; the words that were scored count, where
    they are there (`score_wer/hyp.trn`; the best of `scoring_kaldi/penalty_*/*.txt`), else `text`.
Rule 2: any other folder with `text` or `wav.scp` is data: clips, what is said in them, who says it.
Rule 3: in a folder of these, all is taken that is of the same utterances.
Rule 4: clips are looked for where `wav.scp` says, from here, from the folder and from those above it.

Source: https://kaldi-asr.org/doc/data_prep.html
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from soundcase_import.names import SOUND_NAME
from soundcase_import.options import refused
from soundcase_import.results.importers import Importer
from soundcase_import.results.records import Results, head_of
from soundcase_import.tools.comparing import as_compared
from soundcase_import.tools.sclite import LETTERS, read_trn
from soundcase_import.tools.transcripts import CER, by_name, is_truth, lines_of, utterances

_FILES = re.compile(r"(?:text|(?:ref|hyp)(?:\.txt)?|text\.\w+|.+\.scp)")
MOST = 2000
"""Folders that are looked into."""
_SCORED = ("score_wer", LETTERS, ".")
"""Where ESPnet keeps the transcripts that it scored, the surest first."""
_DATA = ("wav.scp", "utt2spk", "feats.scp", "segments")
"""What data has, and what was decoded has not."""
_OUTPUTS = re.compile(r"(?i)exp$|(?:decode|inference|hyp|infer)")
"""Folders of what systems gave."""
_COLUMNS = {"text": "text", "clip": "wav.scp", "speaker": "utt2spk", "language": "utt2lang"}


def _knows(source: Path) -> bool:
    if source.is_file():
        return _FILES.fullmatch(source.name) is not None and _is_table(source)
    return source.is_dir() and (_is_data(source) or any(map(_decoded, _folders(source))))


def _folders(folder: Path) -> Iterator[Path]:
    """A folder and those in it; none below one with what was decoded."""
    waiting, seen = [folder], 0
    while waiting and seen < MOST:
        here, seen = waiting.pop(0), seen + 1
        yield here
        if not _decoded(here):
            waiting += sorted(Path(one) for one in os.scandir(here) if one.is_dir(follow_symlinks=False))


def _is_table(path: Path) -> bool:
    """True where each of a file's first lines has a name of its own."""
    lines = [line.split(None, 1) for line in head_of(path, 1 << 14).splitlines()[:20]]
    return bool(lines) and len({line[0] for line in lines if line}) == len(lines)


def _is_data(folder: Path) -> bool:
    return _has(folder, *_DATA) or ((folder / "text").is_file() and _is_table(folder / "text"))


def _has(folder: Path, *names: str) -> bool:
    return any((folder / name).exists() for name in names)


def _decoded(folder: Path) -> str:
    """How a folder holds what was decoded: `sclite`, `kaldi` or `text`; empty where it holds nothing such."""
    if _transcripts(folder, "hyp"):
        return "sclite"
    if (folder / "scoring_kaldi").is_dir():
        return "kaldi"
    if _has(folder, *_DATA) or not _text(folder).is_file() or not _is_table(_text(folder)):
        return ""
    within = any(_OUTPUTS.match(part) for part in folder.resolve().parts)
    return "text" if within or _has(folder, "token", "token_int", "score", "logdir", "1best_recog") else ""


def _text(folder: Path) -> Path:
    best = folder / "1best_recog" / "text"
    return best if best.is_file() else folder / "text"


def _transcripts(folder: Path, kind: str) -> list[Path]:
    """The transcripts that ESPnet scored in a folder: the references (`ref`), or what it recognised (`hyp`)."""
    found = (sorted((folder / place).glob(f"{kind}*.trn")) for place in _SCORED)
    return next(filter(None, found), [])


def _read(sources: Sequence[Path]) -> list[Results]:
    found: list[Results] = []
    for source in sources:
        if source.suffix == ".scp":
            found.append(_scp(source))
        elif source.is_file():
            found.append(utterances(source, _table(source), truth=_is_truth(source)))
        else:
            found += _within(source)
    scored = any("reference" in one.roles and not one.corpus for one in found)
    if scored:  # the words that were scored are those that count
        found = [_without_words(one) if one.corpus else one for one in found]
    return as_compared(found) if any(one.path.suffix == ".trn" for one in found) else found


def _within(folder: Path) -> list[Results]:
    """What a folder holds, or those in it: of one test set, with the data that it is of."""
    every = list(_folders(folder))
    decoded = [(_DECODINGS[kind](one), one) for one in every if (kind := _decoded(one))]
    sets: list[tuple[set[str], list[Path]]] = []
    for results, place in decoded:
        ids = _ids(results[-1])
        known = next((one for one in sets if one[0] & ids), None)
        sets += [] if known else [(ids, [place])]
        if known:
            known[0].update(ids)
            known[1].append(place)
    if len(sets) > 1:
        names = ", ".join(str(places[0]) for _, places in sets[:4])
        message = f"'{folder}' holds {len(sets)} test sets, and a comparison is of one"
        raise refused("import-source", message, folder, f"name the folders of one: {names}")
    data = [results for one in every if _is_data(one) and not _decoded(one) for results in _data(one)]
    wanted = [one for one in data if not sets or _ids(one) & sets[0][0]]
    return [*(one for results, _ in decoded for one in results), *wanted]


def _ids(results: Results) -> set[str]:
    return {str(record["id"]) for record in results.records}


def _scp(path: Path) -> Results:
    """A list of clips: the true ones, as its name or what lies beside it says; else those of a system."""
    clips = {name: clip for name, value in _table(path).items() if (clip := _clip(value))}
    records = tuple({"id": name, "clip": clip} for name, clip in clips.items())
    above = [part.lower() for part in path.resolve().parts[:-1]]
    made = any(_OUTPUTS.match(part) for part in above) or not {"data", "dump"} & set(above)
    beside = path.name == "wav.scp" and _has(path.parent, "text", "utt2spk")
    corpus = is_truth(path) or beside or not made
    roles = {"id": "id", "audio" if corpus else "output_audio": "clip"}
    return Results(path, records, roles, corpus=corpus, clips=_files(clips.values(), path.parent))


def _is_truth(path: Path) -> bool:
    """True where a table of texts is what is right: by its name, or by what lies beside it."""
    decoded = path.stem.startswith("hyp") or _decoded(path.resolve().parent)
    return is_truth(path) or (path.name.startswith("text") and not decoded)


def _without_words(data: Results) -> Results:
    return replace(data, roles={role: name for role, name in data.roles.items() if role != "reference"})


def _espnet(folder: Path) -> list[Results]:
    """The transcripts that were scored; the references once, with the outputs."""
    right, said = _transcripts(folder, "ref"), _transcripts(folder, "hyp")
    found = [read_trn(path, truth=path in right) for path in (*right, *said)]
    title = _title(folder.parent if folder.name in _SCORED else folder)
    letters = CER if any((place / LETTERS).is_dir() for place in (folder, folder.parent)) else {}
    return [replace(one, title=title, measures={**one.measures, **letters}) for one in found]


def _plain(folder: Path) -> list[Results]:
    return [utterances(folder, _table(_text(folder)), truth=False, title=_title(folder))]


def _title(folder: Path) -> str:
    """The test set of which a folder holds what was decoded."""
    return re.sub(r"^decode_(?=.)", "", folder.resolve().name)


def _kaldi(folder: Path) -> list[Results]:
    """The best transcripts of a decoding, and the references that they were scored against."""
    scoring = folder / "scoring_kaldi"
    best = _best(folder)
    details = scoring / "wer_details" / "per_utt"
    if best is None and details.is_file():
        return [_of_details(details, kind, _title(folder)) for kind in ("ref", "hyp")]
    if best is None:
        message = f"'{folder}' holds no transcripts that were scored"
        raise refused("import-nothing", message, folder, "score it (local/score.sh), or name its 'text'")
    found = [utterances(folder, _table(best), truth=False, title=_title(folder))]
    truth = scoring / "test_filt.txt"
    return [utterances(truth, _table(truth), truth=True), *found] if truth.is_file() else found


def _of_details(path: Path, kind: str, title: str) -> Results:
    """The texts of one kind in the alignments of all utterances, without the signs of gaps."""
    rows = (line.split() for _, line in lines_of(path))
    texts = {row[0]: " ".join(word for word in row[2:] if word != "***") for row in rows if row[1] == kind}
    return utterances(path.parents[2], texts, truth=kind == "ref", title=title)


def _best(folder: Path) -> Path | None:
    """The transcripts with the weights that `best_wer` names, else with those that have fewest errors."""
    scoring = folder / "scoring_kaldi"
    summaries = [scoring / "best_wer", *sorted(folder.glob("wer_*"))]
    rates = []
    for path in summaries:
        said = path.read_text("utf-8", "replace") if path.is_file() else ""
        rate = re.search(r"%WER\s+([\d.]+)", said)
        weights = re.search(r"wer_(\d+)(?:_([\d.]+))?", f"{said if path.name == 'best_wer' else path.name}")
        if rate and weights:
            name = scoring / f"penalty_{weights[2] or '0.0'}" / f"{weights[1]}.txt"
            rates.append((float(rate[1]), name))
    there = [one for one in rates if one[1].is_file()]
    if there:
        return min(there, key=lambda one: one[0])[1]
    plain = sorted(scoring.glob("penalty_*/*.txt"))
    return plain[0] if len(plain) == 1 else None


_DECODINGS = {"sclite": _espnet, "kaldi": _kaldi, "text": _plain}
"""What reads a folder, by how it holds what was decoded."""


def _data(folder: Path) -> list[Results]:
    """A data folder: clips and what is said in them, or nothing but clips."""
    if not _has(folder, "text", "utt2spk", "segments"):
        return [_scp(folder / "wav.scp")] if _has(folder, "wav.scp") else []
    columns = {name: _table(folder / file) for name, file in _COLUMNS.items() if (folder / file).is_file()}
    clips = {name: clip for name, value in columns.pop("clip", {}).items() if (clip := _clip(value))}
    columns["clip"] = {} if (folder / "segments").is_file() else clips
    speakers = columns.get("speaker", {})
    columns["speaker"] = {name: speaker for name, speaker in speakers.items() if name != speaker}
    names = dict.fromkeys(name for values in (*columns.values(), speakers) for name in values)
    records = tuple(
        {"id": name, **{key: text for key, values in columns.items() if (text := values.get(name))}}
        for name in names
    )
    if not records:
        raise refused("import-nothing", f"'{folder}' holds no utterances", folder)
    roles = {"id": "id", "audio": "clip", "reference": "text", "tags": "speaker", "language": "language"}
    clusters = "speaker" if columns["speaker"] else ""
    files, title = _files(columns["clip"].values(), folder), folder.resolve().name
    about = {"records": records, "roles": roles, "clips": files, "clusters": clusters, "corpus": True}
    return [utterances(folder, {}, truth=True, title=title, **about)]


def _clip(value: str) -> str:
    """The clip in an entry of `wav.scp`: a path, or the one in a command that reads it."""
    words = [word for word in value.split() if SOUND_NAME.search(word)]
    return words[-1] if words else ""


def _files(clips: Iterable[str], folder: Path) -> dict[str, Path]:
    """The files of clips: where their paths lead from here, from the folder, or from one above it."""
    places = [Path(), folder, *folder.resolve().parents]
    found = {clip: next(filter(Path.is_file, (place / clip for place in places)), None) for clip in clips}
    return {clip: path for clip, path in found.items() if path}


def _table(path: Path) -> Mapping[str, str]:
    """The values of a table by their names."""
    rows = ((number, *line.replace("\t", " ", 1).partition(" ")[::2]) for number, line in lines_of(path))
    return by_name(path, ((number, name, value.strip()) for number, name, value in rows))


IMPORTER = Importer("folders of Kaldi and ESPnet", _knows, _read)
