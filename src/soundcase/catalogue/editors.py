"""The copies of the JSON Schema that a project keeps for editors: who wrote them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from soundcase.catalogue.schema.documents import SCHEMAS, VERSION_COMMENT

_HEAD = 400
"""Characters among which the version stands."""
_VERSION = re.compile(VERSION_COMMENT.format('([^"]+)'))


def schema_versions(root: Path) -> Mapping[str, str]:
    """The copies that are there, by their place: the version that wrote each, empty where it is not said."""
    found: dict[str, str] = {}
    for place in SCHEMAS.values():
        with suppress(OSError, UnicodeDecodeError), (root / place).open(encoding="utf-8") as file:
            version = _VERSION.search(file.read(_HEAD))
            found[place] = version[1] if version else ""
    return found
