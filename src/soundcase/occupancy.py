"""Whether a folder may receive a site: questions about the place, asked before anything is written.

Rule 1: nothing here writes.
Rule 2: folders are compared by what they are (device and inode) as well as by name, so that links and other
    spellings of a path do not deceive.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from pathlib import Path

from soundcase.manifest import MANIFEST, PENDING, TEMPORARY, Holdings, folders_of
from soundcase.problems import Fault

_SOURCES = ("examples", "data", "templates", "src", ".git", ".soundcase")
_LITTER = frozenset({".git", ".gitignore", ".gitattributes", ".gitkeep", ".DS_Store", "Thumbs.db"})
"""What a folder may hold and still count as empty: version control, and what file managers leave."""

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
    """Why no site may be written to this folder, None if it may; `root` is the project's folder."""
    return (_overlap(output, root) if root else None) or _foreign(output, root)


def stands_in_the_way(
    urls: Iterable[str], output: Path, holdings: Holdings, root: Path | None = None
) -> Fault | None:
    """The first file or folder of somebody else in the place of one of the site's, None if there is none."""
    ours = {url.casefold(): url for url in holdings.urls}
    folders: set[str] = set()
    for url in urls:
        path = output / url
        folders.update(folders_of(url))
        if path.is_dir() and not path.is_symlink():
            return _in_the_way(path, root, "a folder")
        if url in holdings.urls or (holdings.marked and not holdings.legible):
            continue
        if (path.exists() or path.is_symlink()) and not _is_ours(path, output, ours.get(url.casefold())):
            return _in_the_way(path, root, "a file")
    for folder in sorted(folders):
        path = output / folder
        if path.is_symlink():
            return _in_the_way(path, root, "a link")
        if path.exists() and not path.is_dir():
            return _in_the_way(path, root, "a file")
    return None


def is_temporary(path: Path) -> bool:
    """Whether this is a file that publishing was writing when it was killed."""
    return TEMPORARY.fullmatch(path.name) is not None and path.is_file() and not path.is_symlink()


def cannot_write(path: Path, root: Path | None, reason: OSError) -> Fault:
    """The fault for what the system refused."""
    words = _REASONS.get(reason.errno or 0) or (reason.strerror or "unknown reason").lower()
    hint = "what was published before is still whole; build again when this is mended"
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
        others = sorted(p.name for p in output.iterdir() if p.name not in _LITTER and not is_temporary(p))
    except OSError as reason:
        return cannot_write(output, root, reason)
    if not others:
        return None
    message = f"'{name}' holds files that no earlier build made, e.g. '{others[0]}'"
    return _not_ours(message, "choose another folder with -o, or empty this one yourself")


def _not_ours(message: str, hint: str) -> Fault:
    return Fault("output-not-ours", message, hint)


def _in_the_way(path: Path, root: Path | None, kind: str) -> Fault:
    message = f"'{shown(path, root)}' is {kind} that no build made, and the site needs this place"
    return _not_ours(message, "move it elsewhere, or choose another folder with -o")


def _is_ours(path: Path, output: Path, other: str | None) -> bool:
    """Whether this is a file of ours under another spelling, on a file system that ignores case."""
    twin = output / other if other else None
    return twin is not None and twin.exists() and path.exists() and path.samefile(twin)


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
    real = path.resolve()
    yield real
    yield from real.parents


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them does not exist: only names can be compared
        return one.resolve() == other.resolve()
