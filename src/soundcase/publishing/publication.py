"""The publication of one build: nobody else builds meanwhile, and what was done is remembered.

Rule: inputs are observed when it begins, before any of them is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from soundcase.problems.codes import problem_of
from soundcase.problems.problem import Fault, Place, Problem
from soundcase.project import Project
from soundcase.publishing import build_fingerprint
from soundcase.publishing.lock import build_lock, lock_path
from soundcase.publishing.output_guard import cannot_write, refusal
from soundcase.publishing.publish import Published, Site, publish
from soundcase.settings import USUAL, Edition
from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class Publication:
    """The output of a project while one build may write there."""

    project: Project
    edition: Edition
    inputs: Mapping[str, str]
    """As `build_fingerprint` observed them."""

    def publish(self, site: Site) -> tuple[Published, tuple[Problem, ...]]:
        """Replace the site in the output folder whole, or not at all; and why not."""
        root, output = self.project.root, self.project.output
        known = build_fingerprint.remembered(str(root), str(output))
        published = publish(site, output, root=root, known=known)
        return published, tuple(_placed(fault, self.project) for fault in published.faults)

    def remember(self, site: Site, published: Published, summary: str) -> None:
        """Let a later build that finds nothing changed end at once, with this summary."""
        root, output = str(self.project.root), str(self.project.output)
        outputs = {**dict.fromkeys((*site.assets, *site.pages), ""), **published.untouched}
        told = summary if self.edition == USUAL else ""
        build_fingerprint.record(root, output, inputs=self.inputs, outputs=outputs, summary=told)


@contextmanager
def publication(project: Project, edition: Edition, on_wait: Callable[[], None]) -> Iterator[Publication]:
    """The publication of a build; `on_wait` is called once where another build has to end first."""
    with build_lock(lock_path(project.root), on_wait):
        yield Publication(project, edition, build_fingerprint.observe(str(project.root)))


def refused(project: Project) -> Problem | None:
    """The reason why the output folder cannot be written to, before any work is done; None if it can."""
    try:
        fault = refusal(project.output, project.root)
    except OSError as reason:
        fault = cannot_write(project.output, project.root, reason)
    return _placed(fault, project) if fault else None


def _placed(fault: Fault, project: Project) -> Problem:
    """A fault of publishing: its place is the output folder."""
    output = project.output
    within = output.is_relative_to(project.root) and output != project.root
    path = project.relative(output) if within else output.as_posix()
    return problem_of(fault.code, fault.message, Place(path), fault.hint)
