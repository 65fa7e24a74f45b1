"""Measures of a clip: loudness, levels, bandwidth, waveform and spectrogram of a stream.

Rule 1: an analyzer is made for one stream, fed blocks of shape (frames, channels) and gives one frozen result;
        how the stream is cut into blocks changes nothing.
Rule 2: an analyzer's memory does not grow with the stream beyond a few numbers per second.
Rule 3: importing this package imports no numpy; what only draws (`waveform`, `axis`) never does.
Rule 4: equal input gives equal bytes: no clock, no randomness, no setting from outside.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from soundcase.audio.signal.axis import Canvas, Tick, row_top_hz, tick_positions
from soundcase.audio.signal.waveform import row_scale, view_box, waveform_path

if TYPE_CHECKING:
    from soundcase.audio.signal.analyzer import Analyzer, Block
    from soundcase.audio.signal.bandwidth import Bandwidth
    from soundcase.audio.signal.bars import Bars
    from soundcase.audio.signal.levels import LevelMeter, Levels
    from soundcase.audio.signal.loudness import Loudness
    from soundcase.audio.signal.spectrogram import Mel

__all__ = [
    "Analyzer",
    "Bandwidth",
    "Bars",
    "Block",
    "Canvas",
    "LevelMeter",
    "Levels",
    "Loudness",
    "Mel",
    "Tick",
    "row_scale",
    "row_top_hz",
    "tick_positions",
    "view_box",
    "waveform_path",
]

_ROOMS = {
    "Bandwidth": "bandwidth",
    "Bars": "bars",
    "Block": "analyzer",
    "LevelMeter": "levels",
    "Levels": "levels",
    "Analyzer": "analyzer",
    "Loudness": "loudness",
    "Mel": "spectrogram",
}
"""Where the names live whose modules import numpy."""


def __getattr__(name: str) -> object:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
