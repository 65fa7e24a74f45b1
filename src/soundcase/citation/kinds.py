"""The types of BibTeX and biblatex, what each must have, and what other formats call them."""

from __future__ import annotations

from collections.abc import Mapping

from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class EntryKind:
    """A type of entry."""

    needs: tuple[str, ...] = ()
    """Its required fields; of those joined by `|` any one."""
    csl: str = "document"
    ris: str = "GEN"
    cff: str = "generic"
    genre: str = ""
    """What it is called where its type is wider."""


_YEAR = "year|date"
_BY = "author|editor"
_SCHOOL = ("author", "title", "school|institution", _YEAR)
_REPORT = EntryKind(("author", "title", "institution", _YEAR), "report", "RPRT", "report")
_PAPER = EntryKind(("author", "title", "booktitle", _YEAR), "paper-conference", "CONF", "conference-paper")
_PAGE = EntryKind(("title", "url|doi|eprint"), "webpage", "ELEC", "website")
_BOOK = EntryKind((_BY, "title", "publisher", _YEAR), "book", "BOOK", "book")
_WHOLE = EntryKind(("title", _YEAR), "book", "BOOK", "book")

KINDS: Mapping[str, EntryKind] = {
    "article": EntryKind(
        ("author", "title", "journal|journaltitle", _YEAR), "article-journal", "JOUR", "article"
    ),
    "book": _BOOK,
    "booklet": EntryKind(("title",), "pamphlet", "PAMP", "pamphlet"),
    "conference": _PAPER,
    "inbook": EntryKind((_BY, "title", _YEAR), "chapter", "CHAP", "book"),
    "incollection": EntryKind(("author", "title", "booktitle", _YEAR), "chapter", "CHAP", "book"),
    "inproceedings": _PAPER,
    "manual": EntryKind(("title",), "book", "BOOK", "manual"),
    "mastersthesis": EntryKind(_SCHOOL, "thesis", "THES", "thesis", "Master’s thesis"),
    "misc": EntryKind(),
    "phdthesis": EntryKind(_SCHOOL, "thesis", "THES", "thesis", "PhD thesis"),
    "proceedings": EntryKind(("title", _YEAR), "book", "CONF", "proceedings"),
    "techreport": _REPORT,
    "unpublished": EntryKind(("author", "title", "note"), "manuscript", "UNPB", "unpublished"),
    # Those of biblatex, and what its users write.
    "audio": EntryKind(("title",), "song", "SOUND", "sound-recording"),
    "bookinbook": _BOOK,
    "collection": _WHOLE,
    "dataset": EntryKind((_BY, "title", _YEAR), "dataset", "DATA", "data"),
    "electronic": _PAGE,
    "inreference": EntryKind(
        ("author", "title", "booktitle", _YEAR), "entry-encyclopedia", "ENCYC", "encyclopedia"
    ),
    "mvbook": _BOOK,
    "mvcollection": _WHOLE,
    "mvproceedings": _WHOLE,
    "mvreference": _WHOLE,
    "online": _PAGE,
    "patent": EntryKind(("author", "title", "number", _YEAR), "patent", "PAT", "patent"),
    "periodical": EntryKind(("title", _YEAR), "periodical", "JFULL", "serial"),
    "reference": _WHOLE,
    "report": _REPORT,
    "set": EntryKind(),
    "software": EntryKind((_BY, "title", _YEAR), "software", "COMP", "software"),
    "standard": EntryKind(("title",), "standard", "STAND", "standard"),
    "suppbook": _BOOK,
    "suppcollection": _WHOLE,
    "suppperiodical": EntryKind(("author", "title", _YEAR), "article-journal", "JOUR", "article"),
    "thesis": EntryKind(_SCHOOL, "thesis", "THES", "thesis"),
    "video": EntryKind(("title",), "motion_picture", "VIDEO", "video"),
    "www": _PAGE,
    "xdata": EntryKind(),
}


def kind_named(name: str) -> EntryKind:
    """The type of this name, or, where it is not known, what stands for anything."""
    return KINDS.get(name, KINDS["misc"])
