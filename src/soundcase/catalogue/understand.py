"""From entries as written to the catalogue as understood: short forms spelled out, defaults merged.

Rule 1: an entry that was refused stands as `PRUNED` and is left out; numbers of later examples stay.
Rule 2: what a bare string means follows from its key and the task's `output`, from nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from soundcase.catalogue.complaints import PRUNED
from soundcase.catalogue.schema.catalogue import AuthorEntry, CatalogueEntry, ModelEntry, ThemeEntry
from soundcase.catalogue.schema.example import ExampleEntry, ExampleFields, MediaEntry, TurnEntry
from soundcase.catalogue.schema.scores import ScoreEntry, ScoreValueEntry
from soundcase.catalogue.schema.task import MediaOptions, TaskEntry
from soundcase.model import (
    Author,
    Catalogue,
    Channels,
    Example,
    Figure,
    Link,
    Media,
    MediaSettings,
    Model,
    Output,
    Prompt,
    Score,
    Section,
    Spot,
    Task,
    ThemeSettings,
    Turn,
)
from soundcase.problems.phrases import slug
from soundcase.scores import ScoreValue

Bare = Literal["text", "labels", "audio"]
Value = str | MediaEntry | tuple[str | MediaEntry, ...] | None
OneOrMore = str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Written:
    """A task as it was read: the entry, where it stands, and where its examples stand."""

    entry: TaskEntry
    spot: Spot
    name: str
    """The id it has by its place: its file's name, or empty."""
    examples: tuple[ExampleEntry, ...]
    rows: Spot


def understand(entry: CatalogueEntry, spot: Spot, sections: tuple[tuple[Written, ...], ...]) -> Catalogue:
    """The whole catalogue; `sections` holds the tasks of each of the entry's sections."""
    models = {key: _model(key, value, spot.at("models", key)) for key, value in entry.models.items()}
    media = _settings(entry.media, MediaSettings())
    return Catalogue(
        title=entry.title,
        subtitle=entry.subtitle or "",
        language=entry.language,
        description=entry.description or "",
        notice=entry.notice or "",
        authors=tuple(author for author in map(_author, entry.authors) if author.name != PRUNED),
        abstract=entry.abstract or "",
        links=tuple(Link(link.label, link.url) for link in entry.links if link.label != PRUNED),
        figures=tuple(
            Figure(spot.at("figures", index), one.image, one.alt or "", one.caption or "", one.url or "")
            for index, one in enumerate(entry.figures)
            if one.image != PRUNED
        ),
        citation=entry.citation or "",
        license=entry.license or "",
        url=entry.url or "",
        models=models,
        sections=tuple(
            Section(
                spot=spot.at("sections", index),
                title=section.title,
                description=section.description or "",
                tasks=tuple(_task(written, tuple(models), media) for written in tasks),
            )
            for index, (section, tasks) in enumerate(zip(entry.sections, sections, strict=True))
        ),
        pages=entry.pages,
        per_page=entry.per_page,
        theme=_theme(entry.theme),
        math=entry.math,
        media=media,
    )


def _model(key: str, written: str | ModelEntry, spot: Spot) -> Model:
    entry = ModelEntry(name=written) if isinstance(written, str) else written
    return Model(
        spot=spot,
        id=key,
        name=entry.name or key,
        url=entry.url or "",
        description=entry.description or "",
        group=entry.group or "",
        meta=entry.meta or {},
        ours=entry.ours,
    )


def _author(written: str | AuthorEntry) -> Author:
    entry = AuthorEntry(name=written) if isinstance(written, str) else written
    return Author(
        entry.name, several(entry.affiliations) or (), entry.url or "", entry.orcid or "", entry.equal
    )


def _theme(entry: ThemeEntry | None) -> ThemeSettings:
    if entry is None:
        return ThemeSettings()
    return ThemeSettings(entry.accent or "", entry.font, entry.density, entry.radius)


def _settings(entry: MediaOptions | None, base: MediaSettings) -> MediaSettings:
    """The settings, with what is left out taken from the level above."""
    if entry is None:
        return base
    given = {name: getattr(entry, name) for name in entry.model_fields_set}
    encode = given.get("encode", base.encode)
    return MediaSettings(
        encode=encode if encode in ("auto", "original") else several(encode) or base.encode,
        keep_lossless=given.get("keep_lossless", base.keep_lossless),
        spectrogram=given.get("spectrogram", base.spectrogram),
        base_url=given.get("base_url") or base.base_url,
        max_hours=given.get("max_hours", base.max_hours),
    )


def _task(written: Written, models: tuple[str, ...], media: MediaSettings) -> Task:
    entry = written.entry
    defaults = entry.defaults or ExampleFields()
    behind = written.spot.at("defaults")
    examples = tuple(
        _Example(one, defaults, written.rows.at(index), behind, entry.output).build(index + 1)
        for index, one in enumerate(written.examples)
        if one.id != PRUNED
    )
    used = {model for example in examples for model in _models_of(example)}
    return Task(
        spot=written.spot,
        id=entry.id or written.name or slug(entry.title, "task"),
        title=entry.title,
        description=entry.description or "",
        output=entry.output,
        prompt=prompt(entry.prompt),
        models=entry.models or tuple(model for model in models if model in used),
        layout=entry.layout or ("table" if entry.output == "audio" else "cards"),
        tags=entry.tags,
        sync=entry.sync,
        label_match=entry.label_match,
        text_match=entry.text_match,
        scores=tuple(_score(name, one) for name, one in (entry.scores or {}).items()),
        selection=entry.selection or "",
        language=entry.language or "",
        media=_settings(entry.media, media),
        examples=examples,
    )


def _score(name: str, entry: ScoreEntry) -> Score:
    """How a score is read; an error rate is better where it is lower, and given in per cent."""
    if entry.measure:
        return Score(name, "lower", "%", entry.measure, entry.average or "pooled")
    return Score(name, entry.better or "higher", entry.unit or "", average=entry.average or "mean")


def _given(value: ScoreValue | ScoreValueEntry) -> ScoreValue:
    return value if isinstance(value, ScoreValue) else ScoreValue(value.value, value.ci, value.n)


def _models_of(example: Example) -> set[str]:
    return set(example.outputs).union(*(turn.outputs for turn in example.turns))


def prompt(value: str | Mapping[str, str] | None) -> Prompt:
    """One instruction for all models, or one for each."""
    if value is None or isinstance(value, str):
        return Prompt(shared=value)
    return Prompt(per_model=value)


def several(value: OneOrMore) -> tuple[str, ...] | None:
    """A bare string as a tuple of one."""
    return (value,) if isinstance(value, str) else value


def media(value: Value, spot: Spot, bare: Bare) -> tuple[Media, ...]:
    """A media value as pieces; `bare` is what a bare string in it means."""
    if value is None:
        return ()
    if isinstance(value, tuple):
        return tuple(_piece(item, spot.at(index), bare) for index, item in enumerate(value))
    return (_piece(value, spot, bare),)


def _piece(value: str | MediaEntry, spot: Spot, bare: Bare) -> Media:
    if isinstance(value, str):
        if bare == "audio":
            return Media(spot, audio=value)
        return Media(spot, labels=(value,)) if bare == "labels" else Media(spot, text=value)
    return Media(
        spot=spot,
        label=value.label or "",
        text=value.text,
        labels=several(value.labels),
        audio=value.audio,
        channels=_channels(value.channels),
        image=value.image,
        alt=value.alt or "",
        video=value.video,
        scores={name: _given(one) for name, one in (value.scores or {}).items() if one is not None},
        note=value.note or "",
        url=value.url or "",
        sha256=value.sha256 or "",
        language=value.language or "",
    )


def _channels(value: str | tuple[str, ...] | None) -> Channels:
    """A bare number as a list of one."""
    if value is None or (isinstance(value, str) and not value.isdigit()):
        return value or ""
    return tuple(int(one) for one in ((value,) if isinstance(value, str) else value))


@dataclass(frozen=True, slots=True)
class _Example:
    """An example entry with the defaults behind it."""

    entry: ExampleEntry
    defaults: ExampleFields
    spot: Spot
    default_spot: Spot
    output: Output

    def build(self, number: int) -> Example:
        entry = self._merged()
        reference: Bare = "audio" if self.output == "audio" else "text"
        return Example(
            spot=self.spot,
            id=self.entry.id or str(number),
            number=number,
            title=entry.title or "",
            group=entry.group or "",
            tags={**(self.defaults.tags or {}), **(self.entry.tags or {})},
            audio=self._media("audio", entry.audio, "audio"),
            prompt=prompt(entry.prompt),
            text=entry.text,
            prompt_audio=self._media("prompt_audio", entry.prompt_audio, "audio"),
            prompt_text=entry.prompt_text,
            labels=several(entry.labels),
            reference=self._media("reference", entry.reference, reference),
            context=self._media("context", entry.context, "text"),
            note=entry.note or "",
            language=entry.language or "",
            outputs={
                **_outputs(self.defaults.outputs, self.default_spot, self.output),
                **_outputs(self.entry.outputs, self.spot, self.output),
            },
            turns=tuple(
                _turn(turn, self._at("turns").at(index), self.output)
                for index, turn in enumerate(entry.turns or ())
                if turn.speaker != PRUNED
            ),
            inherited=self._inherited(),
        )

    def _inherited(self) -> frozenset[str]:
        return frozenset(self.defaults.model_fields_set - self.entry.model_fields_set)

    def _merged(self) -> ExampleFields:
        inherited = self._inherited()
        if not inherited:
            return self.entry
        return self.entry.model_copy(update={name: getattr(self.defaults, name) for name in inherited})

    def _at(self, field: str) -> Spot:
        base = self.default_spot if field in self._inherited() else self.spot
        return base.at(field)

    def _media(self, field: str, value: Value, bare: Bare) -> tuple[Media, ...]:
        return media(value, self._at(field), bare)


def _outputs(outputs: Mapping[str, Value] | None, spot: Spot, bare: Bare) -> Mapping[str, tuple[Media, ...]]:
    return {model: media(value, spot.at("outputs", model), bare) for model, value in (outputs or {}).items()}


def _turn(entry: TurnEntry, spot: Spot, output: Output) -> Turn:
    return Turn(
        spot=spot,
        speaker=entry.speaker,
        prompt=entry.prompt,
        text=entry.text,
        audio=media(entry.audio, spot.at("audio"), "audio"),
        reference=media(entry.reference, spot.at("reference"), "audio" if output == "audio" else "text"),
        outputs=_outputs(entry.outputs, spot, output),
        start=entry.start,
    )
