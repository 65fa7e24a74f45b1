"""The provenance of examples and systems, as their pages tell it to those who ask.

Rule: pieces of which the same is said share a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from soundcase.fields import Field, fields_of, placed
from soundcase.model import OUTPUT, Example, Media, Model, Turn
from soundcase.provenance import CONSENTS, is_address
from soundcase.site.views.context import RenderContext
from soundcase.site.views.layout import OriginFact, OriginView
from soundcase.site.words import Words


def example_origins(example: Example, site: RenderContext) -> tuple[OriginView, ...]:
    """The provenance of an example itself and of its pieces, in their order."""
    found: dict[tuple[OriginFact, ...], list[str]] = {}
    for name, owner in _owners(example, site):
        if facts := tuple(_facts(owner, site)):
            found.setdefault(facts, []).append(name)
    return tuple(
        OriginView(site.maybe(" · ".join(filter(None, dict.fromkeys(names)))), facts)
        for facts, names in found.items()
    )


def model_origin(model: Model, site: RenderContext) -> tuple[OriginFact, ...]:
    """The way in which a system was run."""
    words = site.words
    said = [(words.checkpoint, model.checkpoint), *model.settings.items(), (words.date, model.date)]
    return tuple(_fact(site, key, text, own=key not in model.settings) for key, text in said if text)


def _owners(example: Example, site: RenderContext) -> Iterator[tuple[str, Example | Media]]:
    yield "", example
    parts = {one.role: one.name for kind in (Example, Turn) for one in fields_of(kind).values()}
    for role, model, piece in example.media():
        called = site.heading(model).plain if role == OUTPUT else site.words.parts[parts[role]]
        yield f"{called}, {piece.label}" if piece.label else called, piece


def _facts(owner: Example | Media, site: RenderContext) -> Iterable[OriginFact]:
    said = ((one, getattr(owner, one.name)) for one in placed(type(owner), "origin"))
    return (
        _fact(site, site.words.parts[one.name], _worded(one, text, site.words)) for one, text in said if text
    )


def _worded(one: Field, text: str, words: Words) -> str:
    """The text; a word that the catalogue has for it in the words of the page."""
    return words.consents[text] if one.kind == "consent" and text in CONSENTS else text


def _fact(site: RenderContext, key: str, text: str, *, own: bool = True) -> OriginFact:
    href = text if is_address(text) else ""
    return OriginFact(site.word(key) if own else site.text(key), site.text(text), href)
