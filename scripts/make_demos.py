"""Make the clips of the projects under `demos/`, and measure the scores that their catalogues print.

python scripts/make_demos.py               all clips of all projects
python scripts/make_demos.py enhancement   only those of one
python scripts/make_demos.py --check       make them again and compare; exit status 1 if one differs
python scripts/make_demos.py --scores      measure the clips that are there, as the catalogues should print it
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from demo_clips.kinds import KINDS
from demo_clips.measures import Interval
from stand_ins.speech import EspeakMissingError

DEMOS = Path(__file__).resolve().parent.parent / "demos"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 if all went well, 1 if a clip differs or espeak-ng is missing."""
    options = _parser().parse_args(arguments)
    run = check if options.check else tell_scores if options.scores else make
    try:
        return max([run(name, options.folder / name / "data" / "audio") for name in options.kinds or KINDS])
    except EspeakMissingError as missing:
        print(missing, file=sys.stderr)
        return 1


def make(kind: str, folder: Path) -> int:
    """Write the clips of one project; always 0."""
    folder.mkdir(parents=True, exist_ok=True)
    sizes = [KINDS[kind].write(name, folder).stat().st_size for name in KINDS[kind].clips]
    print(f"{kind}: {len(sizes)} clips, {sum(sizes):,} bytes in {folder}")
    return 0


def check(kind: str, folder: Path) -> int:
    """Compare the clips of one project with freshly made ones; 1 if any differs."""
    faults = [(name, fault) for name in KINDS[kind].clips if (fault := KINDS[kind].difference(name, folder))]
    for name, fault in faults:
        print(f"{kind}: {name} {fault}")
    print(f"{kind}: {len(faults)} differ" if faults else f"{kind}: all clips are as they should be")
    return 1 if faults else 0


def tell_scores(kind: str, folder: Path) -> int:
    """Print what is measured on the clips of one project; always 0."""
    for name, scores in KINDS[kind].scores(folder).items():
        print(f"{name}: {{{', '.join(f'{score}: {_shown(value)}' for score, value in scores.items())}}}")
    return 0


def _shown(value: float | Interval) -> str:
    if isinstance(value, Interval):
        return f"{{value: {value.value:.1f}, ci: {value.ci:.1f}, n: {value.n}}}"
    return f"{value:.1f}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Make the synthetic clips of the projects under demos/.")
    parser.add_argument("kinds", nargs="*", choices=[*KINDS, []], metavar="KIND", help=", ".join(KINDS))
    told = parser.add_mutually_exclusive_group()
    told.add_argument("--check", action="store_true", help="compare with clips made again instead of writing")
    told.add_argument("--scores", action="store_true", help="measure the clips instead of writing")
    parser.add_argument("--folder", type=Path, default=DEMOS, help="where the projects are (default: demos/)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
