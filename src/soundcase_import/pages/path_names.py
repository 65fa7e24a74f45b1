"""The names that clips have in their addresses, where nothing else tells what they are."""

from __future__ import annotations

from collections.abc import Sequence

from soundcase_import.pages.vocabulary import ROLES, kinds
from soundcase_import.pages.weighing import words_in

MOST = 12
"""Clips of one example at most."""


def names_in_paths(paths: Sequence[str]) -> list[str]:
    """A name for each clip, the same at each place of every example; nothing where none is to be seen.

    >>> names_in_paths(["x/mix_1.wav", "x/sep_1.wav", "x/mix_2.wav", "x/sep_2.wav"])
    ['mix', 'sep', 'mix', 'sep']
    """
    words = [words_in(path) for path in paths]
    for period in range(2, min(len(paths), MOST) + 1):
        if len(paths) % period == 0:
            names = _names(words, period)
            roles = sum(bool(kinds(name) & ROLES) for name in names)
            again = len(paths) > period
            if names and len(set(names)) == period and (roles > 1 or (again and roles and all(names))):
                return [names[at % period] for at in range(len(paths))]
    return []


def _names(words: Sequence[Sequence[str]], period: int) -> list[str]:
    """For each place in an example the words that only the clips at this place have, all of them."""
    places = [words[at::period] for at in range(period)]
    common = [set.intersection(*map(set, one)) for one in places]
    found = []
    for at, one in enumerate(common):
        others: set[str] = set().union(*(word for other in places[:at] + places[at + 1 :] for word in other))
        own = [word for word in places[at][0] if word in one - others and not word.isdigit()]
        found.append(" ".join(dict.fromkeys(own)))
    return found
