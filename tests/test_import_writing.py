"""What the writer of drafts promises: every text comes back, files as a person writes them, whole or none."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from soundcase.catalogue.load import load
from soundcase.catalogue.located import parse
from soundcase.catalogue.nodes import Plain
from soundcase.catalogue.yaml_tree import MANY, YamlEntry, YamlList, YamlMapping, YamlValue, document
from soundcase.fields import fields_of
from soundcase.model import Example, Prompt
from soundcase.project import Project
from soundcase.text.characters import clean
from soundcase_import.draft import (
    Draft,
    DraftExample,
    DraftMedia,
    DraftModel,
    DraftSection,
    DraftTask,
)
from soundcase_import.importer import write_project
from soundcase_import.to_yaml import files_of


def _block(values: Mapping[str, YamlValue]) -> YamlMapping:
    doubts = [("is this right?",) if len(name) % 3 == 0 else () for name in values]
    return YamlMapping(tuple(YamlEntry(*pair, told) for pair, told in zip(values.items(), doubts, strict=True)))


names = st.text(min_size=1, max_size=40).map(clean)
words = st.one_of(
    st.text(min_size=1).map(clean),
    st.text(alphabet="ab #:-'\"\n\t|>&*!%@`{}[],?~\\é中\u3000\xa0", min_size=1),
    st.sampled_from(
        ["no", "null", "~", "1.10", "007", "- a", "a: b", "a #b", "---", "...", "<<", "=", "#", "[x]"]
    ),
    st.lists(st.sampled_from(["word", "a", "Wörter", "#", "-", "long" * 9]), min_size=20).map(" ".join),
)
trees: st.SearchStrategy[YamlValue] = st.recursive(
    words,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map(lambda values: YamlList(tuple(values))),
        st.dictionaries(names, inner, min_size=1, max_size=4).map(_block),
    ),
    max_leaves=12,
)


def plain(tree: YamlValue) -> Plain:
    if isinstance(tree, YamlMapping):
        return {entry.key: plain(entry.value) for entry in tree.entries}
    return [plain(one) for one in tree.values] if isinstance(tree, YamlList) else tree


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(names, trees, min_size=1, max_size=5))
def test_whatever_is_written_is_read_back_to_the_letter(values: Mapping[str, YamlValue]) -> None:
    text = document(_block(values))
    found, problems = parse(text.encode("utf-8"), "x.yaml")
    assert not problems
    assert found is not None
    assert found.plain() == {name: plain(value) for name, value in values.items()}


def draft(*examples: DraftExample, output: str = "text") -> Draft:
    task = DraftTask("words", "Words", output, examples or (EXAMPLE,))
    models = (DraftModel("ours", "Our model", ours=True), DraftModel("theirs"))
    return Draft("A title", models, (DraftSection("Part", (task,)),))


EXAMPLE = DraftExample(
    title="First",
    tags={"Emotion": "Fear"},
    audio=(DraftMedia(audio="a.wav"),),
    text="no",
    labels=("a", "b"),
    outputs={"ours": (DraftMedia(text="Yes: it is."),), "theirs": (DraftMedia(text="yes", labels=("c",)),)},
    doubts={"text": ("is this what is said?",), "group": ("no group was found",)},
)


def test_keys_come_in_the_order_of_the_schema_and_doubts_above_their_line() -> None:
    assert files_of(draft())["examples/words.yaml"] == (
        """\
# yaml-language-server: $schema=../docs/schema/task.json
# What is doubtful has a comment 'check:'; decide, then remove the comment.

title: Words
output: text

examples:
  # check: no group was found
  - title: First
    tags: {Emotion: Fear}
    audio: a.wav
    # check: is this what is said?
    text: no
    labels: [a, b]
    outputs:
      ours: "Yes: it is."
      theirs: {text: yes, labels: c}
"""
    )


def test_long_texts_are_folded_and_lines_are_kept() -> None:
    long = "word " * 40 + "end"
    shown = files_of(draft(DraftExample(text=long, note="one\ntwo\n", outputs=EXAMPLE.outputs)))
    text = shown["examples/words.yaml"]
    assert "    text: >-\n      word word" not in text
    assert "text: >-\n" in text
    assert "    note: |\n      one\n      two\n" in text
    assert max(map(len, text.splitlines())) <= 112


texts = st.one_of(st.none(), words)
lines = st.one_of(st.just(""), words)
media = st.builds(
    DraftMedia,
    text=texts,
    labels=st.lists(words, max_size=2).map(tuple),
    label=lines,
    audio=st.sampled_from(["a.wav", "b/c d.wav"]),
)
pieces = st.lists(media, max_size=2).map(tuple)
BY_KIND = {
    "line": lines,
    "markdown": lines,
    "text": texts,
    "tags": st.dictionaries(names, words, max_size=2),
    "labels": st.lists(words, max_size=3).map(tuple),
    "prompt": lines.map(lambda text: Prompt(text or None)),
    "media": pieces,
}
examples = st.builds(
    DraftExample,
    outputs=st.fixed_dictionaries({"ours": st.lists(media, min_size=1, max_size=2).map(tuple)}),
    doubts=st.dictionaries(st.sampled_from(["text", "audio", "outputs"]), st.tuples(words), max_size=2),
    **{name: BY_KIND[one.kind] for name, one in fields_of(DraftExample).items() if one.kind in BY_KIND},
)


def said(example: DraftExample | Example) -> dict[str, object]:
    """What an example says under each of its fields, pieces of media by what they hold."""
    values = {name: getattr(example, name) for name in fields_of(DraftExample)} | {
        "ours": example.outputs["ours"]
    }
    return {
        name: [(one.audio, one.text, one.labels or ()) for one in value]
        if value and isinstance(value, tuple) and not isinstance(value[0], str)
        else value or None
        for name, value in values.items()
        if name != "outputs"
    }


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.reuse, Phase.generate],
)
@given(st.lists(examples, min_size=1, max_size=3), st.sampled_from(["text", "labels", "audio"]))
def test_the_loader_understands_every_draft_as_it_was_meant(
    tmp_path_factory: pytest.TempPathFactory, rows: list[DraftExample], output: str
) -> None:
    root = tmp_path_factory.mktemp("draft") / "project"
    assert write_project(draft(*rows, output=output), root) is None
    loaded = load(Project(root, root / "site"))
    assert loaded.problems == ()
    assert loaded.catalogue is not None
    (task,) = loaded.catalogue.tasks()
    for row, read in zip(rows, task.examples, strict=True):
        assert said(read) == said(row)


def test_very_many_examples_become_records(tmp_path: Path) -> None:
    rows = [
        DraftExample(id=f"e{number}", audio=EXAMPLE.audio, outputs={"ours": (DraftMedia(text=f"{number}\n"),)})
        for number in range(MANY + 1)
    ]
    assert write_project(draft(*rows), tmp_path / "project") is None
    loaded = load(Project(tmp_path / "project", tmp_path / "site"))
    assert loaded.problems == ()
    assert loaded.catalogue is not None
    (task,) = loaded.catalogue.tasks()
    assert [one.outputs["ours"][0].text for one in task.examples] == [
        f"{number}\n" for number in range(MANY + 1)
    ]


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for name in ("full", "file"):
        problem = write_project(draft(), tmp_path / name)
        assert problem is not None
        assert problem.code == "import-target"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "full", "mine.txt"]


def test_an_empty_folder_may_be_the_target(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert write_project(draft(), tmp_path / "empty") is None
    assert (tmp_path / "empty" / "examples" / "words.yaml").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


def test_a_file_that_cannot_be_copied_leaves_nothing(tmp_path: Path) -> None:
    broken = Draft("T", (), (), files={"data/audio/a.wav": tmp_path / "missing.wav"})
    problem = write_project(broken, tmp_path / "project")
    assert problem is not None
    assert problem.code == "cannot-write"
    assert list(tmp_path.iterdir()) == []


KILLED = """
import os, sys
from pathlib import Path
from soundcase.catalogue.schema.documents import schema_files
from soundcase_import.importer import write_project
from soundcase_import.draft import Draft, DraftModel, DraftSection, DraftTask, DraftExample, DraftMedia

home = Path(sys.argv[1])
example = DraftExample(audio=(DraftMedia(audio="a.wav"),), outputs={"m": (DraftMedia(text="x"),)})
section = DraftSection("S", (DraftTask("t", "T", "text", (example,)),))
draft = Draft("T", (DraftModel("m"),), (section,), files={"data/audio/a.wav": home / "a.wav"})
schema_files()  # made once, before the forks
steps = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir"}


def killed_at(limit):
    calls = 0
    def count(event, _):
        nonlocal calls
        calls += event in steps
        if calls == limit and event != "os.kill":
            os.kill(os.getpid(), 9)
    sys.addaudithook(count)
    write_project(draft, home / f"project-{limit}")
    os._exit(0)


for limit in range(1, 300):
    child = os.fork() or killed_at(limit)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
        break
print(limit)
"""


def test_a_kill_at_any_point_leaves_the_whole_project_or_none(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"sound")
    told = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path)], check=True, capture_output=True, encoding="utf-8"
    )
    steps = int(told.stdout)
    assert steps > 15
    made = sorted(tmp_path.glob("project-*"))
    assert made
    assert tmp_path / "project-1" not in made
    for target in made:
        assert (target / "data" / "audio" / "a.wav").read_bytes() == b"sound"
        assert load(Project(target, target / "site")).problems == ()
    left = {path.name for path in tmp_path.iterdir()} - {"a.wav", *(path.name for path in made)}
    assert all(name.startswith(".project-") for name in left)


def test_what_a_killed_import_left_is_swept_up(tmp_path: Path) -> None:
    (tmp_path / ".project.soundcase-1.part" / "examples").mkdir(parents=True)
    assert write_project(draft(), tmp_path / "project") is None
    assert [path.name for path in tmp_path.iterdir()] == ["project"]


def test_the_hidden_folder_of_an_import_at_work_is_left_alone(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from soundcase.commands.new_folder import hidden\n"
        "with hidden(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    held = subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "project")], stdout=subprocess.PIPE)
    try:
        assert held.stdout is not None
        assert held.stdout.readline() == b"held\n"
        assert write_project(draft(), tmp_path / "project") is None
        assert len([path for path in tmp_path.iterdir() if path.suffix != ".lock"]) == 2
    finally:
        os.kill(held.pid, signal.SIGKILL)
        held.communicate()


def _drafted(*tasks: tuple[str, tuple[str, ...]]) -> Draft:
    """A draft with the models `zeta` and `alpha`, in this order, and tasks with columns of their own."""
    return Draft(
        title="T",
        models=(DraftModel("zeta", "Zeta"), DraftModel("alpha", "Alpha")),
        sections=(
            DraftSection(
                "S",
                tuple(
                    DraftTask(
                        name,
                        name,
                        "text",
                        (DraftExample(outputs={each: (DraftMedia(text="x"),) for each in models}),),
                        models=models,
                    )
                    for name, models in tasks
                ),
            ),
        ),
    )


def test_the_order_of_models_in_the_catalogue_is_that_of_the_columns_of_an_imported_task(
    tmp_path: Path,
) -> None:
    files = files_of(_drafted(("both", ("zeta", "alpha")), ("turned", ("alpha", "zeta")), ("one", ("alpha",))))
    lists = {name: "models:" in text for name, text in files.items() if name != "examples/catalogue.yaml"}
    assert lists == {"examples/both.yaml": False, "examples/turned.yaml": True, "examples/one.yaml": False}

    project = tmp_path / "p"
    assert write_project(_drafted(("both", ("zeta", "alpha"))), project) is None
    main = project / "examples" / "catalogue.yaml"
    assert columns_of(project) == ("zeta", "alpha")
    text = main.read_text("utf-8")
    zeta, alpha = (line for line in text.splitlines(keepends=True) if "zeta:" in line or "alpha:" in line)
    main.write_text(text.replace(zeta + alpha, alpha + zeta), "utf-8")
    assert columns_of(project) == ("alpha", "zeta")


def columns_of(project: Path) -> tuple[str, ...]:
    """The columns of the project's first task."""
    found = load(Project(project, project / "site")).catalogue
    assert found
    return next(found.tasks()).models
