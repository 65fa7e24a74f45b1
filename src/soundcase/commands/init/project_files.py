"""The files that every new project has around its catalogue, made from nothing or imported."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Template

from soundcase.catalogue.schema.documents import schema_files
from soundcase.commands.init.requirement import requirement
from soundcase.project import IGNORED, SITE_IGNORED
from soundcase.shipped import shipped_folder


def project_files(title: str, guide: str, **values: str) -> Mapping[str, str]:
    """Texts by their path in the project; `guide` is the part of the README that is about its examples.

    `guide` names a file in `starters/common/`, `values` are what its places hold.
    """
    escaped = re.sub(r"([\\`*_\[\]<>#])", r"\\\1", " ".join(title.split()))
    return {
        ".gitignore": IGNORED,
        ".github/workflows/pages.yml": _filled("pages.yml"),
        "README.md": _filled("README.md", title=escaped, guide=_filled(guide, **values).rstrip()),
        "requirements.txt": _filled("requirements.txt", requirement=requirement().rstrip()),
        "site/.gitignore": SITE_IGNORED,
        **schema_files(),
    }


def _filled(name: str, **values: str) -> str:
    """A text of `starters/common/`; one without values may hold `$` as it likes."""
    text = (shipped_folder("starters", "README.md") / "common" / name).read_text(encoding="utf-8")
    return Template(text).substitute(values) if values else text
