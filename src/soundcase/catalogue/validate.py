"""A document held against the schema: its problems with their places, and what is left without faulty parts.

Rule 1: every fault of a document is reported at once, each at its own line.
Rule 2: one cause is one problem: what follows from it (an empty list after its items were refused) is none.
Rule 3: pruning keeps list positions, so that the origins of later values stay right.
"""

from __future__ import annotations

import difflib
import re
import typing
from collections.abc import Callable, Iterator, Mapping

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from soundcase.catalogue.nodes import Document, Keys, Plain
from soundcase.catalogue.schema import PRUNED
from soundcase.catalogue.schema.catalogue import CatalogueEntry, ModelEntry, SectionEntry
from soundcase.catalogue.schema.documents import Root
from soundcase.catalogue.schema.example import ExampleEntry
from soundcase.catalogue.schema.scalars import Entry, descriptions
from soundcase.catalogue.schema.scores import ScoreValueEntry
from soundcase.catalogue.schema.task import TaskEntry
from soundcase.problems.codes import problem_of
from soundcase.problems.phrases import nearest, quoted
from soundcase.problems.problem import Problem
from soundcase.values import dataclass

_PLACEHOLDERS = ("title", "name", "label", "speaker", "image")
_NAMES: Mapping[type[BaseModel], str] = {
    CatalogueEntry: "the catalogue",
    SectionEntry: "a section",
    TaskEntry: "a task",
    ExampleEntry: "an example",
    ModelEntry: "a model",
    ScoreValueEntry: "a score of an output",
}


@dataclass(frozen=True, slots=True)
class ValidatedDocument:
    """A document held against the schema."""

    entry: Entry | None
    """What is valid of it; None where nothing is left."""
    problems: tuple[Problem, ...]


def validate(document: Document, root: Root) -> ValidatedDocument:
    """The document as typed entries, with everything that is wrong with it."""
    value = document.plain()
    problems = list(_empty_values(document))
    entry: Entry | None = None
    for attempt in range(20):
        try:
            entry = root.model_validate(value)
            break
        except ValidationError as error:
            details = _causes(error)
            if attempt == 0:
                problems.extend(_problems(document, root, details))
            pruned = [_prune(value, one) for one in details]
            if not any(pruned):
                break
    return ValidatedDocument(entry, tuple(problems))


def _empty_values(document: Document) -> Iterator[Problem]:
    for key, node in document.absent():
        what = f"nothing follows '{key.value}:'" if key else "nothing follows this dash"
        hint = 'write the value, or remove the key; if nothing is the answer, write ""'
        if key and document.lines[key.end.line][key.end.column + 1 :].lstrip().startswith("#"):
            hint = f"what follows a '#' is a remark: put a text that begins with it into quotes; else {hint}"
        if key and str(key.value).isdecimal():
            hint = f"if this is the end of a number, write the decimals behind a point; else {hint}"
        yield problem_of("empty-value", what, document.place_of(key or node), hint)


def _causes(error: ValidationError) -> list[ErrorDetails]:
    """The errors that do not follow from others; a key that is missing may be an unknown one, misspelt."""
    details = error.errors(include_url=False)
    unknown = [one["loc"] for one in details if one["type"] == "extra_forbidden"]
    missing: dict[Keys, list[str]] = {}
    for one in details:
        if one["type"] == "missing":
            missing.setdefault(one["loc"][:-1], []).append(str(one["loc"][-1]))
    misspelt = {
        (*loc[:-1], near)
        for loc in unknown
        for near in difflib.get_close_matches(str(loc[-1]), missing.get(loc[:-1], ()), n=1)
    }
    return [
        one
        for one in details
        if not (one["type"] == "too_short" and one["input"])
        and not (one["type"] == "missing" and one["loc"] in misspelt)
    ]


def _problems(document: Document, root: Root, details: list[ErrorDetails]) -> Iterator[Problem]:
    for error in details:
        keys = error["loc"]
        node, _ = document.find(keys)
        if error["type"] == "missing":
            node = document.find(keys[:-1])[0]
            if isinstance(node.value, dict) and keys[-1] in node.value:
                continue
        elif node.absent:
            continue
        message_of = _MESSAGES.get(error["type"], _wrong_value)
        code, message, hint = message_of(error, root)
        of_key = error["type"] == "extra_forbidden" or "[key]" in keys
        place = document.place(keys[:-1]) if code == "missing-key" else document.place(keys, of_key=of_key)
        yield problem_of(code, message, place, hint)


def _named(keys: Keys) -> str:
    """The innermost key a reader wrote."""
    words = [key for key in keys if not (isinstance(key, str) and key.startswith(("<", "[key]")))]
    named = [key for key in words if isinstance(key, str)]
    item = bool(words) and isinstance(words[-1], int)
    return f"{'an item of ' if item else ''}'{named[-1]}'" if named else "the file"


def _unknown_key(error: ErrorDetails, root: Root) -> tuple[str, str, str]:
    key = str(error["loc"][-1])
    model = model_at(root, error["loc"][:-1])
    elsewhere = [name for other, name in _NAMES.items() if other is not model and key in other.model_fields]
    hint = nearest(key, model.model_fields)
    if not hint and elsewhere:
        hint = f"'{key}' is a key of {' and of '.join(elsewhere)}"
    return (
        "unknown-key",
        f"no key '{key}' in {_name_of(model)}",
        hint or f"known: {', '.join(model.model_fields)}",
    )


def _missing_key(error: ErrorDetails, root: Root) -> tuple[str, str, str]:
    key = str(error["loc"][-1])
    model = model_at(root, error["loc"][:-1])
    about = descriptions(model).get(key, "").split("\n")[0]
    return "missing-key", f"{_name_of(model)} needs '{key}'", f"add '{key}:' ({about.rstrip('.')})"


_SHAPES = {
    "a text": "put a text that begins with [ or { into quotes",
    "a list": "begin each item on a line of its own with '- '",
    "a mapping": "write 'key: value', each on a line of its own below",
}
_JOINED = re.compile(r"([^\W\d]\w*)\s*[:：](?!//)(\S.*)", re.DOTALL)
"""A key and its value without the blank between them, which is a text."""


def _wrong_type(error: ErrorDetails, root: Root) -> tuple[str, str, str]:
    wanted = _WANTED.get(error["type"], error["msg"])
    message = f"{_named(error['loc'])} must be {wanted}, not {quoted(error['input'])}"
    return "wrong-type", message, _way_to_write(wanted, error, root)


def _way_to_write(wanted: str, error: ErrorDetails, root: Root) -> str:
    """The way to write what is wanted, seen from what was written."""
    given = error["input"]
    if wanted == "a mapping" and isinstance(given, list):
        item = bool(error["loc"]) and isinstance(error["loc"][-1], int)
        names = [one for one in given if isinstance(one, str)]
        keys = f"write '{names[0][:40]}: …'" if names else "write its keys without '- ' before them"
        return "write one '- ', not two" if item else keys
    if isinstance(given, dict) and "a mapping" not in wanted:
        return _SHAPES.get(wanted, "remove the braces, or put the text into quotes")
    joined = _JOINED.fullmatch(given) if isinstance(given, str) else None
    if wanted == "a mapping" and joined:
        return f"write a colon and a blank: '{joined[1]}: {joined[2].splitlines()[0][:40]}'"
    if wanted == "a mapping" and isinstance(given, str) and error["type"].startswith("model"):
        needed = [
            name for name, about in model_at(root, error["loc"]).model_fields.items() if about.is_required()
        ]
        if needed and model_at(root, error["loc"]) not in (root, TaskEntry, SectionEntry):
            return f"write {{{', '.join(f'{name}: …' for name in needed)}}}"
    return _SHAPES.get(wanted, "")


def _wrong_choice(error: ErrorDetails, _: Root) -> tuple[str, str, str]:
    allowed = error["ctx"]["expected"]
    choices = allowed.replace("'", "").replace(" or ", ", ").split(", ")
    message = f"{_named(error['loc'])} is {quoted(error['input'])}"
    return "wrong-value", message, nearest(str(error["input"]), choices) or f"allowed: {', '.join(choices)}"


def _wrong_value(error: ErrorDetails, _: Root) -> tuple[str, str, str]:
    reason = error["msg"].removeprefix("Value error, ").replace("Input should be", "must be")
    if error["type"].startswith("int_"):
        reason = "must be a whole number" + (", and smaller" if error["type"].endswith("size") else "")
    hint = str(error.get("ctx", {}).get("hint", ""))
    return "wrong-value", f"{_named(error['loc'])} is {quoted(error['input'])}; it {reason}", hint


def _empty(error: ErrorDetails, _: Root) -> tuple[str, str, str]:
    what = "text" if error["type"] == "string_too_short" else "list"
    return "wrong-value", f"{_named(error['loc'])} is an empty {what}", "fill it in, or remove the key"


_WANTED: Mapping[str, str] = {
    "string_type": "a text",
    "tuple_type": "a list",
    **dict.fromkeys(("mapping_type", "dict_type", "model_type", "model_attributes_type"), "a mapping"),
    "bool_type": "'true' or 'false'",
    **dict.fromkeys(("float_type", "int_type"), "a number"),
}
"""What a value of another type should have been; the shapes of unions say it themselves."""
_MESSAGES: Mapping[str, Callable[[ErrorDetails, Root], tuple[str, str, str]]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing_key,
    "literal_error": _wrong_choice,
    **dict.fromkeys(("string_too_short", "too_short"), _empty),
    **dict.fromkeys((*_WANTED, "shape"), _wrong_type),
}


def _name_of(model: type[BaseModel]) -> str:
    word = model.__name__.removesuffix("Entry").removesuffix("Fields").removesuffix("Options").lower()
    return _NAMES.get(model, f"{'an' if word[0] in 'aeiou' else 'a'} {word}")


def model_at(root: type[BaseModel], keys: Keys) -> type[BaseModel]:
    """The model that describes the mapping at some keys; each field holds one kind of mapping."""
    model = root
    for key in keys:
        field = model.model_fields.get(key) if isinstance(key, str) else None
        if field:
            model = next(_models_in(field.annotation), model)
    return model


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in typing.get_args(annotation):
        yield from _models_in(argument)


def _prune(value: Plain, error: ErrorDetails) -> bool:
    """Take what an error points at out of the value; True if that changed anything."""
    parent = value
    trail: list[tuple[Plain, str | int]] = []
    for step in error["loc"]:
        below: Plain | None = None
        if isinstance(parent, dict) and isinstance(step, str):
            below = parent.get(step)
        elif isinstance(parent, list) and isinstance(step, int) and step < len(parent):
            below = parent[step]
        if below is not None:
            trail.append((parent, step))
            parent = below
    missing = error["loc"][-1] if error["type"] == "missing" else None
    if missing in _PLACEHOLDERS and isinstance(parent, dict):
        parent[str(missing)] = PRUNED
        return True
    return bool(trail) and _take_out(*trail[-1], trail)


def _take_out(holder: Plain, step: str | int, trail: list[tuple[Plain, str | int]]) -> bool:
    if isinstance(holder, dict):
        named = len(trail) > 1 and trail[-2][1] == "models" and holder[str(step)] != {}
        if named:  # the model is there, whatever is wrong with its values
            holder[str(step)] = {}
        else:
            holder.pop(str(step), None)
        return True
    if not isinstance(holder, list) or not isinstance(step, int):
        return False
    within = trail[-2][1] if len(trail) > 1 else ""
    replacement: Plain = {"id": PRUNED} if within == "examples" else PRUNED
    if within not in ("examples", "tasks"):
        replacement = {}
    if holder[step] == replacement:
        if len(trail) < 2:
            return False
        return _take_out(*trail[-2], trail[:-1])
    holder[step] = replacement
    return True
