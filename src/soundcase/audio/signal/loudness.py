"""Integrated loudness after ITU-R BS.1770-4, as a stream goes by.

Rule 1: the measure is the gated mean over blocks of 400 ms, one every 100 ms; blocks below −70 LUFS are left
        out, then those 10 LU below the mean of the rest.
Rule 2: one channel is one channel: the same sound on two channels is 3 LU louder.
Rule 3: kept are ten numbers per second; a piece of less than 100 ms at the end belongs to no block.
"""

from __future__ import annotations

from array import array
from math import log10

import numpy as np

from soundcase.audio.signal.analyzer import Block, Chunk, Chunks
from soundcase.audio.signal.downmix import LAYOUTS, loudness_gains
from soundcase.audio.signal.weighting import Weighting

_LOWEST_HZ = 4000
_STEPS = 32
"""Steps of 100 ms per chunk."""
_ROWS = range(24, 49)
_OFFSET = -0.691
_ABSOLUTE, _RELATIVE = -70.0, -10.0
_GAINS = {len(names): loudness_gains(names) for names in (tuple(one.split()) for one in LAYOUTS.values())}


class Loudness:
    """Finds the integrated loudness in LUFS of a stream of at least 4 kHz."""

    def __init__(self, rate: int, channels: int, layout: tuple[str, ...] = ()) -> None:
        """`layout` names the speaker of each channel; without it, that of WAVE files with so many is meant."""
        if rate < _LOWEST_HZ:
            raise ValueError(f"loudness is defined from {_LOWEST_HZ} Hz, not at {rate} Hz")
        self._step, row = _step(rate)
        self._gains = loudness_gains(layout) or _GAINS.get(channels, (1.0,) * channels)
        self._weightings = [Weighting(rate, row) for _ in range(channels)]
        self._chunks = Chunks(channels, _STEPS * self._step)
        self._powers = array("d")

    def feed(self, block: Block) -> None:
        """Take in the next samples, of shape (frames, channels)."""
        for chunk in self._chunks.push(block):
            self._weigh(chunk)

    def result(self) -> float | None:
        """LUFS; None for less than 400 ms, and for what lies below the absolute gate throughout."""
        rest = self._chunks.rest()
        whole = rest.shape[1] // self._step * self._step
        if whole:
            self._weigh(rest[:, :whole])
        return _gated(np.array(self._powers))

    def _weigh(self, chunk: Chunk) -> None:
        """Note the weighted power of each step of a chunk, over all channels."""
        total = np.zeros(chunk.shape[1] // self._step)
        for samples, gain, weighting in zip(chunk, self._gains, self._weightings, strict=True):
            if gain:
                steps = weighting(samples.astype(np.float64)).reshape(-1, self._step)
                total += gain / self._step * np.einsum("ij,ij->i", steps, steps)
        self._powers.extend(total.tolist())


def _step(rate: int) -> tuple[int, int]:
    """Frames of 100 ms, and of a row that divides them: the nearest number of frames that can be divided so."""
    nearest = sorted(range(rate // 10 - 8, rate // 10 + 10), key=lambda step: abs(step - rate / 10))
    return next((step, row) for step in nearest for row in reversed(_ROWS) if step % row == 0)


def _gated(powers: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float | None:
    """The integrated loudness of weighted powers of 100 ms each."""
    if len(powers) < 4:
        return None
    blocks = np.convolve(powers, np.full(4, 0.25), "valid")
    loud = blocks[blocks > _power(_ABSOLUTE)]
    if not len(loud):
        return None
    gate = float(loud.mean()) * 10 ** (_RELATIVE / 10)
    return _OFFSET + 10 * log10(float(loud[loud > gate].mean()))


def _power(lufs: float) -> float:
    power: float = 10 ** ((lufs - _OFFSET) / 10)
    return power
