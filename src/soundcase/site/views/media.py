"""Pieces of media as views: clips, words, labels with their verdicts, pictures, videos, scores.

Rule: what is measured is worded in `sounds`; here it is put in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from soundcase.model import ClipKey, Media, Role, Task
from soundcase.site import labels
from soundcase.site.averages import slots
from soundcase.site.plan import PlannedClip
from soundcase.site.views.differences import marked
from soundcase.site.views.levels import Levels
from soundcase.site.views.scene import Scene
from soundcase.site.views.scores import Scale
from soundcase.site.views.sounds import (
    address,
    decibels,
    duration,
    exact,
    original,
    otherwise,
    spectrogram,
    versions,
    wave,
)
from soundcase.site.views.values import Clip, Label, Picture, Piece, Verdict, Video

_BRIEF = 0.4
"""Seconds below which a clip has no loudness (BS.1770-4)."""
_TALLEST = 360
"""Pixels of a picture among answers, so that the others stay in sight."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a piece stands: its name for listeners, its mark in the page contract, what it is compared with."""

    where: str
    """`Speaker timbre, example 3`."""
    what: str
    """`audio`, or the name of a system."""
    task: Task
    output: str | None = None
    role: str | None = None
    truth: tuple[str, ...] | None = None
    language: str = ""
    """What the example's or task's author said of its words; holds where the script fits."""
    levels: Levels = field(default_factory=Levels)
    """What the clips of the example share."""
    scale: Scale = field(default_factory=Scale)
    """How scores are printed, and which of the example's are the best."""
    slot: str = ""
    """Which of several pieces it is."""


def clip(key: ClipKey, what: str, stand: Stand, scene: Scene) -> Clip:
    """A planned clip under a name of its own."""
    planned = scene.plan.clips[key]
    facts, levels, sound = planned.facts, stand.levels, planned.sound
    common = scene.formats.get(stand.task.id, ())
    given = versions(planned, common, levels, scene)
    first, *others = given
    as_it_is = facts.web_playable and not any((planned.mix, *(one.gain for one in planned.encodes)))
    last = versions(replace(planned, encodes=()), common, levels, scene) if as_it_is else ()
    own = scene.names.claim(f"{stand.where}, {what}", join=" ")
    return Clip(
        href=first.href,
        mime=first.mime,
        seconds=exact(facts.seconds),
        told=" · ".join(filter(None, (duration(facts.seconds), first.format))),
        name=own,
        what=own[len(stand.where) + 2 :],
        loudness=decibels(sound.loudness if sound else None, 1),
        gain=first.gain,
        unmatched=_unmatched(planned, scene) if sound and not first.gain else "",
        wave=wave(sound, levels.scale),
        original=original(planned, scene),
        others=tuple(others),
        otherwise=otherwise(planned, given, last),
        spectrogram=spectrogram(planned, own, scene),
    )


def _unmatched(planned: PlannedClip, scene: Scene) -> str:
    """Why a clip has no loudness."""
    return scene.words.brief if planned.facts.seconds < _BRIEF else scene.words.unmatched


def picture(source: str, alt: str, scene: Scene, *, tallest: int, name: str = "") -> Picture:
    """A planned picture, at most `tallest` pixels high; `name` says what it is where it has no words."""
    planned = scene.plan.pictures[source]
    enlarge = scene.words.enlarge.format(alt or name)
    width, height = shown_size(planned.picture.width, planned.picture.height, tallest)
    return Picture(address(planned.url), width, height, alt, enlarge)


def shown_size(width: int, height: int, tallest: int) -> tuple[int, int]:
    """The size of a picture that is at most `tallest` pixels high."""
    return (width, height) if height <= tallest else (max(round(width * tallest / height), 1), tallest)


def video(source: str, name: str, scene: Scene) -> Video:
    """A planned video under a name of its own."""
    planned = scene.plan.videos[source]
    facts = planned.facts
    form = facts.suffix.removeprefix(".").upper().replace("WEBM", "WebM")
    return Video(
        src=address(planned.url),
        mime=facts.mime,
        name=scene.names.claim(name, join=" "),
        told=f"{duration(facts.seconds)} · {form}" if facts.seconds else form,
        seconds=exact(facts.seconds) if facts.seconds else "",
        width=facts.width,
        height=facts.height,
        poster=address(planned.poster) if planned.poster else "",
    )


def label(text: str, verdict: Verdict, scene: Scene) -> Label:
    """A label with the word for its verdict."""
    words: Mapping[Verdict, str] = {
        "found": scene.words.found,
        "added": scene.words.added,
        "missed": scene.words.missed,
    }
    return Label(scene.exact(text), verdict, words.get(verdict, ""))


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
    what = f"{stand.what}, {media.label}" if media.label else stand.what
    name = f"{stand.where}, {what}"
    given, missed = (None, ()) if media.labels is None else judged(media.labels, stand, scene)
    return Piece(
        output=stand.output,
        role=stand.role,
        label=scene.maybe(media.label),
        text=None if media.text is None else scene.exact(media.text, media.language, hint=stand.language),
        differences=None if media.differences is None else marked(media.text or "", media.differences),
        labels=given,
        missed=missed,
        clip=clip(media.clip, what, stand, scene) if media.clip else None,
        picture=picture(media.image, media.alt, scene, tallest=_TALLEST, name=name) if media.image else None,
        video=video(media.video, name, scene) if media.video else None,
        scores=stand.scale.piece(media, stand.slot, scene.words, compared=stand.output is not None),
        note=scene.line(media.note),
    )


def pieces(several: Sequence[Media], stand: Stand, scene: Scene) -> tuple[Piece, ...]:
    """Pieces that belong together, in their order."""
    placed = zip(slots(several), several, strict=True)
    return tuple(piece(media, replace(stand, slot=slot), scene) for slot, media in placed)


def words_only(text: str, role: str, scene: Scene, language: str = "") -> Piece:
    """A piece that is nothing but the words of a field of the example."""
    return Piece(role=role, text=scene.text(text, hint=language))


def truth(names: tuple[str, ...], scene: Scene) -> Piece:
    """The right labels of an example."""
    return Piece(role=Role.LABEL, labels=plain_labels(names, scene))
