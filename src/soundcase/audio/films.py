"""Videos: their length, their size, how loud they are, and a picture of them.

Rule 1: no content raises; what FFmpeg cannot read has no length and no picture.
Rule 2: a picture costs the decoding of some frames only, however long the video is.
Rule 3: the same content gives the same bytes.
"""

from __future__ import annotations

import base64
import io
import json
from contextlib import suppress
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from soundcase.audio.media.analysis import heard_in
from soundcase.values import dataclass

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from PIL import Image

RECIPE = "film 2"
"""Names what is made here; another recipe makes another film of the same content."""
_PICTURES = ("h264", "vp8", "vp9", "av1")
_SOUNDS = ("aac", "mp3", "mp3float", "opus", "vorbis", "flac")
_DEPTHS = ("yuv420p", "yuvj420p")
"""What every browser decodes of H.264: 8 bits, colours at half the resolution."""
_WIDEST = 960
_FRAMES = 48
"""Frames that may be black before one is taken."""
_BLACK = 20
"""Mean luminance of 255."""
_MOST_PIXELS = 50_000_000
_LONGEST = 3600
"""Seconds of sound that are measured at most."""


@dataclass(frozen=True, slots=True)
class Film:
    """The facts of a decoded video."""

    seconds: float = 0.0
    """0 where no length is known."""
    width: int = 0
    """Pixels as shown; 0 where there is no picture."""
    height: int = 0
    sounding: bool = False
    """Whether it has a sound track."""
    poster: bytes = b""
    """WebP of the first frame that is not black; empty where none could be decoded."""
    refused: str = ""
    """Why browsers do not play it; empty where they do."""
    loudness: float | None = None
    """LUFS of its sound, as of clips; None where it has none, or was not measured."""


def watch(path: Path) -> Film:
    """The film at a path; never raises for a content."""
    import av

    try:
        with path.open("rb") as file, av.open(file, "r") as container:
            film = _film(container)
    except (av.FFmpegError, OSError, ValueError, ArithmeticError):
        return Film()
    sound = heard_in(path, longest=_LONGEST) if film.sounding and not film.refused else None
    return replace(film, loudness=sound.loudness if sound else None)


def dumped(film: Film) -> bytes:
    """A film as JSON."""
    return json.dumps({**asdict(film), "poster": base64.b64encode(film.poster).decode()}).encode()


def parsed(body: bytes | None) -> Film | None:
    """The film that was dumped; None for anything else."""
    with suppress(ValueError, TypeError, KeyError):
        values = json.loads(body or b"")
        return Film(**{**values, "poster": base64.b64decode(values["poster"])})
    return None


def _film(container: InputContainer) -> Film:
    video = next(iter(container.streams.video), None)
    sound = next(iter(container.streams.audio), None)
    seconds = (container.duration or 0) / 1_000_000
    refused = _refused(video, sound)
    if video is None or video.width * video.height > _MOST_PIXELS:
        return Film(seconds, sounding=sound is not None, refused=refused)
    video.codec_context.thread_count = 1
    frame = _poster_frame(container)
    if frame is None:
        return Film(seconds, video.width, video.height, sound is not None, refused=refused)
    picture: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
    if frame.rotation:
        picture = picture.rotate(frame.rotation, expand=True)
    width, height = picture.size
    if width > _WIDEST:
        picture = picture.resize((_WIDEST, max(round(height * _WIDEST / width), 1)))
    poster = io.BytesIO()
    picture.save(poster, "WEBP", quality=60, method=4)
    return Film(seconds, width, height, sound is not None, poster.getvalue(), refused)


def _refused(video: object, sound: object) -> str:
    context = getattr(video, "codec_context", None)
    codec, depth = getattr(context, "name", ""), getattr(context, "pix_fmt", None)
    if context is not None and not codec.removeprefix("lib").startswith((*_PICTURES, "dav1d")):
        return f"has its picture in the codec '{codec}'"
    if codec == "h264" and depth not in (*_DEPTHS, None):
        return f"has H.264 with colours as '{depth}'"
    codec = getattr(getattr(sound, "codec_context", None), "name", "")
    if codec and codec.removeprefix("lib") not in _SOUNDS:
        return f"has its sound in the codec '{codec}'"
    return ""


def _poster_frame(container: InputContainer) -> VideoFrame | None:
    """The first frame that is not black, else the first."""
    import av

    first = None
    with suppress(av.FFmpegError):
        for frame in islice(container.decode(video=0), _FRAMES):
            first = first or frame
            if frame.to_ndarray(format="gray").mean() > _BLACK:
                return frame
    return first
