"""Fonts for pictures that a build makes: those of Python packages, so that every machine draws the same.

Rule: a text is set in one font, the first that has all of its signs, else the one that has most; signs that it
lacks are left out with the words they stand in, and never drawn as boxes.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from soundcase.values import dataclass

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_OURS = "fontpkg_source_sans_3"
_OTHERS = ("noto_cjk_sans_jp_regular",)
"""Packages of fonts that are not found by their entry point."""
_FAMILIES = "fontpkg.family"
_WEIGHT = "wght"


@dataclass(frozen=True, slots=True)
class SetText:
    """A text that can be drawn."""

    text: str
    """Without what the font lacks."""
    font: Path


def settable(text: str) -> SetText:
    """As much of a text as can be set; nothing where no font has its script."""
    wanted = unicodedata.normalize("NFC", " ".join(text.split()))
    found = [(_having(wanted, font), font) for font in _fonts()]
    whole = next((SetText(kept, font) for kept, font in found if kept == wanted), None)
    several = (SetText(kept, font) for kept, font in found)
    return whole or max(several, key=lambda one: len(one.text), default=SetText("", Path()))


def font_at(path: Path, size: int, weight: int) -> FreeTypeFont:
    """A font at a size in pixels, as bold as it can be of this weight."""
    from PIL import ImageFont

    font = ImageFont.truetype(str(path), size)
    if axes := _axes(path):
        font.set_variation_by_axes([weight if name == _WEIGHT else default for name, default in axes])
    return font


@cache
def _axes(path: Path) -> tuple[tuple[str, float], ...]:
    """The axes of a variable font, with what they are by default."""
    from PIL import ImageFont

    if "[" not in path.name:
        return ()
    names = path.name.partition("[")[2].partition("]")[0].split(",")
    found = ImageFont.truetype(str(path), 10).get_variation_axes()
    return tuple((name, float(axis["default"] or 0)) for name, axis in zip(names, found, strict=False))


@cache
def _fonts() -> tuple[Path, ...]:
    """The upright regular fonts at hand: ours first, then by their names."""
    from importlib.metadata import entry_points

    families = {one.value for one in entry_points(group=_FAMILIES)}
    packages = [_OURS, *sorted(families - {_OURS}), *_OTHERS]
    return tuple(font for package in packages if (font := _font_of(package)))


def _font_of(package: str) -> Path | None:
    from importlib.util import find_spec

    spec = find_spec(package)
    folder = Path(spec.origin).parent if spec and spec.origin else None
    found = sorted(folder.rglob("*.[ot]tf")) if folder else []
    upright = [one for one in found if "italic" not in one.name.lower()]
    regular = [one for one in upright if "[" in one.name or "regular" in one.name.lower()]
    return next(iter((*regular, *upright)), None)


def _having(text: str, font: Path) -> str:
    """The words of a text that a font has; where words have no blanks between them, what it has of them."""
    if all(_has(sign, font) for sign in set(text)):
        return text
    words = re.findall(r"\S+", text)
    kept = (word if all(_has(sign, font) for sign in word) else _part(word, font) for word in words)
    return " ".join(filter(None, kept)).strip(" -–—:;,.，。：；、")


def _part(word: str, font: Path) -> str:
    """The longest part of a word that a font has, if it is a word of its own: next to other scripts."""
    runs = re.findall(r"[\x00-\u02ff]+|[^\x00-\u02ff]+", word)
    whole = [run for run in runs if len(run) > 2 and all(_has(sign, font) for sign in run)]
    return max(whole, key=len, default="") if len(runs) > 1 else ""


@cache
def _has(sign: str, font: Path) -> bool:
    if unicodedata.category(sign) in ("Zs", "Cf"):
        return True
    own = _drawn(sign, font)
    return own != _drawn("\U0010ffff", font)


@cache
def _drawn(sign: str, font: Path) -> bytes:
    mask = _small(font).getmask(sign)
    return bytes((*mask.size, *mask))


@cache
def _small(font: Path) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(font), 16, layout_engine=ImageFont.Layout.BASIC)
