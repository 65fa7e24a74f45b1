"""The page's own words: every language has all of them, code finds those it names, none stands elsewhere."""

from __future__ import annotations

import ast
import gettext
import json
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Literal

import pytest

import soundcase
from drawn import HERE, VOID, catalogue, example, media, pages, task
from soundcase.model import Catalogue, Prompt, Score, Selection, Turn
from soundcase.publishing.build_fingerprint import watched
from soundcase.site.theme import theme_folder
from soundcase.site.words import LANGUAGES, LOCALES, found_language, words_of

THEME = theme_folder()
PAGES = {path: path.read_text("utf-8") for path in sorted(THEME.rglob("*.html"))}
SCRIPTS = "".join(path.read_text("utf-8") for path in sorted((THEME / "assets/js").rglob("*.js")))
STYLES = "".join(path.read_text("utf-8") for path in sorted((THEME / "assets").rglob("*.css")))
SITE = {
    path: path.read_text("utf-8") for path in sorted((Path(soundcase.__file__).parent / "site").rglob("*.py"))
}
GAP = re.compile(r"\{\d*\}")


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no key stands twice."""
    assert [key for key, n in Counter(key for key, _ in pairs).items() if n > 1] == []
    return dict(pairs)


def texts(language: str) -> dict[str, Any]:
    content = (LOCALES / f"{language}.json").read_text("utf-8")
    read: dict[str, Any] = json.loads(content, object_pairs_hook=once)
    return read


def flat(language: str) -> dict[str, list[str]]:
    """Section and key → the text, or its plural forms."""
    return {
        f"{section} {key}": text if isinstance(text, list) else [text]
        for section, several in texts(language).items()
        if isinstance(several, dict)
        for key, text in several.items()
    }


ENGLISH = flat("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_text_with_every_gap(language: str) -> None:
    given = flat(language)
    assert list(given) == list(ENGLISH)
    gaps = {key: {len(GAP.findall(form)) for form in forms} for key, forms in given.items()}
    assert gaps == {key: {len(GAP.findall(forms[-1]))} for key, forms in ENGLISH.items()}
    assert [key for key, forms in given.items() if not all(form.strip() for form in forms)] == []
    assert [key for key, forms in given.items() if any("{" in GAP.sub("", form) for form in forms)] == []
    assert [key for key in given if key.startswith("script") and re.search(r"\{\d", given[key][0])] == []
    for key, forms in given.items():
        for form in forms:
            assert form.format(*"αβγ").count("α") == ("{" in form), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_all_of_its_plural_forms(language: str) -> None:
    rule = gettext.c2py(texts(language)["plural"])
    forms = {rule(number) for number in range(1000)}
    counted = {f"page {key}" for key, text in texts("en")["page"].items() if isinstance(text, list)}
    for key, given in flat(language).items():
        assert len(given) == (len(forms) if key in counted else 1), key
    assert forms == set(range(len(forms)))


def test_the_form_is_that_of_the_number() -> None:
    english, chinese = words_of("en"), words_of("zh")
    assert [english.examples.of(number) for number in (0, 1, 2)] == ["0 examples", "1 example", "2 examples"]
    assert english.shared_by.of(1, "Text", 1) == "Text (for 1 example)"
    assert chinese.examples.of(1) == "1 个示例"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("en-GB", "en"),
        ("ja-JP", "ja"),
        ("JA", "ja"),
        ("zh", "zh"),
        ("zh-CN", "zh"),
        ("zh-Hans-HK", "zh"),
        ("cmn-Hans", "zh"),
        ("zh-Hant", "zh-Hant"),
        ("zh-hant-tw", "zh-Hant"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-MO", "zh-Hant"),
        ("yue", "zh-Hant"),
        ("zh-cmn-Hant-TW", "zh-Hant"),
        ("de-CH", None),
        ("ar", None),
    ],
)
def test_a_language_is_looked_up_by_its_tag(wanted: str, found: str | None) -> None:
    """RFC 4647, 3.4; Chinese by its likely script."""
    assert found_language(wanted) == found
    words = words_of(wanted)
    assert (words.language, words.lang) == (found or "en", None if found else "en")
    assert words.mark == {"ar": ' lang="en" dir="ltr"', "de-CH": ' lang="en"'}.get(wanted, "")


def test_a_translation_counts_as_an_input_of_the_build(tmp_path: Path) -> None:
    names = {name for name, _ in watched(str(tmp_path))}
    assert {f"<soundcase>/site/locales/{language}.json" for language in LANGUAGES} <= names


class Languages(HTMLParser):
    """Every text of a page with the language it is said to be in."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            inherited = self.open[-1][1] if self.open else ""
            self.open.append((tag, dict(attrs).get("lang") or inherited))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append((data.strip(), self.open[-1][1]))


def full(layout: Literal["cards", "table", "transposed"], language: str) -> Catalogue:
    """A page on which most of the words stand."""
    answers = {"one": (media(labels=("a", "c")),), "two": (media(labels=("b",), scores={"MOS": 4.0}),)}
    given = [
        example(number, labels=("a", "b"), text="T", note="N", outputs=answers, group=group)
        for number, group in enumerate(("G", "G", "H"), start=1)
    ]
    given[1] = replace(given[1], outputs={"one": answers["one"]})
    turned = example(
        4, group="H", turns=(Turn(HERE, "Ann", "asks", "says", (), (), {"one": answers["one"]}, 1.0),)
    )
    drawn = task(
        *given,
        turned,
        layout=layout,
        output="labels",
        prompt=Prompt(shared="P"),
        selection=Selection("S", of=900),
        scores=(Score("MOS", "higher"),),
    )
    return catalogue(drawn, language=language, citation="@misc{a}", abstract="A", license="L")


@pytest.mark.parametrize("layout", ["cards", "table", "transposed"])
def test_words_in_another_language_than_the_page_say_so(
    layout: Literal["cards", "table", "transposed"],
) -> None:
    forms = {form for key, forms in ENGLISH.items() for form in forms if not key.startswith("script")}
    own = re.compile("|".join("[^,]+".join(map(re.escape, GAP.split(form))) for form in forms - {"n = {}"}))
    seen = {}
    for language in ("fr", "ar", "ja", "en"):
        parser = Languages()
        parser.feed(pages(full(layout, language))["index.html"])
        seen[language] = [(text, lang) for text, lang in parser.found if own.fullmatch(text)]
        assert {lang for _, lang in seen[language]} <= {"en"}, seen[language]
    assert len(seen["fr"]) == len(seen["ar"]) == len(seen["en"]) > 15
    assert seen["ja"] == []


def named(sources: str) -> set[str]:
    return set(re.findall(r"\bwords\.(\w+)", sources))


def test_no_text_is_missing_and_none_is_left_over() -> None:
    """What Python names is checked by mypy too; templates and scripts only here."""
    known = texts("en")
    templates = named("".join(PAGES.values()))
    assert templates <= {*known["page"], "parts", "script", "lang", "mark"}
    assert set(known["page"]) <= templates | named("".join(SITE.values()))
    said = named(SCRIPTS) | set(re.findall(r'\bsay\("(\w+)"', SCRIPTS))
    assert said <= known["script"].keys()
    spelt = set(re.findall(r'"(\w+)"', SCRIPTS)) | said
    spelt |= {f"diff{kind}" for kind in re.findall(r'shown\("(\w+)"', SCRIPTS)}
    assert known["script"].keys() <= spelt


class Spelt(HTMLParser):
    """Letters of a template that a reader sees or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        self.found += [
            value or "" for key, value in attrs if key in {"aria-label", "title", "alt", "placeholder"}
        ]

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def test_templates_hold_no_text() -> None:
    found = {}
    for path, source in PAGES.items():
        parser = Spelt()
        parser.feed(re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|\b(?:is|from)-\w*", "", source, flags=re.DOTALL))
        found[path.name] = [text.strip() for text in parser.found if re.search(r"[^\W\d_]{2}", text)]
    assert {name: several for name, several in found.items() if several} == {"author.html": ["ORCID iD:", "iD"]}


def test_scripts_and_styles_hold_no_text() -> None:
    """Names of keys are what stands on them."""
    shown = r"(?:(?:textContent|title|alt|placeholder)(?: =|:)|Attribute\(.(?:aria-(?:label|valuetext)|alt)\",)"
    assert re.findall(rf"{shown} [\"'`][^\"'`$]*[A-Za-z]{{2}}.*", SCRIPTS) == []
    assert re.findall(r"[\"'`][A-Z][a-z]+(?: [a-z]+)+[\"'`.]", SCRIPTS) == []
    assert re.findall(r"content: \"[^\"\\]*[A-Za-z]{2}.*", STYLES) == []


def test_views_hold_no_text() -> None:
    found = []
    for path, source in SITE.items():
        if path.parent.name != "views" or path.name == "__init__.py":
            continue
        tree = ast.parse(source)
        documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        found += [
            (path.name, node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented
            if re.search(r"[a-z]{2,} [a-z]{2,}|^[A-Z][a-z]{3,}", node.value)
        ]
    assert found == []
