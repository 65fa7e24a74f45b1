"""Standings: what observations add up to, by system, group and tag; who is better than whom."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import jiwer
import pytest
from sklearn.metrics import accuracy_score, average_precision_score, f1_score
from sklearn.preprocessing import MultiLabelBinarizer

from drawn import catalogue, example, media, task
from soundcase.model import Score
from soundcase.site.observed import observations
from soundcase.site.transcripts import compared
from soundcase.statistics.intervals import wilson
from soundcase.statistics.observations import Observations, Place, Shares
from soundcase.statistics.standings import Measure, standings, subsets

ACCURACY = Measure("accuracy", "higher", "%", "pooled")
WER = Measure("WER", "lower", "%", "pooled")
MOS = Measure("MOS", "higher")
PRECISION = Measure("mAP", "higher", "%", "pooled")
MACRO = Measure("macro-f1", "higher", "%", "pooled")


def place(model: str, measure: Measure = ACCURACY, slot: str = "") -> Place:
    return (model, "output"), (measure.name, slot)


def observed(
    values: dict[Place, Sequence[Shares | None]],
    groups: str = "",
    tags: dict[str, str] | None = None,
    clusters: str = "",
    verdicts: dict[str, str] | None = None,
) -> Observations:
    count = len(next(iter(values.values())))
    ids = tuple(str(number) for number in range(count))
    return Observations(
        ids=ids,
        groups=tuple(groups) or ("",) * count,
        clusters=tuple(clusters) or ids,
        tags={key: tuple(letters) for key, letters in (tags or {}).items()},
        verdicts=verdicts or {},
        values={key: tuple(column) for key, column in values.items()},
    )


def answers(letters: str) -> Sequence[Shares | None]:
    """`R` is right, `.` missing, the rest not right."""
    return [None if letter == "." else (int(letter == "R"), 1) for letter in letters]


def scores(*values: float | None) -> Sequence[Shares | None]:
    return [None if value is None else (value, 1) for value in values]


def test_pooled_error_rates_are_those_of_jiwer_on_a_thousand_corpora() -> None:
    draw = random.Random(14)
    words = ["a", "the", "then", "tone", "tones", "told", "été", "one", "two"]
    rates = (Score("WER", "lower", "%", "wer", "pooled"), Score("CER", "lower", "%", "cer", "pooled"))
    measures = [Measure(one.name, one.better, one.unit, one.average) for one in rates]
    for _ in range(1000):
        texts = [
            tuple(" ".join(draw.choices(words, k=draw.randint(least, 7))) for least in (1, 0))
            for _ in range(draw.randint(1, 5))
        ]
        examples = [
            example(number, reference=(media(reference),), outputs={"one": (media(answer),)})
            for number, (reference, answer) in enumerate(texts, start=1)
        ]
        (read,) = compared(catalogue(task(*examples, scores=rates))).tasks()
        found = standings(observations(read.examples, read), measures)[None].estimates
        references, hypotheses = map(list, zip(*texts, strict=True))
        known = jiwer.wer(references, hypotheses), jiwer.cer(references, hypotheses)
        values = [found[place("one", measure)].value for measure in measures]
        assert values == pytest.approx([100 * rate for rate in known], rel=1e-12)


def test_accuracies_are_those_of_scikit_learn_with_the_interval_of_wilson() -> None:
    draw = random.Random(1)
    for _ in range(100):
        truth, given = (draw.choices("abc", k=draw.randint(5, 5) + 20) for _ in range(2))
        pairs = list(zip(truth, given, strict=True))
        found = standings(
            observed({place("one"): answers("".join("RW"[a != b] for a, b in pairs))}), [ACCURACY]
        )[None].estimates[place("one")]
        assert found.value == pytest.approx(100 * accuracy_score(truth, given))
        assert (found.amount, found.n, found.examples) == (sum(a == b for a, b in pairs), 25, 25)
        assert (found.low, found.high) == pytest.approx([100 * end for end in wilson(found.amount, 25)])


def test_undecided_answers_are_not_right_and_missing_ones_do_not_count() -> None:
    found = standings(
        observed(
            {place("one"): answers("RRU..WRR"), place("two"): answers("RRRRRRR.")},
            verdicts={"one": "RRUMMWRR", "two": "RRRRRRRM"},
        ),
        [ACCURACY],
    )[None].estimates
    one, two = found[place("one")], found[place("two")]
    assert (one.amount, one.n, one.undecided, one.missing) == (4, 6, 1, 2)
    assert (two.amount, two.n, two.undecided, two.missing) == (7, 7, 0, 1)


def test_groups_and_tags_stand_by_themselves() -> None:
    whole = observed(
        {place("one"): answers("RRRRRRWWWWWW"), place("two"): answers("RRRWWWWWWRRR")},
        groups="aaaaaabbbbbb",
        tags={"hard": "ynynynynynyn", "same": "y" * 12, "some": "y" * 6 + "nnnnnn"},
    )
    found = standings(whole, [ACCURACY], ours=["one"])
    assert [subset for subset, _ in subsets(whole)] == list(found)
    assert list(found) == [
        None,
        ("group", "a"),
        ("group", "b"),
        ("tag", "hard", "y"),
        ("tag", "hard", "n"),
        ("tag", "some", "y"),
        ("tag", "some", "n"),
    ]
    part = observed({place("one"): answers("RRRRRR"), place("two"): answers("RRRWWW")})
    alone = standings(part, [ACCURACY], ours=["one"])[None]
    assert found["group", "a"] == alone
    assert found["group", "b"].estimates[place("one")].value == 0


def test_a_tag_that_tells_every_example_apart_is_no_kind() -> None:
    letters = "".join(chr(number) for number in range(200, 240))
    found = standings(observed({place("one"): answers("R" * 40)}, tags={"id": letters}), [ACCURACY])
    assert list(found) == [None]
    speakers = observed({place("one"): answers("R" * 6)}, tags={"by": "aabbcc"}, clusters="xxyyzz")
    assert list(standings(speakers, [ACCURACY])) == [None]


def test_wins_count_for_the_better_as_the_measure_says() -> None:
    values = {
        place("ours", MOS): scores(5, 4, 3, 3, None),
        place("other", MOS): scores(4, 4, 4, 2, 1),
        place("ours", WER): [(0, 5), (1, 5), (2, 5), (2, 0), (0, 0)],
        place("other", WER): [(1, 5), (1, 5), (1, 5), (3, 0), (1, 0)],
    }
    pairs = standings(observed(values), [MOS, WER], ours=["ours"])[None].pairs
    mos = pairs[place("ours", MOS), place("other", MOS)]
    wer = pairs[place("ours", WER), place("other", WER)]
    assert (mos.wins, mos.ties, mos.losses, mos.n, mos.difference) == (2, 1, 1, 4, 0.25)
    assert (wer.wins, wer.ties, wer.losses, wer.n) == (2, 2, 1, 5)
    assert wer.difference == pytest.approx(100 * (5 - 7) / 15)


def test_the_best_and_those_that_do_not_differ_from_it_share_the_mark() -> None:
    values = {
        place("far"): answers("R" * 10 + "W" * 30),
        place("near"): answers("W" + "R" * 37 + "WW"),
        place("best"): answers("R" * 38 + "WW"),
        place("alone", MOS): scores(*[3.0] * 40),
    }
    found = standings(observed(values), [ACCURACY, MOS], ours=["near"])[None]
    assert found.best == {place("best"), place("near")}
    assert set(found.pairs) == {(place("near"), place("far")), (place("near"), place("best"))}
    assert found.pairs[place("near"), place("far")].differs


def test_nobody_is_marked_where_nobody_differs() -> None:
    values = {place("one"): answers("RRRRRW" * 4), place("two"): answers("RRRRWR" * 4)}
    assert standings(observed(values), [ACCURACY])[None].best == frozenset()
    few = {place("one"): answers("RRRR"), place("two"): answers("WWWW")}
    assert standings(observed(few), [ACCURACY])[None].best == frozenset()


def test_a_system_that_is_always_right_is_marked_against_one_that_never_is() -> None:
    values = {place("one"): answers("WWWWWW"), place("two"): answers("RRRRRR")}
    found = standings(observed(values), [ACCURACY], ours=["one"])[None]
    assert found.best == {place("two")}
    pair = found.pairs[place("one"), place("two")]
    assert pair.low == -100
    assert pair.high is not None
    assert -100 < pair.high < 0


def test_what_never_varies_has_no_interval_but_a_share() -> None:
    values = {place("one", WER): [(0, 7)] * 20, place("one", MOS): scores(*[4.0] * 20)}
    found = standings(observed(values), [WER, MOS])[None].estimates
    assert {(one.low, one.high) for one in found.values()} == {(None, None)}
    shares = {place("one"): answers("R" * 20)}
    together = standings(observed(shares, clusters="aabbccddeeffgghhiijj"), [ACCURACY])[None].estimates
    assert together[place("one")].low == pytest.approx(100 * wilson(10, 10)[0])


def test_accuracy_over_clusters_counts_the_clusters() -> None:
    letters = "R" * 40 + "W" * 20 + "R" * 40 + "W" * 20
    each, together = (
        standings(observed({place("one"): answers(letters)}, clusters=clusters), [ACCURACY])[None].estimates[
            place("one")
        ]
        for clusters in ("", "".join(name * 10 for name in "abcdefghijkl"))
    )
    assert each.value == together.value
    widths = [one.high - one.low for one in (each, together) if one.high is not None and one.low is not None]
    assert widths[1] > 2.5 * widths[0]


def test_a_measure_that_is_not_averaged_has_no_standing() -> None:
    none = Measure("MOS", "higher", "", "none")
    assert standings(observed({place("one", MOS): scores(1, 2)}), [none])[None].estimates == {}


def test_pieces_of_an_output_are_compared_with_their_like() -> None:
    values = {
        place(model, MOS, slot): scores(*[shift + number % 3 for number in range(12)])
        for model, slot, shift in (("a", "drums", 1), ("a", "bass", 5), ("b", "drums", 3), ("b", "bass", 2))
    }
    found = standings(observed(values), [MOS], ours=["a"])[None]
    assert found.best == {place("b", MOS, "drums"), place("a", MOS, "bass")}
    assert len(found.pairs) == 2


@pytest.mark.parametrize("seed", range(20))
def test_macro_f1_is_that_of_scikit_learn(seed: int) -> None:
    """With labels that only the answers or only the truth have, and with several or none for an example."""
    draw = random.Random(seed)
    names = "abcdef"
    truth = [draw.sample(names[:5], draw.randint(0, 2)) for _ in range(30)]
    given = [draw.sample(names[1:], draw.randint(0, 3)) for _ in range(30)]
    by_label = tuple(
        {
            label: (2, 2) if label in right and label in answer else (0, 1)
            for label in names
            if label in right or label in answer
        }
        for right, answer in zip(truth, given, strict=True)
    )
    whole = observed({place("one"): answers("R" * 30)})
    found = standings(replace(whole, labels={"one": by_label}), [MACRO])[None].estimates[place("one", MACRO)]
    table = MultiLabelBinarizer(classes=list(names))
    known = f1_score(table.fit_transform(truth), table.transform(given), average="macro", zero_division=0)
    assert found.value == pytest.approx(100 * known)
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high


def test_macro_averages_are_compared_over_the_examples_that_both_have() -> None:
    right, wrong = {"cat": (2.0, 2.0)}, {"cat": (0.0, 1.0), "dog": (0.0, 1.0)}
    whole = replace(
        observed({place("one"): answers("R" * 12)}),
        labels={"one": (right,) * 11 + (None,), "two": (None,) + (right,) * 5 + (wrong,) * 6},
    )
    found = standings(whole, [MACRO], ours=["one"])[None]
    pair = found.pairs[place("one", MACRO), place("two", MACRO)]
    assert (pair.wins, pair.ties, pair.losses) == (5, 5, 0)
    assert pair.difference == pytest.approx(100 - 100 * (2 * 5 / (2 * 5 + 5)) / 2)
    assert found.best == {place("one", MACRO)}
    assert found.estimates[place("two", MACRO)].missing == 1


def test_scores_per_label_have_a_mean_average_precision_and_no_interval() -> None:
    draw = random.Random(7)
    names = "abc"
    right = [[draw.random() < 0.4 for _ in names] for _ in range(30)]
    scores = [[round(draw.random(), 2) for _ in names] for _ in range(30)]
    ranked = tuple(
        {name: (score, is_right) for name, score, is_right in zip(names, *both, strict=True)}
        for both in zip(scores, right, strict=True)
    )
    whole = replace(
        observed({place("one"): answers("R" * 30)}, groups="x" * 20 + "y" * 10),
        ranked={"one": ranked, "two": (None, *ranked[1:])},
    )
    found = standings(whole, [PRECISION], ours=["one"])
    one, two = (found[None].estimates[place(model, PRECISION)] for model in ("one", "two"))
    assert one.value == pytest.approx(100 * average_precision_score(right, scores, average="macro"))
    assert (one.n, one.missing, one.low, one.high) == (30, 0, None, None)
    assert (two.n, two.missing) == (29, 1)
    part = found["group", "y"].estimates[place("one", PRECISION)]
    assert part.value == pytest.approx(100 * average_precision_score(right[20:], scores[20:], average="macro"))
