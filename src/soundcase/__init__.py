"""Static demo sites for audio models, from a YAML catalogue of examples.

From Python: `Page`, `open`, `ProblemError`, `ProblemWarning`; see the manual's chapter "From Python".

Rule: this module imports nothing, as every start of `build-site` reads it; its names are found when asked for.
    `__init__.pyi` says where.
"""

__version__ = "0.1.0"

_NAMES = {
    "Page": "page.Page",
    "PageExample": "page.PageExample",
    "PageTask": "page.PageTask",
    "OpenedProject": "opened.OpenedProject",
    "ProblemError": "mistakes.ProblemError",
    "ProblemWarning": "mistakes.ProblemWarning",
    "open": "opened.open_project",
}


def __getattr__(name: str) -> object:
    """A name of the interface for programs, imported now."""
    if name not in _NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module, _, found = _NAMES[name].partition(".")
    globals()[name] = value = getattr(import_module(f"{__name__}.notebook.{module}"), found)
    return value


def __dir__() -> list[str]:
    """The names of the interface among all others."""
    return sorted({*globals(), *_NAMES})
