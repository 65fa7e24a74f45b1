"""Nothing leaves the page, nothing foreign runs in it, and words stay words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile import TEXTS, hostile_project
from observed import Watched, listen, scroll_through, settle, wait_until_sounding, watch
from playwright.sync_api import Dialog, Page

from bench import Serve, built
from svg_samples import PICTURES

pytestmark = pytest.mark.browser

POLICY = "() => document.querySelector('meta[http-equiv=\"Content-Security-Policy\"]')?.content ?? ''"

INJECT = """() => {
  const script = document.createElement('script');
  script.textContent = 'window.injected = true';
  document.body.append(script);
  const image = document.createElement('img');
  image.setAttribute('onerror', 'window.injected = true');
  image.src = 'data:image/png;base64,AAAA';
  document.body.append(image);
  const link = document.createElement('a');
  link.href = 'javascript:window.injected = true';
  document.body.append(link);
  link.click();
}"""

CALL_HOME = """async () => {
  const refused = [];
  document.addEventListener('securitypolicyviolation', event => refused.push(event.effectiveDirective));
  await fetch('http://127.0.0.1:9/beacon').catch(() => {});
  const image = new Image();
  const loaded = new Promise(done => { image.onload = image.onerror = done; });
  image.src = 'http://127.0.0.1:9/pixel.png';
  await loaded;
  await new Promise(done => setTimeout(done, 0));
  return refused.sort();
}"""


def open_page(page: Page, site: Path, serve: Serve, scheme: str) -> Watched:
    seen = watch(page)
    page.goto(serve(site).address if scheme == "http" else (site / "index.html").as_uri())
    settle(page)
    return seen


schemes = pytest.mark.parametrize("scheme", ["http", "file"])


@schemes
def test_no_request_leaves_the_site(page: Page, demo_site: Path, serve: Serve, scheme: str) -> None:
    seen = open_page(page, demo_site, serve, scheme)
    scroll_through(page)
    home = page.url.rpartition("/")[0]
    assert len(seen.urls) >= 3
    assert [url for url in seen.urls if not url.startswith((home, "data:"))] == []


@schemes
def test_the_console_stays_empty_while_a_reader_reads_and_listens(
    page: Page, demo_site: Path, serve: Serve, scheme: str
) -> None:
    listen(page)
    seen = open_page(page, demo_site, serve, scheme)
    scroll_through(page)
    clip = page.locator("[data-example] a[data-clip]").first.get_attribute("href") or ""
    page.locator("[data-example] button[data-play]").first.click()
    wait_until_sounding(page, clip.rpartition("/")[2])
    assert seen.complaints == []


@schemes
def test_an_injected_script_does_not_run(page: Page, demo_site: Path, serve: Serve, scheme: str) -> None:
    seen = open_page(page, demo_site, serve, scheme)
    page.evaluate(INJECT)
    settle(page)
    assert page.evaluate("() => window.injected") is None
    assert any("Content Security Policy" in complaint for complaint in seen.complaints)


@schemes
def test_a_script_that_got_in_could_not_call_home(
    page: Page, demo_site: Path, serve: Serve, scheme: str
) -> None:
    open_page(page, demo_site, serve, scheme)
    assert page.evaluate(CALL_HOME) == ["connect-src", "img-src"]


def test_the_policy_forbids_what_it_does_not_name(page: Page, demo_site: Path, serve: Serve) -> None:
    open_page(page, demo_site, serve, "http")
    policy = {
        words[0]: words[1:] for part in page.evaluate(POLICY).split(";") if (words := part.strip().split())
    }
    assert policy["default-src"] == ["'none'"]
    assert policy["base-uri"] == ["'none'"]
    assert policy["form-action"] == ["'none'"]
    allowed = {source for sources in policy.values() for source in sources}
    assert not allowed & {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:"}


def test_nothing_is_stored_in_the_browser(page: Page, demo_site: Path, serve: Serve) -> None:
    open_page(page, demo_site, serve, "http")
    page.locator("[data-example] button[data-play]").first.click()
    assert page.context.cookies() == []
    assert page.evaluate("() => Object.keys(localStorage).length") <= 1


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    return built(hostile_project(folder / "project"), folder / "site")


def test_hostile_outputs_are_shown_to_the_letter(page: Page, hostile_site: Path, serve: Serve) -> None:
    page.goto(serve(hostile_site).address)
    shown = page.evaluate("() => [...document.querySelectorAll('[data-output]')].map(node => node.textContent)")
    assert shown == list(TEXTS.values())


def test_hostile_words_are_shown_to_the_letter_in_their_role(
    page: Page, hostile_site: Path, serve: Serve
) -> None:
    page.goto(serve(hostile_site).address)
    shown = page.evaluate(
        'role => [...document.querySelectorAll(`[data-role="${role}"]`)].map(node => node.textContent)', "text"
    )
    assert shown == list(TEXTS.values())


def test_hostile_words_execute_nothing(page: Page, hostile_site: Path, serve: Serve) -> None:
    dialogs: list[str] = []

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    seen = open_page(page, hostile_site, serve, "http")
    scroll_through(page)
    assert dialogs == []
    assert seen.complaints == []
    assert page.evaluate("() => document.querySelectorAll('[data-task] script, [data-task] img').length") == 0
    assert page.evaluate("() => window.ranForeignCode") is None


@pytest.mark.parametrize("width", [320, 1280])
def test_hostile_words_do_not_break_out_of_the_page(
    page: Page, hostile_site: Path, serve: Serve, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(serve(hostile_site).address)
    settle(page)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


@schemes
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_opened_by_itself_runs_and_loads_nothing(
    page: Page, tmp_path: Path, serve: Serve, scheme: str, name: str
) -> None:
    """What is published as a picture is drawn, and does nothing else."""
    picture = tmp_path / "a.svg"
    picture.write_text(PICTURES[name], encoding="utf-8")
    seen = watch(page)
    page.goto(f"{serve(tmp_path).address}a.svg" if scheme == "http" else picture.as_uri())
    assert page.evaluate("document.documentElement.localName") == "svg"
    assert page.evaluate("document.querySelectorAll('parsererror').length") == 0
    loaded = {url.partition("?")[0].rpartition("/")[2] for url in seen.urls if not url.startswith("data:")}
    assert loaded <= {"a.svg", "favicon.ico"}
