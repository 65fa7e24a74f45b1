"""One example as a card, a row or a column: the same cells, in the order of the layout."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace
from typing import Literal
from urllib.parse import quote

from soundcase import model
from soundcase.attachment import Attachment, kind_of_file
from soundcase.fields import Field, placed
from soundcase.site.labels import judges_labels
from soundcase.site.paging import example_stem
from soundcase.site.views.cells import PlainCell, captioned, filled, in_turns, plain_cells, shared_cells_of
from soundcase.site.views.context import RenderContext
from soundcase.site.views.layout import (
    CellHeading,
    ChoiceView,
    ExampleCell,
    ExampleView,
    FileView,
    HeadingId,
    PromptView,
    TurnView,
)
from soundcase.site.views.media import PieceContext, pieces, truth, words_only
from soundcase.site.views.origins import example_origins
from soundcase.site.views.scores import Scale
from soundcase.site.views.sounds import RowLevels, address, duration, levels_of, size
from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class _ExampleContext:
    """The example that is being drawn, and what it is called."""

    site: RenderContext
    task: model.Task
    example: model.Example
    name: str
    levels: RowLevels = field(default_factory=RowLevels)
    scale: Scale = field(default_factory=Scale)

    @property
    def language(self) -> str:
        return self.example.language or self.task.language

    def piece_context(self, what: str, *, output: str | None = None, role: str | None = None) -> PieceContext:
        """The place of a piece of this example."""
        judged = output is not None and judges_labels(self.task)
        return PieceContext(
            self.name,
            what,
            self.task,
            output,
            role,
            self.example.labels if judged else None,
            self.example.choices if judged else (),
            self.language,
            self.levels,
            self.scale,
        )

    def heading(self, part: Field) -> CellHeading:
        """The heading over a part of this example."""
        place: Literal["before", "after"] = "after" if part.place == "after" else "before"
        return self.site.part(place, part.role, self.site.words.parts[part.name])


def prompts(
    prompt: model.Prompt, models: tuple[str, ...], site: RenderContext, language: str = ""
) -> tuple[PromptView, ...]:
    """Every instruction once, with the systems it was for."""
    named = []
    for key in (key for key in dict.fromkeys((*models, *prompt.per_model)) if key in prompt.per_model):
        heading = site.heading(key)
        text = site.text(prompt.per_model[key], hint=language)
        named.append(PromptView(key, heading.text, heading.ours, text, heading.colour))
    if prompt.shared is None:
        return tuple(named)
    words = site.words.other_models if named else site.words.all_models
    whom = site.word(words) if named or len(models) > 1 else None
    return (*named, PromptView(None, whom, "", site.text(prompt.shared, hint=language)))


def _cell(plain: PlainCell, current: _ExampleContext) -> ExampleCell:
    """The cell of an example or a turn as it is drawn."""
    site, part, value = current.site, plain.part, plain.value
    if part is None:
        return _answer(site.heading(plain.model), value, current)
    heading = current.heading(part)
    if part.kind == "media":
        drawn = pieces(value, current.piece_context(heading.plain.lower(), role=part.role), site)
        if plain.caption is not None:
            drawn += (words_only(plain.caption, current.piece_context("", role="prompt-text"), site),)
        return ExampleCell(heading, drawn)
    if part.kind == "labels":
        return ExampleCell(heading, (truth(value, site),))
    if part.kind == "choices":
        choices = tuple(ChoiceView(one.key, site.exact(one.text, hint=current.language)) for one in value)
        return ExampleCell(heading, choices=choices)
    if part.kind == "files":
        return ExampleCell(heading, files=tuple(_file(one, site) for one in value))
    if part.kind == "prompt":
        return ExampleCell(heading, prompts=_own_prompts(value, current))
    if part.kind == "markdown":
        return ExampleCell(heading, note=site.prose(value))
    if part.kind == "turns":
        turns = tuple(_turn(turn, number, current) for number, turn in enumerate(value, start=1))
        return ExampleCell(heading, turns=turns)
    return ExampleCell(heading, (words_only(value, current.piece_context("", role=part.role), site),))


def _file(one: Attachment, site: RenderContext) -> FileView:
    """A file to download; it is saved under the name that its author gave it."""
    planned = site.plan.attachments[one.file]
    text = site.text(one.label) if one.label else site.exact(one.name)
    return FileView(address(planned.url), one.name, text, f"{kind_of_file(one.file)}, {size(planned.size)}")


def _own_prompts(prompt: model.Prompt, current: _ExampleContext) -> tuple[PromptView, ...]:
    """The instructions of an example; that one is for all goes without saying."""
    asked = prompts(prompt, current.task.models, current.site, current.language)
    return asked if prompt.per_model else tuple(replace(one, whom=None) for one in asked)


def _cells(plain: Iterable[PlainCell], current: _ExampleContext) -> tuple[ExampleCell, ...]:
    return tuple(_cell(one, current) for one in plain)


def _answer(heading: CellHeading, given: tuple[model.Media, ...], current: _ExampleContext) -> ExampleCell:
    if not given:
        return ExampleCell(heading, empty=current.site.words.empty)
    return ExampleCell(
        heading, pieces(given, current.piece_context(heading.plain, output=heading.key), current.site)
    )


def _turn(turn: model.Turn, number: int, current: _ExampleContext) -> TurnView:
    site = current.site
    named = replace(
        current,
        name=f"{current.name}, {turn.speaker or number} {number}",
        scale=current.scale.row(turn.outputs),
    )
    keys = in_turns(current.example, current.task) if turn.outputs else ()
    answers = (_answer(replace(site.heading(key), meta=None), turn.outputs.get(key, ()), named) for key in keys)
    last = max(each.start or 0 for each in current.example.turns)
    speakers = list(dict.fromkeys(each.speaker for each in current.example.turns))
    return TurnView(
        number=str(number),
        speaker=site.maybe(turn.speaker),
        side=speakers.index(turn.speaker),
        start="" if turn.start is None else site.words.at.format(duration(turn.start, site.words, last)),
        seconds="" if turn.start is None else f"{turn.start:.3f}",
        speech=_cells(filled(placed(model.Turn, "before"), turn), named),
        answers=(*_cells(filled(placed(model.Turn, "after"), turn), named), *answers),
    )


@dataclass(frozen=True, slots=True)
class SharedContext:
    """The common part of a task's examples: the scale of its scores, and the cells that a run shares."""

    scale: Scale
    levels: RowLevels | None = None
    """What the clips of the run share; None where the example stands for itself."""
    parts: frozenset[HeadingId] = frozenset()
    """The headings of what is drawn once for the run."""
    captioned: bool = False
    """Whether the transcripts of prompt audio stand under its clips."""


def row_levels(examples: Iterable[model.Example], site: RenderContext) -> RowLevels:
    """The levels that all clips and videos of these examples share."""
    media = [piece for each in examples for _, _, piece in each.media()]
    keys = dict.fromkeys(piece.clip for piece in media)
    videos = dict.fromkeys(piece.video for piece in media)
    return levels_of(
        (site.plan.clips[key].sound for key in keys if key),
        (site.plan.videos[name].facts.loudness for name in videos if name),
    )


def shared_cells(
    drawn: model.Example, task: model.Task, site: RenderContext, shared_context: SharedContext
) -> tuple[ExampleCell, ...]:
    """The cells that a run of examples shares; `drawn` is any one of the run."""
    plain = shared_cells_of(drawn, task, shared_context.parts, captioned=shared_context.captioned)
    levels = shared_context.levels or row_levels((drawn,), site)
    scale = replace(shared_context.scale, best={})
    return _cells(plain, _ExampleContext(site, task, drawn, task.title, levels, scale))


def cells_alone(
    drawn: model.Example, task: model.Task, name: str, scale: Scale, site: RenderContext
) -> tuple[ExampleCell, ...]:
    """All cells of an example that stands apart from the others of its task, under this name."""
    plain = plain_cells(drawn, task, (), captioned=captioned((drawn,)))
    levels, own = row_levels((drawn,), site), scale.row(drawn.outputs)
    return _cells(plain, _ExampleContext(site, task, drawn, name, levels, own))


def tag_text(key: str, value: str) -> str:
    """A tag as a chip says it."""
    return f"{key}: {value}"


def example(
    drawn: model.Example, anchor: str, task: model.Task, site: RenderContext, shared_context: SharedContext
) -> ExampleView:
    """An example with its cells in reading order; `aligned` lines them up for tables."""
    title = site.text(drawn.title) if drawn.title else site.word(f"{site.words.example} {drawn.number}")
    called = drawn.title or f"{site.words.example.lower()} {drawn.number}"
    name = f"{task.title}, {called}"
    levels = shared_context.levels or row_levels((drawn,), site)
    scale = shared_context.scale.row(drawn.outputs)
    plain = plain_cells(drawn, task, shared_context.parts, captioned=shared_context.captioned)
    return ExampleView(
        task=task.id,
        id=drawn.id,
        anchor=anchor,
        href=f"#{quote(anchor)}",
        title=title,
        cells=_cells(plain, _ExampleContext(site, task, drawn, name, levels, scale)),
        link_name=site.names.claim(site.words.link_to.format(name), join=" "),
        tags=tuple(site.text(tag_text(key, value)) for key, value in drawn.tags.items()),
        origins=example_origins(drawn, site),
        embed=example_stem(anchor) if site.catalogue.embed else "",
    )
