"""The table of rules by their scopes, and what the rules of a scope find in a part of a catalogue.

Rule: the rules about a whole site stand in `site`; they are asked every time, the others where a part changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from soundcase.checks.rules import clips, consistency, found, scores, site, sound, texts
from soundcase.checks.rules.context import (
    ClipsContext,
    Finding,
    Found,
    HeadContext,
    SiteContext,
    SliceContext,
    TaskContext,
)
from soundcase.checks.rules.summary import (
    ClipsView,
    PartContents,
    SliceView,
    clips_view,
    head_contents,
    slice_view,
    task_contents,
)

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
    consistency.unknown_choice,
    consistency.empty_cell,
    scores.stray_score,
    scores.measured_score,
    scores.no_reference,
    texts.looks_like_file,
    texts.separate_labels,
    consistency.wrong_channels,
)
"""Rules about examples, whatever is known of their files."""

OF_CLIPS: Rules[ClipsView] = (
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
"""Rules about the clips of examples."""

OF_TASKS: Rules[TaskContext] = (
    consistency.no_examples,
    consistency.miscounted,
    consistency.unknown_clusters,
    scores.stray_result,
    scores.unmeasured_score,
)

OF_HEADS: Rules[HeadContext] = (
    found.broken_citation,
    found.unknown_citation_type,
    found.incomplete_citation,
    found.duplicate_citation,
    found.other_address,
    texts.untranslated_page,
)
"""Rules about what the catalogue says of itself."""

OF_SITES: Rules[SiteContext] = (
    site.unused_model,
    site.duplicate_id,
    site.unknown_hero,
    site.stale_schema,
    site.leads_nowhere,
    site.unused_audio,
    site.same_content_twice,
)

NEEDS_ALL: frozenset[object] = frozenset(
    (
        site.unused_model,
        site.unknown_hero,
        consistency.no_examples,
        consistency.unknown_clusters,
        consistency.miscounted,
        scores.unmeasured_score,
        site.unused_audio,
    )
)
"""Rules about what is nowhere: they are silent while parts of the catalogue could not be read."""


def slice_findings(context: SliceContext) -> tuple[Found, ...]:
    """Everything that rules find in consecutive examples, whatever is known of their files."""
    view = slice_view(context)
    return (*_found(OF_ALL_PARTS, view.contents), *_found(OF_EXAMPLES, view))


def clip_findings(context: ClipsContext) -> tuple[Found, ...]:
    """Everything that rules find in the clips of consecutive examples."""
    return tuple(_found(OF_CLIPS, clips_view(context)))


def task_findings(context: TaskContext) -> tuple[Found, ...]:
    """Everything that rules find in a task beside its examples."""
    contents = _found(OF_ALL_PARTS, task_contents(context))
    return (*contents, *_found(OF_TASKS, context, complete=context.complete))


def head_findings(context: HeadContext) -> tuple[Found, ...]:
    """Everything that rules find in a catalogue beside its tasks."""
    return (*_found(OF_ALL_PARTS, head_contents(context)), *_found(OF_HEADS, context))


def site_findings(context: SiteContext) -> tuple[Found, ...]:
    """Everything that rules find between the parts of a site."""
    return tuple(_found(OF_SITES, context, complete=context.complete))


def _found(rules: Rules[Part], part: Part, *, complete: bool = True) -> Iterator[Found]:
    for rule in rules:
        if complete or rule not in NEEDS_ALL:
            for finding in rule(part):
                yield rule.__name__.replace("_", "-"), finding
