"""Labels are compared as sets, by a rule with a name."""

from __future__ import annotations

import pytest

from soundcase.choice import LabelMatch
from soundcase.site.labels import LabelComparison, compare


@pytest.mark.parametrize(
    ("answer", "truth", "match", "found", "added", "missed"),
    [
        (["a", "b"], ["b", "a"], "exact", ["a", "b"], [], []),
        (["a", "x"], ["b", "a"], "exact", ["a"], ["x"], ["b"]),
        ([], ["a"], "exact", [], [], ["a"]),
        (["a"], [], "exact", [], ["a"], []),
        (["Bark"], ["bark"], "exact", [], ["Bark"], ["bark"]),
        (["bark"], ["Bark"], "audioset", ["bark"], [], []),
        (["Splash, splatter"], ["Splash and splatter"], "audioset", ["Splash, splatter"], [], []),
        (["Splash - splatter"], ["splash_and_splatter"], "audioset", ["Splash - splatter"], [], []),
        (["Splash_-_splatter"], ["Splash, splatter"], "audioset", ["Splash_-_splatter"], [], []),
        (
            ["Bird vocalization, bird call, bird song"],
            ["Bird vocalization and bird call and bird song"],
            "audioset",
            ["Bird vocalization, bird call, bird song"],
            [],
            [],
        ),
        (
            ["Splash, splatter"],
            ["Splash and splatter"],
            "exact",
            [],
            ["Splash, splatter"],
            ["Splash and splatter"],
        ),
        (["Band"], ["B and"], "audioset", [], ["Band"], ["B and"]),
        (["Sand"], ["S", "nd"], "audioset", [], ["Sand"], ["S", "nd"]),
        (["hip-hop"], ["hip - hop"], "audioset", [], ["hip-hop"], ["hip - hop"]),
        (["dog", "dog"], ["dog"], "exact", ["dog", "dog"], [], []),
        (["狗"], ["狗", "猫"], "exact", ["狗"], [], ["猫"]),
    ],
)
def test_labels_are_found_added_or_missed(
    answer: list[str],
    truth: list[str],
    match: LabelMatch,
    found: list[str],
    added: list[str],
    missed: list[str],
) -> None:
    assert compare(answer, truth, match=match) == LabelComparison(tuple(found), tuple(added), tuple(missed))


def test_labels_keep_their_authors_order_and_spelling() -> None:
    result = compare(["Z", "b_c", "A"], ["a", "B C", "Y", "X"], match="audioset")
    assert result == LabelComparison(found=("b_c", "A"), added=("Z",), missed=("Y", "X"))
