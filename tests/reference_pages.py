"""Real demo pages as projects: what a description says of each of them, written down in the catalogue's format.

A description (`expected.json`) names tasks, systems, the number of examples, and the first and last by role.
Rule 1: nothing of the pages is kept here; without their folder there is nothing to read.
Rule 2: clips and pictures that the folder lacks are stand-ins, each of its own content, so that no two are the
same; examples between the first and the last have the shape of the first.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

from PIL import Image

from bench import REPOSITORY, write_tone

PAGES = REPOSITORY.parent / "shared" / "reference" / "pages"
NAMES = tuple(path.parent.name for path in sorted(PAGES.glob("*/expected.json")))

Node: TypeAlias = "str | int | bool | list[Node] | dict[str, Node]"
Table = dict[str, Node]

SUFFIXES = {"wav": ".wav", "flac": ".flac", "mp3": ".mp3", "mp4": ".m4a", "ogg-opus": ".opus", "ogg": ".ogg"}
"""What content is called, in the descriptions' words."""
MEDIA = {"input": "audio", "reference": "reference", "prompt_audio": "prompt_audio"}
"""Roles of a description with clips, and their keys in the catalogue."""
TEXTS = {"text": "text", "prompt": "prompt", "prompt_text": "prompt_text", "pre_text": "text"}
RULES = ("no-audio", "wrong-suffix", "clipped", "silent", "truncated", "corrupt", "missing-alt")
"""Faults of the pages themselves, which are not what these projects are about."""


def table(node: Node) -> Table:
    assert isinstance(node, dict), node
    return node


def items(node: Node) -> list[Node]:
    assert isinstance(node, list), node
    return node


def said(node: Node) -> str:
    return " ".join(str(node).split())


@dataclass(slots=True)
class Written:
    """A project that is being written, with what each of the page's files became."""

    source: Path
    root: Path
    samples: Mapping[str, Table]
    """Address on the page → what is known about the sample of it that the folder has."""
    files: dict[str, str] = field(default_factory=dict)
    """Address on the page → name in the project."""

    def clip(self, address: str) -> str:
        if address not in self.files:
            number = len(self.files) + 1
            known = self.samples.get(address)
            target = self.root / "data" / "audio"
            if known and (self.source / str(known["path"])).stat().st_size:
                kind = str(known["content"]).partition("(")[0]
                self.files[address] = f"{number:03}{SUFFIXES.get(kind, '.wav')}"
                shutil.copy(self.source / str(known["path"]), target / self.files[address])
            else:
                self.files[address] = f"{number:03}.wav"
                write_tone(target / self.files[address], seconds=0.4 + number / 1000)
        return self.files[address]

    def picture(self, address: str) -> str:
        if address not in self.files:
            number = len(self.files) + 1
            self.files[address] = f"{number:03}.png"
            Image.new("RGB", (8, 4), (number % 256, 80, 120)).save(
                self.root / "data" / "images" / self.files[address]
            )
        return self.files[address]

    def media(self, given: Table) -> Table:
        """One piece of the catalogue for one of the description."""
        piece: Table = {}
        if isinstance(given.get("audio"), list):
            piece["audio"] = self.clip(str(items(given["audio"])[0]))
        if isinstance(given.get("image"), list):
            address = str(items(given["image"])[0])
            piece |= {"image": self.picture(address), "alt": f"Picture {Path(address).name}"}
        if "text" in given:
            piece["text"] = said(given["text"])
        return piece


def identity(name: str) -> str:
    """A system's name as an id."""
    return re.sub(r"[^\w+.]+", "-", name).strip("-") or "system"


def output(given: Table, written: Written) -> Node:
    """What a system gave; several pieces under their names (stems, an input of its own) as a list."""
    if any(isinstance(value, dict) for value in given.values()):
        return [{"label": name, **written.media(table(part))} for name, part in given.items()]
    return written.media(given)


def example(given: Table, task: Table, written: Written) -> Table:
    """An example of the description as one of the catalogue."""
    made: Table = {}
    fields = table(given.get("fields", {}))
    for role, key in MEDIA.items():
        parts = [table(part) for part in items(fields.get(role, []))]
        pieces: list[Node] = [
            {**({"label": part["column"]} if len(parts) > 1 else {}), **written.media(part)} for part in parts
        ]
        if pieces:
            made[key] = pieces
    for role, key in TEXTS.items():
        texts = [said(table(part)["text"]) for part in items(fields.get(role, [])) if "text" in table(part)]
        if texts:
            made[key] = texts[0]
    made |= _around(fields)
    for key, text in zip(("prompt_text", "text"), table(task.get("texts", {})).values(), strict=False):
        made[key] = said(text)
    made["outputs"] = {
        identity(name): output(table(part), written) for name, part in table(given["outputs"]).items()
    }
    return made


def _around(fields: Table) -> Table:
    """Titles, tags, and the words that are to be changed, which the format has no key of their own for."""
    found: Table = {}
    for part in map(table, items(fields.get("id", []))):
        found["title"] = said(part["text"])
    tags = {said(part["column"]): said(part["text"]) for part in map(table, items(fields.get("attr", [])))}
    if tags:
        found["tags"] = dict(tags)
    sources: list[Node] = [
        {"label": said(part["column"]), "text": said(part["text"])}
        for part in map(table, items(fields.get("source_text", [])))
    ]
    return found | ({"context": sources} if sources else {})


def between(given: Table, number: int) -> Table:
    """An example of the same shape, with files and words of its own."""
    renamed: Table = json.loads(json.dumps(given), object_hook=lambda node: _renamed(node, number))
    return renamed


def _renamed(node: Table, number: int) -> Table:
    made: Table = {}
    for key, value in node.items():
        if key in {"audio", "image"}:
            made[key] = [f"{number}/{address}" for address in items(value)]
        else:
            made[key] = f"{value} ({number})" if key == "text" and isinstance(value, str) else value
    return made


def task(described: Table, number: int, written: Written) -> Table:
    """A task of the description as one of the catalogue."""
    count = int(str(described["n_examples"]))
    first, last = table(described["first"]), table(described["last"])
    given = [first, *(between(first, at) for at in range(2, count)), last][:count]
    path = [said(step) for step in items(described["path"])]
    texts = any("text" in table(part) for part in table(first["outputs"]).values())
    made: Table = {
        "id": f"task-{number}",
        "title": " · ".join(path[1:] or path),
        "output": "text" if texts else "audio",
        "layout": "transposed" if str(described["layout"]).startswith("transposed") else "table",
        "models": [identity(str(name)) for name in items(described["systems"])],
        "examples": [example(one, described, written) for one in given],
    }
    if isinstance(described.get("note"), str):
        made["description"] = f"`{said(described['note']).replace('`', ' ')}`"
    return made


def write(name: str, root: Path) -> Written:
    """Write the project of a page into a folder."""
    described = read(name)
    for folder in ("examples", "data/audio", "data/images"):
        (root / folder).mkdir(parents=True)
    samples = {str(table(one)["src"]): table(one) for one in items(described["audio_sample"])}
    written = Written(PAGES / name, root, samples)
    logical = [table(one) for one in items(described["logical"])]
    systems = dict.fromkeys(str(system) for one in logical for system in items(one["systems"]))
    numbered = groupby(enumerate(logical, start=1), key=lambda one: said(items(one[1]["path"])[0]))
    sections = [(title, [task(one, number, written) for number, one in several]) for title, several in numbered]
    catalogue = {
        "title": described["repo"],
        "language": "zh" if "i18n_ui" in items(described["features"]) else "en",
        "models": {identity(system): _model(system) for system in systems},
        "sections": [{"title": title, "tasks": tasks} for title, tasks in sections],
        "rules": dict.fromkeys(RULES, "off"),
    }
    text = json.dumps(catalogue, ensure_ascii=False, indent=1)  # JSON is YAML
    (root / "examples" / "catalogue.yaml").write_text(text, encoding="utf-8")
    return written


def _model(name: str) -> Table:
    """A system with what its name says in brackets: `(1.5 kbps)` is a fact, `(Ours)` a mark."""
    bare, _, rest = name.partition(" (")
    if rest.rstrip(")").casefold() in {"ours", ""} and "ours" in name.casefold():
        return {"name": bare if rest else name, "ours": "true"}
    found = re.fullmatch(r"([\d.]+ kbps)\)", rest)
    return {"name": bare, "meta": {"bitrate": found[1]}} if found else {"name": name}


def read(name: str) -> Table:
    """The description of a page."""
    described: Table = json.loads((PAGES / name / "expected.json").read_text(encoding="utf-8"))
    return described


def logical(name: str) -> Iterator[tuple[str, Table]]:
    """The tasks of a page with the ids that they get."""
    for number, one in enumerate(items(read(name)["logical"]), start=1):
        yield f"task-{number}", table(one)
