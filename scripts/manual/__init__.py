"""The pages of the manual that the code writes itself: fields, problem codes, commands.

Each function returns Markdown for a page in `docs/reference/`, where a comment with its name marks the place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from manual.codes import codes
from manual.commands import commands
from manual.fields import fields

PARTS: Mapping[str, Callable[[], str]] = {"fields": fields, "codes": codes, "commands": commands}
_PLACE = re.compile(r"^<!-- written by the build: (\w+) -->$", re.MULTILINE)


def filled(source: str) -> str:
    """A page's source with what the code says in the marked places."""
    return _PLACE.sub(lambda place: PARTS[place[1]](), source)
