"""The search index: what can be found on all pages, as a script that pages load when somebody searches.

A script and not JSON, since pages on disk may load scripts but may not read files. It hands its content over
by one event, `search-index`, with `pages` (addresses) and `examples`: number of the page, anchor, title with
that of the task, words, tags as `key=value`, group. Words are as `folded` makes them; a query is folded alike.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Any

from soundcase import model
from soundcase.fields import FieldKind, fields_of
from soundcase.model import Catalogue
from soundcase.site.paging import Paging
from soundcase.site.words import Words
from soundcase.text.markdown import plain
from soundcase.text.readings import bare
from soundcase.values import dataclass

INDEX = "assets/search"
"""How its address begins."""
_LONGEST = 2000
"""Characters of one example's words."""
_DIGITS = 10
_ESCAPES = {"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""What is not to stand in a script as it is; within JSON all of these are inside texts."""


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """The index as it is published."""

    url: str
    """Changes when the content does."""
    script: str


def folded(text: str) -> str:
    """Words as they are compared: NFKC, no cases, no accents, single blanks."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in text if unicodedata.category(char) != "Mn")
        text = unicodedata.normalize("NFKC", text.casefold())
    return " ".join(text.casefold().split())


def search_index(
    catalogue: Catalogue, paging: Paging, anchors: Mapping[tuple[str, str], str], words: Words
) -> SearchIndex:
    """Every example with its page; `anchors` by the ids of task and example."""
    numbers = {spec.url: number for number, spec in enumerate(paging.pages)}
    examples = []
    for page_slice in (page_slice for task in catalogue.tasks() for page_slice in paging.slices[task.id]):
        task, page = page_slice.task, numbers[page_slice.url]
        for example in task.examples[page_slice.start : page_slice.stop]:
            called = example.title or f"{words.example} {example.number}"
            text = folded(bare(" ".join(_words(called, example))))[:_LONGEST]
            tags = [f"{key}={value}" for key, value in example.tags.items()]
            anchor = anchors[task.id, example.id]
            examples.append((page, anchor, f"{task.title}, {called}", text, tags, example.group))
    detail = {"pages": list(numbers), "examples": examples}
    data = json.dumps(detail, ensure_ascii=False, separators=(",", ":"))
    for char, escape in _ESCAPES.items():
        data = data.replace(char, escape)
    script = f'document.dispatchEvent(new CustomEvent("search-index", {{detail: {data}}}));\n'
    digest = hashlib.sha256(script.encode()).hexdigest()[:_DIGITS]
    return SearchIndex(f"{INDEX}.{digest}.js", script)


_WORDS: Mapping[FieldKind, Callable[[Any], Iterable[str]]] = {
    "line": lambda text: (text,),
    "tags": lambda tags: tags.values(),
    "text": lambda text: (text or "",),
    "exact": lambda text: (text or "",),
    "prompt": lambda prompt: (prompt.shared or "", *prompt.per_model.values()),
    "labels": lambda labels: labels or (),
    "markdown": lambda text: (plain(text) if text else "",),
}
"""The words in a value by the kind of its field: names first, since of very many the last are cut off."""


def _words(called: str, example: model.Example) -> Iterator[str]:
    """Every word of the example that a reader may look for."""
    yield called
    parts: list[tuple[model.Example | model.Turn | model.Media, Container[FieldKind]]] = []
    parts += [(example, {kind}) for kind in _WORDS if kind != "markdown"]
    parts += [(turn, _WORDS) for turn in example.turns]
    parts += [(piece, _WORDS) for _, _, piece in example.media()]
    parts.append((example, {"markdown"}))
    for owner, kinds in parts:
        for one in fields_of(type(owner)).values():
            if one.kind in kinds and one.name != "title":
                yield from _WORDS[one.kind](getattr(owner, one.name))
