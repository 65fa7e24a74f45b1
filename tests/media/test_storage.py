"""Clips in a bucket of Google and in a dataset of Hugging Face, and storage that lets nobody in."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from clips import sound

from bench import needs_package
from cloud_servers import Store, bucket, hub
from projects import write

pytest.importorskip("fsspec", reason="the package fsspec is missing")

from moody import Moody

from soundcase.audio.media.pool import WorkerOptions
from soundcase.build import Options, check
from soundcase.project import Project

NAMES = ("über 1 #%?.wav", "b@c.wav", "{d}.wav")
TASK = "title: T\nexamples:\n" + "".join(
    f"  - {{audio: '{name}', outputs: {{ours: x, theirs: y}}}}\n" for name in NAMES
)


def project(root: Path) -> Path:
    """Three clips, whose names addresses have to escape."""
    write(root, f"-- examples/words.yaml --\n{TASK}")
    (root / "data" / "audio").mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(NAMES):
        (root / "data" / "audio" / name).write_bytes(sound(number, seconds=0.2))
    return root


def site(root: Path) -> dict[str, bytes]:
    folder = root / "site"
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@dataclass(frozen=True)
class Far:
    """A project whose clips are in a store."""

    root: Path
    store: Store
    url: str
    environment: dict[str, str]

    @property
    def clips(self) -> Path:
        return self.store.folder / "clips"

    def build(self, address: str = "") -> subprocess.CompletedProcess[str]:
        """Builds, with the store at another address if one is given."""
        own = dict.fromkeys(("STORAGE_EMULATOR_HOST", "HF_ENDPOINT"), address or self.store.address)
        return subprocess.run(
            [sys.executable, "-m", "soundcase", "build", "-C", str(self.root), "--audio", self.url],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, **self.environment, **own},
        )


@contextmanager
def far(kind: str, folder: Path) -> Iterator[Far]:
    package = {"gs": "gcsfs", "hf": "huggingface_hub"}[kind]
    needs_package(package)
    root = project(folder / "far")
    (folder / "store").mkdir()
    (root / "data" / "audio").rename(folder / "store" / "clips")
    url = {"gs": "gs://bucket/clips", "hf": "hf://datasets/lab/demo/clips"}[kind]
    environment = {
        "FSSPEC_GS_TOKEN": "anon",
        "GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT": "false",
        "HF_HOME": str(folder / "home"),
    }
    with (bucket if kind == "gs" else hub)(folder / "store") as store:
        yield Far(root, store, url, environment)


@pytest.mark.parametrize("kind", ["gs", "hf"])
def test_clips_in_a_store_give_the_same_site_and_come_again_only_if_they_changed(
    kind: str, tmp_path: Path
) -> None:
    near = project(tmp_path / "near")
    subprocess.run([sys.executable, "-m", "soundcase", "-C", str(near)], capture_output=True, check=True)
    with far(kind, tmp_path) as other:
        result = other.build()
        assert (result.returncode, result.stderr) == (0, "")
        assert site(other.root) == site(near)
        assert set(other.store.fetched) == {f"clips/{name}" for name in NAMES}
        other.store.fetched.clear()
        assert other.build().returncode == 0
        assert other.store.fetched == []
        (other.clips / NAMES[1]).write_bytes(sound(9, seconds=0.2))
        assert other.build().returncode == 0
        assert set(other.store.fetched) == {f"clips/{NAMES[1]}"}
        assert sound(9, seconds=0.2) in site(other.root).values()


@pytest.mark.parametrize("kind", ["gs", "hf"])
def test_a_clip_that_a_store_does_not_have_is_one_problem_at_its_place(kind: str, tmp_path: Path) -> None:
    with far(kind, tmp_path) as other:
        (other.clips / NAMES[2]).unlink()
        result = other.build()
    assert result.returncode == 1
    problems = result.stderr[result.stderr.index("error[") :]  # a slow machine reports its progress before
    assert problems.startswith(
        f"error[unreadable-file]: '{NAMES[2]}' cannot be read (nothing is there, or nobody answers)\n"
        "  --> examples/words.yaml:5:13\n"
    )
    assert "  = Check the spelling of its name, and that you may read it there.\n" in result.stderr
    assert result.stderr.count("error[") == 1
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("kind", ["gs", "hf"])
def test_a_store_that_lets_nobody_in_is_told_once_and_plainly(kind: str, status: int, tmp_path: Path) -> None:
    with far(kind, tmp_path) as other:
        other.store.refusal = status
        result = other.build()
    assert result.returncode == 1
    assert result.stderr.count("error[") == 1
    assert "Traceback" not in result.stderr
    told, place = result.stderr.splitlines()[:2]
    assert told.startswith(f"error[unreadable-file]: no clip can be read from '{kind}' (")
    assert "Not for you" in told
    assert place == "  --> examples/words.yaml:3:13"
    assert "  = Check the address, and that you may read there; then build again.\n" in result.stderr


def test_a_store_that_does_not_answer_is_told_once_and_plainly(tmp_path: Path) -> None:
    """gcsfs tries for half a minute, too long to be tried here."""
    with far("hf", tmp_path) as other:
        result = other.build(address="http://127.0.0.1:1")
    assert result.returncode == 1
    assert result.stderr.startswith("error[unreadable-file]: no clip can be read from 'hf' (ConnectError: ")
    assert result.stderr.count("error[") == 1
    assert "Traceback" not in result.stderr


@pytest.fixture
def moody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose clips are at moody://clips."""
    root = project(tmp_path / "p")
    monkeypatch.setattr(Moody, "folder", (root / "data" / "audio").rename(tmp_path / "clips"))
    monkeypatch.setattr(Moody, "asked", [])
    return root


def problems(root: Path) -> list[tuple[str, str]]:
    found = check(Project(root, root / "site"), Options(WorkerOptions(audio="moody://clips"))).problems
    return [(one.code, one.message) for one in found]


def test_storage_that_gives_nothing_is_asked_for_three_clips_at_most(
    moody: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Moody, "refusing", frozenset(NAMES))
    [(code, message)] = problems(moody)
    assert code == "unreadable-file"
    assert message.startswith("no clip can be read from 'moody' (Forbidden: <html> not for you not for you ")
    assert len(message) < 400
    assert sorted(Moody.asked) == sorted(NAMES)


def test_a_clip_that_alone_may_not_be_read_is_told_at_its_place(
    moody: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Moody, "refusing", frozenset(NAMES[:1]))
    [(code, message)] = problems(moody)
    assert code == "unreadable-file"
    assert message.startswith(f"'{NAMES[0]}' cannot be read (Forbidden: <html> not for you ")


def test_what_was_listed_for_one_build_is_listed_again_for_the_next(moody: Path) -> None:
    """`serve` builds many times in one process."""
    assert problems(moody) == []
    (Moody.folder / NAMES[0]).rename(moody / "away.wav")
    assert [code for code, _ in problems(moody)] == ["unreadable-file"]
    (moody / "away.wav").rename(Moody.folder / NAMES[0])
    assert problems(moody) == []
