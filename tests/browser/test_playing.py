"""Playing: one clip at a time, by mouse and by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from observed import (
    listen,
    settle,
    started,
    wait_for_players,
    wait_until_silent,
    wait_until_sounding,
    watch,
)
from playwright.sync_api import Locator, Page

from bench import Serve

pytestmark = pytest.mark.browser


@pytest.fixture
def demo(page: Page, demo_site: Path, serve: Serve) -> Page:
    listen(page)
    page.goto(serve(demo_site).address)
    settle(page)
    return page


def example(page: Page, number: int) -> Locator:
    return page.locator("[data-example]").nth(number)


def button(page: Page, number: int) -> Locator:
    return example(page, number).locator("button[data-play]").first


def file_name(page: Page, number: int) -> str:
    href = example(page, number).locator("a[data-clip]").first.get_attribute("href")
    assert href
    return href.rpartition("/")[2]


def test_every_clip_has_a_play_button_with_a_name_of_its_own_in_its_task(demo: Page) -> None:
    wait_for_players(demo)
    names = demo.evaluate(
        """() => [...document.querySelectorAll('button[data-play]')].map(button => [
             button.closest('[data-task]')?.dataset.task,
             button.getAttribute('aria-label') || button.textContent.trim()])"""
    )
    assert len(names) == demo.locator("a[data-clip]").count() == 37
    assert all(name for _, name in names)
    assert len(set(map(tuple, names))) == len(names)


def test_nothing_sounds_before_a_click(demo: Page) -> None:
    assert started(demo) == []


@pytest.mark.parametrize("number", [0, 12, 18, 35])
def test_a_click_plays_the_clip_of_its_example(demo: Page, number: int) -> None:
    button(demo, number).click()
    wait_until_sounding(demo, file_name(demo, number))


def test_a_second_click_pauses(demo: Page) -> None:
    button(demo, 0).click()
    wait_until_sounding(demo, file_name(demo, 0))
    button(demo, 0).click()
    wait_until_silent(demo)


def test_starting_a_clip_elsewhere_pauses_the_first(demo: Page) -> None:
    button(demo, 0).click()
    wait_until_sounding(demo, file_name(demo, 0))
    button(demo, 20).click()
    wait_until_sounding(demo, file_name(demo, 20))


def test_going_quickly_from_clip_to_clip_ends_with_the_last_and_without_complaint(demo: Page) -> None:
    seen = watch(demo)
    for number in range(8):
        button(demo, number).click(no_wait_after=True)
    wait_until_sounding(demo, file_name(demo, 7))
    assert seen.complaints == []


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_keyboard_plays_and_pauses(demo: Page, key: str) -> None:
    button(demo, 3).focus()
    demo.keyboard.press(key)
    wait_until_sounding(demo, file_name(demo, 3))
    demo.keyboard.press(key)
    wait_until_silent(demo)


def test_escape_silences_the_page(demo: Page) -> None:
    button(demo, 3).focus()
    demo.keyboard.press("Enter")
    wait_until_sounding(demo, file_name(demo, 3))
    demo.keyboard.press("Escape")
    wait_until_silent(demo)


def test_the_button_says_in_words_or_state_whether_its_clip_plays(demo: Page) -> None:
    """Readers who do not see the symbol learn it from the name or from aria-pressed."""
    state = "node => [node.getAttribute('aria-label') || node.textContent.trim(), node.ariaPressed]"
    before = button(demo, 0).evaluate(state)
    button(demo, 0).click()
    wait_until_sounding(demo, file_name(demo, 0))
    assert button(demo, 0).evaluate(state) != before


def test_every_play_button_can_be_reached_with_the_tab_key(demo: Page) -> None:
    wait_for_players(demo)
    total = demo.locator("button[data-play]").count()
    reached = set()
    for _ in range(200):
        demo.keyboard.press("Tab")
        reached.add(
            demo.evaluate(
                "() => [...document.querySelectorAll('button[data-play]')].indexOf(document.activeElement)"
            )
        )
        if len(reached - {-1}) == total:
            break
    assert len(reached - {-1}) == total


def test_a_clip_that_is_gone_is_said_in_words_and_stops_nothing_else(
    page: Page, demo_site: Path, serve: Serve
) -> None:
    listen(page)
    page.goto(serve(demo_site).address)
    lost = file_name(page, 0)
    page.route(f"**/{lost}", lambda route: route.fulfill(status=404, body=""))
    before = example(page, 0).inner_text()
    button(page, 0).click()
    page.wait_for_function(
        "before => document.querySelector('[data-example]').innerText !== before", arg=before
    )
    button(page, 1).click()
    wait_until_sounding(page, file_name(page, 1))


def test_a_clip_that_could_not_be_played_is_tried_again(page: Page, demo_site: Path, serve: Serve) -> None:
    """After Escape too, which takes the words away."""
    listen(page)
    page.goto(serve(demo_site).address)
    for number, stopped in enumerate((False, True)):
        lost = f"**/{file_name(page, number)}"
        page.route(lost, lambda route: route.fulfill(status=404, body=""))
        button(page, number).click()
        example(page, number).locator("[data-error]").wait_for()
        if stopped:
            page.keyboard.press("Escape")
        page.unroute(lost)
        button(page, number).click()
        wait_until_sounding(page, file_name(page, number))
        assert page.locator("[data-error]").count() == 0
