"""How long deciding "nothing changed" takes, beside Python's bare start. Run it with the project's Python.

python bench/no_change.py [files]        half of the files are inputs, half outputs; default 20,000
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from soundcase.publishing import build_fingerprint

RUNS = 15
SCRIPT = "import sys; from soundcase.__main__ import main; sys.exit(main())"
"""What the installed command consists of."""


def prepare(root: Path, files: int) -> None:
    """A project of that many files with the stamp of a finished build."""
    output = root / "site"
    urls = [f"audio/{number // 100}/clip-{number:05}.wav" for number in range(files // 2)]
    for folder, names in ((root / "data", urls), (output, [*urls, build_fingerprint.MANIFEST])):
        for name in names:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"")
    time.sleep(0.2)  # so that no file is too young to be judged by its times
    inputs, outputs = build_fingerprint.observe(str(root)), dict.fromkeys(urls, "")
    build_fingerprint.record(str(root), str(output), inputs=inputs, outputs=outputs, summary="1 page")


def milliseconds(*command: str) -> tuple[float, float]:
    """Median wall time and CPU time of a command."""
    walls, cpus = [], []
    for _ in range(RUNS):
        before, start = os.times(), time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, capture_output=True)
        walls.append(time.perf_counter() - start)
        after = os.times()
        cpus.append(after.children_user - before.children_user + after.children_system - before.children_system)
    return median(walls) * 1000, median(cpus) * 1000


def main() -> None:
    """Print a table of medians."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder), files)
        assert build_fingerprint.unchanged(folder, f"{folder}/site") == "1 page"
        rows = {
            "python -c pass": milliseconds("-c", "pass"),
            f"build-site, {files} files unchanged": milliseconds("-c", SCRIPT, "-C", folder),
        }
        started = time.perf_counter()
        build_fingerprint.unchanged(folder, f"{folder}/site")
        decided = (time.perf_counter() - started) * 1000
    print(f"{'':40}  wall ms   CPU ms")
    for name, (wall, cpu) in rows.items():
        print(f"{name:40} {wall:8.1f} {cpu:8.1f}")
    print(f"{'  of which build_fingerprint.unchanged':40} {decided:8.1f}")


if __name__ == "__main__":
    main()
