"""The command line: the only place that prints or exits.

Commands of packages beside this one: `soundcase_NAME.command` holds NAME, as `NAME_command`.

Rule 1: nothing here knows such a package by its name; without it the command line is whole, only shorter.
Rule 2: a package that only happens to be called so is passed over.
Rule 3: their folder is read only when the list of commands is needed, or a name that is none of them.

Exit status: 0 done, 1 problems, 2 wrong usage. A bug shows its traceback; a user's mistake never does.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from soundcase import __version__
from soundcase.cli.build import build_command
from soundcase.cli.cache import cache_command
from soundcase.cli.check import check_command
from soundcase.cli.completion import completion_command
from soundcase.cli.explain import explain_command
from soundcase.cli.export import export_command
from soundcase.cli.fetch import fetch_command
from soundcase.cli.init import init_command
from soundcase.cli.options import GroupOptions, project_options
from soundcase.cli.probe import probe_command
from soundcase.cli.schema import schema_command
from soundcase.cli.serve import serve_command
from soundcase.cli.stats import stats_command
from soundcase.publishing.interrupts import obey_signals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_ADD_ON = "soundcase_"
HELP = ["-h", "--help"]
CONTEXT = {"help_option_names": HELP, "max_content_width": 100}


class Commands(click.Group):
    """The commands; what names none of them is for `build`, with all of its options."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, those of add-ons included."""
        self._add_more()
        return super().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; only an unknown name makes it look for add-ons."""
        if cmd_name not in self.commands:
            self._add_more()
        return super().get_command(ctx, cmd_name)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments, with the command that they mean."""
        undecided = ctx.resilient_parsing  # a command's name may still be typed
        meant = self._means_build(args, undecided=undecided)
        return super().parse_args(ctx, [build_command.name or "", *args] if meant else args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """The commands, and the options that may stand before or without one."""
        from soundcase.cli.shell_completion import options

        return [*super().shell_complete(ctx, incomplete), *options(build_command, ctx, incomplete)]

    def _add_more(self) -> None:
        from importlib import import_module
        from importlib.util import find_spec

        beside = Path(__file__).parents[2]  # `src` in a checkout, `site-packages` where it is installed
        for name in sorted(os.listdir(beside)):
            if name.startswith(_ADD_ON) and name.isidentifier() and find_spec(f"{name}.command"):
                module = import_module(f"{name}.command")
                command = getattr(module, f"{name.removeprefix(_ADD_ON)}_command", None)
                if isinstance(command, click.Command):
                    self.add_command(command)

    def _means_build(self, args: list[str], *, undecided: bool) -> bool:
        words = iter(args)
        for word in words:
            own = next((option for option in self.params if word in option.opts), None)
            attached = word.startswith(("-C", "-o", "--directory=", "--output="))
            if not word.startswith("-") or word in {*HELP, "-V", "--version"}:
                return False
            if own:
                next(words, None)  # its value
            elif not attached:
                return True
        return not undecided


@click.group(cls=Commands, context_settings=CONTEXT)
@project_options
@click.version_option(__version__, "-V", "--version", prog_name="build-site", message="%(prog)s %(version)s")
@click.pass_context
def commands(context: click.Context, directory: Path | None, output: Path | None) -> None:
    """Make a static demo site from a YAML catalogue of audio examples.

    Without a command: build the project in this folder, with the options of `build`.
    """
    context.obj = GroupOptions(directory, output, asked=context.obj is True)


for command in (
    build_command,
    check_command,
    serve_command,
    init_command,
    export_command,
    stats_command,
    fetch_command,
    probe_command,
    schema_command,
    explain_command,
    cache_command,
    completion_command,
):
    commands.add_command(command)


def main(*, asked: bool = False, completion: str | None = None) -> int:
    """Run the command line with the arguments of the process, which ends with it.

    `asked` says that something changed, as is known already; `completion` is the question of a shell.
    """
    if completion:
        from soundcase.cli.shell_completion import answer

        return answer(commands, completion)
    obey_signals()
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed: what is opened next would take its number
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 (until the end)
    try:
        commands(prog_name="build-site", obj=asked)
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except OSError:  # nobody reads any more, or a disk is full
                status = status or 1
        os._exit(status)  # without waiting for clips in hand, and for Python to take everything apart
    return 0
