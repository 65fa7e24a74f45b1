"""What runs on GitHub: who may publish, what is checked, and that its commands exist."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from operator import attrgetter
from pathlib import Path
from typing import TypeAlias

import pytest
import yaml

from bench import REPOSITORY, tiny_project
from workflow_judge import workflow_faults

Node: TypeAlias = "str | list[Node] | dict[str, Node]"
WORKFLOWS = REPOSITORY / ".github" / "workflows"
STARTER = REPOSITORY / "starters" / "common" / "pages.yml"
BY_ACTION = STARTER.with_name("pages-action.yml")
NOT_FOR_PULL_REQUESTS = "github.event_name != 'pull_request'"


def read(name: str) -> dict[str, Node]:
    """The workflow, every scalar as text: `on` stays a word."""
    loaded: Node = yaml.load((WORKFLOWS / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return mapping(loaded)


def mapping(node: Node) -> dict[str, Node]:
    assert isinstance(node, dict), node
    return node


def job(workflow: str, name: str) -> dict[str, Node]:
    return mapping(mapping(read(workflow)["jobs"])[name])


def steps(workflow: str, name: str) -> list[dict[str, Node]]:
    listed = job(workflow, name)["steps"]
    assert isinstance(listed, list)
    return [mapping(step) for step in listed]


def commands(workflow: str, name: str) -> list[str]:
    return [str(step["run"]) for step in steps(workflow, name) if "run" in step]


@pytest.mark.parametrize("path", [*sorted(WORKFLOWS.glob("*.yml")), STARTER, BY_ACTION], ids=attrgetter("name"))
def test_a_foreign_judge_finds_nothing(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("ACTION", "soundcase/soundcase@v0")
    assert workflow_faults(text) == []


def test_the_judge_finds_what_is_wrong() -> None:
    wrong = "on: push\njobs:\n  one:\n    runs-on: ubuntu-lates\n    steps: [{run: 'echo ${{ githb.ref }}'}]\n"
    assert [fault.split(":")[0] for fault in workflow_faults(wrong)] == ["4", "5"]


def test_pushes_to_main_and_pull_requests_are_seen() -> None:
    assert set(mapping(read("pages.yml")["on"])) == {"push", "pull_request", "workflow_dispatch"}
    assert mapping(mapping(read("pages.yml")["on"])["push"])["branches"] == ["main"]


def test_only_the_deployment_may_write_and_only_pages() -> None:
    assert read("pages.yml")["permissions"] == {"contents": "read"}
    assert "permissions" not in job("pages.yml", "check")
    assert job("pages.yml", "deploy")["permissions"] == {"pages": "write", "id-token": "write"}
    assert read("ci.yml")["permissions"] == {"contents": "read"}


def test_pull_requests_are_checked_and_never_deployed() -> None:
    assert "if" not in job("pages.yml", "check")
    condition = str(job("pages.yml", "deploy")["if"])
    assert NOT_FOR_PULL_REQUESTS in condition
    assert "github.ref == 'refs/heads/main'" in condition
    assert "||" not in condition
    upload = [step for step in steps("pages.yml", "check") if "upload-pages-artifact" in str(step.get("uses"))]
    assert [step["if"] for step in upload] == [NOT_FOR_PULL_REQUESTS]


def test_the_site_is_checked_before_it_is_built_and_built_before_it_is_deployed() -> None:
    run = commands("pages.yml", "check")
    assert run.index("build-site check --format github") < run.index("build-site")
    assert job("pages.yml", "deploy")["needs"] == "check"


def test_the_sample_projects_are_published_below_the_demo() -> None:
    """The demo comes first: a folder that holds their sites and no list of its own would be refused."""
    run = commands("pages.yml", "check")
    assert run.index("build-site") < run.index("sh scripts/build_demos.sh")
    (step,) = (step for step in steps("pages.yml", "check") if step.get("run") == "sh scripts/build_demos.sh")
    assert step["if"] == NOT_FOR_PULL_REQUESTS


def test_the_manual_is_published_below_the_demo() -> None:
    run = commands("pages.yml", "check")
    (step,) = (step for step in steps("pages.yml", "check") if "build_manuals.sh" in str(step.get("run")))
    assert step["run"] == "sh scripts/build_manuals.sh site/manual"
    assert step["if"] == NOT_FOR_PULL_REQUESTS
    assert run.index("build-site") < run.index(str(step["run"]))
    assert any("--group docs" in command for command in run)


def test_one_command_builds_each_sample_project_below_the_demo(tmp_path: Path) -> None:
    """`scripts/build_demos.sh` in a checkout whose demo is the smallest one."""
    checkout = tiny_project(tmp_path / "a checkout")
    (checkout / "scripts").mkdir()
    shutil.copy(REPOSITORY / "scripts" / "build_demos.sh", checkout / "scripts")
    for kind in ("one", "another"):
        tiny_project(checkout / "demos" / kind)
    (checkout / "demos" / "README.md").touch()
    command = tmp_path / "bin" / "build-site"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m soundcase "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    environment = os.environ | {"PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}"}
    for _ in range(2):
        subprocess.run(["build-site"], cwd=checkout, env=environment, check=True, capture_output=True)
        script = ["sh", "scripts/build_demos.sh"]
        subprocess.run(script, cwd=checkout, env=environment, check=True, capture_output=True)
    pages = {path.relative_to(checkout / "site").as_posix() for path in checkout.glob("site/**/index.html")}
    assert pages == {"index.html", "demos/one/index.html", "demos/another/index.html"}
    assert not (checkout / "demos" / "one" / "site").exists()


def test_one_deployment_at_a_time() -> None:
    assert job("pages.yml", "deploy")["concurrency"] == {"group": "pages", "cancel-in-progress": "false"}
    assert mapping(job("pages.yml", "deploy")["environment"])["name"] == "github-pages"


@pytest.mark.parametrize(
    ("workflow", "name"), [("pages.yml", "check"), ("pages.yml", "deploy"), ("ci.yml", "test")]
)
def test_actions_are_pinned_to_a_major_version(workflow: str, name: str) -> None:
    used = [str(step["uses"]) for step in steps(workflow, name) if "uses" in step]
    assert used
    assert [action for action in used if not re.fullmatch(r"actions/[a-z-]+@v\d+", action)] == []


def test_what_is_uploaded_is_where_the_command_writes(tmp_path: Path) -> None:
    upload = next(step for step in steps("pages.yml", "check") if "upload-pages" in str(step.get("uses")))
    project = tiny_project(tmp_path)
    subprocess.run([sys.executable, "-m", "soundcase"], cwd=project, check=True, capture_output=True)
    assert (project / str(mapping(upload["with"])["path"]) / "index.html").is_file()


def test_a_mistake_becomes_an_annotation_beside_its_line(tmp_path: Path) -> None:
    project = tiny_project(tmp_path)
    catalogue = project / "examples" / "catalogue.yaml"
    catalogue.write_text(
        catalogue.read_text(encoding="utf-8").replace("theirs: won", "there: won"), encoding="utf-8"
    )
    (command,) = (one for one in commands("pages.yml", "check") if one.startswith("build-site check"))
    arguments = command.split()[1:]
    run = subprocess.run(
        [sys.executable, "-m", "soundcase", *arguments],
        cwd=project,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 1
    assert re.search(r"^::error file=examples/catalogue\.yaml,line=12,", run.stdout, re.MULTILINE)


def test_tests_run_on_both_systems_with_the_oldest_and_a_new_python() -> None:
    matrix = mapping(mapping(job("ci.yml", "test")["strategy"])["matrix"])
    assert matrix["os"] == ["ubuntu-latest", "macos-latest"]
    assert matrix["python"] == ["3.11", "3.14"]
    assert commands("ci.yml", "test") == [".ci/run"]


def test_the_one_command_of_ci_is_the_one_of_the_readme() -> None:
    script = REPOSITORY / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").rstrip().endswith("exec make test")


def _of_the_manual(tmp_path: Path) -> Path:
    """The workflow that the manual shows."""
    manual = (REPOSITORY / "docs" / "deploying.md").read_text(encoding="utf-8")
    shown = re.search(r"```yaml\n(# \.github/workflows/pages\.yml\n.*?)```", manual, re.DOTALL)
    assert shown
    path = tmp_path / "shown.yml"
    path.write_text(shown[1], encoding="utf-8")
    return path


@pytest.fixture(params=["own", "of a new project", "of the manual", "of the action"])
def building(request: pytest.FixtureRequest, tmp_path: Path) -> list[dict[str, Node]]:
    """The steps of each workflow that builds a site."""
    if request.param == "own":
        return steps("pages.yml", "check")
    if request.param == "of the action":
        action = mapping(
            yaml.load((REPOSITORY / "action.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        )
        listed = mapping(action["runs"])["steps"]
        assert isinstance(listed, list)
        return [{"uses": "actions/checkout@v5"}, *map(mapping, listed)]
    starter = REPOSITORY / "starters" / "common" / "pages.yml"
    return steps(str(starter if request.param == "of a new project" else _of_the_manual(tmp_path)), "build")


def test_what_earlier_builds_kept_is_restored_before_a_build(building: list[dict[str, Node]]) -> None:
    used = [str(step.get("uses", step.get("run"))).partition("@")[0] for step in building]
    (cache,) = (step for step in building if str(step.get("uses")).startswith("actions/cache@"))
    restored = mapping(cache["with"])
    assert ".soundcase" in re.split(r"[\s/]+", str(restored["path"]))
    assert str(restored["key"]).startswith(str(restored["restore-keys"]))
    checks = next(place for place, one in enumerate(used) if one.startswith("build-site check --format github"))
    assert used.index("actions/cache") < checks


@pytest.mark.parametrize(
    ("committed", "refused"),
    [("none", False), ("folder", True), ("link", True), ("broken link", True), ("below", True)],
)
def test_no_build_believes_a_cache_that_was_committed(
    building: list[dict[str, Node]], committed: str, refused: bool, tmp_path: Path
) -> None:
    """The step after the checkout, in a checkout: whatever is called `.soundcase` there came with a commit."""
    checkout, step = tmp_path / "checkout", building[1]
    (checkout / "data" / "kept").mkdir(parents=True)
    kept = checkout / ".soundcase"
    if committed == "folder":
        (kept / "kept-00000000").mkdir(parents=True)
    elif committed == "below":
        (checkout / "demos" / "one" / ".soundcase").mkdir(parents=True)
    elif committed != "none":
        kept.symlink_to("data/kept" if committed == "link" else "nowhere")
    run = subprocess.run(["bash", "-e", "-c", str(step["run"])], cwd=checkout, capture_output=True, check=False)
    assert (run.returncode != 0) == refused
    assert (b".soundcase" in run.stdout) == refused
