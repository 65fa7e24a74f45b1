"""Files to download beside an example: in every layout, by their own names, in the data and in archives."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import html5lib
import pytest
from click.testing import CliRunner

from projects import write
from soundcase.attachment import DOWNLOADS, kind_of_file
from soundcase.cli import commands

SONG = """\
-- data/files/scores/song.mid --
MThd
-- data/files/turns.rttm --
SPEAKER a 1 0.0 1.5 <NA> <NA> one <NA> <NA>
-- examples/words.yaml --
title: Words
layout: %s
defaults: {files: turns.rttm}
examples:
  - audio: a.wav
    files: [{file: scores/song.mid, label: 'The notes & more'}, turns.rttm]
    outputs: {theirs: A tone., ours: A clear tone.}
  - audio: b.wav
    outputs: {theirs: A tone., ours: A clear tone.}
"""


def run(*arguments: str | Path) -> None:
    result = CliRunner().invoke(commands, [str(one) for one in arguments])
    assert result.exit_code == 0, result.output


def offered(page: Path) -> list[tuple[str, str | None, str]]:
    """The links to files of a page: where they lead, as what they are saved, what is said of them."""
    tree = html5lib.parse(page.read_text("utf-8"), namespaceHTMLElements=False)
    return [
        (link.get("href", ""), link.get("download"), " ".join("".join(item.itertext()).split()))
        for item in tree.findall(".//ul[@data-role='files']/li")
        for link in item.findall("a")
    ]


@pytest.mark.parametrize("layout", ["cards", "rows", "table", "transposed"])
def test_each_layout_offers_files_by_their_names_with_kind_and_size(tmp_path: Path, layout: str) -> None:
    root = write(tmp_path / "p", SONG % layout)
    run("build", "-C", root)
    song, turns = offered(root / "site" / "index.html")[:2]
    assert song[1:] == ("song.mid", "The notes & more MIDI, 5 B")
    assert turns[1:] == ("turns.rttm", "turns.rttm RTTM, 44 B")
    assert (root / "site" / song[0]).read_bytes() == b"MThd\n"
    assert song[0].startswith("files/song.")


def test_the_data_say_where_they_are(tmp_path: Path) -> None:
    root = write(tmp_path / "p", SONG % "cards")
    run("build", "-C", root)
    data = json.loads((root / "site" / "catalogue.json").read_text("utf-8"))
    song, turns = data["sections"][0]["tasks"][0]["examples"][0]["files"]
    assert (song["file"], song["label"], song["size"]) == ("scores/song.mid", "The notes & more", 5)
    assert (root / "site" / turns["url"]).read_text("utf-8").startswith("SPEAKER")
    assert len(song["sha256"]) == 64


def test_an_archive_and_an_export_hold_them(tmp_path: Path) -> None:
    clips = (SONG % "cards").replace("A tone.", "{audio: b.wav}").replace("A clear tone.", "{audio: a.wav}")
    root = write(tmp_path / "p", clips)
    run("build", "-C", root, "--zip", tmp_path / "a.zip")
    with ZipFile(tmp_path / "a.zip") as archive:
        assert [name for name in archive.namelist() if name.startswith("demo/files/song.")] != []
    run("export", "-C", root, tmp_path / "e")
    assert (tmp_path / "e" / "data" / "files" / "scores" / "song.mid").read_bytes() == b"MThd\n"
    run("import", tmp_path / "e", "-o", tmp_path / "whole")
    assert (tmp_path / "whole" / "data" / "files" / "turns.rttm").exists()
    (tmp_path / "e" / "examples" / "catalogue.yaml").unlink()
    run("import", tmp_path / "e", "-o", tmp_path / "table")
    assert (tmp_path / "table" / "data" / "files" / "scores" / "song.mid").exists()
    assert "scores/song.mid" in (tmp_path / "table" / "examples" / "e.yaml").read_text("utf-8")


def test_an_edited_file_gets_another_address(tmp_path: Path) -> None:
    root = write(tmp_path / "p", SONG % "cards")
    run("build", "-C", root)
    before = offered(root / "site" / "index.html")[0][0]
    (root / "data" / "files" / "scores" / "song.mid").write_bytes(b"MThd with more")
    run("build", "-C", root)
    after = offered(root / "site" / "index.html")[0]
    assert after[0] != before
    assert after[2].endswith("MIDI, 14 B")
    assert not (root / "site" / before).exists()


def test_no_kind_is_offered_that_a_browser_runs() -> None:
    assert not {".html", ".htm", ".xhtml", ".svg", ".xml", ".js", ".mjs", ".css", ".swf"} & DOWNLOADS.keys()
    assert [kind_of_file(name) for name in ("a.MID", "b.musicxml", "c.unknown")] == [
        "MIDI",
        "MusicXML",
        "UNKNOWN",
    ]
