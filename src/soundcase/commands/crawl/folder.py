"""A site in a folder, as a host would serve it: names count to the letter, whatever the disk thinks."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import field
from pathlib import Path

from soundcase.commands.crawl.reply import HEAD, LARGEST_TEXT, Order, Reply
from soundcase.problems.problem import Fault
from soundcase.publishing.manifest import MANIFEST
from soundcase.publishing.output_guard import LITTER
from soundcase.values import dataclass

_BLOCK = 1 << 20


@dataclass(slots=True)
class Folder:
    """A folder that holds a site."""

    root: Path
    base: str = "https://folder.invalid/site/"
    remote: bool = False
    names: frozenset[str] = field(default_factory=frozenset)
    """Every file in it, relative to it with `/`, as the disk spells it."""

    @classmethod
    def of(cls, root: Path) -> Folder:
        """The folder as it is now."""
        return cls(root, names=frozenset(_names(root)))

    def where(self, url: str) -> str:
        """The path of a file as the folder was named."""
        return (self.root / (url or "index.html")).as_posix()

    def ask(self, order: Order) -> Reply:
        """The file, read to its end."""
        url = f"{order.url}index.html" if order.url.endswith("/") or not order.url else order.url
        if url not in self.names and f"{url}/index.html" in self.names:
            url = f"{url}/index.html"
        answer = Reply(order=order, final=self.base + url)
        if url not in self.names:
            return Reply(order=order, status=404)
        try:
            status = (self.root / url).stat()
            if not stat.S_ISREG(status.st_mode):
                return _failed(answer, "is not a file")
            digest, head, kept = hashlib.sha256(), b"", bytearray()
            keep = order.kept and status.st_size <= LARGEST_TEXT
            with (self.root / url).open("rb") as file:
                while block := file.read(_BLOCK):
                    head = head or block[:HEAD]
                    digest.update(block)
                    kept += block if keep else b""
        except OSError as error:
            return _failed(answer, f"cannot be read: {error.strerror}")
        return Reply(
            order=order,
            final=answer.final,
            head=head,
            body=bytes(kept) if keep else None,
            sha256=digest.hexdigest(),
            size=status.st_size,
        )

    def strangers(self, listed: frozenset[str]) -> dict[str, int]:
        """Files that the list does not name, counted by folder where the list names nothing below it.

        Sites of their own below this one are left out, and what version control and hosts keep there.
        """
        own = {name.rpartition("/")[0] for name in self.names if name.endswith(f"/{MANIFEST}")}
        known = {folder for url in listed for folder in _above(url)}
        found: dict[str, int] = {}
        for name in sorted(self.names - listed - {MANIFEST}):
            above = _above(name)
            if own.intersection(above) or LITTER.intersection(name.split("/")):
                continue
            outer = next((folder for folder in reversed(above) if folder not in known), "")
            key = f"{outer}/" if outer else name
            found[key] = found.get(key, 0) + 1
        return found


def _above(url: str) -> list[str]:
    """The folders above a file, innermost first."""
    parts = url.split("/")[:-1]
    return ["/".join(parts[:count]) for count in range(len(parts), 0, -1)]


def _names(root: Path) -> list[str]:
    found = []
    for folder, _, files in os.walk(root):
        inner = Path(folder).relative_to(root)
        found += [(inner / name).as_posix() for name in files]
    return found


def _failed(answer: Reply, how: str) -> Reply:
    url = answer.order.url
    fault = Fault("site-refused", f"'{url}' {how}", "give it the rights that other files have, or build again")
    return Reply(order=answer.order, status=0, final=answer.final, fault=fault)
