"""A finished site as one archive: for reviewers, who open its `index.html` by double click.

Rule 1: equal sites give equal bytes: names in order, one date, nothing of the machine. Texts are deflated at
    one level, so machines agree whose zlib does; sounds, pictures and videos are stored as they are.
Rule 2: memory does not grow with the site: what is large is copied block by block.
Rule 3: the archive takes its place whole or not at all; no file but an earlier archive is replaced.
Rule 4: names hold on Windows; what only a server reads is left out.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from soundcase.problems.problem import Fault
from soundcase.publishing.manifest import MANIFEST, PublishedFile, manifest_bytes
from soundcase.publishing.output_guard import cannot_write, overlapped, shown, source_changed
from soundcase.publishing.placement import Payload, SourceChangedError, blocks_of, content_of, discard
from soundcase.publishing.portable import unportable
from soundcase.publishing.publish import Site

FOLDER = "demo"
"""The one folder at the top, the same for every site: a name of the archive's own would tell whose it is."""
README = "README.txt"
DATE = (1980, 1, 1, 0, 0, 0)
"""Of every file: the first that archives know."""
_FOR_SERVERS = frozenset((".nojekyll", "404.html", "CNAME", "robots.txt", "sitemap.xml", "card.png"))
_TEXTS = frozenset(
    (".html", ".css", ".js", ".json", ".svg", ".txt", ".xml", ".bib", ".ris", ".cff", ".csv", ".tsv")
)
_LEVEL = 9
_HEADS, _END = 30 + 46, 22
"""Bytes around each file, without its two names, and at the end."""

Entries = Mapping[str, Payload]
"""By their paths in an archive, the files in it."""


def archive_entries(site: Site, readme: str) -> Entries:
    """The files of an archive of a site, in its order; `readme` says how to open it."""
    files = {url: one for url, one in (*site.assets.items(), *site.pages.items()) if url not in _FOR_SERVERS}
    listed = {url: PublishedFile(*content_of(one), url in site.pages) for url, one in files.items()}
    beside = {README: readme.replace("\n", "\r\n").encode(), MANIFEST: manifest_bytes(listed)}
    return {f"{FOLDER}/{url}": one for url, one in sorted({**files, **beside}.items())}


def packed_sizes(entries: Entries) -> Mapping[str, int]:
    """The bytes that each file takes in an archive."""
    return {path: _HEADS + 2 * len(path.encode()) + _packed_size(path, one) for path, one in entries.items()}


def archive_size(sizes: Mapping[str, int]) -> int:
    """Bytes of the archive of files of such sizes, if it is not so large that it needs the heads of ZIP64."""
    return _END + sum(sizes.values())


def archive_refusal(target: Path, root: Path, output: Path) -> Fault | None:
    """The fault of writing an archive to this place, None for none."""
    name = shown(target, root)
    if target.suffix.lower() != ".zip":
        return Fault("output-not-ours", f"'{name}' is not called as an archive is", "end its name with .zip")
    if target.is_dir():
        return Fault("output-not-ours", f"'{name}' is a folder", "name a file with --zip")
    if within := overlapped(target.parent, root, output):
        message = f"the archive '{name}' would lie in '{within}/', which belongs to the project"
        return Fault("output-overlaps", message, "name another place with --zip")
    if not target.parent.is_dir():
        return Fault("cannot-write", f"cannot write '{name}': its folder does not exist", "make the folder")
    if not _is_ours(target):
        message = f"'{name}' is a file that no build made"
        return Fault("output-not-ours", message, "move it elsewhere, or name another file with --zip")
    return None


def write_archive(entries: Entries, target: Path, root: Path) -> Fault | None:
    """Put an archive in its place, or say why it could not be; what stood there then stands there still."""
    if found := unportable(entries):
        path, reason = found
        return Fault("unportable-name", f"'{path}' cannot be unpacked everywhere: {reason}")
    temporary = target.parent / f".soundcase-{os.getpid()}-zip.part"
    try:
        temporary.unlink(missing_ok=True)
        try:
            with temporary.open("xb") as file, ZipFile(file, "w") as archive:
                for path, payload in entries.items():
                    add_file(archive, path, payload)
            temporary.replace(target)
        finally:
            discard(temporary)
    except SourceChangedError as changed:
        return source_changed(changed.source, root)
    except OSError as reason:
        return cannot_write(target, root, reason)
    return None


def add_file(archive: ZipFile, path: str, payload: Payload, *, pack: bool = True) -> None:
    """Write one file; unless `pack`, as it is. Raises OSError, SourceChangedError."""
    about = ZipInfo(path, DATE)
    about.create_system, about.external_attr = 3, 0o100644 << 16
    about.file_size = content_of(payload)[0]
    if pack and _is_text(path):
        content = b"".join(blocks_of(payload))
        archive.writestr(about, content, compress_type=ZIP_DEFLATED, compresslevel=_LEVEL)
        return
    about.compress_type = ZIP_STORED
    with archive.open(about, "w") as entry:
        for block in blocks_of(payload):
            entry.write(block)


def _packed_size(path: str, payload: Payload) -> int:
    if not _is_text(path):
        return content_of(payload)[0]
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    return sum(len(packer.compress(block)) for block in blocks_of(payload)) + len(packer.flush())


def _is_text(path: str) -> bool:
    return PurePosixPath(path).suffix in _TEXTS


def _is_ours(target: Path) -> bool:
    """True if nothing stands there that is not an archive of ours, or empty."""
    with suppress(OSError, BadZipFile):
        if not target.exists() or (target.is_file() and not target.stat().st_size):
            return True
        with ZipFile(target) as archive:
            names = archive.namelist()
        return f"{FOLDER}/{README}" in names and all(name.startswith(f"{FOLDER}/") for name in names)
    return False
