"""The files of tasks as they are edited: what is new of them is read, the rest is known.

Rule 1: a file in which nothing is wrong is its head and its examples by the hundred, each kept by what it says.
Rule 2: where anything is wrong, or may be, the file is held against the schema as a whole, which tells it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from soundcase.catalogue.entries import UnusualError, example_entry
from soundcase.catalogue.examples import CHUNK, HEAD, ROWS, parsed_examples
from soundcase.catalogue.located import parse
from soundcase.catalogue.nodes import Document, Plain
from soundcase.catalogue.parsed import ParsedCatalogue, ParsedExamples, ParsedTask, Reading, TaskHead
from soundcase.catalogue.records import parse_records
from soundcase.catalogue.resolve import Written
from soundcase.kept import KeptValues, digest_of
from soundcase.model import SourcePath
from soundcase.problems.problem import Problem
from soundcase.settings import MediaSettings


def document_of(content: bytes, shown: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """A file with the places of its values, and what is wrong with it as YAML or JSON Lines."""
    return (parse_records if shown.endswith(".jsonl") else parse)(content, shown)


def read_catalogue(content: bytes, shown: str, kept: KeptValues) -> Reading[ParsedCatalogue]:
    """The main file."""
    from soundcase.catalogue.reading import read_catalogue as by_schema

    return by_schema(*document_of(content, shown), shown, kept)


def read_task(content: bytes, shown: str, media: MediaSettings, kept: KeptValues) -> Reading[ParsedTask]:
    """The file of a task; `media` is what the catalogue says for all tasks."""
    document, problems = document_of(content, shown)
    if (value := _sound(document, problems)) and (found := _task(value, shown, media, kept)):
        return Reading(found, (), legible=True)
    from soundcase.catalogue.reading import read_task as by_schema

    return by_schema(document, problems, shown, media, kept)


def read_records(content: bytes, shown: str, head: TaskHead, kept: KeptValues) -> Reading[ParsedExamples]:
    """A file with the examples of a task."""
    document, problems = document_of(content, shown)
    if value := _sound(document, problems):
        found = _examples(value["examples"], head, SourcePath(shown, ("examples",)), kept)
        if found:
            return Reading(found, (), legible=True)
    from soundcase.catalogue.reading import read_records as by_schema

    return by_schema(document, problems, shown, head, kept)


def _sound(document: Document | None, problems: Sequence[Problem]) -> dict[str, Plain] | None:
    """What a file says in which nothing is wrong as YAML and nothing is missing or cut off; None of another."""
    if document is None or problems or document.gaps or document.commented:
        return None
    value = document.plain()
    return value if isinstance(value, dict) else None


def _task(value: dict[str, Plain], shown: str, media: MediaSettings, kept: KeptValues) -> ParsedTask | None:
    examples = value.pop("examples", None)
    if examples is not None and "examples_from" in value:
        return None
    key, origin = digest_of((value, shown, media)), SourcePath(shown)
    known: tuple[TaskHead, str] | None = kept.found(HEAD, key)
    if known is None:
        from soundcase.catalogue.reading import head_of

        known = head_of(value, origin, PurePosixPath(shown).stem, media)
        if known is None:
            return None
        kept.keep(HEAD, key, known)
    read = _examples([] if examples is None else examples, known[0], origin.at("examples"), kept)
    return ParsedTask(known[0], read, known[1], key) if read else None


def _examples(value: Plain, head: TaskHead, rows: SourcePath, kept: KeptValues) -> ParsedExamples | None:
    """The examples of a task, which stand at `rows`; None where the schema refuses one."""
    if not isinstance(value, list):
        return None
    about, keys, parts = digest_of((head, rows)), [], []
    for start in range(0, len(value), CHUNK):
        key = digest_of((about, start, value[start : start + CHUNK]))
        part: ParsedExamples | None = kept.found(ROWS, key)
        if part is None:
            entries = _entries(value[start : start + CHUNK])
            if entries is None:
                return None
            part = parsed_examples(head, entries, rows, kept, start)
            kept.keep(ROWS, key, part)
        keys.append(key)
        parts.append(part)
    digests = tuple(digest for part in parts for digest in part.digests)
    answering = {model for part in parts for model in part.answering}
    return ParsedExamples(digests, tuple(sorted(answering)), tuple(keys))


def _entries(value: list[Plain]) -> Sequence[Written] | None:
    try:
        return [example_entry(one) for one in value]
    except UnusualError:
        from soundcase.catalogue.reading import entries_of

        return entries_of(value)
