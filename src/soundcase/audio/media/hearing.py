"""Those who listen to one decode of one clip, and what they have to say when it is over.

Rule 1: an encoder that fails falls silent; the others go on.
Rule 2: whatever happens, no file is left behind but finished encodes.
Rule 3: what is told of an encode is measured in what decodes from it, since a lossy encoder changes levels:
        LAME and FFmpeg's AAC make all 0.45 dB quieter, and a low-pass takes 1 dB and more from noise. Only an
        encode that holds the very samples of its clip sounds as the clip does.
Rule 4: an encode that goes beyond full scale is to be made again, as much quieter as it takes: samples that
        did not fit, and peaks that a lossy codec raised above full scale where the clip itself stays below.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from math import ceil, log10
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from soundcase.audio.encode import Encoder, EncodingError
from soundcase.audio.encode.recipe import LOSSY, EncodeRecipe
from soundcase.audio.encode.shaping import Mixer
from soundcase.audio.media.choice import over_full_scale
from soundcase.audio.media.job import Drawing, Piece
from soundcase.audio.media.naming import NEUTRAL
from soundcase.audio.probe import Probed, probe_file
from soundcase.audio.probe.stream import Listener, Stream
from soundcase.audio.probe.verdict import FULL_SCALE
from soundcase.facts import Facts, Sound

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


class Ears:
    """Everybody who listens to one decode."""

    def __init__(
        self,
        place: Path,
        *,
        facts: Facts | None,
        recipes: Mapping[EncodeRecipe, float],
        drawings: Sequence[Drawing] = (),
    ) -> None:
        """`place` is the folder that encodes are written to; they are made with a gain in dB.

        `facts` are those of the clip; None where it is still to be measured.
        """
        self._place, self._facts, self._recipes, self._drawings = place, facts, recipes, drawings
        self._meter: Meter | None = None
        self._pictures: dict[Drawing, _Painter] = {}
        self._coders: dict[EncodeRecipe, _Coder] = {}
        self.probed = Probed("", None, ())
        self.encodes: dict[EncodeRecipe, Piece] = {}
        self.spectrograms: dict[Drawing, Piece] = {}
        self.failures: dict[EncodeRecipe, str] = {}
        self.beyond: dict[EncodeRecipe, float] = {}
        """Encodes to be made again with these gains in dB."""

    def __enter__(self) -> Ears:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for coder in self._coders.values():
            coder.end()

    def gather(self, stream: Stream) -> Sequence[Listener]:
        """The listeners of a clip that is about to be decoded."""
        if self._facts is None:
            self._meter = Meter(stream)
        for drawing in self._drawings:
            with suppress(ValueError):  # it was foreseen for other channels than came
                self._pictures[drawing] = _Painter(drawing, stream)
        for recipe, gain in self._recipes.items():
            path = self._place / f"{uuid4().hex}.{recipe.format}"
            self._coders[recipe] = _Coder(recipe, path, stream, gain)
        meters = self._meter.listeners if self._meter else ()
        return (*meters, *self._pictures.values(), *self._coders.values())

    def hear(self, probed: Probed) -> None:
        """The clip is over: what came of it."""
        self.probed = probed
        if probed.facts is None:
            return
        if self._meter:
            self.probed = replace(probed, facts=self._meter.told(probed.facts))
        facts = self._facts or self.probed.facts
        assert facts is not None
        self.spectrograms = {drawing: one.picture() for drawing, one in self._pictures.items()}
        for recipe, coder in self._coders.items():
            piece = coder.piece()
            if piece is None:
                self.failures[recipe] = coder.failure
            else:
                self.encodes[recipe] = self._as_heard(piece, recipe, facts, coder.peak)

    def _as_heard(self, piece: Piece, recipe: EncodeRecipe, facts: Facts, peak: float) -> Piece:
        """An encode with what is heard in it; `peak` is that of what went into it."""
        sound = None
        if peak <= FULL_SCALE:
            sound = facts.sound if _same(recipe, facts) and not piece.gain else heard_in(Path(piece.path))
            clips = facts.clipped_runs > 0 and not over_full_scale(facts)
            if sound and sound.sample_peak is not None and recipe.format in LOSSY and not clips:
                peak = 10 ** (sound.sample_peak / 20)
        if peak > FULL_SCALE:
            self.beyond[recipe] = round(piece.gain - ceil(200 * log10(peak)) / 10, 1)
        return replace(piece, sound=sound)

    def keep_only(self, recipes: Collection[EncodeRecipe], drawings: Collection[Drawing]) -> None:
        """Remove what turned out not to be needed."""
        for recipe in set(self.encodes) - set(recipes):
            Path(self.encodes.pop(recipe).path).unlink(missing_ok=True)
        self.failures = {recipe: why for recipe, why in self.failures.items() if recipe in recipes}
        self.beyond = {recipe: gain for recipe, gain in self.beyond.items() if recipe in recipes}
        self.spectrograms = {one: piece for one, piece in self.spectrograms.items() if one in drawings}


def heard_in(encode: Path) -> Sound | None:
    """What is heard in an encode, without its bandwidth; None where it does not decode."""
    meters: list[Meter] = []

    def gather(stream: Stream) -> Sequence[Listener]:
        meters.append(Meter(stream, bandwidth=False))
        return meters[0].listeners

    facts = probe_file(encode, NEUTRAL, listeners=gather).facts
    return meters[0].told(facts).sound if facts and meters else None


def _same(recipe: EncodeRecipe, facts: Facts) -> bool:
    """Whether an encode holds the very samples of its clip."""
    return not recipe.mix and recipe.format not in LOSSY and recipe.rate == facts.rate


class Meter:
    """Those who measure."""

    def __init__(self, stream: Stream, *, bandwidth: bool = True) -> None:
        from soundcase.audio.signal import Bandwidth, Bars, LevelMeter, Loudness

        rate, channels = stream.rate, stream.channels
        layout = stream.layout
        self._loudness: Loudness | None = Loudness(rate, channels, layout) if rate >= _LOWEST_HZ else None
        self._levels: LevelMeter = LevelMeter(rate, channels)
        self._bandwidth: Bandwidth | None = Bandwidth(rate, channels) if bandwidth else None
        self._bars: Bars = Bars(channels)

    @property
    def listeners(self) -> tuple[Listener, ...]:
        """All of them."""
        known = (self._loudness, self._levels, self._bandwidth, self._bars)
        return tuple(one for one in known if one is not None)

    def told(self, facts: Facts) -> Facts:
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


class _Coder:
    """An encoder that falls silent when it fails."""

    def __init__(self, recipe: EncodeRecipe, path: Path, stream: Stream, gain: float) -> None:
        self.failure = "nothing was decoded"
        self.peak = 0.0
        """Of what went into the finished encode, 1.0 being full scale."""
        self._recipe, self._path, self._gain = recipe, path, gain
        self._encoder: Encoder | None = None
        try:
            self._encoder = Encoder(recipe, path, stream.rate, stream.channels, gain=gain)
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

    def piece(self) -> Piece | None:
        """The finished encode; None, and a reason in `failure`, where there is none."""
        if self._encoder is None:
            return None
        try:
            made = self._encoder.finish()
        except EncodingError as error:
            self._fail(error)
            return None
        self._encoder = None
        self.peak = made.peak
        form = _FORMATS[self._recipe.format]
        return Piece(made.mime, form, made.suffix, made.sha256, made.size, path=str(made.path), gain=self._gain)

    def end(self) -> None:
        """Leave nothing behind that is not finished."""
        if self._encoder is not None:
            self._encoder.discard()
            self._encoder = None

    def _fail(self, error: EncodingError) -> None:
        self.failure = str(error)
        if self._encoder is not None:
            self._encoder.discard()
        self._encoder = None
        self._path.unlink(missing_ok=True)


class _Painter:
    """A spectrogram of what is heard of a clip."""

    def __init__(self, drawing: Drawing, stream: Stream) -> None:
        """Raises `ValueError` where the clip has not the channels for the mix."""
        from soundcase.audio.signal import Canvas, Mel

        self._mixer = Mixer(drawing.mix, stream.channels)
        canvas = Canvas(float(drawing.top_hz), WIDTH, HEIGHT)
        self._mel = Mel(stream.rate, self._mixer.channels, stream.frames, canvas)

    def feed(self, block: Block) -> None:
        """Take in the next samples."""
        self._mel.feed(self._mixer.mixed(block))

    def picture(self) -> Piece:
        """The finished picture."""
        content = self._mel.result()
        digest = hashlib.sha256(content).hexdigest()
        return Piece("image/webp", "WebP", ".webp", digest, len(content), WIDTH, HEIGHT, content=content)
