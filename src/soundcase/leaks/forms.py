"""The strings that give a word away: names turned round, initials, parts of affiliations, addresses, models.

Rule 1: a part is looked for by itself only where it tells something: not the words that half of all names have.
Rule 2: what is short or usual counts only as the word is written, standing alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from soundcase.leaks.common import COMMON, PARTICLES, WAYS
from soundcase.leaks.letters import letters, spelled
from soundcase.leaks.words import NamedWord, Wanted
from soundcase.values import dataclass

_SHORT = 4
"""Letters below which a word counts as it is written alone."""
_LEAST = 2
_TURNED = 6
"""Letters from which on a word is looked for backwards."""
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9]{2,6}")
_SIZE = re.compile(
    r"(?:[\s_-]+(?:v?\d+(?:\.\d+)*|\d+(?:\.\d+)?[bmk]|tiny|mini|small|base|medium|large|xl|xxl|instruct|chat|demo|"
    r"preview|beta|alpha|pro|plus|turbo|flash))+$",
    re.IGNORECASE,
)
_TEAM = re.compile(
    r"\b(?:team|group|lab|labs|project|consortium|inc|ltd|gmbh|corp|institute|university)\b", re.I
)
_HOSTS = re.compile(
    r"(?:^|\.)(?:github\.com|gitlab\.com|bitbucket\.org|huggingface\.co|hf\.co|modelscope\.cn|gitee\.com|arxiv\.org|"
    r"doi\.org|youtube\.com|youtu\.be|x\.com|twitter\.com|zenodo\.org|google\.com|orcid\.org|linkedin\.com|"
    r"gmail\.com|outlook\.com|hotmail\.com|qq\.com|163\.com|126\.com|yahoo\.com|foxmail\.com|icloud\.com|"
    r"bilibili\.com|medium\.com|openreview\.net|aclanthology\.org|ieee\.org|acm\.org|figshare\.com|osf\.io)$"
)
_PAGES = re.compile(
    r"^(.+)\.(?:github\.io|gitlab\.io|netlify\.app|pages\.dev|vercel\.app|readthedocs\.io|hf\.space)$"
)
_AT_HOME = re.compile(r"[\\/](?:home|Users)[\\/]([^\\/]+)")


@dataclass(frozen=True, slots=True)
class Form:
    """One string that gives a word away."""

    text: str
    """Its letters; of a form that counts `exactly` as it is written."""
    word: NamedWord
    how: str
    """For people: `as it is`, `surname`, `initials`, `part` …"""
    pieces: int = 1
    """Words that it is written in."""
    exactly: bool = False
    alone: bool = False
    """Whether it is usual, so that it counts where it stands as a name only."""


def forms(wanted: Wanted) -> tuple[Form, ...]:
    """Every form of every word, each once."""
    found: dict[tuple[str, bool], Form] = {}
    for form in _all(wanted):
        found.setdefault((form.text, form.exactly), form)
    return tuple(found.values())


def formless(wanted: Wanted) -> tuple[NamedWord, ...]:
    """Words that nothing stands for: the site says them in place of names, or soundcase does."""
    known = {form.word for form in _all(wanted)}
    return tuple(word for word in wanted.words if word not in known)


def _all(wanted: Wanted) -> Iterator[Form]:
    shown = frozenset(letters(text).decode() for text in wanted.shown)
    for word in wanted.words:
        for text, how in _texts(word):
            for form in _made(word, text, how, wanted.usual):
                if letters(form.text).decode() not in shown:
                    yield form


def _made(word: NamedWord, text: str, how: str, usual: frozenset[str]) -> Iterator[Form]:
    """The strings of one text, by its length and by how usual it is."""
    pieces = 1 if word.kind == "address" and " " not in text else len(re.findall(r"[^\W_]+", text))
    forbidden = word.kind == "forbidden"
    for plain in spelled(text):
        east = bool(_CJK.search(plain))
        if len(plain) < _LEAST or (not forbidden and f"={plain}" in usual):
            continue
        common = not east and not forbidden and pieces == 1 and (plain in usual or plain in COMMON)
        if common and (how != "as it is" or text == text.lower()):
            continue
        if common or (not east and len(plain) < _SHORT):
            yield from _exact(word, text.strip(), how, alone=common, everyway=forbidden)
        else:
            yield Form(plain, word, how, 1 if east else pieces)
            if len(plain) >= (3 if east else _TURNED):
                yield Form(plain[::-1], word, "reversed", 1 if east else pieces)


def _exact(word: NamedWord, text: str, how: str, *, alone: bool, everyway: bool) -> Iterator[Form]:
    ways = [text, text.upper()] if not alone else [text]
    if everyway:
        ways += [text.lower(), text.title()]
    for way in dict.fromkeys(ways):
        yield Form(way, word, how, exactly=True, alone=alone)


def _texts(word: NamedWord) -> Iterator[tuple[str, str]]:
    """The texts that stand for a word, and how."""
    text = word.text.strip()
    if word.kind != "path" or len(re.findall(r"[^\\/]+", text)) > 1:
        yield text, "as it is"
    if word.kind == "author":
        yield from _person(text)
    elif word.kind == "affiliation":
        yield from _affiliation(text)
    elif word.kind == "model":
        yield from _model(text)
    elif word.kind == "address":
        yield from _address(text)
    elif word.kind == "path":
        yield from ((one, "part") for one in _AT_HOME.findall(text) if _tells(one))


def _tells(part: str) -> bool:
    """True where a part of an address or a path says something by itself."""
    plain = letters(part).decode()
    return len(plain) > _SHORT and not plain.isdigit() and plain not in COMMON and plain not in WAYS


def _person(text: str) -> Iterator[tuple[str, str]]:
    inner = re.findall(r"[(\[（]([^)\]）]+)[)\]）]", text)
    outer = re.sub(r"[(\[（][^)\]）]*[)\]）]", " ", text).strip()
    if inner:
        yield outer, "as it is"
    yield from ((one, "part") for one in inner if _CJK.search(one) or _tells(one))
    first, comma, last = outer.partition(",")
    if _TEAM.search(outer) or outer.count(",") > 1:
        yield from _affiliation(outer)
        return
    names = last.split() + first.split() if comma else outer.split()
    if len(names) < 2:
        return
    if _CJK.search(outer):
        yield "".join(reversed(names)), "last name first"
        return
    split = next((i for i, one in enumerate(names[1:-1], 1) if one.lower() in PARTICLES), len(names) - 1)
    given, family = names[:split], names[split:]
    surname, initials = (
        " ".join(family),
        [part[:1] for one in given for part in one.split("-") if part[:1].isalpha()],
    )
    yield f"{surname} {' '.join(given)}", "last name first"
    yield f"{given[0]} {surname}", "without middle names"
    yield f"{surname} {given[0]}", "last name first"
    for short in (" ".join(initials), initials[0] if initials else ""):
        yield f"{short} {surname}", "initials"
        yield f"{surname} {short}", "initials"
    if len(letters(given[0])) + 1 > _SHORT:
        yield f"{given[0]} {family[-1][:1]}", "first name and initial"
    if letters(surname).decode() not in COMMON:
        yield surname, "surname"


def _affiliation(text: str) -> Iterator[tuple[str, str]]:
    parts = [part.strip() for part in re.split(r"[,;|/()（）&]| and ", text) if part.strip()]
    for number, part in enumerate(parts):
        plain = re.sub(
            r"[\s,]+(?:inc|ltd|corp|co|gmbh|llc|ag|plc|limited|company)\b\.?", "", part, flags=re.I
        ).strip(" .")
        words = re.findall(r"[^\W_]+", plain.lower())
        if _ACRONYM.fullmatch(plain) or (
            words and not COMMON.issuperset(words) and (len(words) > 1 or not number)
        ):
            yield plain, "part"
        if found := re.fullmatch(r"(?:The )?Univ\w*\.? of (.+)", plain, re.IGNORECASE):
            yield f"{found[1]} University", "part"


def _model(text: str) -> Iterator[tuple[str, str]]:
    last = text.rpartition("/")[2]
    if last != text:
        yield last, "part"
        yield text.rpartition("/")[0], "part"
    family = _SIZE.sub("", last)
    if family != last and len(letters(family)) > _SHORT + 1 and letters(family).decode() not in COMMON:
        yield family, "family name"


def _address(text: str) -> Iterator[tuple[str, str]]:
    """The host, or who is at home there, and each part of the way that tells something."""
    plain = re.sub(r"^(?:mailto:|git@|ssh://git@)", "", text)
    if "@" in plain.strip("@") and "/" not in plain:
        local, _, host = plain.strip("@").partition("@")
        yield from [(local, "part")] if _tells(local) else []
        yield from _host(host)
        return
    if plain.startswith("@"):
        yield plain[1:], "as it is"
        return
    split = urlsplit(plain if "//" in plain else "//" + plain.replace(":", "/", 1))
    yield from _host(split.netloc.partition(":")[0])
    yield plain.partition("//")[2] or plain, "as it is"
    for part in re.split(r"[/?&=]", unquote(f"{split.path}/{split.query}")):
        part = part.removesuffix(".git").removesuffix(".html").lstrip("@")
        if _tells(part) or re.fullmatch(r"\d{4}\.\d{4,5}(?:v\d+)?", part):
            yield part, "part"


def _host(host: str) -> Iterator[tuple[str, str]]:
    if found := _PAGES.match(host):
        yield found[1].rpartition(".")[2], "part"
    elif host and not _HOSTS.search(host):
        yield host.removeprefix("www."), "part"
        labels = [one for one in host.split(".")[:-1] if _tells(one)]
        yield from ((one, "part") for one in labels)
