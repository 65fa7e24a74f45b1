"""One encode, written while its clip is decoded.

Rule 1: memory does not grow with the clip's length; what is written goes to the given path alone.
Rule 2: the encode has as many frames as the clip: an MP3 gets a little more silence where its last frame would
swallow the decoder's delay, and says so in its Info tag.
Rule 3: no tag, no clock and no random number gets into the file.
Rule 4: an MP3's Info tag must name a LAME-like encoder: Firefox reads the delays of no other.
Source: "MP3 Info Tag rev 1 specification" (LAME), and the Xing header it extends.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from soundcase.audio.encode.recipe import EncodeRecipe
from soundcase.audio.encode.shaping import Shaper
from soundcase.values import dataclass

if TYPE_CHECKING:
    import numpy as np

    Sound = np.ndarray[tuple[int, int], np.dtype[Any]]


_FRAME = 4096
"""Frames at a time for codecs that take any number."""
_SWALLOWED, _SILENCE = 48, 64
"""Up to so many sample frames alone in an MP3's last frame fall to the decoder's delay: silence follows."""

_LAME = "LAME3.100"
"""What an Info tag calls libmp3lame; under other names, players and taggers doubt its delays."""

_LOOK = 4096
_DELAYS, _CHECKSUM = 21, 34
"""Places behind the encoder's name, which stands 120 bytes behind `Xing` or `Info`."""
RECIPE_VERSION = 1
"""Counted up whenever the same recipe begins to give other bytes."""


def tool_version() -> str:
    """Versions of this recipe, of PyAV's coding libraries and of the resampler, e.g. `encode-1 av-18.1.0 …`."""
    import av
    import soxr  # type: ignore[import-untyped]

    libraries = ("libavutil", "libavcodec", "libavformat")
    parts = (f"{name}-{'.'.join(map(str, av.library_versions[name]))}" for name in libraries)
    return " ".join((f"encode-{RECIPE_VERSION}", f"av-{av.__version__}", *parts, f"soxr-{soxr.__version__}"))


@dataclass(frozen=True, slots=True)
class _Form:
    """The way in which FFmpeg makes a format."""

    container: str
    codec: str
    samples: str
    """FFmpeg's sample format."""
    mime: str
    suffix: str
    options: tuple[tuple[str, str], ...] = ()


_FORMS = {
    "mp3": _Form("mp3", "libmp3lame", "fltp", "audio/mpeg", ".mp3", (("id3v2_version", "0"),)),
    "opus": _Form("ogg", "libopus", "flt", "audio/ogg; codecs=opus", ".opus"),
    "aac": _Form("ipod", "aac", "fltp", 'audio/mp4; codecs="mp4a.40.2"', ".m4a", (("movflags", "+faststart"),)),
    "flac": _Form("flac", "flac", "s16", "audio/flac", ".flac", (("metadata_header_padding", "0"),)),
    "wav": _Form("wav", "pcm_s16le", "s16", "audio/wav", ".wav"),
}
_WIDE = {"flac": "flac", "wav": "pcm_s24le"}
"""Codecs of more than 16 bits."""
_LAYOUTS = ("", "mono", "stereo")


class EncodingError(Exception):
    """An encode could not be made; the text says why."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A finished encode."""

    path: Path
    size: int
    """Bytes."""
    sha256: str
    mime: str
    """For `<source type>`."""
    suffix: str
    """With its dot."""
    frames: int
    rate: int
    """Hz."""
    peak: float
    """The largest sample that was to be encoded, 1.0 being full scale; beyond it, samples were cut off."""


class Encoder:
    """Listens to a clip and writes an encode of it; `finish` or `discard` ends it."""

    def __init__(
        self, recipe: EncodeRecipe, path: Path, rate: int, channels: int, *, gain: float = 0.0
    ) -> None:
        """`path` is written anew; `rate` (Hz) and `channels` are the clip's; `gain` is in dB.

        Raises `EncodingError`.
        """
        self.recipe, self.path = recipe, path
        self._form = _FORMS[recipe.format]
        target = (recipe.rate, recipe.channels)
        try:
            self._shaper = Shaper((rate, channels), target, mix=recipe.mix, gain=gain)
        except ValueError as error:
            raise EncodingError(str(error)) from error
        self._parts: list[Sound] = []
        self._held = self._sent = 0
        self._tick = Fraction(1, recipe.rate)
        self._open()

    def feed(self, block: Sound) -> None:
        """Take in the next float32 samples of shape (frames, channels); raises `EncodingError`."""
        self._take(self._shaper.shape(block))

    def finish(self) -> Encoded:
        """Write the rest and close the file; raises `EncodingError`, also where no sound came."""
        import av

        silence = 0
        try:
            if not self._shaper.taken:
                raise EncodingError("no sound came")
            self._take(self._shaper.rest())
            silence = self._ending()
            self._send(last=True)
            self._write(None)
        except EncodingError:
            self.discard()
            raise
        try:
            self._container.close()
        except (av.error.FFmpegError, OSError) as error:
            self.path.unlink(missing_ok=True)
            raise EncodingError(str(error)) from error
        try:
            _count_padding(self.path, silence)
            return self._encoded()
        except (OSError, ValueError) as error:
            raise EncodingError(str(error)) from error

    def discard(self) -> None:
        """Close and remove what was written."""
        with suppress(OSError, ValueError):  # FFmpeg's errors are of these; the file goes anyway
            self._container.close()
        self.path.unlink(missing_ok=True)

    def _open(self) -> None:
        import av

        form, recipe = self._form, self.recipe
        wide = (recipe.bits or 0) > 16
        options = {"fflags": "+bitexact", **dict(form.options)}
        self._samples = "s32" if wide else form.samples
        try:
            self._container = av.open(os.fspath(self.path), "w", format=form.container, options=options)
            codec = _WIDE[recipe.format] if wide else form.codec
            track: Any = self._container.add_stream(codec, rate=recipe.rate, layout=_LAYOUTS[recipe.channels])
            track.codec_context.format = self._samples
            track.codec_context.thread_count = 1
            track.time_base = self._tick
            if recipe.bit_rate is not None:
                track.bit_rate = recipe.bit_rate
            if recipe.format == "mp3":
                track.metadata["encoder"] = _LAME
            track.codec_context.open()
            self._container.start_encoding()
        except (av.error.FFmpegError, ValueError, OSError) as error:
            raise EncodingError(str(error)) from error
        self._track = track
        self._size = track.codec_context.frame_size or _FRAME

    def _take(self, block: Sound) -> None:
        if len(block):
            self._parts.append(block)
            self._held += len(block)
        if self._held >= self._size:
            self._send(last=False)

    def _ending(self) -> int:
        """Frames of silence put behind the sound so that all of it comes out of a decoder."""
        import numpy as np

        alone = (self._sent + self._held) % self._size
        if self.recipe.format != "mp3" or not 1 <= alone <= _SWALLOWED:
            return 0
        self._take(np.zeros((_SILENCE, self.recipe.channels), np.float32))
        return _SILENCE

    def _send(self, *, last: bool) -> None:
        """Encode what is held in frames of the codec's size; the last one may be shorter."""
        import numpy as np

        if not self._held:
            return
        sound = self._parts[0] if len(self._parts) == 1 else np.concatenate(self._parts)
        end = len(sound) if last else len(sound) // self._size * self._size
        coded = self._coded(sound[:end])
        for start in range(0, end, self._size):
            self._write(coded[start : start + self._size])
        self._parts = [sound[end:].copy()] if end < len(sound) else []
        self._held = len(sound) - end

    def _coded(self, sound: Sound) -> Sound:
        """The samples in the type that the codec takes."""
        import numpy as np

        if self._samples.startswith("flt"):
            return sound
        bits = 16 if self._samples == "s16" else 24
        whole: Sound = np.rint(sound.astype(np.float64) * 2 ** (bits - 1)).clip(
            -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
        )
        return whole.astype(np.int16) if bits == 16 else whole.astype(np.int32) << 8

    def _write(self, block: Sound | None) -> None:
        """Encode and store a block, or with None what the codec still holds."""
        import av
        import numpy as np

        frame = None
        try:
            if block is not None:
                planar = self._samples.endswith("p")
                shaped = np.ascontiguousarray(block.T if planar else block.reshape(1, -1))
                layout = _LAYOUTS[self.recipe.channels]
                frame = av.AudioFrame.from_ndarray(shaped, format=self._samples, layout=layout)
                frame.rate, frame.pts, frame.time_base = self.recipe.rate, self._sent, self._tick
                self._sent += len(block)
            self._container.mux(self._track.encode(frame))
        except (av.error.FFmpegError, ValueError, OSError) as error:
            raise EncodingError(str(error)) from error

    def _encoded(self) -> Encoded:
        with self.path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return Encoded(
            path=self.path,
            size=self.path.stat().st_size,
            sha256=sha256,
            mime=self._form.mime,
            suffix=self._form.suffix,
            frames=self._shaper.given,
            rate=self.recipe.rate,
            peak=self._shaper.peak,
        )


def _count_padding(path: Path, frames: int) -> None:
    """Count so many more sample frames of a finished file as padding; raises `ValueError` where no tag is."""
    if not frames:
        return
    with path.open("r+b") as file:
        head = bytearray(file.read(_LOOK))
        mark = max(head.find(b"Info"), head.find(b"Xing"))
        place = mark + 120 + _DELAYS
        if mark < 0 or len(head) < place + 15:
            raise ValueError("the MP3 has no Info tag")
        packed = int.from_bytes(head[place : place + 3], "big") + frames
        head[place : place + 3] = packed.to_bytes(3, "big")
        end = mark + 120 + _CHECKSUM
        head[end : end + 2] = checksum(bytes(head[:end])).to_bytes(2, "big")
        file.seek(0)
        file.write(head)


def checksum(data: bytes) -> int:
    """CRC-16 with the reflected polynomial 0xA001, from 0."""
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value
