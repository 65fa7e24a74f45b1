"""The words that an anonymous site must not say: of the catalogue as it was written, and of the machine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from soundcase.anonymous.wording import is_plain, is_telling
from soundcase.citation.bibtex import read_citation
from soundcase.citation.names import displayed_name
from soundcase.leaks.words import NamedWord, Wanted, WordKind, tokens
from soundcase.model import Catalogue, Link, Model
from soundcase.shipped import shipped_folder
from soundcase.site.words import words_of

_ORDINARY = tokens(
    [
        "noisy clean input original output mixture mix reference target source unprocessed processed "
        "oracle human ground truth baseline proposed ours base large small tiny medium system model audio "
        "text speech music sound voice speaker wav the of and ideal random upper lower bound first second "
        "third none"
    ]
)
"""Words of which the names of systems are made that tell nothing."""
_SIZE = re.compile(r"v?\d[\d.]*[BMK]?|base|large|small|tiny|medium|mini|chat|instruct|hf|xl|xxl", re.IGNORECASE)
_CITED: Mapping[str, WordKind] = {
    "institution": "affiliation",
    "school": "affiliation",
    "organization": "affiliation",
    "eprint": "address",
    "doi": "address",
}
"""Fields of BibTeX that tell who or where, with what they are."""
_KEY = re.compile(r"@\w+\s*[{(]\s*([^\s,{}()]+)")
_PEOPLE = re.compile(r"\b(?:author|editor)\s*=\s*(.*?)(?=,?\s*\b\w+\s*=|\Z)", re.DOTALL | re.IGNORECASE)
_HOLDER = re.compile(r"(?:©|\([cC]\)|[Cc]opyright)\s*(?:©|\([cC]\))?[\s\d,–-]*(?:by\s+)?([^\W\d][^.,;\n()]*)")
_SHORTEST = 3


def wanted_words(
    catalogue: Catalogue,
    told: Catalogue,
    aliases: Mapping[str, str],
    machine: Iterable[NamedWord],
    plain: frozenset[str],
) -> Wanted:
    """Everything that is searched for in the edition of this catalogue, as its authors wrote it.

    What the title says, as the edition has it (`told`), is said on purpose.
    """
    settings = catalogue.anonymous
    titles = [one.strip() for one in (told.title, *re.split(r"[:;.,!?()–—]", told.title)) if one.strip()]
    shown = tuple(dict.fromkeys((*aliases.values(), *titles)))
    free = [_plain(one) for one in (*aliases.values(), *settings.allow)]
    kept = (*(one for one in settings.keep_links if "://" in one), *_kept(catalogue))
    named = (*_words(catalogue, plain), *machine)
    words = {(_plain(one.text), one.kind): one for one in reversed(named) if not _is_free(one, free)}
    return Wanted(
        words=(
            *reversed(words.values()),
            *(NamedWord(one, "forbidden") for one in (*settings.forbid, *settings.redact)),
        ),
        allowed=(*kept, *settings.allow),
        shown=(*shown, *settings.allow),
        usual=plain | _of_templates(),
    )


def plain_words(language: str) -> frozenset[str]:
    """The words in which pages speak by themselves, and those that tell nothing: names of these alone stay."""
    words = words_of(language)
    return tokens(str(getattr(words, name)) for name in type(words).__slots__) | _ORDINARY


def _of_templates() -> frozenset[str]:
    """The words of markup, scripts and styles."""
    folder = shipped_folder("templates", "base.html")
    paths = (path for path in sorted(folder.rglob("*")) if path.suffix in (".html", ".js", ".css"))
    return tokens(path.read_text("utf-8") for path in paths)


def system_words(models: Mapping[str, Model], plain: frozenset[str]) -> Mapping[str, str]:
    """Every way to call a system → its id: its name, its id, and its name without a size that follows it.

    Names of plain words are left aside (`Reference`), and an id that is one word and not how the name begins
    (`mask` for `Ideal ratio mask`).
    """
    found: dict[str, str] = {}
    for key, model in models.items():
        found.setdefault(model.name, key)
        if is_telling(key) or _joined(model.name).startswith(_joined(key)):
            found.setdefault(key, key)
    stems: dict[str, list[str]] = {}
    for key, model in models.items():
        for name in (model.name, key):
            if (stem := _stem(name)) and not is_plain(stem, plain):
                stems.setdefault(stem, []).append(key)
    for stem, keys in stems.items():
        if len({*keys}) == 1:
            found.setdefault(stem, keys[0])
    return {name: key for name, key in found.items() if not is_plain(name, plain)}


def _joined(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def _stem(name: str) -> str:
    """The name of a family: `MyNet` of `MyNet-7B`; empty where there is none."""
    parts = re.split(r"(?<=[^\s_-])([\s_-]+)", name)
    words = parts[::2]
    while len(words) > 1 and _SIZE.fullmatch(words[-1]):
        words.pop()
    stem = "".join(parts[: 2 * len(words) - 1])
    return stem if stem != name and len(stem) > _SHORTEST else ""


def _words(catalogue: Catalogue, plain: frozenset[str]) -> Iterator[NamedWord]:
    for author in catalogue.authors:
        yield NamedWord(author.name, "author")
        yield from (NamedWord(one, "affiliation") for one in author.affiliations)
        yield from (NamedWord(one, "address") for one in (author.url, author.orcid) if one)
    yield from (NamedWord(one, "model") for one in system_words(catalogue.models, plain))
    yield from (NamedWord(one, "affiliation") for one in _owners(catalogue))
    yield from _cited(catalogue.citation)
    yield from (NamedWord(url, "address") for url in _addresses(catalogue))


def _owners(catalogue: Catalogue) -> Iterator[str]:
    """Whose logos are shown, and who holds the rights."""
    for logo in catalogue.logos:
        alt = re.sub(r"(?i)\blogo(type)?( of)?( the)?\b", "", logo.alt).strip(" -–—:,.")
        if len(alt) > _SHORTEST:
            yield alt
    yield from (found[1].strip() for found in _HOLDER.finditer(catalogue.license))


def _cited(citation: str) -> Iterator[NamedWord]:
    """Keys, people, institutions and numbers of BibTeX; of what is broken all that may be a key or a name."""
    if not citation:
        return
    read = read_citation(citation)
    if any(flaw.code == "broken-citation" for flaw in read.flaws):
        yield from (NamedWord(key, "forbidden") for key in _KEY.findall(citation) if is_telling(key))
        listed = (re.sub(r"[{}\"]", "", people) for people in _PEOPLE.findall(citation))
        names = (name.strip(" ,") for people in listed for name in re.split(r"\s+and\s+", people))
        yield from (NamedWord(displayed_name(name).whole, "author") for name in names if len(name) >= _SHORTEST)
    for entry in read.entries:
        if is_telling(entry.key):
            yield NamedWord(entry.key, "forbidden")
        people = (one.whole for one in (*entry.authors, *entry.editors))
        yield from (NamedWord(name, "author") for name in people if len(name) >= _SHORTEST and name != "others")
        for field, kind in _CITED.items():
            if len(value := entry.first(field)) >= _SHORTEST:
                yield NamedWord(value, kind)


def _addresses(catalogue: Catalogue) -> Iterator[str]:
    stays = catalogue.anonymous.keep_links
    links = (one for one in catalogue.links if not _stays(one, stays))
    yield from (one.url for one in links)
    yield from (one.url for one in catalogue.models.values() if one.url)
    yield from (one.url for one in catalogue.pictures if one.url)
    yield from filter(None, (catalogue.url, catalogue.publish.cname and f"https://{catalogue.publish.cname}/"))


def _stays(link: Link, stays: Iterable[str]) -> bool:
    return any(one in (link.label, link.url) or ("://" in one and link.url.startswith(one)) for one in stays)


def _kept(catalogue: Catalogue) -> Iterator[str]:
    """The addresses of links that are kept by their labels."""
    yield from (one.url for one in catalogue.links if _stays(one, catalogue.anonymous.keep_links))


def _plain(text: str) -> str:
    """The words of a text in small letters, with a blank around each."""
    words = " ".join(re.findall(r"[^\W_]+", text.casefold()))
    return f" {words} "


def _is_free(word: NamedWord, free: Iterable[str]) -> bool:
    """True for what the edition says on purpose: a part of an alias, or a word that the author allows."""
    plain = _plain(word.text)
    return not plain.strip() or any(plain in one for one in free)
