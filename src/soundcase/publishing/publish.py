"""Putting a finished site into its folder without ever breaking what stands there.

Rule 1: at every moment each page that exists is whole and the assets it refers to exist, also when the
    process is killed. So: first the list of all that may stand there, then assets, then pages (all of them
    written before the first takes its place; `index.html` last), then the manifest, then what is stale is
    deleted, pages first.
Rule 2: only files that one of our own two lists names are replaced or deleted. A folder that holds other
    files and none of our lists is not touched at all; a file of somebody else in the place of one
    of ours stops the build before anything is written.
Rule 3: what already stands there with the right content is left alone, so its times stay.
Rule 4: the next build heals whatever a killed one, a full disk or a user left behind.
Rule 5: assets whose content changes under one name are replaced in one step too, but then an old page
    shows the new content for a moment; addresses that carry the content's digest avoid that.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path
from types import MappingProxyType

from soundcase.problems.problem import Fault
from soundcase.publishing.interrupts import undivided
from soundcase.publishing.manifest import (
    MANIFEST,
    PENDING,
    TEMPORARY,
    Holdings,
    PublishedFile,
    check_urls,
    folders_of,
    manifest_bytes,
    pending_bytes,
    read_holdings,
)
from soundcase.publishing.output_guard import (
    cannot_write,
    conflict,
    refusal,
    source_changed,
    standing,
)
from soundcase.publishing.placement import (
    Payload,
    SourceChangedError,
    content_of,
    discard,
    holds,
    place,
    stage,
)
from soundcase.system import replace_file
from soundcase.values import dataclass

NOTHING_KNOWN: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Site:
    """A finished site: everything that is to stand in the output folder, by URL relative to it."""

    assets: Mapping[str, Payload]
    """Clips, pictures, styles, scripts: what pages refer to."""
    pages: Mapping[str, Payload]
    """What refers to assets and to other pages: HTML, `catalogue.json`, a feed …"""
    shown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By page, the files that a browser loads to show it, as its attributes name them."""


@dataclass(frozen=True, slots=True)
class Published:
    """The work of one publishing; with `faults`, the work before it had to stop."""

    written: tuple[str, ...] = ()
    """URLs, in the order they took their places."""
    kept: tuple[str, ...] = ()
    """URLs of files that were right already."""
    pruned: tuple[str, ...] = ()
    """URLs of files that are gone because the site does not need them any more."""
    bytes_written: int = 0
    faults: tuple[Fault, ...] = ()
    untouched: Mapping[str, str] = field(default_factory=dict)
    """Signatures of files that are as the last build left them, by URL."""


@dataclass(slots=True)
class _Ledger:
    """The work that is done so far."""

    written: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    pruned: list[str] = field(default_factory=list)
    bytes_written: int = 0
    untouched: dict[str, str] = field(default_factory=dict)

    def closed(self, *faults: Fault) -> Published:
        done = tuple(self.written), tuple(self.kept), tuple(self.pruned), self.bytes_written
        return Published(*done, faults, self.untouched)


class _StoppedError(Exception):
    """Publishing cannot go on; what stands in the folder is whole."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def publish(
    site: Site, output: Path, *, root: Path | None = None, known: Mapping[str, str] = NOTHING_KNOWN
) -> Published:
    """Make the output folder hold exactly the site, beside files of others that do not clash with it.

    `root` is the project's folder, whose sources the output must not overlap. `known` are signatures of
    files that are as the last build left them (`build_fingerprint.remembered`); other files are compared by
    content. Raises ValueError for addresses that no site can have.
    """
    check_urls((*site.assets, *site.pages))
    if len({*site.assets, *site.pages}) < len(site.assets) + len(site.pages):
        raise ValueError("one address is both an asset and a page")
    ledger = _Ledger()
    try:
        with _explained(output, root):
            _stop_if(refusal(output, root))
            holdings = read_holdings(output)
            urls = (*site.assets, *site.pages)
            there = standing(output, {*urls, *holdings.urls})
            _stop_if(conflict(urls, output, holdings, there, root))
        _carry_out(_PublishContext(site, output, root, holdings, known, there), ledger)
    except _StoppedError as stopped:
        return ledger.closed(stopped.fault)
    return ledger.closed()


@dataclass(frozen=True, slots=True)
class _PublishContext:
    """A site, the folder it goes to, and the facts about that folder."""

    site: Site
    output: Path
    root: Path | None
    holdings: Holdings
    known: Mapping[str, str]
    there: Mapping[str, tuple[str, str]]
    """What stands in the folder, by address; see `standing`."""


def _carry_out(context: _PublishContext, ledger: _Ledger) -> None:
    output, holdings = context.output, context.holdings
    entries = _entries(context.site)
    manifest = manifest_bytes(entries)
    with _explained(output, context.root):
        _sweep(output, context.there)
    ledger.untouched = _untouched(entries, context)
    others = [url for url in entries if url not in ledger.untouched]
    wrong = [url for url in others if not holds(output / url, entries[url].size, entries[url].sha256)]
    ledger.kept += sorted(entries.keys() - set(wrong))
    stale = sorted(holdings.urls - entries.keys(), key=lambda url: (url not in holdings.pages, url))
    if not wrong and not stale and not holdings.unfinished and _is_content(output / MANIFEST, manifest):
        return
    with _explained(output / PENDING, context.root):
        output.mkdir(mode=0o755, parents=True, exist_ok=True)
        listed = pending_bytes(holdings.urls | entries.keys(), holdings.pages | context.site.pages.keys())
        place(listed, output / PENDING, durable=True)
    _place_assets(sorted(url for url in wrong if url in context.site.assets), context, ledger)
    with _staged([url for url in wrong if url in context.site.pages], context) as staged, undivided():
        _place_pages(staged, context, ledger)
        with _explained(output / MANIFEST, context.root):
            if not _is_content(output / MANIFEST, manifest):
                place(manifest, output / MANIFEST, durable=True)
        _prune(stale, context, ledger)
        with _explained(output / PENDING, context.root):
            (output / PENDING).unlink(missing_ok=True)


def _place_assets(urls: Iterable[str], context: _PublishContext, ledger: _Ledger) -> None:
    for url in urls:
        target = context.output / url
        with _explained(target, context.root):
            _make_folders(context.output, url)
            place(context.site.assets[url], target)
        _note(url, context.site.assets[url], ledger)


@contextmanager
def _staged(urls: Iterable[str], context: _PublishContext) -> Iterator[Mapping[str, Path]]:
    """All pages, written beside their places, in the order to take them: new ones first, `index.html` last."""
    order = sorted(urls, key=lambda url: (url == "index.html", os.path.lexists(context.output / url), url))
    staged: dict[str, Path] = {}
    try:
        for url in order:
            with _explained(context.output / url, context.root):
                _make_folders(context.output, url)
                staged[url] = stage(context.site.pages[url], (context.output / url).parent)
        yield staged
    finally:
        for temporary in staged.values():
            discard(temporary)


def _place_pages(staged: Mapping[str, Path], context: _PublishContext, ledger: _Ledger) -> None:
    for url, temporary in staged.items():
        with _explained(context.output / url, context.root):
            replace_file(temporary, context.output / url)
        _note(url, context.site.pages[url], ledger)


def _prune(stale: Iterable[str], context: _PublishContext, ledger: _Ledger) -> None:
    """Delete files of earlier builds, in this order, and the folders that this empties."""
    current = {url.casefold(): url for url in (*context.site.assets, *context.site.pages)}
    emptied: set[str] = set()
    for url in stale:
        path = context.output / url
        if not _in_own_folder(context.output, url) or (path.is_dir() and not path.is_symlink()):
            continue
        twin = current.get(url.casefold())
        if twin is not None and path.exists() and path.samefile(context.output / twin):
            continue  # one file under two spellings: the file system ignores case
        with _explained(path, context.root):
            if os.path.lexists(path):
                path.unlink()
                ledger.pruned.append(url)
        emptied.update(folders_of(url))
    for folder in sorted(emptied, key=lambda folder: -folder.count("/")):
        _remove_if_empty(context.output / folder)


def _remove_if_empty(folder: Path) -> None:
    try:
        if not folder.is_symlink() and not any(folder.iterdir()):
            folder.rmdir()
    except OSError:
        return  # already gone, or somebody is just putting something there


def _untouched(entries: Mapping[str, PublishedFile], context: _PublishContext) -> dict[str, str]:
    """The signatures of the right files that the last build left, and nobody touched since."""
    there, files = context.there, context.holdings.files
    return {
        url: seen
        for url, seen in context.known.items()
        if there.get(url) == ("a file", seen) and url in files and files[url] == entries.get(url)
    }


def _sweep(output: Path, there: Mapping[str, tuple[str, str]]) -> None:
    """Remove temporary files that a killed build left in our folders."""
    for url, (kind, _) in there.items():
        left = ".soundcase-" in url and kind == "a file" and TEMPORARY.fullmatch(url.rpartition("/")[2])
        if left and _in_own_folder(output, url):
            (output / url).unlink()


def _make_folders(output: Path, url: str) -> None:
    folders = folders_of(url)
    if folders and not (output / folders[0]).is_dir():
        for folder in reversed(folders):
            (output / folder).mkdir(mode=0o755, exist_ok=True)


def _in_own_folder(output: Path, url: str) -> bool:
    """True if no link on the way leads out of the output folder."""
    return not any((output / folder).is_symlink() for folder in folders_of(url))


def _is_content(path: Path, content: bytes) -> bool:
    return holds(path, len(content), hashlib.sha256(content).hexdigest())


def _entries(site: Site) -> dict[str, PublishedFile]:
    assets = {url: (*content_of(one), False) for url, one in site.assets.items()}
    pages = {url: (*content_of(one), True) for url, one in site.pages.items()}
    return {url: PublishedFile(*about) for url, about in (assets | pages).items()}


def _note(url: str, payload: Payload, ledger: _Ledger) -> None:
    ledger.written.append(url)
    ledger.bytes_written += content_of(payload)[0]


def _stop_if(fault: Fault | None) -> None:
    if fault:
        raise _StoppedError(fault)


@contextmanager
def _explained(path: Path, root: Path | None) -> Iterator[None]:
    """Turn what the system refuses, or a source that changed meanwhile, into a fault that names the file."""
    try:
        yield
    except SourceChangedError as changed:
        raise _StoppedError(source_changed(changed.source, root)) from changed
    except OSError as reason:
        raise _StoppedError(cannot_write(path, root, reason)) from reason
