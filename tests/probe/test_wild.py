"""Whatever is in a file, probing gives facts or a fault, and raises nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from soundbank import adts, encoded, id3, id3_text, m4a, mp3, sine, wave, webm

from soundcase.audio.probe import Probed, probe_file, source

SHORT = sine(0.2)
SEEDS = (
    wave(bytes(range(256)) * 8),
    encoded("WAV", "IMA_ADPCM", samples=SHORT),
    encoded("RF64", samples=SHORT),
    encoded("W64", samples=SHORT),
    encoded("FLAC", samples=SHORT),
    encoded("OGG", "VORBIS", samples=SHORT),
    encoded("OGG", "OPUS", samples=SHORT),
    encoded("AIFF", samples=SHORT),
    encoded("AU", samples=SHORT),
    encoded("CAF", "PCM_16", samples=SHORT),
    id3(id3_text(b"TIT2", "name")) + mp3(0.3),
    adts(6),
    m4a(frames=6, edit=300),
    webm(seconds=1),
)
MAGICS = tuple(seed[:n] for seed in SEEDS for n in (4, 12, 40))

wild = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


def checked(folder: Path, content: bytes) -> Probed:
    path = folder / "wild.bin"
    path.write_bytes(content)
    found = probe_file(path, "wild.bin")
    assert found.facts is not None or found.faults
    assert not [fault for fault in found.faults if "cannot be understood" in fault.message]
    if found.facts is not None:
        assert found.facts.frames > 0
        assert found.facts.rate > 0
        assert found.facts.channels > 0
        assert 0 < found.facts.seconds < 1e9
        assert found.facts.size == len(content)
    return found


@wild
@given(content=st.binary(max_size=400))
def test_random_bytes_are_judged(content: bytes, tmp_path: Path) -> None:
    checked(tmp_path, content)


@wild
@given(magic=st.sampled_from(MAGICS), content=st.binary(max_size=200))
def test_a_magic_number_before_random_bytes_is_judged(magic: bytes, content: bytes, tmp_path: Path) -> None:
    checked(tmp_path, magic + content)


@wild
@given(seed=st.sampled_from(SEEDS), data=st.data())
def test_a_file_cut_anywhere_is_judged(seed: bytes, data: st.DataObject, tmp_path: Path) -> None:
    checked(tmp_path, seed[: data.draw(st.integers(0, len(seed)))])


@wild
@given(seed=st.sampled_from(SEEDS), whole=st.sampled_from((0, source.WHOLE)), data=st.data())
def test_a_file_with_flipped_bits_is_judged(
    seed: bytes, whole: int, data: st.DataObject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "WHOLE", whole)
    broken = bytearray(seed)
    for place in data.draw(st.lists(st.integers(0, min(len(seed), 2000) - 1), min_size=1, max_size=8)):
        broken[place] ^= data.draw(st.integers(1, 255))
    checked(tmp_path, bytes(broken))


@settings(wild, max_examples=60)
@given(cut=st.integers(1, 120))
def test_a_flac_that_lost_its_end_is_never_called_whole(cut: int, tmp_path: Path) -> None:
    found = checked(tmp_path, SEEDS[4][:-cut])
    assert {fault.code for fault in found.faults} & {"truncated", "empty-audio", "undecodable"}


@settings(wild, max_examples=60)
@given(place=st.integers(60, 2000), bit=st.integers(0, 7))
def test_a_flipped_bit_in_opus_is_never_missed(place: int, bit: int, tmp_path: Path) -> None:
    broken = bytearray(SEEDS[6])
    broken[place % len(broken)] ^= 1 << bit
    assert checked(tmp_path, bytes(broken)).faults[0].code not in ("not-web-playable", "silent")
