"""No number and no short word of a page is broken in two where its neighbours could give way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from observed import settle
from playwright.sync_api import Page

from bench import SiteOf, built
from projects import encoded, tone

pytestmark = pytest.mark.browser
BROKEN = r"""() => {
  const whole = new CSSStyleSheet();
  whole.replaceSync('* { content-visibility: visible !important }');
  document.adoptedStyleSheets = [whole];
  const found = [];
  const range = document.createRange();
  const walk = function* (node) { for (; node; node = node.parentElement) yield node; };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const height = () => {
    const tops = [...range.getClientRects()].filter(({width}) => width > 0).map(({top}) => top);
    return Math.max(...tops) - Math.min(...tops);
  };
  const hidden = node =>
    !node.checkVisibility() || [...walk(node)].some(one => getComputedStyle(one).clipPath !== 'none');
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    range.selectNodeContents(walker.currentNode);
    if (!(height() > 4) || hidden(parentElement)) continue;
    for (const word of data.matchAll(/(?<!\S)[\p{Script=Latin}\p{N}.,:/%×+−]{2,14}(?!\S)/gu)) {
      range.setStart(walker.currentNode, word.index);
      range.setEnd(walker.currentNode, word.index + word[0].length);
      if (height() > 4) found.push(`${word[0]} in ${parentElement.outerHTML.slice(0, 80)}`);
    }
  }
  return found;
}"""
"""Short words that stand on two lines, but for those that only screen readers read.

What is far from the screen is laid out once, not again for each word that is asked for.
"""
WIDTHS = (320, 390, 768, 1024, 1120, 1280, 1600)


def broken(page: Page, address: str, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    settle(page)
    found: list[str] = page.evaluate(BROKEN)
    return found


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of more than a thousand examples in each task, with long and short titles, over several pages."""
    root = tmp_path_factory.mktemp("large")
    examples = [{"audio": "a.wav", "outputs": {"one": "yes", "two": "no"}} for _ in range(1250)]
    titles = ("Words of speakers in rooms", "Incomprehensibilities")
    tasks = [{"id": f"t{n}", "title": title, "examples": examples} for n, title in enumerate(titles)]
    labels = {"one": {"labels": ["keyboard (acoustic)"]}, "two": {"labels": ["percussion"]}}
    rows = [
        {"group": "half 1/2", "audio": "a.wav", "labels": ["percussion"], "outputs": labels} for _ in range(12)
    ]
    tasks.append({"id": "t3", "title": "Labels 1/2", "output": "labels", "layout": "table", "examples": rows})
    models = {"one": {"name": "Qwen2.5"}, "two": {"name": "System 1/2", "ours": "true"}}
    sections = [{"title": "Part", "tasks": tasks}]
    catalogue = {"title": "Large", "models": models, "sections": sections, "per_page": "250"}
    catalogue["rules"] = {"page-weight": "off", "same-content": "off"}
    (root / "examples").mkdir()
    (root / "data" / "audio").mkdir(parents=True)
    (root / "examples" / "catalogue.yaml").write_text(json.dumps(catalogue), encoding="utf-8")
    (root / "data" / "audio" / "a.wav").write_bytes(encoded(tone(seconds=0.5)))
    return built(root, root / "site")


@pytest.mark.parametrize("width", WIDTHS)
def test_counts_of_a_large_site(page: Page, large: Path, width: int) -> None:
    for name in ("404.html", "index.html", "t0-2.html", "t0-5.html"):
        assert broken(page, (large / name).as_uri(), width) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", ["demo", "dialogue", "enhancement", "separation", "tts"])
def test_short_words_of_the_sample_sites(page: Page, site_of: SiteOf, kind: str, width: int) -> None:
    assert broken(page, (site_of(kind) / "index.html").as_uri(), width) == []
