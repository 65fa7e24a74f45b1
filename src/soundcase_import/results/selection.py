"""Which of very many rows are shown, and how the page says so.

Rule: the same seed chooses the same rows, whatever their order and the version of Python.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from soundcase.problems.phrases import nearest
from soundcase_import.options import ImportOptions, refused
from soundcase_import.results.rows import ResultRow


def chosen(rows: Sequence[ResultRow], options: ImportOptions) -> tuple[list[ResultRow], str]:
    """The rows to show, in their order, and the sentence that tells how they were chosen."""
    total = f"{len(rows):,}"
    kept = list(rows)
    of = total
    if options.ids:
        kept = _named(kept, options.ids)
        of = f"{total}, chosen by hand"
    if options.only_differing:
        kept = [row for row in kept if row.differs()]
        several = any(len(row.answers) > 1 for row in kept)
        what = "in which the models disagree" if several else "in which the model is not right to the letter"
        of = f"{len(kept):,} {what} (of {of})"
        if not kept:
            raise refused(
                "import-nothing", "no answers differ", options.sources[0], "leave --only-differing out"
            )
    if options.sample is not None and options.sample < len(kept):
        kept = _sampled(kept, options.sample, options.seed)
        return kept, f"{len(kept):,} of {of}, random, seed {options.seed}"
    if options.only_differing:
        return kept, f"All {of}"
    return kept, f"{len(kept):,} of {of}" if options.ids else f"All {total} of the results"


def _sampled(rows: Sequence[ResultRow], count: int, seed: int) -> list[ResultRow]:
    def rank(row: ResultRow) -> bytes:
        return hashlib.sha256(f"{seed}\n{row.key}".encode("utf-8", "replace")).digest()

    best = set(sorted(range(len(rows)), key=lambda at: rank(rows[at]))[:count])
    return [row for at, row in enumerate(rows) if at in best]


def _named(rows: Sequence[ResultRow], path: Path) -> list[ResultRow]:
    """The rows that a file names, a line each, by id, clip, or the clip's name without folder and suffix."""
    try:
        wanted = [line.strip() for line in path.read_text("utf-8-sig").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise refused("import-source", f"'{path}' cannot be read: {error}", path) from error
    known: dict[str, int] = {}
    for at, row in enumerate(rows):
        audio = PurePosixPath(row.text("audio").replace("\\", "/"))
        for name in (row.text("id"), row.text("audio"), audio.name, audio.stem):
            known.setdefault(name, at)
    for number, name in enumerate(wanted, 1):
        if name not in known:
            hint = nearest(name, known)
            raise refused("import-record", f"no record has the id or clip '{name}'", path, hint, line=number)
    kept = {known[name] for name in wanted}
    if not kept:
        raise refused("import-nothing", f"'{path}' names nothing", path)
    return [row for at, row in enumerate(rows) if at in kept]
