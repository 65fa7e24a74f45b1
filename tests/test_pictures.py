"""Pictures and videos: what they are, how large, and why one cannot be shown."""

from __future__ import annotations

import gzip
import hashlib
import io
import sys
from pathlib import Path

import pytest
from PIL import Image

from soundcase.audio import pictures
from soundcase.audio.pictures import picture_facts, video_facts
from soundcase.facts import Picture
from soundcase.problems.problem import Fault
from svg_samples import ACTIVE, MATPLOTLIB, PICTURES

sys.path.insert(0, str(Path(__file__).parent / "probe"))

from soundbank import m4a, wave, webm


def raster(form: str, size: tuple[int, int] = (12, 7), **options: object) -> bytes:
    target = io.BytesIO()
    Image.radial_gradient("L").resize(size).save(target, form, **options)
    return target.getvalue()


def judged(folder: Path, name: str, content: bytes) -> tuple[Picture | None, tuple[Fault, ...]]:
    path = folder / name
    path.write_bytes(content)
    return picture_facts(path)


def svg_size(folder: Path, text: str) -> tuple[int, int]:
    picture, faults = judged(folder, "a.svg", text.encode())
    assert faults == ()
    assert picture is not None
    assert picture.mime == "image/svg+xml"
    return picture.width, picture.height


@pytest.mark.parametrize(
    ("form", "mime", "suffix"),
    [
        ("PNG", "image/png", ".png"),
        ("JPEG", "image/jpeg", ".jpg"),
        ("GIF", "image/gif", ".gif"),
        ("WEBP", "image/webp", ".webp"),
        ("AVIF", "image/avif", ".avif"),
    ],
)
def test_a_raster_picture_has_its_size_and_type(form: str, mime: str, suffix: str, tmp_path: Path) -> None:
    content = raster(form, (120, 70))
    picture, faults = judged(tmp_path, f"a{suffix}", content)
    assert faults == ()
    assert picture == Picture(mime, suffix, 120, 70, len(content), hashlib.sha256(content).hexdigest())


def test_a_turned_photo_has_the_size_it_is_shown_with(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture, _ = judged(tmp_path, "a.jpeg", raster("JPEG", (120, 70), exif=exif))
    assert picture is not None
    assert (picture.width, picture.height) == (70, 120)


@pytest.mark.parametrize(
    ("root", "size"),
    [
        ('<svg width="200" height="100"/>', (200, 100)),
        ("<svg width='2in' height='25.4mm'/>", (192, 96)),
        ('<svg width="72pt" height="6pc"/>', (96, 96)),
        ('<svg viewBox="0 0 640 480"/>', (640, 480)),
        ('<svg width="320" viewBox="0 0 640 480"/>', (320, 240)),
        ('<svg height="240px" viewBox="0,0,640,480"/>', (320, 240)),
        ('<svg width="100%" height="100%" viewBox="0 0 64 48"/>', (64, 48)),
        ("<svg/>", (300, 150)),
        ('<svg stroke-width="9" width="20" height="10"/>', (20, 10)),
        ('<svg title="a > b" width="20" height="10"/>', (20, 10)),
        ('<s:svg xmlns:s="x" width="20" height="10"/>', (20, 10)),
    ],
)
def test_the_size_of_an_svg_follows_css(root: str, size: tuple[int, int], tmp_path: Path) -> None:
    assert svg_size(tmp_path, root) == size


def test_what_stands_before_the_root_of_an_svg_is_skipped(tmp_path: Path) -> None:
    before = '\ufeff<?xml version="1.0"?>\n<!-- <svg width="1"> -->\n'
    doctype = '<!DOCTYPE svg PUBLIC "x" "y" [ <!ENTITY a "svg"> <!-- <svg> --> ]>\n'
    assert svg_size(tmp_path, before + doctype + '<svg width="20" height="10"/>') == (20, 10)


def test_thousands_of_comments_without_a_root_are_no_picture(tmp_path: Path) -> None:
    _, faults = judged(tmp_path, "a.svg", b"<!---->" * 9000 + b"<html>")
    assert [fault.code for fault in faults] == ["not-an-image"]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "0 bytes"),
        (b"<!DOCTYPE html><title>Gone</title>", "web page"),
        (raster("BMP"), "BMP"),
        (raster("PNG")[:60], "broken"),
        (raster("JPEG", (300, 300))[:-400], "broken"),
        (wave(bytes(100)), "unknown content"),
    ],
    ids=["empty", "HTML", "BMP", "cut PNG", "cut JPEG", "WAV"],
)
def test_what_browsers_cannot_show_is_no_image(content: bytes, word: str, tmp_path: Path) -> None:
    picture, faults = judged(tmp_path, "a.png", content)
    assert picture is None
    assert [fault.code for fault in faults] == ["not-an-image"]
    assert word in faults[0].message


def test_a_picture_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = raster("PNG", (100, 100))
    monkeypatch.setattr(pictures, "MAX_PIXELS", 9_999)
    assert "100 × 100 pixels" in judged(tmp_path, "a.png", content)[1][0].message
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    assert "far more pixels" in judged(tmp_path, "a.png", content)[1][0].message
    monkeypatch.setattr(pictures, "MAX_BYTES", len(content) - 1)
    assert "bytes" in judged(tmp_path, "a.png", content)[1][0].message


def moving(form: str, frames: int, size: tuple[int, int] = (4, 4)) -> bytes:
    target = io.BytesIO()
    shown = [Image.new("RGB", size, (n * 37 % 256, n * 91 % 256, n * 53 % 256)) for n in range(frames)]
    shown[0].save(target, form, save_all=True, append_images=shown[1:], duration=20)
    return target.getvalue()


MOVING = [("GIF", ".gif"), ("PNG", ".png"), ("WEBP", ".webp"), ("AVIF", ".avif")]


@pytest.mark.parametrize(("form", "suffix"), MOVING)
def test_a_moving_picture_has_a_bound_on_its_frames(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, suffix: str
) -> None:
    """A GIF of 200,000 frames is not published unread."""
    monkeypatch.setattr(pictures, "MAX_FRAMES", 12)
    assert judged(tmp_path, f"a{suffix}", moving(form, 12))[1] == ()
    _, faults = judged(tmp_path, f"a{suffix}", moving(form, 13))
    assert ["frames" in one.message for one in faults] == [True]
    monkeypatch.setattr(pictures, "MAX_MOVING_PIXELS", 4 * 4 * 5)
    assert judged(tmp_path, f"a{suffix}", moving(form, 5))[1] == ()
    assert judged(tmp_path, f"a{suffix}", moving(form, 6))[0] is None


@pytest.mark.parametrize(("form", "suffix"), MOVING[:2])
def test_a_moving_picture_that_breaks_off_later_is_broken(tmp_path: Path, form: str, suffix: str) -> None:
    content = moving(form, 9, (64, 64))
    assert judged(tmp_path, f"a{suffix}", content[: len(content) * 2 // 3])[0] is None


def test_a_photo_with_a_second_picture_behind_it_is_a_photo(tmp_path: Path) -> None:
    picture, faults = judged(tmp_path, "a.jpg", moving("MPO", 2))
    assert faults == ()
    assert picture is not None
    assert picture.mime == "image/jpeg"


def test_a_suffix_that_contradicts_the_picture_is_told(tmp_path: Path) -> None:
    picture, faults = judged(tmp_path, "a.jpg", raster("PNG"))
    assert picture is not None
    assert [fault.code for fault in faults] == ["wrong-suffix"]
    assert "'a.png'" in faults[0].hint


def test_a_pointer_and_a_folder_are_named_as_such(tmp_path: Path) -> None:
    _, faults = judged(tmp_path, "a.png", b"version https://git-lfs.github.com/spec/v1\n")
    assert [fault.code for fault in faults] == ["lfs-pointer"]
    assert [fault.code for fault in picture_facts(tmp_path)[1]] == ["unreadable-file"]


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        (m4a(handler=b"vide", entry=b"avc1"), "video/mp4"),
        (webm(track_type=1, codec=b"V_VP9"), "video/webm"),
    ],
    ids=["MP4", "WebM"],
)
def test_a_film_of_the_web_has_its_type(content: bytes, mime: str, tmp_path: Path) -> None:
    path = tmp_path / "film.bin"
    path.write_bytes(content)
    found = video_facts(path)
    assert not isinstance(found, Fault)
    assert (found.mime, found.size, found.sha256) == (mime, len(content), hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (m4a(), "without a picture"),
        (m4a(handler=b"vide", entry=b"hvc1"), "'hvc1'"),
        (m4a(handler=b"vide", entry=b"avc1", brand=b"qt  "), "QuickTime"),
        (m4a(handler=b"vide", entry=b"avc1")[:-10], "cut off"),
        (m4a(handler=b"vide", entry=b"avc1", moov_last=True)[:900], "table of contents"),
        (webm(track_type=1, codec=b"V_VP9", doc_type=b"matroska"), "Matroska"),
        (webm(track_type=1, codec=b"V_VP9")[:-10], "cut off"),
        (b"<html>", "web page"),
        (b"", "0 bytes"),
    ],
    ids=["sound", "HEVC", "QuickTime", "cut", "no table", "Matroska", "cut WebM", "HTML", "empty"],
)
def test_what_browsers_do_not_play_is_no_video(content: bytes, word: str, tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(content)
    found = video_facts(path)
    assert isinstance(found, Fault)
    assert found.code == "not-a-video"
    assert word in found.message


@pytest.mark.parametrize("text", ACTIVE.values(), ids=ACTIVE.keys())
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_picture_that_does_more_than_draw_is_refused(tmp_path: Path, text: str, encoding: str) -> None:
    """Opened by itself, a picture of a site runs nothing and loads nothing."""
    picture, faults = judged(tmp_path, "a.svg", text.encode(encoding))
    assert (picture, [one.code for one in faults]) == (None, ["not-an-image"])


@pytest.mark.parametrize("text", PICTURES.values(), ids=PICTURES.keys())
def test_pictures_as_programs_write_them_are_shown(tmp_path: Path, text: str) -> None:
    picture, faults = judged(tmp_path, "a.svg", text.encode())
    assert faults == ()
    assert picture is not None


@pytest.mark.parametrize("cut", range(50, 950, 150))
def test_a_picture_that_is_cut_off_is_refused(tmp_path: Path, cut: int) -> None:
    assert judged(tmp_path, "a.svg", MATPLOTLIB.encode()[:cut])[0] is None


def test_what_is_refused_is_named_with_its_line(tmp_path: Path) -> None:
    text = '<svg xmlns="http://www.w3.org/2000/svg">\n<g>\n<script/></g></svg>'
    _, faults = judged(tmp_path, "a.svg", text.encode())
    assert [one.message for one in faults] == ["'a.svg' holds <script> in line 3"]


def test_a_packed_picture_is_no_picture_of_a_page(tmp_path: Path) -> None:
    assert judged(tmp_path, "a.svgz", gzip.compress(MATPLOTLIB.encode()))[0] is None
