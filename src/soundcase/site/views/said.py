"""The words of systems and references as a page prints them: to the letter or as Markdown, folded where long,
with their reasoning.

Rule: what is folded follows from the text and its task alone, so that a page needs no script to be in place:
of a text of many lines the beginning is seen, of reasoning its size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from soundcase.model import Media, Task
from soundcase.site.transcripts import UNSPACED_LETTERS
from soundcase.site.views.context import RenderContext
from soundcase.site.views.values import NO_MARKUP, ReasoningView, Text
from soundcase.site.words import Words
from soundcase.text.extent import lines_of
from soundcase.text.language import Run, runs
from soundcase.text.letters import fixed_parts, in_box, unseen

MOST_LINES = 14
"""A text of more lines is folded; `fold.css` shows the first twelve."""
_ACROSS = 44
"""Narrow characters in the widest line of a card."""
_FEWEST_ACROSS, _MOST_ACROSS, _ALL_ACROSS = 34, 80, 160
"""The same where systems stand beside each other, at least and at most, and of all of them together."""


def as_markdown(task: Task, output: str | None, role: str | None) -> bool:
    """True if the task's outputs are Markdown and this is one, or what they are held against."""
    return task.format == "markdown" and (output is not None or role == "reference")


def letters(text: str, site: RenderContext, given: str = "", *, hint: str = "") -> Text:
    """Words to the letter, as `text.letters` has them."""
    plain = site.exact(text, given, hint=hint)
    found = tuple(_letters(text, plain, site.language))
    return replace(plain, runs=found) if any(run.markup for run in found) else plain


def _letters(text: str, plain: Text, page: str) -> Iterator[Run]:
    language = plain.lang or page
    before, words, after = _blank_ends(text)
    yield from (Run(before, markup=unseen(before)),) if before else ()
    for part in fixed_parts(words):
        inner = runs(part.text, language)
        if part.fixed:
            shown = Markup(replace(plain, runs=inner).__html__())  # noqa: S704 - escaped there
            yield Run(part.text, markup=in_box(shown))
        else:
            yield from inner
    yield from (Run(after, markup=unseen(after)),) if after else ()


def _blank_ends(text: str) -> tuple[str, str, str]:
    """The blank lines at the beginning, the text, and its blanks from the last line feed on."""
    begin = text.rfind("\n", 0, len(text) - len(text.lstrip())) + 1
    end = text.find("\n", max(len(text.rstrip()), begin))
    stop = len(text) if end < 0 else end
    return text[:begin], text[begin:stop], text[stop:]


def markdown(text: str, site: RenderContext) -> Markup:
    """A system's Markdown, which means no file of the project."""
    return replace(site, setting=replace(site.setting, foreign=True, files={}, pictures={})).prose(text)


def fold(text: str, task: Task, words: Words) -> str:
    """The name of what shows the rest of a text; empty where it is short."""
    if _lines(text, across(task)) <= MOST_LINES:
        return ""
    return f"{words.show_all} · {words.number_of_characters.of(len(text), f'{len(text):,}')}"


def _lines(text: str, across: int) -> int:
    """The lines of a text on the page; those of one width are not broken, a text of few letters has few."""
    if len(text) <= MOST_LINES:
        return 0
    parts = fixed_parts(text.strip())
    return sum(
        part.text.count("\n") if part.fixed else lines_of(part.text.rstrip("\n"), across) for part in parts
    )


def is_lengthy(media: Media) -> bool:
    """True if a card would show no more than the beginning of an answer, or there is reasoning beside it."""
    return bool((media.reasoning or "").strip()) or _lines(media.text or "", _ACROSS) > MOST_LINES


def across(task: Task) -> int:
    """Narrow characters in the widest line that a cell of the task has on most screens."""
    if task.layout == "cards":
        return _ACROSS
    beside = len(task.models) + (task.layout != "rows")
    return min(max(_ALL_ACROSS // beside, _FEWEST_ACROSS), _MOST_ACROSS)


def reasoning(media: Media, site: RenderContext, *, hint: str, read: bool) -> ReasoningView | None:
    """The reasoning that goes with an answer, with its size: in words, or characters where no blanks are set.

    If `read`, it is Markdown.
    """
    text = media.reasoning or ""
    if not text.strip():
        return None
    size = text.split()
    unspaced = len(UNSPACED_LETTERS.findall(text)) * 3 > sum(map(len, size))
    count = sum(map(len, size)) if unspaced else len(size)
    counted = site.words.number_of_characters if unspaced else site.words.number_of_words
    return ReasoningView(
        title=f"{site.words.reasoning} · {counted.of(count, f'{count:,}')}",
        text=letters(text, site, media.language, hint=hint),
        markup=markdown(text, site) if read else NO_MARKUP,
    )
