"""Formulas and readings within authors' words.

Rule: they are the only markup in words that are no Markdown; a formula that cannot be read stays to the letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from soundcase.text.formulas import FormulaError, formulas, mathml
from soundcase.text.language import Run, runs
from soundcase.text.readings import READING, ruby


@dataclass(frozen=True, slots=True)
class InlineMarkup:
    """The markup that stands in place of a part of a text."""

    start: int
    end: int
    plain: str
    markup: Markup


def inline_markup(text: str, *, math: bool) -> Sequence[InlineMarkup]:
    """The formulas (where they are wanted) and readings of a text, in order."""
    found = [InlineMarkup(one.start(), one.end(), one["base"], ruby(one)) for one in READING.finditer(text)]
    if math:
        found += _formulas(text)
    return sorted(found, key=lambda one: one.start)


def _formulas(text: str) -> Iterator[InlineMarkup]:
    for one in formulas(text):
        try:
            yield InlineMarkup(one.start, one.end, one.source, mathml(one.tex))
        except FormulaError:
            continue


def marked_runs(text: str, markup: Sequence[InlineMarkup], language: str) -> tuple[Run, ...]:
    """The text cut at its inscriptions and where its language changes."""
    parts: list[Run] = []
    place = 0
    for one in markup:
        if one.start >= place:
            parts += runs(text[place : one.start], language)
            parts.append(Run(one.plain, markup=one.markup))
            place = one.end
    return (*parts, *runs(text[place:], language))
