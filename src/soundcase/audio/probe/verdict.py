"""From structure and decoding to facts and faults: who is right, and what is worth a remark.

Rule 1: one cause is one fault: a truncated file is not also wrong about its duration.
Rule 2: what was decoded counts; where it agrees with the structure within the tolerance, the structure's
exact count does.
"""

from __future__ import annotations

import shlex
from collections.abc import Container, Iterator, Sequence
from math import log10
from pathlib import PurePosixPath

from soundcase.audio.probe.decode import Decoded
from soundcase.audio.probe.kinds import KINDS, KNOWN_SUFFIXES, Kind
from soundcase.audio.probe.sniff import LFS
from soundcase.audio.probe.source import Source, printable, quoted
from soundcase.audio.probe.structure import Damage, Structure, differs, in_seconds
from soundcase.audio.probe.web import HIGHEST_HZ, LOWEST_HZ, MOST_CHANNELS, refusal
from soundcase.problems.problem import Fault
from soundcase.values import dataclass

SILENT_PEAK = 0.001
"""−60 dBFS."""
FULL_SCALE = 1.001
"""1.0, and what rounding may add to it."""
CLIPPED_RUNS = 3
"""From so many runs on, a clip is called clipped."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A clip whose structure and samples are known."""

    shown: str
    structure: Structure
    decoded: Decoded | None

    @property
    def frames(self) -> int:
        """Sample frames that really decode, at the structure's rate."""
        counted = self.structure.frames
        if self.decoded is None:
            return counted or 0
        came = self._decoded_frames
        if counted is None or (differs(came / self.rate, counted / self.rate) and not self.decoded.limited):
            return came
        return counted if not self.decoded.failure else min(came, counted)

    @property
    def _decoded_frames(self) -> int:
        if self.decoded is None:
            return 0
        counted = self.structure.frames
        came = round(self.decoded.frames * self.structure.rate / self.decoded.rate)
        if not counted or not counted < came <= counted + self.structure.padding:
            return came
        return counted

    @property
    def rate(self) -> int:
        """Hz."""
        return self.structure.rate

    @property
    def seconds(self) -> float:
        """The duration."""
        return self.frames / self.rate

    @property
    def declared_seconds(self) -> float | None:
        """The duration that the header promises."""
        declared = self.structure.declared
        return None if declared is None else declared / self.rate

    @property
    def kind(self) -> Kind:
        """Its row in the table of kinds."""
        return KINDS[self.structure.kind]

    @property
    def format(self) -> str:
        """Its format, for people."""
        name, codec = self.kind.format, self.structure.codec
        return f"{name} ({codec})" if name and codec else name or codec

    @property
    def damage(self) -> Damage | None:
        """The first damage, of the structure or found by decoding."""
        counted, decoded = self.structure.frames, self.decoded
        structural = self.structure.damage
        if decoded is None:
            return structural
        proved = (
            decoded.md5 and decoded.md5 == self.structure.md5
        )  # every sample, by the digest in a FLAC header
        if structural is not None and not proved:
            return structural
        if decoded.failure:
            return Damage("corrupt", f"the decoder says: {decoded.failure}", self._decoded_frames)
        came = self._decoded_frames
        if (
            counted
            and came < counted
            and not decoded.limited
            and differs(came / self.rate, counted / self.rate)
        ):
            return Damage("corrupt", "the decoder gives up there", came)
        if self.structure.md5 and decoded.md5 and self.structure.md5 != decoded.md5 and not decoded.limited:
            return Damage("corrupt", "its samples do not match the checksum (MD5) in its header")
        return None

    @property
    def broken(self) -> bool:
        """True where Chromium may end where the sound is damaged; other codecs pass over such a place."""
        return self.structure.kind == "flac" and self.damage is not None and self.damage.code == "corrupt"


def faults(verdict: Verdict) -> Iterator[Fault]:
    """Everything worth a remark, in the order of the codes' table."""
    yield from _whole(verdict)
    yield from wrong_suffix(verdict.shown, verdict.format, verdict.kind.suffixes, KNOWN_SUFFIXES)
    if why := refusal(verdict.structure):
        text = f"{quoted(verdict.shown)} ({verdict.format}) does not play everywhere: {why}"
        yield Fault("not-web-playable", text, f"Convert it: {_conversion(verdict)}")
    yield from _loudness(verdict)


def _whole(verdict: Verdict) -> Iterator[Fault]:
    damage, name, seconds = verdict.damage, quoted(verdict.shown), in_seconds(verdict.seconds)
    declared, no_duration = verdict.declared_seconds, verdict.structure.no_duration
    if damage is not None and damage.code == "truncated":
        text = f"{name} is cut off after {seconds}: {damage.what}; how much is missing cannot be told"
        if declared is not None and declared > verdict.seconds:
            missing = in_seconds(declared - verdict.seconds)
            text = (
                f"{name} ends after {seconds} of the {in_seconds(declared)} it declares: {missing} are missing"
            )
        yield Fault("truncated", text, "Copy or export the file again; a download may have been interrupted.")
        return
    if damage is not None:
        place = "" if damage.frame is None else f" at {in_seconds(damage.frame / verdict.rate)}"
        whole = "" if declared is None else f" of {in_seconds(declared)}"
        text = f"{name} is damaged inside{place}{whole if place else ''}: {damage.what}"
        yield Fault("corrupt", text, "Export the file again; browsers stop or leave a hole there.")
        return
    if verdict.structure.as_text:
        text = f"{name} was copied as if it were text: before each of its bytes 10 stands a byte 13"
        yield Fault("line-endings", text, "Copy it again, in binary.")
    suffix = ".m4a" if verdict.structure.kind == "adts-aac" else ""  # ADTS has no header for a duration
    anew = f"Write its header anew: ffmpeg -i {_shell(verdict.shown)} -c copy {_new(verdict, suffix)}"
    if no_duration:
        yield Fault("no-duration", f"{name} does not say how long it is: {no_duration}", anew)
    if declared is not None and differs(declared, verdict.seconds):
        text = f"{name} declares {in_seconds(declared)} but holds {seconds}"
        yield Fault("wrong-duration", text, anew)


def unusable(source: Source, name: str, code: str, hint: str) -> Fault | None:
    """The fault, by this code, of a file without content, or of Git LFS's pointer in its place."""
    if source.size == 0:
        return Fault(code, f"{quoted(name)} is empty: it has 0 bytes", hint)
    if source.read(0, len(LFS)) == LFS:
        text = f"{quoted(name)} is a Git LFS pointer, not the file itself"
        return Fault("lfs-pointer", text, "Run: git lfs pull")
    return None


def wrong_suffix(name: str, form: str, suffixes: Sequence[str], known: Container[str]) -> Iterator[Fault]:
    """The fault of a file whose suffix is a known one, but none of its format's."""
    suffix = PurePosixPath(name).suffix
    if not suffixes or suffix.lower() in suffixes or suffix.lower() not in known:
        return
    better = PurePosixPath(name).with_suffix(suffixes[0]).name
    text = f"{quoted(name)} is {form}, not what {quoted(suffix)} says"
    yield Fault("wrong-suffix", text, f"Rename it to {quoted(better)}, here and where the catalogue names it.")


def _conversion(verdict: Verdict) -> str:
    structure = verdict.structure
    options = []
    if structure.rate < LOWEST_HZ:
        options.append("-ar 8000")
    elif structure.rate > HIGHEST_HZ:
        options.append(f"-ar {HIGHEST_HZ}")
    if structure.channels > MOST_CHANNELS:
        options.append("-ac 2")
    suffix = ".mp3" if verdict.kind.lossy else ".flac"
    if verdict.kind.lossy:
        options.append("-b:a 128k")
    elif verdict.structure.kind == "flac" and not options and structure.bits in (8, 16, 24):
        options.append("-map_metadata -1 -c copy")
    elif structure.bits not in (None, 8, 16, 24):
        options.append("-sample_fmt s32")
    return " ".join(["ffmpeg", "-i", _shell(verdict.shown), *options, _new(verdict, suffix)])


def _shell(name: str) -> str:
    return shlex.quote(printable(name))


def _new(verdict: Verdict, suffix: str = "") -> str:
    """A name for a fixed file, beside the old one."""
    old = PurePosixPath(verdict.shown)
    suffix = suffix or old.suffix
    return _shell(str(old.with_name(f"{old.stem}{'-new' if suffix == old.suffix else ''}{suffix}")))


def _loudness(verdict: Verdict) -> Iterator[Fault]:
    if verdict.decoded is None:
        return
    name, peak, runs = quoted(verdict.shown), verdict.decoded.peak, verdict.decoded.clipped_runs
    if peak < SILENT_PEAK:
        level = "nothing but zeros" if peak == 0 else "no sample above −60 dBFS"
        yield Fault("silent", f"{name} holds {level}", "Check that the right file was exported.")
    elif peak > FULL_SCALE and not verdict.kind.lossy:
        above = f"{20 * log10(peak):.1f}"
        hint = f"Make it {above} dB quieter; until then the page plays it so much quieter."
        yield Fault("over-full-scale", f"the peaks of {name} lie {above} dB above full scale", hint)
    elif runs >= CLIPPED_RUNS:
        yield Fault(
            "clipped",
            f"{name} stands at full scale for three or more samples {runs} times",
            "Lower the level and export it again, or set this rule to off if the model made it so.",
        )
