"""The page for assistants in the two forms in which they look for it: `AGENTS.md` and `llms.txt`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

_COMMENT = re.compile(r"^<!-- .* -->\n", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]+)\]\((?!https?:)[^)]*\)")
_ABOUT = (
    "Static demo pages for audio models, from a YAML catalogue of examples, checked before they are published."
)


def for_assistants(page: str, repository: Path) -> Mapping[Path, str]:
    """By its place `AGENTS.md` of new projects, where no link leads anywhere, and `llms.txt` of the manual."""
    text = _COMMENT.sub("", page)
    _, _, body = text.partition("\n\n")
    listed = "\n".join(_pages(repository / "docs"))
    return {
        repository / "starters" / "common" / "AGENTS.md": _LINK.sub(r"\1", text),
        repository
        / "docs"
        / "llms.txt": f"# soundcase\n\n> {_ABOUT}\n\n{body.rstrip()}\n\n## Pages\n\n{listed}\n",
    }


def _pages(docs: Path) -> Iterator[str]:
    """A line for each page of the manual: its title, with a link to its source."""
    for path in sorted(docs.rglob("*.md")):
        if "_build" not in path.parts:
            title = path.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")
            yield f"- [{title}]({path.relative_to(docs).with_suffix('.html').as_posix()})"
