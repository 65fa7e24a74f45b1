"""The files that a new project has for the host that will publish it.

Rule: each host's part of the README is `publish-HOST.md` in `starters/common/`, where all these files lie.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from soundcase.settings import HostName

HOSTS: Mapping[HostName, Mapping[str, str]] = MappingProxyType(
    {
        "pages": {".github/workflows/pages.yml": "pages.yml"},
        "gitlab": {".gitlab-ci.yml": "gitlab-ci.yml"},
        "huggingface": {".github/workflows/space.yml": "huggingface.yml", "space/README.md": "space.md"},
        "netlify": {"netlify.toml": "netlify.toml"},
        "cloudflare": {
            ".github/workflows/cloudflare.yml": "cloudflare.yml",
            "wrangler.toml": "wrangler.toml",
            "_headers": "_headers",
        },
    }
)
"""Place in the project → file in `starters/common/`, by host."""
