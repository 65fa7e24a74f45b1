"""A site of many pages, walked by clicking: from disk, without scripts, judged as any page is."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from observed import settle
from playwright.sync_api import Browser, Page, expect

from bench import Serve, alone, built
from judges import axe_findings_in_both, nu_findings, parse_errors
from projects import write

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Route

pytestmark = pytest.mark.browser

CATALOGUE = """\
title: A lab's many examples
url: https://lab.example/demo/
pages: {pages}
per_page: 3
citation: "@misc{{x}}"
models:
  ours: {{name: Ours, ours: true}}
  theirs: {{name: Theirs}}
sections:
  - {{title: Speech, description: Spoken *words*., tasks: [digits.yaml, words.yaml]}}
  - {{title: 音乐, tasks: [music.yaml]}}
"""


def _task(title: str, count: int, layout: str) -> str:
    rows = "".join(
        f"  - {{audio: {'ab'[n % 2]}.wav, group: part {n // 4}, outputs: {{ours: {title} answer {n + 1},"
        f" theirs: Nothing}}}}\n"
        for n in range(count)
    )
    return f"title: {title}\ndescription: About {title}.\nlayout: {layout}\nexamples:\n{rows}"


def _site(shared_folder: Path, mode: str) -> Path:
    """A site of 8, 2 and 4 examples, three to a page, built once for all workers."""
    project, site = shared_folder / f"many-{mode}", shared_folder / f"many-{mode}-site"
    with alone(shared_folder / f"many-{mode}.lock"):
        if not (site / "index.html").exists():
            files = {
                "catalogue": CATALOGUE.format(pages=mode),
                "digits": _task("Digits", 8, "table"),
                "words": _task("Words", 2, "cards"),
                "music": _task("Music", 4, "transposed"),
            }
            write(project, "".join(f"-- examples/{name}.yaml --\n{text}" for name, text in files.items()))
            built(project, site)
    return site


@pytest.fixture(scope="module", params=["one", "section", "task"])
def many(request: pytest.FixtureRequest, shared_folder: Path) -> Path:
    """One site of many pages after another."""
    return _site(shared_folder, request.param)


@pytest.fixture(scope="module")
def by_task(shared_folder: Path) -> Path:
    """The site with a page for each task."""
    return _site(shared_folder, "task")


@pytest.fixture
def unscripted(browser: Browser) -> Iterator[Page]:
    """A page without scripts."""
    context = browser.new_context(java_script_enabled=False, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def pages_of(site: Path) -> set[str]:
    return {path.name for path in site.glob("*.html")} - {"404.html"}


def here(page: Page) -> str:
    return page.url.partition("#")[0].partition("?")[0].rpartition("/")[2]


def arrive(page: Page, name: str) -> None:
    page.wait_for_url(lambda url: url.partition("#")[0].partition("?")[0].rpartition("/")[2] == name)


def seen(page: Page) -> set[str]:
    ids: list[str] = page.evaluate("() => [...document.querySelectorAll('[data-example][id]')].map(e => e.id)")
    return set(ids)


EVERYTHING = {
    f"{task}--{n}" for task, count in (("digits", 8), ("words", 2), ("music", 4)) for n in range(1, count + 1)
}


def walk(page: Page, site: Path) -> dict[str, set[str]]:
    """Follow every link to another page by clicking it, until all is visited."""
    visited: dict[str, set[str]] = {}
    open_pages = ["index.html"]
    while open_pages:
        name = open_pages.pop()
        if name in visited:
            continue
        page.goto((site / name).as_uri())
        visited[name] = seen(page)
        links = page.locator("main a[href*='.html'], nav a[href*='.html'], header a[href*='.html']")
        targets = {str(link.get_attribute("href")) for link in links.all()}
        for target in sorted(targets):
            if "://" in target or target.partition("#")[0] in visited:
                continue
            page.goto((site / name).as_uri())
            page.locator(f"a[href='{target}']:visible").first.click()
            arrive(page, target.partition("#")[0])
            open_pages.append(here(page))
    return visited


def test_all_pages_are_reached_from_disk_by_clicking(page: Page, many: Path) -> None:
    told: list[str] = []

    def note(message: ConsoleMessage) -> None:
        told.append(message.text)

    page.on("console", note)
    visited = walk(page, many)
    assert set(visited) == pages_of(many)
    assert set().union(*visited.values()) == EVERYTHING
    assert sum(map(len, visited.values())) == len(EVERYTHING)
    assert told == []


def test_all_pages_are_reached_without_scripts(unscripted: Page, by_task: Path) -> None:
    visited = walk(unscripted, by_task)
    assert set(visited) == pages_of(by_task)
    assert set().union(*visited.values()) == EVERYTHING


def test_next_leads_through_a_long_task_and_back(page: Page, by_task: Path) -> None:
    page.goto((by_task / "digits.html").as_uri())
    nav = page.get_by_role("navigation", name="Pages of Digits", exact=True)
    for name in ("digits-2.html", "digits-3.html"):
        nav.get_by_role("link", name="Next").click()
        arrive(page, name)
    expect(nav.get_by_role("link", name="Next")).to_have_count(0)
    expect(nav.locator("[aria-current=page]")).to_have_text("3")
    page.go_back()
    arrive(page, "digits-2.html")


@pytest.mark.parametrize("anchor", ["digits--8", "music--4", "words--1"])
def test_an_old_link_to_an_example_leads_on_to_its_page(page: Page, many: Path, anchor: str) -> None:
    page.goto((many / "index.html").as_uri() + f"?blind=7#{anchor}")
    page.wait_for_function("id => document.getElementById(id) !== null", arg=anchor)
    assert page.url.endswith(f"?blind=7#{anchor}")
    page.wait_for_function("id => document.getElementById(id).matches('[data-marked]')", arg=anchor)


def test_a_link_to_nothing_stays_where_it_is(page: Page, by_task: Path) -> None:
    page.add_init_script(
        "window.looked = 0; document.addEventListener('search-examples', () => { window.looked += 1 })"
    )
    page.goto((by_task / "index.html").as_uri() + "#digits--99")
    page.wait_for_function("() => window.looked === 3")
    settle(page)
    assert here(page) == "index.html"


def test_what_can_be_searched_is_not_loaded_unless_it_is_needed(
    page: Page, by_task: Path, serve: Serve
) -> None:
    served = serve(by_task)

    def asked() -> list[str]:
        return [request.path.rpartition("/repo/")[2] for request in served.requests if "search" in request.path]

    page.goto(served.address + "digits.html")
    settle(page)
    page.locator("input[data-search]").focus()
    settle(page)
    assert asked() == []
    page.goto(served.address + "#digits--8")
    page.wait_for_url(re.compile("digits-3"))
    assert asked() == ["search.js", "search/digits-3.js"]
    page.locator("input[data-search]").fill("answer")
    expect(page.locator("search-hits h2")).to_have_text("On other pages: 12")
    assert set(asked()[3:]) == {f"search/{name}.js" for name in OTHERS}


OTHERS = ["digits", "digits-2", "music", "music-2", "words"]


@pytest.mark.parametrize("lost", ["digits-2", "music"])
@pytest.mark.parametrize("way", ["http", "file"])
def test_what_cannot_be_loaded_is_passed_over(
    page: Page, by_task: Path, serve: Serve, tmp_path: Path, *, lost: str, way: str
) -> None:
    """A host may keep the list longer than the pages: the rest is found, and nothing is said."""
    site = Path(shutil.copytree(by_task, tmp_path / "site"))
    (site / "search" / f"{lost}.js").unlink()
    page.goto((serve(site).address if way == "http" else (site / "index.html").as_uri()) + "?q=answer")
    expect(page.locator("search-hits h2")).to_have_text("On other pages: 11")
    expect(page.locator(".find-count")).to_have_text("11 of 14 examples")


def test_where_nothing_can_be_loaded_it_is_said(page: Page, by_task: Path, tmp_path: Path) -> None:
    site = Path(shutil.copytree(by_task, tmp_path / "site"))
    shutil.rmtree(site / "search")
    page.goto((site / "index.html").as_uri() + "?q=answer")
    expect(page.locator("search-hits")).to_have_text("The other pages cannot be searched.")


def test_what_is_found_is_listed_as_it_comes_in_reading_order(page: Page, by_task: Path, serve: Serve) -> None:
    """More that arrives takes neither focus nor place."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/search/digits-2.js", hold)
    page.goto(serve(by_task).address + "music-2.html?q=answer", wait_until="domcontentloaded")
    hits, tasks = page.locator("search-hits li a"), page.locator("search-hits h3")
    expect(tasks).to_have_text(["Digits 5", "Words 2", "Music 3"])
    hits.nth(6).focus()
    held[0].continue_()
    expect(tasks).to_have_text(["Digits 8", "Words 2", "Music 3"])
    assert hits.all_inner_texts() == [
        *(f"Example {n}" for n in range(1, 6)), "Example 1", "Example 2",
        *(f"Example {n}" for n in range(1, 4)),
    ]  # fmt: skip
    expect(hits.nth(6)).to_be_focused()


def test_a_search_on_one_page_finds_what_stands_on_another(page: Page, by_task: Path) -> None:
    page.goto((by_task / "index.html").as_uri())
    page.locator("input[data-search]").fill("digits answer 7")
    page.locator("search-hits").get_by_role("link", name="Example 7").click()
    page.wait_for_url(re.compile(r"digits-3\.html.*#digits--7$"))
    expect(page.locator("#digits--7")).to_be_visible()


def test_the_contents_mark_the_page_and_the_task_that_is_read(page: Page, shared_folder: Path) -> None:
    page.goto((_site(shared_folder, "section") / "speech.html").as_uri())
    expect(page.locator(".contents [aria-current=page]")).to_have_text("Speech")
    page.locator("#words").scroll_into_view_if_needed()
    page.evaluate("() => scrollTo(0, document.getElementById('words').offsetTop - 100)")
    expect(page.locator(".contents [aria-current=true]")).to_have_text("Words")


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_on_any_page(page: Page, many: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    for name in ("index.html", "digits-2.html"):
        page.goto((many / name).as_uri())
        settle(page)
        assert [f"{name}: {finding}" for finding in axe_findings_in_both(page)] == []


def test_every_page_is_valid(many: Path, serve: Serve) -> None:
    names = sorted(pages_of(many))
    assert [fault for name in names for fault in parse_errors(many / name)] == []
    address = serve(many).address
    assert nu_findings([address + name for name in names]) == []


@pytest.mark.parametrize("width", [320, 390, 768, 1920])
def test_nothing_is_wider_than_the_screen(page: Page, by_task: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for name in ("index.html", "digits-2.html"):
        page.goto((by_task / name).as_uri())
        settle(page)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
