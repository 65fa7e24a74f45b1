"""Everyday things from first principles: what vibrates, what drives it, and the room around it.

Each public function returns one clip. The numbers follow the physics that the docstrings name; the seeds are
fixed, so each clip is the same every time.
"""

from __future__ import annotations

import numpy as np

from stand_ins.signals import (
    HZ,
    Signal,
    add,
    attack,
    bandpass,
    decay,
    highpass,
    in_room,
    lowpass,
    modes,
    noise,
    path,
    phase,
    silence,
    times,
    unit,
    voiced,
    wander,
)


def dropped_coins() -> Signal:
    """Three coins falling on a table, bouncing ever faster; the last one spins down on its rim."""
    canvas = silence(3.7)
    for coin, (at, base) in enumerate(((0.15, 2310.0), (0.95, 2890.0), (1.7, 2540.0))):
        # A bounce keeps a fixed share of the speed, so gaps and loudness shrink together.
        gap, loud, time = 0.30, 1.0, at
        for bounce in range(9):
            add(canvas, _coin(base, seed=10 * coin + bounce), time, loud)
            time, gap, loud = time + gap, gap * 0.68, loud * 0.66
    add(canvas, _spin_down(1.15), 2.1, 0.45)
    return in_room(canvas, t60=0.45, wet=0.35, seed=101, dark=5000)


def _coin(base: float, *, seed: int) -> Signal:
    """One hit: a disc's inharmonic modes, each a near pair, since no coin is perfectly round."""
    vary = np.random.RandomState(200 + seed).uniform(0.6, 1.4, 5)
    pairs = zip((1.0, 1.73, 2.33, 2.81, 3.02), vary, strict=True)
    bank = [(base * r, v / (1 + 0.3 * i), 0.5 / (1 + 0.35 * i)) for i, (r, v) in enumerate(pairs)]
    bank += [(hz * 1.004, 0.6 * gain, t60) for hz, gain, t60 in bank]
    click = bandpass(noise(0.4, 300 + seed), 1500, 7000, order=1) * decay(times(0.4), 0.02)
    table = modes(0.4, ((310, 0.5, 0.06), (520, 0.35, 0.05)))
    return modes(0.4, [mode for mode in bank if mode[0] < 7_600]) / 4 + 0.6 * click + 0.5 * table


def _spin_down(seconds: float) -> Signal:
    """A coin wobbling on its rim: taps that speed up until they fuse (Euler's disc), then nothing."""
    canvas = silence(seconds + 0.2)
    time, index = 0.0, 0
    while time < seconds:
        left = 1 - time / seconds
        add(canvas, _coin(2540.0, seed=40 + index % 5), time, 0.25 + 0.5 * left)
        time += 0.012 + 0.06 * left**1.4
        index += 1
    return canvas


def street_horns() -> Signal:
    """A busy street: engines rumbling, a motorcycle passing by, two car horns, a car alarm further away."""
    seconds = 4.6
    t = times(seconds)
    tyres = bandpass(noise(seconds, 112), 300, 1500, order=1)
    rumble = lowpass(noise(seconds, 111), 160, order=1) + 0.25 * tyres
    canvas = 0.35 * unit(rumble * (1 + 0.3 * wander(seconds, rate=2, seed=113)))
    canvas += 0.42 * _motorcycle(t)
    for at, length, low, gain in ((0.5, 0.3, 415.0, 0.9), (0.95, 0.95, 415.0, 1.0), (2.75, 0.65, 350.0, 0.55)):
        add(canvas, _horn(length, low), at, gain)
    canvas += 0.1 * _alarm(t)
    return in_room(canvas, t60=0.9, wet=0.3, seed=114)


def _horn(seconds: float, low: float) -> Signal:
    """A two-tone car horn: two disc horns a major third apart, buzzing diaphragms, flared mouths near 2 kHz."""
    t = times(seconds + 0.15)
    gate = attack(t, 0.025) * np.where(t > seconds, decay(np.maximum(t - seconds, 0), 0.12), 1.0)
    mouth = ((900.0, 800.0, 0.5), (2100.0, 1200.0, 1.0), (3600.0, 1600.0, 0.5))
    sag = path(t, ((0, 0.985), (0.06, 1.0), (seconds, 1.0)))
    pair = voiced(t, low * sag, mouth, tilt=0.25) + voiced(t, 1.26 * low * sag, mouth, tilt=0.25)
    return unit(pair) * gate


def _motorcycle(t: Signal) -> Signal:
    """A single cylinder passing: firing pulses through an exhaust, nearest at two seconds, then lower."""
    firing = path(t, ((0, 62), (1.6, 88), (2.2, 80), (2.6, 66), (4.6, 58)))
    near = np.exp(-(((t - 2.1) / 0.95) ** 2))
    stroke = (firing, 90.0, 1.0), (210.0, 160.0, 0.8), (520.0, 380.0, 0.5), (1300.0, 900.0, 0.3)
    rough = 1 + 0.25 * wander(t.size / HZ, rate=40, seed=121)
    return unit(voiced(t, firing, stroke, tilt=0.35) * rough) * (0.12 + near)


def _alarm(t: Signal) -> Signal:
    """A distant alarm: a tone that sweeps up three times a second."""
    sweep = 950 + 900 * ((3 * t) % 1.0)
    running = phase(sweep, t)
    return np.sin(running) + 0.3 * np.sin(3 * running)


def splash() -> Signal:
    """Something heavy falls into water: the slap, the closing cavity, spray, then bubbles and drops."""
    canvas = silence(3.6)
    t = times(1.6)
    hit = highpass(noise(1.6, 131), 400, order=1) * decay(t, 0.28)
    slap = hit + 0.8 * bandpass(noise(1.6, 132), 250, 1100) * decay(t, 0.7)
    plunge = np.sin(phase(path(t, ((0, 95), (0.25, 150), (1.6, 170))), t)) * decay(t, 0.5) * attack(t, 0.05)
    spray = bandpass(noise(1.6, 133), 1600, 6800, order=1) * decay(t, 1.1) * attack(t, 0.12)
    spray *= 1 + 0.8 * wander(1.6, rate=45, seed=134)
    add(canvas, 1.6 * slap + 0.9 * plunge + 1.3 * spray, 0.25)
    for at, radius, gain in _bubbles():
        add(canvas, _bubble(radius), at, gain)
    return in_room(canvas, t60=0.7, wet=0.2, seed=136)


def _bubbles() -> list[tuple[float, float, float]]:
    """Bubbles as (seconds, radius in metres, gain): many and large at first, few and small in the end."""
    dice = np.random.RandomState(135)
    found = []
    for _ in range(150):
        at = 0.42 + float(dice.exponential(0.62))
        radius = float(np.clip(dice.lognormal(-6.45, 0.5), 0.0007, 0.006))
        if at < 3.3:
            found.append((at, radius, 0.8 * float(dice.uniform(0.2, 1.0)) * (radius / 0.003) ** 0.7))
    return found


def _bubble(radius: float) -> Signal:
    """A ringing air bubble: Minnaert's 3.26 / radius Hz, rising near the surface (van den Doel, 2005)."""
    hz = 3.26 / radius
    damping = 0.13 * hz**0.25 + 0.0072 * hz
    seconds = min(6.9 / damping, 0.35)
    t = times(seconds)
    rising = np.minimum(hz * (1 + 0.1 * damping * t), 7_000)
    return np.sin(phase(rising, t)) * decay(t, 6.9078 / damping) * attack(t, 0.002)


def slammed_door() -> Signal:
    """An old door: the hinges squeak as it swings, then it slams, and the latch falls in."""
    canvas = silence(3.1)
    add(canvas, 0.5 * _squeak(0.75, 480, seed=141), 0.15)
    add(canvas, 0.65 * _squeak(0.85, 610, seed=142), 1.0)
    t = times(0.9)
    frame = modes(0.9, ((52, 1.3, 0.35), (88, 1.0, 0.3), (143, 0.8, 0.22), (231, 0.5, 0.16), (390, 0.3, 0.1)))
    boards = lowpass(noise(0.9, 143), 1400, order=1) * decay(t, 0.13)
    shake = 0.3 + np.abs(wander(0.9, rate=60, seed=145))
    rattle = bandpass(noise(0.9, 144), 1200, 4200) * decay(t, 0.25) * shake
    add(canvas, np.tanh(1.2 * (0.5 * frame + boards + 0.35 * rattle)), 1.98)
    for at, gain in ((2.02, 0.5), (2.09, 0.35)):
        add(canvas, modes(0.12, ((1830, 0.5, 0.05), (2790, 0.4, 0.04), (4120, 0.3, 0.03))), at, gain)
    return in_room(canvas, t60=0.8, wet=0.55, seed=146)


def _squeak(seconds: float, hz: float, *, seed: int) -> Signal:
    """A dry hinge: the pin sticks and slips, a buzz whose pitch jerks about, and the panel resonates."""
    t = times(seconds)
    swing = path(t, ((0, 0.75), (0.3 * seconds, 1.05), (0.7 * seconds, 1.3), (seconds, 1.1)))
    jerk = 1 + 0.05 * wander(seconds, rate=14, seed=seed) + 0.015 * wander(seconds, rate=70, seed=seed + 50)
    panel = ((hz * 2.1, 300.0, 0.8), (1750.0, 500.0, 1.0), (2900.0, 700.0, 0.8), (4600.0, 900.0, 0.35))
    grip = np.clip(0.55 + 0.6 * wander(seconds, rate=9, seed=seed + 100), 0.05, 1) * attack(t, 0.06)
    return unit(voiced(t, hz * swing * jerk, panel, tilt=0.2)) * grip * attack(seconds - t, 0.08)


def gunshots() -> Signal:
    """Two shots in the open: the muzzle blast, its low boom, and what the hills send back."""
    canvas = silence(2.6)
    for at, gain, seed in ((0.12, 1.0, 151), (0.98, 0.9, 161)):
        shot = _shot(seed)
        add(canvas, shot, at, gain)
        for echo, (late, share) in enumerate(((0.11, 0.22), (0.23, 0.16), (0.41, 0.1))):
            add(canvas, lowpass(shot, 1500 - 350 * echo, order=1), at + late, gain * share)
    return in_room(canvas, t60=1.5, wet=0.9, seed=152, dark=1400)


def _shot(seed: int) -> Signal:
    """One muzzle blast: Friedlander's wave, shock and rarefaction within milliseconds, then burning gas."""
    seconds, positive = 1.4, 0.004
    t = times(seconds)
    blast = (1 - t / positive) * np.exp(-t / positive)
    gas = lowpass(noise(seconds, seed), 3200, order=1) * decay(t, 0.3)
    crack = highpass(noise(seconds, seed + 1), 1800) * decay(t, 0.06)
    boom = np.sin(phase(path(t, ((0, 95), (0.3, 48), (1.4, 40))), t)) * decay(t, 0.8)
    return np.tanh(1.4 * (1.1 * blast + 0.9 * gas + 0.4 * crack + 0.45 * boom))
