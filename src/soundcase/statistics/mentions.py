"""The places of an answer at which a choice is named: by its letter, by its text, or by both.

Rule 1: where the texts of two choices overlap, the longer one is named; a text ends where a word ends.
Rule 2: a letter that is a word of some language (`A`, `I`, `O`) is one only where it stands apart.
Rule 3: a letter beside the text of another choice is a clash; nothing is read from such an answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain, pairwise

from soundcase.choice import Choice
from soundcase.statistics.answer_words import ARTICLE, BEHIND_KEY, COPULA, JOINING, OPTION, PICK, REASON
from soundcase.values import dataclass

UNKNOWN = -1
"""Stands for a letter that no choice has."""
_TWINS = {"A": "АΑ", "B": "Β", "C": "С", "E": "ЕΕ", "H": "НΗ", "I": "Ι", "K": "КΚ"}
"""Letters of other scripts that look the same; the Cyrillic В is also the third of its alphabet."""
_WORDS = frozenset("AIOEYUWZKSVaioeyuwzksvАВСИКОУЯавсикоуяΑΗΟαηο")
"""Letters that are words by themselves somewhere."""
_OPENING, _CLOSING = "([{<「『【《〈“\"'«", ")]}>」』】》〉”\"'»"
_BEHIND_HAN = "很是为為的个個位只把有到像于於属屬叫选選项項一种種了答成和与與或及听聽"
_AFTER_HAN = "独獨的声聲音吧呢啊在发發和与與或だでとがはをにもの"
_BEHIND_THAI = ("เสียง", "เป็น", "คือ", "ว่า", "ข้อ", "ของ")
_PARTICLES = re.compile(
    r"(?:입니다|이에요|예요|이다|이라고|라고|인|의|을|를|이|가|은|는|도|로|으로|와|과|랑|나)(?![가-힣])|입니다|이에요|소리"
)
_GAP = r"(?:[^\w\s]|[\s_]){1,4}"
"""What may stand between two words of a text."""
_AROUND = 60
"""Characters before and behind a letter or text that are looked at."""
_TONAL = frozenset(("major", "minor", "flat", "sharp", "dur", "moll"))
_LINK = re.compile(rf"[\s.,:;)\]}}>\"'”»」』】\-–—=→]*(?:[(\[{{\"'“«「『【]\s*)?(?:{ARTICLE}\s+)?", re.I)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place at which a choice is named."""

    choice: int
    """Its place among the choices, or `UNKNOWN`."""
    start: int
    end: int
    """Behind all that names it, without what closes it."""
    worded: bool = False
    """Named by its text."""
    lettered: bool = False
    """Named by its letter."""
    firm: bool = False
    """The letter can be nothing else: in brackets, behind a word for options, or beside its text."""
    ends: bool = False
    """What follows leaves it by itself."""
    clash: bool = False
    """The letter stands beside the text of another choice, or the text is the letter of another."""
    loose: bool = False
    """In a script without blanks: it may be a part of a longer word."""


@dataclass(frozen=True, slots=True)
class Named:
    """The patterns of a choice."""

    key: str
    text: re.Pattern[str] | None
    tokens: tuple[str, ...]
    lettered: bool
    """Whether the text is nothing but the letter of another choice."""
    number: str = ""
    """Its place, where it has no letter of its own and no choice has a number in it."""


def folded(text: str) -> str:
    """The text without case, each letter in its place."""
    return "".join(low if len(low := one.lower()) == 1 else one for one in text)


def tokens(text: str) -> tuple[str, ...]:
    """The runs of letters and marks, and of digits before letters: `16 kHz` as `16kHz`."""
    spaced = (one if unicodedata.category(one)[0] in "LMN" else " " for one in text)
    return tuple(re.sub(r"(?<=\d)(?=[^\W\d_])", " ", "".join(spaced)).split())


@lru_cache(maxsize=512)
def named(choices: tuple[Choice, ...]) -> tuple[Named, ...]:
    """The patterns of all choices."""
    said = tuple(map(_tokens, choices))
    keys = {choice.key.lower() for choice in choices}
    return tuple(
        replace(
            _named(choice, _without_article(own, said), keys - {choice.key.lower()}),
            number="" if re.search(r"\d", " ".join(chain.from_iterable(said))) else choice.number,
        )
        for choice, own in zip(choices, said, strict=True)
    )


def _tokens(choice: Choice) -> tuple[str, ...]:
    text = unicodedata.normalize("NFKC", choice.text).replace("’", "'").replace("&", " and ")
    own = re.match(rf"\W*{re.escape(choice.key)}\s*[).:\]、]\s*(?=\S)", text, re.I)
    return tokens(folded(text[own.end() :] if own else text))


def _without_article(own: tuple[str, ...], said: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The words without an article, unless it is what tells them from others: the keys C minor and A minor."""
    rest = own[1:]
    if not rest or not re.fullmatch(ARTICLE, own[0]) or (len(rest) == 1 and rest[0] in _TONAL):
        return own
    return own if any(one is not own and one[-len(rest) :] == rest for one in said) else rest


def _named(choice: Choice, found: tuple[str, ...], others: Collection[str]) -> Named:
    parts = [re.escape(one) for one in found]
    glued = [one[-1].isdigit() and other[0].isalpha() for one, other in pairwise(found)]
    gaps = [_GAP.replace("1", "0") if each else _GAP for each in glued]
    pattern = "".join(chain.from_iterable(zip(parts, [*gaps, ""], strict=True)))
    return Named(
        choice.key, re.compile(pattern) if found else None, found, found[:1] == found and found[0] in others
    )


def mentions(text: str, choices: tuple[Choice, ...]) -> tuple[Mention, ...]:
    """Every place at which a choice is named, in order."""
    known = named(choices)
    worded = _by_text(folded(text), known)
    taken = bytearray(len(text))
    for one in worded:
        taken[one.start : one.end] = bytes([1]) * (one.end - one.start)
    lettered = [one for one in _by_key(text, known) if not taken[one.start] and not _is_word(text, one)]
    found: list[Mention] = []
    for one in sorted((*worded, *lettered), key=lambda each: each.start):
        before = found[-1] if found else None
        if before and _beside(text, before, one):
            found[-1] = _both(before, one)
        else:
            found.append(one)
    return tuple(_ended(text, one) for one in found if not _counts(text, one))


def _by_text(low: str, known: Sequence[Named]) -> list[Mention]:
    found: list[Mention] = []
    taken = bytearray(len(low))
    order = sorted(range(len(known)), key=lambda at: -sum(map(len, known[at].tokens)))
    for at in order:
        pattern = known[at].text
        for match in pattern.finditer(low) if pattern else ():
            apart, unspaced = _apart(low, *match.span()), _script(match[0][0]) in _UNSPACED
            one = Mention(at, *match.span(), worded=True, clash=known[at].lettered, loose=not apart)
            if (apart or unspaced) and not any(taken[one.start : one.end]):
                found.append(one)
                taken[one.start : one.end] = bytes([1]) * (one.end - one.start)
    return sorted(found, key=lambda each: each.start)


def _apart(text: str, start: int, end: int) -> bool:
    """True if words end at both ends of a passage."""
    before, behind = text[max(start - _AROUND, 0) : start][::-1], text[end : end + _AROUND]
    return _free(before, text[start], backwards=True) and _free(behind, text[end - 1], backwards=False)


def _free(rest: str, edge: str, *, backwards: bool) -> bool:
    """True if a word that ends with this letter ends here; `rest` goes on, away from it."""
    if not rest or unicodedata.category(rest[0])[0] not in "LMN":
        number = edge.isdigit() and re.match(r"[.,/:\-]\d", rest)
        return not number and not re.match(r"-\w|'(?!s\b)\w", rest)
    own, other = _script(edge), _script(rest[0])
    if own == other == "han":
        return rest[0] in (_BEHIND_HAN if backwards else _AFTER_HAN)
    if own == other == "hangul":
        return not backwards and bool(_PARTICLES.match(rest))
    if own == other == "thai":
        onwards = rest[::-1]
        return onwards.endswith(_BEHIND_THAI) if backwards else rest.startswith(("ครับ", "ค่ะ", "คะ"))
    if own == "arabic" and backwards:
        return bool(re.match(r"لا(?:\W|$)", rest))
    if own == other == "hiragana":
        return rest[0] in "はがをのとでだにも"
    return own != other and {own, other} != {"han", "katakana"}


def _script(one: str) -> str:
    code = ord(one)
    for name, ranges in _SCRIPTS:
        if any(low <= code <= high for low, high in ranges):
            return name
    return "digit" if one.isdigit() else "other"


_UNSPACED = ("han", "hiragana", "katakana", "hangul", "thai")
_SCRIPTS = (
    ("han", ((0x2E80, 0x3007), (0x3021, 0x3029), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFD))),
    ("hiragana", ((0x3041, 0x309F),)),
    ("katakana", ((0x30A0, 0x30FF), (0xFF66, 0xFF9F))),
    ("hangul", ((0x1100, 0x11FF), (0xAC00, 0xD7AF))),
    ("thai", ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF))),
    ("arabic", ((0x0600, 0x06FF),)),
    ("cased", ((0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A), (0xC0, 0x24F), (0x370, 0x52F), (0x1E00, 0x1FFF))),
)


def _by_key(text: str, known: Sequence[Named]) -> Iterator[Mention]:
    """The letters or numbers that stand alone, whether a choice has them or not."""
    places: dict[str, int] = {}
    for at, one in enumerate(known):
        key = " ".join(tokens(unicodedata.normalize("NFKC", one.key))) or one.key
        for twin in (key, *(_TWINS.get(key.upper(), "") if len(key) == 1 else "")):
            places.setdefault(twin.lower(), at)
    for at, one in enumerate(known):
        places.setdefault(one.number or one.key.lower(), at)
    keys = "|".join(sorted((re.escape(key) for key in places), key=len, reverse=True))
    # Any other capital may be an answer that is none of the choices.
    pattern = rf"(?P<key>(?i:{keys})|[A-ZА-Я])"
    for match in re.finditer(pattern, text):
        start, end = match.span()
        if not _alone(text, start, end):
            continue
        firm = _firm(text, start, end)
        at = places.get(match[0].lower(), UNKNOWN)
        small = match[0].islower() and match[0].upper() != match[0]
        if (small or match[0].isdigit()) and not firm and not _said(text, start, end):
            continue
        yield Mention(at, start, end, lettered=True, firm=firm)


def _alone(text: str, start: int, end: int) -> bool:
    """True if a letter is no part of a word, a number or a sign."""
    before, after = text[max(start - 2, 0) : start][::-1], text[end : end + 6]
    cased = r"[A-Za-z0-9\u00c0-\u052f]"
    if re.match(rf"{cased}|[\w]['-](?=\w)|['\-]\w|\.\w|[#_$%+\\]", before):
        return False
    if re.match(rf"{cased}|[#♯♭+_%°]|-\w|\.\d|:\d|/\d|\.\s?[A-Z]\.|\.[A-Za-z](?:\W|$)", after):
        return False
    return not re.match(r"'(?![dt][iıuü]r|[yn][iıuüea]n?(?!\w))\w", after)


def _firm(text: str, start: int, end: int) -> bool:
    around = text[max(start - _AROUND, 0) : start]
    before, after = around.rstrip(), text[end : end + _AROUND].lstrip()
    enclosed = bool(before and after) and before[-1] in _OPENING and after[0] in _CLOSING
    bracket = after.startswith(")") and not re.search(r"\([^()]*$", around)
    named_so = re.search(rf"(?<![^\W_]){OPTION}\s*[(\[\"'“「]*$", folded(around).replace("\n", " "))
    unspaced = re.search(
        r"(?:选项|選項|選択肢|选择|選擇|答案|选|選|보기|선택지|번호|ข้อ|ตัวเลือก)\s*[(\[\"'“「]*$", around
    )
    return enclosed or bracket or bool(named_so or unspaced)


def _said(text: str, start: int, end: int) -> bool:
    """True if a small letter or a number is all that is said on its line, or behind what announces it."""
    line = text[max(text.rfind("\n", 0, start) + 1, start - _AROUND) : start]
    behind = text[end : end + _AROUND].partition("\n")[0]
    alone = re.fullmatch(r"[\s.)\]}\"'”」】,:;!]*", behind) or re.match(r"\s*[.):]\s", behind)
    article = text[start:end] in _WORDS
    spoken = "" if article else rf"|(?<![^\W_]){COPULA}|[是为為はが은는]|{PICK.pattern}"
    cue = re.search(rf"(?:[:=>\ue000]{spoken})[\s(\[\"'“「【]*$", folded(line))
    return bool(alone) and (not line.strip(" ([\"'“「【\ue000") or bool(cue))


def _counts(text: str, one: Mention) -> bool:
    """True for a number at the beginning of more than a choice: "1. First, I listen"."""
    behind = text[one.end : one.end + _AROUND].partition("\n")[0]
    numbered = text[one.start : one.end].isdigit() and not (one.worded or one.firm)
    return numbered and bool(re.match(r"\s*[.):]\s*\w", behind))


def _beside(text: str, before: Mention, one: Mention) -> bool:
    """True if the letter and the text stand side by side, as parts of one name."""
    gap = text[before.end : one.start]
    if before.lettered and not before.worded and one.worded and not one.lettered:
        if before.firm or before.choice == one.choice or re.match(r"\s*[.,:;)\]\-–—=→]", gap):
            return bool(_LINK.fullmatch(gap)) and "\n" not in gap
        return False
    if before.worded and not before.lettered and one.lettered and one.firm and not one.worded:
        return bool(re.fullmatch(r"[\s,]*[(\[（【]\s*(?:[^\W\d_]+\s+)?", gap)) and "\n" not in gap
    return False


def _both(before: Mention, one: Mention) -> Mention:
    lettered = before if before.lettered else one
    clash = before.choice != one.choice
    return replace(
        lettered, start=before.start, end=one.end, worded=True, lettered=True, firm=True, clash=clash
    )


def _ended(text: str, one: Mention) -> Mention:
    rest = re.sub(rf"^(?!'\w)[{re.escape(_CLOSING)}]+", "", text[one.end : one.end + _AROUND])
    ends = bool(BEHIND_KEY.match(rest) or re.match(rf"\s*(?:{REASON.pattern})", folded(rest)))
    return replace(one, ends=ends or (one.worded and one.lettered))


def _is_word(text: str, one: Mention) -> bool:
    """True if what looks like a letter of a choice is a word of the sentence."""
    if one.worded or one.firm or text[one.start : one.end] not in _WORDS:
        return False
    rest = text[one.end : one.end + _AROUND]
    verbs = f"{COPULA}|{JOINING}|rather|instead|not|but|nicht|sondern|seems|appears|fits|matches"
    apart = rf"[ \t]+(?:(?:{verbs})(?![^\W_])|{REASON.pattern})"
    worded = re.match(r"[ \t]+[^\W\d_]", rest) and not re.match(r"[ \t]+[A-Z](?![^\W_])", rest)
    return bool(worded) and not re.match(apart, folded(rest))
