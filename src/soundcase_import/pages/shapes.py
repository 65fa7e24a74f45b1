"""Tables of shapes known as a whole: cards, words and clips in turns, examples stacked in two columns."""

from __future__ import annotations

from collections.abc import Sequence

from soundcase_import.pages.comparison import SeriesTable
from soundcase_import.pages.grid import CellGrid, Row
from soundcase_import.pages.series import Series
from soundcase_import.pages.vocabulary import label_role, without_colon


def cards(grid: CellGrid) -> SeriesTable | None:
    """Cells that are each an example: a clip, and what each system says to it behind the system's name."""
    cells = list(dict.fromkeys(cell for row in grid.rows for cell in row if cell.clips))
    spoken = [cell for cell in cells if any(not label_role(line.label) for line in cell.labelled)]
    if len(spoken) * 2 <= len(cells) or not all(len(cell.clips) == 1 for cell in cells):
        return None
    return SeriesTable((Series("", tuple(cells)),))


def alternating(grid: CellGrid) -> SeriesTable | None:
    """A grid in which every second row says what the clips beside it are."""
    rows = grid.rows
    if len(rows) < 4 or len(rows) % 2:
        return None
    words = [all(not cell.clips for cell in row) for row in rows]
    for first in (0, 1):
        if not all(words[at] == (at % 2 == first) for at in range(len(rows))):
            continue
        pairs = [(rows[at + first], rows[at + 1 - first]) for at in range(0, len(rows), 2)]
        cells = [
            (word, clip) for said, heard in pairs for word, clip in zip(said, heard, strict=True) if clip.clips
        ]
        texts = [word.whole for word, _ in cells]
        whole = all(clip.clips for _, heard in pairs[:-1] for clip in heard) and all(texts)
        if whole and len(set(texts)) > len(texts) / 2:
            series = (
                Series("", tuple(word for word, _ in cells), role="text"),
                Series("", tuple(c for _, c in cells)),
            )
            return SeriesTable(series)
    return None


def stacked(grid: CellGrid) -> SeriesTable | None:
    """Two columns in which words that span both begin each example, and its labels are always the same."""
    if grid.width != 2 or not is_banner(grid.rows[0]):
        return None
    starts = [at for at, row in enumerate(grid.rows) if is_banner(row)]
    parts = [grid.rows[start + 1 : end] for start, end in zip(starts, [*starts[1:], grid.height], strict=True)]
    labels = [tuple(labels_of(part)) if part else () for part in parts]
    if len(parts) < 2 or not labels[0] or len(set(labels)) > 1 or len(set(labels[0])) < len(labels[0]):
        return None
    series = tuple(Series(label, tuple(part[at][1] for part in parts)) for at, label in enumerate(labels[0]))
    return SeriesTable(series, titles=tuple(grid.rows[start][0].whole for start in starts))


def is_banner(row: Row) -> bool:
    """Whether one cell of words spans the whole row."""
    return len(row) > 1 and all(cell is row[0] for cell in row) and not (row[0].clips or row[0].images)


def labels_of(rows: Sequence[Row]) -> list[str]:
    """The first column's words, where it holds nothing else and none is missing."""
    said = [without_colon(row[0].whole) for row in rows]
    fine = all(said) and not any(row[0].clips for row in rows) and len(rows[0]) > 1
    return said if fine else []
