"""How the paths in a folder of clips are made of systems and utterances.

Rule: a layout is found out from the names that repeat, shown, and overridden by a pattern.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from soundcase_import.pages.vocabulary import kinds

PLACES = ("model", "example", "group", "any")
"""What a pattern may hold between braces."""
_FIELD = re.compile(r"\{(\w+)(\+?)\}")
_BETWEEN = ("__", "_", "-", ".", " ")
"""What parts a system's name from an utterance's in a file's name."""


@dataclass(frozen=True, slots=True)
class PathParts:
    """What a path says: which system made which example."""

    model: str
    example: str
    group: str = ""


class PatternError(ValueError):
    """A pattern that means nothing."""


def placed(paths: Sequence[str], pattern: str) -> dict[str, PathParts]:
    """What each path says by the pattern; paths that it does not fit are left out."""
    fields = [name for name, _ in _FIELD.findall(pattern)]
    unknown = [name for name in fields if name not in PLACES]
    if unknown:
        raise PatternError(f"'{{{unknown[0]}}}' is none of {', '.join(f'{{{one}}}' for one in PLACES)}")
    if "example" not in fields or len(set(fields) - {"any"}) < len([one for one in fields if one != "any"]):
        raise PatternError("a pattern holds {example} once, and {model} or {group} at most once")
    expression = re.compile(_expression(pattern))
    found = {}
    for path in paths:
        match = expression.fullmatch(str(PurePosixPath(path).with_suffix("")))
        if match:
            parts = {name: unicodedata.normalize("NFC", text) for name, text in match.groupdict().items()}
            found[path] = PathParts(parts.get("model") or "", parts["example"], parts.get("group") or "")
    return found


def _expression(pattern: str) -> str:
    """The pattern as a regular expression: places hold no slash, and as little as they can; `+`: as much."""
    parts = _FIELD.split(pattern)
    texts = [re.escape(part) for part in parts[::3]]
    names = [
        "[^/]*" if name == "any" else rf"(?P<{name}>[^/]+{'' if greedy else '?'})"
        for name, greedy in zip(parts[1::3], parts[2::3], strict=True)
    ]
    return "".join(text + name for text, name in zip(texts, [*names, ""], strict=True))


def found_out(paths: Sequence[str]) -> str:
    """The pattern that most paths follow; empty where nothing repeats."""
    candidates = {pattern: _score(placed(paths, pattern)) for pattern in _patterns(paths)}
    best = max(candidates, key=lambda pattern: candidates[pattern], default="")
    return best if best and candidates[best] > (0, 0, 0.0) else ""


def _patterns(paths: Sequence[str]) -> list[str]:
    depths = Counter(path.count("/") for path in paths)
    depth = max(depths, key=lambda one: depths[one]) if depths else 0
    above = "{any}/" * max(0, depth - 1)
    if depth == 0:
        orders = ("{{example}}{0}{{model}}", "{{model}}{0}{{example}}", "{{example+}}{0}{{model}}")
        return [order.format(between) for between in _BETWEEN for order in orders]
    flat = [f"{above}{{model}}/{{example}}", f"{above}{{example}}/{{model}}"]
    deep = [
        f"{'{any}/' * (depth - 2)}{group}"
        for group in ("{group}/{model}/{example}", "{model}/{group}/{example}")
    ]
    return [*flat, *(deep if depth > 1 else [])]


def _score(places: Mapping[str, PathParts]) -> tuple[int, int, float]:
    """How well a layout explains the paths: how full its table is, what the names of systems say, how few."""
    models = {one.model for one in places.values()}
    rows = Counter((one.group, one.example) for one in places.values())
    each = set(places.values())
    if len(models) < 2 or len(each) < len(places) or max(rows.values()) < 2:
        return 0, 0, 0.0
    full = len(each) / (len(models) * len(rows))
    return round(1000 * full), sum(bool(kinds(name)) for name in models), len(rows) / len(models)
