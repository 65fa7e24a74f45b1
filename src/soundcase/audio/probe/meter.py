"""Peak and clipped runs of samples, block by block.

Rule: a clipped run is three or more consecutive samples of one channel at full scale, on one side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Block = np.ndarray[tuple[int, int], np.dtype[Any]]


class Meter:
    """Peak and clipped runs of one stream, block by block."""

    def __init__(self, channels: int, full_scale: float) -> None:
        self.peak = 0.0
        self.clipped_runs = 0
        self._threshold = full_scale
        self._before: Any = None
        self._channels = channels

    def feed(self, block: Block) -> None:
        """Take in a block of shape (frames, channels), integer or floating point."""
        import numpy as np

        unit = float(-np.iinfo(block.dtype).min) if block.dtype.kind == "i" else 1.0
        if unit == 1.0:
            block = np.nan_to_num(block, nan=0.0, posinf=1.0, neginf=-1.0)
        high, low = float(block.max()) / unit, float(block.min()) / unit
        loudest = max(high, -low)
        self.peak = max(self.peak, loudest)
        if loudest < self._threshold:
            self._before = None
            return
        limit = self._threshold * unit
        states = (block >= limit).astype(np.int8) - (block <= -limit).astype(np.int8)
        before = np.zeros((3, self._channels), np.int8) if self._before is None else self._before
        joined = np.concatenate((before, states))
        begun = (joined[3:] == joined[2:-1]) & (joined[2:-1] == joined[1:-2])
        fresh = begun & (joined[3:] != 0) & (joined[:-3] != joined[3:])
        self.clipped_runs += int(fresh.sum())
        self._before = joined[-3:]
