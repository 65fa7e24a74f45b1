"""Many files at once: in the order asked for, and the same with any number of jobs."""

from __future__ import annotations

from pathlib import Path

from soundbank import encoded, mp3, pcm16, wave

from soundcase.audio.probe import probe_files


def test_the_result_does_not_depend_on_the_number_of_jobs(tmp_path: Path) -> None:
    contents = {"z.wav": wave(pcm16()), "b.mp3": mp3(0.5), "broken.wav": b"no", "a.flac": encoded("FLAC")}
    files = {name: tmp_path / name for name in (*contents, "gone.wav")}
    for name, content in contents.items():
        files[name].write_bytes(content)
    alone, together = probe_files(files, 1), probe_files(files, 8)
    assert list(alone) == list(together) == list(files)
    assert alone == together
    assert [one.path for one in alone.values()] == list(files)
    assert [one.facts is None for one in alone.values()] == [False, False, True, False, True]


def test_no_files_give_no_facts() -> None:
    assert probe_files({}, 4) == {}
