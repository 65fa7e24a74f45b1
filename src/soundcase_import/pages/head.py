"""The page's own account of its paper: title, abstract, links, citation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element

from soundcase.model import Link
from soundcase.values import dataclass
from soundcase_import.pages.blocks import Block, LoosePlayer, PageHeading, Prose, TableBlock, as_markdown
from soundcase_import.pages.dom import BLOCKS, elements, name_of, text_of, title_of
from soundcase_import.pages.tasks import PanelGroup

_ABSTRACT = re.compile(r"^\W*(?:abstract|摘要)\W*", re.IGNORECASE)
_PLACES = re.compile(
    r"arxiv\.org|github\.com|gitlab\.com|huggingface\.co|modelscope\.c|openreview\.net|aclanthology|doi\.org|\.pdf$",
    re.IGNORECASE,
)
UNTITLED = "Audio samples"
"""What a page is called that has no title."""
LABEL = 60
"""Characters of a link's label at most."""


@dataclass(frozen=True, slots=True)
class PageHead:
    """The page as a whole: what stands above and beside its comparisons."""

    title: str
    language: str
    abstract: str
    citation: str
    links: tuple[Link, ...]
    doubts: Mapping[str, tuple[str, ...]]


def head_of(
    root: Element, blocks: Sequence[Block], groups: Sequence[PanelGroup], given: tuple[str, str]
) -> PageHead:
    """The page's head; `given` are the titles that a Markdown file and its site declare."""
    own, site = given
    title = own or _heading_of_all(blocks, groups) or title_of(root) or site
    language = (root.get("lang") or "").strip()
    known = re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language) and language != "en"
    prose = (block.text for block in blocks if isinstance(block, Prose))
    links = {address: label for address, label in _links(root) if _PLACES.search(address)}
    return PageHead(
        title=title or UNTITLED,
        language=language if known else "",
        abstract=as_markdown(_abstract(blocks)),
        citation=next((text for text in prose if re.match(r"\s*@\w+\s*\{", text)), ""),
        links=tuple(Link(label, href) for href, label in links.items()),
        doubts={} if title else {"title": ("the page has no title of its own; what is it called?",)},
    )


def _links(root: Element) -> Iterator[tuple[str, str]]:
    """Addresses and labels of the links that are no part of running prose: they say most of their block."""
    over = {child: one for one in root.iter() for child in one}
    inside: dict[Element, list[Element]] = {}
    for link in (one for one in elements(root) if name_of(one) == "a"):
        block = over.get(link)
        while block is not None and name_of(block) not in BLOCKS:
            block = over.get(block)
        inside.setdefault(root if block is None else block, []).append(link)
    for block, links in inside.items():
        linked = sum(len(text_of(one).split()) for one in links)
        if linked * 2 >= len(text_of(block).split()) or block is root:
            for one in links:
                address, label = (one.get("href") or "").strip(), text_of(one).strip("[]() ")
                if 0 < len(label) <= LABEL and re.fullmatch(r'https?://[^\s<>"]+', address):
                    yield address, label


def _heading_of_all(blocks: Sequence[Block], groups: Sequence[PanelGroup]) -> str:
    """The heading above everything: the only one of the first level, or the one over all comparisons."""
    top = [at for at, one in enumerate(blocks) if isinstance(one, PageHeading) and one.level == 1]
    played = (
        isinstance(one, LoosePlayer)
        or (isinstance(one, TableBlock) and any(cell.clips for row in one.grid.rows for cell in row))
        for one in blocks
    )
    first = next((at for at, plays in enumerate(played) if plays), len(blocks))
    if len(top) == 1 and top[0] < first:
        return getattr(blocks[top[0]], "text", "")
    over = {id(group.path[0]): group.path[0].text for group in groups if group.path}
    deep = all(len(group.path) > 1 for group in groups)
    return next(iter(over.values())) if len(over) == 1 and deep else ""


def _abstract(blocks: Sequence[Block]) -> str:
    for at, one in enumerate(blocks):
        if isinstance(one, Prose) and _ABSTRACT.match(one.text) and len(one.text) > 100:
            return _ABSTRACT.sub("", one.text, count=1)
        if isinstance(one, PageHeading) and _ABSTRACT.fullmatch(one.text):
            return next((two.text for two in blocks[at + 1 : at + 2] if isinstance(two, Prose)), "")
    return ""
