"""Finding: by words, tag and group; without a system's column; as the address says; from disk too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from observed import said_on_click, settle, toggle_blind, watch
from playwright.sync_api import Browser, Page, expect

import projects
from bench import Serve, built
from judges import axe_findings

pytestmark = pytest.mark.browser

PROJECT = """\
-- examples/catalogue.yaml --
title: Found
models:
  base: {name: Base Line, group: Old}
  peer: {name: Peer, group: Old}
  ours: {name: Ours, ours: true}
sections:
  - title: Heard
    tasks: [heard.yaml]
  - title: Said
    tasks: [said.yaml]
-- examples/heard.yaml --
title: Heard
output: labels
layout: table
prompt: {ours: Name it., peer: Say what it is.}
examples:
  - {title: Café à Paris, group: Outside, tags: {noise: street}, audio: a.wav, labels: [Rain, Wind],
     outputs: {base: {labels: [Rain, Wind]}, peer: [Rain], ours: [Dog]}}
  - {title: Zürich, group: Outside, tags: {noise: none}, audio: b.wav, labels: [Dog],
     outputs: {base: [Cat], peer: [Dog], ours: [Dog]}}
  - {title: 北京的雨, group: Inside, tags: {noise: street}, audio: a.wav, labels: [Rain],
     outputs: {base: [Rain], peer: [Cat], ours: [Rain]}}
-- examples/said.yaml --
title: Said
layout: cards
examples:
  - {title: First, audio: a.wav, outputs: {base: A ringing BELL., peer: Nothing at all., ours: 他说今天下雨。},
     note: A remark that nobody else makes.}
  - {title: Second, audio: b.wav, outputs: {base: A tone., peer: A bell and a tone., ours: ＦＵＬＬ width.}}
  - {title: Third, audio: a.wav, outputs: {base: A tone., peer: Another tone., ours: The third tone.}}
"""
OTHERS = {
    "search.test.js": """document.dispatchEvent(new CustomEvent("search-pages", {detail: [
  ["index.html", "search.test/here.js", [["heard--", 1, 3], ["said--", 1, 3]]],
  ["other page.html", "search.test/far.js", [["far--", 1, 120], ["near--", 1, 2]]]]}));""",
    "search.test/far.js": """document.dispatchEvent(new CustomEvent("search-examples", {detail: [
  ["far", "Far", Array.from({length: 120}, (_, n) =>
    [`far--${n}`, `Number ${n}`, `Number ${n} A Bell, far away ${n}`, ["noise=hum"], "Elsewhere"])],
  ["near", "Near & dear", [
    ["near--1", "北京", "北京 他说今天下雨。\\nthoughts of a bell", [], ""],
    ["near--2", "Zürich",
      `Zürich ${"word ".repeat(50)}a glockenspiel, a BÉLL and ﾊﾞ ${"more ".repeat(50)}`, [], ""]]]]}));""",
}
"""The scripts of a site of which another page has 122 examples of two tasks."""
SHOWN = """() => [...document.querySelectorAll('[data-example]')].filter(part => part.checkVisibility())
  .map(part => part.id).filter(Boolean)"""
HEARD = ["heard--1", "heard--2", "heard--3"]
SAID = ["said--1", "said--2", "said--3"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table and cards, of three systems."""
    root = tmp_path_factory.mktemp("found")
    project = projects.write(root / "project", PROJECT)
    return built(project, root / "site")


FROM_BOTH = pytest.mark.parametrize("address", ["http", "file"], indirect=True)
"""For what reads, writes or follows addresses: those of files have no origin."""


@pytest.fixture
def address(request: pytest.FixtureRequest, site: Path, serve: Serve) -> str:
    """The page over HTTP, or from disk where a test says so."""
    return (
        serve(site).address if getattr(request, "param", "http") == "http" else (site / "index.html").as_uri()
    )


@pytest.fixture
def open_at(page: Page, address: str) -> Iterator[Callable[[str], Page]]:
    """Opens the page with a query or fragment; nothing may be complained of."""
    seen = watch(page)

    def opened(view: str = "") -> Page:
        page.goto(address + view)
        settle(page)
        return page

    yield opened
    assert seen.complaints == []


def shown(page: Page) -> list[str]:
    found: list[str] = page.evaluate(SHOWN)
    return found


def search(page: Page, words: str) -> list[str]:
    page.locator("input[data-search]").fill(words)
    return shown(page)


def unfold(page: Page, part: str) -> None:
    """Open this part of what the tools offer."""
    button = page.locator("find-filters").get_by_role("button", name=part)
    if button.get_attribute("aria-expanded") == "false":
        button.click()


def choose(page: Page, name: str, value: str) -> list[str]:
    unfold(page, "Group" if name == "Group" else "Tags")
    page.get_by_label(name, exact=True).select_option(label=value)
    return shown(page)


def hide(page: Page, model: str) -> None:
    unfold(page, "Systems")
    page.locator(f'[data-toggle-model="{model}"]').click()


def wait_for_query(page: Page, query: str) -> None:
    page.wait_for_function(
        "wanted => decodeURIComponent(location.search).replaceAll('+', ' ') === wanted", arg=query
    )


FOUND = {
    "bell": ["said--1", "said--2"],
    "BELL tone": ["said--2"],
    "tone bell": ["said--2"],
    "cafe": ["heard--1"],
    "CAFÉ": ["heard--1"],
    "zurich": ["heard--2"],
    "full": ["said--2"],
    "今天": ["said--1"],
    "雨": ["heard--3", "said--1"],
    "street": ["heard--1", "heard--3"],
    "inside": ["heard--3"],
    "wind": ["heard--1"],
    "remark": ["said--1"],
    "tone zebra": [],
    "  ": [*HEARD, *SAID],
    "wav": [],
}
"""What is typed → the examples that are left."""


def test_examples_are_found_by_what_a_reader_reads_in_them(open_at: Callable[[str], Page]) -> None:
    page = open_at("")
    assert {words: search(page, words) for words in FOUND} == FOUND


def test_what_holds_no_match_is_not_shown(open_at: Callable[[str], Page]) -> None:
    page = open_at("")
    search(page, "cafe")
    assert page.locator("#said").is_hidden()
    assert page.get_by_role("heading", name="Said").count() == 0
    assert page.get_by_text("Inside", exact=True).is_hidden()
    assert page.get_by_text("Outside", exact=True).is_visible()
    search(page, "")
    assert page.get_by_text("Inside", exact=True).is_visible()
    assert page.locator("#said").is_visible()


def test_the_count_is_shown_and_said(open_at: Callable[[str], Page]) -> None:
    page = open_at("")
    search(page, "bell")
    assert page.locator(".find-count").inner_text() == "2 of 6 examples"
    expect(page.locator("page-find").get_by_role("status")).to_have_text("2 of 6 examples")
    search(page, "")
    assert page.locator(".find-count").inner_text() == ""


def test_a_search_without_a_match_says_so_and_offers_all(open_at: Callable[[str], Page]) -> None:
    page = open_at("")
    assert search(page, "zebra") == []
    assert page.get_by_text("No example matches.").is_visible()
    page.get_by_role("button", name="Show all examples").click()
    assert shown(page) == [*HEARD, *SAID]
    assert page.get_by_text("No example matches.").is_hidden()
    assert page.evaluate("() => document.activeElement.matches('[data-search]')")
    wait_for_query(page, "")


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("noise", "street", ["heard--1", "heard--3"]),
        ("Group", "Inside", ["heard--3"]),
    ],
)
def test_examples_are_told_apart_by_tag_and_group(
    open_at: Callable[[str], Page], name: str, value: str, expected: list[str]
) -> None:
    page = open_at("")
    assert choose(page, name, value) == expected
    assert choose(page, name, "any") == [*HEARD, *SAID]


@FROM_BOTH
def test_filters_work_together_and_stand_in_the_address(open_at: Callable[[str], Page]) -> None:
    page = open_at("")
    choose(page, "Group", "Inside")
    choose(page, "noise", "street")
    assert search(page, "rain") == ["heard--3"]
    wait_for_query(page, "?group=Inside&tag.noise=street&q=rain")
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    settle(page)
    assert shown(page) == ["heard--3"]
    assert page.locator("input[data-search]").input_value() == "rain"
    unfold(page, "Tags")
    assert page.get_by_label("noise", exact=True).input_value() == "street"


def test_what_the_address_says_and_the_page_does_not_know_is_ignored(open_at: Callable[[str], Page]) -> None:
    page = open_at("?tag.noise=loud&tag.colour=red&group=None&hide=nobody&x=1")
    assert shown(page) == [*HEARD, *SAID]
    assert page.locator(".find-none").count() == 0


@FROM_BOTH
def test_the_address_keeps_what_others_wrote(open_at: Callable[[str], Page]) -> None:
    page = open_at("?other=1#heard--2")
    search(page, "bell")
    wait_for_query(page, "?other=1&q=bell")
    assert page.url.endswith("#heard--2")


@FROM_BOTH
def test_a_link_to_an_example_carries_the_view(open_at: Callable[[str], Page]) -> None:
    page = open_at("")
    search(page, "bell")
    wait_for_query(page, "?q=bell")
    link = page.locator("#said--2 [data-copy='link']")
    assert str(link.evaluate("node => node.href")).endswith("?q=bell#said--2")
    link.click()
    page.wait_for_url("**/*?q=bell#said--2")
    assert shown(page) == ["said--1", "said--2"]


@FROM_BOTH
def test_a_link_to_a_hidden_example_shows_it(open_at: Callable[[str], Page]) -> None:
    page = open_at("?q=bell#said--1")
    assert shown(page) == ["said--1", "said--2"]
    page.goto("about:blank")
    page = open_at("?q=bell#heard--3")
    assert shown(page) == [*HEARD, *SAID]
    assert page.locator("#heard--3").evaluate("node => 'marked' in node.dataset")
    wait_for_query(page, "")
    search(page, "bell")
    page.evaluate("() => { location.hash = '#heard' }")
    page.wait_for_function("() => document.getElementById('heard--1').checkVisibility()")


@FROM_BOTH
def test_back_and_forward_bring_the_view_back(open_at: Callable[[str], Page]) -> None:
    page = open_at("")
    search(page, "bell")
    wait_for_query(page, "?q=bell")
    page.locator("#said--2 [data-copy='link']").click()
    search(page, "cafe")
    wait_for_query(page, "?q=cafe")
    page.go_back()
    expect(page.locator("input[data-search]")).to_have_value("bell")
    assert shown(page) == ["said--1", "said--2"]
    page.go_forward()
    expect(page.locator("input[data-search]")).to_have_value("cafe")


def test_a_hidden_system_takes_all_that_is_its_own_with_it(open_at: Callable[[str], Page]) -> None:
    page = open_at("")
    hide(page, "peer")
    of_peer = (
        "() => [...document.querySelectorAll('[data-model=peer]')].filter(n => n.checkVisibility()).length"
    )
    assert page.evaluate(of_peer) == 0
    assert page.locator("#heard .prompts > div:visible").count() == 1
    assert page.locator('[data-toggle-model="peer"]').get_attribute("aria-pressed") == "false"
    wait_for_query(page, "?hide=peer")
    hide(page, "peer")
    assert page.evaluate(of_peer) > 0
    wait_for_query(page, "")


COLUMNS = """() => [...document.querySelectorAll('#heard tr')].filter(row => row.checkVisibility()).map(row =>
  [...row.cells].filter(cell => cell.checkVisibility()).reduce((sum, cell) => sum + cell.colSpan, 0))"""


def test_rows_stay_as_wide_as_the_columns_that_are_left(open_at: Callable[[str], Page]) -> None:
    page = open_at("?hide=peer")
    assert set(page.evaluate(COLUMNS)[-4:]) == {5}
    page.goto("about:blank")
    page = open_at("")
    assert set(page.evaluate(COLUMNS)[-4:]) == {6}
    hide(page, "base")
    hide(page, "peer")
    assert set(page.evaluate(COLUMNS)[-4:]) == {4}
    hide(page, "base")
    assert set(page.evaluate(COLUMNS)[-4:]) == {5}


def test_one_system_stays(open_at: Callable[[str], Page]) -> None:
    page = open_at("")
    for model in ("base", "peer"):
        hide(page, model)
    last = page.locator('[data-toggle-model="ours"]')
    assert said_on_click(last) == "One system stays visible."
    assert last.get_attribute("aria-pressed") == "true"
    page.goto("about:blank")
    page = open_at("?hide=base peer ours")
    assert page.locator("#said--1 [data-model]:visible").count() == 3


def test_cards_close_up_where_an_answer_is_hidden(open_at: Callable[[str], Page]) -> None:
    page = open_at("")
    page.set_viewport_size({"width": 1440, "height": 900})
    gap = """() => { const card = document.getElementById('said--2').getBoundingClientRect();
      const cells = [...document.querySelectorAll('#said--2 > dl > div')]
        .filter(node => node.checkVisibility());
      return Math.round(card.bottom - Math.max(...cells.map(cell => cell.getBoundingClientRect().bottom))); }"""
    before = page.evaluate(gap)
    hide(page, "base")
    assert page.evaluate(gap) <= before


SPANNING = """<comparison-table><table><thead>
  <tr><th rowspan="2">Example</th><th rowspan="2">Prompt</th>
    <th colspan="3" data-models="a b" id="both">Both</th><th rowspan="2" data-model="c">C</th></tr>
  <tr><th data-model="a" colspan="2">A</th><th data-model="b">B</th></tr></thead>
  <tbody>{rows}</tbody></table></comparison-table>"""


def spanning(page: Page) -> None:
    """Put a table whose head and cells span several columns and rows into the page."""
    first = '<td rowspan="3" data-span data-place="1" id="shared">One prompt</td>'
    rows = "".join(
        f'<tr data-example="{n}" id="row-{n}"><th>{n}</th>{first if n == 1 else ""}<td data-model="a">a{n}</td>'
        f'<td data-model="a">also</td><td data-model="b">b{n}</td><td data-model="c">c{n}</td></tr>'
        for n in (1, 2, 3)
    )
    page.evaluate(
        """html => { const task = document.querySelector('[data-task=heard]');
             task.insertAdjacentHTML('beforeend', html);
             for (const row of task.querySelectorAll('[id^=heard--]')) row.closest('tbody').remove(); }""",
        SPANNING.format(rows=rows),
    )


def test_heads_over_several_systems_span_those_that_are_shown(open_at: Callable[[str], Page]) -> None:
    page = open_at("")
    spanning(page)
    hide(page, "ours")
    for gone, width in (("a", 1), ("b", 2)):
        hide(page, gone)
        assert page.locator("#both").evaluate("node => node.colSpan") == width
        hide(page, gone)
        assert page.locator("#both").evaluate("node => node.colSpan") == 3
    hide(page, "a")
    hide(page, "b")
    assert page.locator("#both").is_hidden()
    hide(page, "a")
    assert page.locator("#both").evaluate("node => [node.colSpan, node.hidden]") == [2, False]


def test_a_cell_that_rows_share_stays_beside_the_rows_that_are_shown(open_at: Callable[[str], Page]) -> None:
    page = open_at("")
    spanning(page)
    where = "node => [node.parentNode.id, node.cellIndex, node.rowSpan]"
    shared = page.locator("#shared")
    search(page, "a3")
    assert shared.evaluate(where) == ["row-3", 1, 1]
    search(page, "a2")
    assert shared.evaluate(where) == ["row-2", 1, 1]
    search(page, "")
    assert shared.evaluate(where) == ["row-1", 1, 3]
    assert search(page, "one prompt") == ["row-1", "row-2", "row-3"]


def test_a_slash_leads_to_the_search_and_all_goes_by_keyboard(open_at: Callable[[str], Page]) -> None:
    page = open_at("")
    page.keyboard.press("/")
    page.keyboard.type("be/ll")
    assert page.locator("input[data-search]").input_value() == "be/ll"
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("bell")
    assert shown(page) == ["said--1", "said--2"]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator(".tool-panel").is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    wait_for_query(page, "?q=bell&hide=base")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    assert page.locator(".tool-panel").is_hidden()


def test_the_open_choices_have_no_fault_that_axe_finds(page: Page, site: Path, serve: Serve) -> None:
    page.goto(f"{serve(site).address}?q=zebra&hide=peer")
    settle(page)
    for part in ("Systems", "Tags"):
        unfold(page, part)
        assert axe_findings(page) == []


def test_it_says_it_in_chinese(page: Page, tmp_path: Path) -> None:
    text = PROJECT.replace("title: Found", "title: 查找\nlanguage: zh")
    page.goto((built(projects.write(tmp_path / "p", text), tmp_path / "s") / "index.html").as_uri())
    settle(page)
    search(page, "雨")
    assert page.locator(".find-count").inner_text() == "2 / 6 个示例"


def test_a_page_of_few_examples_has_no_search(page: Page, tmp_path: Path) -> None:
    page.goto((built(projects.write(tmp_path / "p", ""), tmp_path / "s") / "index.html").as_uri())
    settle(page)
    assert page.locator("[data-search]").count() == 0


def test_without_scripts_nothing_of_it_is_there(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "index.html").as_uri() + "?q=bell&hide=base")
    assert page.locator("page-tools").is_hidden()
    assert shown(page) == [*HEARD, *SAID]
    context.close()


@pytest.fixture
def indexed(page: Page, address: str, site: Path) -> Page:
    """The page as one of two."""
    for name, script in OTHERS.items():
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_text(script, encoding="utf-8")
    page.add_init_script(
        """addEventListener('DOMContentLoaded', () => {});
           new MutationObserver(() => {
             const find = document.querySelector('page-find');
             if (find && !find.dataset.index) find.dataset.index = 'search.test.js';
           }).observe(document, {childList: true, subtree: true});"""
    )
    page.goto(address)
    settle(page)
    return page


def hits(page: Page, task: str = "") -> list[str]:
    """What stands on other pages, of all tasks or of one."""
    found: list[str] = page.evaluate(
        """task => [...document.querySelectorAll('search-hits section')]
             .filter(one => !task || one.querySelector('h3').firstChild.data === task)
             .flatMap(one => [...one.querySelectorAll('li')]
                 .map(item => item.innerText.replace(/\\s+/g, ' ')))""",
        task,
    )
    return found


def test_other_pages_are_searched_too_and_listed_by_task(indexed: Page) -> None:
    assert indexed.locator("script[src*='search.test']").count() == 0
    search(indexed, "bell")
    expect(indexed.locator(".find-count")).to_have_text("124 of 128 examples")
    elsewhere = indexed.locator("search-hits")
    assert elsewhere.get_by_role("heading").all_inner_texts() == [
        "On other pages: 122",
        "Far 120",
        "Near & dear 2",
    ]
    assert hits(indexed, "Far") == [f"Number {n} A Bell, far away {n}" for n in range(5)]
    assert [text.split()[0] for text in hits(indexed, "Near & dear")] == ["Zürich", "北京"]
    href = str(elsewhere.locator("a").nth(3).evaluate("node => node.href"))
    assert href.endswith("/other%20page.html?q=bell#far--3")
    elsewhere.get_by_role("button", name="Show all 120").click()
    expect(elsewhere.locator("section").first.locator("li")).to_have_count(120)
    expect(elsewhere.locator("a").nth(5)).to_be_focused()
    assert search(indexed, "number 119") == []
    assert hits(indexed) == ["Number 119 A Bell, far away 119"]
    assert indexed.get_by_text("No example on this page matches.").is_visible()


def test_what_this_page_has_comes_first_and_a_button_leads_to_the_others(indexed: Page) -> None:
    assert search(indexed, "bell") == ["said--1", "said--2"]
    below = (
        "() => document.querySelector('search-hits').offsetTop - document.querySelector('#said--2').offsetTop"
    )
    assert indexed.evaluate(below) > 0
    indexed.set_viewport_size({"width": 1280, "height": 400})
    indexed.get_by_role("button", name="On other pages: 122").click()
    expect(indexed.get_by_role("heading", name="On other pages: 122")).to_be_focused()
    expect(indexed.get_by_role("heading", name="On other pages: 122")).to_be_in_viewport()
    search(indexed, "number")
    assert indexed.get_by_role("button", name="On other pages: 120").is_hidden()
    assert axe_findings(indexed) == []


@pytest.mark.parametrize(
    ("words", "marks"),
    [
        ("zurich BELL", ["Zürich", "BÉLL"]),
        ("glockenspiel", ["glockenspiel"]),
        ("ハ", ["ﾊﾞ"]),
        ("今天 北", ["北", "今天"]),
        ("near", []),
    ],
)
def test_the_words_are_marked_as_they_are_written(indexed: Page, words: str, marks: list[str]) -> None:
    search(indexed, words)
    indexed.wait_for_function("() => document.querySelector('find-field, .find-count').textContent !== ''")
    marked = indexed.locator("search-hits section").filter(has_text="Near & dear").locator("mark")
    expect(marked).to_have_text(marks)
    assert all(len(text) < 160 for text in hits(indexed))


def test_tags_and_groups_of_other_pages_can_be_chosen(indexed: Page) -> None:
    indexed.locator("input[data-search]").focus()
    unfold(indexed, "Tags")
    expect(indexed.get_by_label("noise", exact=True).locator("option")).to_have_text(
        ["any", "street", "none", "hum"]
    )
    assert choose(indexed, "noise", "hum") == []
    expect(indexed.locator("search-hits li a")).to_have_count(5)


def test_a_list_that_cannot_be_loaded_is_said(page: Page, site: Path) -> None:
    page.add_init_script(
        """new MutationObserver(() => {
             const find = document.querySelector('page-find');
             if (find) find.dataset.index = 'no-such-list.js';
           }).observe(document, {childList: true, subtree: true});"""
    )
    page.goto((site / "index.html").as_uri())
    settle(page)
    assert search(page, "bell") == ["said--1", "said--2"]
    expect(page.locator("search-hits")).to_have_text("The other pages cannot be searched.")


def test_a_blind_view_is_filtered_by_nothing_that_tells(open_at: Callable[[str], Page]) -> None:
    page = open_at("?blind=k3")
    assert choose(page, "Group", "Outside") == ["heard--1", "heard--2"]
    assert page.locator(".find-choices label").all_inner_texts() == ["Group", "noise"]
    toggle_blind(page)
    assert shown(page) == ["heard--1", "heard--2"]


@FROM_BOTH
def test_a_blind_view_keeps_what_was_hidden_and_searched(open_at: Callable[[str], Page]) -> None:
    page = open_at("?q=rain")
    assert shown(page) == ["heard--1", "heard--3"]
    hide(page, "base")
    toggle_blind(page)
    assert shown(page) == ["heard--1", "heard--3"]
    seen = {one.get_attribute("data-model") for one in page.locator("#heard--1 > td[data-model]:visible").all()}
    assert seen == {"1", "2"}
    assert page.locator("model-toggles").count() == 0
    toggle_blind(page)
    assert shown(page) == ["heard--1", "heard--3"]
    assert page.locator('#heard--1 [data-output="base"]').is_hidden()
    assert page.locator('#heard--1 [data-output="ours"]').is_visible()
