"""Whatever is written into a catalogue ends in a page or in problems; `mutants.py` tries far more of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mutants import PROJECTS, copies, fate, mutants


@pytest.mark.parametrize(("records", "count"), [(False, 120), (True, 60)], ids=["yaml", "jsonl"])
def test_no_mutant_of_a_demo_ends_in_a_traceback(tmp_path: Path, *, records: bool, count: int) -> None:
    roots = copies(tmp_path, records=records)
    assert len(roots) == len(PROJECTS)
    wrong = {one.seed: fate(one) for one in mutants(roots, range(count), records=records)}
    assert {seed: found for seed, found in wrong.items() if found} == {}
