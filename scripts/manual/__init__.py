"""The parts of the manual that the code writes itself: keys, problem codes, commands, languages.

Each function returns Markdown for a page in `docs/`, where two comments mark its place. What stands
between them is in the repository, to be read there, and `scripts/make_reference.py` writes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from manual.codes import codes
from manual.commands import commands
from manual.fields import fields
from manual.keys import keys
from manual.languages import languages

PARTS: Mapping[str, Callable[[], str]] = {
    "fields": fields,
    "keys": keys,
    "codes": codes,
    "commands": commands,
    "languages": languages,
}
_PLACE = re.compile(
    r"^(<!-- written by scripts/make_reference\.py: (\w+) -->\n).*?^(<!-- end -->)$", re.MULTILINE | re.DOTALL
)


def filled(source: str) -> str:
    """A page's source with what the code says in the marked places."""
    return _PLACE.sub(lambda place: f"{place[1]}\n{PARTS[place[2]]().strip()}\n\n{place[3]}", source)
