"""The files that every new project has around its catalogue, made from nothing or imported.

Rules for the line of `requirements.txt` that installs soundcase from where this one came:

Rule 1: it works wherever the project goes, if that can be: a release, or an address that others reach too.
Rule 2: a place on this machine is named where nothing else is known, and the line says so.
Rule 3: no password that an address carries is passed on.

Sources: PEP 610 (`direct_url.json`), PEP 508 (`name @ address`).
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, distribution, metadata
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from urllib.request import url2pathname

from soundcase import __version__
from soundcase.catalogue.schema.documents import schema_files
from soundcase.commands.init.hosts import HOSTS
from soundcase.project import IGNORED, SITE_IGNORED
from soundcase.settings import HostName
from soundcase.shipped import shipped_folder

NAME = "soundcase"
RELEASED = f"{NAME}=={__version__}"

_ELSEWHERE = f"""\
# This place is on one machine. Before you share or publish the project, name one that others reach as well:
# the repository of soundcase (`{NAME} @ git+https://…`), or a release (`{RELEASED}`).
"""
_NOT_PUSHED = "# The newest version there: the one that the project was made with had not been pushed.\n"
_GONE = "# What soundcase was installed from is not there any more: name a place that has this version.\n"


def project_files(title: str, guide: str, host: HostName = "pages", **values: str) -> Mapping[str, str]:
    """Texts by their path in the project; `guide` is the part of the README that is about its examples.

    `guide` names a file in `starters/common/`, `values` are what its places hold; `host` will publish the page.
    """
    escaped = re.sub(r"([\\`*_\[\]<>#])", r"\\\1", " ".join(title.split()))
    return {
        ".gitignore": IGNORED,
        "AGENTS.md": _filled("AGENTS.md"),
        **{place: _by_action(_filled(name), name) for place, name in HOSTS[host].items()},
        "README.md": _filled(
            "README.md",
            title=escaped,
            guide=_filled(guide, **values).rstrip(),
            publish=_filled(f"publish-{host}.md").rstrip(),
        ),
        "requirements.txt": _filled("requirements.txt", requirement=requirement().rstrip()),
        "site/.gitignore": SITE_IGNORED,
        **schema_files(),
    }


def _filled(name: str, **values: str) -> str:
    """A text of `starters/common/`; one without values may hold `$` as it likes."""
    text = (shipped_folder("starters", "README.md") / "common" / name).read_text(encoding="utf-8")
    return Template(text).substitute(values) if values else text


def _by_action(text: str, name: str) -> str:
    """A workflow, or the shorter one that uses our action, where that can be had from where we came."""
    shorter = shipped_folder("starters", "README.md") / "common" / f"{Path(name).stem}-action.yml"
    action = action_of(requirement())
    return (
        shorter.read_text(encoding="utf-8").replace("ACTION", action) if action and shorter.is_file() else text
    )


def action_of(line: str) -> str:
    """The action that belongs to a required soundcase, as workflows use it; empty where GitHub has none."""
    if line.startswith(f"{NAME}=="):
        home = metadata(NAME).get_all("Project-URL") or []
        where = next((url.partition(", ")[2] for url in home if url.startswith("Repository, ")), "")
        found = re.fullmatch(r"https://github\.com/([^/]+/[^/]+?)(?:\.git)?", where)
        return f"{found[1]}@v{__version__.partition('.')[0]}" if found else ""
    given = re.fullmatch(rf"{NAME} @ git\+https://github\.com/([^/]+/[^/@]+?)(?:\.git)?@([0-9a-f]+)\n", line)
    return f"{given[1]}@{given[2]}" if given else ""


def requirement() -> str:
    """The line that installs soundcase, below comments where it needs some."""
    record = _record()
    if record is None:
        return f"{RELEASED}\n"
    address = _without_password(str(record["url"]))
    commit = str(record.get("vcs_info", {}).get("commit_id", ""))
    if urlsplit(address).scheme == "file":
        return _local(address, commit)
    if commit:
        part = f"#subdirectory={record['subdirectory']}" if record.get("subdirectory") else ""
        return f"{NAME} @ {record['vcs_info']['vcs']}+{address}@{commit}{part}\n"
    hashes = record.get("archive_info", {}).get("hashes", {})
    return f"{NAME} @ {address}" + (f"#sha256={hashes['sha256']}\n" if "sha256" in hashes else "\n")


def _record() -> Mapping[str, Any] | None:
    """The note of the installer; None for a release, which needs no note."""
    try:
        noted = distribution(NAME).read_text("direct_url.json")
    except PackageNotFoundError:  # sources that run without being installed
        checkout = Path(__file__).resolve().parents[4]
        return {"url": checkout.as_uri()} if (checkout / "pyproject.toml").is_file() else None
    return json.loads(noted) if noted else None


def _local(address: str, commit: str) -> str:
    """A place on this machine; the address that it was cloned from, where there is one."""
    place = Path(url2pathname(urlsplit(address).path))
    names = _git(place, "remote").split() if commit or _is_checkout(place) else []
    remote = "origin" if "origin" in names else next(iter(names), "")
    if remote:
        where = _address(_git(place, "remote", "get-url", remote))
        head = commit or _git(place, "rev-parse", "HEAD")
        pushed = _git(place, "for-each-ref", f"--contains={head}", f"refs/remotes/{remote}/")
        if where:
            return f"{NAME} @ git+{where}@{head}\n" if pushed else f"{_NOT_PUSHED}{NAME} @ git+{where}\n"
    if not place.exists():
        return f"{_GONE}{RELEASED}\n"
    return f"{_ELSEWHERE}{NAME} @ " + (f"git+{address}@{commit}\n" if commit else f"{address}\n")


def _is_checkout(place: Path) -> bool:
    """True if the folder is a repository's own, and not just one inside a repository."""
    top = _git(place, "rev-parse", "--show-toplevel") if place.is_dir() else ""
    return bool(top) and Path(top).samefile(place)


def _address(remote: str) -> str:
    """The remote's address as everybody reaches it, without a key; empty for a folder."""
    short = re.fullmatch(r"(?:[^@/:]+@)?([^@/:]+):(?!//)/?(.+)", remote)  # as ssh writes it
    if short:
        return f"https://{short[1]}/{short[2]}"
    parts = urlsplit(remote)
    if parts.scheme in ("ssh", "git", "git+ssh"):
        return f"https://{parts.hostname}{parts.path}"
    return _without_password(remote) if parts.scheme in ("http", "https") else ""


def _without_password(address: str) -> str:
    parts = urlsplit(address)
    user, _, host = parts.netloc.rpartition("@")
    kept = f"{user.partition(':')[0]}@{host}" if parts.scheme == "ssh" and user else host
    return urlunsplit(parts._replace(netloc=kept))


def _git(repository: Path, *words: str) -> str:
    """The answer of git; nothing where there is no git, or no answer."""
    with suppress(OSError):
        run = subprocess.run(
            ["git", "-C", str(repository), *words], capture_output=True, encoding="utf-8", check=False
        )
        return run.stdout.strip() if run.returncode == 0 else ""
    return ""
