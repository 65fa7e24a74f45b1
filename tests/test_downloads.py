"""The archive of all clips and texts that a task offers: its names, its bytes, and when it is made again."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import html5lib
import pytest
from click.testing import CliRunner

from projects import write
from soundcase.cli import commands
from soundcase.publishing.portable import unportable
from soundcase.site.views.task_files import folder_name

DIALOGUE = """\
-- examples/catalogue.yaml --
title: Downloads
models: {ours: Ours, theirs: Theirs}
media: {downloads: true}
rules: {same-content: off, same-content-twice: off}
sections: [{title: Part, tasks: [words.yaml, quiet.yaml]}]
-- examples/words.yaml --
title: Words
prompt: Describe it.
scores: {MOS: {better: higher}}
examples:
  - audio: a.wav
    tags: {room: small}
    files: song.mid
    context: {labels: [Dog, Bark]}
    outputs:
      theirs: {text: "A tone, \\"loud\\".", scores: {MOS: 3.5 ± 0.2}}
      ours: [{label: voice, audio: a.wav}, {label: voice, audio: b.wav}]
  - id: 二番
    audio: b.wav
    outputs: {ours: 音。, theirs: A tone.}
    turns: [{speaker: A, audio: a.wav, outputs: {ours: Hello.}}]
-- examples/quiet.yaml --
title: Quiet
media: {downloads: false}
examples: [{audio: a.wav, outputs: {ours: Nothing., theirs: Nothing.}}]
-- data/files/song.mid --
MThd
"""


def built(root: Path) -> Path:
    result = CliRunner().invoke(commands, ["build", "-C", str(root)])
    assert result.exit_code == 0, result.output
    return root / "site" / "downloads"


def test_names_say_system_and_example_and_the_table_says_the_words(tmp_path: Path) -> None:
    root = write(tmp_path / "p", DIALOGUE)
    folder = built(root)
    assert [path.name for path in folder.iterdir()] == ["words.zip"]
    with ZipFile(folder / "words.zip") as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert {one.compress_type for one in archive.infolist()} == {ZIP_STORED}
        assert archive.read("words/example-1/audio.wav") == (root / "data/audio/a.wav").read_bytes()
        rows = list(csv.DictReader(io.StringIO(archive.read("words/texts.csv").decode("utf-8-sig"))))
    second = next(
        name.split("/")[1] for name in names if name.startswith("words/example-") and "-1/" not in name
    )
    assert names == [
        "words/texts.csv",
        "words/example-1/audio.wav",
        "words/example-1/song.mid",
        "words/example-1/ours-1-voice.wav",
        "words/example-1/ours-2-voice.wav",
        f"words/{second}/audio.wav",
        f"words/{second}/turn-1-audio.wav",
    ]
    assert unportable(names) is None
    answer = next(row for row in rows if row["system"] == "theirs")
    assert (answer["example"], answer["text"], answer["scores"]) == ("1", 'A tone, "loud".', "MOS: 3.5 ± 0.2")
    assert next(row["labels"] for row in rows if row["part"] == "context") == "Dog; Bark"
    assert next(row["tags"] for row in rows) == "room: small"
    assert [row["text"] for row in rows if row["part"] == "prompt"] == ["Describe it."] * 2
    assert [(row["example"], row["text"]) for row in rows if row["part"] == "turn-1-output"] == [
        ("二番", "Hello.")
    ]


def test_the_page_says_how_large_it_is_and_only_where_it_is_offered(tmp_path: Path) -> None:
    folder = built(write(tmp_path / "p", DIALOGUE))
    page = html5lib.parse((folder.parent / "index.html").read_text("utf-8"), namespaceHTMLElements=False)
    links = [one for one in page.iter("a") if "data-archive" in one.attrib]
    assert [one.get("href") for one in links] == ["downloads/words.zip"]
    kilobytes = (folder / "words.zip").stat().st_size / 1000
    text = links[0].text or ""
    assert text.startswith("All clips and texts (zip, ")
    assert float(text.split()[-2]) == pytest.approx(kilobytes, abs=2)


def test_it_is_the_same_anywhere_and_follows_its_own_task_alone(tmp_path: Path) -> None:
    one, other = (built(write(tmp_path / name, DIALOGUE)) / "words.zip" for name in ("one", "the other"))
    assert one.read_bytes() == other.read_bytes()
    before, when = one.read_bytes(), one.stat().st_mtime_ns
    quiet = tmp_path / "one" / "examples" / "quiet.yaml"
    quiet.write_text(quiet.read_text().replace("Nothing.", "Silence."))
    built(tmp_path / "one")
    assert one.stat().st_mtime_ns == when
    words = tmp_path / "one" / "examples" / "words.yaml"
    words.write_text(words.read_text("utf-8").replace("Hello.", "Hello there."), "utf-8")
    built(tmp_path / "one")
    assert one.read_bytes() != before
    one.unlink()
    built(tmp_path / "one")
    with ZipFile(one) as archive:
        assert b"Hello there." in archive.read("words/texts.csv")


def test_an_archive_of_the_whole_site_holds_no_other(tmp_path: Path) -> None:
    root, target = write(tmp_path / "p", DIALOGUE), tmp_path / "a.zip"
    result = CliRunner().invoke(commands, ["build", "-C", str(root), "--zip", str(target)])
    assert result.exit_code == 0, result.output
    with ZipFile(target) as archive:
        assert not [name for name in archive.namelist() if name.endswith(".zip")]
        assert b"data-archive" not in archive.read("demo/index.html")


def test_every_id_has_a_folder_of_its_own_on_every_system() -> None:
    ids = [
        "con",
        "Con",
        "aux",
        "a:b*c|d",
        "a-b-c-d",
        "語",
        "音",
        "e" * 130,
        "e" * 131,
        "1",
        "example-1x",
        "É",
        "e",
        ".",
    ]
    folders = [folder_name(one, "example") for one in ids]
    assert unportable(folders) is None
    assert len({one.casefold() for one in folders}) == len(ids)
    assert max(map(len, folders)) <= 60
