"""Rules about what a project keeps for editors."""

from __future__ import annotations

from collections.abc import Iterator

from soundcase import __version__
from soundcase.catalogue.schema.documents import SCHEMAS
from soundcase.checks.rules.context import Finding, RuleContext


def stale_schema(context: RuleContext) -> Iterator[Finding]:
    """A copy of the JSON Schema that another version wrote."""
    for root, place in SCHEMAS.items():
        version = context.schemas.get(place, __version__)
        if version != __version__:
            writer = f"soundcase {version}" if version else "another version of soundcase"
            message = f"'{place}', by which editors check, was written by {writer}; this is {__version__}"
            yield Finding(place, message, f"write it again: build-site schema {root} > {place}")
