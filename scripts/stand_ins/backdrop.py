"""What is heard around a voice: music under a lesson, a radio in a kitchen."""

from __future__ import annotations

from stand_ins.signals import (
    HZ,
    Signal,
    add,
    attack,
    bandpass,
    in_room,
    modes,
    peak,
    shaped,
    silence,
    times,
    unit,
)


def music_bed(seconds: float) -> Signal:
    """Soft broken chords, as they play under a spoken lesson."""
    canvas = silence(seconds)
    chords = ((57, 64, 69, 73), (54, 61, 66, 69), (50, 57, 62, 66), (52, 59, 64, 68))
    for step in range(int(seconds / 0.32)):
        hz = 440.0 * 2 ** ((chords[step // 4 % 4][step % 4] - 69) / 12)
        string = modes(1.2, [(n * hz, 1 / n**1.8, 2.0 / n**0.6) for n in range(1, 9)])
        add(canvas, string * attack(times(1.2), 0.006) * attack(1.2 - times(1.2), 0.3), 0.32 * step)
    return in_room(canvas, t60=1.0, wet=0.35, seed=195)


def radio_room(voice: Signal) -> Signal:
    """A voice as a loudspeaker gives it in a kitchen: no lows, few highs, a small hard room."""
    small = shaped(bandpass(voice, 220, 4200), lambda f: 1 + 0.8 * peak(f, 1700, 1500))
    return in_room(small, t60=0.35, wet=0.4, seed=196)


def lesson(voice: Signal) -> Signal:
    """A voice that teaches, with music under it that begins before and ends after."""
    mixed = 0.16 * unit(music_bed(voice.size / HZ + 0.8))
    add(mixed, unit(voice), 0.6)
    return mixed
