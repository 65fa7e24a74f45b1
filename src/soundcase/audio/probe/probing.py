"""One file, probed: opened, recognised, decoded, judged.

Rule: containers without a reader of their own promise nothing; decoding gives their length.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from math import inf
from pathlib import Path

from soundcase.audio.probe.av_decode import DecoderError, open_sound
from soundcase.audio.probe.decode import Decoded, decode, length
from soundcase.audio.probe.fanout import BlockFanout, ListenerFactory, Stream
from soundcase.audio.probe.kinds import CONTAINER_OF, KINDS
from soundcase.audio.probe.mpeg_frames import id3_size
from soundcase.audio.probe.sniff import describe, foreign_format, libsndfile_may, reader
from soundcase.audio.probe.source import Source, open_source, quoted, unreadable
from soundcase.audio.probe.structure import NotSoundError, Structure, Track, UnfitError, impossible, in_seconds
from soundcase.audio.probe.tags import read_tags
from soundcase.audio.probe.trailing import sound_end
from soundcase.audio.probe.verdict import Verdict, faults, unusable
from soundcase.audio.probe.web import unplayable_reason
from soundcase.facts import Facts
from soundcase.problems.problem import Fault
from soundcase.values import dataclass

_HIGHEST_HZ = 10_000_000
"""No sound is sampled faster; decoders take no more than 31 bits."""
_MOST_CHANNELS = 1024
"""More than any decoder takes."""
_TOO_LONG = "Cut it, or raise 'max_hours' under 'media'."
_DIGESTED = (8, 12, 16, 20, 24, 32)
"""Bits per sample of which FLAC digests are checked."""
_LOOKED_AT, _MANY_LINES = 1 << 18, 8
"""Bytes of plain samples in which line ends are counted, and how many of them are no chance."""
_VAGUE = ("webm", "matroska")
"""Containers that give durations in milliseconds, an encoder's delay included: decoding knows better."""
_CONVERT = "Convert it with a program that reads it, e.g. to FLAC or 16-bit WAV, or export it again."
_UNFIT = (ArithmeticError, LookupError, MemoryError, OSError, RecursionError, ValueError, struct.error)
"""What reading a file that is not what it seems may raise."""

_Enough = Callable[[Structure, int], str]


@dataclass(frozen=True, slots=True)
class Probed:
    """The result of probing one file."""

    path: str
    """As shown to people: what was asked for."""
    facts: Facts | None
    """None where the file is no audio that can be read; a fault says why."""
    faults: tuple[Fault, ...]
    rate: int | None = None
    """Hz that the structure tells, where no sample comes out of it; None elsewhere."""
    channels: int | None = None
    seconds: float | None = None
    promised: bool = False
    """Whether the facts are only what the header promises, since nothing was decoded."""


def probe_file(
    path: Path,
    shown: str = "",
    *,
    listeners: ListenerFactory | None = None,
    longest: float = inf,
    unless: _Enough | None = None,
) -> Probed:
    """The facts and faults of one file; whatever is in it, nothing is raised and nothing waited for.

    The same decoding feeds the `listeners`; one that fails ends it with `ListenerError`. A clip over `longest`
    seconds is a fault; where its header is honest, nothing is decoded; nor where `unless` gives the SHA-256 of
    a file with such a structure and size: then its facts are those of the header: cheap, and no truth.
    """

    def look(source: Source, name: str) -> Probed:
        return _probe(source, name, listeners, longest, unless)

    return _opened(path, shown or str(path), look)


def probe_files(files: Mapping[str, Path], jobs: int) -> dict[str, Probed]:
    """Every file's facts and faults under the name it has in `files`; threads, as decoding frees the GIL."""
    with ThreadPoolExecutor(max_workers=max(1, jobs), thread_name_prefix="probe") as pool:
        try:
            results = list(pool.map(probe_file, files.values(), files.keys()))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return dict(zip(files, results, strict=True))


def _opened(path: Path, name: str, look: Callable[[Source, str], Probed]) -> Probed:
    try:
        source = open_source(path, name)
        if isinstance(source, Fault):
            return Probed(name, None, (source,))
        with source:
            return look(source, name)
    except OSError as error:
        return Probed(name, None, (unreadable(error, name),))
    except _UNFIT as error:
        text = f"{quoted(name)} cannot be understood ({type(error).__name__}: {error})"
        return Probed(name, None, (Fault("undecodable", text, _CONVERT),))


def rate_of(path: Path) -> int | None:
    """The rate (Hz) that a file's structure tells, without decoding it; None where it is no audio."""
    try:
        source = open_source(path, str(path))
        if isinstance(source, Fault):
            return None
        with source:
            found = _structure(source, str(path))
            return None if isinstance(found, Probed) else found.rate
    except _UNFIT:
        return None


def over_limit(frames: int, rate: int, channels: int, *, longest: float, name: str) -> Fault | None:
    """The fault of a clip that is longer than some seconds, as `length` counts them."""
    if length(frames, rate, channels) <= longest:
        return None
    limit = f"{longest / 3600:g} h"
    text = f"{quoted(name)} is {frames / rate / 3600:.2f} h long; clips may be {limit}"
    if frames <= longest * rate:
        text = f"{quoted(name)} has more samples than {limit} of stereo at 48 kHz, the limit for clips"
    return Fault("too-long", text, _TOO_LONG)


def _overlong(found: Structure, name: str, longest: float) -> Fault | None:
    frames = found.frames or found.declared or 0
    return over_limit(frames, found.rate, found.channels, longest=longest, name=name)


def _probe(
    source: Source, name: str, listeners: ListenerFactory | None, longest: float, unless: _Enough | None
) -> Probed:
    found = _structure(source, name)
    if isinstance(found, Probed):
        return found
    if early := _overlong(found, name, longest):
        return _refused(name, early)
    if unless and (sha256 := unless(found, source.size)):
        verdict = Verdict(name, found, None)
        facts = _facts(source, verdict, sha256) if verdict.frames else None
        return Probed(name, facts, tuple(faults(verdict)) if facts else (), promised=True)
    promised = Stream(found.rate, found.channels, found.frames, found.layout, found, source.size)
    fanout = BlockFanout(listeners, promised, padding=found.padding) if listeners is not None else None
    decoded = None
    if found.tracks:
        bits = found.bits if found.md5 and found.bits in _DIGESTED else 0
        shape = {"rate": found.rate, "channels": found.channels, "md5_bits": bits or 0}
        decoded = decode(source, found.tracks, **shape, layout=found.layout, fanout=fanout, longest=longest)
        if decoded.limited and longest < inf:
            text = f"{quoted(name)} goes on behind {longest / 3600:g} h, the limit for clips"
            return _refused(name, Fault("too-long", text, _TOO_LONG))
        if decoded.frames == 0 or (found.about and decoded.failure):
            return _without_sound(found, decoded, name)
        found = _as_decoded(found, decoded)
    verdict = Verdict(name, found, decoded)
    if not verdict.frames:
        return _without_sound(found, decoded, name)
    if fanout is not None:
        fanout.finish(verdict.frames)
    return Probed(name, _facts(source, verdict), tuple(faults(verdict)))


def _without_sound(found: Structure, decoded: Decoded | None, name: str) -> Probed:
    """The result for a known container that gives no sample: the facts of its structure all the same."""
    form = Verdict(name, found, decoded).format
    if decoded is not None and decoded.failure:
        text = f"{quoted(name)} is {form}, but cannot be decoded: {decoded.failure}"
        frames = found.frames or found.declared or found.about
        seconds = frames / found.rate if frames else None
        fault = Fault("undecodable", text, _CONVERT)
        return Probed(name, None, (fault,), found.rate, found.channels, seconds)
    if found.damage is not None and not found.declared:
        promised = f"it is cut or broken before its first sound ({found.damage.what})"
    elif found.declared:
        promised = f"its header promises {in_seconds(found.declared / found.rate)}, but no sound follows"
    else:
        promised = "a header and no sound behind it"
    fault = Fault(
        "empty-audio", f"{quoted(name)} is an empty {form} file: {promised}", "Copy or export it again."
    )
    return Probed(name, None, (fault,), found.rate, found.channels)


def _structure(source: Source, name: str) -> Structure | Probed:
    """The structure of the container; a file without one that can be read is judged at once."""
    if early := unusable(source, name, "empty-audio", "Copy or export it again."):
        return _refused(name, early)
    try:
        recognised = reader(source)
        if recognised is not None:
            read, start = recognised
            found = _decodable(source, read(source, start), start)
            lead = "an ID3v2 tag" if id3_size(source, 0) == start else f"{start} bytes of something else"
            behind = f"it is {KINDS[found.kind].format} behind {lead}, which some browsers refuse"
            found = replace(found, as_text=_copied_as_text(source, found))
            return replace(found, unplayable_reason=found.unplayable_reason or behind) if start else found
        if other := _rare(source) or _foreign(source):
            return other
        known = foreign_format(source)
        if known is None:
            raise NotSoundError(describe(source))
        why = "but nothing comes out of it" if known.demuxer else "a format that is not supported"
        return _refused(name, Fault("undecodable", f"{quoted(name)} is {known.name}, {why}", _CONVERT))
    except NotSoundError as what:
        hint = "Put the audio file in its place; if it was downloaded, look at what the address really gives."
        return _refused(name, Fault("not-audio", f"{quoted(name)} is not audio but {what}", hint))
    except UnfitError as why:
        fault = Fault("undecodable", f"{quoted(name)} {why}", _CONVERT)
        return Probed(name, None, (fault,), why.rate, why.channels, why.seconds)


def _rare(source: Source) -> Structure | None:
    """The structure of one of the rarer formats, as libsndfile reads it; None if it is none."""
    if not libsndfile_may(source):
        return None
    whole = (Track(((0, source.size),)),)
    opened = decode(source, whole, rate=0, channels=0, md5_bits=0)
    if not opened.format:
        return None
    return Structure(
        kind="other",
        rate=opened.rate,
        channels=opened.channels,
        frames=None,
        declared=None,
        payload=source.size,
        tracks=whole,
        codec=opened.format,
    )


def _foreign(source: Source) -> Structure | None:
    """The structure of a container without a reader of its own; None if FFmpeg finds no sound in it."""
    found = foreign_format(source)
    if found is None or not found.demuxer:
        return None
    kind = found.kinds[0].name if found.kinds else "other"
    whole = ((0, sound_end(source)),)
    try:
        with open_sound(source.stream(whole), found.demuxer) as sound:
            return Structure(
                kind=kind,
                rate=sound.rate,
                channels=sound.channels,
                frames=None,
                declared=None,
                payload=source.size,
                tracks=(Track(whole, demuxer=found.demuxer),),
                codec=found.name if kind == "other" else "",
            )
    except DecoderError:
        return None


def _copied_as_text(source: Source, found: Structure) -> bool:
    """True if before each byte 10 of plain samples stands a byte 13: of many, no chance does that."""
    for track in found.tracks:
        piece = track.pieces[0]
        if track.raw is None or isinstance(piece, bytes):
            continue
        start = source.read(piece[0], min(piece[1] - piece[0], _LOOKED_AT))
        ends = start.count(b"\n")
        return ends >= _MANY_LINES and ends == start.count(b"\r\n")
    return False


def _refused(name: str, fault: Fault) -> Probed:
    return Probed(name, None, (fault,))


def _decodable(source: Source, found: Structure, start: int) -> Structure:
    """The structure with FFmpeg as its decoder where its reader named none; it begins at byte `start`.

    Raises `UnfitError` where no decoder takes its rate or its channels.
    """
    if found.rate > _HIGHEST_HZ:
        raise impossible(found.channels, found.rate)
    if found.channels > _MOST_CHANNELS:
        raise UnfitError(f"declares {found.channels} channels")
    container = CONTAINER_OF[found.kind].demuxer
    if found.tracks or not container:
        return found
    vague = found.kind.startswith(_VAGUE)
    track = Track(((start, source.size),), demuxer=container, bits=found.bits)
    return replace(found, tracks=(track,), frames=None if vague else found.frames)


def _as_decoded(found: Structure, decoded: Decoded) -> Structure:
    """The structure at the rate and with the channels that decode: AAC may hide twice the rate it declares."""
    if not found.tracks[0].demuxer or (found.rate, found.channels) == (decoded.rate, decoded.channels):
        return found

    def scaled(frames: int | None) -> int | None:
        return None if frames is None else round(frames * decoded.rate / found.rate)

    return replace(
        found,
        padding=scaled(found.padding) or 0,
        rate=decoded.rate,
        channels=decoded.channels,
        frames=scaled(found.frames),
        declared=scaled(found.declared),
    )


def _facts(source: Source, verdict: Verdict, sha256: str = "") -> Facts:
    found, kind, decoded = verdict.structure, verdict.kind, verdict.decoded
    layout = decoded.layout if decoded else found.layout
    return Facts(
        kind=found.kind,
        format=verdict.format,
        mime=kind.mime,
        suffix=kind.suffixes[0] if kind.suffixes else "",
        frames=verdict.frames,
        rate=found.rate,
        channels=found.channels,
        seconds=verdict.seconds,
        declared_seconds=verdict.declared_seconds,
        bits=found.bits,
        bit_rate=round(found.payload * 8 / verdict.seconds) if kind.lossy else None,
        size=source.size,
        sha256=sha256 or source.sha256(),
        web_playable=not unplayable_reason(found) and not verdict.broken,
        peak=decoded.peak if decoded is not None else None,
        clipped_runs=decoded.clipped_runs if decoded is not None else 0,
        layout=layout if len(layout) == found.channels else (),
        tags=read_tags(source, found),
    )
