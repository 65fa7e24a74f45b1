"""Formats that no own reader knows, but FFmpeg decodes: Windows Media, WavPack, AMR, AC-3 and their like.

Rule 1: the first bytes decide what FFmpeg is to take a file for.
Rule 2: nothing is promised of them: decoding tells the length.
"""

from __future__ import annotations

from soundcase.probe.av_decode import DecoderError, open_sound
from soundcase.probe.source import Source
from soundcase.probe.structure import Structure, Track

_FORMATS: tuple[tuple[bytes, str, str], ...] = (
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "wma", "asf"),
    (b"wvpk", "wavpack", "wv"),
    (b"MAC ", "ape", "ape"),
    (b"TTA1", "tta", "tta"),
    (b"MPCK", "musepack", "mpc8"),
    (b"MP+", "musepack", "mpc"),
    (b"#!AMR", "amr", "amr"),
    (b"DSD ", "dsd", "dsf"),
    (b"FRM8", "dsd", "iff"),
    (b"\x0b\x77", "ac3", "ac3"),
    (b"\x7f\xfe\x80\x01", "dts", "dts"),
)
"""First bytes, kind, FFmpeg's demuxer."""


def read_foreign(source: Source) -> Structure | None:
    """The structure of one of these formats; None if it is none, or FFmpeg finds no sound in it."""
    found = _format(source.read(0, 16))
    if found is None:
        return None
    kind, container = found
    whole = ((0, source.size),)
    try:
        with open_sound(source.stream(whole), container) as sound:
            return Structure(
                kind=kind,
                rate=sound.rate,
                channels=sound.channels,
                frames=None,
                declared=None,
                payload=source.size,
                tracks=(Track(whole, demuxer=container),),
            )
    except DecoderError:
        return None


def _format(head: bytes) -> tuple[str, str] | None:
    """Kind and demuxer by the first bytes."""
    for magic, kind, container in _FORMATS:
        if head.startswith(magic):
            enhanced = kind == "ac3" and len(head) > 5 and head[5] >> 3 > 10
            return ("eac3", "eac3") if enhanced else (kind, container)
    return None
