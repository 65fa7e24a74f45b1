r"""A leaderboard as LaTeX: of each task a table with the rules of `booktabs`, ready to be put into a paper.

Rule 1: the best is bold where the page marks it; numbers stand with their intervals, in the page's decimals.
Rule 2: a table is of all examples and of the groups; tags are in the other forms.
Rule 3: what a table needs of a preamble is said above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from soundcase.commands.stats.as_text import interval
from soundcase.commands.stats.leaderboard import Leaderboard, MeasureHead
from soundcase.commands.stats.parts import Part
from soundcase.statistics.observations import Column
from soundcase.statistics.standings import SubsetStandings
from soundcase.text.latex import latex, unprinted
from soundcase.values import dataclass

_INTERVALS = r"In brackets: 95\,\% intervals."
_BEST = "Bold: the best, with those that do not differ from it."
_NOTHING = "--"
_NARROW = 2
"""Measures that fit a column of a paper; more go across the page."""
_RULE = r"\midrule"


@dataclass(frozen=True, slots=True)
class _TableColumn:
    """A column behind the names: a number, with its interval beside it where any has one."""

    head: str
    counts: tuple[str, ...]
    """How much it is over, for each part of the examples."""
    cells: Mapping[tuple[int, Column], tuple[str, str]]
    """By the place of the part, and whose they are."""
    paired: bool = False

    @property
    def form(self) -> str:
        """The letters for `tabular`."""
        return "r@{~}l" if self.paired else "r"

    def across(self, text: str) -> str:
        """A text over number and interval."""
        return rf"\multicolumn{{2}}{{c}}{{{text}}}" if self.paired else text

    def cell(self, part: int, whose: Column) -> str:
        """The number of one system."""
        value, beside = self.cells.get((part, whose), (_NOTHING, ""))
        return f"{value} & {beside}".rstrip() if self.paired else value


def as_latex(several: Sequence[Leaderboard]) -> str:
    """A table for each leaderboard, with what they need above them."""
    tables = "\n".join(_table(board, place) for place, board in enumerate(several, 1))
    needed = [r"\usepackage{booktabs}"]
    if any(board.math for board in several):
        needed.append(r"\usepackage{amsmath,amssymb}")
    if not tables.isascii():
        needed.append(r"\usepackage[T1]{fontenc}")
    if signs := unprinted(tables):
        needed.append(f"XeLaTeX or LuaLaTeX, with a font that has {signs}")
    return "".join(f"% needs {line}\n" for line in needed) + f"\n{tables}" if several else ""


def _table(board: Leaderboard, place: int) -> str:
    columns = list(_columns(board))
    title = re.sub(r"(?<![.?!。？！])$", ".", latex(board.title, math=board.math))
    label = re.sub(r"[^A-Za-z0-9]+", "-", board.task.id).strip("-") or str(place)
    legend = [_INTERVALS] if any(column.paired for column in columns) else []
    legend += [_BEST] if board.marks else []
    rows = [
        " & ".join(("System", *(column.across(column.head) for column in columns))),
        *(row for place in range(len(_parts(board))) for row in _rows(board, columns, place)),
    ]
    float_ = "table*" if len(board.measures) > _NARROW else "table"
    lines = (
        f"\\begin{{{float_}}}",
        r"  \centering",
        f"  \\caption{{{' '.join((title, *legend))}}}",
        f"  \\label{{tab:{label}}}",
        f"  \\begin{{tabular}}{{l{''.join(column.form for column in columns)}}}",
        r"    \toprule",
        *(f"    {row}" if row == _RULE else f"    {row} \\\\" for row in rows),
        r"    \bottomrule",
        r"  \end{tabular}",
        f"\\end{{{float_}}}",
    )
    return "\n".join(lines) + "\n"


def _parts(board: Leaderboard) -> tuple[Part, ...]:
    return tuple(part for part in board.parts if part.subset is None or part.subset[0] == "group")


def _rows(board: Leaderboard, columns: Sequence[_TableColumn], place: int) -> Iterator[str]:
    """The rows over one part of the examples: how many these are, then the systems."""
    yield _RULE
    parts = _parts(board)
    told = len(parts) > 1 or parts[0].given
    title = rf"\emph{{{latex(parts[place].name, math=board.math)}}}" if told else ""
    yield " & ".join((title, *(column.across(column.counts[place]) for column in columns))).strip()
    for whose, name in board.names.items():
        if any((place, whose) in column.cells for column in columns):
            cells = (column.cell(place, whose) for column in columns)
            yield " & ".join((latex(name, math=board.math), *cells))


def _columns(board: Leaderboard) -> Iterator[_TableColumn]:
    parts = _parts(board)
    for head in board.measures:
        cells = {(place, whose): cell for place, part in enumerate(parts) for whose, cell in _cells(part, head)}
        unit = f" ({latex(head.unit, math=board.math)})" if head.unit else ""
        yield _TableColumn(
            f"{latex(head.title, math=board.math)}{unit} {latex(head.arrow)}",
            tuple(_count(part.told, head) for part in parts),
            cells,
            paired=any(beside for _, beside in cells.values()),
        )
    for kind, title in (("undecided", "Undecided"), ("missing", "No answer")):
        counts: dict[tuple[int, Column], int] = {}
        for place, part in ((place, part) for place, part in enumerate(parts) if not part.given):
            for (whose, _), figure in part.told.estimates.items():
                counts[place, whose] = max(counts.get((place, whose), 0), getattr(figure, kind))
        if any(counts.values()):
            cells = {key: (str(count), "") for key, count in counts.items()}
            yield _TableColumn(title, ("",) * len(parts), cells)


def _cells(part: Part, head: MeasureHead) -> Iterator[tuple[Column, tuple[str, str]]]:
    """The number of each system with its interval."""
    for (whose, slot), figure in part.told.estimates.items():
        if slot == head.slot:
            value = _digits(head.printed(figure.value, part))
            within = _digits(interval(figure, head, part))
            marked = rf"\textbf{{{value}}}" if (whose, slot) in part.told.best else value
            yield whose, (marked, rf"{{\footnotesize {within}}}" if within else "")


def _digits(text: str) -> str:
    """Numbers with the signs that TeX has for them."""
    powers = re.sub(r"e(−?\d+)", lambda found: rf"$\cdot 10^{{{found[1].replace('−', '-')}}}$", text)
    return powers.replace("−", "$-$")


def _count(told: SubsetStandings, head: MeasureHead) -> str:
    """How much the numbers are over: `n = 20`, or the least and the most."""
    figures = [figure for (_, slot), figure in told.estimates.items() if slot == head.slot]
    known = [head.over(figure) for figure in sorted(figures, key=lambda one: one.n) if figure.n]
    if not known:
        return ""
    least, most = known[0].split(), known[-1].split()
    return " ".join((f"$n = {'$--$'.join(dict.fromkeys((least[0], most[0])))}$", *most[1:]))
