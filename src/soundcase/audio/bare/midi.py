"""MIDI: the notes and their words to be sung, without titles, names and remarks.

Rule: a text becomes blanks of the same length; no event moves.
Source: MIDI Manufacturers Association, "Standard MIDI Files 1.0".
"""

from __future__ import annotations

_META, _SYSTEM = 0xFF, (0xF0, 0xF7)
_LYRIC, _OWN = 5, 0x7F
_TEXTS = (*range(1, _LYRIC), *range(_LYRIC + 1, 16))
_ONE_BYTE = (0xC, 0xD)
"""Kinds of events with one byte of data; the others have two."""


def bare_midi(content: bytes) -> bytes:
    """A MIDI file of its events; raises `IndexError` where its tracks are cut or broken."""
    made, place = bytearray(content), 0
    while content[place : place + 4] in (b"MThd", b"MTrk"):
        end = place + 8 + int.from_bytes(content[place + 4 : place + 8], "big")
        if content[place : place + 4] == b"MTrk":
            _silence(made, place + 8, end)
        place = end
    return bytes(made[:place])


def _number(content: bytearray, place: int) -> tuple[int, int]:
    """A number of variable length, and the place behind it."""
    value = 0
    while True:
        byte, place = content[place], place + 1
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            return value, place


def _silence(made: bytearray, place: int, end: int) -> None:
    """Clear the texts among the events of one track."""
    running = 0
    while place < end:
        _, place = _number(made, place)
        status = made[place]
        if status == _META or status in _SYSTEM:
            kind, begin = (made[place + 1], place + 2) if status == _META else (0, place + 1)
            size, place = _number(made, begin)
            if kind in _TEXTS or kind == _OWN:
                made[place : place + size] = (b" " if kind != _OWN else b"\0") * size
            place += size
            continue
        running, place = (status, place + 1) if status & 0x80 else (running, place)
        place += 1 if running >> 4 in _ONE_BYTE else 2
