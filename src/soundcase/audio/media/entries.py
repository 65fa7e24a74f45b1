"""The entries of the cache: what is known and was made of one content.

Rule 1: an entry belongs to a content, a recipe and everything that decides a derived file's bytes: the versions
    of the libraries, and the text of the modules that decode, measure and encode.
Rule 2: JSON of another shape than expected does not exist: the thing is made anew.
Rule 3: importing this module imports neither numpy nor soundfile nor av; packages are asked by their metadata.
"""

from __future__ import annotations

from dataclasses import astuple, replace
from pathlib import Path
from typing import TypeVar

from soundcase.audio.media.cache import Cache, key_of
from soundcase.audio.media.job import Recipe, SpectrogramRecipe
from soundcase.audio.media.naming import NEUTRAL
from soundcase.audio.media.shapes import dumped, parsed
from soundcase.audio.media.versions import tools
from soundcase.audio.probe import Probed
from soundcase.facts import Artifact, Facts
from soundcase.problems.problem import Fault
from soundcase.values import dataclass

Value = TypeVar("Value")
OF_THE_PLACE = frozenset(("missing-file", "unreadable-file", "too-long"))
"""What is wrong with a place or against a limit, not with a content."""


@dataclass(frozen=True, slots=True)
class _Probe:
    facts: Facts | None
    faults: tuple[Fault, ...]


class CacheEntry:
    """Everything in a cache that belongs to one content."""

    def __init__(self, cache: Cache, content: str) -> None:
        """`content` is a SHA-256 digest."""
        self._cache, self._content = cache, content

    def probed(self) -> Probed | None:
        """The result of probing, under the neutral name."""
        kept = _parsed(self._cache.record(self._key("probe")), _Probe)
        if kept is None or (kept.facts is not None and kept.facts.sha256 != self._content):
            return None
        return Probed(NEUTRAL, kept.facts, kept.faults)

    def is_probed(self) -> bool:
        """True if there is a result of probing, whole or not."""
        return self._cache.record(self._key("probe")) is not None

    def keep_probed(self, probed: Probed) -> None:
        """Keep what probing found, if it is about the content."""
        if not any(fault.code in OF_THE_PLACE for fault in probed.faults):
            self._keep("probe", dumped(_Probe(probed.facts, probed.faults)))

    def rate(self) -> int | None:
        """The rate (Hz) that the structure tells; None where it is not known yet."""
        return _parsed(self._cache.record(self._key("rate")), int)

    def keep_rate(self, rate: int) -> None:
        """Keep the rate (Hz) that the structure tells."""
        self._keep("rate", dumped(rate))

    def artifact(self, recipe: Recipe) -> Artifact | None:
        """The artifact of a recipe, if it is there and whole."""
        key = self._key(_named(recipe))
        made = _parsed(self._cache.record(key), Artifact)
        path = self._cache.blob(key, sha256=made.sha256, size=made.size) if made else None
        return replace(made, path=str(path)) if made and path else None

    def keep_artifact(self, recipe: Recipe, made: Artifact) -> Artifact:
        """Move what was made into the cache; it comes back with the place where it lies then."""
        path = self._cache.keep_blob(self._key(_named(recipe)), Path(made.path))
        self._keep(_named(recipe), dumped(replace(made, path="")))
        return replace(made, path=str(path))

    def _keep(self, recipe: str, body: bytes) -> None:
        self._cache.keep_record(self._key(recipe), body)

    def _key(self, recipe: str) -> str:
        return key_of(self._content, recipe, tools())


def probe_key(content: str) -> str:
    """The key of what probing found in a content."""
    return key_of(content, "probe", tools())


def _named(recipe: Recipe) -> str:
    kind = "spectrogram" if isinstance(recipe, SpectrogramRecipe) else "encode"
    return f"{kind} {' '.join(map(str, astuple(recipe)))}"


def _parsed(body: bytes | None, shape: type[Value]) -> Value | None:
    if body is None:
        return None
    try:
        return parsed(body, shape)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
