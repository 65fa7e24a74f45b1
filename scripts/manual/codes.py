"""Every problem code, as `build-site explain` tells it."""

from __future__ import annotations

from soundcase.codes.building import BUILDING
from soundcase.codes.code import Code
from soundcase.codes.content import CONTENT
from soundcase.codes.files import FILES
from soundcase.codes.importing import IMPORTING
from soundcase.codes.reading import READING

GROUPS = {
    "Reading the catalogue": READING,
    "What the catalogue says": CONTENT,
    "Clips, pictures and videos": FILES,
    "Making and publishing the site": BUILDING,
    "Importing": IMPORTING,
}


def codes() -> str:
    """The groups of codes, each with a heading; each code with one of its own."""
    return "\n".join(line for title, group in GROUPS.items() for line in (f"## {title}\n", *map(_code, group)))


def _code(code: Code) -> str:
    setting = "Its severity can be set." if code.adjustable else "Its severity is fixed."
    return f"### {code.name}\n\n*{code.severity.capitalize()}:* {code.title}. {setting}\n\n{code.explanation}\n"
