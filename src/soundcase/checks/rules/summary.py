"""Parts of a catalogue read once, for all the rules that look at them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from soundcase.catalogue.texts import (
    CatalogueText,
    example_texts,
    main_origin,
    section_texts,
    site_texts,
    task_texts,
)
from soundcase.checks.rules.context import (
    ClipFacts,
    ClipsContext,
    ClipUse,
    HeadContext,
    SiteFrame,
    Slice,
    SliceContext,
    SliceSummary,
    TaskContext,
    TextLink,
)
from soundcase.model import Catalogue, ClipKey, Example, Media, Prompt, SourcePath
from soundcase.site.transcripts import answers, references
from soundcase.text.losses import links
from soundcase.values import dataclass


class Piece(NamedTuple):
    """A piece of media in an example."""

    role: str
    model: str
    """The model whose output it is; empty for other roles."""
    media: Media

    @property
    def name(self) -> str:
        """The clip, relative to its folder."""
        return self.media.audio or ""

    @property
    def origin(self) -> SourcePath:
        """The place where the clip is named."""
        return self.media.origin.at("audio")

    @property
    def key(self) -> ClipKey:
        """The clip as it is played here."""
        return ClipKey(self.name, self.media.channels)


class Row(NamedTuple):
    """An example with its media."""

    example: Example
    answering: frozenset[str]
    """The models that gave something."""
    pieces: tuple[Piece, ...]


class KnownClip(NamedTuple):
    """A clip that could be read, where an example plays it."""

    use: Piece
    facts: ClipFacts


class ClipRow(NamedTuple):
    """An example with its clips that could be read."""

    example: Example
    pieces: tuple[Piece, ...]
    clips: tuple[KnownClip, ...]


@dataclass(frozen=True, slots=True)
class PartContents:
    """The contents of one part of a catalogue, without those of the parts under it."""

    frame: SiteFrame
    compared: tuple[str, ...]
    """The models of the task."""
    texts: tuple[CatalogueText, ...]
    prompts: tuple[tuple[SourcePath, Prompt], ...] = ()
    """Those that differ by model."""
    unknown_models: tuple[tuple[SourcePath, str, bool], ...] = ()
    """Models that the catalogue does not have: where, which, and whether it is a key."""
    pictures: tuple[tuple[SourcePath, str], ...] = ()
    """Pictures without `alt`, with their names."""
    markdown: bool = False
    """Whether what systems wrote is shown as Markdown."""


@dataclass(frozen=True, slots=True)
class SliceView:
    """Consecutive examples with all that they hold."""

    context: SliceContext
    rows: tuple[Row, ...]
    contents: PartContents


@dataclass(frozen=True, slots=True)
class ClipsView:
    """Consecutive examples with their clips."""

    context: ClipsContext
    facts: Mapping[str, ClipFacts]
    """Of the clips that could be read, by name."""
    rows: tuple[ClipRow, ...]


def slice_view(context: SliceContext) -> SliceView:
    """The examples of a slice as rules see them."""
    examples, head, frame = tuple(context.slice.examples), context.slice.task, context.frame
    rows = tuple(Row(one, one.answering(), tuple(map(Piece._make, one.media()))) for one in examples)
    pictures = (media for row in rows for _, _, media in row.pieces if media.image is not None)
    contents = PartContents(
        frame,
        head.models,
        tuple(example_texts(head.origin, examples)),
        tuple(_prompts(head.origin, examples)),
        tuple(_unknown_models(examples, frozenset(frame.models))),
        tuple((one.origin.at("image"), one.image or "") for one in pictures if not one.alt),
        head.markdown,
    )
    return SliceView(context, rows, contents)


def clips_view(context: ClipsContext) -> ClipsView:
    """The clips of a slice as rules see them."""
    facts = {name: ClipFacts.of(one) for name, one in context.facts.items()}
    rows = []
    for example in context.slice.examples:
        pieces = tuple(map(Piece._make, example.media()))
        clips = tuple(KnownClip(one, facts[one.name]) for one in pieces if one.name in facts)
        rows.append(ClipRow(example, pieces, clips))
    return ClipsView(context, facts, tuple(rows))


def _prompts(task: SourcePath, examples: Iterable[Example]) -> Iterator[tuple[SourcePath, Prompt]]:
    """The prompts that differ by model; that of the task's defaults once."""
    inherited = False
    for example in examples:
        own = "prompt" not in example.inherited
        if example.prompt.per_model and (own or not inherited):
            yield (example.origin if own else task.at("defaults")).at("prompt"), example.prompt
            inherited = inherited or not own


def _unknown_models(
    examples: Iterable[Example], known: frozenset[str]
) -> Iterator[tuple[SourcePath, str, bool]]:
    for example in examples:
        for origin, model in outputs_beyond(example, known):
            yield origin, model, True


def outputs_beyond(example: Example, models: Collection[str]) -> Iterator[tuple[SourcePath, str]]:
    """The outputs of an example that come from none of these models: where, and of which."""
    for model, pieces in example.outputs.items():
        if model not in models:
            origin = pieces[0].origin if pieces else example.origin.at("outputs", model)
            keys = origin.keys
            ends = (end for end in range(2, len(keys)) if keys[end - 2 : end] == ("outputs", model))
            yield SourcePath(origin.path, keys[: next(ends, len(keys))]), model
    for turn in example.turns:
        for model in turn.outputs:
            if model not in models:
                yield turn.origin.at("outputs", model), model


def task_contents(context: TaskContext) -> PartContents:
    """The contents of a task without its examples."""
    task, known = context.task, frozenset(context.frame.models)
    return PartContents(
        context.frame,
        task.models,
        tuple(task_texts(task)),
        ((task.origin.at("prompt"), task.prompt),) if task.prompt.per_model else (),
        tuple(
            (task.origin.at("models", index), model, False)
            for index, model in enumerate(task.models)
            if model not in known
        )
        + tuple(
            (task.origin.at("results", score, model), model, True)
            for score, of in task.results.items()
            for model in of
            if model not in known
        ),
    )


def head_contents(context: HeadContext) -> PartContents:
    """The contents of a catalogue without its tasks."""
    catalogue = context.catalogue
    sections = [one for section in catalogue.sections for one in section_texts(section)]
    named = main_origin(catalogue).at("anonymous", "models")
    return PartContents(
        context.frame,
        (),
        (*site_texts(catalogue), *sections),
        unknown_models=tuple((named.at(model), model, True) for model in catalogue.anonymous.models),
        pictures=tuple((one.origin.at("image"), one.image) for one in catalogue.pictures if not one.alt),
    )


def summary_of(part: Slice) -> SliceSummary:
    """The summary of consecutive examples."""
    examples = tuple(part.examples)
    clips: dict[ClipKey, ClipUse] = {}
    videos: dict[str, None] = {}
    for row, example in enumerate(examples):
        for role, model, media in example.media():
            if media.audio is not None:
                key = ClipKey(media.audio, media.channels)
                if key not in clips:
                    origin = media.origin.at("audio")
                    clips[key] = ClipUse(media.audio, media.channels, role, model, row, origin)
            if media.video is not None:
                videos[media.video] = None
    measured = any(measure for _, measure in part.task.scores)
    found = {compared for _, compared in worded(examples)} if measured else set()
    return SliceSummary(
        ids=tuple(one.id for one in examples),
        origins=tuple(one.origin for one in examples),
        models=tuple(sorted(frozenset().union(*(one.answering() for one in examples)))),
        clips=tuple(clips.values()),
        videos=tuple(videos),
        links=tuple(links_in(example_texts(part.task.origin, examples))),
        answered=bool(found),
        measurable=True in found,
        kinds=tuple(
            dict.fromkeys(kind for one in examples for kind in (*one.tags, *("group",) * bool(one.group)))
        ),
    )


def worded(examples: Iterable[Example]) -> Iterator[tuple[Media, bool]]:
    """The texts that the systems gave, each with whether it has a reference."""
    for example in examples:
        for outputs, given in answers(example):
            for media in (one for pieces in outputs.values() for one in pieces if one.text is not None):
                yield media, bool(references(media, given))


def links_in(texts: Iterable[CatalogueText]) -> Iterator[TextLink]:
    """The links and pictures of some texts."""
    for one in texts:
        if one.kind == "markdown":
            for link in links(one.text):
                yield TextLink(link.href, link.picture, one.origin, link.words, link.nth)


def head_links(head: Catalogue) -> tuple[tuple[TextLink, ...], ...]:
    """The links and pictures of a catalogue without examples: its own, each section's, each task's."""
    found = [tuple(links_in(site_texts(head)))]
    for section in head.sections:
        found.append(tuple(links_in(section_texts(section))))
        found += (tuple(links_in(task_texts(task))) for task in section.tasks)
    return tuple(found)
