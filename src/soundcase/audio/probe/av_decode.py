"""Sound by FFmpeg, for everything that libsndfile does not decode or decodes less well.

Rule 1: FFmpeg is given bytes, never a path, and is told what they are: a demuxer chosen by itself might follow
an address inside of a file.
Rule 2: the first packet that the decoder rejects ends the sound; what came before has been handed on.
Rule 3: memory is bounded by a block and by the decoder's own frames; FFmpeg prints nothing.
Rule 4: PyAV looks for the planes of a frame up to an empty pointer, which from 8 channels on does not come: it
reads what is no sound, or the process dies. FFmpeg itself interleaves such frames before PyAV touches them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    import av
    import numpy as np

    Block = np.ndarray[tuple[int, int], np.dtype[Any]]

_STRICT = {("flac", ""): {"err_detect": "crccheck"}, ("alac", "caf"): {"flags2": "+skip_manual"}}
"""By codec and container: FFmpeg looks at the checksums of FLAC frames only when asked to, and takes what a CAF
file leaves out of its last packet off a packet that is short already."""
_LONGEST_FRAME = 1 << 24
"""Samples; no codec's frame is near to it."""
_NAMELESS = ("NONE", "UNSD", "UNK")
"""What FFmpeg calls a channel that is for no speaker in particular."""
_MOST_PLANES = 7
"""Channels that PyAV reads from planes of their own."""


class DecoderError(Exception):
    """FFmpeg cannot open or decode a sound; the text says why."""


@contextmanager
def open_sound(stream: BinaryIO, container: str) -> Iterator[AvSound]:
    """The first sound track of a stream of this container, closed afterwards; raises `DecoderError`."""
    import av

    av.logging.set_level(None)
    try:
        opened = av.open(stream, "r", format=container, metadata_errors="ignore")
    except (av.error.FFmpegError, ValueError, OSError) as error:
        raise DecoderError(_words(error)) from error
    with opened:
        yield AvSound(opened)


class AvSound:
    """A sound track whose first frame has been decoded; raises `DecoderError` where there is none."""

    def __init__(self, container: av.container.InputContainer) -> None:
        tracks = container.streams.audio
        if not tracks:
            raise DecoderError("FFmpeg finds no sound track")
        self._container, self._track = container, tracks[0]
        self._context = self._track.codec_context
        if self._context is None:
            raise DecoderError("FFmpeg has no decoder for it")
        self._context.thread_count = 1
        self.codec: str = self._context.name
        name = container.format.name
        self._context.options = {**_STRICT.get((self.codec, ""), {}), **_STRICT.get((self.codec, name), {})}

        frames = self._frames()
        first = next(frames, None)
        if first is None:
            raise DecoderError("no frame of sound is in it")
        self._ahead = chain((first,), frames)
        self.rate, self.channels = first.sample_rate, first.layout.nb_channels
        names = tuple(channel.name for channel in first.layout.channels)
        self.layout = names if len(names) == self.channels and not set(names) & set(_NAMELESS) else ()

    def blocks(self, samples: int) -> Iterator[Block]:
        """Blocks of shape (frames, channels) with about so many samples; raises `DecoderError` at the end."""
        import numpy as np

        parts: list[Block] = []
        held, failure = 0, None
        while True:
            try:
                frame = next(self._ahead, None)
            except DecoderError as error:
                frame, failure = None, error
            if frame is not None:
                parts.append(_samples(frame))
                held += parts[-1].size
            if parts and (frame is None or held >= samples):
                yield parts[0] if len(parts) == 1 else np.concatenate(parts)
                parts, held = [], 0
            if failure is not None:
                raise failure
            if frame is None:
                return

    def _frames(self) -> Iterator[av.AudioFrame]:
        """The frames with sound, all alike; interleaved where they have too many planes."""
        import av

        first = interleaver = None
        try:
            for frame in self._container.decode(self._track):
                if not frame.samples:
                    continue
                channels = frame.layout.nb_channels
                shape = (frame.sample_rate, channels, frame.format.name)
                first = first or shape
                if shape != first:
                    raise DecoderError("its sampling rate or its channels change there")
                if frame.samples * channels > _LONGEST_FRAME:
                    raise DecoderError("one of its frames is beyond all measure")
                if not frame.format.is_planar or channels <= _MOST_PLANES:
                    yield frame
                    continue
                interleaver = interleaver or av.AudioResampler(format=frame.format.packed.name)
                yield from interleaver.resample(frame)
        except av.error.EOFError:
            return
        except (av.error.FFmpegError, ValueError, OSError) as error:
            raise DecoderError(_words(error)) from error


def _samples(frame: av.AudioFrame) -> Block:
    """The frame's samples as (frames, channels): int16, int32, float32 or float64."""
    import numpy as np

    found: Block = frame.to_ndarray()
    shaped = found.T if frame.format.is_planar else found.reshape(-1, frame.layout.nb_channels)
    if shaped.dtype == np.uint8:
        return (shaped.astype(np.int16) - 128) << 8
    return shaped


def _words(error: Exception) -> str:
    text = str(getattr(error, "strerror", "") or error or type(error).__name__)
    return f"FFmpeg says: {text}"
