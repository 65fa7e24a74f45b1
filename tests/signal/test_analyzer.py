from __future__ import annotations

import subprocess
import sys
import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest
from signals import cut, heard, noise

from soundcase.audio.signal import Analyzer, Bandwidth, Bars, Canvas, LevelMeter, Loudness, Mel

RATE = 16000

LISTENERS: dict[str, Callable[[int], Analyzer[object]]] = {
    "loudness": lambda channels: Loudness(RATE, channels),
    "levels": lambda channels: LevelMeter(RATE, channels),
    "bandwidth": lambda channels: Bandwidth(RATE, channels),
    "bars": lambda channels: Bars(channels),
    "mel": lambda channels: Mel(RATE, channels, None, Canvas(8000)),
}

every_listener = pytest.mark.parametrize("make", LISTENERS.values(), ids=LISTENERS)


@every_listener
@pytest.mark.parametrize("sizes", [(1, 2, 3, 1600), (997,), (65536, 1), (4096,)])
@pytest.mark.parametrize("channels", [1, 2])
def test_the_cut_into_blocks_changes_nothing(
    make: Callable[[int], Analyzer[object]], sizes: tuple[int, ...], channels: int
) -> None:
    sound = noise(5.3, rate=RATE, channels=channels) * np.linspace(0, 1, round(5.3 * RATE))[:, np.newaxis]
    assert heard(make(channels), sound, *sizes) == heard(make(channels), sound)


@every_listener
def test_a_stream_without_frames_has_a_result(make: Callable[[int], Analyzer[object]]) -> None:
    first, second = make(2).result(), make(2).result()
    assert first == second


@every_listener
def test_what_is_no_number_is_silence_and_what_is_absurd_is_bounded(
    make: Callable[[int], Analyzer[object]],
) -> None:
    sound = noise(2, rate=RATE)
    holes, zeros = sound.copy(), sound.copy()
    holes[5000:5100], zeros[5000:5100] = np.nan, 0.0
    assert heard(make(1), holes) == heard(make(1), zeros)
    huge, bounded = sound.copy(), sound.copy()
    huge[7000], bounded[7000] = np.inf, 1000.0
    huge[7001], bounded[7001] = -1e30, -1000.0
    assert heard(make(1), huge) == heard(make(1), bounded)


@every_listener
def test_a_block_is_left_as_it_was(make: Callable[[int], Analyzer[object]]) -> None:
    sound = noise(1, rate=RATE)
    sound[3] = np.nan
    before = sound.copy()
    heard(make(1), sound)
    np.testing.assert_array_equal(sound, before)


def test_memory_is_bounded_for_long_streams() -> None:
    rate = 96000
    block = noise(1, rate=rate, channels=2)
    tracemalloc.start()
    analyzers: list[Analyzer[object]] = [
        Loudness(rate, 2),
        LevelMeter(rate, 2),
        Bandwidth(rate, 2),
        Bars(2),
        Mel(rate, 2, 3600 * rate, Canvas(24000)),
    ]
    for analyzer in analyzers:
        for part in cut(block, 48000):
            analyzer.feed(part)
    after_one = tracemalloc.get_traced_memory()[0]
    for _ in range(9):
        for analyzer in analyzers:
            analyzer.feed(block)
    after_ten, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40_000_000
    assert (after_ten - after_one) * 400 < 10_000_000


def test_importing_the_package_and_drawing_import_no_numpy() -> None:
    script = (
        "import sys;"
        "from soundcase.audio.signal import Canvas, waveform_path, row_scale, tick_positions, row_top_hz;"
        "waveform_path([0.1, 0.2], scale=row_scale([0.2])); tick_positions(Canvas(row_top_hz([16000])));"
        "print('numpy' in sys.modules, 'PIL' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "False"]


def test_an_unknown_name_is_an_attribute_error() -> None:
    import soundcase.audio.signal

    with pytest.raises(AttributeError, match="no attribute 'Loudnes'"):
        _ = soundcase.audio.signal.Loudnes


def test_every_public_name_can_be_had() -> None:
    import soundcase.audio.signal

    assert all(getattr(soundcase.audio.signal, name) for name in soundcase.audio.signal.__all__)
