"""The columns of a table that are scores of outputs: which they are, whose, and the numbers in them.

Rule 1: a column is one if all that stands in it are numbers and its name neither counts nor describes. Where
    nothing is known of a name, numbers that never change or that only number the rows are none either.
Rule 2: numbers keep the digits they were written with; what is not finite is none, truth values are 1 and 0.
Rule 3: `X_ci` and `X_n` beside a column `X` are half its interval, and over how many ratings it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from soundcase.values import dataclass
from soundcase_import.draft import DraftScore, ScoreText
from soundcase_import.measures import describes, is_rate, measure_of, name_of, score_of

_SIZE = r"(?:[0-9]+(?:[.,][0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_SCORE = re.compile(
    rf"([+\-−]?{_SIZE})(?: ?(?:±|\+/-) ?({_SIZE})| ?\( ?±? ?({_SIZE}) ?\))? ?(%|dB|ms|s|Hz)?", re.IGNORECASE
)
_NOTHING = re.compile(r"[-–—−]?|n/?an?|none|null|[+-]?inf(?:inity)?", re.IGNORECASE)
_TRUTH: Mapping[str, str] = {"true": "1", "false": "0", "yes": "1", "no": "0"}
_COMPANIONS = ("ci", "n")
_PER_CENT_FROM = 2.0
"""A rate with a larger number in it is given in per cent."""
_ABOVE = re.compile(r"^(?:metrics?|scores?|results?|eval(?:uation)?s?|measures?)\.", re.IGNORECASE)
"""The object that holds a record's scores."""
_TOTALS = frozenset(["overall", "score", "value", "mean", "total"])
"""The number in an object that is the whole score."""
_BETWEEN = r"[_.:/\- ]+"


@dataclass(frozen=True, slots=True)
class ScoreColumn:
    """One column of numbers."""

    field: str
    name: str
    """The score's name on the page."""
    score: DraftScore
    model: str = ""
    """Whose numbers they are, where a record holds those of several systems."""


@lru_cache(maxsize=1 << 16)
def number_in(value: object) -> str | None:
    """A number as a catalogue has it; empty where a cell has none, None where it holds something else.

    >>> number_in("4.21 +/- 0.08"), number_in("nan"), number_in("12 %"), number_in("3,5"), number_in("a.wav")
    ('4.21 ± 0.08', '', '12', '3.5', None)
    """
    if not isinstance(value, str):
        return None
    text = " ".join(value.split())
    if _NOTHING.fullmatch(text):
        return ""
    found = _SCORE.fullmatch(text)
    if not found or re.search(r"\d,\d{3}(?!\d)", text):
        return None
    main, *widths = (part.replace(",", ".") for part in found.groups()[:3] if part)
    return " ± ".join((main.replace("−", "-"), *widths))


def numbers_of(field: str, records: Iterable[Mapping[str, object]]) -> list[str]:
    """The numbers of a column that holds nothing else; none where it holds anything else.

    Truth values are numbers under the name of a measure only.
    """
    given = [value for record in records if (value := record.get(field, "")) != ""]
    truths = [_TRUTH.get(str(value).lower()) for value in given]
    if None not in truths and measure_of(field):
        return [one for one in truths if one]
    found = [number_in(value) for value in given]
    return [] if None in found else [one for one in found if one]


def written(field: str, record: Mapping[str, object]) -> ScoreText:
    """The number that a record has in a column, with what its companions say; empty where it has none."""
    value = record.get(field, "")
    number, *given = (_TRUTH.get(str(value).lower()) or number_in(value) or "").split(" ± ")
    width = next(iter(given), "") or number_in(record.get(f"{field}_ci", "")) or ""
    count = number_in(record.get(f"{field}_n", "")) or ""
    if number and re.fullmatch(r"[1-9]\d*(?:\.0+)?", count):
        said = {"value": number, "ci": width.lstrip("-"), "n": count.partition(".")[0]}
        return {name: text for name, text in said.items() if text}
    return f"{number} ± {width}" if number and width else number


def measure_fields(names: Iterable[str], records: Sequence[Mapping[str, object]]) -> frozenset[str]:
    """The columns of numbers that are called as a measure is: no answers, whatever else their names say."""
    return frozenset(name for name in names if measure_of(name) and numbers_of(name, records))


def names_measures(name: str, records: Iterable[Mapping[str, object]]) -> bool:
    """True for a column that says what measured: `NISQAv2` under `model` is no system."""
    given = {str(record.get(name, "")) for record in records} - {""}
    return bool(given) and all(measure_of(value) for value in given)


def score_columns(
    names: Sequence[str],
    records: Sequence[Mapping[str, object]],
    models: Collection[str] = (),
    directions: Mapping[str, str] | None = None,
) -> tuple[ScoreColumn, ...]:
    """The score columns among some columns, in their order.

    `models` are the systems that a record holds outputs of, where there are several: each column is then one's
    own. `directions` says `higher` or `lower` of columns by their name, and that these are scores.
    """
    asked = directions or {}
    found: list[ScoreColumn] = []
    for field in names:
        model, own = owner(_ABOVE.sub("", field), models)
        own = _inner(own)
        numbers = numbers_of(field, records)
        if not numbers or is_companion(field, names) or (models and not model):
            continue
        if field in asked or (not describes(own) and (measure_of(own) or _may_be_one(numbers))):
            score = score_of(own)
            if field in asked:
                score = DraftScore(asked[field], score.unit)
            name = _apart(name_of(own), model, field, found)
            found.append(ScoreColumn(field, name, _with_unit(score, own, numbers, records, field), model))
    return tuple(found)


def _inner(name: str) -> str:
    """The part of a name with points that says what is measured: `accuracy.overall`, `eval.asr.wer`."""
    above, _, last = name.rpartition(".")
    if above and last.lower() in _TOTALS:
        return _inner(above)
    return last if above and measure_of(last) else name


def is_companion(field: str, names: Collection[str]) -> bool:
    """True for a column that says how sure another one is."""
    return any(field.removesuffix(f"_{end}") in names for end in _COMPANIONS if field.endswith(f"_{end}"))


def owner(field: str, models: Collection[str]) -> tuple[str, str]:
    """The system whose name a column begins or ends with, and the rest of it; else no name and all of it."""
    for model in sorted(models, key=len, reverse=True):
        name = r"[_ ]".join(map(re.escape, re.split(r"[_ ]", model)))
        found = re.fullmatch(rf"(?i)(?:{name}{_BETWEEN}(.+)|(.+?){_BETWEEN}{name})", field)
        if model and found:
            return model, found[1] or found[2]
    return "", field


def _may_be_one(numbers: Sequence[str]) -> bool:
    """True for numbers under a name that says nothing: they differ, and do not only number the rows."""
    whole = all(re.fullmatch(r"[+-]?\d+", one) for one in numbers)
    distinct = len(set(numbers))
    return distinct > 1 and not (whole and distinct == len(numbers) > 2)


def _apart(name: str, model: str, field: str, found: Iterable[ScoreColumn]) -> str:
    """The name, or the column's own where another column of the same system has it."""
    return field if any(one.name == name and one.model == model for one in found) else name


def _with_unit(
    score: DraftScore,
    name: str,
    numbers: Sequence[str],
    records: Iterable[Mapping[str, object]],
    field: str,
) -> DraftScore:
    """The score with the unit that stands behind its numbers; of a rate, per cent where these are."""
    if score.unit:
        return score
    units = {
        found[4] for record in records if (found := _SCORE.fullmatch(str(record.get(field, "")))) and found[4]
    }
    large = is_rate(name) and any(abs(float(one.split(" ")[0])) > _PER_CENT_FROM for one in numbers)
    return replace(score, unit=units.pop() if len(units) == 1 else "%" if large else "")
