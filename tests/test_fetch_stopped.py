"""Issue 5: a kill at any point of `fetch` loses nothing and leaves nothing half-made."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

from odd_server import OddServer, holds, odd_server, serves
from projects import encoded, tone
from test_fetch import CLIP, clip, kept, project, run, sha, wanted

CRASHES = Path(__file__).with_name("fetch_crashes.py")
SMALL, ALSO = encoded(tone(300, seconds=0.1)), encoded(tone(600, seconds=0.1))


@pytest.fixture
def odd(monkeypatch: pytest.MonkeyPatch) -> Iterator[OddServer]:
    monkeypatch.delenv("SOUNDCASE_CACHE", raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with odd_server() as odd:
        yield odd


def until(condition: Callable[[], bool]) -> None:
    """Wait for what another process does; fails where it never does."""
    for _ in range(6000):
        if condition():
            return
        Event().wait(0.01)
    raise AssertionError("it never happened")


def started(root: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "soundcase", "fetch", "--allow-private", "-C", str(root)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_stopped_keeps_its_bytes_and_the_next_goes_on(
    odd: OddServer, tmp_path: Path, how: signal.Signals
) -> None:
    where = project(tmp_path, wanted(odd.on("/a.wav", holds(CLIP, 50_000), serves(CLIP))))
    with started(where.root) as running:
        until(lambda: [path.stat().st_size for path in kept(where)] == [50_000])
        running.send_signal(how)
        _, said = running.communicate(timeout=300)
    assert clip(where) is None
    assert [path.stat().st_size for path in kept(where)] == [50_000]
    if how is signal.SIGINT:
        assert running.returncode == 1
        assert said == "Stopped. What has come is kept: run 'build-site fetch' again to go on.\n"

    assert run(where).problems == ()
    assert odd.ranges() == ["", "bytes=50000-"]
    assert clip(where) == CLIP
    assert kept(where) == []


def test_a_kill_at_any_operation_leaves_whole_clips_and_the_next_run_finishes(
    odd: OddServer, tmp_path: Path
) -> None:
    start = project(
        tmp_path / "start",
        wanted(odd.on("/a.wav", serves(SMALL)), "a.wav", SMALL),
        wanted(odd.on("/b.wav", serves(ALSO)), "sub/b.wav", None),
    )
    (start.audio / "a.wav").write_bytes(b"a stand-in")
    old, new = {"a.wav": sha(b"a stand-in")}, {"a.wav": sha(SMALL), "sub/b.wav": sha(ALSO)}

    done = subprocess.run(
        [sys.executable, str(CRASHES), str(start.root), str(tmp_path)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(CRASHES.parent)},
        check=False,
    )

    assert done.returncode == 0, done.stderr
    runs = json.loads(done.stdout)
    assert len(runs) > 20
    assert {json.dumps(one["killed"]) for one in runs} == {
        json.dumps(clips) for clips in (old, {"a.wav": new["a.wav"]}, new)
    }
    assert [one["after"] for one in runs] == [new] * len(runs)
    assert [one["left"] for one in runs] == [[]] * len(runs)
