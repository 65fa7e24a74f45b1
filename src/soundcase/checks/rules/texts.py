"""Rules about words: texts that are probably meant as something else, Markdown of which parts are not shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from soundcase.audio.probe.kinds import SUFFIXES
from soundcase.catalogue.texts import CatalogueText, main_origin, markdown_texts, texts
from soundcase.checks.rules.context import Finding, RuleContext
from soundcase.model import Catalogue, Media
from soundcase.problems.phrases import quoted, slug
from soundcase.site.paging import paged
from soundcase.site.words import found_language
from soundcase.text.dialect import formulas_in
from soundcase.text.formulas import Formula, FormulaError, formulas, mathml
from soundcase.text.language import unclosed
from soundcase.text.losses import links, losses

_HTML = re.compile(
    r"</?(a|b|i|u|br|p|div|span|img|audio|source|table|tr|td|th|script|style|em|strong|sub|sup|h[1-6]|li|ul|ol"
    r"|font|code|pre|ruby|rt|rp)(\s[^<>]*)?/?>|&(amp|lt|gt|quot|nbsp|#\d{1,6}|#x[0-9a-f]{1,5});",
    re.IGNORECASE,
)
_ANCHORS = ("top", "main", "contents", "systems", "abstract", "citation")
_FILES = ("catalogue.json", "sitemap.xml", "soundcase-manifest.json", "404.html")
_LINK = "name a file under data/, such as 'data/audio/name.wav', or an address with https://"
_PICTURE = (
    "put the picture into data/images/ and write '![what it shows](data/images/name.png)', or use 'figures'"
)
_OVERRIDES = "\u202d\u202e"
_FILE = re.compile(rf"^\S{{1,200}}(?:{'|'.join(map(re.escape, sorted(SUFFIXES)))})$", re.IGNORECASE)


def looks_like_html(context: RuleContext) -> Iterator[Finding]:
    """Markup in fields that are shown as written."""
    for one in texts(context.catalogue):
        found = _HTML.search(one.text) if one.kind != "markdown" else None
        if found:
            message = f"{quoted(found.group())} will be shown as these characters"
            hint = "remove it; if it is meant, set the rule 'looks-like-html' to 'off'"
            if "outputs" in one.origin.keys:
                hint = "if the model wrote it, leave it and set the rule 'looks-like-html' to 'off'"
            elif (found[1] or "").lower() in ("ruby", "rt", "rp") and one.kind == "words":
                hint = "write a reading as '{漢字|かんじ}'"
            yield Finding(one.origin, message, hint)


def changes_direction(context: RuleContext) -> Iterator[Finding]:
    """Unseen characters that turn the order in which a text is read."""
    for one in texts(context.catalogue):
        still = unclosed(one.text) if not one.text.isascii() else []
        turned = [place for place, char in enumerate(one.text) if place in still or char in _OVERRIDES]
        if turned:
            char = one.text[turned[0]]
            ending = ", and nothing ends that" if turned[0] in still else ""
            answered = "outputs" in one.origin.keys
            hint = (
                f"{'if the model wrote it, leave it' if answered else 'remove it'}; it turns nothing beside it"
            )
            message = f"U+{ord(char):04X} changes the order in which this text is read{ending}"
            yield Finding(one.origin, message, hint, words=char, nth=one.text.count(char, 0, turned[0]))


def looks_like_math(context: RuleContext) -> Iterator[Finding]:
    """Formulas where formulas are not set."""
    if context.catalogue.math:
        return
    for one in texts(context.catalogue):
        for formula in _formulas(one)[:1]:
            message = f"{quoted(formula.source)} will be shown as these characters"
            hint = (
                "for a formula set 'math: true' in catalogue.yaml; else set the rule 'looks-like-math' to 'off'"
            )
            yield Finding(one.origin, message, hint, words=formula.source)


def unreadable_math(context: RuleContext) -> Iterator[Finding]:
    """Formulas that cannot be set."""
    for one in texts(context.catalogue) if context.catalogue.math else ():
        for formula in _formulas(one):
            try:
                mathml(formula.tex, block=formula.block)
            except FormulaError as error:
                nth = one.text.count(formula.source, 0, formula.start)
                message = f"the formula {quoted(formula.source)} cannot be read: {error}"
                hint = "it will be shown as it is written; a dollar that begins no formula is written '\\$'"
                yield Finding(one.origin, message, hint, words=formula.source, nth=nth)


def _formulas(written: CatalogueText) -> list[Formula]:
    found = {"markdown": formulas_in, "words": formulas}.get(written.kind)
    return list(found(written.text)) if found else []


def markdown_loss(context: RuleContext) -> Iterator[Finding]:
    """Parts of a text in Markdown that no page shows."""
    for one in markdown_texts(context.catalogue):
        for loss in losses(one.text, math=context.catalogue.math):
            message = f"{loss.what} is not shown"
            yield Finding(one.origin, message, loss.hint, words=loss.words, nth=loss.nth)


def leads_nowhere(context: RuleContext) -> Iterator[Finding]:
    """Links and pictures in Markdown without anything at their end."""
    anchors = frozenset(_anchors(context.catalogue))
    pages = frozenset(page.url for page in paged(context.catalogue).pages)
    for one in markdown_texts(context.catalogue):
        for link in links(one.text):
            path, _, anchor = link.href.partition("#")
            path = path.partition("?")[0]
            # What leaves the site: nobody can tell from here where it leads.
            outside = path.startswith("/") or (path.startswith("..") and path.endswith(("/", "..")))
            own = path in pages or path in _FILES or (not path and anchor in anchors)
            if link.href in context.links or (not link.picture and (outside or own)):
                continue
            what = "the picture" if link.picture else "the link to"
            hint = _PICTURE if link.picture else _LINK
            if link.href.startswith("#"):
                hint = "write '#task' or '#task--example', with their ids"
            yield Finding(
                one.origin, f"{what} {quoted(link.href)} leads nowhere", hint, words=link.words, nth=link.nth
            )


def _anchors(catalogue: Catalogue) -> Iterator[str]:
    yield ""
    yield from _ANCHORS
    for section in catalogue.sections:
        yield slug(section.title, "part")
        for task in section.tasks:
            yield task.id
            yield from (f"{task.id}--{example.id}" for example in task.examples)


def untranslated_page(context: RuleContext) -> Iterator[Finding]:
    """A language that the page's own words are not in."""
    language = context.catalogue.language
    if not found_language(language):
        message = (
            f"the page's own words, such as 'Systems', are in English: there are none in {quoted(language)}"
        )
        hint = "they are marked as English; if that will do, set the rule 'untranslated-page' to 'off'"
        yield Finding(main_origin(context.catalogue).at("language"), message, hint)


def broken_citation(context: RuleContext) -> Iterator[Finding]:
    """BibTeX whose braces do not pair, which programs then cannot read."""
    text = context.catalogue.citation
    opened: list[int] = []
    message, hint = "this '{' is never closed", "add the '}' that is missing"
    for found in re.finditer(r"\\.|[{}]", text, re.DOTALL) if text.lstrip().startswith("@") else ():
        if found[0] == "}" and not opened:
            opened = [found.start()]
            message, hint = "this '}' closes nothing", "remove it, or open a brace before"
            break
        if found[0] == "}":
            opened.pop()
        elif found[0] == "{":
            entry = re.search(r"@\w+\s*$", text[: found.start()]) is not None
            if entry and opened:
                break
            opened.append(found.start())
    if opened:
        brace, nth = text[opened[-1]], text.count(text[opened[-1]], 0, opened[-1])
        origin = main_origin(context.catalogue).at("citation")
        yield Finding(origin, message, hint, words=brace, nth=nth)


def looks_like_file(context: RuleContext) -> Iterator[Finding]:
    """File names where words are expected."""
    files = frozenset(context.audio_files)
    for _, example in context.catalogue.examples():
        for _, _, media in example.media():
            answers = [(media.origin.at("text"), media.text or "")]
            answers += [(media.origin.at("labels"), label) for label in media.labels or ()]
            for origin, text in answers:
                if text in files or _FILE.match(text):
                    hint = f"for a clip write '{{audio: {text}}}', or set the task's 'output: audio'"
                    yield Finding(origin, f"the text {quoted(text)} looks like a file name", hint)


def separate_labels(context: RuleContext) -> Iterator[Finding]:
    """Lists of bare labels: several answers of one label each, where one answer of several is usual."""
    hint = "for one answer with several labels write '{labels: [first, second]}'"
    for _, example in context.catalogue.examples():
        for part in example.parts():
            for model, pieces in part.outputs.items():
                # Each as it is when nothing but one label was written.
                bare = (Media(one.origin, labels=one.labels) for one in pieces if len(one.labels or ()) == 1)
                if len(pieces) > 1 and pieces == tuple(bare):
                    words = ", ".join(label for piece in pieces for label in piece.labels or ())
                    message = f"{len(pieces)} answers of one label each: {quoted(words)}"
                    yield Finding(part.origin.at("outputs", model), message, hint)


def missing_alt(context: RuleContext) -> Iterator[Finding]:
    """Pictures that some readers cannot know."""
    for use in context.uses.pictures:
        if not use.alt:
            yield Finding(
                use.origin, f"the picture '{use.name}' has no 'alt'", "add 'alt: what the picture shows'"
            )
