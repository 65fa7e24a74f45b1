"""What systems said: reasoning apart from answers, Markdown on request, long texts folded."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import catalogue, example, media, pages, plan, task
from soundcase.catalogue.load import load
from soundcase.model import Example, Media, Prompt, Score
from soundcase.project import Project
from soundcase.site.export import catalogue_json
from soundcase.site.transcripts import compared_examples
from soundcase.site.views.search import told
from soundcase.text.letters import fixed_parts
from soundcase.text.reasoning import split

TAGS = re.compile(r"</?think(?:ing)?>", re.IGNORECASE)
PARTS = st.lists(st.sampled_from(("<think>", "</think>", "<Thinking>", "a", " ", "\n", "思", "<", "think>")))


@pytest.mark.parametrize(
    ("text", "answer", "reasoning"),
    [
        ("No tags at all.", "No tags at all.", None),
        ("<think>\nA dog.\n</think>\n\nIt barks.", "It barks.", "\nA dog.\n\n\n"),
        ("<think>It was cut", "", "It was cut"),
        ("The chat began it.</think>Rain.", "Rain.", "The chat began it."),
        ("<think>a</think>Rain <think>b</think>falls.", "Rain falls.", "ab"),
        ("<think></think>\n\nRain.", "Rain.", "\n\n"),
        ("A < B, think> so", "A < B, think> so", None),
    ],
)
def test_reasoning_is_split_from_its_answer(text: str, answer: str, reasoning: str | None) -> None:
    found = split(text)
    assert (found.answer, found.reasoning) == (answer, reasoning)


@given(PARTS.map("".join))
def test_nothing_is_lost_but_the_tags(text: str) -> None:
    found = split(text)
    assert sorted(found.answer + (found.reasoning or "")) == sorted(TAGS.sub("", text))


TASK = """
title: t
output: {output}
split_reasoning: true
examples:
  - labels: Speech
    reference: <think>r</think>It rains.
    context: <think>stays</think>
    prompt: <think>stays too</think>
    outputs:
      one: <think>Hm.</think>Speech
      two: {{text: <think>kept</think>It., reasoning: My own.}}
    turns:
      - {{speaker: User, text: <think>said</think>, outputs: {{one: <think>In a turn.</think>Speech}}}}
"""


def loaded(root: Path, output: str) -> Example:
    head = "title: p\nmodels: {one: {}, two: {}}\nsections: [{title: s, tasks: [t.yaml]}]\n"
    files = {"examples/catalogue.yaml": head, "examples/t.yaml": TASK.format(output=output)}
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    found = load(Project(root, root / "site"))
    assert found.problems == ()
    assert found.catalogue
    return next(found.catalogue.tasks()).examples[0]


@pytest.mark.parametrize("output", ["text", "labels"])
def test_a_task_asks_for_the_split(tmp_path: Path, output: str) -> None:
    """Of what systems gave and what is right, in turns too; of nothing else."""
    found = loaded(tmp_path, output)
    (one,), (two,) = found.outputs["one"], found.outputs["two"]
    assert (one.text or one.labels, one.reasoning) == ("Speech" if output == "text" else ("Speech",), "Hm.")
    assert (two.text, two.reasoning) == ("<think>kept</think>It.", "My own.")
    assert (found.reference[0].text, found.reference[0].reasoning) == ("It rains.", "r")
    assert found.context[0].text == "<think>stays</think>"
    assert found.prompt.shared == "<think>stays too</think>"
    (turn,) = found.turns
    assert turn.text == "<think>said</think>"
    assert turn.outputs["one"][0].reasoning == "In a turn."


def answered(piece: Media, **about: object) -> str:
    return pages(catalogue(replace(task(example(outputs={"one": (piece,)})), **about)))["index.html"]  # type: ignore[arg-type]


def folded(html: str) -> list[str]:
    return re.findall(r"<details class=\"told\"><summary><span>(.*?)</span>", html)


def test_reasoning_is_folded_under_its_size() -> None:
    html = answered(media("It rains.", reasoning="Drops " * 812))
    assert '<summary class="told">Reasoning · 812 words</summary>' in html
    assert re.search(r"data-output=\"one\"[^>]*>It rains\.<", html)
    assert "Drops" not in html.split("data-reasoning")[0]
    assert "characters" in answered(media("好", reasoning="雨声" * 300)).split("Reasoning · 600 ")[1][:10]
    assert "data-reasoning" not in answered(media("Yes.", reasoning="\n\n"))


def test_reasoning_is_no_part_of_what_is_compared() -> None:
    own = example(
        reference=(media("it rains"),), outputs={"one": (media("It rains.", reasoning="It does not rain."),)}
    )
    (found,) = compared_examples([own], task())
    assert found.outputs["one"][0].differences == ()


@pytest.mark.parametrize("layout", ["cards", "table", "transposed"])
def test_a_long_answer_is_folded_and_whole(layout: str) -> None:
    long = "\n".join(f"Line {number} of an answer." for number in range(40))
    html = answered(media(long), layout=layout)
    assert folded(html) == [f"Show all · {len(long):,} characters"]
    assert f'">{long}</p>' in html
    assert folded(answered(media("A short answer."), layout=layout)) == []


def test_what_is_wide_takes_more_lines() -> None:
    assert folded(answered(media("雨" * 400)))
    assert not folded(answered(media("r" * 400)))


def test_lines_of_one_width_are_in_a_box() -> None:
    text = "See:\n```py\na = 1\n```\nand\n| a | b |\n|---|---|\nend | of it"
    html = answered(media(text))
    assert '<span class="fixed">```py\na = 1\n```\n</span>and' in html
    assert '<span class="fixed">| a | b |\n|---|---|\n</span>end | of it' in html
    assert '<span class="fixed">' not in answered(media("a | b\n```\nnever ended"))


@given(st.lists(st.sampled_from(("```", "~~~", "\n", "| a |", "a\tb", "─", "x", " "))).map("".join))
def test_parts_of_a_text_are_the_text(text: str) -> None:
    assert "".join(part.text for part in fixed_parts(text)) == text


def test_blank_lines_at_the_ends_take_no_room() -> None:
    html = answered(media("\n\nIt rains.\n \n"))
    assert "<span hidden>\n\n</span>It rains.<span hidden>\n \n</span>" in html


@pytest.mark.parametrize("unit", ["─", "ab\t", "\n", " \n", "|a", "```\n", "<think>", "字", "a b ", "\t"])
def test_an_answer_that_never_ends_is_drawn_like_any_other(unit: str) -> None:
    """Models get stuck: what one answer costs grows with its length, not with its square."""
    text = f"a{unit * 100_000}b"
    html = answered(replace(media(text), reasoning=text))
    assert 2 * len(text) < len(html) < 40 * len(text)


@pytest.mark.parametrize("unit", ["[", "![", "[a ", "[a](", "**a ", "_a ", "`a", "~~a"])
def test_markup_that_never_ends_is_read_like_any_other(unit: str) -> None:
    html = answered(media(unit * 10_000), format="markdown")
    assert html.count(unit[-1]) >= 10_000


def test_links_are_read_as_they_are_nested() -> None:
    html = answered(media("[a [b] c](https://e.org/x_(y)) [d] [[e](https://f.org)]"), format="markdown")
    assert '<a href="https://e.org/x_(y)"' in html
    assert ">a [b] c</a> [d] [<a" in html


def test_outputs_are_markdown_where_the_task_says_so() -> None:
    text = "**Rain** <b onclick='x'>falls</b> [here](a.pdf) [there](https://e.org) ![cat](x.png)\n\n# Big"
    html = answered(media(text, reasoning="*Hm*"), format="markdown")
    shown = html.split('data-output="one"')[1]
    assert "<strong>Rain</strong> <b>falls</b> <a>here</a>" in shown
    assert '<a href="https://e.org" rel="external noopener">there</a>' in shown
    assert "<p><strong>Big</strong></p>" in shown
    assert "<em>Hm</em>" in shown
    assert "**Rain**" in answered(media(text))


def test_markdown_and_reasoning_are_in_the_data() -> None:
    own = catalogue(task(example(outputs={"one": (media("**a**", reasoning="b"),)}), format="markdown"))
    addresses = {("timbre", "1"): "index.html#timbre--1"}
    found = json.loads(catalogue_json(own, plan(own), "0", addresses, {}))["sections"][0]["tasks"][0]
    assert found["format"] == "markdown"
    assert found["examples"][0]["outputs"]["one"] == [{"text": "**a**", "reasoning": "b"}]


def test_search_tells_words_of_reasoning_last() -> None:
    assert told("It rains", "It pours, it RAINS") == "It rains\npours,"
    assert told("It rains", "") == "It rains"
    many = " ".join(f"word{number}" for number in range(900))
    assert "word899" in told(many, "")
    assert told("a b", "c a d").endswith("\nc d")


LONG = "A long answer of some words. " * 40


def arranged(*answers: Media, **about: object) -> str:
    examples = [
        example(number, outputs={"one": (one,), "two": (one,)}) for number, one in enumerate(answers, 1)
    ]
    found = pages(catalogue(replace(task(*examples), **{"fitted": True, **about})))["index.html"]  # type: ignore[arg-type]
    (layout,) = re.findall(r'data-layout="(\w+)"', found)
    return str(layout)


def test_long_answers_stand_in_rows_unless_their_author_says_otherwise() -> None:
    long, brief = media(LONG), media("Rain.")
    assert arranged(long, brief) == "rows"
    assert arranged(media("Rain.", reasoning="Drops.")) == "rows"
    assert arranged(brief, brief, brief, long) == "cards"
    assert arranged(long, fitted=False) == "cards"
    assert arranged(long, fitted=False, layout="rows") == "rows"
    assert arranged(long, models=("one",)) == "cards"


def test_few_systems_have_a_head_over_rows() -> None:
    def head(count: int) -> list[str]:
        names = tuple(f"m{number}" for number in range(count))
        one = example(outputs={name: (media(LONG),) for name in names})
        html = pages(catalogue(task(one, layout="rows", models=names)))["index.html"]
        return re.findall(r'<th scope="col" data-model="(\w+)"', html.partition("data-example")[0])

    assert head(6) == ["m0", "m1", "m2", "m3", "m4", "m5"]
    assert head(7) == []


def prompts_of(*own: Prompt, whole: Prompt | None = None, **about: object) -> tuple[int, int]:
    """How many prompts stand over the task, and how many in examples."""
    outputs = {"one": (media("a"),)}
    examples = [example(number, prompt=one, outputs=outputs) for number, one in enumerate(own, 1)]
    drawn = replace(task(*examples), prompt=whole or Prompt(), **about)  # type: ignore[arg-type]
    html = pages(catalogue(drawn))["index.html"]
    head, _, rest = html.partition("data-example")
    return head.count('data-role="prompt"'), rest.count('data-role="prompt"')


@pytest.mark.parametrize("layout", ["cards", "rows", "table", "transposed"])
def test_a_prompt_that_all_examples_have_stands_once(layout: str) -> None:
    same, other, named = Prompt("What is heard?"), Prompt("Where?"), Prompt(per_model={"one": "Listen."})
    assert prompts_of(same, same, layout=layout) == (1, 0)
    assert prompts_of(same, other, layout=layout) == (0, 2)
    assert prompts_of(same, Prompt(), layout=layout) == (0, 1)
    assert prompts_of(same, Prompt(), whole=same, layout=layout) == (1, 0)
    assert prompts_of(named, named, whole=same, layout=layout) == (2, 0)
    assert prompts_of(other, other, whole=named, layout=layout) == (1, 0)
    assert prompts_of(same, layout=layout) == (0, 1)


def test_a_prompt_of_another_page_counts() -> None:
    own = [example(number, prompt=Prompt("Same"), outputs={"one": (media("a"),)}) for number in (1, 2, 3)]
    other = replace(own[2], prompt=Prompt("Other"))
    for last, above in ((own[2], 1), (other, 0)):
        cut = catalogue(task(*own[:2], last), pages="task", per_page=1)
        assert pages(cut)["timbre.html"].partition("data-example")[0].count('data-role="prompt"') == above


@pytest.mark.parametrize(
    ("text", "measured", "marked"),
    [
        ("it rains on the roof", False, True),
        ("snow falls in the street", False, False),
        ("snow falls in the street", True, True),
        ("nothing of this is right " * 100, True, False),
        ("", False, True),
    ],
)
def test_differences_are_told_where_they_mean_something(text: str, measured: bool, marked: bool) -> None:
    scores = (Score("WER", "lower", "%", "wer", "pooled"),) if measured else ()
    own = example(reference=(media("it rains on a roof"),), outputs={"one": (media(text),)})
    (found,) = compared_examples([own], task(scores=scores))
    assert (found.outputs["one"][0].differences is not None) is marked
