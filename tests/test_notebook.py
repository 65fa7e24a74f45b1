"""Pages that a program makes: what it gives becomes a project, or is refused with the place of the call."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import wave
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
import soundfile
import yaml

import soundcase as sc
from bench import REPOSITORY
from manual_pages import invoke, noise
from soundcase.catalogue.schema.catalogue import CatalogueEntry
from soundcase.catalogue.schema.task import TaskEntry
from soundcase.fields import fields_of
from soundcase.model import Example
from soundcase.notebook import calls, preview
from soundcase.notebook.keys import ExampleKeys, PageKeys, TaskKeys
from soundcase.notebook.waves import wav_of

RATE = 24_000
QUIET = dict.fromkeys(("no-audio", "no-outputs", "empty-cell", "same-content-twice", "unused-model"), "off")


def tone(hz: float = 220.0, seconds: float = 0.5) -> Any:
    """A sine, float32 in full scale of 1, at `RATE`."""
    return (0.3 * np.sin(2 * np.pi * hz * np.arange(int(RATE * seconds)) / RATE)).astype(np.float32)


def read(content: bytes) -> tuple[Any, int, str]:
    """Samples (n, channels), rate and subtype of a WAV file."""
    with soundfile.SoundFile(BytesIO(content)) as file:
        return file.read(dtype="float64", always_2d=True), file.samplerate, file.subtype


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def a_page() -> tuple[sc.Page, sc.PageTask]:
    page = sc.Page("Voices", models={"ours": "Larkspur", "base": "Patchwork"}, ours="ours", rules=QUIET)
    return page, page.task("Unseen speakers", output="audio", scores={"UTMOS": {"better": "higher"}})


def task_file(root: Path = Path("demo"), name: str = "unseen-speakers") -> Any:
    return yaml.load((root / "examples" / f"{name}.yaml").read_text("utf-8"), yaml.BaseLoader)


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


# What a program gives as samples.


class Borrowed:
    """An array of another library, by one of its protocols."""

    def __init__(self, array: Any) -> None:
        self.array, self.shape, self.ndim = array, array.shape, array.ndim


class ByArray(Borrowed):
    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return self.array


class ByPack(Borrowed):
    def __dlpack__(self, **options: Any) -> Any:
        return self.array.__dlpack__(**options)

    def __dlpack_device__(self) -> Any:
        return self.array.__dlpack_device__()


class Tensor(ByArray):
    """A tensor on another device that has a gradient: only a detached copy on the CPU gives its numbers."""

    dtype = "torch.float32"

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        raise RuntimeError("Can't call numpy() on Tensor that requires grad.")

    def detach(self) -> Tensor:
        return self

    def cpu(self) -> ByArray:
        taken = ByArray(self.array)
        taken.dtype = self.dtype  # type: ignore[attr-defined]
        return taken


HALVES = np.array([0, 8192, -16384, 32767], dtype=np.int16).repeat(20)
STEREO = np.stack([HALVES, HALVES[::-1]], axis=1)


@pytest.mark.parametrize(
    ("given", "expected", "subtype"),
    [
        (HALVES, HALVES / 32768, "PCM_16"),
        (HALVES.astype(np.int32) * 65536, HALVES / 32768, "PCM_32"),
        (np.array([128, 192, 64] * 20, dtype=np.uint8), np.array([0, 0.5, -0.5] * 20), "PCM_U8"),
        (HALVES.astype(np.float32) / 32768, HALVES / 32768, "PCM_16"),
        (HALVES.astype(np.float64) / 2**20, HALVES / 2**20, "PCM_24"),
        (tone(), tone(), "FLOAT"),
        (tone().astype(np.float64) * 4, tone() * 4, "FLOAT"),  # beyond full scale, as vocoders go
        (tone().astype(np.float16), tone().astype(np.float16), "PCM_24"),
        (STEREO, STEREO / 32768, "PCM_16"),
        (np.ascontiguousarray(STEREO.T), STEREO / 32768, "PCM_16"),
        (HALVES[None], HALVES / 32768, "PCM_16"),
        (HALVES[None, None, :], HALVES / 32768, "PCM_16"),
        (HALVES[:, None], HALVES / 32768, "PCM_16"),
        (HALVES[::2], HALVES[::2] / 32768, "PCM_16"),
        (HALVES.astype(">i2"), HALVES / 32768, "PCM_16"),
        (ByArray(STEREO), STEREO / 32768, "PCM_16"),
        (ByPack(STEREO), STEREO / 32768, "PCM_16"),
        (Tensor(tone()), tone(), "FLOAT"),
        ([0.0, 0.5, -0.5] * 20, np.array([0, 0.5, -0.5] * 20), "PCM_16"),
    ],
)
def test_samples_become_a_file_without_loss_and_always_the_same(
    given: Any, expected: Any, subtype: str
) -> None:
    content = wav_of(given, RATE)
    samples, rate, kind = read(content)
    assert content == wav_of(given, float(RATE))
    assert (rate, kind) == (RATE, subtype)
    np.testing.assert_allclose(samples.squeeze(), np.asarray(expected, dtype=np.float64), rtol=1e-6)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ((np.zeros((2, 2), np.float32), RATE), "which side of an array of shape (2, 2)"),
        ((np.zeros((100, 90), np.float32), RATE), "which side of an array of shape (100, 90)"),
        ((np.zeros((3, 2, 9000), np.float32), RATE), "which side of an array of shape (3, 2, 9000)"),
        ((np.zeros(0, np.float32), RATE), "an array of shape (0,) holds no sample"),
        ((np.array([0.0, np.nan, 0.0]), RATE), "sample 1 of 3 is no number"),
        ((np.array([0.0, np.inf]), RATE), "sample 1 of 2 is no number"),
        ((np.array([0.0, 20143.0]), RATE), "the samples go up to 20,143"),
        ((np.zeros(100, np.int64), RATE), "samples of int64 have no known full scale"),
        ((np.zeros(100, bool), RATE), "samples of bool have no known full scale"),
        ((np.zeros(100, complex), RATE), "samples of complex128 have no known full scale"),
        ((tone(), 0), "0 is no sampling rate"),
        ((tone(), 22_050.5), "22050.5 is no sampling rate"),
        ((tone(), None), "None is no sampling rate"),
        (tone(), "an array of samples has no sampling rate"),
        (([0, 1, 2] * 9, RATE), "samples of int64 have no known full scale"),
        ([0.0, 0.5], "an array of samples has no sampling rate"),
        ("no.wav", "there is no file 'no.wav'"),
        (Path("no.wav"), "there is no file 'no.wav'"),
        ({"bytes": None, "path": "no.wav"}, "there is no file 'no.wav'"),
        ({"audio": 7}, "a int is no file"),
    ],
)
def test_what_cannot_be_known_is_refused_at_the_call(value: object, message: str) -> None:
    _, task = a_page()
    with pytest.raises(sc.ProblemError) as told:
        task.add(outputs={"ours": value})
    (problem,) = told.value.problems
    assert problem.message.startswith(message)
    assert problem.place.path.endswith("test_notebook.py")
    line = Path(__file__).read_text("utf-8").splitlines()[problem.place.line - 1]
    assert line[problem.place.column - 1 : problem.place.end - 1] == 'task.add(outputs={"ours": value})'
    assert task.examples == []


def test_a_path_that_is_nearly_right_is_named() -> None:
    noise(Path("clips/first.wav"))
    with pytest.raises(sc.ProblemError, match=re.escape("did you mean 'clips/first.wav'?")):
        a_page()[1].add(outputs={"ours": "clips/frist.wav"})


class Decoder:
    """A decoder of torchcodec, as `datasets` gives it where it knows the file: decoding is not asked for."""

    def __init__(self, encoded: Mapping[str, object] | None = None) -> None:
        self._hf_encoded = encoded
        self.data, self.sample_rate = np.stack([tone(), tone(330)]), RATE

    def get_all_samples(self) -> Decoder:
        return self


def wav_bytes(hz: float = 220.0) -> bytes:
    return wav_of(tone(hz), RATE)


@pytest.mark.parametrize(
    ("value", "content"),
    [
        ("clip.wav", wav_bytes),
        (Path("clip.wav"), wav_bytes),
        (lambda: wav_bytes(), wav_bytes),
        ((tone(), RATE), wav_bytes),
        ((RATE, tone()), wav_bytes),  # as scipy has it
        ((tone().tolist(), RATE), wav_bytes),
        ({"array": tone(), "sampling_rate": RATE, "path": "a.flac"}, wav_bytes),
        ({"bytes": wav_bytes(), "path": "far/away.wav"}, wav_bytes),
        ({"bytes": None, "path": "clip.wav"}, wav_bytes),
        (Decoder({"bytes": wav_bytes(), "path": None}), wav_bytes),
        (Decoder(), lambda: wav_of(np.stack([tone(), tone(330)]), RATE)),
        ({"audio": (tone(), RATE), "note": "cut"}, wav_bytes),
    ],
)
def test_a_clip_in_any_form_is_a_file_by_its_content(value: Any, content: Callable[[], bytes]) -> None:
    Path("clip.wav").write_bytes(wav_bytes())
    page, task = a_page()
    example = task.add(outputs={"ours": value() if callable(value) else value})
    page.save("demo")
    written: Any = example.entry["outputs"]
    name = written["ours"]["audio"] if isinstance(written["ours"], dict) else written["ours"]
    assert re.fullmatch(r"(ours|clip|away)-[0-9a-f]{10}\.wav", name)
    assert Path("demo/data/audio", name).read_bytes() == content()


# What is written, built and shown.


def eight_lines() -> sc.Page:
    for name in ("first", "second", "third"):
        noise(Path(f"{name}.wav"))
    table = pd.DataFrame(
        {"sentence": ["One.", "Two."], "wav_ours": ["first.wav", "second.wav"], "utmos": [4.1, None]}
    )
    page = sc.Page("Voices", models={"ours": "Larkspur"}, ours="ours")
    task = page.task("Unseen speakers", output="audio", scores={"UTMOS": {"better": "higher"}})
    task.add_frame(table, text="sentence", outputs={"ours": "wav_ours"}, scores=["utmos"])
    return page


def test_save_writes_what_a_person_would_write() -> None:
    page = eight_lines()
    page.save("demo")
    written = {
        name: re.sub(r"-[0-9a-f]{10}", "-DIGEST", text.decode())
        for name, text in files(Path("demo/examples")).items()
    }
    assert written["catalogue.yaml"] == (
        "# yaml-language-server: $schema=../docs/schema/catalogue.json\n\n"
        "title: Voices\n\nmodels:\n  ours: {name: Larkspur, ours: true}\n\n"
        "sections:\n  - title: Examples\n    tasks: [unseen-speakers.yaml]\n"
    )
    assert written["unseen-speakers.yaml"] == (
        "# yaml-language-server: $schema=../docs/schema/task.json\n\n"
        "title: Unseen speakers\noutput: audio\n\nscores:\n  UTMOS: {better: higher}\n\n"
        "examples:\n  - text: One.\n    outputs:\n      ours:\n        audio: first-DIGEST.wav\n"
        "        scores: {UTMOS: 4.1}\n\n  - text: Two.\n    outputs: {ours: second-DIGEST.wav}\n"
    )
    assert invoke("check", "--strict", "-C", "demo") == (0, "Checked 2 examples: no problems\n")


def test_save_and_build_site_make_the_bytes_that_build_makes() -> None:
    page = eight_lines()
    page.build("site")
    page.save("demo")
    assert invoke("build", "-C", "demo", "-o", "other")[0] == 0
    assert files(Path("site")) == files(Path("other"))


def test_a_cell_that_is_run_again_changes_nothing() -> None:
    eight_lines().save("demo")
    before = {
        path: path.stat().st_mtime_ns
        for path in Path("demo").rglob("*")
        if path.is_file() and ".soundcase" not in path.parts
    }
    eight_lines().save("demo")
    assert before == {path: path.stat().st_mtime_ns for path in before}


def test_save_keeps_what_somebody_edited_and_removes_what_it_wrote() -> None:
    page = eight_lines()
    page.save("demo")
    page.task("Unseen speakers", output="audio").add(text="One.", outputs={"ours": "third.wav"})
    page.save("demo")
    assert [path.name.partition("-")[0] for path in Path("demo/data/audio").iterdir()] == ["third"]
    path = Path("demo/examples/unseen-speakers.yaml")
    path.write_text(path.read_text("utf-8").replace("One.", "By hand."), "utf-8")
    page.task("Unseen speakers", output="audio").add(text="Other.", outputs={"ours": "first.wav"})
    with pytest.raises(sc.ProblemError, match=r"edited-since.*is not as the last save left it"):
        page.save("demo")
    assert "By hand." in path.read_text("utf-8")
    page.save("demo", overwrite=True)
    assert "Other." in path.read_text("utf-8")


def test_a_task_with_very_many_examples_has_a_file_of_records() -> None:
    page = sc.Page("Answers", models={"ours": "Ours"}, rules=QUIET)
    rows = [{"q": f"Question {number}?", "a": f"Answer {number}"} for number in range(501)]
    page.task("All").add_frame(rows, text="q", outputs={"ours": "a"})
    page.save("demo")
    assert task_file(name="all")["examples_from"] == "all.jsonl"
    assert len(Path("demo/examples/all.jsonl").read_text("utf-8").splitlines()) == 501
    assert len(sc.open("demo").rows()) == 501


def test_everything_of_an_example_can_be_given() -> None:
    for name in ("first", "second", "third"):
        noise(Path(f"{name}.wav"))
    page = sc.Page("Dialogues", rules=QUIET)
    task = page.task("Talks", output="labels", section="Long ones", defaults={"context": "A hint."})
    turn = {
        "speaker": "User",
        "audio": (tone(99), RATE),
        "outputs": {"ours": "Dog", "late": "Cat"},
        "start": 0.5,
    }
    third = {"labels": ["Dog"], "audio": (tone(), RATE)}
    task.add(
        id="one",
        group=np.int64(5),
        tags={"snr": np.float32(2.5), "clean": True, "none": None},
        audio="first.wav",
        prompt={"ours": "Say!"},
        labels=np.array(["Speech", "Dog"]),
        note=None,
        choices=["Speech", "Dog"],
        outputs={"ours": ["Speech", "Dog"], "base": "Cat", "third": third},
        scores={"base": {"CER": (4.5, 0.5), "MOS": float("nan")}},
        turns=[turn],
    )
    entry: Any = dict(task.examples[0][0])
    entry["audio"] = re.sub(r"-\w{10}", "", entry["audio"])
    assert entry == {
        "id": "one",
        "group": "5",
        "tags": {"snr": "2.5", "clean": "true"},
        "audio": "first.wav",
        "prompt": {"ours": "Say!"},
        "choices": ["Speech", "Dog"],
        "labels": ["Speech", "Dog"],
        "outputs": {
            "ours": {"labels": ["Speech", "Dog"]},
            "base": {"labels": "Cat", "scores": {"CER": "4.5 ± 0.5"}},
            "third": {"labels": ["Dog"], "audio": entry["outputs"]["third"]["audio"]},
        },
        "turns": [
            {
                "speaker": "User",
                "audio": entry["turns"][0]["audio"],
                "outputs": {"ours": "Dog", "late": "Cat"},
                "start": "0.5",
            }
        ],
    }
    assert entry["turns"][0]["audio"].startswith("one-turn-1-audio-")
    assert list(entry)[:3] == ["id", "group", "tags"]
    told = dict(page._written().texts())
    assert "defaults: {context: A hint.}" in told["examples/talks.yaml"]
    assert "models: {ours: ours, base: base, third: third, late: late}" in told["examples/catalogue.yaml"]
    assert "title: Long ones" in told["examples/catalogue.yaml"]


def test_pictures_and_files_to_take_along_are_files_too() -> None:
    from PIL import Image

    Path("tune.mid").write_bytes(b"MThd")

    Image.new("RGB", (40, 30), "navy").save("logo.png")
    figure = {"image": Image.new("RGB", (60, 40), "teal"), "alt": "A square"}
    page = sc.Page("Pictures", figures=[figure], logos=[{"image": "logo.png", "alt": "A lab"}], rules=QUIET)
    drawn = {"text": "y", "image": Path("logo.png").read_bytes(), "alt": "z"}
    taken = ["tune.mid", {"file": Path("tune.mid"), "label": "Score"}]
    example = page.task("Drawn").add(text="x", outputs={"ours": drawn}, files=taken)
    page.save("demo")
    names = {re.sub(r"-\w{10}", "", path.name) for path in Path("demo/data/images").iterdir()}
    assert names == {"figures.png", "logo.png"}
    (tune,) = (path.name for path in Path("demo/data/files").iterdir())
    assert example.entry["files"] == [tune, {"label": "Score", "file": tune}]
    assert "data:image/png;base64," in page._repr_html_().replace("&quot;", '"')


TABLE: dict[str, list[Any]] = {
    "sentence": ["One.", "Two.", None],
    "wav": [(tone(), RATE), (tone(330), RATE), None],
    "heard": ["one", None, "three"],
    "utmos_ours": [4.5, float("nan"), 3.0],
    "spk": ["p225", "p226", "p225"],
    "n": [1, 2, 3],
}


class Audio:
    """The feature of a column of sound, as `datasets` has it."""

    def __init__(self, *, decode: bool = True) -> None:
        self.decode = decode


class ClassLabel:
    def int2str(self, number: int) -> str:
        return ("dog", "cat")[number]


class Dataset:
    """A data set as `datasets` has it, which must not decode."""

    def __init__(self, rows: Mapping[str, list[Any]], features: Mapping[str, Any]) -> None:
        self.rows, self.features, self.column_names = rows, features, list(rows)

    def __getitem__(self, name: str) -> list[Any]:
        assert not getattr(self.features.get(name), "decode", False), "nothing is decoded here"
        return self.rows[name]

    def select_columns(self, names: list[str]) -> Dataset:
        return Dataset({name: self.rows[name] for name in names}, self.features)

    def cast_column(self, name: str, feature: Audio) -> Dataset:
        return Dataset(self.rows, {**self.features, name: feature})


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame(
            {
                name: pd.Series(values, dtype=None if name in ("n", "utmos_ours") else object)
                for name, values in TABLE.items()
            }
        ),
        pl.DataFrame({**TABLE, "wav": [[*map(float, value[0])] if value else None for value in TABLE["wav"]]}),
        Dataset(
            {
                **TABLE,
                "wav": [
                    {"bytes": wav_bytes(), "path": None},
                    {"bytes": wav_bytes(330), "path": "two.wav"},
                    None,
                ],
            },
            {"wav": Audio(), "sentence": object()},
        ),
        [dict(zip(TABLE, row, strict=True)) for row in zip(*TABLE.values(), strict=True)],
    ],
    ids=["pandas", "polars", "datasets", "rows"],
)
def test_a_table_of_any_kind_gives_an_example_for_each_row(table: object) -> None:
    page, task = a_page()
    task.add_frame(
        table, text="sentence", outputs={"ours": {"audio": "wav", "text": "heard"}}, scores=["utmos"],
        tags={"speaker": "spk"}, id="n", rate=RATE,
    )  # fmt: skip
    page.save("demo")
    found = sc.open("demo").rows()
    assert [
        (row["example"], row.get("text"), row.get("seconds"), row.get("score:UTMOS"), row["tag:speaker"])
        for row in found
    ] == [("1", "one", 0.5, 4.5, "p225"), ("2", None, 0.5, None, "p226"), ("3", "three", None, 3.0, "p225")]
    assert [row.get("text") for row in task_file()["examples"]] == ["One.", "Two.", None]


def test_classes_of_a_data_set_are_called_by_their_names() -> None:
    _, task = a_page()
    rows: dict[str, list[Any]] = {"label": [1, 0, -1], "said": ["cat", "cat", "dog"]}
    task.add_frame(Dataset(rows, {"label": ClassLabel()}), labels="label", outputs={"ours": {"text": "said"}})
    assert [entry.get("labels") for entry, _ in task.examples] == ["cat", "dog", None]


@pytest.mark.parametrize(
    ("table", "columns", "message"),
    [
        ([{"a": "x"}], {"outputs": {"ours": "b"}}, "the table has no column 'b'"),
        (pd.DataFrame({"wav_a": ["x"]}), {"outputs": {"ours": "wav"}}, "the table has no column 'wav'"),
        ({"a": ["x"]}, {"outputs": {"ours": "a"}}, "a dict is no table"),
        (iter([{"a": "x"}]), {"outputs": {"ours": "a"}}, "the rows of a list_iterator are not all there"),
        ([{"a": "x.wav"}], {"outputs": {"ours": "a"}}, "row 1: there is no file 'x.wav'"),
    ],
)
def test_what_is_wrong_with_a_table_is_told(table: object, columns: Any, message: str) -> None:
    _, task = a_page()
    with pytest.raises(sc.ProblemError) as told:
        task.add_frame(table, **columns)
    assert told.value.problems[0].message == message


def test_a_problem_of_the_catalogue_is_told_at_the_call_and_row_that_gave_it() -> None:
    page, task = a_page()
    task.add(text="fine", outputs={"ours": (tone(), RATE)})
    rows = [{"w": (tone(300 + n), RATE), "s": score} for n, score in enumerate(["4", "high", "3", "low"])]
    task.add_frame(rows, outputs={"ours": "w"}, scores={"UTMOS": {"ours": "s"}})
    task.add(text="fine", outputs={"theirs": (tone(500), RATE)})
    with pytest.raises(sc.ProblemError) as told:
        page.build()
    lines = Path(__file__).read_text("utf-8").splitlines()
    found = [
        (one.code, one.message.partition(":")[0], lines[one.place.line - 1].strip())
        for one in told.value.problems
    ]
    assert (
        "unknown-model",
        "no model 'theirs' in models",
        'task.add(text="fine", outputs={"theirs": (tone(500), RATE)})',
    ) in found
    rows_ = [message for _, message, line in found if line.startswith("task.add_frame")]
    assert set(rows_) <= {"row 2", "row 4", "rows 2, 4"}
    assert len(rows_) >= 1
    assert not Path("site").exists()
    assert "examples/" not in str(told.value)


def test_a_problem_in_a_file_of_records_is_told_with_its_row() -> None:
    page = sc.Page("Answers", models={"ours": "Ours"}, rules=QUIET)
    rows = [{"q": "Q", "a": "A", "s": "high" if number == 554 else "1"} for number in range(600)]
    task = page.task("All", scores={"S": {"better": "higher"}}, layout="tabel")  # type: ignore[arg-type]
    task.add_frame(rows, text="q", outputs={"ours": "a"}, scores=["s"])
    with pytest.raises(sc.ProblemError) as told:
        page.build()
    lines = Path(__file__).read_text("utf-8").splitlines()
    found = {
        one.message.partition(":")[0]: lines[one.place.line - 1].split("(")[0].strip()
        for one in told.value.problems
    }
    assert found.pop("row 555") == "task.add_frame"
    assert [*found.values()] == ["task = page.task"]


def test_what_cannot_be_written_is_told_at_the_call() -> None:
    page = eight_lines()
    Path("file").write_text("", "utf-8")
    Path("full").mkdir()
    Path("full/mine.txt").write_text("", "utf-8")
    for target, code in (
        ("file", "output-not-ours"),
        ("full", "output-not-ours"),
        ("file/site", "cannot-write"),
    ):
        with pytest.raises(sc.ProblemError) as told:
            page.build(target)
        (problem,) = told.value.problems
        line = Path(__file__).read_text("utf-8").splitlines()[problem.place.line - 1].strip()
        assert (problem.code, line) == (code, "page.build(target)")
    with pytest.raises(sc.ProblemError, match="cannot-write"):
        page.save("file")


def test_what_is_doubtful_is_a_warning() -> None:
    page = sc.Page("Voices", models={"ours": "Larkspur", "base": "Patchwork"})
    page.task("All", output="audio").add(text="x", outputs={"ours": (tone() * 4, RATE)})
    with pytest.warns(sc.ProblemWarning, match=r"unused-model(.|\n)*over-full-scale"):
        page.build()
    assert Path("site/index.html").exists()


def test_unknown_keys_are_told_with_the_nearest_known_one() -> None:
    page, task = a_page()
    task.add(text="x", outputs={"ours": (tone(), RATE)}, nota="y")  # type: ignore[call-arg]
    with pytest.raises(sc.ProblemError, match="did you mean 'note'"):
        page.build()
    with pytest.raises(sc.ProblemError, match="'a b' cannot be an id"):
        page.task("T", id="a b")


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"outputs": "a.wav"}, "'a.wav' stands where a mapping is meant"),
        ({"outputs": {"ours": "x"}, "scores": {"UTMOS": 4.1}}, "'4.1' stands where a mapping is meant"),
        ({"outputs": {"ours": "x"}, "turns": ["Hello"]}, "'Hello' stands where a mapping is meant"),
    ],
)
def test_what_has_another_shape_is_told_at_the_call(keys: Any, message: str) -> None:
    task = sc.Page("Answers", models=["ours"]).task("All")
    with pytest.raises(sc.ProblemError) as told:
        task.add(**keys)
    assert [one.message for one in told.value.problems] == [message]


def test_ours_is_one_of_the_models() -> None:
    with pytest.raises(sc.ProblemError, match="did you mean 'ours'"):
        sc.Page("Voices", models=["ours", "base"], ours="our")
    with pytest.raises(sc.ProblemError, match="where a mapping is meant"):
        sc.Page("Voices", figures=["a.png"])  # type: ignore[list-item]


def test_what_is_shown_is_one_frame_that_holds_all_it_needs() -> None:
    page = sc.Page("Voices", models=["ours"], citation="@misc{a, title={T}, author={A B}, year={2026}}")
    task = page.task("Unseen speakers", output="audio")
    for number in range(23):
        example = task.add(text=f"Sentence {number}.", outputs={"ours": (tone(200 + number), RATE)})
    shown = page._repr_html_()
    assert shown.count("<iframe") == 1
    assert 'sandbox="allow-scripts"' in shown
    assert "The first 20 of 23 examples are shown." in shown
    (inner,) = re.findall(r'srcdoc="([^"]*)"', shown)
    assert inner.count("data:audio/mpeg;base64,") == 20
    assert not re.search(r"(?:src|href)=&quot;(?!data:|#|https?://)", inner)
    assert "default-src &#x27;none&#x27;" in inner
    assert "The first 20 of 23" in task._repr_html_()
    one = example._repr_html_()
    assert "Sentence 22." in one
    assert "Example 23" in one
    assert one.count("data:audio/mpeg;base64,") == 1


def test_what_is_shown_is_capped_in_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    page, task = a_page()
    for number in range(8):
        task.add(text=f"Sentence {number}.", outputs={"ours": (tone(200 + number), RATE)})
    monkeypatch.setattr(preview, "MOST_BYTES", 20_000)
    assert re.search(r"The first [2-4] of 8 examples are shown\.", page._repr_html_())
    monkeypatch.setattr(preview, "MOST_BYTES", 100)
    assert "The first 1 of 8 examples are shown. Clips are left out" in page._repr_html_()


def test_what_is_wrong_is_shown_in_place_of_the_page() -> None:
    page, task = a_page()
    assert "No examples yet." in page._repr_html_()
    task.add(text="x", outputs={"theirs": (tone(), RATE)})
    assert "<pre>" in page._repr_html_()
    assert "no model &#x27;theirs&#x27; in models" in task._repr_html_()


def test_a_cell_that_runs_again_takes_back_what_it_had_added(monkeypatch: pytest.MonkeyPatch) -> None:
    class Shell:
        execution_count, cell = 1, "a"

        def get_parent(self) -> Mapping[str, Any]:
            return {"metadata": {"cellId": self.cell}}

    shell = Shell()
    monkeypatch.setattr(calls, "_shell", lambda: shell)
    _, task = a_page()

    def run(cell: str, *texts: str) -> list[object]:
        shell.execution_count, shell.cell = shell.execution_count + 1, cell
        for text in texts:
            task.add(text=text, outputs={"ours": (tone(), RATE)})
        return [entry["text"] for entry, _ in task.examples]

    assert run("a", "one", "one") == ["one", "one"]
    assert run("b", "two") == ["one", "one", "two"]
    assert run("a", "three") == ["two", "three"]


def test_a_project_is_opened_as_values() -> None:
    page, task = a_page()
    task.add(
        id="x",
        text="One.",
        outputs={"ours": (tone(), RATE), "base": (tone(330), RATE)},
        scores={"ours": {"UTMOS": 4}},
    )
    answers = page.task("Answers", output="labels")
    for label in ("dog", "dog", "cat"):
        answers.add(labels=label, outputs={"ours": "dog", "base": "cat"})
    page.save("demo")
    demo = sc.open("demo")
    assert repr(demo).endswith(": tasks unseen-speakers, answers; 4 examples, 2 models, 0 warnings>")
    assert [*demo.models] == ["ours", "base"]
    assert [*demo.tasks] == ["unseen-speakers", "answers"]
    assert {facts.rate for facts in demo.facts.values()} == {RATE}
    verdicts = [row["verdict"] for row in demo.rows() if row["task"] == "answers"]
    assert verdicts == ["right", "wrong", "right", "wrong", "wrong", "right"]
    assert demo.statistics["answers"].told
    with pytest.raises(sc.ProblemError, match="missing-catalogue"):
        sc.open("nowhere")


def test_keys_are_those_of_the_catalogue() -> None:
    """A new key of the format has to be named in `notebook/keys.py` too, for type checkers and completion."""
    assert set(PageKeys.__annotations__) == CatalogueEntry.model_fields.keys() - {"title", "models", "sections"}
    assert set(TaskKeys.__annotations__) == TaskEntry.model_fields.keys() - {
        "title",
        "examples",
        "examples_from",
    }
    assert set(ExampleKeys.__annotations__) == {"id", *fields_of(Example)}


def run_python(source: str, folder: Path, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", source], cwd=folder, env={**os.environ, **environment},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_importing_the_package_imports_nothing_else(tmp_path: Path) -> None:
    loaded = (
        "import soundcase, sys; print(sorted(name for name in sys.modules if name.startswith('soundcase')))"
    )
    assert run_python(loaded, tmp_path) == "['soundcase']\n"
    foreign = (
        "import soundcase as sc, sys; sc.Page, sc.open;"
        "print({'pandas', 'polars', 'torch', 'datasets', 'IPython', 'jax'} & {*sys.modules})"
    )
    assert run_python(foreign, tmp_path) == "set()\n"
    names: dict[str, str] = vars(sc)["_NAMES"]
    assert set(names) <= set(dir(sc))
    with pytest.raises(AttributeError, match="no attribute 'pages'"):
        _ = sc.pages  # type: ignore[attr-defined]
    stub = (REPOSITORY / "src/soundcase/__init__.pyi").read_text("utf-8")
    assert set(re.findall(r" as (\w+)(?:$|  #)", stub, re.MULTILINE)) == set(names)


def test_a_frame_becomes_a_page_where_there_is_no_ffmpeg(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "a.wav"), "wb") as clip:
        clip.setparams((1, 2, RATE, 0, "NONE", "not compressed"))
        clip.writeframes((tone(220, 2.0) * 32767).astype("<i2").tobytes())
    source = """
import pandas as pd
import soundcase as sc
table = pd.DataFrame({"sentence": ["One."], "wav": ["a.wav"], "utmos": [4.1]})
page = sc.Page("Voices", models={"ours": "Larkspur"}, ours="ours")
task = page.task("Unseen", output="audio", scores={"UTMOS": {"better": "higher"}})
task.add_frame(table, text="sentence", outputs={"ours": "wav"}, scores=["utmos"])
page.build("site")
"""
    run_python(source, tmp_path, PATH=str(tmp_path / "nothing"))
    assert [path.suffix for path in sorted((tmp_path / "site" / "audio").iterdir())] == [".mp3", ".wav"]
