"""Animal voices: a source with a gliding pitch, through a mouth that opens and shuts.

Each public function returns one clip; the seeds are fixed, so each clip is the same every time.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stand_ins.signals import (
    Signal,
    add,
    attack,
    bandpass,
    in_room,
    noise,
    path,
    phase,
    silence,
    times,
    unit,
    voiced,
    wander,
)


def barking_dog() -> Signal:
    """A dog of middle size: five barks, the last two close together."""
    canvas = silence(3.8)
    for index, (at, hz, gain) in enumerate(
        ((0.2, 1.0, 0.9), (0.85, 1.06, 1.0), (1.75, 0.97, 0.85), (2.6, 1.08, 1.0), (2.93, 1.02, 0.9))
    ):
        add(canvas, _bark(hz, seed=170 + 3 * index), at, gain)
    return in_room(canvas, t60=0.6, wet=0.35, seed=169)


def _bark(scale: float, *, seed: int) -> Signal:
    """One bark: pitch leaps up and falls in a sixth of a second, the jaw opens and shuts, the voice breaks."""
    seconds = 0.24
    t = times(seconds)
    pitch = scale * path(t, ((0, 330), (0.035, 560), (0.08, 610), (0.15, 430), (seconds, 260)))
    pitch = pitch * (1 + 0.035 * wander(seconds, rate=90, seed=seed))
    jaw = path(t, ((0, 500), (0.06, 1050), (0.14, 900), (seconds, 450)))
    throat = (jaw, 260.0, 1.0), (1.9 * jaw, 420.0, 0.7), (3100.0, 800.0, 0.3), (4400.0, 1100.0, 0.15)
    force = attack(t, 0.018) * path(t, ((0, 1), (0.1, 1), (0.17, 0.35), (seconds, 0)))
    harsh = bandpass(noise(seconds, seed + 1), 700, 4200, order=1)
    voice = unit(voiced(t, pitch, throat, tilt=0.45)) * (1 + 0.3 * wander(seconds, rate=140, seed=seed + 2))
    return np.tanh(1.6 * (voice + 0.16 * harsh)) * force


def meowing_cat() -> Signal:
    """One long meow: closed, wide open, closing again; a second, shorter and lower one."""
    canvas = silence(2.4)
    add(canvas, _meow(1.05, 1.0, seed=181), 0.1)
    add(canvas, 0.75 * _meow(0.75, 0.88, seed=184), 1.45)
    return in_room(canvas, t60=0.5, wet=0.3, seed=189)


def _meow(seconds: float, scale: float, *, seed: int) -> Signal:
    """A cat's voice: pitch arches over, the mouth opens from "m" through "ee" and "ah" to "oo"."""
    t = times(seconds)
    u = t / seconds
    pitch = scale * path(u, ((0, 430), (0.15, 590), (0.4, 690), (0.7, 600), (1, 400)))
    pitch = pitch * (1 + 0.012 * np.sin(2 * np.pi * 7 * t) * u + 0.006 * wander(seconds, rate=50, seed=seed))
    first = path(u, ((0, 420), (0.2, 620), (0.45, 1250), (0.75, 1000), (1, 520)))
    second = path(u, ((0, 1300), (0.2, 2600), (0.45, 2250), (0.75, 1600), (1, 1000)))
    mouth = (first, 240.0, 1.0), (second, 320.0, 0.75), (3900.0, 700.0, 0.25), (5600.0, 900.0, 0.1)
    opening = path(u, ((0, 0), (0.06, 0.25), (0.3, 0.85), (0.5, 1), (0.8, 0.6), (1, 0)))
    breath = bandpass(noise(seconds, seed + 1), 1500, 6000, order=1)
    return (unit(voiced(t, pitch, mouth, tilt=0.55)) + 0.03 * breath) * opening


def singing_bird() -> Signal:
    """A small bird: three phrases of whistled syllables over a quiet morning."""
    seconds = 4.6
    canvas = silence(seconds)
    air = bandpass(noise(seconds, 191), 200, 2500, order=1) * (1 + 0.4 * wander(seconds, rate=1, seed=192))
    canvas += 0.006 * unit(air) * 3
    for at, syllable, count, gap in (
        (0.25, _CHIRPS["seep"], 4, 0.17),
        (0.98, _CHIRPS["trill"], 9, 0.075),
        (2.05, _CHIRPS["tsee"], 3, 0.24),
        (2.85, _CHIRPS["seep"], 2, 0.17),
        (3.22, _CHIRPS["trill"], 11, 0.07),
    ):
        for index in range(count):
            swell = 0.7 + 0.3 * np.sin(np.pi * (index + 1) / (count + 1))
            add(canvas, _whistle(syllable), at + index * gap, float(swell))
    return in_room(canvas, t60=1.3, wet=0.3, seed=193, dark=6000)


_CHIRPS = {
    "seep": ((0.0, 4100.0), (0.03, 5600.0), (0.07, 5200.0), (0.11, 3900.0)),
    "trill": ((0.0, 5900.0), (0.02, 4700.0), (0.045, 3600.0)),
    "tsee": ((0.0, 3300.0), (0.05, 3450.0), (0.09, 6100.0), (0.17, 5700.0)),
}
"""Bird syllables as (seconds, hz) contours."""


def _whistle(contour: Sequence[tuple[float, float]]) -> Signal:
    """One syllable: nearly a pure tone that follows its contour, as a syrinx with a closed beak sings."""
    seconds = contour[-1][0]
    t = times(seconds)
    rise = np.sin(np.pi * np.clip(t / seconds, 0, 1)) ** 0.7
    running = phase(path(t, contour), t)
    return rise * (np.sin(running) + 0.06 * np.sin(2 * running) * (path(t, contour) < 3800))
