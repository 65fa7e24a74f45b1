"""The things seen in a picture or in a film, before and after an edit."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from soundcase.audio.bare.marks import quiet

_Shown = tuple[object, ...]
_COVER = 0x400
"""FFmpeg's mark of a picture that belongs to a sound."""


def same_picture(one: bytes, other: bytes) -> bool:
    """True where Pillow decodes the same: pixels, transparency, frames, their times, and how it stands."""
    try:
        return all(left == right for left, right in zip_longest(_frames(one), _frames(other)))
    except Exception:  # noqa: BLE001 - a foreign parser on untrusted bytes raises anything
        return False


def _frames(content: bytes) -> Iterator[_Shown]:
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(content)) as image:
        told = "loop", "duration", "transparency", "background", "gamma"
        for number in range(getattr(image, "n_frames", 1) if image.format != "MPO" else 1):
            image.seek(number)
            stands = ImageOps.exif_transpose(image)
            facts = (image.info.get(name) for name in told)
            yield (stands.mode, stands.size, *facts, stands.tobytes(), str(stands.getpalette()))


def shown(content: bytes) -> bytes:
    """A digest of the packets of moving pictures, without names of encoders; empty where there are none."""
    import av

    digest, count = hashlib.sha256(), 0
    try:
        with av.open(io.BytesIO(content), "r", metadata_errors="ignore") as opened:
            films: list[Any] = [one for one in opened.streams.video if not one.disposition & _COVER]
            for film in films:
                context = film.codec_context
                about = context.name, context.width, context.height, quiet(context.extradata or b"")
                digest.update(repr(about).encode())
            for packet in opened.demux(films) if films else ():
                count += 1
                digest.update(
                    repr((packet.pts, packet.dts, packet.is_keyframe)).encode() + quiet(bytes(packet))
                )
    except Exception as error:  # noqa: BLE001 - as above
        digest.update(type(error).__name__.encode())
    return digest.digest() if count else b""
