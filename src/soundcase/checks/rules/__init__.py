"""The rules by which a valid catalogue is a good one: one small function for each.

Rule 1: a rule is named as the problem code it finds, with `_` for `-`, and finds nothing else.
Rule 2: rules are pure: they see the catalogue and what probing said, never a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from soundcase.checks.rules import clips, consistency, scores, sound, texts
from soundcase.checks.rules.context import Finding, RuleContext

Rule = Callable[[RuleContext], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    consistency.unknown_model,
    consistency.unused_model,
    consistency.duplicate_id,
    consistency.no_content,
    consistency.no_audio,
    consistency.no_outputs,
    consistency.no_examples,
    consistency.stray_prompt,
    consistency.stray_output,
    scores.stray_score,
    scores.measured_score,
    scores.no_reference,
    scores.unmeasured_score,
    consistency.stray_labels,
    consistency.empty_cell,
    texts.looks_like_html,
    texts.looks_like_file,
    texts.separate_labels,
    texts.missing_alt,
    texts.changes_direction,
    texts.looks_like_math,
    texts.unreadable_math,
    texts.broken_citation,
    texts.untranslated_page,
    texts.markdown_loss,
    texts.leads_nowhere,
    clips.unused_audio,
    clips.same_content,
    clips.same_content_twice,
    sound.wrong_channels,
    sound.many_channels,
    sound.one_sided,
    clips.rate_differs,
    clips.channels_differ,
    clips.duration_differs,
    sound.loudness_spread,
    sound.near_silent,
    sound.bandwidth_differs,
    sound.upsampled,
    consistency.stale_schema,
)

NEEDS_ALL: frozenset[Rule] = frozenset(
    (consistency.unused_model, consistency.no_examples, scores.unmeasured_score, clips.unused_audio)
)
"""Rules about what is nowhere: they are silent while parts of the catalogue could not be read."""


def findings(context: RuleContext) -> Iterator[tuple[str, Finding]]:
    """Everything that the rules find, each with the code of its rule."""
    for rule in RULES:
        if context.complete or rule not in NEEDS_ALL:
            for finding in rule(context):
                yield rule.__name__.replace("_", "-"), finding
