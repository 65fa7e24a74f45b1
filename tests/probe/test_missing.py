"""The nearest file to one that does not exist."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from soundcase.audio.probe import FolderIndex, missing_fault

NAMES = (
    "Clip.WAV",
    "noisy/p232_001.wav",
    "bass_synthetic_135-067-025.wav",
    unicodedata.normalize("NFD", "café.wav"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in NAMES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("clip.wav", ("'Clip.WAV'", "only in case")),
        (unicodedata.normalize("NFC", "Café.wav"), ("only in case",)),
        ("p232_001.wav", ("'noisy/p232_001.wav'", "sub-folder 'noisy'")),
        ("P232_001.wav", ("'noisy/p232_001.wav'",)),
        ("clean/Clip.WAV", ("'Clip.WAV'", "the folder itself")),
        ("bass_syntetic_135-067-025.wav", ("Did you mean 'bass_synthetic_135-067-025.wav'?",)),
        ("./noisy/p232_001.wav", ("Write 'noisy/p232_001.wav'",)),
        ("noisy/p232_01.wav", ("Did you mean 'noisy/p232_001.wav'?",)),
    ],
)
def test_the_fault_names_the_file_that_was_meant(folder: Path, name: str, words: tuple[str, ...]) -> None:
    fault = missing_fault(folder, name)
    assert fault.code == "missing-file"
    assert f"no file '{name}'" in fault.message
    assert [word for word in words if word not in f"{fault.message} {fault.hint}"] == []


@pytest.mark.parametrize(("asked", "there"), [("NFC", "NFD"), ("NFD", "NFC"), ("NFC", "NFC")])
def test_a_name_whose_letters_are_composed_otherwise_is_the_same(
    tmp_path: Path, asked: str, there: str
) -> None:
    """macOS packs names as NFD."""
    name = unicodedata.normalize(there, "müde/ぎ.wav")  # type: ignore[arg-type]
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).touch()
    assert FolderIndex.of(tmp_path).same(unicodedata.normalize(asked, "müde/ぎ.wav")) == name  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name", ["noisy/p232_001.wav", "Noisy/p232_001.wav", "p232_001.wav", "noisy/p232_01.wav"]
)
def test_what_is_taken_is_not_proposed(folder: Path, name: str) -> None:
    """A file of another model is not the one that was meant."""
    (folder / "noisy" / "p232_001.wav").rename(folder / "noisy" / "p232_001_.wav")
    index = FolderIndex.of(folder)
    fault = missing_fault(index, name, {"noisy/p232_001_.wav"})
    assert "p232_001_" not in fault.message + fault.hint


@pytest.mark.parametrize(
    "name", ["a" * 256, "日本" * 100, "a/" * 3000 + "a.wav", "a\0b.wav", "x/../" * 2000, "\ud83d.wav"]
)
def test_no_name_is_too_odd_to_be_looked_for(folder: Path, name: str) -> None:
    assert missing_fault(folder, name).code == "missing-file"


def test_a_folder_that_may_not_be_read_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = os.scandir

    def refused(path: str) -> object:
        if str(path).endswith("noisy"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refused)
    index = FolderIndex.of(folder)
    fault = missing_fault(index, "noisy/p232_001.wav")
    assert fault.code == "unreadable-file"
    assert "the folder 'noisy' cannot be read (Permission denied)" in fault.message
    assert index.names == frozenset(NAMES) - {"noisy/p232_001.wav"}


def test_a_folder_is_called_one(folder: Path) -> None:
    assert missing_fault(folder, "noisy").message == "'noisy' is a folder, not a file"


def test_nothing_is_suggested_where_nothing_is_near(folder: Path) -> None:
    fault = missing_fault(folder, "zzz.flac")
    assert "Did you mean" not in fault.hint
    assert "Did you mean" not in missing_fault(folder / "no such folder", "Clip.WAV").hint


def test_links_to_folders_are_not_followed(folder: Path) -> None:
    (folder / "again").symlink_to(folder)
    assert FolderIndex.of(folder).names == frozenset(NAMES)


def test_a_circle_of_links_is_a_file_that_cannot_be_read(folder: Path) -> None:
    (folder / "circle.wav").symlink_to("circle.wav")
    assert FolderIndex.of(folder).names == {*NAMES, "circle.wav"}


def test_among_ten_thousand_names_only_a_few_are_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = FolderIndex(tmp_path, {f"p{number:05}_mic1.wav": "" for number in range(10_000)})
    compared: list[str] = []

    def counted(_one: str, other: str) -> float:
        compared.append(other)
        return 1.0 if other == "p01234_mic1.wav" else 0.0

    monkeypatch.setattr("soundcase.audio.probe.missing._likeness", counted)
    assert index.nearest("p01234_mic.wav") == "p01234_mic1.wav"
    assert len(compared) <= 20
