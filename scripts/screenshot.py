"""Takes the README's pictures of pages: `make demos`, then `.venv/bin/python scripts/screenshot.py`.

Rule 1: a picture shows its page as a browser draws it; nothing is arranged or retouched.
Rule 2: the same pages and the same browser give the same bytes.
"""

from __future__ import annotations

import io
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

REPOSITORY = Path(__file__).resolve().parent.parent
SITE = REPOSITORY / "site"
PICTURES = REPOSITORY / "docs" / "images"
CHROMIUM = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: a page, and the place in it that stands at the top."""

    name: str
    page: str
    first_seen: str
    width: int = 1100
    height: int = 700
    scale: float = 1.0
    """Pixels of the picture for each CSS pixel."""
    largest: int = 60_000
    """Bytes."""


SHOTS = (
    Shot("demo-light", "index.html", "#speaker-timbre", 1440, 960, 1.5, 200_000),
    Shot("kind-tts", "demos/tts/index.html", "#zero-shot .group-title"),
    Shot("kind-enhancement", "demos/enhancement/index.html", "#speech-in-noise comparison-table:not(.summary)"),
    Shot("kind-separation", "demos/separation/index.html", "#trio comparison-table:not(.summary)"),
    Shot("kind-dialogue", "demos/dialogue/index.html", "#english"),
)


def photograph(browser: Browser, shot: Shot) -> Image.Image:
    """The page in its light scheme, scrolled to a place in it."""
    page = browser.new_page(
        viewport={"width": shot.width, "height": shot.height},
        device_scale_factor=shot.scale,
        color_scheme="light",
        reduced_motion="reduce",
    )
    page.goto((SITE / shot.page).as_uri(), wait_until="load")
    page.evaluate("what => document.querySelector(what).scrollIntoView({behavior: 'instant'})", shot.first_seen)
    page.wait_for_function("() => [...document.images].every(image => image.complete)")
    return Image.open(io.BytesIO(page.screenshot()))


def main() -> int:
    """Write the pictures; 1 where a page is missing, or where a picture is too heavy for a README."""
    absent = [shot.page for shot in SHOTS if not (SITE / shot.page).is_file()]
    if absent:
        print(f"There is no site/{absent[0]} yet: run `make demos` first.", file=sys.stderr)
        return 1
    named = os.environ.get("SOUNDCASE_CHROMIUM")
    chromium = [path for path in ([named] if named else CHROMIUM) if Path(path).exists()]
    PICTURES.mkdir(parents=True, exist_ok=True)
    heavy = 0
    with sync_playwright() as driver:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = driver.chromium.launch(executable_path=chromium[0] if chromium else None, args=flags)
        for shot in SHOTS:
            path = PICTURES / f"{shot.name}.webp"
            picture = photograph(browser, shot)
            picture.save(path, quality=78, method=6)
            size = path.stat().st_size
            print(f"{path.relative_to(REPOSITORY)}: {picture.width} × {picture.height}, {size} bytes")
            heavy += size >= shot.largest
        browser.close()
    return 1 if heavy else 0


if __name__ == "__main__":
    raise SystemExit(main())
