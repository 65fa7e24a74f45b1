"""Pieces of media as views: clips, words, labels with their verdicts, pictures, videos, scores.

Rule: what is measured is worded in `sounds`; here it is put in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace

from soundcase.choice import Choice, LabelMatch
from soundcase.difference import Difference
from soundcase.model import ClipKey, Media, Task
from soundcase.site import labels
from soundcase.site.observed import slots
from soundcase.site.views.context import RenderContext
from soundcase.site.views.said import as_markdown, fold, letters, markdown, reasoning
from soundcase.site.views.scores import Scale, number
from soundcase.site.views.sounds import (
    RowLevels,
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
from soundcase.site.views.values import NO_MARKUP, Clip, Label, PictureView, PieceView, Verdict, VideoView
from soundcase.values import dataclass

_BRIEF = 0.4
"""Seconds below which a clip has no loudness (BS.1770-4)."""
_TALLEST = 360
"""Pixels of a picture among answers, so that the others stay in sight."""


@dataclass(frozen=True, slots=True)
class PieceContext:
    """The surroundings of a piece: its name for listeners, its mark in the page contract, its reference."""

    where: str
    """`Speaker timbre, example 3`."""
    what: str
    """`audio`, or the name of a system."""
    task: Task
    output: str | None = None
    role: str | None = None
    truth: tuple[str, ...] | None = None
    choices: tuple[Choice, ...] = ()
    """What the systems could choose from."""
    language: str = ""
    """The language that the example or its task gives its words; holds where the script fits."""
    levels: RowLevels = field(default_factory=RowLevels)
    """What the clips of the example share."""
    scale: Scale = field(default_factory=Scale)
    """How scores are printed, and which of the example's are the best."""
    slot: str = ""
    """Which of several pieces it is."""


def clip(key: ClipKey, what: str, owner: PieceContext, site: RenderContext) -> Clip:
    """A planned clip under a name of its own."""
    planned = site.plan.clips[key]
    facts, levels, sound = planned.facts, owner.levels, planned.sound
    given = versions(planned, levels, site)
    first, *others = given
    as_it_is = facts.web_playable and not any(
        (planned.alone, planned.mix, *(one.gain for one in planned.encodes))
    )
    last = versions(replace(planned, encodes=()), levels, site) if as_it_is else ()
    own = site.names.claim(f"{owner.where}, {what}", join=" ")
    unmatched = site.words.brief if facts.seconds < _BRIEF else site.words.unmatched
    return Clip(
        href=first.href,
        mime=first.mime,
        seconds=exact(facts.seconds),
        details=" · ".join(filter(None, (duration(facts.seconds, site.words), first.format))),
        name=own,
        what=own[len(owner.where) + 2 :],
        loudness=decibels(sound.loudness if sound else None, 1),
        gain=first.gain,
        unmatched=unmatched if sound and not first.gain else "",
        wave=wave(sound, levels.scale),
        original=original(planned, site),
        others=tuple(others),
        otherwise=otherwise(planned, given, last),
        spectrogram=spectrogram(planned, own, site),
    )


def picture(source: str, alt: str, site: RenderContext, *, tallest: int, name: str = "") -> PictureView:
    """A planned picture, at most `tallest` pixels high; `name` says what it is where it has no words."""
    planned = site.plan.pictures[source]
    enlarge = site.words.enlarge.format(alt or name)
    width, height = shown_size(planned.picture.width, planned.picture.height, tallest)
    return PictureView(address(planned.url), width, height, alt, enlarge)


def shown_size(width: int, height: int, tallest: int) -> tuple[int, int]:
    """The size of a picture that is at most `tallest` pixels high."""
    return (width, height) if height <= tallest else (max(round(width * tallest / height), 1), tallest)


def video(source: str, what: str, owner: PieceContext, site: RenderContext) -> VideoView:
    """A planned video under a name of its own."""
    planned = site.plan.videos[source]
    facts = planned.facts
    form = facts.suffix.removeprefix(".").upper().replace("WEBM", "WebM")
    own = site.names.claim(f"{owner.where}, {what}", join=" ")
    gain = decibels(owner.levels.gain(facts.loudness), 2)
    unmatched = site.words.brief if facts.seconds < _BRIEF else site.words.unmeasured
    return VideoView(
        src=address(planned.url),
        mime=facts.mime,
        name=own,
        details=f"{duration(facts.seconds, site.words)} · {form}" if facts.seconds else form,
        seconds=exact(facts.seconds) if facts.seconds else "",
        width=facts.width,
        height=facts.height,
        poster=address(planned.poster) if planned.poster else "",
        what=own[len(owner.where) + 2 :],
        gain=gain,
        unmatched=unmatched if facts.sounding and not gain else "",
    )


def label(text: str, verdict: Verdict, site: RenderContext) -> Label:
    """A label with the word for its verdict."""
    words: Mapping[Verdict, str] = {
        "found": site.words.found,
        "added": site.words.added,
        "missed": site.words.missed,
        "undecided": site.words.undecided,
    }
    return Label(site.exact(text), verdict, words.get(verdict, ""))


def plain_labels(names: Iterable[str], site: RenderContext) -> tuple[Label, ...]:
    """Labels without a verdict: the truth, or answers that there is nothing to compare with."""
    return tuple(label(name, "", site) for name in names)


def verdicts(
    names: Sequence[str], truth: Sequence[str], *, match: LabelMatch, choices: Sequence[Choice] = ()
) -> tuple[tuple[tuple[str, Verdict], ...], tuple[str, ...]]:
    """The labels of an answer with their verdicts, and those it missed.

    Where one label is right, a wrong answer already says that it was missed.
    """
    comparison = labels.compare(names, truth, match=match, choices=choices)
    marks: dict[str, Verdict] = {
        **dict.fromkeys(comparison.added, "added"),
        **dict.fromkeys(comparison.undecided, "undecided"),
        **dict.fromkeys(comparison.found, "found"),
    }
    given = tuple((name, marks[name]) for name in names)
    return given, () if names and len(truth) == 1 else comparison.missed


def judged(
    names: tuple[str, ...], owner: PieceContext, site: RenderContext
) -> tuple[tuple[Label, ...], tuple[Label, ...]]:
    """The labels of an answer as they are shown, and those it missed."""
    if owner.truth is None:
        return plain_labels(names, site), ()
    match, choices = owner.task.label_match, owner.choices
    given, missed = verdicts(names, owner.truth, match=match, choices=choices)
    return (
        tuple(label(name, verdict, site) for name, verdict in given),
        tuple(label(name, "missed", site) for name in missed),
    )


def _scored(given: Iterable[Label], media: Media) -> tuple[Label, ...]:
    """The labels of an answer with how sure it is of each."""
    scores = [media.label_scores.get(name) for name in media.labels or ()]
    return tuple(
        one if score is None else replace(one, score=number(score, 2))
        for one, score in zip(given, scores, strict=True)
    )


def chosen(media: Media, owner: PieceContext, site: RenderContext) -> Label | None:
    """The choice that a text was read as, with what it is worth; None where it was not read."""
    if owner.truth is None or media.labels is not None or not media.verdict:
        return None
    meant = next((one for one in owner.choices if one.key == media.chosen), None)
    if meant is None:
        return Label(site.word(site.words.undecided), "undecided", "")
    return label(f"{meant.key} {meant.text}", "added" if media.verdict == "wrong" else "found", site)


def marked(text: str, differences: Iterable[Difference]) -> str:
    """The places of a text that differ from its reference, as the script reads them from `data-diff`.

    A line for each place, in the order of the text: the place of its first UTF-16 code unit and of the one
    behind its last, joined by a hyphen; then a blank and the words of the reference that belong there. Equal
    places say that words are missing; no words, that the text says too much.
    """
    lines = []
    for one in differences:
        start, end = (len(text[:place].encode("utf-16-le")) // 2 for place in (one.start, one.end))
        lines.append(f"{start}-{end} {one.reference}".rstrip())
    return "\n".join(lines)


def piece(media: Media, owner: PieceContext, site: RenderContext) -> PieceView:
    """One piece of media as the page shows it."""
    what = f"{owner.what}, {media.label}" if media.label else owner.what
    name = f"{owner.where}, {what}"
    given, missed = (None, ()) if media.labels is None else judged(media.labels, owner, site)
    read = as_markdown(owner.task, owner.output, owner.role)
    text = media.text or ""
    return PieceView(
        output=owner.output,
        role=owner.role,
        label=site.maybe(media.label),
        text=None if media.text is None else letters(text, site, media.language, hint=owner.language),
        markup=markdown(text, site) if read else NO_MARKUP,
        fold=fold(text, owner.task, site.words),
        reasoning=reasoning(media, site, hint=owner.language, read=read),
        differences=None if media.differences is None or read else marked(text, media.differences),
        labels=given and _scored(given, media),
        missed=missed,
        chosen=chosen(media, owner, site),
        clip=clip(media.clip, what, owner, site) if media.clip else None,
        picture=picture(media.image, media.alt, site, tallest=_TALLEST, name=name) if media.image else None,
        video=video(media.video, what, owner, site) if media.video else None,
        scores=owner.scale.piece(media, owner.slot, site.words, compared=owner.output is not None),
        note=site.line(media.note),
    )


def pieces(several: Sequence[Media], owner: PieceContext, site: RenderContext) -> tuple[PieceView, ...]:
    """Pieces that belong together, in their order."""
    placed = zip(slots(several), several, strict=True)
    return tuple(piece(media, replace(owner, slot=slot) if slot else owner, site) for slot, media in placed)


def words_only(text: str, owner: PieceContext, site: RenderContext) -> PieceView:
    """A piece that is nothing but the words of a field of the example."""
    return PieceView(
        role=owner.role, text=site.text(text, hint=owner.language), fold=fold(text, owner.task, site.words)
    )


def truth(names: tuple[str, ...], site: RenderContext) -> PieceView:
    """The right labels of an example."""
    return PieceView(role="label", labels=plain_labels(names, site))
