"""Six sentences in four languages, through the codecs of telephones and browsers at their bitrates.

What a codec delays is made good, so that clips can be compared from the same moment on, by ear and by measure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, partial
from types import MappingProxyType
from typing import Literal, cast

import av
import numpy as np

from demo_clips.measures import Interval, log_spectral_interval, si_sdr
from stand_ins.level import levelled
from stand_ins.signals import Signal, unit
from stand_ins.speech import Spoken, resampled, said

HZ = 16_000
BLOCK = 320
"""Samples at a time for codecs that leave it open."""
LATEST = HZ // 5
"""The longest delay in samples that is looked for."""
CROWD_DB = 12
"""How much quieter a crowd is than who speaks in it."""


@dataclass(frozen=True, slots=True)
class Codec:
    """A codec at a bitrate, in FFmpeg's words, and the rate that it takes."""

    encoder: str
    decoder: str
    bits: int
    """Per second."""
    hz: int = HZ


CODECS: Mapping[str, Codec] = MappingProxyType(
    {
        "amr-5": Codec("libopencore_amrnb", "amrnb", 4_750, 8_000),
        "g723-6": Codec("g723_1", "g723_1", 6_300, 8_000),
        "opus-6": Codec("libopus", "opus", 6_000),
        "mp3-8": Codec("libmp3lame", "mp3float", 8_000),
        "amr-12": Codec("libopencore_amrnb", "amrnb", 12_200, 8_000),
        "aac-12": Codec("aac", "aac", 12_000),
        "opus-12": Codec("libopus", "opus", 12_000),
        "mp3-16": Codec("libmp3lame", "mp3float", 16_000),
        "aac-16": Codec("aac", "aac", 16_000),
        "opus-16": Codec("libopus", "opus", 16_000),
        "mp3-24": Codec("libmp3lame", "mp3float", 24_000),
        "aac-24": Codec("aac", "aac", 24_000),
        "opus-24": Codec("libopus", "opus", 24_000),
        "g711-64": Codec("pcm_mulaw", "pcm_mulaw", 64_000, 8_000),
        "g722-64": Codec("g722", "g722", 64_000),
    }
)
"""Id of the model → what it is."""

SENTENCES: Mapping[str, Spoken] = MappingProxyType(
    {
        "kettle": Spoken("en-gb-scotland+f2", "Put the kettle on, would you?", rate=190, pitch=50),
        "page": Spoken("en-us+m3", "Nobody has seen the second page.", rate=190, pitch=34),
        "sea": Spoken("fr+f3", "La mer est calme ce matin.", rate=185, pitch=60),
        "weather": Spoken("cmn-latn-pinyin+m3", "今天的天气很好。", rate=180, pitch=40),
        "lamps": Spoken("en-gb+f3", "The lamps go on at six.", rate=180, pitch=62),
        "train": Spoken("de+m7", "Der Zug kommt heute später.", rate=190, pitch=30),
    }
)
"""Name → what is said."""
IN_A_CROWD = frozenset({"lamps", "train"})

_CROWD = (
    Spoken("en-us+m7", "We could meet at the corner and walk up the hill together.", rate=175),
    Spoken("en-gb+f5", "Nobody told me that the shop had moved across the street.", rate=180),
    Spoken("en-us+f2", "First the flour, then the eggs, and a little milk at the end.", rate=170),
    Spoken("en-gb+m5", "He was late again, and of course he had no umbrella with him.", rate=185),
)


@cache
def original(name: str) -> Signal:
    """The sentence, in the crowd if it is said in one, at the loudness that it is coded at."""
    voice = unit(said(SENTENCES[name], HZ))
    if name in IN_A_CROWD:
        others = sum(
            np.roll(np.resize(unit(said(one, HZ)), voice.size), 4000 * n) for n, one in enumerate(_CROWD)
        )
        voice = voice + unit(np.asarray(others)) * 10 ** (-CROWD_DB / 20)
    return levelled(voice, HZ)


def coded(name: str, codec: Codec) -> Signal:
    """What the codec leaves of a sentence, at the same rate, in the same place and as long."""
    clean = original(name)
    there = resampled(clean, HZ, codec.hz)
    return _aligned(_decoded(np.pad(there, (0, codec.hz // 2)), codec), clean)


def _decoded(x: Signal, codec: Codec) -> Signal:
    """The signal through encoder and decoder, at the common rate, with what these delay."""
    encoder = _opened(codec.encoder, "w", codec.hz)
    encoder.bit_rate, encoder.time_base = codec.bits, Fraction(1, codec.hz)
    encoder.format = (encoder.codec.audio_formats or [av.AudioFormat("s16")])[0]
    packets = [packet for frame in _frames(x, encoder) for packet in encoder.encode(frame)]
    decoder = _opened(codec.decoder, "r", codec.hz)
    decoder.extradata = encoder.extradata
    played = [frame for packet in packets for frame in decoder.decode(packet)]
    return resampled(np.concatenate([_samples(frame) for frame in played]), played[0].sample_rate, HZ)


def _opened(name: str, way: Literal["r", "w"], hz: int) -> av.AudioCodecContext:
    context = cast(av.AudioCodecContext, av.CodecContext.create(name, way))
    context.sample_rate, context.layout = hz, av.AudioLayout("mono")
    return context


def _frames(x: Signal, encoder: av.AudioCodecContext) -> Iterator[av.AudioFrame]:
    encoder.open()
    size = encoder.frame_size or BLOCK
    scale, kind = {"s16": (2**15, np.int16), "s32": (2**31, np.int32)}.get(
        encoder.format.name.removesuffix("p"), (1, np.float32)
    )
    for start in range(0, x.size - size + 1, size):
        block = np.asarray(x[start : start + size] * scale, dtype=kind)[None]
        frame = av.AudioFrame.from_ndarray(block, format=encoder.format.name, layout="mono")
        frame.sample_rate, frame.pts = encoder.sample_rate, start
        yield frame


def _samples(frame: av.AudioFrame) -> Signal:
    samples = frame.to_ndarray().reshape(-1)
    return np.asarray(samples / (2**15 if samples.dtype == np.int16 else 1.0), dtype=np.float64)


def _aligned(late: Signal, wanted: Signal) -> Signal:
    """A delayed signal from where it is most like the other one, as long as that."""
    size = late.size + wanted.size
    likeness = np.fft.irfft(np.fft.rfft(late, size) * np.conj(np.fft.rfft(wanted, size)), size)[:LATEST]
    start = int(np.argmax(likeness))
    return np.pad(late, (0, max(0, start + wanted.size - late.size)))[start : start + wanted.size]


def _clips() -> dict[str, Callable[[], Signal]]:
    made: dict[str, Callable[[], Signal]] = {}
    for name in SENTENCES:
        made[f"{name}-original.flac"] = partial(original, name)
        made |= {f"{name}-{key}.flac": partial(coded, name, codec) for key, codec in CODECS.items()}
    return made


CLIPS: Mapping[str, Callable[[], Signal]] = MappingProxyType(_clips())
"""File → its samples, before the level is set."""


def scores(read: Callable[[str], Signal]) -> dict[str, dict[str, float | Interval]]:
    """File → what is measured on it, against its sentence's original."""
    return {
        f"{name}-{key}.flac": {
            "LSD": log_spectral_interval(read(f"{name}-{key}.flac"), read(f"{name}-original.flac")),
            "SI-SDR": si_sdr(read(f"{name}-{key}.flac"), read(f"{name}-original.flac")),
        }
        for name in SENTENCES
        for key in CODECS
    }
