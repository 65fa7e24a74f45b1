"""The pages that come out: the page contract, exact words, and nothing of the catalogue lost."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import html5lib
import pytest

from drawn import (
    HERE,
    Element,
    catalogue,
    example,
    facts,
    index,
    media,
    pages,
    parsed,
    played_clip,
    sound,
    task,
)
from soundcase.model import Author, Catalogue, Figure, Layout, Link, Model, Prompt, Score, Selection, Turn
from soundcase.site.theme import theme_folder

HOSTILE = (
    "<script>alert(1)</script>",
    "**x** _y_ `z`",
    "{{ 7*7 }} {% raw %}",
    "\"'></p></td></script></noscript><img src=x onerror=alert(1)>",
    "&lt; &amp;amp; &#x3c;",
    " blanks  around\nand a line end ",
    "user\u202egnp.exe",
    "说话人 (speaker) 👩🏽‍🔬",
)
LAYOUTS: tuple[Layout, ...] = ("cards", "table", "transposed")
by_layout = pytest.mark.parametrize("layout", LAYOUTS)


def full(layout: Layout) -> Catalogue:
    """A catalogue in which every field says its own name."""
    turn = Turn(
        HERE,
        "speaker-of-turn",
        "prompt-of-turn",
        "text-of-turn",
        (media(audio="turn.wav"),),
        (media("reference-of-turn"),),
        {"one": (media("output-of-turn"),)},
        61.0,
    )
    answer = media(
        "output-text",
        label="output-label",
        labels=("label-a", "label-x"),
        audio="out.wav",
        image="spectrum.png",
        alt="alt-of-picture",
        video="lips.mp4",
        scores={"MOS": 4.25},
        note="*output-note*",
    )
    one = example(
        1,
        title="example-title",
        group="group-title",
        tags={"SNR": "5 dB"},
        audio=(media(audio="in.wav", label="stem-one"), media(audio="in2.wav", label="stem-two")),
        prompt=Prompt("prompt-of-example"),
        text="example-text",
        prompt_audio=(media(audio="enrol.wav"),),
        prompt_text="prompt-transcript",
        labels=("label-a", "label-b", "label-c"),
        reference=(media("reference-text", audio="clean.wav"),),
        context=(media("context-text"),),
        note="**example-note**",
        outputs={"one": (answer, media("second-piece"))},
        turns=(turn,),
    )
    shown = task(
        one,
        example(2, group="group-title", outputs={"two": (media("later"),)}),
        description="task-*description*",
        output="labels",
        prompt=Prompt("shared-prompt", {"two": "own-prompt"}),
        layout=layout,
        scores=(Score("MOS", "higher", "points"),),
        selection=Selection("how-selected"),
    )
    return catalogue(
        shown,
        title="page-title",
        subtitle="page-subtitle",
        description="page-**description**",
        notice="page-notice",
        authors=(
            Author(
                "author-name", ("affiliation-x", "affiliation-y"), "https://a.example", "0000-0002", equal=True
            ),
        ),
        abstract="page-abstract",
        links=(Link("link-label", "https://l.example"),),
        figures=(Figure(HERE, "fig.png", "alt-of-figure", "figure-*caption*", "https://f.example"),),
        citation="@misc{x, title = {{Braces}}}\n",
        license="licence *text*",
        url="https://page.example/",
        models={
            "one": Model(
                HERE, "one", "Model One", "https://m.example", "model-*description*", "model-group", {"k": "v"}
            ),
            "two": Model(HERE, "two", "Model Two", ours=True),
        },
    )


SAID = [
    "page-title", "page-subtitle", "page-description", "page-notice", "author-name", "affiliation-x",
    "affiliation-y", "page-abstract", "link-label", "figure-caption", "model-description", "model-group",
    "task-description", "shared-prompt", "own-prompt", "how-selected", "example-title", "group-title",
    "prompt-of-example", "example-text", "prompt-transcript", "reference-text", "context-text",
    "example-note", "stem-one", "stem-two", "output-text", "output-label", "label-a", "label-x", "label-b",
    "label-c", "output-note", "second-piece", "speaker-of-turn", "prompt-of-turn", "text-of-turn",
    "reference-of-turn", "output-of-turn",
]  # fmt: skip


@by_layout
def test_every_word_of_the_catalogue_is_on_the_page(layout: Layout) -> None:
    words = index(full(layout)).text
    assert [said for said in SAID if said not in words] == []
    for said in ("SNR: 5 dB", "k: v", "4.25", "points", "at 1:01.0", "title = {{Braces}}", "licence text"):
        assert said in words


@by_layout
def test_every_file_of_the_catalogue_is_on_the_page(layout: Layout) -> None:
    page = index(full(layout))
    links = page.all("a", data_clip=None)
    assert sorted(str(link.attributes["href"]).split(".")[0] for link in links) == [
        "audio/clean",
        "audio/enrol",
        "audio/in",
        "audio/in2",
        "audio/out",
        "audio/turn",
    ]
    assert [image.attributes["alt"] for image in page.all("img")] == ["alt-of-figure", "alt-of-picture"]
    assert page.one("video").one("source").attributes["type"] == "video/mp4"


@by_layout
def test_the_page_contract_holds(layout: Layout) -> None:
    page = index(full(layout))
    shown = page.one(data_task="timbre")
    first = list(shown.all(data_example="1"))
    anchored = page.one(id="timbre--1")
    assert anchored.attributes["data-example"] == "1"
    within = [found for element in first for found in element.walk()]
    roles = {str(found.attributes["data-role"]) for found in within if "data-role" in found.attributes}
    assert roles == {
        "audio", "prompt", "prompt-audio", "prompt-text", "text", "label", "reference", "context",
    }  # fmt: skip
    outputs = [found for found in within if found.attributes.get("data-output") == "one"]
    assert "output-text" in [found.text for found in outputs]
    labels = [found.text for o in outputs for found in o.walk() if "data-label" in found.attributes]
    assert labels == ["label-a", "label-x"]
    truth = [found for found in within if found.attributes.get("data-role") == "label"]
    assert [each.text for found in truth for each in found.all(data_label=None)] == [
        "label-a",
        "label-b",
        "label-c",
    ]
    assert not [found for found in within if found.attributes.get("data-output") == "two"]
    own, shared = shown.all("dd", data_role="prompt")[:2]
    assert (own.attributes["data-model"], own.text) == ("two", "own-prompt")
    assert ("data-model" in shared.attributes, shared.text) == (False, "shared-prompt")


@by_layout
def test_a_hole_says_so_in_words(layout: Layout) -> None:
    holes = index(full(layout)).all("p", class_="empty")
    assert [hole.text for hole in holes] == ["–no output", "–no output"]


@by_layout
def test_our_model_is_marked_by_a_word(layout: Layout) -> None:
    marks = index(full(layout)).all("em", class_="ours")
    assert marks
    assert {mark.text for mark in marks} == {"ours"}


@by_layout
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_printed_to_the_letter(text: str, layout: Layout) -> None:
    drawn = task(
        example(
            1,
            title=text,
            group=text,
            tags={"tag": text},
            text=text,
            labels=(text,),
            outputs={"one": (media(text, label=text),), "two": (media(labels=(text,)),)},
        ),
        title=text,
        prompt=Prompt(text, {"one": text}),
        selection=Selection(text),
        output="labels",
        layout=layout,
    )
    models = {"one": Model(HERE, "one", text), "two": Model(HERE, "two", "Two", meta={"m": text})}
    page = index(
        catalogue(
            drawn, title=text, subtitle=text, models=models, links=(Link(text, "#x"),), authors=(Author(text),)
        )
    )
    assert page.one(data_output="one").text == text
    assert page.one(data_output="two").one(data_label=None).text == text
    assert page.one(data_role="text").text == text
    assert page.one(data_role="label").one(data_label=None).text == text
    assert {prompt.text for prompt in page.all(data_role="prompt")} == {text}
    assert page.one("h1").text == text
    assert page.one("h3").text == text
    assert all(script.attributes["src"] for script in page.all("script") if "type" not in script.attributes)
    assert page.all("img") == []
    assert not [a for e in page.walk() for a in e.attributes if a.startswith("on")]


def test_an_empty_answer_is_not_a_hole() -> None:
    page = index(catalogue(task(example(outputs={"one": (media(""),), "two": (media(labels=()),)}))))
    assert page.one(data_output="one").text == ""
    assert page.one(data_output="two").text == ""
    assert page.all("p", class_="empty") == []


def test_a_clip_is_a_link_with_a_native_player_for_readers_without_scripts() -> None:
    page = index(catalogue(task(example(audio=(media(audio="a.wav"),)))))
    clip = page.one("sound-clip", data_role="audio")
    link = clip.one("a", data_clip=None)
    assert link.attributes["type"] == "audio/flac"
    assert link.attributes["data-duration"] == "7.612"
    assert link.text == "7.6 s · FLAC · 16 kHz · mono"
    assert link.attributes["aria-label"] == f"audio: {link.text}"
    audio = clip.one("noscript").one("audio")
    assert audio.attributes["preload"] == "none"
    assert audio.attributes["aria-label"] == "Timbre, example 1, audio"
    source = audio.one("source")
    assert (source.attributes["src"], source.attributes["type"]) == (link.attributes["href"], "audio/flac")


def test_verdicts_have_words_that_are_not_part_of_the_label() -> None:
    drawn = task(example(labels=("a", "b"), outputs={"one": (media(labels=("a", "x")),)}), output="labels")
    page = index(catalogue(drawn))
    given = page.one(data_output="one").all("li")
    assert [
        (li.text, li.attributes["data-verdict"], li.one(role="img").attributes["aria-label"]) for li in given
    ] == [
        ("a", "found", "correct"),
        ("x", "added", "wrong"),
    ]
    (missed,) = [li for li in page.all("li", data_verdict="missed") if li.all(role="img")]
    assert (missed.text, "data-label" in missed.attributes) == ("b", False)


@by_layout
def test_headings_go_down_by_one(layout: Layout) -> None:
    levels = [int(found.tag[1]) for found in index(full(layout)).walk() if re.fullmatch(r"h[1-6]", found.tag)]
    assert levels[0] == 1 == min(levels)
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@by_layout
def test_ids_are_unique_and_links_within_the_page_arrive(layout: Layout) -> None:
    page = index(full(layout))
    ids = [found.attributes["id"] for found in page.walk() if "id" in found.attributes]
    assert len(ids) == len(set(ids))
    links = [str(a.attributes["href"]) for a in page.all("a") if str(a.attributes.get("href")).startswith("#")]
    assert len(links) > 3
    assert [link for link in links if link[1:] not in ids] == []


def slots(table: Element) -> list[list[Element]]:
    """The cells of a table by row and column, what spans several in each; fails where two overlap."""
    taken: dict[tuple[int, int], Element] = {}
    rows = table.all("tr")
    for y, row in enumerate(rows):
        x = 0
        for cell in (child for child in row.children if isinstance(child, Element)):
            while (y, x) in taken:
                x += 1
            down, across = (int(str(cell.attributes.get(name, 1))) for name in ("rowspan", "colspan"))
            for place in itertools.product(range(y, y + down), range(x, x + across)):
                assert place not in taken, place
                taken[place] = cell
    assert {y for y, _ in taken} == set(range(len(rows)))
    return [
        [cell for (y, _), cell in sorted(taken.items(), key=lambda one: one[0]) if y == row]
        for row in range(len(rows))
    ]


@pytest.mark.parametrize("layout", ["table", "transposed"])
def test_tables_have_captions_and_scoped_headers(layout: Layout) -> None:
    for table in index(full(layout)).all("table"):
        assert table.one("caption").text
        scopes = {str(th.attributes["scope"]) for th in table.all("th")}
        assert scopes <= {"col", "colgroup", "row", "rowgroup"}
        assert {len(row) for row in slots(table)} == {max(len(row) for row in slots(table))}


@pytest.mark.parametrize("name", ["index.html", "404.html"])
@by_layout
def test_the_pages_are_html_by_the_standards_own_parser(layout: Layout, name: str) -> None:
    html5lib.HTMLParser(strict=True).parse(pages(full(layout))[name])


@pytest.mark.parametrize("name", ["index.html", "404.html"])
def test_the_policy_allows_nothing_from_outside_and_nothing_inline(name: str) -> None:
    page = parsed(pages(full("cards"))[name])
    policy = str(page.all("meta", http_equiv="Content-Security-Policy")[0].attributes["content"])
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert not [found for found in page.walk() if "style" in found.attributes]
    assert not [script for script in page.all("script") if script.text and "type" not in script.attributes]
    loads = [found.attributes.get("src") for found in page.walk() if "src" in found.attributes]
    loads += [link.attributes["href"] for link in page.all("link") if link.attributes["rel"] != "canonical"]
    assert not [url for url in loads if re.match(r"[a-z]+://|//|/", str(url))]


def test_the_missing_page_stands_alone() -> None:
    """It is served for addresses of any depth, so it may load nothing by a relative address."""
    page = parsed(pages(catalogue(url="https://page.example/"))["404.html"])
    assert page.one("main").one("a").attributes["href"] == "https://page.example/"
    assert [link.attributes["href"] for link in page.all("link")] == ["data:,"]
    policy = str(page.all("meta", http_equiv="Content-Security-Policy")[0].attributes["content"])
    assert re.search(r"style-src 'sha256-[A-Za-z0-9+/]{43}='", policy)


def test_the_head_describes_the_page() -> None:
    page = index(full("cards"))
    assert page.one("html").attributes["lang"] == "en"
    assert page.one("title").text == "page-title"
    assert page.one("meta", name="description").attributes["content"] == "page-subtitle"
    assert page.one("meta", property="og:title").attributes["content"] == "page-title"
    assert page.one("link", rel="canonical").attributes["href"] == "https://page.example/"
    assert [meta.attributes["media"] for meta in page.all("meta", name="theme-color")] == [
        "(prefers-color-scheme: light)",
        "(prefers-color-scheme: dark)",
    ]


def test_without_an_address_of_its_own_the_page_claims_none() -> None:
    page = index(catalogue())
    assert page.all("link", rel="canonical") == []
    assert page.all("meta", property="og:url") == []


def test_the_footer_says_what_built_it_and_where_the_data_is() -> None:
    footer = index(full("cards")).one("footer")
    assert "Built with soundcase 1.2.3" in footer.text
    assert footer.one("a", href="catalogue.json").text


def test_what_the_catalogue_leaves_out_leaves_nothing_behind() -> None:
    page = index(catalogue(task(example(outputs={"one": (media("x"),)}))))
    empty = [
        found.tag for found in page.walk() if found.tag in {"p", "ul", "dl", "h2", "div"} and not found.children
    ]
    assert empty == []
    for gone in ("figure", "pre", "figcaption"):
        assert page.all(gone) == []


def test_pages_are_the_same_each_time_and_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = pages(full("cards"))
    monkeypatch.chdir(tmp_path)
    assert pages(full("cards")) == before
    assert str(tmp_path) not in before["index.html"]
    assert str(theme_folder()) not in before["index.html"]


def test_markdown_stands_in_the_fields_that_have_it() -> None:
    page = index(full("cards"))
    marked = {found.text for found in page.walk() if found.tag in {"em", "strong"}} - {"ours"}
    assert marked == {
        "description", "caption", "text", "output-note", "example-note",
    }  # fmt: skip


def test_a_clip_shows_what_is_measured_in_few_bytes_and_elements() -> None:
    drawn = catalogue(task(example(audio=(media(audio="a.wav"),))))
    known = played_clip("a.wav", facts("a.wav", sound=sound(height=1.0)), derived=True)
    html = pages(drawn, clips={"a.wav": known})["index.html"]
    waves = re.findall(r"<svg aria-hidden[^>]*preserveAspectRatio.*?</svg>", html)
    assert [len(wave) < 900 for wave in waves] == [True]
    clip = parsed(html).one("sound-clip")
    link = clip.one("a", data_clip=None)
    assert (link.attributes["data-loudness"], link.attributes["data-gain"]) == ("-23.0", "0.00")
    assert (link.attributes["type"], link.text) == ("audio/mpeg", "7.6 s · MP3 · 16 kHz · mono")
    original = clip.one("a", data_original=None)
    assert original.attributes["download"] == "a.wav"
    sources = clip.one("noscript").all("source")
    assert [source.attributes["type"] for source in sources] == ["audio/mpeg", "audio/flac"]
    picture = clip.one("img")
    assert (picture.attributes["loading"], picture.attributes["width"]) == ("lazy", "480")
    assert str(picture.attributes["alt"]).startswith("Spectrogram of Timbre, example 1, audio")
    assert [text.text for text in clip.one(class_="hertz").all("text")]
    html5lib.HTMLParser(strict=True).parse(html)


def test_a_clip_that_nobody_heard_shows_nothing_of_it() -> None:
    clip = index(catalogue(task(example(audio=(media(audio="a.wav"),))))).one("sound-clip")
    assert [clip.all("svg"), clip.all("img"), clip.all("a", data_original=None)] == [[], [], []]
    assert "data-loudness" not in clip.one("a").attributes


def test_no_line_of_a_template_is_longer_than_a_screen() -> None:
    long = {
        f"{path.name}:{number}"
        for path in theme_folder().rglob("*.html")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if len(line) > 140
    }
    assert long == set()
