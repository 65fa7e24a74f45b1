"""The kinds of new projects: their subject, and the clips they begin with.

Rule: a kind is the folder of its name under `starters/`, and clips of the sample projects under neutral names.
"""

from __future__ import annotations

from collections.abc import Mapping
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


def _voices(part: str) -> dict[str, str]:
    return {f"{name}.mp3": f"{name}-{part}.mp3" for name in ("ana", "cleo")}


def _noisy(part: str) -> dict[str, str]:
    return {f"{name}.flac": f"{name}-{part}.flac" for name in ("platform-10db", "parcel-0db")}


def _stems(part: str) -> dict[str, str]:
    return {f"march-{stem}.flac": f"march-{part}-{stem}.flac" for stem in ("melody", "drums", "bass")}


def _turns(part: str) -> dict[str, str]:
    return {f"museum-{turn}.mp3": f"museum-{turn}-{part}.mp3" for turn in (1, 2)}


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
                prompt=_voices("prompt"),
                reference=_voices("reference"),
                baseline=_voices("patchwork"),
                ours=_voices("larkspur"),
            ),
        ),
        "enhancement": ProjectKind(
            "noisy recordings made clean: denoising, dereverberation, codecs",
            "noise",
            _of(
                "enhancement",
                noisy=_noisy("noisy"),
                clean={f"{name}.flac": f"{name}-clean.flac" for name in ("platform", "parcel")},
                baseline=_noisy("wiener"),
                ours=_noisy("mask"),
            ),
        ),
        "separation": ProjectKind(
            "mixtures taken apart into stems or speakers",
            "stems",
            _of(
                "separation",
                mixture={"march.flac": "march-mixture.flac"},
                reference=_stems("reference"),
                baseline=_stems("medians"),
                ours=_stems("ratios"),
            ),
        ),
        "dialogue": ProjectKind(
            "conversations in turns, answered in speech or in words",
            "conversations",
            _of(
                "dialogue",
                conversation={"museum.mp3": "museum.mp3"},
                reference=_turns("reference"),
                baseline=_turns("relay"),
                ours=_turns("parley"),
            ),
        ),
    }
)
