"""The nearest file to one that does not exist.

Rule 1: a folder is walked once, without following links; looking for a name costs little even among 10,000.
Rule 2: what is proposed belongs to nobody else: a file of another model is never the one that was meant.
"""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from contextlib import suppress
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from heapq import nsmallest
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from soundcase.audio.probe.source import quoted
from soundcase.problems.problem import Fault
from soundcase.publishing.file_signatures import signature

_CANDIDATES = 20
_LOOK = 5000
"""Names looked at, beginning with those that share the rarest three characters."""
_NEAR = 0.6
_INSTEAD = "Write {} in the catalogue, or put the file in its place."
_HINT = "Case, accents and folders count. Fix the name in the catalogue, or put the file in its place."


class FolderIndex:
    """The files of a folder and its sub-folders, by what one may confuse about a name."""

    def __init__(
        self, folder: Path, signatures: Mapping[str, str], unreadable: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self.folder = folder
        self.signatures = signatures
        """Of each file, relative to the folder with `/`, as `file_signatures` says; empty for a link."""
        self.unreadable = unreadable
        """Folders that may not be read, relative to the folder, with the reason."""
        self.names = frozenset(signatures)

    @classmethod
    def of(cls, folder: Path) -> FolderIndex:
        """An index of what is in a folder now; empty if there is no such folder."""
        unreadable: dict[str, str] = {}
        return cls(folder, dict(_files(folder, unreadable)), unreadable)

    @cached_property
    def by_form(self) -> Mapping[str, str]:
        """The name on disk by its composed Unicode form."""
        # The first of several that are alike stays.
        return {_composed(name): name for name in sorted(self.names, reverse=True)}

    @cached_property
    def by_case(self) -> Mapping[str, str]:
        """The name on disk by its composed form without case."""
        return {form.casefold(): name for form, name in self.by_form.items()}

    @cached_property
    def by_base(self) -> Mapping[str, tuple[str, ...]]:
        """The names on disk by their last part, composed and without case."""
        by_base: dict[str, tuple[str, ...]] = {}
        for case, name in self.by_case.items():
            base = case.rpartition("/")[2]
            by_base[base] = (name, *by_base.get(base, ()))
        return by_base

    def same(self, name: str) -> str:
        """The file of this name on disk, whose letters may be composed otherwise; empty if there is none."""
        return name if name in self.names else self.by_form.get(_composed(name), "")

    def lookalike(self, name: str) -> str:
        """The name that differs from this one only in its Unicode form or in case; empty if there is none."""
        composed = _composed(name)
        return self.by_form.get(composed) or self.by_case.get(composed.casefold(), "")

    def nearest(self, name: str, taken: Container[str] = ()) -> str:
        """The name most like this one that is not taken; empty if none is like it."""
        table = _trigram_table(self.names)
        rarest = sorted((table[t] for t in _trigrams(name) if t in table), key=len)
        shared: Counter[str] = Counter()
        for names in rarest:
            if shared and shared.total() + len(names) > _LOOK:
                break
            shared.update(names)
        free = (item for item in shared.items() if item[0] not in taken)
        best = nsmallest(_CANDIDATES, free, key=lambda item: (-item[1], item[0]))
        rated = [(_likeness(name, near), near) for near, _ in best]
        likeness, likest = max(rated, key=lambda pair: pair[0], default=(0.0, ""))
        return likest if likeness >= _NEAR else ""


def _files(folder: Path, unreadable: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Every file below a folder with its signature, called relative to it; no link to a folder is followed."""
    waiting = [("", str(folder))]
    while waiting:
        prefix, at = waiting.pop()
        try:
            with os.scandir(at) as found:
                entries = list(found)
        except OSError as error:
            if not isinstance(error, FileNotFoundError):
                unreadable[prefix.rstrip("/") or "."] = error.strerror or type(error).__name__
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append((f"{prefix}{entry.name}/", entry.path))
            elif not entry.is_symlink():
                yield prefix + entry.name, signature(entry.stat(follow_symlinks=False))
            elif not Path(entry.path).is_dir():  # of a circle of links, `entry` would raise
                yield prefix + entry.name, ""


@lru_cache(maxsize=4)
def _trigram_table(names: frozenset[str]) -> dict[str, list[str]]:
    """The names in which three characters follow each other, for every three; only made when one is missed."""
    table: dict[str, list[str]] = {}
    for name in sorted(names):
        for trigram in _trigrams(name):
            table.setdefault(trigram, []).append(name)
    return table


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False).ratio()


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _trigrams(name: str) -> set[str]:
    plain = f"^{_composed(name).casefold()}$"
    return {plain[i : i + 3] for i in range(len(plain) - 2)}


def missing_fault(folder: Path | FolderIndex, name: str, taken: Container[str] = ()) -> Fault:
    """The fault for a file that a catalogue names and a folder lacks; for many, pass one `FolderIndex`.

    What is `taken` is not proposed.
    """
    index = folder if isinstance(folder, FolderIndex) else FolderIndex.of(folder)
    is_folder = False
    with suppress(OSError, ValueError):  # a text can be no name of a file
        is_folder = (index.folder / name).is_dir()
    if is_folder or not name:
        what = f"{quoted(name)} is a folder, not a file" if name else "the name of the file is empty"
        return Fault("missing-file", what, "Name one file.")
    for parent in PurePosixPath(name).parents:
        if why := index.unreadable.get(str(parent)):
            shown = "the folder itself" if str(parent) == "." else f"the folder {quoted(str(parent))}"
            text = f"{quoted(name)} cannot be looked for: {shown} cannot be read ({why})"
            return Fault("unreadable-file", text, "Let this user read it, or move it away.")
    return _spelt_otherwise(index, name, taken)


def _spelt_otherwise(index: FolderIndex, name: str, taken: Container[str]) -> Fault:
    there = f"there is no file {quoted(name)}"
    composed = _composed(name)
    near = index.by_case.get(composed.casefold(), "")
    if near and near not in taken:
        return Fault(
            "missing-file", f"{there}; {quoted(near)} differs only in case", _INSTEAD.format(quoted(near))
        )
    others = index.by_base.get(PurePosixPath(composed).name.casefold(), ())
    near = next((other for other in others if other not in taken), "")
    if near:
        parent = PurePosixPath(near).parent.as_posix()
        where = "the folder itself" if parent == "." else f"the sub-folder {quoted(parent)}"
        return Fault(
            "missing-file", f"{there}; there is {quoted(near)} in {where}", _INSTEAD.format(quoted(near))
        )
    near = index.nearest(name, taken)
    return Fault("missing-file", there, f"Did you mean {quoted(near)}?" if near else _HINT)
