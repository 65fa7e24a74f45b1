"""Every problem code, as `build-site explain` tells it."""

from __future__ import annotations

from soundcase.problems.codes import TABLES, Code


def codes() -> str:
    """The tables of codes, each with a heading; each code with one of its own."""
    return "\n".join(line for title, table in TABLES.items() for line in (f"## {title}\n", *map(_code, table)))


def _code(code: Code) -> str:
    setting = "Its severity can be set." if code.adjustable else "Its severity is fixed."
    return f"### {code.name}\n\n*{code.severity.capitalize()}:* {code.title}. {setting}\n\n{code.explanation}\n"
