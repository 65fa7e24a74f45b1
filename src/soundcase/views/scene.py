"""What every view needs to know while a site is made: where clips went, which names are taken."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from soundcase.language import fits, language_of, runs
from soundcase.model import Catalogue, Model
from soundcase.paging import Paging
from soundcase.plan import Plan
from soundcase.views.formats import Format
from soundcase.views.layout import Heading
from soundcase.views.values import Text
from soundcase.words import Words


@dataclass(slots=True)
class Taken:
    """Names given so far on a site: the one thing here that grows, and it never leaves the site's making."""

    names: set[str] = field(default_factory=set)

    def claim(self, wanted: str, *, join: str) -> str:
        """The name, or the first numbered variant of it that is still free."""
        name, number = wanted, 1
        while name in self.names:
            number += 1
            name = f"{wanted}{join}{number}"
        self.names.add(name)
        return name


@dataclass(frozen=True, slots=True)
class Scene:
    """The site that is being made."""

    catalogue: Catalogue
    plan: Plan
    paging: Paging
    words: Words
    ids: Taken
    names: Taken
    formats: Mapping[str, Format]
    """By task, what all of its clips have in common."""

    @property
    def language(self) -> str:
        """The page's language (BCP 47)."""
        return self.catalogue.language

    def text(self, text: str, given: str = "", *, hint: str = "") -> Text:
        """Words with their language, where it is not the page's: as given, or as hinted if the script fits."""
        said = given or (hint if hint and fits(text, hint) else "")
        lang = language_of(text, self.language, said)
        return Text(text, runs(text, lang or self.language), lang)

    def maybe(self, text: str | None, *, hint: str = "") -> Text | None:
        """The same for words that may be missing."""
        return self.text(text, hint=hint) if text else None

    def anchor(self, wanted: str) -> str:
        """A valid id (no white space, not empty) that no other element of the site has, however it is cut."""
        return self.ids.claim(re.sub(r"\s+", "-", wanted.strip()) or "part", join="-")

    def model(self, model: str) -> Model | None:
        """The system with this id; None where the catalogue does not list it."""
        return self.catalogue.models.get(model)

    def heading(self, model: str) -> Heading:
        """The heading over what a system gave."""
        found = self.model(model)
        name = found.name if found else model
        ours = self.words.ours if found and found.ours else ""
        column = f"{name} · {ours}" if ours else name
        group, meta = (found.group, self.small_print(found)) if found else ("", None)
        return Heading("answer", model, self.text(name), name, group, ours, column, meta)

    def small_print(self, system: Model, *, hidden: Sequence[str] = ()) -> Text | None:
        """What a system says of itself under other keys than these."""
        told = (f"{key}: {value}" for key, value in system.meta.items() if key not in hidden)
        return self.maybe(" · ".join(told))

    def part(self, place: Literal["tag", "before", "after"], key: str, word: str) -> Heading:
        """The heading over a part of the examples that is no system."""
        return Heading(place, key, self.text(word), word, column=word)
