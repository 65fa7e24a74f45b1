"""The requests for clips: what all the places that play one in one way ask for, as one.

Rule 1: where one place says that nothing may be lost, nothing is lost anywhere.
Rule 2: the frequency axis is the same for all clips of a task that shows spectrograms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from soundcase.audio.media.job import MediaRequest
from soundcase.audio.signal import row_top_hz
from soundcase.catalogue.uses import Use
from soundcase.checks.inventory import ClipFile
from soundcase.model import ClipKey


def media_requests(
    uses: Sequence[Use], files: Mapping[str, ClipFile], rates: Mapping[str, int], *, making: bool
) -> Mapping[ClipKey, MediaRequest]:
    """A request for each clip that has a file; if not `making`, they only ask what the clips are.

    `rates` (Hz) are those of the clips shown as spectrograms.
    """
    lossless = {use.name for use in uses if use.task.media.keep_lossless}
    tops = _top_hz(uses, rates)
    requests: dict[ClipKey, MediaRequest] = {}
    for use in uses:
        if use.key not in requests and (file := files.get(use.name)):
            requests[use.key] = MediaRequest(
                name=use.name,
                location=file.location,
                content=file.content,
                longest=file.longest,
                channels=use.media.channels,
                encode=use.task.media.encode if making else None,
                keep_lossless=use.name in lossless,
                spectrogram_top_hz=tops.get(use.key) if making else None,
            )
    return requests


def _top_hz(uses: Sequence[Use], rates: Mapping[str, int]) -> Mapping[ClipKey, int]:
    """The frequency at the upper edge of each clip's spectrogram."""
    tops: dict[ClipKey, int] = {}
    for _, places in groupby(uses, key=lambda use: id(use.task)):
        shown = [use.key for use in places if use.task.media.spectrogram]
        if known := [rates[key.name] for key in shown if key.name in rates]:
            tops |= {key: max(round(row_top_hz(known)), tops.get(key, 0)) for key in shown}
    return tops
