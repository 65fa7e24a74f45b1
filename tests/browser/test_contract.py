"""The page says exactly what the catalogue says, where the page contract says it stands."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict
from urllib.parse import unquote

import pytest
from observed import settle
from playwright.sync_api import Browser, Page
from written import WrittenExample, WrittenTask, tasks

from bench import REPOSITORY, Serve

pytestmark = pytest.mark.browser
TASKS = tasks(REPOSITORY / "examples")
by_task = pytest.mark.parametrize("task", TASKS, ids=lambda task: task.id)

READ_TASK = """id => {
  const task = document.querySelector(`[data-task="${CSS.escape(id)}"]`);
  const texts = (root, what) => [...root.querySelectorAll(what)].map(node => node.textContent);
  return {
    prompts: [...task.querySelectorAll('[data-role="prompt"]')]
      .map(node => [node.dataset.model ?? '', node.textContent]),
    examples: [...task.querySelectorAll('[data-example]')].map(example => ({
      id: example.dataset.example,
      anchor: example.id,
      clips: [...example.querySelectorAll('a[data-clip]')].map(clip => clip.getAttribute('href')),
      originals: [...example.querySelectorAll('a[data-original]')].map(link => link.getAttribute('href')),
      outputs: [...example.querySelectorAll('[data-output]')]
        .map(output => [output.dataset.output, output.textContent, texts(output, '[data-label]')]),
      labels: texts(example, '[data-role="label"] [data-label]'),
    })),
  };
}"""


class ShownExample(TypedDict):
    """One example as it stands on the page."""

    id: str
    anchor: str
    clips: list[str]
    originals: list[str]
    outputs: list[tuple[str, str, list[str]]]
    labels: list[str]


class ShownTask(TypedDict):
    """One task as it stands on the page."""

    prompts: list[tuple[str, str]]
    examples: list[ShownExample]


@pytest.fixture(scope="module")
def demo(browser: Browser, demo_site: Path, serve: Serve) -> Iterator[Page]:
    """One page for all of these tests: they only read."""
    page = browser.new_page()
    page.goto(serve(demo_site).address)
    settle(page)
    yield page
    page.close()


def shown(page: Page, task: WrittenTask) -> ShownTask:
    read: ShownTask = page.evaluate(READ_TASK, task.id)
    return read


def said(example: WrittenExample) -> dict[str, list[str]]:
    return {
        model: [given] if isinstance(given, str) else list(given) for model, given in example.outputs.items()
    }


def read_back(example: ShownExample) -> dict[str, list[str]]:
    return {model: labels or [text] for model, text, labels in example["outputs"]}


def test_the_demo_is_the_whole_comparison() -> None:
    assert [len(task.examples) for task in TASKS] == [12, 6, 9, 9]
    assert {task.layout for task in TASKS} >= {"cards", "table"}


def test_tasks_stand_in_the_order_of_the_catalogue(demo: Page) -> None:
    ids = demo.evaluate("() => [...document.querySelectorAll('[data-task]')].map(task => task.dataset.task)")
    assert ids == [task.id for task in TASKS]


@by_task
def test_every_output_is_shown_to_the_letter(demo: Page, task: WrittenTask) -> None:
    examples = shown(demo, task)["examples"]
    assert [read_back(example) for example in examples] == [said(example) for example in task.examples]


@by_task
def test_the_right_labels_are_shown_to_the_letter(demo: Page, task: WrittenTask) -> None:
    examples = shown(demo, task)["examples"]
    assert [example["labels"] for example in examples] == [list(example.labels) for example in task.examples]


@by_task
def test_every_prompt_is_shown_to_the_letter_with_its_model(demo: Page, task: WrittenTask) -> None:
    prompts = [(model, words) for model, words in shown(demo, task)["prompts"]]
    assert sorted(prompts) == sorted(task.prompts.items())


@by_task
def test_every_example_has_an_address_of_its_own(demo: Page, task: WrittenTask) -> None:
    examples = shown(demo, task)["examples"]
    assert [example["id"] for example in examples] == [example.id for example in task.examples]
    assert [example["anchor"] for example in examples] == [f"{task.id}--{ex.id}" for ex in task.examples]


@by_task
def test_every_example_plays_its_own_recording(
    demo: Page, demo_site: Path, demo_project: Path, task: WrittenTask
) -> None:
    """Addresses are made from content, so the bytes are what tells one recording from another."""
    for example, seen in zip(task.examples, shown(demo, task)["examples"], strict=True):
        source = (demo_project / "data" / "audio" / example.audio).read_bytes()
        published = [(demo_site / unquote(href)).read_bytes() for href in seen["originals"] or seen["clips"]]
        assert [hashlib.sha256(clip).hexdigest() for clip in published] == [hashlib.sha256(source).hexdigest()]
        assert len(seen["clips"]) == 1


def test_every_id_on_the_page_is_unique(demo: Page) -> None:
    ids = demo.evaluate("() => [...document.querySelectorAll('[id]')].map(node => node.id)")
    assert len(ids) == len(set(ids))
