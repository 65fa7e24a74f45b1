"""Two texts aligned by their words: where they differ, and how much (WER, CER).

Rule 1: the words that the page marks are those that the word error rate counts: one alignment for both.
Rule 2: `jiwer` aligns and counts (minimum edit distance, errors over words of the reference); it is loaded by
the first text that has a reference, never before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from soundcase.model import Difference
from soundcase.scores import ErrorRate
from soundcase.site.transcripts.words import Match, Word, joined, words

if TYPE_CHECKING:
    from jiwer import AlignmentChunk, CharacterOutput, WordOutput


@dataclass(frozen=True, slots=True)
class TextComparison:
    """A text held against its reference."""

    differences: tuple[Difference, ...]
    """In the order of the text; empty where it says the same."""
    words: ErrorRate
    """Word errors, and the words of the reference."""


def comparison(text: str, reference: str, match: Match) -> TextComparison:
    """The differences of a text from its reference."""
    right, said = words(reference, match), words(text, match)
    if [word.key for word in right] == [word.key for word in said]:
        return TextComparison((), ErrorRate(0, len(right)))
    import jiwer

    aligned = jiwer.process_words(_spaced(right), _spaced(said))
    chunks = [chunk for chunk in aligned.alignments[0] if chunk.type != "equal"]
    return TextComparison(
        differences=tuple(_difference(one, reference, right, said) for one in chunks),
        words=_rate(aligned),
    )


def character_errors(text: str, reference: str, match: Match) -> ErrorRate:
    """Character errors, and the characters of the reference; the blanks between words are among them."""
    right, said = joined(words(reference, match)), joined(words(text, match))
    if right == said:
        return ErrorRate(0, len(right))
    import jiwer

    return _rate(jiwer.process_characters(right, said))


def _rate(aligned: WordOutput | CharacterOutput) -> ErrorRate:
    missed = aligned.substitutions + aligned.deletions
    return ErrorRate(missed + aligned.insertions, missed + aligned.hits)


def _spaced(counted: tuple[Word, ...]) -> str:
    return " ".join(word.key for word in counted)


def _difference(
    chunk: AlignmentChunk, reference: str, right: tuple[Word, ...], said: tuple[Word, ...]
) -> Difference:
    """One place of an alignment: from the first to the last of its words, in the text and in the reference."""
    given, wanted = (
        said[chunk.hyp_start_idx : chunk.hyp_end_idx],
        right[chunk.ref_start_idx : chunk.ref_end_idx],
    )
    before = said[chunk.hyp_start_idx - 1].end if chunk.hyp_start_idx else 0
    return Difference(
        start=given[0].start if given else before,
        end=given[-1].end if given else before,
        reference=" ".join(reference[wanted[0].start : wanted[-1].end].split()) if wanted else "",
    )
