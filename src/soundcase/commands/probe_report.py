"""The report of `build-site probe` about files: a block of text each, or one JSON array.

Rule 1: a name or tag that a terminal cannot take is written with escapes.
Rule 2: JSON holds numbers that JSON has: no NaN, no infinity.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence

from soundcase.audio.probe import Probed
from soundcase.audio.probe.source import printable
from soundcase.audio.probe.structure import in_seconds
from soundcase.facts import Facts
from soundcase.problems.codes import CODES

_WIDTH = 10
"""Characters for the names on the left."""

Cell = str | int | float | bool | None
Record = dict[str, "Cell | list[dict[str, str]]"]


def as_text(probed: Sequence[Probed]) -> str:
    """One block of lines per file, with an empty line between them; no line break at the end."""
    return "\n\n".join(_block(one) for one in probed)


def as_json(probed: Sequence[Probed]) -> str:
    """An array with one object per file, in the order given."""
    return json.dumps([_record(one) for one in probed], indent=2, allow_nan=False)


def _block(one: Probed) -> str:
    lines = [printable(one.path)]
    if one.facts is not None:
        lines += (f"  {name:<{_WIDTH}}{value}" for name, value in _rows(one.facts))
    elif one.rate is not None:
        if one.seconds is not None:
            lines.append(f"  {'duration':<{_WIDTH}}{in_seconds(one.seconds)}")
        lines += (f"  {'rate':<{_WIDTH}}{one.rate} Hz", f"  {'channels':<{_WIDTH}}{one.channels}")
    for fault in one.faults:
        lines.append(f"  {CODES[fault.code].severity}[{fault.code}]: {fault.message}")
        if fault.hint:
            lines.append(f"    = {fault.hint}")
    return "\n".join(lines)


def _rows(facts: Facts) -> Iterator[tuple[str, str]]:
    playable = "plays in every browser" if facts.web_playable else "does not play in every browser"
    yield "format", f"{facts.format} ({facts.kind}), {playable}"
    yield "type", facts.mime
    yield "duration", f"{in_seconds(facts.seconds)} ({facts.frames} frames)"
    declared = facts.declared_seconds
    yield "declared", "nothing" if declared is None else in_seconds(declared)
    yield "rate", f"{facts.rate} Hz"
    yield "channels", str(facts.channels)
    if facts.bits is not None:
        yield "bits", str(facts.bits)
    if facts.bit_rate is not None:
        yield "bit rate", f"{facts.bit_rate / 1000:.1f} kbit/s"
    yield "peak", decibels(facts.peak)
    yield "size", f"{facts.size} bytes"
    yield "sha256", facts.sha256
    for name, value in facts.tags:
        yield "tag", f"{printable(name)}: {printable(value)}"


def decibels(peak: float | None) -> str:
    """A peak in words: dBFS with one decimal, `silence`, or `unknown` where nothing was decoded."""
    if peak is None:
        return "unknown (no decoder for this codec at hand)"
    if peak <= 0:
        return "silence"
    level = round(20 * math.log10(peak), 1)
    sign = "−" if level < 0 else "+" if level > 0 else ""
    return f"{sign}{abs(level):.1f} dBFS"


def _record(one: Probed) -> Record:
    facts = one.facts
    return {
        "path": printable(one.path),
        "kind": facts.kind if facts else None,
        "mime": facts.mime if facts else None,
        "duration": _number(facts.seconds if facts else one.seconds),
        "declared_duration": _number(facts.declared_seconds if facts else None),
        "rate": facts.rate if facts else one.rate,
        "channels": facts.channels if facts else one.channels,
        "bits": facts.bits if facts else None,
        "web_playable": facts.web_playable if facts else None,
        "problems": [
            {
                "code": fault.code,
                "severity": CODES[fault.code].severity.value,
                "message": fault.message,
                "hint": fault.hint,
            }
            for fault in one.faults
        ],
    }


def _number(seconds: float | None) -> float | None:
    return None if seconds is None or not math.isfinite(seconds) else round(seconds, 6)
