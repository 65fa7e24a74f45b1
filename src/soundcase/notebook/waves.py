"""Samples as WAV files: of the same samples always the same bytes.

Rule 1: nothing is lost: integers keep their bits; floats become integers only where these say the same, else
    32-bit floats (what `float64` has beyond that is inaudible).
Rule 2: what is not known is not guessed: which side of an array the channels are, what the full scale of its
    numbers is, how many there are a second.

Conventions: full scale of floats is 1.0; `uint8` is silent at 128, as in WAV.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import numpy as np

from soundcase.notebook.mistakes import RefusedValueError

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_CHANNELS = 64
"""Of ambisonics of the seventh order."""
_LONGER = 16
"""Times that a clip has more samples than channels, at least."""
_LOUDEST = 4.0
"""Full scales up to which floats are taken: voices and vocoders overshoot, integers lie far beyond."""
_PCM, _FLOAT = 1, 3
_HINT = "give (wave, rate), with floats from -1 to 1, or int16"


def wav_of(wave: object, rate: object) -> bytes:
    """The content of a WAV file of some samples; `rate` is in Hz. Raises RefusedValueError.

    `wave` is whatever NumPy makes an array of: `(n,)` for mono, `(n, channels)` or `(channels, n)`.
    """
    samples = np.ascontiguousarray(_by_frame(_array(wave)))
    bits, written = _numbers(samples)
    tag = _FLOAT if written.dtype.kind == "f" else _PCM
    return _file(written.tobytes(), _rate(rate), samples.shape[1], bits, tag)


def _rate(rate: object) -> int:
    """The rate, which some libraries have as a float or as a number of their own."""
    try:
        number = float(rate)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        number = 0.0
    if not 1000 <= number <= 768_000 or number != int(number):
        raise RefusedValueError(f"{rate!r} is no sampling rate", "give it in Hz: (wave, 24000)")
    return int(number)


def _array(wave: Any) -> NDArray[Any]:  # noqa: ANN401 - that is the question
    """The samples as an array of NumPy: from another library, another device or a graph of gradients."""
    if hasattr(wave, "detach"):
        wave = wave.detach().cpu()
        wave = wave.float() if "bfloat16" in str(wave.dtype) else wave
    try:
        by_dlpack = hasattr(wave, "__dlpack__") and not hasattr(wave, "__array__")
        array = np.asarray(np.from_dlpack(wave) if by_dlpack else wave)
    except (TypeError, ValueError, RuntimeError) as error:
        raise RefusedValueError(
            f"no samples can be read from a {type(wave).__name__}: {error}", _HINT
        ) from error
    return array.astype(np.float32) if array.dtype.name == "bfloat16" else array


def _by_frame(array: NDArray[Any]) -> NDArray[Any]:
    """The samples as `(n, channels)`."""
    shape = array.shape
    if array.size == 0:
        raise RefusedValueError(
            f"an array of shape {shape} holds no sample", "leave the clip out where there is none"
        )
    sides = [size for size in shape if size > 1]
    if len(sides) <= 1:
        return array.reshape(-1, 1)
    few, many = sorted(sides)[0], sorted(sides)[-1]
    if len(sides) > 2 or few > MOST_CHANNELS or many < few * _LONGER:
        message = f"which side of an array of shape {shape} are the channels is not known"
        raise RefusedValueError(message, "give one clip, as (n,), (n, channels) or (channels, n)")
    flat = array.reshape(sides)
    return flat if sides[0] == many else flat.T


def _numbers(samples: NDArray[Any]) -> tuple[int, NDArray[Any]]:
    """Bits per sample, and the samples as they are written: 3 bytes each of 24 bits."""
    kind, size = samples.dtype.kind, samples.dtype.itemsize
    if samples.dtype == np.uint8 or (kind == "i" and size in (2, 4)):
        return size * 8, samples.astype(samples.dtype.newbyteorder("<"))
    if kind != "f":
        raise RefusedValueError(f"samples of {samples.dtype} have no known full scale", _HINT)
    if not np.isfinite(samples).all():
        first = int(np.argmin(np.isfinite(samples).all(axis=1)))
        message = f"sample {first} of {len(samples)} is no number (NaN or infinite)"
        raise RefusedValueError(message, "see where it comes from; only numbers can be heard")
    peak = float(np.abs(samples).max())
    if peak > _LOUDEST:
        message = f"the samples go up to {peak:,.6g}, where floats are from -1 to 1"
        raise RefusedValueError(message, "divide by the full scale (by 32768 what was int16), or give integers")
    return _integers(samples, 16) or _integers(samples, 24) or (32, samples.astype("<f4"))


def _integers(samples: NDArray[Any], bits: int) -> tuple[int, NDArray[Any]] | None:
    """Floats as integers of so many bits; None where these would not say the same."""
    full = 2 ** (bits - 1)
    scaled = samples.astype(np.float64) * full
    if (scaled != np.rint(scaled)).any() or scaled.max() >= full or scaled.min() < -full:
        return None
    whole = scaled.astype("<i4")
    return bits, whole.astype("<i2") if bits == 16 else whole.view("u1").reshape(-1, 4)[:, :3]


def _file(body: bytes, rate: int, channels: int, bits: int, tag: int) -> bytes:
    """A WAV file (RIFF) of interleaved samples."""
    block = channels * bits // 8
    about = struct.pack("<HHIIHH", tag, channels, rate, rate * block, block, bits)
    fact = [(b"fact", struct.pack("<I", len(body) // block))] if tag == _FLOAT else []
    packed = b"WAVE"
    for name, part in ((b"fmt ", about), *fact, (b"data", body)):
        packed += name + struct.pack("<I", len(part)) + part + b"\0" * (len(part) % 2)
    return b"RIFF" + struct.pack("<I", len(packed)) + packed
