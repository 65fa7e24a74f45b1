"""What page generators leave for values in a page's source, and the clips that it still names.

Rule: a call of a template that names one clip plays it, as `{{< audio src="a.wav" >}}` of Hugo or an `include`
of Jekyll; a filter such as `relative_url` changes only where the site's root is.
"""

from __future__ import annotations

import re

_FILTERED = re.compile(
    r"""\{\{-?\s*(["'])([^"'{}]+)\1\s*(?:\|[^{}]*)?\}\}|\{%-?\s*link\s+([^{}%\s]+)\s*-?%\}"""
)
_CALL = re.compile(r"\{\{[<%][^{}]*[>%]\}\}|\{%-?\s*include[^{}]*%\}")
_NAME = r"\.(?:wav|mp3|flac|ogg|oga|opus|m4a|aac)"
_SOUND = re.compile(rf"""[\"']([^\"']+{_NAME})[\"']|[^\s\"'=<>]+{_NAME}\b""")


def settled(text: str) -> str:
    """A page's source with players and addresses in place of what a generator would have made of them."""
    if "{{" not in text and "{%" not in text:
        return text
    return _CALL.sub(_played, _FILTERED.sub(lambda one: one.group(2) or one.group(3), text))


def _played(call: re.Match[str]) -> str:
    found = [one.group(1) or one.group() for one in _SOUND.finditer(call.group())]
    return f'<audio src="{found[0]}"></audio>' if len(found) == 1 else call.group()
