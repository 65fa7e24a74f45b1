"""Questions with choices: the choices of a row with their letters, and the one that is right.

Rule 1: letters are those that the question lists, else those of the places; of choices with the same text the
    first one stays, and all keep their letters.
Rule 2: what is right is said by a choice's text, its letter, or both; or by its place, counted from 0 where any
    row says 0, else from 1. What is none of them is no choice, and stays a text.
Rule 3: a question that lists the choices itself is shown without them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from string import ascii_uppercase

from soundcase.choice import Choice
from soundcase_import.results.choice_lists import choices_in
from soundcase_import.results.rows import ResultRow

_LETTER = re.compile(r"[(\[]?([A-Za-z])(?:[)\].:]+\s*(.*)|)", re.DOTALL)


def choices_of(row: ResultRow) -> tuple[Choice, ...]:
    """The choices of a row; none where it has fewer than two."""
    given = [" ".join(_bare(text, place).split()) for place, text in enumerate(row.several("choices"))]
    listed = list(choices_in(row.text("prompt")).values())
    given = listed if sorted(map(_folded, listed)) == sorted(map(_folded, given)) else given
    found: dict[str, Choice] = {}
    for letter, text in zip(ascii_uppercase, given, strict=False):
        if text:
            found.setdefault(text.casefold(), Choice(letter, text))
    if len(found) < 2 or len(given) > len(ascii_uppercase):
        return ()
    if len(found) < len(given):
        return tuple(found.values())
    return tuple(replace(one, number=str(place)) for place, one in enumerate(found.values(), 1))


def _bare(text: str, place: int) -> str:
    """A choice without its own letter: `(B) Violin`."""
    found = re.fullmatch(r"\s*[(\[]?([A-Za-z])[)\].:]\s*(\S.*)", text, re.DOTALL)
    return found[2] if found and found[1].upper() == ascii_uppercase[place : place + 1] else text


def right_choices(rows: Sequence[ResultRow]) -> list[tuple[str, ...]]:
    """The right choices of each row, as labels that name just one; none where what is right is no choice."""
    given = [row.several("labels") or row.several("reference") for row in rows]
    from_zero = any(one == ("0",) for one in given)
    return [
        tuple(_named(label, key, choices) for label, key in zip(right, keys, strict=True)) if all(keys) else ()
        for row, right in zip(rows, given, strict=True)
        for choices in (choices_of(row),)
        for keys in ([_key(label, choices, from_zero=from_zero) for label in right],)
    ]


def _key(label: str, choices: Sequence[Choice], *, from_zero: bool) -> str:
    """The letter of the choice that a label names; empty where it names none."""
    by_text = {_folded(one.text): one.key for one in choices}
    own = by_text.get(_folded(label))
    if own:
        return own
    letters = {one.key for one in choices}
    found = _LETTER.fullmatch(label.strip())
    if found and found[1].upper() in letters and (not found[2] or _folded(found[2]) in (*by_text, "")):
        return found[1].upper()
    if label.strip().isdecimal() and len(label) < 3:
        place = int(label) - (0 if from_zero else 1)
        return next((one.key for one in choices if one.key == ascii_uppercase[place : place + 1]), "")
    return ""


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def _named(label: str, key: str, choices: Sequence[Choice]) -> str:
    """The right choice as it was written, where no other one is called so; else its text or its letter."""
    (own,) = (one.text for one in choices if one.key == key)
    called = label if label == key else own
    return called if sum(called in (one.key, one.text) for one in choices) == 1 else key


def without_choices(prompt: str, choices: Sequence[Choice]) -> str:
    """The question without the lines that list the choices, where it lists all of them so."""
    by_key = {one.key: one.text for one in choices}
    kept = []
    for line in prompt.split("\n"):
        found = _LETTER.fullmatch(line.strip())
        key = found[1].upper() if found else ""
        if found and key in by_key and by_key[key] == " ".join((found[2] or "").split()):
            del by_key[key]
        else:
            kept.append(line)
    return prompt if by_key or not choices else "\n".join(kept).strip()
