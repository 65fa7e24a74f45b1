"""The card: the picture that stands for a site where somebody shares its address: title, authors, a waveform.

Rule: the same words make the same bytes on every machine with the same packages.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import accumulate
from typing import TYPE_CHECKING

from soundcase.site.colour import BLACK, WHITE, Colour, shown_accent
from soundcase.site.fonts import font_at, settable
from soundcase.text.language import direction
from soundcase.values import dataclass

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

SIZE = WIDTH, HEIGHT = 1200, 630
_MARGIN = 84
_WIDE = WIDTH - 2 * _MARGIN
_TITLE_SIZES = (78, 70, 62, 54, 47, 41)
_TITLE_LINES = 3
_LONGEST = 300
"""Signs of a title that are tried: more do not fit."""
_AUTHORS_SIZE = 30
_AUTHORS_LINES = 2
_BOLD, _REGULAR = 640, 420
_LEADING = 1.18
_WAVE_TOP, _WAVE_HIGH = 408, 150
_WAVE_BARS = 64
_WAVE_ALONE = 185, 260
"""Where nothing can be written over it."""
_GAP = 22
_FINER = 3
_SHADES = 16


@dataclass(frozen=True, slots=True)
class CardWords:
    """Everything that a card shows."""

    title: str
    authors: tuple[str, ...]
    bars: tuple[float, ...]
    """The waveform; empty for none."""
    accent: str
    """`#rrggbb`; empty for the theme's own."""
    language: str


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of a text in a font."""

    lines: tuple[str, ...]
    font: FreeTypeFont
    size: int

    @property
    def height(self) -> int:
        """Pixels."""
        return round(len(self.lines) * self.size * _LEADING)


def card_png(words: CardWords) -> bytes:
    """The card as PNG, with the few colours that it has."""
    from PIL import Image

    accent = shown_accent(words.accent)
    ground, ink = WHITE.mixed(accent, 0.04), BLACK.mixed(WHITE, 0.11)
    colours = {"ink": ink, "faint": ink.mixed(ground, 0.38), "accent": accent}
    image = Image.new("P", SIZE)
    image.putpalette(_palette(ground, colours.values()))
    for name, mask in _layers(words):
        first = 1 + [*colours].index(name) * _SHADES
        strong = mask.point([first + level * (_SHADES - 1) // 255 for level in range(256)])
        image.paste(strong, mask=mask.point([255 if level >= 256 // _SHADES else 0 for level in range(256)]))
    written = BytesIO()
    image.save(written, "PNG", compress_level=6)
    return written.getvalue()


def _palette(ground: Colour, colours: Iterable[Colour]) -> list[int]:
    """The ground, and each colour from faint to full upon it."""
    shades = [ground, *(ground.mixed(one, step / (_SHADES - 1)) for one in colours for step in range(_SHADES))]
    return [round(channel * 255) for one in shades for channel in (one.red, one.green, one.blue)]


def _layers(words: CardWords) -> Iterator[tuple[str, Image]]:
    """What is drawn, each with the name of its colour."""
    title = _title(words.title)
    authors = _authors(words.authors) if title else None
    blocks = [(name, block) for name, block in (("ink", title), ("faint", authors)) if block]
    bottom = _WAVE_TOP - 36 if words.bars else HEIGHT - _MARGIN
    high = sum(block.height for _, block in blocks) + _GAP * (len(blocks) - 1)
    top = _MARGIN + max(0, bottom - _MARGIN - high) // 2
    if words.bars:
        yield "accent", _wave(words.bars, *((_WAVE_TOP, _WAVE_HIGH) if blocks else _WAVE_ALONE))
    else:
        yield "accent", _rule(top - 40, leftmost=direction(words.language) == "ltr")
    for name, block in blocks:
        yield name, _written(block, top, rightwards=direction(words.language) == "ltr")
        top += block.height + _GAP


def _title(text: str) -> Block | None:
    """The title as large as it fits into its lines."""
    found = settable(text[:_LONGEST])
    if not found.text:
        return None
    for size in _TITLE_SIZES:
        font = font_at(found.font, size, _BOLD)
        lines = tuple(_lines(found.text, font))
        if len(lines) <= _TITLE_LINES:
            break
    return Block(_cut(lines, _TITLE_LINES, font, "…"), font, size)


def _authors(names: Sequence[str]) -> Block | None:
    """As many of the authors as fit into their lines; none where one of them cannot be set."""
    whole = ", ".join(" ".join(name.split()) for name in names)
    found = settable(whole)
    if not whole or found.text != unicodedata.normalize("NFC", whole):
        return None
    font, several = font_at(found.font, _AUTHORS_SIZE, _REGULAR), found.text.split(", ")
    widths = accumulate(font.getlength(f"{one}, ") for one in several)
    most = sum(width < _AUTHORS_LINES * _WIDE for width in widths)
    for count in range(max(most, 1), 0, -1):
        more = "" if count == len(several) else " et al."
        lines = tuple(_lines(", ".join(several[:count]) + more, font))
        if len(lines) <= _AUTHORS_LINES:
            return Block(lines, font, _AUTHORS_SIZE)
    return None


def _lines(text: str, font: FreeTypeFont) -> Iterator[str]:
    """A text in lines that fit; words that are too long, and scripts without blanks, break anywhere."""
    line = ""
    for piece in _pieces(text, font):
        if line and font.getlength((line + piece).rstrip()) > _WIDE:
            yield line.strip()
            line = ""
        line += piece
    if line.strip():
        yield line.strip()


def _pieces(text: str, font: FreeTypeFont) -> Iterator[str]:
    for word in text.split(" "):
        if font.getlength(word) > _WIDE or _unspaced(word):
            yield from word
            yield " "
        else:
            yield f"{word} "


def _unspaced(word: str) -> bool:
    """True for Chinese and Japanese, which break between any two signs."""
    return any("\u3040" <= sign <= "\u9fff" for sign in word)


def _cut(lines: tuple[str, ...], most: int, font: FreeTypeFont, end: str) -> tuple[str, ...]:
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and font.getlength(last + end) > _WIDE:
        last = last[:-1]
    return (*lines[: most - 1], last.rstrip(" ,") + end)


def _written(block: Block, top: int, *, rightwards: bool) -> Image:
    from PIL import Image, ImageDraw

    mask = Image.new("L", SIZE)
    draw = ImageDraw.Draw(mask)
    for number, line in enumerate(block.lines):
        left = _MARGIN if rightwards else WIDTH - _MARGIN - block.font.getlength(line)
        draw.text((left, top + round(number * block.size * _LEADING)), line, 255, font=block.font)
    return mask


def _wave(bars: Sequence[float], top: int, high: int) -> Image:
    """The waveform over the whole width, as round bars around a middle line."""
    step = _WIDE / _WAVE_BARS
    thick, middle = step * 0.46, top + high / 2
    sides = [(_MARGIN + number * step + (step - thick) / 2) for number in range(_WAVE_BARS)]
    halves = [max(bar * high / 2, thick / 2) for bar in _fewer(bars)]
    return _rounded(
        (left, middle - half, left + thick, middle + half) for left, half in zip(sides, halves, strict=True)
    )


def _rule(top: int, *, leftmost: bool) -> Image:
    """A short line over the title, where there is no sound to show."""
    left = _MARGIN if leftmost else WIDTH - _MARGIN - 72
    return _rounded([(left, top, left + 72, top + 8)])


def _rounded(boxes: Iterable[tuple[float, float, float, float]]) -> Image:
    """Boxes with round ends, drawn larger and then made smaller, so that these are smooth."""
    from PIL import Image, ImageDraw

    mask = Image.new("L", (WIDTH * _FINER, HEIGHT * _FINER))
    draw = ImageDraw.Draw(mask)
    for box in boxes:
        left, top, right, bottom = (side * _FINER for side in box)
        draw.rounded_rectangle((left, top, right, bottom), min(right - left, bottom - top) / 2, 255)
    return mask.reduce(_FINER)


def _fewer(bars: Sequence[float]) -> Iterator[float]:
    """As many bars as the card has, the loudest filling the height."""
    loudest = max(bars) or 1.0
    count = len(bars)
    for number in range(_WAVE_BARS):
        first, last = number * count // _WAVE_BARS, (number + 1) * count // _WAVE_BARS
        yield max(bars[first : max(last, first + 1)]) / loudest
