"""The truth about files, and about what was made of them. Nothing here comes from a suffix."""

from __future__ import annotations

from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class Sound:
    """Measures of a clip that was decoded."""

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
class Artifact:
    """A file that was made of a clip: an encode, or the picture of its spectrum over time."""

    mime: str
    format: str
    """For people, e.g. `MP3`."""
    suffix: str
    """With its dot."""
    sha256: str
    size: int
    """Bytes."""
    width: int = 0
    """Pixels; 0 for what is no picture."""
    height: int = 0
    top_hz: int = 0
    """The frequency at the upper edge of a spectrogram, the same for all clips of a row; 0 for what is none."""
    gain: float = 0.0
    """dB by which an encode is louder than its clip: 0, or less where the clip goes beyond full scale."""
    sound: Sound | None = None
    """What is heard in an encode, as a browser decodes it."""
    path: str = ""
    """Where it lies on this machine while a build lasts; empty for what lies elsewhere."""


@dataclass(frozen=True, slots=True)
class PlayedClip:
    """A clip as some places play it: what it is, and what was made of it."""

    source: str
    """Relative to `data/audio/`, with `/`."""
    facts: Facts
    encodes: tuple[Artifact, ...] = ()
    """Offered in place of the original, which then is a download beside them; none where it plays as it is."""
    spectrogram: Artifact | None = None
    mix: str = ""
    """What is heard of its channels in the encodes, as `signal.downmix` names it; empty for all as they are."""
    alone: bool = False
    """Whether the encodes stand there without the original, which would weigh too much."""

    @property
    def offered(self) -> tuple[Artifact | Facts, ...]:
        """The versions that the page plays, the first that a browser can."""
        return self.encodes or (self.facts,)

    @property
    def published(self) -> tuple[Artifact | Facts, ...]:
        """Its files on the site."""
        given = () if self.alone else (self.facts,)
        return (*given, *self.encodes, *((self.spectrogram,) if self.spectrogram else ()))

    @property
    def sound(self) -> Sound | None:
        """The measures of what the page plays; None where nobody listened."""
        return self.offered[0].sound


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
    loudness: float | None = None
    """LUFS of its sound, as of clips; None where it has none, or was not measured."""
