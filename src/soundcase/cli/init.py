"""`build-site init`: the choice of a kind, and what to do next."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import click

from soundcase.cli.options import GroupOptions, report
from soundcase.commands.init.hosts import HOSTS
from soundcase.commands.init.kinds import KINDS
from soundcase.settings import HostName

FIRST = next(iter(KINDS))


@click.command("init", short_help="Make a small working project to start from.")
@click.argument("target", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--kind", type=click.Choice(list(KINDS)), help="What its page shows.  [default: asked]")
@click.option("--host", type=click.Choice(list(HOSTS)), help="Who will publish it.  [default: pages, GitHub's]")
@click.pass_context
def init_command(context: click.Context, target: Path, kind: str | None, host: HostName | None) -> None:
    """Make a small working project in a folder that is new or empty.

    It builds at once, and its files explain themselves: replace the samples by your own. On a terminal you are
    asked what its page shows; elsewhere --kind says it. --host has it made for another host than GitHub Pages:
    its workflow or settings, and the part of the README about them.
    """
    from soundcase.commands.init.making import make, taken

    before = context.obj
    if isinstance(before, GroupOptions) and (before.directory or before.output):
        raise click.UsageError("-C and -o are not for init: name the new project's folder as DIR")
    problem = taken(target)
    chosen = "" if problem else kind or _asked()
    problem = problem or make(chosen, target, host)
    if problem:
        report((problem,), "text")
        context.exit(1)
    first, second = _next(target)
    click.echo(f"Made a project of the kind {chosen} in '{target}'.\n\nNext:\n  {first}\n  {second}")


def _asked() -> str:
    """The kind that somebody at a terminal chooses, by its number or its name."""
    if not _at_a_terminal():
        known = "\n".join(f"  {name:{_WIDTH}}  {kind.about}" for name, kind in KINDS.items())
        raise click.UsageError(f"say what the page shows, with --kind and one of:\n{known}")
    click.echo("What does the page show?")
    for number, (name, kind) in enumerate(KINDS.items(), 1):
        click.echo(f"  {number}  {name:{_WIDTH}}  {kind.about}")
    return str(click.prompt("Kind", default=FIRST, value_proc=_chosen))


def _at_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


_WIDTH = max(map(len, KINDS))


def _chosen(answer: str) -> str:
    numbers = {str(number): name for number, name in enumerate(KINDS, 1)}
    chosen = numbers.get(answer.strip(), answer.strip().lower())
    if chosen not in KINDS:
        raise click.BadParameter(f"'{answer}' is neither a number from 1 to {len(KINDS)} nor a kind")
    return chosen


def _next(target: Path) -> tuple[str, str]:
    """The two commands to go on with, from where the reader stands."""
    if os.path.samefile(target, "."):
        return "build-site check", "build-site serve"
    folder = str(target)
    return f"cd {shlex.quote(f'./{folder}' if folder.startswith('-') else folder)}", "build-site serve"
