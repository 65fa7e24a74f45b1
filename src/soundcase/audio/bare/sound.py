"""The sound heard in a file, as a digest; and the same written anew.

Rule: FFmpeg decodes both files that are compared, as browsers do; where it cannot, libsndfile does.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from soundcase.audio.probe.av_decode import DecoderError, open_sound
from soundcase.values import dataclass

if TYPE_CHECKING:
    import numpy as np

    Block = np.ndarray[tuple[int, int], np.dtype[Any]]

_BLOCK = 1 << 18
_FLAC_CHANNELS, _FLAC_RATE = 8, 655_350
_FORMS = {
    "int16": ("FLAC", "PCM_16"),
    "int32": ("FLAC", "PCM_24"),
    "float32": ("WAV", "FLOAT"),
    "float64": ("WAV", "DOUBLE"),
}


@dataclass(frozen=True, slots=True)
class RewrittenSound:
    """A sound written anew: the bytes, the name of the format, and what goes with it."""

    content: bytes
    suffix: str
    mime: str


def _heard(content: bytes, demuxer: str) -> Iterator[tuple[int, Block]]:
    """The rate (Hz) and the samples of a sound, block by block; raises `DecoderError`."""
    import soundfile

    if demuxer:
        with open_sound(io.BytesIO(content), demuxer) as sound:
            yield from ((sound.rate, block) for block in sound.blocks(_BLOCK))
        return
    try:
        with soundfile.SoundFile(io.BytesIO(content)) as sound:
            kind = "int16" if sound.subtype in ("PCM_16", "PCM_S8", "PCM_U8") else "int32"
            kind = kind if sound.subtype.startswith("PCM") else "float32"
            while len(block := sound.read(_BLOCK, dtype=kind, always_2d=True)):
                yield sound.samplerate, block
    except (soundfile.SoundFileError, RuntimeError) as error:
        raise DecoderError(str(error)) from error


def digest(content: bytes, demuxer: str) -> bytes:
    """A digest of rate, channels and samples, up to where decoding fails; empty where it does at once."""
    found, shape = hashlib.sha256(), b""
    try:
        for rate, block in _heard(content, demuxer):
            shape = f"{rate} {block.shape[1]} {block.dtype}".encode()
            found.update(block.tobytes())
    except DecoderError as error:
        found.update(str(error).encode())
    found.update(shape)
    return found.digest() if shape else b""


def written(content: bytes, demuxer: str) -> RewrittenSound:
    """The sound as FLAC, or as WAV where FLAC cannot hold its samples; raises `DecoderError`."""
    import numpy as np
    import soundfile

    blocks = list(_heard(content, demuxer))
    if not blocks:
        raise DecoderError("no frame of sound is in it")
    rate, samples = blocks[0][0], np.concatenate([block for _, block in blocks])
    form, subtype = _FORMS[str(samples.dtype)]
    deep = subtype == "PCM_24" and bool((samples & 0xFF).any())
    if deep or samples.shape[1] > _FLAC_CHANNELS or rate > _FLAC_RATE:
        form, subtype = "WAV", "PCM_32" if subtype == "PCM_24" else subtype
    target = io.BytesIO()
    soundfile.write(target, samples, rate, format=form, subtype=subtype)
    suffix, mime = (".flac", "audio/flac") if form == "FLAC" else (".wav", "audio/wav")
    return RewrittenSound(target.getvalue(), suffix, mime)
