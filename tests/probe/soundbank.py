"""Sound files made in code: whole ones by a library, odd ones by hand."""

from __future__ import annotations

import io
import struct
from functools import cache
from typing import Any

import av
import numpy as np
import soundfile

RATE = 16000
_LAYOUTS = {1: "mono", 2: "stereo", 7: "6.1", 8: "7.1", 16: "hexadecagonal"}
Samples = np.ndarray[Any, np.dtype[np.float64]]


def sine(seconds: float = 1.0, *, rate: int = RATE, channels: int = 1, peak: float = 0.5) -> Samples:
    wave = peak * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate)
    return np.repeat(wave[:, None], channels, axis=1)


def noise(seconds: float = 1.0, *, rate: int = RATE, peak: float = 0.5) -> Samples:
    return np.random.default_rng(7).uniform(-peak, peak, (round(seconds * rate), 1))


def encoded(form: str, subtype: str | None = None, *, samples: Samples | None = None, **options: Any) -> bytes:
    """A file that soundfile writes; one second of a sine unless told otherwise."""
    target = io.BytesIO()
    rate = options.pop("rate", RATE)
    body = sine(rate=rate) if samples is None else samples
    soundfile.write(target, body, rate, format=form, subtype=subtype, **options)
    return target.getvalue()


def by_ffmpeg(container: str, codec: str, *, samples: Samples | None = None, **options: Any) -> bytes:
    """A file that FFmpeg writes; one second of a sine unless told otherwise. `flags` are for MP4."""
    target = io.BytesIO()
    rate = options.pop("rate", RATE)
    body = sine(rate=rate) if samples is None else samples
    flags = {"movflags": options.pop("flags", ""), "frag_duration": "500000"} if "flags" in options else {}
    with av.open(target, "w", format=container, options=flags) as opened:
        layout = _LAYOUTS[body.shape[1]]
        numbers = options.pop("numbers", None)
        track: Any = opened.add_stream(codec, rate=rate, layout=layout, **options)
        if numbers:
            track.codec_context.format = numbers
        for start in range(0, len(body), 1024):
            block = body[start : start + 1024].reshape(1, -1).astype(np.float32)
            frame = av.AudioFrame.from_ndarray(block, format="flt", layout=layout)
            frame.rate, frame.pts = rate, start
            opened.mux(track.encode(frame))
        opened.mux(track.encode(None))
    return target.getvalue()


def vorbis_in_webm(channels: int) -> bytes:
    """A WebM file of mono Vorbis, whose own header declares so many channels."""
    target = io.BytesIO()
    with (
        av.open(io.BytesIO(encoded("OGG", "VORBIS")), "r", format="ogg") as source,
        av.open(target, "w", format="webm") as opened,
    ):
        track = opened.add_stream_from_template(source.streams.audio[0])
        for one in source.demux(audio=0):
            if one.dts is not None:
                one.stream = track
                opened.mux(one)
    content = target.getvalue()
    place = content.index(b"\x01vorbis") + 11
    return content[:place] + bytes((channels,)) + content[place + 1 :]


@cache
def packet(codec: str, container: str) -> bytes:
    """One packet of the sound in the middle of a steady sine at 16 kHz, of few bytes."""
    content = by_ffmpeg(container, codec, options={"b": "6000"})
    with av.open(io.BytesIO(content), "r", format=container) as opened:
        packets = [bytes(one) for one in opened.demux(audio=0) if one.size]
    return min(packets[4:-4], key=len)


def chunk(name: bytes, body: bytes, *, size: int | None = None, order: str = "<") -> bytes:
    declared = len(body) if size is None else size
    return name + struct.pack(order + "I", declared) + body + b"\0" * (len(body) & 1)


def wave_fmt(*, tag: int = 1, channels: int = 1, rate: int = RATE, bits: int = 16) -> bytes:
    align = channels * -(-bits // 8)
    return struct.pack("<HHIIHH", tag, channels, rate, rate * align & 0xFFFFFFFF, align & 0xFFFF, bits)


def wave(
    body: bytes, *, fmt: bytes = b"", size: int | None = None, before: bytes = b"", after: bytes = b""
) -> bytes:
    """A WAV file by hand; `size` is what its data chunk declares."""
    content = b"WAVE" + chunk(b"fmt ", fmt or wave_fmt()) + before + chunk(b"data", body, size=size) + after
    return b"RIFF" + struct.pack("<I", len(content)) + content


def pcm16(seconds: float = 1.0, *, peak: float = 0.5) -> bytes:
    return (sine(seconds, peak=peak)[:, 0] * 32767).astype("<i2").tobytes()


def id3(frames: bytes = b"") -> bytes:
    size = len(frames)
    sizes = bytes((size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127))
    return b"ID3\3\0\0" + sizes + frames


def id3_text(name: bytes, text: str, *, flags: int = 0) -> bytes:
    body = b"\1" + text.encode("utf-16")
    return name + struct.pack(">IH", len(body), flags) + body


def mp3(seconds: float = 4.0, *, rate: int = 44100, mode: str = "CONSTANT", level: float = 0.7) -> bytes:
    """An MP3 with an Info or Xing frame and a LAME tag."""
    samples = sine(seconds, rate=rate) * np.linspace(0.01, 1, round(seconds * rate))[:, None]
    samples[: len(samples) // 2] *= 0.1  # so that a variable rate really varies
    return encoded("MP3", samples=samples, rate=rate, bitrate_mode=mode, compression_level=level)


def mp3_without_info(content: bytes) -> bytes:
    """The same without its first frame, which holds the Info or Xing tag."""
    following = content.find(content[:2], 100)
    assert b"Info" in content[:following] or b"Xing" in content[:following]
    return content[following:]


def adts(frames: int = 20, *, payload: int = 93) -> bytes:
    """AAC frames at 16 kHz, mono, all alike."""
    length = 7 + payload
    head = bytes(
        (0xFF, 0xF1, 1 << 6 | 8 << 2, 1 << 6 | length >> 11, length >> 3 & 255, (length & 7) << 5 | 31, 0xFC)
    )
    return (head + packet("aac", "matroska").ljust(payload, b"\0")) * frames


def box(name: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + name + body


def _esds(config: bytes) -> bytes:
    special = b"\x05" + bytes((len(config),)) + config
    decoder = b"\x04" + bytes((13 + len(special),)) + b"\x40\x15" + bytes(11) + special
    return box(b"esds", bytes(4), b"\x03" + bytes((3 + len(decoder),)) + bytes(3) + decoder)


def m4a(
    *,
    frames: int = 50,
    size: int = 100,
    edit: int | None = None,
    handler: bytes = b"soun",
    entry: bytes = b"mp4a",
    config: bytes = b"\x14\x08",
    brand: bytes = b"M4A ",
    moov_last: bool = False,
) -> bytes:
    """An MP4 file at 16 kHz, mono, 1,024 samples a frame; `edit` is what its edit list plays, in ms."""
    ftyp = box(b"ftyp", brand, bytes(4), b"isom")
    description = bytes(6) + b"\0\1" + bytes(8) + struct.pack(">HHIHH", 1, 16, 0, RATE, 0) + _esds(config)
    stsd = box(b"stsd", struct.pack(">II", 0, 1), box(entry, description))
    stts = box(b"stts", struct.pack(">IIII", 0, 1, frames, 1024))
    stsc = box(b"stsc", struct.pack(">IIIII", 0, 1, 1, frames, 1))
    stsz = box(b"stsz", struct.pack(">III", 0, 0, frames), struct.pack(">I", size) * frames)

    def moov(offset: int) -> bytes:
        table = box(b"stbl", stsd, stts, stsc, stsz, box(b"stco", struct.pack(">III", 0, 1, offset)))
        header = box(b"mdhd", struct.pack(">IIIII", 0, 0, 0, RATE, frames * 1024), bytes(4))
        media = box(b"mdia", header, box(b"hdlr", bytes(8), handler, bytes(13)), box(b"minf", table))
        edits = box(b"edts", box(b"elst", struct.pack(">IIIiI", 0, 1, edit, 1024, 1 << 16))) if edit else b""
        return box(b"moov", box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, 0)), box(b"trak", edits, media))

    mdat = box(b"mdat", packet("aac", "matroska").ljust(size, b"\0") * frames)
    if moov_last:
        return ftyp + mdat + moov(len(ftyp) + 8)
    return ftyp + moov(len(ftyp) + len(moov(0)) + 8) + mdat


def element(name: int, body: bytes) -> bytes:
    size = len(body) | 1 << 28  # four bytes, whatever the length
    return name.to_bytes(-(-name.bit_length() // 8), "big") + size.to_bytes(4, "big") + body


def webm(
    *, seconds: int = 2, codec: bytes = b"A_OPUS", track_type: int = 2, doc_type: bytes = b"webm"
) -> bytes:
    """A WebM file with a block of Opus every 20 ms."""
    audio = element(0xE1, element(0xB5, struct.pack(">d", 48000.0)) + element(0x9F, b"\1"))
    entry = element(
        0xAE, element(0xD7, b"\1") + element(0x83, bytes((track_type,))) + element(0x86, codec) + audio
    )
    info = element(
        0x1549A966, element(0x2AD7B1, b"\x0f\x42\x40") + element(0x4489, struct.pack(">d", seconds * 1000))
    )
    blocks = b"".join(
        element(0xA3, b"\x81" + struct.pack(">h", time) + b"\x80" + packet("libopus", "matroska"))
        for time in range(0, seconds * 1000, 20)
    )
    cluster = element(0x1F43B675, element(0xE7, b"\0") + blocks)
    header = element(0x1A45DFA3, element(0x4282, doc_type))
    return header + element(0x18538067, info + element(0x1654AE6B, entry) + cluster)
