"""A clip decoded in blocks and measured: frames, peak, clipped runs, digest; listeners get each block too.

Rule 1: memory is bounded by a block, whatever the header says; time by a limit of hours.
Rule 2: a decoder that fails has decoded what came before; how far is found by smaller blocks.
Rule 3: libsndfile decodes what it is right about; a track that names a demuxer is FFmpeg's, and samples that
numpy has a type for need no decoder.
Rule 4: a clipped run is three or more consecutive samples of one channel at full scale, on one side.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from math import inf
from typing import TYPE_CHECKING, Any, BinaryIO

from soundcase.audio.probe.fanout import BlockFanout
from soundcase.audio.probe.source import Source
from soundcase.audio.probe.speakers import Layout
from soundcase.audio.probe.stderr_filter import mpg123_silenced
from soundcase.audio.probe.structure import Raw, Track
from soundcase.values import dataclass

if TYPE_CHECKING:
    import numpy as np
    import soundfile

    Block = np.ndarray[tuple[int, int], np.dtype[Any]]

_BLOCK = 1 << 18
"""Samples per block, over all channels."""
_FINE = 256
"""Frames per block when looking for the place where decoding fails."""
_LIMIT_SECONDS = 12 * 3600
_DENSITY = 96_000
"""Samples a second over all channels that count as one second."""
_FULL_SCALE = {"PCM_S8": 127 / 128, "PCM_U8": 127 / 128, "ALAW": 32256 / 32768, "ULAW": 32124 / 32768}
_TYPES = {
    "DOUBLE": "float64",
    **dict.fromkeys(("PCM_24", "PCM_32", "ALAC_20", "ALAC_24", "ALAC_32"), "int32"),
    **dict.fromkeys((*_FULL_SCALE, "PCM_16", "ALAC_16"), "int16"),
}
"""The narrowest types that hold the samples exactly; float32 for others."""
_PLAIN = {
    "PCM_S8": "i1",
    "PCM_U8": "u1",
    "PCM_16": "i2",
    "PCM_24": "i3",
    "PCM_32": "i4",
    "FLOAT": "f4",
    "DOUBLE": "f8",
}
"""Samples that stand in the bytes as they are: kind and width."""
_UNTAGGED = b"\xff"
_TAG = b"ID3\3" + bytes((0, 0, 0, 0, 0, 10)) + bytes(10)
"""An ID3v2 tag of mere padding. Before libsndfile believes in MPEG audio without one, it looks for a resource
fork: it opens `._` and `.AppleDouble/` in the current folder, and fails where they are something else."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The result of decoding a clip."""

    frames: int
    rate: int
    channels: int
    peak: float
    clipped_runs: int
    md5: bytes
    """Digest of the samples as FLAC defines it; empty if it was not asked for."""
    failure: str
    """Why decoding ended early; empty if it did not."""
    limited: bool
    """Whether the time limit ended it."""
    format: str
    """The decoder's own name for container and codec."""
    layout: Layout
    """The speaker that each channel is for; empty where nobody says."""


def length(frames: int, rate: int, channels: int) -> float:
    """Seconds that count against a limit: of many samples a second, as many as stereo at 48 kHz would have."""
    return max(frames / rate, frames * channels / _DENSITY) if rate else 0.0


def decode(  # noqa: PLR0913 - what is heard beside is optional
    source: Source,
    tracks: tuple[Track, ...],
    *,
    rate: int,
    channels: int,
    md5_bits: int,
    layout: Layout = (),
    fanout: BlockFanout | None = None,
    longest: float = inf,
) -> Decoded:
    """All tracks, one after another; `md5_bits` above 0 asks for the digest of samples of that width.

    After `longest` seconds, as `length` counts them, no more is decoded.

    Decoders disagree with nobody here: what cannot be opened is a failure with 0 frames.
    """
    digest = hashlib.md5(usedforsecurity=False)
    frames, peak, runs, failure, limited, form = 0, 0.0, 0, "", False, ""
    left = min(longest, _LIMIT_SECONDS)
    for track in tracks:
        found = _Reading(source, track, (rate, channels, layout), fanout)
        found.longest = left
        with found.silence():
            found.run(digest if md5_bits else None, md5_bits)
        frames += found.frames
        peak, runs = max(peak, found.peak), runs + found.clipped_runs
        rate, channels, layout = found.rate, found.channels, found.layout
        left -= length(found.frames, rate, channels)
        failure, limited, form = failure or found.failure, limited or found.limited, found.format
    sums = digest.digest() if md5_bits else b""
    return Decoded(frames, rate, channels, peak, runs, sums, failure, limited, form, layout)


class PeakMeter:
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


class _Reading:
    """One track on its way through a decoder."""

    def __init__(
        self, source: Source, track: Track, shape: tuple[int, int, Layout], fanout: BlockFanout | None
    ) -> None:
        self.source, self.track = source, track
        self.rate, self.channels, self.layout = shape
        self.fanout = fanout
        self.frames = self.clipped_runs = 0
        self.peak = 0.0
        self.failure = self.format = ""
        self.limited = False
        self.longest = float(_LIMIT_SECONDS)

    def silence(self) -> AbstractContextManager[None]:
        """Only what may hold MPEG audio makes libmpg123 talk."""
        other = self.track.raw is not None or self.track.demuxer
        opening = _opening(self.source, self.track, 4)
        return nullcontext() if other or opening in (b"fLaC", b"OggS", b"FORM", b"caff") else mpg123_silenced()

    def run(self, digest: hashlib._Hash | None, md5_bits: int) -> None:
        """Decode to the end, or to where it fails."""
        raw = self.track.raw
        if self.track.demuxer:
            self._run_ffmpeg(digest, md5_bits)
        elif raw is not None and raw.subtype in _PLAIN and self.rate > 0:
            self._begin(self.rate, self.channels, f"RAW {raw.subtype}")
            read = _plain_blocks(self.source.stream(self.track.pieces), raw, self.channels)
            self._measure(read, _FULL_SCALE.get(raw.subtype, 32767 / 32768), digest, md5_bits)
        else:
            self._run_sndfile(digest, md5_bits)

    def _run_ffmpeg(self, digest: hashlib._Hash | None, md5_bits: int) -> None:
        from soundcase.audio.probe.av_decode import DecoderError, open_sound

        try:
            stream = self.source.stream(self.track.pieces)
            with open_sound(stream, self.track.demuxer) as sound:
                self.layout = sound.layout
                self._begin(sound.rate, sound.channels, sound.codec)
                full_scale = 1 - 2.0 ** (1 - min(16, self.track.bits or 16))
                self._measure(sound.blocks(_BLOCK), full_scale, digest, md5_bits)
        except (DecoderError, MemoryError, ValueError, OSError) as error:
            self.failure = _reason(error)

    def _run_sndfile(self, digest: hashlib._Hash | None, md5_bits: int) -> None:
        import soundfile

        try:
            with open_track(self.source, self.track, self.rate, self.channels) as sound:
                self._begin(sound.samplerate, sound.channels, f"{sound.format} {sound.subtype}")
                full_scale = _FULL_SCALE.get(sound.subtype, 32767 / 32768)
                self._measure(blocks(sound), full_scale, digest, md5_bits)
        except (soundfile.SoundFileError, RuntimeError, MemoryError, ValueError, OSError) as error:
            self.failure = _reason(error)
            if self.frames or self.format:
                self.frames = self._reach()

    def _begin(self, rate: int, channels: int, form: str) -> None:
        self.rate, self.channels, self.format = rate, channels, form
        if self.fanout is not None:
            self.fanout.begin(rate, channels, self.layout if len(self.layout) == channels else ())

    def _measure(
        self, read: Iterator[Block], full_scale: float, digest: hashlib._Hash | None, md5_bits: int
    ) -> None:
        meter = PeakMeter(self.channels, full_scale)
        try:
            for block in read:
                self.frames += len(block)
                meter.feed(block)
                if digest is not None:
                    digest.update(_little(block, md5_bits))
                if self.fanout is not None:
                    self.fanout.feed(block)
                if length(self.frames, self.rate, self.channels) > self.longest:
                    self.limited = True
                    break
        finally:
            self.peak, self.clipped_runs = meter.peak, meter.clipped_runs

    def _reach(self) -> int:
        """Frames that come out before decoding fails, to a block of 256."""
        import soundfile

        frames = 0
        meter = PeakMeter(self.channels, 2.0)
        try:
            with open_track(self.source, self.track, self.rate, self.channels) as sound:
                while True:
                    large = frames + max(1, _BLOCK // sound.channels) <= self.frames
                    block = read_block(sound, max(1, _BLOCK // sound.channels) if large else _FINE)
                    if not len(block):
                        break
                    meter.feed(block)
                    frames += len(block)
                    if self.fanout is not None and frames > self.frames:
                        self.fanout.feed(block)
        except (soundfile.SoundFileError, RuntimeError, MemoryError, ValueError, OSError):
            pass
        self.peak = max(self.peak, meter.peak)
        return frames


def _opening(source: Source, track: Track, count: int = 1) -> bytes:
    """The first bytes that the decoder gets."""
    first = track.pieces[0]
    return first[:count] if isinstance(first, bytes) else source.read(first[0], count)


def open_track(source: Source, track: Track, rate: int, channels: int) -> soundfile.SoundFile:
    """The track opened for reading; raises what soundfile raises."""
    raw, opened = track.raw, _forward()
    if raw is None:
        untagged = _opening(source, track) == _UNTAGGED
        return opened(source.stream((_TAG, *track.pieces) if untagged else track.pieces))
    stream: BinaryIO = source.stream(track.pieces)
    shape = {"samplerate": rate, "channels": channels}
    return opened(stream, format="RAW", subtype=raw.subtype, endian=raw.endian, **shape)


@cache
def _forward() -> type[soundfile.SoundFile]:
    import soundfile

    class Forward(soundfile.SoundFile):  # type: ignore[misc] # soundfile is untyped
        """Reads straight on: soundfile's own reading seeks after each block, which FLAC pays dearly for."""

        def seekable(self) -> bool:
            return False

    return Forward


def read_block(sound: soundfile.SoundFile, frames: int) -> Block:
    """The next frames as (frames, channels), in the narrowest type that holds them exactly."""
    block: Block = sound.read(frames, dtype=_TYPES.get(sound.subtype, "float32"), always_2d=True)
    return block


def blocks(sound: soundfile.SoundFile) -> Iterator[Block]:
    """Every block up to the end; none longer than the sound, as libsndfile clears what it does not fill."""
    frames = max(1, min(_BLOCK // sound.channels, sound.frames))
    while len(block := read_block(sound, frames)):
        yield block


def _plain_blocks(stream: BinaryIO, raw: Raw, channels: int) -> Iterator[Block]:
    """Every whole frame of a stream of samples without a header."""
    import numpy as np

    kind, width = _PLAIN[raw.subtype][0], int(_PLAIN[raw.subtype][1])
    order, frame = "<>"[raw.endian == "BIG"], width * channels
    while content := stream.read(max(1, _BLOCK // channels) * frame):
        content = content[: len(content) // frame * frame]
        if width == 3:
            wide = np.zeros((len(content) // 3, 4), np.uint8)
            first = order == "<"  # the byte below the lowest one is 0
            wide[:, first : first + 3] = np.frombuffer(content, np.uint8).reshape(-1, 3)
            block = wide.view(f"{order}i4").astype(np.int32)
        elif width == 1:
            block = (np.frombuffer(content, f"{kind}1").astype(np.int16) - (128 if kind == "u" else 0)) << 8
        else:
            block = np.frombuffer(content, f"{order}{kind}{width}").astype(f"{kind}{width}")
        if len(block):
            yield block.reshape(-1, channels)


def _little(block: Block, bits: int) -> bytes:
    """Samples as FLAC digests them: right-justified, little-endian, in whole bytes."""
    import numpy as np

    spare = block.dtype.itemsize * 8 - bits
    size = -(-bits // 8)
    whole = np.ascontiguousarray(block >> spare if spare else block)
    if size == 1:
        return whole.astype(np.int8).tobytes()
    if size in (2, 4):
        return whole.astype(f"<i{size}", copy=False).tobytes()
    return whole.astype("<i4", copy=False).view(np.uint8).reshape(-1, 4)[:, :3].tobytes()


def _reason(error: Exception) -> str:
    text = str(getattr(error, "error_string", "")) or str(error) or type(error).__name__
    return text.removeprefix("Error : ").rstrip(".").split(">: ")[-1]
