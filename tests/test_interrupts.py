"""A signal ends what runs at once, whatever it is at, and the last site stays as it was."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bench import TINY, built, tiny_project, write_tone
from endless_builds import STAGES

ENDLESS = Path(__file__).with_name("endless_builds.py")
ALL = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def started(stage: str, number: signal.Signals, *arguments: str | Path) -> subprocess.Popen[str]:
    command = [sys.executable, str(ENDLESS), stage, str(int(number)), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def change(root: Path) -> None:
    """Save something that every stage has to look at, and let none of them end."""
    (root / "endless").touch()
    write_tone(root / "data" / "audio" / "tone.wav", hz=400)
    (root / "examples" / "catalogue.yaml").write_text(TINY.replace("one sentence", "another"), "utf-8")


def files(site: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project and its site."""
    root = tiny_project(tmp_path_factory.mktemp("start") / "project")
    built(root, root / "site")
    return root


@pytest.fixture
def project(start: Path, tmp_path: Path) -> Path:
    return shutil.copytree(start, tmp_path / "project")


@pytest.mark.parametrize(
    ("stage", "number", "command"),
    [
        *((stage, signal.SIGINT, "build") for stage in STAGES),
        *(("clips", number, "check") for number in ALL),
    ],
)
def test_a_signal_ends_a_build_at_any_stage(
    project: Path, stage: str, number: signal.Signals, command: str
) -> None:
    before = files(project / "site")
    change(project)
    process = started(stage, number, command, "-C", project)
    output, _ = process.communicate(timeout=300)
    assert output == f"now {stage}\n\nAborted!\n"
    assert process.returncode == 1
    assert files(project / "site") == before


@pytest.mark.parametrize(
    ("stage", "number", "when"),
    [
        *((stage, signal.SIGTERM, "saved") for stage in STAGES),
        *(("pages", number, "first") for number in ALL),
    ],
)
def test_a_signal_ends_a_server_that_builds(
    project: Path, stage: str, number: signal.Signals, when: str
) -> None:
    before = files(project / "site")
    if when == "first":
        change(project)
    with started(stage, number, "serve", "--port", "0", "-C", project) as process:
        assert process.stdout is not None
        if when == "saved":
            while "Built: " not in process.stdout.readline():
                assert process.poll() is None
            change(project)
        output, _ = process.communicate(timeout=300)
    assert output.endswith(f"now {stage}\nStopped.\n")
    assert "Traceback" not in output
    assert process.returncode == 0
    assert files(project / "site") == before
