"""Compiled templates: the theme's are kept beside it, as Python keeps its own compiled modules.

Rule 1: what is kept runs, so it lies where soundcase itself lies and nowhere else: who can write there can
    change soundcase anyway. `.soundcase/` could come with a pull request, and some CI jobs have the user's
    cache folder in the checkout.
Rule 2: a project's own templates are kept in memory alone.
Rule 3: what is cut or was made by another Python, Jinja or soundcase, or of another source, is made again.
"""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path

import jinja2
import jinja2.bccache
import jinja2.compiler

from soundcase.publishing.file_signatures import signature
from soundcase.system import replace_file


class CompiledTemplates(jinja2.BytecodeCache):
    """Compiled templates by name and file; the sandbox runs other code than a plain environment (`kind`)."""

    def __init__(self, kind: str, theme: Path) -> None:
        self._kind = kind
        self._theme = theme
        self._code: dict[str, bytes] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The file of a template, else its name."""
        return filename or name

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Give what is kept; the bucket itself refuses what was made of another source."""
        path = self._path(bucket)
        if bucket.key not in self._code and path:
            with suppress(OSError):
                digest, _, content = path.read_bytes().partition(b"\n")
                if digest == _digest(content):
                    self._code[bucket.key] = content
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Keep it."""
        content = self._code[bucket.key] = bucket.bytecode_to_string()
        path = self._path(bucket)
        if path and not sys.dont_write_bytecode:
            with suppress(OSError):
                path.parent.mkdir(exist_ok=True)
                part = path.with_name(f"{path.name}.{os.getpid()}")
                part.write_bytes(_digest(content) + b"\n" + content)
                replace_file(part, path)

    def _path(self, bucket: jinja2.bccache.Bucket) -> Path | None:
        """The place of a template of the theme."""
        template = Path(bucket.key)
        if not template.is_relative_to(self._theme):
            return None
        folder = Path(cache_from_source(bucket.key)).parent
        return folder / f"{template.name}.{sys.implementation.cache_tag}.{self._kind}"


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(_makers() + content).hexdigest().encode()


@cache
def _makers() -> bytes:
    """The versions of what decides the code: Python, Jinja, and the settings that `theme` gives it."""
    modules = (Path(jinja2.compiler.__file__), Path(__file__), Path(__file__).with_name("theme.py"))
    return "\n".join((sys.version, *(signature(module.stat()) for module in modules))).encode()
