"""FFmpeg as a foreign judge: its words and its decoder against ours."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from bench import program
from soundcase.audio.probe import probe_file
from soundcase.facts import Facts


@pytest.fixture(autouse=True)
def ffmpeg() -> str:
    return program("ffmpeg")


FILES = (
    ("a.wav", ()),
    ("b.wav", ("-c:a", "pcm_s24le")),
    ("c.wav", ("-c:a", "pcm_f32le", "-rf64", "always")),
    ("a.w64", ()),
    ("a.aiff", ()),
    ("a.au", ()),
    ("a.caf", ()),
    ("a.flac", ()),
    ("b.flac", ("-sample_fmt", "s32")),
    ("a.oga", ("-c:a", "flac")),
    ("a.mp3", ("-b:a", "64k")),
    ("b.mp3", ("-q:a", "4")),
    ("c.mp3", ("-q:a", "4", "-write_xing", "0")),
    ("a.mp2", ()),
    ("a.opus", ()),
    ("a.ogg", ("-c:a", "libvorbis")),
    ("a.m4a", ()),
    ("b.m4a", ("-movflags", "+faststart")),
    ("c.m4a", ("-movflags", "frag_keyframe+empty_moov")),
    ("d.m4a", ("-c:a", "alac")),
    ("a.mp4", ("-c:a", "flac", "-strict", "-2")),
    ("b.mp4", ("-c:a", "libopus", "-strict", "-2")),
    ("a.mov", ("-c:a", "pcm_s16le")),
    ("a.aac", ()),
    ("a.webm", ("-c:a", "libopus")),
    ("v.webm", ("-c:a", "libvorbis")),
    ("a.mka", ("-c:a", "flac")),
    ("b.mka", ("-c:a", "aac")),
    ("c.mka", ("-c:a", "ac3")),
    ("a.wma", ()),
    ("a.ac3", ()),
    ("a.eac3", ()),
    ("g722.wav", ("-c:a", "g722", "-ar", "16000")),
    ("g726.wav", ("-c:a", "g726", "-ar", "8000")),
)


def made(path: Path, options: tuple[str, ...]) -> Facts:
    """The facts of two seconds and a bit of a sine, encoded by ffmpeg."""
    tone = ("-f", "lavfi", "-i", "sine=440:duration=2.35:sample_rate=48000")
    command = ("ffmpeg", "-v", "error", "-nostdin", "-y", *tone, *options, str(path))
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip(f"ffmpeg has no encoder for {path.name}")
    found = probe_file(path)
    assert {fault.code for fault in found.faults} <= {"not-web-playable", "no-duration"}
    assert found.facts is not None
    return found.facts


@pytest.mark.parametrize(("name", "options"), FILES, ids=[f"{name} {' '.join(o)}" for name, o in FILES])
def test_ffmpeg_and_we_agree(name: str, options: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / name
    facts = made(path, options)
    entries = "stream=sample_rate,channels,bits_per_sample,bits_per_raw_sample"
    command = ("ffprobe", "-v", "error", "-show_entries", entries, "-of", "json", str(path))
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["streams"][0]
    assert (facts.rate, facts.channels) == (int(told["sample_rate"]), told["channels"])
    bits = int(told.get("bits_per_raw_sample") or 0) or told["bits_per_sample"]
    assert facts.bits == (bits if facts.bit_rate is None else None)
    decode = ("ffmpeg", "-v", "error", "-nostdin", "-i", str(path), "-f", "f32le", "-ac", "1", "pipe:1")
    samples = subprocess.run(decode, capture_output=True, check=True).stdout
    padding = 0.025 if "aac" in facts.kind or "opus" in facts.kind else 0.001  # ffmpeg plays a codec's padding
    assert facts.seconds == pytest.approx(len(samples) / 4 / facts.rate, abs=padding)
    if facts.bits:
        assert facts.seconds == pytest.approx(2.35, abs=1e-6)


def test_a_mended_file_is_as_the_hint_promises(tmp_path: Path) -> None:
    """FLAC behind an ID3v2 tag, wrong totals: the commands in our hints mend them."""
    made(tmp_path / "a.flac", ())
    content = (tmp_path / "a.flac").read_bytes()
    (tmp_path / "tagged.flac").write_bytes(b"ID3\3\0\0\0\0\0\0" + content)
    found = probe_file(tmp_path / "tagged.flac", "tagged.flac")
    hint = found.faults[0].hint.removeprefix("Convert it: ").split()
    assert hint[:3] == ["ffmpeg", "-i", "tagged.flac"]
    subprocess.run([*hint, "-v", "error", "-nostdin"], cwd=tmp_path, check=True)
    mended = probe_file(tmp_path / hint[-1])
    assert mended.faults == ()
    assert mended.facts is not None
    assert mended.facts.seconds == pytest.approx(2.35, abs=1e-6)
