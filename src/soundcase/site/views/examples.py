"""One example as a card, a row or a column: the same cells, in the order of the layout.

Invariant: every field of the catalogue's example is in exactly one cell, or in the example's own heading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal
from urllib.parse import quote

from soundcase import model
from soundcase.model import Role
from soundcase.site.views.layout import Cell, Example, Heading, Prompt, Turn
from soundcase.site.views.levels import Levels, levels_of
from soundcase.site.views.media import Stand, pieces, truth, words_only
from soundcase.site.views.runs import Whose
from soundcase.site.views.scene import Scene
from soundcase.site.views.scores import Scale
from soundcase.site.views.sounds import duration

BEFORE = (Role.CONTEXT, Role.AUDIO, Role.PROMPT, Role.TEXT, Role.PROMPT_AUDIO, Role.PROMPT_TEXT)
"""What the systems got, in reading order."""
AFTER = (Role.LABEL, Role.REFERENCE)
"""What is right."""
TURNS, NOTE = "turns", "note"


@dataclass(frozen=True, slots=True)
class _Spot:
    """The example that is being drawn, and what it is called."""

    scene: Scene
    task: model.Task
    example: model.Example
    name: str
    levels: Levels = field(default_factory=Levels)
    scale: Scale = field(default_factory=Scale)
    without: frozenset[Whose] = frozenset()
    captioned: bool = False
    """Headings that are not drawn here, since something is drawn once for several examples."""

    @property
    def language(self) -> str:
        return self.example.language or self.task.language

    def stand(self, what: str, *, output: str | None = None, role: str | None = None) -> Stand:
        """The place of a piece of this example."""
        truth = self.example.labels if output is not None and self.task.output == "labels" else None
        return Stand(self.name, what, self.task, output, role, truth, self.language, self.levels, self.scale)

    def heading(self, role: str) -> Heading:
        """The heading over a part of this example."""
        field = {Role.LABEL.value: "labels"}.get(role, role.replace("-", "_"))
        place: Literal["before", "after"] = "after" if role in (*AFTER, NOTE) else "before"
        return self.scene.part(place, role, self.scene.words.parts[field])


def prompts(
    prompt: model.Prompt, models: tuple[str, ...], scene: Scene, language: str = ""
) -> tuple[Prompt, ...]:
    """Every instruction once, with the systems it was for."""
    named = [
        Prompt(key, heading.text, heading.ours, scene.text(prompt.per_model[key], hint=language))
        for key, heading in ((key, scene.heading(key)) for key in _in_order(prompt, models))
    ]
    if prompt.shared is None:
        return tuple(named)
    words = scene.words.other_models if named else scene.words.all_models
    whom = scene.text(words) if named or len(models) > 1 else None
    return (*named, Prompt(None, whom, "", scene.text(prompt.shared, hint=language)))


def _in_order(prompt: model.Prompt, models: tuple[str, ...]) -> list[str]:
    """The systems that have a prompt of their own, those of the task first."""
    return [key for key in models if key in prompt.per_model] + [
        key for key in prompt.per_model if key not in models
    ]


def _says(example: model.Example, role: str) -> bool:
    """Whether the example has anything under this role; an empty text or list of labels is something."""
    value = getattr(example, {Role.LABEL: "labels"}.get(Role(role), role.replace("-", "_")))
    return value is not None and (bool(value) or role in {Role.LABEL, Role.TEXT, Role.PROMPT_TEXT})


def captioned(examples: Iterable[model.Example]) -> bool:
    """Whether each transcript of a prompt audio can stand under its clip: both are there, and shared alike."""
    return all(
        bool(each.prompt_audio) and len({"prompt_audio", "prompt_text"} & each.inherited) != 1
        for each in examples
        if each.prompt_text is not None
    )


def _part(role: str, spot: _Spot) -> Cell | None:
    """What the example says under this role; None where it says nothing."""
    example, scene = spot.example, spot.scene
    heading = spot.heading(role)
    if not _says(example, role) or heading.whose in spot.without:
        return None
    if role == Role.PROMPT_TEXT and spot.captioned:
        return None
    media = {
        Role.AUDIO: example.audio,
        Role.PROMPT_AUDIO: example.prompt_audio,
        Role.REFERENCE: example.reference,
        Role.CONTEXT: example.context,
    }.get(Role(role))
    if media:
        drawn = pieces(media, spot.stand(heading.plain.lower(), role=role), scene)
        if role == Role.PROMPT_AUDIO and example.prompt_text is not None and spot.captioned:
            drawn += (words_only(example.prompt_text, Role.PROMPT_TEXT, scene, spot.language),)
        return Cell(heading, drawn)
    if role == Role.PROMPT and example.prompt:
        return Cell(heading, prompts=prompts(example.prompt, spot.task.models, scene, spot.language))
    if role == Role.LABEL and example.labels is not None:
        return Cell(heading, (truth(example.labels, scene),))
    text = {Role.TEXT: example.text, Role.PROMPT_TEXT: example.prompt_text}.get(Role(role))
    return None if text is None else Cell(heading, (words_only(text, role, scene, spot.language),))


def _answer(key: str, spot: _Spot) -> Cell:
    heading = spot.scene.heading(key)
    given = spot.example.outputs.get(key)
    if not given:
        return Cell(heading, empty=spot.scene.words.empty)
    return Cell(heading, pieces(given, spot.stand(heading.plain, output=key), spot.scene))


def _in_turns(spot: _Spot) -> tuple[str, ...]:
    """The systems whose answers, or holes, stand in the turns of a dialogue."""
    answering = dict.fromkeys(key for turn in spot.example.turns for key in turn.outputs)
    if not answering:
        return ()
    expected = (key for key in spot.task.models if key in answering or key not in spot.example.outputs)
    return tuple(dict.fromkeys((*expected, *answering)))


def _turn(turn: model.Turn, number: int, spot: _Spot) -> Turn:
    scene = spot.scene
    named = replace(
        spot,
        name=f"{spot.name}, {turn.speaker or number} {number}",
        scale=spot.scale.row(turn.outputs),
    )

    def part(role: str, media: tuple[model.Media, ...]) -> Cell:
        heading = spot.heading(role)
        return Cell(heading, pieces(media, named.stand(heading.plain.lower(), role=role), scene))

    def answer(key: str) -> Cell:
        heading = replace(scene.heading(key), meta=None)
        given = turn.outputs.get(key)
        if not given:
            return Cell(heading, empty=scene.words.empty)
        return Cell(heading, pieces(given, named.stand(heading.plain, output=key), scene))

    texts = ((Role.PROMPT, turn.prompt), (Role.TEXT, turn.text))
    said = [
        Cell(spot.heading(role), (words_only(text, role, scene, spot.language),))
        for role, text in texts
        if text is not None
    ]
    answers = [part(Role.REFERENCE, turn.reference)] if turn.reference else []
    speakers = list(dict.fromkeys(each.speaker for each in spot.example.turns))
    return Turn(
        number=str(number),
        speaker=scene.maybe(turn.speaker),
        side=speakers.index(turn.speaker),
        start="" if turn.start is None else scene.words.at.format(duration(turn.start)),
        seconds="" if turn.start is None else f"{turn.start:.3f}",
        said=(*said, part(Role.AUDIO, turn.audio)) if turn.audio else tuple(said),
        answers=(*answers, *(answer(key) for key in (_in_turns(spot) if turn.outputs else ()))),
    )


def _cells(spot: _Spot) -> Iterator[Cell]:
    """Every cell of the example that is not empty, and one for each system."""
    for role in BEFORE:
        if cell := _part(role, spot):
            yield cell
    if spot.example.turns:
        turns = tuple(_turn(turn, number, spot) for number, turn in enumerate(spot.example.turns, start=1))
        yield Cell(spot.heading(TURNS), turns=turns)
    elsewhere = _in_turns(spot)
    for key in spot.task.models:
        if ("answer", key) not in spot.without and (key in spot.example.outputs or key not in elsewhere):
            yield _answer(key, spot)
    for role in AFTER:
        if cell := _part(role, spot):
            yield cell
    if spot.example.note and ("after", NOTE) not in spot.without:
        heading = spot.heading(NOTE)
        yield Cell(heading, note=spot.scene.prose(spot.example.note))


@dataclass(frozen=True, slots=True)
class Company:
    """What an example has in common with others: the scale of the task's scores, and what a run shares."""

    scale: Scale
    levels: Levels | None = None
    """What the clips of the run share; None where the example stands for itself."""
    parts: frozenset[Whose] = frozenset()
    """The headings of what is drawn once for the run."""
    captioned: bool = False
    """Whether the transcripts of prompt audio stand under its clips."""


def levels_in(examples: Iterable[model.Example], scene: Scene) -> Levels:
    """What all clips of these examples share."""
    keys = dict.fromkeys(piece.clip for each in examples for _, _, piece in each.media())
    return levels_of(scene.plan.clips[key].sound for key in keys if key)


def shared(drawn: model.Example, task: model.Task, scene: Scene, company: Company) -> tuple[Cell, ...]:
    """What a run of examples shares, as cells for all of them; `drawn` is any one of the run."""
    bare = replace(company, scale=replace(company.scale, best={}))
    spot = _Spot(scene, task, drawn, task.title, bare.levels or levels_in((drawn,), scene), bare.scale)
    absent = {whose for whose in _all_parts(task) if whose not in company.parts}
    alone = replace(
        spot, example=replace(drawn, turns=()), without=frozenset(absent), captioned=company.captioned
    )
    return tuple(_cells(alone))


def _all_parts(task: model.Task) -> Iterator[Whose]:
    yield from (("before", role) for role in BEFORE)
    yield from (("after", role) for role in (*AFTER, NOTE))
    yield from (("answer", key) for key in task.models)


def tag_text(key: str, value: str) -> str:
    """A tag as a chip says it."""
    return f"{key}: {value}"


def example(drawn: model.Example, task: model.Task, scene: Scene, company: Company) -> Example:
    """An example with its cells in reading order; `aligned` lines them up for tables."""
    title = drawn.title or f"{scene.words.example} {drawn.number}"
    called = drawn.title or f"{scene.words.example.lower()} {drawn.number}"
    name = f"{task.title}, {called}"
    anchor = scene.anchor(f"{task.id}--{drawn.id}")
    levels = company.levels or levels_in((drawn,), scene)
    scale = company.scale.row(drawn.outputs)
    cells = tuple(_cells(_Spot(scene, task, drawn, name, levels, scale, company.parts, company.captioned)))
    return Example(
        task=task.id,
        id=drawn.id,
        anchor=anchor,
        href=f"#{quote(anchor)}",
        title=scene.text(title),
        link_name=scene.names.claim(scene.words.link_to.format(name), join=" "),
        tags=tuple(scene.text(tag_text(key, value)) for key, value in drawn.tags.items()),
        cells=cells,
    )
