"""What Markdown needs to know of a site: its language, and where files and pictures of the project went."""

from __future__ import annotations

from collections.abc import Callable

from soundcase.markdown import Setting, Shown
from soundcase.model import Catalogue
from soundcase.plan import Plan
from soundcase.views.media import shown_size
from soundcase.views.sounds import address

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
