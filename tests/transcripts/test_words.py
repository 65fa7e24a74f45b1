"""Which words of a text count, and where they stand."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soundcase.site.transcripts import Match, joined, words

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
MATCHES = st.sampled_from(["normalised", "exact"])


def keys(text: str, match: Match = "normalised") -> list[str]:
    return [word.key for word in words(text, match)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The cat, sat!", ["the", "cat", "sat"]),
        ("  two\n lines\t", ["two", "lines"]),
        ("Don't — it’s", ["dont", "its"]),
        ("a well-known 'quote'", ["a", "well", "known", "quote"]),
        ("3.14 or 1,000 at 12:30.", ["3.14", "or", "1,000", "at", "12:30"]),
        ("end.Next", ["end", "next"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("ＡＢＣ　１２３", ["abc", "123"]),
        ("cafe\u0301 café", ["café", "café"]),
        ("$5 + 😀", ["$", "5", "+", "😀"]),
        ("我们用iPhone，好吗？", ["我", "们", "用", "iphone", "好", "吗"]),
        ("ｶﾞｷﾞ", ["ガ", "ギ"]),
        ("안녕 하세요", ["안녕", "하세요"]),
        (unicodedata.normalize("NFD", "안녕"), ["안녕"]),
        ("ที่นี่", ["ที่", "นี่"]),
        ("می\u200cخواهم", ["میخواهم"]),
        ("שלום, עולם", ["שלום", "עולם"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("\u2068soft\u00adware\u2069", ["software"]),
        ("…", []),
        ("", []),
    ],
)
def test_normalised_words(text: str, expected: list[str]) -> None:
    assert keys(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The cat, sat!", ["The", "cat,", "sat!"]),
        ("Ａ  Ａ", ["Ａ", "Ａ"]),
        ("好，ok。", ["好", "，", "ok", "。"]),
        ("don't", ["don't"]),
    ],
)
def test_exact_words(text: str, expected: list[str]) -> None:
    assert keys(text, "exact") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("We, the 2 of us", "we the 2 of us"), ("我们 用 iPhone 拍照", "我们用iphone拍照"), ("", "")],
)
def test_the_words_as_one_text_have_blanks_where_the_script_has(text: str, expected: str) -> None:
    assert joined(words(text, "normalised")) == expected


def test_a_picture_of_several_characters_is_one_word() -> None:
    assert [(word.start, word.end) for word in words("a 👩\u200d👩\u200d👧 👍🏽", "normalised")] == [
        (0, 1),
        (2, 7),
        (8, 10),
    ]


@given(TEXTS, MATCHES)
def test_words_stand_in_order_and_never_begin_or_end_in_white_space(text: str, match: Match) -> None:
    found = words(text, match)
    places = [place for word in found for place in (word.start, word.end)]
    assert places == sorted(places)
    assert all(word.start < word.end <= len(text) for word in found)
    assert all(word.key and not any(map(str.isspace, word.key)) for word in found)
    assert not any(text[word.start].isspace() or text[word.end - 1].isspace() for word in found)


@given(TEXTS)
def test_exact_words_hold_every_character_but_white_space(text: str) -> None:
    assert "".join(keys(text, "exact")) == "".join(text[word.start : word.end] for word in words(text, "exact"))
    lost = set(range(len(text))) - {
        place for word in words(text, "exact") for place in range(word.start, word.end)
    }
    assert all(text[place].isspace() or unicodedata.category(text[place])[0] in "MS" for place in lost)


@given(TEXTS)
def test_case_width_and_punctuation_do_not_count(text: str) -> None:
    assert keys(f"  ({text})… ") == keys(text)
