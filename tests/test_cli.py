from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from bench import REPOSITORY, tiny_project, write_tone
from projects import add_clip, write
from soundcase import __main__ as entrance
from soundcase.cli import commands
from soundcase.problems.codes import CODES
from soundcase.publishing import build_fingerprint


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(commands, [str(one) for one in arguments])


def shell(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "soundcase", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write(tmp_path / "project", "")


def test_a_build_writes_the_site_and_says_what_it_did(project: Path) -> None:
    result = run("-C", project)
    assert result.exit_code == 0, result.output
    assert "2 pages, 2 clips" in result.stdout
    assert (project / "site" / "index.html").is_file()


@pytest.mark.parametrize("where", ["before", "after"])
def test_project_and_output_are_taken_before_and_after_the_command(
    project: Path, tmp_path: Path, where: str
) -> None:
    options: list[str | Path] = ["-C", project, "-o", tmp_path / "out"]
    arguments = [*options, "build"] if where == "before" else ["build", *options]
    assert run(*arguments).exit_code == 0
    assert (tmp_path / "out" / "index.html").is_file()
    assert not (project / "site").exists()


@pytest.mark.parametrize("options", [["--strict"], ["--format", "json"], ["-j", "1", "--force"]])
def test_options_of_build_need_no_command(project: Path, options: list[str]) -> None:
    assert run("-C", project, *options).exit_code == 0
    assert (project / "site" / "index.html").is_file()


def test_an_option_that_does_not_exist_is_told_without_a_command_too(project: Path) -> None:
    result = run(f"--directory={project}", "--strictly")
    assert result.exit_code == 2
    assert "'--strictly'" in result.stderr
    assert "'--strict'" in result.stderr


def test_a_second_build_does_nothing_and_says_so(project: Path) -> None:
    assert run("-C", project).exit_code == 0
    before = {path: path.stat().st_mtime_ns for path in (project / "site").rglob("*")}
    result = run("-C", project)
    assert result.stdout.startswith("Nothing changed: ")
    assert run("build", "--force", "-C", project).stdout.startswith("Built ")
    assert {path: path.stat().st_mtime_ns for path in (project / "site").rglob("*")} == before


def test_a_build_looks_once_whether_anything_changed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    monkeypatch.setattr(entrance, "unchanged", lambda *places: looked.extend(places))
    monkeypatch.setattr(build_fingerprint, "unchanged", lambda *places: looked.extend(places))
    monkeypatch.setattr(sys, "argv", ["build-site", "-C", str(project)])
    monkeypatch.setattr(os, "_exit", sys.exit)
    with pytest.raises(SystemExit, match="0"):
        entrance.main()
    assert looked == [str(project), f"{project}/site"]


@pytest.mark.parametrize(("clips", "words"), [(1, "1 clip, "), (2, "2 clips, ")])
def test_what_is_counted_is_spelt_by_its_number(tmp_path: Path, clips: int, words: str) -> None:
    project = tiny_project(tmp_path)
    if clips > 1:
        write_tone(project / "data" / "audio" / "other.wav", hz=400)
        with (project / "examples" / "catalogue.yaml").open("a", encoding="utf-8") as file:
            file.write("          - {audio: other.wav, outputs: {ours: one, theirs: won}}\n")
    result = run("build", "-C", project)
    assert result.exit_code == 0, result.output
    assert words in result.stdout


def test_an_error_leaves_the_last_site_as_it_was(project: Path) -> None:
    run("-C", project)
    before = {path: path.read_bytes() for path in (project / "site").rglob("*") if path.is_file()}
    (project / "examples" / "words.yaml").write_text("title: [")
    result = run("-C", project)
    assert result.exit_code == 1
    assert "error[yaml-syntax]" in result.stderr
    assert "Not built: 1 error" in result.stdout
    assert {path: path.read_bytes() for path in (project / "site").rglob("*") if path.is_file()} == before


def test_a_build_that_never_succeeded_leaves_no_output_folder(project: Path) -> None:
    (project / "examples" / "words.yaml").write_text("title: [")
    assert run("-C", project).exit_code == 1
    assert not (project / "site").exists()


def test_warnings_are_told_again_when_nothing_changed(project: Path) -> None:
    add_clip(project, "spare.wav")
    first, second = run("-C", project), run("-C", project)
    assert first.exit_code == second.exit_code == 0
    assert "warning[unused-audio]" in first.stderr
    assert "warning[unused-audio]" in second.stdout
    assert "1 warning" in second.stdout


def test_strict_makes_warnings_errors(project: Path) -> None:
    add_clip(project, "spare.wav")
    result = run("build", "--strict", "-C", project)
    assert result.exit_code == 1
    assert "error[unused-audio]" in result.stderr


def test_checking_writes_nothing_but_what_it_measured(project: Path) -> None:
    before = sorted(project.rglob("*"))
    result = run("check", "-C", project)
    assert (result.exit_code, result.stdout) == (0, "Checked 2 examples: no problems\n")
    assert [path for path in sorted(project.rglob("*")) if ".soundcase" not in path.parts] == before


def test_json_goes_to_standard_output_alone(project: Path) -> None:
    add_clip(project, "spare.wav")
    result = run("check", "-C", project, "--format", "json")
    (problem,) = json.loads(result.stdout)
    assert sorted(problem) == ["code", "column", "hint", "line", "message", "path", "severity"]
    assert result.stderr == ""


def test_github_annotations_name_files_from_where_the_command_runs(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_clip(project, "spare.wav")
    monkeypatch.chdir(project.parent)
    result = run("check", "-C", "project", "--format", "github")
    assert result.stdout.startswith("::warning file=project/data/audio/spare.wav,line=1,")


@pytest.mark.parametrize(
    "arguments",
    [
        ("no-such-command",),
        ("--no-such-option",),
        ("-C", "/no/such/folder"),
        ("explain", "no-such-code"),
        ("probe",),
    ],
)
def test_wrong_usage_exits_with_two(arguments: list[str]) -> None:
    result = shell(*arguments)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert result.stderr


def test_no_colours_in_a_pipe_and_none_where_they_are_unwanted(project: Path) -> None:
    add_clip(project, "spare.wav")
    for environment in ({}, {"NO_COLOR": "1"}):
        assert "\x1b" not in shell("check", "-C", project, **environment).stderr


def test_every_code_is_explained() -> None:
    listed = run("explain").stdout
    for code in CODES.values():
        assert code.name in listed
        told = run("explain", code.name).stdout
        assert told.startswith(f"{code.name} ({code.severity}): {code.title}")
        assert (f"{code.name}: off" in told) is code.adjustable


def test_a_misspelt_code_is_recognised() -> None:
    assert "did you mean 'empty-cell'?" in run("explain", "emptycell").output


def test_probing_tells_facts_and_fails_for_what_is_not_audio(project: Path, tmp_path: Path) -> None:
    good = add_clip(project, "good.wav")
    bad = tmp_path / "bad.wav"
    bad.write_text("<html></html>")
    one = run("probe", good)
    assert one.exit_code == 0
    assert "16000" in one.stdout.replace(" ", "").replace(",", "") or "16 kHz" in one.stdout
    two = run("probe", good, bad, "--format", "json")
    assert two.exit_code == 1
    first, second = json.loads(two.stdout)
    assert (first["mime"], first["duration"], first["rate"], first["channels"]) == ("audio/wav", 1.0, 16000, 1)
    assert [problem["code"] for problem in second["problems"]] == ["not-audio"]


def test_help_is_there_for_every_command() -> None:
    for name in commands.list_commands(click.Context(commands)):
        result = run(name, "--help")
        assert result.exit_code == 0
        assert result.stdout.startswith("Usage: ")


@pytest.mark.parametrize("beside", [(), ("soundcase_import",)])
def test_commands_of_packages_beside_the_core_are_there_where_they_are(
    beside: tuple[str, ...], tmp_path: Path
) -> None:
    for name in ("soundcase", *beside):
        shutil.copytree(
            REPOSITORY / "src" / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    listed = shell("--help", PYTHONPATH=str(tmp_path))
    assert listed.returncode == 0, listed.stderr
    assert ("\n  import " in listed.stdout) == bool(beside)
    asked = shell("import", "--help", PYTHONPATH=str(tmp_path))
    assert asked.returncode == (0 if beside else 2)
    assert ("SOURCE..." in asked.stdout) == bool(beside)


def test_a_package_that_only_happens_to_be_called_so_is_passed_over(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "src" / "soundcase", tmp_path / "soundcase")
    for name, text in {"soundcase_other": "", "soundcase_wrong": "wrong_command = 1\n"}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
        (tmp_path / name / "command.py").write_text(text, "utf-8")
    listed = shell("--help", PYTHONPATH=str(tmp_path))
    assert listed.returncode == 0, listed.stderr
    assert "other" not in listed.stdout


def test_a_command_of_the_core_loads_no_other_package(project: Path) -> None:
    script = (
        "import sys; from soundcase.cli import commands; commands(standalone_mode=False); print(*sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", script, "check", "-C", str(project)], capture_output=True, text=True, check=True
    )
    assert "soundcase.catalogue.load" in told.stdout
    assert "soundcase_import" not in told.stdout


def test_a_misspelt_command_of_another_package_is_recognised() -> None:
    result = run("improt")
    assert result.exit_code == 2
    assert "Did you mean 'import'?" in result.output


@pytest.mark.parametrize("arguments", [["build", "--force"], ["build"], ["check"], ["explain"], ["--version"]])
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_command_does_its_work_without_anybody_to_tell(
    project: Path, arguments: list[str], closed: str
) -> None:
    """The end of the process writes nothing where nothing can be written."""
    assert run("-C", project).exit_code == 0
    words = [sys.executable, "-m", "soundcase", "-C", str(project), *arguments]
    told = subprocess.run(
        ["sh", "-c", f'"$@" {closed}', "sh", *words], capture_output=True, text=True, check=False
    )
    assert told.returncode == 0
    assert "Traceback" not in told.stdout + told.stderr
