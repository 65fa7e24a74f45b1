"""Videos: length, size, sound and picture are read from the content; what browsers refuse is told."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from PIL import Image

from bench import build_site, built
from made_films import film
from soundcase.audio.films import Film, dumped, parsed, watch
from soundcase.audio.pictures import video_facts
from soundcase.problems.problem import Fault

CATALOGUE = """\
title: Films
models: {one: {name: One}, two: {name: Two, ours: true}}
sections:
  - title: Part
    tasks:
      - id: films
        title: Films
        examples:
          - {context: {video: in.mp4}, outputs: {one: {video: one.mp4}, two: {video: two.mp4}}}
"""


def project(root: Path, *, lengths: tuple[float, float] = (2, 2), sound: str = "aac") -> Path:
    (root / "examples").mkdir(parents=True)
    (root / "examples" / "catalogue.yaml").write_text(CATALOGUE, "utf-8")
    folder = root / "data" / "video"
    film(folder / "in.mp4", max(lengths), sound="")
    for name, seconds, dark in zip(("one.mp4", "two.mp4"), lengths, (1, 2), strict=True):
        film(folder / name, seconds, sound=sound, dark=dark)
    return root


@pytest.mark.parametrize(
    ("name", "picture", "sound"),
    [
        ("a.mp4", "libx264", "aac"),
        ("a.mp4", "libx264", ""),
        ("a.webm", "libvpx", "libopus"),
        ("a.webm", "libvpx-vp9", ""),
    ],
)
def test_what_a_film_is_comes_from_its_content(name: str, picture: str, sound: str, tmp_path: Path) -> None:
    path = film(tmp_path / name, 3, picture=picture, sound=sound, dark=2)
    found = watch(path)
    assert not isinstance(video_facts(path), Fault)
    assert (found.width, found.height, found.sounding, found.refused) == (64, 48, bool(sound), "")
    assert found.seconds == pytest.approx(3, abs=0.1)
    poster = Image.open(io.BytesIO(found.poster))
    assert (poster.format, poster.size) == ("WEBP", (64, 48))
    assert min(poster.convert("L").tobytes()) > 150  # the first frames are black
    assert watch(path) == found
    assert parsed(dumped(found)) == found


def test_a_film_that_is_black_throughout_has_a_picture_all_the_same(tmp_path: Path) -> None:
    assert watch(film(tmp_path / "a.mp4", dark=99)).poster


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"sound": "ac3"}, "'ac3'"),
        ({"pixels": "yuv444p"}, "'yuv444p'"),
        ({"pixels": "yuv420p10le"}, "'yuv420p10le'"),
    ],
)
def test_what_not_every_browser_plays_is_told(options: dict[str, str], word: str, tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    film(root / "data" / "video" / "two.mp4", **options)  # type: ignore[arg-type]
    run = build_site(root, tmp_path / "site")
    assert run.returncode == 1
    assert "error[not-a-video]: 'two.mp4' has" in run.stdout + run.stderr
    assert word in run.stdout + run.stderr


@pytest.mark.parametrize(
    ("name", "picture", "word"),
    [("a.mp4", "mpeg4", "'mp4v'"), ("a.avi", "mpeg4", "AVI"), ("a.mkv", "libx264", "Matroska")],
)
def test_other_kinds_of_film_are_named(name: str, picture: str, word: str, tmp_path: Path) -> None:
    found = video_facts(film(tmp_path / name, picture=picture, sound=""))
    assert isinstance(found, Fault)
    assert word in found.message


@pytest.mark.parametrize("content", [b"", b"\0" * 64, b"ftyp" * 99])
def test_what_is_no_film_has_nothing(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(content)
    assert watch(tmp_path / "a.mp4") == Film()


def test_a_film_with_sound_is_heard_and_one_without_is_not(tmp_path: Path) -> None:
    built(project(tmp_path / "heard"), tmp_path / "site")
    silent = build_site(project(tmp_path / "silent", sound=""), tmp_path / "other")
    assert "error[no-audio]" in silent.stdout + silent.stderr


def test_films_that_differ_in_length_are_told(tmp_path: Path) -> None:
    run = build_site(project(tmp_path / "p", lengths=(4, 2)), tmp_path / "site")
    assert run.returncode == 0
    said = run.stdout + run.stderr
    assert "warning[duration-differs]: the outputs differ in length: 'two' 2.0" in said


def test_page_and_data_say_how_long_and_show_it(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    site = built(root, tmp_path / "site")
    data = json.loads((site / "catalogue.json").read_text("utf-8"))
    (example,) = data["sections"][0]["tasks"][0]["examples"]
    movie = example["outputs"]["one"][0]["movie"]
    assert movie["seconds"] == pytest.approx(2, abs=0.1)
    assert (movie["width"], movie["height"], movie["sounding"]) == (64, 48, True)
    assert (site / movie["poster"]).read_bytes()[8:12] == b"WEBP"
    text = (site / "index.html").read_text("utf-8")
    assert text.count('<video controls preload="none"') == 3
    assert text.count(f'poster="{movie["poster"]}"') >= 1
    assert "2.0 s · MP4" in text
    again = built(root, tmp_path / "again")
    assert (again / "index.html").read_bytes() == (site / "index.html").read_bytes()
