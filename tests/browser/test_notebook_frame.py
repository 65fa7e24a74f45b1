"""A page in a notebook's frame: its clips play, and nothing is asked of anybody."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

import soundcase as sc
from judges import axe_findings

pytestmark = pytest.mark.browser


def test_clips_in_the_frame_play_and_nothing_is_loaded(page: Page, tmp_path: Path) -> None:
    wave = 0.2 * np.sin(np.arange(96_000) / 20)
    demo = sc.Page("Voices", models={"ours": "Larkspur"})
    task = demo.task("Tones", output="audio")
    for number in (1, 2):
        task.add(text=f"Sentence {number}", outputs={"ours": (wave / number, 24_000)})
    notebook = tmp_path / "notebook.html"
    shown = demo._repr_html_()
    notebook.write_text(
        f"<!doctype html><html lang=en><title>n</title><main><h1>n</h1>{shown}</main>", encoding="utf-8"
    )
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(notebook.as_uri())
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="Voices")).to_be_visible()
    frame.locator("[data-play]").first.click()
    expect(frame.locator("sound-clip").first).to_have_attribute("data-state", "playing")
    expect(frame.locator("listening-bar")).to_contain_text("/ 4.0 s")
    assert wrong == []
    assert [url for url in asked if not url.startswith("data:")] == [notebook.as_uri()]
    assert axe_findings(page) == []
