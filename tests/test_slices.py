"""A page follows from its own slice and from what all slices of its task say, however the task is cut."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import hypothesis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import made_tasks
from bench import REPOSITORY
from drawn import catalogue, example, index, media, opened, plan, read, site_views, source, task, views
from projects import write
from soundcase.catalogue.load import load
from soundcase.kept import KeptValues, digest_of
from soundcase.model import Catalogue, Example, Task
from soundcase.project import Project
from soundcase.scores import ScoreValue
from soundcase.site.plan import Plan
from soundcase.site.render import printed_pages
from soundcase.site.views.layout import TaskView

SEEDS = st.integers(0, 2**32)
PROJECTS = [REPOSITORY, *sorted(path for path in (REPOSITORY / "demos").iterdir() if path.is_dir())]


def made(seed: int) -> tuple[Catalogue, Plan]:
    """A site made by chance, with its files."""
    chance = Random(seed)
    drawn = made_tasks.site(chance)
    return drawn, plan(drawn, made_tasks.clips(chance))


def frames(drawn: Catalogue, files: Plan, size: int) -> Mapping[str, bytes]:
    """What the pages of each task have in common, where so many examples stand on one."""
    found = source(replace(drawn, per_page=size), files)
    return {each.id: found.frame(each).digest for each in drawn.tasks()}


def unshared(drawn: Catalogue) -> Catalogue:
    """The same without what examples share that stand on one page: what is drawn once for all of them."""

    def alone(one: Example) -> Example:
        outputs = {
            key: tuple(replace(piece, origin=one.origin) for piece in of) for key, of in one.outputs.items()
        }
        return replace(
            one, inherited=(), outputs=outputs, prompt_text=one.prompt_text if one.prompt_audio else None
        )

    return replace(
        drawn,
        sections=tuple(
            replace(
                section,
                tasks=tuple(replace(each, examples=tuple(map(alone, each.examples))) for each in section.tasks),
            )
            for section in drawn.sections
        ),
    )


def assert_alike(drawn: Catalogue, files: Plan) -> None:
    whole = frames(drawn, files, 1000)
    for size in (1, 2, 7):
        assert frames(drawn, files, size) == whole, size


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS)
def test_frames_are_the_same_however_tasks_are_cut(seed: int) -> None:
    drawn, files = made(seed)
    assert_alike(unshared(drawn), files)


@pytest.mark.parametrize("root", PROJECTS, ids=lambda root: root.name)
def test_frames_of_the_demos_are_the_same_however_they_are_cut(root: Path) -> None:
    drawn = load(Project(root, root / "site")).catalogue
    assert drawn
    drawn = unshared(drawn)
    assert_alike(drawn, plan(drawn))


def test_frames_of_everything_the_format_has_are_the_same_however_it_is_cut(tmp_path: Path) -> None:
    everything = (Path(__file__).parent / "data" / "everything.txt").read_text("utf-8")
    drawn = load(Project(write(tmp_path, everything), tmp_path / "site")).catalogue
    assert drawn
    drawn = unshared(drawn)
    assert_alike(drawn, plan(drawn))


def shown(drawn: Catalogue, files: Plan) -> list[tuple[Task, TaskView]]:
    """Every task as the one page of its site shows it."""
    views = (view for section in site_views(drawn, files).page.sections for view in section.tasks)
    return list(zip(drawn.tasks(), views, strict=True))


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS)
@hypothesis.example(seed=556)
def test_a_frame_says_what_is_drawn_in_it(seed: int) -> None:
    for given_task, view in shown(*made(seed)):
        examples = [each for group in view.groups for each in group.examples]
        cells = [cell for each in examples for cell in each.cells]
        pieces = [piece for cell in cells for piece in cell.pieces]
        scores = [score for piece in pieces for score in piece.scores]
        assert bool(view.best) == any(score.best for score in scores)
        assert bool(view.interval) == any(score.interval for score in scores)
        labels = [label for piece in pieces for label in (*(piece.labels or ()), *piece.missed)]
        verdicts = {label.verdict for label in (*labels, *(piece.chosen for piece in pieces if piece.chosen))}
        if given_task.output == "labels":
            assert {label.verdict for label in view.legend} == verdicts - {""}
        columns = {heading.heading_id for heading in view.headings}
        runs = [run for group in view.groups for run in group.runs]
        common = [cell for run in runs for cell in run.shared]
        assert {cell.heading.heading_id for cell in (*cells, *common)} <= columns
        if examples and given_task.layout != "cards":
            assert columns == {cell.heading.heading_id for cell in (*cells, *common)}


@settings(max_examples=20, deadline=None)
@given(seed=SEEDS, size=st.sampled_from((1, 2, 7, 1000)))
def test_pages_that_were_kept_equal_pages_that_are_made(
    tmp_path_factory: pytest.TempPathFactory, seed: int, size: int
) -> None:
    folder = tmp_path_factory.mktemp("kept")
    drawn, files = made(seed)
    drawn = replace(drawn, per_page=size, pages="task")
    theme = opened(drawn.theme, drawn.language)

    def printed(kept: KeptValues) -> tuple[dict[str, bytes], object]:
        payloads, shown = printed_pages(source(drawn, files, kept), theme)
        return read(payloads), shown

    fresh = printed(KeptValues())
    assert printed(KeptValues(folder)) == fresh
    assert printed(KeptValues(folder)) == fresh


def keys(drawn: Catalogue) -> dict[str, bytes]:
    """What each page follows from, by its address."""
    found = source(drawn, plan(drawn))
    return {spec.url: digest_of(found.page(spec)) for spec in found.paging.pages}


def changed(before: Catalogue, after: Catalogue) -> set[str]:
    """The pages that follow from something else after an edit."""
    old, new = keys(before), keys(after)
    return {url for url in old | new if old.get(url) != new.get(url)}


def site_of(*tasks: Task, pages: str = "task") -> Catalogue:
    return replace(catalogue(*tasks), per_page=2, pages=pages)  # type: ignore[arg-type]


def rated(number: int, text: str) -> Example:
    outputs = {"one": (media(text, scores={"MOS": ScoreValue(4.0)}),), "two": (media("no"),)}
    return example(number, outputs=outputs)


def speech(*texts: str, key: str = "speech", **given: object) -> Task:
    """A task with an example for each text, which the system `one` said."""
    return task(*(rated(number, text) for number, text in enumerate(texts, start=1)), id=key, **given)


WORDS = ("a", "b", "c", "d", "e")


@pytest.mark.parametrize("place", range(5))
def test_another_text_changes_its_page_and_no_other(place: int) -> None:
    edited = [*WORDS[:place], "other", *WORDS[place + 1 :]]
    before, after = (site_of(speech(*texts), speech(*WORDS, key="noise")) for texts in (WORDS, edited))
    first = "speech.html"
    assert changed(before, after) == {first if place < 2 else f"speech-{place // 2 + 1}.html"}


def test_what_other_pages_show_changes_them_too() -> None:
    before = site_of(speech(*WORDS), speech(*WORDS, key="noise"))
    every = set(keys(before))
    longer = site_of(speech(*WORDS, "f"), speech(*WORDS, key="noise"))
    assert changed(before, longer) == every, "the contents count examples"
    renamed = site_of(speech(*WORDS, title="Voices"), speech(*WORDS, key="noise"))
    assert changed(before, renamed) == every, "the contents name tasks"
    described = site_of(speech(*WORDS, description="New."), speech(*WORDS, key="noise"))
    own = {url for url in every if url.startswith("speech")}
    assert changed(before, described) == own | {"index.html"}
    assert changed(before, replace(before, description="New.")) == every


def test_a_score_changes_the_averages_of_its_task() -> None:
    other = replace(speech(*WORDS), examples=(*speech(*WORDS).examples[:4], example(5)))
    before, after = (site_of(each, speech(*WORDS, key="noise")) for each in (speech(*WORDS), other))
    assert changed(before, after) == {"speech.html", "speech-3.html"}, "the page of the averages, and its own"


def test_ids_are_given_before_anything_is_drawn() -> None:
    """An id that many have is numbered in the order of the site, whichever page is made first."""
    drawn = site_of(task(example(1, id="x"), id="a"), task(example(1, id="x"), id="a--x"), pages="one")
    found = source(drawn, plan(drawn))
    assert found.anchors.tasks == {"a": "a", "a--x": "a--x-2"}
    assert found.anchors.examples == {"a": ("a--x",), "a--x": ("a--x--x",)}
    assert index(drawn).one(id="a--x-2").attributes["data-task"] == "a--x"


def test_groups_have_their_plain_anchor_on_each_of_their_pages() -> None:
    examples = (example(number, group="Noisy") for number in range(1, 4))
    several = [page.sections[0].tasks[0].groups for page in views(site_of(task(*examples))).pages[1:]]
    assert [group.anchor for groups in several for group in groups] == ["timbre--group-Noisy"] * 2
