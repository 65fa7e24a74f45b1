"""Integrated loudness after ITU-R BS.1770-4, as a stream goes by.

The K-weighting is done by matrix products: an exact recursive filter without a loop over samples. A linear
recursive filter maps a row of samples and the state before it to a row of outputs and the state after it, both
linearly. So rows of a chunk are filtered by one product, once the states between them are known; these follow
from the rows by a scan of logarithmic depth. Nothing is truncated or approximated.

Rule 1: the measure is the gated mean over blocks of 400 ms, one every 100 ms; blocks below −70 LUFS are left
        out, then those 10 LU below the mean of the rest.
Rule 2: one channel is one channel: the same sound on two channels is 3 LU louder.
Rule 3: kept are ten numbers per second; a piece of less than 100 ms at the end belongs to no block.
"""

from __future__ import annotations

from array import array
from functools import cache
from math import log10, pi, tan

import numpy as np

from soundcase.audio.signal.analyzer import Block, Chunk, Chunks
from soundcase.audio.signal.downmix import LAYOUTS, loudness_gains
from soundcase.values import dataclass

_SHELF_HZ, _SHELF_Q, _SHELF_DB = 1681.974450955533, 0.7071752369554196, 3.999843853973347
_SHELF_BEND = 0.4996667741545416
_PASS_HZ, _PASS_Q = 38.13547087602444, 0.5003270373238773
"""The analogue filters behind the coefficients that BS.1770-4 (tables 1 and 2) gives for 48 kHz: a shelf for
the head, then a high-pass; found by inverting the bilinear transform there."""
_LOWEST_HZ = 4000
_STEPS = 32
"""Steps of 100 ms per chunk."""
_ROWS = range(24, 49)
_SCANS = 20
"""Times that the rows of a chunk can be halved, at least."""
_OFFSET = -0.691
_ABSOLUTE = 10 ** ((-70.0 - _OFFSET) / 10)
"""Weighted power of −70 LUFS."""
_RELATIVE = 10 ** (-10.0 / 10)
_GAINS = {len(names): loudness_gains(names) for names in (tuple(one.split()) for one in LAYOUTS.values())}

Matrix = np.ndarray[tuple[int, int], np.dtype[np.float64]]
Vector = np.ndarray[tuple[int], np.dtype[np.float64]]


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
        if len(self._powers) < 4:
            return None
        blocks = np.convolve(np.array(self._powers), np.full(4, 0.25), "valid")
        loud = blocks[blocks > _ABSOLUTE]
        if not len(loud):
            return None
        loud = loud[loud > float(loud.sum() / len(loud)) * _RELATIVE]
        return _OFFSET + 10 * log10(float(loud.sum() / len(loud)))

    def _weigh(self, chunk: Chunk) -> None:
        """Note the weighted power of each step of a chunk, over all channels."""
        total = np.zeros(chunk.shape[1] // self._step)
        for samples, gain, weighting in zip(chunk, self._gains, self._weightings, strict=True):
            if gain:
                steps = weighting(samples.astype(np.float64)).reshape(-1, self._step)
                total += gain / self._step * np.einsum("ij,ij->i", steps, steps)
        self._powers.extend(total.tolist())


@cache
def _step(rate: int) -> tuple[int, int]:
    """Frames of 100 ms, and of a row that divides them: the nearest number of frames that can be divided so."""
    nearest = sorted(range(rate // 10 - 8, rate // 10 + 10), key=lambda step: abs(step - rate / 10))
    return next((step, row) for step in nearest for row in reversed(_ROWS) if step % row == 0)


@dataclass(frozen=True, slots=True)
class _Maps:
    """The linear maps of a row: samples and the state before it, to outputs and the state after it."""

    direct: Matrix
    free: Matrix
    gather: Matrix
    over: tuple[Matrix, ...]
    """From a state to the one after 1, 2, 4 … rows."""


@cache
def _maps(rate: int, row: int) -> _Maps:
    step, entry, out, direct = _state_space(rate)
    powers = [np.eye(4)]
    for _ in range(row):
        powers.append(powers[-1] @ step)
    response = [direct, *(float(out @ power @ entry) for power in powers[: row - 1])]
    over = [powers[row].T]
    for _ in range(_SCANS):
        over.append(over[-1] @ over[-1])
    outputs = np.zeros((row, row))
    for place in range(row):
        outputs[place, place:] = response[: row - place]
    return _Maps(
        direct=outputs,
        free=np.stack([out @ power for power in powers[:row]], axis=1),
        gather=np.stack([power @ entry for power in reversed(powers[:row])]),
        over=tuple(over),
    )


class Weighting:
    """The K-weighting for one channel at a rate in Hz, for rows of a fixed length; it remembers its state."""

    def __init__(self, rate: int, row: int) -> None:
        self._row = row
        self._maps = _maps(rate, row)
        self._state = np.zeros(4)

    def __call__(self, samples: Vector) -> Vector:
        """The weighted samples; their number is a multiple of the row's length."""
        rows = samples.reshape(-1, self._row)
        states = np.concatenate((self._state[np.newaxis], rows @ self._maps.gather))
        for doubled, over in enumerate(self._maps.over):
            if (reach := 1 << doubled) >= len(states):
                break
            states[reach:] += states[:-reach] @ over
        self._state = states[-1].copy()
        return (rows @ self._maps.direct + states[:-1] @ self._maps.free).reshape(-1)


def _state_space(rate: int) -> tuple[Matrix, Vector, Vector, float]:
    """Transition, entry, exit and direct gain of both filters in series (transposed direct form II)."""
    shelf, high = _biquads(rate)
    step, entry, out = np.zeros((4, 4)), np.zeros(4), np.zeros(4)
    for place, (b0, b1, b2, a1, a2) in ((0, shelf), (2, high)):
        step[place : place + 2, place] = -a1, -a2
        step[place, place + 1] = 1.0
        entry[place : place + 2] = b1 - a1 * b0, b2 - a2 * b0
    # The second filter hears what the first one gives: its state, and its direct gain times the input.
    step[2:, 0] = entry[2:]
    entry[2:] *= shelf[0]
    out[0], out[2] = high[0], 1.0
    return step, entry, out, shelf[0] * high[0]


Biquad = tuple[float, float, float, float, float]
"""b0, b1, b2, a1, a2, with a0 = 1."""


def _biquads(rate: int) -> tuple[Biquad, Biquad]:
    """Shelf and high-pass at a rate in Hz, by the bilinear transform."""
    bend, gain = tan(pi * _SHELF_HZ / rate), 10 ** (_SHELF_DB / 20)
    middle = gain**_SHELF_BEND
    norm = 1 + bend / _SHELF_Q + bend * bend
    shelf = (
        (gain + middle * bend / _SHELF_Q + bend * bend) / norm,
        2 * (bend * bend - gain) / norm,
        (gain - middle * bend / _SHELF_Q + bend * bend) / norm,
        2 * (bend * bend - 1) / norm,
        (1 - bend / _SHELF_Q + bend * bend) / norm,
    )
    bend = tan(pi * _PASS_HZ / rate)
    norm = 1 + bend / _PASS_Q + bend * bend
    high = (1.0, -2.0, 1.0, 2 * (bend * bend - 1) / norm, (1 - bend / _PASS_Q + bend * bend) / norm)
    return shelf, high
