"""A leaderboard in a terminal: of each measure a block for all examples, each group and each tag.

Rule: no line depends on the width of the terminal, and none is wider than names and numbers want.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from soundcase.commands.stats.leaderboard import Leaderboard, MeasureHead
from soundcase.commands.stats.parts import Part
from soundcase.problems.phrases import harmless, number_of
from soundcase.statistics.standings import Estimate, PairedDifference
from soundcase.text.extent import width_of

Row = tuple[str, str, str, str, str]
"""Name, number, interval, n, remarks."""
NOTHING = "No task has scores, labels or references that add up to anything."
BEST = "* the best; those that share the mark may be as good"


def as_text(several: Sequence[Leaderboard]) -> str:
    """The leaderboards, one below the other."""
    told = [_board(one) for one in several]
    marked = any(one.marks for one in several)
    return "\n\n".join((*(told or [NOTHING]), *([BEST] if marked else []))) + "\n"


def _board(board: Leaderboard) -> str:
    blocks = [
        (_title(head, part), rows)
        for head in board.measures
        for part in board.parts
        if (rows := (*_rows(board, head, part), *_pairs(board, head, part)))
    ]
    widths = [max(width_of(row[place]) for _, rows in blocks for row in rows) for place in range(5)]
    lines = [f"{harmless(board.title)} ({board.task.id}): {number_of(len(board.task.examples), 'example')}"]
    for title, rows in blocks:
        lines += ["", f"  {title}", *(_line(row, widths) for row in rows)]
    return "\n".join(lines)


def _title(head: MeasureHead, part: Part) -> str:
    unit = f" ({head.unit})" if head.unit else ""
    over = f", {part.name}" if part.subset or part.given else ""
    return harmless(f"{head.title}{unit} {head.arrow}{over}")


def _rows(board: Leaderboard, head: MeasureHead, part: Part) -> Iterator[Row]:
    for whose, name in board.names.items():
        figure = part.told.estimates.get((whose, head.slot))
        if figure:
            counts = ((figure.undecided, "undecided"), (figure.missing, "no answer"))
            remarks = ", ".join(f"{count} {word}" for count, word in counts if count)
            mark = " *" if (whose, head.slot) in part.told.best else "  "
            value, ends = head.printed(figure.value, part), interval(figure, head, part)
            yield (
                harmless(name),
                f"{value}{mark}",
                ends,
                f"n = {head.over(figure)}" if figure.n else "",
                remarks,
            )


def _pairs(board: Leaderboard, head: MeasureHead, part: Part) -> Iterator[Row]:
    for ((first, slot), (second, _)), pair in part.told.pairs.items():
        if slot == head.slot:
            name = harmless(f"{board.names[first]} − {board.names[second]}")
            value = f"{'+' if pair.difference > 0 else ''}{head.printed(pair.difference, part)}  "
            games = f"{pair.wins} won, {pair.ties} tied, {pair.losses} lost"
            yield name, value, interval(pair, head, part), f"n = {pair.n}", games


def interval(figure: Estimate | PairedDifference, head: MeasureHead, part: Part) -> str:
    """The interval in brackets; empty where there is none."""
    if figure.low is None or figure.high is None:
        return ""
    return f"[{head.printed(figure.low, part)}, {head.printed(figure.high, part)}]"


def _line(row: Row, widths: Sequence[int]) -> str:
    name, value, *rest = row
    cells = [_padded(name, widths[0]), _padded(value, widths[1], right=True)]
    cells += [_padded(cell, width) for cell, width in zip(rest, widths[2:], strict=True)]
    return f"    {'  '.join(cells)}".rstrip()


def _padded(text: str, width: int, *, right: bool = False) -> str:
    blanks = " " * (width - width_of(text))
    return blanks + text if right else text + blanks
