"""The recipes that a request comes to: from a clip's facts, or foreseen from its header.

Rule: what is foreseen only spares a second decode; what a clip gets is decided by its facts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from soundcase.audio.encode.recipe import Setting, Sounding, recipe_for
from soundcase.audio.media.job import MediaRequest, Recipe, SpectrogramRecipe
from soundcase.audio.probe.kinds import KINDS
from soundcase.audio.probe.structure import Structure
from soundcase.audio.probe.verdict import FULL_SCALE
from soundcase.audio.probe.web import unplayable_reason
from soundcase.audio.signal.downmix import settled
from soundcase.facts import Facts


def chosen(request: MediaRequest, clip: Sounding) -> tuple[Recipe, ...]:
    """The recipes of a request: encodes, the one to offer first at the front, then the spectrogram.

    No encodes where the original is offered as it is.
    """
    mix, top = settled(request.channels, clip.channels, clip.layout), request.spectrogram_top_hz
    drawn = (SpectrogramRecipe(top, mix),) if top else ()
    if request.encode is None:
        return drawn
    sounding, setting = replace(clip, mix=mix), cast(Setting, request.encode)
    encodes = recipe_for(sounding, setting, keep_lossless=request.keep_lossless, thrift=request.thrift)
    return (*encodes, *drawn)


def needed(requests: Iterable[MediaRequest], clip: Sounding) -> tuple[Recipe, ...]:
    """The recipes of several requests for one clip, each once."""
    return tuple(dict.fromkeys(recipe for request in requests for recipe in chosen(request, clip)))


def known(facts: Facts) -> Sounding:
    """The clip that the facts tell."""
    return Sounding(
        kind=facts.kind,
        lossy=KINDS[facts.kind].lossy,
        rate=facts.rate,
        channels=facts.channels,
        bits=facts.bits,
        size=facts.size,
        seconds=facts.seconds,
        web_playable=facts.web_playable,
        over=over_full_scale(facts),
        layout=facts.layout,
    )


def over_full_scale(facts: Facts) -> bool:
    """True if a clip's numbers go beyond full scale; a lossy codec's decoder is not the clip's author."""
    return not KINDS[facts.kind].lossy and facts.peak is not None and facts.peak > FULL_SCALE


def foreseen(found: Structure, size: int) -> Sounding | None:
    """The clip that a header promises, in a file of `size` bytes; None where it does not say enough."""
    if not found.frames or found.rate <= 0:
        return None
    return Sounding(
        kind=found.kind,
        lossy=KINDS[found.kind].lossy,
        rate=found.rate,
        channels=found.channels,
        bits=found.bits,
        size=size,
        seconds=found.frames / found.rate,
        web_playable=not unplayable_reason(found),
        layout=found.layout,
    )
