"""The kinds of new projects: their subject, and the clips they begin with.

Rule: a kind is the folder of its name under `starters/`, and clips of the sample projects under neutral names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class ProjectKind:
    """One kind of project."""

    about: str
    """The subject of its page, for whoever chooses."""
    task: str
    """The task that its README adds an example to."""
    clips: Mapping[str, str]
    """Name in the new project's `data/audio/` → clip of a sample project, as `kind/name`."""


def _of(sample: str, **folders: Mapping[str, str]) -> dict[str, str]:
    """Folder → clips in it, by their name there and in the sample project."""
    return {
        f"{folder}/{name}": f"{sample}/{source}"
        for folder, names in folders.items()
        for name, source in names.items()
    }


def _each(names: Iterable[object], clip: str, source: str) -> dict[str, str]:
    """Clips that differ by one word, which stands where `{}` is."""
    return {clip.format(name): source.format(name) for name in names}


_VOICES, _TURNS = ("ana", "cleo"), (1, 2)
_NOISY = ("platform-10db", "parcel-0db")
_STEMS = ("melody", "drums", "bass")

KINDS: Mapping[str, ProjectKind] = MappingProxyType(
    {
        "understanding": ProjectKind(
            "answers to audio in words and labels: transcripts, captions, classes",
            "transcripts",
            _of("tts", speech={"sailing.mp3": "ana-reference.mp3", "page.mp3": "ben-reference.mp3"}),
        ),
        "tts": ProjectKind(
            "speech made from text, in a voice from a prompt",
            "zero-shot",
            _of(
                "tts",
                prompt=_each(_VOICES, "{}.mp3", "{}-prompt.mp3"),
                reference=_each(_VOICES, "{}.mp3", "{}-reference.mp3"),
                baseline=_each(_VOICES, "{}.mp3", "{}-patchwork.mp3"),
                ours=_each(_VOICES, "{}.mp3", "{}-larkspur.mp3"),
            ),
        ),
        "enhancement": ProjectKind(
            "noisy recordings made clean: denoising, dereverberation, codecs",
            "noise",
            _of(
                "enhancement",
                noisy=_each(_NOISY, "{}.flac", "{}-noisy.flac"),
                clean=_each(("platform", "parcel"), "{}.flac", "{}-clean.flac"),
                baseline=_each(_NOISY, "{}.flac", "{}-wiener.flac"),
                ours=_each(_NOISY, "{}.flac", "{}-mask.flac"),
            ),
        ),
        "separation": ProjectKind(
            "mixtures taken apart into stems or speakers",
            "stems",
            _of(
                "separation",
                mixture={"march.flac": "march-mixture.flac"},
                reference=_each(_STEMS, "march-{}.flac", "march-reference-{}.flac"),
                baseline=_each(_STEMS, "march-{}.flac", "march-medians-{}.flac"),
                ours=_each(_STEMS, "march-{}.flac", "march-ratios-{}.flac"),
            ),
        ),
        "dialogue": ProjectKind(
            "conversations in turns, answered in speech or in words",
            "conversations",
            _of(
                "dialogue",
                conversation={"museum.mp3": "museum.mp3"},
                reference=_each(_TURNS, "museum-{}.mp3", "museum-{}-reference.mp3"),
                baseline=_each(_TURNS, "museum-{}.mp3", "museum-{}-relay.mp3"),
                ours=_each(_TURNS, "museum-{}.mp3", "museum-{}-parley.mp3"),
            ),
        ),
    }
)
