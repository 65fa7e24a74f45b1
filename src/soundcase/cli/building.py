"""The commands that check and build."""

from __future__ import annotations

from pathlib import Path

import click

from soundcase.cli.options import Orders, checking_options, options_of, project_of, project_options, shown, tell


@click.command("build")
@project_options
@click.option("--force", is_flag=True, help="Build even if nothing changed since the last time.")
@click.pass_context
@checking_options
def build_command(
    orders: Orders, context: click.Context, directory: Path | None, output: Path | None, force: bool = False
) -> None:
    """Check, render and publish the site (the default command)."""
    from soundcase.build import build
    from soundcase.commands.summary import failure, remembered, summary
    from soundcase.publishing import build_fingerprint

    project = project_of(context, directory, output)
    if orders.plain and not force and not (context.obj and context.obj.asked):
        told = build_fingerprint.unchanged(str(project.root), str(project.output))
        if told is not None:
            click.echo(f"Nothing changed: {told}")
            return
    with options_of(orders) as options:
        built = build(project, options, remembered)
    tell(built.problems, built.checked.loaded.lines, orders.style, project)
    if orders.style == "text":
        click.echo(failure(built.problems) if built.failed else f"Built {shown(project)}: {summary(built)}")
    context.exit(1 if built.failed else 0)


@click.command("check")
@project_options
@click.pass_context
@checking_options
def check_command(orders: Orders, context: click.Context, directory: Path | None, output: Path | None) -> None:
    """Find every problem, without making the site."""
    from soundcase.build import check
    from soundcase.problems.report import counted

    project = project_of(context, directory, output)
    with options_of(orders) as options:
        checked = check(project, options)
    tell(checked.problems, checked.loaded.lines, orders.style, project)
    if orders.style == "text":
        catalogue = checked.loaded.catalogue
        examples = sum(len(task.examples) for task in catalogue.tasks()) if catalogue else 0
        click.echo(f"Checked {examples} example{'' if examples == 1 else 's'}: {counted(checked.problems)}")
    context.exit(0 if checked.site else 1)
