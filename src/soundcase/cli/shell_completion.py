"""Completion in shells: the script that a shell reads, and the answers to what it asks.

The work is click's. Its scripts call `build-site` without arguments; what is being typed stands in the
environment.
"""

from __future__ import annotations

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    add_completion_class,
    get_completion_class,
    shell_complete,
)

NAME = "build-site"
VARIABLE = "_BUILD_SITE_COMPLETE"
"""Where a shell puts its question, in the name that click gives it; `__main__` knows it too."""


class _Bash(BashComplete):
    """Bash, which hands over `--format=json` as three words."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is typed, and that one."""
        words, typed = super().get_completion_args()
        pairs = zip(["", *words], words, strict=False)
        return [word for before, word in pairs if word != "=" or not before.startswith("--")], typed


def script(commands: click.Command, shell: str) -> str:
    """The script that a shell reads in order to complete the command."""
    kind = get_completion_class(shell)
    assert kind is not None, shell
    return kind(commands, {}, NAME, VARIABLE).source()


def answer(commands: click.Command, question: str) -> int:
    """Print for a shell the words that may stand where it asks; the exit status."""
    add_completion_class(_Bash)
    return shell_complete(commands, {}, NAME, VARIABLE, question)


def options(command: click.Command, context: click.Context, incomplete: str) -> list[CompletionItem[str]]:
    """The options of a command that may also stand without its name, but for those of the group itself."""
    group = {name for option in context.command.params for name in option.opts} | {*context.help_option_names}
    inner = click.Context(command, parent=context, info_name=command.name)
    return [item for item in command.shell_complete(inner, incomplete) if item.value not in group]
