"""Rules about Markdown: what its page will not show, and links that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from soundcase.catalogue.texts import markdown_texts
from soundcase.checks.rules.context import Finding, RuleContext
from soundcase.model import Catalogue
from soundcase.problems.phrases import quoted, slug
from soundcase.site.paging import paged
from soundcase.text.losses import links, losses

_ANCHORS = ("top", "main", "contents", "systems", "abstract", "citation")
_FILES = ("catalogue.json", "sitemap.xml", "soundcase-manifest.json", "404.html")
_LINK = "name a file under data/, such as 'data/audio/name.wav', or an address with https://"
_PICTURE = (
    "put the picture into data/images/ and write '![what it shows](data/images/name.png)', or use 'figures'"
)


def markdown_loss(context: RuleContext) -> Iterator[Finding]:
    """Parts of a text in Markdown that no page shows."""
    for one in markdown_texts(context.catalogue):
        for loss in losses(one.text, math=context.catalogue.math):
            message = f"{loss.what} is not shown"
            yield Finding(one.origin, message, loss.hint, words=loss.words, nth=loss.nth)


def leads_nowhere(context: RuleContext) -> Iterator[Finding]:
    """Links and pictures in Markdown without anything at their end."""
    anchors = frozenset(_anchors(context.catalogue))
    pages = frozenset(page.url for page in paged(context.catalogue).pages)
    for one in markdown_texts(context.catalogue):
        for link in links(one.text):
            path, _, anchor = link.href.partition("#")
            path = path.partition("?")[0]
            # What leaves the site: nobody can tell from here where it leads.
            outside = path.startswith("/") or (path.startswith("..") and path.endswith(("/", "..")))
            own = path in pages or path in _FILES or (not path and anchor in anchors)
            if link.href in context.links or (not link.picture and (outside or own)):
                continue
            what = "the picture" if link.picture else "the link to"
            hint = _PICTURE if link.picture else _LINK
            if link.href.startswith("#"):
                hint = "write '#task' or '#task--example', with their ids"
            yield Finding(
                one.origin, f"{what} {quoted(link.href)} leads nowhere", hint, words=link.words, nth=link.nth
            )


def _anchors(catalogue: Catalogue) -> Iterator[str]:
    yield ""
    yield from _ANCHORS
    for section in catalogue.sections:
        yield slug(section.title, "part")
        for task in section.tasks:
            yield task.id
            yield from (f"{task.id}--{example.id}" for example in task.examples)
