"""`text: number #1 fan` reads as `number`: told where it looks like a sentence, and nowhere else."""

from __future__ import annotations

import pytest

from soundcase.catalogue.comments import comment_in_text, holds_words
from soundcase.catalogue.located import parse
from soundcase.catalogue.schema.catalogue import CatalogueEntry
from soundcase.catalogue.schema.task import TaskEntry


def columns(line: str) -> list[int]:
    """Where the comments of a task's line are told."""
    found, problems = parse(f"title: Words\n{line}\n".encode(), "a.yaml")
    assert found
    assert not problems
    told = list(comment_in_text(found, TaskEntry))
    assert all((one.code, one.place.line) == ("comment-in-text", 2) for one in told)
    return [one.place.column for one in told]


@pytest.mark.parametrize(
    "line",
    [
        "prompt: number #1 fan",
        "prompt: Song #2",
        "prompt: Hello #world",
        "prompt: I love #summer days",
        "prompt: Press the # key to go on",
        "prompt: Press the # key.",
        "prompt: 我是 #1 粉丝",
        "prompt: 我喜欢 #夏天",
        "selection: the first  #10 of all",
        "examples: [{outputs: {ours: take #3\n  }}]",
        "examples: [{audio: take #2.wav\n  }]",
        "examples: [{audio: my take # 2.wav\n  }]",
        "defaults: {tags: {name: Anna #3\n  }}",
    ],
)
def test_a_sentence_that_a_comment_cuts_off_is_told(line: str) -> None:
    assert columns(line) == [line.index("#") + 1]


@pytest.mark.parametrize(
    "line",
    [
        "examples: [{audio: a.wav  # the noisy one\n  }]",
        "examples: [{audio: a.wav # the noisy one\n  }]",
        "examples: [{audio: a.wav #noisy\n  }]",
        "examples: [{turns: [{speaker: A, start: 1.5 #2nd turn\n  }]}]",
        "examples: [{id: first # one of many here.\n  }]",
        "output: audio #clips",
        "language: zh   # of this task's texts",
        "sync: off # they differ in length",
        "prompt: Describe the sound.  # as in the paper",
        "prompt: Describe the sound. # as in the paper",
        "prompt: Describe the sound  # 12 of them",
        'prompt: "number #1 fan"',
        "prompt: number#1 fan",
        "prompt: |\n  number #1 fan",
        "prompt: one # ok",
        "models: [ours] # the best one",
    ],
)
def test_an_ordinary_comment_is_not(line: str) -> None:
    assert columns(line) == []


def test_which_keys_hold_words_follows_from_the_schema() -> None:
    examples: tuple[str | int, ...] = ("examples", 0)
    words = [("title",), ("prompt",), ("prompt", "ours"), ("scores", "MOS", "unit"), (*examples, "labels", 1)]
    words += [
        (*examples, "outputs", "ours"),
        (*examples, "outputs", "ours", 0, "text"),
        (*examples, "tags", "x"),
    ]
    names = [("id",), ("output",), (*examples, "audio"), (*examples, "outputs", "ours", "image")]
    names += [("media", "keep_lossless"), (*examples, "turns", 0, "start"), ("layout",)]
    assert all(holds_words(TaskEntry, keys) for keys in words)
    assert not any(holds_words(TaskEntry, keys) for keys in names)
    assert holds_words(CatalogueEntry, ("models", "ours"))
    assert holds_words(CatalogueEntry, ("authors", 0))
    assert holds_words(TaskEntry, (*examples, "outputs", "audio"))
    assert not holds_words(CatalogueEntry, ("sections", 0, "tasks", 0))
