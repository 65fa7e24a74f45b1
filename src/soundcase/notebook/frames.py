"""Tables as columns: of pandas and polars, a data set of `datasets`, or a list of mappings.

Rule: a table is known by what it can do; only the columns that are asked for are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from soundcase.notebook.mistakes import RefusedValueError
from soundcase.problems.phrases import listed, nearest


def columns_of(frame: Any, names: Iterable[str]) -> Mapping[str, Sequence[object]]:  # noqa: ANN401 - a user's value
    """The columns of these names. Raises RefusedValueError."""
    known = column_names(frame)
    wanted = list(dict.fromkeys(names))
    for name in wanted:
        if name not in known:
            hint = nearest(name, list(known)) or f"its columns are {listed(known)}"
            raise RefusedValueError(f"the table has no column '{name}'", hint)
    if not _is_table(frame):
        rows = list(frame)
        return {name: [row.get(name) for row in rows] for name in wanted}
    return {name: _column(frame, name) for name in wanted}


def column_names(frame: Any) -> Sequence[str]:  # noqa: ANN401 - a user's value
    """The names of a table's columns. Raises RefusedValueError for what is none."""
    if _is_table(frame):
        return [str(name) for name in (getattr(frame, "column_names", None) or frame.columns)]
    if not isinstance(frame, Iterable) or isinstance(frame, (str, Mapping)):
        raise RefusedValueError(
            f"a {type(frame).__name__} is no table", "give a data frame, a data set or a list of dicts"
        )
    if not isinstance(frame, Sequence) or not all(isinstance(row, Mapping) for row in frame):
        message = f"the rows of a {type(frame).__name__} are not all there"
        raise RefusedValueError(message, "give list(rows), of dicts")
    return list(dict.fromkeys(str(name) for row in frame for name in row))


def _is_table(frame: object) -> bool:
    return hasattr(frame, "__getitem__") and (hasattr(frame, "column_names") or hasattr(frame, "columns"))


def _column(frame: Any, name: str) -> Sequence[object]:  # noqa: ANN401 - a user's value
    """The values of a column; of a data set, files as they are, and classes by their names."""
    features: Mapping[str, Any] = getattr(frame, "features", None) or {}
    feature: Any = features.get(name)
    if hasattr(feature, "decode"):
        frame = frame.cast_column(name, type(feature)(decode=False))
    if hasattr(frame, "select_columns"):
        frame = frame.select_columns([name])  # what is streamed would decode the others too
    values = list(frame[name])
    if hasattr(feature, "int2str"):
        return [feature.int2str(one) if isinstance(one, int) and one >= 0 else None for one in values]
    return [one.to_numpy() if hasattr(one, "to_numpy") else one for one in values]
