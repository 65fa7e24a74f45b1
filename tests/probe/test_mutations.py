"""500 mutations of real clips, with fixed seeds: no crash, no hang, bounded memory, no wrong description.

The clips are the demo's own; where the original recordings are at hand, they are mutated too.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import soundfile

from memory import PEAK

REPOSITORY = Path(__file__).parent.parent.parent
STAND_INS = REPOSITORY / "data" / "audio"
ORIGINALS = REPOSITORY.parent / "shared" / "reference" / "audio"
COUNT = 500
ROUNDS = 4
"""The mutations are told in so many parts, so that several processes share them."""
MEMORY_MB = 500
HANG_SECONDS = 5

PROBE = f"""{PEAK}
import json, signal
from soundcase.audio.probe import probe_file
for line in sys.stdin:
    path = Path(line.rstrip("\\n"))
    signal.alarm({HANG_SECONDS})
    probed = probe_file(path)
    signal.alarm(0)
    facts = probed.facts
    told = facts and [facts.kind, facts.rate, facts.channels, facts.seconds, facts.frames]
    print(json.dumps([path.name, told, [fault.code for fault in probed.faults], peak_mb()]), flush=True)
"""


Mutation = Callable[[bytearray, bytes, random.Random], bytearray]


def flipped(data: bytearray, count: int, chance: random.Random) -> bytearray:
    for _ in range(count):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return data


def beheaded(data: bytearray, chance: random.Random) -> bytearray:
    for _ in range(3):
        data[chance.randrange(min(64, len(data)))] = chance.randrange(256)
    return data


def holed(data: bytearray, chance: random.Random) -> bytearray:
    at = chance.randrange(len(data))
    return data[:at] + data[at + chance.randrange(1, 4096) :]


def zeroed(data: bytearray, chance: random.Random) -> bytearray:
    at = chance.randrange(len(data))
    data[at : at + 1024] = bytes(min(1024, len(data) - at))
    return data


def spliced(data: bytearray, other: bytes, chance: random.Random) -> bytearray:
    return bytearray(other[: chance.randrange(16, 2048)]) + data[chance.randrange(len(data)) :]


MUTATIONS: dict[str, Mutation] = {
    "cut": lambda data, _, chance: data[: chance.randrange(len(data))],
    "flip": lambda data, _, chance: flipped(data, 1, chance),
    "flips": lambda data, _, chance: flipped(data, 64, chance),
    "head": lambda data, _, chance: beheaded(data, chance),
    "splice": spliced,
    "hole": lambda data, _, chance: holed(data, chance),
    "doubled": lambda data, _, chance: data + data[chance.randrange(len(data)) :],
    "swapped": lambda data, _, __: data[len(data) // 2 :] + data[: len(data) // 2],
    "zeros": lambda data, _, chance: zeroed(data, chance),
}


def sources() -> list[Path]:
    """Every clip there is to mutate."""
    return [path for folder in (STAND_INS, ORIGINALS) if folder.is_dir() for path in sorted(folder.iterdir())]


def written(folder: Path, part: int) -> list[Path]:
    """A part of the mutations, as files."""
    clips = sources()
    files = []
    for number in range(part, COUNT, ROUNDS):
        chance = random.Random(number)
        source, other = clips[number % len(clips)], chance.choice(clips)
        kind = chance.choice(sorted(MUTATIONS))
        content = MUTATIONS[kind](bytearray(source.read_bytes()), other.read_bytes(), chance)
        suffix = chance.choice([source.suffix, source.suffix, ".wav", ".flac", ".mp3", ".ogg", ".m4a"])
        path = folder / f"{number:03}-{kind}-{source.stem[:20]}{suffix}"
        path.write_bytes(content)
        files.append(path)
    return files


@pytest.mark.parametrize("part", range(ROUNDS))
def test_no_mutation_crashes_hangs_or_is_described_wrongly(tmp_path: Path, part: int) -> None:
    files = written(tmp_path, part)
    result = subprocess.run(
        [sys.executable, "-c", PROBE],
        input="".join(f"{path}\n" for path in files),
        capture_output=True,
        text=True,
        check=False,
    )
    told = [json.loads(line) for line in result.stdout.splitlines()]
    assert [name for name, *_ in told] == [path.name for path in files], result.stderr[-2000:]
    assert max(memory for *_, memory in told) < MEMORY_MB
    for path, (_, facts, faults, _) in zip(files, told, strict=True):
        assert facts or faults, path.name
        if facts and not faults:
            assert is_right(path, facts), (path.name, facts)


def is_right(path: Path, facts: list[object]) -> bool:
    """Whether libsndfile, which knows nothing of ours, reads the same from a file without a fault.

    It does not recognise MP3 behind a damaged tag, ends a stream without Xing early and counts padding.
    """
    kind, rate, channels, seconds, _ = facts
    assert isinstance(seconds, float)
    try:
        with path.open("rb") as file, soundfile.SoundFile(file) as sound:
            decoded = sum(len(block) for block in sound.blocks(65536)) / sound.samplerate
            close = abs(decoded - seconds) <= max(0.05, 0.01 * seconds)
            return (sound.samplerate, sound.channels) == (rate, channels) and (close or kind == "mp3")
    except soundfile.LibsndfileError:
        return kind == "mp3" and path.name.split("-", 2)[1] == "head"
