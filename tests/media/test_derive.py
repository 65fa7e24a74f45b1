"""Deriving: once per content, in the jobs' order, the same bytes whoever does it and however often."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from clips import ASKED, Counting, clips, derived, requests, sound, substance

from soundcase.audio.encode.encoder import Encoder, EncodingError
from soundcase.audio.media.cache import Cache
from soundcase.audio.media.derive import derive
from soundcase.audio.media.job import DerivationError, MediaJob, MediaRequest, MediaResult
from soundcase.audio.media.pool import MediaContext
from soundcase.audio.media.work import carry_out
from soundcase.audio.probe import probe_file

SCRIPT = """
import sys
from pathlib import Path
from soundcase.audio.media.cache import Cache
from soundcase.audio.media.derive import derive
from soundcase.audio.media.job import MediaRequest
from soundcase.audio.media.pool import MediaContext, threads
asked = ({"encode": "auto"}, {"encode": ("flac",), "keep_lossless": True, "spectrogram_top_hz": 8000})
def on_done(done, clips, seconds):
    print(done, clips, seconds, flush=True)
with Cache(Path(sys.argv[2])) as cache, threads(2) as (executor, _):
    paths = sorted(Path(sys.argv[1]).iterdir())
    known = [(path.name, str(path), cache.digest(path)) for path in paths]
    requests = [MediaRequest(*clip, **one) for clip in known for one in asked]
    derive(requests, MediaContext(cache, executor, 2, on_done=on_done))
heavy = {"numpy", "soundfile", "av", "PIL", "soxr"} & set(sys.modules)
print(*sorted(heavy) or ["light"])
"""


def counted(paths: list[Path], folder: Path) -> int:
    """How many clips are worked on."""
    executor = Counting()
    with Cache(folder) as cache:
        derive(requests(paths, cache), MediaContext(cache, executor))
    return executor.count


def test_every_request_gets_what_it_asks_for_in_its_order(tmp_path: Path) -> None:
    paths = clips(tmp_path / "audio", 3)[::-1]
    found = derived(paths, tmp_path / "cache")
    assert [one.clip and one.clip.source for one in found] == [path.name for path in paths for _ in ASKED]
    assert all(one.faults == () and one.clip for one in found)
    first, second = (one.clip for one in found[-2:])
    assert first is not None
    assert second is not None
    assert first.facts == second.facts
    assert first.facts.sound is not None
    assert len(first.facts.sound.bars) == 96
    assert first.facts.sound.sample_peak == pytest.approx(-13.98, abs=0.05)
    kinds = [[made.suffix for made in clip.encodes] for clip in (first, second)]
    assert kinds == [[".mp3"], [".flac"]]
    assert first.spectrogram is None
    picture = second.spectrogram
    assert picture is not None
    assert (picture.mime, picture.width, picture.height, picture.top_hz) == ("image/webp", 640, 96, 8000)
    assert Path(picture.path).read_bytes()[8:12] == b"WEBP"


def one_clip(folder: Path, cache: Cache, executor: Counting | None = None, **asked: Any) -> MediaResult:
    """The result of one request for one clip."""
    context = MediaContext(cache, executor or Counting())
    (found,) = derive(requests(clips(folder, 1), cache, (asked,)), context)
    return found


def suffixes(found: MediaResult) -> list[str]:
    assert found.clip is not None
    assert all(Path(made.path).stat().st_size == made.size for made in found.clip.encodes)
    return [made.suffix for made in found.clip.encodes]


def test_all_formats_that_are_asked_for_are_made_of_one_decode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Issue 3."""
    decoded: list[Path] = []

    def counting(path: Path, *args: Any, **kwargs: Any) -> Any:
        decoded.append(path)
        return probe_file(path, *args, **kwargs)

    monkeypatch.setattr("soundcase.audio.media.work.probe_file", counting)
    with Cache(tmp_path / "cache") as cache:
        found = one_clip(tmp_path / "audio", cache, encode=("opus", "mp3", "flac", "aac", "wav"))
        assert suffixes(found) == [".opus", ".mp3", ".flac", ".m4a", ".wav"]
    assert decoded == [tmp_path / "audio" / "clip 0.wav"]


def test_a_format_that_fails_leaves_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(Encoder):
        def feed(self, block: Any) -> None:
            if self.recipe.format == "mp3":
                raise EncodingError("no room")
            super().feed(block)

    monkeypatch.setattr("soundcase.audio.media.analysis.Encoder", Failing)
    with Cache(tmp_path / "cache") as cache:
        found = one_clip(tmp_path / "audio", cache, encode=("mp3", "flac"))
        assert suffixes(found) == [".flac"]
    assert found.failures == {"mp3": "no room"}


def test_a_format_that_fails_is_not_forgotten_where_another_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clip beyond full scale is encoded a second time, quieter."""

    class Failing(Encoder):
        def feed(self, block: Any) -> None:
            if self.recipe.format == "mp3":
                raise EncodingError("no room")
            super().feed(block)

    monkeypatch.setattr("soundcase.audio.media.analysis.Encoder", Failing)
    path = tmp_path / "loud.wav"
    loud = 2 * np.sin(np.arange(16000) / 10)
    soundfile.write(path, loud.astype(np.float32), 16000, subtype="FLOAT")
    with Cache(tmp_path / "cache") as cache:
        asked = requests([path], cache, ({"encode": ("mp3", "flac")},))
        (found,) = derive(asked, MediaContext(cache, Counting()))
        assert suffixes(found) == [".flac"]
    assert found.clip is not None
    assert found.clip.encodes[0].gain < -6
    assert found.failures == {"mp3": "no room"}


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
    found = derived(moved, tmp_path / "cache")
    assert [one.clip and one.clip.source for one in found[::2]] == ["new clip 0.wav", "new clip 1.wav"]


def test_one_content_under_two_names_is_worked_on_once(tmp_path: Path) -> None:
    paths = clips(tmp_path / "audio", 1)
    paths.append(Path(shutil.copy(paths[0], tmp_path / "audio" / "copy.wav")))
    assert counted(paths, tmp_path / "cache") == 1
    found = derived(paths, tmp_path / "cache")
    assert [one.clip and one.clip.source for one in found[::2]] == ["clip 0.wav", "copy.wav"]


def test_another_request_makes_only_what_is_new(tmp_path: Path) -> None:
    before = derived(clips(tmp_path / "audio", 1), tmp_path / "cache")[1]
    executor = Counting()
    with Cache(tmp_path / "cache") as cache:
        found = one_clip(tmp_path / "audio", cache, executor, encode=("wav",), spectrogram_top_hz=8000)
        assert suffixes(found) == [".wav"]
    assert before.clip is not None
    assert found.clip is not None
    assert found.clip.spectrogram == before.clip.spectrogram
    assert found.clip.facts == before.clip.facts
    assert executor.count == 1


def test_one_clip_that_fails_is_one_fault_and_the_others_go_on(tmp_path: Path) -> None:
    paths = clips(tmp_path / "audio", 3)
    paths[1].write_bytes(b"<html>no sound</html>" * 10)
    for _ in range(2):
        found = derived(paths, tmp_path / "cache")
        assert [bool(one.clip) for one in found] == [True, True, False, False, True, True]
        for bad in found[2:4]:
            assert [fault.code for fault in bad.faults] == ["not-audio"]
            assert "'clip 1.wav'" in bad.faults[0].message


def test_damaged_entries_are_made_anew(tmp_path: Path) -> None:
    paths = clips(tmp_path / "audio", 1)
    first = substance(derived(paths, tmp_path / "cache"))
    assert Cache(tmp_path / "cache").contents().entries == 7
    for entry in sorted((tmp_path / "cache").glob("*/*")):
        entry.write_bytes(entry.read_bytes()[:99] + b"xyz")
        assert counted(paths, tmp_path / "cache") == 1
        assert substance(derived(paths, tmp_path / "cache")) == first


@pytest.mark.parametrize(
    "shape", ["null", "[]", '{"facts": null}', '{"facts": {"kind": 1}, "faults": []}', "1e999"]
)
def test_json_of_another_shape_is_made_anew(tmp_path: Path, shape: str) -> None:
    paths = clips(tmp_path / "audio", 1)
    first = substance(derived(paths, tmp_path / "cache"))
    with Cache(tmp_path / "cache") as cache:
        for key in json.loads((tmp_path / "cache" / "used-project.json").read_bytes()):
            cache.keep_record(key, shape.encode())
    assert counted(paths, tmp_path / "cache") == 1
    assert substance(derived(paths, tmp_path / "cache")) == first


def test_a_cache_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    paths = clips(tmp_path / "audio", 2)
    first = substance(derived(paths, tmp_path / "cache"))
    (tmp_path / "file").write_text("in the way")
    with Cache(tmp_path / "file" / "media") as cache:
        assert substance(derive(requests(paths, cache), MediaContext(cache, Counting()))) == first
        assert cache.failure


def test_a_file_that_changes_while_it_is_read_is_not_kept(tmp_path: Path) -> None:
    paths = clips(tmp_path / "audio", 1)
    with Cache(tmp_path / "cache") as cache:
        asked = requests(paths, cache)
        paths[0].write_bytes(sound(99))
        found = derive(asked, MediaContext(cache, Counting()))[0]
        assert found.clip is not None
        assert found.clip.facts.sha256 != asked[0].content
        assert cache.contents().entries == 0


def test_without_a_shared_disk_bytes_come_back(tmp_path: Path) -> None:
    paths = clips(tmp_path / "audio", 2)
    near = substance(derived(paths, tmp_path / "near"))
    with Cache(tmp_path / "far") as cache:
        asked = requests(paths, cache)
        far = derive(asked, MediaContext(cache, Counting(), apart=True))
        assert substance(far) == near
    result = carry_out(MediaJob(str(paths[0]), requests=tuple(asked[:2])), None)
    assert len(result.artifacts) == 3
    assert all(result.contents[made.sha256] and not made.path for made in result.artifacts.values())
    assert pickle.loads(pickle.dumps(result)) == result


def test_unknown_content_is_learnt_by_reading(tmp_path: Path) -> None:
    paths = clips(tmp_path / "audio", 1)
    near = substance(derived(paths, tmp_path / "near"))
    with Cache(tmp_path / "far") as cache:
        asked = [MediaRequest("clip 0.wav", str(paths[0]), "", **one) for one in ASKED]
        found = derive(asked, MediaContext(cache, Counting(), apart=True))
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
        asked = requests(clips(tmp_path / "audio", 7), cache)
        derive(asked, MediaContext(cache, executor, 2, on_done=on_done))
    assert executor.count == 7
    assert executor.most <= 4


def test_workers_with_other_tools_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("soundcase.audio.media.work.tools", lambda: "other")
    with Cache(tmp_path / "cache") as cache, pytest.raises(DerivationError, match="other versions"):
        derive(requests(clips(tmp_path / "audio", 1), cache), MediaContext(cache, Counting()))


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
