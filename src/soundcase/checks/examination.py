"""The examination of a catalogue that could be read: its files, its clips, and what is wrong with any of them.

Rule: an error that catalogue or headers show stops before clips are encoded, not before they are measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from soundcase.audio.media.pool import MediaContext
from soundcase.catalogue.load import Loaded
from soundcase.checks.inventory import Inventory, take_inventory
from soundcase.checks.judge import judge, rule_context
from soundcase.checks.requests import Making
from soundcase.checks.rules.context import RuleContext
from soundcase.checks.rules.parts import parts_of
from soundcase.checks.slices import SlicedCatalogue, sliced
from soundcase.checks.survey import Survey, survey
from soundcase.kept import KeptValues
from soundcase.problems.problem import Problem, any_error
from soundcase.project import Project
from soundcase.settings import USUAL, Edition
from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class Examination:
    """A catalogue with all that is known about it."""

    slices: SlicedCatalogue
    files: Inventory
    rules: RuleContext
    survey: Survey
    problems: tuple[Problem, ...]
    """In file and line order."""


@dataclass(frozen=True, slots=True)
class ProjectContext:
    """A project with all that one build of it shares."""

    project: Project
    media: MediaContext
    kept: KeptValues
    edition: Edition = USUAL


def examination(
    context: ProjectContext,
    loaded: Loaded,
    settled: Callable[[Iterable[Problem]], tuple[Problem, ...]],
    *,
    making: bool,
) -> Examination:
    """The examination; if `making`, with all that is made of clips unless an error forbids it.

    Raises DerivationError, and OSError where no disk has room.
    """
    assert loaded.catalogue is not None
    project, kept = context.project, context.kept
    parts, slices = parts_of(loaded.catalogue, kept), sliced(loaded.catalogue, kept)
    files = take_inventory(project, parts.links, slices, context.media, kept)
    rules = rule_context(project, parts, files, complete=not any_error(loaded.problems))

    def surveyed(making: Making) -> Examination:
        found = survey(files, slices, context.media, kept, making)
        facts = [one.facts for one in found.slices]
        raised = judge(loaded, replace(rules, facts=facts, contents=found.contents), found.faults, kept)
        return Examination(slices, files, rules, found, settled(raised))

    found = surveyed("what is there" if making else "nothing")
    if making and not found.survey.complete:
        hopeless = any_error(found.problems)
        found = surveyed("nothing" if hopeless else "all")
        if hopeless and not any_error(found.problems):  # what is there is better than its headers
            found = surveyed("all")
    return found
