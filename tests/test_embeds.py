"""Pages for frames, and QR codes: where they are made, how they are called, what they need, what they say."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import numpy as np
import pytest
import zxingcpp
from click.testing import CliRunner

from projects import encoded, tone
from soundcase.cli import commands
from soundcase.site.embeds import code
from soundcase.site.paging import example_stem

URL = "https://lab.example/demo/"


def built(root: Path, *ids: str, **more: Any) -> Path:
    """The site of a project with an example for each of these ids."""
    note = "As in [the first](#t--1) and [the page](https://lab.example/), see [more](data/more.txt)."
    examples = [
        {"id": one, "audio": "a.wav", "note": note, "outputs": {"ours": "A tone."}} for one in ids or "1"
    ]
    task = {"id": "t", "title": "Words", "prompt": "What is it?", "examples": examples}
    said = {"title": "P", "models": {"ours": "Ours"}, "sections": [{"title": "S", "tasks": [task]}], **more}
    for folder in ("examples", "data/audio"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "examples/catalogue.yaml").write_text(json.dumps(said), "utf-8")
    (root / "data/audio/a.wav").write_bytes(encoded(tone()))
    (root / "data/more.txt").write_text("more", "utf-8")
    result = CliRunner().invoke(commands, ["-C", str(root)])
    assert result.exit_code == 0, result.output
    return root / "site"


def names(site: Path) -> set[str]:
    return {path.name for path in (site / "embed").glob("*")}


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({}, set()),
        ({"embed": "true"}, {"t--1.html"}),
        ({"url": URL}, {"t--1.html", "t--1.svg"}),
        ({"url": URL, "embed": "false"}, set()),
    ],
)
def test_they_are_made_where_the_address_is_known_or_somebody_asks(
    tmp_path: Path, more: dict[str, str], found: set[str]
) -> None:
    site = built(tmp_path, **more)
    assert names(site) == found
    page = (site / "index.html").read_text("utf-8")
    assert ("data-menu" in page) is ('data-later="share"' in page) is bool(found)
    assert bool(list((site / "assets").glob("embed.*"))) is bool(found)


def test_they_are_not_made_of_very_many_examples_unless_somebody_asks(tmp_path: Path) -> None:
    many = [str(number) for number in range(1, 202)]
    assert names(built(tmp_path, *many, url=URL)) == set()


def test_their_names_differ_on_every_system() -> None:
    anchors = [
        "t--1",
        "t--A",
        "t--a",
        "t--语音",
        "t--音语",
        "con",
        "con.txt",
        "t--a:b",
        "x" * 99,
        "x" * 98,
        "nul--1",
    ]
    stems = [example_stem(one) for one in anchors]
    assert len({one.casefold() for one in stems}) == len(anchors)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,79}", one) for one in stems)
    assert stems[0] == "t--1"
    assert not {"con", "nul"} & {one.partition(".")[0] for one in stems}


def pixels(svg: str) -> np.ndarray:
    """The picture of a code, four pixels a module: what its one path strokes."""
    size = int(re.findall(r'viewBox="0 0 (\d+) \1"', svg)[0])
    drawn = np.full((size, size), 255, np.uint8)
    (path,) = re.findall(r'stroke="#000" d="([^"]*)"', svg)
    x = y = 0.0
    for sign, numbers in re.findall(r"([Mmh])([-\d. ]*)", path):
        first, *second = map(float, re.findall(r"-?[\d.]+", numbers))
        if sign == "h":
            drawn[int(y), int(x) : int(x + first)] = 0
            x += first
        else:
            x, y = (first, second[0]) if sign == "M" else (x + first, y + second[0])
    return np.kron(drawn, np.ones((4, 4), np.uint8))


def test_codes_lead_to_the_examples(tmp_path: Path) -> None:
    site = built(tmp_path, "1", "ä b".replace(" ", "-"), url=URL)
    found = {zxingcpp.read_barcodes(pixels(one.read_text("utf-8")))[0].text for one in site.glob("embed/*.svg")}
    page = (site / "index.html").read_text("utf-8")
    wanted = {f"{URL}{href}" for href in re.findall(r'data-menu="[^"]+" href="(#[^"]+)"', page)}
    assert found == wanted
    assert f"{URL}#t--1" in found


@pytest.mark.parametrize("length", [1, 20, 60, 120, 300, 900])
def test_codes_of_any_length_are_read(length: int) -> None:
    text = ("https://lab.example/" + "demo-of/" * 200)[:length]
    assert [one.text for one in zxingcpp.read_barcodes(pixels(code(text).decode()))] == [text]


def test_all_that_they_lead_to_is_there(tmp_path: Path) -> None:
    site = built(tmp_path, "1", "2", url=URL, per_page=1, pages="task")
    page = (site / "embed/t--2.html").read_text("utf-8")
    led = [
        one for one in re.findall(r'(?:href|src)="([^"]+)"', page) if not one.startswith(("data:", "https:"))
    ]
    inside = [unquote(urljoin("https://x/embed/t--2.html", one)).removeprefix("https://x/") for one in led]
    assert [one for one in inside if not (site / one.partition("#")[0]).is_file()] == []
    assert "t-2.html#t--2" in inside
    assert "index.html#t--1" in inside
    assert 'href="https://lab.example/"' in page


def test_they_are_light(tmp_path: Path) -> None:
    site = built(tmp_path, url=URL)
    loaded = [site / "embed/t--1.html", *site.glob("assets/embed.*")]
    assert len(loaded) == 3
    assert sum(len(gzip.compress(one.read_bytes())) for one in loaded) < 15_000
