"""The site of an examined catalogue: drawn, or only weighed where nobody needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from soundcase import __version__
from soundcase.catalogue.load import Loaded
from soundcase.checks.examination import Examination, ProjectContext
from soundcase.checks.judge import check_budgets
from soundcase.checks.planning import expected_archives, expected_site, plan_files, site_listing
from soundcase.checks.slices import SlicedCatalogue
from soundcase.problems.problem import Problem
from soundcase.publishing.placement import Payload
from soundcase.publishing.publish import Site
from soundcase.site.downloads import task_archives
from soundcase.site.pages import site_source
from soundcase.site.plan import Plan
from soundcase.site.render import render_site
from soundcase.site.theme import Theme, ThemeError
from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class SiteContent:
    """The content of a site: a catalogue, its files at their addresses, and its looks."""

    slices: SlicedCatalogue
    plan: Plan
    payloads: Mapping[str, Payload]
    theme: Theme


def usual_content(found: Examination, theme: Theme) -> SiteContent:
    """The content of the usual edition: what the catalogue says, as it says it."""
    return SiteContent(found.slices, *plan_files(found.files, found.survey), theme)


def draw(
    context: ProjectContext, loaded: Loaded, found: Examination, content: SiteContent, *, making: bool
) -> tuple[Site | None, tuple[Problem, ...]]:
    """The site, and what is wrong with it; if not `making`, about as heavy as it would be.

    A project's own templates are drawn in any case: nothing else tries them.
    """
    slices, plan, theme = content.slices, content.plan, content.theme
    if not making and theme.overrides is None:
        archives = expected_archives(slices, found.survey)
        site = expected_site(slices, plan, {**theme.assets, **content.payloads, **archives})
    else:
        frames = False if context.edition.packed else slices.catalogue.embed  # nobody frames what is on disk
        drawn = replace(slices.catalogue, embed=frames)
        listing = site_listing(slices, found.survey, plan, context.kept)
        source = site_source(drawn, plan, __version__, context.kept, listing)
        try:
            site = render_site(source, theme, content.payloads)
            if making:
                archives = task_archives(source, content.payloads, context.media.cache.scratch)
                site = replace(site, assets={**site.assets, **archives})
        except ThemeError as error:
            return None, (error.problem(context.project),)
    if context.edition.packed:
        return site, ()
    return site, check_budgets(loaded, found.rules, slices, plan, site)
