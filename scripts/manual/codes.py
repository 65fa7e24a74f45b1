"""Every problem code, as `build-site explain` tells it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import soundcase.problems.codes
from soundcase.problems.codes import CODES, Code


def codes() -> str:
    """The tables of codes, each with a heading; each code with one of its own."""
    names = list(CODES)
    tables = sorted(_tables(), key=lambda table: names.index(table[1][0].name))
    return "\n".join(line for title, table in tables for line in (f"## {title}\n", *map(_code, table)))


def _tables() -> Iterator[tuple[str, tuple[Code, ...]]]:
    """What a module's codes are of, by its docstring, and the codes."""
    for found in pkgutil.iter_modules(soundcase.problems.codes.__path__, "soundcase.problems.codes."):
        module = importlib.import_module(found.name)
        table = _table(module)
        if table:
            title = (module.__doc__ or "").strip().removeprefix("Codes of ").rstrip(".")
            yield title[0].upper() + title[1:], table


def _table(module: ModuleType) -> tuple[Code, ...]:
    return getattr(module, module.__name__.rpartition(".")[2].upper(), ())


def _code(code: Code) -> str:
    setting = "Its severity can be set." if code.adjustable else "Its severity is fixed."
    return f"### {code.name}\n\n*{code.severity.capitalize()}:* {code.title}. {setting}\n\n{code.explanation}\n"
