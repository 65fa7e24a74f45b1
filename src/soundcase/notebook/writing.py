"""A page as the files of a project: `examples/*.yaml` as a person would write them, and what they name.

Rule 1: of the same page always the same bytes; a file that is right already is not touched.
Rule 2: only what an earlier save wrote, and nobody changed since, is replaced or removed.
Rule 3: the catalogue comes after the files that it names, and what is stale goes last.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from soundcase.cache_folder import cache_folder, cache_key, make_cache_folder
from soundcase.catalogue.schema.catalogue import CatalogueEntry
from soundcase.catalogue.schema.task import TaskEntry
from soundcase.catalogue.yaml_tree import (
    MANY,
    YamlEntry,
    YamlList,
    YamlMapping,
    YamlValue,
    document,
    headed,
    records,
)
from soundcase.commands.init.project_files import project_files
from soundcase.notebook.calls import Call
from soundcase.notebook.entries import Plain, PlainEntry, ordered
from soundcase.notebook.files import DIGITS
from soundcase.notebook.mistakes import CallsOfFile
from soundcase.problems.problem import Fault
from soundcase.values import dataclass

_APART = ("models", "sections", "scores", "defaults", "examples", "examples_from")


@dataclass(frozen=True, slots=True)
class WrittenTask:
    """A task as its file has it, with the calls that gave it."""

    id: str
    section: str
    head: PlainEntry
    examples: Sequence[tuple[PlainEntry, Call]]
    call: Call


@dataclass(frozen=True, slots=True)
class WrittenPage:
    """A page as the files of a project."""

    head: PlainEntry
    tasks: Sequence[WrittenTask]
    files: Mapping[str, Path]
    """Name in the project → where the clip, picture or video lies."""
    call: Call

    def texts(self) -> Iterator[tuple[str, str]]:
        """The texts by their names in the project, the catalogue last."""
        sections: dict[str, list[str]] = {}
        for task in self.tasks:
            sections.setdefault(task.section, []).append(f"{task.id}.yaml")
            examples: list[Plain] = [entry for entry, _ in task.examples]
            many = len(examples) > MANY
            rows: PlainEntry = {"examples_from": f"{task.id}.jsonl"} if many else {"examples": examples}
            head = ordered({**task.head, **rows}, TaskEntry.model_fields)
            yield f"examples/{task.id}.yaml", headed(task.id, document(_mapping(head, apart=True)))
            if many:
                yield f"examples/{task.id}.jsonl", records(map(_tree, examples))
        listed: list[Plain] = [{"title": title, "tasks": [*tasks]} for title, tasks in sections.items()]
        head = ordered({**self.head, "sections": listed}, CatalogueEntry.model_fields)
        yield "examples/catalogue.yaml", headed("catalogue", document(_mapping(head, apart=True)))

    def calls(self) -> Mapping[str, CallsOfFile]:
        """The calls that gave what stands in each file of the catalogue."""
        found = {"examples/catalogue.yaml": CallsOfFile(self.call)}
        for task in self.tasks:
            of = CallsOfFile(task.call, tuple(call for _, call in task.examples))
            found |= {f"examples/{task.id}.yaml": of, f"examples/{task.id}.jsonl": of}
        return found


def _tree(value: Plain) -> YamlValue:
    if isinstance(value, dict):
        return _mapping(value)
    return YamlList(tuple(map(_tree, value))) if isinstance(value, list) else value


def _mapping(value: PlainEntry, *, apart: bool = False) -> YamlMapping:
    """A mapping; if `apart`, with empty lines around its long parts."""
    entries = []
    for key, one in value.items():
        long = apart and key in _APART
        items = YamlList(tuple(map(_tree, one)), apart=True) if long and isinstance(one, list) else _tree(one)
        entries.append(YamlEntry(key, items, apart=long))
    return YamlMapping(tuple(entries))


def write(page: WrittenPage, root: Path, *, overwrite: bool = False, ours: bool = False) -> tuple[Fault, ...]:
    """Write a page into a project's folder; faults where that would lose somebody's work. Raises OSError.

    In a folder of `ours` there is none, and files may be links to what lies elsewhere.
    """
    texts = dict(page.texts())
    contents = {name: text.encode() for name, text in texts.items()}
    memory, known = _memory(root), _known(root)
    right = {name: _sha256(content) for name, content in contents.items()}
    kept = [name for name in right if _digest(root / name) not in ("", known.get(name), right[name])]
    if kept and not (overwrite or ours):
        message = f"'{root / kept[0]}' is not as the last save left it"
        return (Fault("edited-since", message, "say overwrite=True, or save to another folder"),)
    for name, source in page.files.items():
        if not (root / name).exists():
            _placed(root / name, source, link=ours)
    for name, content in contents.items():
        if _digest(root / name) != right[name]:
            _placed(root / name, content)
    now = {**right, **dict.fromkeys(page.files, "")}
    for name in known.keys() - now.keys():
        digest = _digest(root / name)
        if digest and (known[name] == digest or f"-{digest[:DIGITS]}." in name):
            (root / name).unlink()
    if now != known:
        make_cache_folder(str(root))
        _placed(memory, json.dumps(now, indent=1).encode())
    return ()


def write_around(page: WrittenPage, root: Path) -> None:
    """Write what a project has around its catalogue, where it is not there yet. Raises OSError."""
    task = next((one.id for one in page.tasks), "catalogue")
    for name, text in project_files(str(page.head.get("title")), "saved.md", task=task).items():
        if not os.path.lexists(root / name):
            _placed(root / name, text.encode())


def _memory(root: Path) -> Path:
    return Path(cache_folder(str(root)), "saved", f"{cache_key(str(root))}.json")


def _known(root: Path) -> Mapping[str, str]:
    """The files of the last save, those of the catalogue with their digests."""
    try:
        return dict(json.loads(_memory(root).read_bytes()))
    except (OSError, ValueError):
        return {}


def _digest(path: Path) -> str:
    """The SHA-256 of a file; empty where there is none."""
    return _sha256(path.read_bytes()) if path.exists() else ""


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _placed(path: Path, content: bytes | Path, *, link: bool = False) -> None:
    """Put a file in its place, whole or not at all; if `link`, as another name of the same file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if isinstance(content, bytes):
            half.write_bytes(content)
        else:
            _copied(content, half, link=link)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def _copied(source: Path, target: Path, *, link: bool) -> None:
    if link:
        with suppress(OSError):  # on another disk
            os.link(source, target)
            return
    shutil.copyfile(source, target)
