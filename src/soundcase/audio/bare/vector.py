"""SVG without words about it: titles, descriptions, metadata, comments, editors' data, ids, classes, fonts.

Rule 1: elements and attributes are kept by name; ids and classes get new ones wherever they are used.
Rule 2: texts that are drawn stay. Fonts that come with the picture get new names; of others, those that stand
    on many machines stay, and the rest is left to the browser, as where they are missing.
Source: W3C, "Scalable Vector Graphics (SVG) 2", appendix "Attribute index".
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from soundcase.audio.bare.styles import Styles
from soundcase.audio.svg import root_attributes

_SVG, _XHTML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml"
_XLINK, _XML = "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"
_TOLD = frozenset(("title", "desc", "metadata"))
_DRAWING = """
    accumulate additive alignment-baseline amplitude ascent attributeName attributeType azimuth
    baseFrequency baseProfile baseline-shift begin bias by calcMode class clip clip-path clip-rule
    clipPathUnits color color-interpolation color-interpolation-filters color-rendering crossorigin cx cy
    d decoding descent diffuseConstant direction display divisor dominant-baseline dur dx dy edgeMode
    elevation enable-background end exponent fill fill-opacity fill-rule filter filterUnits flood-color
    flood-opacity font font-family font-size font-size-adjust font-stretch font-style font-variant
    font-weight fr from fx fy g1 g2 glyph-orientation-horizontal glyph-orientation-vertical
    gradientTransform gradientUnits height horiz-adv-x horiz-origin-x id image-rendering in in2 intercept
    isolation k k1 k2 k3 k4 kernelMatrix kernelUnitLength kerning keyPoints keySplines keyTimes lang
    lengthAdjust letter-spacing lighting-color limitingConeAngle local marker marker-end marker-mid
    marker-start markerHeight markerUnits markerWidth mask mask-type maskContentUnits maskUnits max media
    min mix-blend-mode mode numOctaves offset opacity operator order orient orientation origin overflow
    overline-position overline-thickness paint-order panose-1 path pathLength patternContentUnits
    patternTransform patternUnits pointer-events points pointsAtX pointsAtY pointsAtZ preserveAlpha
    preserveAspectRatio primitiveUnits r radius refX refY repeatCount repeatDur requiredExtensions
    requiredFeatures restart result rotate rx ry scale seed shape-rendering side slope spacing
    specularConstant specularExponent spreadMethod startOffset stdDeviation stemh stemv stitchTiles
    stop-color stop-opacity strikethrough-position strikethrough-thickness stroke stroke-dasharray
    stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width style
    surfaceScale systemLanguage tableValues targetX targetY text-anchor text-decoration text-orientation
    text-overflow text-rendering textLength to transform transform-box transform-origin type u1 u2
    underline-position underline-thickness unicode unicode-bidi unicode-range units-per-em values
    vector-effect version vert-adv-y vert-origin-x vert-origin-y viewBox visibility white-space width
    widths word-spacing writing-mode x x-height x1 x2 xChannelSelector y y1 y2 yChannelSelector z
    zoomAndPan align valign colspan rowspan border cellpadding cellspacing bgcolor face size span dir
"""
_ATTRIBUTES = frozenset(_DRAWING.split())
_PIXELS = re.compile(r"data:(image/[\w+.-]+)(?:;charset=[\w-]+)?;base64,([A-Za-z0-9+/=\s]+)", re.IGNORECASE)
_SYNC = re.compile(r"(?:^|(?<=[;\s]))([^\s;.]+)(?=\.[A-Za-z])")
_RESULTS = ("in", "in2", "result")


def bare_svg(content: bytes, picture: Callable[[bytes], bytes]) -> bytes | None:
    """An SVG picture that looks the same; None where the content is none. Raises `SvgError` for a broken one.

    `picture` makes the bare version of pixels that the picture holds.
    """
    if root_attributes(content) is None:
        return None
    reading = _Reading(content)
    return _Writing(Styles(*reading.names()), picture).written(reading.events)


class _Reading:
    """The elements and texts of a picture that are drawn, as events."""

    def __init__(self, content: bytes) -> None:
        self.events: list[tuple[str, str, Mapping[str, str]]] = []
        self._left_out = 0
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.Parse(content, True)  # noqa: FBT003 - expat takes it by place

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take in the beginning of an element."""
        space, _, name = tag.rpartition(" ")
        if self._left_out or space not in ("", _SVG, _XHTML) or (space != _XHTML and name in _TOLD):
            self._left_out += 1
        else:
            self.events.append(("start", f"{space or _SVG} {name}", attributes))

    def end(self, tag: str) -> None:
        """Take in the end of an element."""
        if self._left_out:
            self._left_out -= 1
        else:
            self.events.append(("end", tag, {}))

    def text(self, text: str) -> None:
        """Take in some text."""
        if not self._left_out:
            self.events.append(("text", text, {}))

    def names(self) -> tuple[list[str], list[str], str]:
        """The ids, the classes, and all style sheets."""
        ids = [given["id"] for _, _, given in self.events if "id" in given]
        classes = [one for _, _, given in self.events for one in given.get("class", "").split()]
        styles, inside = [], False
        for kind, text, _ in self.events:
            if kind != "text":
                inside = kind == "start" and text.endswith(" style")
            elif inside:
                styles.append(text)
        return ids, classes, "".join(styles)


class _Writing:
    """A picture on its way to bytes."""

    def __init__(self, styles: Styles, picture: Callable[[bytes], bytes]) -> None:
        self._styles, self._picture = styles, picture
        self._results: dict[str, str] = {}

    def written(self, events: list[tuple[str, str, Mapping[str, str]]]) -> bytes:
        """The events as XML."""
        parts: list[str] = []
        spaces, names, last = [""], list[str](), ""
        for kind, text, given in events:
            if kind == "start":
                space, _, name = text.rpartition(" ")
                own = f' xmlns="{space}"' if space != spaces[-1] else ""
                own += f' xmlns:xlink="{_XLINK}"' if not names else ""
                spaces.append(space)
                names.append(name)
                parts.append(f"<{name}{own}{self._attributes(name, given)}>")
            elif kind == "end":
                name, empty = names.pop(), last == "start"
                parts[-1:] = [f"{parts[-1][:-1]}/>"] if empty else [parts[-1], f"</{name}>"]
                spaces.pop()
            elif names:
                style = names[-1] == "style"
                parts.append(escape(self._pixels(self._styles.sheet(text)) if style else text))
            last = kind
        return "".join(parts).encode()

    def _attributes(self, element: str, given: Mapping[str, str]) -> str:
        kept: list[str] = []
        for key, value in given.items():
            space, _, name = key.rpartition(" ")
            if name == "href" and space in ("", _XLINK):
                made = self._reference(element, value)
                name = "xlink:href" if space else "href"
            elif space == _XML and name in ("space", "lang"):
                made, name = value, f"xml:{name}"
            elif not space and name in _ATTRIBUTES:
                made = self._value(name, value)
            else:
                continue
            if made:
                kept.append(f" {name}={quoteattr(made)}")
        return "".join(kept)

    def _reference(self, element: str, value: str) -> str:
        address = value.strip()
        if address.startswith("#"):
            return "#" + self._styles.id_of(address[1:])
        return "" if element == "a" else self._pixels(address)

    def _value(self, name: str, value: str) -> str:
        if name == "id":
            return self._styles.id_of(value)
        if name == "class":
            return " ".join(map(self._styles.class_of, value.split()))
        if name == "style":
            return self._pixels(self._styles.declarations(value))
        if name in ("font-family", "face"):
            return self._styles.fonts(value)
        if name in ("begin", "end"):
            return _SYNC.sub(lambda found: self._styles.id_of(found[1]), value)
        if name in _RESULTS and value in self._results | dict.fromkeys([value] if name == "result" else []):
            return self._results.setdefault(value, f"r{len(self._results) + 1}")
        if name == "requiredExtensions":
            return "urn:x"
        return self._styles.references(value)

    def _pixels(self, text: str) -> str:
        """The text with the pixels in it bare."""
        return _PIXELS.sub(self._bare, text) if "data:image/" in text else text

    def _bare(self, found: re.Match[str]) -> str:
        try:
            content = base64.b64decode("".join(found[2].split()))
        except binascii.Error:
            return ""
        return f"data:{found[1]};base64,{base64.b64encode(self._picture(content)).decode()}"
