"""Rules about the channels of clips: what a page with one or two loudspeakers makes of them."""

from __future__ import annotations

from collections.abc import Iterator

from soundcase.audio.signal.downmix import AMBISONICS, LAYOUTS, settled, unfit_reason
from soundcase.catalogue.uses import Use
from soundcase.checks.rules.context import Finding, RuleContext
from soundcase.facts import Facts
from soundcase.model import Media, SourcePath

SILENT = 0.001
"""Peak of a silent side, −60 dBFS …"""
SILENT_BESIDE = 0.003
"""… or −50 dB below the other side."""


def wrong_channels(context: RuleContext) -> Iterator[Finding]:
    """Channels that the clip does not have, and channels of no clip."""
    for use in context.uses.clips:
        facts = context.facts.get(use.name)
        why = unfit_reason(use.media.channels, facts.channels) if facts else ""
        if facts and why:
            have = "1 channel" if facts.channels == 1 else f"{facts.channels} channels"
            yield Finding(_origin(use.media), f"'{use.name}' has {have}: {why}", "say which of them to hear")
    for task in context.catalogue.tasks():
        for example in task.examples:
            for _, _, media in example.media():
                if media.channels and media.audio is None:
                    message = "'channels' is said of a clip, and here is no 'audio'"
                    yield Finding(_origin(media), message, "add the clip, or remove it", of_key=True)


def many_channels(context: RuleContext) -> Iterator[Finding]:
    """Clips of more than two channels of which the author does not say how they are heard."""
    for use, facts in _first(context):
        if facts.channels > 2 and not use.media.channels:
            mix = settled("", facts.channels, facts.layout)
            heard = "the page plays the first alone" if mix.isdigit() else "the page plays a mix to stereo"
            yield Finding(use.origin, f"'{use.name}' has {facts.channels} channels: {heard}", _hint(mix, facts))


def one_sided(context: RuleContext) -> Iterator[Finding]:
    """Stereo clips of which one side is silent."""
    for use, facts in _first(context):
        peaks = facts.sound.channel_peaks if facts.sound else ()
        if len(peaks) != 2 or use.media.channels:
            continue
        quiet, loud = sorted(peaks)
        if loud >= SILENT and (quiet < SILENT or quiet < SILENT_BESIDE * loud):
            silent = "left" if peaks[0] < peaks[1] else "right"
            heard = 2 if silent == "left" else 1
            hint = f"write 'channels: {heard}' beside it to hear it on both sides, or publish it in mono"
            yield Finding(use.origin, f"the {silent} side of '{use.name}' is silent", hint)


def _first(context: RuleContext) -> Iterator[tuple[Use, Facts]]:
    """Each clip that could be read, where it is first heard so."""
    told = set()
    for use in context.uses.clips:
        facts = context.facts.get(use.name)
        if facts and use.key not in told:
            told.add(use.key)
            yield use, facts


def _hint(mix: str, facts: Facts) -> str:
    if not mix.isdigit():
        said = next((name for name, speakers in LAYOUTS.items() if speakers == mix), mix)
        known = f"'channels: {said}'" if said in (AMBISONICS, *LAYOUTS) else "'channels: [1, 2]'"
        return f"write {known} beside it if that is meant, or publish a mix of your own"
    able = [name for name in (AMBISONICS, *LAYOUTS) if not unfit_reason(name, facts.channels)]
    told = "".join(f"'channels: {name}', " for name in able)
    return f"say what they are beside it: {told}or which to hear, as 'channels: [1, 2]'"


def _origin(media: Media) -> SourcePath:
    return media.origin.at("channels")
