"""Standard error is kept clean of one library's remarks, and of nothing else."""

from __future__ import annotations

import os
import threading

import pytest

from soundcase.audio.probe.stderr_filter import mpg123_silenced, without_remarks

REMARK = b"[src/libmpg123/layer3.c:INT123_do_layer3():1844] error: dequantization failed!\n"


def test_remarks_vanish_and_the_words_of_others_come_out(capfd: pytest.CaptureFixture[str]) -> None:
    with mpg123_silenced():
        os.write(2, REMARK + b"of another thread\n")
        assert capfd.readouterr().err == ""
    assert capfd.readouterr().err == "of another thread\n"


def test_the_last_of_several_threads_restores_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    inside, leave = threading.Event(), threading.Event()

    def stay() -> None:
        with mpg123_silenced():
            inside.set()
            leave.wait(300)
            os.write(2, REMARK)

    thread = threading.Thread(target=stay)
    thread.start()
    assert inside.wait(300)
    with mpg123_silenced():
        os.write(2, REMARK)
    leave.set()
    thread.join(300)
    os.write(2, b"afterwards\n")
    assert capfd.readouterr().err == "afterwards\n"


def test_an_error_inside_restores_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="inside"), mpg123_silenced():
        raise ValueError("inside")
    os.write(2, b"afterwards\n")
    assert capfd.readouterr().err == "afterwards\n"


def test_only_whole_lines_of_the_library_are_dropped() -> None:
    assert without_remarks(b"one\n" + REMARK + b"\nNote: Skipped 59 bytes in input.\ntwo") == b"one\ntwo"
