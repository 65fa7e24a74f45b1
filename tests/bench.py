"""What tests say to the command and to the machine: building a site, serving it, and what is missing.

Rule 1: what a machine lacks (Chromium, the judges) skips with its reason; where SOUNDCASE_REQUIRE_JUDGES or CI
is set, as `make test` does, it fails instead.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from web_server import Served

REPOSITORY = Path(__file__).resolve().parent.parent

Serve = Callable[[Path], Served]
"""Serves a folder under `/repo/` until the session ends; each call gives an address and notes of its own."""


def missing(what: str) -> NoReturn:
    """Skip for want of a tool, or fail where the tools are required."""
    if os.environ.get("SOUNDCASE_REQUIRE_JUDGES") or os.environ.get("CI"):
        pytest.fail(f"{what} `make test` installs it.", pytrace=False)
    pytest.skip(what)


def build_site(project: Path, output: Path) -> subprocess.CompletedProcess[str]:
    """Run `build-site` as a reader of the manual would, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "soundcase", "-C", str(project), "-o", str(output)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def built(project: Path, output: Path) -> Path:
    """The folder of the site that a project without mistakes gives."""
    run = build_site(project, output)
    assert run.returncode == 0, f"{run.stdout}\n{run.stderr}"
    return output
