"""Many files, probed at once.

Rule: the result has the order of the question and does not depend on the number of jobs.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from soundcase.audio.probe.probing import Probed, probe_file


def survey(files: Mapping[str, Path], jobs: int) -> dict[str, Probed]:
    """Every file's facts and faults under the name it has in `files`; threads, as decoding frees the GIL."""
    with ThreadPoolExecutor(max_workers=max(1, jobs), thread_name_prefix="probe") as pool:
        try:
            results = list(pool.map(probe_file, files.values(), files.keys()))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return dict(zip(files, results, strict=True))
