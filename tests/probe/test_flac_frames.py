"""The checksum of FLAC frames: folding finds what counting byte by byte does."""

from __future__ import annotations

import random

import pytest

from soundcase.audio.probe.flac import frame_ends, is_frame


def with_checksum(data: bytes) -> bytes:
    """The bytes with two more, so that a frame ends with them."""
    return next(whole for low in range(1 << 16) if is_frame(whole := data + low.to_bytes(2, "big")))


@pytest.mark.parametrize("size", [7, 8, 9, 15, 16, 17, 61, 500, 4000])
@pytest.mark.parametrize("zeros", [0, 1, 3])
def test_a_frame_ends_where_every_prefix_was_looked_at(size: int, zeros: int) -> None:
    whole = with_checksum(random.Random(size).randbytes(size)) + bytes(zeros)
    assert frame_ends(whole)[-1] == len(whole)
    assert is_frame(whole)
    for place in random.Random(zeros).sample(range(len(whole)), 5):
        flipped = whole[:place] + bytes((whole[place] ^ 4,)) + whole[place + 1 :]
        assert not is_frame(flipped)
        assert len(whole) not in frame_ends(flipped)


@pytest.mark.parametrize("data", [b"", b"\0", bytes(8), b"\xff" * 8])
def test_what_is_shorter_than_any_frame_is_none(data: bytes) -> None:
    assert not is_frame(data)
    assert frame_ends(data) == []
