"""Single notes in the manner of NSynth: four seconds at 16 kHz, the key held for three.

Rule 1: a note's frequency is that of its MIDI number in equal temperament, A4 = 69 = 440 Hz; vibrato is
centred on it.
Rule 2: a harder stroke is louder and brighter; `level` evens out the loudness later, the brightness stays.
Rule 3: partials above `NYQUIST_MARGIN` are left out, so that nothing folds back.

The recipes are the classic ones: sums of partials (Risset), formants as weights on harmonics (Fant), frequency
modulation (Chowning), modes of a free bar (Rossing and Fletcher, The Physics of Musical Instruments).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from stand_ins.signals import (
    Curve,
    Signal,
    attack,
    bandpass,
    decay,
    hold,
    in_room,
    modes,
    noise,
    path,
    peak,
    phase,
    shaped,
    times,
    wander,
)

SECONDS = 4.0
KEY_UP = 3.0
NYQUIST_MARGIN = 7_600.0
NAME = re.compile(
    r"(?P<family>[a-z]+)_(?P<source>[a-z]+)_(?P<number>\d{3})-(?P<pitch>\d{3})-(?P<velocity>\d{3})"
)


@dataclass(frozen=True, slots=True)
class Note:
    """What an NSynth file name says."""

    family: str
    source: str
    pitch: int
    """MIDI note number."""
    velocity: int
    """MIDI velocity, 1 to 127."""

    @property
    def hz(self) -> float:
        """The fundamental frequency."""
        return 440.0 * 2 ** ((self.pitch - 69) / 12)

    @property
    def force(self) -> float:
        """How hard the note is played, 0 to 1."""
        return self.velocity / 127


def note_named(name: str) -> Note:
    """The note that a file name encodes, e.g. `bass_synthetic_135-067-025`; ValueError for other names."""
    match = NAME.match(name)
    if match is None:
        raise ValueError(f"not an NSynth name: {name!r}")
    return Note(match["family"], match["source"], int(match["pitch"]), int(match["velocity"]))


def played(note: Note) -> Signal:
    """The note as its family sounds, louder for a higher velocity."""
    return np.asarray(note.force**1.2 * FAMILIES[note.family](note))


@dataclass(frozen=True, slots=True)
class Partial:
    """One sine of a tone: frequency as a multiple of the fundamental, gain, own decay."""

    ratio: float
    gain: float
    t60: float = np.inf


def tone(t: Signal, hz: Curve, partials: Iterable[Partial]) -> Signal:
    """The sum of a tone's partials; each starts at a phase of its own, which keeps the crest low."""
    fundamental = phase(hz, t)
    highest = float(np.max(hz))
    total = np.zeros_like(t)
    for index, partial in enumerate(partials):
        if partial.ratio * highest < NYQUIST_MARGIN:
            start = np.pi * index**2 / 7
            total += partial.gain * np.sin(partial.ratio * fundamental + start) * decay(t, partial.t60)
    return total


def harmonics(hz: float, gain: Callable[[Signal, Signal], Signal]) -> list[Partial]:
    """All harmonics that fit, weighted by a function of their numbers and frequencies."""
    numbers = np.arange(1.0, int(NYQUIST_MARGIN / hz) + 1)
    return [Partial(n, g) for n, g in zip(numbers, gain(numbers, numbers * hz), strict=True)]


def vibrato(t: Signal, hz: float, *, rate: float, cents: float, onset: float) -> Signal:
    """A frequency that swings around its centre, from `onset` seconds on."""
    swing = cents * attack(np.maximum(t - onset, 0), 0.5) * np.sin(2 * np.pi * rate * t)
    return hz * 2 ** (swing / 1200)


def formants(f: Signal, shape: Iterable[tuple[float, float, float]]) -> Signal:
    """The gain at these frequencies of resonances given as (centre, width, gain)."""
    return sum((gain * peak(f, centre, width) for centre, width, gain in shape), np.zeros_like(f))


def bowed(note: Note) -> Signal:
    """A cello-like string: a sawtooth's harmonics through a wooden body, bow noise, late vibrato."""
    t = times(SECONDS)
    body = (
        (110, 60, 0.7),
        (210, 90, 1.0),
        (420, 160, 0.9),
        (780, 350, 0.6),
        (1500, 900, 0.35),
        (2600, 1400, 0.3),
    )
    tilt = 1.55 - 0.5 * note.force
    partials = harmonics(note.hz, lambda n, f: (0.25 + formants(f, body)) / n**tilt)
    sound = tone(t, vibrato(t, note.hz, rate=5.3, cents=11, onset=0.5), partials)
    pressure = attack(t, 0.16) * hold(t, KEY_UP, release=0.7) * (1 + 0.06 * wander(SECONDS, rate=6, seed=11))
    slip = 0.5 + 0.5 * np.abs(np.sin(phase(note.hz, t) / 2))
    hiss = bandpass(noise(SECONDS, 12), 900, 5200, order=1) * slip
    return in_room((sound + 0.035 * hiss) * pressure, t60=0.6, wet=0.2, seed=13)


def plucked(note: Note) -> Signal:
    """A plucked guitar string: partials by pluck position, the high ones dying first, and the nail's click."""
    t = times(SECONDS)
    position, stiffness = 0.21, 4e-5
    ring = 5.5 * (196 / note.hz) ** 0.55
    partials = [
        Partial(
            n * float(np.sqrt(1 + stiffness * n * n)),
            float(np.sin(np.pi * n * position)) / n ** (2 - 0.9 * note.force),
            ring / (1 + 0.35 * (n - 1)),
        )
        for n in range(1, int(NYQUIST_MARGIN / note.hz) + 1)
    ]
    string = tone(t, note.hz, partials) + 0.3 * tone(t, note.hz * 1.0012, partials)
    click = bandpass(noise(SECONDS, 21), 1500, 6500) * decay(t, 0.035) * note.force
    knock = modes(SECONDS, ((104, 1.0, 0.16), (208, 1.0, 0.12), (412, 1.0, 0.08)))
    sound = string * hold(t, KEY_UP, release=0.15) + 0.25 * click + 0.12 * knock
    return in_room(sound * attack(t, 0.002), t60=0.7, wet=0.25, seed=22)


def sung(note: Note) -> Signal:
    """A voice on "ah": glottal harmonics weighted by five formants, breath, vibrato, a little jitter."""
    t = times(SECONDS)
    vowel = ((700, 110, 1.0), (1150, 120, 0.62), (2650, 170, 0.2), (3200, 220, 0.16), (3900, 300, 0.08))
    tilt = 1.35 - 0.5 * note.force
    partials = harmonics(note.hz, lambda n, f: (0.03 + formants(f, vowel)) / n**tilt)
    drift = 2 ** (wander(SECONDS, rate=9, seed=31) * 4 / 1200)
    hz = vibrato(t, note.hz, rate=5.6, cents=24, onset=0.35) * drift
    breath = shaped(noise(SECONDS, 32), lambda f: formants(f, vowel))
    swell = path(t, ((0, 0.8), (1.2, 1.0), (KEY_UP, 0.9), (SECONDS, 0.9)))
    swell = swell * attack(t, 0.22) * hold(t, KEY_UP, release=0.5)
    return in_room((tone(t, hz, partials) + 0.05 * breath) * swell, t60=1.1, wet=0.4, seed=33)


def blown(note: Note) -> Signal:
    """A synthetic flute: few harmonics, breath around them, a chiff at the start, a slow tremolo."""
    t = times(SECONDS)
    bright = 0.35 + 0.5 * note.force
    weights = (1.0, 0.55 * bright, 0.32 * bright, 0.12 * bright, 0.07 * bright, 0.03 * bright)
    sound = tone(t, note.hz, [Partial(n, gain) for n, gain in enumerate(weights, 1)])
    air = shaped(noise(SECONDS, 41), lambda f: peak(f, 2 * note.hz, 260) + 0.35 * peak(f, 2400, 2600))
    chiff = path(t, ((0, 1.0), (0.09, 0.9), (0.22, 0.12), (SECONDS, 0.12)))
    tremolo = 1 + 0.1 * attack(np.maximum(t - 0.4, 0), 0.6) * np.sin(2 * np.pi * 4.6 * t)
    steady = attack(t, 0.09) * tremolo
    blow = hold(t, KEY_UP, release=0.4) * attack(t, 0.02)
    return in_room((sound * steady + 0.55 * air * chiff) * blow, t60=0.9, wet=0.3, seed=42)


def electric_piano(note: Note) -> Signal:
    """A tine piano by frequency modulation: a soft 1:1 pair for the body, a 1:14 pair for the tine's ping."""
    t = times(SECONDS)
    carrier = phase(note.hz, t)
    body = np.sin(carrier + (0.25 + 1.2 * note.force) * decay(t, 1.6) * np.sin(carrier))
    ping = np.sin(carrier + 0.6 * note.force * decay(t, 0.25) * np.sin(min(14, int(7000 / note.hz)) * carrier))
    ring = decay(t, 5.0) * hold(t, KEY_UP, release=0.35)
    tremolo = 1 + 0.12 * np.sin(2 * np.pi * 4.4 * t)
    thump = bandpass(noise(SECONDS, 51), 90, 700) * decay(t, 0.06)
    return (0.75 * body + 0.3 * ping) * ring * tremolo * attack(t, 0.003) + 0.06 * thump


def struck_bar(note: Note) -> Signal:
    """A metal bar under a hard mallet: the modes of a free bar, each a beating pair, and the stroke."""
    t = times(SECONDS)
    bar = (
        Partial(1.0, 1.0, 3.4),
        Partial(2.756, 0.5 * note.force, 1.0),
        Partial(5.404, 0.3 * note.force, 0.4),
    )
    beating = [Partial(mode.ratio * 1.0004, 0.35 * mode.gain, mode.t60 * 0.8) for mode in bar]
    ring = tone(t, note.hz, [*bar, *beating])
    stroke = bandpass(noise(SECONDS, 61), 700, 6000, order=1) * decay(t, 0.02)
    wood = np.sin(2 * np.pi * 880 * t) * decay(t, 0.05)
    sound = ring * hold(t, KEY_UP, release=0.6) + (0.5 * stroke + 0.3 * wood) * note.force
    return in_room(sound * attack(t, 0.001), t60=1.2, wet=0.35, seed=62)


def reed(note: Note) -> Signal:
    """A low reed: upper harmonics around fixed formants, a breathy start, a growl when blown hard."""
    t = times(SECONDS)
    bore = ((330, 260, 0.7), (620, 320, 1.0), (1250, 480, 0.7), (2400, 1100, 0.35), (3900, 1500, 0.2))
    tilt = 1.0 - 0.45 * note.force
    partials = harmonics(note.hz, lambda n, f: (1 + 0.3 * (n % 2)) * (0.12 + formants(f, bore)) / n**tilt)
    hz = vibrato(t, note.hz, rate=4.8, cents=7, onset=0.9)
    growl = 1 + 0.1 * note.force * wander(SECONDS, rate=26, seed=71)
    air = bandpass(noise(SECONDS, 72), 700, 4500, order=1) * path(t, ((0, 1.0), (0.18, 0.3), (SECONDS, 0.3)))
    blow = attack(t, 0.07) * hold(t, KEY_UP, release=0.3)
    return in_room((tone(t, hz, partials) * growl + 0.12 * air) * blow, t60=0.7, wet=0.22, seed=73)


def synth_bass(note: Note) -> Signal:
    """A subtractive bass: two sawtooth oscillators and a resonant low-pass that closes after the pluck."""
    t = times(SECONDS)
    corner = note.hz * (1.2 + (2.0 + 9 * note.force) * decay(t, 1.1))
    total = np.zeros_like(t)
    for detune, gain in ((-1.0, 0.8), (4.0, 0.2)):
        running = phase(note.hz * 2 ** (detune / 1200), t)
        for n in range(1, int(NYQUIST_MARGIN / note.hz) + 1):
            at = n * note.hz / corner
            through = (1 + 0.8 * np.exp(-8 * (at - 1) ** 2)) / np.sqrt(1 + at**8)
            total += gain / n * through * np.sin(n * running)
    return total * attack(t, 0.004) * decay(t, 7.0) * hold(t, KEY_UP, release=0.25)


def organ(note: Note) -> Signal:
    """A drawbar organ: sines at the drawbars' ratios, a slow rotating speaker, a click as the key goes down."""
    t = times(SECONDS)
    drawbars = ((1, 1.0), (2, 0.9), (3, 0.8), (4, 0.55), (5, 0.2), (6, 0.3), (8, 0.35), (12, 0.15), (16, 0.18))
    shine = 0.6 + 0.4 * note.force
    sound = tone(t, note.hz, [Partial(ratio, gain * shine ** np.log2(ratio)) for ratio, gain in drawbars])
    turn = np.sin(2 * np.pi * 0.9 * t)
    click = bandpass(noise(SECONDS, 81), 900, 4000) * decay(t, 0.015)
    sound = sound * (1 + 0.1 * turn) * attack(t, 0.01) * hold(t, KEY_UP, release=0.06)
    return in_room(sound + 0.25 * click, t60=0.9, wet=0.25, seed=82)


FAMILIES: dict[str, Callable[[Note], Signal]] = {
    "bass": synth_bass,
    "flute": blown,
    "guitar": plucked,
    "keyboard": electric_piano,
    "mallet": struck_bar,
    "organ": organ,
    "reed": reed,
    "string": bowed,
    "vocal": sung,
}
"""The families that the demo plays; NSynth has brass and synth leads besides."""
