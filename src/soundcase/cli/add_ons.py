"""Commands of packages beside this one: `soundcase_NAME.command` holds NAME, as `NAME_command`.

Rule 1: nothing here knows such a package by its name; without it the command line is whole, only shorter.
Rule 2: a package that only happens to be called so is passed over.
Rule 3: the folder is read only when the list of commands is needed, or a name that is none of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click

BESIDE = Path(__file__).parents[2]
"""`src` in a checkout, `site-packages` where it is installed."""
PREFIX = "soundcase_"


def commands() -> Iterator[click.Command]:
    """The commands of all such packages."""
    for name in sorted(os.listdir(BESIDE)):
        if name.startswith(PREFIX) and name.isidentifier() and find_spec(f"{name}.command"):
            module = import_module(f"{name}.command")
            command = getattr(module, f"{name.removeprefix(PREFIX)}_command", None)
            if isinstance(command, click.Command):
                yield command
