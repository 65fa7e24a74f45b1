"""The limits of hosts, as they document them, in one table.

Rule: a limit stands here only where the host's own documents name it; each has its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from soundcase.settings import HostName
from soundcase.values import dataclass

MB = 1_000_000
_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class HostLimits:
    """The limits of one host."""

    name: str
    """For people."""
    source: str
    """Where it says so."""
    file: int | None = None
    """Bytes of a file."""
    site: int | None = None
    """Bytes of a site."""
    files: int | None = None
    """Files of a site."""
    folder: int | None = None
    """Files in one folder."""


HOST_LIMITS: Mapping[HostName, HostLimits] = MappingProxyType(
    {
        # Of files its repositories refuse some: docs.github.com, "About large files on GitHub".
        "pages": HostLimits(
            "GitHub Pages",
            "https://docs.github.com/pages/getting-started-with-github-pages/github-pages-limits",
            file=100 * MB,
            site=1000 * MB,
        ),
        # Entries, folders among them.
        "gitlab": HostLimits(
            "GitLab Pages",
            "https://docs.gitlab.com/user/gitlab_com/#gitlab-pages",
            site=1000 * MB,
            files=200_000,
        ),
        "huggingface": HostLimits(
            "Hugging Face",
            "https://huggingface.co/docs/hub/storage-limits",
            file=50_000 * MB,
            files=100_000,
            folder=10_000,
        ),
        "netlify": HostLimits(
            "Netlify",
            "https://docs.netlify.com/deploy/create-deploys/",
            folder=54_000,
        ),
        # Paid plans take 100,000 files.
        "cloudflare": HostLimits(
            "Cloudflare Pages",
            "https://developers.cloudflare.com/pages/platform/limits/",
            file=25 * _MIB,
            files=20_000,
        ),
    }
)
