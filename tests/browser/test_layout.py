"""The page at every width, on paper, with less motion and with forced colours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from observed import settle, wait_for_players
from playwright.sync_api import Page, Route

from bench import Serve

pytestmark = pytest.mark.browser
WIDTHS = [320, 390, 768, 1280, 1920, 3840]

CUT_OFF = """() => [...document.querySelectorAll('[data-example] *, h1, h2, h3')]
  .filter(node => node.checkVisibility() && !node.closest('.visually-hidden, [hidden]'))
  .map(node => [node.tagName, node.className, node.getBoundingClientRect()])
  .filter(([, , box]) => box.width > 1 && (box.right > innerWidth + 1 || box.left < -1))
  .map(([tag, name]) => `${tag}.${name}`)"""

MOVING = """() => document.getAnimations().filter(one => one.playState === 'running').length
  + [...document.querySelectorAll('*')].filter(node => {
      const style = getComputedStyle(node);
      const seconds = list => Math.max(...list.split(',').map(parseFloat));
      return seconds(style.transitionDuration) > 0.01 || seconds(style.animationDuration) > 0.01;
    }).length"""

BUTTON_INK = """() => [...document.querySelectorAll('button[data-play]')].map(button => {
  const box = button.getBoundingClientRect();
  const sign = getComputedStyle(button, '::before');
  const drawn = parseFloat(sign.width) >= 12 && sign.clipPath.startsWith('polygon')
    && sign.backgroundColor !== getComputedStyle(button).backgroundColor
    && sign.backgroundColor !== getComputedStyle(document.body).backgroundColor;
  return box.width >= 24 && box.height >= 24 && drawn;
})"""


SIDEWAYS = "() => document.documentElement.scrollWidth - innerWidth"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_never_scrolls_sideways_and_nothing_is_cut_off(
    page: Page, demo_site: Path, serve: Serve, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(serve(demo_site).address)
    settle(page)
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.evaluate(CUT_OFF) == []


def test_the_page_for_what_is_missing_never_scrolls_sideways(page: Page, demo_site: Path, serve: Serve) -> None:
    page.goto(serve(demo_site).address + "404.html")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)
        assert page.evaluate("() => innerWidth") == width
        assert page.evaluate(SIDEWAYS) <= 0


def test_text_enlarged_to_200_percent_still_fits(page: Page, demo_site: Path, serve: Serve) -> None:
    page.set_viewport_size({"width": 640, "height": 900})
    page.goto(serve(demo_site).address)
    page.evaluate("() => { document.documentElement.style.setProperty('font-size', '200%') }")
    settle(page)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 640


def columns(page: Page, task: str) -> int:
    lefts: list[float] = page.evaluate(
        """id => [...document.querySelectorAll(`[data-task="${id}"] [data-example]`)]
             .map(node => Math.round(node.getBoundingClientRect().left))""",
        task,
    )
    return len(set(lefts))


@pytest.mark.parametrize(("width", "expected"), [(390, 1), (1440, 3)])
def test_cards_stand_three_abreast_on_a_desktop_and_one_on_a_phone(
    page: Page, demo_site: Path, serve: Serve, *, width: int, expected: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(serve(demo_site).address)
    settle(page)
    assert columns(page, "speaker-timbre") == expected


def test_cards_read_from_left_to_right(page: Page, demo_site: Path, serve: Serve) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(serve(demo_site).address)
    boxes = page.evaluate(
        """() => [...document.querySelectorAll('[data-task="speaker-timbre"] [data-example]')]
             .map(node => node.getBoundingClientRect())
             .map(box => [Math.round(box.top), Math.round(box.left)])"""
    )
    assert boxes == sorted(boxes)


def test_what_comes_late_does_not_move_what_is_already_there(page: Page, demo_site: Path, serve: Serve) -> None:
    """A reader who began to read keeps the line: scripts and pictures are held back until the page is seen."""
    page.add_init_script(
        """window.shifts = [];
           new PerformanceObserver(list => window.shifts.push(...list.getEntries().map(entry => [entry.value,
               entry.sources.map(({node}) => node?.parentElement?.outerHTML.slice(0, 120))])))
             .observe({type: 'layout-shift', buffered: true});"""
    )
    late: list[Route] = []
    page.route(re.compile(r"\.(js|svg)$"), lambda route: late.append(route))
    page.goto(serve(demo_site).address, wait_until="commit")
    page.wait_for_function(
        """() => performance.getEntriesByName('first-contentful-paint').length
             && document.querySelector('footer')"""
    )
    picture = page.locator("header img")
    held = picture.bounding_box()
    assert held
    assert held["height"] > 100
    assert not picture.evaluate("node => node.naturalWidth")
    while late:
        late.pop().continue_()
    page.unroute_all()
    settle(page)
    picture.evaluate("node => node.decode()")
    settle(page)
    assert picture.evaluate("node => node.naturalWidth")
    assert picture.bounding_box() == pytest.approx(held)
    page.locator("[data-example] button[data-play]").first.click()
    settle(page)
    assert page.evaluate("() => window.shifts") == []


def test_on_paper_everything_is_there_but_the_controls(page: Page, demo_site: Path, serve: Serve) -> None:
    page.goto(serve(demo_site).address)
    settle(page)
    page.emulate_media(media="print")
    visible = "what => [...document.querySelectorAll(what)].filter(node => node.checkVisibility()).length"
    assert page.evaluate(visible, "button:not(th button)") == 0
    assert page.evaluate(visible, "[data-output]") == 72
    assert page.evaluate(visible, "[data-role='prompt']") == 7


def test_it_prints(page: Page, demo_site: Path, serve: Serve) -> None:
    page.goto(serve(demo_site).address)
    settle(page)
    paper = page.pdf(format="A4")
    assert paper.startswith(b"%PDF-")
    assert paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ") >= 3


def test_less_motion_means_none(page: Page, demo_site: Path, serve: Serve) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(serve(demo_site).address)
    settle(page)
    assert page.evaluate(MOVING) == 0
    assert page.evaluate("() => getComputedStyle(document.documentElement).scrollBehavior") == "auto"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_leave_the_play_buttons_visible(
    page: Page, demo_site: Path, serve: Serve, scheme: str
) -> None:
    page.emulate_media(forced_colors="active", color_scheme="dark" if scheme == "dark" else "light")
    page.goto(serve(demo_site).address)
    settle(page)
    wait_for_players(page)
    ink = page.evaluate(BUTTON_INK)
    assert len(ink) == 37
    assert all(ink)


def test_touch_targets_are_large_enough(page: Page, demo_site: Path, serve: Serve) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(serve(demo_site).address)
    settle(page)
    wait_for_players(page)
    small = page.evaluate(
        """() => [...document.querySelectorAll('button')].filter(node => node.checkVisibility())
             .map(node => node.getBoundingClientRect())
             .filter(box => box.width < 24 || box.height < 24).length"""
    )
    assert small == 0
