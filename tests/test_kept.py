"""What is kept between builds is right, or it is not there."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from soundcase import kept
from soundcase.kept import KeptValues, digest_of
from soundcase.model import SourcePath


class Counted:
    """A function that counts how often it has to work."""

    def __init__(self, value: object) -> None:
        self.value, self.calls = value, 0

    def __call__(self) -> object:
        self.calls += 1
        return self.value


PLACE = SourcePath("a.yaml", ("examples", 3))


def test_a_value_is_made_once_for_the_same_inputs(tmp_path: Path) -> None:
    make = Counted(PLACE)
    for _ in range(2):
        assert KeptValues(tmp_path).value("place", ("a", 1), make) == PLACE
    assert make.calls == 1


@pytest.mark.parametrize("other", [("place", ("a", 2)), ("place", ("a", "1")), ("spot", ("a", 1))])
def test_other_inputs_or_another_kind_are_another_value(tmp_path: Path, other: tuple[str, object]) -> None:
    store = KeptValues(tmp_path)
    store.value("place", ("a", 1), Counted("first"))
    assert store.value(*other, Counted("second")) == "second"


def test_another_version_of_the_code_is_another_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    KeptValues(tmp_path).value("place", 1, Counted("old"))
    monkeypatch.setattr(kept, "code_version", lambda: b"new")
    assert KeptValues(tmp_path).value("place", 1, Counted("new")) == "new"


def _cut(content: bytes) -> bytes:
    return content[:-3]


def _flipped(content: bytes) -> bytes:
    return content[:-2] + bytes([content[-2] ^ 1]) + content[-1:]


@pytest.mark.parametrize("damage", [_cut, _flipped, lambda _: b"", lambda content: content + b"x"])
def test_a_damaged_entry_is_none(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    KeptValues(tmp_path).value("place", 1, Counted(PLACE))
    (entry,) = tmp_path.iterdir()
    entry.write_bytes(damage(entry.read_bytes()))
    make = Counted(PLACE)
    assert KeptValues(tmp_path).value("place", 1, make) == PLACE
    assert make.calls == 1


def test_an_entry_in_the_place_of_another_is_none(tmp_path: Path) -> None:
    store = KeptValues(tmp_path)
    store.value("place", 1, Counted("one"))
    (one,) = tmp_path.iterdir()
    store.value("place", 2, Counted("two"))
    (two,) = set(tmp_path.iterdir()) - {one}
    two.write_bytes(one.read_bytes())
    assert KeptValues(tmp_path).value("place", 2, Counted("two")) == "two"


class Hostile:
    """Runs a command where pickle's own reader meets it."""

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, ("touch hostile",)


def test_nothing_in_an_entry_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = KeptValues(tmp_path / "kept")
    store.value("place", 1, Counted(PLACE))
    (entry,) = (tmp_path / "kept").iterdir()
    body = pickle.dumps(Hostile())
    entry.write_bytes(kept.sealed(entry.name, body) + body)
    assert store.value("place", 1, Counted(PLACE)) == PLACE
    assert not (tmp_path / "hostile").exists()


def test_what_a_build_did_not_use_is_forgotten(tmp_path: Path) -> None:
    first = KeptValues(tmp_path)
    first.value("place", 1, Counted("one"))
    first.value("place", 2, Counted("two"))
    second = KeptValues(tmp_path)
    second.value("place", 2, Counted("two"))
    second.forget_unused()
    again = Counted("one")
    KeptValues(tmp_path).value("place", 1, again)
    assert again.calls == 1
    assert KeptValues(tmp_path).value("place", 2, Counted("lost")) == "two"


def test_without_a_folder_values_last_as_long_as_the_store() -> None:
    store, make = KeptValues(), Counted(PLACE)
    assert store.value("place", 1, make) == store.value("place", 1, make) == PLACE
    assert make.calls == 1


def test_where_nothing_can_be_written_values_last_as_long_as_the_store(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    store, make = KeptValues(tmp_path / "file"), Counted(PLACE)
    assert store.value("place", 1, make) == store.value("place", 1, make) == PLACE
    assert make.calls == 1


def test_digests_do_not_depend_on_the_process_or_on_what_is_one_object() -> None:
    text = "".join(["a", "b"])
    assert digest_of((text, text, PLACE)) == digest_of(("ab", "".join(["a", "b"]), PLACE))
    code = (
        "from soundcase.kept import digest_of; from soundcase.model import SourcePath;"
        "print(digest_of(('ab', 'ab', SourcePath('a.yaml', ('examples', 3)))).hex())"
    )
    for seed in ("1", "2"):
        said = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert said.stdout.strip() == digest_of((text, text, PLACE)).hex()
