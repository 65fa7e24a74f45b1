"""sclite's transcripts: `.trn` (an utterance a line), `.ctm` (a word a line, with its time), `.stm` (segments).

Rule 1: a `.trn` whose name speaks of a reference (`ref.trn`) is what is right, any other is what a system
    recognised; `.stm` is right, `.ctm` recognised.
Rule 2: words of a `.ctm` belong to the segment of the `.stm` in which their middle lies, as sclite has it;
    without an `.stm` all words of a recording are one text. Of alternatives the first is taken.
Rule 3: case does not count: where all references are in capitals (or in small letters), so are the outputs.
Rule 4: a name that repeats its speaker, `spk-spk-utt` as ESPnet writes it, is the utterance's own: `spk-utt`.

Source: https://github.com/usnistgov/SCTK/blob/master/doc/infmts.htm
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from soundcase.values import dataclass
from soundcase_import.options import refused
from soundcase_import.results.importers import Importer
from soundcase_import.results.records import Results, head_of, plain_name
from soundcase_import.tools.comparing import as_compared
from soundcase_import.tools.transcripts import CER, by_name, is_truth, lines_of, utterances

_TRN = re.compile(r"(.*?)\s*\(([^()\s]+)\)\s*")
_TWICE = re.compile(r"^(.+?)[-_](\1(?:[-_].*)?)$")
_STM = re.compile(r"(\S+)\s+(\S+)\s+(\S+)\s+([\d.]+)\s+([\d.]+)(?:\s+<[^>]*>)?(?:\s+(.*))?")
_CTM = re.compile(r"(\S+)\s+(\S+)\s+(?:([\d.]+)\s+([\d.]+)|\*\s+\*(?=\s+<ALT))\s+(\S+)(?:\s.*)?")
LETTERS = "score_cer"
"""The folder in which ESPnet has transcripts letter by letter."""
_SUFFIXES = ("trn", "ctm", "stm")
_LEFT_OUT = ("ignore_time_segment_in_scoring", "inter_segment_gap")


@dataclass(frozen=True, slots=True)
class _Span:
    """A part of a recording, with what is said in it."""

    recording: str
    start: float
    end: float
    text: str
    speaker: str = ""

    @property
    def name(self) -> str:
        """Its name, in hundredths of seconds."""
        return f"{self.recording}-{round(self.start * 100):07d}-{round(self.end * 100):07d}"


def _suffix(source: Path) -> str:
    name = plain_name(source).lower()
    return name.rpartition(".")[2] if source.is_file() and not name.startswith(".") else ""


def _knows(source: Path) -> bool:
    suffix = _suffix(source)
    return suffix in _SUFFIXES or (suffix in ("txt", "ref", "hyp") and _is_trn(source)) or bool(_inside(source))


def _inside(folder: Path) -> list[Path]:
    """The transcripts in a folder; none where those of another tool lie there too."""
    if not folder.is_dir() or (folder / "scoring_kaldi").is_dir():
        return []
    return [path for path in sorted(folder.iterdir()) if _suffix(path) in _SUFFIXES]


def _is_trn(source: Path) -> bool:
    """True where all of the first lines end in a name with a number, in brackets, as fairseq's do too."""
    whole = head_of(source, 1 << 13).rpartition("\n")[0]
    lines = [line for line in whole.split("\n") if line.strip()]
    return bool(lines) and all(found and re.search(r"\d", found[2]) for found in map(_TRN.fullmatch, lines))


def _read(given: Sequence[Path]) -> list[Results]:
    sources = [path for source in given for path in (_inside(source) or [source])]
    right = [source for source in sources if is_truth(source)] or _odd_one(sources)
    segments = {source: _stm(source) for source in sources if _suffix(source) == "stm"}
    spans = [span for several in segments.values() for span in several]
    found = []
    for source in sources:
        if source in segments:
            found.append(_segments(source, segments[source]))
        elif _suffix(source) == "ctm":
            found.append(utterances(source, _heard(_ctm(source), spans), truth=False))
        else:
            found.append(read_trn(source, truth=source in right))
    return as_compared(found)


def _odd_one(sources: Sequence[Path]) -> list[Path]:
    """The only source that is not called as what was recognised, where all others are."""
    odd = [source for source in sources if not re.search(r"(?i)hyp", source.name) and _suffix(source) != "ctm"]
    return odd if len(odd) == 1 < len(sources) else []


def _matched(
    path: Path, form: re.Pattern[str], message: str, hint: str = ""
) -> list[tuple[int, re.Match[str]]]:
    """Each line with its number; RefusedError with the first one that is not of this form."""
    found = []
    for number, line in lines_of(path):
        parts = form.fullmatch(line)
        if not parts:
            raise refused("import-record", message, path, hint, line=number)
        found.append((number, parts))
    if not found:
        raise refused("import-nothing", f"'{path}' holds no utterances", path)
    return found


def read_trn(path: Path, *, truth: bool) -> Results:
    """A `.trn`, of letters where ESPnet counts these; RefusedError with the line that is none."""
    message = "this line does not end in the name of its utterance, in brackets"
    lines = _matched(path, _TRN, message, "words of it (speaker-utterance)")
    texts = by_name(path, ((number, _TWICE.sub(r"\2", line[2]), line[1]) for number, line in lines))
    if path.parent.name != LETTERS:
        return utterances(path, texts, truth=truth)
    letters = {name: "".join(text.split()).replace("<space>", " ") for name, text in texts.items()}
    return utterances(path, letters, truth=truth, measures=CER)


def _stm(path: Path) -> list[_Span]:
    message = "this line has no recording, channel, speaker, beginning and end"
    spans = []
    for _, line in _matched(path, _STM, message):
        recording, channel, speaker, start, end, text = line.groups()
        spans.append(_Span(_place(recording, channel), float(start), float(end), text or "", speaker))
    return sorted(spans, key=lambda one: (one.recording, one.start))


def _segments(path: Path, spans: Sequence[_Span]) -> Results:
    records = tuple(
        {"id": one.name, "text": one.text, "speaker": one.speaker, "recording": one.recording}
        for one in filter(_counts, spans)
    )
    roles = {"id": "id", "reference": "text", "tags": "recording,speaker"}
    return utterances(path, {}, truth=True, records=records, roles=roles, clusters="recording")


def _ctm(path: Path) -> list[_Span]:
    """The words, in order; of alternatives the first."""
    message = "this line has no recording, channel, beginning, duration and word"
    words, skipping = [], False
    for _, line in _matched(path, _CTM, message):
        recording, channel, start, seconds, word = line.groups()
        if start is None:
            skipping = word.upper() == "<ALT>"
        elif not skipping and word != "@":
            begin = float(start)
            words.append(_Span(_place(recording, channel), begin, begin + float(seconds), word))
    return sorted(words, key=lambda one: (one.recording, one.start))


def _place(recording: str, channel: str) -> str:
    """The name of a recording, with its channel where it is not the first."""
    return recording if channel.lower() in ("1", "a", "0") else f"{recording}-{channel.lower()}"


def _heard(words: Sequence[_Span], segments: Sequence[_Span]) -> Mapping[str, str]:
    """The words as texts, by the names of their segments, or of their recordings where there are none."""
    texts: dict[str, list[str]] = {one.name: [] for one in segments}
    by_recording: dict[str, list[_Span]] = {}
    for one in segments:
        by_recording.setdefault(one.recording, []).append(one)
    for word in words:
        places = by_recording.get(word.recording, [])
        middle = (word.start + word.end) / 2
        name = min(places, key=lambda one: _distance(middle, one)).name if places else word.recording
        texts.setdefault(name, []).append(word.text)
    left_out = {one.name for one in segments if not _counts(one)}
    return {name: " ".join(said) for name, said in texts.items() if name not in left_out}


def _counts(span: _Span) -> bool:
    return span.text.strip().lower() not in _LEFT_OUT


def _distance(moment: float, span: _Span) -> float:
    return max(span.start - moment, moment - span.end, 0.0)


IMPORTER = Importer("sclite's transcripts (.trn, .ctm, .stm)", _knows, _read)
