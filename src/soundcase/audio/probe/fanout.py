"""Those who listen to a clip while it is decoded, and what feeds them exactly the frames that its facts count.

Rule 1: what decodes behind the promised end is kept back until it is clear whether it belongs to the clip:
a little of it is an encoder's padding, much of it means that the promise was wrong.
Rule 2: where decoding falls short of the count by less than durations may differ, silence fills it.
Rule 3: what goes wrong in a listener is never mistaken for a fault of the clip.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from soundcase.audio.probe.speakers import Layout
from soundcase.audio.probe.structure import Structure, differs
from soundcase.values import dataclass

if TYPE_CHECKING:
    import numpy as np

    Block = np.ndarray[tuple[int, int], np.dtype[Any]]

_SILENCE = 1 << 15
"""Frames of silence per block."""


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
    structure: Structure | None = None
    """The container as its bytes describe it; None where nobody looked."""
    size: int = 0
    """Bytes of the file."""


class Listener(Protocol):
    """Somebody who takes in a clip block by block."""

    def feed(self, block: Block) -> None:
        """Take in the next float32 samples of shape (frames, channels), full scale 1.0; they never change."""


ListenerFactory = Callable[[Stream], Sequence[Listener]]
"""Makes the listeners of one clip."""


class ListenerError(Exception):
    """A listener failed; `__cause__` says why. Decoding ends there."""


class BlockFanout:
    """The listeners of one clip."""

    def __init__(self, factory: ListenerFactory, promised: Stream, *, padding: int = 0) -> None:
        """`padding` frames may come behind the promised end, however brief the clip."""
        self._factory, self._padding = factory, padding
        self._promised = promised
        self._listeners: Sequence[Listener] | None = None
        self._rate, self._channels = promised.rate, promised.channels
        self._limit: int | None = None
        self._fed = 0
        self._kept: list[Block] = []

    def begin(self, rate: int, channels: int, layout: Layout) -> None:
        """Gather the listeners, once; the decoder's rate and channels count."""
        if self._listeners is not None:
            return
        frames = self._promised.frames
        if frames is not None:
            frames = self._limit = round(frames * rate / self._promised.rate)
            self._padding = round(self._padding * rate / self._promised.rate)
        self._rate, self._channels = rate, channels
        stream = replace(self._promised, rate=rate, channels=channels, frames=frames, layout=layout)
        try:
            self._listeners = tuple(self._factory(stream))
        except Exception as error:
            raise ListenerError("a listener could not begin") from error

    def feed(self, block: Block) -> None:
        """Pass on a decoded block, integer or floating point, as far as it belongs to the clip."""
        if not self._listeners:
            return
        block = full_scale_one(block)
        room = len(block) if self._limit is None else max(0, self._limit - self._fed)
        self._give(block[:room])
        if room >= len(block) or self._limit is None:
            return
        self._kept.append(block[room:].copy())
        came = self._limit + sum(len(kept) for kept in self._kept)
        if came > self._limit + self._padding and differs(came / self._rate, self._limit / self._rate):
            self._limit = None
            for kept in self._release():
                self._give(kept)

    def finish(self, frames: int) -> None:
        """The clip has `frames`: pass on what was kept back of them, and silence for what is missing."""
        import numpy as np

        for block in self._release():
            self._give(block[: max(0, frames - self._fed)])
        while self._listeners and self._fed < frames:
            self._give(np.zeros((min(_SILENCE, frames - self._fed), self._channels), np.float32))

    def _release(self) -> list[Block]:
        kept, self._kept = self._kept, []
        return kept

    def _give(self, block: Block) -> None:
        if not len(block):
            return
        self._fed += len(block)
        try:
            for listener in self._listeners or ():
                listener.feed(block)
        except Exception as error:
            raise ListenerError("a listener failed") from error


def full_scale_one(block: Block) -> Block:
    """The samples as float32 whose full scale is 1.0."""
    import numpy as np

    if block.dtype.kind != "i":
        return block.astype(np.float32, copy=False)
    unit = np.float32(1 / -float(np.iinfo(block.dtype).min))
    return block.astype(np.float32) * unit
