"""Progress: lines now and then, and no more than that."""

from __future__ import annotations

import re

import pytest

from soundcase.cli.progress import bar, lines, progress_line


def test_a_line_tells_clips_audio_and_the_time_left() -> None:
    assert progress_line(10, 40, 123.4, 60.0) == "10 of 40 clips, 123 s of audio, 60 s left"
    assert progress_line(10, 40, 123.4, None) == "10 of 40 clips, 123 s of audio"


def test_lines_come_every_few_seconds() -> None:
    clock, said = [0.0], list[str]()
    on_done = lines(said.append, lambda: clock[0])
    for done in range(1, 13):
        clock[0] = float(done)
        on_done(done, 12, done * 2.0)
    assert said == ["5 of 12 clips, 10 s of audio", "10 of 12 clips, 20 s of audio, 2 s left"]


def test_short_work_says_nothing() -> None:
    said = list[str]()
    lines(said.append, lambda: 1.0)(3, 3, 3.0)
    assert said == []


def test_a_bar_shows_the_time_gone_and_promises_none(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clips from the cache come at once: a rate over them says nothing of those to come."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    with bar() as on_done:
        on_done(9000, 10000, 3.0)
        on_done(9001, 10000, 6.0)
    shown = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", capsys.readouterr().err)
    assert "6 s of audio in 0:00:0" in shown
    assert "left" not in shown


def test_clips_from_the_cache_promise_nothing() -> None:
    """The time left follows from the pace of the last work, not from that of the cache."""
    said: list[str] = []
    now = 0.0
    on_done = lines(said.append, lambda: now)
    now = 6.0
    on_done(1, 10_000, 1.0)
    for done in range(2, 9_001):
        now += 0.0001
        on_done(done, 10_000, done)
    now += 6.0
    on_done(9_002, 10_000, 9_002.0)
    for done in range(9_003, 9_006):
        now += 5.0
        on_done(done, 10_000, done)
    assert said[0] == "1 of 10000 clips, 1 s of audio"
    assert said[-1] == "9005 of 10000 clips, 9005 s of audio, 4975 s left"
    assert all("58688" not in line for line in said)
