"""AU, Sun's and NeXT's format.

Rule: a data size of 0xFFFFFFFF promises nothing.
Source: Oracle, "au(4)"; the encodings that NeXT added.
"""

from __future__ import annotations

from soundcase.audio.probe.chunks import Chunk
from soundcase.audio.probe.source import Source
from soundcase.audio.probe.structure import Raw, Structure, Track, UnfitError, impossible

_LAYOUTS = {
    1: ("ULAW", 1, None),
    2: ("PCM_S8", 1, 8),
    3: ("PCM_16", 2, 16),
    4: ("PCM_24", 3, 24),
    5: ("PCM_32", 4, 32),
    6: ("FLOAT", 4, 32),
    7: ("DOUBLE", 8, 64),
    27: ("ALAW", 1, None),
}


def read_au(source: Source, start: int) -> Structure:
    """The structure of an AU file that begins at byte `start`; raises `UnfitError`."""
    head = source.read(start, 24)
    if len(head) < 24:
        raise UnfitError("is an AU file whose header is cut off")
    big = head[:4] == b".snd"
    offset, size, encoding, rate, channels = (
        int.from_bytes(head[i : i + 4], "big" if big else "little") for i in range(4, 24, 4)
    )
    if offset < 24:
        raise UnfitError(f"declares a header of {offset} bytes")
    if not rate or not channels:
        raise impossible(channels, rate)
    begin = min(start + offset, source.size)
    endless = size in (0, 0xFFFFFFFF)
    end = source.size if endless else min(begin + size, source.size)
    data = Chunk(b"", begin, end, end - begin if endless else size)
    subtype, width, bits = _LAYOUTS.get(encoding, ("", 0, None))
    stride = width * channels
    frames = (end - begin) // stride if stride else None
    return Structure(
        kind="au-other" if bits is None else "au-float" if encoding in (6, 7) else "au-pcm",
        rate=rate,
        channels=channels,
        frames=frames,
        declared=size // stride if stride and not endless else None,
        payload=end - begin,
        tracks=(Track(((begin, end),), Raw(subtype, "BIG" if big else "LITTLE")),) if stride else (),
        bits=bits,
        damage=data.damage(frames),
        codec=f"encoding {encoding}" if bits is None else "",
    )
