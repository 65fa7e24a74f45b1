"""`build-site cache`: what is kept, and how to be rid of it."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from soundcase.audio.media.cache import Cache, key_of
from soundcase.cli import commands
from soundcase.kept import kept_values

KEPT, STALE = key_of("a", "", ""), key_of("b", "", "")


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(commands, ["cache", "-C", str(root), *words])


def filled(root: Path) -> Path:
    """The folder of a cache with one entry that the last build used and one that it did not."""
    from soundcase.audio.media.cache import open_cache

    with open_cache(root) as cache:
        cache.keep_record(STALE, b"[1, 2, 3]")
    with open_cache(root) as cache:
        cache.keep_record(KEPT, b"[]")
    return cache.folder


def test_an_empty_folder_has_an_empty_cache_and_stays_empty(tmp_path: Path) -> None:
    assert run(tmp_path).output == f"{tmp_path}/.soundcase: 0 entries, 0.0 MB\n"
    assert list(tmp_path.iterdir()) == []


def test_it_shows_how_much_there_is(tmp_path: Path) -> None:
    folder = filled(tmp_path)
    assert run(tmp_path).output == f"{folder.parent}: 2 entries, 0.0 MB\n"
    assert Cache(folder).contents().size == 2 * (64 + 1 + 64) + 2 + 9


def test_pruning_says_what_went_and_what_stayed(tmp_path: Path) -> None:
    folder = filled(tmp_path)
    found = run(tmp_path, "--prune")
    assert found.exit_code == 0
    assert found.output == f"{folder.parent}: removed 1 entry, 0.0 MB, kept 1 entry, 0.0 MB\n"
    assert Cache(folder).record(KEPT) == b"[]"


def test_clearing_removes_everything(tmp_path: Path) -> None:
    folder = filled(tmp_path)
    assert run(tmp_path, "--clear").output == f"{folder.parent}: removed 2 entries, 0.0 MB\n"
    assert run(tmp_path).output == f"{folder.parent}: 0 entries, 0.0 MB\n"


def test_what_builds_keep_is_counted_and_cleared_too(tmp_path: Path) -> None:
    folder = filled(tmp_path)
    kept_values(tmp_path).value("place", 1, lambda: "x" * 100_000)
    assert run(tmp_path).output == f"{folder.parent}: 3 entries, 0.1 MB\n"
    assert run(tmp_path, "--clear").output == f"{folder.parent}: removed 3 entries, 0.1 MB\n"
    assert run(tmp_path).output == f"{folder.parent}: 0 entries, 0.0 MB\n"


def test_pruning_and_clearing_exclude_each_other(tmp_path: Path) -> None:
    found = run(tmp_path, "--prune", "--clear")
    assert found.exit_code == 2
    assert "exclude each other" in found.output
