"""The tests' own web server answers as a real one would."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path

import pytest

from bench import Serve
from web_server import Served, asked_range


@pytest.fixture
def served(tmp_path: Path, serve: Serve) -> Served:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("home", encoding="utf-8")
    (tmp_path / "site" / "clip.flac").write_bytes(bytes(range(100)))
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    return serve(tmp_path / "site")


def fetch(url: str, **headers: str) -> tuple[int, str, bytes]:
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
        return answer.status, answer.headers["Content-Type"], answer.read()


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("", None),
        ("bytes=0-", (0, 99)),
        ("bytes=10-19", (10, 19)),
        ("bytes=10-1000", (10, 99)),
        ("bytes=-5", (95, 99)),
        ("bytes=-", None),
        ("bytes=0-1,5-6", None),
        ("lines=1-2", None),
    ],
)
def test_ranges_are_read_as_http_writes_them(header: str, span: tuple[int, int] | None) -> None:
    assert asked_range(header, 100) == span


def test_a_folder_is_its_index(served: Served) -> None:
    assert fetch(served.address) == (200, "text/html; charset=utf-8", b"home")


def test_a_part_of_a_clip_is_served_as_a_part(served: Served) -> None:
    assert fetch(f"{served.address}clip.flac", Range="bytes=10-12") == (206, "audio/flac", b"\x0a\x0b\x0c")
    assert [(request.path, request.status) for request in served.media_requests()] == [("/repo/clip.flac", 206)]


@pytest.mark.parametrize("path", ["../secret.txt", "%2e%2e/secret.txt", "gone.html"])
def test_what_is_not_in_the_folder_is_not_found(served: Served, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404") as refused:
        fetch(served.address + path)
    refused.value.close()


def test_nothing_is_served_outside_the_base_path(served: Served) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404") as refused:
        fetch(served.address.replace("/repo/", "/clip.flac"))
    refused.value.close()
