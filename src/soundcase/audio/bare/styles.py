"""The names in an SVG picture's styles: ids, classes and fonts, given anew in the order in which they come.

Rule: what is looked for in selectors and in values are names that the picture gives; `#c0ffee` stays a colour.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_BLOCK = re.compile(r"([^{};]*\{)|([^{}]*\}?)")
_SELECTOR = re.compile(r"([#.])((?:[\w-]|[^\x00-\x7f])+)")
_REFERENCE = re.compile(r"url\(\s*(['\"]?)#([^)'\"]+)\1\s*\)", re.IGNORECASE)
_DECLARED = re.compile(r"((?:^|[;{\s])(?:font-family|font)\s*:\s*)([^;}]+)", re.IGNORECASE)
_SHORTHAND = re.compile(r"(.*\d[\w.%]*(?:\s*/\s*[\w.%]+)?\s+)(.+)", re.DOTALL)
_FACE = re.compile(r"@font-face\s*\{([^}]*)\}", re.IGNORECASE)
_EDITORS = re.compile(r"(?:^|(?<=[;{]))\s*-inkscape-[\w-]+\s*:[^;}]*;?", re.IGNORECASE)
_MISSING = "f0"
"""A family that nobody has: browsers take their own, as for any that is missing."""
_USUAL = frozenset(
    name.strip()
    for name in """
    serif, sans-serif, monospace, cursive, fantasy, system-ui, ui-serif, ui-sans-serif, ui-monospace,
    ui-rounded, math, emoji, inherit, initial, unset, -apple-system, blinkmacsystemfont, arial, arial black,
    arial unicode ms, helvetica, helvetica neue, times, times new roman, courier, courier new, georgia,
    verdana, tahoma, trebuchet ms, impact, comic sans ms, palatino, palatino linotype, garamond, bookman,
    calibri, cambria, cambria math, candara, consolas, corbel, segoe ui, lucida console, lucida grande,
    lucida sans unicode, menlo, monaco, sf pro, futura, gill sans, optima, avenir, avenir next, roboto,
    roboto mono, open sans, noto sans, noto serif, noto sans cjk sc, noto sans sc, noto sans mono,
    source sans pro, source code pro, inter, lato, montserrat, ubuntu, dejavu sans, dejavu serif,
    dejavu sans mono, bitstream vera sans, liberation sans, liberation serif, liberation mono, nimbus sans,
    nimbus roman, latin modern roman, computer modern, cmr10, cmmi10, cmsy10, stixgeneral, stix two text,
    fira sans, fira code, jetbrains mono, simsun, simhei, microsoft yahei, pingfang sc, hiragino sans,
    hiragino sans gb, meiryo, ms gothic, yu gothic, malgun gothic, apple sd gothic neo, wenquanyi micro hei
    """.replace("\n", " ").split(",")
)


class Styles:
    """The new names of a picture, and its styles with them."""

    def __init__(self, ids: Iterable[str], classes: Iterable[str], sheets: str) -> None:
        self._ids = {name: f"i{number}" for number, name in enumerate(dict.fromkeys(ids), 1)}
        self._classes = {name: f"c{number}" for number, name in enumerate(dict.fromkeys(classes), 1)}
        faces = [_plain(found[2]) for face in _FACE.finditer(sheets) for found in _DECLARED.finditer(face[1])]
        self._fonts = {name: f"f{number}" for number, name in enumerate(dict.fromkeys(faces), 1)}

    def id_of(self, name: str) -> str:
        """The new id; an id that is nowhere stays nowhere."""
        return self._ids.get(name, "i0")

    def class_of(self, name: str) -> str:
        """The new class."""
        return self._classes.get(name, "c0")

    def references(self, value: str) -> str:
        """A value with its `url(#id)` by their new names."""
        return _REFERENCE.sub(lambda found: f"url(#{self.id_of(found[2])})", value) if "url" in value else value

    def fonts(self, value: str) -> str:
        """A list of font families without names that tell something."""
        kept: list[str] = []
        for family in value.split(","):
            name = _plain(family)
            kept += [self._fonts[name]] if name in self._fonts else [family.strip()] if name in _USUAL else []
        return ", ".join(kept) or _MISSING

    def declarations(self, css: str) -> str:
        """The declarations of a `style`, or of a rule."""
        plain = _EDITORS.sub("", _COMMENT.sub("", css))
        return self.references(_DECLARED.sub(self._declared, plain))

    def _declared(self, found: re.Match[str]) -> str:
        if "family" in found[1].lower():
            return found[1] + self.fonts(found[2])
        short = _SHORTHAND.fullmatch(found[2])
        return found[1] + (short[1] + self.fonts(short[2]) if short else found[2])

    def sheet(self, css: str) -> str:
        """A style sheet with new names in its selectors and values."""
        plain = _COMMENT.sub("", css)
        return _BLOCK.sub(
            lambda found: self._selected(found[1]) if found[1] else self.declarations(found[2]), plain
        )

    def _selected(self, prelude: str) -> str:
        def renamed(found: re.Match[str]) -> str:
            return found[1] + (self.id_of(found[2]) if found[1] == "#" else self.class_of(found[2]))

        return _SELECTOR.sub(renamed, prelude)


def _plain(family: str) -> str:
    return " ".join(family.replace("!important", "").strip().strip("'\"").lower().split())
