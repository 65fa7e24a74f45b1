"""The files that show one example elsewhere: a page for frames, and the QR code of its address.

Rule: those of a slice follow from it and from its task's frame, and are kept until these change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache, partial
from io import BytesIO
from urllib.parse import quote

from soundcase.kept import digest_of
from soundcase.publishing.placement import Payload
from soundcase.site.kept_files import kept_files
from soundcase.site.known import Known
from soundcase.site.pages import SiteSource, bare_task
from soundcase.site.paging import FIRST, PageSlice, example_stem
from soundcase.site.shards import shown_slices
from soundcase.site.theme import Theme, placed_mistakes
from soundcase.site.views.embed import UP, EmbedInputs, embed_views
from soundcase.site.views.found import canonical
from soundcase.site.views.frame import EmbedView
from soundcase.site.views.sharing import EMBEDS
from soundcase.site.views.sounds import address

_WITHIN = re.compile(r'href="#')
_QUIET = 4
"""Modules of white around a code, as ISO/IEC 18004 asks for."""
_SLICES = 32
"""Of which the files are at hand, from where their digests are taken to where they are written."""
_MASK = 3
"""Any of the eight can be read; to try all of them takes five times as long."""


def embed_files(source: SiteSource, theme: Theme) -> dict[str, Payload]:
    """By address the page and the code of each example; none where the catalogue wants none."""
    if not source.head.value.catalogue.embed:
        return {}
    slices = [one for _, several in shown_slices(source) for one in several]
    told = [(_inputs(one, source), _stems(one, source)) for one in slices]
    coded = [_coded(one, source) for one in slices] if source.catalogue.url else []

    @lru_cache(maxsize=_SLICES)
    def pages(place: int) -> Mapping[str, bytes]:
        inputs, stems = told[place]
        views = zip(stems, embed_views(inputs), strict=True)
        return {f"{EMBEDS}{stem}.html": printed_embed(view, theme).encode() for stem, view in views}

    @lru_cache(maxsize=_SLICES)
    def codes(place: int) -> Mapping[str, bytes]:
        return {f"{EMBEDS}{stem}.svg": code(url) for stem, url in coded[place].items()}

    files: dict[str, Payload] = {one.url: one.content for one in theme.frames}
    for place, one in enumerate(told):
        key = (one, theme.digest, [asset.url for asset in theme.frames])
        files |= kept_files("embeds", key, partial(pages, place), source.kept)
    for place, named in enumerate(coded):
        files |= kept_files("codes", named, partial(codes, place), source.kept)
    return files


def printed_embed(view: EmbedView, theme: Theme) -> str:
    """The page for frames through its template; ThemeError where a project's template fails."""
    style, script = (f"{UP}{one.url}" for one in theme.frames)
    with placed_mistakes(theme):
        html = theme.environment.get_template("embed.html").render(page=view, style=style, script=script)
    return _WITHIN.sub(f'href="{UP}{FIRST}#', html)


def code(text: str) -> bytes:
    """The QR code of a text as SVG, black on white, at level M or better."""
    import segno  # only where codes are made: it takes longer to load than a small build

    drawn = BytesIO()
    segno.make_qr(text, error="m", mask=_MASK).save(
        drawn,
        kind="svg",
        border=_QUIET,
        light="#fff",
        omitsize=True,
        xmldecl=False,
        svgclass=None,
        lineclass=None,
    )
    return drawn.getvalue()


def _anchors(one: PageSlice, source: SiteSource) -> tuple[str, ...]:
    return source.anchors.examples[one.task.id][one.start : one.stop]


def _stems(one: PageSlice, source: SiteSource) -> tuple[str, ...]:
    return tuple(map(example_stem, _anchors(one, source)))


def _coded(one: PageSlice, source: SiteSource) -> Mapping[str, str]:
    """The public addresses of the examples of a slice, by the names of their files."""
    page = canonical(source.catalogue, one.url)
    return {example_stem(anchor): f"{page}#{quote(anchor)}" for anchor in _anchors(one, source)}


def _inputs(one: PageSlice, source: SiteSource) -> EmbedInputs:
    digest = digest_of((source.listing.digest(one), bare_task(one.task)))
    return EmbedInputs(
        head=source.head,
        frame=source.frame(one.task),
        content=Known(digest, partial(source.content, one)),
        pages=tuple(f"{address(one.url)}#{quote(anchor)}" for anchor in _anchors(one, source)),
    )
