"""What opening a file tells about it. Nothing here comes from a suffix or from the catalogue."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """The truth about one audio file that could be read."""

    kind: str
    """Short name of container and codec together: `wav-pcm`, `flac`, `mp3`, `ogg-opus`, `mp4-aac` …"""
    format: str
    """For people, e.g. `WAV`, `FLAC`, `MP3`, `Ogg Opus`, `AAC (MP4)`, `WAV (IMA ADPCM)`."""
    mime: str
    """For `<source type>`, with the codec parameter where browsers want one."""
    suffix: str
    """The file name suffix that belongs to the content, with its dot, e.g. `.flac`."""
    frames: int
    """Sample frames that really decode."""
    rate: int
    """Sample frames per second (Hz), as decoded."""
    channels: int
    seconds: float
    """`frames / rate`: the exact duration."""
    declared_seconds: float | None
    """What the header promises; None where it promises nothing (piped files)."""
    bits: int | None
    """Bits per sample; None for lossy codecs."""
    bit_rate: int | None
    """Bits per second of a lossy codec's payload, averaged; None for lossless ones."""
    size: int
    """Bytes of the file."""
    sha256: str
    """Hexadecimal digest of the whole file."""
    web_playable: bool
    """Whether Chromium, Firefox and Safari all play this container, codec, rate and channel count."""
    peak: float | None
    """Largest absolute sample, 1.0 being full scale; None where no decoder for the codec is at hand."""
    clipped_runs: int
    """Runs of at least three consecutive samples at full scale; 0 where nothing was decoded."""
    tags: tuple[tuple[str, str], ...] = ()
    """Embedded metadata: untrusted text, cleaned of control characters and capped in length."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The truth about one image file."""

    mime: str
    suffix: str
    width: int
    """Pixels (for SVG, CSS pixels of its intrinsic size)."""
    height: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Video:
    """The truth about one video file."""

    mime: str
    suffix: str
    size: int
    sha256: str
