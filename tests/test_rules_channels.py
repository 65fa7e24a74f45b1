"""Rules about channels, and about rates that a header gets wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from projects import write
from soundcase.catalogue.load import load
from soundcase.checks.rules.context import Finding
from soundcase.checks.rules.parts import findings
from soundcase.facts import Facts
from soundcase.kept import KeptValues
from soundcase.project import Project
from test_rules import FACTS, ROW, SOUND, context_of


def found(root: Path, facts: dict[str, Facts], text: str = ROW) -> dict[str, Finding]:
    """What the rules find, by code, when probing said this."""
    loaded = load(Project(write(root, text), root / "site"))
    assert loaded.catalogue is not None, loaded.problems
    unlike = {name: replace(one, sha256=name) for name, one in facts.items()}
    return dict(findings(context_of(loaded.catalogue, unlike), KeptValues()))


def lasting(seconds: float, rate: int) -> Facts:
    return replace(FACTS, seconds=seconds, rate=rate, frames=round(seconds * rate))


def channelled(channels: int, layout: str = "") -> Facts:
    return replace(FACTS, channels=channels, layout=tuple(layout.split()))


@pytest.mark.parametrize(
    ("one", "other", "lies"),
    [
        ((3.0, 24_000), (1.6327, 44_100), True),
        ((3.0, 24_000), (4.5, 16_000), True),
        ((2.8, 48_000), (8.2, 16_000), True),
        ((10.0, 48_000), (10.884, 44_100), True),
        ((3.0, 24_000), (3.0, 16_000), False),
        ((3.0, 24_000), (3.3, 16_000), False),
        ((3.0, 24_000), (2.6, 48_000), False),
        ((10.0, 48_000), (10.3, 44_100), False),
    ],
)
def test_lengths_that_differ_as_the_rates_do_are_a_wrong_header(
    tmp_path: Path, one: tuple[float, int], other: tuple[float, int], lies: bool
) -> None:
    """Bringing them to one rate would keep the error."""
    hint = found(tmp_path, {"a.wav": lasting(*one), "b.wav": lasting(*other)})["rate-differs"].hint
    assert ("headers probably gives a wrong rate" in hint) is lies
    assert (hint == "bring them to one") is not lies


@pytest.mark.parametrize(
    ("seconds", "cause"), [(7.5, "as 48 kHz to 32 kHz"), (10.0, "48 kHz to 24 kHz"), (8.1, "")]
)
def test_lengths_of_one_rate_that_differ_as_usual_rates_do_may_be_a_wrong_header(
    tmp_path: Path, seconds: float, cause: str
) -> None:
    text = ROW.replace("  - outputs", "  - audio: c.wav\n    outputs")
    clips = {"a.wav": lasting(5.0, 16_000), "b.wav": lasting(seconds, 16_000), "c.wav": lasting(5.0, 16_000)}
    hint = found(tmp_path, clips, text)["duration-differs"].hint
    assert cause in hint
    assert ("header" in hint) is bool(cause)


@pytest.mark.parametrize(
    ("peaks", "told"),
    [
        ((0.5, 0.0), "the right side of 'b.wav' is silent"),
        ((0.0004, 0.5), "the left side of 'b.wav' is silent"),
        ((0.9, 0.0015), "the right side of 'b.wav' is silent"),
        ((0.5, 0.01), ""),
        ((0.0, 0.0), ""),
        ((0.5,), ""),
        ((0.5, 0.0, 0.0), ""),
    ],
)
def test_a_silent_side_of_stereo_is_told(tmp_path: Path, peaks: tuple[float, ...], told: str) -> None:
    clip = replace(channelled(len(peaks)), sound=replace(SOUND, channel_peaks=peaks))
    finding = found(tmp_path, {"a.wav": FACTS, "b.wav": clip}).get("one-sided")
    assert (finding.message if finding else "") == told


@pytest.mark.parametrize(
    ("channels", "layout", "heard", "hint"),
    [
        (4, "", "plays the first alone", "'channels: ambisonics', 'channels: quad'"),
        (6, "", "plays the first alone", "'channels: 5.1'"),
        (7, "FL FR FC LFE BC SL SR", "plays a mix to stereo", "'channels: 6.1'"),
        (6, "FL FR FC LFE SL SR", "plays a mix to stereo", "'channels: [1, 2]'"),
        (4, "AMBI0 AMBI1 AMBI2 AMBI3", "plays a mix to stereo", "'channels: ambisonics'"),
    ],
)
def test_more_than_two_channels_are_told_with_what_is_heard(
    tmp_path: Path, channels: int, layout: str, heard: str, hint: str
) -> None:
    clip = channelled(channels, layout)
    finding = found(tmp_path, {"a.wav": clip, "b.wav": clip})["many-channels"]
    assert heard in finding.message
    assert hint in finding.hint


@pytest.mark.parametrize(
    ("said", "channels", "wrong"),
    [
        ("ambisonics", 4, ""),
        ("ambisonics", 16, ""),
        ("ambisonics", 5, "Ambisonics has 4, 9, 16 …"),
        ("ambisonics", 1, "Ambisonics has 4, 9, 16 …"),
        ("5.1", 6, ""),
        ("5.1", 8, "5.1 has 6"),
        ("[1, 2]", 8, ""),
        ("[1, 9]", 8, "there is no channel 9"),
        ("2", 1, "there is no channel 2"),
        ("[2, 1]", 2, ""),
    ],
)
def test_channels_that_are_said_are_there_or_an_error(
    tmp_path: Path, said: str, channels: int, wrong: str
) -> None:
    text = ROW.replace("ours: b.wav", f"ours: {{audio: b.wav, channels: {said}}}")
    told = found(tmp_path, {"a.wav": FACTS, "b.wav": channelled(channels)}, text)
    assert "many-channels" not in told
    assert ("wrong-channels" in told) is bool(wrong)
    assert not wrong or wrong in told["wrong-channels"].message


@pytest.mark.parametrize("said", ["0", "-1", "5.2", "left", "[1, 2, 3]", "[]", "[ambisonics]", "[1.5]"])
def test_what_is_no_channel_is_told(tmp_path: Path, said: str) -> None:
    text = ROW.replace("ours: b.wav", f"ours: {{audio: b.wav, channels: {said}}}")
    loaded = load(Project(write(tmp_path, text), tmp_path / "site"))
    assert [one.code for one in loaded.problems] != []


def test_what_is_heard_of_channels_is_compared_not_what_the_files_hold(tmp_path: Path) -> None:
    stereo, surround = channelled(2), channelled(6, "FL FR FC LFE BL BR")
    assert "channels-differ" not in found(tmp_path / "a", {"a.wav": stereo, "b.wav": surround})
    assert "channels-differ" in found(tmp_path / "b", {"a.wav": stereo, "b.wav": channelled(6)})
