"""Links of Markdown as they are written: each given another target, or taken out with its words left.

Rule: this is a help and no proof. What it does not see as a link stays, and the search for leaks finds it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Target = Callable[[str], str | None]
"""From a target to another; None where the link is to go."""
_TITLE = r"""(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?"""
_INLINE = re.compile(
    r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\](?:\([^()]*\))?)*)\]\(\s*(<[^<>]*>|(?:[^\s()]|\([^\s()]*\))*)("
    + _TITLE
    + r")\s*\)"
)
_NAMED = re.compile(r"^( {0,3}\[([^\]]+)\]:[ \t]*)(<[^<>]*>|\S+)(" + _TITLE + r")[ \t]*$", re.MULTILINE)
_BY_NAME = re.compile(r"\[([^\[\]]+)\][ ]?\[([^\[\]]*)\]")
_ATTRIBUTE = re.compile(r"""(\s(?:href|src)\s*=\s*)("[^"]*"|'[^']*'|[^\s>"']+)""", re.IGNORECASE)
_BARE = re.compile(r"<?\b(?:https?://|www\.)[^\s<>`\"'”’)\]]*[^\s<>`\"'”’)\].,;:!?]>?", re.IGNORECASE)


def with_targets(text: str, target: Target) -> str:
    """A Markdown text whose links and pictures lead elsewhere; of those that go, the words are left."""
    gone: set[str] = set()

    def inline(found: re.Match[str]) -> str:
        words = with_targets(found[2], target) if "](" in found[2] else found[2]
        new = target(_bare(found[3]))
        return words if new is None else f"{found[1]}[{words}]({_written(new)}{found[4]})"

    def named(found: re.Match[str]) -> str:
        new = target(_bare(found[3]))
        if new is None:
            gone.add(found[2].casefold())
            return ""
        return f"{found[1]}{_written(new)}{found[4]}"

    def by_name(found: re.Match[str]) -> str:
        return found[1] if (found[2] or found[1]).casefold() in gone else found[0]

    def attribute(found: re.Match[str]) -> str:
        new = target(found[2].strip("\"'"))
        return "" if new is None else f'{found[1]}"{new}"'

    text = _INLINE.sub(inline, _NAMED.sub(named, text))
    return _ATTRIBUTE.sub(attribute, _BY_NAME.sub(by_name, text) if gone else text)


def without_addresses(text: str, stays: Callable[[str], bool], mark: str) -> str:
    """A text with a mark in place of each web address that does not stay."""
    return _BARE.sub(lambda found: found[0] if stays(found[0].strip("<>")) else mark, text)


def _bare(target: str) -> str:
    return target[1:-1] if target.startswith("<") else target


def _written(target: str) -> str:
    return f"<{target}>" if " " in target or target.count("(") != target.count(")") else target
