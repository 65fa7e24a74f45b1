"""Sites of several pages: everything on exactly one of them, and every way between them open."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn import (
    HERE,
    Element,
    catalogue,
    example,
    media,
    pages,
    parsed,
    plan,
    read,
    source,
    standings,
    task,
    views,
)
from soundcase.model import Catalogue, Example, Section, Task
from soundcase.site.export import catalogue_json, sitemap_xml
from soundcase.site.paging import paged
from soundcase.site.shards import data_files
from soundcase.site.views.navigation import named_pages

Mode = Literal["one", "section", "task"]
MODES: tuple[Mode, ...] = ("one", "section", "task")
by_mode = pytest.mark.parametrize("mode", MODES)


def long_task(count: int, key: str = "digits", **given: object) -> Task:
    examples = tuple(example(n, outputs={"one": (media(f"answer {n}"),)}) for n in range(1, count + 1))
    return task(*examples, **{"id": key, "title": key.title(), **given})


def site(*sections: tuple[Task, ...], mode: Mode = "one", per_page: int = 2, **given: object) -> Catalogue:
    drawn = tuple(Section(HERE, f"Part {n}", "", tasks) for n, tasks in enumerate(sections, start=1))
    return replace(catalogue(), sections=drawn, pages=mode, per_page=per_page, **given)  # type: ignore[arg-type]


def urls(drawn: Catalogue) -> list[str]:
    return [page.url for page in paged(drawn).pages]


def trees(drawn: Catalogue) -> dict[str, Element]:
    """Every page but the one for missing addresses."""
    return {url: parsed(html) for url, html in pages(drawn).items() if url != "404.html"}


def shown(page: Element) -> list[tuple[str, str]]:
    """Task and example of each example on the page."""
    return [
        (str(section.attributes["data-task"]), str(found.attributes["data-example"]))
        for section in page.all("section", data_task=None)
        for found in section.walk()
        if "data-example" in found.attributes and "id" in found.attributes
    ]


def dead_links(site: Mapping[str, Element]) -> list[str]:
    """Links to pages or elements of the site that are not there."""
    ids = {
        url: {str(e.attributes["id"]) for e in page.walk() if "id" in e.attributes}
        for url, page in site.items()
    }
    dead = []
    for url, page in site.items():
        for link in page.all("a", href=None):
            target, _, anchor = str(link.attributes["href"]).partition("#")
            if re.match(r"https?:|audio/|catalogue\.json|soundcase-manifest", target):
                continue
            known = ids.get(target or url)
            if known is None or (anchor and unquote(anchor) not in known):
                dead.append(f"{url}: {link.attributes['href']}")
    return dead


# Where everything stands


def test_a_long_task_goes_on_over_pages_beside_the_first() -> None:
    drawn = site((long_task(5), long_task(2, "words")))
    assert urls(drawn) == ["index.html", "digits-2.html", "digits-3.html"]
    assert {url: shown(page) for url, page in trees(drawn).items()} == {
        "index.html": [("digits", "1"), ("digits", "2"), ("words", "1"), ("words", "2")],
        "digits-2.html": [("digits", "3"), ("digits", "4")],
        "digits-3.html": [("digits", "5")],
    }


def test_sections_have_pages_of_their_own_and_long_tasks_go_on_beside_them() -> None:
    drawn = site((long_task(3), long_task(2, "words")), (long_task(1, "tones"),), mode="section")
    assert {url: shown(page) for url, page in trees(drawn).items()} == {
        "index.html": [],
        "part-1.html": [("digits", "1"), ("digits", "2"), ("words", "1"), ("words", "2")],
        "digits-2.html": [("digits", "3")],
        "part-2.html": [("tones", "1")],
    }


def test_tasks_have_pages_of_their_own() -> None:
    drawn = site((long_task(3), long_task(2, "words")), (long_task(1, "tones"),), mode="task")
    assert {url: len(shown(page)) for url, page in trees(drawn).items()} == {
        "index.html": 0,
        "digits.html": 2,
        "digits-2.html": 1,
        "words.html": 2,
        "tones.html": 1,
    }


def test_a_short_catalogue_is_one_page_without_an_index() -> None:
    drawn = site((long_task(2),))
    assert urls(drawn) == ["index.html"]
    assert views(drawn).scripts == {}
    page = trees(drawn)["index.html"]
    assert page.all("nav", class_="pagination") == page.all("nav", class_="steps") == []
    assert page.all("page-find") == []
    assert page.all("page-redirect") == []


# What pages are called


def names(*ids: str, mode: Mode = "task", count: int = 1) -> dict[str, str]:
    drawn = site(tuple(long_task(count, key) for key in ids), mode=mode, per_page=1)
    return {key: slices[-1].url for key, slices in paged(drawn).slices.items()}


def test_a_page_is_called_by_the_id_of_its_task() -> None:
    assert names("speaker-timbre", "v1.2_b") == {
        "speaker-timbre": "speaker-timbre.html",
        "v1.2_b": "v1.2_b.html",
    }


def test_names_in_any_script_are_ascii_and_stay_when_another_task_is_added() -> None:
    alone = names("说话人")
    assert re.fullmatch(r"page-[0-9a-f]{6}\.html", alone["说话人"])
    both = names("音乐", "说话人", "Ünder")
    assert both["说话人"] == alone["说话人"] != both["音乐"]
    assert both["Ünder"] == "under.html"


@pytest.mark.parametrize("key", ["index", "404", "INDEX", "con", "Aux", "lpt1", "nul.v2"])
def test_names_that_others_have_are_not_given(key: str) -> None:
    (name,) = names(key).values()
    assert name.removesuffix(".html").split(".")[0] not in {"index", "404", "con", "aux", "lpt1", "nul"}
    assert name.startswith(key.casefold().replace(".", "-") + "-")


def test_ids_that_differ_by_case_have_names_that_do_not() -> None:
    found = names("Digits", "digits", "DIGITS")
    assert found["digits"] == "digits.html"
    assert len({name.casefold() for name in found.values()}) == 3


def test_a_second_page_and_a_task_called_like_it_stay_apart() -> None:
    drawn = site((long_task(2, "a"), long_task(2, "a-2"), long_task(2, "a-2-2")), mode="task", per_page=1)
    found = urls(drawn)
    assert found[:2] == ["index.html", "a.html"]
    assert {"a-2.html", "a-2-2.html"} <= set(found)
    assert len(found) == len(set(found)) == 7
    assert paged(drawn).slices["a-2"][0].url == "a-2.html"


def test_two_sections_of_one_title_have_two_pages() -> None:
    drawn = site((long_task(1),), (long_task(1, "words"),), mode="section")
    same = replace(drawn, sections=tuple(replace(section, title="Speech") for section in drawn.sections))
    first, second = urls(same)[1:]
    assert first == "speech.html"
    assert re.fullmatch(r"speech-[0-9a-f]{6}\.html", second)


# Ways between pages


@by_mode
def test_the_contents_of_every_page_lead_everywhere_and_say_where_one_is(mode: Mode) -> None:
    drawn = site((long_task(3), long_task(2, "words")), (long_task(1, "tones"),), mode=mode, citation="@x")
    site_pages = trees(drawn)
    assert dead_links(site_pages) == []
    for url, page in site_pages.items():
        listed = page.one("nav", class_="contents")
        assert [link.text for link in listed.all("a")] == [
            "Part 1",
            "Digits",
            "Words",
            "Part 2",
            "Tones",
            "Citation",
        ]
        current = [(link.text, link.attributes["aria-current"]) for link in listed.all("a", aria_current=None)]
        if url != "index.html":
            (where,) = current
            assert where[1] == ("true" if url == "digits-2.html" else "page")


@pytest.mark.parametrize(
    ("current", "count", "expected"),
    [
        (1, 1, (1,)),
        (1, 3, (1, 2, 3)),
        (1, 100, (1, 2, 3, 0, 100)),
        (4, 100, (1, 2, 3, 4, 5, 6, 0, 100)),
        (5, 100, (1, 2, 3, 4, 5, 6, 7, 0, 100)),
        (50, 100, (1, 0, 48, 49, 50, 51, 52, 0, 100)),
        (97, 100, (1, 0, 95, 96, 97, 98, 99, 100)),
        (100, 100, (1, 0, 98, 99, 100)),
    ],
)
def test_of_many_pages_the_first_the_last_and_those_around_are_named(
    current: int, count: int, expected: tuple[int, ...]
) -> None:
    assert named_pages(current, count) == expected


def test_pagination_says_where_one_is_and_what_comes_before_and_after() -> None:
    page = trees(site((long_task(5), long_task(1, "words"))))["digits-2.html"]
    brief, full = page.one("section", data_task="digits").all("nav")
    assert brief.attributes["aria-label"] != full.attributes["aria-label"]
    for nav in (brief, full):
        said = [(a.attributes["href"], a.attributes["aria-label"]) for a in nav.all("a")]
        assert said == [
            ("index.html#digits", "Previous: Digits, page 1"),
            ("index.html#digits", "Digits, page 1"),
            ("#digits", "Digits, page 2"),
            ("digits-3.html", "Digits, page 3"),
            ("digits-3.html", "Next: Digits, page 3"),
        ]
        assert nav.one("a", aria_current="page").text == "2"
        assert [a.attributes["rel"] for a in nav.all("a", rel=None)] == ["prev", "next"]
    assert page.one("p", class_="count").text == "3–4 of 5"


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("one", ["index.html"]),
        ("section", ["index.html", "part-1.html", "part-2.html", "part-3.html"]),
        (
            "task",
            [
                "index.html",
                "digits.html",
                "digits-2.html",
                "words.html",
                "tones.html",
                "last.html",
                "last-2.html",
            ],
        ),
    ],
)
def test_the_steps_lead_from_the_first_page_to_the_last_and_back(mode: Mode, expected: list[str]) -> None:
    parts = ((long_task(3), long_task(2, "words")), (long_task(1, "tones"),), (long_task(3, "last"),))
    site_pages = trees(site(*parts, mode=mode))

    def walked(url: str, rel: str) -> list[str]:
        steps = [link for nav in site_pages[url].all("nav", class_="steps") for link in nav.all("a", rel=rel)]
        return [url] + (walked(str(steps[0].attributes["href"]).partition("#")[0], rel) if steps else [])

    there = walked("index.html", "next")
    assert there[: len(expected)] == expected
    if mode != "one":
        assert walked(there[-1], "prev")[-1] == "index.html"


@by_mode
def test_what_an_author_links_to_by_its_anchor_is_found_on_its_page(mode: Mode) -> None:
    description = "See [this](#words--3), [that](#digits) and [how to cite](#citation)."
    linked = long_task(3, description=description)
    site_pages = trees(site((linked, long_task(3, "words")), mode=mode, citation="@x", description=description))
    assert dead_links(site_pages) == []
    (link,) = [a for a in site_pages["digits-2.html"].all("a") if a.text == "this"]
    assert link.attributes["href"] == "words-2.html#words--3"


def test_a_group_that_is_cut_says_that_it_goes_on() -> None:
    grouped = replace(
        long_task(5), examples=tuple(example(n, group="loud" if n < 4 else "soft") for n in range(1, 6))
    )
    for layout in ("cards", "table", "transposed"):
        site_pages = trees(site((replace(grouped, layout=layout),)))
        titles = [
            found.text.strip()
            for page in site_pages.values()
            for found in page.walk()
            if "--group-" in str(found.attributes.get("id", ""))
        ]
        assert titles == ["loud", "loud continued", "soft", "soft continued"]


# What pages say of themselves


def test_every_page_has_a_title_a_description_and_an_address_of_its_own() -> None:
    drawn = site(
        (long_task(3, description="Count to *ten*."),), mode="task", url="https://lab.example/demo", title="Lab"
    )
    heads = {
        url: (
            page.one("title").text,
            page.one("meta", name="description").attributes["content"],
            page.one("link", rel="canonical").attributes["href"],
        )
        for url, page in trees(drawn).items()
    }
    assert heads == {
        "index.html": ("Lab", "Lab", "https://lab.example/demo"),
        "digits.html": ("Digits · Lab", "Digits: Count to ten.", "https://lab.example/demo/digits.html"),
        "digits-2.html": (
            "Digits, page 2 · Lab",
            "Digits, page 2: Count to ten.",
            "https://lab.example/demo/digits-2.html",
        ),
    }


def test_pages_beside_the_first_lead_home_and_have_the_footer() -> None:
    page = trees(site((long_task(3),), title="Lab", abstract="Long.", license="CC"))["digits-2.html"]
    heading = page.one("h1")
    assert (heading.text, heading.one("a").attributes["href"]) == ("Lab", "index.html")
    assert page.all("section", class_="abstract") == []
    assert "CC" in page.one("footer").text


def test_the_overview_introduces_every_task_with_its_count() -> None:
    drawn = site((long_task(3, description="Count to *ten*."), long_task(1, "words")), mode="task")
    page = trees(drawn)["index.html"]
    told = [
        [child.text for child in item.walk() if child.tag in {"h3", "p"}]
        for item in page.one("ul", class_="overview").all("li")
    ]
    assert told == [["Digits", "Count to ten.", "3 examples"], ["Words", "1 example"]]
    assert page.one("li", id="digits").one("a").attributes["href"] == "digits.html"


def test_the_sitemap_lists_every_page_and_no_time() -> None:
    shown_pages = views(site((long_task(3),), url="https://lab.example/a&b/")).pages
    text = sitemap_xml(page.canonical for page in shown_pages).decode()
    assert re.findall("<loc>(.*?)</loc>", text) == [
        "https://lab.example/a&amp;b/",
        "https://lab.example/a&amp;b/digits-2.html",
    ]
    assert "lastmod" not in text


# Search


def told(script: str) -> tuple[str, Any]:
    """The event of a script, and what it hands over."""
    found = re.fullmatch(
        r'document\.dispatchEvent\(new CustomEvent\("([a-z-]+)", \{detail: (.*)\}\)\);\n', script
    )
    assert found
    return found[1], json.loads(found[2])


def searched(drawn: Catalogue) -> dict[str, list[Any]]:
    """By page the examples that its script tells, the title of the task before that of each."""
    scripts = dict(views(drawn).scripts)
    event, listed = told(scripts.pop("search.js"))
    assert event == "search-pages"
    found = {}
    for page, address, spans in listed:
        event, tasks = told(scripts.pop(address))
        assert event == "search-examples"
        assert all(anchor.startswith(of_task) for of_task, _, examples in tasks for anchor, *_ in examples)
        found[page] = [
            [anchor, f"{task}, {title}", *more] for _, task, shown in tasks for anchor, title, *more in shown
        ]
        assert sum(count for _, _, count in spans) == len(found[page])
        assert all(anchor.startswith(tuple(prefix for prefix, _, _ in spans)) for anchor, *_ in found[page])
    assert scripts == {}
    return found


def one_example(**given: object) -> Example:
    return example(1, **given)


def test_every_example_is_told_with_its_anchor_title_and_words_by_the_script_of_its_page() -> None:
    full = one_example(
        title="Café",
        group="SNR 5",
        tags={"noise": "Babble"},
        text="Say  this",
        labels=("Dog",),
        outputs={"one": (media("Ein Straßenhund", label="Stem", note="so *so*"),)},
    )
    drawn = site((task(full, example(2), title="Barks"),), per_page=1)
    found = searched(drawn)
    assert list(found) == ["index.html", "timbre-2.html"]
    assert found["index.html"] == [
        [
            "timbre--1",
            "Barks, Café",
            "Café SNR 5 Babble Say this Dog Stem Ein Straßenhund so so",
            ["noise=Babble"],
            "SNR 5",
        ]
    ]
    assert found["timbre-2.html"][0][:2] == ["timbre--2", "Barks, Example 2"]


def test_the_list_tells_how_the_anchors_of_each_page_begin() -> None:
    """So that a link to an example of another page asks for few scripts."""
    named = task(*(example(n, id=f"clip-{n:04}") for n in (8, 9, 10)), id="named")
    _, listed = told(views(site((long_task(3), named), mode="section")).scripts["search.js"])
    assert [spans for _, _, spans in listed] == [
        [["digits--", 1, 2], ["named--clip-000", 1, 2]],
        [["digits--3", 3, 1]],
        [["named--clip-0010", 3, 1]],
    ]


def test_every_page_of_several_names_the_list() -> None:
    for page in trees(site((long_task(3),))).values():
        assert page.one("page-find").attributes["data-index"] == "search.js"
        assert page.one("page-redirect").attributes["data-index"] == "search.js"


@pytest.mark.parametrize("mode", MODES)
def test_what_is_told_of_a_page_follows_from_it_alone(mode: Mode) -> None:
    """Other words on one page change its own files, and no other's."""
    tasks = long_task(5), long_task(3, "words")
    before = site(tasks, mode=mode)
    changed = task(
        *tasks[0].examples[:3], replace(tasks[0].examples[3], text="new"), *tasks[0].examples[4:], id="digits"
    )
    after = site((replace(changed, title="Digits"), tasks[1]), mode=mode)
    stem = next(url for url, found in searched(before).items() if "digits--4" in {one[0] for one in found})[:-5]
    for files in (lambda drawn: views(drawn).scripts, pages, data):
        old, new = files(before), files(after)
        assert old.keys() == new.keys()
        assert {url for url in old if old[url] != new[url]} in (
            {f"{stem}.html"},
            {f"search/{stem}.js"},
            {f"catalogue.{stem}.json"},
        )


def data(drawn: Catalogue) -> dict[str, bytes]:
    return read(data_files(source(drawn, plan(drawn))))


def test_the_scripts_are_scripts_whatever_the_words_are() -> None:
    hostile = "</script><!--\u2028\u2029\\\"'"
    drawn = site((task(one_example(title=hostile), example(2)),), per_page=1)
    text = "".join(views(drawn).scripts.values())
    assert "<" not in text
    assert "\u2028" not in text
    assert searched(drawn)["index.html"][0][1] == f"Timbre, {hostile}"


def test_long_words_are_cut() -> None:
    drawn = site((task(one_example(text="word " * 5000), example(2)),), per_page=1)
    assert len(str(searched(drawn)["index.html"][0][2])) <= 2000


# Whatever the catalogue is

IDS = st.text(alphabet="aAbB2-.é说_", min_size=1, max_size=5)


@st.composite
def shapes(draw: st.DrawFn) -> Catalogue:
    """Any number of sections and tasks with any ids, layouts and groups."""
    ids = draw(st.lists(IDS, min_size=1, max_size=6, unique=True))
    tasks = []
    for key in ids:
        groups = draw(st.lists(st.sampled_from(["", "x", "y"]), min_size=1, max_size=7))
        layout = draw(st.sampled_from(["cards", "table", "transposed"]))
        examples = (example(n, group=group, id=draw(IDS) + str(n)) for n, group in enumerate(groups, start=1))
        tasks.append(task(*examples, id=key, title=key, layout=layout))
    cuts = sorted(draw(st.sets(st.integers(1, len(tasks)), max_size=3)) | {len(tasks)})
    parts = [tuple(tasks[start:stop]) for start, stop in zip([0, *cuts], cuts, strict=False)]
    titles = draw(st.lists(IDS, min_size=len(parts), max_size=len(parts)))
    drawn = site(*parts, mode=draw(st.sampled_from(MODES)), per_page=draw(st.integers(1, 4)), citation="@x")
    sections = zip(drawn.sections, titles, strict=True)
    return replace(drawn, sections=tuple(replace(section, title=title) for section, title in sections))


@settings(max_examples=60)
@given(drawn=shapes())
def test_every_example_is_on_one_page_every_link_arrives_and_ids_are_unique(drawn: Catalogue) -> None:
    site_pages = trees(drawn)
    everything = [(each.id, one.id) for each in drawn.tasks() for one in each.examples]
    assert sorted(found for page in site_pages.values() for found in shown(page)) == sorted(everything)
    assert dead_links(site_pages) == []
    assert len({url.casefold() for url in site_pages}) == len(site_pages)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9._-]*\.html", url) for url in site_pages)
    for page in site_pages.values():
        ids = [found.attributes["id"] for found in page.walk() if "id" in found.attributes]
        assert len(ids) == len(set(ids))
        names = [nav.attributes["aria-label"] for nav in page.all("nav")]
        assert len(names) == len(set(names))
    places = views(drawn).addresses
    for key, address in places.items():
        url, _, anchor = address.partition("#")
        assert key in shown(site_pages[url])
        site_pages[url].one(id=unquote(anchor))


@settings(max_examples=60)
@given(drawn=shapes())
def test_the_data_is_whole_however_a_site_is_cut_and_every_file_has_its_own_name(drawn: Catalogue) -> None:
    files = data(drawn)
    whole = json.loads(catalogue_json(drawn, plan(drawn), "1.2.3", views(drawn).addresses, standings(drawn)))
    index = json.loads(files["catalogue.json"])
    assert index["format"] == (1 if len(paged(drawn).pages) == 1 else 2)
    for found in (one for section in index["sections"] for one in section["tasks"] if "shards" in one):
        shards = [(json.loads(files[one["data"]]), one) for one in found.pop("shards")]
        assert {shard["format"] for shard, _ in shards} == {2}
        parts = [(part, one) for shard, one in shards for part in shard["tasks"] if part["id"] == found["id"]]
        assert [len(part["examples"]) for part, _ in parts] == [one["count"] for _, one in parts]
        assert [part["first"] for part, _ in parts] == [one["first"] for _, one in parts]
        assert all(
            each["page"].startswith(one["page"] + "#") for part, one in parts for each in part["examples"]
        )
        found["examples"] = [each for part, _ in parts for each in part["examples"]]
    assert index | {"format": 1} == whole
    names = [*files, *views(drawn).scripts, *(page.url for page in paged(drawn).pages)]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(
        re.fullmatch(r"(catalogue\.|search/)?[a-z0-9][a-z0-9._-]*\.(html|js|json)", name) for name in names
    )
