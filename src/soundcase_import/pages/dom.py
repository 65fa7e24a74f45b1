"""A page's elements, as browsers build them, and the plain questions that are asked of them.

Rule: a page generator's placeholder counts as what it would have made: a call that names one clip plays it
(`{{< audio src="a.wav" >}}`, an `include`), a filter such as `relative_url` only changes the site's root.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import takewhile
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import html5lib
from html5lib._tokenizer import HTMLTokenizer
from html5lib.constants import _ReparseException as ReparseException

from soundcase.values import dataclass
from soundcase_import.names import FILM_ENDING, PLACEHOLDER, SOUND_ENDING
from soundcase_import.pages.vocabulary import ANSWERS, ASKS

MOST_ATTRIBUTES = 500
"""Of one element; published pages have some ten."""
MOST_LEVELS = 200
"""Elements in each other; published pages have some thirty."""
SKIPPED = frozenset(
    {"script", "style", "template", "noscript", "head", "nav", "select", "button", "svg", "canvas"}
)
_BLOCKS = """p div section article main header footer aside ul ol li dl dt dd blockquote pre figure figcaption
    table thead tbody tfoot tr td th caption center h1 h2 h3 h4 h5 h6 hr details summary form fieldset"""
BLOCKS = frozenset(_BLOCKS.split())
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SOUND = re.compile(rf"{SOUND_ENDING}(?:[?#].*)?$", re.IGNORECASE)
_FRAMED = re.compile(rf"(?:{SOUND_ENDING}|{FILM_ENDING})(?:[?#].*)?$", re.IGNORECASE)
"""A clip that stands in a frame of its own."""
_FILE = re.compile(r"\.\w{2,4}(?:[?#].*)?$")
_PLAYING = frozenset({"audio", "video", "embed", "object", "iframe"})
_ADDRESSES = {"a": ("href",), "embed": ("src",), "iframe": ("src",), "object": ("data",), "img": ("src",)}
"""Where elements that are no players of their own may name a clip; others may in any `data-…`."""

FALLBACK = re.compile(
    r"(?:your )?browser (?:does not|doesn['’]t|do not|can ?not) (?:support|play).*", re.IGNORECASE
)
"""What players say to old browsers, where broken markup shows it."""

_PRESSED = """listen play download link here audio wav mp3 flac clip file sample samples examples click tap
    press show hide open close view see more less expand collapse fold unfold toggle to the for
    试听 播放 下载 展开 点击 收起"""
_CALLS = frozenset(_PRESSED.split())
"""What links to clips, and what is pressed to unfold something, say that is no name."""

_FILTERED = re.compile(
    r"""\{\{-?\s*(["'])([^"'{}]+)\1\s*(?:\|[^{}]*)?\}\}|\{%-?\s*link\s+([^{}%\s]+)\s*-?%\}"""
)
_CALL = re.compile(r"\{\{[<%][^{}]*[>%]\}\}|\{%-?\s*include[^{}]*%\}")
_NAMED = re.compile(rf"""[\"']([^\"']+{SOUND_ENDING})[\"']|[^\s\"'=<>]+{SOUND_ENDING}\b""", re.IGNORECASE)
"""The name of a clip in a call."""


@dataclass(frozen=True, slots=True)
class Player:
    """A clip as the page offers it."""

    src: str
    mime: str = ""
    """The type that the page declares; empty where it declares none."""
    video: bool = False
    """Whether it has pictures too."""


class TooDeepError(Exception):
    """More elements stand in each other, or more attributes in one, than any page needs; and what to do."""


class _Tokenizer(HTMLTokenizer):  # type: ignore[misc] # html5lib is untyped
    """html5lib's own, but for a limit: it compares each attribute with all before it."""

    def attributeNameState(self) -> object:  # noqa: N802 (overridden)
        if len(self.currentToken["data"]) > MOST_ATTRIBUTES:
            raise TooDeepError(
                f"more than {MOST_ATTRIBUTES} attributes in one element", "remove what nobody reads"
            )
        return super().attributeNameState()


class _Parser(html5lib.HTMLParser):  # type: ignore[misc]
    """html5lib's own, with the tokenizer above."""

    def _parse(self, stream: object, *_: object, **__: object) -> None:
        self.innerHTMLMode, self.container, self.scripting = False, "div", False
        self.tokenizer = _Tokenizer(stream, parser=self)
        self.reset()
        try:
            self.mainLoop()
        except ReparseException:  # the page says later on in which encoding it is
            self.reset()
            self.mainLoop()


class _Tree(html5lib.getTreeBuilder("etree")):  # type: ignore[misc]
    """html5lib's own, but for a limit: each level costs it and us time and stack."""

    def insertElementNormal(self, token: object) -> object:  # noqa: N802 (overridden)
        return super().insertElementNormal(self._bounded(token))

    def insertElementTable(self, token: object) -> object:  # noqa: N802 (overridden)
        return super().insertElementTable(self._bounded(token))

    def _bounded(self, token: object) -> object:
        if len(self.openElements) > MOST_LEVELS:
            message = f"more than {MOST_LEVELS} elements in each other"
            raise TooDeepError(message, "close the elements that the page leaves open")
        return token


def parse(content: bytes | str) -> Element:
    """The document's root element; raises TooDeepError."""
    if isinstance(content, bytes):
        with suppress(UnicodeDecodeError):  # what is UTF-8 is meant so, whether the page says it or not
            content = settled(content.decode("utf-8-sig"))
    root: Element = _Parser(_Tree, namespaceHTMLElements=False).parse(content)
    return root


def settled(text: str) -> str:
    """A page's source with players and addresses in place of what a generator would have made of them.

    >>> settled('{{< audio "a.wav" >}} {% include video.html src="b.webm" %}')
    '<audio src="a.wav"></audio> <video src="b.webm"></video>'
    """
    if "{{" not in text and "{%" not in text:
        return text
    return _CALL.sub(_played, _FILTERED.sub(lambda one: one.group(2) or one.group(3), text))


def _played(call: re.Match[str]) -> str:
    found = [one.group(1) or one.group() for one in _NAMED.finditer(call.group())]
    if len(found) != 1:
        return call.group()
    name = "video" if "video" in call.group().replace(found[0], "").lower() else "audio"
    return f'<{name} src="{found[0]}"></{name}>'


def name_of(element: Element) -> str:
    """The element's name; empty for comments."""
    return element.tag if isinstance(element.tag, str) else ""


def elements(element: Element) -> Iterator[Element]:
    """The element and all in it, in order, without comments and what is never shown."""
    if name_of(element) and name_of(element) not in SKIPPED:
        yield element
        for child in element:
            yield from elements(child)


def player(element: Element) -> Player | None:
    """The clip that an element plays; scripts that load late keep its address in a `data-…`."""
    name = name_of(element)
    decorates = element.get("muted") is not None and element.get("controls") is None
    if name not in ("audio", "video") or decorates:
        named = (address(element.get(where, "")) for where in _ADDRESSES.get(name, _data(element)))
        wanted = _FRAMED if name == "iframe" else _SOUND
        return next((Player(src, video=not _SOUND.search(src)) for src in named if wanted.search(src)), None)
    for one in (element, *element.findall("source")):
        later = (address(one.get(where, "")) for where in _data(one))
        src = address(one.get("src", "")) or next(filter(_FILE.search, later), "")
        if src:
            films = name == "video" and (not _SOUND.search(src) or ".webm" in src.lower())
            return Player(src, one.get("type", ""), films)
    return None


def _data(element: Element) -> tuple[str, ...]:
    return tuple(where for where in element.attrib if where.startswith("data-"))


def address(written: str) -> str:
    """An address as the published page has it; empty where only a script or a template could fill it in.

    >>> address("{{ site.baseurl }}/a.wav"), address("{{ clip.src }}")
    ('{{ site.baseurl }}/a.wav', '')
    """
    text = written.strip()
    rest = PLACEHOLDER.sub("\0", text)
    return text if rest == text or re.fullmatch(r"(?:.*/|\0*)[^\0./][^\0/]*", rest, re.DOTALL) else ""


def players(element: Element) -> list[Player]:
    """All clips in an element; links to clips only where nothing plays them."""
    found = [(one, clip) for one in elements(element) if (clip := player(one))]
    real = [clip for one, clip in found if name_of(one) in _PLAYING]
    named = {clip.src for clip in real}
    rest = [clip for one, clip in found if name_of(one) not in _PLAYING]
    return [*real, *(clip for clip in rest if clip.src not in named and not real)]


def plain(root: Element) -> Element:
    """The page with what only scripts, styles and pictures say, and without copies and marks."""
    for step in (with_scripted, without_marks, with_talks, as_styled, without_copies):
        root = step(root)
    return root


def with_scripted(root: Element) -> Element:
    """The page with the clips that its own scripts put into its elements, where they say both by name."""
    code = "\n".join("".join(one.itertext()) for one in root.iter() if name_of(one) == "script")
    found: dict[str, str] = {}
    for made in _WAVE.finditer(code):
        inside = made["inside"]
        container = _CONTAINER.search(inside)
        loaded = re.search(rf"\b{re.escape(made['name'] or '-')}\.load\(\s*[\"']([^\"']+)[\"']", code)
        address_ = _URL.search(inside) or loaded
        if container and address_:
            found[container[1]] = address_[1]
    found |= {one[1]: one[2] for one in _SET.finditer(code)}
    for element in list(root.iter()):
        src = found.get(element.get("id") or "-")
        if src and _SOUND.search(src):
            element.set("data-audio" if name_of(element) not in ("audio", "video") else "src", src)
        named = _NAMED.findall(element.get("onclick") or "")
        clip = player(element) if name_of(element) == "button" else None
        if name_of(element) == "button" and (clip or (len(named) == 1 and named[0])):
            element.tag = "span"
            element.set("data-audio", clip.src if clip else named[0])
            for inner in list(element):
                element.remove(inner)
            element.text = ""
    return root


_WAVE = re.compile(r"(?:(?P<name>[\w$]+)\s*=\s*)?WaveSurfer\.create\(\s*\{(?P<inside>.*?)\}\s*\)", re.DOTALL)
_CONTAINER = re.compile(r"container\s*:\s*[\"']#?([\w-]+)[\"']")
_URL = re.compile(r"\burl\s*:\s*[\"']([^\"']+)[\"']")
_SET = re.compile(r"getElementById\(\s*[\"']([\w-]+)[\"']\s*\)\.src\s*=\s*[\"']([^\"']+)[\"']")


def silent_players(root: Element) -> int:
    """The number of players that name no clip, and to which no script gives one by name."""
    found = (
        one
        for one in elements(root)
        if name_of(one) == "audio" or (name_of(one) == "video" and one.get("controls"))
    )
    return sum(player(one) is None for one in found)


def without_marks(root: Element) -> Element:
    """The page without the raised numbers and signs behind words that point to its footnotes."""
    for parent in list(root.iter()):
        before = parent.text or ""
        for child in list(parent):
            said = "".join(child.itertext())
            points = _WORD_END.search(before) or child.find("a") is not None  # not so in m², R² or 10⁵
            if name_of(child) == "sup" and _MARK.fullmatch(said) and points and not players(child):
                child.tag = "script"  # which nothing reads
            before = child.tail or said
    return root


def as_styled(root: Element) -> Element:
    """The page with what only its styles say: headings that are paragraphs, and spaces between badges."""
    for one in root.iter():
        name, styles = name_of(one), one.get("class") or ""
        if name == "span" and not one.tail and _BADGE.search(styles):
            one.tail = " "
        level = _LEVEL.search(styles) if name in ("p", "div") else None
        if level and not any(
            name_of(child) in BLOCKS or player(child) for child in one.iter() if child is not one
        ):
            one.tag = f"h{level[1] or level[2]}"
    return root


def with_talks(root: Element) -> Element:
    """The page with talks as a cell of a table each, where only small pictures say who speaks."""
    named = ((one, _FACE.fullmatch((one.get("alt") or "").strip())) for one in root.iter("img"))
    faces = {one: "User" if found["asks"] else "Assistant" for one, found in named if found}
    parents = {child: parent for parent in root.iter() for child in parent} if len(faces) > 1 else {}
    above = {face: list(_above(face, parents)) for face in faces}
    shown = Counter(one for around in above.values() for one in around)
    talks: dict[Element, list[tuple[Element, str]]] = {}
    for face, who in faces.items():
        alone = list(takewhile(lambda one: shown[one] == 1, above[face]))
        if len(alone) < len(above[face]):
            talks.setdefault(above[face][len(alone)], []).append((alone[-1] if alone else face, who))
    for talk, rows in talks.items():
        if len({who for _, who in rows}) > 1:
            cell, line, table = Element("td"), Element("tr"), Element("table")
            talk.insert(list(talk).index(rows[0][0]), table)
            for row, who in rows:
                talk.remove(row)
                said = Element("p")
                said.text = f"{who}:"
                cell.extend([said, row])
            line.append(cell)
            table.append(line)
    return root


def _above(element: Element, parents: Mapping[Element, Element]) -> Iterator[Element]:
    """The elements around one, from the inside."""
    while element in parents:
        element = parents[element]
        yield element


_PICTURE = "avatar|icon|logo"
_FACE = re.compile(
    rf"(?i)(?:(?:{_PICTURE})[-_ ])?(?:(?P<asks>{ASKS})|{ANSWERS}|system|robot)(?:[-_ ](?:{_PICTURE}))?"
)
"""What a small picture of one who speaks is called."""
_LEVEL = re.compile(r"(?:^|\s)(?:h([1-6])|title\s+is-([1-6]))(?:\s|$)")
"""The classes of Bootstrap and of Bulma for headings."""


_BADGE = re.compile(r"(?i)\b(?:badge|tag|chip|pill|label)s?\b")
_WORD_END = re.compile(r"[^\W\d_]{3}$")
_MARK = re.compile(r"\s*(?:[\[(]?\d{1,2}(?:,\s*\d{1,2})*[\])]?|[†‡*§¶]+)\s*")


def without_copies(root: Element) -> Element:
    """The page without links that only offer a file that it plays anyway, in this kind or another."""
    played = {_stem(clip.src) for one in elements(root) if name_of(one) in _PLAYING and (clip := player(one))}
    for one in root.iter("a"):
        clip = player(one)
        if clip and _stem(clip.src) in played and not any(map(player, one.iter("audio"))):
            one.attrib.pop("href", None)
            one.tag = "span" if link_name(one) else "template"
    return root


def _stem(src: str) -> str:
    """An address without its ending."""
    return re.sub(rf"{SOUND_ENDING}(?=$|[?#])", "", unquote(src).removeprefix("./"), flags=re.IGNORECASE)


def pictures(element: Element) -> list[tuple[str, str]]:
    """Source and alternative text of the pictures in an element."""
    return [
        (src, (one.get("alt") or "").strip())
        for one in elements(element)
        if name_of(one) == "img" and (src := address(one.get("src", ""))) and not _SOUND.search(src)
    ]


def text_of(element: Element) -> str:
    """The words of an element on one line, without what players say to old browsers."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: Element) -> Iterator[str]:
    name = name_of(element)
    if not name or name in SKIPPED or name in ("audio", "video", "object", "source"):
        return
    if name == "br" or name in BLOCKS:
        yield " "
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
    if name in BLOCKS:
        yield " "


def link_name(link: Element) -> str:
    """A link's name for its clip; empty where it only says what to do with it, or repeats the address."""
    text = text_of(link)
    bare = text.lower().strip("[]()▶► ")
    named = _SOUND.search(bare) or "/" in bare
    repeats = named and bare in unquote(link.get("href", "")).lower()
    return "" if only_calls(text) or repeats else text


def only_calls(text: str) -> bool:
    """True where words only say that something can be heard or unfolded: "Click to show samples"."""
    words = re.findall(r"\w+", text.lower())
    return bool(words) and set(words) <= _CALLS


def doubled_ids(root: Element) -> list[tuple[str, int]]:
    """Ids that stand more than once, with their number."""
    counts = Counter(one.get("id") for one in root.iter() if isinstance(one.tag, str) and one.get("id"))
    return [(str(name), count) for name, count in counts.items() if count > 1]


def base_of(root: Element) -> str:
    """The address on another machine that all addresses are relative to; empty where there is none."""
    found = (one.get("href", "") for one in root.iter("base"))
    return next((href for href in found if re.match(r"(?i)https?://", href)), "")


def title_of(root: Element) -> str:
    """The document's title."""
    found = root.find("./head/title")
    return " ".join("".join(found.itertext()).split()) if found is not None else ""
