"""Small catalogues made by hand, and what the page makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from soundcase.audio.signal.downmix import settled
from soundcase.facts import Artifact, Facts, Picture, PlayedClip, Sound, Video
from soundcase.kept import KeptValues
from soundcase.model import (
    Catalogue,
    ClipKey,
    Example,
    Media,
    Model,
    Prompt,
    Section,
    Selection,
    SourcePath,
    Task,
)
from soundcase.publishing.placement import Copy, Payload
from soundcase.scores import Scored, ScoreValue
from soundcase.settings import MediaSettings, ThemeSettings
from soundcase.site.pages import SiteSource, site_source
from soundcase.site.plan import (
    Plan,
    PlannedFile,
    PlannedPicture,
    PlannedVideo,
    content_url,
)
from soundcase.site.render import printed_pages
from soundcase.site.shards import search_scripts
from soundcase.site.theme import Theme, open_theme
from soundcase.site.views.frame import PageView
from soundcase.site.views.page import page_view
from soundcase.statistics.standings import Standings

HERE = SourcePath("examples/catalogue.yaml")
NO_TEMPLATES = Path("no-templates-of-its-own")
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source"}


def media(
    text: str | None = None, *, scores: Mapping[str, float | Scored] | None = None, **given: object
) -> Media:
    """One piece of media; a bare number is a score without an interval."""
    known = {
        name: ScoreValue(one) if isinstance(one, int | float) else one for name, one in (scores or {}).items()
    }
    return replace(Media(HERE, text=text, scores=known), **given)  # type: ignore[arg-type]


def example(number: int = 1, **given: object) -> Example:
    """An example with nothing but its number."""
    bare = Example(origin=HERE, id=str(number), number=number)
    return replace(bare, **given)  # type: ignore[arg-type]


def task(*examples: Example, **given: object) -> Task:
    """A task of text in cards, with the models `one` and `two`."""
    bare = Task(
        origin=HERE,
        id="timbre",
        title="Timbre",
        description="",
        output="text",
        prompt=Prompt(),
        models=("one", "two"),
        layout="cards",
        tags="chips",
        sync="position",
        label_match="exact",
        text_match="normalised",
        scores=(),
        selection=Selection(),
        language="",
        media=MediaSettings(),
        examples=examples,
    )
    return replace(bare, **given)  # type: ignore[arg-type]


def catalogue(*tasks: Task, **given: object) -> Catalogue:
    """A page in English with one section; model `two` is ours."""
    bare = Catalogue(
        title="A demo",
        subtitle="",
        language="en",
        description="",
        notice="",
        authors=(),
        abstract="",
        links=(),
        figures=(),
        citation="",
        license="",
        url="",
        models={"one": Model(HERE, "one", "Model One"), "two": Model(HERE, "two", "Model Two", ours=True)},
        sections=(Section(HERE, "Speech", "", tasks),),
        pages="one",
        per_page=100,
        theme=ThemeSettings(),
        media=MediaSettings(),
    )
    return replace(bare, **given)  # type: ignore[arg-type]


def facts(name: str, **given: object) -> Facts:
    """A clip of 7.6125 s; its name stands for its content."""
    bare = Facts(
        kind="flac",
        format="FLAC",
        mime="audio/flac",
        suffix=".flac",
        frames=121800,
        rate=16000,
        channels=1,
        seconds=7.6125,
        declared_seconds=7.6125,
        bits=16,
        bit_rate=None,
        size=1000,
        sha256=name.encode().hex().ljust(64, "0"),
        web_playable=True,
        peak=0.5,
        clipped_runs=0,
    )
    return replace(bare, **given)  # type: ignore[arg-type]


def sound(loudness: float | None = -23.0, *, height: float = 0.5, bars: int = 96) -> Sound:
    """What is heard in a clip whose waveform rises to `height`."""
    return Sound(
        loudness=loudness,
        true_peak=-6.0,
        sample_peak=-6.02,
        dc_offset=0.0,
        leading_silence=0.25,
        trailing_silence=0.5,
        bandwidth=3940.0,
        bars=tuple(round(height * (place + 1) / bars, 6) for place in range(bars)),
    )


def played_clip(name: str, known: Facts | None = None, *, derived: bool = False) -> PlayedClip:
    """A clip; if `derived`, with an MP3 of 48 kB and a spectrogram up to 8 kHz."""
    known = known or facts(name)
    if not derived:
        return PlayedClip(name, known)
    digest = known.sha256[:8]
    encode = Artifact("audio/mpeg", "MP3", ".mp3", f"{digest}.mp3", 48_000, sound=known.sound)
    picture = Artifact("image/png", "PNG", ".png", f"{digest}.png", 9000, 480, 96, 8000)
    return PlayedClip(name, known, (encode,), picture, settled("", known.channels, known.layout))


def plan(drawn: Catalogue, clips: Mapping[str, Facts | PlayedClip] | None = None) -> Plan:
    """A plan that has every file of the catalogue."""
    pieces = [piece for task in drawn.tasks() for each in task.examples for _, _, piece in each.media()]
    known = {
        ClipKey(name): one if isinstance(one, PlayedClip) else played_clip(name, one)
        for name, one in (clips or {}).items()
    }
    every = {piece.clip: played_clip(piece.clip.name) for piece in pieces if piece.clip} | known
    images = {piece.image for piece in pieces if piece.image} | {figure.image for figure in drawn.pictures}
    return Plan(
        clips=every,
        urls={sha256: url for clip in every.values() for sha256, url in _addresses(clip)},
        pictures={name: _picture(name) for name in sorted(images)},
        videos={piece.video: _video(piece.video) for piece in pieces if piece.video},
        attachments={
            one.file: _attachment(one.file)
            for task in drawn.tasks()
            for each in task.examples
            for one in each.files
        },
    )


def _addresses(clip: PlayedClip) -> Iterator[tuple[str, str]]:
    """What is made of a clip is called by its digest."""
    facts = clip.facts
    yield facts.sha256, content_url("audio", clip.source, sha256=facts.sha256, suffix=facts.suffix)
    yield from ((made.sha256, f"audio/{made.sha256}") for made in clip.encodes)
    if clip.spectrogram:
        yield clip.spectrogram.sha256, f"spectrograms/{clip.spectrogram.sha256}"


def _picture(name: str) -> PlannedPicture:
    picture = Picture("image/png", ".png", 640, 360, 100, name.encode().hex())
    url = content_url("images", name, sha256=picture.sha256, suffix=picture.suffix)
    return PlannedPicture(name, url, picture)


def _attachment(name: str) -> PlannedFile:
    url = content_url("files", name, sha256=name.encode().hex(), suffix=f".{name.rpartition('.')[2]}")
    return PlannedFile(f"data/files/{name}", url, 100, "0" * 64)


def _video(name: str) -> PlannedVideo:
    url = content_url("video", name, sha256=name.encode().hex(), suffix=".mp4")
    return PlannedVideo(name, url, Video("video/mp4", ".mp4", 100, "0" * 64, 2.0, 64, 48, True, b""))


def source(drawn: Catalogue, made: Plan, kept: KeptValues | None = None) -> SiteSource:
    """What the pages of the catalogue are made from."""
    return site_source(drawn, made, "1.2.3", kept or KeptValues())


def standings(drawn: Catalogue) -> dict[str, Standings]:
    """What the examples of each task add up to."""
    site = source(drawn, plan(drawn))
    return {task.id: site.standings(task).value for task in drawn.tasks()}


def read(payloads: Mapping[str, Payload]) -> dict[str, bytes]:
    """What these files hold; none of them is copied from elsewhere."""
    found = {}
    for url, one in payloads.items():
        assert not isinstance(one, Copy), url
        found[url] = one if isinstance(one, bytes) else one.read()
    return found


@dataclass(frozen=True)
class SiteView:
    """The pages of a site as values, and what is made beside them."""

    pages: tuple[PageView, ...]
    scripts: Mapping[str, str]
    addresses: Mapping[tuple[str, str], str]

    @property
    def page(self) -> PageView:
        """The first page."""
        return self.pages[0]


def site_views(drawn: Catalogue, made: Plan) -> SiteView:
    """The views of the catalogue with these files."""
    found = source(drawn, made)
    return SiteView(
        pages=tuple(page_view(found.page(spec)) for spec in found.paging.pages),
        scripts={url: script.decode() for url, script in read(search_scripts(found)).items()},
        addresses=found.addresses,
    )


def views(drawn: Catalogue, clips: Mapping[str, Facts | PlayedClip] | None = None) -> SiteView:
    """The views of the catalogue."""
    return site_views(drawn, plan(drawn, clips))


@cache
def opened(settings: ThemeSettings, language: str = "en") -> Theme:
    """The shipped theme, with its templates compiled once for all tests."""
    return open_theme(NO_TEMPLATES, settings, language)


def pages(
    drawn: Catalogue,
    templates: Path = NO_TEMPLATES,
    clips: Mapping[str, Facts | PlayedClip] | None = None,
) -> dict[str, str]:
    """The pages as text, with the project's templates where it has some."""
    if templates == NO_TEMPLATES:
        theme = opened(drawn.theme, drawn.language)
    else:
        theme = open_theme(templates, drawn.theme, drawn.language)
    rendered, _ = printed_pages(source(drawn, plan(drawn, clips)), theme)
    return {path: content.decode() for path, content in read(rendered).items()}


class Element:
    """An element as parsed: its name, attributes, children and text."""

    def __init__(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Element | str] = []

    @property
    def text(self) -> str:
        """What `textContent` gives."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def walk(self) -> Iterator[Element]:
        """The element and all below it, in document order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, tag: str = "", **wanted: str | None) -> list[Element]:
        """Elements below of this name with these attributes (`data_role` for `data-role`; None: any value)."""
        found = []
        for element in self.walk():
            if tag and element.tag != tag:
                continue
            names = {name.rstrip("_").replace("_", "-"): value for name, value in wanted.items()}
            if all(
                name in element.attributes and (value is None or element.attributes[name] == value)
                for name, value in names.items()
            ):
                found.append(element)
        return found

    def one(self, tag: str = "", **wanted: str | None) -> Element:
        """The only element that fits."""
        (found,) = self.all(tag, **wanted)
        return found


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute twice in <{tag}>"
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parsed(html: str) -> Element:
    """The page as a tree; fails where tags do not match."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert builder.open == [builder.root]
    return builder.root


def index(drawn: Catalogue, templates: Path = NO_TEMPLATES) -> Element:
    """The first page as a tree."""
    return parsed(pages(drawn, templates)["index.html"])
