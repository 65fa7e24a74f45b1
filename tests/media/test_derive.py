"""Deriving: once per content, in the jobs' order, the same bytes whoever does it and however often."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from clips import WISHES, Counting, clips, derived, jobs, sound, substance

from soundcase.audio.encode import Encoder, EncodingError
from soundcase.audio.media.cache import Cache
from soundcase.audio.media.derive import derive
from soundcase.audio.media.job import DerivationError, Job, Todo, Wish
from soundcase.audio.media.work import carry_out
from soundcase.audio.probe import probe_file

SCRIPT = """
import sys
from pathlib import Path
from soundcase.audio.media.cache import Cache
from soundcase.audio.media.crews import threads
from soundcase.audio.media.derive import derive
from soundcase.audio.media.job import Job, Wish
wishes = (Wish("auto"), Wish(("flac",), keep_lossless=True, spectrogram_top_hz=8000))
def on_done(done, clips, seconds):
    print(done, clips, seconds, flush=True)
with Cache(Path(sys.argv[2])) as cache, threads(2) as executor:
    paths = sorted(Path(sys.argv[1]).iterdir())
    jobs = [Job(path.name, str(path), cache.digest(path), wishes) for path in paths]
    derive(jobs, cache, executor, at_once=2, on_done=on_done)
heavy = {"numpy", "soundfile", "av", "PIL", "soxr"} & set(sys.modules)
print(*sorted(heavy) or ["light"])
"""


def counted(paths: list[Path], folder: Path) -> int:
    """How many clips are worked on."""
    executor = Counting()
    with Cache(folder) as cache:
        derive(jobs(paths, cache), cache, executor)
    return executor.count


def test_every_wish_gets_what_it_asks_for_in_the_order_of_the_jobs(tmp_path: Path) -> None:
    paths = clips(tmp_path / "audio", 3)[::-1]
    found = derived(paths, tmp_path / "cache")
    assert list(found) == [path.name for path in paths]
    one = found["clip 0.wav"]
    assert one.probed.faults == ()
    assert one.probed.facts is not None
    assert one.probed.facts.sound is not None
    assert len(one.probed.facts.sound.bars) == 96
    assert one.probed.facts.sound.sample_peak == pytest.approx(-13.98, abs=0.05)
    kinds = [[made.suffix for made in several] for several in one.encodes.values()]
    assert list(one.encodes) == list(WISHES)
    assert kinds == [[".mp3"], [".flac"]]
    picture = one.spectrograms[WISHES[1]]
    assert (picture.mime, picture.width, picture.height) == ("image/webp", 640, 96)
    assert picture.path.read_bytes()[8:12] == b"WEBP"


def test_all_formats_that_are_asked_for_are_made_of_one_decode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Issue 3."""
    decoded: list[Path] = []

    def counting(path: Path, *args: Any, **kwargs: Any) -> Any:
        decoded.append(path)
        return probe_file(path, *args, **kwargs)

    monkeypatch.setattr("soundcase.audio.media.work.probe_file", counting)
    paths = clips(tmp_path / "audio", 1)
    wish = Wish(("opus", "mp3", "flac", "aac", "wav"))
    with Cache(tmp_path / "cache") as cache:
        found = derive(jobs(paths, cache, (wish,)), cache, Counting())["clip 0.wav"]
    assert [made.suffix for made in found.encodes[wish]] == [".opus", ".mp3", ".flac", ".m4a", ".wav"]
    assert all(made.path.stat().st_size == made.size for made in found.encodes[wish])
    assert decoded == paths


def test_a_format_that_fails_leaves_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(Encoder):
        def feed(self, block: Any) -> None:
            if self.recipe.format == "mp3":
                raise EncodingError("no room")
            super().feed(block)

    monkeypatch.setattr("soundcase.audio.media.hearing.Encoder", Failing)
    wish = Wish(("mp3", "flac"))
    with Cache(tmp_path / "cache") as cache:
        found = derive(jobs(clips(tmp_path / "audio", 1), cache, (wish,)), cache, Counting())["clip 0.wav"]
    assert [made.suffix for made in found.encodes[wish]] == [".flac"]
    assert found.failures == {wish: {"mp3": "no room"}}


def test_the_number_of_workers_changes_nothing(tmp_path: Path) -> None:
    paths = clips(tmp_path / "audio", 5)
    alone = substance(derived(paths, tmp_path / "one", at_once=1))
    assert alone == substance(derived(paths, tmp_path / "four", at_once=4))


def test_a_second_build_does_nothing_and_finds_the_same(tmp_path: Path) -> None:
    paths = clips(tmp_path / "audio", 3)
    first = substance(derived(paths, tmp_path / "cache"))
    assert counted(paths, tmp_path / "cache") == 0
    assert substance(derived(paths, tmp_path / "cache")) == first


def test_a_second_build_loads_no_decoder(tmp_path: Path) -> None:
    clips(tmp_path / "audio", 2)
    words = [sys.executable, "-c", SCRIPT, str(tmp_path / "audio"), str(tmp_path / "cache")]
    runs = [subprocess.run(words, capture_output=True, text=True, check=True).stdout for _ in range(2)]
    assert "numpy" in runs[0]
    assert runs[1].split()[-1] == "light"
    assert runs[1].splitlines()[1] == "2 2 2.0"


def test_renaming_and_moving_derives_nothing_again(tmp_path: Path) -> None:
    paths = clips(tmp_path / "audio", 2)
    derived(paths, tmp_path / "cache")
    (tmp_path / "elsewhere").mkdir()
    moved = [path.rename(tmp_path / "elsewhere" / f"new {path.name}") for path in paths]
    assert counted(moved, tmp_path / "cache") == 0
    assert set(derived(moved, tmp_path / "cache")) == {"new clip 0.wav", "new clip 1.wav"}


def test_one_content_under_two_names_is_worked_on_once(tmp_path: Path) -> None:
    paths = clips(tmp_path / "audio", 1)
    paths.append(Path(shutil.copy(paths[0], tmp_path / "audio" / "copy.wav")))
    assert counted(paths, tmp_path / "cache") == 1
    found = derived(paths, tmp_path / "cache")
    assert [one.probed.path for one in found.values()] == ["clip 0.wav", "copy.wav"]


def test_another_wish_makes_only_what_is_new(tmp_path: Path) -> None:
    paths = clips(tmp_path / "audio", 1)
    before = derived(paths, tmp_path / "cache")["clip 0.wav"]
    wish = Wish(("wav",), spectrogram_top_hz=8000)
    executor = Counting()
    with Cache(tmp_path / "cache") as cache:
        found = derive(jobs(paths, cache, (wish,)), cache, executor)["clip 0.wav"]
    (made,) = found.encodes[wish]
    assert made.suffix == ".wav"
    assert list(found.spectrograms.values()) == list(before.spectrograms.values())
    assert found.probed == before.probed
    assert executor.count == 1


def test_one_clip_that_fails_is_one_fault_and_the_others_go_on(tmp_path: Path) -> None:
    paths = clips(tmp_path / "audio", 3)
    paths[1].write_bytes(b"<html>no sound</html>" * 10)
    for _ in range(2):
        found = derived(paths, tmp_path / "cache")
        bad = found["clip 1.wav"]
        assert [fault.code for fault in bad.probed.faults] == ["not-audio"]
        assert "'clip 1.wav'" in bad.probed.faults[0].message
        assert bad.probed.facts is None
        assert set(bad.encodes.values()) == {()}
        assert bad.spectrograms == {}
        assert all(found[f"clip {n}.wav"].probed.facts for n in (0, 2))


def test_damaged_entries_are_made_anew(tmp_path: Path) -> None:
    paths = clips(tmp_path / "audio", 1)
    first = substance(derived(paths, tmp_path / "cache"))
    entries = sorted((tmp_path / "cache").glob("??/*"))
    assert len(entries) == 7
    for entry in entries:
        content = entry.read_bytes()
        entry.write_bytes(content[:-3] + b"xyz")
        assert counted(paths, tmp_path / "cache") == 1
        assert substance(derived(paths, tmp_path / "cache")) == first


@pytest.mark.parametrize(
    "shape", ["null", "[]", '{"facts": null}', '{"facts": {"kind": 1}, "faults": []}', "1e999"]
)
def test_json_of_another_shape_is_made_anew(tmp_path: Path, shape: str) -> None:
    from hashlib import sha256

    paths = clips(tmp_path / "audio", 1)
    first = substance(derived(paths, tmp_path / "cache"))
    for entry in (tmp_path / "cache").glob("??/*.json"):
        entry.write_bytes(sha256(shape.encode()).hexdigest().encode() + b"\n" + shape.encode())
    assert counted(paths, tmp_path / "cache") == 1
    assert substance(derived(paths, tmp_path / "cache")) == first


def test_a_cache_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    paths = clips(tmp_path / "audio", 2)
    first = substance(derived(paths, tmp_path / "cache"))
    (tmp_path / "file").write_text("in the way")
    with Cache(tmp_path / "file" / "media") as cache:
        assert substance(derive(jobs(paths, cache), cache, Counting())) == first
        assert cache.failure


def test_a_file_that_changes_while_it_is_read_is_not_kept(tmp_path: Path) -> None:
    paths = clips(tmp_path / "audio", 1)
    with Cache(tmp_path / "cache") as cache:
        asked = jobs(paths, cache)
        paths[0].write_bytes(sound(99))
        found = derive(asked, cache, Counting())["clip 0.wav"]
        assert found.probed.facts is not None
        assert found.probed.facts.sha256 != asked[0].content
        assert cache.contents().entries == 0


def test_without_a_shared_disk_bytes_come_back(tmp_path: Path) -> None:
    paths = clips(tmp_path / "audio", 2)
    near = substance(derived(paths, tmp_path / "near"))
    with Cache(tmp_path / "far") as cache:
        far = derive(jobs(paths, cache), cache, Counting(), apart=True)
        assert substance(far) == near
    outcome = carry_out(Job("a", str(paths[0]), "", WISHES), Todo(None, WISHES, (), ()), None)
    assert all(piece.content and not piece.path for piece in outcome.encodes.values())
    assert pickle.loads(pickle.dumps(outcome)) == outcome


def test_unknown_content_is_learnt_by_reading(tmp_path: Path) -> None:
    paths = clips(tmp_path / "audio", 1)
    near = substance(derived(paths, tmp_path / "near"))
    with Cache(tmp_path / "far") as cache:
        found = derive([Job("clip 0.wav", str(paths[0]), "", WISHES)], cache, Counting(), apart=True)
        assert substance(found) == near
    assert counted(paths, tmp_path / "far") == 0


def test_no_more_than_two_clips_per_worker_are_in_flight(tmp_path: Path) -> None:
    from concurrent.futures import Future

    class Lazy(Counting):
        waiting: int = 0
        most: int = 0

        def submit(self, work: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            self.waiting += 1
            self.most = max(self.most, self.waiting)
            future: Future[Any] = super().submit(work, *args, **kwargs)
            return future

    executor = Lazy()

    def on_done(done: int, clips: int, seconds: float) -> None:
        executor.waiting -= 1
        assert clips == 7
        assert seconds == pytest.approx(done)

    with Cache(tmp_path / "cache") as cache:
        derive(jobs(clips(tmp_path / "audio", 7), cache), cache, executor, at_once=2, on_done=on_done)
    assert executor.count == 7
    assert executor.most <= 4


def test_workers_with_other_tools_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("soundcase.audio.media.work.tools", lambda: "other")
    with Cache(tmp_path / "cache") as cache, pytest.raises(DerivationError, match="other versions"):
        derive(jobs(clips(tmp_path / "audio", 1), cache), cache, Counting())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_stopped_anywhere_and_started_again_it_ends_in_the_same_bytes(tmp_path: Path, number: int) -> None:
    paths = clips(tmp_path / "audio", 12)
    whole = substance(derived(paths, tmp_path / "whole"))
    words = [sys.executable, "-c", SCRIPT, str(tmp_path / "audio"), str(tmp_path / "cut")]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as run:
        assert run.stdout is not None
        seen = [run.stdout.readline() for _ in range(3)]
        os.kill(run.pid, number)
        run.stdout.read()
    assert run.returncode != 0
    assert seen[2].startswith("3 ")
    assert counted(paths, tmp_path / "cut") <= 9
    assert substance(derived(paths, tmp_path / "cut")) == whole
