"""Averages of scores: rates are pooled as jiwer does, given numbers are means; on the page and as data."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import jiwer
import pytest

from drawn import HERE, Element, catalogue, example, index, media, parsed, plan, standings, task, views
from projects import write
from soundcase.build import Options, build
from soundcase.model import Catalogue, Example, Score, Task, Turn
from soundcase.project import Project
from soundcase.site.export import catalogue_json
from soundcase.site.transcripts import compared

WORDS = ["a", "ab", "abc", "the", "then", "tone", "tones", "told", "one", "two", "three", "four", "été", "ö"]
SIGNS = "今天我们听见雨声的"
RATES = (Score("WER", "lower", "%", "wer", "pooled"), Score("CER", "lower", "%", "cer", "pooled"))
LAYOUTS: tuple[Literal["cards", "table", "transposed"], ...] = ("cards", "table", "transposed")


def averaged(page: Element, score: str, model: str = "one", group: str | None = None) -> Element:
    """The average of a score that the page shows."""
    (found,) = (
        one
        for one in page.all(data_average="output", data_score=score, data_model=model)
        if one.attributes.get("data-group") == group
    )
    return found


def printed(average: Element) -> str:
    """Its number, without name, unit and count."""
    return average.text.split()[0]


def recognised(number: int, reference: str, group: str = "", **said: str) -> Example:
    outputs = {model: (media(text),) for model, text in said.items()}
    return example(number, group=group, reference=(media(reference),), outputs=outputs)


def page_of(*examples: Example, **given: object) -> Element:
    return index(compared(catalogue(task(*examples, scores=RATES, **given))))


LONG = " ".join("abcdefghijklmnopqrs")
SHORT_AND_LONG = (
    recognised(1, "Yes.", one="Yet.", two="Yes."),
    recognised(2, LONG, one=LONG, two="a b c d e f g h i j k l"),
)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_short_and_long_texts_count_by_their_words(layout: str) -> None:
    page = page_of(*SHORT_AND_LONG, layout=layout)
    one, two = averaged(page, "WER"), averaged(page, "WER", "two")
    assert (printed(one), printed(two)) == ("5.0", "35.0")
    assert [(e.attributes["data-value"], e.attributes["data-n"]) for e in (one, two)] == [
        ("5", "20"),
        ("35", "20"),
    ]
    assert [*one.all(data_best=None), *two.all(data_best=None)] == [], "two examples tell no systems apart"
    assert not any(each.all("dt") for each in (one, two)), "scripts take it for the name of the system"
    assert "n = 2 · 20 words · 40 characters" in page.text
    assert "all errors over the length of all references" in page.text


@pytest.mark.parametrize("layout", LAYOUTS)
def test_groups_have_averages_of_their_own(layout: str) -> None:
    rows = (
        recognised(1, "a b", "x", one="a c", two="a b"),
        recognised(2, "a", "x", one="a", two="a"),
        recognised(3, "a b c", "y", one="", two="a b c"),
        recognised(4, "a b", "y", one="a b"),
    )
    page = page_of(*rows, layout=layout)
    shown = {group: printed(averaged(page, "WER", group=group)) for group in (None, "x", "y")}
    assert shown == {None: "50.0", "x": "33.3", "y": "60.0"}
    other = averaged(page, "WER", "two", "y")
    assert other.attributes["data-n"] == "3"
    assert "3 words" in other.text


def test_what_is_said_into_silence_is_among_the_errors() -> None:
    rows = (recognised(1, "", one="thank you", two=""), recognised(2, "a b c d", one="a b c d", two=""))
    page = page_of(*rows, layout="table")
    assert printed(averaged(page, "WER")) == "50.0"
    assert printed(averaged(page, "WER", "two")) == "100.0"
    silent = page.one("tr", data_example="1")
    assert silent.all(class_="scores") == []


def test_nothing_but_silence_has_no_average() -> None:
    page = page_of(recognised(1, "", one="a"), recognised(2, "…", one=""))
    assert page.all(data_average=None) == []


def test_more_words_than_there_are_can_be_wrong() -> None:
    rows = (recognised(1, "a", one="b c d"), recognised(2, "a", one="b c"))
    assert printed(averaged(page_of(*rows), "WER")) == "250.0"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_pieces_and_turns_are_pooled_too(layout: str) -> None:
    def turn(reference: str, said: str) -> Turn:
        return Turn(HERE, "User", "", None, (), (media(reference),), {"one": (media(said),)}, None)

    tries = example(1, reference=(media("a b"),), outputs={"one": (media("a b"), media("a c"))})
    once = example(2, reference=(media("c"),), outputs={"one": (media("d"),)})
    assert printed(averaged(page_of(tries, once, layout=layout, models=("one",)), "WER")) == "40.0"
    talks = [example(n, turns=(turn("a", "b"), turn("a b c", "a b c"))) for n in (1, 2)]
    assert printed(averaged(page_of(*talks, layout=layout, models=("one",)), "WER")) == "25.0"


def test_labels_have_averages_of_their_own() -> None:
    def row(number: int, left: str, right: str) -> Example:
        given = (media("a b", label="Left"), media("c", label="Right"))
        return example(
            number, reference=given, outputs={"one": (media(left, label="Left"), media(right, label="Right"))}
        )

    page = page_of(row(1, "a b", "d"), row(2, "a", "c"), layout="table", models=("one",))
    shown = {one.attributes["data-piece"]: printed(one) for one in page.all(data_score="WER", data_model="one")}
    assert shown == {"Left": "25.0", "Right": "50.0"}


@pytest.mark.parametrize(("way", "expected"), [("pooled", "5.0"), ("mean", "50.0"), ("none", None)])
def test_the_author_says_how_a_score_is_averaged(
    way: Literal["pooled", "mean", "none"], expected: str | None
) -> None:
    drawn = task(*SHORT_AND_LONG, scores=(Score("WER", "lower", "%", "wer", way),))
    page = index(compared(catalogue(drawn)))
    if expected is None:
        assert page.all(data_average=None) == []
        assert "Results" not in page.text
    else:
        assert printed(averaged(page, "WER")) == expected


@pytest.mark.parametrize("per_page", [1, 100])
def test_the_first_page_of_a_task_has_the_averages_of_all(per_page: int, tmp_path: Path) -> None:
    text = PROJECT.replace("title: Base", f"title: Base\nper_page: {per_page}")
    pages = [
        content
        for path, content in site_of(tmp_path, text).items()
        if path.startswith(("index", "task", "words"))
    ]
    shown = [[printed(one) for one in parsed(page).all(data_average=None)] for page in pages]
    assert [each for each in shown if each] == [["5.0", "35.0"]]


PROJECT = f"""\
-- examples/catalogue.yaml --
title: Base
models: {{ours: {{name: Ours, ours: true}}, theirs: {{name: Theirs}}}}
sections: [{{title: Part, tasks: [words.yaml]}}]
-- examples/words.yaml --
title: Words
scores: {{WER: {{measure: wer}}}}
examples:
  - audio: a.wav
    reference: "Yes."
    outputs: {{ours: "Yet.", theirs: "Yes."}}
  - audio: b.wav
    reference: {LONG}
    outputs: {{ours: {LONG}, theirs: a b c d e f g h i j k l}}
"""


def site_of(folder: Path, text: str) -> dict[str, str]:
    """The text files of a project's site."""
    root = write(folder, text)
    project = Project(root, root / "site")
    assert not build(project, Options(), lambda _: "").failed
    files = (path for path in (root / "site").rglob("*") if path.suffix in (".html", ".json"))
    return {str(path.relative_to(root / "site")): path.read_text("utf-8") for path in files}


def data_of(drawn: Catalogue) -> dict[str, Any]:
    """What `catalogue.json` says of the only task."""
    addresses = {(task.id, one.id): "" for task, one in drawn.examples()}
    data = json.loads(catalogue_json(drawn, plan(drawn), "1", addresses, standings(drawn)))
    (found,) = data["sections"][0]["tasks"]
    return found  # type: ignore[no-any-return]


def test_the_averages_are_in_catalogue_json() -> None:
    drawn = compared(catalogue(task(*SHORT_AND_LONG, scores=RATES[:1])))
    data = json.loads(
        catalogue_json(drawn, plan(drawn), "1", {("timbre", "1"): "", ("timbre", "2"): ""}, standings(drawn))
    )
    (found,) = data["sections"][0]["tasks"]
    assert found["examples"][0]["outputs"]["one"][0]["scores"] == {"WER": {"value": 100.0, "errors": 1, "n": 1}}
    assert found["averages"] == [
        {"score": "WER", "model": "one", "value": 5.0, "n": 20, "errors": 1, "examples": 2},
        {"score": "WER", "model": "two", "value": 35.0, "n": 20, "errors": 7, "examples": 2},
    ]


def test_the_average_over_all_examples_is_told_beside_those_without_a_group() -> None:
    several = (replace(one, group="" if number else "long") for number, one in enumerate(SHORT_AND_LONG))
    drawn = compared(catalogue(task(*several, scores=RATES[:1])))
    data = json.loads(
        catalogue_json(drawn, plan(drawn), "1", {("timbre", "1"): "", ("timbre", "2"): ""}, standings(drawn))
    )
    (found,) = data["sections"][0]["tasks"]
    assert {one["examples"] for one in found["averages"] if "group" not in one} == {2}


Texts = Sequence[tuple[str, str]]
"""References and what was recognised."""


def corpus(seed: int) -> Texts:
    """Two to thirty texts and what one might recognise: words missing, wrong, too many, or nothing at all."""
    chance = random.Random(seed)
    wrong, longest = chance.random(), chance.choice((1, 3, 12, 40))
    letters, blank = (SIGNS, "") if seed % 3 == 0 else (WORDS, " ")
    found = []
    for number in range(chance.randint(2, 30)):
        right = chance.choices(letters, k=chance.randint(0 if number else 1, longest))
        said: list[str] = []
        for word in right:
            if chance.random() > wrong / 3:
                said.append(word if chance.random() > wrong else chance.choice(letters))
            if chance.random() < wrong / 3:
                said.append(chance.choice(letters))
        found.append(
            (blank.join(right), blank.join(said) if chance.random() > 0.05 else chance.choice(letters))
        )
    return found


def of_jiwer(texts: Texts) -> list[str]:
    """WER and CER over the lists, in per cent with one decimal; WER by character in scripts without blanks."""
    right, said = [one for one, _ in texts], [one for _, one in texts]
    spaced = [[" ".join(one) if set(one) <= set(SIGNS) else one for one in given] for given in (right, said)]
    return [f"{100 * jiwer.wer(spaced[0], spaced[1]):.1f}", f"{100 * jiwer.cer(right, said):.1f}"]


def drawn_corpus(texts: Texts) -> Catalogue:
    rows = (recognised(n, reference, one=said) for n, (reference, said) in enumerate(texts, start=1))
    return compared(catalogue(task(*rows, scores=RATES)))


@pytest.mark.parametrize("hundred", range(10))
def test_a_thousand_corpora_have_the_rates_of_jiwer(hundred: int) -> None:
    """Averages are those of a script, to the digit shown."""
    for seed in range(100 * hundred, 100 * hundred + 100):
        texts = corpus(seed)
        summary = views(drawn_corpus(texts)).pages[0].sections[0].tasks[0].results[-1]
        ((_, results),) = summary.tables[0].rows
        assert [one.score.value for one in results if one] == of_jiwer(texts), texts


@pytest.mark.parametrize("seed", range(3))
def test_the_page_shows_the_rates_of_jiwer(seed: int) -> None:
    texts = corpus(seed)
    page = index(drawn_corpus(texts))
    assert [printed(averaged(page, score)) for score in ("WER", "CER")] == of_jiwer(texts)


def test_a_built_site_shows_the_rates_of_jiwer(tmp_path: Path) -> None:
    texts = corpus(7)
    rows = "".join(json.dumps({"reference": right, "outputs": {"ours": said}}) + "\n" for right, said in texts)
    head, _, _ = PROJECT.partition("examples:")
    text = f"{head}scores2: 0\nexamples_from: rows.jsonl\n-- examples/rows.jsonl --\n{rows}"
    text = text.replace("{measure: wer}}", "{measure: wer}, CER: {measure: cer}}").replace("scores2: 0\n", "")
    text = text.replace("sections:", "rules: {no-audio: off, empty-cell: off, unused-model: off}\nsections:")
    files = site_of(tmp_path, text)
    page = parsed(files["index.html"])
    assert [printed(averaged(page, score, "ours")) for score in ("WER", "CER")] == of_jiwer(texts)
    (task,) = json.loads(files["catalogue.json"])["sections"][0]["tasks"]
    assert [f"{one['value']:.1f}" for one in task["averages"]] == of_jiwer(texts)


MOS = (Score("MOS", "higher"),)


def rated(*rows: tuple[float, ...], **given: object) -> Task:
    """A task whose systems `one` and `two` have these scores."""
    drawn = (
        example(
            n,
            outputs={
                key: (media(scores={"MOS": value}),) for key, value in zip(("one", "two"), row, strict=False)
            },
        )
        for n, row in enumerate(rows, 1)
    )
    return task(*drawn, scores=MOS, **given)


def test_averages_have_intervals_over_five_examples_or_more() -> None:
    values = [(3.1,), (4.0,), (4.4,), (2.9,), (3.6,), (4.1,)]
    page = index(catalogue(rated(*values)))
    low, value, high = (
        float(averaged(page, "MOS").attributes[f"data-{name}"] or 0) for name in ("low", "value", "high")
    )
    assert min(values)[0] < low < value < high < max(values)[0]
    assert "95% confidence interval" in page.text
    few = index(catalogue(rated(*values[:4])))
    assert "data-low" not in averaged(few, "MOS").attributes
    assert "95% confidence interval" not in few.text


def test_the_best_is_marked_where_examples_tell_it_from_another() -> None:
    """Each example may be better by chance; marks are about all of them, and ties share one."""
    apart = [(3 + n / 10, 4 + n / 10 + n % 2 / 10) for n in range(8)]
    page = index(catalogue(rated(*apart)))
    assert [len(averaged(page, "MOS", model).all(data_best=None)) for model in ("one", "two")] == [0, 1]
    assert "Marked: the best" in page.text
    mixed = [(3 + n / 10, 3 + n / 10 + (-1) ** n / 10) for n in range(8)]
    page = index(catalogue(rated(*mixed)))
    assert [len(averaged(page, "MOS", model).all(data_best=None)) for model in ("one", "two")] == [0, 0]
    assert "Marked: the best" not in page.text


def test_the_data_has_the_intervals_and_how_far_ours_is_from_the_others() -> None:
    apart = [(3 + n / 10, 4 + n / 10 + n % 2 / 10) for n in range(8)]
    drawn = catalogue(rated(*apart))
    found = data_of(drawn)
    one, two = found["averages"]
    assert (one["model"], two["model"], "best" in one, two["best"]) == ("one", "two", False, True)
    for shown in (one, two):
        told = averaged(index(drawn), "MOS", shown["model"]).attributes
        assert [float(told[f"data-{name}"] or 0) for name in ("value", "low", "high", "n")] == [
            pytest.approx(shown[name]) for name in ("value", "low", "high", "n")
        ]
    (ours,) = found["differences"]
    assert (ours["model"], ours["other"], ours["wins"], ours["ties"], ours["losses"]) == ("two", "one", 8, 0, 0)
    assert ours["difference"] == pytest.approx(two["value"] - one["value"])
    assert 0 < ours["low"] < ours["difference"] < ours["high"]


def labelled(number: int, group: str, right: str, **said: str) -> Example:
    """An example with labels, each word one."""
    outputs = {model: (media(labels=tuple(words.split())),) for model, words in said.items()}
    return example(number, group=group, labels=tuple(right.split()), outputs=outputs)


LABELLED = (
    labelled(1, "x", "Dog", one="Dog", two="Cat"),
    labelled(2, "x", "Dog Bark", one="Bark Dog"),
    labelled(3, "y", "Rain", one="Rain Wind", two=""),
)


def told(page: Element, measure: str, group: str | None = None) -> dict[str | None, tuple[str, str | None]]:
    """What the page tells of verdicts, by system: the share in per cent, and over how much it is."""
    return {
        one.attributes["data-model"]: (printed(one), one.attributes["data-n"])
        for one in page.all(data_average="output", data_score=measure)
        if one.attributes.get("data-group") == group
    }


@pytest.mark.parametrize("layout", LAYOUTS)
def test_answers_in_labels_are_counted(layout: str) -> None:
    page = index(catalogue(task(*LABELLED, output="labels", layout=layout)))
    assert told(page, "labels") == {"one": ("100.0", "4"), "two": ("0.0", "2")}
    assert told(page, "accuracy") == {"one": ("66.7", "3"), "two": ("0.0", "2")}
    assert told(page, "f1") == {"one": ("88.9", "9"), "two": ("0.0", "3")}
    assert told(page, "labels", "x") == {"one": ("100.0", "3"), "two": ("0.0", "1")}


def test_of_single_labels_one_number_says_it() -> None:
    answers = (("Dog", "Dog"), ("Cat", "Dog"), ("Dog", "Cat"))
    rows = [labelled(n, "", "Dog", one=one, two=two) for n, (one, two) in enumerate(answers, 1)]
    page = index(catalogue(task(*rows, output="labels")))
    assert (told(page, "labels"), told(page, "f1")) == ({}, {})
    assert told(page, "accuracy") == {"one": ("66.7", "3"), "two": ("66.7", "3")}


def test_many_answers_tell_which_system_is_right_more_often() -> None:
    rows = [labelled(n, "", "Dog", one="Cat" if n % 2 else "Dog", two="Dog") for n in range(1, 21)]
    page = index(catalogue(task(*rows, output="labels")))
    assert [len(averaged(page, "accuracy", model).all(data_best=None)) for model in ("one", "two")] == [0, 1]


def test_bars_begin_at_zero_on_one_scale() -> None:
    given = (("x", 10, -10), ("x", 10, -10), ("y", 30, 0), ("y", 30, 0))
    drawn = []
    for number, (group, *values) in enumerate(given, 1):
        outputs = {
            key: (media(scores={"SDR": value}),) for key, value in zip(("one", "two"), values, strict=True)
        }
        drawn.append(example(number, group=group, outputs=outputs))
    page = index(catalogue(task(*drawn, scores=(Score("SDR", "higher"),))))
    bars = [
        (one.attributes["data-group"], *(one.one("rect").attributes[name] for name in ("x", "width")))
        for one in page.all(data_average="output")
        if one.attributes.get("data-group")
    ]
    assert bars == [("x", "25.0", "25.0"), ("y", "25.0", "75.0"), ("x", "0.0", "25.0"), ("y", "25.0", "0.0")]
