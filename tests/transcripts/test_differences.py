"""Texts against references: the same errors as jiwer's, at the places where they stand."""

from __future__ import annotations

import jiwer
import pytest
from hypothesis import given
from hypothesis import strategies as st

from soundcase.scores import ErrorRate
from soundcase.site.transcripts import Match, character_errors, comparison, joined, words

TEXTS = st.text("ab 我们.é😀", max_size=16)


def places(text: str, reference: str, match: Match = "normalised") -> list[tuple[str, str]]:
    """What stands at each difference, and what the reference has there."""
    found = comparison(text, reference, match).differences
    return [(text[one.start : one.end], one.reference) for one in found]


@pytest.mark.parametrize(
    ("text", "reference", "expected"),
    [
        ("the cat sat", "The cat, sat.", []),
        ("the dog sat", "The cat sat", [("dog", "cat")]),
        ("the big cat sat", "the cat sat", [("big", "")]),
        ("the sat", "The cat, sat.", [("", "cat")]),
        ("a b, c! d", "a x y d", [("b, c", "x y")]),
        ("我用iPhone拍照吧", "我们用iphone拍照", [("", "们"), ("吧", "")]),
        ("مرحبا حالك", "مرحبا كيف حالك", [("", "كيف")]),
        ("It was 3.5", "it was 3,5", [("3.5", "3,5")]),
        ("😀 ok 👍", "ok 👎", [("😀", ""), ("👍", "👎")]),
        ("", "all of it", [("", "all of it")]),
        ("all of it", "", [("all of it", "")]),
        ("", "", []),
        ("...", "!", []),
        ("so   so", "so \n x", [("so", "x")]),
    ],
)
def test_differences(text: str, reference: str, expected: list[tuple[str, str]]) -> None:
    assert places(text, reference) == expected


def test_case_and_punctuation_count_where_the_task_says_so() -> None:
    assert places("the cat, sat", "The cat sat", "exact") == [("the cat,", "The cat")]


def test_missing_words_stand_behind_the_word_before_them() -> None:
    (found,) = comparison("one, three", "one two three", "normalised").differences
    assert (found.start, found.end) == (3, 3)


@pytest.mark.parametrize(
    ("text", "reference", "wer", "cer"),
    [
        ("the dog sat", "the cat sat", 33.3, 27.3),
        ("今天天汽好", "今天天气很好", 33.3, 33.3),
        ("", "one two", 100.0, 100.0),
        ("one two three", "one", 200.0, 333.3),
        ("The, CAT.", "the cat", 0.0, 0.0),
        ("我用 iPhone", "我用iphone", 0.0, 0.0),
    ],
)
def test_error_rates(text: str, reference: str, wer: float, cer: float) -> None:
    rates = comparison(text, reference, "normalised").words, character_errors(text, reference, "normalised")
    assert [round(rate.value or 0.0, 1) for rate in rates] == [wer, cer]


@pytest.mark.parametrize("reference", ["", " ", "…", "。"])
def test_a_reference_without_words_has_no_error_rate(reference: str) -> None:
    by_word = comparison("words", reference, "normalised").words
    by_character = character_errors("words", reference, "normalised")
    assert (by_word, by_character) == (ErrorRate(1, 0), ErrorRate(5, 0))
    assert by_word.value is by_character.value is None


@given(TEXTS, TEXTS, st.sampled_from(["normalised", "exact"]))
def test_rates_are_those_of_jiwer(text: str, reference: str, match: Match) -> None:
    right, said = words(reference, match), words(text, match)
    if not right:
        return
    wanted, given = (" ".join(word.key for word in one) for one in (right, said))
    assert comparison(text, reference, match).words.value == 100 * jiwer.wer(wanted, given)
    assert character_errors(text, reference, match).value == 100 * jiwer.cer(joined(right), joined(said))


@given(TEXTS, TEXTS)
def test_what_differs_made_as_in_the_reference_has_no_error_left(text: str, reference: str) -> None:
    found = comparison(text, reference, "normalised").differences
    mended = text
    for one in reversed(found):
        mended = f"{mended[: one.start]} {one.reference} {mended[one.end :]}"
    assert comparison(mended, reference, "normalised").words.errors == 0


@given(TEXTS, TEXTS)
def test_places_do_not_overlap_and_stand_in_order(text: str, reference: str) -> None:
    found = comparison(text, reference, "normalised").differences
    ends = [place for one in found for place in (one.start, one.end)]
    assert ends == sorted(ends)
    assert all(one.start < one.end or one.reference for one in found)
