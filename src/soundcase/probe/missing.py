"""The nearest file to one that does not exist.

Rule: a folder is walked once, without following links; looking for a name costs little even among 10,000.
"""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path, PurePosixPath

from soundcase.probe.source import quoted
from soundcase.problems import Fault

_CANDIDATES = 20
_NEAR = 0.6
_HINT = "Case, accents and folders count. Mend the name in the catalogue, or put the file in its place."


@dataclass(frozen=True, slots=True)
class FolderIndex:
    """The files of a folder and its sub-folders, by what one may confuse about a name."""

    folder: Path
    names: frozenset[str]
    """Relative to the folder, with `/`."""
    by_form: dict[str, str]
    """By composed Unicode form; the name on disk."""
    by_case: dict[str, str]
    """By composed form without case."""
    by_base: dict[str, str]
    """By the last part of the name, composed and without case."""
    by_trigram: dict[str, list[str]]

    @classmethod
    def of(cls, folder: Path) -> FolderIndex:
        """An index of what is in a folder now; empty if there is no such folder."""
        names = sorted(
            (Path(at) / file).relative_to(folder).as_posix()
            for at, _, files in os.walk(folder, followlinks=False)
            for file in files
        )
        trigrams: dict[str, list[str]] = {}
        for name in names:
            for trigram in _trigrams(name):
                trigrams.setdefault(trigram, []).append(name)
        backwards = names[::-1]  # so that the first of several names that are alike stays
        return cls(
            folder,
            frozenset(names),
            {_composed(n): n for n in backwards},
            {_composed(n).casefold(): n for n in backwards},
            {_composed(PurePosixPath(n).name).casefold(): n for n in backwards},
            trigrams,
        )

    def nearest(self, name: str) -> str:
        """The name most like this one; empty if none is like it."""
        shared = Counter(near for trigram in _trigrams(name) for near in self.by_trigram.get(trigram, ()))
        best = sorted(shared, key=lambda near: (-shared[near], near))[:_CANDIDATES]
        rated = [(_likeness(name, near), near) for near in best]
        return max(rated, key=lambda pair: pair[0], default=(0.0, ""))[1] if _any_near(rated) else ""


def _any_near(rated: Iterable[tuple[float, str]]) -> bool:
    return any(likeness >= _NEAR for likeness, _ in rated)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False).ratio()


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _trigrams(name: str) -> set[str]:
    plain = f"^{_composed(name).casefold()}$"
    return {plain[i : i + 3] for i in range(len(plain) - 2)}


def missing_fault(folder: Path | FolderIndex, name: str) -> Fault:
    """The fault for a file that a catalogue names and a folder lacks; for many, pass one `FolderIndex`."""
    index = folder if isinstance(folder, FolderIndex) else FolderIndex.of(folder)
    there = f"there is no file {quoted(name)}"
    composed = _composed(name)
    if composed in index.by_form:
        near = index.by_form[composed]
        text = f"{there}; {quoted(near)} looks the same but is written with other Unicode characters"
        return Fault("missing-file", text, "Rename the file, or copy its name from the folder's listing.")
    near = index.by_case.get(composed.casefold(), "")
    if near:
        return Fault("missing-file", f"{there}; {quoted(near)} differs only in case", _HINT)
    near = index.by_base.get(PurePosixPath(composed).name.casefold(), "")
    if near:
        return Fault("missing-file", f"{there}; there is {quoted(near)} in {_where(near)}", _HINT)
    near = index.nearest(name)
    return Fault("missing-file", there, f"Did you mean {quoted(near)}?" if near else _HINT)


def _where(name: str) -> str:
    parent = PurePosixPath(name).parent.as_posix()
    return "the folder itself" if parent == "." else f"the sub-folder {quoted(parent)}"
