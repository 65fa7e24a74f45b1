"""The rules by which a valid catalogue is a good one: one small function for each.

Rule 1: a rule is named as the problem code it finds, with `_` for `-`, and finds nothing else.
Rule 2: rules are pure: they see the catalogue and what probing said, never a file.
Rule 3: a rule sees the part of the catalogue that its scope is, and nothing else of it; so what it finds in a
part is true as long as the part stays as it is, and does not depend on where slices are cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from soundcase.checks.rules import clips, consistency, scores, sound, texts
from soundcase.checks.rules.context import Finding, SiteContext, SliceContext, TaskContext
from soundcase.checks.rules.summary import PartContents, SliceView, site_contents, slice_view, task_contents

Found = tuple[str, Finding]
"""A code, and what a rule of that name says."""
Part = TypeVar("Part")
Rules = tuple[Callable[[Part], Iterator[Finding]], ...]

OF_ALL_PARTS: Rules[PartContents] = (
    consistency.unknown_model,
    consistency.stray_prompt,
    texts.looks_like_html,
    texts.changes_direction,
    texts.looks_like_math,
    texts.unreadable_math,
    texts.markdown_loss,
    texts.missing_alt,
)
"""Rules about what stands anywhere: in the catalogue, in a task, in examples."""

OF_EXAMPLES: Rules[SliceView] = (
    consistency.no_content,
    consistency.no_audio,
    consistency.no_outputs,
    consistency.stray_output,
    consistency.stray_labels,
    consistency.empty_cell,
    scores.stray_score,
    scores.measured_score,
    scores.no_reference,
    texts.looks_like_file,
    texts.separate_labels,
    clips.same_content,
    clips.rate_differs,
    clips.channels_differ,
    clips.duration_differs,
    sound.wrong_channels,
    sound.many_channels,
    sound.one_sided,
    sound.loudness_spread,
    sound.near_silent,
    sound.bandwidth_differs,
    sound.upsampled,
)

OF_TASKS: Rules[TaskContext] = (consistency.no_examples, scores.unmeasured_score)

OF_SITES: Rules[SiteContext] = (
    consistency.unused_model,
    consistency.duplicate_id,
    consistency.stale_schema,
    texts.broken_citation,
    texts.untranslated_page,
    texts.leads_nowhere,
    clips.unused_audio,
    clips.same_content_twice,
)

NEEDS_ALL: frozenset[object] = frozenset(
    (consistency.unused_model, consistency.no_examples, scores.unmeasured_score, clips.unused_audio)
)
"""Rules about what is nowhere: they are silent while parts of the catalogue could not be read."""


def slice_findings(context: SliceContext) -> tuple[Found, ...]:
    """Everything that rules find in consecutive examples."""
    view = slice_view(context)
    return (*_found(OF_ALL_PARTS, view.contents), *_found(OF_EXAMPLES, view))


def task_findings(context: TaskContext) -> tuple[Found, ...]:
    """Everything that rules find in a task beside its examples."""
    contents = _found(OF_ALL_PARTS, task_contents(context))
    return (*contents, *_found(OF_TASKS, context, complete=context.complete))


def site_findings(context: SiteContext) -> tuple[Found, ...]:
    """Everything that rules find in a catalogue beside its tasks, and between its parts."""
    contents = _found(OF_ALL_PARTS, site_contents(context))
    return (*contents, *_found(OF_SITES, context, complete=context.complete))


def _found(rules: Rules[Part], part: Part, *, complete: bool = True) -> Iterator[Found]:
    for rule in rules:
        if complete or rule not in NEEDS_ALL:
            for finding in rule(part):
                yield rule.__name__.replace("_", "-"), finding
