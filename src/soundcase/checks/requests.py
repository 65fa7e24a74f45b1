"""The requests for a catalogue's clips: what its places want made of each.

Rule 1: where one place says that nothing may be lost, nothing is lost anywhere; of steps of thrift, the least.
Rule 2: the frequency axis is the same for all clips of a task that shows spectrograms.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Literal

from soundcase.audio.media.entries import CacheEntry
from soundcase.audio.media.job import MediaRequest
from soundcase.audio.media.pool import MediaContext
from soundcase.audio.media.reading import is_url, readable
from soundcase.audio.media.versions import tools
from soundcase.audio.probe import rate_of
from soundcase.audio.signal import row_top_hz
from soundcase.checks.inventory import ClipFile, Inventory
from soundcase.checks.slices import CatalogueSlice, SlicedCatalogue
from soundcase.kept import KeptValues
from soundcase.model import ClipKey

Making = Literal["nothing", "what is there", "all"]
"""What is made of clips: nothing; nothing new, but what was made before is taken; or all that is wanted."""


def requests_of(
    files: Inventory, sliced: SlicedCatalogue, context: MediaContext, kept: KeptValues, making: Making
) -> tuple[Mapping[ClipKey, MediaRequest], bool]:
    """A request for each clip that has a file, and whether they ask for all that is wanted."""
    lossless = {key.name for task, key in sliced.clips() if task.media.keep_lossless}
    thrift: dict[str, int] = {}
    for task, key in sliced.clips():
        thrift[key.name] = min(task.media.thrift, thrift.get(key.name, task.media.thrift))
    nothing, whole = making == "nothing", True
    tops: dict[ClipKey, int] = {}
    for _, places in groupby(() if nothing else sliced.slices, key=lambda one: id(one.task)):
        shown = [one for one in places if one.task.media.spectrogram]
        rates = [rate for one in shown for rate in _rates(one, files, context, kept, making)]
        whole = whole and None not in rates
        if known := [rate for rate in rates if rate]:
            top = round(row_top_hz(known))
            tops |= {key: max(top, tops.get(key, 0)) for one in shown for key in one.files.clips}
    requests: dict[ClipKey, MediaRequest] = {}
    for task, key in sliced.clips():
        if key not in requests and (file := files.clips.get(key.name)):
            requests[key] = MediaRequest(
                name=key.name,
                location=file.location,
                content=file.content,
                longest=file.longest,
                channels=key.channels,
                encode=None if nothing else task.media.encode,
                keep_lossless=key.name in lossless,
                spectrogram_top_hz=tops.get(key),
                thrift=thrift[key.name],
            )
    return requests, whole or making == "all"


def _rates(
    part: CatalogueSlice, files: Inventory, context: MediaContext, kept: KeptValues, making: Making
) -> tuple[int | None, ...]:
    """The rates (Hz) of the clips of a slice, as far as they are known."""
    clips = [file for key in part.files.clips if (file := files.clips.get(key.name))]
    inputs = tools(), tuple(one.content for one in clips)
    found: tuple[int, ...] | None = kept.found("rates", inputs) if all(inputs[1]) else None
    if found is not None:
        return found
    read = tuple(_rate(one, context, fetching=making == "all") for one in clips)
    if all((*inputs[1], *read)):
        kept.keep("rates", inputs, read)
    return read


def _rate(file: ClipFile, context: MediaContext, *, fetching: bool) -> int | None:
    """The rate (Hz) of a clip; one behind a URL is fetched for it once, if it may be.

    None also where there is nothing to be read, which deriving reports at its place.
    """
    entry = CacheEntry(context.cache, file.content) if is_url(file.location) and file.content else None
    rate = entry.rate() if entry else None
    if rate is None and (fetching or not is_url(file.location)):
        try:
            with readable(file.location) as path:
                rate = rate_of(path)
        except OSError:
            return None
        if entry and rate:
            entry.keep_rate(rate)
    return rate
