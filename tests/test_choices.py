"""Answers are read as one of several choices, in whatever way they are written; or they are undecided."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from soundcase.choice import Choice, lettered
from soundcase.site.labels import compare, right_key
from soundcase.statistics.choices import read

ANSWERS = Path(__file__).parent / "data" / "answers.txt"


def cases() -> Iterator[tuple[tuple[Choice, ...], str, str]]:
    """The choices, the letter that an answer says (`-` for none), and the answer."""
    choices: tuple[Choice, ...] = ()
    for line in ANSWERS.read_text("utf-8").splitlines():
        if line.startswith("= "):
            named = [re.fullmatch(r"(?:(\w{1,4}): )?(.*)", one) for one in line[2:].split(" | ")]
            choices = tuple(Choice(one[1] or chr(65 + at), one[2]) for at, one in enumerate(named) if one)
        elif "\t" in line:
            letter, _, answer = line.partition("\t")
            yield choices, letter, answer.replace("\\n", "\n")


def test_no_answer_is_misread_and_few_are_undecided() -> None:
    """None is read as another choice, and of those that name one, one in fifty at most is not read."""
    found = [(letter, read(answer, choices), answer) for choices, letter, answer in cases()]
    assert [each for each in found if each[1] and each[1].key != each[0]] == []
    clear = [each for each in found if each[0] != "-"]
    assert len(clear) > 900
    assert len([each for each in clear if each[1] is None]) * 50 <= len(clear)


@pytest.mark.parametrize("letter", ["A", "B", "C", "D"])
@pytest.mark.parametrize(
    "form", ["{}", "({})", "{}.", "Answer: {}", "The answer is {}.", "\\boxed{{{}}}", "答案是{}。"]
)
def test_every_letter_is_read(letter: str, form: str) -> None:
    choices = tuple(
        Choice(key, text) for key, text in zip("ABCD", ("one", "two", "three", "four"), strict=True)
    )
    found = read(form.format(letter), choices)
    assert found
    assert found.key == letter


def test_the_right_answer_is_told_by_letter_or_text() -> None:
    choices = (Choice("1", "Violin"), Choice("2", "Cello"))
    assert [right_key(label, choices) for label in ("2", "Cello", "cello", "3")] == ["2", "2", None, None]
    notes = (Choice("A", "C"), Choice("B", "D"), Choice("C", "E"))
    assert [right_key(label, notes) for label in ("A", "C", "D")] == ["A", None, "B"]


def test_answers_are_worth_what_their_choice_is() -> None:
    choices = (Choice("A", "Violin"), Choice("B", "Cello"))
    answers = ["(B) Cello", "violin.", "A or B", "The answer is B"]
    found = [compare([one], ["Cello"], match="choice", choices=choices).verdict for one in answers]
    assert found == ["right", "wrong", "undecided", "right"]


def test_a_list_is_known_by_its_places_too() -> None:
    """Where no choice has a number in it; what counts steps is no answer."""
    animals, counts = lettered(("dog", "cat")), lettered(("one", "2"))
    answers = ["2", "2. cat", "Option 2", "2. dog", "1. First, I listen."]
    found = [read(one, animals) for one in answers]
    assert [one.key if one else "" for one in found] == ["B", "B", "B", "", ""]
    assert read("1", counts) is None


def test_an_answer_that_never_ends_is_read() -> None:
    choices = lettered(("piano", "violin"))
    for answer in ("the piano " * 5000, "the answer is A. " * 3000):
        assert (found := read(answer, choices))
        assert found.key == "A"
    assert read("A or B " * 5000, choices) is None


def test_without_choices_nothing_is_read() -> None:
    assert [read(one, ()) for one in ("A", "", "The answer is B.")] == [None, None, None]
