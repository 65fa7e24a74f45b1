"""Rules about words: texts that are probably meant as something else, Markdown of which parts are not shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from soundcase.audio.probe.kinds import SUFFIXES
from soundcase.catalogue.texts import CatalogueText, main_origin
from soundcase.checks.rules.context import Finding, HeadContext
from soundcase.checks.rules.summary import PartContents, SliceView
from soundcase.model import Media, SourcePath
from soundcase.problems.phrases import quoted
from soundcase.site.words import found_language
from soundcase.text.formulas import Formula, FormulaError, formulas, formulas_in, mathml
from soundcase.text.language import unclosed
from soundcase.text.losses import losses

_HTML = re.compile(
    r"</?(a|b|i|u|br|p|div|span|img|audio|source|table|tr|td|th|script|style|em|strong|sub|sup|h[1-6]|li|ul|ol"
    r"|font|code|pre|ruby|rt|rp)(\s[^<>]*)?/?>|&(amp|lt|gt|quot|nbsp|#\d{1,6}|#x[0-9a-f]{1,5});",
    re.IGNORECASE,
)
_OVERRIDES = "\u202d\u202e"
_TURNING = re.compile("[\u202a\u202b\u202d\u202e\u2066-\u2068]")
_ENDINGS = tuple(SUFFIXES)
_FILE = re.compile(rf"^\S{{1,200}}(?:{'|'.join(map(re.escape, sorted(SUFFIXES)))})$", re.IGNORECASE)


def looks_like_html(part: PartContents) -> Iterator[Finding]:
    """Markup in fields that are shown as written."""
    for one in part.texts:
        read = one.kind == "markdown" or (part.markdown and one.steps[-1] in ("text", "reasoning"))
        marked = not read and ("<" in one.text or "&" in one.text)
        found = _HTML.search(one.text) if marked else None
        if found:
            message = f"{quoted(found.group())} will be shown as these characters"
            hint = "remove it; if it is meant, set the rule 'looks-like-html' to 'off'"
            if "outputs" in one.origin.keys:
                hint = "if the model wrote it, leave it and set the rule 'looks-like-html' to 'off'"
            elif (found[1] or "").lower() in ("ruby", "rt", "rp") and one.kind == "words":
                hint = "write a reading as '{漢字|かんじ}'"
            yield Finding(one.origin, message, hint)


def changes_direction(part: PartContents) -> Iterator[Finding]:
    """Unseen characters that turn the order in which a text is read."""
    for one in part.texts:
        if one.text.isascii() or not _TURNING.search(one.text):
            continue
        still = unclosed(one.text)
        turned = [*still, *(place for place, char in enumerate(one.text) if char in _OVERRIDES)]
        if turned:
            first = min(turned)
            char = one.text[first]
            ending = ", and nothing ends that" if first in still else ""
            answered = "outputs" in one.origin.keys
            hint = (
                f"{'if the model wrote it, leave it' if answered else 'remove it'}; it turns nothing beside it"
            )
            message = f"U+{ord(char):04X} changes the order in which this text is read{ending}"
            yield Finding(one.origin, message, hint, words=char, nth=one.text.count(char, 0, first))


def looks_like_math(part: PartContents) -> Iterator[Finding]:
    """Formulas where formulas are not set."""
    for one in part.texts if not part.frame.math else ():
        for formula in _formulas(one)[:1]:
            message = f"{quoted(formula.source)} will be shown as these characters"
            hint = (
                "for a formula set 'math: true' in catalogue.yaml; else set the rule 'looks-like-math' to 'off'"
            )
            yield Finding(one.origin, message, hint, words=formula.source)


def unreadable_math(part: PartContents) -> Iterator[Finding]:
    """Formulas that cannot be set."""
    for one in part.texts if part.frame.math else ():
        for formula in _formulas(one):
            try:
                mathml(formula.tex, block=formula.block)
            except FormulaError as error:
                nth = one.text.count(formula.source, 0, formula.start)
                message = f"the formula {quoted(formula.source)} cannot be read: {error}"
                hint = "it will be shown as it is written; a dollar that begins no formula is written '\\$'"
                yield Finding(one.origin, message, hint, words=formula.source, nth=nth)


def _formulas(written: CatalogueText) -> list[Formula]:
    if written.kind == "exact" or ("$" not in written.text and "\\" not in written.text):
        return []
    return list((formulas_in if written.kind == "markdown" else formulas)(written.text))


def markdown_loss(part: PartContents) -> Iterator[Finding]:
    """Parts of a text in Markdown that no page shows."""
    for one in (text for text in part.texts if text.kind == "markdown"):
        for loss in losses(one.text, math=part.frame.math):
            message = f"{loss.what} is not shown"
            yield Finding(one.origin, message, loss.hint, words=loss.words, nth=loss.nth)


def untranslated_page(head: HeadContext) -> Iterator[Finding]:
    """A language that the page's own words are not in."""
    language = head.catalogue.language
    if not found_language(language):
        message = (
            f"the page's own words, such as 'Systems', are in English: there are none in {quoted(language)}"
        )
        hint = "they are marked as English; if that will do, set the rule 'untranslated-page' to 'off'"
        yield Finding(main_origin(head.catalogue).at("language"), message, hint)


def looks_like_file(view: SliceView) -> Iterator[Finding]:
    """File names where words are expected."""
    files = frozenset(view.context.frame.odd_files)
    for origin, text in _answers(view):
        if text in files or (text.rstrip().casefold().endswith(_ENDINGS) and _FILE.match(text)):
            hint = f"for a clip write '{{audio: {text}}}', or set the task's 'output: audio'"
            yield Finding(origin, f"the text {quoted(text)} looks like a file name", hint)


def odd_files(names: Iterable[str]) -> Iterator[str]:
    """The names that `looks_like_file` does not know by themselves."""
    for name in names:
        usual = 20 < len(name) < 200 and " " not in name and name.isprintable()
        if not (usual and name.lower().endswith(_ENDINGS)) and not _FILE.match(name):
            yield name


def _answers(view: SliceView) -> Iterator[tuple[SourcePath, str]]:
    for media in (piece.media for row in view.rows for piece in row.pieces):
        if media.text is not None:
            yield media.origin.at("text"), media.text
        for label in media.labels or ():
            yield media.origin.at("labels"), label


def separate_labels(view: SliceView) -> Iterator[Finding]:
    """Lists of bare labels: several answers of one label each, where one answer of several is usual."""
    for origin, pieces in _outputs(view):
        # Each as it is when nothing but one label was written.
        single = (len(one.labels or ()) == 1 and one == Media(one.origin, labels=one.labels) for one in pieces)
        if all(single):
            words = ", ".join(label for piece in pieces for label in piece.labels or ())
            message = f"{len(pieces)} answers of one label each: {quoted(words)}"
            yield Finding(
                origin, message, "for one answer with several labels write '{labels: [first, second]}'"
            )


def _outputs(view: SliceView) -> Iterator[tuple[SourcePath, tuple[Media, ...]]]:
    """The outputs of several pieces, of an example or in a turn, with their places."""
    for example, *_ in view.rows:
        for owner in example.parts():
            for model, pieces in owner.outputs.items():
                if len(pieces) > 1:
                    yield owner.origin.at("outputs", model), pieces


def missing_alt(part: PartContents) -> Iterator[Finding]:
    """Pictures that some readers cannot know."""
    for origin, name in part.pictures:
        yield Finding(origin, f"the picture '{name}' has no 'alt'", "add 'alt: what the picture shows'")
