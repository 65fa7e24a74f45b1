"""Names in what probing found: a neutral one, and those that the catalogue uses.

Rule 1: a clip is probed under a neutral name, so that what was found holds for its content alone.
Rule 2: told under a name, it is what probing the file of that name says, the remark on its suffix included.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from soundcase.audio.probe import Probed
from soundcase.audio.probe.kinds import KINDS
from soundcase.audio.probe.source import printable, quoted
from soundcase.audio.probe.structure import Structure
from soundcase.audio.probe.verdict import Verdict, faults
from soundcase.facts import Facts
from soundcase.problems.problem import Fault

NEUTRAL = "soundcase0neutral0name"
"""Safe in a shell, and without a suffix that could be wrong."""
_QUOTED = re.compile(f"'{NEUTRAL}'")
_WORD = re.compile(rf"{NEUTRAL}(-new)?(\.[A-Za-z0-9]+)?")
_ABOUT_THE_WHOLE = frozenset(("truncated", "corrupt", "wrong-duration"))
"""What is told before the remark on the suffix."""


def named(probed: Probed, name: str) -> Probed:
    """The same under its real name, which may have a wrong suffix."""

    def told(text: str) -> str:
        text = _QUOTED.sub(lambda _: quoted(name), text)
        return _WORD.sub(lambda found: _shell_word(name, found.group(1) or "", found.group(2)), text)

    renamed = [replace(one, message=told(one.message), hint=told(one.hint)) for one in probed.faults]
    place = sum(one.code in _ABOUT_THE_WHOLE for one in renamed)
    renamed[place:place] = _wrong_suffix(probed.facts, name)
    return Probed(name, probed.facts, tuple(renamed))


def _shell_word(name: str, new: str, suffix: str | None) -> str:
    """A name in a command: the file's own, or that of a mended file beside it."""
    own = PurePosixPath(name)
    if not new and suffix is None:
        return shlex.quote(printable(name))
    wanted = own.suffix if suffix is None else suffix
    mended = own.with_name(f"{own.stem}{'-new' if wanted == own.suffix else ''}{wanted}")
    return shlex.quote(printable(str(mended)))


def _wrong_suffix(facts: Facts | None, name: str) -> Iterator[Fault]:
    if facts is None:
        return
    form = KINDS[facts.kind].format
    codec = facts.format.removeprefix(form).removeprefix(" (").removesuffix(")") if form else facts.format
    known = Structure(
        kind=facts.kind,
        rate=facts.rate,
        channels=facts.channels,
        frames=facts.frames,
        declared=None,
        payload=facts.size,
        tracks=(),
        codec=codec,
        bits=facts.bits,
    )
    yield from (one for one in faults(Verdict(name, known, None)) if one.code == "wrong-suffix")
