"""Facets: examples of the whole site by verdict, agreement, tag, group and score, in place; from disk too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from observed import RECORD_MEDIA, STARTED, settle, watch
from playwright.sync_api import Browser, Page, expect

import projects
from bench import Serve, built
from judges import axe_findings_in_both

pytestmark = pytest.mark.browser

HEAD = """\
-- examples/catalogue.yaml --
title: Told apart
pages: task
per_page: 15
models:
  base: {name: Base}
  qwen2.5: {name: Qwen 2.5}
  ours: {name: Ours, ours: true}
sections:
  - {title: Sounds, tasks: [labels.yaml, spoken.yaml, music.yaml]}
-- examples/labels.yaml --
title: Labels
output: labels
prompt: Name what is heard.
examples:
"""
LABELS = "".join(
    f"  - {{audio: {'ab'[n % 2]}.wav, group: {'Even' if n % 2 == 0 else 'Odd'}, tags: {{place: p{n % 3}}},"
    f" labels: [Rain], outputs: {{base: [{'Rain' if n % 4 else 'Dog'}],"
    f" qwen2.5: [{'Rain, Dog' if n % 5 == 0 else 'Rain'}], ours: [Rain]}}}}\n"
    for n in range(1, 36)
)
SPOKEN = """\
-- examples/spoken.yaml --
title: Spoken
layout: table
output: audio
scores: {MOS: {better: higher}}
examples:
""" + "".join(
    f"  - {{id: s{n}, audio: a.wav, text: Said {n}, outputs: {{"
    f"base: {{audio: b.wav, scores: {{MOS: {1 + n / 10}}}}},"
    f" ours: {{audio: a.wav, scores: {{MOS: {5 - n / 10}}}}}}}}}\n"
    for n in range(1, 13)
)
MUSIC = """\
-- examples/music.yaml --
title: Music
layout: transposed
output: labels
examples:
""" + "".join(
    f"  - {{audio: b.wav, labels: [Jazz], outputs: {{base: [{name}], ours: [Jazz]}}}}\n"
    for name in ("Jazz", "Pop") * 4
)
RESULTS = ".facets [data-example]:is(li, tr, th)"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of cards, of a table and of a transposed table."""
    root = tmp_path_factory.mktemp("facets")
    return built(projects.write(root / "project", HEAD + LABELS + SPOKEN + MUSIC), root / "site")


FROM_BOTH = pytest.mark.parametrize("address", ["http", "file"], indirect=True)
"""For what reads, writes or follows addresses: those of files have no origin."""


@pytest.fixture
def address(request: pytest.FixtureRequest, site: Path, serve: Serve) -> str:
    """The page over HTTP, or from disk where a test says so."""
    return (
        serve(site).address.removesuffix("index.html")
        if getattr(request, "param", "http") == "http"
        else f"{site.as_uri()}/"
    )


@pytest.fixture
def open_at(page: Page, address: str) -> Iterator[Callable[[str], Page]]:
    """Opens a page of the site; nothing may be complained of."""
    seen = watch(page)
    page.add_init_script(RECORD_MEDIA)

    def opened(view: str = "index.html") -> Page:
        page.goto(address + view)
        settle(page)
        return page

    yield opened
    assert seen.complaints == []


def said(page: Page, text: str) -> None:
    """Wait for the count."""
    expect(page.locator(".facets output")).to_have_text(text)


def found(page: Page, count: int) -> list[str]:
    """The results, once there are so many."""
    expect(page.locator(RESULTS)).to_have_count(count)
    return [str(one.get_attribute("data-example")) for one in page.locator(RESULTS).all()]


def choose(page: Page, name: str, option: str) -> None:
    select = page.locator(".facets").get_by_label(name, exact=True)
    select.select_option(value=option)


def explore(page: Page) -> None:
    page.get_by_role("button", name="Explore", exact=True).click()


@FROM_BOTH
def test_examples_of_the_whole_site_are_found_by_verdict(open_at: Callable[[str], Page]) -> None:
    page = open_at("spoken.html")
    explore(page)
    said(page, "55 of 55 examples")
    found(page, 10)
    choose(page, "Base", "wrong")
    said(page, "12 of 55 examples")
    assert found(page, 10) == ["4", "8", "12", "16", "20", "24", "28", "32", "2", "4"]
    assert [one.inner_text() for one in page.locator(".facets h3").all()] == ["Labels", "Music"]
    page.get_by_role("button", name="Show 2 more").click()
    assert found(page, 12)[10:] == ["6", "8"]
    expect(page.locator("[data-task=spoken]").first).to_be_hidden()


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("labels~base.wrong", 8),
        ("labels~qwen2.5.partly", 7),
        ("labels~qwen2%252E5.partly~base.wrong", 1),
        ("labels~base.wrong~qwen2.5.partly~qwen2.5.right", 8),
        ("labels~qwen2.5.right~base.wrong", 7),
        ("labels~agree.same", 21),
        ("labels~agree.base:ours", 8),
        ("labels~group.Even~tag.place.p0", 5),
        ("labels~tag.place.p1~base.wrong~ours.right", 3),
        ("spoken", 12),
        ("spoken~score.MOS.ours.4.5:", 5),
        ("spoken~score.MOS.base.:1.5", 5),
        ("music~base.wrong", 4),
        ("all", 55),
        ("labels~nobody.right~group.None", 35),
    ],
)
def test_a_link_says_what_is_shown(open_at: Callable[[str], Page], asked: str, count: int) -> None:
    page = open_at(f"index.html?show={asked}")
    said(page, f"{count} of 55 examples")
    found(page, min(count, 10))


def test_examples_are_sorted_by_a_score(open_at: Callable[[str], Page]) -> None:
    page = open_at("index.html?show=spoken~score.MOS.ours~order.low")
    assert found(page, 10) == [f"s{number}" for number in range(12, 2, -1)]
    choose(page, "Order", "high")
    expect(page.locator(RESULTS).first).to_have_attribute("data-example", "s1")
    page.get_by_label("To", exact=True).fill("4")
    said(page, "3 of 55 examples")
    assert found(page, 3) == ["s10", "s11", "s12"]
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    assert found(page, 3) == ["s10", "s11", "s12"]
    assert page.get_by_label("Order", exact=True).input_value() == "high"


def test_each_choice_says_how_many_it_would_leave(open_at: Callable[[str], Page]) -> None:
    page = open_at("index.html?show=labels~base.wrong")
    said(page, "8 of 55 examples")
    options = page.get_by_label("Qwen 2.5").locator("option")
    assert options.all_text_contents() == ["any", "right (7)", "partly right (1)"]
    assert page.get_by_label("Base", exact=True).locator("option").all_text_contents() == [
        "any",
        "right (27)",
        "wrong (8)",
    ]


@FROM_BOTH
def test_results_look_and_play_as_on_their_page(open_at: Callable[[str], Page]) -> None:
    page = open_at("labels.html?show=spoken")
    found(page, 10)
    row = page.locator(RESULTS).nth(1)
    expect(page.locator(".facets thead th").first).to_have_text("Example")
    row.get_by_role("button", name="Play Base").click()
    page.wait_for_function(f"() => ({STARTED})().some(([name]) => name.startsWith('b.'))")
    page.keyboard.press("2")
    page.wait_for_function(f"() => ({STARTED})().some(([name]) => name.startsWith('a.'))")
    expect(row.locator("sound-clip[data-state=playing]")).to_have_count(1)
    ids = page.evaluate("() => [...document.querySelectorAll('[id]')].map(({ id }) => id)")
    assert len(ids) == len(set(ids))
    choose(page, "Task", "music")
    said(page, "8 of 55 examples")
    page.wait_for_function(f"() => ({STARTED})().length === 0")


def test_columns_of_a_transposed_table_stand_alone(open_at: Callable[[str], Page]) -> None:
    page = open_at("index.html?show=music~base.wrong")
    assert found(page, 4) == ["2", "4", "6", "8"]
    assert [table.locator("tbody tr").count() for table in page.locator(".facets comparison-table").all()] == [
        4
    ] * 4
    cells = "rows => rows.map(row => row.querySelectorAll('td[data-at]').length)"
    assert max(page.locator(".facets tr").evaluate_all(cells)) == 1


@FROM_BOTH
def test_results_lead_to_their_page(open_at: Callable[[str], Page], address: str) -> None:
    page = open_at("music.html?show=labels~tag.place.p1~base.wrong~ours.right")
    assert found(page, 3) == ["4", "16", "28"]
    page.locator(RESULTS).nth(1).locator("a[data-copy]").click()
    page.wait_for_url(f"{address}labels-2.html#labels--16")
    expect(page.locator("#labels--16")).to_be_in_viewport()


@FROM_BOTH
def test_a_link_of_the_page_is_answered_in_place(open_at: Callable[[str], Page]) -> None:
    page = open_at("music.html")
    page.locator("h1").evaluate(
        "head => head.insertAdjacentHTML('afterend', '<a href=\"index.html?show=music~base.wrong\">Wrong</a>')"
    )
    page.get_by_role("link", name="Wrong", exact=True).click()
    said(page, "4 of 55 examples")
    assert "music.html?show=" in page.url
    page.go_back()
    expect(page.locator(".facets")).to_have_count(0)
    expect(page.locator("[data-task=music]")).to_be_visible()


@FROM_BOTH
def test_closing_brings_the_page_back(open_at: Callable[[str], Page]) -> None:
    page = open_at("labels.html?show=labels~base.wrong")
    found(page, 8)
    page.locator(".facets").get_by_role("button", name="Close").click()
    expect(page.locator(".facets")).to_have_count(0)
    expect(page.locator("#labels--1")).to_be_visible()
    assert page.url.endswith("labels.html")
    explore(page)
    found(page, 10)
    explore(page)
    expect(page.locator(".facets")).to_have_count(0)


def test_words_that_are_looked_for_close_the_facets(open_at: Callable[[str], Page]) -> None:
    page = open_at("labels.html?show=labels~base.wrong")
    found(page, 8)
    page.locator("input[data-search]").fill("dog")
    expect(page.locator(".facets")).to_have_count(0)


def test_a_blind_test_has_no_facets(open_at: Callable[[str], Page]) -> None:
    """A verdict would tell which system it is."""
    page = open_at("labels.html?blind=k3&show=labels~base.wrong")
    expect(page.get_by_role("button", name="Reveal")).to_be_visible()
    expect(page.get_by_role("button", name="Explore")).to_have_count(0)
    expect(page.locator(".facets")).to_have_count(0)
    page = open_at("labels.html?blind=k3")
    expect(page.get_by_role("button", name="Explore")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1280])
def test_results_are_accessible(browser: Browser, site: Path, serve: Serve, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    for task, count in (("labels", 10), ("spoken~score.MOS.ours~order.low", 10), ("music", 8)):
        page.goto(f"{serve(site).address}?show={task}")
        found(page, count)
        assert axe_findings_in_both(page) == []
        wide = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0
    context.close()


def test_without_scripts_there_is_no_button(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/labels.html?show=labels~base.wrong")
    expect(page.locator("#labels--1")).to_be_visible()
    expect(page.locator("page-facets > *")).to_have_count(0)
    context.close()
