"""References with alternatives, `{ um / uh / @ }`, as sclite has them: those words of them that were said.

Rule: those alternatives count that leave the fewest errors for all systems together; of equal ones the first.
`@` is no word.

Source: https://github.com/usnistgov/SCTK/blob/master/doc/infmts.htm#trn_fmt_name_0
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_GROUP = re.compile(r"\{([^{}]*)\}")


def plainly(reference: str, said: Sequence[str]) -> str:
    """The reference as a text without alternatives, given what systems recognised."""
    parts = _GROUP.split(reference)
    groups = [[one.replace("@", " ").split() for one in re.split(r"\s/\s", group)] for group in parts[1::2]]
    fixed = [part.split() for part in parts[::2]]
    heard = [text.lower().split() for text in said]
    chosen = [0] * len(groups)
    for at, group in enumerate(groups):
        tried = [[*chosen[:at], number, *chosen[at + 1 :]] for number in range(len(group))]
        chosen = min(tried, key=lambda one: _errors(list(_words(fixed, groups, one)), heard))
    return " ".join(_words(fixed, groups, chosen))


def _words(
    fixed: Sequence[list[str]], groups: Sequence[list[list[str]]], chosen: Sequence[int]
) -> Iterator[str]:
    """The words with these alternatives."""
    for at, words in enumerate(fixed):
        yield from words
        yield from groups[at][chosen[at]] if at < len(groups) else ()


def _errors(reference: Sequence[str], heard: Sequence[Sequence[str]]) -> int:
    right = [word.lower() for word in reference]
    return sum(distance(right, words) for words in heard)


def distance(one: Sequence[str], other: Sequence[str]) -> int:
    """Words that are wrong, missing or too many, at least (Levenshtein)."""
    row = list(range(len(other) + 1))
    for number, word in enumerate(one, 1):
        before, row[0] = row[0], number
        for at, said in enumerate(other, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (word != said))
    return row[-1]
