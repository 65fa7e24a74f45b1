"""The bare version of any file that a site publishes.

Rule 1: an edit counts only where it decodes to the same samples, or to the same pixels.
Rule 2: `RECIPE` is counted up when the same content begins to give other bytes; keys of kept values have it.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Callable

from soundcase.audio.bare import boxes, chunked, ebml, midi, ogg, raster, sound, streams, vector
from soundcase.audio.bare.seen import same_picture, shown
from soundcase.audio.probe.adts import read_adts
from soundcase.audio.probe.aiff import read_aiff
from soundcase.audio.probe.au import read_au
from soundcase.audio.probe.av_decode import DecoderError
from soundcase.audio.probe.caf import read_caf
from soundcase.audio.probe.flac import read_flac
from soundcase.audio.probe.kinds import CONTAINERS, Reader
from soundcase.audio.probe.matroska import read_matroska
from soundcase.audio.probe.mp4 import read_mp4
from soundcase.audio.probe.mpeg import read_mpeg
from soundcase.audio.probe.ogg import read_ogg
from soundcase.audio.probe.riff import read_wave, read_wave64
from soundcase.audio.probe.sniff import describe, foreign_format, libsndfile_may, reader
from soundcase.audio.probe.source import Source
from soundcase.audio.probe.structure import UnfitError
from soundcase.audio.probe.trailing import sound_end
from soundcase.audio.svg import SvgError
from soundcase.values import dataclass

RECIPE = "bare 2"
"""Names what is made here."""
_LOOK = 4096
"""Bytes at the beginning of a text that tell a broken SVG picture."""
_EDGE = 1 << 18
"""Bytes at both ends of a file in which marks of metadata are looked for."""
_Editor = Callable[[Source, int], bytes]
_FAILURES = (KeyError, IndexError, ValueError, struct.error, UnfitError, ogg.ForeignOggError)


def _of_content(edit: Callable[[bytes, int], bytes]) -> _Editor:
    return lambda source, start: edit(source.read(0, source.size), start)


_SOUNDS: dict[Reader, _Editor] = {
    read_wave: chunked.bare_wave,
    read_wave64: chunked.bare_wave64,
    read_aiff: chunked.bare_aiff,
    read_caf: chunked.bare_caf,
    read_au: chunked.bare_au,
    read_flac: streams.bare_flac,
    read_mpeg: streams.bare_mpeg,
    read_adts: streams.bare_adts,
    read_ogg: _of_content(lambda content, start: ogg.bare_ogg(content[start:])),
    read_mp4: _of_content(boxes.bare_boxes),
    read_matroska: _of_content(ebml.bare_matroska),
}
_FILMS = (read_mp4, read_matroska)
_DEMUXERS = {one.read: one.demuxer or "mp3" for one in CONTAINERS if one.read}
_PICTURES: tuple[tuple[bytes, Callable[[bytes], bytes]], ...] = (
    (rb"\x89PNG\r\n", raster.bare_png),
    (rb"\xff\xd8\xff", raster.bare_jpeg),
    (b"GIF8[79]a", raster.bare_gif),
    (b"RIFF....WEBP", raster.bare_webp),
    (b"....ftyp(?:avif|avis|mif1|msf1|heic)", lambda content: boxes.bare_boxes(content, 0)),
)
_MARKS = (
    ("ID3 tag", rb"ID3[\2-\4]\0|TAG.{125}\Z"),
    ("APE tag", b"APETAGEX"),
    ("Vorbis comments", rb"\x03vorbis(?!\0{8})|OpusTags(?!\0{8})|\A.{42}[\4\x84]\0"),
    ("list of texts", b"LIST....INFO"),
    ("broadcast data", b"bext....|iXML...."),
    ("tags", b"udta|ilst|\x12\x54\xc3\x67"),
    ("names of programs", rb"Lav[cf]\d|LAME\d|x26[45] |libVorbis|libopus|libFLAC|\x4d\x80|\x57\x41"),
    ("EXIF", b"Exif\\0\\0|eXIf|EXIF"),
    ("XMP", b"<x:xmpmeta|adobe\\.com|XML:com"),
    ("IPTC", b"Photoshop 3\\.0\\0|8BIM"),
    ("texts", b"tEXt|zTXt|iTXt"),
    ("time", b"tIME"),
    ("comment", rb"\A\xff\xd8.*?\xff\xfe\0|\AGIF.*?!\xfe|<!--"),
    ("title or description", b"<(?:title|desc|metadata)\\b"),
)


class UncleanError(Exception):
    """A file whose metadata cannot be taken out; the text completes "the file …", as in `is a PDF document`."""


@dataclass(frozen=True, slots=True)
class Bare:
    """A file without metadata."""

    content: bytes
    removed: tuple[str, ...] = ()
    """What was in it, for people, e.g. `ID3 tag`, `EXIF`, `comment`; empty where nothing was."""
    suffix: str = ""
    """With its dot, where the content is of another kind now (`.flac`, `.wav`); empty where it is as before."""
    mime: str = ""
    """For `<source type>`, where it is another now."""


def bare(content: bytes) -> Bare:
    """A file's content without metadata: audio, video, pictures, MIDI and plain texts; raises `UncleanError`.

    Where nothing proves that an edit is lossless, sound is decoded and written as FLAC (WAV where FLAC cannot
    hold its samples). Plain texts come back as they are.
    """
    for begins, edit in _PICTURES:
        if re.match(begins, content, re.DOTALL):
            return _picture(content, edit)
    if (drawn := _drawn(content)) is not None:
        return _told(content, drawn)
    if content[:4] == b"MThd":
        return _told(content, _tried(lambda: midi.bare_midi(content)) or _unclean("is a broken MIDI file"))
    source = Source(io.BytesIO(content), len(content))
    found = reader(source)
    if found is not None:
        return _sound(content, source, *found)
    foreign = foreign_format(source)
    if foreign is not None or libsndfile_may(source):
        return _anew(content[: sound_end(source)], foreign.demuxer if foreign else "")
    if _is_text(content) and b"<svg" not in content[:_LOOK]:
        return Bare(content)
    raise UncleanError(f"is {describe(source, excerpt=False)}")


def _unclean(why: str) -> bytes:
    raise UncleanError(why)


def bare_picture(content: bytes) -> bytes:
    """A picture inside of another file, bare."""
    return bare(content).content


def _drawn(content: bytes) -> bytes | None:
    try:
        return vector.bare_svg(content, bare_picture)
    except SvgError as why:
        raise UncleanError(str(why)) from why


def _tried(edit: Callable[[], bytes]) -> bytes:
    """What an edit makes; empty where the file is laid out as no edit expects."""
    try:
        return edit()
    except _FAILURES:
        return b""


def _picture(content: bytes, edit: Callable[[bytes], bytes]) -> Bare:
    made = _tried(lambda: edit(content))
    if not made or not same_picture(content, made):
        raise UncleanError("is a picture whose metadata cannot be taken out without changing it")
    return _told(content, made)


def _sound(content: bytes, source: Source, read: Reader, start: int) -> Bare:
    edit, demuxer = _SOUNDS[read], _DEMUXERS[read]
    made = _tried(lambda: edit(source, start))
    heard = sound.digest(content[start:], demuxer)
    film = shown(content) if read in _FILMS else b""
    same = made and (not film or shown(made) == film) and sound.digest(made, demuxer) == heard
    if same and (heard or film):
        return _told(content, made)
    if film or not heard:
        raise UncleanError("is a film or a sound whose metadata cannot be taken out without changing it")
    return _anew(content[start:], demuxer)


def _anew(content: bytes, demuxer: str) -> Bare:
    """A sound that no edit cleans, decoded and written anew."""
    try:
        made = sound.written(content, demuxer)
    except DecoderError as error:
        raise UncleanError(f"cannot be decoded ({error})") from error
    plain = bare(made.content)
    return Bare(plain.content, ("all but its samples",), made.suffix, made.mime)


def _told(content: bytes, made: bytes) -> Bare:
    return Bare(made, _removed(content, made))


def _removed(before: bytes, after: bytes) -> tuple[str, ...]:
    """The kinds of metadata whose marks are gone."""
    if before == after:
        return ()
    before, after = (one if len(one) <= 2 * _EDGE else one[:_EDGE] + one[-_EDGE:] for one in (before, after))
    found = tuple(
        name
        for name, mark in _MARKS
        if len(re.findall(mark, before, re.DOTALL)) > len(re.findall(mark, after, re.DOTALL))
    )
    return found or ("other bytes",)


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
