"""The row of tools: one line that stays at hand, covers nothing that is looked for, and folds on a phone."""

from __future__ import annotations

import pytest
from observed import settle
from playwright.sync_api import Page, expect

import projects
from bench import built
from judges import axe_findings

pytestmark = pytest.mark.browser

COUNT = 40
PROJECT = """\
-- examples/catalogue.yaml --
title: A long page
models:
  ours: {name: Ours, ours: true}
  theirs: {name: Theirs}
sections:
  - {title: Cards, tasks: [cards.yaml]}
  - {title: Rows, tasks: [rows.yaml]}
"""
TASK = """\
-- examples/{0}.yaml --
title: {0}
layout: {1}
output: labels
examples:
"""
LINE = (
    "  - {{title: Number {0}, group: Part {1}, tags: {{noise: kind {1}}}, audio: a.wav, labels: [Rain],"
    " outputs: {{theirs: [Dog], ours: {{text: Said {0}., labels: [Rain]}}}}}}\n"
)
ROW = "() => document.querySelector('page-tools').getBoundingClientRect().toJSON()"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A long page of cards and a table, from disk."""
    root = tmp_path_factory.mktemp("tools")
    lines = "".join(LINE.format(number, 1 + number // 20) for number in range(1, COUNT + 1))
    text = PROJECT + "".join(
        TASK.format(name, layout) + lines for name, layout in (("cards", "cards"), ("rows", "table"))
    )
    return (built(projects.write(root / "project", text), root / "site") / "index.html").as_uri()


def row(page: Page) -> dict[str, float]:
    found: dict[str, float] = page.evaluate(ROW)
    return found


@pytest.mark.parametrize(("width", "most"), [(390, 48), (768, 56), (1280, 56), (1920, 64)])
def test_one_line_stays_at_the_top_of_the_window(page: Page, address: str, width: int, most: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{address}#cards--30")
    settle(page)
    assert page.evaluate("() => scrollY") > 2000
    box = row(page)
    assert box["top"] == 0
    assert 40 <= box["height"] <= most
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    shown = page.locator("find-filters button:visible").all_inner_texts()
    assert shown == (["Filter"] if width == 390 else ["Systems", "Group", "Tags"])


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("anchor", ["rows", "cards--20", "rows--20"])
def test_what_a_link_leads_to_is_not_covered(page: Page, address: str, *, width: int, anchor: str) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{address}#{anchor}")
    settle(page)
    top = page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", anchor)
    assert top >= row(page)["bottom"]


@pytest.mark.parametrize("width", [390, 1280])
def test_what_has_the_focus_is_not_covered(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{address}#rows--10")
    settle(page)
    page.locator("#rows--10 button[data-play]").first.focus()
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("() => document.activeElement.closest('page-tools') !== null"):
            continue
        top, bottom = page.evaluate(
            "() => { const box = document.activeElement.getBoundingClientRect(); return [box.top, box.bottom] }"
        )
        assert top >= row(page)["bottom"] - 1 or bottom <= 0


def test_a_part_opens_under_the_row_and_closes(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)
    tools = page.locator("page-tools")
    group = tools.get_by_role("button", name="Group")
    group.click()
    expect(page.get_by_label("Group", exact=True).locator("visible=true")).to_have_count(1)
    assert page.locator("model-toggles").is_hidden()
    tools.get_by_role("button", name="Systems").click()
    expect(group).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("group", name="Systems shown").first).to_be_visible()
    page.keyboard.press("Escape")
    assert page.locator(".tool-panel").is_hidden()
    expect(tools.get_by_role("button", name="Systems")).to_be_focused()
    group.click()
    page.mouse.click(300, 500)
    assert page.locator(".tool-panel").is_hidden()


def test_the_row_says_how_much_is_chosen(page: Page, address: str) -> None:
    page.goto(f"{address}?group=Part 1")
    settle(page)
    active = "button => button.dataset.active"
    tools = page.locator("find-filters")
    assert tools.locator("[data-part=group]").first.evaluate(active) == "1"
    assert tools.locator("[data-part=tags]").first.evaluate(active) == ""


def test_on_a_phone_one_button_holds_all_tools(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}#cards--9")
    settle(page)
    page.get_by_role("button", name="Filter").click()
    panel = page.locator(".tool-panel")
    for name in ("Group", "noise"):
        expect(panel.get_by_label(name, exact=True)).to_be_visible()
    expect(panel.locator("[data-toggle-model]")).to_have_count(2)
    expect(panel.locator("blind-listening button").first).to_be_visible()
    assert axe_findings(page) == []
    page.set_viewport_size({"width": 1280, "height": 844})
    expect(page.locator("page-tools > blind-listening")).to_be_visible()
    assert panel.is_hidden()


def test_what_is_found_from_far_down_is_shown_from_its_beginning(page: Page, address: str) -> None:
    page.goto(f"{address}#rows--30")
    settle(page)
    page.keyboard.press("/")
    page.keyboard.type("said 4")
    first = page.locator("#cards--4")
    expect(first).to_be_in_viewport()
    expect(page.locator("#cards--5")).to_be_hidden()
    assert (first.bounding_box() or {"y": 0})["y"] >= row(page)["bottom"]


def test_only_to_what_is_near_one_is_taken_smoothly(page: Page, address: str) -> None:
    page.emulate_media(reduced_motion="no-preference")
    page.goto(address)
    settle(page)
    click = """href => { document.querySelector(`.contents a[href="${href}"]`).click();
      return getComputedStyle(document.documentElement).scrollBehavior; }"""
    assert page.evaluate(click, "#cards") == "smooth"
    assert page.evaluate(click, "#rows") == "auto"
    page.emulate_media(reduced_motion="reduce")
    page.goto(address)
    settle(page)
    assert page.evaluate(click, "#cards") == "auto"


@pytest.mark.parametrize("width", [1111, 1280, 1500, 1920, 2560])
def test_letters_are_whole_pixels_so_that_lines_meet(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(address)
    assert page.evaluate("() => parseFloat(getComputedStyle(document.documentElement).fontSize) % 1") == 0
