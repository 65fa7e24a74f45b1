"""Recognition of a file by its first bytes.

Rule: the content decides; no suffix is looked at.
"""

from __future__ import annotations

import re

from soundcase.audio.probe.adts import is_adts, is_adts_chain
from soundcase.audio.probe.kinds import ADTS, CONTAINERS, LOAS, MPEG, TRANSPORT, Container, Reader
from soundcase.audio.probe.mpeg_frames import LOOK, first_frame, id3_size
from soundcase.audio.probe.source import Source

LFS = b"version https://git-lfs.github.com/spec/"
_NOT_SOUND = (
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"%PDF", "a PDF document"),
    (b"%!PS", "a PostScript document"),
    (b"PK\x03\x04", "a ZIP archive (or a document, or a PyTorch file, which are ones)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"MThd", "a MIDI file: notes, not sound"),
    (b"\x93NUMPY", "a NumPy array"),
    (b"\x89HDF", "an HDF5 file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x00\x05\x16\x07", "what macOS keeps beside a file (AppleDouble)"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\x80\x02", "a Python pickle"),
    (b"\x80\x04\x95", "a Python pickle"),
    (b"FWS", "a Flash program"),
    (b"CWS", "a Flash program"),
)
_RIFF_OTHERS = {b"WEBP": "a WebP picture", b"RMID": "a MIDI file: notes, not sound"}
_TEXT = 4096
_EMBEDDED = re.compile(b"|".join(one.embedded for one in CONTAINERS if one.embedded), re.DOTALL)
_SYNC = re.compile(rb"\xff[\xf0\xf1\xf8\xf9]")
_READ = tuple(one for one in CONTAINERS if one.read)
_FOREIGN = tuple(one for one in CONTAINERS if not one.read and (one.demuxer or not one.sndfile))
_SNDFILE = tuple(one for one in CONTAINERS if one.sndfile)
_PACKETS = ((0, 188), (4, 192), (0, 204))
"""Where the first packet of MPEG-TS begins, and bytes from each to the next: plain, of Blu-ray, with parity."""
_MARKS = 4


def _recognised(head: bytes, among: tuple[Container, ...]) -> Container | None:
    return next((container for container in among if container.begins(head)), None)


def reader(source: Source) -> tuple[Reader, int] | None:
    """The reader for this content and the byte where it begins; None if no container is recognised."""
    start = id3_size(source, 0)
    head = source.read(start, _TEXT)
    found = _recognised(head[:64], _READ)
    if found is not None and found.read is not None:
        return found.read, start
    if foreign_format(source):
        return None
    if ADTS.read and is_adts(source.read(start, 16384)):
        return ADTS.read, 0
    if _described(head) or libsndfile_may(source):
        return None
    behind = _behind(source, start)
    if behind is not None or MPEG.read is None or first_frame(source, start) is None:
        return behind
    return MPEG.read, 0


def _behind(source: Source, start: int) -> tuple[Reader, int] | None:
    """The reader for a container behind something else: zeros, a byte order mark, what a server said."""
    window = source.read(start, LOOK)
    for found in _EMBEDDED.finditer(window):
        container = _recognised(window[found.start() : found.start() + 64], _READ)
        if container is not None and container.read is not None:
            return container.read, start + found.start()
    for found in _SYNC.finditer(window):
        if ADTS.read and is_adts_chain(window[found.start() :]):
            return ADTS.read, start + found.start()
    return None


def foreign_format(source: Source) -> Container | None:
    """The container without a reader of its own that a file is, by its first bytes; None if it is none."""
    head = source.read(0, 1200)
    found = _recognised(head, _FOREIGN)
    if found is not None:
        return found
    if _is_loas(head, source):
        return LOAS
    marked = any(head[at : at + _MARKS * stride : stride] == b"\x47" * _MARKS for at, stride in _PACKETS)
    return TRANSPORT if marked else None


def _is_loas(head: bytes, source: Source) -> bool:
    """True if frames of AudioSyncStream follow each other, as ISO/IEC 14496-3 §1.7.2 has them."""
    if head[:1] != b"\x56" or len(head) < 3 or head[1] & 0xE0 != 0xE0:
        return False
    following = source.read(3 + ((head[1] & 0x1F) << 8 | head[2]), 2)
    return not following or (following[0] == 0x56 and len(following) > 1 and following[1] & 0xE0 == 0xE0)


def libsndfile_may(source: Source) -> bool:
    """True where the content looks like one of the rarer formats that libsndfile reads."""
    return _recognised(source.read(0, 128), _SNDFILE) is not None


def _described(head: bytes) -> str:
    if head[:4] == b"RIFF" and head[8:12] in _RIFF_OTHERS:
        return _RIFF_OTHERS[head[8:12]]
    if head[257:262] == b"ustar":
        return "a tar archive"
    if head[4:8] == b"ftyp":
        return "a picture (AVIF or HEIC)"
    return next((name for magic, name in _NOT_SOUND if head.startswith(magic)), "")


def describe(source: Source, *, excerpt: bool = True) -> str:
    """The description of a file without sound, by its beginning; with a few of its words unless not wanted."""
    head = source.read(0, _TEXT)
    known = _described(head)
    other = foreign_format(source)
    if known or other:
        return known or (other.name if other else "")
    if not head.strip(b"\0"):
        zeros = all(not block.strip(b"\0") for block in source.blocks())
        return "nothing but zero bytes" if zeros else "unknown content behind zero bytes"
    text = _text(head)
    if text is None:
        return "unknown content" + (f" (it begins with the bytes {head[:8].hex(' ')})" if excerpt else "")
    what, words = _written(text)
    return what + words if excerpt else what


def _text(head: bytes) -> str | None:
    """The beginning as text; None if it is none."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    if b"\0" in head:
        return None
    text = head.decode("utf-8-sig", "replace")
    odd = sum(c == "\ufffd" or (not c.isprintable() and c not in "\t\r\n\f") for c in text[:-1])
    return text if odd * 20 <= len(text) else None


def _written(text: str) -> tuple[str, str]:
    """The kind of a text, and some of its words."""
    lean = text.strip()
    if not lean:
        return "nothing but white space", ""
    low = lean[:1024].lower()
    if re.search(r"<!doctype html|<html|<head|<body|<title", low):
        title = re.search(r"<title[^>]*>([^<]{1,80})", lean, re.IGNORECASE)
        return "a web page (HTML)", f" with the title '{_short(title[1])}'" if title else ""
    if low.startswith("<svg") or "<svg" in low:
        return "an SVG picture", ""
    beginning = f", beginning '{_short(lean)}'"
    if low.startswith(("<?xml", "<error")):
        return "an XML document", beginning
    if re.match(r'[\[{]\s*("|[\[{\]}]|-?\d)', lean):
        return "JSON text", beginning
    return "a text", beginning


def _short(text: str) -> str:
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return plain if len(plain) <= 40 else f"{plain[:40].rstrip()} …"
