"""The result of a build, in a line or two."""

from __future__ import annotations

from collections.abc import Sequence

from soundcase.build import Built
from soundcase.problems.phrases import number_of
from soundcase.problems.problem import Problem
from soundcase.problems.report import as_text, counted
from soundcase.publishing.placement import content_of


def summary(built: Built) -> str:
    """The counts of what was published; only for builds that did not fail."""
    published, site = built.published, built.checked.site
    assert published is not None
    assert site is not None
    clips = built.checked.survey.clips if built.checked.survey else ()
    pages = [url for url in site.pages if url.endswith(".html")]
    payloads = (*site.assets.values(), *site.pages.values())
    size = sum(content_of(one)[0] for one in payloads)
    shown = f"{number_of(len(pages), 'page')}, {number_of(len(clips), 'clip')}, {size / 1e6:.1f} MB"
    written, kept, removed = len(published.written), len(published.kept), len(published.pruned)
    return f"{shown}; {number_of(written, 'file')} written, {kept} kept, {removed} removed"


def remembered(built: Built) -> str:
    """The summary that a build repeats when nothing changed: the counts, and the warnings."""
    site = summary(built).partition(";")[0]
    if not built.problems:
        return site
    problems = as_text(built.problems, built.checked.loaded.lines, colour=False)
    return f"{site}; {counted(built.problems)}\n\n{problems}"


def failure(problems: Sequence[Problem]) -> str:
    """The line for a build without a new site."""
    return f"Not built: {counted(problems)}. What stood in the output folder still stands."
