"""Tables of many systems: what is compared is seen at once."""

from __future__ import annotations

import pytest
from observed import settle
from playwright.sync_api import Page

from bench import SiteOf

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("kind", ["tts", "enhancement"])
def test_every_system_of_a_table_is_seen_on_a_laptop(page: Page, site_of: SiteOf, kind: str) -> None:
    page.goto(site_of(kind).joinpath("index.html").as_uri())
    settle(page)
    edges = page.eval_on_selector_all(
        "thead [data-model]", "heads => heads.map(head => head.getBoundingClientRect().right)"
    )
    assert edges
    assert max(edges) <= 1280
    narrowest = page.eval_on_selector_all(
        "sound-clip > svg", "waves => Math.min(...waves.map(wave => wave.getBoundingClientRect().width))"
    )
    assert narrowest >= 64


def test_on_a_phone_no_column_is_named_where_nothing_stands(page: Page, site_of: SiteOf) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(site_of("tts").joinpath("index.html").as_uri())
    settle(page)
    shown = page.eval_on_selector_all(
        "td[data-column]",
        "cells => cells.filter(cell => cell.offsetHeight).map(cell => Boolean(cell.firstElementChild))",
    )
    assert shown
    assert all(shown)
