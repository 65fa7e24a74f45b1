"""Those who listen to one decode of one clip, and what they have to say when it is over.

Rule 1: an encoder that fails falls silent; the others go on.
Rule 2: whatever happens, no file is left behind but finished encodes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from soundcase.encode import Encoder, EncodingError
from soundcase.encode.recipe import EncodeRecipe
from soundcase.facts import Facts, Sound
from soundcase.media.job import Piece
from soundcase.probe import Probed
from soundcase.probe.stream import Listener, Stream

if TYPE_CHECKING:
    import numpy as np

    from soundcase.signal import Bandwidth, Bars, LevelMeter, Loudness, Mel

    Block = np.ndarray[tuple[int, int], np.dtype[Any]]

WIDTH, HEIGHT = 640, 96
"""Pixels of a spectrogram."""
_LOWEST_HZ = 4000
"""Loudness is defined from here on."""
_FORMATS = {"mp3": "MP3", "opus": "Ogg Opus", "aac": "AAC (MP4)", "flac": "FLAC", "wav": "WAV"}


class Ears:
    """Everybody who listens to one decode."""

    def __init__(
        self, place: Path, *, measure: bool, recipes: Sequence[EncodeRecipe], tops_hz: Sequence[int]
    ) -> None:
        """`place` is the folder that encodes are written to."""
        self._place, self._measure, self._recipes, self._tops = place, measure, recipes, tops_hz
        self._meter: Meter | None = None
        self._pictures: dict[int, Mel] = {}
        self._coders: dict[EncodeRecipe, _Coder] = {}
        self.probed = Probed("", None, ())
        self.encodes: dict[EncodeRecipe, Piece] = {}
        self.spectrograms: dict[int, Piece] = {}
        self.failures: dict[EncodeRecipe, str] = {}

    def __enter__(self) -> Ears:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for coder in self._coders.values():
            coder.end()

    def gather(self, stream: Stream) -> Sequence[Listener]:
        """The listeners of a clip that is about to be decoded."""
        from soundcase.signal import Canvas, Mel

        if self._measure:
            self._meter = Meter(stream)
        for top in self._tops:
            self._pictures[top] = Mel(
                stream.rate, stream.channels, stream.frames, Canvas(float(top), WIDTH, HEIGHT)
            )
        for recipe in self._recipes:
            path = self._place / f"{uuid4().hex}.{recipe.format}"
            self._coders[recipe] = _Coder(recipe, path, stream)
        meters = self._meter.listeners if self._meter else ()
        return (*meters, *self._pictures.values(), *self._coders.values())

    def hear(self, probed: Probed) -> None:
        """The clip is over: what came of it."""
        self.probed = probed
        if probed.facts is None:
            return
        if self._meter:
            self.probed = replace(probed, facts=self._meter.told(probed.facts))
        self.spectrograms = {top: _picture(mel.result()) for top, mel in self._pictures.items()}
        for recipe, coder in self._coders.items():
            piece = coder.piece()
            if piece is None:
                self.failures[recipe] = coder.failure
            else:
                self.encodes[recipe] = piece

    def keep_only(self, recipes: Sequence[EncodeRecipe]) -> None:
        """Remove the encodes that turned out not to be needed."""
        for recipe in set(self.encodes) - set(recipes):
            Path(self.encodes.pop(recipe).path).unlink(missing_ok=True)
        self.failures = {recipe: why for recipe, why in self.failures.items() if recipe in recipes}


class Meter:
    """Those who measure."""

    def __init__(self, stream: Stream) -> None:
        from soundcase.signal import Bandwidth, Bars, LevelMeter, Loudness

        rate, channels = stream.rate, stream.channels
        self._loudness: Loudness | None = Loudness(rate, channels) if rate >= _LOWEST_HZ else None
        self._levels: LevelMeter = LevelMeter(rate, channels)
        self._bandwidth: Bandwidth = Bandwidth(rate, channels)
        self._bars: Bars = Bars(channels)

    @property
    def listeners(self) -> tuple[Listener, ...]:
        """All of them."""
        always = (self._levels, self._bandwidth, self._bars)
        return (self._loudness, *always) if self._loudness else always

    def told(self, facts: Facts) -> Facts:
        """The facts with what was heard."""
        levels = self._levels.result()
        sound = Sound(
            loudness=self._loudness.result() if self._loudness else None,
            true_peak=levels.true_peak_dbtp,
            sample_peak=levels.sample_peak_dbfs,
            dc_offset=levels.dc_offset,
            leading_silence=levels.leading_silence,
            trailing_silence=levels.trailing_silence,
            bandwidth=self._bandwidth.result(),
            bars=self._bars.result(),
        )
        return replace(facts, sound=sound)


class _Coder:
    """An encoder that falls silent when it fails."""

    def __init__(self, recipe: EncodeRecipe, path: Path, stream: Stream) -> None:
        self.failure = "nothing was decoded"
        self._recipe, self._path = recipe, path
        self._encoder: Encoder | None = None
        try:
            self._encoder = Encoder(recipe, path, stream.rate, stream.channels)
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
        form = _FORMATS[self._recipe.format]
        return Piece(made.mime, form, made.suffix, made.sha256, made.size, path=str(made.path))

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


def _picture(content: bytes) -> Piece:
    digest = hashlib.sha256(content).hexdigest()
    return Piece("image/webp", "WebP", ".webp", digest, len(content), WIDTH, HEIGHT, content=content)
