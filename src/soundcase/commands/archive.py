"""One archive of a project's site, as large as may be.

Rule 1: nothing is written until all of it is known to be right; `site/` is left alone.
Rule 2: an archive never exceeds its limit. Where no step is enough, the smallest there is says by how much.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from soundcase.audio.media.pool import media_context
from soundcase.build import Checked, Options, examine
from soundcase.catalogue.load import Loaded
from soundcase.checks.examination import ProjectContext
from soundcase.checks.fitting import TaskWeight, attempts, clips_of, weights
from soundcase.kept import kept_values
from soundcase.problems.codes import problem_of
from soundcase.problems.problem import Fault, Place, Problem, any_error
from soundcase.project import Project
from soundcase.publishing.archive import (
    Entries,
    archive_entries,
    archive_refusal,
    archive_size,
    packed_sizes,
    write_archive,
)
from soundcase.publishing.publication import publication
from soundcase.settings import Edition
from soundcase.site.words import how_to_open
from soundcase.values import dataclass

_HEAVIEST = 5


@dataclass(frozen=True, slots=True)
class Archived:
    """An archive that was asked for, and all problems: those of writing it first."""

    checked: Checked
    problems: tuple[Problem, ...]
    size: int = 0
    """Bytes."""
    files: int = 0
    weights: tuple[TaskWeight, ...] = ()
    """What was chosen to keep a limit; none where there is no limit."""

    @property
    def failed(self) -> bool:
        """True if there is no new archive."""
        return any_error(self.problems)


def build_archive(
    project: Project, options: Options, edition: Edition, target: Path, most: int | None = None
) -> Archived:
    """Check, and write the archive of this edition, of `most` bytes; it is replaced whole or not at all."""
    if fault := archive_refusal(target, project.root, project.output):
        return _refused(fault, project, target)
    packed = replace(edition, packed=True)
    with (
        publication(project, packed, options.on_wait) as ours,
        media_context(project.root, options.media) as media,
    ):
        seen = replace(media, seen=ours.inputs)
        found = _fitted(ProjectContext(project, seen, kept_values(project.root), packed), options, most)
        if found.checked.site is None:
            return Archived(found.checked, found.checked.problems)
        fault = found.fault or write_archive(found.entries, target, project.root)
    if fault:
        return _refused(fault, project, target, found)
    files = len(found.entries)
    return Archived(found.checked, found.checked.problems, target.stat().st_size, files, found.weights)


@dataclass(frozen=True, slots=True)
class _Fitted:
    """The site that goes into an archive, or the fault that none does."""

    checked: Checked
    entries: Entries
    weights: tuple[TaskWeight, ...] = ()
    fault: Fault | None = None


def _fitted(context: ProjectContext, options: Options, most: int | None) -> _Fitted:
    """The site, its clips encoded so that its archive has `most` bytes."""
    first = examine(context, options, making=True)
    entries = _entries(first)
    size = archive_size(packed_sizes(entries))
    if most is None or first.survey is None or first.site is None or first.loaded.catalogue is None:
        return _Fitted(first, entries)
    tasks, before = clips_of(first.loaded.catalogue), first.survey.clips
    if size <= most:
        return _Fitted(first, entries, weights(tasks, before, before))
    (_, usual), *steps = attempts(tasks, before)
    rest, checked = size - usual, first
    sizes: Mapping[str, int] = {}
    for number, (thrift, expected) in enumerate(steps, 1):
        if rest + expected > most and 1 < number < len(steps):
            continue
        edition = replace(context.edition, thrift=tuple(thrift.items()))
        checked = examine(replace(context, edition=edition), options, making=True)
        entries = _entries(checked)
        sizes = packed_sizes(entries)
        size = archive_size(sizes)
        rest = size - expected
        if checked.survey is None or checked.site is None:
            return _Fitted(checked, entries)
        if size <= most:
            return _Fitted(checked, entries, weights(tasks, before, checked.survey.clips))
    return _Fitted(checked, entries, fault=_too_large(sizes, most))


def _entries(checked: Checked) -> Entries:
    """The files of an archive; none where there is no site."""
    catalogue = checked.loaded.catalogue
    if checked.site is None or catalogue is None:
        return {}
    return archive_entries(checked.site, how_to_open(catalogue.language))


def _too_large(sizes: Mapping[str, int], most: int) -> Fault:
    heaviest = sorted(sizes.items(), key=lambda one: (-one[1], one[0]))[:_HEAVIEST]
    size = archive_size(sizes)
    message = (
        f"the archive would have {megabytes(size)} at the least, {megabytes(size - most)} more than it may"
    )
    listed = ", ".join(f"{path.partition('/')[2]} {megabytes(weight)}" for path, weight in heaviest)
    return Fault("archive-too-large", message, f"leave examples out, or cut what weighs most: {listed}")


def megabytes(size: int) -> str:
    """Bytes as people give limits: `19.97 MB`; small ones in kB."""
    return f"{size / 1e6:.2f} MB" if size >= 1_000_000 else f"{size / 1e3:.1f} kB"


def _refused(fault: Fault, project: Project, target: Path, found: _Fitted | None = None) -> Archived:
    place = project.relative(target) if target.is_relative_to(project.root) else target.as_posix()
    problem = problem_of(fault.code, fault.message, Place(place), fault.hint)
    checked = found.checked if found else Checked(Loaded(None), ())
    return Archived(checked, (problem, *checked.problems))
