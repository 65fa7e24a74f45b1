"""The whole story: from a project to its published site.

Rule 1: `check` is the beginning of `build`; they find the same problems.
Rule 2: an error anywhere stops before anything is written; the last site stays as it was.
Rule 3: an error that catalogue or headers show stops before clips are encoded, not before they are measured.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field, replace

from soundcase import __version__
from soundcase.audio.media.pool import MediaContext, WorkerOptions, media_context
from soundcase.catalogue.load import Loaded, load
from soundcase.checks.inventory import take_inventory
from soundcase.checks.judge import check_budgets, final, judge, rule_context
from soundcase.checks.planning import plan_files, site_listing
from soundcase.checks.requests import Making
from soundcase.checks.rules.parts import parts_of
from soundcase.checks.slices import sliced
from soundcase.checks.survey import Survey, survey
from soundcase.kept import KeptValues, kept_values
from soundcase.problems.problem import Problem, any_error
from soundcase.project import Project
from soundcase.publishing.publication import publication, refused
from soundcase.publishing.publish import Published, Site
from soundcase.site.pages import site_source
from soundcase.site.render import render_site
from soundcase.site.theme import ThemeError, theme_of
from soundcase.values import dataclass


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
        return examine(project, options, context, kept_values(project.root))


def build(project: Project, options: Options, summary: Callable[[Built], str]) -> Built:
    """Check and publish; the site in the output folder is replaced whole or not at all.

    `summary` words what was done; a later build that finds nothing changed repeats it.
    """
    if problem := refused(project):
        return Built(Checked(Loaded(None), ()), None, (problem,))
    with publication(project, options.on_wait) as ours:
        kept = kept_values(project.root)
        with media_context(project.root, options.media) as context:
            checked = examine(project, options, context, kept, making=True)
            if checked.site is None:
                return Built(checked, None, checked.problems)
            published, faults = ours.publish(checked.site)
        built = Built(checked, published, (*faults, *checked.problems))
        if not built.failed:
            kept.forget_unused()
        if not built.failed and not options.media.audio:
            ours.remember(checked.site, summary(built))
        return built


def examine(
    project: Project, options: Options, context: MediaContext, kept: KeptValues, *, making: bool = False
) -> Checked:
    """The project as it is; if `making`, with everything that its site needs."""
    loaded = load(project, kept)
    catalogue = loaded.catalogue
    if catalogue is None:
        return Checked(loaded, final(loaded.problems, strict=options.strict))
    parts, slices = parts_of(catalogue, kept), sliced(catalogue, kept)
    files = take_inventory(project, parts.links, slices, context, kept)
    rules = rule_context(project, parts, files, complete=not any_error(loaded.problems))
    theme, mistakes = theme_of(project, catalogue.theme, catalogue.language)

    def surveyed(making: Making) -> tuple[Survey, tuple[Problem, ...]]:
        found = survey(files, slices, context, kept, making)
        problems = judge(
            loaded,
            replace(rules, facts=[one.facts for one in found.slices], contents=found.contents),
            found.faults,
            kept,
        )
        return found, final((*mistakes, *problems), strict=options.strict)

    found, problems = surveyed("what is there" if making else "nothing")
    if making and not found.complete:
        hopeless = any_error(problems)
        found, problems = surveyed("nothing" if hopeless else "all")
        if hopeless and not any_error(problems):  # what is there is better than its headers
            found, problems = surveyed("all")
    if theme is None or any_error(problems):
        return Checked(loaded, problems, found)
    plan, copies = plan_files(files, found)
    try:
        source = site_source(catalogue, plan, __version__, kept, site_listing(slices, found, plan, kept))
        site = render_site(source, theme, copies)
    except ThemeError as error:
        return Checked(loaded, final((*problems, error.problem(project)), strict=options.strict), found)
    problems = final((*problems, *check_budgets(loaded, rules, slices, plan, site)), strict=options.strict)
    return Checked(loaded, problems, found, None if any_error(problems) else site)
