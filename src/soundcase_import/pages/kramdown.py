"""Markdown as HTML, the way GitHub Pages (kramdown) reads the pages of labs.

Rule 1: raw HTML is taken as it is, empty lines inside it included.
Rule 2: rows of pipes are a table whatever their row of dashes looks like; rows that only empty lines part
    belong together where they have as many cells, and where none of them begins a head of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import markdown

from soundcase.values import dataclass
from soundcase_import.pages.dom import settled

_FRONT = re.compile(
    r"\A(?:---[ \t]*\n(.*?)\n(?:---|\.\.\.)|\+\+\+[ \t]*\n(.*?)\n\+\+\+)[ \t]*(?:\n|\Z)", re.DOTALL
)
_DASHES = re.compile(r"^\s*\|?\s*[:=-][-=:+|\s]*$")
_TAG = re.compile(r"<[^<>]+>")
_PLAYER = re.compile(r"<(?:audio|source|img|video|a)\b[^>]*>", re.IGNORECASE)
_OPENS = re.compile(r"<(table|pre|script|style)\b", re.IGNORECASE)
_CLOSES = re.compile(r"</(table|pre|script|style)\s*>", re.IGNORECASE)
_LIQUID = re.compile(r"^\s*\{(?:%.*%|:.*|::.*)\}\s*$|\{:[^{}]*\}", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RenderedMarkdown:
    """A Markdown page as HTML, with the title that its head gives."""

    html: str
    title: str


def render(text: str) -> RenderedMarkdown:
    """The page in HTML."""
    text = settled(text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff"))
    front = _FRONT.match(text)
    if front:
        text = text[front.end() :]
    text = text.replace("\\<", "&lt;")
    text = _LIQUID.sub("", _PLAYER.sub(lambda tag: tag.group().replace("\\", "/"), text))
    lines = list(_with_tables(text.split("\n")))
    html = markdown.markdown(
        "\n".join(lines),
        extensions=["fenced_code", "sane_lists", "admonition", "md_in_html"],
        output_format="html",
    )
    head = (front.group(1) or front.group(2) or "") if front else ""
    title = re.search(r"^title\s*[:=]\s*(.+?)\s*$", head, re.MULTILINE)
    return RenderedMarkdown(html, title.group(1).strip("\"'") if title else "")


def _with_tables(lines: list[str]) -> Iterator[str]:
    """The lines, with HTML in place of the rows of pipes."""
    rows: list[str] = []
    outside = _OutsideCode()
    blanks = 0
    for line, following in pairwise([*lines, ""]):
        free = outside.passes(line)
        heads = "|" in following and _DASHES.match(following)  # they make this line the head of a table
        starts = line.lstrip().startswith("|") or heads or _DASHES.match(line)
        dashed = any(map(_DASHES.match, rows))
        same = bool(rows) and len(_cells(line)) == len(_cells(rows[0]))
        if free and not line.strip() and rows:
            blanks += 1
        elif free and "|" in line and (starts or dashed or (same and not blanks)):
            if blanks and dashed and (heads or not same):
                yield from _table(rows)
                rows = []
            rows.append(line)
            blanks = 0
        else:
            yield from _table(rows)
            yield from [""] * (blanks and 1)
            rows, blanks = [], 0
            yield line
    yield from _table(rows)


class _OutsideCode:
    """A walk over lines that knows which stand outside of code, comments and raw tables."""

    def __init__(self) -> None:
        self.fence = ""
        self.comment = False
        self.depth = 0

    def passes(self, line: str) -> bool:
        """True where this line, the next one of the walk, is plain Markdown."""
        fence = re.match(r"\s*(```+|~~~+)", line)
        if fence and not self.depth and not self.comment:
            mark = fence.group(1)[:3]
            self.fence = "" if self.fence == mark else self.fence or mark
            return False
        if self.fence:
            return False
        was_inside = self.comment or self.depth > 0
        if "<!--" in line or "-->" in line:
            self.comment = line.rfind("<!--") > line.rfind("-->")
        if not self.comment:
            self.depth = max(0, self.depth + len(_OPENS.findall(line)) - len(_CLOSES.findall(line)))
        return not was_inside and not self.comment and self.depth == 0


def _table(rows: list[str]) -> Iterator[str]:
    """Rows of pipes as one HTML table; those above the first dashes are headings."""
    body = [row for row in rows if not _DASHES.match(row)]
    if not body:
        return
    first = next((at for at, row in enumerate(rows) if _DASHES.match(row)), 0)
    yield ""
    yield "<table>"
    for at, row in enumerate(body):
        tag = "th" if at < first else "td"
        cells = "".join(f"<{tag}>{_inline(cell)}</{tag}>" for cell in _cells(row))
        yield f"<tr>{cells}</tr>"
    yield "</table>"
    yield ""


def _cells(row: str) -> list[str]:
    """The texts between the pipes; pipes in tags, in code and behind a backslash part nothing."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found.group())
        return f"\x02{len(kept) - 1}\x03"

    hidden = re.sub(r"<[^<>]+>|`[^`]+`|\\\|", keep, row.strip().removeprefix("|").removesuffix("|"))
    cells = hidden.split("|")
    return [re.sub("\x02(\\d+)\x03", lambda mark: kept[int(mark.group(1))], cell).strip() for cell in cells]


def _inline(cell: str) -> str:
    """Emphasis, links and pictures of a cell; its tags stay as they are."""
    tags: list[str] = []

    def keep(found: re.Match[str]) -> str:
        tags.append(found.group())
        return f"qTAG{len(tags) - 1}q"

    html = markdown.markdown(_TAG.sub(keep, cell.replace("\\|", "|")), output_format="html")
    html = re.sub(r"^<p>(.*)</p>$", r"\1", html.strip(), flags=re.DOTALL)
    return re.sub(r"qTAG(\d+)q", lambda mark: tags[int(mark.group(1))], html).replace("\n", " ")
