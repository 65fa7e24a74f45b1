"""Pieces of media as views: clips, words, labels with their verdicts, pictures, videos, scores.

Rule: what is measured is worded in `sounds`; here it is put in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from soundcase import labels, model
from soundcase.markdown import inline
from soundcase.model import Media, Role, Task
from soundcase.views.levels import Levels
from soundcase.views.scene import Scene
from soundcase.views.sounds import (
    address,
    decibels,
    duration,
    original,
    sound_format,
    spectrogram,
    wave,
)
from soundcase.views.values import Clip, Label, Picture, Piece, Score, Verdict, Video


def number(value: float) -> str:
    """A score as it is printed: shortest form, with a real minus sign."""
    return f"{value:.10g}".replace("-", "−")


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a piece stands: its name for listeners, its mark in the page contract, what it is compared with."""

    name: str
    """`Speaker timbre, example 3, Audio`."""
    task: Task
    output: str | None = None
    role: str | None = None
    truth: tuple[str, ...] | None = None
    language: str = ""
    """What the example's or task's author said of its words; holds where the script fits."""
    levels: Levels = field(default_factory=Levels)
    """What the clips of the example share."""


def clip(source: str, name: str, levels: Levels, scene: Scene) -> Clip:
    """A planned clip under a name of its own."""
    planned = scene.plan.clips[source]
    facts, encode = planned.facts, planned.encode
    own = scene.names.claim(name, join=" ")
    return Clip(
        href=address(encode.url if encode else planned.url),
        mime=encode.mime if encode else facts.mime,
        seconds=f"{facts.seconds:.3f}",
        duration=duration(facts.seconds),
        format=sound_format(facts, scene, encode),
        name=own,
        loudness=decibels(facts.sound.loudness if facts.sound else None, 1),
        gain=decibels(levels.gains.get(source), 2),
        wave=wave(facts.sound, levels.scale),
        original=original(planned, scene),
        spectrogram=spectrogram(planned, own, scene),
    )


def picture(source: str, alt: str, scene: Scene) -> Picture:
    """A planned picture."""
    planned = scene.plan.pictures[source]
    return Picture(address(planned.url), planned.picture.width, planned.picture.height, alt)


def video(source: str, name: str, scene: Scene) -> Video:
    """A planned video under a name of its own."""
    planned = scene.plan.videos[source]
    return Video(address(planned.url), planned.mime, scene.names.claim(name, join=" "))


def score(declared: model.Score, value: float | None, scene: Scene) -> Score:
    """A score with the direction in which it is better; without a number where only the kind is shown."""
    higher = declared.better == "higher"
    return Score(
        name=declared.name,
        value="" if value is None else number(value),
        unit=declared.unit,
        arrow="↑" if higher else "↓",
        better=scene.words.higher if higher else scene.words.lower,
    )


def scores(values: Mapping[str, float], task: Task, scene: Scene) -> tuple[Score, ...]:
    """Scores in the order the task declares them, then those it does not declare."""
    declared = [score(known, values[known.name], scene) for known in task.scores if known.name in values]
    known_names = {known.name for known in task.scores}
    stray = [
        Score(name, number(value), "", "", "") for name, value in values.items() if name not in known_names
    ]
    return (*declared, *stray)


def label(text: str, verdict: Verdict, scene: Scene) -> Label:
    """A label with the word for its verdict."""
    words: Mapping[Verdict, str] = {
        "found": scene.words.found,
        "added": scene.words.added,
        "missed": scene.words.missed,
    }
    return Label(scene.text(text), verdict, words.get(verdict, ""))


def plain_labels(names: Iterable[str], scene: Scene) -> tuple[Label, ...]:
    """Labels without a verdict: the truth, or answers that there is nothing to compare with."""
    return tuple(label(name, "", scene) for name in names)


def judged(names: tuple[str, ...], stand: Stand, scene: Scene) -> tuple[tuple[Label, ...], tuple[Label, ...]]:
    """The labels of an answer with their verdicts, and those it missed.

    Where one label is right, a wrong answer already says that it was missed.
    """
    if stand.truth is None:
        return plain_labels(names, scene), ()
    comparison = labels.compare(names, stand.truth, match=stand.task.label_match)
    given = tuple(label(name, "found" if name in comparison.found else "added", scene) for name in names)
    if names and len(stand.truth) == 1:
        return given, ()
    return given, tuple(label(name, "missed", scene) for name in comparison.missed)


def piece(media: Media, stand: Stand, scene: Scene) -> Piece:
    """One piece of media as the page shows it."""
    name = f"{stand.name}, {media.label}" if media.label else stand.name
    given, missed = (None, ()) if media.labels is None else judged(media.labels, stand, scene)
    return Piece(
        output=stand.output,
        role=stand.role,
        label=scene.maybe(media.label),
        text=None if media.text is None else scene.text(media.text, media.language, hint=stand.language),
        labels=given,
        missed=missed,
        clip=clip(media.audio, name, stand.levels, scene) if media.audio else None,
        picture=picture(media.image, media.alt, scene) if media.image else None,
        video=video(media.video, name, scene) if media.video else None,
        scores=scores(media.scores, stand.task, scene),
        note=inline(media.note, scene.language),
    )


def pieces(several: Iterable[Media], stand: Stand, scene: Scene) -> tuple[Piece, ...]:
    """Pieces that belong together, in their order."""
    return tuple(piece(media, stand, scene) for media in several)


def words_only(text: str, role: str, scene: Scene, language: str = "") -> Piece:
    """A piece that is nothing but the words of a field of the example."""
    return Piece(role=role, text=scene.text(text, hint=language))


def truth(names: tuple[str, ...], scene: Scene) -> Piece:
    """The right labels of an example."""
    return Piece(role=Role.LABEL, labels=plain_labels(names, scene))
