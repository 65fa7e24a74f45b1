"""The cache: whole entries or none, whatever happens to its folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from soundcase.audio.media.cache import Cache, CacheSize, key_of, open_cache

KEY = key_of("content", "recipe", "1")
OTHER = key_of("content", "another recipe", "1")
BODY = b'{"a": 1}'


def kept(folder: Path, key: str = KEY, body: bytes = BODY) -> Path:
    with Cache(folder) as cache:
        cache.keep_record(key, body)
    return folder / "records" / f"{key[:2]}.records"


def stored(cache: Cache, content: bytes, key: str = KEY) -> Path:
    made = cache.scratch() / "made"
    made.write_bytes(content)
    return cache.keep_blob(key, made)


def test_keys_differ_by_content_recipe_and_version() -> None:
    keys = {key_of("a", "b", "c"), key_of("x", "b", "c"), key_of("a", "x", "c"), key_of("a", "b", "x")}
    assert len(keys) == 4


def test_what_is_kept_is_found_by_the_next_build(tmp_path: Path) -> None:
    kept(tmp_path)
    assert Cache(tmp_path).record(KEY) == BODY
    assert Cache(tmp_path).record(OTHER) is None


@pytest.mark.parametrize("cut", [0, 1, 64, 66, -1])
def test_a_cut_record_is_not_there(tmp_path: Path, cut: int) -> None:
    path = kept(tmp_path)
    path.write_bytes(path.read_bytes()[:cut])
    assert Cache(tmp_path).record(KEY) is None


def test_a_flipped_record_is_not_there(tmp_path: Path) -> None:
    path = kept(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"1}", b"2}"))
    assert Cache(tmp_path).record(KEY) is None


def test_a_half_record_spoils_no_other(tmp_path: Path) -> None:
    path = kept(tmp_path)
    neighbour = KEY[:-1] + ("0" if KEY[-1] != "0" else "1")
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:80])
    kept(tmp_path, neighbour, b"[]")
    assert (Cache(tmp_path).record(KEY), Cache(tmp_path).record(neighbour)) == (BODY, b"[]")


def test_what_is_kept_again_counts_and_damage_uncovers_the_older(tmp_path: Path) -> None:
    kept(tmp_path)
    path = kept(tmp_path, body=b"[]")
    assert Cache(tmp_path).record(KEY) == b"[]"
    path.write_bytes(path.read_bytes()[:-1])
    assert Cache(tmp_path).record(KEY) == BODY


@pytest.mark.parametrize("damage", [b"soun", b"Sound", b"sound and more", b""])
def test_a_damaged_blob_is_not_there(tmp_path: Path, damage: bytes) -> None:
    from hashlib import sha256

    with Cache(tmp_path) as cache:
        path = stored(cache, b"sound")
    digest = sha256(b"sound").hexdigest()
    assert Cache(tmp_path).blob(KEY, sha256=digest, size=5) == path
    path.write_bytes(damage)
    assert Cache(tmp_path).blob(KEY, sha256=digest, size=5) is None


def test_nothing_is_left_beside_the_entries(tmp_path: Path) -> None:
    with Cache(tmp_path, "mine") as cache:
        stored(cache, b"sound")
    names = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert names == {f"{KEY}.blob", "used-mine.json"}


def test_a_folder_that_cannot_be_written_keeps_nothing_and_fails_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with Cache(tmp_path / "file" / "media") as cache:
        cache.keep_record(KEY, BODY)
        path = stored(cache, b"sound")
        assert path.read_bytes() == b"sound"
        assert cache.failure
    assert not path.exists()


def test_a_young_file_is_read_again_and_an_old_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = tmp_path / "clip"
    clip.write_bytes(b"first")
    cache = Cache(tmp_path / "cache")
    first = cache.digest(clip)
    assert cache.known(str(clip), "5") == ""
    assert not (cache._seen)
    monkeypatch.setattr("soundcase.audio.media.cache.clock", lambda: clip.stat().st_ctime_ns + 10_000_000_000)
    with cache:
        assert cache.digest(clip) == first
    again = Cache(tmp_path / "cache")
    monkeypatch.setattr("soundcase.audio.media.cache.hashlib", None)
    assert again.digest(clip) == first


@pytest.mark.parametrize("stamps", [b"", b"[]", b'{"a": 1}', b'{"a": ["b"]}', b'{"a": [1, 2]}', b"\xff"])
def test_stamps_of_another_shape_are_forgotten(tmp_path: Path, stamps: bytes) -> None:
    (tmp_path / "stamps-project.json").write_bytes(stamps)
    assert Cache(tmp_path).known("a", "b") == ""


def test_pruning_removes_what_no_last_build_used(tmp_path: Path) -> None:
    kept(tmp_path)
    with Cache(tmp_path, "one") as cache:
        cache.keep_record(OTHER, BODY)
    with Cache(tmp_path, "project") as cache:
        cache.record(key_of("c", "", ""))
    assert Cache(tmp_path).prune().entries == 1
    assert Cache(tmp_path).record(KEY) is None
    assert Cache(tmp_path).record(OTHER) == BODY


def test_a_build_that_failed_does_not_say_what_is_used(tmp_path: Path) -> None:
    kept(tmp_path)
    with pytest.raises(RuntimeError, match="stop"), Cache(tmp_path):
        raise RuntimeError("stop")
    assert json.loads((tmp_path / "used-project.json").read_bytes()) == [KEY]


def test_clearing_leaves_nothing(tmp_path: Path) -> None:
    kept(tmp_path)
    assert Cache(tmp_path).contents().entries == 1
    assert Cache(tmp_path).clear().entries == 1
    assert Cache(tmp_path).contents() == CacheSize(0, 0)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_what_a_killed_build_left_is_swept_and_a_living_ones_is_not(tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from soundcase.audio.media.cache import Cache\n"
        "print(Cache(Path(sys.argv[1])).scratch(), flush=True); os.kill(os.getpid(), 9)"
    )
    run = subprocess.run([sys.executable, "-c", script, tmp_path], capture_output=True, text=True, check=False)
    left, mine = Path(run.stdout.strip()), Cache(tmp_path).scratch()
    assert left.is_dir()
    Cache(tmp_path).prune()
    assert not left.exists()
    assert mine.is_dir()


def test_two_builds_may_keep_the_same_thing_at_once(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from soundcase.audio.media.cache import Cache, key_of\n"
        "for turn in range(200):\n"
        "    cache = Cache(Path(sys.argv[1]), sys.argv[2])\n"
        "    with cache:\n"
        "        key = key_of(str(turn % 5), '', '')\n"
        "        cache.keep_record(key, b'{}')\n"
        "        assert cache.record(key) == b'{}'\n"
        "        assert not cache.failure\n"
    )
    runs = [subprocess.Popen([sys.executable, "-c", script, tmp_path, name]) for name in ("one", "two")]
    assert [run.wait() for run in runs] == [0, 0]


def test_the_environment_names_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert open_cache(tmp_path / "project").folder == tmp_path / "project" / ".soundcase" / "media"
    assert (tmp_path / "project" / ".soundcase" / ".gitignore").read_text() == "*\n"
    monkeypatch.setenv("SOUNDCASE_CACHE", os.fspath(tmp_path / "shared"))
    one, two = open_cache(tmp_path / "project"), open_cache(tmp_path / "other")
    assert one.folder == two.folder == tmp_path / "shared" / "media"
    assert one.owner != two.owner
