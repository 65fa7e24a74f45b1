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
from soundcase.site.views.context import RenderContext
from soundcase.site.views.layout import CellHeading, ExampleCell, ExampleView, PromptView, TurnView
from soundcase.site.views.levels import RowLevels, levels_of
from soundcase.site.views.media import PieceContext, pieces, truth, words_only
from soundcase.site.views.runs import HeadingId
from soundcase.site.views.scores import Scale
from soundcase.site.views.sounds import duration

BEFORE = (Role.CONTEXT, Role.AUDIO, Role.PROMPT, Role.TEXT, Role.PROMPT_AUDIO, Role.PROMPT_TEXT)
"""What the systems got, in reading order."""
AFTER = (Role.LABEL, Role.REFERENCE)
"""What is right."""
TURNS, NOTE = "turns", "note"


@dataclass(frozen=True, slots=True)
class _ExampleContext:
    """The example that is being drawn, and what it is called."""

    site: RenderContext
    task: model.Task
    example: model.Example
    name: str
    levels: RowLevels = field(default_factory=RowLevels)
    scale: Scale = field(default_factory=Scale)
    without: frozenset[HeadingId] = frozenset()
    captioned: bool = False
    """Headings that are not drawn here, since something is drawn once for several examples."""

    @property
    def language(self) -> str:
        return self.example.language or self.task.language

    def piece_context(self, what: str, *, output: str | None = None, role: str | None = None) -> PieceContext:
        """The place of a piece of this example."""
        truth = self.example.labels if output is not None and self.task.output == "labels" else None
        return PieceContext(
            self.name, what, self.task, output, role, truth, self.language, self.levels, self.scale
        )

    def heading(self, role: str) -> CellHeading:
        """The heading over a part of this example."""
        field = {Role.LABEL.value: "labels"}.get(role, role.replace("-", "_"))
        place: Literal["before", "after"] = "after" if role in (*AFTER, NOTE) else "before"
        return self.site.part(place, role, self.site.words.parts[field])


def prompts(
    prompt: model.Prompt, models: tuple[str, ...], site: RenderContext, language: str = ""
) -> tuple[PromptView, ...]:
    """Every instruction once, with the systems it was for."""
    named = [
        PromptView(key, heading.text, heading.ours, site.text(prompt.per_model[key], hint=language))
        for key, heading in ((key, site.heading(key)) for key in _in_order(prompt, models))
    ]
    if prompt.shared is None:
        return tuple(named)
    words = site.words.other_models if named else site.words.all_models
    whom = site.text(words) if named or len(models) > 1 else None
    return (*named, PromptView(None, whom, "", site.text(prompt.shared, hint=language)))


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


def _part(role: str, current: _ExampleContext) -> ExampleCell | None:
    """What the example says under this role; None where it says nothing."""
    example, site = current.example, current.site
    heading = current.heading(role)
    if not _says(example, role) or heading.heading_id in current.without:
        return None
    if role == Role.PROMPT_TEXT and current.captioned:
        return None
    media = {
        Role.AUDIO: example.audio,
        Role.PROMPT_AUDIO: example.prompt_audio,
        Role.REFERENCE: example.reference,
        Role.CONTEXT: example.context,
    }.get(Role(role))
    if media:
        drawn = pieces(media, current.piece_context(heading.plain.lower(), role=role), site)
        if role == Role.PROMPT_AUDIO and example.prompt_text is not None and current.captioned:
            drawn += (words_only(example.prompt_text, Role.PROMPT_TEXT, site, current.language),)
        return ExampleCell(heading, drawn)
    if role == Role.PROMPT and example.prompt:
        return ExampleCell(
            heading, prompts=prompts(example.prompt, current.task.models, site, current.language)
        )
    if role == Role.LABEL and example.labels is not None:
        return ExampleCell(heading, (truth(example.labels, site),))
    text = {Role.TEXT: example.text, Role.PROMPT_TEXT: example.prompt_text}.get(Role(role))
    return None if text is None else ExampleCell(heading, (words_only(text, role, site, current.language),))


def _answer(key: str, current: _ExampleContext) -> ExampleCell:
    heading = current.site.heading(key)
    given = current.example.outputs.get(key)
    if not given:
        return ExampleCell(heading, empty=current.site.words.empty)
    return ExampleCell(heading, pieces(given, current.piece_context(heading.plain, output=key), current.site))


def _in_turns(current: _ExampleContext) -> tuple[str, ...]:
    """The systems whose answers, or holes, stand in the turns of a dialogue."""
    answering = dict.fromkeys(key for turn in current.example.turns for key in turn.outputs)
    if not answering:
        return ()
    expected = (key for key in current.task.models if key in answering or key not in current.example.outputs)
    return tuple(dict.fromkeys((*expected, *answering)))


def _turn(turn: model.Turn, number: int, current: _ExampleContext) -> TurnView:
    site = current.site
    named = replace(
        current,
        name=f"{current.name}, {turn.speaker or number} {number}",
        scale=current.scale.row(turn.outputs),
    )

    def part(role: str, media: tuple[model.Media, ...]) -> ExampleCell:
        heading = current.heading(role)
        return ExampleCell(heading, pieces(media, named.piece_context(heading.plain.lower(), role=role), site))

    def answer(key: str) -> ExampleCell:
        heading = replace(site.heading(key), meta=None)
        given = turn.outputs.get(key)
        if not given:
            return ExampleCell(heading, empty=site.words.empty)
        return ExampleCell(heading, pieces(given, named.piece_context(heading.plain, output=key), site))

    texts = ((Role.PROMPT, turn.prompt), (Role.TEXT, turn.text))
    said = [
        ExampleCell(current.heading(role), (words_only(text, role, site, current.language),))
        for role, text in texts
        if text is not None
    ]
    answers = [part(Role.REFERENCE, turn.reference)] if turn.reference else []
    speakers = list(dict.fromkeys(each.speaker for each in current.example.turns))
    return TurnView(
        number=str(number),
        speaker=site.maybe(turn.speaker),
        side=speakers.index(turn.speaker),
        start="" if turn.start is None else site.words.at.format(duration(turn.start)),
        seconds="" if turn.start is None else f"{turn.start:.3f}",
        said=(*said, part(Role.AUDIO, turn.audio)) if turn.audio else tuple(said),
        answers=(*answers, *(answer(key) for key in (_in_turns(current) if turn.outputs else ()))),
    )


def _cells(current: _ExampleContext) -> Iterator[ExampleCell]:
    """Every cell of the example that is not empty, and one for each system."""
    for role in BEFORE:
        if cell := _part(role, current):
            yield cell
    if current.example.turns:
        turns = tuple(
            _turn(turn, number, current) for number, turn in enumerate(current.example.turns, start=1)
        )
        yield ExampleCell(current.heading(TURNS), turns=turns)
    elsewhere = _in_turns(current)
    for key in current.task.models:
        if ("answer", key) not in current.without and (key in current.example.outputs or key not in elsewhere):
            yield _answer(key, current)
    for role in AFTER:
        if cell := _part(role, current):
            yield cell
    if current.example.note and ("after", NOTE) not in current.without:
        heading = current.heading(NOTE)
        yield ExampleCell(heading, note=current.site.prose(current.example.note))


@dataclass(frozen=True, slots=True)
class SharedContext:
    """What an example has in common with others: the scale of the task's scores, and what a run shares."""

    scale: Scale
    levels: RowLevels | None = None
    """What the clips of the run share; None where the example stands for itself."""
    parts: frozenset[HeadingId] = frozenset()
    """The headings of what is drawn once for the run."""
    captioned: bool = False
    """Whether the transcripts of prompt audio stand under its clips."""


def row_levels(examples: Iterable[model.Example], site: RenderContext) -> RowLevels:
    """What all clips of these examples share."""
    keys = dict.fromkeys(piece.clip for each in examples for _, _, piece in each.media())
    return levels_of(site.plan.clips[key].sound for key in keys if key)


def shared_cells(
    drawn: model.Example, task: model.Task, site: RenderContext, shared_context: SharedContext
) -> tuple[ExampleCell, ...]:
    """What a run of examples shares, as cells for all of them; `drawn` is any one of the run."""
    bare = replace(shared_context, scale=replace(shared_context.scale, best={}))
    current = _ExampleContext(
        site, task, drawn, task.title, bare.levels or row_levels((drawn,), site), bare.scale
    )
    absent = {heading_id for heading_id in _all_parts(task) if heading_id not in shared_context.parts}
    alone = replace(
        current, example=replace(drawn, turns=()), without=frozenset(absent), captioned=shared_context.captioned
    )
    return tuple(_cells(alone))


def _all_parts(task: model.Task) -> Iterator[HeadingId]:
    yield from (("before", role) for role in BEFORE)
    yield from (("after", role) for role in (*AFTER, NOTE))
    yield from (("answer", key) for key in task.models)


def tag_text(key: str, value: str) -> str:
    """A tag as a chip says it."""
    return f"{key}: {value}"


def example(
    drawn: model.Example, task: model.Task, site: RenderContext, shared_context: SharedContext
) -> ExampleView:
    """An example with its cells in reading order; `aligned` lines them up for tables."""
    title = drawn.title or f"{site.words.example} {drawn.number}"
    called = drawn.title or f"{site.words.example.lower()} {drawn.number}"
    name = f"{task.title}, {called}"
    anchor = site.anchor(f"{task.id}--{drawn.id}")
    levels = shared_context.levels or row_levels((drawn,), site)
    scale = shared_context.scale.row(drawn.outputs)
    cells = tuple(
        _cells(
            _ExampleContext(
                site, task, drawn, name, levels, scale, shared_context.parts, shared_context.captioned
            )
        )
    )
    return ExampleView(
        task=task.id,
        id=drawn.id,
        anchor=anchor,
        href=f"#{quote(anchor)}",
        title=site.text(title),
        link_name=site.names.claim(site.words.link_to.format(name), join=" "),
        tags=tuple(site.text(tag_text(key, value)) for key, value in drawn.tags.items()),
        cells=cells,
    )
