"""Draw the demo's banner: a sound wave on a spectrogram, from which threads lead to words.

    python scripts/make_banner.py            writes data/images/banner.svg

Rule 1: it brings its own ground, so that it looks the same on light and dark pages.
Rule 2: no reference to anything outside, no script, no font but the reader's own.
Rule 3: coordinates are whole or half units of the view box, so that the file stays small and diffs readable.
"""

from __future__ import annotations

import argparse
import math
from collections import defaultdict
from pathlib import Path

WIDTH, HEIGHT = 1280, 400
MIDDLE = HEIGHT / 2
WAVE_LEFT, WAVE_RIGHT, WAVE_STEP = 68, 656, 12
TALLEST = 118
DOT_STEP, DOT_ROWS = 16, 15
SHADES = 5
THREAD_END = 800
WORDS = (
    ("A deep, resonant voice", 92, 412, "#7fd6cf"),
    ("Dog, bark", MIDDLE, 222, "#a9b4ff"),
    ("String", 308, 178, "#f0b7d8"),
)
"""What comes out: text, height of its middle, width of its bubble, colour."""
BUBBLE_HEIGHT = 76
FONT_SIZE = 31
BANNER = Path(__file__).resolve().parent.parent / "data" / "images" / "banner.svg"


def banner() -> str:
    """The whole picture as SVG."""
    parts = (_ground(), _spectrogram(), _threads(), _wave(), *(_bubble(*word) for word in WORDS))
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>'
    return "\n".join((head, *parts, "</svg>")) + "\n"


def loudness_at(x: float) -> float:
    """The wave's envelope, 0 to 1: four syllables, rising and falling, quiet at both ends."""
    u = (x - WAVE_LEFT) / (WAVE_RIGHT - WAVE_LEFT)
    syllables = 0.5 - 0.5 * math.cos(8 * math.pi * math.pow(u, 0.85))
    phrase = math.pow(max(math.sin(math.pi * u), 0), 0.6)
    flutter = 0.76 + 0.24 * math.sin(53 * u) * math.sin(88 * u + 1)
    return max(phrase * (0.16 + 0.84 * syllables) * flutter, 0.02)


def energy_at(x: float, height: float) -> float:
    """The spectrogram's brightness, 0 to 1, at a height of 0 (low) to 1 (high): three gliding formants."""
    glide = 0.09 * math.sin(x / 61) + 0.05 * math.sin(x / 23 + 2)
    ridges = ((0.16 + glide * 0.6, 0.07, 1.0), (0.45 - glide, 0.07, 0.8), (0.76 + glide * 0.8, 0.06, 0.55))
    shine = sum(gain * math.exp(-(((height - at) / wide) ** 2)) for at, wide, gain in ridges)
    return loudness_at(x) * shine


def _ground() -> str:
    return (
        f'<defs><linearGradient id="g" x2="1" y2="0.6">'
        f"{_stops('#1d2440', '#262a52', '#1c3346')}</linearGradient>"
        f'<linearGradient id="w" gradientUnits="userSpaceOnUse" x1="{WAVE_LEFT}" x2="{WAVE_RIGHT}" y2="0">'
        f"{_stops('#5cc8c2', '#8fa2ff', '#e39ac9')}</linearGradient></defs>\n"
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="20" fill="url(#g)"/>'
    )


def _stops(*colours: str) -> str:
    last = len(colours) - 1
    return "".join(f'<stop offset="{i / last:g}" stop-color="{colour}"/>' for i, colour in enumerate(colours))


def _spectrogram() -> str:
    """Rows of dots behind the wave, one path for each shade."""
    dots: defaultdict[int, list[str]] = defaultdict(list)
    for x in range(WAVE_LEFT, WAVE_RIGHT + 1, DOT_STEP):
        for row in range(DOT_ROWS):
            shade = round(SHADES * min(energy_at(x, (row + 0.5) / DOT_ROWS) + 0.12, 1))
            dots[shade].append(f"M{x} {round(HEIGHT - 68 - row * (HEIGHT - 136) / (DOT_ROWS - 1))}h0")
    return "\n".join(
        f'<path d="{"".join(dots[shade])}" stroke="#b9c4ff" stroke-opacity="{0.07 + 0.11 * shade:.2f}" '
        'stroke-width="7" stroke-linecap="round"/>'
        for shade in sorted(dots)
    )


def _wave() -> str:
    bars = []
    for x in range(WAVE_LEFT, WAVE_RIGHT + 1, WAVE_STEP):
        half = round(TALLEST * loudness_at(x) * 2) / 2
        bars.append(f"M{x} {MIDDLE - half:g}v{2 * half:g}")
    return f'<path d="{"".join(bars)}" stroke="url(#w)" stroke-width="5.5" stroke-linecap="round"/>'


def _threads() -> str:
    """From the end of the wave to each bubble."""
    start = WAVE_RIGHT + 12
    return "\n".join(
        f'<path d="M{start} {MIDDLE:g}C{start + 76} {MIDDLE:g} {start + 40} {y:g} {THREAD_END} {y:g}" '
        f'fill="none" stroke="{colour}" stroke-opacity="0.75" stroke-width="2.5" stroke-dasharray="1 9" '
        'stroke-linecap="round"/>'
        for _, y, _, colour in WORDS
    )


def _bubble(text: str, y: float, width: int, colour: str) -> str:
    half = BUBBLE_HEIGHT / 2
    return (
        f'<rect x="{THREAD_END + 14}" y="{y - half:g}" width="{width}" height="{BUBBLE_HEIGHT}" rx="{half:g}" '
        f'fill="{colour}" fill-opacity="0.13" stroke="{colour}" stroke-opacity="0.65" stroke-width="1.5"/>'
        f'<text x="{THREAD_END + 14 + width / 2:g}" y="{y + 11:g}" text-anchor="middle" fill="#f3f5ff" '
        f'font-family="system-ui, sans-serif" font-size="{FONT_SIZE}">{text}</text>'
    )


def main() -> None:
    """Write the banner, by default to data/images/."""
    parser = argparse.ArgumentParser(description="Draw the demo's banner.")
    parser.add_argument(
        "--to", type=Path, default=BANNER, help="the file to write (default: data/images/banner.svg)"
    )
    path: Path = parser.parse_args().to
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(banner(), encoding="utf-8", newline="\n")
    print(f"{path.stat().st_size:,} bytes in {path}")


if __name__ == "__main__":
    main()
