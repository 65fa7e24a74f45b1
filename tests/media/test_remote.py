"""Clips behind URLs: from a web server on this machine, and what is said where they cannot be had; issue 3."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from clips import sound

from projects import BASE, parsed, write

pytest.importorskip("aiohttp", reason="the package aiohttp is missing")

from soundcase.audio.media.job import DerivationError
from soundcase.audio.media.reading import check_reach, readable, remote_signature
from web_server import serving

NAME = "über 1 #%?.wav"


class Tagging(SimpleHTTPRequestHandler):
    """Says what a file is worth as GitHub Pages does: by an ETag."""

    fetched: ClassVar[list[str]] = []
    """What was asked for since the list was emptied."""

    def do_GET(self) -> None:
        self.fetched.append(self.path)
        super().do_GET()

    def end_headers(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_file():
            self.send_header("ETag", f'"{hashlib.sha256(path.read_bytes()).hexdigest()}"')
        super().end_headers()

    def log_message(self, *arguments: object) -> None:
        """Keep quiet."""


@contextmanager
def tagged(folder: Path) -> Iterator[str]:
    """The address of a folder whose files have ETags."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Tagging, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def project(root: Path) -> Path:
    """One clip with a name that addresses have to escape, heavy enough to be encoded, and to be drawn."""
    words = parsed(BASE).files["examples/words.yaml"].replace("a.wav", f"'{NAME}'")
    words += "media: {spectrogram: true}\n"
    write(root, f"-- examples/words.yaml --\n{words}")
    (root / "data" / "audio" / NAME).write_bytes(sound(1, seconds=3))
    return root


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "soundcase", *words], capture_output=True, text=True, check=False
    )


def site(root: Path) -> dict[str, bytes]:
    folder = root / "site"
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_clips_from_a_web_server_give_the_same_site_as_clips_on_disk(tmp_path: Path) -> None:
    near, far = project(tmp_path / "near"), project(tmp_path / "far")
    clips = (far / "data" / "audio").rename(tmp_path / "clips")
    assert run("-C", str(near)).returncode == 0
    with serving(clips) as served:
        result = run("build", "-C", str(far), "--audio", served.address)
    assert (result.returncode, result.stderr.count("Traceback")) == (0, 0), result.stderr
    assert site(far) == site(near)
    assert {Path(name).suffix for name in site(far)} >= {".mp3", ".webp"}


def test_clips_that_did_not_change_are_not_fetched_again(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    clips = (root / "data" / "audio").rename(tmp_path / "clips")
    with tagged(clips) as address:
        assert run("build", "-C", str(root), "--audio", address).returncode == 0
        assert Tagging.fetched
        assert run("build", "-C", str(root), "--audio", address).returncode == 0
        Tagging.fetched.clear()
        result = run("build", "-C", str(root), "--audio", address)
        assert result.returncode == 0, result.stderr
        assert Tagging.fetched == []


def test_a_clip_that_the_server_does_not_have_is_one_problem_at_its_place(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    clips = (root / "data" / "audio").rename(tmp_path / "clips")
    (clips / NAME).unlink()
    with serving(clips) as served:
        result = run("build", "-C", str(root), "--audio", served.address)
    assert result.returncode == 1
    assert (
        f"error[unreadable-file]: '{NAME}' cannot be read (nothing is there, or nobody answers)"
        in result.stderr
    )
    assert "examples/words.yaml:" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_stamp_of_an_address_changes_with_its_content(tmp_path: Path) -> None:
    """fsspec's own key of an HTTP address says that what is there never changes."""
    (tmp_path / "a.wav").write_bytes(b"one")
    with tagged(tmp_path) as address:
        first = remote_signature(f"{address}/a.wav")
        assert first
        assert remote_signature(f"{address}/a.wav") == first
        (tmp_path / "a.wav").write_bytes(b"two")
        assert remote_signature(f"{address}/a.wav") not in ("", first)
        assert remote_signature(f"{address}/b.wav") == ""
        with readable(f"{address}/a.wav") as path:
            assert path.read_bytes() == b"two"


def test_an_address_that_says_nothing_of_its_content_has_no_stamp(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"one")
    with serving(tmp_path) as served:
        assert remote_signature(f"{served.address}a.wav") == ""


@pytest.mark.parametrize(
    ("missing", "url", "told"),
    [
        ("s3fs", "s3://bucket/clips", "reading clips from s3 needs another package: .*s3fs"),
        ("gcsfs", "gs://bucket/clips", "reading clips from gs needs another package: .*gcsfs"),
        (
            "huggingface_hub",
            "hf://datasets/a/b",
            "reading clips from hf needs another package: .*huggingface_hub",
        ),
        (
            "aiohttp",
            "https://example.org/clips",
            r"from https needs another package: pip install 'soundcase\[remote\]'",
        ),
        ("fsspec", "s3://bucket/clips", r"from s3 needs another package: pip install 'soundcase\[remote\]'"),
        ("", "nowhere://clips", "clips cannot be read from 'nowhere': Protocol not known: nowhere"),
    ],
)
def test_what_is_missing_is_named(missing: str, url: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("fsspec")]:
        monkeypatch.delitem(sys.modules, name)
    if missing:
        monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(DerivationError, match=told):
        check_reach(url)


def test_storage_that_cannot_be_read_is_told_once_and_plainly(tmp_path: Path) -> None:
    result = run("build", "-C", str(project(tmp_path / "p")), "--audio", "nowhere://clips")
    assert result.returncode == 1
    assert result.stderr == "Error: clips cannot be read from 'nowhere': Protocol not known: nowhere\n"
    assert not (tmp_path / "p" / "site").exists()
