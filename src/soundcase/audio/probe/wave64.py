"""Sony Wave64: WAV with GUIDs for names and 64-bit sizes.

Rule: a chunk's size counts its own 24-byte head, and chunks begin at multiples of eight.
"""

from __future__ import annotations

from soundcase.audio.probe.riff import Chunk, wave_structure
from soundcase.audio.probe.source import Source
from soundcase.audio.probe.structure import Structure, UnfitError
from soundcase.audio.probe.wave_format import WaveFormat, wave_format

_HEAD = 24
_MAX_CHUNKS = 1000


def read_wave64(source: Source, start: int) -> Structure:
    """The structure of a Wave64 file that begins at byte `start`; raises `UnfitError`."""
    form: WaveFormat | None = None
    position = start + 40
    for _ in range(_MAX_CHUNKS):
        head = source.read(position, _HEAD)
        size = int.from_bytes(head[16:], "little") - _HEAD
        if len(head) < _HEAD or size < 0:
            break
        body = position + _HEAD
        if head[:4] == b"fmt ":
            form = wave_format(source.read(body, min(size, 64)), "little")
        elif head[:4] == b"data" and form is not None:
            data = Chunk(b"data", body, min(body + size, source.size), size)
            return wave_structure("w64-pcm", form, data, (start, source.size))
        position = body + (size + 7) // 8 * 8
    raise UnfitError("is a Wave64 file without a format or a data chunk")
