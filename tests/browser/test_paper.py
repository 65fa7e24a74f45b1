"""Printing loses nothing: every output, score and the citation stand on paper, whole, and once."""

from __future__ import annotations

from pathlib import Path

import pytest
from observed import settle
from playwright.sync_api import Page

from bench import SAMPLES, SiteOf, alone, built, needs_package
from paper import CONTRACT, absent, pages_of
from real_sizes import write

pytestmark = pytest.mark.browser

LARGE = ("codec", "answers", "tasks/synthesis", "tasks/transposed", "tasks/separation", "tasks/dialogue")
MARGINS = 106
"""CSS pixels of both margins."""
WIDTHS = {"A4": 794 - MARGINS, "Letter": 816 - MARGINS}

CUT = """() => [...document.querySelectorAll("main :is(td, th, [data-example], [data-output], dd, pre)")]
  .filter(one => one.getClientRects().length && !one.closest("svg, sound-clip"))
  .filter(one => one.scrollWidth > one.clientWidth + 1 || one.getBoundingClientRect().right > innerWidth + 1)
  .map(one => one.outerHTML.slice(0, 120))"""
"""What is wider than its place, or than the paper."""


FIXED = """() => [...document.querySelectorAll("body *")].filter(one => one.checkVisibility())
  .filter(one => ["fixed", "sticky"].includes(getComputedStyle(one).position))
  .map(one => one.outerHTML.slice(0, 120))"""
"""What stands over the page wherever it is."""


@pytest.fixture(scope="session")
def large(site_of: SiteOf, shared_folder: Path) -> SiteOf:
    """A page of a demo, or of a project of realistic size, which is built once for all workers."""

    def page(name: str) -> Path:
        kind, _, task = name.partition("/")
        if kind in {*SAMPLES, "demo"}:
            return site_of(kind) / "index.html"
        folder = shared_folder / f"large-{kind}"
        with alone(shared_folder / f"large-{kind}.lock"):
            if not (folder / "site" / "index.html").exists():
                built(write(kind, folder), folder / "site")
        return folder / "site" / f"{task or 'index'}.html"

    return page


def printed(page: Page, folder: Path, size: str = "A4") -> list[str]:
    """The text of each sheet."""
    needs_package("pypdfium2")
    page.pdf(path=folder / "page.pdf", format=size)
    return pages_of(folder / "page.pdf")


@pytest.mark.parametrize("name", ["demo", *SAMPLES, *LARGE])
def test_all_that_was_put_out_stands_on_paper(page: Page, large: SiteOf, name: str, tmp_path: Path) -> None:
    page.goto(large(name).as_uri())
    settle(page)
    texts = page.evaluate(CONTRACT)
    assert absent(texts, printed(page, tmp_path)) == []


@pytest.mark.parametrize("size", WIDTHS)
@pytest.mark.parametrize("name", ["demo", "enhancement", "separation", "dialogue", *LARGE])
def test_nothing_on_paper_is_cut_or_runs_into_its_neighbour(
    page: Page, large: SiteOf, name: str, size: str
) -> None:
    page.set_viewport_size({"width": WIDTHS[size], "height": 1000})
    page.emulate_media(media="print")
    page.goto(large(name).as_uri())
    settle(page)
    assert page.evaluate(CUT) == []
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0


def test_a_long_table_has_its_head_on_each_sheet(page: Page, large: SiteOf, tmp_path: Path) -> None:
    page.goto(large("enhancement").as_uri())
    settle(page)
    sheets = printed(page, tmp_path, "Letter")
    rows = [sheet for sheet in sheets if "noise: " in sheet]
    assert len(rows) > 1
    assert all("Wiener filter" in sheet for sheet in rows)


def test_the_example_that_is_heard_first_is_printed_in_its_place_alone(
    page: Page, large: SiteOf, tmp_path: Path
) -> None:
    page.goto(large("tts").as_uri())
    settle(page)
    assert "\n".join(printed(page, tmp_path)).count("We sailed home under a red sky.") == 1


def test_what_is_open_at_the_screen_s_edge_is_not_on_paper(page: Page, large: SiteOf) -> None:
    page.goto(large("enhancement").as_uri())
    settle(page)
    page.locator("[data-example] [data-play]").first.click()
    page.wait_for_function("() => document.querySelector('listening-bar').checkVisibility()")
    page.emulate_media(media="print")
    assert page.evaluate(FIXED) == []


def test_what_is_folded_is_open_on_paper(page: Page, tmp_path: Path) -> None:
    project = tmp_path / "project"
    write_folded(project)
    page.goto(built(project, tmp_path / "site").joinpath("index.html").as_uri())
    settle(page)
    assert any("Nobody reads this on the screen" in sheet for sheet in printed(page, tmp_path))


def write_folded(project: Path) -> None:
    """A page with something folded in its description."""
    (project / "examples").mkdir(parents=True)
    (project / "examples" / "catalogue.yaml").write_text(
        """\
title: Folded
description: |
  Something.

  <details><summary>More</summary>

  Nobody reads this on the screen.

  </details>
models: {ours: Ours}
rules: {no-audio: off}
sections:
  - title: Part
    tasks: [{id: words, title: Words, examples: [{outputs: {ours: A tone.}}]}]
""",
        encoding="utf-8",
    )
