"""Rules about clips: what probing says of the files that one example puts side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from math import log
from operator import itemgetter

from soundcase.audio.signal.downmix import outputs, settled
from soundcase.checks.rules.context import ClipFacts, Finding
from soundcase.checks.rules.site import WRONG_FILE
from soundcase.checks.rules.summary import ClipRow, ClipsView, KnownClip, Piece
from soundcase.model import OUTPUT, SourcePath

LENGTH_RATIO = 1.2
"""Outputs made from one recording may differ in length by this factor."""
LENGTH_SECONDS = 0.5
"""Differences below this are never reported."""
ALIKE = 0.1
"""How far lengths of the same words by two systems may lie apart, as a logarithm."""
USUAL_RATES = (48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 8000)
NEARLY = 0.005
"""How far a ratio of lengths may lie from one of usual rates, relatively."""


def same_content(view: ClipsView) -> Iterator[Finding]:
    """The same bytes under two roles or two models of one example."""
    for row in view.rows:
        first: dict[str, Piece] = {}
        for use, facts in row.clips:
            other = first.setdefault(facts.sha256, use)
            if other is not use and (other.role, other.model) != (use.role, use.model):
                here, there = (
                    f"the output of '{one.model}'" if one.role == OUTPUT else f"'{one.role}'"
                    for one in (use, other)
                )
                message = f"{here} is the same recording as {there} at"
                yield Finding(use.origin, message, WRONG_FILE, also=other.origin)


def rate_differs(view: ClipsView) -> Iterator[Finding]:
    """Different sampling rates of the models in one example."""
    yield from _differing(view, lambda _, facts: _khz(facts.rate), "sampling rates", _wrong_header)


def channels_differ(view: ClipsView) -> Iterator[Finding]:
    """Different channel counts of the models in one example, as the page plays them."""

    def played(use: Piece, facts: ClipFacts) -> str:
        mix = settled(use.media.channels, facts.channels, facts.layout)
        return f"{outputs(mix, facts.channels)} channel(s)"

    yield from _differing(view, played, "channel counts")


def duration_differs(view: ClipsView) -> Iterator[Finding]:
    """Lengths that do not fit together where all models worked on the same recording, and none answers it."""
    for row in view.rows:
        example = row.example
        shared = example.audio or any(media.video for media in example.context)
        lengths = list(_lengths(view, row)) if shared and not example.turns else []
        if len(lengths) < 2:
            continue
        short, long = min(lengths, key=itemgetter(0)), max(lengths, key=itemgetter(0))
        if long[0] > short[0] * LENGTH_RATIO and long[0] - short[0] > LENGTH_SECONDS:
            both = ", ".join(f"'{model}' {seconds:.2f} s" for seconds, model, _ in (short, long))
            hint = _as_rates(long[0] / short[0]) or "one of them was probably cut"
            yield Finding(short[2], f"the outputs differ in length: {both}", hint)


def _lengths(view: ClipsView, row: ClipRow) -> Iterator[tuple[float, str, SourcePath]]:
    """Seconds, model and place of each output that is heard, or of its video.

    One of several, and spoken words of its own (an answer, a translation), are as long as they are.
    """
    for role, model, media in row.pieces:
        if role != OUTPUT or media.label or media.text is not None:
            continue
        clip = view.facts.get(media.audio or "")
        if clip:
            yield clip.seconds, model, media.origin.at("audio")
        elif seconds := view.context.films.get(media.video or ""):
            yield seconds, model, media.origin.at("video")


def _differing(
    view: ClipsView,
    value: Callable[[Piece, ClipFacts], str],
    what: str,
    cause: Callable[[Sequence[KnownClip]], str] = lambda _: "",
) -> Iterator[Finding]:
    """`cause` looks at the outputs and gives a better hint, or nothing."""
    for row in view.rows:
        outputs = [clip for clip in row.clips if clip.use.role == OUTPUT]
        values: dict[str, Piece] = {}
        for use, facts in outputs:
            values.setdefault(value(use, facts), use)
        if len(values) > 1:
            listed = ", ".join(f"'{use.model}' {found}" for found, use in values.items())
            last = list(values.values())[-1]
            hint = cause(outputs) or "bring them to one"
            yield Finding(last.origin, f"the models have different {what}: {listed}", hint)


def _wrong_header(outputs: Sequence[KnownClip]) -> str:
    """The hint where lengths differ as the rates do: as many samples, and one of the two rates is wrong."""
    for (use, one), (after, other) in combinations(outputs, 2):
        rates = log(other.rate / one.rate)
        if rates and abs(log(one.seconds / other.seconds) - rates) < min(ALIKE, abs(rates) / 3):
            seconds = other.frames / one.rate
            return (
                f"at {_khz(one.rate)} '{after.name}' would last {seconds:.2f} s, and '{use.name}' lasts "
                f"{one.seconds:.2f} s: one of their headers probably gives a wrong rate. Write the right one "
                "into it; resampling would keep the error"
            )
    return ""


def _as_rates(ratio: float) -> str:
    """The hint where lengths are to each other as two usual rates are; empty where they are not."""
    for high, low in combinations(USUAL_RATES, 2):
        if abs(ratio * low / high - 1) < NEARLY:
            lengths = f"their lengths are as {_khz(high)} to {_khz(low)}"
            return f"one of them was cut, or its header gives a wrong rate: {lengths}"
    return ""


def _khz(rate: int) -> str:
    return f"{rate / 1000:g} kHz"
