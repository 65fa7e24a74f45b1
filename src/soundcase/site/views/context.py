"""The context of the views of a page: where clips went, which names are taken, how authors' words are printed.

Rule: formulas and readings are the only markup in words that are no Markdown; a formula that cannot be read
stays to the letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import field, replace
from functools import partial
from typing import Literal

from markupsafe import Markup

from soundcase.citation.entry import NONE, Citation
from soundcase.model import Catalogue, Model
from soundcase.site.anchors import OWN_IDS, UniqueNames
from soundcase.site.plan import FilesShown, PlannedPicture
from soundcase.site.views.colours import colour_of
from soundcase.site.views.formats import Format
from soundcase.site.views.layout import CellHeading, HeadingId
from soundcase.site.views.values import Text
from soundcase.site.words import Words, words_of
from soundcase.text.formulas import FormulaError, formulas, mathml
from soundcase.text.language import Run, closed, direction, fits, has_letters_of, language_of, runs, turns
from soundcase.text.markdown import Setting, inline, to_html
from soundcase.text.readings import READING, bare, ruby
from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class InlineMarkup:
    """The markup that stands in place of a part of a text."""

    start: int
    end: int
    plain: str
    markup: Markup


def inline_markup(text: str, *, math: bool) -> Sequence[InlineMarkup]:
    """The formulas (where they are wanted) and readings of a text, in order."""
    found = [InlineMarkup(one.start(), one.end(), one["base"], ruby(one)) for one in READING.finditer(text)]
    for one in formulas(text) if math else ():
        with suppress(FormulaError):
            found.append(InlineMarkup(one.start, one.end, one.source, mathml(one.tex)))
    return sorted(found, key=lambda one: one.start)


def marked_runs(text: str, markup: Sequence[InlineMarkup], language: str) -> tuple[Run, ...]:
    """The text cut at its inscriptions and where its language changes."""
    parts: list[Run] = []
    place = 0
    for one in markup:
        if one.start >= place:
            parts += runs(text[place : one.start], language)
            parts.append(Run(one.plain, markup=one.markup))
            place = one.end
    return (*parts, *runs(text[place:], language))


@dataclass(frozen=True, slots=True)
class SiteHead:
    """The site as its pages speak of it; it is the same whatever the examples are."""

    catalogue: Catalogue
    """Without its sections and the settings of its theme, which only the styles follow."""
    setting: Setting
    """What Markdown needs to know of the site."""
    pictures: Mapping[str, PlannedPicture]
    """Those of the figures."""
    index: str
    """The address of the list of what can be searched; empty where everything stands on one page."""
    facets: str
    """The address of the facets of all examples; empty where nothing tells these apart."""
    version: str
    citation: Citation = NONE
    """Without its flaws."""
    dataset: str = ""
    """The address of its description as a dataset; empty where there is none."""

    @property
    def words(self) -> Words:
        """The words for a page in the site's language."""
        return words_of(self.catalogue.language)


@dataclass(frozen=True, slots=True)
class RenderContext:
    """The page that is being made."""

    catalogue: Catalogue
    """Without its sections."""
    words: Words
    setting: Setting
    """What Markdown needs to know of the page."""
    plan: FilesShown
    ids: UniqueNames
    names: UniqueNames
    format: Format = ()
    """What all clips of the task have in common."""
    originals: str = ""
    """What all that they were made from are."""
    headings: dict[HeadingId, CellHeading] = field(default_factory=dict)
    """Those that were asked for: each is made once."""

    @property
    def language(self) -> str:
        """The page's language (BCP 47)."""
        return self.catalogue.language

    def exact(self, text: str, given: str = "", *, hint: str = "") -> Text:
        """Words to the letter, with their language where it is another: as given, or as hinted if it fits."""
        if not given and hint:
            # A few words that run leftwards will do.
            leftwards = direction(hint) == "rtl" and has_letters_of(text, hint)
            given = hint if leftwards or fits(text, hint) else ""
        lang = language_of(text, self.language, given)
        own = direction(lang or self.language)
        shown = own if "rtl" in (own, direction(self.language)) or turns(text) else None
        return Text(text, runs(text, lang or self.language), lang, shown)

    def text(self, text: str, *, hint: str = "") -> Text:
        """Authors' words: with formulas and readings."""
        plain = self.exact(bare(text), hint=hint)
        marked = inline_markup(text, math=self.catalogue.math)
        return replace(plain, runs=marked_runs(text, marked, plain.lang or self.language)) if marked else plain

    def word(self, text: str) -> Text:
        """A word of the page's own, which may be in another language than the page."""
        return self.exact(text, self.words.lang or "")

    def prose(self, text: str) -> Markup:
        """Markdown as blocks of HTML."""
        return to_html(text, self.setting)

    def line(self, text: str) -> Markup:
        """Markdown as one run of HTML."""
        return inline(text, self.setting)

    def maybe(self, text: str | None, *, hint: str = "") -> Text | None:
        """The same for words that may be missing."""
        return self.text(text, hint=hint) if text else None

    def model(self, model: str) -> Model | None:
        """The system with this id; None where the catalogue does not list it."""
        return self.catalogue.models.get(model)

    def heading(self, model: str) -> CellHeading:
        """The heading over what a system gave."""
        if ("answer", model) not in self.headings:
            self.headings["answer", model] = self._of_system(model)
        return self.headings["answer", model]

    def _of_system(self, model: str) -> CellHeading:
        found = self.model(model)
        name = found.name if found else model
        ours = self.words.ours if found and found.ours else ""
        column = f"{name} · {ours}" if ours else name
        group, meta = (closed(found.group), self.small_print(found)) if found else ("", None)
        twins = [one for one in self.catalogue.models.values() if one.name == name] if group else []
        plain = f"{name} · {group}" if len(twins) > 1 else name
        text, over = self.text(name), self.maybe(group)
        colour = colour_of(model, self.catalogue.models)
        return CellHeading("answer", model, text, plain, group, ours, column, meta, over=over, colour=colour)

    def small_print(self, system: Model, *, hidden: Sequence[str] = ()) -> Text | None:
        """The facts of a system under other keys than these."""
        facts = (closed(f"{key}: {value}") for key, value in system.meta.items() if key not in hidden)
        return self.maybe(" · ".join(facts))

    def part(self, place: Literal["tag", "before", "after"], key: str, word: str) -> CellHeading:
        """The heading over a part of the examples that is no system."""
        if (place, key) not in self.headings:
            text = self.text(word) if place == "tag" else self.word(word)
            self.headings[place, key] = CellHeading(place, key, text, word, column=word)
        return self.headings[place, key]


def context_of(head: SiteHead, anchors: Iterable[str] = ()) -> RenderContext:
    """The context of a page that has these anchors, with the pictures of the site's figures."""
    ids = UniqueNames({*OWN_IDS, *anchors})
    setting = replace(head.setting, claim=partial(ids.claim, join="-"))
    plan = FilesShown({}, {}, head.pictures, {})
    return RenderContext(head.catalogue, head.words, setting, plan, ids, UniqueNames())
