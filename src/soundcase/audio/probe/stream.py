"""The protocol between decoding and those who listen to a clip meanwhile.

Rule 1: a listener is fed the clip exactly: as many frames as its facts count, without an
encoder's delay and padding.
Rule 2: what goes wrong in a listener is never mistaken for a fault of the clip.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np

    Sound = np.ndarray[tuple[int, int], np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Stream:
    """A clip that is about to be decoded."""

    rate: int
    """Hz."""
    channels: int
    frames: int | None
    """Sample frames that the structure promises; None where only decoding tells."""
    layout: tuple[str, ...] = ()
    """The speaker that each channel is for, as `Facts.layout` has it."""


class Listener(Protocol):
    """Somebody who takes in a clip block by block."""

    def feed(self, block: Sound) -> None:
        """Take in the next float32 samples of shape (frames, channels), full scale 1.0; do not keep them."""


ListenerFactory = Callable[[Stream], Sequence[Listener]]
"""Makes the listeners of one clip."""


class ListenerError(Exception):
    """A listener failed; `__cause__` says why. Decoding ends there."""
