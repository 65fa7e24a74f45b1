"""Names: what was found under the neutral name is told as if the file had been probed under its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from clips import sound

from soundcase.audio.media.naming import NEUTRAL, named
from soundcase.audio.probe import probe_file

ODD = {
    "whole": sound(1),
    "cut": sound(1)[:-40000],
    "text": b"<!doctype html><p>no sound</p>",
    "empty": b"",
    "pointer": b"version https://git-lfs.github.com/spec/v1\noid sha256:00",
    "silent": sound(1)[:44] + bytes(96000),
    "loud": sound(1)[:44] + b"\xff\x7f\xff\x7f\xff\x7f\xff\x7f\0\0" * 9000,
    "float": b"",
}
NAMES = ("a.wav", "a b'c.mp3", "folder/a.flac", "plain", "ä \x1b.txt", "a.new.aiff")


def written(kind: str) -> bytes:
    import io

    import numpy as np
    import soundfile

    if kind != "float":
        return ODD[kind]
    target = io.BytesIO()
    soundfile.write(target, np.full((9000, 1), 0.3), 500_000, format="WAV", subtype="DOUBLE")
    return target.getvalue()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", sorted(ODD))
def test_a_fault_is_told_as_probing_the_named_file_tells_it(tmp_path: Path, kind: str, name: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(written(kind))
    assert named(probe_file(path, NEUTRAL), name) == probe_file(path, name)


def test_what_cannot_be_played_hints_at_a_file_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(written("float"))
    faults = named(probe_file(path, NEUTRAL), "x y.flac").faults
    assert [fault.code for fault in faults] == ["wrong-suffix", "not-web-playable"]
    assert faults[1].hint.endswith("-i 'x y.flac' -ar 384000 -sample_fmt s32 'x y-new.flac'")
