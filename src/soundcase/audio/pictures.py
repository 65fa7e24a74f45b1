"""The truth about pictures and videos, from their content.

Rule 1: a picture is decoded whole once, so that a broken one is found here and not by a reader.
Rule 2: sizes are limited before anything is decoded; an SVG picture that runs or loads something is refused.
Rule 3: what browsers cannot show is a fault, not a fact.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from soundcase.audio.probe.matroska import contents
from soundcase.audio.probe.mp4_boxes import descend, handler, read_movie
from soundcase.audio.probe.sniff import describe
from soundcase.audio.probe.source import Source, open_source, quoted, unreadable
from soundcase.audio.probe.structure import UnfitError
from soundcase.audio.probe.verdict import unusable, wrong_suffix
from soundcase.audio.svg import SvgError, root_attributes
from soundcase.facts import Picture
from soundcase.problems.problem import Fault

if TYPE_CHECKING:
    from PIL import Image

MAX_BYTES = 64 << 20
MAX_PIXELS = 50_000_000
MAX_FRAMES = 1000
MAX_MOVING_PIXELS = 250_000_000
"""Over all frames of a moving picture."""
_RASTER = {
    "PNG": ("image/png", (".png",)),
    "JPEG": ("image/jpeg", (".jpg", ".jpeg")),
    "GIF": ("image/gif", (".gif",)),
    "WEBP": ("image/webp", (".webp",)),
    "AVIF": ("image/avif", (".avif",)),
    "MPO": ("image/jpeg", (".jpg", ".jpeg")),
}
"""By Pillow's name; an MPO is a JPEG with more pictures behind it, as some cameras write them."""
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF")
_MOVING = f"has more than {MAX_FRAMES:,} frames, or {MAX_MOVING_PIXELS:,} pixels in all of them"
_SVG = ("image/svg+xml", (".svg",))
_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".bmp", ".tif", ".tiff", ".pdf", ".txt")
_ORIENTATION, _TURNED = 0x0112, (5, 6, 7, 8)
_UNITS = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "q": 96 / 101.6,
}
_CONVERT = "Save it as PNG, JPEG, WebP or SVG."
_AGAIN = "Save it again; a download may have been interrupted."
_MP4_CODECS = {b"avc1": "H.264", b"avc3": "H.264", b"av01": "AV1", b"vp09": "VP9"}
_WEBM_CODECS = ("V_VP8", "V_VP9", "V_AV1")
_FILM = "Convert it: ffmpeg -i IN -c:v libx264 -pix_fmt yuv420p -c:a aac -movflags +faststart OUT.mp4"


class VideoFile(NamedTuple):
    """The facts of a video file that its structure shows."""

    mime: str
    suffix: str
    size: int
    """Bytes."""
    sha256: str


class _Shape(NamedTuple):
    """The type and size of a picture."""

    mime: str
    suffixes: tuple[str, ...]
    width: int
    height: int


def picture_facts(path: Path, shown: str = "") -> tuple[Picture | None, tuple[Fault, ...]]:
    """The facts of a picture (None where it cannot be shown) and its faults; never raises for a content."""
    name = shown or path.name
    try:
        source = open_source(path, name)
        if isinstance(source, Fault):
            return None, (source,)
        with source:
            shape = _shape(source, name)
            if isinstance(shape, Fault):
                return None, (shape,)
            suffix = shape.suffixes[0]
            picture = Picture(shape.mime, suffix, shape.width, shape.height, source.size, source.sha256())
            form = suffix.removeprefix(".").upper()
            return picture, tuple(wrong_suffix(name, form, shape.suffixes, _SUFFIXES))
    except OSError as error:
        return None, (unreadable(error, name),)


def _shape(source: Source, name: str) -> _Shape | Fault:
    early = unusable(source, name, "not-an-image", _AGAIN)
    if early is not None:
        return early
    if source.size > MAX_BYTES:
        text = f"{quoted(name)} has {source.size:,} bytes; pictures may have {MAX_BYTES:,}"
        return Fault("not-an-image", text, "Scale it down.")
    content = source.read(0, source.size)
    try:
        root = root_attributes(content)
    except SvgError as why:
        return Fault("not-an-image", f"{quoted(name)} {why}", "Save it as plain SVG, or as PNG.")
    if root is not None:
        return _Shape(*_SVG, *_svg_size(root))
    shape = _raster(content, name)
    if shape is None:
        text = f"{quoted(name)} is no picture that browsers show but {describe(source)}"
        return Fault("not-an-image", text, _CONVERT)
    return shape


def _raster(content: bytes, name: str) -> _Shape | Fault | None:
    """The shape of a raster picture, decoded whole; None where Pillow does not know it."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
                form, (width, height) = str(image.format), image.size
                if width * height > MAX_PIXELS:
                    text = f"has {width} × {height} pixels; pictures may have {MAX_PIXELS:,} in all"
                    return Fault("not-an-image", f"{quoted(name)} {text}", "Scale it down.")
                turned = image.getexif().get(_ORIENTATION) in _TURNED
                image.load()
                if form != "MPO" and _moves_too_much(image):
                    return Fault("not-an-image", f"{quoted(name)} {_MOVING}", "Make it a video, or shorten it.")
    except UnidentifiedImageError:
        return None
    except Image.DecompressionBombError:
        text = f"{quoted(name)} has far more pixels than the {MAX_PIXELS:,} that pictures may have"
        return Fault("not-an-image", text, "Scale it down.")
    except (OSError, SyntaxError, ValueError, ArithmeticError, LookupError, MemoryError, EOFError) as error:
        return Fault("not-an-image", f"{quoted(name)} is a broken picture: {error}", _AGAIN)
    mime, suffixes = _RASTER[form]
    return _Shape(mime, suffixes, height if turned else width, width if turned else height)


def _moves_too_much(image: Image.Image) -> bool:
    """True if a moving picture has too many frames; all of them are decoded as long as it has not."""
    width, height = image.size
    most = min(MAX_FRAMES, MAX_MOVING_PIXELS // (width * height))
    for frame in count(1):
        try:
            image.seek(frame)
        except EOFError:
            return False
        if frame >= max(most, 1):
            return True
        image.load()
    return False


def _svg_size(root: Mapping[str, str]) -> tuple[int, int]:
    """Width and height in CSS pixels: as written, else by the view box, else the 300 × 150 of CSS."""
    width, height = _length(root.get("width", "")), _length(root.get("height", ""))
    box = [float(n) for n in re.findall(r"[-+]?(?:\d+\.?\d*|\.\d+)", root.get("viewBox", ""))]
    across, down = (box[2], box[3]) if len(box) == 4 and box[2] > 0 and box[3] > 0 else (0.0, 0.0)
    if across and not width:
        width = height * across / down if height else across
    if across and not height:
        height = width * down / across
    sides = [min(max(1, round(length)), 1_000_000) for length in (width or 300.0, height or 150.0)]
    return sides[0], sides[1]


def _length(text: str) -> float:
    """CSS pixels of an absolute length; 0 for a relative one, or none."""
    found = re.fullmatch(r"\s*\+?(\d+\.?\d*|\.\d+)\s*([a-zA-Z]*)\s*", text)
    return float(found[1]) * _UNITS.get(found[2].lower(), 0.0) if found else 0.0


def video_facts(path: Path, shown: str = "") -> VideoFile | Fault:
    """The facts of a video that browsers play (MP4 or WebM), or why it is none; never raises for a content."""
    name = shown or path.name
    try:
        source = open_source(path, name)
        if isinstance(source, Fault):
            return source
        with source:
            found = unusable(source, name, "not-a-video", _AGAIN) or _film(source, name)
            if isinstance(found, Fault):
                return found
            return VideoFile(*found, source.size, source.sha256())
    except OSError as error:
        return unreadable(error, name)
    except UnfitError as why:
        return Fault("not-a-video", f"{quoted(name)} {why}", _FILM)


def unplayable(name: str, why: str) -> Fault:
    """The fault of a video that browsers do not play, and how to make one that they do."""
    return Fault("not-a-video", f"{quoted(name)} {why}, which not every browser plays", _FILM)


def _film(source: Source, name: str) -> tuple[str, str] | Fault:
    head = source.read(0, 12)
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return _webm(source, name)
    if head[4:8] != b"ftyp":
        return Fault("not-a-video", f"{quoted(name)} is no MP4 or WebM video but {describe(source)}", _FILM)
    film = read_movie(source, 0)
    if film.brand == b"qt  ":
        return Fault("not-a-video", f"{quoted(name)} is a QuickTime film, which Firefox refuses", _FILM)
    picture = next((track for track in film.tracks if handler(source, track) == b"vide"), None)
    table = descend(source, picture, b"mdia", b"minf", b"stbl", b"stsd")
    codec = source.read(table.start + 12, 4) if table else b""
    if codec not in _MP4_CODECS:
        what = (
            f"with a picture in the codec {quoted(codec.decode('latin-1'))}" if codec else "without a picture"
        )
        return Fault("not-a-video", f"{quoted(name)} is an MP4 file {what}", _FILM)
    if film.cut:
        return Fault("not-a-video", f"{quoted(name)} is an MP4 file that is cut off", _AGAIN)
    return "video/mp4", ".mp4"


def _webm(source: Source, name: str) -> tuple[str, str] | Fault:
    found = contents(source, 0)
    picture = found.picture
    if found.doc_type != "webm" or picture is None or picture.codec not in _WEBM_CODECS:
        codec = picture.codec if picture else "no picture"
        text = f"{quoted(name)} is a Matroska file ({found.doc_type or 'unknown'}, {codec}), not a WebM video"
        return Fault("not-a-video", text, _FILM)
    if found.cut:
        return Fault("not-a-video", f"{quoted(name)} is a WebM file that is cut off", _AGAIN)
    return "video/webm", ".webm"
