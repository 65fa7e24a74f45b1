"""Result files of tools, as their tools write them: what they become, and that their numbers stay the same."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from projects import encoded, tone
from soundcase.catalogue.load import load
from soundcase.cli import commands
from soundcase.model import Catalogue, Task
from soundcase.project import Project
from soundcase.scores import ErrorRate, ScoreValue
from soundcase.site.transcripts import compared
from soundcase_import.results import importers


def put(folder: Path, **files: str) -> Path:
    """A folder with files; `__` in a name is a slash, `_DOT_` a point."""
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_DOT_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def clips(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(encoded(tone()))
    return folder


def run(target: Path, *arguments: object) -> Result:
    return CliRunner().invoke(commands, ["import", *map(str, arguments), "-o", str(target)])


def catalogue_of(target: Path) -> Catalogue:
    loaded = load(Project(target, target / "site"))
    assert loaded.problems == ()
    assert loaded.catalogue is not None
    return loaded.catalogue


def imported(target: Path, *arguments: object) -> Task:
    result = run(target, *arguments)
    assert result.exit_code == 0, result.output
    (task,) = catalogue_of(target).tasks()
    return task


def numbers(target: Path) -> dict[str, dict[str, float]]:
    """What the build makes of the scores of each system: errors pooled, others averaged; to two decimals."""
    found: dict[str, dict[str, list[ErrorRate | ScoreValue]]] = {}
    for _, example in compared(catalogue_of(target)).examples():
        for model, pieces in example.outputs.items():
            for piece in pieces:
                for name, score in piece.scores.items():
                    found.setdefault(model, {}).setdefault(name, []).append(score)
    return {
        model: {name: round(average(values), 2) for name, values in scores.items()}
        for model, scores in found.items()
    }


def average(values: list[ErrorRate | ScoreValue]) -> float:
    rates = [one for one in values if isinstance(one, ErrorRate)]
    if rates:
        return 100 * sum(one.errors for one in rates) / sum(one.units for one in rates)
    return sum(one.value or 0 for one in values) / len(values)


def answers(task: Task) -> list[dict[str, str | None]]:
    return [{model: pieces[0].text for model, pieces in one.outputs.items()} for one in task.examples]


def references(task: Task) -> list[str | None]:
    return [piece.text for one in task.examples for piece in one.reference]


def refusal(target: Path, *arguments: object) -> str:
    """The codes and messages of an import that wrote nothing."""
    result = run(target, *arguments)
    assert result.exit_code == 1, result.output
    assert not target.exists()
    return result.stderr


NEMO = """\
{"audio_filepath": "/data/LibriSpeech/test-clean/121-121726-0000.wav", "duration": 8.335, "text": "also a popular contrivance whereby love making may be suspended but not stopped during the picnic season", "pred_text": "also a popular contrivance whereby love-making may be suspended but not stopped during the picnic season"}
{"audio_filepath": "/data/LibriSpeech/test-clean/121-121726-0001.wav", "duration": 2.03, "text": "harangue the tiresome product of a tireless tongue", "pred_text": "harangue the tiresome product of a tireless tongue"}
{"audio_filepath": "/data/LibriSpeech/test-clean/121-121726-0002.wav", "duration": 3.1, "text": "angor pain painful to hear", "pred_text": "anger pain painful to hear"}
"""  # noqa: E501 (as the tool writes it)


def test_a_manifest_of_nemo_is_json_lines_with_what_was_recognised(tmp_path: Path) -> None:
    """3 errors in 30 words, as NeMo's `word_error_rate` has it, which splits at blanks; issue 14."""
    (tmp_path / "conformer_ctc.json").write_text(NEMO)
    task = imported(tmp_path / "o", tmp_path / "conformer_ctc.json")
    assert answers(task)[2] == {"conformer_ctc": "anger pain painful to hear"}
    assert references(task)[2] == "angor pain painful to hear"
    assert task.examples[0].audio[0].audio == "data/LibriSpeech/test-clean/121-121726-0000.wav"
    assert numbers(tmp_path / "o") == {"conformer_ctc": {"WER": 10.0}}


def test_a_manifest_of_the_comparison_tool_has_several_systems(tmp_path: Path) -> None:
    rows = (
        {
            "audio_filepath": "a.wav",
            "text": "one two",
            "pred_text_contextnet": "one",
            "pred_text_conformer": "one two",
        },
        {
            "audio_filepath": "b.wav",
            "text": "three",
            "pred_text_contextnet": "tree",
            "pred_text_conformer": "three",
        },
    )
    put(tmp_path, both_DOT_json="".join(json.dumps(row) + "\n" for row in rows))
    assert answers(imported(tmp_path / "o", tmp_path / "both.json"))[0] == {
        "contextnet": "one",
        "conformer": "one two",
    }
    assert numbers(tmp_path / "o") == {"contextnet": {"WER": 66.67}, "conformer": {"WER": 0}}


NO_OUTPUTS = {
    "a manifest of NeMo": ("train.json", '{"audio_filepath": "a.wav", "text": "hi", "speaker": "bob"}\n'),
    "a table of recordings": (
        "validated.tsv",
        "client_id\tpath\tsentence\tage\tgender\taccents\tlocale\tsegment\n"
        "9c2f\ta.mp3\tGood morning.\ttwenties\tfemale\tUnited States English\ten\tx\n",
    ),
    "texts in two spellings": (
        "r.jsonl", '{"audio": "a.wav", "transcription": "hi there", "raw_transcription": "Hi, there!"}\n'
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NO_OUTPUTS)
def test_a_file_without_outputs_is_refused_and_never_dressed_as_models(tmp_path: Path, name: str) -> None:
    file, text = NO_OUTPUTS[name]
    (tmp_path / file).write_text(text, encoding="utf-8")
    assert "import-field" in refusal(tmp_path / "o", tmp_path / file)


def test_columns_of_systems_are_known_by_what_they_say_or_named(tmp_path: Path) -> None:
    said = {"text": "a dog barks", "speaker": "bob", "whisper": "dog barks", "qwen2": "a cat"}
    (tmp_path / "r.jsonl").write_text(json.dumps({"audio": "a.wav", **said}))
    assert answers(imported(tmp_path / "o", tmp_path / "r.jsonl")) == [
        {"whisper": "dog barks", "qwen2": "a cat"}
    ]
    named = imported(tmp_path / "n", tmp_path / "r.jsonl", "--map", "output=whisper,speaker")
    assert answers(named) == [{"whisper": "dog barks", "speaker": "bob"}]


PLUGIN = """\
from soundcase_import.results.importers import Importer
from soundcase_import.results.records import Results


def read(sources):
    records = ({"id": "u1", "said": "hello"},)
    return [Results(source, records, {"id": "id", "output": "said"}, model="Lab") for source in sources]


IMPORTER = Importer("files of our lab", lambda source: source.suffix == ".lab9", read)
"""


def test_an_importer_of_another_package_is_found_by_its_entry_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(
        tmp_path,
        lab9_DOT_py=PLUGIN,
        **{"lab9-1_DOT_0_DOT_dist-info__METADATA": "Metadata-Version: 2.1\nName: lab9\nVersion: 1.0\n"},
        **{"lab9-1_DOT_0_DOT_dist-info__entry_points_DOT_txt": "[soundcase.importers]\nlab9 = lab9:IMPORTER\n"},
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    importers.importers.cache_clear()
    (tmp_path / "x.lab9").write_text("anything")
    try:
        assert answers(imported(tmp_path / "o", tmp_path / "x.lab9")) == [{"lab": "hello"}]
        assert answers(imported(tmp_path / "p", tmp_path / "x.lab9", "--as", "lab9")) == [{"lab": "hello"}]
    finally:
        importers.importers.cache_clear()
        sys.modules.pop("lab9", None)


def test_a_kind_that_is_not_there_gets_the_nearest_one(tmp_path: Path) -> None:
    put(tmp_path, r_DOT_jsonl='{"audio": "a.wav", "output": "x"}\n')
    assert "did you mean 'nemo'?" in refusal(tmp_path / "o", tmp_path / "r.jsonl", "--as", "nemmo")
