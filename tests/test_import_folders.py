"""Folders of clips as a catalogue: which folders are systems, what went in, what is said."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bench import REPOSITORY
from projects import encoded, tone, write
from soundcase.catalogue.load import load
from soundcase.cli import commands
from soundcase.model import Task
from soundcase.project import Project
from soundcase_import.folders.import_folder import found_out
from soundcase_import.names import SOUND_SUFFIXES


def clips(folder: Path, *names: str) -> Path:
    for number, name in enumerate(names):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encoded(tone(200 + number * 10)))
    return folder


def run(source: Path, target: Path, *options: str) -> Result:
    return CliRunner().invoke(commands, ["import", str(source), "-o", str(target), *options])


def only(source: Path, target: Path, *options: str) -> Task:
    result = run(source, target, *options)
    assert result.exit_code == 0, result.output
    loaded = load(Project(target, target / "site"))
    assert loaded.problems == ()
    assert loaded.catalogue is not None
    (task,) = loaded.catalogue.tasks()
    return task


def shape(task: Task) -> list[tuple[str, list[str | None], dict[str, str | None]]]:
    return [
        (
            one.title,
            [piece.audio for piece in one.audio],
            {name: two[0].audio for name, two in one.outputs.items()},
        )
        for one in task.examples
    ]


@pytest.mark.parametrize("turned", [False, True])
def test_a_folder_per_system_or_per_utterance(tmp_path: Path, *, turned: bool) -> None:
    names = [(system, f"u{n}") for n in (1, 2, 3) for system in ("noisy", "net", "base")]
    paths = [f"{b}/{a}.wav" if turned else f"{a}/{b}.wav" for a, b in names]
    task = only(clips(tmp_path / "in", *paths), tmp_path / "out")

    def path(system: str, name: str) -> str:
        return f"{name}/{system}.wav" if turned else f"{system}/{name}.wav"

    assert shape(task) == [
        (name, [path("noisy", name)], {"base": path("base", name), "net": path("net", name)})
        for name in ("u1", "u2", "u3")
    ]
    assert CliRunner().invoke(commands, ["check", "-C", str(tmp_path / "out")]).exit_code == 0


def test_what_was_found_out_is_shown_and_a_pattern_overrules_it(tmp_path: Path) -> None:
    folder = clips(tmp_path / "in", "one/a.wav", "one/b.wav", "two/a.wav", "two/b.wav")
    assert "layout = {model}/{example}" in run(folder, tmp_path / "found").output
    task = only(folder, tmp_path / "out", "--pattern", "{example}/{model}")
    assert shape(task)[0] == ("one", [], {"a": "one/a.wav", "b": "one/b.wav"})


def test_names_that_end_in_the_system(tmp_path: Path) -> None:
    folder = clips(tmp_path / "in", *(f"utt{n}_{system}.wav" for n in range(3) for system in ("ours", "base")))
    assert [list(one.outputs) for one in only(folder, tmp_path / "out").examples] == [["base", "ours"]] * 3


def test_groups_stand_above_systems(tmp_path: Path) -> None:
    names = [
        f"{group}/{system}/u{n}.wav" for group in ("0dB", "5dB") for system in ("x", "y") for n in range(3)
    ]
    task = only(clips(tmp_path / "in", *names), tmp_path / "out", "--pattern", "{group}/{model}/{example}")
    assert [one.group for one in task.examples] == ["0dB"] * 3 + ["5dB"] * 3


def test_words_beside_a_clip_are_what_is_said(tmp_path: Path) -> None:
    folder = clips(tmp_path / "in", *(f"{system}/u{n}.wav" for system in ("x", "y") for n in range(3)))
    (folder / "x" / "u0.txt").write_text("\ufeffno\n", encoding="utf-8")
    (folder / "y" / "u1.lab").write_text("1.10", encoding="utf-8")
    assert [one.text for one in only(folder, tmp_path / "out").examples] == ["no", "1.10", None]


def test_clips_that_fit_no_layout_are_told(tmp_path: Path) -> None:
    names = [f"{system}/u{n}.wav" for system in ("x", "y") for n in range(3)]
    result = run(clips(tmp_path / "in", *names, "readme.wav"), tmp_path / "out")
    assert "other-layout: 'readme.wav' does not fit the layout" in result.output


@pytest.mark.parametrize("pattern", ["{model}", "{system}/{example}", "{example}/{example}"])
def test_a_pattern_that_means_nothing_is_refused(tmp_path: Path, pattern: str) -> None:
    result = run(clips(tmp_path / "in", "a/b.wav"), tmp_path / "out", "--pattern", pattern)
    assert result.exit_code == 1
    assert "is no pattern" in result.stderr


def test_a_folder_without_any_layout_asks_for_a_pattern(tmp_path: Path) -> None:
    result = run(clips(tmp_path / "in", "a.wav", "b.wav"), tmp_path / "out")
    assert result.exit_code == 1
    assert "--pattern" in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]


def test_an_audio_folder_with_columns_of_clips(tmp_path: Path) -> None:
    folder = clips(tmp_path / "in", "n/1.wav", "c/1.wav", "o/1.wav")
    record = {"file_name": "n/1.wav", "clean_file_name": "c/1.wav", "my_net_file_name": "o/1.wav", "text": "no"}
    (folder / "metadata.jsonl").write_text(json.dumps(record) + "\n")
    (example,) = only(folder, tmp_path / "out").examples
    assert [one.audio for one in example.audio] == ["n/1.wav"]
    assert [one.audio for one in example.reference] == ["c/1.wav"]
    assert (example.text, list(example.outputs)) == ("no", ["my-net"])


def test_an_audio_folder_with_answers(tmp_path: Path) -> None:
    folder = clips(tmp_path / "in", "1.wav")
    (folder / "metadata.csv").write_text("file_name,transcription,prediction\n1.wav,know,no\n")
    (example,) = only(folder, tmp_path / "out").examples
    assert example.reference[0].text == "know"
    assert (tmp_path / "out/data/audio/1.wav").is_file()


def test_a_parquet_table_without_pyarrow_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = clips(tmp_path / "in", "1.wav")
    (folder / "metadata.parquet").write_bytes(b"PAR1")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    result = run(folder, tmp_path / "out")
    assert result.exit_code == 1
    assert 'pip install "soundcase[parquet]"' in result.stderr


@pytest.mark.parametrize(
    ("paths", "pattern"),
    [
        (["a/1.wav", "a/2.wav", "a/3.wav", "b/1.wav", "b/2.wav", "b/3.wav"], "{model}/{example}"),
        (["1/a.wav", "1/b.wav", "2/a.wav", "2/b.wav", "3/a.wav", "3/b.wav"], "{example}/{model}"),
        (["x/clean/1.wav", "x/clean/2.wav", "x/noisy/1.wav", "x/noisy/2.wav"], "{any}/{model}/{example}"),
        (["1/clean.wav", "1/noisy.wav", "2/clean.wav", "2/noisy.wav"], "{example}/{model}"),
        (["u1.net.wav", "u1.base.wav", "u2.net.wav", "u2.base.wav"], "{example}.{model}"),
        (["u1__net.wav", "u1__base.wav", "u2__net.wav", "u2__base.wav"], "{example}__{model}"),
        (["p1_1_net.wav", "p1_1_base.wav", "p2_7_net.wav", "p2_7_base.wav"], "{example+}_{model}"),
        (["net/p1/u1.wav", "net/p2/u2.wav", "base/p1/u1.wav", "base/p2/u2.wav"], "{model}/{group}/{example}"),
        (["a.wav"], ""),
        ([], ""),
    ],
)
def test_layouts_are_found_out(paths: list[str], pattern: str) -> None:
    assert found_out(paths) == pattern


def test_what_is_exported_comes_back(tmp_path: Path) -> None:
    names = [f"{system}/u{n}.wav" for system in ("noisy", "clean", "net") for n in range(3)]
    folder = clips(tmp_path / "in", *names)
    (folder / "net" / "u1.txt").write_text("no")
    before = only(folder, tmp_path / "project")
    exported = CliRunner().invoke(commands, ["export", str(tmp_path / "set"), "-C", str(tmp_path / "project")])
    assert exported.exit_code == 0, exported.output
    record = json.loads((tmp_path / "set" / "metadata.jsonl").read_text().splitlines()[1])
    assert record["file_name"] == "noisy/u1.wav"
    assert record["net_file_name"] == "net/u1.wav"
    after = only(tmp_path / "set", tmp_path / "again")
    assert [heard for _, *heard in shape(after)] == [heard for _, *heard in shape(before)]
    assert [one.text for one in after.examples] == [None, "no", None]
    assert (tmp_path / "again/data/audio/clean/u2.wav").read_bytes() == (folder / "clean/u2.wav").read_bytes()


def test_an_export_overwrites_nothing_and_tells_mistakes(tmp_path: Path) -> None:
    names = [f"{system}/u{n}.wav" for system in ("noisy", "net") for n in range(3)]
    only(clips(tmp_path / "in", *names), tmp_path / "project")
    again = CliRunner().invoke(commands, ["export", str(tmp_path / "in"), "-C", str(tmp_path / "project")])
    assert again.exit_code == 1
    assert "error[import-target]" in again.stderr
    (tmp_path / "project/data/audio/net/u1.wav").unlink()
    gone = CliRunner().invoke(commands, ["export", str(tmp_path / "set"), "-C", str(tmp_path / "project")])
    assert gone.exit_code == 1
    assert "error[cannot-write]" in gone.stderr
    assert not (tmp_path / "set").exists()
    (tmp_path / "project/examples/catalogue.yaml").write_text("titel: Clips\n")
    wrong = CliRunner().invoke(commands, ["export", str(tmp_path / "set"), "-C", str(tmp_path / "project")])
    assert wrong.exit_code == 1
    assert "1 | titel: Clips" in wrong.stderr


def test_one_clip_in_two_formats_is_one_clip(tmp_path: Path) -> None:
    folder = clips(tmp_path / "in", "net/a.wav", "net/b.wav", "base/a.wav", "base/b.wav")
    (folder / "net" / "a.mp3").write_bytes(b"the same, smaller")
    result = run(folder, tmp_path / "out")
    assert "second-format: 'net/a.mp3'" in result.output
    assert not (tmp_path / "out/data/audio/net/a.mp3").exists()


def test_clips_are_known_by_every_suffix_that_sound_has(tmp_path: Path) -> None:
    suffixes = [suffix.removeprefix(".") for suffix in sorted(SOUND_SUFFIXES)] + ["WAV"]
    names = [f"{system}/{at}.{suffix}" for system in ("net", "base") for at, suffix in enumerate(suffixes)]
    task = only(clips(tmp_path / "in", *names, "net/notes.md"), tmp_path / "out")
    assert len(task.examples) == len(suffixes)


def test_names_that_no_project_may_have_are_changed(tmp_path: Path) -> None:
    names = [f"{system}/{name}.wav" for system in ("-net", "base") for name in ("a\nb", "a_b", "x" * 200)]
    task = only(clips(tmp_path / "in", *names, "-net/e\u0301.wav", "base/\u00e9.wav"), tmp_path / "out")
    assert {one.title: len(one.outputs) for one in task.examples} == {
        "a b": 2,
        "a_b": 2,
        "x" * 200: 2,
        "\u00e9": 2,
    }
    assert len({piece.audio for one in task.examples for two in one.outputs.values() for piece in two}) == 8


def test_an_audio_folder_with_nothing_but_words_has_no_models(tmp_path: Path) -> None:
    folder = clips(tmp_path / "in", "clips/a.wav", "clips/b.wav")
    (folder / "metadata.csv").write_text("file_name,transcription\nclips/a.wav,hello\nclips/b.wav,bye\n")
    task = only(folder, tmp_path / "out")
    assert [(one.text, one.audio[0].audio) for one in task.examples] == [
        ("hello", "clips/a.wav"), ("bye", "clips/b.wav"),
    ]  # fmt: skip


def test_nothing_outside_of_a_folder_is_taken(tmp_path: Path) -> None:
    folder = clips(tmp_path / "in", "net/a.wav", "net/b.wav", "base/a.wav", "base/b.wav", "c.wav")
    (tmp_path / "key").write_text("secret")
    (tmp_path / "x.wav").write_text("secret")
    (folder / "net" / "c.wav").symlink_to(tmp_path / "key")
    (folder / "net" / "loop").symlink_to("..")
    only(folder, tmp_path / "out")
    assert not (tmp_path / "out/data/audio/net/c.wav").exists()
    record = {"file_name": "../x.wav", "net_file_name": str(tmp_path / "x.wav"), "base_file_name": "c.wav"}
    (folder / "metadata.jsonl").write_text(json.dumps(record))
    result = run(folder, tmp_path / "table")
    assert "missing-file: no clip 'x.wav'" in result.output
    assert [path.name for path in (tmp_path / "table/data/audio").rglob("*.wav")] == ["c.wav"]


def test_a_reference_that_was_exported_comes_back_as_one(tmp_path: Path) -> None:
    folder = clips(
        tmp_path / "in", *(f"{part}/u{n}.wav" for part in ("ours", "baseline", "reference") for n in (1, 2))
    )
    before = only(folder, tmp_path / "project")
    exported = CliRunner().invoke(commands, ["export", str(tmp_path / "set"), "-C", str(tmp_path / "project")])
    assert exported.exit_code == 0, exported.output
    assert shape(only(tmp_path / "set", tmp_path / "again")) == shape(before)


DEMOS = [
    REPOSITORY,
    *(REPOSITORY / "demos" / name for name in ("dialogue", "enhancement", "separation", "tts")),
]


def exported_and_back(project: Path, tmp_path: Path) -> tuple[list[dict[str, object]], Path]:
    """The records of a project's export, and the project that its import makes."""
    result = CliRunner().invoke(commands, ["export", str(tmp_path / "set"), "-C", str(project)])
    assert result.exit_code == 0, result.output
    back = run(tmp_path / "set", tmp_path / "again")
    assert back.exit_code == 0, back.output
    assert "Wrong in the source" not in back.output
    lines = (tmp_path / "set" / "metadata.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines], tmp_path / "again"


@pytest.mark.parametrize("demo", DEMOS, ids=lambda path: path.name if path.parent.name == "demos" else "main")
def test_export_and_import_give_an_equal_catalogue(tmp_path: Path, demo: Path) -> None:
    records, again = exported_and_back(demo, tmp_path)
    before, after = (load(Project(root, root / "site")) for root in (demo, again))
    assert before.catalogue
    assert after.catalogue == before.catalogue
    assert after.rules == before.rules
    assert len(records) == sum(len(task.examples) for task in before.catalogue.tasks())
    checked = CliRunner().invoke(commands, ["check", "-C", str(again), "--strict"])
    assert checked.exit_code == 0, checked.output


def test_every_field_of_an_example_is_in_its_record_and_comes_back(tmp_path: Path) -> None:
    everything = (REPOSITORY / "tests" / "data" / "everything.txt").read_text("utf-8")
    project = write(tmp_path / "p", "picture: dot.png\n" + everything)
    (record,), again = exported_and_back(project, tmp_path)
    wanted = {
        "ours_prompt": "Do only this.",
        "theirs_prompt": "Do it too.",
        "note": "Listen to the *end*.",
        "ours_label": "vocals",
        "ours_note": "good",
        "ours_output": ["Speech"],
        "ours_output_text": "la",
        "ours_2_file_name": "b.wav",
        "theirs_MOS": 3.5,
        "theirs_WER": 12,
        "theirs_url": "https://example.org/clips/b.wav",
        "context": "A hint.",
        "context_2_image": "dot.png",
        "reference2": "A transcript.",
        "tag_noise": "babble",
        "tag_corpus": "made up",
    }
    assert record | wanted == record
    assert record["turns"] == [
        {"speaker": "User", "text": "Hello.", "start": 0, "file_name": "a.wav"},
        {
            "speaker": "Assistant",
            "prompt": "Answer.",
            "start": 1.5,
            "reference": "Hi there.",
            "ours_output": "Hi.",
            "ours_CER": pytest.approx(100 * 6 / 9),
            "ours_CER_errors": 6,
            "ours_CER_n": 9,
            "theirs_output": "Hello.",
            "theirs_reasoning": "A greeting.",
            "theirs_CER": pytest.approx(100 * 7 / 9),
            "theirs_CER_errors": 7,
            "theirs_CER_n": 9,
        },
    ]
    before, after = (load(Project(root, root / "site")).catalogue for root in (project, again))
    assert after == before
    assert (again / "data" / "images" / "dot.png").read_bytes() == (
        project / "data" / "images" / "dot.png"
    ).read_bytes()


def test_scores_with_intervals_and_columns_of_one_name_are_all_there(tmp_path: Path) -> None:
    task = (
        "title: T\noutput: audio\nscores: {MOS: {better: higher}}\nexamples:\n"
        "  - reference: b.wav\n    outputs:\n"
        "      ours: {audio: a.wav, scores: {MOS: 4.21 ± 0.08}}\n"
        "      reference: {audio: c.wav, scores: {MOS: {value: 4, ci: 0.5, n: 30}}}\n"
    )
    main = "title: T\nmodels: {ours: Ours, reference: Named so}\nsections: [{title: S, tasks: [words.yaml]}]\n"
    text = f"audio: c.wav tone-b\n-- examples/catalogue.yaml --\n{main}-- examples/words.yaml --\n{task}"
    (record,), _ = exported_and_back(write(tmp_path / "p", text), tmp_path)
    assert (record["ours_MOS"], record["ours_MOS_ci"]) == (4.21, 0.08)
    assert (record["reference_MOS"], record["reference_MOS_ci"], record["reference_MOS_n"]) == (4, 0.5, 30)
    assert (record["reference_file_name"], record["reference_file_name_2"]) == ("b.wav", "c.wav")


def test_an_exported_catalogue_with_a_fault_is_told_and_without_one_the_table_counts(
    tmp_path: Path,
) -> None:
    clips(tmp_path / "in", *(f"{part}/u{n}.wav" for part in ("ours", "noisy") for n in (1, 2)))
    only(tmp_path / "in", tmp_path / "project")
    CliRunner().invoke(commands, ["export", str(tmp_path / "set"), "-C", str(tmp_path / "project")])
    (tmp_path / "set/examples/catalogue.yaml").write_text("titel: x\n")
    wrong = run(tmp_path / "set", tmp_path / "wrong")
    assert wrong.exit_code == 1
    assert "unknown-key" in wrong.output + wrong.stderr
    assert not (tmp_path / "wrong").exists()
    shutil.rmtree(tmp_path / "set/examples")
    assert len(only(tmp_path / "set", tmp_path / "table").examples) == 2


LISTS = {
    "ids, texts as written and as read": (
        'u1|Printing, 15 cents|Printing, fifteen cents\nu2|"quoted start and – dash|quoted start\n',
        [("Printing, 15 cents", {}), ('"quoted start and – dash', {})],
    ),
    "ids and texts": ("u1|one\nu2|two\n", [("one", {}), ("two", {})]),
    "paths, speakers and texts": (
        "wavs/u1.wav|Ana|one\nwavs/u2.wav|Ben|two\n",
        [("one", {"speaker": "Ana"}), ("two", {"speaker": "Ben"})],
    ),
}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("alone", [False, True])
def test_a_list_without_a_heading_is_clips_and_what_is_said(tmp_path: Path, name: str, *, alone: bool) -> None:
    text, expected = LISTS[name]
    folder = clips(tmp_path / "in", "wavs/u1.wav", "wavs/u2.wav")
    (folder / "metadata.csv").write_text(text, "utf-8")
    task = only(folder / "metadata.csv" if alone else folder, tmp_path / "out")
    assert [(one.text, dict(one.tags)) for one in task.examples] == expected
    assert [one.audio[0].audio for one in task.examples] == ["wavs/u1.wav", "wavs/u2.wav"]
    assert [one.title for one in task.examples] == ["u1", "u2"]
    assert task.models == ()
    written = (tmp_path / "out" / "examples" / "in.yaml").read_text("utf-8")
    assert "# check: nothing here is of a model" in written


def test_a_table_with_bars_and_a_heading_is_a_table(tmp_path: Path) -> None:
    folder = clips(tmp_path / "in", "wavs/u1.wav", "wavs/u2.wav")
    (folder / "metadata.csv").write_text("file_name|text\nwavs/u1.wav|one\nwavs/u2.wav|two\n", "utf-8")
    assert [one.text for one in only(folder, tmp_path / "out").examples] == ["one", "two"]
