"""The citation of a page, understood once: until its text changes, nothing of BibTeX is even imported."""

from __future__ import annotations

from soundcase.citation.entry import NONE, Citation
from soundcase.kept import KeptValues


def cited(text: str, kept: KeptValues) -> Citation:
    """The citation of a page, understood; without entries where it is no BibTeX."""

    def read() -> Citation:
        from soundcase.citation.bibtex import read_citation

        return read_citation(text)

    return kept.value("citation", text, read) if text.strip() else NONE
