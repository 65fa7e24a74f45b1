"""From nothing to a page: `build-site init`, an example of one's own, the site; issue 5."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

import jsonschema
import pytest
import yaml
from click.testing import CliRunner, Result

from bench import REPOSITORY, write_tone
from projects import encoded, tone
from soundcase import __version__
from soundcase.catalogue.load import load
from soundcase.cli import commands, init
from soundcase.commands.init.kinds import KINDS
from soundcase.commands.init.project_files import requirement
from soundcase.project import Project
from soundcase.shipped import sample_projects

Node: TypeAlias = "str | list[Node] | dict[str, Node]"
STARTERS = REPOSITORY / "starters"
OFF = re.compile(r"^( *)#(?=\S|  )", re.MULTILINE)
"""A `#` right before a key, or before a line of a block below it."""

AROUND = frozenset({"AGENTS.md", ".github", ".gitignore", "README.md", "docs", "requirements.txt", "site"})
"""What stands around a project's sources."""

each = pytest.mark.parametrize("kind", KINDS)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(commands, [str(one) for one in arguments])


def example_of(readme: Path) -> str:
    """The lines that a project's README shows for adding an example."""
    (found,) = re.findall(r"^```yaml\n(.*?)^```$", readme.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return str(found)


def clips_in(text: str) -> list[str]:
    return re.findall(r"[\w-]+/[\w-]+\.wav", text)


def texts_of(project: Path) -> dict[str, str]:
    files = [path for path in project.rglob("*") if path.is_file() and "audio" not in path.parts]
    return {path.relative_to(project).as_posix(): path.read_text(encoding="utf-8") for path in files}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """A new project of each kind, as it was written."""
    folder = tmp_path_factory.mktemp("made")
    for kind in KINDS:
        result = run("init", folder / kind, "--kind", kind)
        assert result.exit_code == 0, result.output
    return {kind: folder / kind for kind in KINDS}


def examples_on(page: Path) -> int:
    """How many examples a page shows, as rows, cards or columns: each has one place to link to."""
    html = page.read_text(encoding="utf-8")
    return len(re.findall(r' id="[^"]+--[^"]+" data-example=| data-example="[^"]+" id="[^"]+--', html))


def copied(project: Path, folder: Path) -> Path:
    return shutil.copytree(project, folder)


# The way of somebody new


@each
def test_a_new_project_builds_at_once_and_with_an_example_of_ones_own(
    made: Mapping[str, Path], kind: str, tmp_path: Path
) -> None:
    """Folder, page, own clips and the lines of the README, page: without a warning all the way."""
    project = copied(made[kind], tmp_path / "my demo")
    first = run("build", "--strict", "-C", project)
    assert (first.exit_code, "warning" in first.stderr) == (0, False), first.output
    page = project / "site" / "index.html"
    before = examples_on(page)

    example = example_of(project / "README.md")
    for number, name in enumerate(clips_in(example)):
        clip = project / "data" / "audio" / name
        clip.parent.mkdir(exist_ok=True)
        clip.write_bytes(encoded(tone(300 + 40 * number)))
    task = project / "examples" / f"{KINDS[kind].task}.yaml"
    task.write_text(task.read_text(encoding="utf-8") + "\n" + example, encoding="utf-8")

    second = run("build", "--strict", "-C", project)
    assert (second.exit_code, "warning" in second.stderr) == (0, False), second.output
    assert examples_on(page) == before + 1
    assert second.stdout.startswith("Built ")


@each
def test_everything_that_is_switched_off_works_when_it_is_switched_on(
    made: Mapping[str, Path], kind: str, tmp_path: Path
) -> None:
    project = copied(made[kind], tmp_path / kind)
    for path in (project / "examples").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        switched = OFF.sub(r"\1", text)
        assert path.name != "catalogue.yaml" or switched.count("\n#") < text.count("\n#") - 10
        path.write_text(switched, encoding="utf-8")
    assert load(Project(project, project / "site")).problems == ()
    catalogue = yaml.load((project / "examples" / "catalogue.yaml").read_text(), Loader=yaml.BaseLoader)
    assert {"abstract", "links", "license", "citation", "theme", "language"} <= set(catalogue)
    assert catalogue["citation"].startswith("@inproceedings{")


def test_labels_of_one_answer_are_compared_together(made: Mapping[str, Path]) -> None:
    """A list under `outputs` would be several answers, each with labels that it lacks."""
    root = made["understanding"]
    catalogue = load(Project(root, root / "site")).catalogue
    assert catalogue is not None
    sounds = next(task for task in catalogue.tasks() if task.output == "labels")
    for example in sounds.examples:
        assert [set(piece.labels or ()) for piece in example.outputs["ours"]] == [set(example.labels or ())]
    assert any(len(piece.labels or ()) > 1 for one in sounds.examples for piece in one.outputs["baseline"])


# What is written


@each
def test_a_project_holds_what_it_needs_and_no_more(made: Mapping[str, Path], kind: str) -> None:
    tops = {path.name for path in made[kind].iterdir()}
    assert tops == {*AROUND, "data", "examples"}
    texts = texts_of(made[kind])
    assert texts["requirements.txt"].endswith(requirement())
    assert f"`examples/{KINDS[kind].task}.yaml`" in texts["README.md"]
    assert not any("$task" in text or "$example" in text or "$version" in text for text in texts.values())
    clips = [path for path in (made[kind] / "data" / "audio").rglob("*") if path.is_file()]
    assert 3 < len(clips) < 15
    assert sum(path.stat().st_size for path in clips) < 150_000


@each
def test_its_words_are_anybodys(made: Mapping[str, Path], kind: str) -> None:
    """Nothing of the invented papers of the sample projects, and nothing to send readers elsewhere."""
    said = "\n".join(text for name, text in texts_of(made[kind]).items() if name.startswith("examples/"))
    assert "title: Title of your page" in said
    assert "then remove this notice" in said
    papers = ("Larkspur", "Quiet Line", "Trio", "Parley", "Patchwork", "Carberry", "MiDasheng", "Qwen")
    assert [name for name in papers if name in said] == []
    assert re.findall(r"^ *url:", said, re.MULTILINE) == []


@each
def test_editors_find_the_schema_in_the_project_and_agree(made: Mapping[str, Path], kind: str) -> None:
    """Offline, and by a judge that knows only the JSON Schema."""
    files = sorted((made[kind] / "examples").glob("*.yaml"))
    assert len(files) > 1
    for path in files:
        text = path.read_text(encoding="utf-8")
        named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
        assert named
        schema = json.loads((path.parent / named[1]).read_text(encoding="utf-8"))
        assert schema["title"] == f"soundcase {'catalogue' if path.stem == 'catalogue' else 'task'}"
        jsonschema.Draft202012Validator(schema).validate(yaml.safe_load(text))


def test_a_schema_of_another_version_is_told_until_it_is_written_again(
    made: Mapping[str, Path], tmp_path: Path
) -> None:
    project = copied(made["dialogue"], tmp_path / "project")
    schema = project / "docs" / "schema" / "task.json"
    schema.write_text(schema.read_text(encoding="utf-8").replace(__version__, "0.0.1"), encoding="utf-8")
    told = run("check", "-C", project)
    assert told.exit_code == 0
    assert "warning[stale-schema]: 'docs/schema/task.json'" in told.stderr
    assert "soundcase 0.0.1" in told.stderr
    hint = re.search(r"build-site (schema task) > (\S+)", told.stderr)
    assert hint
    (project / hint[2]).write_text(run(*hint[1].split()).stdout, encoding="utf-8")
    assert run("check", "--strict", "-C", project).exit_code == 0


# The clips


def test_every_folder_of_starters_is_a_kind_and_every_kind_has_one() -> None:
    assert {path.name for path in STARTERS.iterdir() if path.is_dir()} - {"common"} == set(KINDS)
    assert set(KINDS) - {"understanding"} == set(sample_projects()) - {
        "codec"
    }  # many systems: a page of speech


@each
def test_clips_are_those_that_the_catalogue_names(made: Mapping[str, Path], kind: str) -> None:
    said = "\n".join(path.read_text(encoding="utf-8") for path in (made[kind] / "examples").glob("*.yaml"))
    audio = made[kind] / "data" / "audio"
    there = {path.relative_to(audio).as_posix() for path in audio.rglob("*") if path.is_file()}
    assert there == set(re.findall(r"\b[\w-]+/[\w-]+\.(?:mp3|flac)", said))


def test_scores_and_words_are_those_of_the_clips(made: Mapping[str, Path]) -> None:
    """What the sample projects say about a clip is what the new project says about it."""
    for kind in ("enhancement", "separation"):
        samples = "\n".join(path.read_text("utf-8") for path in (REPOSITORY / "demos" / kind).rglob("*.yaml"))
        task = (made[kind] / "examples" / f"{KINDS[kind].task}.yaml").read_text(encoding="utf-8")
        pairs = re.findall(r"audio: (\S+\.flac), scores: \{SI-SDR: ([\d.-]+)\}", task)
        assert len(pairs) == 6
        for name, score in pairs:
            source = KINDS[kind].clips[name].partition("/")[2]
            assert re.search(rf"{re.escape(source)}, scores: \{{SI-SDR: {re.escape(score)}[,}}]", samples)
    for kind, sample in (("tts", "tts"), ("understanding", "tts"), ("dialogue", "dialogue")):
        said = "\n".join(path.read_text("utf-8") for path in (REPOSITORY / "demos" / sample).rglob("*.yaml"))
        task = (made[kind] / "examples" / f"{KINDS[kind].task}.yaml").read_text(encoding="utf-8")
        spoken = re.findall(
            r"^ +(?:text|prompt_text|reference|start): ([A-Z0-9][^#\n]*[^#\s])", task, re.MULTILINE
        )
        assert len(spoken) >= 2
        assert [words for words in spoken if words not in said] == []


@pytest.fixture(scope="module")
def sounds() -> Iterator[Callable[[list[str]], int]]:
    sys.path.insert(0, str(REPOSITORY / "scripts"))
    import make_starters

    yield make_starters.main
    sys.path.remove(str(REPOSITORY / "scripts"))


def test_sounds_are_what_the_script_makes(
    sounds: Callable[[list[str]], int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shutil.copytree(STARTERS / "understanding" / "data" / "audio" / "sounds", tmp_path / "sounds")
    (folder / "dog.mp3").unlink()
    assert sounds(["--check", "--folder", str(folder)]) == 1
    assert capsys.readouterr().out == "dog.mp3 missing\n"


# The workflow


def mapping(node: Node) -> dict[str, Node]:
    assert isinstance(node, dict), node
    return node


def jobs(path: Path) -> dict[str, Node]:
    return mapping(mapping(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))["jobs"])


def steps(job: Node) -> list[dict[str, Node]]:
    listed = mapping(job)["steps"]
    assert isinstance(listed, list)
    return [mapping(step) for step in listed]


def test_the_workflow_checks_builds_and_deploys(made: Mapping[str, Path], tmp_path: Path) -> None:
    path = made["understanding"] / ".github" / "workflows" / "pages.yml"
    text = path.read_text(encoding="utf-8")
    build, deploy = jobs(path)["build"], jobs(path)["deploy"]
    run_lines = [str(step["run"]) for step in steps(build) if "run" in step]
    run_lines.remove("! find . -name .soundcase | grep .")
    assert run_lines == [
        "python -m pip install -r requirements.txt",
        "build-site check --format github",
        "build-site",
    ]
    assert mapping(deploy)["needs"] == "build"
    assert mapping(deploy)["permissions"] == {"pages": "write", "id-token": "write"}
    assert "permissions" not in mapping(build)
    loaded = mapping(yaml.load(text, Loader=yaml.BaseLoader))
    assert loaded["permissions"] == {"contents": "read"}
    assert set(mapping(loaded["on"])) == {"push", "pull_request", "workflow_dispatch"}
    condition = str(mapping(deploy)["if"])
    assert "github.event_name != 'pull_request'" in condition
    assert "github.ref_name == github.event.repository.default_branch" in condition
    assert "||" not in condition
    used = [step for job in (build, deploy) for step in steps(job) if "uses" in step]
    ours = (REPOSITORY / ".github" / "workflows" / "pages.yml").read_text(encoding="utf-8")
    assert [step["uses"] for step in used if f"uses: {step['uses']}" not in ours] == []
    (upload,) = (step for step in used if "upload-pages" in str(step["uses"]))
    assert upload["if"] == "github.event_name != 'pull_request'"

    project = copied(made["understanding"], tmp_path / "project")
    for line in run_lines[1:]:
        assert run("-C", project, *shlex.split(line)[1:]).exit_code == 0
    assert (project / str(mapping(upload["with"])["path"]) / "index.html").is_file()


# The command


@pytest.mark.parametrize("name", ["plain", "with a blank", "it's", "-dash", "$HOME", "new/in new"])
def test_the_next_commands_work_in_a_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """`cd` is right from where the reader stands, whatever the folder's name."""
    monkeypatch.chdir(tmp_path)
    made = run("init", "--kind", "dialogue", "--", name)
    first, second = (line.strip() for line in made.stdout.splitlines()[-2:])
    assert second == "build-site serve"
    listed = subprocess.run(["sh", "-c", f"{first} && ls examples"], capture_output=True, text=True, check=True)
    assert listed.stdout.split() == ["catalogue.yaml", "conversations.yaml"]


def test_in_the_folder_itself_no_cd_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    result = run("init", ".", "--kind", "understanding")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-2:] == ["  build-site check", "  build-site serve"]
    assert run("check", "--strict").exit_code == 0


def test_what_is_in_the_way_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    write_tone(tmp_path / "mine.wav")
    for target, words in (
        (tmp_path, "holds other files: mine.wav"),
        (tmp_path / "mine.wav", "is there already"),
    ):
        result = run("init", target)
        assert result.exit_code == 1
        assert "error[init-target]" in result.stderr
        assert words in result.stderr
        assert "Traceback" not in result.output
    below = run("init", tmp_path / "mine.wav" / "new", "--kind", "tts")
    assert below.exit_code == 1
    assert "error[cannot-write]" in below.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.wav"]


def test_a_clip_that_cannot_be_copied_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "copyfile", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left")))
    result = run("init", tmp_path / "new" / "demo", "--kind", "tts")
    assert result.exit_code == 1
    assert "cannot be written: No space left" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_a_terminal_the_kind_has_to_be_said(tmp_path: Path) -> None:
    result = run("init", tmp_path / "demo")
    assert result.exit_code == 2
    assert all(
        re.search(rf"^  {kind} +{re.escape(one.about)}$", result.stderr, re.MULTILINE)
        for kind, one in KINDS.items()
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("answers", "kind"), [("\n", "understanding"), ("4\n", "separation"), ("9\nno\nTTS\n", "tts")]
)
def test_on_a_terminal_the_kind_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: str, kind: str
) -> None:
    monkeypatch.setattr(init, "_at_a_terminal", lambda: True)
    result = CliRunner().invoke(commands, ["init", str(tmp_path / "demo")], input=answers)
    assert result.exit_code == 0, result.output
    assert f"a project of the kind {kind} in" in result.stdout
    assert result.output.count("is neither a number") == answers.count("\n") - 1
    assert (tmp_path / "demo" / "examples" / f"{KINDS[kind].task}.yaml").is_file()


def test_who_stops_at_the_question_gets_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(init, "_at_a_terminal", lambda: True)
    result = CliRunner().invoke(commands, ["init", str(tmp_path / "demo")], input="")
    assert result.exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_the_options_of_a_project_are_not_those_of_a_new_one(tmp_path: Path) -> None:
    result = run("-C", tmp_path, "init", tmp_path / "demo", "--kind", "tts")
    assert result.exit_code == 2
    assert "name the new project's folder as DIR" in result.stderr
