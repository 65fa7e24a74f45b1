"""The catalogue format, written once: what each key may hold and what it means.

The JSON Schema, the reference manual and the error texts all come from these models.

Rule 1: keys that are not here are errors.
Rule 2: short forms (a bare string for a list of one) are kept as written; `load` spells them out.
Rule 3: only a build that reads a changed file imports pydantic: what others need of the schema stands here.
"""

from collections.abc import Mapping

SCHEMAS: Mapping[str, str] = {root: f"docs/schema/{root}.json" for root in ("catalogue", "task")}
"""Where a project keeps the JSON Schemas, so that editors find them without a network: its YAML says so."""

VERSION_COMMENT = "written by soundcase {}"
"""By which an old copy is known; see the rule `stale_schema`."""

ID = r"^[^\s/\\\"'<>&#?%]+$"
LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"

PRUNED = "\0"
"""Stands where a required text is missing or an item was refused."""
