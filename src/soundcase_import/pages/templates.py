"""What page generators leave for values in a page's source, and the clips that it still names.

Rule: a call of a template that names one clip plays it, as `{{< audio src="a.wav" >}}` of Hugo or an `include`
of Jekyll; a filter such as `relative_url` changes only where the site's root is.
"""

from __future__ import annotations

import re

from soundcase_import.suffixes import SOUND_ENDING

_FILTERED = re.compile(
    r"""\{\{-?\s*(["'])([^"'{}]+)\1\s*(?:\|[^{}]*)?\}\}|\{%-?\s*link\s+([^{}%\s]+)\s*-?%\}"""
)
_CALL = re.compile(r"\{\{[<%][^{}]*[>%]\}\}|\{%-?\s*include[^{}]*%\}")
_SOUND = re.compile(rf"""[\"']([^\"']+{SOUND_ENDING})[\"']|[^\s\"'=<>]+{SOUND_ENDING}\b""")


def settled(text: str) -> str:
    """A page's source with players and addresses in place of what a generator would have made of them.

    >>> settled('{{< audio "a.wav" >}} {% include video.html src="b.webm" %}')
    '<audio src="a.wav"></audio> <video src="b.webm"></video>'
    """
    if "{{" not in text and "{%" not in text:
        return text
    return _CALL.sub(_played, _FILTERED.sub(lambda one: one.group(2) or one.group(3), text))


def _played(call: re.Match[str]) -> str:
    found = [one.group(1) or one.group() for one in _SOUND.finditer(call.group())]
    if len(found) != 1:
        return call.group()
    name = "video" if "video" in call.group().replace(found[0], "").lower() else "audio"
    return f'<{name} src="{found[0]}"></{name}>'
