"""The `fmt ` chunk of WAV and Wave64, and what follows from it.

Source: Microsoft, "Multiple Channel Audio Data and WAVE Files" (WAVE_FORMAT_EXTENSIBLE); RFC 2361 (codecs).
"""

from __future__ import annotations

from dataclasses import dataclass

from soundcase.audio.probe.chunks import Order
from soundcase.audio.probe.speakers import Layout, masked
from soundcase.audio.probe.structure import Raw, UnfitError, impossible

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
