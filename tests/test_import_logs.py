"""Logs of evaluation tools, as these write them: the numbers of an import are those of their summaries."""

from __future__ import annotations

import base64
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from imported import imported, run
from projects import encoded, tone
from soundcase.model import Task
from soundcase.site.labels import with_verdict
from test_import_scores import declared, means, pooled

Log = dict[str, Any]
CLIP = encoded(tone(seconds=0.2))


def sample(number: int, question: str, answer: str, **more: object) -> Log:
    """A sample of Inspect about a clip that lies in the log."""
    heard = {
        "type": "audio",
        "audio": f"data:audio/wav;base64,{base64.b64encode(CLIP).decode()}",
        "format": "wav",
    }
    said = [{"type": "reasoning", "reasoning": "Let me listen."}, {"type": "text", "text": answer}]
    return {
        "id": number,
        "epoch": 1,
        "input": [
            {"role": "system", "content": "Answer briefly."},
            {"role": "user", "content": [{"type": "text", "text": question}, heard], "source": "input"},
        ],
        "target": "A",
        "messages": [],
        "output": {
            "model": "gpt-audio",
            "choices": [{"message": {"role": "assistant", "content": said}, "stop_reason": "stop"}],
            "completion": answer,
        },
        "metadata": {"category": "music" if number % 2 else "speech", "notes": "x" * 99},
        "store": {},
        "events": [],
        "attachments": {},
        **more,
    }


def graded(grade: object, **more: object) -> Log:
    return {"scores": {"choice": {"value": grade, "answer": "A", "explanation": "…"}}, **more}


CHOICES = {"choices": ["Violin", "Trumpet"]}
SAMPLES = (
    sample(1, "Which instrument?", "ANSWER: A", **CHOICES, **graded("C")),
    sample(2, "Who speaks?", "ANSWER: B", choices=["A man", "A woman"], **graded("I")),
    sample(10, "Where is it?", "A street, perhaps.", choices=["Street", "Room"], **graded("P")),
)


def log_of(samples: Sequence[Log], metrics: Mapping[str, float], name: str = "choice") -> Log:
    return {
        "version": 2,
        "status": "success",
        "eval": {
            "run_id": "Bp",
            "created": "2025-03-01T10:00:00+00:00",
            "task": "audio_qa",
            "task_id": "9e",
            "dataset": {"name": "audio_qa", "samples": len(samples)},
            "model": "openai/gpt-audio",
        },
        "plan": {"name": "plan", "steps": []},
        "results": {
            "total_samples": len(samples),
            "completed_samples": len(samples),
            "scores": [
                {
                    "name": name,
                    "scorer": name,
                    "metrics": {key: {"name": key, "value": value} for key, value in metrics.items()},
                }
            ],
        },
        "stats": {},
        "samples": list(samples),
    }


def as_json(path: Path, log: Log) -> Path:
    path.write_text(json.dumps(log, indent=2), encoding="utf-8")
    return path


def as_eval(path: Path, log: Log, header: str = "header.json") -> Path:
    about = {key: value for key, value in log.items() if key != "samples"}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_journal/summaries/1.json", "[]")
        for one in log["samples"]:
            archive.writestr(f"samples/{one['id']}_epoch_{one['epoch']}.json", json.dumps(one))
        archive.writestr("summaries.json", "[]")
        archive.writestr(header, json.dumps(about))
    return path


@pytest.mark.parametrize("form", [as_json, as_eval])
def test_a_log_of_inspect(tmp_path: Path, form: Any) -> None:
    log = log_of(SAMPLES, {"accuracy": 0.5, "stderr": 0.3})
    path = form(tmp_path / f"log.{'json' if form is as_json else 'eval'}", log)
    task = imported(tmp_path / "made", path)
    assert task.title == "audio_qa"
    assert means(task, "accuracy") == {
        "openai-gpt-audio": log["results"]["scores"][0]["metrics"]["accuracy"]["value"]
    }
    assert declared(task) == {"accuracy": ("higher", "")}
    first, second, third = task.examples
    (piece,) = first.outputs["openai-gpt-audio"]
    assert (piece.reasoning, first.prompt.shared, first.tags) == (
        "Let me listen.", "Which instrument?", {"category": "music"}
    )  # fmt: skip
    assert [one.audio[0].audio for one in (first, second, third)] == ["1.wav", "2.wav", "10.wav"]
    assert (tmp_path / "made" / "data" / "audio" / "10.wav").read_bytes() == CLIP


def test_the_score_of_several_epochs_is_their_mean(tmp_path: Path) -> None:
    again = [one | {"epoch": epoch} | graded(grade) for one, epoch, grade in zip(
        (*SAMPLES, *SAMPLES), (1, 1, 1, 2, 2, 2), "CIICCI", strict=True
    )]  # fmt: skip
    task = imported(tmp_path / "made", as_eval(tmp_path / "log.eval", log_of(again, {"accuracy": 0.5})))
    assert len(task.examples) == 3
    assert means(task, "accuracy") == {"openai-gpt-audio": 0.5}


def test_every_scorer_of_inspect_is_kept(tmp_path: Path) -> None:
    scored = [
        one | {"scores": {
            "wer": {"value": rate, "answer": "x"},
            "rubric": {"value": {"clarity": 4, "truth": 2.5}},
            "verdict": {"value": "no number"},
        }}
        for one, rate in zip(SAMPLES, (0.5, 0.0, 0.25), strict=True)
    ]  # fmt: skip
    task = imported(tmp_path / "made", as_json(tmp_path / "log.json", log_of(scored, {"mean": 0.25}, "wer")))
    assert means(task, "wer") == {"openai-gpt-audio": 0.25}
    assert declared(task) == {
        "wer": ("lower", ""), "rubric.clarity": ("higher", ""), "rubric.truth": ("higher", "")
    }  # fmt: skip


def test_a_sample_that_failed_has_neither_answer_nor_score(tmp_path: Path) -> None:
    failed = {key: value for key, value in SAMPLES[1].items() if key != "scores"}
    failed |= {"output": {"model": "", "choices": [], "completion": ""}, "error": {"message": "timeout"}}
    log = log_of((SAMPLES[0], failed), {"accuracy": 1.0})
    task = imported(tmp_path / "made", as_json(tmp_path / "log.json", log))
    assert [list(one.outputs) for one in task.examples] == [["openai-gpt-audio"], []]


def test_texts_that_inspect_put_aside_are_brought_back(tmp_path: Path) -> None:
    long = "What is heard, " * 40
    asked = [{"role": "user", "content": "attachment://abc"}]
    one = SAMPLES[0] | {"input": asked, "attachments": {"abc": long}}
    log = log_of((one, SAMPLES[1]), {"accuracy": 0.5})
    task = imported(tmp_path / "made", as_json(tmp_path / "log.json", log))
    assert task.examples[0].prompt.shared == long


def test_a_log_without_samples_is_refused(tmp_path: Path) -> None:
    result = run(tmp_path / "made", as_eval(tmp_path / "log.eval", log_of((), {})))
    assert result.exit_code == 1
    assert "has no samples" in result.stderr
    assert not (tmp_path / "made").exists()


def test_an_archive_that_is_no_log_says_what_to_do(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "log.eval", "w") as archive:
        archive.writestr("samples/1_epoch_1.json", "{}")
    result = run(tmp_path / "made", tmp_path / "log.eval")
    assert result.exit_code == 1
    assert "inspect log convert" in result.stderr


QUESTIONS = (
    ("What is heard?", ("Dog", "Cat"), "A", "A. Dog", 1.0, "sound"),
    ("Who speaks?", ("Man", "Woman"), "B", "A", 0.0, "speech"),
    ("Which one?", ("Piano", "Horn"), "B", "(B)", 1.0, "music"),
)
POST = "Answer with the option's letter from the given choices directly."


def lmms_samples(folder: Path, model: str, more: Mapping[str, object] | None = None) -> Path:
    """The samples of a run of lmms-eval on a task with choices, and the run's results beside them."""
    own = folder / model.replace("/", "__")
    own.mkdir(parents=True)
    rows = [
        {
            "doc_id": at,
            "target": target,
            "filtered_resps": [answer],
            "doc_hash": "74234e98",
            "token_counts": [{"output_tokens": 2}],
            "accuracy": {"overall": score, "task": kind},
            "submission": {"id": f"u{at}", "choices": list(options)},
            "input": f"{question}\nA. {options[0]}\nB. {options[1]}\n{POST}",
            **(more or {}),
        }
        for at, (question, options, target, answer, score, kind) in enumerate(QUESTIONS)
    ]
    path = own / "20250301_101010_samples_mmau_test_mini.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    results = {
        "results": {
            "mmau_test_mini": {"alias": "mmau", "accuracy,none": 200 / 3, "accuracy_stderr,none": "N/A"}
        },
        "higher_is_better": {"mmau_test_mini": {"accuracy": True}},
        "model_source": "qwen2_audio",
        "model_name": model,
    }
    as_json(own / "20250301_101010_results.json", results)
    return path


def test_samples_of_lmms_eval(tmp_path: Path) -> None:
    path = lmms_samples(tmp_path, "Qwen/Qwen2-Audio-7B-Instruct")
    task = imported(tmp_path / "made", path)
    results = json.loads((path.parent / "20250301_101010_results.json").read_text("utf-8"))
    summary = results["results"]["mmau_test_mini"]["accuracy,none"]
    assert task.title == "mmau_test_mini"
    assert means(task, "accuracy") == {"qwen2-audio-7b-instruct": pytest.approx(summary / 100)}
    assert declared(task) == {"accuracy": ("higher", "")}


def test_runs_of_several_models_are_one_comparison(tmp_path: Path) -> None:
    one, two = (lmms_samples(tmp_path, name) for name in ("Qwen/Qwen2-Audio", "mispeech/midashenglm-7b"))
    task = imported(tmp_path / "made", one, two)
    assert task.models == ("qwen2-audio", "midashenglm-7b")
    assert len(task.examples) == 3


@pytest.mark.parametrize(
    "more",
    [
        {"filtered_resps": "A", "resps": [["A"]]},
        {"filtered_resps": [["A"]]},
        {"filtered_resps": ["A"], "input": ["What is heard?", {"until": ["\n"]}], "doc": {"question": "What?"}},
    ],
)
def test_samples_of_other_versions(tmp_path: Path, more: dict[str, object]) -> None:
    task = imported(tmp_path / "made", lmms_samples(tmp_path, "M", more))
    said = {pieces[0].text or pieces[0].labels for one in task.examples for pieces in one.outputs.values()}
    assert said in ({"A"}, {("A",)})


def test_samples_of_lm_evaluation_harness(tmp_path: Path) -> None:
    """A line for each filter; likelihoods of the choices instead of an answer."""
    rows: list[Log] = []
    for at, (likelihoods, target) in enumerate((((-2.5, -0.5), 1), ((-0.25, -3.0), 1), ((-4.0, -1.0), 1))):
        right = likelihoods.index(max(likelihoods)) == target
        rows += [
            {
                "doc_id": at,
                "doc": {"question": f"What is heard in {at}?", "choices": ["Dog", "Cat"], "answer": target},
                "target": str(target),
                "arguments": {"gen_args_0": {"arg_0": f"What is heard in {at}?", "arg_1": " Dog"}},
                "resps": [[[str(one), "False"]] for one in likelihoods],
                "filtered_resps": [[str(one), "False"] for one in likelihoods],
                "filter": name,
                "metrics": ["acc"],
                "doc_hash": "b1",
                "acc": float(right),
            }
            for name in ("none", "other")
        ]
    path = tmp_path / "org__model" / "samples_audio_mc_2025-03-01T10-00-00.123456.jsonl"
    path.parent.mkdir()
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    task = imported(tmp_path / "made", path)
    assert task.title == "audio_mc"
    assert means(task, "acc") == {"model": pytest.approx(2 / 3)}
    assert verdicts(task) == {"model": "RWR"}


@pytest.mark.parametrize("form", ["lines without numbers", "the results with the samples of a task"])
def test_samples_in_other_places(tmp_path: Path, form: str) -> None:
    rows = [
        {
            "arguments": {"gen_args_0": {"arg_0": f"{question}\nA. {options[0]}\nB. {options[1]}"}},
            "target": target,
            "filtered_resps": [answer],
            "doc_hash": f"h{at}",
            "drift": score,
        }
        for at, (question, options, target, answer, score, _) in enumerate(QUESTIONS)
    ]
    lines = "".join(f"{json.dumps(row)}\n" for row in rows)
    whole = {"results": {"quiz": {"drift": 2 / 3}}, "higher_is_better": {"quiz": {"drift": False}},
             "model_name": "lab/ours", "samples": {"quiz": rows}}  # fmt: skip
    path = tmp_path / ("results.json" if "results" in form else "ours.jsonl")
    path.write_text(json.dumps(whole) if "results" in form else lines, encoding="utf-8")
    task = imported(tmp_path / "made", path)
    assert means(task, "drift") == {"ours": pytest.approx(2 / 3)}
    assert verdicts(task) == {"ours": "RWR"}
    assert [len(one.choices) for one in task.examples] == [2, 2, 2]
    if path.name == "results.json":
        assert (task.title, declared(task)) == ("quiz", {"drift": ("lower", "")})
        path.write_text(json.dumps(whole | {"samples": {"quiz": rows, "other": rows}}), encoding="utf-8")
        assert "samples of several tasks" in run(tmp_path / "both", path).stderr


def test_samples_of_two_runs_in_another_order_meet_by_their_clips(tmp_path: Path) -> None:
    for name, order in (("a", (0, 1)), ("b", (1, 0))):
        rows = (
            {"doc": {"question": "What is heard?", "audio": {"path": f"{at}.wav"}}, "doc_hash": f"h{at}",
             "filtered_resps": [f"{name} {at}"], "target": "x", "arguments": {"gen_args_0": {"arg_0": "?"}}}
            for at in order
        )  # fmt: skip
        (tmp_path / f"{name}.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    task = imported(tmp_path / "made", tmp_path / "a.jsonl", tmp_path / "b.jsonl")
    said = [{model: pieces[0].text for model, pieces in one.outputs.items()} for one in task.examples]
    assert said == [{"a": "a 0", "b": "b 0"}, {"a": "a 1", "b": "b 1"}]


def test_all_that_a_user_says_in_a_log_of_inspect_is_asked(tmp_path: Path) -> None:
    asked = [{"role": "user", "content": text} for text in ("Listen well.", "Who speaks?")]
    plain = {"choices": [{"message": {"role": "assistant", "content": ""}}], "completion": "A man."}
    one = sample(1, "", "", **graded("C")) | {"input": asked, "output": plain}
    task = imported(tmp_path / "made", as_json(tmp_path / "log.json", log_of([one], {"accuracy": 1.0})))
    (example,) = task.examples
    prompt = example.prompt.shared or task.prompt.shared
    assert (prompt, example.outputs["openai-gpt-audio"][0].text) == ("Listen well.\nWho speaks?", "A man.")


def test_samples_of_transcriptions(tmp_path: Path) -> None:
    """The task's function gives the texts and no number: the build counts, as the tool's summary does."""
    rows = [
        {"doc_id": at, "target": right, "filtered_resps": [said], "doc_hash": "x", "input": "Please recognize.",
         "wer": {"gt": right, "pred": said, "source": "test-clean", "task": "asr_en"}}
        for at, (right, said) in enumerate((("the cat sat", "the bat sat"), ("yes", "yes")))
    ]  # fmt: skip
    path = tmp_path / "m" / "20250301_101010_samples_librispeech_test_clean.jsonl"
    path.parent.mkdir()
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    task = imported(tmp_path / "made", path)
    assert pooled(task, "WER") == {"m": (1, 4)}


def hugging_face(path: Path, columns: Mapping[str, list[Any]]) -> Path:
    pyarrow = pytest.importorskip(
        "pyarrow", reason="pyarrow is not installed: pip install 'soundcase[parquet]'"
    )
    from pyarrow import parquet

    path.parent.mkdir(parents=True, exist_ok=True)
    types = {"utmos": pyarrow.float32()}
    arrays = {name: pyarrow.array(values, types.get(name)) for name, values in columns.items()}
    parquet.write_table(pyarrow.table(arrays), path)
    return path


def held(name: str | None) -> dict[str, object]:
    return {"bytes": CLIP, "path": name}


def test_a_dataset_in_shards_with_its_clips(tmp_path: Path) -> None:
    shards: list[Log] = [
        {
            "audio": [held("a.wav"), held("b.wav")],
            "sentence": ["hi there", "no"],
            "prediction": ["hi where", "no"],
            "wer": [0.5, 0.0],
            "utmos": [3.2, 4.1],
        },
        {"audio": [held(None)], "sentence": ["yes"], "prediction": ["yes"], "wer": [0.0], "utmos": [3.2]},
    ]
    for at, columns in enumerate(shards):
        hugging_face(tmp_path / "asr-set" / "data" / f"test-0000{at}-of-00002.parquet", columns)
    task = imported(tmp_path / "made", tmp_path / "asr-set")
    assert [one.audio[0].audio for one in task.examples] == ["a.wav", "b.wav", "3.wav"]
    assert (tmp_path / "made" / "data" / "audio" / "3.wav").read_bytes() == CLIP
    assert task.models == ("asr-set",)
    assert means(task, "UTMOS") == {"asr-set": pytest.approx((3.2 + 4.1 + 3.2) / 3)}
    assert pooled(task, "WER") == {"asr-set": (1, 4)}
    assert "UTMOS: 3.2\n" in (tmp_path / "made" / "examples" / "asr-set.yaml").read_text("utf-8").replace(
        "}", "\n"
    )


def test_classes_of_a_dataset_have_their_names(tmp_path: Path) -> None:
    columns: Log = {
        "audio": [held("a.wav"), held("b.wav")],
        "label": [1, 0],
        "tags_of": [[0], [1, 0]],
        "pred": ["cat", "cat"],
    }
    path = hugging_face(tmp_path / "set.parquet", columns)
    from pyarrow import parquet

    label = {"names": ["dog", "cat"], "_type": "ClassLabel"}
    features = {"label": label, "tags_of": {"feature": label, "_type": "Sequence"}}
    table = parquet.read_table(path)
    about = {b"huggingface": json.dumps({"info": {"features": features}}).encode()}
    parquet.write_table(table.replace_schema_metadata(about), path)
    task = imported(tmp_path / "made", path, "--map", "tags=tags_of")
    assert [one.labels for one in task.examples] == [("cat",), ("dog",)]
    assert [one.tags["tags_of"] for one in task.examples] == ["dog", "cat, dog"]


def test_clips_of_several_systems_in_parquet(tmp_path: Path) -> None:
    columns: Log = {
        "text": ["one two", "three"],
        **{name: [held("1.wav"), held("2.wav")] for name in ("ours", "base")},
        **{f"{name}_utmos": scores for name, scores in (("ours", [4.0, 4.5]), ("base", [3.0, 3.5]))},
    }
    task = imported(tmp_path / "made", hugging_face(tmp_path / "tts.parquet", columns))
    assert means(task, "UTMOS") == {"ours": 4.25, "base": 3.25}
    assert {piece.audio for pieces in task.examples[0].outputs.values() for piece in pieces} == {
        "ours/1.wav", "base/1.wav"
    }  # fmt: skip


def test_a_dataset_without_outputs_is_refused(tmp_path: Path) -> None:
    columns: Log = {"audio": [held("a.wav")], "sentence": ["hello"], "duration": [1.0]}
    result = run(tmp_path / "made", hugging_face(tmp_path / "asr.parquet", columns))
    assert result.exit_code == 1
    assert not (tmp_path / "made").exists()


def test_a_table_of_weights_and_biases(tmp_path: Path) -> None:
    files = tmp_path / "run-20250301_101010-ab12cd34" / "files"
    (files / "media" / "table").mkdir(parents=True)
    (files / "media" / "audio").mkdir()
    names = [f"media/audio/clip_{at}_9f8e7d6c5b4a.wav" for at in range(2)]
    for name in names:
        (files / name).write_bytes(CLIP)
    cells = [
        {"_type": "audio-file", "path": name, "sha256": "1", "size": 99, "caption": None} for name in names
    ]
    table: Log = {
        "columns": ["clip", "question", "target", "prediction", "accuracy", "latency_ms"],
        "data": [[cells[0], "What?", "a dog", "a dog", 1, 210.5], [cells[1], "Who?", "a man", "a cat", 0, 190]],
    }
    path = as_json(files / "media" / "table" / "predictions_12_0123456789abcdef0123.table.json", table)
    task = imported(tmp_path / "made", path)
    assert task.title == "predictions"
    (model,) = task.models
    assert means(task, "accuracy") == {model: fmean(row[4] for row in table["data"])}
    assert declared(task)["latency_ms"] == ("lower", "")
    assert (tmp_path / "made" / "data" / "audio" / names[0]).read_bytes() == CLIP


def verdicts(task: Task) -> dict[str, str]:
    """What each system's answers are worth, a letter for each example: right, wrong, undecided."""
    found: dict[str, str] = {}
    for example in task.examples:
        for model, (piece,) in example.outputs.items():
            verdict = with_verdict(piece, example, task).verdict
            found[model] = found.get(model, "") + verdict[:1].upper()
    return found


def official(rows: Sequence[Log], answer: str = "answer", said: str = "model_prediction") -> str:
    """The verdicts of MMAU's and MMAR's rule: all words of the right answer, none of only the wrong ones."""

    def words(text: str) -> set[str]:
        return set(re.findall(r"\b\w+\b", text.lower()))

    found = ""
    for row in rows:
        right, given = words(row[answer]), words(row[said])
        others = [words(choice) - right for choice in row["choices"] if words(choice) != right]
        wrong = {word for one in others for word in one}
        found += "R" if given and right <= given and not given & wrong else "W"
    return found


MMAU = tuple(
    {
        "id": f"3fe64f3d-{at}",
        "audio_id": f"./test-mini-audios/3fe64f3d-{at}.wav",
        "question": question,
        "choices": choices,
        "answer": answer,
        "dataset": "AudioSet",
        "task": task,
        "split": "test-mini",
        "category": category,
        "sub-category": "Acoustic Source Inference",
        "difficulty": difficulty,
        "model_prediction": said,
    }
    for at, (question, choices, answer, task, category, difficulty, said) in enumerate(
        [
            ("Who speaks?", ["Man", "Woman", "Child", "Robot"], "Man", "sound", "Reasoning", "medium", "Man"),
            ("Who speaks?", ["A child", "A woman"], "A child", "speech", "Reasoning", "easy", "A woman"),
            ("Source?", ["Radio", "Live band"], "Radio", "music", "Perception", "hard", "The answer is Radio."),
            ("Source?", ["Radio", "Live band"], "Live band", "music", "Perception", "hard", "Live band"),
        ]
    )
)


@pytest.mark.parametrize("form", ["mmau", "mmar"])
def test_what_mmau_and_mmar_evaluate(tmp_path: Path, form: str) -> None:
    """The right answer is that among the choices, not the category; accuracies are those of the tool."""
    rows: list[Log] = [dict(row) for row in MMAU]
    if form == "mmar":
        rows = [
            {key: value for key, value in row.items() if key not in ("audio_id", "task")}
            | {"audio_path": f"./audio/{row['id']}.wav", "modality": row["task"], "thinking_prediction": "Hm."}
            for row in rows
        ]
    path = as_json(tmp_path / "qwen.json", rows)  # type: ignore[arg-type]
    task = imported(tmp_path / "made", path, "--without-audio")
    assert task.label_match == "choice"
    assert verdicts(task) == {"qwen": official(rows)} == {"qwen": "RWRR"}
    sorts = {"task", "category", "difficulty"} if form == "mmau" else {"modality", "category", "difficulty"}
    assert all(one.tags.keys() == sorts for one in task.examples)


def test_what_air_bench_evaluates(tmp_path: Path) -> None:
    """Its own rule: the first letter of the answer, against the place of the right choice."""
    choices = ("happy", "sad", "angry", "neutral")
    asked = (("happy", "A. happy", 4), ("sad", "C", 4), ("sad", "B. sad", 2), ("angry", "C. angry", 4))
    rows: list[Log] = [
        {
            "path": f"{at}.wav",
            "question": "Which emotion?",
            **{f"choice_{'abcd'[n]}": one if n < many else None for n, one in enumerate(choices)},
            "answer_gt": right,
            "task_name": "Mood" if at > 1 else "Emotion",
            "dataset_name": "meld",
            "response": said,
            "uniq_id": at,
        }
        for at, (right, said, many) in enumerate(asked)
    ]
    path = tmp_path / "Foundation_result_modelx.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    task = imported(tmp_path / "made", path, "--without-audio")
    tool = "".join("RW"[said[0] != "ABCD"[choices.index(right)]] for right, said, _ in asked)
    assert verdicts(task) == {task.models[0]: tool} == {task.models[0]: "RWRR"}
    assert [len(one.choices) for one in task.examples] == [4, 4, 2, 4]


def test_letters_are_those_that_the_question_lists(tmp_path: Path) -> None:
    """The choices were asked in another order than the data have them."""
    rows = [
        {"audio": "a.wav", "choices": ["Man", "Woman"], "answer": "Man", "response": "The answer is (b).",
         "instruction": "Who speaks? (a) Woman (b) Man"},
        {"audio": "b.wav", "choices": ["Dog", "Cat"], "answer": "Cat", "response": "(b) Dog",
         "instruction": "What is it? (a) Cat (b) Dog"},
    ]  # fmt: skip
    path = tmp_path / "r.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    assert verdicts(imported(tmp_path / "made", path, "--without-audio")) == {"r": "RW"}


@pytest.mark.parametrize(
    ("answers", "right"),
    [
        (("B", "A"), "B"), (("(B) Cat", "(A) Dog"), "Cat"), (("b", "a"), "Cat"), (("1", "0"), "Cat"),
        (("2", "1"), "Cat"),
        (("cat.", "DOG"), "Cat"),
    ],
)  # fmt: skip
def test_the_right_choice_however_it_is_said(tmp_path: Path, answers: tuple[str, str], right: str) -> None:
    rows = [
        {
            "audio": f"{at}.wav",
            "question": "What?",
            "choices": ["A. Dog", "B. Cat"],
            "answer": one,
            "response": "B",
        }
        for at, one in enumerate(answers)
    ]
    path = tmp_path / "r.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    task = imported(tmp_path / "made", path, "--without-audio")
    assert task.examples[0].labels == (right,)
    assert verdicts(task) == {"r": "RW"}


def test_the_choices_of_a_prompt_stand_once(tmp_path: Path) -> None:
    task = imported(tmp_path / "made", lmms_samples(tmp_path, "M"))
    first = task.examples[0]
    assert first.prompt.shared == f"What is heard?\n{POST}"
    assert [(one.key, one.text) for one in first.choices] == [("A", "Dog"), ("B", "Cat")]
    assert verdicts(task) == {"m": "RWR"}


@pytest.mark.parametrize(("name", "places"), [("chat_score.json", 1), ("chat_score_cir.json", 0)])
def test_the_ratings_of_air_benchs_judge(tmp_path: Path, name: str, places: int) -> None:
    """The mean is what the benchmark's own sums call the score of the model; what is no pair is in neither."""
    ratings = ("8 6", "7 9", "I cannot tell.", "10 5")
    rows: list[Log] = [
        {"meta_info": "[]", "question": "What?", "answer_gt": f"It is {at}.", "path": f"{at}.wav",
         "task_name": "speech_QA" if at % 2 else "sound_QA", "dataset_name": "fisher",
         "Audio-LLM-response": f"It may be {at}.", "gpt-score": rating, "uniq_id": at}
        for at, rating in enumerate(ratings)
    ]  # fmt: skip
    path = tmp_path / name
    path.write_text(json.dumps(rows), encoding="utf-8")
    task = imported(tmp_path / "made", path, "--without-audio")
    given = [int(rating.split(" ")[places]) for rating in ratings if rating[0].isdigit()]
    assert means(task, "GPT score") == {task.models[0]: pytest.approx(fmean(given))}
    assert [one.reference[0].text for one in task.examples][:2] == ["It is 0.", "It is 1."]


def test_the_folder_of_a_run_has_its_newest_samples(tmp_path: Path) -> None:
    path = lmms_samples(tmp_path, "Qwen/Qwen2-Audio")
    older = path.with_name("20240101_000000_samples_mmau_test_mini.jsonl")
    older.write_text(path.read_text("utf-8").replace("1.0", "0.0"), encoding="utf-8")
    task = imported(tmp_path / "made", path.parent)
    assert means(task, "accuracy") == {"qwen2-audio": pytest.approx(2 / 3)}
    path.with_name("20250301_101010_samples_other.jsonl").write_bytes(path.read_bytes())
    result = run(tmp_path / "both", path.parent)
    assert result.exit_code == 1
    assert "samples of several tasks" in result.stderr


def test_a_folder_of_logs_of_inspect_is_one_comparison(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    for name in ("gpt-audio", "gemini"):
        log = log_of(SAMPLES, {"accuracy": 0.5})
        log["eval"]["model"] = f"x/{name}"
        as_eval(tmp_path / "logs" / f"{name}.eval", log)
    task = imported(tmp_path / "made", tmp_path / "logs")
    assert set(task.models) == {"x-gpt-audio", "x-gemini"}
    assert len(task.examples) == 3


@pytest.mark.parametrize("name", ["run.json", "run.jsonl"])
def test_a_log_with_its_question_inside_is_read_by_its_meaning(name: str, tmp_path: Path) -> None:
    """The question of `doc` is the prompt, not what a model gave."""
    records = [
        {
            "doc": {"question": f"What is heard in {n}?", "audio": {"path": f"{n}.wav"}},
            "target": right,
            "filtered_resps": [said],
        }
        for n, (right, said) in enumerate((("rain", "Rain falls."), ("a dog", "a dog")))
    ]
    lines = json.dumps(records) if name.endswith("n") else "\n".join(map(json.dumps, records))
    (tmp_path / name).write_text(lines, encoding="utf-8")
    task = imported(tmp_path / "out", tmp_path / name)
    assert [one.prompt.shared for one in task.examples] == ["What is heard in 0?", "What is heard in 1?"]
    assert [one.outputs["run"][0].text for one in task.examples] == ["Rain falls.", "a dog"]
    assert [one.reference[0].text for one in task.examples] == ["rain", "a dog"]


@pytest.mark.parametrize(
    "fields",
    [
        {"keywords": ["rain roof", "dog bark"], "description": ["rain on tin", "a dog that barks"]},
        {"speaker": ["Ann", "Bo"], "topic": ["a roof", "a dog"], "notes": ["falls", "twice"]},
        {"picked": ["rain", "dog"]},
    ],
)
def test_records_without_an_output_are_refused_and_say_what_is_missing(
    fields: dict[str, list[str]], tmp_path: Path
) -> None:
    """No model is made of what somebody wrote about the clips."""
    right = ["the rain falls on a tin roof", "a dog barks twice at the door"]
    records = [
        {"audio": f"{n}.wav", "caption": right[n], **{name: texts[n] for name, texts in fields.items()}}
        for n in (0, 1)
    ]
    (tmp_path / "about.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    result = run(tmp_path / "out", tmp_path / "about.jsonl")
    assert result.exit_code == 1
    assert "no field looks like the output of a model" in result.output
    assert "--map output=FIELD" in result.output
