"""Languages as far as scripts tell them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soundcase.text.language import Run, fits, language_of, runs


@pytest.mark.parametrize(
    ("text", "page", "expected"),
    [
        ("A male voice.", "en", None),
        ("Une voix d'homme à côté", "en", None),
        ("", "en", None),
        ("12:30 … 1.10", "en", None),
        ("👩🏽‍🔬 ✓", "zh", None),
        ("请描述说话人的语言特性, 包括说话人的语种, 口音等.", "en", "zh"),
        ("说话人使用的是英语，带有印度口音。", "en", "zh"),
        ("日本語の話し手です。", "en", "ja"),
        ("日本語の話し手です。", "zh", "ja"),
        ("화자는 여성입니다", "en", "ko"),
        ("韓國語 화자는 여성입니다", "en", "ko"),
        ("تتحدث امرأة بصوت هادئ", "en", "ar"),
        ("גבר מדבר", "en", "he"),
        ("Женский голос", "en", "ru"),
        ("Γυναικεία φωνή", "en", "el"),
        ("महिला की आवाज़", "en", "hi"),
        ("మహిళ గొంతు", "en", "te"),
        ("เสียงผู้หญิง", "en", "th"),
        ("A male voice.", "zh", "en"),
        ("A male voice.", "ja", "en"),
        ("你好", "ja", None),
        ("مرحبا", "fa", None),
        ("Здравей", "bg", None),
        ("Dobar dan", "sr-Latn", None),
        ("Добар дан", "sr-Latn", "ru"),
        ("Добар дан", "sr", None),
        ("MP3 格式", "zh", None),
        ("Try it on ModelScope Studio (创空间)", "en", None),
        ("说话人的口音是 American English", "en", "zh"),
    ],
)
def test_the_script_tells_the_language(text: str, page: str, expected: str | None) -> None:
    assert language_of(text, page) == expected


def test_what_the_author_says_wins() -> None:
    assert language_of("Une voix", "en", "fr") == "fr"
    assert language_of("中文", "en", "zh-Hant") == "zh-Hant"


def test_the_pages_own_language_needs_no_mark() -> None:
    assert language_of("A voice", "en-GB", "EN-gb") is None


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("plain", "en", [Run("plain")]),
        ("", "en", [Run("")]),
        ("Studio (创空间)", "en", [Run("Studio ("), Run("创空间", "zh"), Run(")")]),
        ("创空间", "en", [Run("创空间", "zh")]),
        ("你好，世界!", "en", [Run("你好，世界", "zh"), Run("!")]),
        ("你好, Мир", "en", [Run("你好", "zh"), Run(", "), Run("Мир", "ru")]),
        ("你好мир", "en", [Run("你好", "zh"), Run("мир", "ru")]),
        ("说话 English 说", "zh", [Run("说话 English 说")]),
        ("仮名かな", "en", [Run("仮名かな", "ja")]),
        ("“创” is", "en", [Run("“"), Run("创", "zh"), Run("” is")]),
    ],
)
def test_foreign_letters_are_cut_out_without_the_signs_around_them(
    text: str, language: str, expected: list[Run]
) -> None:
    assert list(runs(text, language)) == expected


@given(
    st.text(alphabet=st.sampled_from("aé 1,.()创空かな안мир«»مر👩️\n")),
    st.sampled_from(["en", "zh", "ja", "ru", "ar"]),
)
def test_cutting_loses_nothing(text: str, language: str) -> None:
    found = runs(text, language)
    assert "".join(run.text for run in found) == text
    assert all(run.text for run in found) or text == ""
    assert all(before.lang != after.lang for before, after in itertools.pairwise(found))


def test_a_hint_fits_where_the_script_is_the_languages() -> None:
    assert fits("说话人", "zh")
    assert fits("Une voix", "fr")
    assert not fits("A male voice.", "zh")
    assert fits("123", "zh")
