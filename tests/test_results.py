"""Results over the examples: those that authors give, differences to ours, verdicts, links, the leaderboard."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from drawn import catalogue, example, media, pages, task, views
from soundcase import model
from soundcase.model import GivenResult, Score
from soundcase.scores import ScoreValue
from soundcase.site.views.result_values import ResultTable, Summary
from soundcase.site.views.shown_examples import AskedExamples, show_query

MOS = (Score("MOS", "higher"),)


def rated(**scores: float) -> dict[str, tuple[model.Media, ...]]:
    return {key: (media("x", scores={"MOS": one}),) for key, one in scores.items()}


def answered(truth: str, **labels: str) -> model.Example:
    outputs = {key: (media(labels=(one,)),) for key, one in labels.items()}
    return example(labels=(truth,), outputs=outputs)


def judged(*rows: tuple[str, str, str], **given: object) -> model.Task:
    """A task of labels: what is right, what `one` and `two` (which is ours) say."""
    drawn = (answered(truth, one=one, two=two) for truth, one, two in rows)
    numbered = (replace(each, id=str(n), number=n) for n, each in enumerate(drawn, start=1))
    return task(*numbered, output="labels", **given)


def results(drawn: model.Task) -> tuple[Summary, ...]:
    return views(catalogue(drawn)).page.sections[0].tasks[0].results


def cells(table: ResultTable) -> dict[str, list[str]]:
    return {head.plain: [one.score.value if one else "" for one in each] for head, each in table.rows}


def test_given_results_stand_beside_those_of_the_examples_with_all_their_digits() -> None:
    given = {
        "MOS": {"two": GivenResult(ScoreValue(4.312, 0.05, 900)), "one": GivenResult(ScoreValue(3.9, 0.1, 900))}
    }
    drawn = task(
        example(1, outputs=rated(one=3, two=4)),
        example(2, outputs=rated(one=4, two=5)),
        scores=MOS,
        results=given,
    )
    whole, own = results(drawn)
    assert (whole.title, whole.count) == ("Whole test set", "given by the authors · n = 900")
    assert (own.title, own.count) == ("The examples here", "n = 2")
    assert cells(whole.tables[0]) == {"Model One": ["3.900"], "Model Two": ["4.312"]}
    assert [one.score.best for _, (one,) in whole.tables[0].rows if one] == ["", "best"]
    assert "confidence" in whole.interval


def test_a_given_error_rate_is_not_rounded() -> None:
    given = {"WER": {"two": GivenResult(ScoreValue(2.13))}}
    drawn = task(
        example(outputs=rated(one=3)), scores=(Score("WER", "lower", "%", "wer", "pooled"),), results=given
    )
    (whole,) = results(drawn)
    assert cells(whole.tables[0]) == {"Model Two": ["2.13"]}


def test_results_by_group_have_a_table_of_their_own() -> None:
    given = {
        "MOS": {
            "one": GivenResult(ScoreValue(3.5), {"clean": ScoreValue(4.1)}),
            "two": GivenResult(ScoreValue(4)),
        },
        "accuracy": {"two": GivenResult(ScoreValue(81.5))},
    }
    (whole,) = results(task(example(outputs=rated(one=3)), scores=MOS, results=given))
    scores, groups = whole.tables
    assert cells(scores) == {"Model Two": ["81.5"]}
    assert [head.score.name.text for head in scores.heads if head.score] == ["Answers right"]
    assert [head.text.text for head in groups.heads if head.text] == ["clean", "Whole test set"]
    assert cells(groups) == {"Model One": ["4.1", "3.5"], "Model Two": ["", "4.0"]}


def test_given_results_are_told_from_averages_in_the_page() -> None:
    given = {"MOS": {"two": GivenResult(ScoreValue(4.3, 0.1, 900))}}
    html_of = pages(catalogue(task(example(outputs=rated(one=3)), scores=MOS, results=given)))["index.html"]
    (cell,) = re.findall(r"<td[^>]*data-result[^>]*>", html_of)
    told = dict(re.findall(r'data-(\w+)="([^"]*)"', cell))
    assert told == {
        "result": "output", "model": "two", "score": "MOS",
        "value": "4.3", "n": "900", "low": "4.2", "high": "4.4",
    }  # fmt: skip
    assert "data-average" not in html_of


def test_the_page_says_of_how_many_examples_it_shows_some() -> None:
    chosen = model.Selection("random, seed 7", of=2620)
    shown = pages(catalogue(task(example(outputs=rated(one=3)), selection=chosen)))["index.html"]
    assert "1 of 2,620 shown" in shown
    assert "random, seed 7" in shown


ROWS = (("a", "a", "a"), ("a", "b", "a"), ("b", "a", "b"), ("b", "a", "a"))


def test_a_number_of_answers_leads_to_these() -> None:
    (own,) = results(judged(*ROWS, id="x.y~z"))
    (line, ours) = [cell for _, (cell, *_) in own.tables[0].rows if cell]
    assert [text for text, _ in line.links] == ["1 right", "3 wrong"]
    assert [text for text, _ in ours.links] == ["3 right", "1 wrong"]
    assert asked(line.links[1][1]) == "x.y~z~one.wrong"
    assert asked(line.href) == "x.y~z"
    assert line.href.endswith("#x.y~z")


def asked(href: str) -> str:
    """What a link asks for, as scripts read it."""
    (value,) = parse_qs(urlsplit(href).query)["show"]
    return value


@pytest.mark.parametrize("text", ["Hard & loud", "a.b~c", "50 %", "说话人", "?#", "+"])
def test_what_is_asked_for_comes_back_whatever_is_in_it(text: str) -> None:
    assert asked(show_query(text, [("group", text)])) == f"{text}~group.{text}"
    href = AskedExamples("t", "#t").within(("tag", text, text)).href
    assert (asked(href), href[-2:]) == (f"t~tag.{text}.{text}", "#t")


def test_ours_is_compared_with_the_others_over_the_same_examples() -> None:
    (own,) = results(judged(*ROWS))
    (fold,) = own.folds
    assert fold.title == "Model Two compared with the others"
    ((head, (cell, *_)),) = fold.tables[0].rows
    assert cell
    assert (head.plain, cell.score.value) == ("Model One", "+50.0")
    assert [text for text, _ in cell.links] == ["2 better", "2 equal"]
    assert asked(cell.links[0][1]) == "timbre~two.right~one.wrong"
    assert cell.links[1][1] == ""


def test_tags_have_results_of_their_own_and_groups_keep_theirs() -> None:
    drawn = judged(*ROWS)
    examples = [
        replace(one, tags={"noise": "loud" if n % 2 else "low"}, group="x" if n < 2 else "y")
        for n, one in enumerate(drawn.examples)
    ]
    (own,) = results(replace(drawn, examples=tuple(examples)))
    by_tag = own.folds[-1]
    assert by_tag.title == "By noise"
    assert [head.text.text for head in by_tag.tables[0].heads if head.text] == ["low", "loud"]
    (cell, _) = by_tag.tables[0].rows[0][1]
    assert cell
    assert asked(cell.href) == "timbre~tag.noise.low"
    (of_x, *_) = own.tables[0].rows[0][1]
    assert of_x
    assert asked(of_x.links[0][1]) == "timbre~group.x~one.right"


def two_tasks(**given: object) -> model.Catalogue:
    rates = {"MOS": {"one": GivenResult(ScoreValue(3.9, None, 900))}}
    first = task(
        example(1, outputs=rated(one=3, two=4)),
        example(2, outputs=rated(one=4, two=5)),
        scores=MOS,
        results=rates,
    )
    return catalogue(first, judged(*ROWS, id="classes", title="Classes"), **given)


def test_a_leaderboard_has_a_column_for_each_score_of_each_task() -> None:
    board = views(two_tasks()).page.board
    assert board
    assert board.table
    assert [(span.text.text, span.columns, span.href) for span in board.table.spans] == [
        ("Timbre", 1, "#timbre"),
        ("Classes", 1, "#classes"),
    ]
    assert [head.count for head in board.table.heads] == ["given by the authors", "n = 4"]
    assert cells(board.table) == {"Model One": ["3.9", "25.0"], "Model Two": ["", "75.0"]}


def test_links_of_a_leaderboard_lead_to_the_page_of_the_task() -> None:
    board = views(two_tasks(pages="task")).page.board
    assert board
    assert board.table
    (_, of_classes) = board.table.rows[0][1]
    assert of_classes
    assert of_classes.href.startswith("classes.html?show=classes")


@pytest.mark.parametrize(("wanted", "there"), [(None, True), (True, True), (False, False)])
def test_a_leaderboard_stands_where_results_are_given_or_it_is_asked_for(
    wanted: bool | None, there: bool
) -> None:
    shown = pages(two_tasks(leaderboard=wanted))["index.html"]
    assert ('id="leaderboard"' in shown) == there
    assert ('href="#leaderboard"' in shown) == there
    alone = pages(catalogue(judged(*ROWS), leaderboard=wanted))["index.html"]
    assert ('id="leaderboard"' in alone) == bool(wanted)


def test_only_pages_with_results_load_what_they_need() -> None:
    bare = pages(catalogue(task(example(outputs={"one": (media("x"),)}))))["index.html"]
    assert "assets/results" not in bare
    shown = pages(catalogue(judged(*ROWS)))["index.html"]
    assert re.findall(r"assets/results\.\w+\.(\w+)", html.unescape(shown)) == ["css", "js"]


def test_where_the_other_is_wrong_in_several_ways_the_link_asks_for_those_that_differ() -> None:
    rows = [answered("a", one="b", two="a"), example(labels=("a",), outputs={"two": (media(labels=("a",)),)})]
    partly = {"one": (media(labels=("a", "b")),), "two": (media(labels=("a",)),)}
    rows.append(example(labels=("a",), outputs=partly))
    numbered = (replace(each, id=str(n), number=n) for n, each in enumerate(rows, start=1))
    (own,) = results(task(*numbered, output="labels"))
    (_, (cell, *_)) = own.folds[0].tables[0].rows[0]
    assert cell
    assert asked(cell.links[0][1]) == "timbre~two.right~agree.one:two"


def test_a_tag_that_names_each_example_has_no_results() -> None:
    drawn = judged(*ROWS)
    examples = tuple(replace(one, tags={"file": one.id}) for one in drawn.examples)
    (own,) = results(replace(drawn, examples=examples))
    assert [fold.title for fold in own.folds] == ["Model Two compared with the others"]
