"""Files that follow from the same inputs: known by their digests, and made only where nobody knows these."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from hashlib import sha256

from soundcase.kept import KeptValues, digest_of
from soundcase.publishing.placement import Made, Payload


def kept_files(
    kind: str, inputs: object, make: Callable[[], Mapping[str, bytes]], kept: KeptValues
) -> Iterator[tuple[str, Payload]]:
    """The files by address; `make` is asked for each that is written, so it had better remember them."""

    def records() -> tuple[tuple[str, str, int], ...]:
        return tuple((url, sha256(content).hexdigest(), len(content)) for url, content in make().items())

    for url, digest, size in kept.value(kind, digest_of(inputs), records):
        yield url, Made(digest, size, partial(_one, make, url))


def _one(make: Callable[[], Mapping[str, bytes]], url: str) -> bytes:
    return make()[url]
