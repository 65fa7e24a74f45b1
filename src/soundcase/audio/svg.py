"""SVG pictures that are nothing but pictures: what runs or loads something is refused.

Rule 1: elements stand in a list of those that draw or describe; what is not in it is refused. Elements of
    foreign namespaces (RDF, Inkscape, Illustrator) are inert in browsers and stay.
Rule 2: what is referred to is in the picture itself: `#id`, or pixels and fonts as `data:`. Only `a` may lead
    elsewhere, by the web or by mail.
Rule 3: entities are short texts without markup, as Illustrator writes them; nothing expands to an element.

The parser is expat, which browsers agree with on what is well-formed: https://www.w3.org/TR/xml/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.parsers import expat

_SVG, _XHTML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml"
_XML = "http://www.w3.org/XML/1998/namespace"
_DRAWING = """
    a altGlyph altGlyphDef altGlyphItem animate animateColor animateMotion animateTransform circle clipPath
    color-profile defs desc ellipse feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix
    feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR
    feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight
    feTile feTurbulence filter flowDiv flowPara flowRegion flowRoot flowSpan font font-face font-face-format
    font-face-name font-face-src foreignObject g glyph glyphRef hatch hatchpath hkern image line linearGradient
    marker mask mesh meshgradient meshpatch meshrow metadata missing-glyph mpath page path pattern polygon
    polyline radialGradient rect set solidColor solidcolor stop style svg switch symbol text textPath title
    tref tspan use view vkern
"""
_WRITING = """
    a b big blockquote body br caption center code col colgroup dd del div dl dt em font h1 h2 h3 h4 h5 h6 hr
    i img ins kbd label li ol p pre q s section small span strike strong style sub sup table tbody td tfoot th
    thead tr tt u ul var
"""
_ALLOWED = {
    space: frozenset(names.split()) for space, names in {_SVG: _DRAWING, "": _DRAWING, _XHTML: _WRITING}.items()
}
_ACTIVE = frozenset(("script", "handler", "listener", "iframe", "object", "embed"))
_ADDRESSES = frozenset(
    ["action", "background", "base", "data", "formaction", "href", "ping", "poster", "src", "srcdoc", "srcset"]
)
_WORDS = frozenset(("alt", "class", "content", "id", "label", "name", "title"))
"""Attributes that no browser reads as CSS; draw.io keeps the whole drawing in `content`."""
_ANIMATED = frozenset((*_ADDRESSES, "style"))
_ENCODINGS = re.compile(
    r"utf-?8|utf-?16([bl]e)?|(us-)?ascii|iso-8859-\d+|latin-?1|windows-125\d", re.IGNORECASE
)
_LONGEST_ENTITY = 200
_PIXELS = re.compile(r"data:image/(?:png|jpe?g|gif|webp|avif|bmp)[;,]", re.IGNORECASE)
_FONT = re.compile(r"data:(?:font|application)/(?:x-)?(?:font-?)?[\w-]+[;,]", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_LEADING = ("http", "https", "mailto")
_UNSEEN = dict.fromkeys((*range(33), 127))
"""What browsers pass over in an address."""
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
_LOADING = re.compile(r"@import|(?<![\w-])(?:-webkit-)?(?:url|src|image|image-set|cross-fade)\(", re.IGNORECASE)


class SvgError(Exception):
    """A picture that is broken, or more than a picture; the text says what, and the line."""


def root_attributes(content: bytes) -> Mapping[str, str] | None:
    """The attributes of the root of an SVG picture; None if the content is no SVG.

    Raises SvgError for an SVG picture that is broken, runs something or loads something.
    """
    if not content[:4].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<"):
        return None
    reading = _Reading()
    try:
        reading.parser.Parse(content, True)  # noqa: FBT003 - expat takes it by place
    except _NoSvgError:
        return None
    except (expat.ExpatError, LookupError, ValueError) as error:
        if reading.root is None:
            return None
        line = reading.parser.ErrorLineNumber
        raise SvgError(f"is broken in line {line}: {str(error).partition(':')[0]}") from error
    return reading.root


class _NoSvgError(Exception):
    """The root is another element."""


class _Reading:
    """One picture on its way through the parser, which calls all but `_refuse` and `_early`."""

    def __init__(self) -> None:
        self.root: dict[str, str] | None = None
        self._declared: list[str] = []
        self._style: list[str] | None = None
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.XmlDeclHandler = self.declaration
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.ProcessingInstructionHandler = self.instruction
        self.parser.EntityDeclHandler = self.entity
        self.parser.AttlistDeclHandler = self.unusual_declaration
        self.parser.ElementDeclHandler = self.unusual_declaration
        self.parser.SkippedEntityHandler = self.unknown_entity

    def _refuse(self, what: str) -> None:
        raise SvgError(f"{what} in line {self.parser.CurrentLineNumber}")

    def _early(self, what: str) -> None:
        """Refuse what stands before the root, once it is known to be that of an SVG picture."""
        self._declared.append(f"{what} in line {self.parser.CurrentLineNumber}")

    def declaration(self, version: str, encoding: str | None, standalone: int) -> None:  # noqa: ARG002
        if encoding and not _ENCODINGS.fullmatch(encoding):
            self._early(f"is in the encoding '{encoding}', not in UTF-8,")

    def entity(self, name: str, parameter: int, value: str | None, *where: str | None) -> None:  # noqa: ARG002
        if parameter or value is None or len(value) > _LONGEST_ENTITY or set("<&%") & set(value):
            self._early(f"declares the entity '{name}', which is more than a few words,")

    def unusual_declaration(self, name: str, *_: object) -> None:
        self._early(f"declares '{name}' in its DOCTYPE")

    def unknown_entity(self, name: str, parameter: int) -> None:  # noqa: ARG002
        self._refuse(f"has an entity that is not known, '&{name};',")

    def instruction(self, target: str, _: str) -> None:
        if target.lower() == "xml-stylesheet":
            self._early("loads a style sheet by '<?xml-stylesheet'")
            if self.root is not None:
                raise SvgError(self._declared[-1])

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        space, _, name = tag.rpartition(" ")
        if self.root is None:
            if name != "svg":
                raise _NoSvgError
            self.root = dict(attributes)
            if self._declared:
                raise SvgError(self._declared[0])
        if name.lower() in _ACTIVE or name not in _ALLOWED.get(space, (name,)):
            self._refuse(f"holds <{name}>")
        for key, value in attributes.items():
            for what in _wrong(space, name, key, value):
                self._refuse(f"{what}, in <{name}>")
        if name == "style":
            self._style = []

    def characters(self, text: str) -> None:
        if self._style is not None:
            self._style.append(text)

    def end(self, tag: str) -> None:
        if tag.rpartition(" ")[2] == "style" and self._style is not None:
            loading = loaded_by_css("".join(self._style))
            if loading:
                self._refuse(f"has a style that loads '{loading}', before </style>")
            self._style = None


def _wrong(space: str, element: str, key: str, value: str) -> Iterator[str]:
    """The thing that one attribute would run or load."""
    of, _, name = key.rpartition(" ")
    low = name.lower()
    inert = space not in _ALLOWED
    if not of and low.startswith("on"):
        yield f"runs a script by '{name}'"
    elif of == _XML and low == "base":
        yield "changes its base by 'xml:base'"
    elif low == "href" or (low == "src" and element == "img"):
        if not _reference(element, value, inert=inert):
            yield f"leads to '{_short(value)}' by '{name}'"
    elif inert or of or low in _WORDS or low.startswith(("data-", "aria-")):
        return
    elif low in _ADDRESSES:
        yield f"leads to '{_short(value)}' by '{name}'"
    elif low == "attributename" and value.strip().rpartition(":")[2].lower() in _ANIMATED:
        yield f"changes '{_short(value)}' while it is shown"
    elif loading := loaded_by_css(value):
        yield f"loads '{loading}' by '{name}'"


def _reference(element: str, value: str, *, inert: bool) -> bool:
    """True if an element may refer to this."""
    address = value.translate(_UNSEEN)
    if not address or address.startswith("#"):
        return True
    if element in ("image", "feImage", "img"):
        return bool(_PIXELS.match(address))
    scheme = _SCHEME.match(address)
    return (inert or element == "a") and (scheme is None or scheme[1].lower() in _LEADING)


def loaded_by_css(css: str) -> str:
    """The first thing that a style loads from elsewhere, shortened; empty if there is none."""
    plain = _ESCAPE.sub(_unescaped, css) if "\\" in css else css
    for found in _LOADING.finditer(plain):
        argument = plain[found.end() : found.end() + 100].lstrip("\"' \t\r\n\f")
        own = found[0].lower() == "url(" and (
            argument.startswith("#") or _PIXELS.match(argument) or _FONT.match(argument)
        )
        if not own:
            return _short(found[0] + plain[found.end() : found.end() + 100])
    return ""


def _unescaped(escape: re.Match[str]) -> str:
    if not escape[1]:
        return escape[2]
    code = int(escape[1], 16)
    return chr(code) if 0 < code < 0x110000 else "\ufffd"


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else f"{words[:60]}…"
