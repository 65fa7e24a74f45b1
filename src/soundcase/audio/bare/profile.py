"""Colours and orientation of pictures, said without a word beside.

Rule: bytes of a colour profile are put in the place of bytes; tags that colours follow from are not touched.
Source: ICC.1:2022, §7 and §10; CIPA DC-008 (Exif 2.32), for the orientation.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_HEAD, _ENTRY = 128, 12
_IDENTIFYING = ((4, 8), (40, 44), (48, 56), (80, 100))
"""Bytes of the header: preferred software, platform, device, creator and digest."""
_DATE, _NEW_YEAR = slice(24, 36), struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
_COLOURS = frozenset(
    b"rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC wtpt bkpt lumi chad chrm cicp gamt meas tech vcgt view "
    b"A2B0 A2B1 A2B2 A2B3 B2A0 B2A1 B2A2 B2A3 D2B0 D2B1 D2B2 D2B3 B2D0 B2D1 B2D2 B2D3 pre0 pre1 pre2 "
    b"ncl2 clrt clro rig0 HDGM".split()
)
ORIENTATION = 0x0112
_UPRIGHT = 1


def quiet_profile(profile: bytes) -> bytes:
    """A colour profile of the same length and the same colours, without descriptions."""
    made = bytearray(profile)
    if len(profile) < _HEAD + 4:
        return bytes(len(profile))
    for start, end in _IDENTIFYING:
        made[start:end] = bytes(end - start)
    made[_DATE] = _NEW_YEAR
    tags = tuple(_tags(profile))
    held = sorted((start, end) for name, start, end in tags if name in _COLOURS)
    for name, start, end in tags:
        if name not in _COLOURS and not any(start < last and first < end for first, last in held):
            _silence(made, start, end)
    return bytes(made)


def _tags(profile: bytes) -> Iterator[tuple[bytes, int, int]]:
    count = int.from_bytes(profile[_HEAD : _HEAD + 4], "big")
    for place in range(_HEAD + 4, min(_HEAD + 4 + count * _ENTRY, len(profile) - _ENTRY + 1), _ENTRY):
        name, start, size = struct.unpack(">4sII", profile[place : place + _ENTRY])
        if _HEAD <= start < len(profile):
            yield name, start, min(start + size, len(profile))


def _silence(made: bytearray, start: int, end: int) -> None:
    """Clear one tag behind what makes it a tag of its type."""
    kind = bytes(made[start : start + 4])
    if kind != b"mluc":
        begin = start + (12 if kind == b"desc" else 8)
        made[begin:end] = bytes(max(0, end - begin))
        return
    count = int.from_bytes(made[start + 8 : start + 12], "big")
    texts = min(start + 16 + count * 12, end)
    made[texts:end] = bytes(end - texts)


def orientation(exif: bytes) -> int:
    """The orientation that EXIF data say, 1 to 8; 1 where they say none."""
    from PIL import Image

    tags = Image.Exif()
    try:
        tags.load(exif)
        found = tags.get(ORIENTATION, _UPRIGHT)
    except Exception:  # noqa: BLE001 - a foreign parser on untrusted bytes raises anything
        return _UPRIGHT
    return found if isinstance(found, int) and 1 <= found <= 8 else _UPRIGHT


def turned(exif: bytes) -> bytes:
    """EXIF data (a TIFF of one field) that say the same orientation; empty where the picture is upright."""
    found = orientation(exif)
    if found == _UPRIGHT:
        return b""
    return b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, ORIENTATION, 3, 1, found, 0, 0)
