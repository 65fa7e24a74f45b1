"""Scripts of what a search finds: one for each page, and a list of them, loaded when somebody searches.

Rule 1: they are scripts and not JSON, since pages on disk may load scripts but may not read files. Each hands
its content over by one event: `search-pages`, `search-examples`.
Rule 2: the script of a page follows from that page alone, and no address has a digest, so that new words on one
page change no other. A list that a host kept too long may name what is gone.
Rule 3: words are as they are read, with single blanks: who searches them leaves cases, accents and widths out.
Behind a line feed stand those of reasoning, whose hits come last.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

from soundcase import model
from soundcase.fields import Field, FieldKind, fields_of
from soundcase.site.paging import PageSlice
from soundcase.site.words import Words
from soundcase.text.markdown import plain
from soundcase.text.readings import bare

LIST = "search.js"
"""Not in `assets/`, whose files never change."""
_LONGEST, _MOST_WORDS = 2000, 10_000
"""Characters of one example's words as they follow each other, and of further words, each told once."""
_ESCAPES = {"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""What is not to stand in a script as it is; within JSON all of these are inside texts."""

Span = tuple[str, int, int]
"""The examples of a slice: how the anchors of all of them begin, the number of the first, and how many."""


def told(answers: str, reasoning: str) -> str:
    """The words of an example and, on a line of their own, those of the reasoning in it."""
    said = " ".join(bare(answers).split())
    first, thought = _brief(said), _further(reasoning, said)
    return f"{first}\n{thought}"[: _LONGEST + _MOST_WORDS] if thought else first


def _brief(said: str) -> str:
    """Words as they follow each other; of very many the last only once each."""
    if len(said) <= _LONGEST:
        return said
    end = said.rfind(" ", 0, _LONGEST) + 1 or _LONGEST
    return (said[:end] + _further(said[end:], said[:end]))[: _LONGEST + _MOST_WORDS]


def _further(text: str, known: str) -> str:
    """The words of a text that are not known, each once."""
    seen = set(known.casefold().split())
    found = {word.casefold(): word for word in text.split()}
    return " ".join(word for key, word in found.items() if key not in seen)


def span(one: PageSlice, anchors: Sequence[str]) -> Span:
    """The span of a slice whose examples have these anchors."""
    ends = zip(min(anchors), max(anchors), strict=False)
    common = takewhile(lambda chars: chars[0] == chars[1], ends)
    return "".join(char for char, _ in common), one.start + 1, len(anchors)


def search_pages(spans: Mapping[str, Sequence[Span]]) -> str:
    """The list: of each page its address, that of its script, and the spans of its slices."""
    return script("search-pages", [(url, search_url(url), held) for url, held in spans.items()])


def search_examples(slices: Iterable[tuple[PageSlice, str, Sequence[str]]], words: Words) -> str:
    """The script of a page: of each task its anchor and title, and its examples.

    Of each example its anchor, title, words, tags and group. `slices` are those on the page, each with the
    anchor of its task and those of its examples.
    """
    found = []
    for piece, of_task, anchors in slices:
        entries = []
        for one, anchor in zip(piece.examples, anchors, strict=True):
            called = one.title or f"{words.example} {one.number}"
            text = told(" ".join(_words(called, one)), " ".join(_reasoning(one)))
            tags = [f"{key}={value}" for key, value in one.tags.items()]
            entries.append((anchor, called, text, tags, one.group))
        found.append((of_task, piece.task.title, entries))
    return script("search-examples", found)


def search_url(page: str) -> str:
    """The address of the script of a page."""
    return f"search/{page.removesuffix('.html')}.js"


def script(event: str, detail: object, *, escaped: str = "".join(_ESCAPES)) -> str:
    """A script that hands this over by an event."""
    data = json.dumps(detail, ensure_ascii=False, separators=(",", ":"))
    for char, escape in ((one, _ESCAPES[one]) for one in escaped):
        data = data.replace(char, escape)
    return f'document.dispatchEvent(new CustomEvent("{event}", {{detail: {data}}}));\n'


_WORDS: Mapping[FieldKind, Callable[[Any], Iterable[str]]] = {
    "line": lambda text: (text,),
    "tags": lambda tags: tags.values(),
    "text": lambda text: (text,),
    "exact": lambda text: (text,),
    "prompt": lambda prompt: (prompt.shared or "", *prompt.per_model.values()),
    "labels": lambda labels: labels,
    "choices": lambda choices: (one.text for one in choices),
    "files": lambda files: (text for one in files for text in (one.label, one.name)),
    "markdown": lambda text: (plain(text),),
}
"""The words in a value by the kind of its field: names first, since of very many the last are cut off."""


def _apart(one: Field) -> bool:
    """True for what is told by itself, and for what is shown only on request: a hit would not be seen."""
    return one.name in ("title", "reasoning") or one.place == "origin"


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
            if one.kind in kinds and not _apart(one) and (value := getattr(owner, one.name)):
                yield from _WORDS[one.kind](value)


def _reasoning(example: model.Example) -> Iterator[str]:
    """What the systems thought."""
    return (piece.reasoning for _, _, piece in example.media() if piece.reasoning)
