"""The files that GitHub reads: how to cite, report and contribute."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bench import REPOSITORY, needs_package
from soundcase import __version__

FORMS = sorted((REPOSITORY / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
CITATION = REPOSITORY / "CITATION.cff"
SCHEMAS = {
    CITATION: "citation-file-format",
    **dict.fromkeys(FORMS, "github-issue-forms"),
    **dict.fromkeys(sorted((REPOSITORY / ".github" / "workflows").glob("*.yml")), "github-workflows"),
}


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_each_file_is_valid_by_its_schema(path: Path) -> None:
    needs_package("check_jsonschema")
    judge = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{SCHEMAS[path]}", str(path)]
    found = subprocess.run(judge, capture_output=True, encoding="utf-8", check=False)
    assert found.returncode == 0, found.stdout + found.stderr


def test_the_citation_is_of_this_version() -> None:
    """A version that is released has its date in the changelog and in the citation; another has none."""
    citation = yaml.safe_load(CITATION.read_text(encoding="utf-8"))
    newest = re.search(r"^## (\S+) \((.+)\)$", (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert newest
    assert citation["version"] == __version__ == newest[1]
    assert str(citation.get("date-released", "unreleased")) == newest[2]


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_each_form_asks_for_what_is_there_to_give(path: Path) -> None:
    """The commands that a form names exist, and a fault is reported with the version it was seen in."""
    from soundcase.cli import commands

    text = path.read_text(encoding="utf-8")
    named = set(re.findall(r"`build-site ([a-z]+)", text))
    assert named <= set(commands.commands)
    assert ("`build-site --version`" in text) is (path.stem != "idea")


def test_there_is_a_form_for_each_kind_of_report() -> None:
    assert {path.stem for path in FORMS} == {"bug", "idea", "page-looks-wrong"}
    assert (REPOSITORY / ".github" / "pull_request_template.md").is_file()
    assert "Report a vulnerability" in (REPOSITORY / "SECURITY.md").read_text(encoding="utf-8")
