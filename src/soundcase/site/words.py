"""The page's own words: everything on it that no author wrote, in the languages of `locales/`.

Rule 1: a language is one file, `locales/<tag>.json`, with all texts that `Words` names and all of the scripts.
Rule 2: `{}` marks the place of a name or number; what depends on a number is a list, a form for each plural of
the language, chosen by a formula as gettext has it (`n != 1`).
"""

from __future__ import annotations

import gettext
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from soundcase.text.language import direction
from soundcase.values import dataclass

LOCALES = Path(__file__).parent / "locales"
LANGUAGES = tuple(sorted(path.stem for path in LOCALES.glob("*.json")))
"""The languages (BCP 47) that there are words in."""
ENGLISH = "en"
"""The language of the words where the page's own is not there."""
_CHINESE = frozenset({"zh", "cmn", "yue"})
_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo", "yue"})
"""Subtags of Chinese that is written in traditional characters, unless it is said to be `Hans`."""
_rule = lru_cache(gettext.c2py)


@dataclass(frozen=True, slots=True)
class Counted:
    """A text that depends on a number, in the plural forms of its language."""

    forms: tuple[str, ...]
    plural: str
    """The formula from a number `n` to the place of its form."""

    def of(self, number: int, *values: object) -> str:
        """The text for this number, filled with the number alone or with these values."""
        return self.forms[_rule(self.plural)(number)].format(*(values or (number,)))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language, as a page prints them."""

    language: str
    lang: str | None
    """The language as it has to be said where the page is in another."""
    mark: Markup
    """The same as attributes of an element that holds nothing but words, with their direction."""
    parts: Mapping[str, str]
    """Names of the parts of an example, by the fields of the catalogue."""
    script: Mapping[str, str]
    """The texts of the scripts."""
    share: Mapping[str, str]
    """The texts of the script of menus."""
    consents: Mapping[str, str]
    """What the catalogue's words for consent say to readers."""
    facets: Mapping[str, str]
    """The texts of the script of facets, which come with the columns."""
    skip: str
    contents: str
    models: str
    model_section: str
    hero: str
    abstract: str
    citation: str
    ours: str
    all_models: str
    other_models: str
    selection: str
    shown_of: str
    clips: str
    example: str
    examples: Counted
    range: str
    continued: str
    page: str
    page_of: str
    pages_of: str
    more_pages_of: str
    pages: str
    previous: str
    next: str
    overview: str
    found: str
    added: str
    missed: str
    undecided: str
    found_by: str
    added_by: str
    missed_by: str
    undecided_by: str
    right_choice: str
    other_choice: str
    legend: str
    empty: str
    higher: str
    lower: str
    best: str
    best_of: str
    all_examples: str
    results: str
    leaderboard: str
    whole_set: str
    given: str
    given_interval: str
    examples_here: str
    by_tag: str
    compared_with: str
    compared_by: str
    number_better: str
    number_equal: str
    number_worse: str
    number_right: Counted
    number_partly: Counted
    number_wrong: Counted
    number_missing: Counted
    labels_found: str
    answers_right: str
    f1: str
    precision: str
    macro_f1: str
    mean_precision: str
    number_undecided: Counted
    mean_interval: str
    marked_best: str
    number_of: str
    number_of_words: Counted
    number_of_characters: Counted
    interval: str
    not_scored: str
    not_stated: str
    shared: Counted
    shared_by: Counted
    wide_table: str
    enlarge: str
    system: str
    measured_wer: str
    measured_cer: str
    measured_exact: str
    pooled: str
    mean_of_rates: str
    at: str
    mono: str
    stereo: str
    channels: Counted
    mixed: str
    one_channel: str
    two_channels: str
    quieter: str
    brief: str
    unmatched: str
    unmeasured: str
    reasoning: str
    show_all: str
    show_less: str
    original: str
    originals: str
    original_unplayed: str
    spectrogram: str
    nothing_above: str
    link_to: str
    caption: str
    caption_transposed: str
    equal: str
    license: str
    origin: str
    run: str
    checkpoint: str
    date: str
    built: str
    as_data: str
    dataset: str
    checksums: str
    download_all: str
    archive_text: str
    not_found: str
    not_found_text: str
    home: str


def found_language(wanted: str) -> str | None:
    """The one of LANGUAGES that serves a language (BCP 47); None if none does.

    By the lookup of RFC 4647, 3.4, for Chinese with its likely script: `de-CH` asks for `de-CH`, then `de`;
    `zh-HK` for `zh-Hant-HK`, `zh-Hant`, `zh`.

    >>> [found_language(one) for one in ("ja-JP", "zh-TW", "zh-SG", "de")]
    ['ja', 'zh-Hant', 'zh', None]
    """
    base, *subtags = wanted.casefold().split("-")
    if base in _CHINESE:
        traditional = "hans" not in subtags and not _TRADITIONAL.isdisjoint((base, *subtags))
        others = [tag for tag in subtags if tag not in ("hans", "hant", *_CHINESE)]
        base, subtags = "zh", ["hant" if traditional else "hans", *others]
    known = {tag.casefold(): tag for tag in LANGUAGES}
    asked = ("-".join((base, *subtags[:end])) for end in range(len(subtags), -1, -1))
    return next((known[tag] for tag in asked if tag in known), None)


@lru_cache
def words_of(language: str) -> Words:
    """The words for a page in this language (BCP 47); English, and said to be, where there are none."""
    found, lang, mark = found_language(language), None, ""
    if not found:
        found = lang = ENGLISH
        mark = ' lang="en" dir="ltr"' if direction(language) == "rtl" else ' lang="en"'
    texts: Mapping[str, Any] = json.loads((LOCALES / f"{found}.json").read_text("utf-8"))
    page: dict[str, Any] = {
        key: Counted(tuple(text), texts["plural"]) if isinstance(text, list) else text
        for key, text in texts["page"].items()
    }
    groups = (texts[key] for key in ("parts", "script", "share", "consents", "facets"))
    return Words(found, lang, Markup(mark), *groups, **page)  # noqa: S704 - written here


def how_to_open(language: str) -> str:
    """The text beside a page in an archive, in its language and in English; it tells nothing of the page."""
    several = (words_of(language), words_of(ENGLISH))
    return "\n\n".join(dict.fromkeys(words.archive_text for words in several)) + "\n"
