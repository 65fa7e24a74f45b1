"""A task read by the hundred says what the schema says, of every file here and of made-up examples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import REPOSITORY
from soundcase.catalogue import entries, reading, usual
from soundcase.catalogue.examples import EXAMPLES, chunks
from soundcase.catalogue.parsed import ParsedExamples, Reading
from soundcase.kept import KeptValues
from soundcase.model import Example
from soundcase.settings import MediaSettings

FILES = sorted(
    path
    for folder in ("examples", "demos", "starters", "tests/faults", "tests/data")
    for path in (REPOSITORY / folder).rglob("*.yaml")
)
WORDS = st.sampled_from(
    ["a", "b.wav", "two words", "", "漢字", "4.2", "4.21 ± 0.08", "n/a", "-3", "en", "zh-TW", "[1]"]
)
LIST = st.lists(WORDS, max_size=2)
NAMED = st.dictionaries(st.sampled_from(["base", "ours"]), WORDS, max_size=2)
PIECE = (
    WORDS
    | st.dictionaries(
        st.sampled_from(["label", "text", "audio", "labels", "channels", "language", "note", "url", "wrong"]),
        WORDS | LIST,
        max_size=3,
    )
    | st.fixed_dictionaries({"audio": WORDS, "scores": NAMED})
)
MEDIA = PIECE | st.lists(PIECE, max_size=2)
OUTPUTS = st.dictionaries(st.sampled_from(["base", "ours"]), MEDIA, max_size=2)
TURN = st.fixed_dictionaries({}, optional={"speaker": WORDS, "text": WORDS, "outputs": OUTPUTS, "start": WORDS})
EXAMPLE = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("id", "title", "text", "language", "note", "wrong"), WORDS),
        **dict.fromkeys(("audio", "reference", "context"), MEDIA),
        "labels": WORDS | LIST,
        "tags": NAMED,
        "prompt": WORDS | NAMED,
        "outputs": OUTPUTS,
        "turns": st.lists(TURN, max_size=2),
    },
)


def examples(read: ParsedExamples, kept: KeptValues) -> list[Example]:
    return [one for part in chunks(read.digests) for one in kept.found(EXAMPLES, part)]


def by_schema(content: bytes) -> tuple[Reading[Any], KeptValues]:
    kept = KeptValues()
    return reading.read_task(*usual.document_of(content, "t.yaml"), "t.yaml", MediaSettings(), kept), kept


def assert_alike(content: bytes) -> bool:
    """The same by both ways; whether there was another than the schema."""
    kept = KeptValues()
    found, (wanted, there) = usual.read_task(content, "t.yaml", MediaSettings(), kept), by_schema(content)
    assert (found.problems, found.legible) == (wanted.problems, wanted.legible)
    if wanted.value is None:
        assert found.value is None
        return False
    assert found.value is not None
    assert (found.value.head, found.value.examples_from) == (wanted.value.head, wanted.value.examples_from)
    assert found.value.examples.answering == wanted.value.examples.answering
    assert examples(found.value.examples, kept) == examples(wanted.value.examples, there)
    return bool(found.value.key)


@pytest.mark.parametrize("path", FILES, ids=lambda one: str(one.relative_to(REPOSITORY)))
def test_every_file_here_says_the_same_by_both_ways(path: Path) -> None:
    assert_alike(path.read_bytes())


@settings(max_examples=120, deadline=None)
@given(st.lists(EXAMPLE, max_size=3), st.sampled_from(["text", "labels", "audio"]), EXAMPLE)
def test_made_up_examples_say_the_same_by_both_ways(rows: list[Any], output: str, defaults: Any) -> None:
    task = {"title": "T", "output": output, "defaults": defaults, "examples": rows}
    assert_alike(yaml.safe_dump(task, allow_unicode=True, default_style='"').encode())
    assert_alike(yaml.safe_dump({**task, "defaults": {}}, allow_unicode=True, default_style='"').encode())


def test_only_the_hundred_that_changed_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [f"  - {{id: e{number}, outputs: {{a: word}}}}" for number in range(250)]
    kept, read = KeptValues(), []
    plain = entries.example_entry
    monkeypatch.setattr(usual, "example_entry", lambda one: read.append(one) or plain(one))  # type: ignore[func-returns-value]

    def count(lines: list[str], title: str = "T") -> int:
        read.clear()
        content = "\n".join([f"title: {title}", "examples:", *lines]).encode()
        found = usual.read_task(content, "t.yaml", MediaSettings(), kept).value
        assert found
        wanted, there = by_schema(content)
        assert wanted.value
        assert examples(found.examples, kept) == examples(wanted.value.examples, there)
        return len(read)

    assert count(rows) == 250
    assert count([*rows[:120], rows[120].replace("word", "other"), *rows[121:]]) == 100
    assert count(rows[1:]) == 249
    assert count(rows, "Another") == 250
    assert count(rows) == 0
