"""Make the demo project's clips: synthetic stand-ins with the names and formats of the originals.

python scripts/make_stand_ins.py            all 36 into data/audio/
python scripts/make_stand_ins.py 58382.wav  only some
python scripts/make_stand_ins.py --check    make them again and compare; exit status 1 if one differs
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import soundfile

from stand_ins.clips import NAMES
from stand_ins.speech import EspeakMissingError
from stand_ins.write import difference, write_clip

AUDIO = Path(__file__).resolve().parent.parent / "data" / "audio"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 if all went well, 1 if a clip differs or espeak-ng is missing."""
    options = _parser().parse_args(arguments)
    unknown = sorted(set(options.names) - set(NAMES))
    if unknown:
        print(f"no such clip: {', '.join(unknown)}; there are:", *NAMES, sep="\n  ", file=sys.stderr)
        return 2
    try:
        return (check if options.check else make)(options.names or NAMES, options.folder)
    except EspeakMissingError as missing:
        print(missing, file=sys.stderr)
        return 1


def make(names: Iterable[str], folder: Path) -> int:
    """Write the clips; always 0."""
    folder.mkdir(parents=True, exist_ok=True)
    total = 0
    for name in names:
        path = write_clip(name, folder)
        total += path.stat().st_size
        print(f"{soundfile.info(path).duration:6.2f} s  {path.stat().st_size:8,} B  {name}")
    print(f"{total:,} bytes in {folder}")
    return 0


def check(names: Iterable[str], folder: Path) -> int:
    """Compare the clips with freshly made ones; 1 if any differs."""
    faults = [(name, fault) for name in names if (fault := difference(name, folder))]
    for name, fault in faults:
        print(f"{name} {fault}")
    print(f"{len(faults)} differ" if faults else "all clips are as they should be")
    return 1 if faults else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Make the demo project's synthetic clips.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="file names of single clips (default: all)")
    parser.add_argument("--check", action="store_true", help="compare with clips made again instead of writing")
    parser.add_argument("--folder", type=Path, default=AUDIO, help="where the clips are (default: data/audio)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
