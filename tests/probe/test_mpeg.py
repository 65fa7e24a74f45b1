"""Frame walks through MP3: durations with and without tags, gaps and lies."""

from __future__ import annotations

from pathlib import Path

import pytest
from soundbank import id3, mp3, mp3_without_info
from test_whole import freed

from soundcase.audio.probe import probe_file
from soundcase.audio.probe.mpeg_frames import header


def seconds(folder: Path, content: bytes, *codes: str) -> float:
    path = folder / "a.mp3"
    path.write_bytes(content)
    found = probe_file(path)
    assert [fault.code for fault in found.faults] == list(codes)
    assert found.facts is not None
    return found.facts.seconds


@pytest.mark.parametrize("rate", [8000, 16000, 22050, 32000, 44100, 48000])
@pytest.mark.parametrize("mode", ["CONSTANT", "VARIABLE"])
def test_delay_and_padding_are_left_out_where_a_tag_tells_them(mode: str, rate: int, tmp_path: Path) -> None:
    assert seconds(tmp_path, mp3(rate=rate, mode=mode)) == 4.0


@pytest.mark.parametrize(("mode", "codes"), [("CONSTANT", ()), ("VARIABLE", ("no-duration",))])
def test_without_a_tag_every_frame_counts(mode: str, codes: tuple[str, ...], tmp_path: Path) -> None:
    found = seconds(tmp_path, mp3_without_info(mp3(mode=mode)), *codes)
    assert 4.0 < found < 4.1
    assert found * 44100 % 1152 == pytest.approx(0, abs=1e-6)


def test_a_variable_rate_without_a_tag_is_decoded_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(mp3_without_info(mp3(mode="VARIABLE")))
    facts = probe_file(path).facts
    assert facts is not None
    assert facts.peak == pytest.approx(0.5, abs=0.05)  # the loud part is at the end


@pytest.mark.parametrize("before", [b"", id3(bytes(200)), bytes(300)], ids=["nothing", "ID3v2", "padding"])
@pytest.mark.parametrize("behind", [b"", b"TAG" + bytes(125), bytes(500)], ids=["nothing", "ID3v1", "padding"])
def test_what_stands_before_and_behind_does_not_count(before: bytes, behind: bytes, tmp_path: Path) -> None:
    content = mp3()
    assert seconds(tmp_path, before + content + behind) == 4.0
    bare = mp3_without_info(content)
    assert seconds(tmp_path, before + bare + behind) == seconds(tmp_path, bare)


def test_frames_of_free_format_are_measured_by_their_distance(tmp_path: Path) -> None:
    content = bytearray(mp3_without_info(mp3(rate=48000)))
    head = header(bytes(content[:4]))
    assert head is not None
    for place in range(0, len(content) - 3, head.length):
        content[place + 2] &= 0x0F  # the index of the bit rate: 0 is "free"
    path = tmp_path / "a.mp3"
    path.write_bytes(bytes(content))
    found = probe_file(path)
    assert found.facts is not None
    assert found.facts.frames == len(content) // head.length * 1152
    assert [fault.code for fault in found.faults] == ["not-web-playable"]
    assert "free format" in found.faults[0].message


@pytest.mark.parametrize(
    "four", [b"\xff\xfb\xf0\0", b"\xff\xfb\x9c\0", b"\xff\xf9\x90\0", b"\xff\xeb\x90\0", b"\xff"]
)
def test_impossible_fields_make_no_header(four: bytes) -> None:
    assert header(four) is None


def test_a_header_tells_layer_rate_and_length() -> None:
    head = header(b"\xff\xfb\x90\xc0")
    assert head is not None
    assert (head.layer, head.rate, head.channels, head.frames, head.length) == (3, 44100, 1, 1152, 417)


@pytest.mark.parametrize("content", [mp3(1.0), mp3_without_info(mp3(1.0)), freed(mp3(1.0, rate=48000))])
def test_what_macos_leaves_beside_clips_harms_none(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = tmp_path / "a.mp3"
    clip.write_bytes(content)
    expected = probe_file(clip)
    for name in ("._", "._a.mp3"):
        (tmp_path / name).write_bytes(b"\x00\x05\x16\x07" + bytes(496))
    (tmp_path / ".AppleDouble").mkdir()
    monkeypatch.chdir(tmp_path)
    assert probe_file(Path("a.mp3"), str(clip)) == probe_file(clip) == expected
    assert expected.facts
