"""`build-site build`: checks, renders and publishes."""

from __future__ import annotations

import os
from pathlib import Path

import click

from soundcase.cli.anonymity import in_a_line, write_report
from soundcase.cli.archive import archive, byte_count
from soundcase.cli.options import BuildFlags, build_flags, build_options, project_of, project_options, report
from soundcase.settings import Edition

REPORT = click.Path(path_type=Path, dir_okay=False, writable=True)


@click.command("build")
@project_options
@click.option("--force", is_flag=True, help="Build even if nothing changed since the last time.")
@click.option(
    "--zip", "target", metavar="FILE", type=click.Path(path_type=Path), help="Write one archive, and no site."
)
@click.option(
    "--max-size", "most", metavar="SIZE", callback=byte_count, help="What the archive may have, e.g. 100MB."
)
@click.option("--anonymous", is_flag=True, help="Leave out who made it, for double-blind review.")
@click.option(
    "--report", "told", type=REPORT, help="Write what --anonymous took out and found (.json, else text)."
)
@click.pass_context
@build_flags
def build_command(
    flags: BuildFlags,
    context: click.Context,
    directory: Path | None,
    output: Path | None,
    target: Path | None,
    most: int | None,
    told: Path | None,
    force: bool = False,
    anonymous: bool = False,
) -> None:
    """Check, render and publish the site (the default command)."""
    if most is not None and target is None:
        raise click.UsageError("--max-size needs --zip")
    if told is not None and not anonymous:
        raise click.UsageError("--report needs --anonymous")
    edition = Edition(anonymous=anonymous)
    if target is not None:
        archive(flags, project_of(context, directory, output), context, target, most, edition, told)
    from soundcase.build import build
    from soundcase.commands.summary import failure, remembered, summary
    from soundcase.publishing import build_fingerprint

    project = project_of(context, directory, output)
    if flags.plain and not force and not anonymous and not (context.obj and context.obj.asked):
        unchanged = build_fingerprint.unchanged(str(project.root), str(project.output))
        if unchanged is not None:
            click.echo(f"Nothing changed: {unchanged}")
            return
    with build_options(flags) as options:
        built = build(project, options, remembered, edition)
    report(built.problems, flags.style, project, built.checked.loaded.lines)
    if flags.style == "text":
        done = f"Built {os.path.relpath(project.output)}: {summary(built)}" if not built.failed else ""
        click.echo(done or failure(built.problems))
        if anonymous and done:
            click.echo(in_a_line(built.checked))
    if told:
        write_report(told, built.checked)
    context.exit(1 if built.failed else 0)
