"""A release is what it says: one version everywhere, files in the forms that others take."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml

from bench import REPOSITORY, TINY
from soundcase import __version__
from soundcase.commands.init import project_files
from soundcase.commands.init.project_files import action_of

URL = "https://github.com/soundcase/soundcase"
RELEASED = (
    "CHANGELOG.md",
    "CITATION.cff",
    "docs/schema/catalogue.json",
    "pyproject.toml",
    "recipe/recipe.yaml",
    "scripts/release.py",
    "src/soundcase/__init__.py",
)


def text(name: str, root: Path = REPOSITORY) -> str:
    return (root / name).read_text(encoding="utf-8")


def git(root: Path, *words: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)


def release(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(root / "scripts" / "release.py"), *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def change(root: Path, name: str, pattern: str, other: str) -> None:
    changed, count = re.subn(pattern, other, text(name, root), count=1, flags=re.M)
    assert count == 1
    (root / name).write_text(changed, encoding="utf-8")


@pytest.fixture
def ready(tmp_path: Path) -> Path:
    """A repository with a version that may be released, tagged."""
    for name in RELEASED:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(REPOSITORY / name, tmp_path / name)
    change(tmp_path, "src/soundcase/__init__.py", r'^__version__ = ".*"', '__version__ = "7.8.9"')
    change(
        tmp_path, "CHANGELOG.md", r"^## .*", "## 7.8.9 (2031-02-03)\n\n- One thing.\n\n## 0.1.0 (2030-01-01)"
    )
    change(tmp_path, "CITATION.cff", r"^version: .*", "version: 7.8.9")
    change(tmp_path, "recipe/recipe.yaml", r'^  version: ".*"', '  version: "7.8.9"')
    git(tmp_path, "init", "--quiet")
    tagged(tmp_path)
    return tmp_path


def tagged(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "A release")
    git(root, "tag", "--force", "v7.8.9")


def test_a_version_that_is_the_same_everywhere_may_be_released(ready: Path) -> None:
    done = release(ready, "check", "v7.8.9")
    assert (done.returncode, done.stdout) == (0, "v7.8.9 may be released\n")
    assert release(ready, "notes").stdout == "- One thing.\n"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda root: change(root, "CITATION.cff", "7.8.9", "7.8.8"), "CITATION.cff is of version 7.8.8"),
        (lambda root: change(root, "recipe/recipe.yaml", "7.8.9", "7.8.8"), "recipe.yaml is of version 7.8.8"),
        (lambda root: change(root, "CHANGELOG.md", r"2031-02-03", "unreleased"), "(unreleased)"),
        (lambda root: change(root, "CHANGELOG.md", r"^- One thing.", ""), "says nothing about 7.8.9"),
        (lambda root: change(root, "src/soundcase/__init__.py", "7.8.9", "7.9.0"), "__version__ is 7.9.0"),
    ],
)
def test_what_differs_is_named(ready: Path, spoil: Callable[[Path], None], said: str) -> None:
    spoil(ready)
    tagged(ready)
    done = release(ready, "check", "v7.8.9")
    assert done.returncode == 1
    assert said in done.stdout


def test_only_the_commit_of_the_tag_may_be_released(ready: Path) -> None:
    change(ready, "CHANGELOG.md", "One thing", "Another")
    assert "not committed: CHANGELOG.md" in release(ready, "check", "v7.8.9").stdout
    git(ready, "commit", "--quiet", "--all", "--message", "Later")
    assert "v7.8.9 is not what is checked out" in release(ready, "check", "v7.8.9").stdout


def test_a_wrong_call_says_what_is_right() -> None:
    done = release(REPOSITORY, "chekc")
    assert done.returncode == 2
    assert "release.py check v1.2.3" in done.stderr


def test_the_schema_in_the_form_of_the_store(tmp_path: Path) -> None:
    assert release(REPOSITORY, "schemastore", str(tmp_path)).returncode == 0
    schema, entry = (json.loads(text(name, tmp_path)) for name in ("soundcase.json", "catalog.json"))
    assert set(entry) == {"name", "description", "fileMatch", "url"}
    assert (entry["url"], entry["fileMatch"]) == (schema["$id"], ["soundcase.yaml"])
    judge = jsonschema.Draft202012Validator
    judge.check_schema(schema)
    assert list(judge(schema).iter_errors(yaml.load(TINY, Loader=yaml.BaseLoader))) == []
    assert list(judge(schema).iter_errors({"titel": "A"}))


@pytest.mark.parametrize(
    ("kind", "name"), [("github-actions", "action.yml"), ("dependabot", ".github/dependabot.yml")]
)
def test_files_for_others_are_as_their_schemas_say(kind: str, name: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{kind}", name]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_recipe_asks_for_what_the_package_asks_for() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    recipe = yaml.safe_load(text("recipe/recipe.yaml"))
    listed = re.findall(r"^    - (\S+) (>=\S+)(?: # (\S+))?$", text("recipe/recipe.yaml"), re.M)
    asked = [f"{other or name}{bound}" for name, bound, other in listed]
    assert asked == [
        "hatchling>=1.27",
        f"python{project['requires-python']}",
        *(one for one in project["dependencies"]),
    ]
    entries = [f"{name} = {where}" for name, where in project["scripts"].items()]
    assert recipe["build"]["python"]["entry_points"] == entries
    assert recipe["about"]["summary"] == project["description"]


def test_the_repository_has_one_address() -> None:
    urls = tomllib.loads(text("pyproject.toml"))["project"]["urls"]
    assert all(url == URL or url.startswith(f"{URL}/") for url in urls.values())
    about = yaml.safe_load(text("recipe/recipe.yaml"))["about"]
    assert about["homepage"] == about["repository"] == URL


def test_the_command_is_called_like_the_package_as_well() -> None:
    """So that `uvx soundcase` and `pipx run soundcase` need no second name."""
    called = [shutil.which(name, path=str(Path(sys.executable).parent)) for name in ("soundcase", "build-site")]
    answers = {subprocess.check_output([str(one), "--help"], text=True) for one in called}
    assert len(answers) == 1


def test_the_hook_of_others_runs_what_is_there() -> None:
    (hook,) = yaml.safe_load(text(".pre-commit-hooks.yaml"))
    assert hook["entry"] == "build-site check"
    assert re.search(hook["files"], "examples/catalogue.yaml")
    assert not re.search(hook["files"], "src/model.py")
    needed = {"id", "name", "entry", "language"}
    assert needed <= set(hook)


def test_the_template_repository_is_a_project_of_init(tmp_path: Path) -> None:
    folder = tmp_path / "template"
    subprocess.run(
        ["sh", str(REPOSITORY / "scripts" / "make_template.sh"), str(folder)], check=True, capture_output=True
    )
    made = json.loads(text(".devcontainer/devcontainer.json", folder))
    assert made["postCreateCommand"] in text("README.md", folder)
    assert made["postAttachCommand"] in text("README.md", folder)
    assert made["image"].endswith(":3.13")
    assert {".github", "AGENTS.md", "examples", "requirements.txt"} <= {one.name for one in folder.iterdir()}


def test_the_action_runs_what_a_workflow_without_it_runs() -> None:
    """In the same order, with the same versions; only the folder and options are asked."""
    action = yaml.safe_load(text("action.yml"))["runs"]["steps"]
    plain = yaml.safe_load(text("starters/common/pages.yml"))["jobs"]["build"]["steps"][1:]
    assert [one.get("uses") for one in action] == [one.get("uses") for one in plain]
    runs = [one.get("run", "").replace('"$REQUIREMENTS"', "requirements.txt") for one in action]
    assert [one.removesuffix(" $STRICT") for one in runs] == [one.get("run", "") for one in plain]


@pytest.mark.parametrize(
    ("line", "action"),
    [
        (f"soundcase=={__version__}\n", f"soundcase/soundcase@v{__version__.partition('.')[0]}"),
        ("soundcase @ git+https://github.com/lab/soundcase@0f1e2d\n", "lab/soundcase@0f1e2d"),
        ("soundcase @ git+https://github.com/lab/soundcase.git@0f1e2d\n", "lab/soundcase@0f1e2d"),
        ("# Not pushed.\nsoundcase @ git+https://github.com/lab/soundcase\n", ""),
        ("soundcase @ git+https://gitlab.com/lab/soundcase@0f1e2d\n", ""),
        ("soundcase @ file:///srv/soundcase\n", ""),
    ],
)
def test_a_new_project_uses_the_action_that_belongs_to_its_soundcase(line: str, action: str) -> None:
    assert action_of(line) == action


def test_its_workflow_is_shorter_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project_files, "requirement", lambda: f"soundcase=={__version__}\n")
    workflow = project_files.project_files("A page", "saved.md")[".github/workflows/pages.yml"]
    jobs, plain = (yaml.safe_load(one)["jobs"] for one in (workflow, text("starters/common/pages.yml")))
    used = [one["uses"].partition("@")[0] for one in jobs["build"]["steps"]]
    assert used == ["actions/checkout", "soundcase/soundcase"]
    assert jobs["deploy"] == plain["deploy"]
