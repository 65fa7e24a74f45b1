"""The site of an examined catalogue: drawn, or only weighed where nobody needs it."""

from __future__ import annotations

from soundcase import __version__
from soundcase.catalogue.load import Loaded
from soundcase.checks.examination import Examination, ProjectContext
from soundcase.checks.judge import check_budgets
from soundcase.checks.planning import expected_site, plan_files, site_listing
from soundcase.problems.problem import Problem
from soundcase.publishing.publish import Site
from soundcase.site.pages import site_source
from soundcase.site.render import render_site
from soundcase.site.theme import Theme, ThemeError


def draw(
    context: ProjectContext, loaded: Loaded, found: Examination, theme: Theme, *, making: bool
) -> tuple[Site | None, tuple[Problem, ...]]:
    """The site, and what is wrong with it; if not `making`, about as heavy as it would be.

    A project's own templates are drawn in any case: nothing else tries them.
    """
    assert loaded.catalogue is not None
    plan, copies = plan_files(found.files, found.survey)
    if not making and theme.overrides is None:
        site = expected_site(found.slices, plan, {**theme.assets, **copies})
    else:
        listing = site_listing(found.slices, found.survey, plan, context.kept)
        source = site_source(loaded.catalogue, plan, __version__, context.kept, listing)
        try:
            site = render_site(source, theme, copies)
        except ThemeError as error:
            return None, (error.problem(context.project),)
    if context.edition.packed:
        return site, ()
    return site, check_budgets(loaded, found.rules, found.slices, plan, site)
