"""`build-site stats`: what the examples of each task add up to."""

from __future__ import annotations

from pathlib import Path

import click

from soundcase.cli.options import DIRECTORY, loaded_of, project_of

STYLES = click.Choice(["text", "json", "csv", "latex"])


@click.command("stats", short_help="Print the figures of each task, with their intervals.")
@click.option("-C", "--directory", type=DIRECTORY, help="The project's folder.  [default: .]")
@click.option("--task", "tasks", multiple=True, metavar="ID", help="Only this task; may be repeated.")
@click.option("--format", "style", type=STYLES, default="text", show_default=True, help="How they are printed.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.pass_context
def stats_command(
    context: click.Context, directory: Path | None, tasks: tuple[str, ...], style: str, *, as_json: bool
) -> None:
    """Print what the examples of each task add up to: the figures of the page, with their 95 % intervals.

    They are told of each system, over all examples, by group and by tag; where a system is `ours`, beside each
    other one. With `--format latex` they are tables for a paper, with `--format csv` lines for any program.
    """
    from soundcase.commands.stats import FORMS
    from soundcase.commands.stats.leaderboard import leaderboards
    from soundcase.problems.phrases import nearest
    from soundcase.site.transcripts import compared

    catalogue = loaded_of(context, project_of(context, directory, None)).catalogue
    assert catalogue  # else the command ended
    known = [task.id for task in catalogue.tasks()]
    for name in tasks:
        if name not in known:
            raise click.BadParameter(f"no task has the id '{name}'; {nearest(name, known)}".rstrip("; "))
    click.echo(FORMS["json" if as_json else style](leaderboards(compared(catalogue), tasks)), nl=False)
