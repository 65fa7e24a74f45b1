"""Tabs of a page: what the tab that opens a panel is called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from soundcase_import.pages.dom import name_of, text_of

_LISTS = frozenset({"nav-tabs", "nav-pills", "tabs", "tab", "tablist", "tab-list"})
_POINTERS = ("data-bs-target", "data-target", "aria-controls", "href")
"""Where a tab names its panel."""


def is_tab_list(element: Element) -> bool:
    """Whether an element only holds the tabs themselves."""
    return element.get("role") == "tablist" or bool(_LISTS & set((element.get("class") or "").split()))


@dataclass(frozen=True, slots=True)
class Tab:
    """What opens a panel."""

    title: str
    row: int
    """The number of the list of tabs that it is in."""


def tabs_of(root: Element) -> Mapping[str, Tab]:
    """The id of each panel → its tab."""
    known = {one.get("id", "") for one in root.iter() if name_of(one)}
    return {
        panel: Tab(text, number)
        for number, row in enumerate(root.iter())
        if name_of(row) and is_tab_list(row)
        for tab in row.iter()
        for panel in _panels(tab)
        if panel in known and (text := text_of(tab) or _inside(tab))
    }


def _panels(tab: Element) -> Iterator[str]:
    for pointer in _POINTERS:
        named = tab.get(pointer) or ""
        if named.startswith("#") or (named and pointer == "aria-controls"):
            yield named.removeprefix("#")


def _inside(tab: Element) -> str:
    """The words of a button, which are else never read."""
    return " ".join("".join(tab.itertext()).split())
