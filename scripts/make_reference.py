"""Writes what is made from the code: the reference in `docs/`, the JSON Schema, what assistants read.

`make_reference.py` writes what is stale and names it; `--check` only names it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from manual import filled
from manual.assistants import for_assistants
from soundcase.catalogue.schema.documents import schema_files

REPOSITORY = Path(__file__).resolve().parent.parent


def stale() -> Iterator[tuple[Path, str]]:
    """The files that are not as the code has it, with what they should hold."""
    assistants = REPOSITORY / "docs" / "assistants.md"
    pages = (assistants, *sorted((REPOSITORY / "docs" / "reference").glob("*.md")))
    texts = {page: filled(page.read_text(encoding="utf-8")) for page in pages}
    texts |= for_assistants(texts[assistants], REPOSITORY)
    texts |= {REPOSITORY / name: text for name, text in schema_files().items()}
    for path, text in texts.items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            yield path, text


def main(arguments: list[str]) -> int:
    """Write the files, or with `--check` say which would be: 1 if there is one."""
    found = list(stale())
    for path, text in found:
        print(
            f"{path.relative_to(REPOSITORY)} is stale"
            if arguments
            else f"{path.relative_to(REPOSITORY)} written"
        )
        if not arguments:
            path.write_text(text, encoding="utf-8")
    return int(bool(arguments and found))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
