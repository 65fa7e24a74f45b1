"""Files of a catalogue: found under their names, bounded in length, and judged before dear work."""

from __future__ import annotations

import ctypes
import os
import struct
import subprocess
import sys
import unicodedata
from pathlib import Path

import numpy as np
import pytest
import soundfile

from projects import add_clip, encoded, tone, write
from soundcase.audio.media.analysis import ClipAnalyzer
from soundcase.audio.media.pool import WorkerOptions
from soundcase.audio.probe import Probed
from soundcase.build import Built, Options, build, check
from soundcase.problems.problem import Problem
from soundcase.project import Project

ROWS = """\
-- examples/words.yaml --
title: Words
output: audio
{media}examples:
  - audio: {clip}
    outputs: {{ours: ours/ana.wav, theirs: theirs/ana.wav}}
"""


def project(root: Path, clip: str = "a.wav", media: str = "") -> Project:
    write(root, ROWS.format(clip=clip, media=media))
    for name in ("ours/ana.wav", "theirs/ana.wav"):
        add_clip(root, name)
    return Project(root, root / "site")


def built(where: Project) -> Built:
    return build(where, Options(), lambda _: "")


def told(problems: tuple[Problem, ...]) -> list[str]:
    return [one.code for one in problems if one.severity == "error"]


def test_a_file_of_another_model_is_never_proposed(tmp_path: Path) -> None:
    """'Write theirs/ana.wav' makes two models say the same."""
    where = project(tmp_path)
    (where.audio / "ours" / "ana.wav").unlink()
    (fault,) = [one for one in check(where, Options()).problems if one.code == "missing-file"]
    assert "theirs" not in fault.message + fault.hint


def test_a_file_that_nobody_uses_is_proposed(tmp_path: Path) -> None:
    where = project(tmp_path)
    (where.audio / "ours" / "ana.wav").rename(where.audio / "ana.wav")
    (fault,) = [one for one in check(where, Options()).problems if one.code == "missing-file"]
    assert "Write 'ana.wav'" in fault.hint


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_composed_otherwise_than_on_disk_are_found_and_published(tmp_path: Path, form: str) -> None:
    name = unicodedata.normalize(form, "müde.wav")  # type: ignore[arg-type]
    where = project(tmp_path, clip=unicodedata.normalize("NFC", "müde.wav"))
    (where.audio / "a.wav").unlink(missing_ok=True)
    (where.audio / name).write_bytes(encoded(tone(500)))
    done = built(where)
    assert [one.code for one in done.problems if one.code in ("missing-file", "unused-audio")] == []
    assert any(path.name.startswith("mude.") for path in (where.output / "audio").iterdir())


def test_a_sentence_where_a_clip_is_meant_is_told(tmp_path: Path) -> None:
    where = project(tmp_path, clip="'" + "She had your dark suit in greasy wash water. " * 8 + "'")
    (fault,) = [one for one in check(where, Options()).problems if one.code == "missing-file"]
    assert "is longer than the name of a file can be" in fault.message


def _bound_by_permissions() -> None:
    """Let even root be refused what its permissions refuse, as users are (capabilities 1 and 2 of Linux)."""
    if os.getuid() == 0:
        for capability in (1, 2):
            ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


@pytest.mark.parametrize("locked", ["data/audio/ours", "data/audio", "data", "templates", "examples"])
def test_a_folder_that_may_not_be_read_is_a_problem(tmp_path: Path, locked: str) -> None:
    where = project(tmp_path)
    (where.root / locked).mkdir(exist_ok=True)
    (where.root / locked).chmod(0)
    command = [sys.executable, "-m", "soundcase", "check", "-C", str(where.root)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, preexec_fn=_bound_by_permissions
    )
    (where.root / locked).chmod(0o755)
    assert "Traceback" not in done.stderr
    assert done.returncode == 1
    assert "read" in done.stderr


def hours_of_silence(path: Path, *, declared: bool) -> Path:
    """A FLAC of 1,000 s that has a few kB, with its length in the header or without."""
    with soundfile.SoundFile(path, "w", samplerate=8000, channels=1, format="FLAC", subtype="PCM_16") as sound:
        sound.write(np.zeros(8_000_000, np.int16))
    if not declared:
        content = bytearray(path.read_bytes())
        content[21] &= 0xF0
        content[22:26] = bytes(4)
        path.write_bytes(content)
    return path


@pytest.mark.parametrize("declared", [True, False])
def test_a_clip_over_the_limit_is_an_error_whatever_its_header_says(tmp_path: Path, declared: bool) -> None:
    """A megabyte of silence decodes for minutes."""
    where = project(tmp_path, clip="long.flac", media="media: {max_hours: 0.1}\n")
    hours_of_silence(where.audio / "long.flac", declared=declared)
    for _ in range(2):
        assert told(check(where, Options()).problems) == ["too-long"]
    write(tmp_path, ROWS.format(clip="long.flac", media="media: {max_hours: 1}\n"))
    assert told(check(where, Options()).problems) == []
    write(tmp_path, ROWS.format(clip="long.flac", media=""))
    assert told(built(where).problems) == []
    write(tmp_path, ROWS.format(clip="long.flac", media="media: {max_hours: 0.1}\n"))
    assert told(built(where).problems) == ["too-long"]


def test_an_honest_header_is_not_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = project(tmp_path, clip="long.flac", media="media: {max_hours: 0.1}\n")
    hours_of_silence(where.audio / "long.flac", declared=True)
    from soundcase.audio.probe.decode import decode

    seen: list[object] = []

    def watched(source: object, *more: object, **by: object) -> object:
        seen.append(by["rate"])
        return decode(source, *more, **by)  # type: ignore[arg-type]

    monkeypatch.setattr("soundcase.audio.probe.probing.decode", watched)
    assert told(check(where, Options()).problems) == ["too-long"]
    assert 8000 not in seen


def test_many_channels_count_as_more_time(tmp_path: Path) -> None:
    where = project(tmp_path, clip="many.wav", media="media: {max_hours: 0.001}\n")
    (where.audio / "many.wav").write_bytes(encoded(tone(rate=48000, seconds=3, channels=8), 48000))
    (fault,) = [one for one in check(where, Options()).problems if one.code == "too-long"]
    assert "more samples than 0.001 h" in fault.message


@pytest.mark.parametrize(
    "wrong", ["missing clip", "missing picture", "unknown key", "cut off", "rule", "template"]
)
def test_what_is_cheap_to_find_stops_before_anything_is_encoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    """Missing clips are told before minutes of encoding."""
    text = ROWS.format(clip="a.wav", media="media: {encode: mp3}\n")
    where = project(tmp_path)
    if wrong == "missing clip":
        text += "  - audio: gone.wav\n    outputs: {ours: ours/ana.wav}\n"
    elif wrong == "missing picture":
        text += "    note: x\n".replace("note: x", "context: {image: gone.png, alt: x}")
    elif wrong == "unknown key":
        text += "    adio: x\n"
    elif wrong == "template":
        (where.templates / "assets" / "js").mkdir(parents=True)
        (where.templates / "assets" / "js" / "x.js").write_bytes(b"\xff")
    write(tmp_path, text)
    if wrong == "cut off":
        path = where.audio / "ours" / "ana.wav"
        path.write_bytes(path.read_bytes()[:-2000])
    elif wrong == "rule":
        (where.audio / "ours" / "ana.wav").write_bytes(encoded(tone(rate=8000), 8000))
        catalogue = where.examples / "catalogue.yaml"
        catalogue.write_text(catalogue.read_text() + "rules: {rate-differs: error}\n")
    made: list[object] = []

    class Watched(ClipAnalyzer):
        def finish(self, probed: Probed) -> None:
            super().finish(probed)
            made.extend((*self.artifacts, *self.failures))

    monkeypatch.setattr("soundcase.audio.media.work.ClipAnalyzer", Watched)
    done = built(where)
    assert done.failed
    assert made == []
    assert done.checked.survey is None or done.checked.survey.contents


def test_a_header_that_lies_to_its_disadvantage_stops_nothing(tmp_path: Path) -> None:
    """A FLAC whose header promises another rate than it has is judged by what decodes."""
    where = project(tmp_path, media="media: {encode: mp3}\n")
    path = where.audio / "ours" / "ana.wav"
    content = bytearray(path.read_bytes())
    content[40:44] = struct.pack("<I", 0xFFFFFFFF)
    path.write_bytes(content)
    done = build(where, Options(media=WorkerOptions()), lambda _: "")
    assert told(done.problems) in ([], ["truncated"])
    if not done.failed:
        assert any(path.suffix == ".mp3" for path in (where.output / "audio").iterdir())
