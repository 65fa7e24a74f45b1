"""The manual as a reader follows it: files are written, commands are run, what is shown is compared.

Rule 1: a block whose first line is a comment with a path is that file, as is one below a line `` `path`: ``.
Rule 2: `# in examples/catalogue.yaml` and `# in a task` begin parts, tried in a small project; `# an example`
    is put at the end of the task file before it, to the letter.
Rule 3: `sh` blocks are commands that succeed; `console` blocks are commands with all that they print, where a
    line `…` stands for any lines and `…` within one for any text.
Rule 4: clips that are written about are made, of noise that differs from clip to clip.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import shlex
import shutil
import subprocess
import sys
import wave
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
import numpy as np
import yaml
from click.testing import CliRunner

from bench import REPOSITORY
from soundcase.cli import commands

DOCS = REPOSITORY / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if "_build" not in path.parts)
FENCE = re.compile(
    r"^(?:`(?P<named>[^`\n]+)`:\n\n)?^```(?P<language>[\w{}-]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
FILE = re.compile(r"^(?:#|/\*|\{#|<!--) (?P<path>[\w.-]+(?:/[\w.-]+)*\.\w+)(?: \*/| #\}| -->)?$")
OFFERED = re.compile(r"(?<![\w./-])([\w-]+\.(?:mid|pdf))\b")
CLIP = re.compile(r"(?<![\w./-])([\w./-]+\.wav)\b")
SHOWN_ONLY = frozenset({"text", "zsh", "nginx", "apache"})
"""Languages of what is shown and not run: drawings, and other programs' settings."""

RATE = 16000


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page."""

    language: str
    body: str
    path: str
    """The file that it is, empty where it is none."""
    place: str
    """Page and line, for people."""


def blocks(page: Path) -> list[Block]:
    """The blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    found = []
    for fence in FENCE.finditer(text):
        first = FILE.match(fence["body"].partition("\n")[0])
        line = text.count("\n", 0, fence.start("body"))
        path = fence["named"] or (first["path"] if first else "")
        found.append(Block(fence["language"], fence["body"], path, f"{page.relative_to(DOCS)}:{line}"))
    return found


def noise(path: Path, of: str = "", seconds: float = 1.0) -> None:
    """A clip of quiet noise, another one for each name."""
    seed = int.from_bytes(hashlib.sha256((of or path.name).encode()).digest()[:8])
    samples = np.random.default_rng(seed).normal(0, 1500, int(RATE * seconds)).clip(-9000, 9000).astype("<i2")
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as clip:
        clip.setparams((1, 2, RATE, 0, "NONE", "not compressed"))
        clip.writeframes(samples.tobytes())


def invoke(*words: str) -> tuple[int, str]:
    """Exit status and output of `build-site` with these words, where the process stands."""
    run = CliRunner(env={"NO_COLOR": "1", "COLUMNS": "80"}).invoke(
        commands, list(words), prog_name="build-site"
    )
    assert run.exception is None or isinstance(run.exception, SystemExit), run.exc_info
    return run.exit_code, run.output


@dataclass
class Story:
    """What a reader has who follows a page from its first block to its last."""

    root: Path
    not_run: Mapping[str, str]
    here: Path = field(init=False)
    latest: str = ""

    def __post_init__(self) -> None:
        """Begin in the project's folder."""
        self.here = self.root

    def write(self, block: Block) -> None:
        """Keep a file of the page, with the clips that it names."""
        path, self.latest = self.here / block.path, block.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.body, encoding="utf-8")

    def add_example(self, block: Block) -> None:
        """Put examples, as they are printed, at the end of the task file that was written last."""
        tasks = sorted(path for path in self.here.glob("examples/*.yaml") if path.stem != "catalogue")
        path = self.here / self.latest if self.latest else tasks[-1]
        path.write_text(path.read_text(encoding="utf-8") + block.body, encoding="utf-8")

    def make_clips(self) -> None:
        """Make the clips that the project's catalogue names and that are not there."""
        texts = [*self.here.glob("examples/*.yaml"), *self.here.glob("examples/*.jsonl")]
        for name in {name for path in texts for name in CLIP.findall(path.read_text(encoding="utf-8"))}:
            clip = self.here / "data" / "audio" / name
            if not clip.exists():
                noise(clip)
        for name in {name for path in texts for name in OFFERED.findall(path.read_text(encoding="utf-8"))}:
            offered = self.here / "data" / "files" / name
            offered.parent.mkdir(parents=True, exist_ok=True)
            offered.write_text(name, encoding="utf-8")

    def join_tasks(self) -> None:
        """Put the task files that the catalogue does not name into its last section."""
        catalogue = self.here / "examples" / "catalogue.yaml"
        said = yaml.load(catalogue.read_text(encoding="utf-8"), yaml.BaseLoader)
        named = {task for section in said["sections"] for task in section["tasks"]}
        others = {path.name for path in catalogue.parent.glob("*.yaml")} - named - {"catalogue.yaml"}
        if others:
            said["sections"][-1]["tasks"] += sorted(others)
            catalogue.write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")

    def run(self, line: str) -> tuple[int, str]:
        """Exit status and output of a command; nothing where it is one that is not run here."""
        for pattern in self.not_run:
            if re.match(pattern, line):
                if line.startswith("build-site"):
                    assert_understood(line)
                return 0, ""
        words = shlex.split(line)
        if words[0] == "cd":
            self.here = (self.here / words[1]).resolve()
            return 0, ""
        if words[0] == "build-site" and ">" not in words:
            self.make_clips()
            with working_in(self.here):
                return invoke(*words[1:])
        return self.shell(line, words)

    def run_python(self, source: str) -> tuple[int, str]:
        """Exit status and output of a Python program."""
        run = subprocess.run(
            [sys.executable, "-c", source], cwd=self.here, capture_output=True, encoding="utf-8", check=False
        )
        return run.returncode, run.stdout + run.stderr

    def shell(self, line: str, words: list[str]) -> tuple[int, str]:
        """Exit status and output of a command that is not ours, or of ours with its output in a file."""
        if words[0] == "build-site":
            at = words.index(">")
            with working_in(self.here):
                status, output = invoke(*words[1:at])
            target = Path(words[at + 1].replace("~", str(self.root / "home")))
            (self.here / target).write_text(output, encoding="utf-8")
            return status, output
        home = {"HOME": str(self.root / "home"), "PATH": "/usr/local/bin:/usr/bin:/bin"}
        (self.root / "home").mkdir(exist_ok=True)
        run = subprocess.run(
            ["sh", "-c", line], cwd=self.here, env=home, capture_output=True, encoding="utf-8", check=False
        )
        return run.returncode, run.stdout + run.stderr


def assert_understood(line: str) -> None:
    """A command that is not run is at least one that the program would take."""
    words = shlex.split(line)[1:]
    name = words.pop(0) if words[0] in commands.list_commands(click.Context(commands)) else "build"
    commands.commands[name].make_context(name, words)


def working_in(folder: Path) -> Any:
    """A context in which the process stands in a folder."""
    return contextlib.chdir(folder)


def commands_of(block: Block) -> Iterator[tuple[str, str]]:
    """Each command of a `sh` or `console` block, with what is shown below it."""
    if block.language == "sh":
        joined = block.body.replace("\\\n", " ")
        yield from ((line, "") for line in joined.splitlines() if line.strip() and not line.startswith("#"))
        return
    for part in re.split(r"^\$ ", block.body, flags=re.MULTILINE)[1:]:
        line, _, shown = part.partition("\n")
        yield line, shown.strip()


def is_shown(shown: str, printed: str) -> bool:
    """Whether a text is what is printed, but for what `…` stands for."""
    parts = [
        ".*".join(map(re.escape, line.split("…"))) if line != "…" else "(?:.|\n)*"
        for line in shown.splitlines()
    ]
    lines = [line.rstrip() for line in printed.strip().splitlines()]
    return (
        re.fullmatch("\n".join(parts).replace("\n(?:.|\n)*", "(?:\n(?:.|\n)*)?"), "\n".join(lines)) is not None
    )


BASE = """\
title: A page
models:
  ours: {name: Ours, ours: true}
  baseline: {name: Baseline}
sections:
  - title: One
    tasks: [task.yaml]
"""
TASK = """\
title: A task
examples:
  - audio: first.wav
    outputs: {ours: one, baseline: two}
"""


def small_project(root: Path) -> None:
    """Write the project that pages start from which write none of their own."""
    (root / "examples").mkdir(parents=True)
    (root / "examples" / "catalogue.yaml").write_text(BASE, encoding="utf-8")
    (root / "examples" / "task.yaml").write_text(TASK, encoding="utf-8")


def part_project(block: Block, root: Path) -> None:
    """A small project with a part of a catalogue in the place that its first line names."""
    shutil.rmtree(root, ignore_errors=True)
    (root / "examples").mkdir(parents=True)
    kind, said = block.body.partition("\n")[0], yaml.load(block.body, yaml.BaseLoader)
    files: dict[str, Any] = {
        "catalogue.yaml": yaml.load(BASE, yaml.BaseLoader),
        "task.yaml": yaml.load(TASK, yaml.BaseLoader),
    }
    if kind == "# in examples/catalogue.yaml":
        files["catalogue.yaml"] |= said
    elif kind == "# in a task":
        files["task.yaml"] |= said
    else:
        raise AssertionError(
            f"{block.place}: a YAML block begins with its file's path, or says what it is a part of"
        )
    for name, value in files.items():
        (root / "examples" / name).write_text(yaml.safe_dump(value, allow_unicode=True), encoding="utf-8")


GIVEN = {
    "importing.md": (
        *(f"clips/{name}.wav" for name in ("rain", "road")),
        *(
            f"results/{system}/{name}.wav"
            for system in ("ours", "baseline", "reference")
            for name in ("one", "two")
        ),
    ),
    "media.md": ("data/audio/first.wav",),
}
"""Clips that the reader of a page has before its first line."""


def give(page: Path, root: Path) -> None:
    """Make the clips that the reader of a page has already."""
    for name in GIVEN.get(page.relative_to(DOCS).as_posix(), ()):
        noise(root / name, of=name)
