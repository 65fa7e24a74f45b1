"""Make the clips that projects of `build-site init` begin with and that no sample project has.

python scripts/make_starters.py            write them
python scripts/make_starters.py --check    make them again and compare; exit status 1 if one differs
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from demo_clips.kinds import Kind
from stand_ins import animals, environment
from stand_ins.signals import HZ

FOLDER = Path(__file__).resolve().parent.parent / "starters" / "understanding" / "data" / "audio" / "sounds"
SOUNDS = Kind(
    HZ,
    {
        "dog.mp3": animals.barking_dog,
        "bird.mp3": animals.singing_bird,
        "coins.mp3": environment.dropped_coins,
    },
    lambda _: {},
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 if all went well, 1 if a clip differs."""
    parser = argparse.ArgumentParser(description="Make the clips under starters/.")
    parser.add_argument("--check", action="store_true", help="compare with clips made again instead of writing")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where they are")
    options = parser.parse_args(arguments)
    return check(options.folder) if options.check else make(options.folder)


def make(folder: Path) -> int:
    """Write the clips; always 0."""
    folder.mkdir(parents=True, exist_ok=True)
    sizes = [SOUNDS.write(name, folder).stat().st_size for name in SOUNDS.clips]
    print(f"{len(sizes)} clips, {sum(sizes):,} bytes in {folder}")
    return 0


def check(folder: Path) -> int:
    """Compare the clips with freshly made ones; 1 if any differs."""
    faults = [f"{name} {fault}" for name in SOUNDS.clips if (fault := SOUNDS.difference(name, folder))]
    print("\n".join(faults) or "all clips are as they should be")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
