"""The whole story: from a project to its published site.

Rule 1: `check` is the beginning of `build`; they find the same problems, but what pages weigh it estimates.
Rule 2: an error anywhere stops before anything is written; the last site stays as it was.
Rule 3: an error that catalogue or headers show stops before dear encodes (all but WAV), not before clips are
    measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field, replace

from soundcase.audio.media.pool import WorkerOptions, media_context
from soundcase.catalogue.load import Loaded, load
from soundcase.checks.drawing import draw, usual_content
from soundcase.checks.examination import ProjectContext, examination
from soundcase.checks.fitting import packed
from soundcase.checks.judge import final
from soundcase.checks.survey import Survey
from soundcase.kept import kept_values
from soundcase.problems.problem import Problem, any_error
from soundcase.project import Project
from soundcase.publishing.publication import publication, refused
from soundcase.publishing.publish import Published, Site
from soundcase.settings import USUAL, Edition
from soundcase.site.theme import theme_of
from soundcase.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from soundcase.anonymous.anonymity import Anonymity


@dataclass(frozen=True, slots=True)
class Options:
    """Options of a build; none of them changes what comes out."""

    media: WorkerOptions = field(default_factory=WorkerOptions)
    strict: bool = False
    """Whether warnings count as errors."""
    on_wait: Callable[[], None] = lambda: None
    """Called once when another build of the same project has to be waited for."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A project that was checked: what it says, its problems in file and line order, and the site it makes."""

    loaded: Loaded
    problems: tuple[Problem, ...]
    survey: Survey | None = None
    site: Site | None = None
    """None where an error forbids it."""
    anonymity: Anonymity | None = None
    """None for every edition but the anonymous one, and where nothing was drawn."""


@dataclass(frozen=True, slots=True)
class Built:
    """A build that ended, and all its problems: those of publishing first."""

    checked: Checked
    published: Published | None
    problems: tuple[Problem, ...]

    @property
    def failed(self) -> bool:
        """True if there is no new site."""
        return any_error(self.problems)


def check(project: Project, options: Options) -> Checked:
    """The beginning of a build, without what is made for the site; what is measured is kept in the cache."""
    with media_context(project.root, options.media) as context:
        return examine(ProjectContext(project, context, kept_values(project.root)), options)


def build(
    project: Project, options: Options, summary: Callable[[Built], str], edition: Edition = USUAL
) -> Built:
    """Check and publish this edition; the site in the output folder is replaced whole or not at all.

    `summary` words what was done; a later build that finds nothing changed repeats it.
    """
    if problem := refused(project):
        return Built(Checked(Loaded(None), ()), None, (problem,))
    with publication(project, edition, options.on_wait) as ours:
        kept = kept_values(project.root)
        with media_context(project.root, options.media) as context:
            seen = replace(context, seen=ours.inputs)
            checked = examine(ProjectContext(project, seen, kept, edition), options, making=True)
            if checked.site is None:
                return Built(checked, None, checked.problems)
            published, faults = ours.publish(checked.site)
        built = Built(checked, published, (*faults, *checked.problems))
        if not built.failed:
            kept.forget_unused()
        if not built.failed and not options.media.audio:
            ours.remember(checked.site, published, summary(built))
        return built


def examine(context: ProjectContext, options: Options, *, making: bool = False) -> Checked:
    """The project as it is; if `making`, with everything that its site needs."""
    loaded = load(context.project, context.kept)
    if loaded.catalogue is None:
        return Checked(loaded, final(loaded.problems, strict=options.strict))
    if context.edition.packed:
        loaded = replace(loaded, catalogue=packed(loaded.catalogue, context.edition.thrift))
    catalogue = loaded.catalogue
    assert catalogue is not None
    theme, mistakes = theme_of(context.project, catalogue.theme, catalogue.language)

    def settled(problems: Iterable[Problem]) -> tuple[Problem, ...]:
        return final((*mistakes, *problems), strict=options.strict)

    found = examination(context, loaded, settled, making=making)
    if theme is None or any_error(found.problems):
        return Checked(loaded, found.problems, found.survey)
    content, anonymity = usual_content(found, theme), None
    if context.edition.anonymous:
        from soundcase.anonymous.anonymity import draw_anonymously

        site, more, anonymity = draw_anonymously(context, loaded, found, content)
    else:
        site, more = draw(context, loaded, found, content, making=making)
    problems = final((*found.problems, *more), strict=options.strict)
    return Checked(loaded, problems, found.survey, None if any_error(problems) else site, anonymity)
