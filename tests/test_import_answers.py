"""Pages on which systems answer to clips in words: however they are laid out, no answer is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from outlines import outline
from soundcase_import.options import ImportOptions
from soundcase_import.pages.import_page import import_page

QUESTIONS = ("What instrument is played?", "How many people talk here?")
OTHERS = ("It is a piano in a hall.", "There are three people.")
OURS = ("A violin is played softly.", "Two people are talking.")


def clip(at: int) -> str:
    return f"<audio controls src=a{at}.wav></audio>"


def each(example: Callable[[int], str]) -> str:
    return "<h1>Hear</h1><h2>Examples</h2>" + "".join(map(example, (0, 1)))


def rows(*cells: tuple[str, Callable[[int], str]]) -> str:
    """A table with a column for each heading."""
    heads = "".join(f"<th>{head}" for head, _ in cells)
    lines = ("".join(f"<td>{content(at)}" for _, content in cells) for at in (0, 1))
    return f"<h1>Hear</h1><h2>Examples</h2><table><tr>{heads}{''.join(f'<tr>{line}' for line in lines)}</table>"


def asked(at: int) -> str:
    return QUESTIONS[at]


def other(at: int) -> str:
    return OTHERS[at]


def ours(at: int) -> str:
    return OURS[at]


TWO: dict[str, str] = {
    "names in elements of their own": each(
        lambda at: (
            f"<div>{clip(at)}<div>Question</div><div>{asked(at)}</div><div>Qwen</div>"
            f"<div>{other(at)}</div><div>Ours</div><div>{ours(at)}</div></div>"
        )
    ),
    "names before a colon": each(
        lambda at: (
            f"<div>{clip(at)}<p>Prompt: {asked(at)}</p><p>Qwen: {other(at)}</p><p>Ours: {ours(at)}</p></div>"
        )
    ),
    "names in brackets in a list": each(
        lambda at: (
            f"<ul><li>Audio: {clip(at)}<li>Question: {asked(at)}<li>Answer (Qwen): {other(at)}"
            f"<li>Answer (Ours): {ours(at)}</ul>"
        )
    ),
    "a table of labels for each clip": each(
        lambda at: (
            f"<table><tr><td>Audio<td>{clip(at)}<tr><td>Question<td>{asked(at)}"
            f"<tr><td>Qwen<td>{other(at)}<tr><td>Ours<td>{ours(at)}</table>"
        )
    ),
    "headings below a clip": "<h1>Hear</h1><h2>Examples</h2>"
    + "".join(
        f"{clip(at)}<h4>Instruction</h4><p>{asked(at)}</p><h4>Qwen</h4><p>{other(at)}</p>"
        f"<h4>Ours</h4><p>{ours(at)}</p>"
        for at in (0, 1)
    ),
    "columns": rows(("Audio", clip), ("Question", asked), ("Qwen", other), ("Ours", ours)),
    "a column that names the systems": (
        "<h1>Hear</h1><h2>Examples</h2><table><tr><th>Audio<th>Question<th>Model<th>Response"
        + "".join(
            f"<tr><td rowspan=2>{clip(at)}<td rowspan=2>{asked(at)}<td>Qwen<td>{other(at)}"
            f"<tr><td>Ours<td>{ours(at)}"
            for at in (0, 1)
        )
        + "</table>"
    ),
    "rows": "<h1>Hear</h1><h2>Examples</h2><table>"
    + "".join(
        f"<tr><td>{name}{''.join(f'<td>{content(at)}' for at in (0, 1))}"
        for name, content in (("Audio", clip), ("Question", asked), ("Qwen", other), ("Ours", ours))
    )
    + "</table>",
}
ONE: dict[str, str] = {
    "a column of responses": rows(("Audio", clip), ("Prompt", asked), ("Response", ours)),
    "a question and more below it": each(
        lambda at: f"<div>{clip(at)}<p><em>{asked(at)}</em></p><p>{ours(at)}</p></div>"
    ),
}


def lines_of(folder: Path, text: str) -> list[str]:
    (folder / "index.html").write_text(text, encoding="utf-8")
    return [line.removesuffix(" ?") for line in outline(import_page(ImportOptions((folder,))))]


@pytest.mark.parametrize("name", TWO)
def test_the_answers_of_two_systems(name: str, tmp_path: Path) -> None:
    assert lines_of(tmp_path, TWO[name]) == [
        "# Examples [text]",
        *(f"audio=a{at} prompt={asked(at)!r} | Qwen={other(at)!r} Ours={ours(at)!r}" for at in (0, 1)),
    ]


@pytest.mark.parametrize("name", ONE)
def test_answers_of_nobody_are_those_of_what_the_page_is_about_and_doubtful(name: str, tmp_path: Path) -> None:
    lines = lines_of(tmp_path, ONE[name])
    assert lines[1:] == [f"audio=a{at} prompt={asked(at)!r} | Hear={ours(at)!r}" for at in (0, 1)]
    (task,) = import_page(ImportOptions((tmp_path,))).tasks()
    assert task.doubts["title"] == (
        "the page does not say who answered; it is called 'Hear' here, like the page",
    )
