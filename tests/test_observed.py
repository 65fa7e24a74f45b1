"""Observations: verdicts on each system and shares of every figure, by example; slices add up to the whole."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from sklearn.metrics import accuracy_score, f1_score, precision_score, recall_score
from sklearn.preprocessing import MultiLabelBinarizer

from drawn import HERE, example, media, task
from soundcase.choice import Choice
from soundcase.kept import digest_of
from soundcase.model import Example, Media, Score, Task, Turn
from soundcase.scores import ErrorRate
from soundcase.site.observed import observations, task_standings
from soundcase.site.transcripts import compared_examples
from soundcase.statistics.observations import Observations, Place, Shares, joined

WER = Score("WER", "lower", "%", "wer", "pooled")


def of(score: str, model: str = "one", slot: str = "") -> Place:
    """The place of a score of a system."""
    return (model, "output"), (score, slot)


def observed(*examples: Example, **given: object) -> Observations:
    """The observations of examples whose texts were compared."""
    shown = task(*examples, **given)
    return observations(compared_examples(examples, shown), replace(shown, examples=()))


def labelled(number: int, right: tuple[str, ...] | None, **given: tuple[str, ...]) -> Example:
    """An example with right labels, and those of each answer."""
    outputs = {model: (media(labels=labels),) for model, labels in given.items()}
    return example(number, labels=right, outputs=outputs)


@pytest.mark.parametrize(
    ("right", "given", "verdict", "accuracy", "labels", "f1"),
    [
        (("cat",), ("cat",), "R", (1, 1), (1, 1), (2, 2)),
        (("cat",), ("dog",), "W", (0, 1), (0, 1), (0, 2)),
        (("cat", "dog"), ("dog", "cat"), "R", (1, 1), (2, 2), (4, 4)),
        (("cat", "dog"), ("dog",), "P", (0, 1), (1, 2), (2, 3)),
        (("cat",), ("cat", "dog"), "P", (0, 1), (1, 1), (2, 3)),
        (("cat",), (), "W", (0, 1), (0, 1), (0, 1)),
        ((), (), "R", (1, 1), (0, 0), (0, 0)),
        ((), ("cat",), "W", (0, 1), (0, 0), (0, 1)),
    ],
)
def test_labels_have_a_verdict_and_add_to_three_measures(
    right: tuple[str, ...], given: tuple[str, ...], verdict: str, accuracy: Shares, labels: Shares, f1: Shares
) -> None:
    found = observed(labelled(1, right, one=given), output="labels")
    assert found.verdicts == {"one": verdict, "two": "M"}
    assert [found.values[of(name)] for name in ("accuracy", "labels", "f1")] == [(accuracy,), (labels,), (f1,)]
    assert {whose for whose, _ in found.values} == {("one", "output")}, "what is missing counts nowhere"


def test_examples_stand_together_by_what_the_task_says_they_share() -> None:
    spoken = [labelled(number, ("cat",), one=("cat",)) for number in range(1, 5)]
    spoken = [
        replace(one, group=group, tags={"speaker": name} if name else {})
        for one, group, name in zip(spoken, ("x", "x", "", "y"), ("Ann", "1", "Ann", ""), strict=True)
    ]
    by = {
        shared: observed(*spoken, output="labels", clusters=shared).clusters
        for shared in ("", "group", "speaker")
    }
    assert by[""] == ("1", "2", "3", "4")
    assert by["group"] == ("group: x", "group: x", "3", "group: y")
    assert by["speaker"] == ("speaker: Ann", "speaker: 1", "speaker: Ann", "4")


def test_labels_add_to_the_f1_of_each_of_them() -> None:
    examples = labelled(1, ("Cat", "dog"), one=("cat", "owl")), labelled(2, (), one=())
    found = observed(*examples, output="labels", label_match="audioset")
    assert found.labels == {"one": ({"cat": (2, 2), "dog": (0, 1), "owl": (0, 1)}, {})}
    assert found.values[of("precision")] == ((1, 2), (0, 0))


def test_macro_f1_and_precision_are_those_of_scikit_learn() -> None:
    draw = random.Random(3)
    names = "abcde"
    truth = [tuple(sorted(draw.sample(names, draw.randint(1, 3)))) for _ in range(40)]
    given = [tuple(sorted(draw.sample(names, draw.randint(0, 3)))) for _ in range(40)]
    pairs = enumerate(zip(truth, given, strict=True), start=1)
    examples = [labelled(number, right, one=answer) for number, (right, answer) in pairs]
    told = task_standings(observed(*examples, output="labels"), (), ())[None].estimates
    table = MultiLabelBinarizer(classes=list(names))
    known = table.fit_transform(truth), table.transform(given)
    for name, average in (("macro-f1", "macro"), ("f1", "micro")):
        assert told[of(name)].value == pytest.approx(100 * f1_score(*known, average=average, zero_division=0))
    assert told[of("precision")].value == pytest.approx(100 * precision_score(*known, average="micro"))
    assert told[of("labels")].value == pytest.approx(100 * recall_score(*known, average="micro"))
    assert told[of("accuracy")].value == pytest.approx(100 * accuracy_score(*known))


def test_scores_per_label_are_ranked_over_the_examples() -> None:
    """A label that is right and has no score comes last; a system without scores has none."""
    sure = [({"cat": 0.9, "dog": 0.2}, ("cat",)), ({"Dog": 0.7}, ("dog", "owl")), ({"cat": 0.4}, ("owl",))]
    examples = [
        example(
            number,
            labels=right,
            outputs={"one": (media(labels=right, label_scores=scores),), "two": (media(labels=right),)},
        )
        for number, (scores, right) in enumerate(sure, 1)
    ]
    found = observed(*examples, output="labels", label_match="audioset")
    assert found.ranked == {
        "one": (
            {"cat": (0.9, True), "dog": (0.2, False)},
            {"dog": (0.7, True), "owl": (None, True)},
            {"cat": (0.4, False), "owl": (None, True)},
        )
    }
    told = task_standings(found, (), ())[None].estimates
    assert told[of("mAP")].value == pytest.approx(100 * (1 + 1 + 2 / 3) / 3)
    assert of("mAP", "two") not in told


def test_without_right_labels_nothing_is_judged() -> None:
    found = observed(labelled(1, None, one=("cat",)), labelled(2, ("cat",), two=("cat",)), output="labels")
    assert found.verdicts == {"one": "-M", "two": "-R"}
    assert found.values[of("accuracy", "two")] == (None, (1, 1))
    assert observed(labelled(1, None, one=("cat",)), output="labels").verdicts == {}


def test_several_answers_to_one_example_are_counted_each() -> None:
    tries = (media(labels=("cat",)), media(labels=("dog",)))
    found = observed(example(1, labels=("cat",), outputs={"one": tries}), output="labels")
    assert (found.verdicts["one"], found.values[of("accuracy")]) == ("P", ((1, 2),))


def test_a_declared_score_stands_for_itself() -> None:
    given = media(labels=("cat",), scores={"accuracy": 0.25})
    row = example(1, labels=("cat",), outputs={"one": (given,)})
    found = observed(row, output="labels", scores=(Score("accuracy", "higher"),))
    assert found.values[of("accuracy")] == ((0.25, 1),)
    assert found.values[of("labels")] == ((1, 1),)


def said(number: int, reference: str, **given: str) -> Example:
    return example(
        number, reference=(media(reference),), outputs={model: (media(text),) for model, text in given.items()}
    )


def test_measured_texts_count_errors_over_words_and_are_right_without_an_error() -> None:
    rows = (said(1, "a b", one="a c", two="A, b!"), said(2, "", one="a"), said(3, "c", two="c"))
    found = observed(*rows, scores=(WER,))
    assert found.values == {of("WER"): ((1, 2), (1, 0), None), of("WER", "two"): ((0, 2), None, (0, 1))}
    assert found.verdicts == {"one": "WWM", "two": "RMR"}


def test_texts_that_nothing_measures_are_not_judged() -> None:
    """A caption is not wrong because it is not the reference."""
    found = observed(said(1, "Rain falls.", one="It rains."))
    assert (found.verdicts, found.values) == ({}, {})


def test_a_rate_that_is_not_pooled_is_a_mean_of_rates() -> None:
    found = observed(said(1, "a b", one="a c"), scores=(replace(WER, average="mean"),))
    assert found.values[of("WER")] == ((50, 1),)


def test_pieces_count_together_and_each_by_its_name() -> None:
    def stems(left: float, right: float) -> tuple[Media, ...]:
        return media(label="Left", scores={"SDR": left}), media(label="Right", scores={"SDR": right})

    rows = (example(1, outputs={"one": stems(2, 4)}), example(2, reference=(media(scores={"SDR": 9}),)))
    found = observed(*rows)
    assert found.values == {
        of("SDR"): ((3, 1), None),
        of("SDR", slot="Left"): ((2, 1), None),
        of("SDR", slot="Right"): ((4, 1), None),
        (("", "reference"), ("SDR", "")): (None, (9, 1)),
    }


def test_turns_count_with_their_example() -> None:
    def turn(reference: str, answer: str) -> Turn:
        return Turn(HERE, "User", "", None, (), (media(reference),), {"one": (media(answer),)}, None)

    found = observed(example(1, turns=(turn("a", "b"), turn("a b c", "a b c"))), scores=(WER,))
    assert (found.values[of("WER")], found.verdicts) == (((1, 4),), {"one": "W", "two": "M"})


def test_scores_too_large_to_add_have_a_mean() -> None:
    given = tuple(media(label=name, scores={"MOS": 1.5e308}) for name in ("a", "b"))
    assert observed(example(1, outputs={"one": given})).values[of("MOS")] == ((1.5e308, 1),)


def test_examples_keep_their_ids_groups_and_tags() -> None:
    found = observed(example(1, group="x", tags={"genre": "jazz"}), example(2, tags={"year": "1999"}))
    assert (found.ids, found.groups, found.clusters) == (("1", "2"), ("x", ""), ("1", "2"))
    assert found.tags == {"genre": ("jazz", ""), "year": ("", "1999")}


def shaken(seed: int) -> tuple[Task, tuple[Example, ...]]:
    """A task of labels and scores in which something is missing everywhere."""
    chance = random.Random(seed)

    def row(number: int) -> Example:
        outputs = {
            model: (
                media(
                    labels=tuple(chance.sample(("cat", "dog", "owl"), chance.randrange(3))),
                    scores={"MOS": chance.random(), "WER": ErrorRate(chance.randrange(3), 2)},
                ),
            )
            * chance.randrange(1, 3)
            for model in ("one", "two")
            if chance.random() < 0.7
        }
        tags = {"genre": "jazz"} if chance.random() < 0.5 else {}
        right = ("cat",) if chance.random() < 0.6 else None
        return example(number, labels=right, outputs=outputs, tags=tags)

    return task(output="labels", scores=(WER,)), tuple(map(row, range(1, 9)))


@pytest.mark.parametrize("seed", range(20))
def test_the_observations_of_slices_add_up_to_those_of_all(seed: int) -> None:
    shown, rows = shaken(seed)
    whole = observations(rows, shown)
    for size in (1, 3, 8):
        cut = [observations(rows[start : start + size], shown) for start in range(0, len(rows), size)]
        assert joined(cut) == whole
    assert joined([]) == Observations()
    assert digest_of(joined([whole])) == digest_of(whole)


def told(*rows: Example, **given: object) -> set[str]:
    """The measures that a task's examples add up to."""
    shown = task(*rows, **given)
    standing = task_standings(observed(*rows, **given), shown.scores, ())[None]
    return {name for _, (name, _) in standing.estimates}


def test_of_one_label_at_a_time_accuracy_says_it_all() -> None:
    """An answer without a label changes nothing of that."""
    rows = [labelled(n, ("cat",), one=("cat",), two=("dog",) if n % 2 else ()) for n in range(6)]
    assert told(*rows, output="labels") == {"accuracy", "macro-f1"}
    several = [*rows, labelled(7, ("cat", "dog"), one=("dog",))]
    assert told(*several, output="labels") == {"accuracy", "precision", "labels", "f1", "macro-f1"}


def test_choices_are_right_or_wrong_and_their_letters_no_classes() -> None:
    choices = (Choice("A", "Violin"), Choice("B", "Flute"))
    rows = [
        replace(said(n, "", one="B" if n % 2 else "Hard to say."), labels=("B",), choices=choices, reference=())
        for n in range(6)
    ]
    assert told(*rows, label_match="choice") == {"accuracy"}
    assert observed(*rows, label_match="choice").verdicts["one"] == "URURUR"


def test_texts_are_right_where_they_say_the_same() -> None:
    """For short answers: the share of right ones, with Wilson's interval."""
    exact = Score("Exact", "higher", "%", "exact")
    rows = [said(n, "A violin", one="a violin." if n < 6 else "A cello") for n in range(8)]
    found = observed(*rows, scores=(exact,))
    assert found.values == {of("Exact"): ((1, 1),) * 6 + ((0, 1),) * 2}
    assert found.verdicts == {"one": "RRRRRRWW", "two": "MMMMMMMM"}
    (estimate,) = task_standings(found, (exact,), ())[None].estimates.values()
    assert (estimate.value, estimate.n) == (75, 8)
    assert (estimate.low, estimate.high) == pytest.approx((40.93, 92.85), abs=0.01)
    strict = observed(*rows, scores=(exact,), text_match="exact")
    assert strict.verdicts["one"] == "WWWWWWWW"
