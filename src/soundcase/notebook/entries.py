"""From the values of a program to entries of a catalogue: texts, lists and mappings, as YAML has them.

Rule 1: keys come in the order of the schema; what is missing (None, NaN) is left out.
Rule 2: what a value should be is left to the schema, which judges it with all the others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, TypeAlias, cast

from soundcase.fields import Field, fields_of
from soundcase.model import Example, Media, Turn
from soundcase.notebook.files import PageFiles, is_sound
from soundcase.notebook.mistakes import RefusedValueError
from soundcase.problems.phrases import quoted
from soundcase.values import dataclass

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"
PlainEntry: TypeAlias = dict[str, Plain]

_FOLDERS = {"audio": "audio", "image": "images", "video": "video", "file": "files"}
"""Keys that hold files, and where these stand in `data/`."""
_PICTURES = ("figures", "logos")


def is_missing(value: object) -> bool:
    """True for None, NaN and what libraries have in their place."""
    return (
        value is None
        or type(value).__name__ in ("NAType", "NaTType")
        or (isinstance(value, float) and value != value)
    )


def plain(value: Any) -> Plain | None:  # noqa: ANN401 - a user's value
    """A value that holds no file; None where it is missing."""
    if is_missing(value):
        return None
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return _without_gaps({str(key): plain(one) for key, one in value.items()})
    if getattr(value, "ndim", 0) > 0 and hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, Iterable) and not isinstance(value, bytes):
        return [one for one in map(plain, value) if one is not None]
    return str(value).lower() if str(value) in ("True", "False") else str(value)


def _without_gaps(values: Mapping[str, Plain | None]) -> PlainEntry:
    return {key: value for key, value in values.items() if value is not None}


def ordered(values: Mapping[str, Plain | None], keys: Iterable[str]) -> PlainEntry:
    """The values that are there, in the order of the keys; what is none of these comes last."""
    return _without_gaps({key: values.get(key) for key in dict.fromkeys((*keys, *values))})


@dataclass(frozen=True, slots=True)
class EntryReader:
    """The reader of the values of one call; raises RefusedValueError."""

    files: PageFiles
    output: str = "text"
    """What a bare string in the task's `outputs` is."""
    rate: object = None
    """Hz, of arrays without one."""

    def head(self, values: Mapping[str, object]) -> Mapping[str, Plain | None]:
        """The keys of a page or a task, pictures and defaults included."""
        found = {key: plain(value) for key, value in values.items() if key not in (*_PICTURES, "defaults")}
        for key in (key for key in _PICTURES if values.get(key)):
            pictures = cast(Collection[object], values[key])
            found[key] = [self._mapping(_mapped(one, f"{key}: [{{image: …}}]"), key) for one in pictures]
        if values.get("defaults"):
            found["defaults"] = self.example(cast(Mapping[str, object], values["defaults"]))
        return found

    def example(self, values: Mapping[str, object]) -> PlainEntry:
        """An example; `scores` (model → score → number) go to the outputs they are about."""
        given = dict(_mapped(values, "an example"))
        scores = _mapped(given.pop("scores", None) or {}, "scores: {model: {score: number}}")
        outputs = _mapped(given.get("outputs") or {}, "outputs: {model: value}")
        given["outputs"] = {model: outputs.get(model) for model in dict.fromkeys((*outputs, *scores))}
        found = self._fields(given, Example, f"{given['id']}-" if given.get("id") else "")
        answers = cast(PlainEntry, found.setdefault("outputs", {}))
        for model, numbers in scores.items():
            if told := _scores(_mapped(numbers, "scores: {model: {score: number}}")):
                answers[model] = self._scored(answers.get(model, {}), told)
        return {key: value for key, value in found.items() if key != "outputs" or value}

    def _scored(self, answer: Plain, scores: PlainEntry) -> Plain:
        """What a system gave, with scores beside it: of several pieces, at the first."""
        if isinstance(answer, list):
            return [self._scored(answer[0], scores), *answer[1:]] if answer else answer
        piece = answer if isinstance(answer, dict) else {self.output: answer}
        return {**piece, "scores": {**cast(PlainEntry, piece.get("scores", {})), **scores}}

    def _fields(self, given: object, of: type, stem: str) -> PlainEntry:
        fields, values = fields_of(of), _mapped(given, "turns: [{key: value}]")
        found = {key: self._value(value, fields.get(key), stem + key) for key, value in values.items()}
        return ordered(found, ("id", *fields))

    def _value(self, value: object, field: Field | None, stem: str) -> Plain | None:
        bare = field.bare_in(self.output) if field else ""
        if field and field.kind == "media":
            return self._media(value, bare, stem)
        if field and field.kind == "outputs" and isinstance(value, Mapping):
            stem = stem.removesuffix("outputs")
            found = {str(key): self._media(one, bare, f"{stem}{key}") for key, one in value.items()}
            return _without_gaps(found)
        if field and field.kind == "turns" and isinstance(value, Iterable):
            stem = stem.removesuffix("turns")
            return [self._fields(one, Turn, f"{stem}turn-{number}-") for number, one in enumerate(value, 1)]
        return self._attached(value, stem) if field and field.kind == "files" else plain(value)

    def _attached(self, value: object, stem: str) -> Plain | None:
        """A file to take along, or several."""
        if is_missing(value):
            return None
        if isinstance(value, (list, tuple)):
            return [one for one in (self._attached(one, stem) for one in value) if one]
        return self._mapping(value, stem) if isinstance(value, Mapping) else self._file(value, "files", stem)

    def _media(self, value: object, bare: str, stem: str) -> Plain | None:
        """A piece of media, or several; `bare` is what a bare string in its place is."""
        if is_missing(value):
            return None
        if is_sound(value) or (isinstance(value, str) and bare == "audio"):
            name = self._file(value, "audio", stem)
            return name if bare == "audio" else {"audio": name}
        if isinstance(value, Mapping):
            return self._mapping(value, stem)
        if isinstance(value, str) or not isinstance(value, Iterable):
            return plain(value)
        pieces = [piece for piece in (self._media(one, bare, stem) for one in value) if piece is not None]
        if bare == "labels" and all(isinstance(one, str) for one in pieces):
            return {"labels": pieces}
        return pieces or None

    def _mapping(self, value: Mapping[str, object], stem: str) -> PlainEntry:
        found: dict[str, Plain | None] = {}
        for key, one in value.items():
            if key in _FOLDERS and not is_missing(one):
                found[key] = self._file(one, _FOLDERS[key], stem)
            else:
                found[key] = _scores(one) if key == "scores" and isinstance(one, Mapping) else plain(one)
        return ordered(found, fields_of(Media))

    def _file(self, value: object, folder: str, stem: str) -> str:
        return self.files.keep(value, folder=folder, stem=stem, rate=self.rate)


def _mapped(value: object, meant: str) -> Mapping[str, object]:
    """A value that has to be a mapping."""
    if not isinstance(value, Mapping):
        raise RefusedValueError(f"{quoted(value)} stands where a mapping is meant", f"give {meant}")
    return value


def _scores(values: Mapping[str, object]) -> PlainEntry:
    return {str(name): _score(one) for name, one in values.items() if not is_missing(one)}


def _score(value: object) -> Plain:
    """A number; a pair is one with half of the width of its 95 % interval."""
    if isinstance(value, tuple) and len(value) == 2:
        return f"{value[0]} ± {value[1]}"
    return plain(value) or ""


def models_of(entries: Iterable[PlainEntry]) -> Iterator[str]:
    """The systems that examples have outputs of, in the order of first mention; some more than once."""
    for entry in entries:
        for part in (entry, *cast(list[PlainEntry], entry.get("turns", []))):
            yield from cast(PlainEntry, part.get("outputs", {}))


def texts_in(value: Plain | PlainEntry) -> Iterator[str]:
    """Every text of an entry, the names of its files among them."""
    if isinstance(value, str):
        yield value
    else:
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts_in(one)
