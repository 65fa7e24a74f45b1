"""The context of Markdown on a site: its language, and the addresses of the project's files and pictures."""

from __future__ import annotations

from collections.abc import Callable

from soundcase.model import Catalogue
from soundcase.site.plan import Plan
from soundcase.site.views.media import shown_size
from soundcase.site.views.sounds import address
from soundcase.text.markdown import Setting, Shown

_TALLEST = 600
"""Pixels of a picture, as of a figure."""


def setting_of(catalogue: Catalogue, plan: Plan, claim: Callable[[str], str]) -> Setting:
    """The setting of all Markdown of the site; `claim` makes an id unique."""
    pictures = {link: plan.pictures[name] for link, name in plan.shown.items()}
    return Setting(
        language=catalogue.language,
        math=catalogue.math,
        files={link: address(one.url) for link, one in plan.files.items()},
        pictures={
            link: Shown(address(one.url), *shown_size(one.picture.width, one.picture.height, _TALLEST))
            for link, one in pictures.items()
        },
        claim=claim,
    )
