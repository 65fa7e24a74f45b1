"""Takes the README's picture of the demo page: `make demo`, then `.venv/bin/python scripts/screenshot.py`.

Rule 1: the picture shows the page as a browser draws it; nothing is arranged or retouched.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

REPOSITORY = Path(__file__).resolve().parent.parent
PAGE = REPOSITORY / "site" / "index.html"
PICTURE = REPOSITORY / "docs" / "images" / "demo-light.webp"
CHROMIUM = Path("/usr/bin/chromium")
WIDTH, HEIGHT = 1440, 960
"""CSS pixels; drawn at one and a half times as many."""
FIRST_SEEN = "#speaker-timbre"
LARGEST_BYTES = 200_000


def photograph(browser: Browser, page_address: str) -> Image.Image:
    """The page in its light scheme, scrolled to its first examples."""
    page = browser.new_page(
        viewport={"width": WIDTH, "height": HEIGHT},
        device_scale_factor=1.5,
        color_scheme="light",
        reduced_motion="reduce",
    )
    page.goto(page_address)
    page.evaluate("what => document.querySelector(what).scrollIntoView({behavior: 'instant'})", FIRST_SEEN)
    return Image.open(io.BytesIO(page.screenshot()))


def main() -> int:
    """Write the picture; 1 where there is no page, or where the picture is too heavy for a README."""
    if not PAGE.is_file():
        print("There is no page yet: run `make demo` first.", file=sys.stderr)
        return 1
    chromium = Path(os.environ.get("SOUNDCASE_CHROMIUM", CHROMIUM))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=chromium if chromium.exists() else None,
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
        )
        picture = photograph(browser, PAGE.as_uri())
        browser.close()
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    picture.save(PICTURE, quality=82, method=6)
    size = PICTURE.stat().st_size
    print(f"{PICTURE.relative_to(REPOSITORY)}: {picture.width} × {picture.height}, {size} bytes")
    return 0 if size < LARGEST_BYTES else 1


if __name__ == "__main__":
    raise SystemExit(main())
