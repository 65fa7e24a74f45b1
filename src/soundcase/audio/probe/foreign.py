"""Structures of containers without a reader of their own: what libsndfile or FFmpeg says of them.

Rule: nothing is promised of them: decoding tells the length.
"""

from __future__ import annotations

from soundcase.audio.probe.av_decode import DecoderError, open_sound
from soundcase.audio.probe.decode import decode
from soundcase.audio.probe.sniff import foreign_format, libsndfile_may
from soundcase.audio.probe.source import Source
from soundcase.audio.probe.structure import Structure, Track
from soundcase.audio.probe.trailing import sound_end


def read_rare(source: Source) -> Structure | None:
    """The structure of one of the rarer formats, as libsndfile reads it; None if it is none."""
    if not libsndfile_may(source):
        return None
    whole = (Track(((0, source.size),)),)
    opened = decode(source, whole, rate=0, channels=0, md5_bits=0)
    if not opened.format:
        return None
    return Structure(
        kind="other",
        rate=opened.rate,
        channels=opened.channels,
        frames=None,
        declared=None,
        payload=source.size,
        tracks=whole,
        codec=opened.format,
    )


def read_foreign(source: Source) -> Structure | None:
    """The structure of one of these formats; None if it is none, or FFmpeg finds no sound in it."""
    found = foreign_format(source)
    if found is None or not found.demuxer:
        return None
    kind = found.kinds[0].name if found.kinds else "other"
    whole = ((0, sound_end(source)),)
    try:
        with open_sound(source.stream(whole), found.demuxer) as sound:
            return Structure(
                kind=kind,
                rate=sound.rate,
                channels=sound.channels,
                frames=None,
                declared=None,
                payload=source.size,
                tracks=(Track(whole, demuxer=found.demuxer),),
                codec=found.name if kind == "other" else "",
            )
    except DecoderError:
        return None
