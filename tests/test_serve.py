"""`build-site serve`: what is served, what open pages are told, and how it starts and stops."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bench import TINY, tiny_project, write_tone
from soundcase.cli.serve import is_temporary
from soundcase.commands.serve.live import Live, State
from soundcase.commands.serve.serve import AddressError, address, is_private, listen

PATIENCE_S = 300.0


@dataclass
class Running:
    """A server in a process of its own."""

    process: subprocess.Popen[str]
    root: Path
    lines: list[str] = field(default_factory=list)

    @property
    def catalogue(self) -> Path:
        return self.root / "examples" / "catalogue.yaml"

    def line(self, pattern: str) -> re.Match[str]:
        """The first line said that fits; waits for it."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            for said in list(self.lines):
                if match := re.search(pattern, said):
                    return match
            time.sleep(0.02)
        pytest.fail(f"never said {pattern!r}: {self.lines}")

    @property
    def address(self) -> str:
        return self.line(r"Serving (\S+)")[1]

    def answer(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body."""
        request = urllib.request.Request(self.address + path, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as got:
                return got.status, dict(got.headers), got.read()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read()


@contextmanager
def serving(root: Path, *options: str) -> Iterator[Running]:
    process = subprocess.Popen(
        [sys.executable, "-m", "soundcase", "serve", "-C", str(root), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        bufsize=1,
    )
    running = Running(process, root)

    def collect() -> None:
        assert process.stdout is not None
        for said in process.stdout:
            running.lines.append(said)

    reader = threading.Thread(target=collect, daemon=True)
    reader.start()
    try:
        yield running
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE_S)
            process.kill()
        process.wait()
        reader.join(PATIENCE_S)
        assert process.stdout is not None
        process.stdout.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    with serving(tiny_project(tmp_path / "project"), "--port", "0") as running:
        running.line("Built: 2 pages, 1 clip,")
        yield running


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server for all tests that only ask it."""
    root = tiny_project(tmp_path_factory.mktemp("unchanged") / "project")
    with serving(root, "--port", "0") as running:
        running.line("Built: 2 pages, 1 clip,")
        yield running


def version(server: Running, path: str) -> str:
    """The version of a page, as it says itself."""
    found = re.search(rb"reload\.js\?version=(\w+)", server.answer(path)[2])
    assert found
    return found[1].decode()


def test_the_page_is_served_with_the_script_that_waits_for_news(unchanged: Running) -> None:
    status, headers, body = unchanged.answer("")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert headers["cache-control"] == "no-store"
    script = rb'<script src="/_soundcase/reload\.js\?version=[0-9a-f]{16}" defer></script>\n'
    assert re.search(script + b"</head>", body)
    assert (unchanged.root / "site" / "index.html").read_bytes() == re.sub(script, b"", body)


def test_a_part_of_a_clip_is_served(unchanged: Running) -> None:
    clip = next((unchanged.root / "site" / "audio").iterdir())
    status, headers, body = unchanged.answer(f"audio/{clip.name}", Range="bytes=4-9")
    assert (status, body) == (206, clip.read_bytes()[4:10])
    assert headers["content-range"] == f"bytes 4-9/{clip.stat().st_size}"
    assert headers["content-type"] == "audio/wav"
    assert unchanged.answer(f"audio/{clip.name}", Range="bytes=999999999-")[0] == 416


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-0", 206, (0, 1)),
        ("Bytes=4-", 206, (4, None)),
        ("bytes=-5", 206, (-5, None)),
        ("bytes=-999999999", 206, (0, None)),
        ("bytes=4-999999999", 206, (4, None)),
        ("bytes=2-3,,999999999-", 206, (2, 4)),
        ("bytes=5-3", 200, (0, None)),
        ("bytes=0-1,5-3", 200, (0, None)),
        ("bytes=", 200, (0, None)),
        ("bytes=-", 200, (0, None)),
        ("bytes=a-b", 200, (0, None)),
        ("bytes=1-2-3", 200, (0, None)),
        ("bytes 0-1", 200, (0, None)),
        ("items=0-1", 200, (0, None)),
        ("seconds=1-2", 200, (0, None)),
        ("bytes=999999999-", 416, None),
        ("bytes=-0", 416, None),
        ("bytes=999999999-,888888888-", 416, None),
    ],
)
def test_ranges_are_answered_as_the_standard_says(
    unchanged: Running, asked: str, status: int, part: tuple[int, int | None] | None
) -> None:
    """RFC 9110, 14.2: what is no range, or in another unit, is ignored."""
    clip = next((unchanged.root / "site" / "audio").iterdir())
    found, headers, body = unchanged.answer(f"audio/{clip.name}", Range=asked)
    assert found == status
    if part is None:
        assert headers["content-range"] == f"bytes */{clip.stat().st_size}"
    else:
        assert body == clip.read_bytes()[slice(*part)]


def test_several_ranges_come_in_one_answer(unchanged: Running) -> None:
    clip = next((unchanged.root / "site" / "audio").iterdir())
    status, headers, body = unchanged.answer(f"audio/{clip.name}", Range="bytes=0-3, 8-11, 999999999-")
    assert status == 206
    assert headers["content-type"].startswith("multipart/byteranges")
    assert b"RIFF" in body
    assert b"WAVE" in body


@pytest.mark.parametrize(
    "path", ["nothing.html", "../examples/catalogue.yaml", "%2e%2e/examples/catalogue.yaml", "%00", "a" * 5000]
)
def test_what_is_no_part_of_the_site_is_not_served(unchanged: Running, path: str) -> None:
    status, _, body = unchanged.answer(path)
    assert status == 404
    assert b"Two systems" in body  # the site's own page for what is missing
    assert b"models:" not in body


def test_only_names_of_this_machine_are_answered(unchanged: Running) -> None:
    assert unchanged.answer("", Host="rebound.example")[0] == 400


def test_a_save_is_built_and_a_mistake_keeps_the_last_good_site(server: Running) -> None:
    server.catalogue.write_text(TINY.replace("one sentence", "another sentence"), "utf-8")
    server.line(r"Built: .*\b3 files written")
    assert b"another sentence" in server.answer("")[2]
    server.catalogue.write_text(TINY.replace("theirs: won", "thiers: won"), "utf-8")
    server.line(r"error\[unknown-model\]: no model 'thiers'")
    server.line("Not built: 1 error")
    assert b"another sentence" in server.answer("")[2]
    server.catalogue.write_text(TINY, "utf-8")
    server.line(r"examples/catalogue\.yaml: Built: 2 pages")


def test_a_folder_that_appears_is_watched(server: Running) -> None:
    (server.root / "templates" / "parts").mkdir(parents=True)
    (server.root / "templates" / "parts" / "footer.html").write_text(
        "{% macro footer(page) %}<p>Own foot</p>{% endmacro %}"
    )
    until = time.monotonic() + PATIENCE_S
    while b"Own foot" not in server.answer("")[2]:
        assert time.monotonic() < until
        time.sleep(0.1)


def test_an_interrupt_ends_it_quietly_while_pages_listen(server: Running) -> None:
    line = urllib.request.urlopen(server.address + "_soundcase/events", timeout=PATIENCE_S)
    said = json.loads(line.readline().removeprefix(b"data: "))
    assert said == {"version": version(server, ""), "problems": ""}
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(PATIENCE_S) == 0
    server.line("Stopped.")
    assert not any("Traceback" in said for said in server.lines)
    line.close()


def test_a_project_that_never_built_says_so_and_then_shows(tmp_path: Path) -> None:
    root = tiny_project(tmp_path / "project")
    (root / "examples" / "catalogue.yaml").write_text("title: [", "utf-8")
    with serving(root, "--port", "0") as running:
        running.line("Not built")
        status, _, body = running.answer("")
        assert status == 404
        assert b"Nothing is built yet" in body
        assert b"reload.js" in body
        running.catalogue.write_text(TINY, "utf-8")
        running.line("Built: 2 pages")
        assert running.answer("")[0] == 200


def test_a_taken_port_is_named_and_the_next_one_used(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(AddressError, match=rf"port {port} is taken.*--port \d+"):
            listen("127.0.0.1", port, only=True)
        with listen("127.0.0.1", port, only=False) as bound:
            assert bound.getsockname()[1] > port
            assert address(bound) == f"http://127.0.0.1:{bound.getsockname()[1]}/"
        told = subprocess.run(
            [sys.executable, "-m", "soundcase", "serve", "-C", str(tmp_path), "--port", str(port)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 1
        assert f"port {port} is taken" in told.stderr
        assert "Traceback" not in told.stderr


def test_an_address_that_is_not_this_machines_is_refused() -> None:
    with pytest.raises(AddressError, match=r"no\.such\.host\.invalid"):
        listen("no.such.host.invalid", 0, only=False)
    with pytest.raises(AddressError, match=r"cannot listen at 192\.0\.2\.1"):
        listen("192.0.2.1", 0, only=False)


def test_the_open_world_is_warned_of(tmp_path: Path) -> None:
    assert [is_private(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "example.org")] == [
        True, True, True, False, False,
    ]  # fmt: skip
    with serving(tiny_project(tmp_path / "project"), "--port", "0", "--host", "0.0.0.0") as running:
        running.line("Warning: everybody who can reach 0.0.0.0 can read this site")
        running.line("Built")
        assert running.answer("", Host="anything.example")[0] == 200


def test_events_tell_what_changed_and_nothing_else_and_end() -> None:
    async def story() -> list[dict[str, object]]:
        live = Live(State(1))
        told: list[dict[str, object]] = []
        versions, asked = ["a", "a", "a", "b"], 0

        async def version() -> str:
            nonlocal asked
            asked += 1
            return versions[asked - 1]

        async def reader() -> None:
            async for event in live.events(version):
                assert event.endswith("\n\n")
                told.append(json.loads(event.removeprefix("data: ")))

        reading = asyncio.create_task(reader())
        for state in (State(2), State(3, "a\n\nb"), State(4)):
            while asked < state.builds - 1:
                await asyncio.sleep(0)
            await live.update(state)
        while len(told) < 3:
            await asyncio.sleep(0)
        await live.close()
        await asyncio.wait_for(reading, PATIENCE_S)
        return told

    # On a thread of its own: a browser test may have left a loop running on this one.
    with ThreadPoolExecutor(1) as beside:
        told = beside.submit(asyncio.run, story()).result()
    assert told == [
        {"version": "a", "problems": ""},
        {"version": "a", "problems": "a\n\nb"},
        {"version": "b", "problems": ""},
    ]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 800, "height": 400})
    yield context.new_page()
    context.close()


@pytest.mark.browser
def test_an_open_page_follows_and_keeps_its_place(server: Running, page: Page) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.goto(server.address)
    page.locator("button[data-play]").first.focus()
    page.evaluate("scrollTo(0, 120)")
    server.catalogue.write_text(TINY.replace("one sentence", "another sentence"), "utf-8")
    page.wait_for_function("() => document.title.includes('another')")
    page.wait_for_function("() => scrollY === 120 && document.activeElement.matches('button[data-play]')")
    server.catalogue.write_text(TINY.replace("theirs: won", "thiers: won"), "utf-8")
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert "unknown-model" in alert.inner_text()
    assert "catalogue.yaml:12" in alert.inner_text()
    assert "another sentence" in page.title()
    page.keyboard.press("Escape")
    alert.wait_for(state="detached")
    server.catalogue.write_text(TINY.replace("one sentence", "a third"), "utf-8")
    page.wait_for_function("() => document.title.includes('a third')")
    assert page.get_by_role("alert").count() == 0
    assert errors == []


PAGES = ("first", "second")
TASK = """\
title: {title}
examples:
  - audio: tone.wav
    outputs: {{ours: {said}, theirs: won too}}
"""


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Running]:
    """A site with a page for each task."""
    root = tiny_project(tmp_path / "project")
    head = TINY.partition("sections:")[0] + "pages: task\n"
    (root / "examples" / "catalogue.yaml").write_text(
        head + "sections:\n" + "".join(f"  - {{title: {one}, tasks: [{one}.yaml]}}\n" for one in PAGES), "utf-8"
    )
    for one in PAGES:
        (root / "examples" / f"{one}.yaml").write_text(TASK.format(title=one, said="one two"), "utf-8")
    with serving(root, "--port", "0") as running:
        running.line("Built: ")
        yield running


@pytest.mark.browser
def test_only_pages_that_changed_are_loaded_again(pages: Running, browser: Browser) -> None:
    """What stays as it was keeps its place and whatever sounds; a page with another clip or style is loaded."""
    context = browser.new_context(viewport={"width": 800, "height": 400})
    shown = {one: context.new_page() for one in PAGES}
    for one, page in shown.items():
        with page.expect_response(re.compile("/_soundcase/events")):
            page.goto(f"{pages.address}{one}.html")
        page.evaluate("() => { window.stays = true }")

    def edit(path: str, text: str) -> None:
        target = pages.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")

    edit("examples/first.yaml", TASK.format(title="first", said="anew"))
    shown["first"].wait_for_function("() => !window.stays && document.body.textContent.includes('anew')")
    edit("examples/first.yaml", "id: [")
    for page in shown.values():
        page.get_by_role("alert").wait_for()  # so both heard of the build before, too
    assert shown["second"].evaluate("window.stays")
    edit("examples/first.yaml", TASK.format(title="first", said="anew"))
    for page in shown.values():
        page.get_by_role("alert").wait_for(state="detached")
    assert shown["second"].evaluate("window.stays")
    write_tone(pages.root / "data" / "audio" / "other.wav", hz=500)
    edit("examples/second.yaml", TASK.format(title="second", said="one two").replace("tone.wav", "other.wav"))
    shown["second"].wait_for_function("() => !window.stays")
    shown["second"].evaluate("() => { window.stays = true }")
    write_tone(pages.root / "data" / "audio" / "other.wav", hz=400)
    shown["second"].wait_for_function("() => !window.stays")
    shown["first"].evaluate("() => { window.stays = true }")
    edit("templates/assets/css/own.css", "p { color: red }")
    for page in shown.values():
        page.wait_for_function("() => !window.stays")
    context.close()


@pytest.mark.parametrize(
    "name",
    [".words.yaml.swp", "4913", "words.yaml~", "#words.yaml#", "words.yaml.tmp", "gone.yaml"],
)
def test_what_an_editor_leaves_on_its_way_is_not_named(tmp_path: Path, name: str) -> None:
    if name != "gone.yaml":
        (tmp_path / name).touch()
    assert is_temporary(str(tmp_path / name))
    (tmp_path / "words.yaml").touch()
    assert not is_temporary(str(tmp_path / "words.yaml"))
