"""The anchors of a site: the ids of its sections, tasks and examples, given before anything is drawn.

Rule 1: they are unique on the whole site, however it is cut into pages, and follow from titles and ids alone.
Rule 2: whatever else has an id or a name is unique on its page only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from soundcase.problems.phrases import slug
from soundcase.values import dataclass

OWN_IDS = (
    "top",
    "main",
    "contents",
    "systems",
    "leaderboard",
    "abstract",
    "citation",
    "citation-text",
    "status",
    "hero",
)
"""What each page, or the first, has by itself."""
_BARE_SECTION = "part"
_BLANKS = re.compile(r"\s+")


@dataclass(slots=True)
class UniqueNames:
    """Names given so far: the one thing here that grows, and it never leaves the making of its page."""

    names: set[str] = field(default_factory=set)

    def claim(self, wanted: str, *, join: str) -> str:
        """The name, or the first numbered variant of it that is still free."""
        name, number = wanted, 1
        while name in self.names:
            number += 1
            name = f"{wanted}{join}{number}"
        self.names.add(name)
        return name

    def anchor(self, wanted: str) -> str:
        """A valid id: with no white space, not empty, and free."""
        return self.claim(_BLANKS.sub("-", wanted.strip()) or "part", join="-")


@dataclass(frozen=True, slots=True)
class SiteAnchors:
    """Every anchor that is unique on the whole site."""

    sections: tuple[str, ...]
    tasks: Mapping[str, str]
    """By task id."""
    examples: Mapping[str, tuple[str, ...]]
    """By task id, in the order of the task."""


def site_anchors(
    sections: Iterable[tuple[str, Iterable[str]]], ids: Mapping[str, Sequence[str]]
) -> SiteAnchors:
    """The anchors of a site: of its sections the titles and ids of tasks, `ids` of the examples by task."""
    given = UniqueNames(set(OWN_IDS))
    of_sections, of_tasks, of_examples = [], {}, {}
    for title, tasks in sections:
        of_sections.append(given.anchor(slug(title, _BARE_SECTION)))
        for task in tasks:
            of_tasks[task] = given.anchor(task)
            of_examples[task] = tuple(given.anchor(f"{task}--{one}") for one in ids[task])
    return SiteAnchors(tuple(of_sections), of_tasks, of_examples)


def examples_called(name: str, ids: Mapping[str, Sequence[str]]) -> tuple[tuple[str, int], ...]:
    """Task and place of the examples that a name means: an id, or one with that of its task, `task--id`."""
    return tuple(
        (task, place)
        for task, names in ids.items()
        for place, own in enumerate(names)
        if name in (own, f"{task}--{own}")
    )
