"""One archive of a site: its bytes, its names, its limit, and what it leaves alone."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import html5lib
import numpy as np
import pytest
from click.testing import CliRunner, Result

from projects import encoded, write
from soundcase.cli import commands
from soundcase.publishing.archive import archive_entries, archive_size, packed_sizes, write_archive
from soundcase.publishing.placement import Copy
from soundcase.publishing.portable import portable_name, unportable
from soundcase.publishing.publish import Site

TWO = """\
-- examples/catalogue.yaml --
title: Two
models: {ours: Ours}
sections: [{title: Part, tasks: [speech.yaml, codec.yaml]}]
-- examples/speech.yaml --
title: Speech
output: audio
examples: [{outputs: {ours: speech.wav}}]
-- examples/codec.yaml --
title: Codec
output: audio
media: {keep_lossless: true}
examples: [{outputs: {ours: codec.wav}}]
"""


def noise(seed: int, *, seconds: float = 6, rate: int = 32000) -> bytes:
    return encoded(np.random.default_rng(seed).normal(0, 0.05, (round(seconds * rate), 1)), rate)


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Two tasks with a clip of 384 kB each, one marked lossless."""
    root = write(tmp_path / "two", TWO)
    for seed, name in enumerate(("speech", "codec")):
        (root / "data" / "audio" / f"{name}.wav").write_bytes(noise(seed))
    return root


def archived(root: Path, target: Path, *options: str) -> Result:
    return CliRunner().invoke(commands, ["build", "-C", str(root), "--zip", str(target), *options])


def names(target: Path) -> list[str]:
    with ZipFile(target) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def test_two_archives_are_equal_and_the_site_is_left_alone(tmp_path: Path) -> None:
    one, other = write(tmp_path / "one", ""), write(tmp_path / "a longer name", "")
    assert archived(one, tmp_path / "a.zip").exit_code == 0
    assert archived(other, tmp_path / "b.zip", "--max-size", "20MB").exit_code == 0
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert not (one / "site").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a longer name", "a.zip", "b.zip", "one"]


def test_one_folder_holds_all_in_order_with_one_date(tmp_path: Path) -> None:
    archived(write(tmp_path / "one", ""), tmp_path / "a.zip")
    with ZipFile(tmp_path / "a.zip") as archive:
        files = archive.infolist()
        readme = archive.read("demo/README.txt").decode()
    listed = [one.filename for one in files]
    assert listed == sorted(listed)
    assert {one.partition("/")[0] for one in listed} == {"demo"}
    assert "demo/index.html" in listed
    assert not {"demo/404.html", "demo/.nojekyll"}.intersection(listed)
    assert {(one.date_time, one.create_system, one.external_attr >> 16) for one in files} == {
        ((1980, 1, 1, 0, 0, 0), 3, 0o100644)
    }
    kinds = {one.filename.rpartition(".")[2]: one.compress_type for one in files}
    assert kinds["html"] == kinds["js"] == ZIP_DEFLATED
    assert kinds["wav"] == ZIP_STORED
    assert readme.startswith("Open index.html in a browser.\r\n")


def test_every_link_within_leads_somewhere_and_the_checksums_are_right(tmp_path: Path) -> None:
    archived(write(tmp_path / "one", ""), tmp_path / "a.zip")
    with ZipFile(tmp_path / "a.zip") as archive:
        held = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    page = html5lib.parse(held["index.html"].decode(), namespaceHTMLElements=False)
    links = {one.get(key, "") for one in page.iter() for key in ("href", "src") if isinstance(one.tag, str)}
    assert {re.split("[?#]", link)[0] for link in links if not link.startswith("http")} - {""} <= held.keys()
    listed = json.loads(held["soundcase-manifest.json"])["files"]
    assert listed.keys() == held.keys() - {"README.txt", "soundcase-manifest.json"}
    assert all(one["sha256"] == sha256(held[name]).hexdigest() for name, one in listed.items())


def test_the_words_on_how_to_open_it_are_in_the_language_of_the_page_too(tmp_path: Path) -> None:
    catalogue = "-- examples/catalogue.yaml --\ntitle: 音\nlanguage: ja\nmodels: {ours: O, theirs: T}\n"
    root = write(tmp_path / "one", f"{catalogue}sections: [{{title: 一, tasks: [words.yaml]}}]\n")
    archived(root, tmp_path / "a.zip")
    with ZipFile(tmp_path / "a.zip") as archive:
        readme = archive.read("demo/README.txt").decode()
    assert "index.html をブラウザーで" in readme
    assert "Open index.html" in readme


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("one/data/audio/a.zip", "output-overlaps"),
        ("one/examples/a.zip", "output-overlaps"),
        ("one/site/a.zip", "output-overlaps"),
        ("a.tar", "output-not-ours"),
        ("folder.zip", "output-not-ours"),
        ("theirs.zip", "output-not-ours"),
        ("words.zip", "output-not-ours"),
        ("nowhere/a.zip", "cannot-write"),
    ],
)
def test_a_place_that_is_not_for_an_archive_is_refused_and_left_as_it_is(
    tmp_path: Path, place: str, code: str
) -> None:
    root = write(tmp_path / "one", "")
    (tmp_path / "folder.zip").mkdir()
    (tmp_path / "words.zip").write_text("not an archive")
    with ZipFile(tmp_path / "theirs.zip", "w") as other:
        other.writestr("thesis.txt", "the only copy")
    before = {path: path.is_file() and path.read_bytes() for path in tmp_path.rglob("*")}
    result = archived(root, tmp_path / place)
    assert result.exit_code == 1
    assert f"error[{code}]" in result.stderr
    assert {path: path.is_file() and path.read_bytes() for path in tmp_path.rglob("*")} == before


def test_an_archive_of_before_is_replaced_and_stays_where_the_new_one_fails(tmp_path: Path) -> None:
    root, target = write(tmp_path / "one", ""), tmp_path / "a.zip"
    archived(root, target)
    first = target.read_bytes()
    words = root / "examples" / "words.yaml"
    words.write_text(words.read_text().replace("A clear tone.", "A clearer tone."))
    assert archived(root, target).exit_code == 0
    second = target.read_bytes()
    assert second != first
    words.write_text("title: [")
    assert archived(root, target).exit_code == 1
    assert target.read_bytes() == second


def test_a_limit_is_met_by_originals_then_bit_rates_then_formats_and_lossless_tasks_come_last(
    tmp_path: Path, two: Path
) -> None:
    """Each step is told in the table, and no archive exceeds its limit."""
    assert "Task" not in archived(two, tmp_path / "a.zip").stdout
    assert "1 FLAC at " in archived(two, tmp_path / "a.zip", "--max-size", "5MB").stdout
    size = (tmp_path / "a.zip").stat().st_size
    told = {}
    for limit in (700_000, 415_000, 385_000, 140_000):
        assert limit < size
        result = archived(two, tmp_path / "a.zip", "--max-size", f"{limit / 1000:g}kB")
        assert result.exit_code == 0, result.stderr
        assert (tmp_path / "a.zip").stat().st_size <= limit
        told[limit] = [re.split(r"  +", line) for line in result.stdout.splitlines()[1:3]]
    played = {limit: [re.sub(r" at .*?s(?= |$)", "", row[-1]) for row in rows] for limit, rows in told.items()}
    assert played == {
        700_000: ["1 MP3", "1 FLAC"],
        415_000: ["1 Ogg Opus", "1 FLAC"],
        385_000: ["1 MP3", "1 MP3 (lossy, against keep_lossless)"],
        140_000: ["1 Ogg Opus", "1 Ogg Opus (lossy, against keep_lossless)"],
    }
    assert not any(".wav" in name for name in names(tmp_path / "a.zip"))


def test_an_impossible_limit_says_by_how_much_and_what_weighs_most(tmp_path: Path, two: Path) -> None:
    result = archived(two, tmp_path / "a.zip", "--max-size", "50 kB")
    found = re.search(r"the archive would have ([\d.]+) kB at the least, ([\d.]+) kB more", result.stderr)
    assert result.exit_code == 1
    assert found
    assert float(found[1]) - 50 == pytest.approx(float(found[2]), abs=0.2)
    assert "assets/soundcase." in result.stderr
    assert ".opus" in result.stderr
    assert not (tmp_path / "a.zip").exists()


def test_a_limit_needs_an_archive_and_a_number(tmp_path: Path) -> None:
    root = write(tmp_path / "one", "")
    alone = CliRunner().invoke(commands, ["build", "-C", str(root), "--max-size", "5MB"])
    assert (alone.exit_code, "needs --zip" in alone.stderr) == (2, True)
    for wrong in ("much", "0", "-5MB", "5 apples"):
        assert archived(root, tmp_path / "a.zip", f"--max-size={wrong}").exit_code == 2


def test_its_size_is_known_before_it_is_written_and_a_file_that_changes_stops_it(tmp_path: Path) -> None:
    clip = tmp_path / "clip.wav"
    clip.write_bytes(bytes(range(256)) * 9000)
    digest = "8ab1db5ad4bf1eb5d9fcc0dd24d9ef7da75eb3f2b8d2b4ab5d83ac6f1ce0dd6e"
    site = Site({"audio/clip.wav": Copy(clip, digest, 9000 * 256)}, {"index.html": b"<p>words</p>" * 500})
    entries = archive_entries(site, "Open it.")
    target = tmp_path / "a.zip"
    fault = write_archive(entries, target, tmp_path)
    assert fault
    assert "'clip.wav' changed or disappeared" in fault.message
    assert [path.name for path in tmp_path.iterdir()] == ["clip.wav"]
    right = archive_entries(Site({"audio/clip.wav": clip.read_bytes()}, site.pages), "Open it.")
    assert write_archive(right, target, tmp_path) is None
    assert target.stat().st_size == archive_size(packed_sizes(right))


@pytest.mark.parametrize(
    ("paths", "reason"),
    [
        (["demo/a.html", "demo/b.html"], None),
        (["demo/con.html"], "device"),
        (["demo/aux/a.html"], "device"),
        (["demo/COM1"], "device"),
        (["demo/lpt¹.txt"], "device"),
        (["demo/a?.html"], "sign"),
        (["demo/a:b.html"], "sign"),
        (["demo/a\\b.html"], "sign"),
        (["demo/a."], "dot"),
        (["demo/a /b"], "dot"),
        (["demo/Clip.wav", "demo/clip.wav"], "case"),
        (["demo/Audio/a.wav", "demo/audio/b.wav"], "case"),
        (["demo/\u00e9.wav", "demo/e\u0301.wav"], "accents"),
        ([f"demo/{'a' * 196}"], "characters"),
        ([f"demo/{'a' * 195}"], None),
    ],
)
def test_names_that_windows_cannot_unpack_are_found(paths: list[str], reason: str | None) -> None:
    found = unportable(paths)
    assert (found is None) == (reason is None)
    assert reason is None or (found and reason in found[1])


@pytest.mark.parametrize(
    "name",
    ["con", "CON.txt", "a/b\\c", "..", "a.", " a ", "語", "a" * 300, "a:b*c?", "e\u0301", "", "-", "nul "],
)
def test_every_name_can_be_made_portable(name: str) -> None:
    made = portable_name(name, "file")
    assert unportable([made]) is None
    assert 0 < len(made) <= 65
    assert portable_name(made, "file") == made


def test_no_archive_holds_a_name_that_windows_refuses(tmp_path: Path) -> None:
    fault = write_archive({"demo/aux.html": b""}, tmp_path / "a.zip", tmp_path)
    assert fault
    assert fault.code == "unportable-name"
    assert not (tmp_path / "a.zip").exists()


def test_an_anonymous_archive_keeps_its_limit_without_originals(tmp_path: Path, two: Path) -> None:
    result = archived(two, tmp_path / "a.zip", "--anonymous", "--max-size", "300kB")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "a.zip").stat().st_size <= 300_000
    assert not any(
        "speech." in name or "codec." in name or name.endswith(".wav") for name in names(tmp_path / "a.zip")
    )
    assert sum(name.endswith(".mp3") for name in names(tmp_path / "a.zip")) == 2
