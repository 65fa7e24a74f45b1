"""Printing loses nothing in Firefox either.

Rule: of Noto Sans CJK, the last resort for all letters here, Firefox writes the shapes without their text. So
    pages are printed in the browser's own font, and what is Chinese or Japanese is left to Chromium.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from engines import firefox as started
from selenium.webdriver.common.print_page_options import PrintOptions
from selenium.webdriver.remote.webdriver import WebDriver

from bench import SiteOf, built
from paper import CONTRACT, absent, pages_of
from real_sizes import write

HAN = re.compile(r"[\u3000-\u9fff\uff00-\uffee]")


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    running = started(tmp_path_factory.mktemp("driver"), browser__display__use_document_fonts=0)
    yield running
    running.quit()


def lost(firefox: WebDriver, page: Path, folder: Path) -> list[str]:
    """What is not on its paper, of Letter's size."""
    firefox.get(page.as_uri())
    texts = [text for text in firefox.execute_script(f"return {CONTRACT}") if not HAN.search(text)]
    paper = PrintOptions()
    paper.page_width, paper.page_height = 21.59, 27.94
    (folder / "page.pdf").write_bytes(base64.b64decode(firefox.print_page(paper)))
    assert texts
    return absent(texts, pages_of(folder / "page.pdf"))


@pytest.mark.parametrize("kind", ["demo", "tts", "enhancement", "separation", "dialogue"])
def test_a_demo_is_whole_on_paper(firefox: WebDriver, site_of: SiteOf, kind: str, tmp_path: Path) -> None:
    assert lost(firefox, site_of(kind) / "index.html", tmp_path) == []


@pytest.mark.parametrize("kind", ["codec", "answers"])
def test_a_page_of_realistic_size_is_whole_on_paper(firefox: WebDriver, kind: str, tmp_path: Path) -> None:
    site = built(write(kind, tmp_path / "project"), tmp_path / "site")
    assert lost(firefox, site / "index.html", tmp_path) == []
