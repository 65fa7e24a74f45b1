"""Transcripts as sclite compares them: whatever their case, with the alternatives of references decided.

Rule 1: where all references are in capitals (or in small letters), so are the outputs: their case says nothing.
Rule 2: else texts are compared in the one of the page's ways that counts as many errors, or nearly.
Rule 3: names of utterances differ in more than their case.
Rule 4: of alternatives, `{ um / uh / @ }`, those count that leave the fewest errors for all systems together;
    of equal ones the first. `@` is no word.

Source: https://github.com/usnistgov/SCTK/blob/master/doc/infmts.htm#trn_fmt_name_0
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from soundcase.site.transcripts import Match, words
from soundcase_import.results.records import Results

SAMPLE = 300
"""Pairs of texts that are compared to find out how."""
_WAYS: tuple[Match, Match] = ("exact", "normalised")
_GROUP = re.compile(r"\{([^{}]*)\}")


def as_compared(found: Sequence[Results]) -> list[Results]:
    """Transcripts with their alternatives decided, in the way in which all of them are compared."""
    known: dict[str, str] = {}
    found = [_changed(one, "id", lambda name, _: known.setdefault(name.lower(), name)) for one in found]
    said: dict[str, list[str]] = {}
    for name, text in (pair for one in found for pair in _texts(one, "output")):
        said.setdefault(name, []).append(text)
    right = [_changed(one, "reference", lambda name, text: plainly(text, said.get(name, ()))) for one in found]
    references = dict(pair for one in right for pair in _texts(one, "reference"))
    every = "".join(references.values())
    case = next((case for case in (str.upper, str.lower) if every and every == case(every)), None)
    if case:
        return [_changed(one, "output", lambda _, text: case(text)) for one in right]
    pairs = ((references[name], text) for name in references for text in said.get(name, ()))
    exact = _counts_exactly(list(islice(pairs, SAMPLE)))
    return [replace(one, exact=exact) for one in right]


def _texts(results: Results, role: str) -> Iterator[tuple[str, str]]:
    """The texts that a source has in a role, by the names of their utterances."""
    name = results.roles.get(role, "")
    return ((str(record["id"]), str(record[name])) for record in results.records if name in record)


def _changed(results: Results, role: str, change: Callable[[str, str], str]) -> Results:
    """The source with the texts of a role changed, by the names of their utterances."""
    name = results.roles.get(role, "")
    changed = {utterance: change(utterance, text) for utterance, text in _texts(results, role)}
    records = ({**one, name: changed[str(one["id"])]} if name in one else one for one in results.records)
    return replace(results, records=tuple(records))


def _counts_exactly(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether texts are to be compared to the letter: unless the other way is nearer to what sclite counts."""
    wanted = sum(distance(one.lower().split(), other.lower().split()) for one, other in pairs)
    exact, normalised = (abs(_errors(pairs, match) - wanted) for match in _WAYS)
    return exact <= normalised


def _errors(pairs: Sequence[tuple[str, str]], match: Match) -> int:
    read = (([word.key for word in words(text, match)] for text in pair) for pair in pairs)
    return sum(distance(one, other) for one, other in read)


def plainly(reference: str, said: Sequence[str]) -> str:
    """The reference as a text without alternatives, given what systems recognised."""
    heard = [text.lower().split() for text in said]
    while group := _GROUP.search(reference):
        options = [one.replace("@", " ") for one in re.split(r"\s/\s", group[1])]
        before, after = reference[: group.start()], reference[group.end() :]
        first = _GROUP.sub(lambda later: re.split(r"\s/\s", later[1])[0].replace("@", " "), after)
        tried = [f"{before} {one} {first}".lower().split() for one in options]
        errors = [sum(distance(right, text) for text in heard) for right in tried]
        reference = f"{before} {options[errors.index(min(errors))]} {after}"
    return " ".join(reference.split())


def distance(one: Sequence[str], other: Sequence[str]) -> int:
    """Words that are wrong, missing or too many, at least (Levenshtein)."""
    row = list(range(len(other) + 1))
    for number, word in enumerate(one, 1):
        before, row[0] = row[0], number
        for at, said in enumerate(other, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (word != said))
    return row[-1]
