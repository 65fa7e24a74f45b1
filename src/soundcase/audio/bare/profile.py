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
    made, tags = bytearray(len(profile)), tuple(_tags(profile))
    if len(profile) < _HEAD + 4:
        return bytes(made)
    table = _HEAD + 4 + _ENTRY * len(tags)
    made[:table] = profile[:table]
    made[_HEAD : _HEAD + 4] = len(tags).to_bytes(4, "big")
    for start, end in _IDENTIFYING:
        made[start:end] = bytes(end - start)
    made[_DATE] = _NEW_YEAR
    for name, start, end in sorted(tags, key=lambda tag: tag[0] in _COLOURS):
        last = end if name in _COLOURS else min(end, start + _frame(profile, start))
        made[start:last] = profile[start:last]
    return bytes(made)


def _frame(profile: bytes, start: int) -> int:
    """The bytes that make a text one of its type: the type, how many texts there are, and their languages."""
    kind = profile[start : start + 4]
    if kind == b"mluc":
        return 16 + 12 * int.from_bytes(profile[start + 8 : start + 12], "big")
    return 12 if kind == b"desc" else 8


def _tags(profile: bytes) -> Iterator[tuple[bytes, int, int]]:
    count = int.from_bytes(profile[_HEAD : _HEAD + 4], "big")
    for place in range(_HEAD + 4, min(_HEAD + 4 + count * _ENTRY, len(profile) - _ENTRY + 1), _ENTRY):
        name, start, size = struct.unpack(">4sII", profile[place : place + _ENTRY])
        if not _HEAD <= start < len(profile):
            return
        yield name, start, min(start + size, len(profile))


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
