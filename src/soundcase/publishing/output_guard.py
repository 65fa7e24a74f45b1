"""Checks of the output folder, made before anything is written to it.

Rule 1: nothing here writes.
Rule 2: folders are compared by what they are (device and inode) as well as by name, so that links and other
    spellings of a path do not deceive.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from soundcase.problems.problem import Fault
from soundcase.publishing.manifest import MANIFEST, PENDING, TEMPORARY, Holdings, folders_of

_SOURCES = ("examples", "data", "templates", "src", ".git", ".soundcase")
_NO_JEKYLL = ".nojekyll"
LITTER = frozenset(
    {
        *(".git", ".gitattributes", ".gitignore", ".gitkeep", ".keep"),
        *(".DS_Store", "Thumbs.db", "desktop.ini"),
        *(_NO_JEKYLL, "CNAME", "_headers", "_redirects"),
    }
)
"""Files of version control, file managers and hosts, which a folder may hold and still count as empty."""

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your quota on this disk is used up",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EFBIG: "the file would be larger than allowed here",
    errno.ENAMETOOLONG: "the name is too long for this file system",
    errno.ENOTDIR: "a file stands where a folder is needed",
    errno.EISDIR: "a folder stands where the file is needed",
    errno.ENOENT: "its folder was removed meanwhile",
}


def refusal(output: Path, root: Path | None = None) -> Fault | None:
    """The fault of writing a site to this folder, None for none; `root` is the project's. Raises OSError."""
    return (_overlap(output, root) if root else None) or _foreign(output, root)


def standing(output: Path, urls: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The files and folders beside these addresses, by address: their kinds and signatures. Raises OSError.

    Links are not followed.
    """
    found: dict[str, tuple[str, str]] = {}
    for folder in {url.rpartition("/")[0] for url in urls}:
        try:
            with os.scandir(output / folder) as entries:
                prefix = folder and f"{folder}/"
                for entry in entries:
                    status = entry.stat(follow_symlinks=False)
                    # `signature` written out: a call for each of 10,000 files would show.
                    seen = f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"
                    found[prefix + entry.name] = _kind_of(status.st_mode), seen
        except (FileNotFoundError, NotADirectoryError):
            continue
    return found


def conflict(
    urls: Collection[str],
    output: Path,
    holdings: Holdings,
    there: Mapping[str, tuple[str, str]],
    root: Path | None = None,
) -> Fault | None:
    """The first file or folder of somebody else in the place of one of the site's, None if there is none.

    `there` is what stands in the output, as far as it is known by this spelling.
    """

    def is_ours(url: str) -> bool:  # under another spelling, on a file system that ignores case
        alike = (one for one in holdings.urls if one.casefold() == url.casefold())
        return any(_same(output / one, output / url) for one in alike)

    trusting = holdings.marked and not holdings.legible
    listed = {_NO_JEKYLL, *holdings.urls}
    for url in urls:
        kind = there[url][0] if url in there else _kind(output / url)
        if kind == "a folder":
            return _conflict(output / url, root, kind)
        if kind and not (trusting or url in listed or is_ours(url)):
            return _conflict(output / url, root, kind)
    for folder in sorted({folder for url in urls for folder in folders_of(url)}):
        kind = _kind(output / folder)
        if kind not in ("", "a folder"):
            return _conflict(output / folder, root, kind)
    return None


def _kind(path: Path) -> str:
    """The kind of entry at the path, itself and not the one it leads to; empty if there is none."""
    try:
        return _kind_of(os.lstat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return ""


def _kind_of(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    return "a link" if stat.S_ISLNK(mode) else "a file"


def temporaries(folder: Path) -> list[Path]:
    """The files in a folder that publishing was writing when it was killed."""
    found = sorted(path for path in folder.iterdir() if TEMPORARY.fullmatch(path.name))
    return [path for path in found if _kind(path) == "a file"]


def overlapped(folder: Path, root: Path, output: Path) -> str:
    """The sources of the project, or its site, that a folder lies in; empty where it lies in neither."""
    parts = (*(root / part for part in _SOURCES), output)
    return next((shown(part, root) for part in parts if any(_same(part, one) for one in _chain(folder))), "")


def cannot_write(path: Path, root: Path | None, reason: OSError) -> Fault:
    """The fault for what the system refused."""
    words = _REASONS.get(reason.errno or 0) or (reason.strerror or "unknown reason").lower()
    hint = "what was published before is still whole; build again when this is fixed"
    return Fault("cannot-write", f"cannot write '{shown(path, root)}': {words}", hint)


def source_changed(source: Path, root: Path | None) -> Fault:
    """The fault for a file that changed between its probing and its publication."""
    message = f"'{shown(source, root)}' changed or disappeared while the site was being built"
    return Fault("cannot-write", message, "build again")


def shown(path: Path, root: Path | None) -> str:
    """The path for people: relative to the project where it lies inside."""
    return path.relative_to(root).as_posix() if root and path.is_relative_to(root) else str(path)


def _foreign(output: Path, root: Path | None) -> Fault | None:
    """The refusal of what is not a folder, or holds files and none of our lists."""
    name = shown(output, root)
    if not output.exists():
        if output.is_symlink():
            return _not_ours(f"'{name}' is a link that leads nowhere", "remove it, or name a folder with -o")
        return None
    if not output.is_dir():
        return _not_ours(f"'{name}' is not a folder", "name a folder with -o")
    if any((output / mark).is_file() for mark in (MANIFEST, PENDING)):
        return None
    try:
        ignored = LITTER | {path.name for path in temporaries(output)}
        others = sorted(path.name for path in output.iterdir() if path.name not in ignored)
    except OSError as reason:
        return cannot_write(output, root, reason)
    if not others:
        return None
    message = f"'{name}' holds files that no earlier build made, e.g. '{others[0]}'"
    return _not_ours(message, "choose another folder with -o, or empty this one yourself")


def _not_ours(message: str, hint: str) -> Fault:
    return Fault("output-not-ours", message, hint)


def _conflict(path: Path, root: Path | None, kind: str) -> Fault:
    message = f"'{shown(path, root)}' is {kind} that no build made, and the site needs this place"
    return _not_ours(message, "move it elsewhere, or choose another folder with -o")


def _overlap(output: Path, root: Path) -> Fault | None:
    """The refusal of the project itself, its sources, and all that contains or belongs to them."""
    name = shown(output, root)
    if any(_same(output, folder) for folder in _chain(root)):
        message = f"the output folder '{name}' is the project itself or contains it"
        return Fault("output-overlaps", message, "choose another folder with -o")
    for source in (root / part for part in _SOURCES):
        inside = any(_same(source, folder) for folder in _chain(output))
        if inside or (source.exists() and any(_same(output, folder) for folder in _chain(source))):
            message = f"the output folder '{name}' overlaps '{source.name}/', which holds sources"
            return Fault("output-overlaps", message, "choose another folder with -o")
    return None


def _chain(path: Path) -> Iterator[Path]:
    """The real folder and all that contain it."""
    real = Path(os.path.realpath(path))
    yield real
    yield from real.parents


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them does not exist: only names can be compared
        return os.path.realpath(one) == os.path.realpath(other)
