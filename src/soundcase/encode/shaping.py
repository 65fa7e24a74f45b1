"""Samples as an encoder wants them: its channels, its rate, within full scale, exactly as long as the clip.

Rule 1: more than two channels are mixed down to two by ITU-R BS.775 where the layout is the usual one of six,
otherwise odd ones to the left and even ones to the right.
Rule 2: n frames become `round(n * rate / source rate)`, whatever the resampler's own delay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Sound = np.ndarray[tuple[int, int], np.dtype[Any]]

_HALF_POWER = 0.7071


class Shaper:
    """Turns a clip's blocks into an encoder's."""

    def __init__(self, source: tuple[int, int], target: tuple[int, int]) -> None:
        """`source` and `target` are rate (Hz) and channels."""
        (self._from, channels), (self._to, self._channels) = source, target
        self._matrix = None if channels == self._channels else mixing(channels, self._channels)
        self._resampler: Any = None
        if self._from != self._to:
            import soxr  # type: ignore[import-untyped]

            self._resampler = soxr.ResampleStream(
                self._from, self._to, self._channels, dtype="float32", quality="HQ"
            )
        self.taken = 0
        """Frames of the clip so far."""
        self.given = 0
        """Frames of the encode so far."""

    def shape(self, block: Sound) -> Sound:
        """The next float32 samples of shape (frames, channels), in −1 … 1; possibly none."""
        import numpy as np

        self.taken += len(block)
        if self._matrix is not None:
            block = block @ self._matrix
        if self._resampler is not None:
            block = self._resampler.resample_chunk(np.ascontiguousarray(block, np.float32)).reshape(
                -1, self._channels
            )
        return self._within(block)

    def rest(self) -> Sound:
        """What the resampler still holds, cut or filled up to the exact length."""
        import numpy as np

        due = round(self.taken * self._to / self._from) - self.given
        tail = np.zeros((0, self._channels), np.float32)
        if self._resampler is not None:
            tail = self._resampler.resample_chunk(tail, last=True).reshape(-1, self._channels)
        missing = max(0, due - len(tail))
        return self._within(
            np.concatenate((tail[: max(0, due)], np.zeros((missing, self._channels), np.float32)))
        )

    def _within(self, block: Sound) -> Sound:
        import numpy as np

        self.given += len(block)
        finite: Sound = np.nan_to_num(block, nan=0.0, posinf=1.0, neginf=-1.0)
        return finite.clip(-1.0, 1.0).astype(np.float32, copy=False)


def mixing(channels: int, wanted: int) -> Sound:
    """The matrix (channels, wanted) of a mix-down whose loudest sum is full scale."""
    import numpy as np

    matrix = np.zeros((channels, wanted), np.float32)
    if channels == 1 or wanted == 1:
        matrix[:] = 1 / channels
        return matrix
    if channels == 6 and wanted == 2:
        matrix[:, 0] = (1, 0, _HALF_POWER, 0, _HALF_POWER, 0)
        matrix[:, 1] = (0, 1, _HALF_POWER, 0, 0, _HALF_POWER)
    else:
        for channel in range(channels):
            matrix[channel, channel % wanted] = 1.0
    return np.asarray(matrix / matrix.sum(axis=0).max(), np.float32)
