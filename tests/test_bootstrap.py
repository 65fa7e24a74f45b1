"""`make demo` and `make test` begin on a machine that has Python, git and make, and say plainly what it lacks.

A stand-in for Python notes what it is asked to do, so that nothing is installed and no network is needed.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pytest

from bench import REPOSITORY

NOTHING: Mapping[str, str] = MappingProxyType({})
PROGRAMS = ("ffmpeg", "sox", "espeak-ng", "zsh", "fish")
TOOLS = ("sh", "cat", "cksum", "dirname", "id", "mkdir", "cp")

STAND_IN = """#!/bin/sh
echo "$*" >>"{log}"
case "$*" in
    *version_info\\ *3,\\ 11*) exit {too_old} ;;
    *python%d*) echo python3.11-venv ;;
    *ensurepip*) exit {no_environments} ;;
    --version) echo Python 3.11.9 ;;
    "-m venv --clear .venv") mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
esac
"""


@dataclass(frozen=True, slots=True)
class Machine:
    """A folder for the sources, and a PATH with nothing but what is put there."""

    root: Path
    checkout: Path

    @property
    def log(self) -> Path:
        """What the stand-ins for Python were asked, a line each."""
        return self.root / "log"

    def asked(self, what: str) -> int:
        """How often a stand-in was asked for something."""
        return self.log.read_text(encoding="utf-8").count(what) if self.log.exists() else 0

    def give_python(self, name: str, *, too_old: bool = False, no_environments: bool = False) -> None:
        """Put a stand-in for an interpreter on the PATH."""
        stand_in = self.root / "bin" / name
        stand_in.write_text(
            STAND_IN.format(log=self.log, too_old=int(too_old), no_environments=int(no_environments)),
            encoding="utf-8",
        )
        stand_in.chmod(0o755)

    def bootstrap(
        self, checkout: Path | None = None, *, mode: str = "run", environment: Mapping[str, str] = NOTHING
    ) -> subprocess.CompletedProcess[str]:
        """Run the script as `make demo` does, or `make docs`."""
        return subprocess.run(
            ["sh", "scripts/bootstrap.sh", mode],
            cwd=checkout or self.checkout,
            env={"PATH": str(self.root / "bin"), "HOME": str(self.root), **environment},
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found
        (tmp_path / "bin" / tool).symlink_to(found)
    checkout = tmp_path / "a folder with blanks"
    for name in ("pyproject.toml", "scripts/bootstrap.sh", "tests/judges/package-lock.json"):
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / name, checkout / name)
    return Machine(tmp_path, checkout)


def test_without_python_it_says_which_is_needed(machine: Machine) -> None:
    run = machine.bootstrap()
    assert run.returncode == 1
    assert "Python 3.11 or newer is needed" in run.stderr
    assert not (machine.checkout / ".venv").exists()


def test_an_old_python_is_passed_over_for_a_newer_one(machine: Machine) -> None:
    machine.give_python("python3", too_old=True)
    assert machine.bootstrap().returncode == 1
    machine.give_python("python3.12")
    run = machine.bootstrap()
    assert run.returncode == 0, run.stderr
    assert machine.asked("-m venv --clear .venv") == 1


def test_where_debian_ships_venv_apart_it_names_the_package(machine: Machine) -> None:
    machine.give_python("python3", no_environments=True)
    run = machine.bootstrap()
    assert run.returncode == 1
    assert "sudo apt-get install python3.11-venv" in run.stderr
    assert machine.asked("-m venv --clear .venv") == 0


def test_where_apt_may_install_it_installs_the_package(machine: Machine) -> None:
    machine.give_python("python3", no_environments=True)
    machine.give_python("whole")
    whole = machine.root / "bin" / "whole"
    scripts = {
        "apt-get": f'echo "apt $*" >>"{machine.log}"; [ "$1" = -qq ] || cp "{whole}" "{whole.parent}/python3"',
        "sudo": '[ "$1" = -n ] && shift; "$@"',
        "env": 'shift; exec "$@"',
    }
    for name, text in scripts.items():
        (machine.root / "bin" / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        (machine.root / "bin" / name).chmod(0o755)
    (machine.root / "bin" / "true").symlink_to(str(shutil.which("true")))
    run = machine.bootstrap()
    assert run.returncode == 0, run.stderr
    assert machine.asked("python3.11-venv") == 1
    assert machine.asked("-m venv --clear .venv") == 1


def test_the_second_time_nothing_is_done(machine: Machine) -> None:
    machine.give_python("python3")
    assert machine.bootstrap().returncode == 0
    before = machine.log.read_text(encoding="utf-8")
    assert machine.asked("install -q --editable .") == 1
    run = machine.bootstrap()
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert machine.log.read_text(encoding="utf-8") == before


def test_for_the_manual_its_own_group_is_installed_once(machine: Machine) -> None:
    machine.give_python("python3")
    for _ in range(2):
        assert machine.bootstrap(mode="docs").returncode == 0
    assert machine.asked("install -q --editable . --group docs") == 1


def test_changed_dependencies_are_installed_into_the_same_environment(machine: Machine) -> None:
    machine.give_python("python3")
    machine.bootstrap()
    with (machine.checkout / "pyproject.toml").open("a", encoding="utf-8") as project:
        project.write("# changed\n")
    assert machine.bootstrap().returncode == 0
    assert machine.asked("install -q --editable .") == 2
    assert machine.asked("-m venv --clear .venv") == 1


def test_a_folder_that_was_moved_gets_a_new_environment(machine: Machine) -> None:
    machine.give_python("python3")
    machine.bootstrap()
    moved = machine.checkout.rename(machine.root / "moved")
    assert machine.bootstrap(moved).returncode == 0
    assert machine.asked("-m venv --clear .venv") == 2


def test_a_failed_installation_is_tried_again(machine: Machine) -> None:
    machine.give_python("python3")
    stand_in = machine.root / "bin" / "python3"
    whole = stand_in.read_text(encoding="utf-8")
    stand_in.write_text(whole.replace("esac", "    *--editable*) exit 1 ;;\nesac"), encoding="utf-8")
    run = machine.bootstrap()
    assert run.returncode == 1
    assert "The first run needs a network" in run.stderr
    (machine.checkout / ".venv" / "bin" / "python").write_text(whole, encoding="utf-8")
    assert machine.bootstrap().returncode == 0
    assert machine.asked("install -q --editable .") == 2


def for_tests(machine: Machine, *, apt: str, root: bool) -> None:
    """A machine with a browser and everything but the programs that some tests ask."""
    machine.give_python("python3")
    (machine.checkout / "tests" / "judges" / "package.json").write_text("{}", encoding="utf-8")
    for tool in ("printf", "env", "true", "rm"):
        if not (machine.root / "bin" / tool).exists() and shutil.which(tool):
            (machine.root / "bin" / tool).symlink_to(str(shutil.which(tool)))
    scripts = {"chromium": "", "apt-get": apt, "id": f"echo {0 if root else 1000}"}
    for name, text in scripts.items():
        (machine.root / "bin" / name).unlink(missing_ok=True)
        (machine.root / "bin" / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        (machine.root / "bin" / name).chmod(0o755)


def prepared(machine: Machine) -> subprocess.CompletedProcess[str]:
    named = {"SOUNDCASE_CHROMIUM": str(machine.root / "bin" / "chromium")}
    return machine.bootstrap(mode="test", environment=named)


def test_programs_that_some_tests_ask_are_installed_once(machine: Machine) -> None:
    bin_folder = machine.root / "bin"
    apt = (
        f'echo "apt $*" >>"{machine.log}"; case "$*" in *install*) '
        f'for name in {" ".join(PROGRAMS)}; do cp "$0" "{bin_folder}/$name"; done ;; esac'
    )
    for_tests(machine, apt=apt, root=True)
    run = prepared(machine)
    assert (run.returncode, run.stderr) == (0, "")
    assert "Installing programs that some tests ask: ffmpeg sox espeak-ng zsh fish." in run.stdout
    assert machine.asked("--no-install-recommends ffmpeg sox espeak-ng zsh fish") == 1
    again = prepared(machine)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


@pytest.mark.parametrize("root", [True, False], ids=["no network", "no rights"])
def test_programs_that_cannot_be_installed_are_named_and_the_tests_go_on(machine: Machine, root: bool) -> None:
    for_tests(machine, apt="exit 100", root=root)
    run = prepared(machine)
    assert run.returncode == 0, run.stderr
    told = run.stdout.splitlines()[-1]
    assert told.startswith("Not installed here: ffmpeg sox espeak-ng zsh fish.")
    assert told.endswith("sudo apt-get install ffmpeg sox espeak-ng zsh fish")
