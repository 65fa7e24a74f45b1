"""Every key in a line: what somebody needs who writes a catalogue without looking anything up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from manual.fields import ENTRIES, SAME_AS, Schema, holds
from soundcase.catalogue.schema.documents import json_schema


def keys() -> str:
    """A list for each kind of mapping: key, what it holds, what it means."""
    whole = json_schema("catalogue")
    definitions = {"catalogue": whole, **whole["$defs"]}  # type: ignore[dict-item]
    return "\n".join(
        line for name in ENTRIES if name not in SAME_AS for line in _lines(name, definitions[name])
    )


def _lines(name: str, schema: Schema) -> Iterator[str]:
    yield f"### {ENTRIES[name][0]}\n"
    for key, value in schema["properties"].items():
        required = "; required" if key in schema.get("required", ()) else ""
        kind = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", holds(value))
        yield f"- `{key}` ({kind}{required}): {' '.join(value['description'].split())}"
    yield ""
