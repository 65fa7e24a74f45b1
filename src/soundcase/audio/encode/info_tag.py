"""The Info tag of an MP3: where players read how much of the decoded sound is the encoder's own.

Rule: frames that were put in so that the last real sample comes out are counted as padding.
Source: "MP3 Info Tag rev 1 specification" (LAME), and the Xing header it extends.
"""

from __future__ import annotations

from pathlib import Path

_LOOK = 4096
_DELAYS, _CHECKSUM = 21, 34
"""Places behind the encoder's name, which stands 120 bytes behind `Xing` or `Info`."""


def pad(path: Path, frames: int) -> None:
    """Count so many more sample frames of a finished file as padding; raises `ValueError` where no tag is."""
    if not frames:
        return
    with path.open("r+b") as file:
        head = bytearray(file.read(_LOOK))
        mark = max(head.find(b"Info"), head.find(b"Xing"))
        place = mark + 120 + _DELAYS
        if mark < 0 or len(head) < place + 15:
            raise ValueError("the MP3 has no Info tag")
        packed = int.from_bytes(head[place : place + 3], "big") + frames
        head[place : place + 3] = packed.to_bytes(3, "big")
        end = mark + 120 + _CHECKSUM
        head[end : end + 2] = checksum(bytes(head[:end])).to_bytes(2, "big")
        file.seek(0)
        file.write(head)


def checksum(data: bytes) -> int:
    """CRC-16 with the reflected polynomial 0xA001, from 0."""
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value
