"""A missing tool skips on a reader's machine and fails where everything must run."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from bench import missing, tiny_project


@pytest.mark.parametrize("name", ["SOUNDCASE_REQUIRE_JUDGES", "CI"])
def test_where_the_judges_are_required_a_missing_one_fails(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("SOUNDCASE_REQUIRE_JUDGES", raising=False)
    monkeypatch.setenv(name, "1")
    with pytest.raises(pytest.fail.Exception, match="no such browser"):
        missing("There is no such browser.")


def test_elsewhere_a_missing_judge_skips_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("SOUNDCASE_REQUIRE_JUDGES", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no such browser"):
        missing("There is no such browser.")


def test_the_tiny_project_has_a_clip_that_sounds(tmp_path: Path) -> None:
    project = tiny_project(tmp_path)
    with wave.open(str(project / "data" / "audio" / "tone.wav")) as clip:
        assert (clip.getframerate(), clip.getnchannels(), clip.getnframes()) == (8000, 1, 4000)
        assert any(clip.readframes(100))
