"""Names with signs that mean something to scripts or to HTML are read to the letter, by every control."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from observed import settle, wait_for_players, watch
from playwright.sync_api import Page

from bench import Serve, built
from projects import encoded, tone

pytestmark = pytest.mark.browser
SIGNS = ("$& $1 $$ $` $<name>", "{} {0} {{}} %s", "\"'\u201c <b>&amp;</b> \\1")


def project(root: Path, signs: str) -> Path:
    models = {"one": {"name": f"One {signs}"}, "two": {"name": f"Two {signs}"}}
    sounding = [
        {"title": f"Row {n} {signs}", "outputs": {"one": "a.wav", "two": "a.wav"}} for n in range(1, 13)
    ]
    turns = [
        {"speaker": "A", "text": "x", "start": start, "outputs": {"one": "y", "two": "z"}} for start in (0, 1)
    ]
    labelled = {
        "audio": "a.wav",
        "labels": ["x"],
        "outputs": {"one": {"labels": ["x"]}, "two": {"labels": ["y"]}},
    }
    tasks = [
        {"id": "heard", "title": f"Heard {signs}", "output": "audio", "examples": sounding},
        {"id": "told", "title": f"Told {signs}", "examples": [{"audio": "a.wav", "turns": turns}]},
        {"id": "labels", "title": f"Labels {signs}", "output": "labels", "examples": [labelled]},
        {
            "id": "words",
            "title": f"Words {signs}",
            "scores": {"WER": {"measure": "wer"}},
            "examples": [
                {"audio": "a.wav", "reference": f"it is {signs}x", "outputs": {"one": "it", "two": "is"}}
            ],
        },
    ]
    catalogue = {
        "title": f"Page {signs}",
        "models": models,
        "sections": [{"title": f"Part {signs}", "tasks": tasks}],
        "rules": dict.fromkeys(("same-content", "looks-like-html", "empty-cell"), "off"),
    }
    (root / "examples").mkdir(parents=True)
    (root / "data" / "audio").mkdir(parents=True)
    text = json.dumps(catalogue, ensure_ascii=False)
    (root / "examples" / "catalogue.yaml").write_text(text, encoding="utf-8")
    (root / "data" / "audio" / "a.wav").write_bytes(encoded(tone(seconds=20)))
    return root


@pytest.mark.parametrize("signs", SIGNS)
def test_every_control_says_the_name_to_the_letter(
    page: Page, signs: str, tmp_path: Path, serve: Serve
) -> None:
    site = built(project(tmp_path / "p", signs), tmp_path / "site")
    seen = watch(page)
    page.goto(serve(site).address)
    settle(page)
    wait_for_players(page)
    name = f"One {signs}, Row 1 {signs}"
    for text in (f"Play {name}", "Play at 1.0 s"):
        page.get_by_role("button", name=text, exact=True).wait_for()
    page.get_by_role("button", name=f"Play {name}", exact=True).click()
    panel = page.locator("listening-panel")
    panel.get_by_role("button", name=f"Pause {name}", exact=True).wait_for()
    page.get_by_role("slider", name=f"Position: {name}", exact=True).wait_for()
    chips = panel.get_by_role("group").get_by_role("button")
    assert chips.all_inner_texts() == [f"1 One {signs}", f"2 Two {signs}"]
    page.get_by_role("button", name="Systems").click()
    assert page.locator("model-toggles button").all_inner_texts() == [f"One {signs}", f"Two {signs}"]
    page.get_by_role("button", name="Differences").click()
    marked = page.locator("#words--1 [data-diff]").first
    marked.scroll_into_view_if_needed()
    marked.locator("mark").wait_for(state="attached")
    told = (marked.get_attribute("data-diff") or "").partition(" ")[2]
    assert told in f"it is {signs}x"
    assert marked.locator("mark").get_attribute("aria-label") == f"missing: {told}"
    page.get_by_role("button", name="Blind test").click()
    page.get_by_role("radio", name=f"Prefer: System 1, Row 1 {signs}", exact=True).first.wait_for()
    page.get_by_role("button", name="Reveal").click()
    assert f"One {signs}" in (page.locator(".blind-results").text_content() or "")
    assert seen.complaints == []
