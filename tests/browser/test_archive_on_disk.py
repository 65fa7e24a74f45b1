"""An archive with a limit, unpacked and opened by double click: it plays, and Explore finds."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from observed import listen, settle, wait_for_players
from playwright.sync_api import Page, expect

from bench import SiteOf
from soundcase.cli import commands

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("kind", ["separation"])
def test_an_archive_under_a_limit_plays_from_disk(
    page: Page, site_of: SiteOf, tmp_path: Path, kind: str
) -> None:
    project, archive = site_of(kind).parent / "project", tmp_path / "reviewed.zip"
    result = CliRunner().invoke(
        commands, ["build", "-C", str(project), "--zip", str(archive), "--max-size", "2MB"]
    )
    assert result.exit_code == 0, result.output
    assert archive.stat().st_size <= 2_000_000
    with ZipFile(archive) as packed:
        packed.extractall(tmp_path / "unpacked")
    listen(page)
    page.goto((tmp_path / "unpacked" / "demo" / "index.html").as_uri())
    settle(page)
    wait_for_players(page)
    page.locator("button[data-play]").locator("visible=true").first.click()
    page.wait_for_function("() => document.querySelector('listening-bar').made?.time > 0.2")
    expect(page.locator("sound-clip[data-state=failed]")).to_have_count(0)
