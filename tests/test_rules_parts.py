"""Rules look at slices of a catalogue: where it is cut changes nothing of what they find."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects import write
from soundcase.catalogue.load import Loaded, load
from soundcase.catalogue.uses import uses_of
from soundcase.checks.judge import final, judge
from soundcase.checks.placing import placed
from soundcase.checks.rules.context import (
    ClipsContext,
    HeadContext,
    RuleContext,
    Slice,
    SliceContext,
    TaskContext,
)
from soundcase.checks.rules.parts import Value, findings, parts_of
from soundcase.checks.rules.scopes import (
    NEEDS_ALL,
    OF_ALL_PARTS,
    OF_CLIPS,
    OF_EXAMPLES,
    OF_HEADS,
    OF_SITES,
    OF_TASKS,
)
from soundcase.facts import Facts
from soundcase.kept import KeptValues, digest_of
from soundcase.problems.codes import CODES
from soundcase.problems.problem import Problem, any_error
from soundcase.problems.report import in_order
from soundcase.project import Project
from test_rules import FACTS, SOUND, context_of

FAULTS = sorted((Path(__file__).parent / "faults").glob("*.txt"))
ROOT = Path(__file__).parents[1]
PROJECTS = [ROOT, *sorted(one for one in (ROOT / "demos").iterdir() if one.is_dir())]
SIZES = (1, 3, 100)


def facts_of(name: str) -> Facts:
    """A clip with one or another odd property, by its name alone."""
    drawn = zlib.crc32(name.encode())
    sound = replace(
        SOUND,
        loudness=(-23.0, -30.0, -59.0, None)[drawn % 4],
        bandwidth=(None, 4000.0, 7000.0)[drawn // 4 % 3],
        channel_peaks=((0.5, 0.5), (0.5, 0.0), ())[drawn // 12 % 3],
    )
    rate = (16000, 48000)[drawn // 36 % 2]
    seconds = 1.0 + drawn // 72 % 3
    return replace(
        FACTS,
        sound=sound,
        rate=rate,
        seconds=seconds,
        frames=round(seconds * rate),
        channels=1 + drawn // 216 % 3,
        sha256=f"{drawn // 648 % 9:064}",
    )


def known_context(loaded: Loaded, *, size: int = 2, salt: str = "") -> RuleContext:
    """What rules see of a catalogue of which most clips could be read; they are others with each salt."""
    assert loaded.catalogue is not None
    names = sorted({use.name for use in uses_of(loaded.catalogue).clips})
    facts = {name: facts_of(name + salt) for name in names if zlib.crc32(name.encode()) % 5}
    files = sorted((*names, "LICENSE", "notes.txt", "unused.wav", "with blanks.wav"))
    context = context_of(loaded.catalogue, facts, size=size)
    return replace(context, audio_files=tuple(files), complete=not any_error(loaded.problems))


def problems(loaded: Loaded, size: int) -> list[Problem]:
    """Every problem of a catalogue, of which rules see so many examples at a time."""
    return in_order(placed(loaded, findings(known_context(loaded, size=size), KeptValues()), KeptValues()))


def same_in_slices(root: Path) -> list[str]:
    """The codes of what is found in a project, however it is cut."""
    loaded = load(Project(root, root / "site"))
    if loaded.catalogue is None:
        return []
    at_once = problems(loaded, 10**9)
    for size in SIZES:
        assert problems(loaded, size) == at_once
    return [one.code for one in at_once]


@pytest.mark.parametrize("path", FAULTS, ids=lambda path: path.stem)
def test_a_project_with_a_fault_has_the_same_problems_in_slices(path: Path, tmp_path: Path) -> None:
    write(tmp_path, path.read_text("utf-8"))
    same_in_slices(tmp_path)


@pytest.mark.parametrize("root", PROJECTS, ids=lambda path: path.name)
def test_a_demo_project_has_the_same_problems_in_slices(root: Path) -> None:
    assert same_in_slices(root)


CLIPS = st.sampled_from([f"{name}.wav" for name in "abcdefghijk"])
MODELS = ("ours", "theirs", "other", "thiers")
WORDS = st.sampled_from([
    "Yes.", "a.wav", "LICENSE", "with blanks.wav", "<b>bold</b>", "$x^2$", "\u202eturned", "[it](#words--1)",
])  # fmt: skip
MARKDOWN = st.sampled_from([
    "See [it](#words--1), [that](#words--9), [these](data/none.pdf).", "![none](data/images/no.png)",
    "<video src='a'></video> and [it](#late--2)", "Nothing.", "$\\nothing$",
])  # fmt: skip
LABELS = st.lists(st.sampled_from(["dog", "cat"]), min_size=1, max_size=2, unique=True)


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A mapping with some of these fields."""
    return st.fixed_dictionaries({}, optional=fields)


def by_model(values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A mapping with some models, one of which is none."""
    return some(**dict.fromkeys(MODELS, values))


MEDIA = CLIPS | some(
    label=st.sampled_from(["voice", "drums"]),
    text=WORDS,
    audio=CLIPS,
    channels=st.sampled_from([1, 2, [1, 2], "ambisonics"]),
    note=MARKDOWN,
    labels=LABELS,
    scores=some(wer=st.just(0.1), mos=st.just(4), moss=st.just(3)),
)
PIECES = MEDIA | st.lists(MEDIA, min_size=1, max_size=2)
PROMPT = WORDS | by_model(WORDS)
SHARED = {
    "prompt": PROMPT,
    "tags": some(language=WORDS, noise=WORDS),
    "audio": PIECES,
    "labels": LABELS,
    "reference": PIECES,
    "outputs": by_model(PIECES),
    "note": MARKDOWN,
}
TURN = st.fixed_dictionaries({"speaker": WORDS}, optional={"audio": PIECES, "outputs": by_model(PIECES)})
EXAMPLE = some(id=st.sampled_from("123"), text=WORDS, turns=st.lists(TURN, max_size=2), **SHARED)
TASK = st.fixed_dictionaries(
    {"title": WORDS, "examples": st.lists(EXAMPLE, max_size=6)},
    optional={
        "output": st.sampled_from(["text", "labels", "audio"]),
        "models": st.lists(st.sampled_from(MODELS), unique=True),
        "prompt": PROMPT,
        "description": MARKDOWN,
        "scores": some(mos=st.just({"better": "higher"}), wer=st.just({"measure": "wer"})),
        "defaults": some(**SHARED),
    },
)
CATALOGUE = """\
-- examples/catalogue.yaml --
title: T
math: {math}
models: {{ours: {{name: Ours}}, theirs: {{name: Theirs}}, other: {{name: Other}}}}
sections:
  - {{title: One, tasks: [words.yaml, late.yaml]}}
  - {{title: Two, tasks: [again.yaml]}}
"""


@settings(max_examples=50)
@given(tasks=st.tuples(TASK, TASK, TASK), math=st.sampled_from(["true", "false"]))
def test_any_project_has_the_same_problems_in_slices(tasks: tuple[Any, ...], math: str) -> None:
    """So do clips that several slices play, models that are none, scores that nothing is measured by."""
    with TemporaryDirectory() as root:
        write_tasks(Path(root), tasks, math)
        same_in_slices(Path(root))


def test_what_lies_between_slices_is_found_once(tmp_path: Path) -> None:
    """Each of these needs more than the examples that it is told of."""
    names = [name for name in (f"{number}.wav" for number in range(999)) if zlib.crc32(name.encode()) % 5]
    quiet = next(name for name in names if facts_of(name).sound == replace(SOUND, loudness=-59.0))
    like = facts_of(quiet)
    twin = next(
        one for one in names if facts_of(one).sha256 == like.sha256 and facts_of(one).sound != like.sound
    )
    text = (
        "-- examples/words.yaml --\ntitle: T\nexamples:\n"
        f"  - {{id: a, audio: {quiet}, outputs: {{ours: x}}, note: '[it](#words--b)'}}\n"
        f"  - {{id: b, audio: {quiet}, outputs: {{ours: x}}, note: '[it](#words--c)'}}\n"
        f"  - {{id: a, audio: {twin}, outputs: {{ours: x}}}}\n"
    )
    write(tmp_path, text)
    found = Counter(same_in_slices(tmp_path))
    once = ("duplicate-id", "leads-nowhere", "unused-model", "same-content-twice", "near-silent")
    assert {code: found[code] for code in once} == dict.fromkeys(once, 1)


def test_each_rule_has_one_scope_and_a_code() -> None:
    rules = [*OF_ALL_PARTS, *OF_EXAMPLES, *OF_CLIPS, *OF_TASKS, *OF_HEADS, *OF_SITES]
    assert len(rules) == len(set(rules))
    assert {rule.__name__.replace("_", "-") for rule in rules} <= set(CODES)
    assert not NEEDS_ALL & {*OF_ALL_PARTS, *OF_EXAMPLES, *OF_CLIPS, *OF_HEADS}


def write_tasks(root: Path, tasks: Sequence[Any], math: str) -> None:
    """The project with these three tasks."""
    written = zip(("words", "late", "again"), tasks, strict=True)
    files = (f"-- examples/{name}.yaml --\n{json.dumps(task)}\n" for name, task in written)
    write(root, "".join((CATALOGUE.format(math=math), *files)))


def judged(root: Path, kept: KeptValues, salt: str) -> tuple[Problem, ...]:
    """The problems of a project, whose clips are others with each salt."""
    loaded = load(Project(root, root / "site"), kept)
    assert loaded.catalogue is not None
    context = known_context(loaded, salt=salt)
    context = replace(context, parts=parts_of(loaded.catalogue, kept, size=2))
    return final(judge(loaded, context, (), kept), strict=False)


@settings(max_examples=30)
@given(data=st.data(), tasks=st.lists(TASK, min_size=3, max_size=3))
def test_problems_are_the_same_with_what_earlier_builds_kept(data: st.DataObject, tasks: list[Any]) -> None:
    """After edits of tasks, examples and clips, and after examples moved from one task to another."""
    with TemporaryDirectory() as folder:
        root, store = Path(folder) / "project", Path(folder) / "kept"
        for _ in range(3):
            salt, math = data.draw(st.sampled_from("ab")), data.draw(st.sampled_from(["true", "false"]))
            write_tasks(root, tasks, math)
            kept = KeptValues(store)
            assert judged(root, kept, salt) == judged(root, KeptValues(), salt)
            kept.forget_unused()
            one, other = data.draw(st.permutations(range(3)))[:2]
            tasks[one] = {**tasks[one], "examples": tasks[one]["examples"][:2] + tasks[other]["examples"]}
            if data.draw(st.booleans()):
                tasks[other] = data.draw(TASK)


def test_what_is_kept_of_examples_is_found_without_reading_them(tmp_path: Path) -> None:
    """Whoever judges an unchanged project again makes none of its values, and asks for none of its examples."""
    write(tmp_path / "project", "")
    store = tmp_path / "kept"
    before = judged(tmp_path / "project", KeptValues(store), "")

    class Known(KeptValues):
        def value(self, kind: str, inputs: object, make: Callable[[], Value]) -> Value:
            assert kind != "examples" or not judging
            return super().value(kind, inputs, refused if judging else make)

    def refused() -> NoReturn:
        raise AssertionError

    judging = False
    loaded = load(Project(tmp_path / "project", tmp_path / "site"), kept := Known(store))
    assert loaded.catalogue is not None
    context = known_context(loaded)
    judging = True
    context = replace(context, parts=parts_of(loaded.catalogue, kept, size=2))
    assert final(judge(loaded, context, (), kept), strict=False) == before


def test_contexts_have_the_same_digest_again(tmp_path: Path) -> None:
    """They are plain values, made twice of one project: what is kept is found."""
    write(tmp_path, "")
    seen: list[tuple[str, bytes]] = []

    class Noted(KeptValues):
        def value(self, kind: str, inputs: object, make: Callable[[], Value]) -> Value:
            seen.append((kind, digest_of(inputs)))
            return make()

    for _ in range(2):
        loaded = load(Project(tmp_path, tmp_path / "site"))
        assert loaded.catalogue is not None
        context = replace(known_context(loaded, size=1), parts=parts_of(loaded.catalogue, Noted(), size=1))
        list(findings(context, Noted()))
    half = len(seen) // 2
    assert seen[:half] == seen[half:]
    assert {kind for kind, _ in seen} == {
        "summary_of", "head_links", "head_findings", "task_findings", "slice_findings", "clip_findings",
    }  # fmt: skip


@pytest.mark.parametrize("kind", [Slice, SliceContext, ClipsContext, TaskContext, HeadContext])
def test_a_key_holds_everything_that_rules_see(kind: type[Any]) -> None:
    """Nobody leaves a field of a context out of its digest."""
    names = [one.name for one in fields(kind)]
    context = kind(**dict.fromkeys(names))
    assert names
    for name in names:
        assert digest_of(replace(context, **{name: "other"})) != digest_of(context)
