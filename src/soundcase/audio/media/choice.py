"""Which encodes a wish comes to: from a clip's facts, or foreseen from its header.

Rule: what is foreseen only spares a second decode; which encodes a clip gets is decided by its facts.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from soundcase.audio.encode.recipe import EncodeRecipe, Setting, Sounding, recipe_for
from soundcase.audio.media.job import Drawing, Wish
from soundcase.audio.probe.kinds import KINDS
from soundcase.audio.probe.sniff import reader
from soundcase.audio.probe.source import Source, open_source
from soundcase.audio.probe.structure import NotSoundError, Structure, UnfitError
from soundcase.audio.probe.verdict import FULL_SCALE
from soundcase.audio.probe.web import obstacle
from soundcase.audio.signal.downmix import settled
from soundcase.facts import Facts
from soundcase.problems.problem import Fault


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a clip when it is decided what to make of it."""

    sounding: Sounding
    layout: tuple[str, ...]
    """The speaker that each channel is for; empty where nobody says."""

    def mix(self, wish: Wish) -> str:
        """What is heard of its channels, as `signal.downmix` names it."""
        return settled(wish.channels, self.sounding.channels, self.layout)


def chosen(wish: Wish, clip: Known) -> tuple[EncodeRecipe, ...]:
    """The encodes, the one to offer first at the front; none where the original is offered as it is."""
    sounding = replace(clip.sounding, mix=clip.mix(wish))
    return recipe_for(sounding, cast(Setting, wish.encode), keep_lossless=wish.keep_lossless)


def drawing(wish: Wish, clip: Known) -> Drawing | None:
    """The spectrogram, if there is to be one."""
    return Drawing(wish.spectrogram_top_hz, clip.mix(wish)) if wish.spectrogram_top_hz else None


def known(facts: Facts) -> Known:
    """What the choice depends on, from the facts."""
    sounding = Sounding(
        kind=facts.kind,
        lossy=KINDS[facts.kind].lossy,
        rate=facts.rate,
        channels=facts.channels,
        bits=facts.bits,
        size=facts.size,
        seconds=facts.seconds,
        web_playable=facts.web_playable,
        over=over_full_scale(facts),
    )
    return Known(sounding, facts.layout)


def over_full_scale(facts: Facts) -> bool:
    """Whether a clip's numbers go beyond full scale; a lossy codec's decoder is not the clip's author."""
    return not KINDS[facts.kind].lossy and facts.peak is not None and facts.peak > FULL_SCALE


def foreseen(path: Path) -> Known | None:
    """What the choice will depend on, from the header alone; None where that does not tell."""
    try:
        source = open_source(path, "")
        if isinstance(source, Fault):
            return None
        with source:
            recognised = reader(source)
            return _foreseen(source, recognised[0](source, recognised[1])) if recognised else None
    except (OSError, ArithmeticError, LookupError, MemoryError, ValueError, RecursionError, struct.error):
        return None
    except (NotSoundError, UnfitError):
        return None


def _foreseen(source: Source, found: Structure) -> Known | None:
    if not found.frames or found.rate <= 0:
        return None
    sounding = Sounding(
        kind=found.kind,
        lossy=KINDS[found.kind].lossy,
        rate=found.rate,
        channels=found.channels,
        bits=found.bits,
        size=source.size,
        seconds=found.frames / found.rate,
        web_playable=not obstacle(found),
    )
    return Known(sounding, found.layout)
