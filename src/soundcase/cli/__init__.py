"""The command line: the only place that prints or exits.

Exit status: 0 done, 1 problems, 2 wrong usage. A bug shows its traceback; a user's mistake never does.
"""

from __future__ import annotations

from pathlib import Path

import click

from soundcase import __version__
from soundcase.cli.authoring import serve_command
from soundcase.cli.building import build_command, check_command
from soundcase.cli.importing import export_command, import_command
from soundcase.cli.looking import cache_command, explain_command, probe_command, schema_command
from soundcase.cli.options import Before, project_options

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(invoke_without_command=True, context_settings=CONTEXT)
@project_options
@click.version_option(__version__, "-V", "--version", prog_name="build-site", message="%(prog)s %(version)s")
@click.pass_context
def commands(context: click.Context, directory: Path | None, output: Path | None) -> None:
    """Make a static demo site from a YAML catalogue of audio examples.

    Without a command: build the project in this folder.
    """
    context.obj = Before(directory, output, asked=context.obj is True)
    if context.invoked_subcommand is None:
        context.invoke(build_command)


for command in (
    build_command,
    check_command,
    serve_command,
    import_command,
    export_command,
    probe_command,
    schema_command,
    explain_command,
    cache_command,
):
    commands.add_command(command)


def main(*, asked: bool = False) -> int:
    """Run the command line with the arguments of the process; exits.

    `asked` says that it was already asked whether anything changed, and that something did.
    """
    commands(prog_name="build-site", obj=asked)
    return 0
