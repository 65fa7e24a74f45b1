"""The nearest file to one that does not exist.

Rule: a folder is walked once, without following links; looking for a name costs little even among 10,000.
"""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from heapq import nsmallest
from pathlib import Path, PurePosixPath

from soundcase.probe.source import quoted
from soundcase.problems import Fault

_CANDIDATES = 20
_LOOK = 5000
"""Names looked at, beginning with those that share the rarest three characters."""
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

    @classmethod
    def of(cls, folder: Path) -> FolderIndex:
        """An index of what is in a folder now; empty if there is no such folder."""
        names = sorted(_files(folder), reverse=True)  # so that the first of several that are alike stays
        forms = {_composed(name): name for name in names}
        by_case = {form.casefold(): name for form, name in forms.items()}
        by_base = {case.rpartition("/")[2]: name for case, name in by_case.items()}
        return cls(folder, frozenset(names), forms, by_case, by_base)

    def lookalike(self, name: str) -> str:
        """The name that differs from this one only in its Unicode form or in case; empty if there is none."""
        composed = _composed(name)
        return self.by_form.get(composed) or self.by_case.get(composed.casefold(), "")

    def nearest(self, name: str) -> str:
        """The name most like this one; empty if none is like it."""
        table = _trigram_table(self.names)
        rarest = sorted((table[t] for t in _trigrams(name) if t in table), key=len)
        shared: Counter[str] = Counter()
        for names in rarest:
            if shared and shared.total() + len(names) > _LOOK:
                break
            shared.update(names)
        best = nsmallest(_CANDIDATES, shared.items(), key=lambda item: (-item[1], item[0]))
        rated = [(_likeness(name, near), near) for near, _ in best]
        return max(rated, key=lambda pair: pair[0])[1] if _any_near(rated) else ""


def _files(folder: Path) -> Iterator[str]:
    """Every file below a folder, relative to it, with `/`; links to folders are not followed."""
    for at, _, files in os.walk(folder, followlinks=False):
        inside = Path(at).relative_to(folder).as_posix()
        prefix = "" if inside == "." else f"{inside}/"
        yield from (prefix + file for file in files)


@lru_cache(maxsize=4)
def _trigram_table(names: frozenset[str]) -> dict[str, list[str]]:
    """The names in which three characters follow each other, for every three; only made when one is missed."""
    table: dict[str, list[str]] = {}
    for name in sorted(names):
        for trigram in _trigrams(name):
            table.setdefault(trigram, []).append(name)
    return table


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
    if (index.folder / name).is_dir():
        what = f"{quoted(name)} is a folder, not a file" if name else "the name of the file is empty"
        return Fault("missing-file", what, "Name one file.")
    there = f"there is no file {quoted(name)}"
    composed = _composed(name)
    if composed in index.by_form:
        near = index.by_form[composed]
        text = f"{there}; {quoted(near)} looks the same but is written with other Unicode characters"
        return Fault("missing-file", text, "Rename the file, or copy its name from the folder's listing.")
    near = index.by_case.get(composed.casefold(), "")
    if near:
        return Fault("missing-file", f"{there}; {quoted(near)} differs only in case", _instead(near))
    near = index.by_base.get(PurePosixPath(composed).name.casefold(), "")
    if near:
        return Fault("missing-file", f"{there}; there is {quoted(near)} in {_where(near)}", _instead(near))
    near = index.nearest(name)
    return Fault("missing-file", there, f"Did you mean {quoted(near)}?" if near else _HINT)


def _instead(near: str) -> str:
    return f"Write {quoted(near)} in the catalogue, or put the file in its place."


def _where(name: str) -> str:
    parent = PurePosixPath(name).parent.as_posix()
    return "the folder itself" if parent == "." else f"the sub-folder {quoted(parent)}"
