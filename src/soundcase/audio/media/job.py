"""The values of the media stage: what is asked of a clip, the work on it, and what comes back.

Rule: all of them are small values that travel between processes and machines.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf

from soundcase.audio.encode.recipe import EncodeRecipe
from soundcase.audio.probe import Probed
from soundcase.facts import Artifact, Facts, PlayedClip
from soundcase.model import Channels
from soundcase.problems.problem import Fault
from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class MediaRequest:
    """A clip as some places play it, and the artifacts that they ask for; its facts they all want."""

    name: str
    """As the catalogue calls it."""
    location: str
    """A path, or a URL that fsspec opens; of one name always the same."""
    content: str
    """SHA-256 of the file; empty where only reading it will tell."""
    longest: float = inf
    """Seconds; a longer clip is refused."""
    channels: Channels = ""
    """How the author says that the clip's channels are heard."""
    encode: str | tuple[str, ...] | None = None
    """`auto`, `original`, or formats, the one to offer first at the front; None where nothing is to be made."""
    keep_lossless: bool = False
    """Whether the artefact is the result, so that nothing may be lost."""
    spectrogram_top_hz: int | None = None
    """The frequency (Hz) at the upper edge of the spectrogram; None for no spectrogram."""
    thrift: int = 0
    """The step of `encode.recipe.STEPS`; 0 for none."""


@dataclass(frozen=True, slots=True)
class SpectrogramRecipe:
    """The recipe of one spectrogram."""

    top_hz: int
    """The frequency at its upper edge."""
    mix: str = ""
    """What is heard of the clip's channels, as `signal.downmix` names it."""


Recipe = EncodeRecipe | SpectrogramRecipe


@dataclass(frozen=True, slots=True)
class MediaJob:
    """The work on one clip: what of its requests is not there yet."""

    location: str
    longest: float = inf
    """Seconds."""
    facts: Facts | None = None
    """What is known already; None where the clip has to be measured too."""
    requests: tuple[MediaRequest, ...] = ()
    """Those whose recipes are still to be chosen, because the facts are not known yet."""
    recipes: tuple[Recipe, ...] = ()
    """Those that were chosen from the facts."""
    sparing: bool = False
    """Whether a clip of which more than WAV is to be made is not decoded yet: its header has to do."""


@dataclass(frozen=True, slots=True)
class JobResult:
    """The result of a job: what a worker found out about a clip, and made of it."""

    probed: Probed
    """Under the neutral name of `naming`."""
    artifacts: Mapping[Recipe, Artifact]
    failures: Mapping[Recipe, str]
    """Encodes that could not be made, and why."""
    contents: Mapping[str, bytes]
    """By SHA-256, the artifacts of a worker that does not share this machine's disk."""
    version: str
    """Of the tools that made it."""


@dataclass(frozen=True, slots=True)
class MediaResult:
    """The answer to a request."""

    clip: PlayedClip | None
    """None where the clip cannot be read."""
    faults: tuple[Fault, ...]
    """What is wrong with the file, under its name."""
    failures: Mapping[str, str]
    """By format (`mp3`), why an encode could not be made."""
    complete: bool = True
    """Whether nothing is left to be done for it."""


class DerivationError(Exception):
    """Nothing more can be derived; the text says why in plain words."""
