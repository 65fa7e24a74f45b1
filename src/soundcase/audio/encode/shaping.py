"""Samples as an encoder wants them: mixed to its channels, at its rate, at its level, exactly as long as the
clip.

Rule 1: n frames become `round(n * rate / source rate)`, whatever the resampler's own delay.
Rule 2: nothing is limited in silence: `peak` says how far the samples would reach beyond full scale.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from soundcase.audio.signal.downmix import matrix

if TYPE_CHECKING:
    import numpy as np

    Sound = np.ndarray[tuple[int, int], np.dtype[Any]]


class Shaper:
    """Turns a clip's blocks into an encoder's."""

    def __init__(
        self, source: tuple[int, int], target: tuple[int, int], *, mix: str = "", gain: float = 0.0
    ) -> None:
        """`source` and `target` are rate (Hz) and channels, `gain` is in dB.

        Raises `ValueError` where the mix is not one from the source's channels to the target's.
        """
        (self._from, channels), (self._to, self._channels) = source, target
        self._mixer = Mixer(mix, channels, gain)
        if self._mixer.channels != self._channels:
            raise ValueError(f"{channels} channels cannot become {self._channels}")
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
        self.peak = 0.0
        """The largest sample so far, 1.0 being full scale; beyond it, samples were cut off."""

    def shape(self, block: Sound) -> Sound:
        """The next float32 samples of shape (frames, channels), in −1 … 1; possibly none."""
        import numpy as np

        self.taken += len(block)
        block = self._mixer.mixed(block)
        if self._resampler is not None:
            block = self._resampler.resample_chunk(np.ascontiguousarray(block, np.float32)).reshape(
                -1, self._channels
            )
        return self._within(block)

    def rest(self) -> Sound:
        """The rest that the resampler holds, cut or filled up to the exact length."""
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

        if not len(block):
            return block
        self.given += len(block)
        peak = max(float(block.max()), -float(block.min()))
        self.peak = max(self.peak, peak)
        return (block.clip(-1.0, 1.0) if peak > 1 else block).astype(np.float32, copy=False)


class Mixer:
    """Mixes a clip's blocks; what is no number becomes silence, and infinity full scale."""

    def __init__(self, mix: str, channels: int, gain: float = 0.0) -> None:
        """`gain` is in dB; raises `ValueError` where the clip has not the channels for the mix."""
        import numpy as np

        self._matrix: Sound | None = np.array(matrix(mix, channels), np.float32) if mix else None
        self._gain = np.float32(10 ** (gain / 20))
        self.channels = channels if self._matrix is None else self._matrix.shape[1]
        """Of what comes out."""

    def mixed(self, block: Sound) -> Sound:
        """The block, float32 of shape (frames, channels), as it is heard."""
        import numpy as np

        if len(block) and not np.isfinite(block.sum()):
            block = np.nan_to_num(block, nan=0.0, posinf=1.0, neginf=-1.0)
        if self._matrix is not None:
            block = block @ self._matrix
        return block * self._gain if self._gain != 1 else block
