"""A build that may use what was kept equals a clean build, byte for byte, whatever was edited.

Each step edits a project, builds it with the cache and the site that are there, builds a copy without either,
and compares the sites, the problems with their places and order, and the exit status. More, for an hour or a
night: `SOUNDCASE_EDITS=5000 pytest tests/test_incremental.py -k any_edits`.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any, TypeAlias, cast

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from edited_project import EDITS, SOURCES, Desk, put_back, sources, write_project
from fresh_builds import Run, Tool

STEPS = 6
"""Edits between two clean beginnings."""
PROJECTS = 4
"""Projects that share all kinds of edits."""
COUNT = int(os.environ.get("SOUNDCASE_EDITS", "6"))
"""How many edits are drawn; of another number all are others."""
WAYS = (*("living",) * 4, *("warmed",) * 3, *("forked",) * 2, "fresh")
STYLES: tuple[tuple[str, ...], ...] = (
    *((),) * 5,
    *(("--format", "json"), ("--strict",), ("--force", "-j", "1"), ("-o", "public")),
    ("check", "--format", "json"),
)
Files: TypeAlias = dict[str, bytes]
Step: TypeAlias = tuple[str, int]
"""The name of an edit, and the seed of what it chooses."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is the same for every build of the same sources."""

    status: int
    said: str
    """The counts of the site, and the problems as they are printed."""
    site: Files


def files_of(site: Path) -> Files:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def built(tool: Tool, root: Path, style: Sequence[str], way: str, environment: dict[str, str]) -> Outcome:
    """The outcome of a command; of a build that found nothing changed, with the warnings that it repeats.

    How many files were written, which depends on what was there, is left out.
    """
    run = tool.run(root, *style, way=way, environment=environment)
    assert "Traceback" not in run.err, run.err
    told = re.sub(r"(?m)^\d+ of \d+ clips, .*\n", "", run.err)  # what slow machines say meanwhile
    said, _, more = run.out.partition("\n\n")
    summary = re.fullmatch(r"(?:Built \w+|Nothing changed): ([^;]*)(?:;.*)?\n?", said)
    problems = (told if summary and not more else more or told).strip("\n")
    text = f"{summary[1].strip()}\n{problems}" if summary else f"{run.out}\n{problems}"
    return Outcome(run.status, text, {} if run.status or "check" in style else files_of(output(root, style)))


def output(root: Path, style: Sequence[str]) -> Path:
    return root / (style[-1] if "-o" in style else "site")


def difference(one: Outcome, clean: Outcome) -> str:
    """What is not as after a clean build; empty where all is."""
    if one.status != clean.status or one.said != clean.said:
        return f"status {one.status}:\n{one.said}\n\na clean build: status {clean.status}:\n{clean.said}"
    if one.site == clean.site:
        return ""
    names = sorted(one.site.keys() | clean.site.keys())
    return "\n".join(
        filter(None, (_differing(name, one.site.get(name), clean.site.get(name)) for name in names))
    )


def _differing(name: str, here: bytes | None, there: bytes | None) -> str:
    if here == there:
        return ""
    if here is None or there is None:
        return f"{name}: {'missing' if here is None else 'stands there, but should not'}"
    pairs = enumerate(zip(here, there, strict=False))
    at = next((n for n, (one, other) in pairs if one != other), min(len(here), len(there)))
    around = slice(max(0, at - 40), at + 60)
    return f"{name}, byte {at}: {here[around]!r}\n  a clean build: {there[around]!r}"


@dataclass(slots=True)
class Bench:
    """The tool, a project as it is after its first build, and what clean builds gave."""

    tool: Tool
    start: Path
    folder: Path
    known: dict[tuple[object, ...], Outcome] = field(default_factory=dict)
    """What clean builds gave, by sources, version and style."""
    number: int = 0

    def clean(self, desk: Desk, style: Sequence[str]) -> Outcome:
        """The outcome of a build of the same sources somewhere else, with nothing kept."""
        there = sources(desk.root)
        digest = hashlib.sha256(repr(sorted(there.items())).encode()).hexdigest()
        key = (digest, self.tool.edition, *style)
        if key not in self.known:
            copy = self.folder / f"clean-{len(self.known)}"
            for part in SOURCES:
                if (desk.root / part).is_dir():
                    shutil.copytree(desk.root / part, copy / part, symlinks=True)
            self.known[key] = built(self.tool, copy, style, "warmed", {})
            shutil.rmtree(copy)
        return self.known[key]


@dataclass(slots=True)
class Trial:
    """One project through a number of edits."""

    bench: Bench
    desk: Desk
    story: list[str] = field(default_factory=list)
    wrong: int = 0
    """How many builds in a row were refused."""
    good: Files = field(default_factory=dict)

    @classmethod
    def begun(cls, bench: Bench) -> Trial:
        bench.number += 1
        folder = bench.folder / f"trial-{bench.number}"
        shutil.copytree(bench.start, folder / "project", symlinks=True)
        return cls(bench, Desk(folder / "project", bench.tool, folder), good=sources(bench.start))

    def step(self, *steps: Step, way: str = "living", style: Sequence[str] = ()) -> str:
        """Edit, build and compare; what differs."""
        desk = self.desk
        if desk.tool.edition and len(desk.earlier) % 2:
            desk.tool.restore()
            self.story.append("the code as it was")
        if self.wrong > 1:
            put_back(desk.root, self.good)
            self.story.append("all mistakes mended")
        for name, number in steps:
            desk.random = Random(number)
            self.story.append(f"{name}: {EDITS[name](desk)}")
        self.story.append(f"  built, {way} {' '.join(style)}".rstrip())
        before = files_of(output(desk.root, style))
        found, clean = built(desk.tool, desk.root, style, way, desk.environment), self.bench.clean(desk, style)
        wrong = difference(found, clean)
        if not found.site and files_of(output(desk.root, style)) != before:
            wrong += "\nno site was built, and the one that was there is not what it was"
        self.wrong = self.wrong + 1 if found.status else 0
        if not found.status:
            self.good = sources(desk.root)
        self._put_aside()
        return wrong

    def _put_aside(self) -> None:
        self.desk.earlier.append(sources(self.desk.root))
        if len(self.desk.earlier) % 3 == 1 and self.desk.cache.is_dir():
            copy = self.desk.folder / f"cache-{len(self.desk.caches)}"
            shutil.copytree(self.desk.cache, copy, symlinks=True)
            self.desk.caches.append(copy)

    def told(self, wrong: str) -> str:
        return "\n".join(
            (*(f"{n}. {one}" if not one.startswith(" ") else one for n, one in enumerate(self.story, 1)), wrong)
        )

    def end(self) -> None:
        if self.desk.tool.edition:
            self.desk.tool.restore()
        shutil.rmtree(self.desk.folder)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("incremental")
    start = write_project(folder / "start")
    (folder / "tool").mkdir()
    tool = Tool(folder / "tool", write_project(folder / "warm"))
    assert tool.run(start).status == 0
    yield Bench(tool, start, folder)
    tool.close()


def tried(bench: Bench, steps: Sequence[Sequence[Step]], number: int) -> None:
    """Go through all steps; fails with the story where something differs."""
    trial, chance = Trial.begun(bench), Random(number)
    try:
        for one in steps:
            if wrong := trial.step(*one, way=chance.choice(WAYS), style=chance.choice(STYLES)):
                pytest.fail(trial.told(wrong), pytrace=False)
    finally:
        trial.end()


KEYS: dict[str, Callable[[Files, int], object]] = {
    "the version": lambda files, _: files,
    "the catalogue": lambda files, edition: (_but(files, "examples/catalogue.yaml"), edition),
    "the tasks": lambda files, edition: (_but(files, r"examples/(?!catalogue).*\.yaml"), edition),
    "the records": lambda files, edition: (_but(files, r".*\.jsonl"), edition),
    "the templates": lambda files, edition: (_but(files, "templates/.*"), edition),
    "the clips": lambda files, edition: (_but(files, "data/audio/.*"), edition),
    "what is in clips of one size": lambda files, edition: (_sizes(files), edition),
    "other files": lambda files, edition: (_but(files, "data/(files|images|video)/.*"), edition),
    "the copies of the schema": lambda files, edition: (_but(files, "docs/.*"), edition),
    "the lines": lambda files, edition: ({name: _unremarked(one) for name, one in files.items()}, edition),
}
"""Keys that depend on everything but what they forget; by each of them one value would be taken for another."""


def _but(files: Files, pattern: str) -> Files:
    return {name: one for name, one in files.items() if not re.fullmatch(pattern, name)}


def _sizes(files: Files) -> dict[str, object]:
    return {name: len(one) if name.startswith("data/audio/") else one for name, one in files.items()}


def _unremarked(content: bytes) -> bytes:
    return re.sub(rb"(?m)^# .*\n", b"", content)


@pytest.mark.parametrize("project", range(PROJECTS))
def test_each_kind_of_edit_gives_the_site_of_a_clean_build(bench: Bench, project: int) -> None:
    names, chance = [name for name in EDITS if not name.endswith("of the code")], Random(1)
    chance.shuffle(names)
    steps = [[(name, chance.randrange(1000)) for name in names[at : at + 4]] for at in range(0, len(names), 4)]
    share = -(-len(steps) // PROJECTS)
    tried(bench, steps[share * project : share * (project + 1)], share * project)


def test_another_version_of_the_code_gives_its_own_site(bench: Bench) -> None:
    tried(bench, [[(name, 0)] for name in EDITS if name.endswith("of the code")], 0)


def test_what_sizes_and_times_do_not_tell_is_seen(bench: Bench) -> None:
    names = [name for name in EDITS if name.endswith("the same size and time")]
    tried(bench, [[(name, number)] for number in range(3) for name in names], 0)


@seed(COUNT)
@settings(
    max_examples=max(1, COUNT // STEPS),
    database=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(list(EDITS)), st.integers(0, 999)), min_size=STEPS, max_size=STEPS
    ),
    number=st.integers(0, 999),
)
def test_any_edits_give_the_site_of_a_clean_build(bench: Bench, steps: list[Step], number: int) -> None:
    tried(bench, [[one] for one in steps], number)


@dataclass(slots=True)
class Forgetful:
    """A tool that keeps sites, and what it prints, by less than what they depend on."""

    tool: Tool
    key: Callable[[Files, int], object]
    kept: dict[str, tuple[Run, Files]] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.tool, name)

    def run(self, root: Path, *words: str, **options: Any) -> Run:
        """What was kept, in the place of what is right; a clean build has nothing."""
        run = self.tool.run(root, *words, **options)
        if root.name.startswith("clean-"):
            return run
        site = root / "site"
        run, files = self.kept.setdefault(
            repr(self.key(sources(root), self.tool.edition)), (run, files_of(site))
        )
        for name, content in files.items():
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (site / name).write_bytes(content)
        return run


SEED, SEEDS = 5, {"the lines": 19}
"""With which each of these edits changes what is seen."""


@pytest.mark.parametrize(
    ("key", "edit"),
    [
        ("the version", "templates of the code"),
        ("the catalogue", "title of the page"),
        ("the tasks", "an example less"),
        ("the records", "a mistake in records"),
        ("the templates", "no own templates"),
        ("the clips", "another clip"),
        ("what is in clips of one size", "another clip of the same size and time"),
        ("other files", "a file beside the clips changes"),
        ("the copies of the schema", "an old copy of the schema"),
        ("the lines", "remarks that shift all lines"),
    ],
)
def test_a_wrong_hit_is_told_with_its_story(bench: Bench, key: str, edit: str) -> None:
    tool = Forgetful(bench.tool, KEYS[key])
    trial = Trial.begun(replace(bench, tool=cast("Tool", tool)))
    try:
        assert trial.step() == ""
        wrong = trial.step((edit, SEEDS.get(key, SEED)))
        assert wrong
        assert f"{edit}: " in trial.told(wrong)
        assert trial.told(wrong).endswith(wrong)
    finally:
        trial.end()
