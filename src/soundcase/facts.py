"""What opening a file tells about it. Nothing here comes from a suffix or from the catalogue."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sound:
    """What is heard in a clip that was decoded."""

    loudness: float | None
    """Integrated loudness, LUFS (BS.1770-4); None for silence and below 0.4 s. Mono counts as one channel."""
    true_peak: float | None
    """dBTP; None for silence."""
    sample_peak: float | None
    """dBFS; None for silence."""
    dc_offset: float
    """Mean of the samples, full scale being 1.0."""
    leading_silence: float
    """Seconds below −60 dBFS at the beginning."""
    trailing_silence: float
    """Seconds below −60 dBFS at the end."""
    bandwidth: float | None
    """Hz, above which there is nothing; None where it cannot be told."""
    bars: tuple[float, ...]
    """The largest sample of each of equally long parts, 0 to 1: the waveform."""
    channel_peaks: tuple[float, ...] = ()
    """Largest sample of each channel, 1.0 being full scale."""


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
    sound: Sound | None = None
    """None where nothing was decoded, or nobody listened."""
    layout: tuple[str, ...] = ()
    """The speaker that each channel is for, in their order: `FL FR FC LFE BL BR`; empty where
    neither the file nor its codec says. Names are those of the WAVE channel mask."""
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
    seconds: float = 0.0
    """0 where no length is known."""
    width: int = 0
    """Pixels as shown; 0 where they are not known."""
    height: int = 0
    sounding: bool = False
    """Whether it has a sound track."""
    poster: bytes = b""
    """WebP; empty where no frame could be decoded."""
