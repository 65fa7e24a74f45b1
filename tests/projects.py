"""Tiny projects for tests: a whole one in one text, with clips made on demand."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from PIL import Image

BASE = """\
-- examples/catalogue.yaml --
title: Base
models:
  ours: {name: Ours, ours: true}
  theirs: {name: Theirs}
sections:
  - title: Part
    tasks: [words.yaml]
-- examples/words.yaml --
title: Words
prompt: Describe the sound.
examples:
  - audio: a.wav
    outputs:
      theirs: A tone.
      ours: A clear tone.
  - audio: b.wav
    outputs:
      theirs: Another tone.
      ours: A lower tone.
"""
_FILE = re.compile(r"^-- (\S+) --\n", re.MULTILINE)


def tone(hz: float = 440, *, seconds: float = 1, rate: int = 16000, channels: int = 1) -> np.ndarray:
    """A quiet sine of shape (frames, channels)."""
    time = np.arange(round(seconds * rate)) / rate
    return np.tile(0.1 * np.sin(2 * np.pi * hz * time)[:, None], channels)


def encoded(samples: np.ndarray, rate: int = 16000, kind: str = "WAV", subtype: str = "PCM_16") -> bytes:
    """The samples as a file."""
    file = io.BytesIO()
    soundfile.write(file, samples, rate, format=kind, subtype=subtype)
    return file.getvalue()


def _corrupt_flac() -> bytes:
    noise = np.random.default_rng(1).normal(0, 0.1, (32000, 1))
    content = bytearray(encoded(noise, kind="FLAC"))
    middle = len(content) // 2
    content[middle : middle + 300] = bytes(300)
    return bytes(content)


def _clipped() -> bytes:
    return encoded(np.clip(tone() * 40, -1, 1))


def _piped() -> bytes:
    content = encoded(tone(500), kind="FLAC")
    return content[:21] + bytes((content[21] & 0xF0,)) + bytes(4) + content[26:]


def _as_text() -> bytes:
    return encoded(tone(500)).replace(b"\n", b"\r\n")


CLIPS: dict[str, Callable[[], bytes]] = {
    "tone": lambda: encoded(tone(500)),
    "tone-a": lambda: encoded(tone(440)),
    "tone-b": lambda: encoded(tone(330)),
    "tone-32k": lambda: encoded(tone(rate=32000), 32000),
    "tone-stereo": lambda: encoded(tone(channels=2)),
    "tone-8ch": lambda: encoded(tone(channels=8)),
    "tone-left": lambda: encoded(tone(channels=2) * [1, 0]),
    "over": lambda: encoded(tone() * 20, subtype="FLOAT"),
    "tone-long": lambda: encoded(tone(seconds=3)),
    "empty": lambda: b"",
    "lfs": lambda: b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 12345\n",
    "html": lambda: b"<!DOCTYPE html>\n<html><head><title>404</title></head><body>Not found</body></html>\n",
    "truncated": lambda: encoded(tone(seconds=2))[:20000],
    "corrupt": _corrupt_flac,
    "float64": lambda: encoded(tone(), subtype="DOUBLE"),
    "silent": lambda: encoded(tone() * 0),
    "clipped": _clipped,
    "piped": _piped,
    "as-text": _as_text,
}


@dataclass(frozen=True, slots=True)
class Files:
    """A project in a text: headers `key: value`, then files behind `-- path --` lines."""

    heads: tuple[tuple[str, str], ...]
    files: dict[str, str]

    def head(self, name: str) -> list[str]:
        """All values of one header."""
        return [value for key, value in self.heads if key == name]


def parsed(text: str) -> Files:
    """The text taken apart."""
    head, *rest = _FILE.split(text)
    heads = tuple(tuple(line.split(": ", 1)) for line in head.splitlines() if ": " in line)
    pairs = dict(zip(rest[::2], rest[1::2], strict=True))
    return Files(tuple((key, value) for key, value in heads), pairs)


def write(root: Path, text: str, *, base: str = BASE) -> Path:
    """Write the base project with the text's files over it, and the clips both use; the folder."""
    project = parsed(text)
    files = {**parsed(base).files, **project.files}
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content.replace("@BEL@", "\a"), encoding="utf-8")
    said = "".join(files.values())
    clips = [(f"{letter}.wav", f"tone-{letter}") for letter in "ab" if f"{letter}.wav" in said]
    for name, kind in clips + [_pair(one) for one in project.head("audio")]:
        add_clip(root, name, kind)
    for name in project.head("picture"):
        add_picture(root, name)
    _odd_files(root, project)
    for path in project.head("remove"):
        (root / path).unlink()
    return root


def add_clip(root: Path, name: str, kind: str = "tone") -> Path:
    """Put a clip of some kind into the project's `data/audio/`."""
    target = root / "data" / "audio" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    if kind == "fifo":
        os.mkfifo(target)
    else:
        target.write_bytes(CLIPS[kind]())
    return target


def add_picture(root: Path, name: str) -> Path:
    """Put a small picture into the project's `data/images/`."""
    target = root / "data" / "images" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (8, 4), "navy").save(target)
    return target


def _pair(value: str) -> tuple[str, str]:
    first, second = value.split(" ")
    return first, second


def _odd_files(root: Path, project: Files) -> None:
    for path, kind in map(_pair, project.head("raw")):
        target = root / path
        if kind == "latin1":
            target.write_bytes(target.read_text("utf-8").encode("latin-1"))
        elif kind.startswith("utf-16"):
            target.write_bytes(target.read_text("utf-8").encode(kind))
        elif kind == "binary":
            target.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
        else:
            target.unlink()
            target.mkdir()
