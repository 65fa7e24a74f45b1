"""Addresses inside the site, as they are written on one of its pages."""

from __future__ import annotations

from urllib.parse import quote

from soundcase.site.paging import PageSlice


def link(url: str, anchor: str, page: str) -> str:
    """The address of an element on a page, as seen from this page or another."""
    return f"#{quote(anchor)}" if url == page else f"{url}#{quote(anchor)}"


def place(page_slice: PageSlice, anchor: str, page: str) -> str:
    """The address of a slice of a task; that of its page where nothing else stands there."""
    return page_slice.url if page_slice.alone and page_slice.url != page else link(page_slice.url, anchor, page)


def cut(text: str, length: int) -> str:
    """The text, or its first words where it is longer."""
    if len(text) <= length:
        return text
    start = text[:length]
    return (start.rsplit(" ", 1)[0] if " " in start else start).rstrip(" ,;:") + " …"
