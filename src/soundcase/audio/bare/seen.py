"""The things seen in a picture or in a film, before and after an edit."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import count, zip_longest
from typing import Any

from soundcase.audio.bare.marks import quiet

_Shown = tuple[object, ...]


def same_picture(one: bytes, other: bytes) -> bool:
    """True where Pillow decodes the same: pixels, transparency, frames, their times, and how it stands."""
    return all(left == right for left, right in zip_longest(_frames(one), _frames(other)))


def _frames(content: bytes) -> Iterator[_Shown]:
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(content)) as image:
            told = "loop", "duration", "transparency", "background", "gamma"
            moving = image.format != "MPO"
            for number in count():
                try:
                    image.seek(number)
                except EOFError:
                    return
                stands = ImageOps.exif_transpose(image)
                facts = (image.info.get(name) for name in told)
                yield (stands.mode, stands.size, *facts, stands.tobytes(), str(stands.getpalette()))
                if not moving:
                    return
    except (OSError, SyntaxError, ValueError) as error:
        yield (str(error),)


def same_film(one: bytes, other: bytes) -> bool:
    """True where FFmpeg takes the same packets of moving pictures out of both, but for names of encoders."""
    return all(left == right for left, right in zip_longest(_packets(one), _packets(other)))


def _packets(content: bytes) -> Iterator[_Shown]:
    import av

    try:
        with av.open(io.BytesIO(content), "r", metadata_errors="ignore") as opened:
            films: list[Any] = [one for one in opened.streams.video if not one.disposition & 0x400]
            for film in films:
                context = film.codec_context
                yield context.name, context.width, context.height, quiet(context.extradata or b"")
            for packet in opened.demux(films) if films else ():
                yield packet.pts, packet.dts, packet.is_keyframe, quiet(bytes(packet))
    except (av.error.FFmpegError, ValueError) as error:
        yield (str(error),)
