"""The analysis of a clip: one decode that is measured, encoded and drawn.

Rule 1: an encode that fails leaves the others as they are.
Rule 2: whatever happens, no file is left behind but finished artifacts.
Rule 3: what is told of an encode is measured in what decodes from it, since a lossy encoder changes levels:
        LAME and FFmpeg's AAC make all 0.45 dB quieter, and a low-pass takes 1 dB and more from noise. Only an
        encode that holds the very samples of its clip sounds as the clip does.
Rule 4: an encode that goes beyond full scale is to be made again, as much quieter as it takes: samples that
        did not fit, and peaks that a lossy codec raised above full scale where the clip itself stays below.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from math import ceil, inf, log10
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from soundcase.audio.encode.encoder import Encoder, EncodingError
from soundcase.audio.encode.recipe import LOSSY, EncodeRecipe
from soundcase.audio.encode.shaping import Mixer
from soundcase.audio.media.choice import over_full_scale
from soundcase.audio.media.job import Recipe, SpectrogramRecipe
from soundcase.audio.media.naming import NEUTRAL
from soundcase.audio.probe import Probed, probe_file
from soundcase.audio.probe.fanout import Listener, Stream
from soundcase.audio.probe.verdict import FULL_SCALE
from soundcase.facts import Artifact, Facts, Sound

if TYPE_CHECKING:
    import numpy as np

    from soundcase.audio.signal import Bandwidth, Bars, LevelMeter, Loudness

    Block = np.ndarray[tuple[int, int], np.dtype[Any]]

WIDTH, HEIGHT = 640, 96
"""Pixels of a spectrogram."""
_DIGITS = 4
"""Of a true peak; in those behind, libraries differ by their number of threads."""
_LOWEST_HZ = 4000
"""Loudness is defined from here on."""
_FORMATS = {"mp3": "MP3", "opus": "Ogg Opus", "aac": "AAC (MP4)", "flac": "FLAC", "wav": "WAV"}


class ClipAnalyzer:
    """One decode of a clip: all that is measured, encoded and drawn meanwhile."""

    def __init__(
        self, folder: Path, recipes: Callable[[Stream], Mapping[Recipe, float]], *, facts: Facts | None
    ) -> None:
        """`folder` is where artifacts are written to; `recipes` come with the gain (dB) to encode them with.

        `facts` are those of the clip; None where it is still to be measured.
        """
        self._folder, self._recipes, self._facts = folder, recipes, facts
        self._meter: SoundMeter | None = None
        self._makers: dict[Recipe, _Encoding | _Drawing] = {}
        self.probed = Probed("", None, ())
        self.artifacts: dict[Recipe, Artifact] = {}
        self.failures: dict[Recipe, str] = {}
        self.beyond: dict[Recipe, float] = {}
        """Encodes to be made again with these gains in dB."""

    def __enter__(self) -> ClipAnalyzer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for maker in self._makers.values():
            maker.discard()

    def listeners(self, stream: Stream) -> Sequence[Listener]:
        """The listeners of a clip that is about to be decoded."""
        if self._facts is None:
            self._meter = SoundMeter(stream)
        for recipe, gain in self._recipes(stream).items():
            path = self._folder / uuid4().hex
            if isinstance(recipe, SpectrogramRecipe):
                with suppress(ValueError):  # it was foreseen for other channels than came
                    self._makers[recipe] = _Drawing(recipe, path, stream)
            else:
                self._makers[recipe] = _Encoding(recipe, path, stream, gain)
        return (*(self._meter.listeners if self._meter else ()), *self._makers.values())

    def finish(self, probed: Probed) -> None:
        """Take what probing found; the clip is over, and what was made of it is finished."""
        self.probed = probed
        if probed.facts is None or probed.promised:
            return
        if self._meter:
            self.probed = replace(probed, facts=self._meter.measured(probed.facts))
        facts = self._facts or self.probed.facts
        assert facts is not None
        for recipe, maker in self._makers.items():
            made = maker.finish()
            if made is None:
                self.failures[recipe] = maker.failure
            elif isinstance(maker, _Encoding):
                self.artifacts[recipe] = self._as_heard(made, maker, facts)
            else:
                self.artifacts[recipe] = made

    def _as_heard(self, made: Artifact, encoding: _Encoding, facts: Facts) -> Artifact:
        """An encode with what is heard in it."""
        recipe, peak, sound = encoding.recipe, encoding.peak, None
        if peak <= FULL_SCALE:
            same = not recipe.mix and recipe.format not in LOSSY and recipe.rate == facts.rate
            sound = facts.sound if same and not made.gain else heard_in(Path(made.path))
            clips = facts.clipped_runs > 0 and not over_full_scale(facts)
            if sound and sound.sample_peak is not None and recipe.format in LOSSY and not clips:
                peak = 10 ** (sound.sample_peak / 20)
        if peak > FULL_SCALE:
            self.beyond[recipe] = round(made.gain - ceil(200 * log10(peak)) / 10, 1)
        return replace(made, sound=sound)

    def drop(self, recipes: Iterable[Recipe]) -> None:
        """Remove what turned out not to be needed, or is made again."""
        for recipe in recipes:
            if made := self.artifacts.pop(recipe, None):
                Path(made.path).unlink(missing_ok=True)
            self.failures.pop(recipe, None)
            self.beyond.pop(recipe, None)


def heard_in(path: Path, *, longest: float = inf) -> Sound | None:
    """The sound of a file as it decodes, but its bandwidth; None without sound, or over `longest` seconds."""
    meters: list[SoundMeter] = []

    def gather(stream: Stream) -> Sequence[Listener]:
        meters.append(SoundMeter(stream, bandwidth=False))
        return meters[0].listeners

    facts = probe_file(path, NEUTRAL, listeners=gather, longest=longest).facts
    return meters[0].measured(facts).sound if facts and meters else None


class SoundMeter:
    """All measures of a sound."""

    def __init__(self, stream: Stream, *, bandwidth: bool = True) -> None:
        from soundcase.audio.signal import Bandwidth, Bars, LevelMeter, Loudness

        rate, channels, layout = stream.rate, stream.channels, stream.layout
        self._loudness: Loudness | None = Loudness(rate, channels, layout) if rate >= _LOWEST_HZ else None
        self._levels: LevelMeter = LevelMeter(rate, channels)
        self._bandwidth: Bandwidth | None = Bandwidth(rate, channels) if bandwidth else None
        self._bars: Bars = Bars(channels)

    @property
    def listeners(self) -> tuple[Listener, ...]:
        """Those that take part."""
        known = (self._loudness, self._levels, self._bandwidth, self._bars)
        return tuple(one for one in known if one is not None)

    def measured(self, facts: Facts) -> Facts:
        """The facts with what was heard."""
        levels = self._levels.result()
        sound = Sound(
            loudness=self._loudness.result() if self._loudness else None,
            true_peak=None if levels.true_peak_dbtp is None else round(levels.true_peak_dbtp, _DIGITS),
            sample_peak=levels.sample_peak_dbfs,
            dc_offset=levels.dc_offset,
            leading_silence=levels.leading_silence,
            trailing_silence=levels.trailing_silence,
            bandwidth=self._bandwidth.result() if self._bandwidth else None,
            bars=self._bars.result(),
            channel_peaks=levels.channel_peaks,
        )
        return replace(facts, sound=sound)


class _Encoding:
    """An encode in the making; where the encoder fails, it listens no more."""

    def __init__(self, recipe: EncodeRecipe, path: Path, stream: Stream, gain: float) -> None:
        self.recipe = recipe
        self.failure = "nothing was decoded"
        self.peak = 0.0
        """Of what went into the finished encode, 1.0 being full scale."""
        self._path, self._gain = path.with_suffix(f".{recipe.format}"), gain
        self._encoder: Encoder | None = None
        try:
            self._encoder = Encoder(recipe, self._path, stream.rate, stream.channels, gain=gain)
        except EncodingError as error:
            self._fail(error)

    def feed(self, block: Block) -> None:
        """Encode the next samples."""
        if self._encoder is None:
            return
        try:
            self._encoder.feed(block)
        except EncodingError as error:
            self._fail(error)

    def finish(self) -> Artifact | None:
        """The finished encode; None, and a reason in `failure`, where there is none."""
        if self._encoder is None:
            return None
        try:
            made = self._encoder.finish()
        except EncodingError as error:
            self._fail(error)
            return None
        self._encoder, self.peak = None, made.peak
        form, path = _FORMATS[self.recipe.format], str(made.path)
        return Artifact(made.mime, form, made.suffix, made.sha256, made.size, gain=self._gain, path=path)

    def discard(self) -> None:
        """Leave nothing behind that is not finished."""
        if self._encoder is not None:
            self._encoder.discard()
            self._encoder = None

    def _fail(self, error: EncodingError) -> None:
        self.failure = str(error)
        self.discard()
        self._path.unlink(missing_ok=True)


class _Drawing:
    """A spectrogram in the making, of what is heard of a clip."""

    failure = ""

    def __init__(self, recipe: SpectrogramRecipe, path: Path, stream: Stream) -> None:
        """Raises `ValueError` where the clip has not the channels for the mix."""
        from soundcase.audio.signal import Canvas, Mel

        self._path, self._top_hz = path.with_suffix(".webp"), recipe.top_hz
        self._mixer = Mixer(recipe.mix, stream.channels)
        canvas = Canvas(float(recipe.top_hz), WIDTH, HEIGHT)
        self._mel = Mel(stream.rate, self._mixer.channels, stream.frames, canvas)

    def feed(self, block: Block) -> None:
        """Take in the next samples."""
        self._mel.feed(self._mixer.mixed(block))

    def finish(self) -> Artifact:
        """The finished picture. Raises OSError where no disk has room."""
        content = self._mel.result()
        self._path.write_bytes(content)
        digest, size, path = hashlib.sha256(content).hexdigest(), len(content), str(self._path)
        return Artifact("image/webp", "WebP", ".webp", digest, size, WIDTH, HEIGHT, self._top_hz, path=path)

    def discard(self) -> None:
        """Leave nothing behind: only what is finished lies on the disk."""
