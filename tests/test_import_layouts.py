"""Whatever layout a comparison is written in, it is the same comparison that is imported."""

from __future__ import annotations

from pathlib import Path

import pytest

from import_layouts import COMPARISONS, LAYOUTS, Comparison, Layout
from import_score import scored_as

ASKED = {
    "bannered_table-single",
    "names_below_in_cells-single",
}
"""Pages with one system whose name could as well be that of an example: somebody is asked."""


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_every_comparison_is_read_in_this_layout(tmp_path: Path, layout: Layout) -> None:
    wrong = {}
    for one in COMPARISONS:
        text = layout(one)
        if text:
            score = scored_as(one.name, _page(tmp_path, one, text), one.truth())
            known = f"{layout.__name__}-{one.name}" in ASKED
            if not (score.doubts if known else score.right):
                wrong[one.name] = score.wrong
    assert wrong == {}


def _page(folder: Path, one: Comparison, text: str) -> Path:
    path = folder / f"{one.name}{'.html' if text.startswith('<!') else '.md'}"
    path.write_text(text, encoding="utf-8")
    return path
