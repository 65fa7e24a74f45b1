"""Everything that stands over a task's examples: results of its whole test set, and those of the examples."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from soundcase.site.views.context import RenderContext
from soundcase.site.views.differences import difference_folds
from soundcase.site.views.given_results import given_results
from soundcase.site.views.result_values import Summary
from soundcase.site.views.results import summary, tag_folds
from soundcase.site.views.shown_examples import AskedExamples
from soundcase.site.views.task_frame import ExampleFrame
from soundcase.statistics.standings import Standings


def task_results(
    frame: ExampleFrame, standings: Standings, asked: AskedExamples, site: RenderContext
) -> tuple[Summary, ...]:
    """The results of a task; `asked` are all of its examples."""
    about = frame.results(asked)
    folds = chain(difference_folds(standings, about, site), tag_folds(standings, about, site))
    given = given_results(frame.task, frame.grid.columns, frame.scale, site)
    own = summary(standings, about, folds, site)
    if given and own:
        own = replace(own, title=site.words.examples_here)
    return tuple(filter(None, (given, own)))
