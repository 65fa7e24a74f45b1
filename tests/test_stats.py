"""`build-site stats` and the leaderboards of an export: one source, four forms, each as its readers need it."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from projects import write
from soundcase.cli import commands
from test_latex import compiled

SYSTEMS = {
    "ours": {"name": r"R&D_net 50% {v2} #1 ~^\ $x$", "ours": True},
    "bracket": {"name": "[A] <b|c> --"},
    "last": {"name": "模型 α"},
}
WORDS = ("rain", "wind", "bells", "a dog", "speech", "a drum")


def run(project: Path, *options: str) -> Result:
    return CliRunner().invoke(commands, ["stats", "-C", str(project), *options])


def figures(project: Path, *options: str) -> list[dict[str, Any]]:
    result = run(project, "--json", *options)
    assert result.exit_code == 0, result.output
    tasks: list[dict[str, Any]] = json.loads(result.output)["tasks"]
    return tasks


def labelled(count: int = 12) -> dict[str, Any]:
    """A task in two groups: ours is right, the second at times, and the last is now and then silent."""
    examples = [
        {
            "id": f"e{place}",
            "group": "music & 100 %" if place % 2 else "street",
            "tags": {"snr": f"{10 * (place % 3)} dB"},
            "text": "x",
            "labels": WORDS[place % 6],
            "outputs": {
                "ours": WORDS[place % 6],
                "bracket": WORDS[0 if place % 3 else place % 6],
                **({"last": "silence"} if place % 4 else {}),
            },
        }
        for place in range(count)
    ]
    return {"id": "kinds", "title": "Kinds_of & sounds", "output": "labels", "examples": examples}


def asked() -> dict[str, Any]:
    """A task of questions with choices; two answers of the second are none, the last is silent thrice."""
    examples = [
        {
            "text": "x",
            "choices": ["Violin", "Piano", "Drums"],
            "labels": "B",
            "outputs": {
                "ours": "The answer is B.",
                "bracket": "Perhaps." if place < 2 else "(A) Violin",
                **({"last": "Piano"} if place > 2 else {}),
            },
        }
        for place in range(12)
    ]
    return {"id": "asked", "title": "What plays?", "label_match": "choice", "examples": examples}


def spoken() -> dict[str, Any]:
    """A task whose error rates are measured, with a score that is given."""
    examples = [
        {
            "id": f"s{place}",
            "text": "y",
            "reference": "one two three four",
            "outputs": {
                "ours": {"text": "one two three four", "scores": {"MOS": f"{4 + place / 10} ± 0.1"}},
                "bracket": {"text": "one two three" if place else "one", "scores": {"MOS": 3.25}},
            },
        }
        for place in range(6)
    ]
    scores = {"WER": {"measure": "wer"}, "MOS": {"better": "higher"}}
    return {"id": "said", "title": "What is said", "scores": scores, "examples": examples}


def project(root: Path, *tasks: dict[str, Any]) -> Path:
    catalogue: dict[str, Any] = {
        "title": "P",
        "models": SYSTEMS,
        "sections": [{"title": "S", "tasks": list(tasks)}],
    }
    catalogue["rules"] = dict.fromkeys(("no-audio", "empty-cell", "looks-like-math"), "off")
    text = yaml.safe_dump(catalogue, sort_keys=False, allow_unicode=True)
    return write(root, f"-- examples/catalogue.yaml --\n{text}", base="")


def test_a_terminal_shows_figures_intervals_counts_and_pairs(tmp_path: Path) -> None:
    result = run(project(tmp_path, spoken()))
    assert result.exit_code == 0, result.output
    first, second = r"R&D_net 50% {v2} #1 ~^\ $x$ (ours)", "[A] <b|c> --"
    assert result.output.splitlines() == [
        "What is said (said): 6 examples",
        "",
        "  WER (%) ↓",
        f"    {first}                   0.0 *                  n = 24 words",
        f"    {second}                                        33.3    [25.0, 66.6]    n = 24 words",
        f"    {first} − {second}  −33.3    [−66.6, −25.0]  n = 6         6 won, 0 tied, 0 lost",
        "",
        "  MOS ↑",
        f"    {first}                  4.25 *  [4.07, 4.43]    n = 6",
        f"    {second}                                        3.25                    n = 6",
        f"    {first} − {second}  +1.00    [0.82, 1.18]    n = 6         6 won, 0 tied, 0 lost",
        "",
        "* the best; those that share the mark may be as good",
    ]


def test_the_numbers_are_those_of_the_page(tmp_path: Path) -> None:
    root = project(tmp_path, labelled(), spoken())
    assert CliRunner().invoke(commands, ["-C", str(root)]).exit_code == 0
    page = json.loads((root / "site" / "catalogue.json").read_text("utf-8"))
    told = {task["id"]: task for section in page["sections"] for task in section["tasks"]}
    for task in figures(root):
        for kind in ("averages", "differences"):
            assert task[kind]
            assert task[kind] == told[task["id"]][kind]


def test_undecided_and_missing_answers_are_counted_apart(tmp_path: Path) -> None:
    root = project(tmp_path, asked())
    told = {
        one["model"]: (one["n"], one.get("undecided", 0), one.get("missing", 0))
        for one in figures(root)[0]["averages"]
        if not one.keys() & {"group", "tag"}
    }
    assert told == {"ours": (12, 0, 0), "bracket": (12, 2, 0), "last": (9, 0, 3)}
    assert "2 undecided\n" in (text := run(root).output)
    assert "3 no answer\n" in text
    assert r"} & Undecided & No answer \\" in run(root, "--format", "latex").output


def test_csv_holds_the_same_numbers_a_line_each(tmp_path: Path) -> None:
    root = project(tmp_path, labelled(), spoken())
    lines = list(csv.DictReader(io.StringIO(run(root, "--format", "csv").output)))
    told = [(task["id"], one) for task in figures(root) for one in task["averages"]]
    assert len(lines) == len(told)
    for line, (task, one) in zip(lines, told, strict=True):
        assert (line["task"], line["score"], line["model"]) == (task, one["score"], one.get("model", ""))
        for name in ("value", "low", "high", "n", "examples"):
            assert line[name] == ("" if name not in one else str(one[name]))
        tag = one.get("tag", {"": ""})
        assert (line["group"], {line["tag"]: line["tag_value"]}) == (one.get("group", ""), tag)
        assert bool(int(line["best"])) == one.get("best", False)


def rows(latex: str) -> list[list[str]]:
    """The cells of all rows between the rules, those across several columns as many."""
    found = []
    for line in latex.splitlines():
        if line.endswith(r" \\"):
            wide = re.sub(r"\\multicolumn\{(\d)\}", lambda one: "& " * (int(one[1]) - 1), line)
            found.append(re.split(r"(?<!\\)&", wide.removesuffix(r" \\")))
    return found


def test_latex_has_the_rules_of_booktabs_and_full_rows(tmp_path: Path) -> None:
    text = run(project(tmp_path, labelled(), spoken()), "--format", "latex").output
    tables = re.findall(r"\\begin\{table\*?\}.*?\\end\{table\*?\}", text, re.DOTALL)
    assert len(tables) == 2
    for table in tables:
        for rule in ("toprule", "bottomrule"):
            assert table.count(f"\\{rule}\n") == 1
        assert "|" not in table.replace(r"\textbar{}", "")
        assert "hline" not in table
        form = re.search(r"\\begin\{tabular\}\{(.*)\}\n", table)
        assert form
        columns = len(re.sub(r"@\{~\}", "", form[1]))
        assert {len(row) for row in rows(table)} == {columns}
    assert text.count(r"\begin") == text.count(r"\end")


def test_latex_escapes_every_name_and_marks_the_best(tmp_path: Path) -> None:
    root = project(tmp_path, labelled(), spoken())
    text = run(root, "--format", "latex").output
    assert r"\caption{Kinds\_of \& sounds." in text
    assert (
        r"R\&D\_net 50\% \{v2\} \#1 \textasciitilde{}\textasciicircum{}\textbackslash{} \$x\$ (ours) & " in text
    )
    assert r"{[}A{]} \textless{}b\textbar{}c\textgreater{} -{}- & " in text
    assert r"\emph{music \& 100 \%}" in text
    assert "% needs XeLaTeX or LuaLaTeX, with a font that has 型模\n" in text
    best = [one for task in figures(root) for one in task["averages"] if one.get("best") and "tag" not in one]
    assert text.count(r"\textbf{") == len(best) > 0


def test_latex_is_compiled_by_a_tex(tmp_path: Path) -> None:
    root = project(tmp_path / "p", labelled(), spoken())
    text = run(root, "--format", "latex").output.replace("模型", "M")
    log = compiled(tmp_path, text, "\\usepackage{booktabs}\n\\usepackage[T1]{fontenc}")
    assert "Missing character" not in log


def test_results_of_a_whole_test_set_stand_by_themselves(tmp_path: Path) -> None:
    given = {"ours": {"value": 4.125, "ci": 0.25, "n": 2620, "groups": {"clean": 4.5}}, "last": "3.5"}
    root = project(tmp_path, {**spoken(), "results": {"MOS": given, "accuracy": {"ours": 90.5}}})
    (task,) = figures(root)
    assert task["results"] == [
        {"score": "MOS", "model": "ours", "value": 4.125, "low": 3.875, "high": 4.375, "n": 2620, "best": True},
        {"score": "MOS", "model": "last", "value": 3.5},
        {"score": "accuracy", "model": "ours", "value": 90.5},
        {"score": "MOS", "model": "ours", "group": "clean", "value": 4.5},
    ]
    text = run(root).output
    assert "  MOS ↑, Whole test set (given)\n" in text
    assert re.search(r"4\.125 \* +\[3\.875, 4\.375\] +n = 2620\n", text)
    table = run(root, "--format", "latex").output
    assert (
        r"\emph{Whole test set (given)} & \multicolumn{2}{c}{} & \multicolumn{2}{c}{$n = 2620$} & \\" in table
    )
    lines = csv.DictReader(io.StringIO(run(root, "--format", "csv").output))
    assert [line["value"] for line in lines if line["given"] == "1"] == ["4.125", "3.5", "90.5", "4.5"]


def test_one_task_may_be_asked_for(tmp_path: Path) -> None:
    root = project(tmp_path, labelled(), spoken())
    assert [task["id"] for task in figures(root, "--task", "said")] == ["said"]
    wrong = run(root, "--task", "sad")
    assert wrong.exit_code == 2
    assert "did you mean 'said'?" in wrong.output


@pytest.mark.parametrize(
    ("form", "output"),
    [
        ("text", "No task has scores, labels or references that add up to anything.\n"),
        ("json", '{\n "tasks": []\n}\n'),
        ("latex", ""),
    ],
)
def test_without_figures_that_is_said(tmp_path: Path, form: str, output: str) -> None:
    task = {"id": "t", "title": "T", "examples": [{"text": "x", "outputs": {"ours": "a"}}]}
    assert run(project(tmp_path, task), "--format", form).output == output


def test_a_catalogue_with_mistakes_is_told(tmp_path: Path) -> None:
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "catalogue.yaml").write_text("titel: x\n", "utf-8")
    result = run(tmp_path)
    assert result.exit_code == 1
    assert "unknown-key" in result.stderr
