"""The command's entrance: a build that has nothing to do ends here, everything else goes on to `cli`.

Rule 1: nothing but `gc`, `os`, `sys` and `build_fingerprint` is imported before it is known that there is work.
Rule 2: only calls that mean exactly a plain build are recognised here; whatever is not, rightly written
    or not, is for `cli` to understand.
Rule 3: a shell that completes a command line calls without arguments, as a plain build does; it asks `cli`.
"""

# pathlib is too heavy here:
# ruff: noqa: PTH118

from __future__ import annotations

import gc
import os
import sys

from soundcase.publishing.build_fingerprint import unchanged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_COLLECTING = (500_000, 20, 100)
"""Thresholds of the search for cycles. The values of a build live to its end and leave none: with Python's own
thresholds, going through them again and again took half of the time of reading 10,000 examples."""
_COMPLETION = "_BUILD_SITE_COMPLETE"
_OPTIONS = {"-C": "root", "--directory": "root", "-o": "output", "--output": "output"}


def main() -> int:
    """Run `build-site` with the arguments of the process; the exit status, 0 when nothing changed."""
    completion = os.environ.get(_COMPLETION)
    places = None if completion else plain_build(sys.argv[1:])
    summary = unchanged(*places) if places else None
    if summary is None:
        gc.set_threshold(*_COLLECTING)
        os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # to look for some takes long
        from soundcase.cli import main as command

        return command(asked=places is not None, completion=completion)
    return _say(f"Nothing changed: {summary}")


def plain_build(arguments: list[str]) -> tuple[str, str] | None:
    """Project and output of a call that asks for a build and no more, None for any other call."""
    found: dict[str, str] = {}
    words = iter(arguments)
    for word in words:
        name, value = ("command", word) if word == "build" else _option(word, words)
        if not value or name in found:
            return None
        found[name] = value
    root = found.get("root", ".")
    return root, found.get("output") or os.path.join(root, "site")


def _option(word: str, following: Iterator[str]) -> tuple[str, str]:
    """The name and value of a recognised option, whose value may be the following word; else empty texts."""
    if word in _OPTIONS:
        return _OPTIONS[word], next(following, "")
    name, equals, value = word.partition("=")
    if name.startswith("--"):
        return (_OPTIONS[name], value) if equals and name in _OPTIONS else ("", "")
    return (_OPTIONS[word[:2]], word[2:]) if word[:2] in _OPTIONS else ("", "")


def _say(text: str) -> int:
    """Print to standard output, whatever its encoding, if there is one; 1 if nobody listens."""
    if sys.stdout is None:
        return 0
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains at its exit
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
