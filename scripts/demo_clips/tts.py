"""Four speakers, what they recorded, and how four systems make them say something new.

The speakers are eSpeak's voices. What a system makes of one is imitated by hand: the voice itself (ours), the
voice through a coarse spectrum without phases, a neighbour's voice, and another voice on one note.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from demo_clips.measures import timbre_distance
from demo_clips.spectra import Mask, mel_bands, signal, spectrum
from stand_ins.signals import Signal
from stand_ins.speech import Spoken, said

HZ = 16_000
FRAME = 512
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice, what it recorded for cloning, and what it is to say."""

    voice: str
    pitch: int
    prompt: str
    text: str


SPEAKERS: Mapping[str, Speaker] = MappingProxyType(
    {
        "ana": Speaker("en-gb+f3", 62, "The lamps go on at six.", "We sailed home under a red sky."),
        "ben": Speaker("en-us+m3", 34, "I left the keys at home.", "Nobody has seen the second page."),
        "cleo": Speaker("en-gb-scotland+f2", 44, "It rained all night.", "Put the kettle on, would you?"),
        "dov": Speaker("en-us+m7", 12, "The road is closed.", "Every third letter is missing."),
    }
)

ABROAD: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "german": ("de+f3", "Der Zug kommt heute etwas später."),
        "french": ("fr+f3", "La mer est calme ce matin."),
        "mandarin": ("cmn-latn-pinyin+f3", "今天的天气很好。"),
    }
)
"""Language → eSpeak's voice for the speaker "ana", and the sentence."""

_NEIGHBOUR = MappingProxyType(
    {"ana": "en-gb+f5", "ben": "en-us+m1", "cleo": "en-gb-scotland+f4", "dov": "en-us+m5"}
)


def _spoken(speaker: Speaker, words: str) -> Spoken:
    return Spoken(speaker.voice, words, rate=175, pitch=speaker.pitch)


def _reference(name: str) -> Signal:
    return said(_spoken(SPEAKERS[name], SPEAKERS[name].text), HZ)


def _ours(name: str) -> Signal:
    """The speaker's own voice, a little slower and with a slightly narrower melody."""
    spoken = _spoken(SPEAKERS[name], SPEAKERS[name].text)
    return said(replace(spoken, rate=168, lively=85), HZ)


def _neighbour(name: str) -> Signal:
    """A similar voice, between the speaker's pitch and its own."""
    speaker = SPEAKERS[name]
    spoken = replace(_spoken(speaker, speaker.text), voice=_NEIGHBOUR[name], rate=180)
    return said(replace(spoken, pitch=(speaker.pitch + 50) // 2), HZ)


def _coarse(name: str) -> Signal:
    """The speaker's voice through few bands, its phases guessed (Griffin and Lim 1984, after four rounds)."""
    spoken = replace(_spoken(SPEAKERS[name], SPEAKERS[name].text), rate=182)
    return vocoded(said(spoken, HZ))


def _flat(name: str) -> Signal:
    """Another voice on one note."""
    speaker = SPEAKERS[name]
    voice = "en-us+m2" if "+f" in speaker.voice else "en-us+f1"
    return said(Spoken(voice, speaker.text, rate=150, pitch=40, lively=0), HZ)


def vocoded(x: Signal) -> Signal:
    """A signal made again from the means of its spectrum in a few bands."""
    magnitude = _banded(np.abs(spectrum(x, FRAME)))
    phases = np.random.RandomState(17).uniform(-np.pi, np.pi, magnitude.shape)
    for _ in range(_ROUNDS):
        again = signal(magnitude * np.exp(1j * phases), FRAME, x.size)
        phases = np.angle(spectrum(again, FRAME))
    return signal(magnitude * np.exp(1j * phases), FRAME, x.size)


def _banded(magnitude: Mask) -> Mask:
    """Each band at its mean."""
    bands = mel_bands(len(magnitude))
    means = np.array([magnitude[bands == band].mean(axis=0) for band in range(bands[-1] + 1)])
    return np.asarray(means[bands], dtype=np.float64)


SYSTEMS: Mapping[str, Callable[[str], Signal]] = MappingProxyType(
    {"patchwork": _flat, "glimmer": _coarse, "drift": _neighbour, "larkspur": _ours}
)


def _made(name: str, by: Callable[[str], Signal]) -> Callable[[], Signal]:
    return lambda: by(name)


def _prompt(name: str) -> Signal:
    return said(_spoken(SPEAKERS[name], SPEAKERS[name].prompt), HZ)


def _abroad(language: str) -> Signal:
    voice, words = ABROAD[language]
    return said(Spoken(voice, words, rate=168, pitch=SPEAKERS["ana"].pitch, lively=85), HZ)


def _abroad_coarse(language: str) -> Signal:
    voice, words = ABROAD[language]
    return vocoded(said(Spoken(voice, words, rate=178, pitch=SPEAKERS["ana"].pitch - 12), HZ))


CLIPS: Mapping[str, Callable[[], Signal]] = MappingProxyType(
    {f"{name}-prompt.mp3": _made(name, _prompt) for name in SPEAKERS}
    | {f"{name}-reference.mp3": _made(name, _reference) for name in SPEAKERS}
    | {f"{name}-{system}.mp3": _made(name, by) for name in SPEAKERS for system, by in SYSTEMS.items()}
    | {f"{language}-glimmer.mp3": _made(language, _abroad_coarse) for language in ABROAD}
    | {f"{language}-larkspur.mp3": _made(language, _abroad) for language in ABROAD}
)
"""File → its samples, before the level is set."""


def scores(read: Callable[[str], Signal]) -> dict[str, dict[str, float]]:
    """File → how far its voice is from that of the reference."""
    return {
        f"{name}-{system}.mp3": {
            "Timbre": timbre_distance(read(f"{name}-{system}.mp3"), read(f"{name}-reference.mp3"))
        }
        for name in SPEAKERS
        for system in SYSTEMS
    }
