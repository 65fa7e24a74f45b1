"""The words by which a site would tell on whose machine it was made, read from this one.

Rule: only the anonymous edition asks, and what is read here is searched for and never written anywhere.
"""

from __future__ import annotations

import getpass
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from soundcase.leaks.words import NamedWord, tokens

_COMMON = tokens(
    [
        "root user users admin administrator ubuntu debian runner runneradmin vscode jovyan codespace "
        "home docker builder build guest nobody localhost localdomain computer laptop desktop server "
        "macbook"
    ]
)
"""Names of users and hosts that many machines have."""
_SHORTEST = 4


def machine_words(root: Path) -> tuple[NamedWord, ...]:
    """The names of user, host and folders, and what git knows of the project's owner and where it is kept."""
    found = (*_of_git(root), *_of_system(root))
    return tuple(dict.fromkeys(one for one in found if one.text.strip()))


def _of_system(root: Path) -> Iterator[NamedWord]:
    with suppress(OSError, KeyError, ImportError):
        user = getpass.getuser()
        if _tells(user):
            yield NamedWord(user, "user")
    with suppress(OSError):
        host = socket.gethostname()
        if _tells(host.partition(".")[0]):
            yield NamedWord(host, "host")
    with suppress(RuntimeError):
        for folder in (Path.home(), root):
            if len(folder.parts) > 2:
                yield NamedWord(str(folder), "path")


def _of_git(root: Path) -> Iterator[NamedWord]:
    git = shutil.which("git")
    settings: tuple[tuple[str, str, str], ...] = ()
    if git:
        with suppress(OSError, subprocess.SubprocessError):
            asked = [git, "-C", str(root), "config", "--list", "-z"]
            said = subprocess.run(asked, capture_output=True, timeout=10, check=False).stdout
            settings = tuple(one.partition("\n") for one in said.decode("utf-8", "replace").split("\0"))
    for key, _, value in settings:
        if key == "user.name" and _tells(value):
            yield NamedWord(value, "user")
        elif key == "user.email":
            yield NamedWord(value, "address")
        elif key.startswith("remote.") and key.endswith(".url"):
            yield NamedWord(value, "path" if value.startswith(("/", ".")) else "address")


def _tells(name: str) -> bool:
    return len(name) >= _SHORTEST and name.casefold() not in _COMMON
