"""A page is found, cited and shared: its head, its data and the files beside it, by independent readers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from textwrap import dedent
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest
import yaml
from click.testing import CliRunner
from PIL import Image

from bench import needs_package
from projects import add_clip, write
from soundcase.cli import commands
from soundcase.site.card import CardWords, card_png

HOME = "https://lab.example/tones/"
CITATION = r"""
citation: |
  @inproceedings{goedel2026tone,
    title     = {A {Tone} </script> \& \"Uber},
    author    = {G{\"o}del, Kurt and {Tone Team}},
    booktitle = {Proceedings of Tones},
    pages     = {12--19},
    year      = {2026},
    month     = aug,
    doi       = {10.1234/tone.5},
  }
"""
PAPER = f"""
url: {HOME}
authors:
  - {{name: Kurt Gödel, affiliations: [Institute, University], orcid: 0000-0002-1825-0097, url: "https://kurt.example"}}
  - {{name: Ada, affiliations: University}}
links:
  - {{label: Slides, url: "https://lab.example/slides.pdf"}}
  - {{label: Paper, url: "https://arxiv.org/pdf/2508.03983"}}
license: "[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)"
publish: {{cname: lab.example}}
{CITATION}"""
MAIN = """
title: A <Tone>
description: Some *words* about it.
{}
models:
  ours: {{name: Ours, ours: true}}
  theirs: {{name: Theirs}}
sections:
  - title: Part
    tasks: [{}]
"""
SOUND = """
title: Sounds
output: audio
examples:
  - audio: a.wav
    outputs: {ours: b.wav, theirs: {audio: c.wav, license: CC0}}
"""


Site = dict[str, bytes]


def build(root: Path, head: str, task: str = SOUND, *, more: str = "") -> Site:
    """The site of a project with this head, by address."""
    main = MAIN.format(head, "words.yaml")
    write(root, f"{more}-- examples/catalogue.yaml --\n{main}-- examples/words.yaml --\n{task}")
    add_clip(root, "c.wav")
    result = CliRunner().invoke(commands, ["build", "-C", str(root)])
    assert result.exit_code == 0, result.output
    site = root / "site"
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def tree(site: Site, page: str = "index.html") -> ElementTree.Element:
    """A page as HTML's own parser sees it."""
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False)
    parsed: ElementTree.Element = parser.parse(site[page].decode())
    return parsed


def linked(site: Site, relation: str) -> str:
    """The address that the head of the first page names for something."""
    return next(one.get("href", "") for one in tree(site).iter("link") if one.get("rel") == relation)


def head_of(site: Site, page: str = "index.html") -> dict[str, list[str]]:
    """The meta tags of a page."""
    told: dict[str, list[str]] = {}
    for tag in tree(site, page).iter("meta"):
        name = tag.get("name") or tag.get("property") or tag.get("charset")
        told.setdefault(str(name), []).append(tag.get("content", ""))
    return told


def data_of(site: Site, page: str = "index.html") -> dict[str, list[dict[str, Any]]]:
    """The nodes of a page's linked data, by type."""
    nodes: dict[str, list[dict[str, Any]]] = {}

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            nodes.setdefault(value.get("@type", ""), []).append(value)
        for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            walk(one)

    for block in tree(site, page).iter("script"):
        if block.get("type") == "application/ld+json":
            walk(json.loads(block.text or "")["@graph"])
    return nodes


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A page that says everything of itself."""
    return build(tmp_path_factory.mktemp("found"), PAPER)


def test_search_engines_and_reference_managers_are_told_of_the_paper(published: Site) -> None:
    head = head_of(published)
    cited = {name: told for name, told in head.items() if name.startswith("citation_")}
    assert cited == {
        "citation_title": ["A Tone </script> & Über"],
        "citation_author": ["Kurt Gödel", "Ada"],
        "citation_author_institution": ["Institute", "University", "University"],
        "citation_author_orcid": ["https://orcid.org/0000-0002-1825-0097"],
        "citation_publication_date": ["2026/08"],
        "citation_conference_title": ["Proceedings of Tones"],
        "citation_firstpage": ["12"],
        "citation_lastpage": ["19"],
        "citation_doi": ["10.1234/tone.5"],
        "citation_arxiv_id": ["2508.03983"],
        "citation_pdf_url": ["https://arxiv.org/pdf/2508.03983"],
        "citation_language": ["en"],
    }
    assert head["description"] == ["Some words about it."]


def test_a_shared_address_has_a_picture_with_its_size_and_its_words(published: Site) -> None:
    head = head_of(published)
    assert head["og:title"] == head["twitter:title"] == ["A <Tone>"]
    assert head["og:url"] == [HOME]
    assert head["og:image"] == head["twitter:image"] == [f"{HOME}card.png"]
    assert head["og:image:alt"] == head["twitter:image:alt"] == ["A <Tone>"]
    assert head["twitter:card"] == ["summary_large_image"]
    with Image.open(BytesIO(published["card.png"])) as card:
        assert (card.format, str(card.width), str(card.height)) == (
            "PNG",
            *head["og:image:width"],
            *head["og:image:height"],
        )
    assert linked(published, "canonical") == HOME


def test_the_page_is_linked_data(published: Site) -> None:
    data = data_of(published)
    (paper,), (whole,), clips = data["ScholarlyArticle"], data["Dataset"], data["AudioObject"]
    assert paper["headline"] == "A Tone </script> & Über"
    assert [one["name"] for one in paper["author"]] == ["Kurt Gödel", "Ada"]
    assert paper["author"][0]["identifier"] == "https://orcid.org/0000-0002-1825-0097"
    assert [one["name"] for one in paper["author"][0]["affiliation"]] == ["Institute", "University"]
    assert [one["value"] for one in paper["identifier"]] == ["10.1234/tone.5", "2508.03983"]
    assert (paper["datePublished"], paper["image"]) == ("2026-08", f"{HOME}card.png")
    assert whole["distribution"]["contentUrl"] == f"{HOME}catalogue.json"
    assert whole["license"] == "https://creativecommons.org/licenses/by/4.0/"
    names = [one["name"].split(" · ") for one in clips]
    assert names == [["Sounds", "Example 1", who] for who in ("Audio", "Ours", "Theirs")]
    for clip in clips:
        assert published[clip["contentUrl"].removeprefix(HOME)][:4] == b"RIFF"
        assert clip["encodingFormat"] == "audio/wav"
        assert re.fullmatch(r"PT\d*\.?\d+S", clip["duration"])
    assert [one["license"].rpartition("/licenses/")[2] for one in clips[:2]] == ["by/4.0/"] * 2
    assert clips[2]["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own
def test_a_reader_of_linked_data_reads_it(published: Site) -> None:
    needs_package("rdflib")
    from rdflib import Graph, URIRef

    (block,) = (one for one in tree(published).iter("script") if one.get("type"))
    local = json.dumps(json.loads(block.text or "") | {"@context": {"@vocab": "https://schema.org/"}})
    graph = Graph().parse(data=local, format="json-ld")
    authors = graph.objects(URIRef(f"{HOME}#paper"), URIRef("https://schema.org/author"))
    assert len(list(authors)) == 2
    parts = graph.objects(URIRef(f"{HOME}#examples"), URIRef("https://schema.org/hasPart"))
    assert len(list(parts)) == 3


def test_hosts_and_robots_are_told_where_it_stands(published: Site) -> None:
    assert published["CNAME"] == b"lab.example\n"
    assert published["robots.txt"].decode().splitlines() == [
        "User-agent: *",
        "Allow: /",
        "",
        f"Sitemap: {HOME}sitemap.xml",
    ]
    assert f"<loc>{HOME}</loc>".encode() in published["sitemap.xml"]


def test_the_citation_stands_beside_the_page_in_four_formats(published: Site) -> None:
    needs_package("rispy")
    import rispy

    links = [one.get("href") for one in tree(published).iter("a")]
    assert {"citation.bib", "citation.ris", "citation.csl.json"} <= set(links)
    written = CITATION.strip().removeprefix("citation: |\n")
    assert published["citation.bib"].decode() == dedent(written) + "\n"
    (ris,) = rispy.loads(published["citation.ris"].decode())
    assert (ris["title"], ris["authors"]) == ("A Tone </script> & Über", ["Gödel, Kurt", "Tone Team"])
    assert (ris["secondary_title"], ris["start_page"], ris["year"]) == ("Proceedings of Tones", "12", "2026")
    (csl,) = json.loads(published["citation.csl.json"])
    assert csl["author"] == [{"family": "Gödel", "given": "Kurt"}, {"literal": "Tone Team"}]
    assert (csl["type"], csl["page"]) == ("paper-conference", "12-19")
    assert csl["issued"] == {"date-parts": [[2026, 8]]}


def test_the_citation_file_is_valid(published: Site, tmp_path: Path) -> None:
    needs_package("check_jsonschema")
    (tmp_path / "CITATION.cff").write_bytes(published["CITATION.cff"])
    schema = ["--builtin-schema", "vendor.citation-file-format"]
    judge = [sys.executable, "-m", "check_jsonschema", *schema, str(tmp_path / "CITATION.cff")]
    found = subprocess.run(judge, capture_output=True, encoding="utf-8", check=False)
    assert found.returncode == 0, found.stdout + found.stderr
    told = yaml.safe_load(published["CITATION.cff"])
    assert told["license"] == "CC-BY-4.0"
    assert told["preferred-citation"]["doi"] == "10.1234/tone.5"


def test_a_page_that_says_nothing_of_its_makers_tells_nothing(tmp_path: Path) -> None:
    """So does one that was made anonymous: its catalogue has no authors, no citation and no address."""
    site = build(tmp_path, "")
    beside = {"CNAME", "robots.txt", "sitemap.xml", "card.png", "CITATION.cff"}
    assert not beside & site.keys()
    assert not [url for url in site if url.startswith("citation.")]
    assert data_of(site) == {}
    assert {name for name in head_of(site) if name.startswith(("og:", "twitter:", "citation_"))} == {
        "og:type",
        "og:title",
        "og:description",
    }


def test_each_page_tells_its_own_clips_and_the_first_of_all(tmp_path: Path) -> None:
    site = build(tmp_path, f"pages: task\nlicense: As you like.\n{CITATION}")
    page = data_of(site, "words.html")
    assert [one["contentUrl"][:7] for one in page["AudioObject"]] == [
        "audio/a",
        "audio/b",
        "audio/c",
    ]
    assert "ScholarlyArticle" in data_of(site)
    assert "ScholarlyArticle" not in page
    assert page["CreativeWork"][0]["name"] == "As you like."
    assert "citation_title" not in head_of(site, "words.html")


@pytest.mark.parametrize(
    ("width", "height", "suffix", "own"),
    [(1600, 900, "png", True), (1600, 400, "png", False), (320, 180, "png", False), (1600, 900, "svg", False)],
)
def test_a_figure_that_has_the_shape_stands_for_the_page(
    width: int, height: int, suffix: str, own: bool, tmp_path: Path
) -> None:
    pictures = tmp_path / "data" / "images"
    pictures.mkdir(parents=True)
    if suffix == "png":
        Image.new("RGB", (width, height)).save(pictures / "own.png")
    else:
        box = f'viewBox="0 0 {width} {height}"'
        (pictures / "own.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg" {box}/>', "utf-8")
    site = build(tmp_path, f"url: {HOME}\nfigures: [{{image: own.{suffix}, alt: A drawing}}]")
    head = head_of(site)
    assert head["og:image:alt"] == ["A drawing" if own else "A <Tone>"]
    assert ("card.png" in site) is not own


def test_the_sign_in_the_tab_has_the_accent(tmp_path: Path) -> None:
    site = build(tmp_path, 'theme: {accent: "#0a7a55"}')
    (icon,) = (text for url, text in site.items() if url.startswith("assets/icon."))
    assert b"#0a7a55" in icon
    assert linked(site, "icon") in site


def test_a_card_is_drawn_again_only_for_other_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, f"url: {HOME}")
    drawn: list[CardWords] = []

    def draw(words: CardWords) -> bytes:
        drawn.append(words)
        return card_png(words)

    monkeypatch.setattr("soundcase.site.beside.card_png", draw)
    build(tmp_path, f"url: {HOME}\nabstract: Other words.", f"{SOUND}    note: Another.\n")
    assert drawn == []
    build(tmp_path, f"url: {HOME}\nauthors: [Ada]")
    assert [one.authors for one in drawn] == [("Ada",)]
