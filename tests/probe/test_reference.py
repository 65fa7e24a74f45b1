"""The 36 original clips, where they are at hand: known durations, three known defects."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import needs_reference
from soundcase.audio.probe import probe_files

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "reference" / "audio"

pytestmark = needs_reference(FOLDER.is_dir())

FAULTS = {
    "170667.wav": ("truncated", 4.0585),
    "371450.wav": ("truncated", 5.2124),
    "HDlbAuqr10A_85_0345_95_0345.flac": ("corrupt", 2.816),
}
SECONDS = {
    "common_voice_en_20210516.mp3": 7.584,
    "common_voice_en_36758510.mp3": 7.164,
    "common_voice_en_42452.mp3": 11.736,
    "f0C7iAzA0Nc_89_23315_99_2331.wav": 9.28,
    "366857.wav": 10.8052,
}


def test_exactly_the_three_known_defects_are_found_and_durations_are_right() -> None:
    found = probe_files({path.name: path for path in sorted(FOLDER.iterdir())}, 2)
    assert len(found) == 36
    faults = {name: [fault.code for fault in one.faults] for name, one in found.items() if one.faults}
    assert faults == {name: [code] for name, (code, _) in FAULTS.items()}
    seconds = {name: one.facts.seconds for name, one in found.items() if one.facts}
    known = SECONDS | {name: length for name, (_, length) in FAULTS.items()}
    assert {name: seconds[name] for name in known} == pytest.approx(known, abs=1e-4)
    assert all(one.facts and one.facts.suffix == Path(name).suffix for name, one in found.items())
