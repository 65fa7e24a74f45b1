"""Which encodes a wish comes to: from a clip's facts, or foreseen from its header.

Rule: what is foreseen only spares a second decode; which encodes a clip gets is decided by its facts.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import cast

from soundcase.encode.recipe import EncodeRecipe, Setting, Sounding, recipe_for
from soundcase.facts import Facts
from soundcase.media.job import Wish
from soundcase.probe.kinds import KINDS
from soundcase.probe.sniff import reader
from soundcase.probe.source import Source, open_source
from soundcase.probe.structure import NotSoundError, Structure, UnfitError
from soundcase.probe.web import obstacle
from soundcase.problems import Fault


def chosen(wish: Wish, sounding: Sounding) -> tuple[EncodeRecipe, ...]:
    """The encodes, the one to offer first at the front; none where the original is offered as it is."""
    return recipe_for(sounding, cast(Setting, wish.encode), keep_lossless=wish.keep_lossless)


def known(facts: Facts) -> Sounding:
    """What the choice depends on, from the facts."""
    return Sounding(
        kind=facts.kind,
        lossy=KINDS[facts.kind].lossy,
        rate=facts.rate,
        channels=facts.channels,
        bits=facts.bits,
        size=facts.size,
        seconds=facts.seconds,
        web_playable=facts.web_playable,
    )


def foreseen(path: Path) -> Sounding | None:
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


def _foreseen(source: Source, found: Structure) -> Sounding | None:
    if not found.frames or found.rate <= 0:
        return None
    return Sounding(
        kind=found.kind,
        lossy=KINDS[found.kind].lossy,
        rate=found.rate,
        channels=found.channels,
        bits=found.bits,
        size=source.size,
        seconds=found.frames / found.rate,
        web_playable=not obstacle(found),
    )
