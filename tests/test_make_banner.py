"""The shipped banner is what its script draws: well-formed, within its frame, legible on a phone."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY / "scripts"))

import make_banner  # noqa: E402

SVG = "{http://www.w3.org/2000/svg}"
PHONE_WIDTH = 358
"""CSS pixels that a picture gets on a phone of 390."""


def test_shipped_banner_is_what_the_script_draws() -> None:
    assert make_banner.BANNER.read_text(encoding="utf-8") == make_banner.banner()


def test_banner_is_written_where_it_is_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "new" / "banner.svg"
    monkeypatch.setattr(sys, "argv", ["make_banner.py", "--to", str(target)])
    make_banner.main()
    assert ElementTree.parse(target).getroot().tag == f"{SVG}svg"


def test_words_are_legible_on_a_phone() -> None:
    assert make_banner.FONT_SIZE * PHONE_WIDTH / make_banner.WIDTH > 8


def test_everything_lies_within_the_frame() -> None:
    root = ElementTree.fromstring(make_banner.banner())
    for box in root.iter(f"{SVG}rect"):
        x, y, width, height = (float(box.get(name, "0")) for name in ("x", "y", "width", "height"))
        assert 0 <= x <= x + width <= make_banner.WIDTH
        assert 0 <= y <= y + height <= make_banner.HEIGHT
    for line in root.iter(f"{SVG}path"):
        starts = re.findall(r"M(\S+?) (\S+?)(?=[hvC])", line.get("d", ""))
        assert starts
        assert all(0 < float(x) < make_banner.WIDTH and 0 < float(y) < make_banner.HEIGHT for x, y in starts)


def test_wave_is_quiet_at_both_ends() -> None:
    ends = (make_banner.WAVE_LEFT, make_banner.WAVE_RIGHT)
    loudest = max(make_banner.loudness_at(x) for x in range(*ends))
    assert all(make_banner.loudness_at(x) < 0.1 * loudest for x in ends)
