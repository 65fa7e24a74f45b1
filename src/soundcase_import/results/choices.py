"""Questions with choices: the choices with their letters, and the one that is right.

Rule 1: letters are those that the question lists, else those of the places; of choices with the same text the
    first one stays, and all keep their letters.
Rule 2: what is right is said by a choice's text, its letter, or both; or by its place, counted from 0 where any
    question says 0, else from 1. What is none of them is no choice, and stays a text.
Rule 3: a question that lists the choices itself is shown without them. It lists some where letters follow each
    other from A on, and there are two at least.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from string import ascii_uppercase

from soundcase.choice import Choice
from soundcase_import.label_list import labels_in
from soundcase_import.results.records import Record

_LINE = re.compile(r"(?m)^[ \t]*[(\[]?([A-Ja-j])[).\]:][ \t]+(\S.*?)[ \t]*$")
_INSIDE = re.compile(r"[(\[]([A-Ja-j])[)\]][ \t]*(\S.*?)[ \t,;]*(?=[(\[][A-Ja-j][)\]]|$|\n)")
_LETTER = re.compile(r"[(\[]?([A-Za-z])(?:[)\].:]+\s*(.*)|)", re.DOTALL)


def choices_in(text: str) -> Mapping[str, str]:
    """The options in a question by their letters, in capitals; none where it lists none.

    >>> choices_in("What is it?\\nA. A dog\\nB. A cat\\nAnswer with the letter.")
    {'A': 'A dog', 'B': 'A cat'}
    >>> choices_in("Who speaks? (a) Robot (b) Woman")
    {'A': 'Robot', 'B': 'Woman'}
    >>> choices_in("I am here. A. Smith said so.")
    {}
    """
    for form in (_LINE, _INSIDE):
        found: dict[str, str] = {}
        for letter, option in form.findall(text):
            if letter.upper() == chr(ord("A") + len(found)):
                found[letter.upper()] = option
        if len(found) > 1:
            return {letter: option for letter, option in found.items() if option != "None"}
    return {}


def choices_of(options: Sequence[str], prompt: str) -> tuple[Choice, ...]:
    """The choices of a question; none where it has fewer than two."""
    given = [" ".join(_bare(text, place).split()) for place, text in enumerate(options)]
    listed = list(choices_in(prompt).values())
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


def right_choices(
    given: Sequence[tuple[str, ...]], choices: Sequence[tuple[Choice, ...]]
) -> list[tuple[str, ...]]:
    """Labels that each name just one choice, the right one of each question; none where it is no choice."""
    from_zero = ("0",) in given
    found = []
    for right, options in zip(given, choices, strict=True):
        keys = [_key(label, options, from_zero=from_zero) for label in right]
        named = (_named(label, key, options) for label, key in zip(right, keys, strict=True) if key)
        found.append(tuple(named) if all(keys) else ())
    return found


def _key(label: str, choices: Sequence[Choice], *, from_zero: bool = False) -> str:
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


def right_answer(names: Iterable[str], choices: str, records: Sequence[Record]) -> str:
    """The field whose values are mostly among the choices, which are in the field `choices`; empty for none."""
    shares = {name: _share(name, choices, records) for name in names}
    best = max(shares, key=lambda name: shares[name], default="")
    return best if best and shares[best] >= 0.5 else ""


def _share(name: str, choices: str, records: Sequence[Record]) -> float:
    """The part of the records in which a field names a choice."""
    given = [
        (" ".join(labels_in(record[name])), choices_of(labels_in(record[choices]), ""))
        for record in records[:500]
        if record.get(name) and record.get(choices)
    ]
    return sum(_key(value, options) != "" for value, options in given) / len(given) if given else 0.0
