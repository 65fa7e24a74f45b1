"""Pieces of media as views: clips, words, labels with their verdicts, pictures, videos, scores.

Formats: durations as m:ss.t (h:mm:ss.t from an hour on), rates in kHz.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from soundcase import labels, model
from soundcase.facts import Facts
from soundcase.markdown import inline
from soundcase.model import Media, Role, Task
from soundcase.views.scene import Scene
from soundcase.views.values import Clip, Label, Picture, Piece, Score, Verdict, Video

_SAFE = "/-._~!$&'()*+,;=:@"


def address(url: str) -> str:
    """A site's own path as a relative, percent-encoded address."""
    return quote(url, safe=_SAFE)


def duration(seconds: float) -> str:
    """Seconds for people: `0:07.6`, `12:00.0`, `1:02:03.4`."""
    tenths = round(seconds * 10)
    minutes, rest = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    clock = f"{hours}:{minutes:02}" if hours else str(minutes)
    return f"{clock}:{rest // 10:02}.{rest % 10}"


def sound_format(facts: Facts, scene: Scene) -> str:
    """Container, rate and channels for people: `FLAC · 16 kHz · mono`."""
    names = {1: scene.words.mono, 2: scene.words.stereo}
    channels = names.get(facts.channels) or scene.words.channels.format(facts.channels)
    return f"{facts.format} · {facts.rate / 1000:g} kHz · {channels}"


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


def clip(source: str, name: str, scene: Scene) -> Clip:
    """A planned clip under a name of its own."""
    planned = scene.plan.clips[source]
    return Clip(
        href=address(planned.url),
        mime=planned.facts.mime,
        seconds=f"{planned.facts.seconds:.3f}",
        duration=duration(planned.facts.seconds),
        format=sound_format(planned.facts, scene),
        name=scene.names.claim(name, join=" "),
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
        clip=clip(media.audio, name, scene) if media.audio else None,
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
