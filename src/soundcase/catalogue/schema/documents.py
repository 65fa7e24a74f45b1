"""The two kinds of files, and their JSON Schemas."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import TypeAlias

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from soundcase import __version__
from soundcase.catalogue.schema import SCHEMAS, VERSION_COMMENT
from soundcase.catalogue.schema.catalogue import CatalogueEntry
from soundcase.catalogue.schema.example import ExampleEntry
from soundcase.catalogue.schema.scalars import Entry, descriptions
from soundcase.catalogue.schema.task import TaskEntry


class RecordsEntry(Entry):
    """A JSONL file: one example a line."""

    examples: tuple[ExampleEntry, ...]
    """The lines."""


Root: TypeAlias = type[Entry]
ROOTS: Mapping[str, Root] = {"catalogue": CatalogueEntry, "task": TaskEntry}


class _Editors(GenerateJsonSchema):
    """JSON Schema for people's editors: an optional key is left out, never null."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """The inner schema alone."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """The inner schema, with its default where that says something."""
        inner = super().default_schema(schema)
        return {key: value for key, value in inner.items() if key != "default" or value not in (None, [])}

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """The model's schema, with the meaning of its keys."""
        found = super().model_schema(schema)
        entry: Root = schema["cls"]
        for name, text in descriptions(entry).items():
            if name in found["properties"]:
                found["properties"][name].setdefault("description", text)
        return found

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 (overridden)
        """Never: the key itself is the title."""
        return False


def json_schema(root: str) -> dict[str, object]:
    """The JSON Schema (draft 2020-12) of `catalogue.yaml` (`catalogue`) or of a task file (`task`)."""
    schema = ROOTS[root].model_json_schema(mode="validation", schema_generator=_Editors)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": VERSION_COMMENT.format(__version__),
        "title": f"soundcase {root}",
    }
    return head | {key: value for key, value in schema.items() if key != "title"}


@cache
def schema_text(root: str) -> str:
    """The JSON Schema as a file has it."""
    return json.dumps(json_schema(root), indent=2, ensure_ascii=False) + "\n"


def schema_files() -> Mapping[str, str]:
    """Both, by their place in a project."""
    return {place: schema_text(root) for root, place in SCHEMAS.items()}
