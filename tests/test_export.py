"""An export holds what a catalogue says and what it adds up to, and comes back as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from bench import needs_package
from soundcase.catalogue.load import load
from soundcase.cli import commands
from soundcase.project import Project
from test_stats import labelled, project, run, spoken


def exported(root: Path, target: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """The records of an export by task and example."""
    result = CliRunner().invoke(commands, ["export", str(target), "-C", str(root)])
    assert result.exit_code == 0, result.output
    lines = (target / "metadata.jsonl").read_text("utf-8").splitlines()
    return {(one["task"], one["id"]): one for one in map(json.loads, lines)}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_records_hold_verdicts_and_measured_rates(tmp_path: Path) -> None:
    records = exported(project(tmp_path / "p", labelled(), spoken()), tmp_path / "set")
    verdicts = {"ours_verdict": "right", "bracket_verdict": "wrong", "last_verdict": "wrong"}
    assert records["kinds", "e1"] | verdicts == records["kinds", "e1"]
    assert records["kinds", "e0"]["last_verdict"] == "missing"
    said = records["said", "s0"]
    assert (said["ours_WER"], said["ours_WER_errors"], said["ours_WER_n"]) == (0, 0, 4)
    assert (said["bracket_WER"], said["bracket_WER_errors"], said["bracket_WER_n"]) == (75, 3, 4)
    assert (said["ours_MOS"], said["ours_MOS_ci"]) == (4, 0.1)
    assert (said["ours_verdict"], said["bracket_verdict"]) == ("right", "wrong")


def test_a_column_holds_values_of_one_kind(tmp_path: Path) -> None:
    needs_package("pyarrow")
    from pyarrow import json as columnar

    turn = {"speaker": "A", "reference": "one", "outputs": {"ours": "one"}}
    labelled_turn = {"speaker": "A", "outputs": {"ours": {"labels": ["x", "y"]}}}
    dialogue = {"id": "d", "title": "D", "examples": [{"text": "x", "turns": [turn, labelled_turn]}]}
    records = exported(project(tmp_path / "p", spoken(), labelled(), dialogue), tmp_path / "set")
    assert columnar.read_json(tmp_path / "set" / "metadata.jsonl").num_rows == len(records)
    assert records["said", "s0"]["ours_output"] == ["one two three four"]
    assert [one["ours_output"] for one in records["d", "1"]["turns"]] == [["one"], ["x", "y"]]
    exported(project(tmp_path / "q", spoken()), tmp_path / "alone")
    assert json.loads((tmp_path / "alone/metadata.jsonl").read_text("utf-8").splitlines()[0])[
        "ours_output"
    ] == ("one two three four")


def test_the_leaderboard_lies_beside_the_table(tmp_path: Path) -> None:
    root = project(tmp_path / "p", labelled(), spoken())
    exported(root, tmp_path / "set")
    for name, form in (("leaderboard.csv", "csv"), ("leaderboard.tex", "latex")):
        assert (tmp_path / "set" / name).read_text("utf-8") == run(root, "--format", form).output
    bare = {"id": "t", "title": "T", "examples": [{"text": "x", "outputs": {"ours": "a"}}]}
    exported(project(tmp_path / "q", bare), tmp_path / "none")
    assert not list((tmp_path / "none").glob("leaderboard.*"))


def test_what_was_exported_is_imported_and_exported_as_it_was(tmp_path: Path) -> None:
    root = project(tmp_path / "p", labelled(), spoken())
    exported(root, tmp_path / "set")
    back = CliRunner().invoke(commands, ["import", str(tmp_path / "set"), "-o", str(tmp_path / "again")])
    assert back.exit_code == 0, back.output
    before, after = (load(Project(one, one / "site")).catalogue for one in (root, tmp_path / "again"))
    assert before
    assert after == before
    exported(tmp_path / "again", tmp_path / "second")
    assert contents(tmp_path / "second") == contents(tmp_path / "set")
