from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from bench import needs_package, needs_reference
from projects import BASE, encoded, parsed, tone, write
from soundcase.build import Options, build, check
from soundcase.problems.problem import Severity
from soundcase.project import Project

REPOSITORY = Path(__file__).parent.parent
ORIGINALS = REPOSITORY.parent / "shared" / "reference" / "audio"
EVERYTHING = (Path(__file__).parent / "data" / "everything.txt").read_text("utf-8")


def at(root: Path, site: Path | None = None) -> Project:
    return Project(root.resolve(), (site or root / "site").resolve())


def built(root: Path) -> dict[str, bytes]:
    """The files of a fresh build."""
    result = build(at(root), Options(), lambda _: "")
    assert not result.failed, result.problems
    site = root / "site"
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def copied(target: Path) -> Path:
    """The demo project somewhere else."""
    for name in ("examples", "data", "templates"):
        shutil.copytree(REPOSITORY / name, target / name)
    return target


def test_the_demo_builds_without_a_warning_and_to_the_same_bytes_anywhere(tmp_path: Path) -> None:
    one, two = copied(tmp_path / "one"), copied(tmp_path / "a longer name" / "zwei")
    assert check(at(one), Options()).problems == ()
    assert built(one) == built(two)


def test_the_site_knows_nothing_of_where_it_was_built(tmp_path: Path) -> None:
    for name, content in built(write(tmp_path / "very-special-folder", "")).items():
        assert b"very-special-folder" not in content, name


def test_everything_the_format_has_is_built(tmp_path: Path) -> None:
    files = built(write(tmp_path, "picture: dot.png\n" + EVERYTHING))
    page = files["index.html"].decode()
    for text in ("Words to say.", "Enrolment words.", "A transcript.", "A hint.", "vocals", "Hi there.", "3.5"):
        assert text in page


def test_catalogue_json_has_every_field_and_fact(tmp_path: Path) -> None:
    files = built(write(tmp_path, "picture: dot.png\n" + EVERYTHING))
    data = json.loads(files["catalogue.json"])
    assert data["format"] == 1
    example = data["sections"][0]["tasks"][0]["examples"][0]
    clip = example["audio"][0]["clip"]
    assert clip["url"] in files
    assert (clip["mime"], clip["rate"], clip["seconds"]) == ("audio/wav", 16000, 1.0)
    assert example["outputs"]["theirs"][0]["scores"] == {
        "MOS": {"value": 3.5, "ci": 0.25, "n": 30},
        "WER": 12.0,
    }
    assert example["context"][1]["picture"]["width"] == 8
    assert "origin" not in files["catalogue.json"].decode()


def test_a_wave_file_is_offered_as_an_encode_with_the_original_beside_it(tmp_path: Path) -> None:
    root = write(tmp_path, "")
    (root / "data" / "audio" / "a.wav").write_bytes(encoded(tone(seconds=4, rate=44100), 44100))
    files = built(root)
    data = json.loads(files["catalogue.json"])
    clip = data["sections"][0]["tasks"][0]["examples"][0]["audio"][0]["clip"]
    assert clip["encodes"][0]["mime"] == "audio/mpeg"
    assert len(files[clip["encodes"][0]["url"]]) < len(files[clip["url"]]) / 4
    assert f'href="{clip["encodes"][0]["url"]}"' in files["index.html"].decode()
    assert f'href="{clip["url"]}"' in files["index.html"].decode()


def test_every_format_that_is_asked_for_is_published_and_offered_in_order(tmp_path: Path) -> None:
    """Issue 3."""
    words = parsed(BASE).files["examples/words.yaml"]
    root = write(tmp_path, f"-- examples/words.yaml --\n{words}media: {{encode: [opus, mp3, flac]}}\n")
    files = built(root)
    page = files["index.html"].decode()
    clip = json.loads(files["catalogue.json"])["sections"][0]["tasks"][0]["examples"][0]["audio"][0]["clip"]
    kinds = ["audio/ogg; codecs=opus", "audio/mpeg", "audio/flac"]
    assert [one["mime"] for one in clip["encodes"]] == kinds
    assert all(len(files[one["url"]]) == one["size"] for one in clip["encodes"])
    urls = [one["url"] for one in clip["encodes"]] + [clip["url"]]
    first = page[page.index("<noscript><audio") : page.index("</audio>")]
    assert re.findall(r'<source src="([^"]+)"', first) == urls
    assert f'href="{urls[0]}" type="{kinds[0]}"' in page


def test_what_no_browser_plays_is_given_a_version_that_they_do(tmp_path: Path) -> None:
    root = write(tmp_path, "")
    (root / "data" / "audio" / "a.wav").write_bytes(encoded(tone(), subtype="DOUBLE"))
    files = built(root)
    clip = json.loads(files["catalogue.json"])["sections"][0]["tasks"][0]["examples"][0]["audio"][0]["clip"]
    assert clip["encodes"][0]["mime"] in ("audio/mpeg", "audio/flac")
    assert check(at(root), Options()).problems == ()


def test_keep_lossless_and_spectrograms_are_carried_out(tmp_path: Path) -> None:
    words = parsed(BASE).files["examples/words.yaml"]
    media = "media: {keep_lossless: true, spectrogram: true}\n"
    root = write(tmp_path, f"-- examples/words.yaml --\n{words}{media}")
    (root / "data" / "audio" / "a.wav").write_bytes(encoded(tone(seconds=4, rate=44100), 44100))
    files = built(root)
    clip = json.loads(files["catalogue.json"])["sections"][0]["tasks"][0]["examples"][0]["audio"][0]["clip"]
    assert clip["encodes"][0]["mime"] == "audio/flac"
    assert files[clip["spectrogram"]["url"]][8:12] == b"WEBP"
    assert clip["spectrogram"]["url"] in files["index.html"].decode()


def test_a_second_build_measures_and_encodes_nothing(tmp_path: Path) -> None:
    root = write(tmp_path, "")
    (root / "data" / "audio" / "a.wav").write_bytes(encoded(tone(seconds=4, rate=44100), 44100))
    built(root)
    script = (
        "import sys; from pathlib import Path\n"
        "from soundcase.build import Options, build; from soundcase.project import Project\n"
        f"root = Path({str(root)!r}); build(Project(root, root / 'site'), Options(), lambda _: '')\n"
        "print(*sorted({'numpy', 'soundfile', 'av', 'soxr', 'soundcase.leaks', 'soundcase.anonymous'}"
        " & sys.modules.keys()))"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout == "\n"


def test_clips_behind_a_url_give_the_same_site_and_are_read_once(tmp_path: Path) -> None:
    needs_package("fsspec")
    near, far = write(tmp_path / "near", ""), write(tmp_path / "far", "")
    clips = tmp_path / "clips"
    (far / "data" / "audio").rename(clips)
    script = (
        "import sys; from pathlib import Path; from soundcase.audio.media.pool import WorkerOptions\n"
        "from soundcase.build import Options, build; from soundcase.project import Project\n"
        f"root = Path({str(far)!r}); work = WorkerOptions(audio={clips.as_uri()!r})\n"
        "build(Project(root, root / 'site'), Options(work), lambda _: '')\n"
        "print('numpy' in sys.modules)"
    )
    for decoded in ("True\n", "False\n"):
        result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        assert result.stdout == decoded
    published = {path.relative_to(far / "site").as_posix(): path.read_bytes() for path in _files(far / "site")}
    assert published == built(near)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_one_recording_under_two_names_is_published_once(tmp_path: Path) -> None:
    task = "title: T\nexamples:\n  - {audio: a.wav, outputs: {ours: x, theirs: y}}\n"
    task += "  - {audio: c.wav, outputs: {ours: x, theirs: y}}\n"
    files = built(write(tmp_path, f"audio: c.wav tone-a\n-- examples/words.yaml --\n{task}"))
    assert len([name for name in files if name.startswith("audio/")]) == 1


def test_a_project_may_override_a_template(tmp_path: Path) -> None:
    page = '{% extends "base.html" %}'
    root = write(tmp_path, f"-- templates/404.html --\n{page}\n<!-- mine -->\n")
    result = check(at(root), Options())
    assert result.site is not None or any(one.code == "template-error" for one in result.problems)


def test_a_rule_that_is_off_is_silent_and_one_that_is_an_error_stops(tmp_path: Path) -> None:
    catalogue = parsed(BASE).files["examples/catalogue.yaml"]
    for severity, expected in (("off", []), ("warning", [Severity.WARNING]), ("error", [Severity.ERROR])):
        rules = f"rules: {{unused-audio: {severity}}}\n"
        text = f"audio: spare.wav tone\n-- examples/catalogue.yaml --\n{catalogue}{rules}"
        root = write(tmp_path / severity, text)
        assert [one.severity for one in check(at(root), Options()).problems] == expected


def test_a_link_that_leaves_the_project_is_refused(tmp_path: Path) -> None:
    root = write(tmp_path / "project", "")
    secret = tmp_path / "secret.wav"
    (root / "data" / "audio" / "a.wav").rename(secret)
    (root / "data" / "audio" / "a.wav").symlink_to(secret)
    assert [one.code for one in check(at(root), Options()).problems] == ["outside-project"]


def test_names_in_any_script_are_published_under_plain_addresses(tmp_path: Path) -> None:
    task = "title: T\nexamples:\n  - {audio: 说 话 & 'é'.wav, outputs: {ours: x, theirs: y}}\n"
    root = write(tmp_path, f"-- examples/words.yaml --\n{task}")
    (root / "data" / "audio").mkdir(parents=True, exist_ok=True)
    other = write(tmp_path / "other", "")
    (other / "data" / "audio" / "a.wav").rename(root / "data" / "audio" / "说 话 & 'é'.wav")
    shutil.rmtree(other)
    (name,) = [name for name in built(root) if name.startswith("audio/")]
    assert name.isascii()
    assert name.endswith(".wav")


LINES = BASE.split("-- examples/words.yaml --\n")[1].splitlines(keepends=True)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    line=st.integers(0, len(LINES) - 1),
    change=st.sampled_from(["delete", "double", "cut", "indent", "swap", "noise"]),
    noise=st.text(alphabet="ab: -\t'\"[]{}&*!|>#%\n<é说", max_size=6),
)
def test_whatever_a_hand_slips_into_a_file_ends_in_problems(
    tmp_path: Path, line: int, change: str, noise: str
) -> None:
    root = tmp_path
    if not (root / "examples").exists():
        write(root, "")
    lines = list(LINES)
    changes = {
        "delete": "",
        "double": lines[line] * 2,
        "cut": lines[line][: len(lines[line]) // 2],
        "indent": " " + lines[line],
        "swap": lines[line][::-1],
        "noise": lines[line][:5] + noise + lines[line][5:],
    }
    lines[line] = changes[change]
    (root / "examples" / "words.yaml").write_text("".join(lines), encoding="utf-8")
    result = check(at(root), Options())
    assert (result.site is None) is any(one.severity is Severity.ERROR for one in result.problems)


@needs_reference(ORIGINALS.is_dir())
def test_the_originals_in_place_of_the_stand_ins_give_the_same_page(tmp_path: Path) -> None:
    root = copied(tmp_path)
    for path in ORIGINALS.iterdir():
        shutil.copy(path, root / "data" / "audio" / path.name)
    result = check(at(root), Options())
    assert result.site is not None
    assert sorted((one.code, one.severity.value) for one in result.problems) == [
        ("corrupt", "warning"),
        ("near-silent", "warning"),
        ("truncated", "warning"),
        ("truncated", "warning"),
    ]


def paged_project(root: Path, *, per_page: int = 1, mode: str = "one") -> Path:
    catalogue = parsed(BASE).files["examples/catalogue.yaml"]
    text = f"{catalogue}pages: {mode}\nper_page: {per_page}\nurl: https://lab.example/demo\nembed: false\n"
    return write(root, f"-- examples/catalogue.yaml --\n{text}")


def html_of(files: dict[str, bytes]) -> set[str]:
    return {name for name in files if name.endswith(".html")}


def test_pages_that_a_catalogue_does_not_ask_for_any_more_are_gone(tmp_path: Path) -> None:
    many = built(paged_project(tmp_path, mode="task"))
    assert html_of(many) == {"index.html", "words.html", "words-2.html", "404.html"}
    one = built(paged_project(tmp_path, per_page=100))
    assert html_of(one) == {"index.html", "404.html"}
    assert not [name for name in one if "search" in name or name.endswith("-2.json")]
    assert built(paged_project(tmp_path, mode="task")) == many


def test_many_pages_are_the_same_bytes_anywhere_and_strictly(tmp_path: Path) -> None:
    one, two = paged_project(tmp_path / "one"), paged_project(tmp_path / "elsewhere" / "two")
    assert not build(at(one), Options(strict=True), lambda _: "").failed
    assert built(one) == built(two)


def test_the_data_and_the_sitemap_say_where_everything_is(tmp_path: Path) -> None:
    files = built(paged_project(tmp_path))
    (task,) = json.loads(files["catalogue.json"])["sections"][0]["tasks"]
    assert task["shards"] == [
        {"data": "catalogue.index.json", "page": "index.html", "first": 1, "count": 1},
        {"data": "catalogue.words-2.json", "page": "words-2.html", "first": 2, "count": 1},
    ]
    shards = [json.loads(files[one["data"]])["tasks"] for one in task["shards"]]
    assert [part["examples"][0]["page"] for (part,) in shards] == [
        "index.html#words--1",
        "words-2.html#words--2",
    ]
    assert {"search.js", "search/index.js", "search/words-2.js"} <= files.keys()
    assert b"<loc>https://lab.example/demo/words-2.html</loc>" in files["sitemap.xml"]


def test_without_an_address_there_is_no_sitemap(tmp_path: Path) -> None:
    assert "sitemap.xml" not in built(write(tmp_path, ""))


def test_the_weight_of_each_page_is_judged_alone(tmp_path: Path) -> None:
    root = paged_project(tmp_path)
    words = (root / "examples" / "words.yaml").read_text("utf-8")
    long = "so many words " * 45_000
    (root / "examples" / "words.yaml").write_text(words.replace("A clear tone.", long), "utf-8")
    assert [one.code for one in check(at(root), Options()).problems if one.code == "page-weight"] == []
    text = words.replace("A clear tone.", long).replace("A lower tone.", long * 2)
    (root / "examples" / "words.yaml").write_text(text, "utf-8")
    (told,) = [one for one in check(at(root), Options()).problems if one.code == "page-weight"]
    assert "the page 'words-2.html' loads 1." in told.message


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("description: '![Noise](data/images/noise.png)'", "2:14"),
        ("abstract: 'See ![noise](images/noise.png) here.'", "2:11"),
        ("figures: [{image: noise.png, alt: Noise}]", "2:19"),
    ],
)
def test_a_picture_counts_wherever_it_stands(tmp_path: Path, where: str, place: str) -> None:
    """Pictures in Markdown too: readers wait for them alike."""
    root = write(tmp_path, "")
    main = root / "examples" / "catalogue.yaml"
    title, _, rest = main.read_text("utf-8").partition("\n")
    main.write_text(f"{title}\n{where}\n{rest}", "utf-8")
    noise = np.random.default_rng(1).integers(0, 256, (700, 700, 3), dtype=np.uint8)
    (root / "data" / "images").mkdir(parents=True)
    Image.fromarray(noise).save(root / "data" / "images" / "noise.png")
    (told,) = [one for one in check(at(root), Options()).problems if one.code == "page-weight"]
    assert "the page loads 1." in told.message
    assert f"{told.place.line}:{told.place.column}" == place
