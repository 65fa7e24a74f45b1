"""The sound of a clip as the page shows it: waveform, spectrogram, levels, the original's download.

Rule 1: what is compared is what the page plays: the encodes, or where there are none the originals.
Rule 2: gains only attenuate, so that no true peak rises and nothing can clip.

Formats: sizes in kB and MB of 1,000 and 1,000,000 bytes; loudness and gain in dB with one and two decimals.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from urllib.parse import quote

from soundcase.audio.signal import Canvas, row_scale, tick_positions, view_box, waveform_path
from soundcase.facts import PlayedClip, Sound
from soundcase.site.views.context import RenderContext
from soundcase.site.views.formats import changes, given, played
from soundcase.site.views.values import AxisMark, ClipVersion, Original, Spectrogram, Waveform
from soundcase.site.words import Words
from soundcase.values import dataclass

_BRIEF = 0.095
"""Seconds below which tenths say too little."""
_MINUTES = 9.95
"""Seconds from which they are written with minutes."""
_SAFE = "/-._~!$&'()*+,;=:@"


@dataclass(frozen=True, slots=True)
class RowLevels:
    """The levels that the clips of one example share."""

    scale: float = 1.0
    """The factor for the bars of all waveforms."""
    quietest: float | None = None
    """The loudness of the quietest, in LUFS; None where none is known."""

    def gain(self, loudness: float | None) -> float | None:
        """dB, never above 0, that bring a sound of so many LUFS to the quietest; None where it is not known."""
        return None if self.quietest is None or loudness is None else min(0.0, self.quietest - loudness)


def levels_of(sounds: Iterable[Sound | None], films: Iterable[float | None] = ()) -> RowLevels:
    """The levels that clips with these sounds share, and videos of this loudness (LUFS)."""
    known = [sound for sound in sounds if sound]
    peaks = [max(sound.bars) for sound in known if sound.bars]
    loudness = [one for one in (*(sound.loudness for sound in known), *films) if one is not None]
    return RowLevels(row_scale(peaks), min(loudness, default=None))


def address(url: str) -> str:
    """A site's own path as a relative, percent-encoded address."""
    return quote(url, safe=_SAFE)


def duration(seconds: float, words: Words, whole: float | None = None) -> str:
    """Seconds for people: `7.6 s`, `12:00.0`, `1:02:03.4`; below a tenth `0.05 s`, `0.004 s`.

    A place in something as long as `whole` is written as that is. The player's `clock` (assets/js/_shared.js)
    writes the same.
    """
    whole = seconds if whole is None else whole
    if 0 < whole < _BRIEF and seconds:
        return words.script["seconds"].format(f"{max(int(seconds * 1000 + 0.5), 1) / 1000:.3f}".rstrip("0"))
    if whole < _MINUTES:
        return words.script["seconds"].format(f"{int(seconds * 10 + 0.5) / 10:.1f}")
    tenths = int(seconds * 10 + 0.5)
    minutes, rest = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    clock = f"{hours}:{minutes:02}" if hours else str(minutes)
    return f"{clock}:{rest // 10:02}.{rest % 10}"


def exact(seconds: float) -> str:
    """Seconds for scripts: to the millisecond, of a brief clip to the microsecond; only nothing is `0.000`."""
    return f"{seconds:.3f}" if seconds >= 1 or not seconds else f"{max(seconds, 1e-6):.6f}"


def size(count: int) -> str:
    """Bytes for people: `346 kB`, `3.2 MB`."""
    if count < 1000:
        return f"{count} B"
    return f"{count / 1000:.0f} kB" if count < 999_500 else f"{count / 1_000_000:.1f} MB"


def pitch(hz: float) -> str:
    """A frequency for people: `500 Hz`, `2 kHz`."""
    return f"{hz / 1000:g} kHz" if hz >= 1000 else f"{hz:g} Hz"


def versions(clip: PlayedClip, levels: RowLevels, site: RenderContext) -> tuple[ClipVersion, ...]:
    """The versions that the page plays, the first that a browser can: the encodes, or else the original.

    Of its format stands there what not all clips of the task have in common, and always what was changed.
    """
    words = site.words
    return tuple(
        ClipVersion(
            address(site.plan.urls[one.sha256]),
            one.mime,
            " · ".join(
                filter(None, (*(part for part in form if part not in site.format), *changes(clip, one, words)))
            ),
            decibels(levels.gain(one.sound.loudness if one.sound else None), 2),
        )
        for one, form in zip(clip.offered, played(clip, words), strict=True)
    )


def otherwise(clip: PlayedClip, given: Sequence[ClipVersion], last: Sequence[ClipVersion]) -> str:
    """The versions that a script tries after the first, as JSON: address, MIME type, format, gain.

    Empty where the one encode plays everywhere; nothing but Opus may not (encode.recipe, rule 4). `last` is the
    original, where it may be offered as it is.
    """
    _, *others = given
    if not others and not (clip.encodes and clip.encodes[0].mime.startswith("audio/ogg")):
        return ""
    tried = [(one.href, one.mime, one.format, one.gain) for one in (*others, *last)]
    return json.dumps(tried, ensure_ascii=False, separators=(",", ":")) if tried else ""


def original(clip: PlayedClip, site: RenderContext) -> Original | None:
    """The download of what the authors gave, where the page plays something made from it."""
    if not clip.encodes or clip.alone:
        return None
    facts, words = clip.facts, site.words
    form = words.original if facts.web_playable else words.original_unplayed
    own = " · ".join(given(clip, words))
    file = PurePosixPath(clip.source).name
    href = address(site.plan.urls[facts.sha256])
    shown = "" if site.originals == own else own
    return Original(href, facts.mime, file, form.format(own, size(facts.size)), shown)


def wave(sound: Sound | None, scale: float) -> Waveform | None:
    """The waveform at the scale of its row; None where nothing was measured."""
    if sound is None or not sound.bars:
        return None
    return Waveform(view_box(len(sound.bars)), waveform_path(sound.bars, scale=scale))


def spectrogram(clip: PlayedClip, name: str, site: RenderContext) -> Spectrogram | None:
    """The spectrogram with its axes: frequencies as shares of its height, from low to high, and three times."""
    made, facts = clip.spectrogram, clip.facts
    if made is None:
        return None
    words = site.words
    alt = words.spectrogram.format(name, duration(facts.seconds, words), pitch(made.top_hz))
    highest = facts.sound.bandwidth if facts.sound else None
    if highest is not None and highest < made.top_hz:
        alt += words.nothing_above.format(pitch(round(highest, -2 if highest >= 1000 else -1)))
    ticks = tick_positions(Canvas(float(made.top_hz), made.width, made.height))
    return Spectrogram(
        src=address(site.plan.urls[made.sha256]),
        width=made.width,
        height=made.height,
        alt=alt,
        hertz=tuple(AxisMark(f"{100 * tick.y / made.height:.1f}%", pitch(tick.hz)) for tick in ticks),
        times=tuple(duration(facts.seconds * part / 2, words, facts.seconds) for part in range(3)),
    )


def decibels(value: float | None, digits: int) -> str:
    """A level for scripts; empty where it is not known."""
    return "" if value is None else f"{round(value, digits) + 0.0:.{digits}f}"
