"""What a page plays only in a browser: what scripts or templates put there, and players of other sites."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from soundcase_import.draft import Defect
from soundcase_import.pages.dom import address, name_of

_BOUND = re.compile(r"^(?::|v-bind:|x-bind:|ng-|\[)(?:src|href)\]?$")
"""Attributes whose value is an expression of a framework."""
_DRAWS = re.compile(
    r"\bfetch\(\s*[^)]{0,80}|getJSON\(\s*[^)]{0,80}|XMLHttpRequest|createElement\(\s*[\"'](?:audio|source)[\"']"
    r"|new\s+Audio\(|<audio\b|WaveSurfer\.create"
)
"""What scripts say that load data, or make players."""


def filled_in(root: Element) -> str:
    """An address or attribute that only a template could fill in; empty where there is none."""
    for one in root.iter():
        if name_of(one) in ("audio", "video", "source"):
            for key, value in one.attrib.items():
                if _BOUND.match(str(key)):
                    return f'{key}="{value}"'
            if one.get("src", "").strip() and not address(one.get("src", "")):
                return one.get("src", "").strip()
    return ""


def drawn(root: Element) -> str:
    """What a script of the page does to draw clips; empty where none seems to."""
    scripts = ("".join(one.itertext()) for one in root.iter() if name_of(one) == "script")
    found = (_DRAWS.search(text) for text in scripts)
    return next((" ".join(one.group().split()) for one in found if one), "")


def embedded(root: Element) -> dict[str, int]:
    """The sites whose players the page embeds, with their number."""
    addresses = (one.get("src", "") for one in root.iter("iframe"))
    hosts = (re.match(r"(?i)(?:https?:)?//(?:[^/?#]*@)?([^/?#:]+)", src.strip()) for src in addresses)
    return dict(Counter(host[1].lower() for host in hosts if host))


def defects(root: Element) -> Iterator[Defect]:
    """What of it is not imported, though the rest of the page is."""
    for host, count in embedded(root).items():
        yield Defect("embedded", f"{count} players of {host} are not imported: their clips are not here", host)
    template = filled_in(root)
    script = "" if template else drawn(root)
    if template:
        yield Defect("scripted", f"players are filled in by a template: '{template}'", template)
    elif script:
        yield Defect("scripted", f"a script may draw more than the page holds: '{script}'", script)
