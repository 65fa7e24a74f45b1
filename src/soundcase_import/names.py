"""Names made from what people wrote: ids of models and tasks, names of clips in the project."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath
from urllib.parse import unquote

from soundcase.problems import phrases

PLACEHOLDER = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\$\{.*?\}|<%.*?%>", re.DOTALL)
"""What template languages leave for a value."""
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\\\\\ud800-\udfff]")


def slug(text: str, fallback: str = "part", longest: int = 60) -> str:
    """A short name for files and links."""
    words = phrases.slug(unicodedata.normalize("NFKC", text), fallback)
    return words if len(words) <= longest else words[:longest].rpartition("-")[0] or words[:longest]


def model_id(name: str) -> str:
    """A name for a model in the catalogue: like its name, with what may not stand there left out."""
    words = re.sub(r"[^\w.+-]+", "-", unicodedata.normalize("NFKC", name).lower())
    return words.strip("-.") or "model"


def unique(wanted: Iterable[str]) -> list[str]:
    """The names with a number behind those that were there already."""
    taken: set[str] = set()
    found = []
    for name in wanted:
        number, free = 1, name
        while free in taken:
            number += 1
            free = f"{name}-{number}"
        taken.add(free)
        found.append(free)
    return found


def safe_names(paths: Iterable[str]) -> dict[str, str]:
    """What files are called in the project: as before, without signs that no name may have; all differ."""
    given = list(paths)
    return dict(zip(given, unique(_FORBIDDEN.sub("_", path) for path in given), strict=True))


def clip_name(address: str) -> str:
    """What a clip is called in `data/audio/`: the path that its source had, without what leads out of it.

    >>> clip_name("{{ site.baseurl }}/assets/../a%20b.wav?raw=true")
    'assets/a b.wav'
    """
    path = local_path(address)
    parts = [part for part in PurePosixPath(path).parts if part not in ("/", "..", ".")]
    if parts[:2] == ["data", "audio"] and len(parts) > 2:
        parts = parts[2:]
    return _FORBIDDEN.sub("_", "/".join(re.sub(r"^[A-Za-z]:", "", part) for part in parts)).strip("/") or "clip"


def identifier(address: str) -> str:
    """What an address without a file's name calls its file: the longest part that holds a digit, else nothing.

    >>> identifier("https://drive.example/uc?export=download&id=1AbC-x")
    '1AbC-x'
    """
    parts = re.split(r"[/?&=#]", unquote(re.sub(r"^[^/]*//[^/?#]*", "", address.strip())))
    words = [part for part in parts if re.fullmatch(r"[\w-]*\d[\w-]*", part)]
    return max(words, key=len, default="")


def local_path(address: str) -> str:
    """The path in an address on a page: no query, no template code, no Windows backslashes, no escapes."""
    text = PLACEHOLDER.sub("", address).strip()
    if re.match(r"(?i)(https?:)?//", text):
        return unquote(re.sub(r"^[^/]*//[^/?#]*|[?#].*$", "", text, flags=re.DOTALL))
    text = unquote(text.replace("\\", "/"))
    return re.sub(r"[?#](?=[\w=&%.-]*$)[^/]*$", "", text)


def is_remote(address: str) -> bool:
    """Whether an address leads to another machine."""
    return re.match(r"(?i)(https?:)?//[^/]", address.strip()) is not None
