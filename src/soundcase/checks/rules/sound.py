"""Rules about what is heard: channels that two loudspeakers lack, loudness and bandwidth that differ."""

from __future__ import annotations

from collections.abc import Iterator

from soundcase.audio.signal.downmix import AMBISONICS, LAYOUTS, settled, unfit_reason
from soundcase.checks.rules.context import Finding
from soundcase.checks.rules.summary import ClipsView, KnownClip, Piece
from soundcase.model import OUTPUT, ClipKey

SILENT = 0.001
"""Peak of a silent side, −60 dBFS …"""
SILENT_BESIDE = 0.003
"""… or −50 dB below the other side."""
SPREAD_LU = 3.0
"""Differences of loudness that listeners take for differences of quality."""
FAR_LU = 10.0
"""Differences that startle: every clip is named."""
QUIET_LUFS = -50.0
USUAL_HZ = (4000, 5512.5, 6000, 8000, 11025, 12000, 16000)
"""Half the sampling rates that audio is often made at."""
RESAMPLED, LOSSY_RESAMPLED = 2.8, 5.0
"""Sampling rate by the end of the spectrum, from which on a clip may have been resampled: a lossy codec cuts
off by itself, at 64 kbit/s as low as a quarter of the rate."""
NEAR = 0.08
"""How far a measured end of the spectrum may lie from where resampling put it, relatively."""
BAND_RATIO = 1.25
"""Bandwidths that differ by more are heard as different."""


def wrong_channels(view: ClipsView) -> Iterator[Finding]:
    """Channels that the clip does not have, and channels of no clip."""
    for use, facts in (clip for row in view.rows for clip in row.clips):
        why = unfit_reason(use.media.channels, facts.channels) if use.media.channels else ""
        if why:
            have = "1 channel" if facts.channels == 1 else f"{facts.channels} channels"
            origin = use.media.origin.at("channels")
            yield Finding(origin, f"'{use.name}' has {have}: {why}", "say which of them to hear")


def many_channels(view: ClipsView) -> Iterator[Finding]:
    """Clips of more than two channels of which the author does not say how they are heard."""
    for use, facts in _first_uses(view):
        if facts.channels <= 2 or use.media.channels:
            continue
        mix = settled("", facts.channels, facts.layout)
        if mix.isdigit():
            able = [name for name in (AMBISONICS, *LAYOUTS) if not unfit_reason(name, facts.channels)]
            choices = "".join(f"'channels: {name}', " for name in able)
            played = "the first alone"
            hint = f"say what they are beside it: {choices}or which to hear, as 'channels: [1, 2]'"
        else:
            layout = next((name for name, speakers in LAYOUTS.items() if speakers == mix), mix)
            known = f"'channels: {layout}'" if layout in (AMBISONICS, *LAYOUTS) else "'channels: [1, 2]'"
            played = "a mix to stereo"
            hint = f"write {known} beside it if that is meant, or publish a mix of your own"
        yield Finding(use.origin, f"'{use.name}' has {facts.channels} channels: the page plays {played}", hint)


def one_sided(view: ClipsView) -> Iterator[Finding]:
    """Stereo clips of which one side is silent."""
    for use, facts in _first_uses(view):
        peaks = facts.channel_peaks
        if len(peaks) != 2 or use.media.channels:
            continue
        quiet, loud = sorted(peaks)
        if loud >= SILENT and (quiet < SILENT or quiet < SILENT_BESIDE * loud):
            silent = "left" if peaks[0] < peaks[1] else "right"
            number = 2 if silent == "left" else 1
            hint = f"write 'channels: {number}' beside it to hear it on both sides, or publish it in mono"
            yield Finding(use.origin, f"the {silent} side of '{use.name}' is silent", hint)


def _first_uses(view: ClipsView, *, as_played: bool = True) -> Iterator[KnownClip]:
    """Each clip that could be read, where it is first played; if `as_played`, where each mix of it is."""
    seen: set[ClipKey | str] = {key if as_played else key.name for key in view.context.earlier}
    for clip in (clip for row in view.rows for clip in row.clips):
        key = clip.use.key if as_played else clip.use.name
        if key not in seen:
            seen.add(key)
            yield clip


def loudness_spread(view: ClipsView) -> Iterator[Finding]:
    """Outputs of one example that are not equally loud."""
    for *_, clips in view.rows:
        measured = [
            (use, facts.loudness)
            for use, facts in clips
            # of a mix, something else is played than was measured
            if _compared(use) and not settled(use.media.channels, facts.channels, facts.layout)
        ]
        known = [(use, value) for use, value in measured if value is not None]
        channels = {view.facts[use.name].channels for use, _ in known}
        if len({use.model for use, _ in known}) < 2 or len(channels) > 1:
            continue  # the same sound on two channels measures 3 LU more, and `channels-differ` reports it
        quietest, loudest = min(known, key=lambda one: one[1]), max(known, key=lambda one: one[1])
        spread = loudest[1] - quietest[1]
        if spread > SPREAD_LU:
            span = f"{_level(quietest[1])} to {_lufs(loudest[1])}"
            message = f"the outputs differ by {spread:.1f} LU: {span}"
            if spread > FAR_LU:
                message += f" ({', '.join(f'{use.name} {_lufs(value)}' for use, value in known)})"
            yield Finding(loudest[0].origin, message, "bring them to one loudness, e.g. −23 LUFS")


def near_silent(view: ClipsView) -> Iterator[Finding]:
    """Clips so quiet that readers turn up the volume, and are startled by the next."""
    for use, facts in _first_uses(view, as_played=False):
        loudness = facts.loudness
        if loudness is not None and loudness < QUIET_LUFS:
            message = f"'{use.name}' is very quiet: {_lufs(loudness)}"
            yield Finding(
                use.origin, message, "publish it louder, or say in the example's note that it is meant"
            )


def bandwidth_differs(view: ClipsView) -> Iterator[Finding]:
    """Outputs of one example, sampled alike, of which one ends at a lower frequency."""
    for *_, clips in view.rows:
        known = [(use, facts.bandwidth) for use, facts in clips if _compared(use)]
        bands = [(use, hz) for use, hz in known if hz is not None]
        if len({use.model for use, _ in bands}) < 2:
            continue
        narrow, wide = min(bands, key=lambda one: one[1]), max(bands, key=lambda one: one[1])
        rates = {view.facts[use.name].rate for use, _ in (narrow, wide)}
        if wide[1] > narrow[1] * BAND_RATIO and len(rates) == 1:
            message = (
                f"the output of '{narrow[0].model}' ends at {narrow[1] / 1000:.1f} kHz, "
                f"that of '{wide[0].model}' at {wide[1] / 1000:.1f} kHz"
            )
            yield Finding(narrow[0].origin, message, "it was probably resampled; if it is the model's, say so")


def upsampled(view: ClipsView) -> Iterator[Finding]:
    """Clips whose sampling rate promises more than there is; Opus always decodes at 48 kHz."""
    for use, facts in _first_uses(view, as_played=False):
        band = facts.bandwidth
        if not band or "opus" in facts.kind:
            continue
        least = RESAMPLED if facts.bit_rate is None else LOSSY_RESAMPLED
        # The spectrum ends where that of a lower, usual rate does, and not just where the sound does.
        if any(least * half <= facts.rate and abs(band - half) <= NEAR * half for half in USUAL_HZ):
            message = f"'{use.name}' has {facts.rate / 1000:g} kHz, but nothing above {band / 1000:.1f} kHz"
            yield Finding(use.origin, message, "publish it at the rate it was made at")


def _compared(use: Piece) -> bool:
    return use.role == OUTPUT and not use.media.label


def _lufs(value: float) -> str:
    return f"{_level(value)} LUFS"


def _level(value: float) -> str:
    return f"{round(value, 1) + 0.0:.1f}".replace("-", "−")
