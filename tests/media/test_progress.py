"""Progress: lines now and then, and no more than that."""

from __future__ import annotations

from soundcase.media.progress import bar, lines, told


def test_a_line_tells_clips_audio_and_the_time_left() -> None:
    assert told(10, 40, 123.4, 20.0) == "10 of 40 clips, 123 s of audio, 60 s left"
    assert told(0, 40, 0.0, 20.0) == "0 of 40 clips, 0 s of audio, 0 s left"


def test_lines_come_every_few_seconds() -> None:
    clock, said = [0.0], list[str]()
    on_done = lines(said.append, lambda: clock[0])
    for done in range(1, 13):
        clock[0] = float(done)
        on_done(done, 12, done * 2.0)
    assert said == ["5 of 12 clips, 10 s of audio, 7 s left", "10 of 12 clips, 20 s of audio, 2 s left"]


def test_short_work_says_nothing() -> None:
    said = list[str]()
    lines(said.append, lambda: 1.0)(3, 3, 3.0)
    assert said == []


def test_a_bar_takes_what_is_told() -> None:
    with bar() as on_done:
        on_done(1, 2, 3.0)
        on_done(2, 2, 6.0)
