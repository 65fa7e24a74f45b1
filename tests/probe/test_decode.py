"""Peak, clipped runs and digests of decoded samples."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from soundbank import RATE, encoded, noise, sine

from soundcase.audio.probe.decode import PeakMeter, decode
from soundcase.audio.probe.source import Source, open_source
from soundcase.audio.probe.structure import Raw, Track
from soundcase.problems.problem import Fault

FULL = 32767 / 32768


def opened(folder: Path, content: bytes) -> Source:
    path = folder / "clip.bin"
    path.write_bytes(content)
    source = open_source(path, "clip.bin")
    assert not isinstance(source, Fault)
    return source


def runs(*blocks: list[int]) -> int:
    meter = PeakMeter(1, FULL)
    for block in blocks:
        meter.feed(np.array(block, np.int16)[:, None])
    return meter.clipped_runs


@pytest.mark.parametrize(
    ("samples", "count"),
    [
        ([0, 32767, 32767, 0], 0),
        ([0, 32767, 32767, 32767, 0], 1),
        ([32767] * 50, 1),
        ([-32768] * 3 + [0] + [-32767] * 3, 2),
        ([32767, 32767, -32768, 32767, 32767], 0),
        ([32767] * 3 + [-32768] * 3, 2),
        ([32766] * 10, 0),
    ],
)
def test_a_clipped_run_is_three_samples_at_full_scale_on_one_side(samples: list[int], count: int) -> None:
    assert runs(samples) == count


def test_a_run_that_crosses_blocks_counts_once() -> None:
    assert runs([0, 32767, 32767], [32767, 32767, 0]) == 1
    assert runs([32767] * 5, [32767] * 5, [32767] * 5) == 1
    assert runs([32767] * 2, [0], [32767] * 2) == 0


def test_channels_are_clipped_apart() -> None:
    meter = PeakMeter(2, FULL)
    meter.feed(np.array([[32767, 0], [32767, 0], [0, 32767], [0, 32767]], np.int16))
    assert meter.clipped_runs == 0


def test_a_peak_below_zero_counts_and_no_number_is_silence() -> None:
    meter = PeakMeter(1, FULL)
    meter.feed(np.array([[0.1], [-0.75], [np.nan]], np.float32))
    assert meter.peak == 0.75


@pytest.mark.parametrize(("subtype", "bits"), [("PCM_S8", 8), ("PCM_16", 16), ("PCM_24", 24)])
def test_the_digest_is_the_one_that_flac_encoders_write(subtype: str, bits: int, tmp_path: Path) -> None:
    content = encoded("FLAC", subtype, samples=noise(1.0, peak=0.9))
    with opened(tmp_path, content) as source:
        whole = (Track(((0, source.size),)),)
        assert decode(source, whole, rate=RATE, channels=1, md5_bits=bits).md5 == content[26:42]


def test_headerless_samples_are_read_as_the_layout_says(tmp_path: Path) -> None:
    samples = (sine()[:, 0] * 32767).astype(">i2")
    with opened(tmp_path, b"junk" + samples.tobytes()) as source:
        track = Track(((4, source.size),), Raw("PCM_16", "BIG"))
        found = decode(source, (track,), rate=RATE, channels=1, md5_bits=16)
    assert (found.frames, found.failure) == (RATE, "")
    assert found.md5 == hashlib.md5(samples.astype("<i2").tobytes()).digest()


def test_frames_before_a_failure_are_counted_to_a_block_of_256(tmp_path: Path) -> None:
    content = encoded("FLAC", samples=noise(4.0))
    with opened(tmp_path, content[: len(content) // 2]) as source:
        found = decode(source, (Track(((0, source.size),)),), rate=RATE, channels=1, md5_bits=0)
    assert found.failure
    assert abs(found.frames - 2 * RATE) < 2 * 4096
    assert found.frames % 256 == 0


def test_what_cannot_be_opened_is_a_failure_without_frames(tmp_path: Path) -> None:
    with opened(tmp_path, b"nothing that decodes") as source:
        found = decode(source, (Track(((0, source.size),)),), rate=RATE, channels=1, md5_bits=0)
    assert found.frames == 0
    assert found.failure
