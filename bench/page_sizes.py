"""How large pages are to a reader, beside what they were: heights, the first player, elements, bytes, stops.

    python bench/page_sizes.py [NAME=SITE ...]    a built site, or one page of it; none: figures that are stored
    python bench/page_sizes.py --save FILE ...    store the figures, too
    python bench/page_sizes.py --against FILE     other stored figures than `page_sizes.json` beside this

`codec`, `answers` and `tasks` are the projects of `tests/real_sizes.py`; the others are shipped. Heights are
those of pages whose every part was laid out, at the width beside them; the first player's is its upper edge, in
pixels; elements and Tab stops (of the median example) are of the widest window. Sizes are bytes of gzip.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

STORED = Path(__file__).with_suffix(".json")
CHROMIUM = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")
SCREENS = {1280: 800, 768: 1024, 390: 844}
Figures = dict[str, int]

WHOLE = "* { content-visibility: visible !important; contain-intrinsic-size: none !important; }"
"""Makes what is far from the window as high as it is, and not as high as it was guessed."""

PLAYERS = """() => [...document.querySelectorAll("[data-play]")].map(one => one.getBoundingClientRect())
    .filter(box => box.width > 0).map(box => box.top + scrollY).sort((one, other) => one - other)[0] ?? null"""

STOPS = """() => {
    const able = "a[href], button, input, select, textarea, summary, [tabindex], audio[controls]"
    const reached = one => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({visibilityProperty: true})
    const stops = [...document.querySelectorAll("main [data-example]")]
        .map(row => [...row.querySelectorAll(able)].filter(reached).length)
    return stops.sort((one, other) => one - other)[stops.length >> 1] ?? 0
}"""


def measured(browser: Browser, page: Path) -> Figures:
    """What one page costs its reader."""
    found: Figures = {}
    for width, height in SCREENS.items():
        context = browser.new_context(viewport={"width": width, "height": height}, bypass_csp=True)
        shown = context.new_page()
        shown.goto(page.as_uri(), wait_until="load")
        shown.wait_for_function("() => !document.querySelector('sound-clip:not(:defined)')")
        _settle(shown)
        if width == max(SCREENS):
            found["elements"] = shown.evaluate("() => document.querySelectorAll('*').length")
            found["Tab stops"] = shown.evaluate(STOPS)
        if (first := shown.evaluate(PLAYERS)) is not None:
            found[f"first player {width}"] = round(first)
        shown.add_style_tag(content=WHOLE)
        found[f"height {width}"] = shown.evaluate("() => document.documentElement.scrollHeight")
        context.close()
    return found | weighed(page)


def _settle(page: Page) -> None:
    """Wait until players are made, which is done while nothing else is to do."""
    page.wait_for_function(
        "() => [...document.querySelectorAll('main sound-clip')].every(one => one.querySelector('[data-play]'))"
    )


def weighed(page: Path) -> Figures:
    """Compressed bytes of a page, and of the site's styles and scripts."""
    assets = page.parent / "assets"
    kinds = {"html": [page], "css": assets.glob("*.css"), "js": assets.glob("*.js")}
    return {name: sum(_compressed(one) for one in files) for name, files in kinds.items()}


def _compressed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 6))


def launched(driver: Playwright) -> Browser:
    """The machine's Chromium, or playwright's own."""
    named = os.environ.get("SOUNDCASE_CHROMIUM")
    there = [path for path in ([named] if named else CHROMIUM) if Path(path).exists()]
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    return driver.chromium.launch(executable_path=there[0] if there else None, args=flags)


def table(before: Mapping[str, Figures], after: Mapping[str, Figures]) -> Iterator[str]:
    """A line of a Markdown table for each page; what changed stands as before → after."""
    names = list(dict.fromkeys(name for found in [*before.values(), *after.values()] for name in found))
    yield "| page | " + " | ".join(names) + " |"
    yield "| --- |" + " ---: |" * len(names)
    for page in dict.fromkeys([*before, *after]):
        then, now = before.get(page, {}), after.get(page, {})
        yield f"| {page} | " + " | ".join(_change(then.get(name), now.get(name)) for name in names) + " |"


def _change(then: int | None, now: int | None) -> str:
    known = [f"{one:,.0f}" for one in (then, now) if one is not None]
    return " → ".join(dict.fromkeys(known))


def main() -> None:
    """Measure what is asked for, and print it beside what is stored."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sites", nargs="*", metavar="NAME=SITE")
    parser.add_argument("--save", type=Path)
    parser.add_argument("--against", type=Path, default=STORED)
    given = parser.parse_args()
    before = json.loads(given.against.read_text("utf-8")) if given.against.exists() else {}
    after: dict[str, Figures] = {}
    with sync_playwright() as driver:
        browser = launched(driver)
        for site in given.sites:
            name, _, place = site.partition("=")
            page = Path(place).resolve()
            after[name] = measured(browser, page / "index.html" if page.is_dir() else page)
        browser.close()
    print("\n".join(table(before, after)))
    if given.save:
        lines = (f"{json.dumps(name)}: {json.dumps(found)}" for name, found in {**before, **after}.items())
        given.save.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    main()
