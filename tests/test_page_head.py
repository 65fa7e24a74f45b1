"""The head of the page: what links lead to, logos, and systems that are described or only named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup, Tag

from drawn import HERE, catalogue, example, media, pages, task
from soundcase.model import Catalogue, Figure, Link, Model
from soundcase.site.views.links import kind_of

ONE = task(example(outputs={"one": (media("said"),)}))


def page(shown: Catalogue) -> Tag:
    return BeautifulSoup(pages(shown)["index.html"], "html.parser")


@pytest.mark.parametrize(
    ("url", "label", "kind"),
    [
        ("https://arxiv.org/abs/2508.03983", "Read on", "paper"),
        ("https://example.org/a.pdf", "Supplement", "paper"),
        ("https://doi.org/10.1109/5.771073", "Journal", "paper"),
        ("https://github.com/lab/model", "Model", "code"),
        ("https://lab.github.io/model/", "Project", ""),
        ("https://huggingface.co/lab/model", "Download", "model"),
        ("https://huggingface.co/spaces/lab/model", "Model", "demo"),
        ("https://huggingface.co/datasets/lab/set", "Download", "data"),
        ("https://modelscope.cn/studios/lab/model", "创空间", "demo"),
        ("https://zenodo.org/records/1", "Download", "data"),
        ("https://www.youtube.com/watch?v=a", "Five minutes", "video"),
        ("https://example.org/", "Paper (preprint)", "paper"),
        ("https://example.org/", "Try it", "demo"),
        ("https://example.org/", "Model weights", "model"),
        ("https://example.org/", "论文", "paper"),
        ("https://example.org/", "コード", "code"),
        ("https://example.org/", "資料集", "data"),
        ("https://example.org/", "Decoders", ""),
        ("paper/index.html", "Appendix", ""),
    ],
)
def test_the_kind_of_a_link_is_seen_by_its_address_or_its_label(url: str, label: str, kind: str) -> None:
    assert kind_of(url, label) == kind


def test_links_of_a_known_kind_have_a_sign_that_is_not_read_out() -> None:
    links = (Link("Paper", "https://example.org/a"), Link("Elsewhere", "https://example.org/b"))
    first, second = page(replace(catalogue(ONE), links=links)).select(".links a")
    assert (first["data-kind"], first.text) == ("paper", "Paper")
    assert first.select("svg[aria-hidden=true]")
    assert not second.select("svg")
    assert not second.has_attr("data-kind")


def test_logos_stand_in_a_row_with_their_words_and_links() -> None:
    logos = (
        Figure(HERE, "lab.png", "The Lab", url="https://example.org/"),
        Figure(HERE, "uni.png", "A University"),
    )
    first, second = page(replace(catalogue(ONE), logos=logos)).select(".logos li")
    assert [each.img["alt"] for each in (first, second) if each.img] == ["The Lab", "A University"]
    assert first.a
    assert first.a["href"] == "https://example.org/"
    assert not second.a
    assert first.img
    assert int(str(first.img["height"])) <= 40


def test_systems_have_a_section_where_they_are_described_else_a_line_or_nothing() -> None:
    plain = Model(HERE, "one", "Model One")
    shown = {
        kind: page(catalogue(ONE, replace(ONE, id="more", title="More"), models={"one": model}))
        for kind, model in (
            ("named", plain),
            ("linked", replace(plain, url="https://example.org/one", meta={"size": "7B"})),
            ("described", replace(plain, description="It *listens*.")),
        )
    }
    assert not shown["named"].select(".systems")
    assert not shown["linked"].select(".systems h2")
    assert [each.text for each in shown["linked"].select(".systems small")] == ["size: 7B"]
    assert shown["linked"].select_one(".systems a[href='https://example.org/one']")
    assert len(shown["described"].select(".systems h2")) == 1
    assert [bool(each.select(".contents a[href='#systems']")) for each in shown.values()] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(("sentences", "fold"), [(3, ""), (6, "is-narrow"), (12, "is-anywhere")])
def test_a_long_abstract_is_folded_and_wholly_there(sentences: int, fold: str) -> None:
    text = " ".join(["A voice is copied from a few seconds of speech."] * sentences)
    found = page(replace(catalogue(ONE), abstract=text)).select_one(".abstract")
    assert found
    assert found.select_one(".prose p")
    assert text in found.text
    assert [each["class"] for each in found.select(".fold")] == ([["fold", fold]] if fold else [])
    assert len(found.select("details summary")) == bool(fold)
