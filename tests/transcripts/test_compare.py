"""A catalogue with its texts compared: which reference belongs to which answer."""

from __future__ import annotations

import pytest

from drawn import HERE, catalogue, example, media, task
from soundcase.model import Catalogue, Media, Score, Turn
from soundcase.scores import ErrorRate, ScoreValue
from soundcase.site.transcripts import compared, references

WER = Score("WER", "lower", "%", "wer")


def answer(drawn: Catalogue, model: str = "one") -> Media:
    (found,) = next(drawn.tasks()).examples[0].outputs[model]
    return found


@pytest.mark.parametrize(
    ("label", "given", "expected"),
    [
        ("", [("", "a")], ("a",)),
        ("", [("Transcript", "a")], ("a",)),
        ("", [("Transcript", "a"), ("Translation", "b")], ()),
        ("", [("", "a"), ("Translation", "b")], ("a",)),
        ("", [("", "a"), ("", "b")], ("a", "b")),
        ("Translation", [("Transcript", "a"), ("Translation", "b")], ("b",)),
        ("Translation", [("Transcript", "a")], ()),
        ("Answer", [("", "a")], ("a",)),
        ("", [], ()),
    ],
)
def test_the_reference_of_an_answer(
    label: str, given: list[tuple[str, str]], expected: tuple[str, ...]
) -> None:
    beside = [media(text, label=name) for name, text in given]
    assert references(media("x", label=label), (*beside, media(audio="clean.wav"))) == expected


def test_scores_and_differences_are_filled_in() -> None:
    said = {"one": (media("the dog", scores={"MOS": 4.0}),), "two": (media("The cat."),)}
    drawn = task(example(reference=(media("the cat"),), outputs=said), scores=(WER, Score("MOS", "higher")))
    found = compared(catalogue(drawn))
    assert answer(found).scores == {"MOS": ScoreValue(4.0), "WER": ErrorRate(1, 2)}
    assert answer(found).differences is not None
    assert len(answer(found).differences or ()) == 1
    assert answer(found, "two").scores == {"WER": ErrorRate(0, 2)}
    assert answer(found, "two").differences == ()


def test_of_several_references_the_nearest_counts() -> None:
    drawn = task(
        example(
            reference=(media("one two three"), media("one two four")), outputs={"one": (media("one two four"),)}
        ),
        scores=(WER,),
    )
    assert answer(compared(catalogue(drawn))).scores == {"WER": ErrorRate(0, 3)}


def test_a_turn_has_references_of_its_own() -> None:
    turn = Turn(HERE, "User", "", None, (), (media("yes"),), {"one": (media("no"),)}, None)
    drawn = task(example(reference=(media("no"),), turns=(turn,)), scores=(WER,))
    (found,) = next(compared(catalogue(drawn)).tasks()).examples[0].turns
    assert found.outputs["one"][0].scores == {"WER": ErrorRate(1, 1)}


def test_nothing_is_compared_without_a_reference_text() -> None:
    outputs = {"one": (media("words"),), "two": (media(audio="a.flac"),)}
    drawn = catalogue(task(example(outputs=outputs, reference=(media(audio="r.flac"),)), scores=(WER,)))
    assert compared(drawn) == drawn
