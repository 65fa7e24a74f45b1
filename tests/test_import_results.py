"""Results as a catalogue: what fields mean, which rows are shown, how several files become one."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench import needs_reference
from imported import imported, run, task_of
from outlines import outline
from projects import encoded, tone
from soundcase.cli import commands
from soundcase.model import Task
from soundcase.text.characters import clean
from soundcase_import.folders.audiofolder import import_table
from soundcase_import.importer import run as run_import
from soundcase_import.options import ImportOptions

REFERENCE = Path(__file__).parents[2] / "shared" / "reference" / "eval"


def lines(path: Path, *records: object) -> Path:
    path.write_text("".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in records), encoding="utf-8")
    return path


def answers(task: Task) -> list[dict[str, str | tuple[str, ...] | None]]:
    return [
        {model: pieces[0].labels or pieces[0].text for model, pieces in one.outputs.items()}
        for one in task.examples
    ]


def audio(task: Task) -> list[str]:
    return [piece.audio or "" for one in task.examples for piece in one.audio]


ASR = (
    {
        "audio": "a.wav",
        "text": "HELLO",
        "lang": "en",
        "prompt": "Write.",
        "model_output": "Hello.",
        "model_name": "A",
    },
    {
        "audio": "b.wav",
        "text": "no",
        "lang": "en",
        "prompt": "Write.",
        "model_output": "know",
        "model_name": "A",
    },
)


SHAPES: dict[str, tuple[str, str, list[str]]] = {
    "an object of lists": (
        "r.json", '{"audio": ["a.wav", "b.wav"], "ref": ["x", "y"], "hyp": ["p", "q"]}',
        ["audio=a reference='x' | r='p'", "audio=b reference='y' | r='q'"],
    ),
    "an object of records by their id": (
        "r.json", '{"u1": {"wav": "a.wav", "hyp": "p"}, "u2": {"wav": "b.wav", "hyp": "q"}}',
        ["audio=a | r='p'", "audio=b | r='q'"],
    ),
    "records beside what they share": (
        "r.json", '{"model": "M", "data": [{"audio": "a.wav", "pred": "p"}], "errors": [{"x": 1}]}',
        ["audio=a | M='p'"],
    ),
    "a table of columns and rows": (
        "r.json", '{"columns": ["audio", "pred"], "data": [[{"_type": "file", "path": "a.wav"}, "p"]]}',
        ["audio=a | r='p'"],
    ),
    "fields in objects in objects": (
        "r.jsonl", '{"input": {"audio": {"path": "a.wav", "rate": 1}}, "answer": "y", '
        '"result": {"text": null}, "response": "x"}',
        ["audio=a reference='y' | r='x'"],
    ),
    "a field for each model in one object": (
        "r.jsonl", '{"audio": "a.wav", "outputs": {"big": {"text": "x"}, "small": {"text": "y"}}}',
        ["audio=a | big='x' small='y'"],
    ),
    "a chat": (
        "r.jsonl", '{"audio": "a.wav", "messages": [{"role": "user", "content": "<audio>What is it?"}, '
        '{"role": "assistant", "content": "A dog."}], "label": "dog"}',
        ["audio=a reference='dog' | r='A dog.'"],
    ),
    "a chat whose parts name the clip": (
        "r.jsonl", '{"messages": [{"role": "user", "content": ['
        '{"type": "audio", "audio_url": {"url": "a.wav"}}, '
        '{"type": "text", "text": "What?"}]}, {"role": "assistant", "content": "A dog."}]}',
        ["audio=a | r='A dog.'"],
    ),
    "a chat between a human and a model": (
        "r.jsonl", '{"audio": "a.wav", "conversations": [{"from": "human", "value": "What?"}, '
        '{"from": "gpt", "value": "A dog."}]}',
        ["audio=a | r='A dog.'"],
    ),
    "several references": (
        "r.jsonl", '{"file_name": "a.wav", "captions": ["a dog barks", "dog"], "prediction": "a dog"}',
        ["audio=a reference='a dog barks'+'dog' | r='a dog'"],
    ),
    "choices in fields of their own": (
        "r.jsonl", '{"path": "a.wav", "choice_a": "cat", "choice_b": "dog", '
        '"answer_gt": "dog", "response": "dog"}',
        ["audio=a choices=cat/dog labels=dog | r=dog"],
    ),
    "choices by their letters": (
        "r.jsonl", '{"audio_id": "a.wav", "options": {"A": "cat", "B": "dog"}, '
        '"answer": "B", "response": "A"}\n'
        '{"audio_id": "b.wav", "options": {"A": "cat", "B": "dog"}, '
        '"answer": "A", "response": "B"}',
        ["audio=a labels=B | r=A", "audio=b labels=A | r=B"],
    ),
    "numbers and truth values": (
        "r.jsonl", '{"wav": "a.wav", "label": 3, "pred": 3.0}\n\n'
        '{"wav": "b.wav", "label": true, "pred": null}\n'
        '{"wav": "c.wav", "label": 3, "pred": 3}',
        ["audio=a labels=3 | r=3.0", "audio=b labels=true |", "audio=c labels=3 | r=3"],
    ),
    "lists that were printed": (
        "r.jsonl", '{"audio": "a.wav", "labels": "[\'dog\', \'bark\']", "pred": "[\'dog\']"}',
        ["audio=a labels=dog+bark | r=dog"],
    ),
    "a field and what was predicted of it": (
        "r.jsonl", '{"wav": "a.wav", "emotion": "sad", "predicted_emotion": "happy"}\n'
        '{"wav": "b.wav", "emotion": "happy", "predicted_emotion": "happy"}',
        ["audio=a labels=sad | r=happy", "audio=b labels=happy | r=happy"],
    ),
    "clips that a model made": (
        "r.jsonl", '{"text": "Say this.", "prompt_audio": "p.wav", '
        '"prompt_text": "Hello.", "output_audio": "o.wav"}',
        ["prompt_audio=p text='Say this.' prompt_text='Hello.' | output audio=o"],
    ),
    "semicolons, quoted lines and a byte order mark": (
        "r.csv", '\ufeffaudio;text;pred\r\na.wav;"one\r\n""two""; x";"p, q"\r\n\r\nb.wav;;"x"\r\n',
        ["audio=a reference='one\\n\"two\"; x' | r='p, q'", "audio=b | r='x'"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_results_of_many_shapes(name: str, tmp_path: Path) -> None:
    """What programs write, each with what import makes of it; issue 5."""
    file, text, expected = SHAPES[name]
    (tmp_path / file).write_text(text, encoding="utf-8", newline="")
    rows = [line for line in outline(import_table(ImportOptions((tmp_path / file,)))) if line[0] not in "#*!"]
    assert rows == expected


def test_a_table_in_the_coding_of_spreadsheets(tmp_path: Path) -> None:
    (tmp_path / "r.tsv").write_bytes("audio\ttext\tpred\na.wav\tcafé\tcafe\n".encode("utf-16"))
    (example,) = imported(tmp_path / "out", tmp_path / "r.tsv").examples
    assert [one.text for one in example.reference] == ["café"]


def test_clips_in_other_folders_are_the_same_clips(tmp_path: Path) -> None:
    one = lines(tmp_path / "out_big.jsonl", {"audio": "/data/x/a.wav", "pred": "1"})
    two = lines(tmp_path / "out_small.jsonl", {"audio": "a.flac", "pred": "2"})
    assert answers(imported(tmp_path / "out", one, two)) == [{"big": "1", "small": "2"}]


def test_files_that_give_their_models_the_same_name_are_told_apart(tmp_path: Path) -> None:
    one, two, more = (
        lines(tmp_path / f"asr_{name}.jsonl", {"audio": f"{clip}.wav", "pred": name, "model": "M"})
        for name, clip in (("old", "a"), ("new", "a"), ("rest", "b"))
    )
    assert answers(imported(tmp_path / "out", one, two)) == [{"m-old": "old", "m-new": "new"}]
    assert answers(imported(tmp_path / "parts", one, more)) == [{"m": "old"}, {"m": "rest"}]


WILD = st.one_of(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=40),
    st.sampled_from(
        ["- a", "? x", "no", "~", "1.10", "12:30", "!!str x", "&a *b", "%Y", "@x", "`x`", "# x", "a: b", "a #b",
         "{x: y}", "[1, 2]", "|", ">-", '"q', "'q", "\\", "---", "...", "<<", "=", "\tx", "x\n\ny", "\u2028",
         "\x85", "\ufeff", "\u202e", "e\u0301", "  x", "x  ", "x\n", "\nx", "x\n ",
         "\x00", "\x7f", "b" * 200 + " c"]
    ),
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(WILD, WILD, WILD), min_size=1, max_size=3))
def test_whatever_is_imported_comes_back_to_the_letter(
    rows: list[tuple[str, str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("wild")
    records = [
        {"audio": f"{at}.wav", "question": asked, "reference": right, "pred": said}
        for at, (asked, right, said) in enumerate(rows)
    ]
    assert run_import(ImportOptions((lines(folder / "r.jsonl", *records),)), folder / "out").problems == ()
    task = task_of(folder / "out")
    for (asked, right, said), example in zip(rows, task.examples, strict=True):
        (pieces,) = example.outputs.values()
        assert [one.text for one in pieces] == [clean(said)]
        assert [one.text for one in example.reference] == [clean(right)]
        assert (example.prompt.shared or task.prompt.shared) == clean(asked)


def test_transcripts_become_references_and_what_all_share_stands_once(tmp_path: Path) -> None:
    task = imported(tmp_path / "out", lines(tmp_path / "asr.jsonl", *ASR))
    assert (task.output, task.prompt.shared, task.language) == ("text", "Write.", "en")
    assert [one.reference[0].text for one in task.examples] == ["HELLO", "no"]
    assert answers(task) == [{"a": "Hello."}, {"a": "know"}]
    assert task.selection.how == "All 2 of the results"
    assert "prompt: Write" not in (tmp_path / "out/examples/asr.yaml").read_text().split("examples:")[1]


def test_labels_that_are_lists_make_a_task_of_labels(tmp_path: Path) -> None:
    rows = [
        {"audio": f"{n}.wav", "label": ["bass"], "model_output": "bass" if n else "brass"} for n in range(3)
    ]
    task = imported(tmp_path / "out", lines(tmp_path / "notes.jsonl", *rows))
    assert task.output == "labels"
    assert [one.labels for one in task.examples] == [("bass",)] * 3
    assert answers(task)[0] == {"notes": ("brass",)}


def test_multiple_choice_keeps_letters_and_shows_the_choices_once(tmp_path: Path) -> None:
    row = {
        "audio": "a.wav", "question": "Which?", "choices": ["Ska", "Rock"], "answer": "B",
        "prompt": "Which?\n(A) Ska\n(B) Rock", "model_output": "(B)", "model_name": "M",
    }  # fmt: skip
    source = lines(tmp_path / "quiz.jsonl", row, {**row, "audio": "b.wav", "model_output": "B"})
    task = imported(tmp_path / "out", source)
    assert task.output == "labels"
    assert task.prompt.shared == "Which?"
    assert [[choice.text for choice in one.choices] for one in task.examples] == [["Ska", "Rock"]] * 2
    assert task.label_match == "choice"
    assert [one.labels for one in task.examples] == [("B",), ("B",)]
    assert [one.context for one in task.examples] == [(), ()]
    assert "check:" not in (tmp_path / "out/examples/quiz.yaml").read_text()

    mapped = imported(tmp_path / "mapped", source, "--map", "prompt=question")
    assert mapped.prompt.shared == "Which?"
    assert [choice.text for choice in mapped.examples[0].choices] == ["Ska", "Rock"]


def test_two_models_files_become_one_comparison(tmp_path: Path) -> None:
    first = lines(
        tmp_path / "results_alpha.jsonl", *({"audio": f"{n}.wav", "response": f"a{n}"} for n in "123")
    )
    second = lines(
        tmp_path / "results_beta.jsonl", *({"audio": f"{n}.wav", "response": f"b{n}"} for n in "324")
    )
    task = imported(tmp_path / "out", first, second)
    assert audio(task) == ["1.wav", "2.wav", "3.wav", "4.wav"]
    assert answers(task) == [
        {"alpha": "a1"}, {"alpha": "a2", "beta": "b2"}, {"alpha": "a3", "beta": "b3"}, {"beta": "b4"},
    ]  # fmt: skip


def test_each_model_may_have_had_its_own_prompt(tmp_path: Path) -> None:
    first = lines(tmp_path / "a.jsonl", {"audio": "x.wav", "prompt": "Say.", "output": "1", "model": "A"})
    second = lines(tmp_path / "b.jsonl", {"audio": "x.wav", "prompt": "Tell.", "output": "2", "model": "B"})
    assert imported(tmp_path / "out", first, second).prompt.per_model == {"a": "Say.", "b": "Tell."}


def test_files_that_disagree_about_what_is_right_are_told(tmp_path: Path) -> None:
    first = lines(tmp_path / "a.jsonl", {"audio": "x.wav", "text": "one", "output": "1", "model": "A"})
    second = lines(tmp_path / "b.jsonl", {"audio": "x.wav", "text": "two", "output": "2", "model": "B"})
    assert "b.jsonl has 'two' in its place" in run(tmp_path / "out", first, second).output


def test_several_questions_about_one_clip_are_several_examples(tmp_path: Path) -> None:
    rows = [{"audio": "x.wav", "prompt": f"{n}?", "output": n, "model": m} for m in "AB" for n in "12"]
    task = imported(tmp_path / "out", lines(tmp_path / "a.jsonl", *rows))
    assert [one.prompt.shared for one in task.examples] == ["1?", "2?"]
    assert answers(task) == [{"a": "1", "b": "1"}, {"a": "2", "b": "2"}]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(("suffix", "separator"), [("csv", ","), ("csv", ";"), ("tsv", "\t")])
def test_tables_are_read_whatever_separates_and_packs_them(
    tmp_path: Path, suffix: str, separator: str, *, packed: bool
) -> None:
    table = [
        ["file_name", "sentence", "pred"],
        ["a.wav", "1.10", '"yes', "two\nlines"][:3],
        ["b.wav", "no", "x\ny"],
    ]
    text = "".join(
        separator.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) + "\n" for row in table
    )
    source = tmp_path / f"t.{suffix}{'.gz' if packed else ''}"
    source.write_bytes(gzip.compress(text.encode()) if packed else text.encode("utf-8-sig"))
    task = imported(tmp_path / "out", source)
    assert answers(task) == [{"t": '"yes'}, {"t": "x\ny"}]
    assert [one.reference[0].text for one in task.examples] == ["1.10", "no"]


def test_a_table_with_a_column_per_model(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("audio,reference,output_a,output_b,snr\nx.wav,hi,ho,he,5\n")
    task = imported(tmp_path / "out", tmp_path / "t.csv", "--map", "tags=snr")
    assert answers(task) == [{"a": "ho", "b": "he"}]
    assert task.examples[0].tags == {"snr": "5"}


def test_a_seed_chooses_the_same_examples_whatever_their_order(tmp_path: Path) -> None:
    rows = [{"audio": f"{n}.wav", "output": str(n)} for n in range(100)]
    task = imported(tmp_path / "a", lines(tmp_path / "r.jsonl", *rows), "--sample", 5, "--seed", 7)
    again = imported(tmp_path / "b", lines(tmp_path / "r.jsonl", *rows[::-1]), "--sample", 5, "--seed", 7)
    other = imported(tmp_path / "c", tmp_path / "r.jsonl", "--sample", 5, "--seed", 8)
    assert task.selection.how == "5 of 100, random, seed 7"
    assert audio(task) == audio(again)[::-1]
    assert audio(task) == sorted(audio(task), key=lambda name: int(name[:-4]))
    assert set(audio(task)) != set(audio(other))


def test_only_examples_in_which_the_models_disagree(tmp_path: Path) -> None:
    rows = [
        {"audio": f"{n}.wav", "output": f"same {m if n == 2 else ''}", "model": m}
        for n in range(4)
        for m in "AB"
    ]
    task = imported(tmp_path / "out", lines(tmp_path / "r.jsonl", *rows), "--only-differing")
    assert audio(task) == ["2.wav"]
    assert task.selection.how == "All 1 in which the models disagree (of 4)"


def test_only_examples_in_which_one_model_errs(tmp_path: Path) -> None:
    task = imported(tmp_path / "out", lines(tmp_path / "asr.jsonl", *ASR), "--only-differing")
    assert audio(task) == ["b.wav"]


def test_examples_by_hand(tmp_path: Path) -> None:
    (tmp_path / "ids.txt").write_text("b\n\n")
    task = imported(tmp_path / "out", lines(tmp_path / "asr.jsonl", *ASR), "--ids", tmp_path / "ids.txt")
    assert audio(task) == ["b.wav"]
    assert task.selection.how == "1 of 2, chosen by hand"
    (tmp_path / "ids.txt").write_text("b\nbb.wav\n")
    wrong = run(tmp_path / "no", tmp_path / "asr.jsonl", "--ids", tmp_path / "ids.txt")
    assert wrong.exit_code == 1
    assert f"{tmp_path / 'ids.txt'}:2:1" in wrong.stderr
    assert not (tmp_path / "no").exists()


def test_clips_that_are_there_are_copied_and_the_others_told(tmp_path: Path) -> None:
    (tmp_path / "wavs").mkdir()
    (tmp_path / "wavs" / "a.wav").write_bytes(encoded(tone()))
    source = lines(tmp_path / "asr.jsonl", *({**one, "audio": f"/data/x/{one['audio']}"} for one in ASR))
    result = run(tmp_path / "out", source, "--audio", tmp_path / "wavs")
    assert "missing-file: no clip 'data/x/b.wav'" in result.output
    assert (tmp_path / "out/data/audio/data/x/a.wav").read_bytes() == encoded(tone())
    checked = CliRunner().invoke(commands, ["check", "-C", str(tmp_path / "out"), "--format", "json"])
    assert [one["code"] for one in json.loads(checked.stdout)] == ["missing-file"]


def test_without_audio_the_page_says_so_and_builds(tmp_path: Path) -> None:
    task = imported(tmp_path / "out", lines(tmp_path / "asr.jsonl", *ASR), "--without-audio")
    assert [one.title for one in task.examples] == ["a.wav", "b.wav"]
    built = CliRunner().invoke(commands, ["build", "-C", str(tmp_path / "out")])
    assert built.exit_code == 0, built.output
    page = (tmp_path / "out/site/index.html").read_text(encoding="utf-8")
    assert "the recordings are not part of this page" in page


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        ('{"audio": "a.wav", "output": "x"}\n{oops\n', "import-record", 2),
        ("[1]\n", "import-record", 1),
        ("\n", "import-nothing", 1),
        ('{"audio": "a.wav", "number": 5}\n', "import-field", 1),
    ],
)
def test_what_cannot_be_read_is_a_problem_with_its_line(
    tmp_path: Path, content: str, code: str, line: int
) -> None:
    (tmp_path / "r.jsonl").write_text(content)
    result = run(tmp_path / "out", tmp_path / "r.jsonl", "--format", "json")
    assert result.exit_code == 1
    (problem,) = json.loads(result.stdout)
    assert (problem["code"], problem["line"]) == (code, line)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r.jsonl"]


@pytest.mark.parametrize("given", ["prompt=questoin", "promt=question"])
def test_a_mistyped_mapping_gets_the_nearest_name(tmp_path: Path, given: str) -> None:
    source = lines(tmp_path / "r.jsonl", {"audio": "a.wav", "question": "q", "output": "x"})
    result = run(tmp_path / "out", source, "--map", given)
    assert result.exit_code == 1
    assert f"did you mean '{'question' if 'questoin' in given else 'prompt'}'?" in result.stderr


def test_the_report_as_json_counts_what_is_in_the_project(tmp_path: Path) -> None:
    result = run(tmp_path / "out", lines(tmp_path / "asr.jsonl", *ASR), "--format", "json")
    report = json.loads(result.stdout)
    assert {name: report[name] for name in ("tasks", "examples", "models", "clips")} == {
        "tasks": 1, "examples": 2, "models": 1, "clips": 2,
    }  # fmt: skip
    assert "output = model_output" in report["decided"]
    assert [one["kind"] for one in report["defects"]] == ["missing-file"] * 2


@needs_reference(REFERENCE.is_dir())
@pytest.mark.parametrize(
    ("name", "output", "count"),
    [("LibriSpeech_test-clean", "text", 2620), ("NSynth", "labels", 4096), ("MuChoMusic", "labels", 1187)],
)
def test_published_results_import_with_one_command(tmp_path: Path, name: str, output: str, count: int) -> None:
    task = imported(tmp_path / "out", REFERENCE / f"MiDashengLM_{name}.jsonl", "--without-audio")
    lines_of = (REFERENCE / f"MiDashengLM_{name}.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines_of]
    assert (task.output, len(task.examples), task.models) == (output, count, ("midashenglm",))
    for one, record in zip(task.examples, records, strict=True):
        (piece,) = one.outputs["midashenglm"]
        assert (piece.text or (piece.labels or [""])[0]) == record["model_output"]
        right = record.get("label") or [record.get("answer") or record.get("text")]
        assert list(one.labels or [one.reference[0].text]) == right


THOUGHTS = (
    {"id": "1", "response": "Rain", "reasoning_content": "Drops."},
    {"id": "1", "response": "<think>Drops.</think>\n\nRain"},
    {"id": "1", "messages": [{"role": "assistant", "content": "Rain", "reasoning_content": "Drops."}]},
    {
        "id": "1",
        "messages": [
            {
                "role": "assistant",
                "content": [{"type": "thinking", "thinking": "Drops."}, {"type": "text", "text": "Rain"}],
            }
        ],
    },
    {"id": "1", "qwen_output": "Rain", "qwen_reasoning": "Drops.", "r1_output": "Hail", "r1_reasoning": "Ice."},
)


@pytest.mark.parametrize("record", THOUGHTS, ids=range(len(THOUGHTS)))
def test_reasoning_comes_beside_its_answer(tmp_path: Path, record: object) -> None:
    task = imported(tmp_path / "i", lines(tmp_path / "r.jsonl", record))
    (piece,) = next(iter(task.examples[0].outputs.values()))
    assert (piece.text, (piece.reasoning or "").strip()) == ("Rain", "Drops.")


def test_only_differing_looks_at_answers_alone(tmp_path: Path) -> None:
    sources = [
        lines(tmp_path / f"{name}.jsonl", {"id": "1", "response": f"<think>{name}</think>Rain"})
        for name in ("a", "b")
    ]
    assert "no answers differ" in run(tmp_path / "i", *sources, "--only-differing").output
