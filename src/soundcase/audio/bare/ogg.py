"""Ogg: the pages of sounds and moving pictures, whose comments say nothing.

Rule: pages of sound stay as they are but for their numbers; what else is multiplexed with them goes.
Source: RFC 3533; RFC 7845 (Opus); the Vorbis I specification; "Ogg Mapping" of FLAC and of Speex.
"""

# Pages of mutagen have no types:
# ruff: noqa: ANN401

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import mutagen.ogg

from soundcase.audio.bare.streams import comments, speakers

OggPage: Any = mutagen.ogg.OggPage
_BEGINS = (b"\x01vorbis", b"OpusHead", b"\x7fFLAC", b"Speex   ")
_LONGEST = (30, 276, 51, 80)
"""Bytes of these first packets at most."""
_VERSION = slice(8, 28)
"""Where a Speex header names the version of its library."""
_FLAC_COMMENT = 0x80 | 4


class ForeignOggError(Exception):
    """A file whose headers are laid out so that they cannot be written again."""


def _pages(content: bytes) -> Iterator[Any]:
    """Every whole page; what is between them is passed over."""
    place = content.find(b"OggS")
    while place >= 0:
        file = io.BytesIO(content)
        file.seek(place)
        try:
            yield OggPage(file)
            place = content.find(b"OggS", file.tell())
        except (mutagen.ogg.error, EOFError, ValueError):
            place = content.find(b"OggS", place + 1)


def _headers(first: bytes) -> int | None:
    """The number of header packets behind the first; None where it does not say."""
    if first.startswith(b"\x01vorbis"):
        return 2
    if first.startswith(b"Speex   "):
        return 1 + int.from_bytes(first[68:72], "little")
    return int.from_bytes(first[7:9], "big") or None if first.startswith(b"\x7fFLAC") else 1


def _silent(first: bytes, packets: list[bytes]) -> list[bytes]:
    """Header packets that say nothing, in the place of these."""
    if first.startswith(b"OpusHead"):
        return [b"OpusTags" + comments()]
    if first.startswith(b"\x01vorbis"):
        return [b"\x03vorbis" + comments() + b"\1", *packets[1:]]
    if first.startswith(b"\x7fFLAC"):
        body = comments(next(filter(None, map(speakers, packets)), b""))
        return [bytes((_FLAC_COMMENT,)) + len(body).to_bytes(3, "big") + body]
    return [comments(), *packets[1:]]


class _Stream:
    """One logical stream on its way through."""

    def __init__(self, page: Any) -> None:
        first = page.packets[0]
        self.kept = first.startswith(_BEGINS)
        self.first, self._left, self._held, self._number = first, _headers(first), list[Any](), 1
        if first.startswith(b"Speex   "):
            page.packets[0] = first[: _VERSION.start] + bytes(20) + first[_VERSION.stop :]
        if first.startswith(b"\x7fFLAC"):
            page.packets[0] = first[:7] + b"\0\1" + first[9:]

    def feed(self, page: Any) -> Iterator[Any]:
        """The pages to write in the place of the next one."""
        if self._left is None or self._left > 0:
            self._held.append(page)
            yield from self._headed(page)
            return
        page.sequence, self._number = self._number, self._number + 1
        yield page

    def _headed(self, page: Any) -> Iterator[Any]:
        """The pages of all headers once the last of them is there."""
        packets = OggPage.to_packets(self._held)
        whole = len(packets) - (not page.complete)
        if self._left is None and any(packet[:1] and packet[0] & 0x80 for packet in packets[:whole]):
            self._left = next(n for n, packet in enumerate(packets, 1) if packet[0] & 0x80)
        if self._left is None or whole < self._left:
            return
        if whole != self._left or not page.complete:
            raise ForeignOggError("sound begins on the page of a header")
        self._left = 0
        for made in OggPage.from_packets(_silent(self.first, packets), sequence=1):
            made.serial = page.serial
            made.sequence, self._number = self._number, self._number + 1
            made.position = 0 if made.packets and made.complete else -1
            yield made


def bare_ogg(content: bytes) -> bytes:
    """An Ogg file of its sounds alone; raises `ForeignOggError`."""
    streams: dict[int, _Stream] = {}
    written: list[bytes] = []
    for page in _pages(content):
        if page.first and page.packets:
            longest = next(
                (
                    size
                    for begin, size in zip(_BEGINS, _LONGEST, strict=True)
                    if page.packets[0].startswith(begin)
                ),
                0,
            )
            if longest and (len(page.packets) > 1 or len(page.packets[0]) > longest):
                raise ForeignOggError("more than a header stands on the first page")
            streams[page.serial] = stream = _Stream(page)
            if stream.kept:
                written.append(page.write())
            continue
        known = streams.get(page.serial)
        if known is not None and known.kept:
            written += [made.write() for made in known.feed(page)]
    return b"".join(written)
