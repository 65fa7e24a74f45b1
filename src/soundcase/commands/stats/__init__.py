"""The figures of a project in text, JSON, CSV and LaTeX."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from soundcase.commands.stats.as_csv import as_csv
from soundcase.commands.stats.as_json import as_json
from soundcase.commands.stats.as_latex import as_latex
from soundcase.commands.stats.as_text import as_text
from soundcase.commands.stats.leaderboard import Leaderboard

FORMS: Mapping[str, Callable[[Sequence[Leaderboard]], str]] = {
    "text": as_text,
    "json": as_json,
    "csv": as_csv,
    "latex": as_latex,
}
"""The forms by the name that a user gives them; each ends with a line break."""
