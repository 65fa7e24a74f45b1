"""Tables of many systems: what is compared is seen at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from observed import settle, wait_for_players
from playwright.sync_api import Page

from bench import SiteOf, built
from projects import encoded, tone

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
    pictures = page.eval_on_selector_all(
        "td sound-clip > :is(svg, .spectrogram)",
        "all => all.map(one => one.getBoundingClientRect().width).filter(Boolean)",
    )
    assert pictures
    assert min(pictures) >= 64


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


def many_systems(root: Path, *, layout: str = "", examples: int = 6, groups: int = 1) -> Path:
    """A project that compares a dozen codecs with the recording they got."""
    systems = {f"codec-{n}": {"name": f"Codec {n}", "meta": {"bitrate": f"{n} kbit/s"}} for n in range(1, 13)}
    rows = [
        {
            "group": f"Group {number * groups // examples}",
            "reference": {"audio": "a.wav"},
            "outputs": {
                key: {"audio": "a.wav", "scores": {"MUSHRA": {"value": 50 + n, "ci": 2.5, "n": 24}}}
                for n, key in enumerate(systems)
            },
        }
        for number in range(examples)
    ]
    task = {
        "id": "codecs",
        "title": "Codecs",
        "output": "audio",
        "scores": {"MUSHRA": {"better": "higher"}},
        **({"layout": layout} if layout else {}),
        "examples": rows,
    }
    catalogue = {
        "title": "Many",
        "models": systems,
        "sections": [{"title": "Part", "tasks": [task]}],
        "rules": {"same-content": "off"},
    }
    (root / "examples").mkdir(parents=True)
    (root / "data" / "audio").mkdir(parents=True)
    (root / "examples" / "catalogue.yaml").write_text(json.dumps(catalogue), encoding="utf-8")
    (root / "data" / "audio" / "a.wav").write_bytes(encoded(tone(seconds=2)))
    return root


@pytest.fixture(scope="module")
def turned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("turned")
    return built(many_systems(root / "p", examples=12, groups=2), root / "site")


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("wide")
    return built(many_systems(root / "p", layout="table", examples=12), root / "site")


def opened(page: Page, site: Path, width: int = 1280, height: int = 800) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(site.joinpath("index.html").as_uri())
    settle(page)


def seen_clips(page: Page) -> list[str]:
    """The systems and the role of the clips of the first example that are whole in the window."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("[data-example='1'] sound-clip")].filter((clip) => {
            const { left, right, top, bottom } = clip.getBoundingClientRect();
            const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
            return over && clip.closest("td").contains(over);
        }).map((clip) => clip.dataset.output || clip.dataset.role)"""
    )
    return found


def test_the_reference_and_five_of_many_systems_are_seen_at_once(page: Page, turned: Path) -> None:
    opened(page, turned)
    assert page.locator("[data-task]").get_attribute("data-layout") == "transposed"
    table = page.locator("comparison-table.is-turned").first
    table.evaluate("table => table.scrollIntoView({ block: 'start', behavior: 'instant' })")
    for _ in range(2):
        seen = seen_clips(page)
        assert "reference" in seen
        assert len(seen) >= 6
        page.evaluate("scrollBy({ top: 250, behavior: 'instant' })")


@pytest.mark.parametrize("width", [320, 768, 1024, 1280, 1920])
def test_a_turned_table_is_never_wider_than_its_place(page: Page, turned: Path, width: int) -> None:
    opened(page, turned, width)
    tables = page.eval_on_selector_all(
        "comparison-table.is-turned", "all => all.map(one => [one.scrollWidth, one.clientWidth])"
    )
    assert len(tables) == 4  # six examples of each group, five beside each other at most
    assert all(inner <= outer for inner, outer in tables)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_wide_table_scrolls_sideways_only(page: Page, wide: Path) -> None:
    """The author asked for a table: its head and the reference stay, and the wheel moves the page."""
    opened(page, wide)
    table = page.locator("comparison-table:not(.summary)")
    assert page.locator("[data-task]").get_attribute("data-layout") == "table"
    assert table.evaluate("one => one.scrollHeight <= one.clientHeight + 1")
    table.evaluate(
        "one => { one.scrollIntoView({ block: 'start', behavior: 'instant' }); one.scrollLeft = 700; }"
    )
    page.mouse.move(640, 400)
    page.mouse.wheel(0, 500)
    scope = "const table = document.querySelector('comparison-table:not(.summary)');"
    page.wait_for_function(f"() => {{ {scope} return table.getBoundingClientRect().top < -200; }}")
    page.wait_for_function(
        f"() => {{ {scope} const bar = document.querySelector('page-tools').getBoundingClientRect().bottom;"
        "return Math.abs(table.querySelector('thead').getBoundingClientRect().top - bar) < 2; }"
    )
    assert {"reference", "codec-6"} <= set(
        page.evaluate(
            """() => [
                ...document.querySelectorAll(":not(.summary) > table tr:nth-child(8) > td"),
            ].filter((cell) => {
                const { left, right } = cell.getBoundingClientRect();
                return left >= 0 && right <= innerWidth;
            }).map((cell) => cell.dataset.model || "reference")"""
        )
    )


def test_what_all_numbers_and_originals_share_is_said_once(page: Page, turned: Path) -> None:
    opened(page, turned)
    head = page.locator(".task-head").inner_text()
    assert "n = 24" in head
    cells = page.locator("comparison-table td").all_inner_texts()
    assert not any("n = 24" in cell or "Original" in cell for cell in cells)


def test_the_facts_of_a_clip_take_one_line_of_a_dense_table(page: Page, wide: Path) -> None:
    opened(page, wide)
    apart = page.eval_on_selector_all(
        "td > sound-clip > [data-original]",
        """links => links.map(link => {
            const clip = link.parentElement.querySelector("[data-clip]");
            clip.textContent = "2.3 s · FLAC";
            return Math.abs(link.getBoundingClientRect().top - clip.getBoundingClientRect().top);
        })""",
    )
    assert apart
    assert max(apart) < 4


def test_on_a_phone_results_by_group_are_seen_to_their_last_column(page: Page, turned: Path) -> None:
    opened(page, turned, 390, 844)
    edges = page.eval_on_selector_all(
        ".results > div > .results-tables .summary :is(td, th)",
        "cells => cells.map(cell => cell.getBoundingClientRect().right)",
    )
    assert edges
    assert max(edges) <= 375


def test_results_wider_than_their_place_keep_their_head_over_them(page: Page, turned: Path) -> None:
    """Their head is not one that stays: it would lie over the numbers."""
    opened(page, turned, 768)
    page.locator(".results").evaluate("results => { results.style.maxWidth = '16rem'; }")
    summary = page.locator(".summary[data-wide]").first
    summary.wait_for()
    summary.evaluate("one => scrollTo({ top: one.getBoundingClientRect().top + 60, behavior: 'instant' })")
    tops = "one => ['thead', 'table'].map(part => one.querySelector(part).getBoundingClientRect().top)"
    head, table = summary.evaluate(tops)
    assert abs(head - table) < 2


@pytest.mark.parametrize("site", ["turned", "wide"])
def test_on_a_phone_many_systems_are_a_list(page: Page, site: str, request: pytest.FixtureRequest) -> None:
    """Each line is one button, at least 44 px high; under each example stand its own systems."""
    opened(page, request.getfixturevalue(site), 390, 844)
    lines = page.eval_on_selector_all(
        "[data-example='1'] sound-clip, sound-clip[data-example='1']",
        """clips => clips.map(clip => {
            clip.scrollIntoView({ block: "center", behavior: "instant" });
            const now = clip.closest("td").getBoundingClientRect();
            const hit = document.elementFromPoint(now.right - 5, (now.top + now.bottom) / 2);
            const drawn = clip.querySelector("svg").checkVisibility();
            return { top: now.top + scrollY, bottom: now.bottom + scrollY, whole: clip.contains(hit), drawn };
        })""",
    )
    assert len(lines) == 13
    assert all(one["bottom"] - one["top"] >= 44 and one["whole"] and not one["drawn"] for one in lines)
    assert max(one["bottom"] for one in lines) - min(one["top"] for one in lines) < 500
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_phone_the_bar_has_the_waveform_and_a_list_of_the_clips(page: Page, turned: Path) -> None:
    opened(page, turned, 390, 844)
    page.locator("[data-example='2'] [data-play]").nth(1).click()
    panel = page.locator("listening-panel")
    choice = panel.get_by_role("combobox", name="Clips of this example")
    assert choice.locator("option:checked").inner_text() == "1 Codec 1"
    choice.select_option("12 Codec 12")
    page.locator("sound-clip[data-output=codec-12]:not([data-state=idle])").wait_for(state="attached")
    slider = panel.get_by_role("slider", name="Position: Codec 12, example 2")
    slider.fill("1.5")
    page.wait_for_function("() => document.querySelector('listening-bar').active.position >= 1.5")
    assert panel.locator("[data-wave] svg").first.is_visible()


@pytest.mark.parametrize("site", ["turned", "wide"])
def test_tab_stops_once_at_the_players_of_an_example(
    page: Page, site: str, request: pytest.FixtureRequest
) -> None:
    opened(page, request.getfixturevalue(site))
    wait_for_players(page)
    stops = page.eval_on_selector_all(
        "[data-example='2'] :is(button, a, input)",
        "all => all.filter(one => one.tabIndex >= 0 && !one.dataset.copy).length",
    )
    assert stops == 1
    along, back = ("ArrowDown", "ArrowUp") if site == "turned" else ("ArrowRight", "ArrowLeft")
    page.locator("[data-example='2'] [data-play][tabindex='0']").focus()
    name = "document.activeElement.getAttribute('aria-label')"
    said = []
    for key in (along, along, back, "End", "Home"):
        page.keyboard.press(key)
        said.append(page.evaluate(name))
    assert said == [
        f"Play {what}, example 2" for what in ("Codec 1", "Codec 2", "Codec 1", "Codec 12", "reference")
    ]
    page.keyboard.press("ArrowRight" if site == "turned" else "ArrowDown")
    assert page.evaluate(name).endswith(", example 3")


def test_comma_and_point_reach_every_system(page: Page, turned: Path) -> None:
    opened(page, turned)
    page.locator("[data-example='1'] [data-play]").nth(9).click()
    heard = "() => document.querySelector('listening-bar').active.what"
    for key, what in (
        (".", "Codec 10"),
        (".", "Codec 11"),
        (".", "Codec 12"),
        (".", "reference"),
        (",", "Codec 12"),
    ):
        page.keyboard.press(key)
        assert page.evaluate(heard) == what
