"""What a page says of its paper: title, abstract, links, citation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from soundcase_import.draft import DraftLink
from soundcase_import.pages.blocks import Block, LoosePlayer, PageHeading, Prose, TableBlock
from soundcase_import.pages.dom import elements, name_of, text_of, title_of
from soundcase_import.pages.tasks import PanelGroup, as_markdown

_ABSTRACT = re.compile(r"^\W*(?:abstract|摘要)\W*", re.IGNORECASE)
_PLACES = re.compile(
    r"arxiv\.org|github\.com|gitlab\.com|huggingface\.co|modelscope\.c|openreview\.net|aclanthology|doi\.org|\.pdf$",
    re.IGNORECASE,
)
LABEL = 60
"""Characters of a link's label at most."""


@dataclass(frozen=True, slots=True)
class PageHead:
    """What stands about the page as a whole."""

    title: str
    language: str
    abstract: str
    citation: str
    links: tuple[DraftLink, ...]
    doubts: Mapping[str, tuple[str, ...]]


def head_of(root: Element, blocks: Sequence[Block], groups: Sequence[PanelGroup], given: str) -> PageHead:
    """The page's head; `given` is the title that a Markdown file declares."""
    title = given or _first_of_all(blocks, groups) or title_of(root)
    doubts = {} if title else {"title": ("the page has no title of its own; what is it called?",)}
    return PageHead(
        title or "Audio samples",
        _language(root),
        _abstract(blocks),
        _citation(blocks),
        tuple(_links(root)),
        doubts,
    )


def _first_of_all(blocks: Sequence[Block], groups: Sequence[PanelGroup]) -> str:
    """The heading above everything: the only one of the first level, or the one over all comparisons."""
    top = [one for one in blocks if isinstance(one, PageHeading) and one.level == 1]
    if len(top) == 1 and any(one is top[0] for one in _before(blocks)):
        return top[0].text
    over = {id(group.path[0]): group.path[0].text for group in groups if group.path}
    deep = all(len(group.path) > 1 for group in groups)
    return next(iter(over.values())) if len(over) == 1 and deep else ""


def _before(blocks: Sequence[Block]) -> Iterator[Block]:
    """What stands above the first clip."""
    for one in blocks:
        if isinstance(one, LoosePlayer) or (
            isinstance(one, TableBlock) and any(cell.clips for row in one.grid.rows for cell in row)
        ):
            return
        yield one


def _language(root: Element) -> str:
    language = (root.get("lang") or "").strip()
    return language if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language) and language != "en" else ""


def _abstract(blocks: Sequence[Block]) -> str:
    for at, one in enumerate(blocks):
        if isinstance(one, Prose) and _ABSTRACT.match(one.text) and len(one.text) > 100:
            return as_markdown(_ABSTRACT.sub("", one.text, count=1))
        if isinstance(one, PageHeading) and _ABSTRACT.fullmatch(one.text):
            following = [two for two in blocks[at + 1 : at + 2] if isinstance(two, Prose)]
            return as_markdown(following[0].text) if following else ""
    return ""


def _citation(blocks: Sequence[Block]) -> str:
    found = (one.text for one in blocks if isinstance(one, Prose) and re.match(r"\s*@\w+\s*\{", one.text))
    return next(found, "")


def _links(root: Element) -> Iterator[DraftLink]:
    seen = set()
    for one in elements(root):
        address = (one.get("href") or "").strip()
        label = text_of(one).strip("[]() ")
        fit = 0 < len(label) <= LABEL and re.fullmatch(r'https?://[^\s<>"]+', address)
        if name_of(one) == "a" and fit and _PLACES.search(address) and address not in seen:
            seen.add(address)
            yield DraftLink(label, address)
