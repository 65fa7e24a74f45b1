"""`build-site fetch` against a server that breaks off, lies, redirects, stalls and changes its files."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import socket
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import pytest
from click.testing import CliRunner, Result

from odd_server import OddServer, hangs_up, holds, leads, odd_server, sends, serves, status, unmeasured
from projects import encoded, tone
from soundcase.cli import commands
from soundcase.commands.fetch.address import is_public
from soundcase.commands.fetch.fetch import Fetched, FetchOptions, fetch
from soundcase.commands.fetch.progress import DownloadProgress, FetchResult, lines
from soundcase.commands.fetch.retry import RetryPolicy
from soundcase.problems.codes.commands import FETCHING
from soundcase.project import Project

CLIP = encoded(tone(300, seconds=4))
OTHER = encoded(tone(900, seconds=4))
HTML = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please</body></html>"
LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 12345\n"
QUICK = RetryPolicy(connect=10, read=20, tries=3, first_pause=0.001, longest_pause=0.001, longest_asked=2)
HASTY = replace(QUICK, read=0.3)
CATALOGUE = """\
title: T
models: {{ours: {{}}}}
{media}sections:
  - title: S
    tasks:
      - title: Task
        examples:
"""


@pytest.fixture(scope="module")
def running() -> Iterator[OddServer]:
    with odd_server() as odd:
        yield odd


@pytest.fixture
def odd(running: OddServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[OddServer]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.delenv("SOUNDCASE_CACHE", raising=False)
    running.answers.clear()
    running.requests.clear()
    running.gate.clear()
    yield running
    running.gate.set()


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def wanted(url: str, name: str = "clip.wav", content: bytes | None = CLIP) -> str:
    """An example with a clip to download."""
    digest = f", sha256: {sha(content)}" if content is not None else ""
    return f"          - {{audio: {{audio: {name}, url: '{url}'{digest}}}, outputs: {{ours: yes}}}}\n"


def plain(name: str) -> str:
    """An example with a clip that is only named."""
    return f"          - {{audio: '{name}', outputs: {{ours: yes}}}}\n"


def check(where: Project) -> Result:
    return CliRunner().invoke(commands, ["check", "-C", str(where.root)])


def project(root: Path, *examples: str, media: str = "") -> Project:
    (root / "examples").mkdir(parents=True, exist_ok=True)
    (root / "data" / "audio").mkdir(parents=True, exist_ok=True)
    text = CATALOGUE.format(media=media) + "".join(examples)
    (root / "examples" / "catalogue.yaml").write_text(text, encoding="utf-8")
    return Project(root.resolve(), root / "site")


def run(
    where: Project, wish: FetchOptions | None = None, watch: Callable[..., None] = lambda *_: None
) -> Fetched:
    return fetch(where, wish or FetchOptions(private=True, retry=QUICK), watch, lambda: None)


def clip(where: Project, name: str = "clip.wav") -> bytes | None:
    path = where.audio / name
    return path.read_bytes() if path.exists() else None


def kept(where: Project) -> list[Path]:
    """What is kept of downloads that did not end."""
    return sorted(where.root.glob(".soundcase/fetch-*/*.part"))


def codes(fetched: Fetched) -> list[str]:
    return [problem.code for problem in fetched.problems]


def told(fetched: Fetched) -> str:
    return " ".join(f"{problem.message} {problem.hint}" for problem in fetched.problems)


def test_a_clip_is_fetched_and_then_there(odd: OddServer, tmp_path: Path) -> None:
    where = project(tmp_path, wanted(odd.on("/a.wav", serves(CLIP)), "sub/clip.wav"))
    said: list[str] = []

    first = run(where, watch=lines(said.append))
    second = run(where)

    assert clip(where, "sub/clip.wav") == CLIP
    assert first.problems == second.problems == ()
    assert (first.summary(), said) == (
        "Fetched 1 clip (128.0 kB), 0 already there.",
        ["fetched sub/clip.wav (128.0 kB)"],
    )
    assert second.summary() == "Fetched 0 clips (0 bytes), 1 already there."
    assert len(odd.requests) == 1
    assert list(where.audio.rglob("*.*")) == [where.audio / "sub" / "clip.wav"]
    assert [path.name for path in where.root.glob(".soundcase/fetch-*/*")] == []


def test_bytes_are_told_as_they_come(odd: OddServer, tmp_path: Path) -> None:
    where = project(tmp_path, wanted(odd.on("/a.wav", serves(CLIP))))
    news: list[DownloadProgress | FetchResult] = []
    run(where, watch=lambda one, _: news.append(one))
    moves = [one for one in news if isinstance(one, DownloadProgress)]
    assert (moves[-1].done, moves[-1].total) == (len(CLIP), len(CLIP))
    assert [one.state for one in news if isinstance(one, FetchResult)] == ["fetched"]


def test_what_is_missing_has_the_base_url_as_its_place(odd: OddServer, tmp_path: Path) -> None:
    odd.on("/base/d%C3%A9j%C3%A0/vu%20%23.wav", serves(CLIP))
    own = wanted(odd.on("/own.wav", serves(OTHER)), "own.wav", OTHER)
    bare = "          - {audio: 'déjà/vu #.wav', outputs: {ours: yes}}\n"
    where = project(tmp_path, bare, own, media=f"media: {{base_url: '{odd.address}/base/'}}\n")
    assert run(where).problems == ()
    assert (clip(where, "déjà/vu #.wav"), clip(where, "own.wav")) == (CLIP, OTHER)


@pytest.mark.parametrize(
    "broken",
    [
        [serves(CLIP, cut=50_000), serves(CLIP, cut=40_000), serves(CLIP)],
        [serves(CLIP, cut=50_000, etag=""), serves(CLIP, etag="")],  # the digest proves it
        [hangs_up, serves(CLIP)],
        [serves(CLIP, cut=50_000), sends(CLIP)],  # ranges are ignored
        [serves(OTHER, cut=50_000), serves(CLIP, etag='"2"')],  # If-Range is heeded
        [serves(OTHER, cut=50_000), serves(CLIP, etag='"2"', ignores_proof=True), serves(CLIP, etag='"2"')],
        [serves(OTHER, cut=50_000, etag=""), serves(CLIP, etag="")],  # nobody notices but the digest
        [serves(OTHER + CLIP, cut=150_000), serves(CLIP, etag='"1"')],  # it shrank
        [unmeasured(CLIP[:50_000], chunked=True, breaks=True), serves(CLIP)],
        [sends(CLIP, Content_Length=len(CLIP) + 100)],  # more is promised than there is
        [unmeasured(CLIP)],
        [unmeasured(CLIP, chunked=True)],
        [sends(gzip.compress(CLIP), Content_Encoding="gzip")],
        [sends(gzip.compress(CLIP)[:900], Content_Encoding="gzip", Content_Length=5000), serves(CLIP)],
        [status(503), status(500), serves(CLIP)],
        [status(429, Retry_After=0), status(425), serves(CLIP)],
        [leads("/a.wav?signed=1", 307)],
    ],
)
def test_what_breaks_is_mended(odd: OddServer, tmp_path: Path, broken: Sequence[Callable[..., None]]) -> None:
    odd.on("/a.wav?signed=1", serves(CLIP))
    where = project(tmp_path, wanted(odd.on("/a.wav", *broken)))
    fetched = run(where)
    assert fetched.problems == ()
    assert clip(where) == CLIP
    assert kept(where) == []


def test_a_broken_download_goes_on_where_it_stopped_with_proof(odd: OddServer, tmp_path: Path) -> None:
    where = project(tmp_path, wanted(odd.on("/a.wav", serves(CLIP, cut=50_000), serves(CLIP)), content=None))
    assert run(where).problems == ()
    assert clip(where) == CLIP
    assert odd.ranges() == ["", "bytes=50000-"]
    assert odd.requests[1][1]["If-Range"] == '"1"'


def test_without_proof_or_digest_a_download_begins_again(odd: OddServer, tmp_path: Path) -> None:
    url = odd.on("/a.wav", serves(CLIP, cut=50_000, etag='W/"1"'), serves(CLIP, etag=""))
    where = project(tmp_path, wanted(url, content=None))
    assert run(where).problems == ()
    assert odd.ranges() == ["", ""]
    assert clip(where) == CLIP


@pytest.mark.parametrize(("now", "asked"), [("12:00:05", "bytes=50000-"), ("12:00:00", "")])
def test_a_date_proves_something_once_its_second_is_over(
    odd: OddServer, tmp_path: Path, now: str, asked: str
) -> None:
    def dated(to: object) -> None:
        to.send_response_only(200)  # type: ignore[attr-defined]
        to.send_header("Date", f"Mon, 02 Jan 2023 {now} GMT")  # type: ignore[attr-defined]
        to.send_header("Last-Modified", "Mon, 02 Jan 2023 12:00:00 GMT")  # type: ignore[attr-defined]
        to.send_header("Content-Length", str(len(CLIP)))  # type: ignore[attr-defined]
        to.end_headers()  # type: ignore[attr-defined]
        to.wfile.write(CLIP[:50_000])  # type: ignore[attr-defined]
        to.hang_up()  # type: ignore[attr-defined]

    where = project(tmp_path, wanted(odd.on("/a.wav", dated, sends(CLIP)), content=None))
    assert run(where).problems == ()
    assert odd.ranges() == ["", asked]


def test_a_server_that_breaks_off_again_and_again_is_gone_on_with_while_it_gets_further(
    odd: OddServer, tmp_path: Path
) -> None:
    long = encoded(tone(300, seconds=15))
    where = project(tmp_path, wanted(odd.on("/a.wav", serves(long, cut=70_000)), content=long))
    assert run(where).problems == ()
    assert clip(where) == long
    assert len(odd.requests) == -(-len(long) // 70_000)


def test_a_server_that_never_gets_to_the_end_is_given_up_and_its_bytes_are_kept(
    odd: OddServer, tmp_path: Path
) -> None:
    where = project(tmp_path, wanted(odd.on("/a.wav", serves(CLIP, cut=50_000), hangs_up)))
    failed = run(where)
    assert codes(failed) == ["fetch-incomplete"]
    assert "(tried 3 times; 50,000 bytes are kept)" in told(failed)
    assert clip(where) is None
    assert [path.stat().st_size for path in kept(where)] == [50_000]

    odd.on("/a.wav", serves(CLIP))
    odd.requests.clear()
    assert run(where).problems == ()
    assert odd.ranges() == ["bytes=50000-"]
    assert clip(where) == CLIP


def test_a_download_that_stands_still_is_gone_on_with(odd: OddServer, tmp_path: Path) -> None:
    where = project(tmp_path, wanted(odd.on("/a.wav", holds(CLIP, 50_000), serves(CLIP))))
    assert run(where, FetchOptions(private=True, retry=replace(HASTY, tries=20))).problems == ()
    assert odd.ranges()[:2] == ["", "bytes=50000-"]
    assert clip(where) == CLIP


def test_silence_and_dribbling_both_count_as_standing_still(odd: OddServer, tmp_path: Path) -> None:
    silent = project(tmp_path / "silent", wanted(odd.on("/a.wav", holds(CLIP, 0))))
    failed = run(silent, FetchOptions(private=True, retry=replace(HASTY, tries=1)))
    assert codes(failed) == ["fetch-incomplete"]
    assert "stood still" in told(failed)

    slow = project(tmp_path / "slow", wanted(odd.on("/b.wav", serves(CLIP))))
    policy = replace(QUICK, window=0, lowest_rate=1)
    assert run(slow, FetchOptions(private=True, retry=policy)).problems == ()  # no window, no judgement
    strict = replace(QUICK, window=1e-9, lowest_rate=1e18, tries=1)
    (tmp_path / "slow" / "data" / "audio" / "clip.wav").unlink()
    failed = run(slow, FetchOptions(private=True, retry=strict))
    assert "stood still" in told(failed)


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        (status(404), "fetch-refused", "is not there (status 404) fix the 'url'"),
        (status(403), "fetch-refused", "may not be read (status 403) fetch sends no login"),
        (status(204), "fetch-refused", "gives no file (status 204) open the address in a browser"),
        (status(429, Retry_After=3600), "fetch-refused", "asks to come again in 3600 s"),
        (sends(HTML), "not-audio", "gives no audio but a web page (HTML) open the"),
        (sends(LFS), "lfs-pointer", "media.githubusercontent.com"),
        (sends(b""), "empty-audio", "is empty"),
        (sends(CLIP, Content_Length=70_000), "truncated", "give its sha256 if the original ends there"),
        (sends(CLIP, Content_Length=10**12), "fetch-too-large", "is larger than 200,000 bytes"),
        (unmeasured(CLIP * 2), "fetch-too-large", "is larger than 200,000 bytes"),
        (sends(gzip.compress(bytes(10**7)), Content_Encoding="gzip"), "fetch-too-large", "--max-size"),
        (leads("/a.wav"), "fetch-redirect", "leads in a circle"),
        (
            leads("file:///etc/passwd"),
            "fetch-redirect",
            "'file:///etc/passwd', which is neither http nor https",
        ),
        (leads("ftp://127.0.0.1/a.wav"), "fetch-redirect", "neither http nor https"),
        (leads("data:audio/wav;base64,AAAA"), "fetch-redirect", "neither http nor https"),
        (leads("http://[::1/x"), "fetch-redirect", "neither http nor https"),
        (status(302), "fetch-refused", "gives no file (status 302)"),
    ],
)
def test_what_will_not_pass_is_told_at_once_where_the_clip_is_named(
    odd: OddServer, tmp_path: Path, answer: Callable[..., None], code: str, words: str
) -> None:
    good = wanted(odd.on("/good.wav", serves(OTHER)), "good.wav", OTHER)
    where = project(tmp_path, wanted(odd.on("/a.wav", answer), content=None), good)
    fetched = run(where, FetchOptions(private=True, largest=200_000, retry=QUICK))
    assert codes(fetched) == [code]
    assert words in told(fetched)
    assert (fetched.problems[0].place.path, fetched.problems[0].place.line) == ("examples/catalogue.yaml", 8)
    assert sum(path == "/a.wav" for path, _ in odd.requests) == 1
    assert (clip(where), clip(where, "good.wav")) == (None, OTHER)
    assert kept(where) == []


def test_redirects_are_followed_and_counted(odd: OddServer, tmp_path: Path) -> None:
    for number in range(20):
        odd.on(f"/{number}", leads(f"/{number + 1}", 301 + number % 3))
    odd.on("/20", serves(CLIP))
    where = project(tmp_path, wanted(f"{odd.address}/10"))
    assert run(where).problems == ()
    far = project(tmp_path / "far", wanted(f"{odd.address}/0"))
    assert "leads on more than 10 times" in told(run(far))


INSIDE = """
    127.0.0.1 127.1 127.8.9.10 0x7f000001 0x7F.1 017700000001 0177.0.0.1 2130706433 0 0.0.0.0 localhost
    localhost. LOCALHOST [::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] [64:ff9b:1::1]
    [64:ff9b::7f00:1]
    [2002:7f00:1::] 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 100.100.100.200 168.63.129.16
    224.0.0.1 240.0.0.1 255.255.255.255 192.0.2.1 [fe80::1] [fc00::1] [fd00:ec2::254] [fec0::1] [ff02::1]
    [2001:db8::1]
"""


@pytest.mark.parametrize("host", INSIDE.split())
def test_nothing_inside_the_network_is_asked(odd: OddServer, tmp_path: Path, host: str) -> None:
    """A catalogue that somebody sent asks for nothing that only this machine may read."""
    odd.on("/a.wav", serves(CLIP))
    where = project(tmp_path, wanted(f"http://{host}:{odd.address.rpartition(':')[2]}/a.wav"))
    fetched = fetch(where, FetchOptions(retry=QUICK), lambda *_: None, lambda: None)
    assert codes(fetched) == ["fetch-private"]
    assert "--allow-private" in told(fetched)
    assert odd.requests == []


@pytest.mark.parametrize(
    "address",
    ["93.184.216.34", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101", "2002:101:101::"],
)
def test_what_everybody_reaches_is_public(address: str) -> None:
    assert is_public(address)


def _here_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this machine's usual address stand for the internet, and its others for the inside."""
    monkeypatch.setattr("soundcase.commands.fetch.address.is_public", lambda one: one == "127.0.0.1")


@pytest.mark.parametrize("host", ["127.0.0.2", "0x7f000002", "[::1]", "localhost.inside"])
def test_no_redirect_leads_inside(
    odd: OddServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    _here_is_public(monkeypatch)
    asked = socket.getaddrinfo
    inside = {"localhost.inside": "127.0.0.3"}
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *more, **by: asked(inside.get(host, host), *more, **by)
    )
    port = odd.address.rpartition(":")[2]
    odd.on("/b.wav", serves(CLIP))
    where = project(tmp_path, wanted(odd.on("/a.wav", leads(f"http://{host}:{port}/b.wav"))))
    fetched = fetch(where, FetchOptions(retry=QUICK), lambda *_: None, lambda: None)
    assert codes(fetched) == ["fetch-private"]
    assert [path for path, _ in odd.requests] == ["/a.wav"]


def test_what_was_judged_is_what_is_connected_to(
    odd: OddServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is public when it is judged and private when it is asked gains nothing."""
    _here_is_public(monkeypatch)
    asked = socket.getaddrinfo
    answers = iter(["127.0.0.1"])

    def rebinding(host: str, *more: object, **by: object) -> object:
        found = next(answers, "127.0.0.2") if host == "rebinding.example" else host
        return asked(found, *more, **by)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    odd.on("/a.wav", serves(CLIP))
    where = project(tmp_path, wanted(f"http://rebinding.example:{odd.address.rpartition(':')[2]}/a.wav"))
    fetched = fetch(where, FetchOptions(retry=QUICK), lambda *_: None, lambda: None)
    assert fetched.problems == ()
    assert odd.requests[0][1]["Host"].startswith("rebinding.example:")


def test_a_name_with_one_address_inside_is_refused(
    odd: OddServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _here_is_public(monkeypatch)
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 80)) for one in ("127.0.0.1", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    where = project(tmp_path, wanted(f"http://both.example:{odd.address.rpartition(':')[2]}/a.wav"))
    assert codes(fetch(where, FetchOptions(retry=QUICK), lambda *_: None, lambda: None)) == ["fetch-private"]
    assert odd.requests == []


def test_a_proxy_is_not_asked_for_what_is_inside(
    odd: OddServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", odd.address)
    odd.on("http://10.0.0.1/a.wav", serves(CLIP))
    odd.on("http://only-the-proxy-knows.invalid/b.wav", serves(CLIP))
    where = project(
        tmp_path,
        wanted("http://10.0.0.1/a.wav", "a.wav"),
        wanted("http://only-the-proxy-knows.invalid/b.wav", "b.wav"),
    )
    assert codes(fetch(where, FetchOptions(retry=QUICK), lambda *_: None, lambda: None)) == ["fetch-private"]
    assert (clip(where, "a.wav"), clip(where, "b.wav")) == (None, CLIP)


@pytest.mark.parametrize(
    "answer",
    [
        sends(b"secret of the server"),
        sends(b"<html><title>secret</title>"),
        sends(b'{"token": "secret"}'),
        sends(b"<?xml version='1.0'?><secret/>"),
        sends(b"\xfe\xed\0secret"),
        sends(b"secret", ETag="secret"),
        status(500, Server="secret"),
        status(404, WWW_Authenticate="secret"),
        status(429, Retry_After="secret"),
        sends(CLIP, Content_Range="secret", Content_Length="1000000"),
        lambda to: to.wfile.write(b"secret\r\n\r\n"),
        lambda to: to.wfile.write(b"HTTP/1.1 200 \x1b[31msecret\r\nsecret: \x1b[0m\r\n\r\n"),
    ],
)
def test_nothing_that_a_server_said_is_repeated(
    odd: OddServer, tmp_path: Path, answer: Callable[..., None]
) -> None:
    where = project(tmp_path, wanted(odd.on("/a.wav", answer), content=None))
    fetched = run(where, FetchOptions(private=True, retry=replace(HASTY, tries=2)))
    assert fetched.failed
    assert "secret" not in told(fetched).lower()
    assert "\x1b" not in told(fetched)
    assert "73 65 63 72" not in told(fetched)


def test_where_a_redirect_leads_is_harmless_on_a_terminal(odd: OddServer, tmp_path: Path) -> None:
    where = project(tmp_path, wanted(odd.on("/a.wav", leads("ftp://x/\x1b[31m")), content=None))
    assert "\x1b" not in command("-C", str(where.root)).output


def test_a_password_in_an_address_is_not_told(odd: OddServer, tmp_path: Path) -> None:
    url = odd.on("/a.wav", sends(HTML)).replace("http://", "http://me:secret@")
    where = project(tmp_path, wanted(url, content=None))
    result = command("-C", str(where.root), "--format", "json")
    assert "secret" not in result.stdout


def test_no_redirect_leads_from_https_to_http() -> None:
    from soundcase.commands.fetch.retry import PermanentError
    from soundcase.commands.fetch.web import _allowed

    assert _allowed("https://a.example/x/y", "../z#f") == "https://a.example/z"
    assert _allowed("http://a.example/x", "https://b.example/y") == "https://b.example/y"
    with pytest.raises(
        PermanentError, match=r"leads from https to 'http://b\.example/y', which is not encrypted"
    ):
        _allowed("https://a.example/x", "http://b.example/y")


def test_a_wrong_digest_leaves_what_was_there(odd: OddServer, tmp_path: Path) -> None:
    where = project(tmp_path, wanted(odd.on("/a.wav", serves(OTHER))))
    (where.audio / "clip.wav").write_bytes(b"old")
    fetched = run(where, FetchOptions(private=True, replace=True, retry=QUICK))
    assert codes(fetched) == ["fetch-digest"]
    assert f"whose sha256 is {sha(OTHER)}, not {sha(CLIP)}" in told(fetched)
    assert clip(where) == b"old"
    assert kept(where) == []
    odd.on("/a.wav", sends(HTML))
    assert "a web page (HTML)" in told(run(where, FetchOptions(private=True, replace=True, retry=QUICK)))


def test_a_wrong_file_in_pieces_is_asked_for_twice_and_then_refused(odd: OddServer, tmp_path: Path) -> None:
    answers = [serves(OTHER, cut=70_000, etag=""), serves(OTHER, etag="")] * 3
    where = project(tmp_path, wanted(odd.on("/a.wav", *answers)))
    assert codes(run(where)) == ["fetch-digest"]
    assert odd.ranges() == ["", "bytes=70000-"] * 2


def test_replace_swaps_stand_ins_for_originals_and_nothing_else_does(odd: OddServer, tmp_path: Path) -> None:
    """Issue 5: the demo's stand-ins carry the address and the digest of the original."""
    where = project(
        tmp_path,
        wanted(odd.on("/a.wav", serves(CLIP)), "a.wav"),
        wanted(odd.on("/b.wav", serves(OTHER)), "b.wav", OTHER),
        wanted(odd.on("/c.wav", serves(CLIP)), "c.wav"),
    )
    for name in ("a.wav", "b.wav"):
        (where.audio / name).write_bytes(encoded(tone(500)))
    (where.audio / "c.wav").write_bytes(CLIP)
    first = run(where)
    assert first.problems == ()
    assert first.summary() == (
        "Fetched 0 clips (0 bytes), 1 already there.\n"
        "2 clips differ from the catalogue's sha256 and stayed; --replace fetches the originals."
    )
    assert odd.requests == []
    second = run(where, FetchOptions(private=True, replace=True, retry=QUICK))
    assert second.summary() == "Fetched 2 clips (256.1 kB), 1 already there."
    assert [clip(where, name) for name in ("a.wav", "b.wav", "c.wav")] == [CLIP, OTHER, CLIP]


def test_one_file_with_two_sources_is_told_with_both(odd: OddServer, tmp_path: Path) -> None:
    one, two = odd.on("/a.wav", serves(CLIP)), odd.on("/b.wav", serves(CLIP))
    where = project(
        tmp_path,
        wanted(one),
        wanted(two),
        wanted(one, "x.wav", CLIP),
        wanted(one, "x.wav", OTHER),
        wanted(one, "good.wav"),
        wanted(one, "good.wav", None),
    )
    fetched = run(where)
    assert codes(fetched) == ["fetch-two-sources"] * 2
    assert [problem.place.line for problem in fetched.problems] == [9, 11]
    assert (
        fetched.problems[0].message
        == f"'clip.wav' has two addresses: '{two}' here, and '{one}' in examples/catalogue.yaml:8"
    )
    assert sha(CLIP) in told(fetched)
    assert sha(OTHER) in told(fetched)
    assert (clip(where), clip(where, "good.wav"), fetched.failed) == (None, CLIP, True)


def test_nothing_is_written_outside_the_clips_folder(odd: OddServer, tmp_path: Path) -> None:
    url = odd.on("/a.wav", serves(CLIP))
    names = ("../x.wav", "/x.wav", "away/x.wav", "near/x.wav", "folder", "link.wav")
    where = project(tmp_path / "project", *(wanted(url, name) for name in names))
    outside = tmp_path / "outside"
    outside.mkdir()
    (where.audio / "away").symlink_to(outside)
    (where.audio / "near").symlink_to(where.examples)
    (where.audio / "folder").mkdir()
    (where.root / "data" / "mine.wav").write_bytes(b"mine")
    (where.audio / "link.wav").symlink_to("../mine.wav")

    fetched = run(where, FetchOptions(private=True, replace=True, retry=QUICK))

    assert codes(fetched) == ["outside-project"] * 4 + ["fetch-unwritable"]
    assert list(outside.iterdir()) == []
    assert [path.name for path in where.examples.iterdir()] == ["catalogue.yaml"]
    assert (where.root / "data" / "mine.wav").read_bytes() == b"mine"
    assert clip(where, "link.wav") == CLIP
    assert not (where.audio / "link.wav").is_symlink()


def test_a_clip_that_cannot_be_written_is_told_and_kept(odd: OddServer, tmp_path: Path) -> None:
    where = project(
        tmp_path,
        wanted(odd.on("/a.wav", serves(CLIP)), "file/clip.wav"),
        wanted(odd.on("/b.wav", serves(OTHER)), "b.wav", OTHER),
    )
    (where.audio / "file").write_bytes(b"in the way")
    fetched = run(where)
    assert codes(fetched) == ["fetch-unwritable"]
    assert clip(where, "b.wav") == OTHER

    (where.audio / "file").unlink()
    odd.requests.clear()
    assert run(where).problems == ()
    assert odd.requests == []  # it had come already
    assert clip(where, "file/clip.wav") == CLIP


def test_a_cache_on_another_disk_serves_as_well(
    odd: OddServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = os.replace

    def crossing(source: Path, target: Path) -> None:
        if Path(source).parent != Path(target).parent:
            raise OSError(18, "Invalid cross-device link")
        original(source, target)

    monkeypatch.setattr(os, "replace", crossing)
    where = project(tmp_path, wanted(odd.on("/a.wav", serves(CLIP))))
    assert run(where).problems == ()
    assert clip(where) == CLIP
    assert [path.name for path in where.audio.iterdir()] == ["clip.wav"]


def test_a_server_out_of_reach_is_told_once(odd: OddServer, tmp_path: Path) -> None:
    with odd_server() as gone:
        nowhere = gone.address
    examples = [wanted(f"{nowhere}/{number}.wav", f"{number}.wav") for number in range(5)]
    where = project(tmp_path, *examples, wanted(odd.on("/a.wav", serves(CLIP))))
    fetched = run(where, FetchOptions(private=True, jobs=1, retry=QUICK))
    assert codes(fetched) == ["fetch-unreachable"]
    assert "cannot be reached: Connection refused (tried 3 times); 4 clips more are there" in told(fetched)
    assert "is this machine offline?" in told(fetched)
    assert clip(where) == CLIP
    assert fetched.summary() == "Fetched 1 clip (128.0 kB), 0 already there, 5 failed."


@pytest.mark.usefixtures("odd")
def test_a_name_that_is_not_known_is_told(tmp_path: Path) -> None:
    where = project(tmp_path, wanted("https://no-such-host.invalid/a.wav"))
    fetched = run(where)
    assert "no network address is known for 'no-such-host.invalid'" in told(fetched)


def test_proxies_are_used_and_left_out_as_the_environment_says(
    odd: OddServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = "http://music.example/a.wav"
    odd.on(far, serves(CLIP))  # a proxy is asked for the whole address
    where = project(tmp_path, wanted(far))
    monkeypatch.setenv("http_proxy", odd.address.replace("http://", "http://me:secret@"))
    assert run(where).problems == ()
    assert odd.requests[0][1]["proxy-authorization"].startswith("Basic ")

    near = project(tmp_path / "near", wanted(odd.on("/b.wav", serves(CLIP))))
    monkeypatch.setenv("http_proxy", "http://me:secret@127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert run(near).problems == ()
    monkeypatch.setenv("no_proxy", "elsewhere.example")
    (near.audio / "clip.wav").unlink()
    fetched = run(near)
    assert codes(fetched) == ["fetch-unreachable"]
    assert "the proxy 'http://127.0.0.1:9' does not let through" in told(fetched)
    assert "secret" not in told(fetched)


def test_a_certificate_that_nobody_vouches_for_is_refused(odd: OddServer, tmp_path: Path) -> None:
    """What answers is no TLS at all, which is told the same way."""
    where = project(tmp_path, wanted(odd.address.replace("http:", "https:") + "/a.wav"))
    fetched = run(where)
    assert codes(fetched) == ["fetch-unreachable"]
    assert "is not safe" in told(fetched)


def test_what_a_catalogue_no_longer_names_is_removed_from_the_cache(odd: OddServer, tmp_path: Path) -> None:
    where = project(tmp_path, wanted(odd.on("/a.wav", serves(CLIP, cut=50_000), hangs_up)))
    run(where)
    assert len(kept(where)) == 1
    run(project(tmp_path, wanted(odd.on("/b.wav", serves(OTHER)), content=OTHER)))
    assert kept(where) == []


def command(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["fetch", "--allow-private", *arguments])


@pytest.mark.parametrize("there", ["", "NFC", "NFD"])
@pytest.mark.parametrize("forms", [("NFC", "NFD"), ("NFD", "NFC"), ("NFC", "NFC"), ("NFD",)])
def test_a_name_is_the_same_however_its_letters_are_composed(
    odd: OddServer, tmp_path: Path, forms: tuple[str, ...], there: Literal["", "NFC", "NFD"]
) -> None:
    """macOS writes names decomposed: what is there is not fetched again, and two places name one clip."""
    names = [unicodedata.normalize(form, "Café ñ.wav") for form in forms]  # type: ignore[arg-type]
    named = [wanted(odd.on("/a.wav", serves(CLIP)), names[0]), *(plain(name) for name in names[1:])]
    where = project(tmp_path, *named)
    if there:
        (where.audio / unicodedata.normalize(there, names[0])).write_bytes(CLIP)
    fetched = run(where)
    assert fetched.problems == ()
    assert len(odd.requests) == (not there)
    assert [path.read_bytes() for path in where.audio.iterdir()] == [CLIP]
    assert check(where).exit_code == 0


def test_a_base_url_serves_a_name_in_both_forms_once(odd: OddServer, tmp_path: Path) -> None:
    names = [unicodedata.normalize(form, "é.wav") for form in ("NFD", "NFC")]
    odd.on(f"/base/{quote(names[0])}", serves(CLIP))
    where = project(tmp_path, *map(plain, names), media=f"media: {{base_url: '{odd.address}/base/'}}\n")
    assert "missing-file" in check(where).output
    assert check(where).output.count("build-site fetch") == 2
    assert run(where).problems == ()
    assert len(odd.requests) == 1


@pytest.mark.parametrize(("hours", "code"), [("0.001", ["too-long"]), ("0.002", [])])
def test_a_clip_without_a_digest_may_be_as_long_as_the_build_allows(
    odd: OddServer, tmp_path: Path, hours: str, code: list[str]
) -> None:
    """Else it would be decoded whole, however long, only to be refused by the build."""
    clips = wanted(odd.on("/a.wav", serves(CLIP)), content=None)
    where = project(tmp_path, clips, media=f"media: {{max_hours: {hours}}}\n")
    fetched = run(where)
    assert codes(fetched) == code
    assert (clip(where) is None) == bool(code)
    if code:
        assert "max_hours" in told(fetched)


def test_the_command_tells_problems_like_any_other(odd: OddServer, tmp_path: Path) -> None:
    url = odd.on("/a.wav", sends(HTML))
    where = project(tmp_path, wanted(url), wanted(odd.on("/b.wav", serves(OTHER)), "b.wav", OTHER))
    result = command("-C", str(where.root), "--max-size", "0.5 MB", "-j", "1")
    assert result.exit_code == 1
    assert result.stdout == "Fetched 1 clip (128.0 kB), 0 already there, 1 failed.\n"
    assert "failed  clip.wav\nfetched b.wav (128.0 kB)\nerror[not-audio]:" in result.stderr
    assert "--> examples/catalogue.yaml:8:" in result.stderr
    result = command("-C", str(where.root), "--format", "json")
    assert [(one["code"], one["line"]) for one in json.loads(result.stdout)] == [("not-audio", 8)]
    assert command("-C", str(where.root), "--max-size", "much").exit_code == 2
    assert command("-C", str(where.root), "--max-size", "0").exit_code == 2


def test_a_catalogue_with_errors_or_without_addresses_is_told(odd: OddServer, tmp_path: Path) -> None:
    empty = project(tmp_path / "empty", "          - {audio: clip.wav, outputs: {ours: yes}}\n")
    result = command("-C", str(empty.root))
    assert (result.exit_code, result.stdout) == (
        0,
        "No clip has an address: give it a 'url', or the catalogue a 'base_url' under 'media'.\n",
    )
    wrong = project(tmp_path / "wrong", wanted(odd.on("/a.wav", serves(CLIP))), "          - {adio: x.wav}\n")
    result = command("-C", str(wrong.root))
    assert (result.exit_code, result.stdout) == (1, "Nothing was fetched.\n")
    assert "error[unknown-key]" in result.stderr
    assert odd.requests == []
    assert command("-C", str(tmp_path)).exit_code == 1


def test_check_says_which_missing_clips_can_be_fetched(odd: OddServer, tmp_path: Path) -> None:
    bare = "          - {audio: bare.wav, outputs: {ours: yes}}\n"
    where = project(tmp_path, wanted(f"{odd.address}/a.wav"), bare)
    result = CliRunner().invoke(commands, ["check", "-C", str(where.root), "--format", "json"])
    hints = {one["line"]: one["hint"] for one in json.loads(result.stdout) if one["code"] == "missing-file"}
    assert hints[8] == "'build-site fetch' downloads it"
    assert "fetch" not in hints[9]


def test_check_does_not_offer_to_fetch_what_is_there_under_a_name_in_another_case(
    odd: OddServer, tmp_path: Path
) -> None:
    where = project(tmp_path, wanted(f"{odd.address}/a.wav"))
    (where.audio / "Clip.WAV").write_bytes(CLIP)
    result = CliRunner().invoke(commands, ["check", "-C", str(where.root), "--format", "json"])
    (missing,) = [one for one in json.loads(result.stdout) if one["code"] == "missing-file"]
    assert "'Clip.WAV' differs only in case" in missing["message"]
    assert missing["hint"] == "Write 'Clip.WAV' in the catalogue, or put the file in its place."


def test_every_code_of_fetching_is_explained() -> None:
    for code in FETCHING:
        assert code.title in CliRunner().invoke(commands, ["explain", code.name]).stdout


def test_the_demo_has_the_address_and_the_digest_of_every_original(demo_project: Path) -> None:
    from soundcase.catalogue.load import load
    from soundcase.catalogue.sources import clip_sources
    from soundcase.catalogue.uses import uses_of

    loaded = load(Project(demo_project, demo_project / "site"))
    assert loaded.catalogue is not None
    sources, conflicts = clip_sources(uses_of(loaded.catalogue).clips)
    assert (len(sources), conflicts) == (36, ())
    assert all(source.sha256 and source.url.startswith("https://") for source in sources)
    assert sources[0].url.rpartition("/")[2] == sources[0].name
