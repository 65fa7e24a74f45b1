"""Every key of the catalogue, as the schema describes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from soundcase.catalogue.schema.documents import json_schema

Schema = Mapping[str, Any]

ENTRIES = {
    "catalogue": ("Catalogue", "catalogue"),
    "ModelEntry": ("Model", "model"),
    "SectionEntry": ("Section", "section"),
    "AuthorEntry": ("Author", "author"),
    "LinkEntry": ("Link", "link"),
    "LogoEntry": ("Logo", "logo"),
    "FigureEntry": ("Figure", "figure"),
    "ThemeEntry": ("Theme", "theme"),
    "PublishEntry": ("Publishing", "publish"),
    "AnonymousEntry": ("Anonymity", "anonymous"),
    "RuleEntry": ("Rule", "rule"),
    "TaskEntry": ("Task", "task"),
    "ScoreEntry": ("Score", "score"),
    "ResultEntry": ("Result", "result"),
    "SelectionEntry": ("Selection", "selection"),
    "MediaOptions": ("Media options", "media"),
    "ExampleEntry": ("Example", "example"),
    "MediaEntry": ("Piece of media", "piece"),
    "AttachmentEntry": ("File", "file"),
    "ScoreValueEntry": ("Score in full", "value"),
    "TurnEntry": ("Turn", "turn"),
    "ExampleFields": ("Defaults", "defaults"),
}
"""The mappings of the format in the order of the manual: headings, and what their keys are called after."""

SAME_AS = {"ExampleFields": "ExampleEntry"}
"""Mappings whose keys stand elsewhere already, all but `id`."""


def fields() -> str:
    """A section for each kind of mapping, with an entry for each of its keys."""
    whole = json_schema("catalogue")
    definitions: Mapping[str, Schema] = {"catalogue": whole, **whole["$defs"]}  # type: ignore[dict-item]
    assert set(definitions) == set(ENTRIES), set(definitions) ^ set(ENTRIES)
    return "\n".join(line for name in ENTRIES for line in _entry(name, definitions[name]))


def _link(name: str) -> str:
    title = ENTRIES[name][0].lower()
    return f"[{title}](#{title.replace(' ', '-')})"


def _entry(name: str, schema: Schema) -> Iterator[str]:
    title, noun = ENTRIES[name]
    yield f"## {title}\n\n{schema['description']}\n"
    if name in SAME_AS:
        yield f"The keys are those of an {_link(SAME_AS[name])}, without `id`.\n"
        return
    for key, value in schema["properties"].items():
        said = [_capital(holds(value)), *(["required"] if key in schema.get("required", ()) else [])]
        if "default" in value:
            said.append(f"default `{str(value['default']).lower()}`")
        yield f"### {noun}.{key}\n\n{value['description']}\n\n*{'; '.join(said)}.*\n"


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def holds(schema: Schema) -> str:
    """What a key may hold, in words."""
    if "$ref" in schema:
        return _link(schema["$ref"].rpartition("/")[2])
    if branches := schema.get("oneOf", schema.get("anyOf")):
        return _or([_branch(branch, branches) for branch in branches])
    if "enum" in schema:
        return _or([f"`{word}`" for word in _choices(schema["enum"])])
    if "const" in schema:
        return f"`{schema['const']}`"
    return _simple(schema)


def _branch(branch: Schema, among: Sequence[Schema]) -> str:
    """One of several things that a key may hold; a list of the others says no more than that."""
    others = [one for one in among if one is not branch]
    return "list of these" if branch.get("items") in ({"oneOf": others}, *others) else holds(branch)


def _or(words: Sequence[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _choices(values: Sequence[object]) -> dict[str, None]:
    """The words of a choice, each once; `off` is also what some editors read as false."""
    return dict.fromkeys(str(value).lower() for value in values if value is not False or "off" not in values)


def _simple(schema: Schema) -> str:
    kinds = schema["type"]
    kind = kinds if isinstance(kinds, str) else kinds[0]
    if kind == "array":
        return f"list (each: {holds(schema['items'])})"
    if kind == "object":
        (inner,) = schema.get("patternProperties", {"": schema.get("additionalProperties")}).values()
        return f"mapping (name: {holds(inner)})"
    if kind in ("number", "integer"):
        return _number(schema)
    return "address (`https://` …)" if schema.get("pattern", "").startswith("^https") else "text"


def _number(schema: Schema) -> str:
    least, most = schema.get("minimum"), schema.get("maximum")
    kind = "whole number" if schema["type"] == "integer" else "number"
    if least is None:
        return kind
    return f"{kind}, {least:g} or more" if most is None else f"{kind} from {least:g} to {most:g}"
