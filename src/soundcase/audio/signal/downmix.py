"""From a clip's channels to the one or two that a page plays.

Rule 1: a mix is a short text, so that it can be compared, kept and told: empty where the clip plays as it is;
        the channels to hear, from 1 (`3`, `1 2`); `ambisonics`; or the speakers of all channels (`FL FR FC
        LFE BL BR`).
Rule 2: gains are those of the standard; what gets too loud by them is attenuated by whoever writes it.
Rule 3: what is not said is not guessed: of channels that nobody names, the first is heard.

Speakers: ITU-R BS.775-3, annex 4: left and right as they are, centre and surrounds 3 dB less, one surround for
both sides 3 dB less again, no low-frequency channel. Speakers that the recommendation does not have count as
their neighbours: what stands between left and centre as left, what hangs above as a surround.
Ambisonics: channels in ACN order, SN3D (AmbiX: C. Nachbar, F. Zotter, E. Deleflie, A. Sontacchi, 2011), so W
and Y first, of any order. Two virtual cardioids at +90° and −90° pick up left = (W + Y) / 2 and right = (W −
Y) / 2: a source at one side is on that side alone, and a plane wave of full scale stays within it.
"""

from __future__ import annotations

from math import isqrt, sqrt

from soundcase.model import Channels

Matrix = tuple[tuple[float, ...], ...]
"""Gains of shape (channels of the clip, channels of the mix)."""

AMBISONICS = "ambisonics"
LAYOUTS = {
    "3.0": "FL FR FC",
    "quad": "FL FR BL BR",
    "5.0": "FL FR FC BL BR",
    "5.1": "FL FR FC LFE BL BR",
    "6.1": "FL FR FC LFE BC SL SR",
    "7.1": "FL FR FC LFE BL BR SL SR",
}
"""The usual layouts, in the order of WAVE and FLAC files."""
_LESS = sqrt(0.5)
_BOTH = {"FC": _LESS, "BC": 0.5, "TC": 0.5, "TFC": 0.5, "TBC": 0.5}
_FRONT = ("FL", "FR", "FLC", "FRC", "WL", "WR", "DL", "DR")
_DROPPED = ("LFE", "LFE2")


def settled(said: Channels, channels: int, layout: tuple[str, ...]) -> str:
    """The mix of a clip of which the author says this, with speakers as its file has them.

    What the author says but the clip does not have counts as not said.
    """
    if unfit_reason(said, channels):
        said = ""
    if isinstance(said, tuple):
        return "" if said == tuple(range(1, channels + 1)) else " ".join(map(str, said))
    if said:
        return LAYOUTS.get(said, said)
    if channels <= 2:
        return ""
    if layout and all(name.startswith("AMBI") for name in layout):
        return AMBISONICS
    return " ".join(layout) or "1"


def unfit_reason(said: Channels, channels: int) -> str:
    """The reason why a clip of so many channels cannot be what the author says; empty if it can."""
    if isinstance(said, tuple):
        missing = [str(one) for one in said if one > channels]
        return f"there is no channel {missing[0]}" if missing else ""
    if said == AMBISONICS:
        order = isqrt(channels) - 1
        return "" if order >= 1 and channels == (order + 1) ** 2 else "Ambisonics has 4, 9, 16 …"
    wanted = len(LAYOUTS.get(said, "").split())
    return f"{said} has {wanted}" if said and wanted != channels else ""


def outputs(mix: str, channels: int) -> int:
    """The number of channels that come out of a clip's."""
    if not mix:
        return channels
    return 1 if mix.isdigit() else 2


def matrix(mix: str, channels: int) -> Matrix:
    """The gains of a mix; raises `ValueError` where the clip has not the channels for it."""
    names = mix.split()
    if mix == AMBISONICS:
        if channels < 4:
            raise ValueError(f"Ambisonics in {channels} channels")
        return ((0.5, 0.5), (0.5, -0.5), *(((0.0, 0.0),) * (channels - 2)))
    if all(name.isdigit() for name in names):
        heard = [int(name) - 1 for name in names]
        if max(heard) >= channels:
            raise ValueError(f"channel {max(heard) + 1} of {channels}")
        return tuple(tuple(float(channel == one) for one in heard) for channel in range(channels))
    if len(names) != channels:
        raise ValueError(f"{len(names)} speakers for {channels} channels")
    return tuple(map(_folded, names))


def _folded(speaker: str) -> tuple[float, float]:
    """Left and right gain of one speaker."""
    if speaker in _DROPPED:
        return 0.0, 0.0
    gain = 1.0 if speaker in _FRONT else _LESS
    if "L" in speaker.removesuffix("C")[-1:]:
        return gain, 0.0
    if "R" in speaker.removesuffix("C")[-1:]:
        return 0.0, gain
    both = _BOTH.get(speaker, 0.5)
    return both, both


def loudness_gains(layout: tuple[str, ...]) -> tuple[float, ...]:
    """Weights of speakers after BS.1770-4, tables 3 and 4: none for low frequencies, more from 60° to 120°.

    Without speakers at the side, those at the back are the surrounds of a layout of five, at 110°.
    """
    beside = ("SL", "SR") if {"SL", "SR"} & set(layout) else ("BL", "BR")
    return tuple(0.0 if name in _DROPPED else 1.41 if name in beside else 1.0 for name in layout)
