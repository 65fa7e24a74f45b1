"""500 mutations of real clips, with fixed seeds: no crash, no hang, bounded memory, and never a wrong description.

The clips are the demo's own; where the original recordings are at hand, they are mutated too.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
import soundfile

REPOSITORY = Path(__file__).parent.parent.parent
STAND_INS = REPOSITORY / "data" / "audio"
ORIGINALS = REPOSITORY.parent / "shared" / "reference" / "audio"
COUNT = 500
ROUNDS = 4
"""The mutations are told in so many parts, so that several processes share them."""
MEMORY_MB = 500
HANG_SECONDS = 5

PROBE = f"""
import json, resource, signal, sys
from pathlib import Path
from soundcase.probe import probe_file
for line in sys.stdin:
    path = Path(line.rstrip("\\n"))
    signal.alarm({HANG_SECONDS})
    probed = probe_file(path)
    signal.alarm(0)
    facts = probed.facts
    told = facts and [facts.kind, facts.rate, facts.channels, facts.seconds, facts.frames]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform != "darwin" else 2**20)
    print(json.dumps([path.name, told, [fault.code for fault in probed.faults], memory]), flush=True)
"""


def mutated(content: bytes, other: bytes, chance: random.Random) -> tuple[str, bytes]:
    """One mutation, with its name."""
    kind = chance.choice(["cut", "flip", "flips", "head", "splice", "hole", "doubled", "swapped", "zeros"])
    data = bytearray(content)
    at = chance.randrange(len(data))
    if kind == "cut":
        data = data[:at]
    elif kind == "flip":
        data[at] ^= 1 << chance.randrange(8)
    elif kind == "flips":
        for _ in range(64):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    elif kind == "head":
        for _ in range(3):
            data[chance.randrange(min(64, len(data)))] = chance.randrange(256)
    elif kind == "splice":
        data = bytearray(other[: chance.randrange(16, 2048)]) + data[at:]
    elif kind == "hole":
        del data[at : at + chance.randrange(1, 4096)]
    elif kind == "doubled":
        data = data + data[at:]
    elif kind == "swapped":
        middle = len(data) // 2
        data = data[middle:] + data[:middle]
    else:
        data[at : at + 1024] = bytes(min(1024, len(data) - at))
    return kind, bytes(data)


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
        kind, content = mutated(source.read_bytes(), other.read_bytes(), chance)
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
