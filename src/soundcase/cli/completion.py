"""`build-site completion`: the script that a shell reads."""

from __future__ import annotations

import click


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion_command(context: click.Context, shell: str) -> None:
    """Print the script by which a shell completes commands, options, problem codes and folders.

    Write it to where the shell looks for such scripts: the manual says where that is.
    """
    from soundcase.cli.shell_completion import script

    click.echo(script(context.find_root().command, shell), nl=False)
