"""`build-site check`: every problem, without a site."""

from __future__ import annotations

from pathlib import Path

import click

from soundcase.cli.options import BuildFlags, build_flags, build_options, project_of, project_options, report


@click.command("check")
@project_options
@click.pass_context
@build_flags
def check_command(
    flags: BuildFlags, context: click.Context, directory: Path | None, output: Path | None
) -> None:
    """Find every problem, without making the site."""
    from soundcase.build import check
    from soundcase.problems.phrases import number_of
    from soundcase.problems.report import counted

    project = project_of(context, directory, output)
    with build_options(flags) as options:
        checked = check(project, options)
    report(checked.problems, flags.style, project, checked.loaded.lines)
    if flags.style == "text":
        catalogue = checked.loaded.catalogue
        examples = sum(len(task.examples) for task in catalogue.tasks()) if catalogue else 0
        click.echo(f"Checked {number_of(examples, 'example')}: {counted(checked.problems)}")
    context.exit(0 if checked.site else 1)
