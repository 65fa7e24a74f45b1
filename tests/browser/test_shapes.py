"""Grouped heads, sub-columns, spans, scores and averages as a browser shows them, in every layout."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from observed import settle, wait_for_players
from playwright.sync_api import Page, expect
from shapes import shapes_project

from bench import Serve, alone, built
from judges import axe_findings, nu_findings, parse_errors

pytestmark = pytest.mark.browser
LAYOUTS = ("table", "cards", "transposed")
by_layout = pytest.mark.parametrize("layout", LAYOUTS)
Site = Callable[[str], Path]

HEADERS = """table => {
  const grid = [];
  [...table.rows].forEach((row, y) => {
    let x = 0;
    for (const cell of row.cells) {
      while (grid[y]?.[x]) x++;
      for (let j = y; j < y + cell.rowSpan; j++)
        for (let i = x; i < x + cell.colSpan; i++) (grid[j] ||= [])[i] = cell;
      x += cell.colSpan;
    }
  });
  const words = cell => cell.innerText.replace(/\\s+/g, ' ').trim();
  return [...table.rows].map((row, y) => row.closest('thead') || row.matches('.group-row') ? [] :
    [...row.cells].filter(cell => cell.matches('td')).map(cell => {
      const x = grid[y].indexOf(cell);
      const found = new Set();
      for (let j = y - 1; j >= 0; j--) for (let i = x; i < x + cell.colSpan; i++)
        if (/^col/.test(grid[j]?.[i]?.scope || '')) found.add(grid[j][i]);
      return [...found].map(words);
    }));
}"""

WORDS = "() => document.querySelector('main').innerText"


@pytest.fixture(scope="session")
def shapes_site(shared_folder: Path) -> Site:
    """The shapes in one of the layouts, built once for all workers."""

    def site(layout: str) -> Path:
        folder = shared_folder / f"shapes-{layout}"
        with alone(shared_folder / f"shapes-{layout}.lock"):
            if not (folder / "site" / "index.html").exists():
                built(shapes_project(folder, layout), folder / "site")
        return folder / "site"

    return site


def opened(page: Page, site: Path, serve: Serve, width: int = 1280) -> Page:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(serve(site).address)
    settle(page)
    return page


@by_layout
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_axe_finds_nothing(
    page: Page, shapes_site: Site, serve: Serve, *, layout: str, width: int, scheme: str
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    opened(page, shapes_site(layout), serve, width)
    assert axe_findings(page) == []


@by_layout
def test_the_pages_are_valid(shapes_site: Site, serve: Serve, layout: str) -> None:
    site = shapes_site(layout)
    assert parse_errors(site / "index.html") == []
    assert nu_findings([serve(site).address + "index.html"]) == []


@by_layout
@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
def test_the_page_never_scrolls_sideways(
    page: Page, shapes_site: Site, serve: Serve, layout: str, width: int
) -> None:
    opened(page, shapes_site(layout), serve, width)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


@by_layout
@pytest.mark.parametrize("width", [390, 1280])
def test_no_word_is_lost(page: Page, shapes_site: Site, serve: Serve, *, layout: str, width: int) -> None:
    words = opened(page, shapes_site(layout), serve, width).evaluate(WORDS)
    wanted = ["The shared words.", "Own words.", "seen", "unseen", "One.", "Five.", "voice", "drums"]
    wanted += ["Codec A", "Codec D", "Baselines", "1.5 kbit/s", "0.2 s", "hall", "9.25", "3.5"]
    hidden = "() => [...document.querySelectorAll('[data-column]')].map(cell => cell.dataset.column).join(' ')"
    words += page.evaluate(hidden)
    assert [word for word in wanted if word not in words] == []


def test_every_cell_of_a_table_is_told_its_group_system_label_and_bitrate(
    page: Page, shapes_site: Site, serve: Serve
) -> None:
    opened(page, shapes_site("table"), serve)
    stems, codecs = (
        page.locator(f"[data-task={name}] comparison-table:not(.summary) table") for name in ("stems", "codecs")
    )
    first = next(row for row in stems.evaluate(HEADERS) if row)
    assert [sorted(names) for names in first[:3]] == [
        ["Audio"],
        sorted(["voice", "Codec A bitrate: 1.5 kbit/s · size: 15 M", "Baselines"]),
        sorted(["drums", "Codec A bitrate: 1.5 kbit/s · size: 15 M", "Baselines"]),
    ]
    assert [sorted(names) for names in first[-2:]] == [["Reference", "voice"], ["Reference", "drums"]]
    told = next(row for row in codecs.evaluate(HEADERS) if row)
    systems = [names for names in told if any(name.startswith("Codec") for name in names)]
    assert [set(names) >= {"Baselines", "1.5 kbit/s"} for names in systems][:1] == [True]
    assert {"Classic", "6 kbit/s"} <= set(systems[2])
    assert "Classic" not in systems[3]


def test_on_a_phone_each_cell_names_its_system_and_label(page: Page, shapes_site: Site, serve: Serve) -> None:
    opened(page, shapes_site("table"), serve, 390)
    names = page.evaluate(
        """() => [...document.querySelectorAll('[data-task=stems] [data-example="1"] td')]
             .map(cell => getComputedStyle(cell, '::before').content.replaceAll('"', ''))"""
    )
    assert names[1:3] == [f"Baselines · Codec A · 1.5 kbit/s · 15 M · {stem}" for stem in ("voice", "drums")]
    assert names[3] == "Codec D · ours · 1.5 kbit/s · 9 M · voice"


def test_a_shared_prompt_spans_the_rows_of_its_run(page: Page, shapes_site: Site, serve: Serve) -> None:
    opened(page, shapes_site("table"), serve)
    table = page.locator("[data-task=codecs]")
    spans = table.locator("td[data-span]")
    assert [spans.nth(n).get_attribute("data-span") for n in range(spans.count())] == ["2", "2"]
    for n in range(spans.count()):
        cell = spans.nth(n)
        rows = cell.evaluate("cell => cell.closest('tbody').querySelectorAll('[data-example]').length")
        before = cell.evaluate(
            """cell => [...cell.parentNode.cells].slice(0, cell.cellIndex)
                 .filter(other => !('span' in other.dataset)).length"""
        )
        assert (rows, str(before)) == (2, cell.get_attribute("data-place"))
    assert table.locator("[data-role=prompt-audio]").count() == 3
    assert table.get_by_text("The shared words.").count() == 2


@pytest.mark.parametrize(("layout", "shared"), [("cards", ".shared"), ("transposed", "td[data-span]")])
def test_a_shared_prompt_is_drawn_once_for_its_run(
    page: Page, shapes_site: Site, serve: Serve, *, layout: str, shared: str
) -> None:
    opened(page, shapes_site(layout), serve)
    task = page.locator("[data-task=codecs]")
    assert task.locator("[data-role=prompt-audio]").count() == 3
    assert task.locator(f"{shared} [data-role=prompt-audio]").count() == 2
    names = task.locator("[data-role=prompt-audio] a[data-clip]").evaluate_all(
        "links => links.map(link => link.dataset.name)"
    )
    assert names[0] == "Codecs, prompt audio"
    assert [name for name in names if "example 3" in name] == ["Codecs, example 3, prompt audio"]


def test_the_best_of_a_row_is_bold_and_says_so(page: Page, shapes_site: Site, serve: Serve) -> None:
    opened(page, shapes_site("table"), serve)
    best = page.locator("[data-task=stems] [data-example='1'] .is-best")
    assert best.all_inner_texts() == ["4.00 dB"]
    assert int(best.evaluate("node => getComputedStyle(node).fontWeight")) >= 600
    assert best.locator("[role=img]").get_attribute("aria-label") == "best"
    scores = page.locator("[data-task=stems] [data-example='1'] .scores dd").all_inner_texts()
    assert scores == ["3.00 dB", "9.25 dB", "4.00 dB", "9.25 dB"]


@pytest.mark.parametrize("layout", ["cards", "table", "transposed"])
def test_results_stand_over_the_examples_a_line_for_each_system(
    page: Page, shapes_site: Site, serve: Serve, layout: str
) -> None:
    opened(page, shapes_site(layout), serve)
    stems = page.locator("[data-task=stems] .results")
    assert stems.locator(".results-head").inner_text() == "Results n = 2"
    assert stems.locator("td:not(details td)").all_inner_texts() == ["4.00", "8.63", "5.00", "9.25 n = 1"]
    heads = page.locator("[data-task=codecs] .results th[scope=col]").all_inner_texts()
    assert [each.split(" n =")[0] for each in heads[1:4]] == ["seen", "unseen", "All examples"]
    first = page.locator("[data-task=stems] [data-example]").first.bounding_box()
    box = stems.bounding_box()
    assert first
    assert box
    assert box["y"] + box["height"] <= first["y"]


def test_a_wide_table_is_an_area_that_the_keyboard_reaches(page: Page, shapes_site: Site, serve: Serve) -> None:
    opened(page, shapes_site("table"), serve, 800)
    wide = page.locator("[data-task=codecs] comparison-table:not(.summary)")
    expect(wide).to_have_attribute("tabindex", "0")
    assert (wide.get_attribute("role"), wide.get_attribute("aria-label")) == ("region", "Table: Codecs")
    wide.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("node => node.scrollLeft > 0", arg=wide.element_handle())
    name = wide.locator("[data-example='2'] > th")
    edge = wide.evaluate("node => node.getBoundingClientRect().left")
    wide.evaluate("node => { node.scrollLeft = 400 }")
    assert abs(name.evaluate("node => node.getBoundingClientRect().left") - edge) < 3


@pytest.mark.parametrize("width", [800, 1280])
def test_a_table_of_many_columns_has_its_cells_under_their_heads(
    page: Page, shapes_site: Site, serve: Serve, width: int
) -> None:
    opened(page, shapes_site("table"), serve, width)
    table = page.locator("[data-task=codecs] comparison-table:not(.summary)")
    places = "all => all.map(cell => Math.round(cell.getBoundingClientRect().left)).sort()"
    cells = table.locator("[data-example='5'] > td.from-answer").evaluate_all(places)
    assert cells == table.locator("thead th.from-answer:not(.is-meta)").evaluate_all(places)
    assert len(set(cells)) == 4


def test_no_system_of_turned_tables_is_named_over_the_examples_on_a_phone(
    page: Page, shapes_site: Site, serve: Serve
) -> None:
    names = opened(page, shapes_site("transposed"), serve, 390).locator(".is-turned tbody th")
    assert names.count()
    assert not names.filter(visible=True).count()


def test_what_fits_is_no_area_of_its_own(page: Page, shapes_site: Site, serve: Serve) -> None:
    opened(page, shapes_site("table"), serve, 390)
    assert page.locator("comparison-table[tabindex]").count() == 0


def test_focus_is_not_hidden_under_the_head(page: Page, shapes_site: Site, serve: Serve) -> None:
    wait_for_players(opened(page, shapes_site("table"), serve, 800))
    page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
    hidden = page.evaluate(
        """async () => {
          const hidden = [];
          for (const node of document.querySelectorAll('tbody button, tbody a')) {
            if (!node.checkVisibility()) continue;
            node.focus();
            // The head of a wide table is moved with the next frame.
            await new Promise(done => requestAnimationFrame(done));
            const box = node.getBoundingClientRect();
            const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
            const head = top && top.closest('thead, tbody th');
            if (head && !head.contains(node)) hidden.push(node.outerHTML.slice(0, 80));
          }
          return hidden;
        }"""
    )
    assert hidden == []


def test_pictures_lead_to_themselves(page: Page, shapes_site: Site, serve: Serve) -> None:
    opened(page, shapes_site("table"), serve)
    link = page.locator(".picture a")
    assert link.get_attribute("aria-label") == "Enlarge: A bar of music."
    assert link.get_attribute("href") == link.locator("img").get_attribute("src")


@by_layout
def test_tags_are_columns_where_the_task_asks_for_them(
    page: Page, shapes_site: Site, serve: Serve, layout: str
) -> None:
    opened(page, shapes_site(layout), serve)
    task = page.locator("[data-task=codecs]")
    if layout == "cards":
        assert task.locator(".tags li").all_inner_texts() == ["RT60: 0.2 s", "room: hall", "RT60: 1.25 s"]
        return
    cells = task.locator("[data-tag]")
    assert [text.strip() for text in cells.all_inner_texts()] == (
        ["0.2 s", "hall", "1.25 s"] if layout == "table" else ["0.2 s", "1.25 s", "hall"]
    )
    holes = task.locator(".from-tag .empty .unseen").all_text_contents()
    assert set(holes) == {"not stated"}
