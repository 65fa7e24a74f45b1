"""Signatures of files, by which one is known to be the same without reading it.

Rule 1: only `os` and `errno` are imported, and `hashlib` for young files: this runs before every build.
Rule 2: a file is the same when size, mtime and ctime are. One touched within the last clock tick before it
    was seen could change again without showing it, so its digest is kept and compared instead
    (https://git-scm.com/docs/racy-git).
Rule 3: what cannot be read is part of the listing with its reason, so that its repair is noticed.
"""

# pathlib alone takes longer to import than everything here takes to run:
# ruff: noqa: PTH113, PTH123

from __future__ import annotations

import errno
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_YOUNG_NS = 100_000_000  # ten times the coarsest kernel tick (10 ms at 100 Hz)
_YOUNG_COARSE_NS = 3_000_000_000  # file systems that count whole or even seconds
_DIGEST = " sha256="


def signature(status: os.stat_result) -> str:
    """Size in bytes, mtime and ctime in nanoseconds, as one comparable text."""
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"


def listing(top: str, name: str) -> Iterator[tuple[str, str]]:
    """(path, signature) of every file below `top`, which is called `name` in the paths; links are followed."""
    waiting: list[tuple[str, str, frozenset[tuple[int, int]]]] = [(top, name, frozenset())]
    while waiting:
        folder, prefix, linked = waiting.pop()
        try:
            with os.scandir(folder) as found:
                entries = list(found)
        except OSError as reason:
            if reason.errno != errno.ENOENT or folder != top:
                yield prefix, f"errno {reason.errno}"
            continue
        for entry in entries:
            path = f"{prefix}/{entry.name}"
            if entry.is_symlink():
                mark, beyond = _linked(entry, linked)
                yield path, mark
                if beyond:
                    waiting.append((entry.path, path, beyond))
            elif entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__" or name == "data":
                    waiting.append((entry.path, path, linked))
            else:
                status = entry.stat(follow_symlinks=False)
                # `signature` written out: a call for each of 20,000 files would show.
                yield path, f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"


def below(seen: Mapping[str, str], folder: str) -> dict[str, str] | None:
    """The files in a folder of a listing, relative to it, with their times; None where links or faults are."""
    prefix = f"{folder}/"
    start = len(prefix)
    found = {name[start:]: one.partition(_DIGEST)[0] for name, one in seen.items() if name.startswith(prefix)}
    odd = any(">" in one or one.startswith("errno") for one in found.values())
    return None if odd or folder in seen or folder.partition("/")[0] in seen else found


def present(folder: str, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(name, signature) of those of the named files that stand in `folder`; links are not followed."""
    for name in names:
        try:
            status = os.lstat(f"{folder}/{name}")
        except OSError:
            continue
        yield name, f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"


def signed(current: Iterable[tuple[str, str]], locate: Callable[[str], str], now: int) -> dict[str, str]:
    """Name → signature, with the content's digest where the times alone could hide a second change."""
    signatures, limit = dict(current), f" {now - _YOUNG_COARSE_NS}"
    for name, seen in signatures.items():
        # Most are older. Times of one length are compared as texts, in a third of the time of numbers.
        if seen[-20:-19] == " " and seen[-20:] < limit and len(limit) == 20 and ">" not in seen:
            continue
        if is_young(seen, now) and os.path.isfile(path := locate(name)):
            signatures[name] = f"{seen}{_DIGEST}{_digest(path)}"
    return signatures


def same(stored: Mapping[str, str], current: Iterable[tuple[str, str]], locate: Callable[[str], str]) -> bool:
    """True where exactly the stored files are there, each as it was; `locate` gives the path to open."""
    count = 0
    young: list[tuple[str, str]] = []
    for name, seen in current:
        count += 1
        known = stored.get(name)
        if known != seen:
            if known is None or not known.startswith(f"{seen}{_DIGEST}"):
                return False
            young.append((name, known))
    return count == len(stored) and all(
        known.endswith(f"{_DIGEST}{_digest(locate(name))}") for name, known in young
    )


def grown(stored: Mapping[str, str], now: int) -> dict[str, str]:
    """The signatures without the digests of files that are no longer young; they were just compared."""
    return {
        name: times if digest and not is_young(times, now) else seen
        for name, seen in stored.items()
        for times, digest, _ in [seen.partition(_DIGEST)]
    }


def is_young(seen: str, now: int) -> bool:
    """True for a file changed so shortly before `now` (nanoseconds), or after it, that times say too little."""
    last = seen.rpartition(" ")[2]
    if last.isdecimal() and int(last) < now - _YOUNG_COARSE_NS and ">" not in seen:
        return False
    numbers = [int(word) for word in seen.partition(_DIGEST)[0].split() if word.lstrip("-").isdigit()]
    changed = numbers[2::3]  # ctime, of a link and of what it leads to
    return any(now - time < (_YOUNG_NS if time % 1_000_000_000 else _YOUNG_COARSE_NS) for time in changed)


def clock() -> int:
    """Now, in nanoseconds since 1970, on the clock that file systems use."""
    import time

    return time.time_ns()


def _linked(
    entry: os.DirEntry[str], linked: frozenset[tuple[int, int]]
) -> tuple[str, frozenset[tuple[int, int]] | None]:
    """The signature of a link with its target; for a folder not yet entered, those entered by links."""
    own = signature(entry.stat(follow_symlinks=False))
    try:
        status = entry.stat()
    except OSError as reason:
        return f"{own} > errno {reason.errno}", None
    if not entry.is_dir():
        return f"{own} > {signature(status)}", None
    inode = (status.st_dev, status.st_ino)
    return f"{own} > folder", None if inode in linked else linked | {inode}


def _digest(path: str) -> str:
    from hashlib import file_digest

    try:
        with open(path, "rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as reason:
        return f"errno-{reason.errno}"
