"""What `probe` prints: readable blocks, and JSON with exactly the documented keys."""

from __future__ import annotations

import dataclasses
import json
import math

import pytest

from soundcase.audio.probe import Probed
from soundcase.commands.probe_report import as_json, as_text, decibels
from soundcase.facts import Facts
from soundcase.problems.problem import Fault

FACTS = Facts(
    kind="wav-pcm",
    format="WAV",
    mime="audio/wav",
    suffix=".wav",
    frames=64936,
    rate=16000,
    channels=1,
    seconds=4.0585,
    declared_seconds=4.665,
    bits=16,
    bit_rate=None,
    size=129916,
    sha256="ab" * 32,
    web_playable=True,
    peak=0.5,
    clipped_runs=0,
    tags=(("title", "a\x1b[31m"),),
)
CUT = Probed("a.wav", FACTS, (Fault("truncated", "'a.wav' ends after 4.059 s", "Copy it again."),))
LOST = Probed("gone\n.wav", None, (Fault("missing-file", "there is no file 'gone'"),))
KEYS = ["path", "kind", "mime", "duration", "declared_duration", "rate", "channels", "bits"]
KEYS += ["web_playable", "problems"]


def test_json_has_exactly_the_documented_keys() -> None:
    cut, lost = json.loads(as_json([CUT, LOST]))
    assert list(cut) == KEYS
    assert (cut["path"], cut["duration"], cut["declared_duration"]) == ("a.wav", 4.0585, 4.665)
    assert list(lost) == KEYS
    assert [lost[key] for key in KEYS[1:-1]] == [None] * 8


def test_json_tells_problems_with_their_severity() -> None:
    (cut,) = json.loads(as_json([CUT]))
    assert [list(problem) for problem in cut["problems"]] == [["code", "severity", "message", "hint"]]
    problem = cut["problems"][0]
    assert (problem["code"], problem["message"], problem["hint"]) == (
        "truncated",
        "'a.wav' ends after 4.059 s",
        "Copy it again.",
    )
    assert problem["severity"] in ("error", "warning")
    assert json.loads(as_json([LOST]))[0]["problems"][0]["severity"] == "error"


def test_json_is_json_even_for_impossible_numbers_and_names() -> None:
    odd = dataclasses.replace(FACTS, seconds=math.inf, declared_seconds=math.nan)
    text = as_json([Probed("bad\udcff\x07.wav", odd, ())])
    (record,) = json.loads(text, parse_constant=str.upper)
    assert (record["duration"], record["declared_duration"]) == (None, None)
    assert record["path"] == r"bad\xff\x07.wav"
    assert text.isascii()
    assert json.loads(as_json([])) == []


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0.05, "0.050 s"),
        (0.0125, "0.0125 s"),
        (1 / 16000, "0.000063 s"),
        (1e-9, "0.000001 s"),
        (3.0, "3.000 s"),
    ],
)
def test_a_brief_clip_is_told_with_the_digits_it_needs(seconds: float, expected: str) -> None:
    brief = dataclasses.replace(FACTS, seconds=seconds, declared_seconds=seconds)
    assert as_text([Probed("a.wav", brief, ())]).count(f" {expected}") == 2


def test_text_tells_every_fact() -> None:
    text = as_text([CUT])
    for word in (
        "a.wav",
        "WAV (wav-pcm)",
        "audio/wav",
        "4.059 s (64936 frames)",
        "4.665 s",
        "16000 Hz",
        "−6.0 dBFS",
        "ab" * 32,
        "129916 bytes",
        "[truncated]: 'a.wav' ends after 4.059 s",
        "= Copy it again.",
    ):
        assert word in text


def test_text_keeps_control_characters_from_the_terminal() -> None:
    text = as_text([CUT, LOST])
    assert [c for c in text if not c.isprintable() and c != "\n"] == []
    assert r"gone\n.wav" in text


def test_a_lossy_clip_has_a_bit_rate_instead_of_bits() -> None:
    text = as_text([Probed("a.mp3", dataclasses.replace(FACTS, bits=None, bit_rate=63_960), ())])
    assert "64.0 kbit/s" in text
    assert "bits " not in text


def test_blocks_are_parted_by_an_empty_line() -> None:
    assert as_text([LOST, LOST]).count("\n\n") == 1
    assert as_text([]) == ""


def test_a_peak_is_told_in_decibels() -> None:
    assert (decibels(1.0), decibels(0.001), decibels(2.0)) == ("0.0 dBFS", "−60.0 dBFS", "+6.0 dBFS")
    assert decibels(0.0) == "silence"
    assert "unknown" in decibels(None)
