"""A shell that has read `build-site completion` completes commands, options, choices, codes and folders."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench import build_site, program, tiny_project
from soundcase.cli import commands, main

SHELLS = ("bash", "zsh", "fish")
PATIENCE = 60
"""Seconds after which a shell that says nothing is taken for stuck."""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built project in which nothing changed, with `build-site` in its `bin/`."""
    root = tiny_project(tmp_path_factory.mktemp("completion") / "project")
    assert build_site(root, root / "site").returncode == 0
    command = root / "bin" / "build-site"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m soundcase "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    (root / "other").mkdir()
    return root


def environment(room: Path) -> dict[str, str]:
    path = f"{room / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return {"PATH": path, "HOME": str(room), "TERM": "dumb", "LC_ALL": "C", "PS1": "$ "}


def run(room: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(words), cwd=room, env=environment(room) | more, capture_output=True, encoding="utf-8", check=False
    )


Ask = Callable[[str], list[str]]
"""What is offered where a line ends, as click's script for bash is told it."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    def ask(line: str) -> list[str]:
        words = line.split(" ")
        monkeypatch.setenv("COMP_WORDS", "\n".join(words))
        monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
        assert main(completion="bash_complete") == 0
        return capsys.readouterr().out.split()

    return ask


def executable(shell: str) -> str:
    found = program(shell)
    if shell == "bash":
        version = subprocess.run(
            [found, "--norc", "-c", "echo $BASH_VERSION"], capture_output=True, text=True, check=True
        )
        if tuple(map(int, re.findall(r"\d+", version.stdout)[:2])) < (4, 4):
            pytest.skip(f"click completes in bash from 4.4 on; this is {version.stdout.strip()}.")
    return found


@pytest.mark.parametrize(
    ("line", "there", "absent"),
    [
        ("build-site ", {"build", "check", "serve", "import", "completion"}, {"--strict"}),
        ("build-site ch", {"check"}, {"cache"}),
        ("build-site -C other ch", {"check"}, set()),
        ("build-site --", {"--directory", "--version", "--strict", "--format"}, {"check"}),
        ("build-site --strict --", {"--format", "--force"}, {"--version", "--strict"}),
        ("build-site -C other --st", {"--strict"}, {"--directory"}),
        ("build-site check --format ", {"text", "json", "github"}, set()),
        ("build-site --format g", {"github"}, {"json"}),
        ("build-site check --format = js", {"json"}, {"text"}),
        ("build-site explain wrong-", {"wrong-suffix", "wrong-type"}, {"silent"}),
        ("build-site schema ", {"catalogue", "task"}, set()),
        ("build-site completion ", set(SHELLS), set()),
        ("build-site import --as ", {"page", "results", "folder"}, set()),
    ],
)
def test_what_may_stand_there_is_offered(asked: Ask, line: str, there: set[str], absent: set[str]) -> None:
    kinds, values = zip(*(item.split(",") for item in asked(line)), strict=True)
    assert set(kinds) == {"plain"}
    assert set(values) >= there
    assert not set(values) & absent
    assert len(values) == len(set(values))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("build-site -C o", "dir"),
        ("build-site check --directory o", "dir"),
        ("build-site -o s", "file"),
        ("build-site probe d", "file"),
        ("build-site import d", "file"),
        ("build-site import --audio d", "dir"),
    ],
)
def test_files_and_folders_are_left_to_the_shell(asked: Ask, line: str, kind: str) -> None:
    assert asked(line) == [f"{kind},{line.split()[-1]}"]


def test_a_question_is_answered_where_a_build_has_nothing_to_do(room: Path) -> None:
    """Both are calls without arguments."""
    assert run(room, "build-site").stdout.startswith("Nothing changed")
    question = {"COMP_WORDS": "build-site ch", "COMP_CWORD": "1", "_BUILD_SITE_COMPLETE": "bash_complete"}
    assert run(room, "build-site", **question).stdout == "plain,check\n"


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_one_that_the_shell_can_read(tmp_path: Path, shell: str) -> None:
    script = CliRunner().invoke(commands, ["completion", shell])
    assert script.exit_code == 0
    (tmp_path / shell).write_text(script.stdout, encoding="utf-8")
    checked = run(tmp_path, executable(shell), "-n", shell)
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_asks_the_command_by_the_name_that_it_knows(shell: str) -> None:
    script = CliRunner().invoke(commands, ["completion", shell]).stdout
    assert f"_BUILD_SITE_COMPLETE={shell}_complete" in script


def test_another_shell_is_refused() -> None:
    refused = CliRunner().invoke(commands, ["completion", "csh"])
    assert refused.exit_code == 2
    assert "'bash', 'zsh', 'fish'" in refused.stderr


class Terminal:
    """A shell at a terminal, with what it prints."""

    def __init__(self, command: list[str], room: Path) -> None:
        child, self.line = pty.fork()
        if child == 0:
            os.chdir(room)
            os.execve(command[0], command, environment(room))
        self.child = child

    def type(self, text: str) -> None:
        os.write(self.line, text.encode())

    def read_until(self, wanted: str) -> str:
        """What is printed up to a text that is wanted."""
        said = ""
        while wanted not in said:
            ready, _, _ = select.select([self.line], [], [], PATIENCE)
            assert ready, f"waited in vain for {wanted!r} after {said!r}"
            said += os.read(self.line, 4096).decode("utf-8", "replace")
        return said

    def close(self) -> None:
        os.close(self.line)  # hangs up
        os.waitpid(self.child, 0)


STARTS = {
    "bash": (["--norc", "--noprofile", "-i"], "source <(build-site completion bash)"),
    "zsh": (["-f", "-i"], "autoload -U compinit; compinit -u -D; source <(build-site completion zsh)"),
}


@pytest.fixture(params=sorted(STARTS))
def terminal(request: pytest.FixtureRequest, room: Path) -> Iterator[Terminal]:
    """A shell that has read the script."""
    words, line = STARTS[request.param]
    shell = Terminal([executable(request.param), *words], room)
    shell.type(f"{line}; echo rea''dy\n")
    shell.read_until("ready")
    yield shell
    shell.close()


def test_a_tab_completes(terminal: Terminal) -> None:
    for typed, completed in (
        ("ch", "check "),
        ("explain wrong-suf", "explain wrong-suffix "),
        ("-C oth", "-C other/"),
    ):
        terminal.type(f"build-site {typed}\t")
        terminal.read_until(completed.removeprefix(typed))
        terminal.type("\x15")  # forget the line


def test_fish_completes(room: Path) -> None:
    fish = executable("fish")
    lines = ["build-site completion fish | source"]
    lines += [f'complete -C "build-site {typed}"' for typed in ("explain wrong-suf", "-C oth")]
    told = run(room, fish, "--no-config", "-c", "; ".join(lines))
    assert [line.split("\t")[0] for line in told.stdout.splitlines()] == ["wrong-suffix", "other/"]
