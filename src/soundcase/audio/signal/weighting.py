"""The K-weighting of ITU-R BS.1770 as matrix products: an exact recursive filter without a loop over samples.

A linear recursive filter maps a row of samples and the state before it to a row of outputs and the state
after it, both linearly. So rows of a chunk are filtered by one product, once the states between them are
known; these follow from the rows by a scan of logarithmic depth. Nothing is truncated or approximated.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import pi, tan

import numpy as np

Matrix = np.ndarray[tuple[int, int], np.dtype[np.float64]]
Vector = np.ndarray[tuple[int], np.dtype[np.float64]]

_SHELF_HZ, _SHELF_Q, _SHELF_DB = 1681.974450955533, 0.7071752369554196, 3.999843853973347
_SHELF_BEND = 0.4996667741545416
_PASS_HZ, _PASS_Q = 38.13547087602444, 0.5003270373238773
"""The analogue filters behind the coefficients that BS.1770-4 (tables 1 and 2) gives for 48 kHz: a shelf for
the head, then a high-pass; found by inverting the bilinear transform there."""


@dataclass(frozen=True, slots=True)
class _Maps:
    """The linear maps of a row: samples and the state before it, to outputs and the state after it."""

    direct: Matrix
    free: Matrix
    gather: Matrix
    over: Matrix


@cache
def _maps(rate: int, row: int) -> _Maps:
    step, entry, out, direct = _state_space(rate)
    powers = [np.eye(4)]
    for _ in range(row):
        powers.append(powers[-1] @ step)
    response = [direct, *(float(out @ power @ entry) for power in powers[: row - 1])]
    outputs = np.zeros((row, row))
    for place in range(row):
        outputs[place, place:] = response[: row - place]
    return _Maps(
        direct=outputs,
        free=np.stack([out @ power for power in powers[:row]], axis=1),
        gather=np.stack([power @ entry for power in reversed(powers[:row])]),
        over=powers[row].T,
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
        power, reach = self._maps.over, 1
        while reach < len(states):
            states[reach:] += states[:-reach] @ power
            power, reach = power @ power, reach * 2
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
