"""The names of systems whose results do not say them: what sets the names of their files apart.

Rule 1: what every tool calls its files (`hyp`, `text`, `results`) names no system; the folder above does.
Rule 2: sources of one kind (transcripts, clips, numbers) belong to different systems; those of different kinds
    belong together where their names say so, or where there is one system only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

from soundcase_import.results.fields import RecordFields
from soundcase_import.results.records import Results, plain_name

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


def systems_of(read: Sequence[tuple[Results, RecordFields]]) -> list[str]:
    """The name of the system of each source, in their order; empty for sources without outputs."""
    kinds: dict[tuple[str, ...], list[int]] = {}
    for at, (results, fields) in enumerate(read):
        if fields.gives:
            kinds.setdefault(_kind(results, fields), []).append(at)
    names = [""] * len(read)
    for kind, places in sorted(kinds.items(), key=lambda one: one[0] == ("scores",)):
        known = [name for name in dict.fromkeys(names) if name]
        told = _apart([levels_of(read[at][0].path) for at in places])
        for at, name in zip(places, told, strict=True):
            names[at] = read[at][0].model or (_of_known(name, known) if kind == ("scores",) else name)
    return names


def _kind(results: Results, fields: RecordFields) -> tuple[str, ...]:
    """The kinds of things that a source has of its system; numbers speak of what another source has."""
    if results.annotates:
        return ("scores",)
    parts = {"words": "output" in fields.of or bool(fields.outputs), "audio": "output_audio" in fields.of}
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
