"""What a file is, by its first bytes.

Rule: the content decides; no suffix is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from soundcase.audio.probe.adts import is_adts, is_adts_chain, read_adts
from soundcase.audio.probe.aiff import read_aiff
from soundcase.audio.probe.au import MAGICS, read_au
from soundcase.audio.probe.caf import read_caf
from soundcase.audio.probe.flac import read_flac
from soundcase.audio.probe.foreign import foreign_format
from soundcase.audio.probe.matroska import read_matroska
from soundcase.audio.probe.mp4 import read_mp4
from soundcase.audio.probe.mpeg import read_mpeg
from soundcase.audio.probe.mpeg_frames import LOOK, first_frame, id3_size
from soundcase.audio.probe.ogg import read_ogg
from soundcase.audio.probe.riff import read_wave
from soundcase.audio.probe.source import Source
from soundcase.audio.probe.structure import Structure
from soundcase.audio.probe.wave64 import MAGIC as WAVE64
from soundcase.audio.probe.wave64 import read_wave64

Reader = Callable[[Source, int], Structure]

LFS = b"version https://git-lfs.github.com/spec/"
_MP4_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
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
_OPENINGS = re.compile(
    rb"RIFF....WAVE|RIFX....WAVE|RF64....WAVE|FORM....AIF[FC]|fLaC\0\0\0\x22|OggS\0\x02|caff\0\x01\0\0"
    rb"|\0\0\0.ftyp(?:M4|mp4|iso|qt|3g|dash)",
    re.DOTALL,
)
"""How containers begin, in so many bytes that chance does not write them."""
_SYNC = re.compile(rb"\xff[\xf0\xf1\xf8\xf9]")
_LIBSNDFILE = (
    b"NIST_1A",
    b"Creative Voice File",
    b"PVF1",
    b"Extended Instrument: ",
    b"ALawSoundFile**",
    b" paf",
    b"fap ",
    b"\x64\xa3",
    b"MATLAB",
    b"2BIT",
)


def reader(source: Source) -> tuple[Reader, int] | None:
    """The reader for this content and the byte where it begins; None if no container is recognised."""
    start = id3_size(source, 0)
    head = source.read(start, _TEXT)
    found = _by_magic(head[:64])
    if found is not None:
        return found, start
    if foreign_format(source):
        return None
    frames = source.read(start, 16384)
    if is_adts(frames):
        return read_adts, 0
    if _described(head) or libsndfile_may(source):
        return None
    return _behind(source, start) or ((read_mpeg, 0) if first_frame(source, start) is not None else None)


def _behind(source: Source, start: int) -> tuple[Reader, int] | None:
    """The reader for a container behind something else: zeros, a byte order mark, what a server said."""
    window = source.read(start, LOOK)
    for found in _OPENINGS.finditer(window):
        container = _by_magic(window[found.start() : found.start() + 64])
        if container is not None:
            return container, start + found.start()
    for found in _SYNC.finditer(window):
        if is_adts_chain(window[found.start() :]):
            return read_adts, start + found.start()
    return None


def _by_magic(head: bytes) -> Reader | None:
    if head[:4] in (b"RIFF", b"RIFX", b"RF64", b"BW64") and b"WAVE".startswith(head[8:12]):
        return read_wave
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return read_aiff
    if head[:16] == WAVE64:
        return read_wave64
    if head[4:8] in _MP4_BOXES and head[8:12] not in (b"avif", b"heic", b"mif1"):
        return read_mp4
    by_four: dict[bytes, Reader] = {
        b"fLaC": read_flac,
        b"OggS": read_ogg,
        b"caff": read_caf,
        b"\x1a\x45\xdf\xa3": read_matroska,
        **dict.fromkeys(MAGICS, read_au),
    }
    return by_four.get(head[:4])


def libsndfile_may(source: Source) -> bool:
    """Whether the content looks like one of the rarer formats that libsndfile reads."""
    head = source.read(0, 128)
    return head.startswith(_LIBSNDFILE) or (head[:4] == b"FORM" and head[8:12] in (b"8SVX", b"16SV"))


def _described(head: bytes) -> str:
    if head[:4] == b"RIFF" and head[8:12] in _RIFF_OTHERS:
        return _RIFF_OTHERS[head[8:12]]
    if head[257:262] == b"ustar":
        return "a tar archive"
    if head[4:8] == b"ftyp":
        return "a picture (AVIF or HEIC)"
    return next((name for magic, name in _NOT_SOUND if head.startswith(magic)), "")


def describe(source: Source, *, excerpt: bool = True) -> str:
    """What a file without sound is, as far as its beginning tells; with a few words of it unless not wanted."""
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
    """What a text is, and some of its words."""
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
