"""What files of JSON hold besides lists of flat objects, as plain records.

Rule: fields of objects inside objects are named with points, as in `audio.path`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

_ROWS = ("data", "results", "records", "examples", "samples", "items", "predictions", "outputs", "rows")
"""What lists of records are called where an object holds several lists."""
_TURNS = frozenset({"messages", "conversations", "conversation", "dialogue", "dialog", "chat"})
_SPEAKERS: Mapping[str, str] = {"human": "user", "gpt": "assistant", "model": "assistant", "bot": "assistant"}
_HEARD = re.compile(r"<\|?/?(?:audio|speech|sound)[^<>]*>", re.IGNORECASE)
"""Where a prompt says that the clip is heard."""
_CHOICE = re.compile(r"^(?:choice|option)s?[_. ]?([a-h]|\d)$", re.IGNORECASE)
DEEPEST = 6
"""Objects inside objects that are looked into."""


def rows_of(value: object) -> object:
    """The list of records in a value; the value itself where it is none."""
    if not isinstance(value, dict):
        return value
    lists = {key: one for key, one in value.items() if isinstance(one, list) and one}
    if isinstance(value.get("columns"), list) and isinstance(value.get("data"), list):
        return [
            dict(zip(value["columns"], row, strict=False)) for row in value["data"] if isinstance(row, list)
        ]
    named = {key: one for key, one in lists.items() if isinstance(one[0], dict) and key not in _TURNS}
    if named:
        best = min(named, key=lambda key: (_ROWS.index(key) if key in _ROWS else len(_ROWS), -len(named[key])))
        shared = {key: value[key] for key in ("model", "model_name") if isinstance(value.get(key), str)}
        return [shared | one if isinstance(one, dict) else one for one in named[best]]
    if len(value) > 1 and all(isinstance(one, dict) for one in value.values()):
        return [{"id": key} | one for key, one in value.items()]
    if len(lists) == len(value) > 1 and len({len(one) for one in lists.values()}) == 1:
        return [dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)]
    return [value]


def flat(record: Mapping[str, object]) -> dict[str, object]:
    """The record with all its fields side by side: those of objects, of turns of a chat, and its choices."""
    found = dict(_fields(record, "", 0))
    lettered = [key for key in found if _CHOICE.match(key)]
    if len(lettered) > 1 and "choices" not in found:
        found["choices"] = [found.pop(key) for key in sorted(lettered)]
    return found


def _fields(value: Mapping[str, object], prefix: str, depth: int) -> Iterator[tuple[str, object]]:
    for key, one in value.items():
        name = f"{prefix}{key}"
        if isinstance(one, dict) and depth < DEEPEST:
            if key.lower() in ("choices", "options", "candidates"):
                yield name, list(one.values())
            else:
                yield from _fields(one, f"{name}.", depth + 1)
        elif key in _TURNS and isinstance(one, list) and all(isinstance(turn, dict) for turn in one):
            yield from _turns(one, name)
        elif one is not None:
            yield name, one


def _turns(turns: Sequence[Mapping[str, object]], name: str) -> Iterator[tuple[str, object]]:
    """The last question and the last answer of a chat, its clip, and what came before them."""
    said: dict[str, list[str]] = {}
    clips: list[object] = []
    for turn in turns:
        speaker = str(turn.get("role") or turn.get("from") or turn.get("speaker") or "")
        content = turn.get("content", turn.get("value", turn.get("text", "")))
        parts: list[str | Mapping[str, object]] = [
            one for one in (content if isinstance(content, list) else [content]) if isinstance(one, str | dict)
        ]
        texts = [one if isinstance(one, str) else str(one.get("text", "")) for one in parts if one]
        clips += [clip for one in parts if isinstance(one, dict) for clip in _clips(one)]
        text = _HEARD.sub("", "\n".join(filter(None, texts))).strip()
        said.setdefault(_SPEAKERS.get(speaker, speaker), []).append(text)
    for speaker, texts in said.items():
        yield f"{name}.{speaker}", texts[-1]
        if texts[:-1]:
            yield f"{name}.{speaker}.before", texts[:-1]
    if clips:
        yield f"{name}.audio", clips[0] if len(clips) == 1 else clips


def _clips(part: Mapping[str, object]) -> Iterator[object]:
    """The addresses of clips in one part of a message."""
    for key in ("audio_url", "audio", "audio_path"):
        one = part.get(key)
        if isinstance(one, dict):
            one = one.get("url") or one.get("path")
        if isinstance(one, str) and not one.startswith("data:"):
            yield one
