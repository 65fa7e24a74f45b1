"""Real demo pages of many domains can be said in the catalogue's format, and all of it is shown; issue 4."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import html5lib
import pytest

import reference_pages as pages
from bench import built, needs_reference
from reference_pages import Table, Written, identity, items, said, table

pytestmark = needs_reference(pages.NAMES)
ROLES = {
    "input": "audio",
    "reference": "reference",
    "prompt_audio": "prompt-audio",
    "text": "text",
    "pre_text": "text",
    "prompt": "prompt",
    "prompt_text": "prompt-text",
}
"""What descriptions and pages call the same thing; titles, tags and contexts stand somewhere in the example."""
SPACE = "{http://www.w3.org/1999/xhtml}"


def having(root: Element, attribute: str, value: str | None = None) -> Iterator[Element]:
    for node in root.iter():
        if attribute in node.attrib and value in (None, node.attrib[attribute]):
            yield node


def text_of(node: Element) -> str:
    return " ".join("".join(node.itertext()).split())


def parts(task: Element, example: str) -> list[Element]:
    """All that belongs to an example: a row, a card, or the cells of a column and its head."""
    return list(having(task, "data-example", example))


def texts(parts: list[Element], attribute: str, value: str) -> list[str]:
    return [text_of(node) for part in parts for node in having(part, attribute, value)]


class Shown:
    """An example as it stands on the built page."""

    def __init__(self, site: Path, task: Element, number: int) -> None:
        self.site = site
        self.parts = parts(task, str(number))

    def words(self) -> str:
        return " ".join(text_of(part) for part in self.parts)

    def clips(self, attribute: str, value: str) -> list[str]:
        """Digests of what can be heard or downloaded under this mark."""
        found = [
            node.attrib["href"]
            for part in self.parts
            for marked in having(part, attribute, value)
            for node in marked.iter()
            if "data-clip" in node.attrib or "data-original" in node.attrib
        ]
        return [self.digest(self.site / unquote(address)) for address in found]

    @staticmethod
    def digest(path: Path) -> str:
        return hashlib.sha256(path.read_bytes()).hexdigest()


def check_media(given: Table, shown: Shown, mark: tuple[str, str], written: Written) -> None:
    """One piece is under its mark: its clip to the byte, its words to the letter, its picture."""
    if "audio" in given:
        name = written.files[str(items(given["audio"])[0])]
        assert shown.digest(written.root / "data" / "audio" / name) in shown.clips(*mark), (mark, name)
    if "text" in given:
        assert said(given["text"]) in texts(shown.parts, *mark)
    if "image" in given:
        pictures = [
            node.attrib["alt"]
            for part in shown.parts
            for marked in having(part, *mark)
            for node in marked.iter(f"{SPACE}img")
        ]
        assert f"Picture {Path(str(items(given['image'])[0])).name}" in pictures


def check_example(given: Table, task: Table, shown: Shown, written: Written) -> None:
    """Every field and every output of an example of the description is where the page contract says."""
    assert shown.parts
    for role, roles in table(given.get("fields", {})).items():
        for part in map(table, items(roles)):
            if role in ROLES:
                check_media(part, shown, ("data-role", ROLES[role]), written)
            else:
                assert said(part["text"]) in shown.words()
    for text in table(task.get("texts", {})).values():
        assert said(text) in shown.words()
    for name, answer in table(given["outputs"]).items():
        several = [table(part) for part in table(answer).values() if isinstance(part, dict)]
        for part in several or [table(answer)]:
            check_media(part, shown, ("data-output", identity(name)), written)


@pytest.mark.parametrize("name", pages.NAMES)
def test_a_real_page_is_said_and_shown(name: str, tmp_path: Path) -> None:
    written = pages.write(name, tmp_path / "project")
    site = built(written.root, tmp_path / "site")
    tree = html5lib.parse((site / "index.html").read_bytes(), transport_encoding="utf-8")
    seen = [node.attrib["data-task"] for node in having(tree, "data-task")]
    assert seen == [task for task, _ in pages.logical(name)]
    for task, described in pages.logical(name):
        (drawn,) = having(tree, "data-task", task)
        words = text_of(drawn)
        assert said(items(described["path"])[-1]) in words
        for system in items(described["systems"]):
            assert str(pages._model(str(system))["name"]) in words
        count = int(str(described["n_examples"]))
        numbers = dict.fromkeys(node.attrib["data-example"] for node in having(drawn, "data-example"))
        assert list(numbers) == [str(number) for number in range(1, count + 1)]
        for number, given in ((1, described["first"]), (count, described["last"])):
            check_example(table(given), described, Shown(site, drawn, number), written)
