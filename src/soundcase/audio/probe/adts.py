"""AAC in ADTS: a walk over the frames.

Rule: a frame holds 1,024 samples per raw data block; the rate is the one of the core, before any SBR.
Source: ISO/IEC 13818-7 §6.2.
"""

from __future__ import annotations

from soundcase.audio.probe.mpeg_frames import id3_size
from soundcase.audio.probe.source import BLOCK, Source
from soundcase.audio.probe.structure import Damage, Structure, UnfitError

RATES = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350)
CHANNELS = (0, 1, 2, 3, 4, 5, 6, 8)
_SAMPLES = 1024
_CHAIN = 4


def is_adts(head: bytes) -> bool:
    """True where two frame headers follow each other at the start of these bytes, or one fills them."""
    length = _length(head)
    if not length:
        return False
    return len(head) == length or _length(head[length : length + 7]) > 0


def is_adts_chain(head: bytes) -> bool:
    """True where so many frames follow each other at the start of these bytes that it is no chance."""
    place = 0
    for _ in range(_CHAIN):
        length = _length(head[place : place + 7])
        if not length:
            return False
        place += length
    return True


def _length(head: bytes) -> int:
    """Bytes of the frame that begins here, header included; 0 if none does."""
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0 or head[2] >> 2 & 15 > 12:
        return 0
    length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return length if length >= 8 else 0


def read_adts(source: Source, start: int) -> Structure:
    """The structure of an ADTS stream, behind an ID3v2 tag if there is one; raises `UnfitError`."""
    tag = id3_size(source, start)
    position = start + tag
    head = source.read(position, 7)
    rate = RATES[head[2] >> 2 & 15] if _length(head) else 0
    channels = CHANNELS[(head[2] & 1) << 2 | head[3] >> 6] if rate else 0
    if not rate:
        raise UnfitError("holds no chain of ADTS frames")
    blocks, damage, end = _walk(source, position)
    return Structure(
        kind="adts-aac",
        rate=rate,
        channels=channels or 2,
        frames=blocks * _SAMPLES,
        declared=None,
        payload=end - position,
        damage=damage,
        no_duration="a stream of ADTS frames has no field for it, and browsers guess wrong",
        guessed=True,
        id3=(start, start + tag) if tag else None,
    )


def _walk(source: Source, position: int) -> tuple[int, Damage | None, int]:
    blocks = 0
    while position < source.size:
        window = source.read(position, BLOCK)
        place = 0
        while (length := _length(window[place : place + 7])) and place + length <= len(window):
            blocks += (window[place + 6] & 3) + 1
            place += length
        position += place
        held = source.size - position
        if held == 0:
            break
        if length and held < length:
            what = f"its last frame has {held} of {length} bytes"
            return blocks, Damage("truncated", what, blocks * _SAMPLES), position
        if not length and source.read(position, 3) not in (b"TAG", b"APE", b"ID3"):
            if held < 7:
                return blocks, Damage("truncated", "its last frame is cut", blocks * _SAMPLES), position
            what = f"what follows byte {position} is no ADTS frame"
            return blocks, Damage("corrupt", what, blocks * _SAMPLES), position
        if not length:
            break
    return blocks, None, position
