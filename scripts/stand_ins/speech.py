"""Spoken stand-ins by eSpeak NG: the language and sex of the original, in words of our own.

Rule 1: nobody's voice and nobody's words are imitated; each sentence is neutral and was written for this demo.
Rule 2: only this module needs the `espeak-ng` program.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import dataclass
from html import escape

import numpy as np
import soundfile

from stand_ins.signals import Signal

INSTALL = """espeak-ng is needed to make the spoken clips. Install it and try again:
  Debian, Ubuntu: apt install espeak-ng
  Fedora:         dnf install espeak-ng
  macOS:          brew install espeak-ng
  Windows:        winget install eSpeak-NG.eSpeak-NG"""

EDGE_LEVEL = 0.01
"""Share of the peak below which the ends of a recording count as silence."""
EDGE_SECONDS = 0.12
"""Silence that is kept at either end."""


class EspeakMissingError(RuntimeError):
    """The espeak-ng program is not installed."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence and who says it."""

    voice: str
    """eSpeak's language code with a variant that sets the sex: m1 to m8 male, f1 to f5 female."""
    words: str
    rate: int = 160
    """Words per minute."""
    pitch: int = 50
    """0 to 99; 50 is the variant's own."""
    lively: int = 100
    """Pitch range in percent of the voice's own."""


def said(spoken: Spoken, hz: int) -> Signal:
    """The sentence as samples at this rate, silence trimmed; EspeakMissingError without espeak-ng."""
    program = shutil.which("espeak-ng")
    if program is None:
        raise EspeakMissingError(INSTALL)
    command = [program, "--stdout", "-m", "-v", spoken.voice, "-s", str(spoken.rate), "-p", str(spoken.pitch)]
    command.append(f'<prosody range="{spoken.lively}%">{escape(spoken.words)}</prosody>')
    result = subprocess.run(command, check=True, capture_output=True)
    samples, rate = soundfile.read(io.BytesIO(_whole(result.stdout)), dtype="float64")
    return _trimmed(resampled(samples, rate, hz), hz)


def _whole(wav: bytes) -> bytes:
    """The WAV with its sizes filled in: eSpeak writes to a pipe and cannot go back to do so."""
    size = len(wav)
    return wav[:4] + (size - 8).to_bytes(4, "little") + wav[8:40] + (size - 44).to_bytes(4, "little") + wav[44:]


def resampled(x: Signal, rate: int, hz: int) -> Signal:
    """The same sound at another rate, by cutting or padding its spectrum."""
    margin = rate // 2
    padded = np.concatenate([x, np.zeros(margin + -(x.size + margin) % rate)])
    size = padded.size // rate * hz
    spectrum = np.fft.rfft(padded)[: size // 2 + 1]
    spectrum = np.pad(spectrum, (0, size // 2 + 1 - spectrum.size))
    return np.fft.irfft(spectrum, size)[: round(x.size * hz / rate)] * (hz / rate)


def _trimmed(x: Signal, hz: int) -> Signal:
    loud = np.flatnonzero(np.abs(x) > EDGE_LEVEL * np.max(np.abs(x)))
    edge = round(EDGE_SECONDS * hz)
    return np.pad(x[loud[0] : loud[-1] + 1], edge)
