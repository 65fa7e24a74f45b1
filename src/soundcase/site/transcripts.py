"""Texts against their references: the words that are compared, how they align, where and how much they differ.

Rule 1: a word is what blanks or punctuation separate; in scripts without blanks (Chinese, Japanese, Thai, Lao,
Khmer, Burmese, Tibetan) it is a character with its marks. So an error rate "by word" is the usual one for such
scripts too.
Rule 2: `normalised` compares NFKC without case, punctuation and white space; `exact` compares what is written.
Rule 3: places count code points of the text as given; none lies between a character and its marks.
Rule 4: the words that the page marks are those that the word error rate counts: one alignment for both.
Rule 5: `jiwer` aligns and counts (minimum edit distance, errors over words of the reference); it is loaded by
the first text that has a reference, never before.
Rule 6: an output is compared with the reference text of its own label; else with those that have no label, the
nearest of several; one without a label with the only reference there is. Labels that differ are never compared.
Rule 7: in a dialogue the references of a turn are those of its outputs.
Rule 8: differences are marked where they mean something: in a text that shares most of its words with its
reference, or in one that is brief, where the task measures an error rate or nothing is said.
Rule 9: where there is nothing to compare, the catalogue comes out as it went in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Literal

from soundcase.difference import Difference
from soundcase.model import Catalogue, Example, Media, Task
from soundcase.scores import ErrorRate, Scored, ScoreValue
from soundcase.site.labels import judges_labels, with_verdict
from soundcase.values import dataclass

if TYPE_CHECKING:
    from jiwer import CharacterOutput, WordOutput

Match = Literal["normalised", "exact"]

LETTER, DIGIT, UNSPACED, SYMBOL, MARK, SILENT, JOINER, APOSTROPHE, POINT, GAP = "LNUSM-J'. "
"""The kinds of characters. Silent ones and joiners neither count nor separate; a gap separates."""
_WORD = re.compile(
    r"(?:[LN]M*|[-J]+(?=[LN])|(?<=[LM])'(?=L)|(?<=N)\.(?=N))+"  # with apostrophes, and points in numbers
    r"|UM*"
    r"|S(?:M|J[^ ])*"  # a picture with its skin tone, or several joined
)
UNSPACED_LETTERS = re.compile(
    "["
    "\u0e00-\u0eff"  # Thai, Lao
    "\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff"  # Tibetan, Burmese, Khmer
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u303b\u3041-\u312f\u31a0-\u31ff"  # radicals, kana, bopomofo
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d"  # Han, half-width kana
    "\U0001aff0-\U0001b16f\U00020000-\U0003fffd"  # kana supplements, Han extensions
    "]"
)
"""Letters of scripts that set no blanks between words."""
_MARKS = re.compile("[\uff9e\uff9f\U0001f3fb-\U0001f3ff]")
"""What is a mark beside the marks of Unicode: voice marks of half-width kana, skin tones."""
_BRIEF, _BRIEF_WORDS = 1000, 200
"""Characters of a text that may be marked from its beginning to its end, and words of its reference."""
_WITHIN_NUMBERS = (".", ",", ":")


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it is compared, and the characters of the text it was read from."""

    key: str
    start: int
    end: int
    """The first character behind it."""
    unspaced: bool = False
    """Whether it is a character of a script that sets no blanks."""


@lru_cache(maxsize=256)
def words(text: str, match: Match) -> tuple[Word, ...]:
    """The words of a text that count, in its order."""
    kind, key = _READINGS[match]
    kinds = "".join(map(kind, text))
    spans = [(found.start(), found.end()) for found in _WORD.finditer(kinds)]
    read = [Word(key(text[start:end]), start, end, kinds[start] == UNSPACED) for start, end in spans]
    return tuple(word for word in read if word.key)


def joined(counted: tuple[Word, ...]) -> str:
    """The words as one text: a blank between two, none beside a character of a script without blanks."""
    parts: list[str] = []
    for before, word in zip((None, *counted), counted, strict=False):
        parts.append("" if before is None or before.unspaced or word.unspaced else " ")
        parts.append(word.key)
    return "".join(parts)


@lru_cache(maxsize=8192)
def _folded_kind(character: str) -> str:
    """The kind of a character where case, width and punctuation do not count."""
    folded = _folded(character)
    category = unicodedata.category(character)
    if category[0] == "M" or _MARKS.match(character):
        return MARK
    if category == "Cf":
        return JOINER if character == "\u200d" else SILENT
    if folded in ("'", "\u2019", "\u02bc"):
        return APOSTROPHE
    if folded in _WITHIN_NUMBERS:
        return POINT
    kept = "".join(filter(_counts, folded))
    if not kept:
        return GAP
    if UNSPACED_LETTERS.match(kept):
        return UNSPACED
    if any(unicodedata.category(one)[0] == "N" for one in kept):
        return DIGIT
    return LETTER if any(unicodedata.category(one)[0] == "L" for one in kept) else SYMBOL


@lru_cache(maxsize=8192)
def _exact_kind(character: str) -> str:
    """The kind of a character where everything counts but white space."""
    category = unicodedata.category(character)
    if character.isspace():
        return GAP
    if category[0] == "M" or _MARKS.match(character):
        return MARK
    if UNSPACED_LETTERS.match(character):
        return UNSPACED
    wide = unicodedata.east_asian_width(character) in "WF" and category[0] in "PS"
    return SYMBOL if wide else LETTER


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=8192)
def _folded_key(text: str) -> str:
    kept = "".join(one for one in _folded(text) if _counts(one) or one in _WITHIN_NUMBERS)
    return kept.strip("".join(_WITHIN_NUMBERS))


def _counts(character: str) -> bool:
    """True if a character is more than punctuation, white space and control."""
    category = unicodedata.category(character)
    return category[0] in "LMN" or category in ("Sc", "Sm", "So")


_READINGS: Mapping[Match, tuple[Callable[[str], str], Callable[[str], str]]] = {
    "normalised": (_folded_kind, _folded_key),
    "exact": (_exact_kind, str),
}
"""How the kind of a character and the key of a word are found."""


@dataclass(frozen=True, slots=True)
class TextComparison:
    """A text held against its reference."""

    differences: tuple[Difference, ...]
    """In the order of the text; empty where it says the same."""
    words: ErrorRate
    """Word errors, and the words of the reference."""


def comparison(text: str, reference: str, match: Match) -> TextComparison:
    """The differences of a text from its reference."""
    right, own = words(reference, match), words(text, match)
    if [word.key for word in right] == [word.key for word in own]:
        return TextComparison((), ErrorRate(0, len(right)))
    import jiwer

    wanted, given = (" ".join(word.key for word in counted) for counted in (right, own))
    aligned = jiwer.process_words(wanted, given)
    differences = []
    for chunk in (chunk for chunk in aligned.alignments[0] if chunk.type != "equal"):
        here = own[chunk.hyp_start_idx : chunk.hyp_end_idx]
        there = right[chunk.ref_start_idx : chunk.ref_end_idx]
        before = own[chunk.hyp_start_idx - 1].end if chunk.hyp_start_idx else 0
        start, end = (here[0].start, here[-1].end) if here else (before, before)
        belongs = " ".join(reference[there[0].start : there[-1].end].split()) if there else ""
        differences.append(Difference(start, end, belongs))
    return TextComparison(tuple(differences), _rate(aligned))


def character_errors(text: str, reference: str, match: Match) -> ErrorRate:
    """Character errors, and the characters of the reference; the blanks between words are among them."""
    right, own = joined(words(reference, match)), joined(words(text, match))
    if right == own:
        return ErrorRate(0, len(right))
    import jiwer

    return _rate(jiwer.process_characters(right, own))


def _rate(aligned: WordOutput | CharacterOutput) -> ErrorRate:
    missed = aligned.substitutions + aligned.deletions
    return ErrorRate(missed + aligned.insertions, missed + aligned.hits)


Outputs = Mapping[str, tuple[Media, ...]]


def compared(catalogue: Catalogue) -> Catalogue:
    """The catalogue with all its texts compared."""
    sections = []
    for section in catalogue.sections:
        tasks = (replace(task, examples=compared_examples(task.examples, task)) for task in section.tasks)
        sections.append(replace(section, tasks=tuple(tasks)))
    return replace(catalogue, sections=tuple(sections))


def compared_examples(examples: Iterable[Example], task: Task) -> tuple[Example, ...]:
    """Some examples of a task, texts and labels compared; of the task, all but its examples is read."""
    return tuple(_judged(_example(example, task), task) for example in examples)


def references(media: Media, given: Iterable[Media]) -> tuple[str, ...]:
    """The texts that an output's text is held against."""
    texts = [(one.label, one.text) for one in given if one.text is not None]
    same = [text for label, text in texts if label == media.label]
    if same:
        return tuple(same)
    if media.label:
        return tuple(text for label, text in texts if not label)
    return (texts[0][1],) if len(texts) == 1 else ()


def answers(example: Example) -> Iterator[tuple[Outputs, tuple[Media, ...]]]:
    """The outputs of an example and of each of its turns, with the references beside them."""
    yield example.outputs, example.reference
    for turn in example.turns:
        yield turn.outputs, turn.reference


def comparable(example: Example) -> bool:
    """True if there is a text that outputs are held against."""
    return any(one.text is not None for _, given in answers(example) for one in given)


def _judged(example: Example, task: Task) -> Example:
    if example.labels is None or not judges_labels(task):
        return example
    given = example.outputs.items()
    judged = {key: tuple(with_verdict(one, example, task) for one in pieces) for key, pieces in given}
    return replace(example, outputs=judged)


def _example(example: Example, task: Task) -> Example:
    if not comparable(example):
        return example
    own, *of_turns = (
        {key: tuple(_media(media, given, task) for media in pieces) for key, pieces in outputs.items()}
        for outputs, given in answers(example)
    )
    turns = (replace(turn, outputs=outputs) for turn, outputs in zip(example.turns, of_turns, strict=True))
    return replace(example, outputs=own, turns=tuple(turns))


def _media(media: Media, given: tuple[Media, ...], task: Task) -> Media:
    if media.text is None:
        return media
    found = references(media, given)
    if not found:
        return media
    held = [(comparison(media.text, text, task.text_match), text) for text in found]
    nearest, reference = min(held, key=lambda pair: pair[0].words.errors)
    counted: dict[str, Callable[[], Scored]] = {
        "wer": lambda: nearest.words,
        "cer": partial(character_errors, media.text, reference, task.text_match),
        "exact": lambda: ScoreValue(0.0 if nearest.words.errors else 100.0),
    }
    measured = {score.name: counted[score.measure]() for score in task.scores if score.measure}
    rates = any(isinstance(one, ErrorRate) for one in measured.values())
    told = nearest.differences if _telling(media.text, nearest.words, measured=rates) else None
    return replace(media, differences=told, scores={**media.scores, **measured})


def _telling(text: str, errors: ErrorRate, *, measured: bool) -> bool:
    """True if marks would tell a reader more than that the texts are different ones."""
    brief = len(text) <= _BRIEF and errors.units <= _BRIEF_WORDS
    return errors.errors * 2 <= max(errors.units, 1) or (brief and (measured or not text.strip()))
