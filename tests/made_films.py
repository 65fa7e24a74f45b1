"""Small videos for tests: dark frames first, then bright ones, with or without a sound track."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, cast

import av
import numpy as np

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.video.stream import VideoStream

RATE = 48000


def film(
    path: Path,
    seconds: float = 2,
    *,
    picture: str = "libx264",
    sound: str = "aac",
    pixels: str = "yuv420p",
    dark: int = 1,
    hz: int = 440,
    amplitude: float = 0.1,
) -> Path:
    """Write a video of two frames a second, the first `dark` black, with a tone; `sound` empty for none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w", options={"fflags": "+bitexact"}) as container:
        shown = cast("VideoStream", container.add_stream(picture, rate=2, options={"g": "2"}))
        shown.width, shown.height, shown.pix_fmt = 64, 48, pixels
        heard = cast("AudioStream", container.add_stream(sound, rate=RATE, layout="mono")) if sound else None
        for number in range(round(seconds * 2)):
            level = 0 if number < dark else 200
            frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), level, np.uint8), format="rgb24")
            container.mux(shown.encode(frame))
        container.mux(shown.encode(None))
        if heard is not None:
            size = heard.codec_context.frame_size or 1024
            for start in range(0, round(seconds * RATE), size):
                wave = amplitude * np.sin(2 * np.pi * hz * (start + np.arange(size)) / RATE)
                block = av.AudioFrame.from_ndarray(wave.astype(np.float32)[None], format="fltp", layout="mono")
                block.sample_rate, block.pts, block.time_base = RATE, start, Fraction(1, RATE)
                container.mux(heard.encode(block))
            container.mux(heard.encode(None))
    return path
