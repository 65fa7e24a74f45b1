"""Every command with its arguments and options, as `build-site --help` tells them."""

from __future__ import annotations

from collections.abc import Iterator

import click

from soundcase.cli import commands as group

OPENING = "\\["
WIDTH = 100
"""Columns of a usage line, whatever terminal this runs in."""


def commands() -> str:
    """The options that stand before a command's name, and a section for each command."""
    root = click.Context(group, info_name="build-site", terminal_width=WIDTH, **group.context_settings)
    names = group.list_commands(root)
    parts = (part for name in names for part in _section(group.commands[name], root, f"build-site {name}"))
    return "\n\n".join([*_section(group, root, "build-site"), *parts])


def _section(command: click.Command, root: click.Context, title: str) -> Iterator[str]:
    context = root
    if command is not group:
        context = click.Context(command, parent=root, info_name=command.name, **command.context_settings)
    yield f"## {title}"
    yield f"```text\n{command.get_usage(context).removeprefix('Usage: ')}\n```"
    yield "\n\n".join(" ".join(part.split()) for part in (command.help or "").split("\n\n"))
    records = filter(None, (option.get_help_record(context) for option in command.get_params(context)))
    rows = [f"| `{_cell(names)}` | {_cell(told).replace('[', OPENING)} |" for names, told in records]
    yield "\n".join(["| option | what it does |", "| --- | --- |", *rows])


def _cell(told: str) -> str:
    return " ".join(told.split()).replace("|", "\\|")
