"""WAV and its large and big-endian relatives: RIFF, RIFX, RF64, BW64, and Sony Wave64.

Rule 1: the samples that count are those between the data chunk's start and the end it declares or the
end of the file, whichever comes first.
Rule 2: a data size of 0, 0x7FFFF000 or 0xFFFFFFFF with samples behind it is a pipe's, and promises nothing.
Rule 3: where a file is as long as its first size says, a data size beyond its end is a lie: nothing is cut.
Rule 4: Wave64 has GUIDs for names; a size counts the head, and chunks begin at multiples of eight.
Source: EBU Tech 3306 (RF64), ITU-R BS.2088 (BW64), the RIFF specification of Microsoft and IBM; Microsoft,
"Multiple Channel Audio Data and WAVE Files" (WAVE_FORMAT_EXTENSIBLE); RFC 2361 (codecs).
"""

from __future__ import annotations

from dataclasses import replace

from soundcase.audio.probe.chunks import Chunk, Chunking, Order, chunks, named
from soundcase.audio.probe.source import Source
from soundcase.audio.probe.speakers import Layout, masked
from soundcase.audio.probe.structure import Raw, Span, Structure, Track, UnfitError, impossible
from soundcase.values import dataclass

PCM, FLOAT, A_LAW, MU_LAW, EXTENSIBLE = 1, 3, 6, 7, 0xFFFE

CODECS = {
    A_LAW: "wav-alaw",
    MU_LAW: "wav-mulaw",
    0x02: "wav-ms-adpcm",
    0x11: "wav-ima-adpcm",
    0x31: "wav-gsm",
    0x38: "wav-nms-adpcm",
    0x40: "wav-g721",
    0x45: "wav-g726",
    0x55: "wav-mp3",
    0x64: "wav-g726",
    0x65: "wav-g722",
    0x028F: "wav-g722",
}
_BLOCKWISE = (0x02, 0x11, 0x31)
_DECODABLE = frozenset(("wav-ms-adpcm", "wav-ima-adpcm", "wav-gsm", "wav-g721", "wav-nms-adpcm", "wav-mp3"))
_GUID_TAILS = (
    bytes.fromhex("000000001000800000aa00389b71"),  # KSDATAFORMAT_SUBTYPE_*
    bytes.fromhex("00002107d3118644c8c1ca000000"),  # ambisonic B-format
)
_ENDLESS = 0x7FFFF000
_UNKNOWN, _ZERO = -1, -2
"""Sizes that stand for: endless, and 0 although samples follow."""
_NO_DURATION = {
    _UNKNOWN: "its header gives a size that stands for an endless one, as that of a pipe does",
    _ZERO: "its header gives the length 0, and Firefox refuses that",
}
_LIST_TYPE = 4
"""Bytes that say what a list is of."""
_MOST_TAGS = 1000
_WAVE64 = Chunking("little", head=24, name=16, align=8, inclusive=True)
_INFO = {
    b"INAM": "title",
    b"IART": "artist",
    b"IPRD": "album",
    b"ICMT": "comment",
    b"ICOP": "copyright",
    b"ICRD": "date",
    b"IGNR": "genre",
    b"ISFT": "encoder",
    b"ITRK": "track",
}


@dataclass(frozen=True, slots=True)
class WaveFormat:
    """The fields of a `fmt ` chunk."""

    tag: int
    channels: int
    rate: int
    byte_rate: int
    align: int
    container_bits: int
    valid_bits: int
    order: Order
    block_frames: int
    """Sample frames per block of ADPCM; 0 where the header does not tell."""
    layout: Layout
    extensible: bool

    @property
    def kind(self) -> str:
        """The kind that this codec has in a plain WAV file."""
        if self.tag == PCM:
            return "wav-pcm"
        if self.tag == FLOAT:
            return "wav-float64" if self.container_bits == 64 else "wav-float"
        return CODECS.get(self.tag, "wav-other")

    @property
    def codec(self) -> str:
        """The name of the codec where the kind leaves it open."""
        return f"codec 0x{self.tag:04x}" if self.kind == "wav-other" else ""

    @property
    def unfit(self) -> str:
        """The reason why nothing can read the samples, as a clause; empty where something may."""
        if self.tag == PCM and not 1 <= self.container_bits <= 32:
            return f"declares PCM samples of {self.container_bits} bits"
        if self.tag == FLOAT and self.container_bits not in (32, 64):
            return f"declares floating-point samples of {self.container_bits} bits"
        stored = self.channels * -(-self.container_bits // 8)
        if self.tag in (PCM, FLOAT) and self.align and (self.align % self.channels or self.align < stored):
            return f"declares {self.align} bytes per sample frame, where its format needs {stored}"
        return ""

    def frames(self, held: int) -> int | None:
        """Sample frames in so many bytes; None where decoding tells better."""
        if self.frame_bytes:
            return held // self.frame_bytes
        if self.kind == "wav-g722":  # two samples to a byte, whatever the header says about rates
            return held * 2 // self.channels
        return None if self.decodable or self.kind == "wav-other" else self.estimate(held)

    def estimate(self, held: int) -> int | None:
        """Sample frames in so many bytes, by the average rate; None where the header has none."""
        return held * self.rate // self.byte_rate if self.byte_rate else None

    def seconds(self, held: int) -> float | None:
        """The duration of so many bytes of samples that nothing reads; None where the header does not tell."""
        stored = self.channels * -(-self.container_bits // 8)
        return held // stored / self.rate if stored and self.align in (0, stored) else None

    @property
    def unplayable_reason(self) -> str:
        """The reason why some browser does not read the samples as they lie; empty where all do."""
        stored = self.align // self.channels
        if self.tag not in (PCM, FLOAT) or not self.align:
            return ""
        if stored != -(-self.container_bits // 8) or stored != -(-self.valid_bits // 8):
            return f"Chromium does not read samples of {self.valid_bits} bits in {8 * stored}"
        if not self.extensible and self.container_bits % 8:
            return f"Firefox does not read samples of {self.container_bits} bits"
        return ""

    @property
    def sample_bytes(self) -> int:
        """Bytes per sample as stored (24 bits may lie in four); 0 for codecs that work in blocks."""
        if self.tag in (PCM, FLOAT):
            stored, aligned = -(-self.container_bits // 8), self.align // self.channels
            return aligned if stored < aligned <= 4 else stored  # players pass over an impossible alignment
        return 1 if self.tag in (A_LAW, MU_LAW) else 0

    @property
    def frame_bytes(self) -> int:
        """Bytes per sample frame; 0 for codecs that work in blocks."""
        return self.channels * self.sample_bytes

    @property
    def decodable(self) -> bool:
        """True where libsndfile knows the codec."""
        return self.raw is not None or self.kind in _DECODABLE

    @property
    def raw(self) -> Raw | None:
        """The layout of the samples; None for codecs that work in blocks."""
        size = self.sample_bytes
        subtype = {
            PCM: {1: "PCM_U8", 2: "PCM_16", 3: "PCM_24", 4: "PCM_32"}.get(size),
            FLOAT: {4: "FLOAT", 8: "DOUBLE"}.get(size),
            A_LAW: "ALAW",
            MU_LAW: "ULAW",
        }.get(self.tag)
        return Raw(subtype, "LITTLE" if self.order == "little" else "BIG") if subtype else None


def wave_format(body: bytes, order: Order) -> WaveFormat:
    """The fields of a `fmt ` chunk's body; raises `UnfitError` where they cannot be true."""
    if len(body) < 16:
        raise UnfitError(f"has a format chunk of {len(body)} bytes instead of 16 or more")

    def field(start: int, size: int) -> int:
        return int.from_bytes(body[start : start + size], order)

    tag, bits = field(0, 2), field(14, 2)
    block = field(18, 2) if tag in _BLOCKWISE and len(body) >= 20 else 0
    valid, mask = bits, 0
    if tag == EXTENSIBLE and len(body) >= 40:
        valid, mask = field(18, 2) or bits, field(20, 4)
    channels, rate, byte_rate, align = field(2, 2), field(4, 4), field(8, 4), field(12, 2)
    extensible, layout = tag == EXTENSIBLE, masked(mask, channels)
    if extensible and body[26:40] in _GUID_TAILS:
        tag = int.from_bytes(body[24:26], "little")
    read = WaveFormat(
        tag, channels, rate, byte_rate, align, bits, min(valid, bits), order, block, layout, extensible
    )
    if not channels or not rate:
        raise impossible(channels, rate)
    return read


_Chunks = tuple[Chunk, ...]


def _first(items: _Chunks, name: bytes) -> Chunk | None:
    """The first chunk of a name, else of one that differs in case and blanks."""
    exact = next((chunk for chunk in items if chunk.name == name), None)
    return exact or next((chunk for chunk in items if chunk.name.lower().rstrip(b" \0") == name.rstrip()), None)


def read_wave(source: Source, start: int) -> Structure:
    """The structure of a WAV file that begins at byte `start`; raises `UnfitError`."""
    magic = source.read(start, 4)
    order: Order = "big" if magic == b"RIFX" else "little"
    items = tuple(chunks(source, start + 12, Chunking(order)))
    body = _first(items, b"fmt ")
    if body is None:
        raise UnfitError("is a WAV file without a format chunk")
    form = wave_format(source.read(body.start, min(body.end - body.start, 64)), order)
    data = _first(items, b"data")
    if data is None:
        raise UnfitError("is a WAV file without a data chunk", form.rate, form.channels)
    kind = {b"RIFX": "rifx-pcm", b"RF64": "rf64-pcm", b"BW64": "rf64-pcm"}.get(magic, form.kind)
    tag = _first(items, b"id3 ") or _first(items, b"ID3 ")
    read = wave_structure(kind, form, _piped(source, data), (start, source.size))
    if read.damage and start + 8 + int.from_bytes(source.read(start + 4, 4), order) == source.size:
        read = replace(read, damage=None)
    fact = _first(items, b"fact")
    counted = int.from_bytes(source.read(fact.start, 4), order) if fact else 0
    return replace(
        read,
        about=(counted or read.about) if read.kind == "wav-other" else None,
        unplayable_reason=_unplayable_reason(items, data) or read.unplayable_reason,
        id3=tag.span if tag else None,
        tags=_info(source, items),
    )


def _unplayable_reason(items: _Chunks, data: Chunk) -> str:
    """The obstacle for some browser in the order and the places of the chunks."""
    names = [chunk.name for chunk in items]
    if not {b"fmt ", b"data"}.issubset(names):
        return "browsers know the chunks of WAV by their exact names, 'fmt ' and 'data'"
    if any(not chunk.padded and chunk.end != data.end for chunk in items):
        return "a chunk of odd length lacks its padding byte"
    if any(chunk.name == b"LIST" and chunk.size < _LIST_TYPE for chunk in items):
        return "Chromium stumbles on a list of nothing"
    return "Firefox wants the format before the samples" if names.index(b"fmt ") > names.index(b"data") else ""


def wave_structure(kind: str, form: WaveFormat, data: Chunk, whole: Span) -> Structure:
    """The structure that a format and a data chunk make; a declared size below 0 is an unknown one."""
    held = data.end - data.start
    size = form.frame_bytes
    if form.unfit:
        raise UnfitError(form.unfit, form.rate, form.channels, form.seconds(held))
    frames = form.frames(held)
    declared = data.size // size if size and data.size >= 0 else None
    if not size and data.damage(None):  # where nothing is missing, decoding decides
        blockwise = form.block_frames and form.align
        declared = data.size // form.align * form.block_frames if blockwise else form.estimate(data.size)
    lossy = form.tag not in (PCM, FLOAT)
    return Structure(
        kind=kind,
        rate=form.rate,
        channels=form.channels,
        frames=frames,
        declared=declared,
        payload=held,
        tracks=(Track((data.span if form.raw else whole,), form.raw),) if form.decodable else (),
        bits=None if lossy else form.valid_bits,
        codec=form.codec,
        about=form.estimate(held),
        damage=data.damage(frames),
        unplayable_reason=form.unplayable_reason,
        no_duration=_NO_DURATION.get(data.size, ""),
        guessed=data.size == _ZERO,
        layout=form.layout,
    )


def _piped(source: Source, data: Chunk) -> Chunk:
    """The data chunk with a size that promises nothing marked as such."""
    if data.size >= _ENDLESS and data.size > data.end - data.start:
        return Chunk(data.name, data.start, data.end, _UNKNOWN)
    behind = source.read(data.start, 8)
    if data.size == 0 and behind and not named(source, data.start):
        return Chunk(data.name, data.start, source.size, _ZERO)
    return data


def _info(source: Source, items: _Chunks) -> tuple[tuple[str, str], ...]:
    """The texts of a `LIST` chunk of type `INFO`."""
    tags: list[tuple[str, str]] = []
    for chunk in items:
        body = source.read(chunk.start, min(chunk.end - chunk.start, 1 << 16))
        if chunk.name != b"LIST" or body[:4] != b"INFO":
            continue
        position = 4
        while position + 8 <= len(body) and len(tags) < _MOST_TAGS:
            size = int.from_bytes(body[position + 4 : position + 8], "little")
            name = _INFO.get(body[position : position + 4])
            if name:
                text = body[position + 8 : position + 8 + size].split(b"\0")[0]
                tags.append((name, text.decode("utf-8", "replace")))
            position += 8 + size + (size & 1)
    return tuple(tags)


def read_wave64(source: Source, start: int) -> Structure:
    """The structure of a Wave64 file that begins at byte `start`; raises `UnfitError`."""
    form: WaveFormat | None = None
    for chunk in chunks(source, start + 40, _WAVE64):
        if chunk.name == b"fmt ":
            form = wave_format(source.read(chunk.start, min(chunk.size, 64)), "little")
        elif chunk.name == b"data" and form is not None:
            return wave_structure("w64-pcm", form, chunk, (start, source.size))
    raise UnfitError("is a Wave64 file without a format or a data chunk")
