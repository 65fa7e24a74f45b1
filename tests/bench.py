"""What tests say to the command and to the machine: building a site, serving it, and what is missing.

Rule 1: what `make test` brings on every machine (Chromium, Python packages) skips with its reason where it is
    missing; where SOUNDCASE_REQUIRE_JUDGES or CI is set, as by `make test`, it fails instead.
Rule 2: programs that only some systems can install (ffmpeg, sox …) skip, and the last lines of a run name them.
Rule 3: tests skip by the functions here alone. Only what wants the reference material skips without a word.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import wave
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

from soundcase import system
from web_server import Served

REPOSITORY = Path(__file__).resolve().parent.parent

Serve = Callable[[Path], Served]
"""Serves a folder under `/repo/` until the session ends; each call gives an address and notes of its own."""

SiteOf = Callable[[str], Path]
"""The built site of a sample project by its kind, or of the demo by the name `demo`."""

SAMPLES = ("codec", "dialogue", "enhancement", "separation", "tts")
"""The sample projects under `demos/`."""


TINY = """\
title: Two systems, one sentence
models:
  ours: {name: Ours, ours: true}
  theirs: {name: Theirs}
sections:
  - title: Transcripts
    tasks:
      - id: digits
        title: Spoken digits
        examples:
          - audio: tone.wav
            outputs: {ours: one two, theirs: won too}
"""


def write_tone(path: Path, seconds: float = 0.5, hz: int = 250) -> None:
    """Write a quiet square wave: 16 bits, mono, 8 kHz."""
    half = 8000 // (2 * hz)
    cycle = (3000).to_bytes(2, "little", signed=True) * half + (-3000).to_bytes(2, "little", signed=True) * half
    with wave.open(str(path), "wb") as clip:
        clip.setparams((1, 2, 8000, 0, "NONE", "not compressed"))
        clip.writeframes(cycle * int(seconds * hz))


def tiny_project(root: Path) -> Path:
    """Write the smallest project worth building, and say where it is."""
    (root / "examples").mkdir(parents=True)
    (root / "data" / "audio").mkdir(parents=True)
    (root / "examples" / "catalogue.yaml").write_text(TINY, encoding="utf-8")
    write_tone(root / "data" / "audio" / "tone.wav")
    return root


REFERENCE_ABSENT = "the reference material is not at hand"
"""Why a test skips that no installation could let run."""


def needs_reference(there: object) -> pytest.MarkDecorator:
    """Mark tests of material that may not be passed on; `there` is whether it is at hand."""
    return pytest.mark.skipif(not there, reason=REFERENCE_ABSENT)


def missing(what: str) -> NoReturn:
    """Skip for want of a tool, or fail where the tools are required."""
    if os.environ.get("SOUNDCASE_REQUIRE_JUDGES") or os.environ.get("CI"):
        pytest.fail(f"{what} `make test` installs it.", pytrace=False)
    pytest.skip(what, allow_module_level=True)


def needs_package(name: str) -> None:
    """Skip or fail where a Python package is missing that `make test` installs."""
    if importlib.util.find_spec(name) is None:
        missing(f"The package {name} is missing.")


def program(name: str) -> str:
    """The path of a foreign program; skips where it is missing, since not every system may install it."""
    found = shutil.which(name)
    if not found:
        pytest.skip(f"{name} is missing", allow_module_level=True)
    return found


def tracked(*folders: str) -> list[str]:
    """The files of a checkout that git knows, relative to it; skips in sources without git."""
    listed = subprocess.run(
        [program("git"), "ls-files", "-z", *folders], cwd=REPOSITORY, capture_output=True, check=False
    )
    if listed.returncode != 0:
        pytest.skip("git's list of this checkout's files is missing")
    return [name for name in listed.stdout.decode().split("\0") if name]


def absent_judges(reasons: Iterable[str]) -> Iterator[str]:
    """The closing lines: what was not asked, with the number of tests, for want of what a machine lacks."""
    counted = Counter(reason.removeprefix("Skipped: ") for reason in reasons)
    others = {reason: count for reason, count in counted.items() if reason != REFERENCE_ABSENT}
    if others:
        yield "Not every judge sat; `make test` installs them where it may (see CONTRIBUTING.md):"
    for reason, count in sorted(others.items()):
        yield f"  {reason} ({count} test{'' if count == 1 else 's'} skipped)"


def build_site(project: Path, output: Path) -> subprocess.CompletedProcess[str]:
    """Run `build-site` as a reader of the manual would, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "soundcase", "-C", str(project), "-o", str(output)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def built(project: Path, output: Path) -> Path:
    """The folder of the site that a project without mistakes gives."""
    run = build_site(project, output)
    assert run.returncode == 0, f"{run.stdout}\n{run.stderr}"
    return output


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Hold a lock file, so that the workers of one run do a thing once."""
    with lock.open("w") as held:
        system.lock(held.fileno())
        yield
