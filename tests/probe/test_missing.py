"""The nearest file to one that does not exist."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from soundcase.probe import FolderIndex, missing_fault

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
        (unicodedata.normalize("NFC", "café.wav"), ("looks the same", "Unicode")),
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


def test_a_folder_is_called_one(folder: Path) -> None:
    assert missing_fault(folder, "noisy").message == "'noisy' is a folder, not a file"


def test_nothing_is_suggested_where_nothing_is_near(folder: Path) -> None:
    fault = missing_fault(folder, "zzz.flac")
    assert "Did you mean" not in fault.hint
    assert "Did you mean" not in missing_fault(folder / "no such folder", "Clip.WAV").hint


def test_links_to_folders_are_not_followed(folder: Path) -> None:
    (folder / "again").symlink_to(folder)
    assert FolderIndex.of(folder).names == frozenset(NAMES)


def test_among_ten_thousand_names_only_a_few_are_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = frozenset(f"p{number:05}_mic1.wav" for number in range(10_000))
    index = FolderIndex(tmp_path, names, {}, {}, {})
    compared: list[str] = []

    def counted(_one: str, other: str) -> float:
        compared.append(other)
        return 1.0 if other == "p01234_mic1.wav" else 0.0

    monkeypatch.setattr("soundcase.probe.missing._likeness", counted)
    assert index.nearest("p01234_mic.wav") == "p01234_mic1.wav"
    assert len(compared) <= 20
