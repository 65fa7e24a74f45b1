"""SVG pictures without metadata: nothing but what is drawn is left of their words, and they look the same."""

from __future__ import annotations

import base64
import io
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from PIL import Image, PngImagePlugin

from soundcase.audio.bare.bare import bare
from soundcase.audio.svg import root_attributes
from svg_samples import MOVING, PICTURES

if TYPE_CHECKING:
    from playwright.sync_api import Page

MARK = "Zhangsan"


def pixels() -> str:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", f"Wei {MARK}")
    target = io.BytesIO()
    Image.new("RGB", (8, 8), "#c2410c").save(target, "PNG", pnginfo=texts)
    return base64.b64encode(target.getvalue()).decode()


def drawn() -> str:
    """A picture as editors write them, with a name wherever one may stand."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- Generator: Adobe Illustrator, licensed to Wei {MARK} -->
<?editor author="{MARK}"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
  <!ENTITY who "{MARK}">
]>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    viewBox="0 0 120 80" width="120" height="80" id="{MARK}-figure" inkscape:export-filename="{MARK}.png"
    data-author="{MARK}" aria-label="{MARK}" content="&who;" p-id="{MARK}">
  <title>Drawn by {MARK}</title>
  <desc>{MARK}</desc>
  <metadata>
    <rdf:RDF><rdf:Description rdf:about="{MARK}"><rdf:li>{MARK}</rdf:li></rdf:Description></rdf:RDF></metadata>
  <inkscape:perspective id="{MARK}-perspective"/>
  <style>
    /* by {MARK} */
    .{MARK}-box, #{MARK}-two.{MARK}-box {{ fill: #c0ffee; stroke: url("#{MARK}-shade") }}
    @media (min-width: 1px) {{ #{MARK}-three {{ font: italic bold 12px/1.5 "{MARK} Sans", Georgia, serif; }} }}
    @font-face {{ font-family: "{MARK} Mono"; src: url(data:font/woff2;base64,d09GMgABAAAAAA==) }}
    .{MARK}-text {{ font-family: '{MARK} Mono', {MARK}Grotesk, sans-serif;
      -inkscape-font-specification: '{MARK}' }}
  </style>
  <defs>
    <linearGradient id="{MARK}-shade"><stop offset="0" stop-color="#1d4ed8"/><stop offset="1"/></linearGradient>
    <linearGradient id="{MARK}-again" xlink:href="#{MARK}-shade"/>
    <filter id="{MARK}-blur"><feGaussianBlur in="SourceGraphic" stdDeviation="1" result="{MARK}-r"/>
      <feMerge><feMergeNode in="{MARK}-r"/><feMergeNode in="SourceGraphic"/></feMerge></filter>
    <rect id="{MARK}-stamp" width="10" height="10"/>
  </defs>
  <g id="layer by {MARK}" inkscape:label="{MARK}">
    <rect class="{MARK}-box" x="5" y="5" width="30" height="30" filter="url(#{MARK}-blur)"/>
    <rect id="{MARK}-two" class="{MARK}-box other" x="40" y="5" width="30" height="30" stroke-width="4"/>
    <path d="M80 10h30" style="stroke:url(#{MARK}-again);stroke-width:6;
      -inkscape-stroke:{MARK};/* {MARK} */fill:none"/>
    <use href="#{MARK}-stamp" x="80" y="20"/><use xlink:href="#{MARK}-stamp" x="95" y="20" fill="#be123c"/>
    <a href="https://{MARK.lower()}.example/"><circle cx="15" cy="55" r="9"/></a>
    <image x="30" y="45" width="20" height="20" href="data:image/png;base64,{pixels()}"/>
    <text id="{MARK}-three" x="60" y="60">Ours &amp; &lt;theirs&gt;</text>
    <text class="{MARK}-text" font-family="{MARK}Grotesk" x="60" y="75"
      ><tspan>A </tspan>clip<title>{MARK}</title></text>
    <animate id="{MARK}-first" attributeName="opacity" begin="0s;{MARK}-first.end+1s" dur="1ms" values="1"/>
    <foreignObject x="90" y="45" width="25" height="20"><div xmlns="http://www.w3.org/1999/xhtml"
      title="{MARK}" style="font-family: {MARK}Grotesk; color: #15803d">div<br/></div></foreignObject>
  </g>
</svg><!-- {MARK} -->"""


def test_an_svg_picture_says_nothing_and_refers_to_what_it_did() -> None:
    planted = drawn()
    made = bare(planted.encode())
    text = made.content.decode()
    assert MARK.lower() not in text.lower()
    for address in re.findall(r"base64,([A-Za-z0-9+/=]+)", text):
        assert MARK.encode() not in base64.b64decode(address)
    root = ElementTree.fromstring(text)
    ids = {one.get("id") for one in root.iter() if one.get("id")}
    used = set(re.findall(r"(?:url\(#|href=\"#|[,;\s]#)(i\d+)", text))
    assert {"i0"} & used == set()
    assert used
    assert used <= ids
    assert made.removed == ("comment", "title or description")
    assert bare(made.content).content == made.content


def test_texts_colours_and_usual_fonts_stay() -> None:
    text = bare(drawn().encode()).content.decode()
    assert re.findall(r">([^<>{}]*\w[^<>{}]*)<", text) == ["Ours &amp; &lt;theirs&gt;", "A ", "clip", "div"]
    assert "fill: #c0ffee" in text
    assert "font: italic bold 12px/1.5 Georgia, serif" in text
    assert "font-family: f1, sans-serif" in text
    assert "@font-face { font-family: f1; src: url(data:font/woff2;base64,d09GMgABAAAAAA==) }" in text
    assert 'begin="0s;i9.end+1s"' in text


def test_every_sample_of_an_editor_stays_a_picture() -> None:
    for name, content in PICTURES.items():
        assert root_attributes(bare(content.encode()).content), name


@pytest.mark.browser
def test_a_browser_draws_the_same(page: Page) -> None:
    """As a picture of a page, each of them, before and after."""
    page.set_viewport_size({"width": 640, "height": 480})
    for content in (drawn(), *(one for one in PICTURES.values() if one != MOVING)):
        shots = []
        for one in (content.encode(), bare(content.encode()).content):
            address = f"data:image/svg+xml;base64,{base64.b64encode(one).decode()}"
            page.set_content(f'<img width="480" src="{address}" alt="">')
            page.evaluate("document.images[0].decode()")
            shots.append(page.screenshot())
        assert shots[0] == shots[1], content[:200]
