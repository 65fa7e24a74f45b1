"""What is known and was made of one content: read from the cache, and put there.

Rule 1: JSON of another shape than expected does not exist: the thing is made anew.
Rule 2: importing this module imports neither numpy nor soundfile nor av.
"""

from __future__ import annotations

import json
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from soundcase.audio.encode.recipe import EncodeRecipe
from soundcase.audio.media.cache import Cache, key_of
from soundcase.audio.media.job import Drawing, Piece
from soundcase.audio.media.naming import NEUTRAL
from soundcase.audio.probe import Probed
from soundcase.facts import Facts, Sound
from soundcase.problems.problem import Fault

Value = TypeVar("Value")
_OF_THE_PLACE = frozenset(("missing-file", "unreadable-file", "too-long"))
"""What is wrong with a place or against a limit, not with a content."""


@dataclass(frozen=True, slots=True)
class Made:
    """A derived file."""

    path: Path
    """Where it lies; good until the cache is closed."""
    mime: str
    format: str
    """For people, e.g. `MP3`."""
    suffix: str
    """With its dot."""
    sha256: str
    size: int
    """Bytes."""
    width: int
    """Pixels; 0 for what is no picture."""
    height: int
    gain: float
    """dB by which an encode is louder than its clip: 0, or less where the clip goes beyond full scale."""
    sound: Sound | None
    """What is heard in an encode, as a browser decodes it."""


@dataclass(frozen=True, slots=True)
class _Probe:
    facts: Facts | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _File:
    mime: str
    format: str
    suffix: str
    sha256: str
    size: int
    width: int
    height: int
    gain: float
    sound: Sound | None


_PROBE, _FILE, _RATE = TypeAdapter(_Probe), TypeAdapter(_File), TypeAdapter(int)


class Shelf:
    """The place in a cache of everything that belongs to one content."""

    def __init__(self, cache: Cache, content: str, version: str) -> None:
        """`content` is a SHA-256 digest, `version` names the tools."""
        self._cache, self._content, self._version = cache, content, version

    def probed(self) -> Probed | None:
        """What probing found, under the neutral name."""
        kept = _parsed(self._cache.record(self._key("probe")), _PROBE)
        if kept is None or (kept.facts is not None and kept.facts.sha256 != self._content):
            return None
        return Probed(NEUTRAL, kept.facts, kept.faults)

    def is_probed(self) -> bool:
        """Whether there is something about it, whole or not."""
        return self._cache.record(self._key("probe")) is not None

    def keep_probed(self, probed: Probed) -> None:
        """Keep what probing found, if it is about the content."""
        if any(fault.code in _OF_THE_PLACE for fault in probed.faults):
            return
        value = {"facts": asdict(probed.facts) if probed.facts else None}
        faults = [asdict(fault) for fault in probed.faults]
        self._cache.keep_record(self._key("probe"), _dumped({**value, "faults": faults}))

    def rate(self) -> int | None:
        """The rate (Hz) that the structure tells; None where it is not known yet."""
        return _parsed(self._cache.record(self._key("rate")), _RATE)

    def keep_rate(self, rate: int) -> None:
        """Keep the rate (Hz) that the structure tells."""
        self._cache.keep_record(self._key("rate"), _dumped(rate))

    def made(self, what: EncodeRecipe | Drawing) -> Made | None:
        """The encode or the spectrogram of a recipe, if it is there and whole."""
        key = self._key(_recipe(what))
        file = _parsed(self._cache.record(key), _FILE)
        path = self._cache.blob(key, sha256=file.sha256, size=file.size) if file else None
        return Made(path, **_fields(file)) if file and path else None

    def keep(self, what: EncodeRecipe | Drawing, piece: Piece) -> Made:
        """Keep a finished file. Raises OSError where it can be put nowhere at all."""
        key = self._key(_recipe(what))
        made = self._cache.keep_blob(key, self._placed(key, piece))
        file = _File(**_fields(piece))
        self._cache.keep_record(key, _dumped(asdict(file)))
        return Made(made, **_fields(file))

    def loose(self, what: EncodeRecipe | Drawing, piece: Piece) -> Made:
        """The same for what must not be kept, because its source changed while it was read."""
        path = self._placed(f"{self._key(_recipe(what))}-loose", piece)
        return Made(path, **_fields(piece))

    def _placed(self, name: str, piece: Piece) -> Path:
        """The piece as a file of this build."""
        if piece.content is None:
            return Path(piece.path)
        path = self._cache.scratch() / f"{name}{piece.suffix}"
        path.write_bytes(piece.content)
        return path

    def _key(self, recipe: str) -> str:
        return key_of(self._content, recipe, self._version)


def _recipe(what: EncodeRecipe | Drawing) -> str:
    kind = "spectrogram" if isinstance(what, Drawing) else "encode"
    return f"{kind} {' '.join(map(str, astuple(what)))}"


def _fields(one: Piece | _File) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _File.__slots__}


def _dumped(value: object) -> bytes:
    return json.dumps(value, sort_keys=True).encode()


def _parsed(body: bytes | None, shape: TypeAdapter[Value]) -> Value | None:
    if body is None:
        return None
    try:
        return shape.validate_json(body, strict=True)
    except ValidationError:
        return None
