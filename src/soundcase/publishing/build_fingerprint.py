"""The fingerprint of a finished build, which answers "did anything change?" before anything heavy is imported.

Rule 1: nothing beyond `os`, `sys`, `zlib` and modules that keep this rule is imported here: not even `json`,
    `re` or `pathlib`, each of which takes longer to import than everything here takes to run.
Rule 2: when in doubt, something changed. A damaged, foreign or unreadable fingerprint means "build".
Rule 3: paths are stored relative to the project, so a project may be moved together with it.
Rule 4: inputs are observed before a build reads them, outputs after it wrote them; what changes in
    between differs from the fingerprint and is built next time.
Rule 5: a fingerprint never says what a file holds, only that it is as it was; publishing decides by content.
"""

# See Rule 1:
# ruff: noqa: PTH100, PTH103, PTH108, PTH112, PTH116, PTH118, PTH120, PTH123

from __future__ import annotations

import os
import sys
from zlib import crc32

from soundcase import __version__
from soundcase.cache_folder import cache_folder, cache_key, make_cache_folder
from soundcase.publishing.file_signatures import clock, grown, listing, present, same, signed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

MANIFEST = "soundcase-manifest.json"
"""In the output: the list of the files that the last finished build placed there."""
PENDING = ".soundcase-pending.json"
"""In the output while it is written: the list of the files that may stand there until the manifest does."""

_FORMAT = "soundcase stamp 1"
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_Fingerprint = tuple[str, dict[str, str], dict[str, str], str]
"""Circumstances, inputs, outputs (each name → signature), summary."""


def unchanged(root: str, output: str) -> str | None:
    """The summary of the last build if nothing that matters changed since, else None; never raises."""
    try:
        now = clock()
        path = _path_of(root, output)
        stored = _read(path)
        if stored is None or not stored[3] or stored[0] != _circumstances(root, output):
            return None
        circumstances, inputs, outputs, summary = stored
        if os.path.lexists(f"{output}/{PENDING}"):
            return None
        if not same(inputs, watched(root), _locator(root)):
            return None
        if not same(outputs, present(output, outputs), lambda url: f"{output}/{url}"):
            return None
    except (OSError, ValueError):
        return None
    _refresh(path, (circumstances, inputs, outputs, summary), now)
    return summary


def watched(root: str) -> Iterator[tuple[str, str]]:
    """(name, signature) of every input file of a build: the project's, the tool's own, the theme's."""
    for name, folder in _input_folders(root).items():
        yield from listing(folder, name)


def observe(root: str) -> dict[str, str]:
    """The inputs as they are now, for `record`; to be called before the first of them is read."""
    now = clock()
    return signed(watched(root), _locator(root), now)


def record(
    root: str, output: str, *, inputs: Mapping[str, str], outputs: Mapping[str, str], summary: str
) -> None:
    """Remember a finished build and its `outputs`; where nothing can be stored, nothing is.

    They are URLs, with signatures where the build found files as the last one had left them (`remembered`),
    else with empty texts. An empty `summary` tells of another edition: it never stands for the usual one.
    """
    now, urls = clock(), {**outputs, MANIFEST: ""}
    others = present(output, (url for url, seen in urls.items() if not seen))
    known = {url: seen for url, seen in urls.items() if seen}
    standing = {**known, **signed(others, lambda url: f"{output}/{url}", now)}
    if len(standing) != len(urls):
        return  # something was removed already: the next build has to look
    try:
        make_cache_folder(root)
        path = _path_of(root, output)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        _write(path, (_circumstances(root, output), dict(inputs), standing, summary))
    except OSError:
        return


def remembered(root: str, output: str) -> dict[str, str]:
    """URL → signature of each output file as the last recorded build left it, where times tell enough."""
    try:
        stored = _read(_path_of(root, output))
    except (OSError, ValueError):
        return {}
    return {} if stored is None else {url: seen for url, seen in stored[2].items() if "=" not in seen}


def _input_folders(root: str) -> dict[str, str]:
    folders = {name: os.path.join(root, name) for name in ("examples", "data", "templates")}
    folders["schema"] = os.path.join(root, "docs", "schema")
    folders["<soundcase>"] = _PACKAGE
    if not os.path.isdir(os.path.join(_PACKAGE, "templates")):  # a checkout: the theme stands beside src/
        folders["<theme>"] = os.path.join(os.path.dirname(os.path.dirname(_PACKAGE)), "templates")
    return folders


def _locator(root: str) -> Callable[[str], str]:
    """From the name of an input file to its path."""
    folders = _input_folders(root)

    def locate(name: str) -> str:
        top, slash, rest = name.partition("/")
        return folders[top] + slash + rest

    return locate


def _path_of(root: str, output: str) -> str:
    name = cache_key(root, _relative(root, output))
    return os.path.join(cache_folder(root), "stamps", f"{name}.stamp")


def _relative(root: str, output: str) -> str:
    """The output relative to the project where it lies inside, so that both may be moved together."""
    real = os.path.realpath(output)
    relative = os.path.relpath(real, os.path.realpath(root))
    return real if relative.startswith("..") else relative


def _circumstances(root: str, output: str) -> str:
    """The circumstances of a result: versions, installed packages, the environment, the places."""
    shared = os.path.realpath(root) if os.environ.get("SOUNDCASE_CACHE") else ""
    packages = [
        str(os.stat(folder).st_mtime_ns)  # changes whenever a package is installed, updated or removed
        for folder in sys.path
        if folder.endswith(("site-packages", "dist-packages")) and os.path.isdir(folder)
    ]
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return "\n".join((_FORMAT, __version__, sys.version, *packages, epoch, shared, _relative(root, output)))


def _read(path: str) -> _Fingerprint | None:
    """The stored fingerprint, None if there is none or it is not whole; raises OSError, ValueError."""
    try:
        with open(path, "rb") as file:
            content, _, checksum = file.read().rpartition(b"\0\0")
    except FileNotFoundError:
        return None
    if checksum != _checksum(content):
        return None
    circumstances, inputs, outputs, summary = content.decode("utf-8", "surrogateescape").split("\0\0")
    return circumstances, _mapping(inputs), _mapping(outputs), summary


def _write(path: str, fingerprint: _Fingerprint) -> None:
    circumstances, inputs, outputs, summary = fingerprint
    parts = (circumstances, _text(inputs), _text(outputs), summary.replace("\0", ""))
    content = "\0\0".join(parts).encode("utf-8", "surrogateescape")
    temporary = f"{path}.{os.getpid()}"
    from soundcase.system import replace_file

    try:
        with open(temporary, "wb") as file:
            file.write(content + b"\0\0" + _checksum(content))
        replace_file(temporary, path)
    except OSError:
        if os.path.lexists(temporary):
            os.unlink(temporary)
        raise


def _refresh(path: str, fingerprint: _Fingerprint, now: int) -> None:
    """Store the fingerprint without the digests of files that are no longer young: each costs once only."""
    circumstances, inputs, outputs, summary = fingerprint
    if not any("=" in seen for signatures in (inputs, outputs) for seen in signatures.values()):
        return
    older = (grown(inputs, now), grown(outputs, now))
    if older == (inputs, outputs):
        return
    try:
        _write(path, (circumstances, *older, summary))
    except OSError:
        return


def _checksum(content: bytes) -> bytes:
    return b"%08x" % crc32(content)


def _text(signatures: Mapping[str, str]) -> str:
    return "\0".join(f"{name}\0{seen}" for name, seen in signatures.items())


def _mapping(text: str) -> dict[str, str]:
    """The inverse of `_text`; a missing signature makes a ValueError."""
    words = text.split("\0") if text else []
    return dict(zip(words[::2], words[1::2], strict=True))
