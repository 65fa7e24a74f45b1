"""Sharing of examples: which sites have pages for frames and are described as datasets, and what menus need."""

from __future__ import annotations

import json
from collections.abc import Iterable

from soundcase.model import Catalogue
from soundcase.site.views.context import RenderContext
from soundcase.site.views.found import absolute
from soundcase.site.views.frame import SectionView, Sharing

EMBEDS = "embed/"
"""The folder of pages for frames."""
_MOST_EMBEDS = 200
"""Examples of which each has a page for frames where nobody asks for it."""


def has_embeds(catalogue: Catalogue) -> bool:
    """True if each example has a page for frames."""
    if catalogue.embed is not None:
        return catalogue.embed
    return bool(catalogue.url) and sum(len(task.examples) for task in catalogue.tasks()) <= _MOST_EMBEDS


DATASET = "croissant.json"
"""The address of the description as a dataset."""
_MOST_DESCRIBED = 1000
"""Examples of a site that is described as a dataset; of more, `build-site export` makes one."""


def is_dataset(catalogue: Catalogue) -> bool:
    """True if the site is described as a dataset: its terms and address are known, and it is soon read."""
    count = sum(len(task.examples) for task in catalogue.tasks())
    return bool(catalogue.url and catalogue.license) and 0 < count <= _MOST_DESCRIBED


def sharing_of(sections: Iterable[SectionView], site: RenderContext) -> Sharing | None:
    """The needs of the menus of these examples."""
    tasks = (task for part in sections for task in part.tasks)
    menus = (one.menu for task in tasks for group in task.groups for one in group.examples)
    if not (site.catalogue.embed or any(menus)):  # a search shows examples of other pages
        return None
    base = absolute(site.catalogue, EMBEDS) if site.catalogue.embed else ""
    return Sharing(base or EMBEDS, bool(base), json.dumps(dict(site.words.share), ensure_ascii=False))
