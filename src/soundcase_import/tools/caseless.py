"""Transcripts as sclite compares them: whatever their case, with the alternatives of references decided.

Rule 1: where all references are in capitals (or in small letters), so are the outputs: their case says nothing.
Rule 2: else texts are compared in the one of the page's ways that counts as many errors, or nearly.
Rule 3: names of utterances differ in more than their case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from soundcase.site.transcripts import Match, words
from soundcase_import.results.records import Results
from soundcase_import.tools.alternatives import distance, plainly

SAMPLE = 300
"""Pairs of texts that are compared to find out how."""
_WAYS: tuple[Match, Match] = ("exact", "normalised")


def as_compared(found: Sequence[Results]) -> list[Results]:
    """Transcripts with their alternatives decided, in the way in which all of them are compared."""
    found = _named_alike(found)
    said: dict[str, list[str]] = {}
    for name, text in (pair for one in found for pair in _texts(one, "output")):
        said.setdefault(name, []).append(text)
    right = [_plain(one, said) for one in found]
    references = dict(pair for one in right for pair in _texts(one, "reference"))
    every = "".join(references.values())
    case = next((case for case in (str.upper, str.lower) if every and every == case(every)), None)
    if case:
        return [_written(one, case) for one in right]
    pairs = ((references[name], text) for name in references for text in said.get(name, ()))
    exact = _counts_exactly(list(islice(pairs, SAMPLE)))
    return [replace(one, exact=exact) for one in right]


def _named_alike(found: Sequence[Results]) -> list[Results]:
    """The same with utterances spelled as the first source does."""
    known: dict[str, str] = {}
    alike = []
    for one in found:
        ids = [known.setdefault(str(record["id"]).lower(), str(record["id"])) for record in one.records]
        records = ({**record, "id": name} for name, record in zip(ids, one.records, strict=True))
        alike.append(replace(one, records=tuple(records)))
    return alike


def _counts_exactly(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether texts are to be compared to the letter: unless the other way is nearer to what sclite counts."""
    wanted = sum(distance(one.lower().split(), other.lower().split()) for one, other in pairs)
    exact, normalised = (abs(_errors(pairs, match) - wanted) for match in _WAYS)
    return exact <= normalised


def _errors(pairs: Sequence[tuple[str, str]], match: Match) -> int:
    read = (([word.key for word in words(text, match)] for text in pair) for pair in pairs)
    return sum(distance(one, other) for one, other in read)


def _texts(results: Results, role: str) -> Iterator[tuple[str, str]]:
    """The texts that a source has in a role, by their names."""
    name = results.roles.get(role, "")
    return ((str(record["id"]), str(record[name])) for record in results.records if name in record)


def _plain(results: Results, said: Mapping[str, list[str]]) -> Results:
    """References as plain texts."""
    if "reference" not in results.roles:
        return results
    name = results.roles["reference"]
    plain = {one: plainly(text, said.get(one, ())) for one, text in _texts(results, "reference")}
    records = ({**one, name: plain[str(one["id"])]} if name in one else one for one in results.records)
    return replace(results, records=tuple(records))


def _written(results: Results, case: Callable[[str], str]) -> Results:
    """Outputs in the case of the references."""
    if "output" not in results.roles:
        return results
    name = results.roles["output"]
    records = ({**one, name: case(str(one[name]))} if name in one else one for one in results.records)
    return replace(results, records=tuple(records))
