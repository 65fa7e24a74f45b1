"""Links into the page, and what its copy buttons copy."""

from __future__ import annotations

from pathlib import Path

import pytest
from observed import settle
from playwright.sync_api import Browser, Page
from written import read, tasks

from bench import REPOSITORY, Serve

pytestmark = pytest.mark.browser
TASKS = tasks(REPOSITORY / "examples")
DEEP = [f"{task.id}--{task.examples[-1].id}" for task in TASKS]

IS_SEEN = """id => {
  const box = document.getElementById(id).getBoundingClientRect();
  return box.top >= -1 && box.top < innerHeight && box.height > 0;
}"""

LOOKS = """id => {
  const node = document.getElementById(id);
  const parts = [node, ...node.children];
  return parts.map(part => {
    const style = getComputedStyle(part);
    return [style.backgroundColor, style.outline, style.borderColor, style.boxShadow].join('|');
  });
}"""


@pytest.mark.parametrize("anchor", DEEP)
def test_a_link_to_an_example_shows_and_marks_it(
    page: Page, demo_site: Path, serve: Serve, anchor: str
) -> None:
    address = serve(demo_site).address
    page.goto(address)
    plain = page.evaluate(LOOKS, anchor)
    page.goto("about:blank")
    page.goto(f"{address}#{anchor}")
    settle(page)
    page.wait_for_function(IS_SEEN, arg=anchor)
    assert page.evaluate(LOOKS, anchor) != plain


def test_a_link_to_an_example_works_without_scripts(browser: Browser, demo_site: Path, serve: Serve) -> None:
    context = browser.new_context(java_script_enabled=False, reduced_motion="reduce")
    page = context.new_page()
    address = serve(demo_site).address
    page.goto(address)
    plain = page.evaluate(LOOKS, DEEP[-1])
    page.goto(f"{address}#{DEEP[-1]}")
    assert page.evaluate(IS_SEEN, DEEP[-1])
    assert page.evaluate(LOOKS, DEEP[-1]) != plain
    context.close()


def test_every_link_within_the_page_has_its_target(page: Page, demo_site: Path, serve: Serve) -> None:
    page.goto(serve(demo_site).address)
    dead = page.evaluate(
        """() => [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href'))
             .filter(href => href !== '#' && !document.getElementById(decodeURIComponent(href.slice(1))))"""
    )
    assert dead == []
    assert page.locator('a[href^="#"]').count() >= len(TASKS)


def test_every_file_that_the_page_refers_to_exists(page: Page, demo_site: Path, serve: Serve) -> None:
    page.goto(serve(demo_site).address)
    inside = page.evaluate(
        """() => [...document.querySelectorAll('[href], [src]')].map(node => node.href ?? node.src)
             .filter(url => url.startsWith(location.origin)).map(url => decodeURI(new URL(url).pathname))"""
    )
    assert len(inside) > 36
    assert [path for path in set(inside) if not (demo_site / path.removeprefix("/repo/")).exists()] == []


def _copies(browser: Browser, address: str, selector: str, expected: str) -> str:
    context = browser.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address)
    settle(page)
    page.locator(selector).first.click()
    page.wait_for_function("async wanted => (await navigator.clipboard.readText()) === wanted", arg=expected)
    copied: str = page.evaluate("() => navigator.clipboard.readText()")
    context.close()
    return copied


def test_the_copied_citation_is_the_catalogues_with_its_braces(
    browser: Browser, demo_site: Path, serve: Serve
) -> None:
    citation = read(REPOSITORY / "examples" / "catalogue.yaml")["citation"]
    assert isinstance(citation, str)
    assert "{{" in citation
    copied = _copies(browser, serve(demo_site).address, "#citation [data-copy]", citation.strip())
    assert copied == citation.strip()


def test_the_copied_link_leads_to_its_example(browser: Browser, demo_site: Path, serve: Serve) -> None:
    address = serve(demo_site).address
    anchor = DEEP[0]
    selector = f'[id="{anchor}"] a[href="#{anchor}"]'
    assert _copies(browser, address, selector, f"{address}#{anchor}") == f"{address}#{anchor}"
