"""What is asked of one clip, and what comes back.

Rule 1: all of it is small values that travel between processes and machines.
Rule 2: two wishes are one if the same things would be made for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf

from soundcase.audio.encode.recipe import EncodeRecipe
from soundcase.audio.probe import Probed
from soundcase.facts import Facts, Sound
from soundcase.model import Channels


@dataclass(frozen=True, slots=True)
class Wish:
    """What one place that uses a clip asks for."""

    encode: str | tuple[str, ...] = "auto"
    """`auto`, `original`, or formats, the one to offer first at the front."""
    keep_lossless: bool = False
    """Whether the artefact is the result, so that nothing may be lost."""
    spectrogram_top_hz: int | None = None
    """The frequency (Hz) at the upper edge of the spectrogram; None for no spectrogram."""
    channels: Channels = ""
    """How the author says that the clip's channels are heard."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """How one spectrogram is made."""

    top_hz: int
    """The frequency at its upper edge."""
    mix: str = ""
    """What is heard of the clip's channels, as `signal.downmix` names it."""


@dataclass(frozen=True, slots=True)
class Job:
    """One clip and everything that is asked of it."""

    name: str
    """As the catalogue calls it; unique among the jobs."""
    location: str
    """A path, or a URL that fsspec opens."""
    content: str
    """SHA-256 of the file; empty where only reading it will tell."""
    wishes: tuple[Wish, ...] = ()
    longest: float = inf
    """Seconds; a longer clip is refused."""


@dataclass(frozen=True, slots=True)
class Todo:
    """What of a job is left to be made."""

    facts: Facts | None
    """What is known already; None where the clip has to be measured too."""
    wishes: tuple[Wish, ...]
    """Those that are still to be chosen for, because the facts are not known yet."""
    recipes: tuple[EncodeRecipe, ...]
    """Encodes that were chosen from the facts."""
    drawings: tuple[Drawing, ...]
    """Spectrograms that were chosen from the facts."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A file that was made: whole here, or in a file."""

    mime: str
    format: str
    """For people, e.g. `MP3`."""
    suffix: str
    """With its dot."""
    sha256: str
    size: int
    """Bytes."""
    width: int = 0
    """Pixels; 0 for what is no picture."""
    height: int = 0
    content: bytes | None = None
    path: str = ""
    """Where the content lies if it is not here."""
    gain: float = 0.0
    """dB by which an encode is louder than its clip: 0, or less where the clip goes beyond full scale."""
    sound: Sound | None = None
    """What is heard in an encode, as a browser decodes it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one worker made of one clip."""

    probed: Probed
    """Under the neutral name of `naming`."""
    encodes: Mapping[EncodeRecipe, Piece]
    spectrograms: Mapping[Drawing, Piece]
    failures: Mapping[EncodeRecipe, str]
    """Encodes that could not be made, and why."""
    version: str
    """Of the tools that made it."""


class DerivationError(Exception):
    """Nothing more can be derived; the text says why in plain words."""
