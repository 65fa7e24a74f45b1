"""Names made from what people wrote (of models, tasks and clips in the project), and the endings of clips."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath
from urllib.parse import unquote

from soundcase.audio.probe.kinds import SUFFIXES, VIDEO_SUFFIXES, WEB_SUFFIXES
from soundcase.problems import phrases

PLACEHOLDER = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\$\{.*?\}|<%.*?%>", re.DOTALL)
"""What template languages leave for a value."""
LONGEST = 60
"""Characters of a task's name at most."""
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\\\\\ud800-\udfff]")


SOUND_SUFFIXES = SUFFIXES - VIDEO_SUFFIXES
"""In small letters, with their dots."""


def _any_of(suffixes: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(suffixes, reverse=True)))})"


SOUND_ENDING = _any_of(WEB_SUFFIXES)
"""The end of a clip's name on a page, as a regular expression, for what is to stand behind it."""
FILM_ENDING = _any_of(VIDEO_SUFFIXES)
"""The end of a film's name, as above."""

SOUND_NAME = re.compile(f"{_any_of(SOUND_SUFFIXES)}$", re.IGNORECASE)
"""The end of a clip's name in a list."""


def task_ids(titles: Iterable[str]) -> list[str]:
    """Short names for the files and links of tasks; all differ, and none is that of the catalogue itself."""
    slugs = [phrases.slug(unicodedata.normalize("NFKC", title), "examples") for title in titles]
    short = (one if len(one) <= LONGEST else one[:LONGEST].rpartition("-")[0] or one[:LONGEST] for one in slugs)
    return unique(["catalogue", *short])[1:]


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
    """The names of files in the project: as before, without signs that no name may have; all differ."""
    given = list(paths)
    return dict(zip(given, unique(_FORBIDDEN.sub("_", path) for path in given), strict=True))


def clip_name(address: str) -> str:
    """A clip's name in `data/audio/`: the path that its source had, without what leads out of it.

    >>> clip_name("{{ site.baseurl }}/assets/../a%20b.wav?raw=true")
    'assets/a b.wav'
    """
    path = local_path(address)
    parts = [part for part in PurePosixPath(path).parts if part not in ("/", "..", ".")]
    if parts[:2] == ["data", "audio"] and len(parts) > 2:
        parts = parts[2:]
    return _FORBIDDEN.sub("_", "/".join(re.sub(r"^[A-Za-z]:", "", part) for part in parts)).strip("/") or "clip"


def name_in_query(address: str) -> str:
    """The path of a clip that an address asks for in its query; empty where it asks for none.

    >>> name_in_query("https://store.example/get?file=a%2Fb.wav&token=1")
    'a/b.wav'
    """
    values = (unquote(value) for value in re.findall(r"[?&;][^=&;]+=([^&;#]+)", address))
    return next((value for value in values if SOUND_NAME.search(value)), "")


def identifier(address: str) -> str:
    """The name of a file in an address that has none for it: the longest part with a digit, else nothing.

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
    """True where an address leads to another machine."""
    return re.match(r"(?i)(https?:)?//[^/]", address.strip()) is not None
