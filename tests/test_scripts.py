"""The page's scripts: what several need is written once."""

from __future__ import annotations

import re
from collections import defaultdict

from soundcase.site.theme import theme_folder

SCRIPTS = {path.name: path.read_text("utf-8") for path in sorted((theme_folder() / "assets/js").glob("*.js"))}
TOP = re.compile(r"^  (?:const (\w+) = (?:async )?\(|function (\w+)|const (\w+) = \w+ => )", re.MULTILINE)
REPEATED = 3
"""Lines that may not stand twice, one after another."""


def test_what_the_elements_share_comes_first() -> None:
    assert next(iter(SCRIPTS)) == "_shared.js"


def test_no_helper_stands_twice() -> None:
    shared = re.findall(r"^    (\w+): \(", SCRIPTS["_shared.js"], re.MULTILINE)
    assert {"say", "clock", "make", "send"} <= set(shared)
    found = [(name, "_shared.js") for name in shared]
    for file, text in SCRIPTS.items():
        found += [("".join(names), file) for names in TOP.findall(text)]
    files = defaultdict(list)
    for name, file in found:
        files[name].append(file)
    assert {name: where for name, where in files.items() if len(where) > 1} == {}


def test_no_passage_stands_twice() -> None:
    seen: dict[tuple[str, ...], str] = {}
    twice = []
    for file, text in SCRIPTS.items():
        body = text.partition("} = soundcase;\n")[2] or text
        lines = [line.strip() for line in body.splitlines() if len(line.strip()) > REPEATED]
        for start in range(len(lines) - REPEATED + 1):
            passage = tuple(lines[start : start + REPEATED])
            if seen.setdefault(passage, file) != file:
                twice.append((seen[passage], file, passage))
    assert twice == []


def test_phrases_are_filled_in_one_place() -> None:
    """A replacement text has signs of its own (`$&`): only a function gives a value to the letter."""
    others = {file: text for file, text in SCRIPTS.items() if file != "_shared.js"}
    assert [file for file, text in others.items() if "dataset.words" in text or '"{}"' in text] == []
    plain = re.compile(r"""\.replace(?:All)?\((?:"[^"]*"|/(?:[^/\\\n]|\\.)+/\w*), (?!"|\()""")
    assert [(file, found) for file, text in SCRIPTS.items() for found in plain.findall(text)] == []
