"""Rules about the files of a site: each is there, whole, and the one that its build made."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import responses

from soundcase.audio.probe.sniff import LFS
from soundcase.commands.crawl.findings import Found
from soundcase.commands.crawl.folder import Folder
from soundcase.commands.crawl.reply import Reply
from soundcase.commands.crawl.visit import Visit
from soundcase.problems.phrases import harmless, number_of
from soundcase.publishing.build_fingerprint import PENDING
from soundcase.publishing.manifest import MANIFEST, PublishedFile

_WHOLE = "publish the whole folder again, and remove what is no longer in it"
_FOR_HOSTS = (".", "CNAME", "_headers", "_redirects")
_GZIP = b"\x1f\x8b"


def first_page(visit: Visit) -> Iterator[Found]:
    """A site that has no first page, or cannot be asked for one."""
    answer = visit.first
    if answer.there or "index.html" in (visit.listed or ()):  # told as any other file
        return
    if answer.fault is not None:
        yield Found(answer.fault.code, "", answer.fault.message, answer.fault.hint)
    elif answer.status in (404, 410):
        hint = "name the address of the site's first page, or the folder that holds 'index.html'"
        yield Found("site-missing", "", f"there is no page here{_status(visit, answer)}", hint)
    else:
        yield _refused("", answer)


def no_manifest(visit: Visit) -> Iterator[Found]:
    """A site without a list of its files."""
    if visit.listed is not None or not visit.first.there:
        return
    if visit.manifest.there and not _same_for_all(visit, MANIFEST, visit.manifest):
        message = f"'{MANIFEST}' cannot be read: it is not the list that a build writes, or not all of it"
        yield Found("site-stale", MANIFEST, message, _WHOLE)
        return
    message = f"there is no '{MANIFEST}': files cannot be compared, only links and anchors are checked"
    yield Found("site-no-manifest", MANIFEST, message, "publish it with the site: 'build-site' puts it there")


def missing(visit: Visit) -> Iterator[Found]:
    """Files that the manifest lists and that do not come."""
    for url in visit.listed or ():
        answer = visit.came.get(url)
        if answer is None or answer.skipped or (answer.status >= 400 and _is_for_the_host(visit, url)):
            continue
        if answer.fault is not None:
            yield Found(answer.fault.code, url, answer.fault.message, answer.fault.hint)
        elif answer.status in (404, 410) or _same_for_all(visit, url, answer):
            gone = answer.status in (404, 410)
            what = _status(visit, answer) if gone else ": the host sends the page that it sends for everything"
            yield Found("site-missing", url, f"'{url}' is not there{what}", _other_case(visit, url) or _WHOLE)
        elif not answer.there:
            yield _refused(url, answer)


def stale(visit: Visit) -> Iterator[Found]:
    """Files that are not those of the manifest."""
    listed = dict(visit.listed or {})
    if "index.html" in listed:
        listed = {"": listed["index.html"], **listed}
    for url, file in listed.items():
        answer = visit.came.get(url)
        if answer is None or not answer.there or _same_for_all(visit, url, answer):
            continue
        if answer.head.startswith(LFS):
            hint = (
                "check the repository out with its LFS files ('lfs: true', or 'git lfs pull') and publish again"
            )
            yield Found("lfs-pointer", url, f"'{url}' is a pointer of Git LFS, not the file", hint)
        elif difference := _difference(answer, file):
            name = url or "the first page"
            yield Found(
                "site-stale", url, f"'{name}' is not what the build made: {difference}", _hint(visit, answer)
            )


def another_build(visit: Visit) -> Iterator[Found]:
    """A site that is whole, and not the one that was built."""
    if visit.built is None or visit.listed is None:
        return
    other = [url for url, file in visit.built.items() if visit.listed.get(url) != file]
    gone = visit.listed.keys() - visit.built.keys()
    if other or gone:
        first = min(other) if other else min(gone)
        number = number_of(len(other) + len(gone), "file")
        message = (
            f"the site is of another build than the folder it was compared with: {number}, such as '{first}'"
        )
        yield Found("site-stale", MANIFEST, message, _WHOLE)


def unfinished(visit: Visit) -> Iterator[Found]:
    """A folder in which a build was interrupted."""
    if isinstance(visit.source, Folder) and PENDING in visit.source.names:
        yield Found("site-stale", PENDING, "a build of this folder was interrupted", "build it again")


def strangers(visit: Visit) -> Iterator[Found]:
    """Files of a folder that the manifest does not list."""
    if isinstance(visit.source, Folder) and visit.listed is not None:
        for name, count in visit.source.strangers(frozenset(visit.listed)).items():
            what = f"the folder '{name}' ({number_of(count, 'file')})" if name.endswith("/") else f"'{name}'"
            hint = "remove it before you publish, unless you put it there"
            yield Found("site-extra", name, f"{harmless(what)} is not part of the site", hint)


def differ_in_case(visit: Visit) -> Iterator[Found]:
    """Names of a folder that some systems take for one."""
    if isinstance(visit.source, Folder):
        seen: dict[str, str] = {}
        for name in sorted(visit.source.names):
            other = seen.setdefault(name.casefold(), name)
            if other != name:
                hint = "rename one of them: some hosts and disks take both for one"
                message = f"'{harmless(name)}' and '{harmless(other)}' differ in case only"
                yield Found("site-case", name, message, hint)


def _is_for_the_host(visit: Visit, url: str) -> bool:
    """True for a file that says something to its host, which need not give it to anybody."""
    return visit.source.remote and url.startswith(_FOR_HOSTS)


def _same_for_all(visit: Visit, url: str, answer: Reply) -> bool:
    """True if the answer is what the host sends for files that nobody has."""
    if not answer.there or not answer.sha256 or not url:
        return False
    if url in ("index.html", "404.html"):
        return False
    return any(one.there and one.sha256 == answer.sha256 for one in visit.absent)


def _difference(answer: Reply, file: PublishedFile) -> str:
    """The way in which a file is another one; empty where nothing says so."""
    if answer.size is not None and answer.size != file.size:
        packed = "; it is compressed without saying so" if answer.head.startswith(_GZIP) else ""
        return f"it has {answer.size:,} bytes instead of {file.size:,}{packed}"
    if answer.sha256 and answer.sha256 != file.sha256:
        return "it has as many bytes, but others"
    return "" if answer.sha256 or not answer.order.whole or answer.ranges else "it does not end where it should"


def _hint(visit: Visit, answer: Reply) -> str:
    age, own = answer.headers.get("age", ""), visit.manifest.headers.get("age", "")
    if age.isdigit() or own.isdigit():
        held = (
            f"a cache has held it for {age[:9]} s"
            if age.isdigit()
            else f"a cache has held the list for {own[:9]} s"
        )
        return f"{held}: empty the host's cache, or {_WHOLE}"
    return _WHOLE


def _status(visit: Visit, answer: Reply) -> str:
    return f" (status {answer.status})" if visit.source.remote and answer.status >= 300 else ""


def _refused(url: str, answer: Reply) -> Found:
    status = f"{answer.status} {responses.get(answer.status, '')}".rstrip()
    message = f"the host does not give '{url or 'the first page'}': status {status}"
    return Found("site-refused", url, message, "look at its rights, and at the host's own messages")


def _other_case(visit: Visit, url: str) -> str:
    if not isinstance(visit.source, Folder):
        return ""
    folded = url.casefold()
    other = next((name for name in visit.source.names if name.casefold() == folded), "")
    return f"there is '{harmless(other)}': case counts" if other else ""
