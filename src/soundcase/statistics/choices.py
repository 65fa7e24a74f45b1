"""Reading which of several choices an answer names: "(B) Violin", "B", "violin.", "The answer is B".

Rule 1: what is not clear is undecided, never guessed: two choices, a denial, a doubt, a letter beside another's
text.
Rule 2: an answer that is nothing but a choice says it. Else it is said where an answer is announced, at the
beginning or on the last line, and these must not contradict each other; else by the only choice that the whole
answer names, if nothing in it denies or doubts.
Rule 3: only the words of the answer are read; which choice is right is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from soundcase.choice import Choice
from soundcase.statistics.answer_text import plain
from soundcase.statistics.answer_words import (
    ANSWER,
    ARTICLE,
    CONDITION,
    CONTRAST,
    COPULA,
    CORRECT,
    CORRECTION,
    DENIAL,
    DOUBT,
    FINAL,
    JOINING,
    NOT_ONLY,
    OPTION,
    PICK,
    REASON,
    THUS,
)
from soundcase.statistics.mentions import UNKNOWN, Mention, Named, folded, mentions, named, tokens
from soundcase.values import dataclass

_BREAK = re.compile(r"[.!?。！？](?=\s|$|[\"'”’」』)\]])|[。！？]|\n")
_CLAUSE = re.compile(r"[,;:，、；：]|\s[-–—]\s")
_JOINED = re.compile(
    rf"(?:[\s,;/|+、，；)\]}}\"'”」(\[{{\"'“「*&]|(?<![^\W_]){JOINING}(?![^\W_])|{ARTICLE}\s|{OPTION})*"
)
_DENIED = re.compile(rf"(?:{DENIAL.pattern})(?:\s+[^\W_]+){{0,2}}\s*[是为為选選]?\s*[(\[\"'“「]*$")
_DENIED_AFTER = re.compile(
    r"\s*[)\]\"'”」]*\s*(?:が|で|は)?(?:ではな|じゃな|でな|でもな)[くい]?|(?:이|가)?\s*(?:아니라|아니고|아니|아닌|아닙)"
    r"|\s*(?:नहीं|değil)|(?:选项|項)?\s*(?:不|错|錯)|\s*[:\-–—]\s*(?:no|wrong|incorrect|not|false|nein|falsch|non)\b"
    r"|\s+(?:is|are|was|ist|est|es|é|è)\s+(?:clearly\s+|also\s+)?"
    r"(?:not|n't|incorrect|wrong|false|falsch|nicht|faux|unlikely)"
)
_BEHIND_TEXT = re.compile(r"\s*[)\]\"'”」]*\s*(?:[.,;:!\n(。，、；：！]|[-–—]\s|$)")
_SUPPOSED = re.compile(
    r"(?i)\bif (?:i|we) (?:had|have|were|must|was)(?: forced)? to (?:guess|choose|pick|answer|decide|say)\b,?"
)
_FINAL_WORDS = re.compile(r"\bfinal(?:e|en|es)?\b|\bendgültig|最终|最終|최종|итог|окончат")
_FILLERS = re.compile(f"{ARTICLE}|{COPULA}|{JOINING}|{REASON.pattern}")
_STEM = 3
"""Letters by which two words are taken for forms of one."""
_LONG, _BRIEF_GAP = 60, 4
"""Characters and words that may stand between what announces an answer and the answer."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer and where it names choices."""

    text: str
    low: str
    found: tuple[Mention, ...]
    denied: frozenset[int]
    """Places in `found` of what is denied there."""
    known: tuple[Named, ...]
    """The choices."""

    def sentence(self, place: int) -> tuple[int, int]:
        """The ends of the sentence around a place; the point behind a letter does not end one."""
        breaks = [
            one.end()
            for one in _BREAK.finditer(self.text)
            if not any(m.start < one.start() < m.end for m in self.found)
        ]
        before = max((end for end in breaks if end <= place), default=0)
        return before, min((end for end in breaks if end > place), default=len(self.text))


def read(answer: str, choices: Sequence[Choice]) -> Choice | None:
    """The choice that an answer names; None where it does not say one clearly.

    >>> read("I hear strings, so the answer is (B).", [Choice("A", "piano"), Choice("B", "violin")]).key
    'B'
    """
    place = _read(answer, tuple(choices))
    return None if place is None else choices[place]


@lru_cache(maxsize=4096)
def _read(answer: str, choices: tuple[Choice, ...]) -> int | None:
    text = _SUPPOSED.sub(" ", plain(answer))
    whole = _whole(text, choices)
    if whole:
        return next(iter(whole)) if len(whole) == 1 else None
    found = mentions(text, choices)
    if any(one.clash for one in found) or not found or NOT_ONLY.search(folded(text)):
        return None
    given = _Answer(text, folded(text), found, _denied(text, found), named(choices))
    said = _announced(given)
    final = {one.choice for one, sure in said if sure}
    if len(final) == 1 and not _taken_back(given, said[-1][0]):
        return _known(final)
    announced = {one.choice for one, _ in said}
    if final or len(announced) > 1:
        return None
    first, last = _first(given), _last(text, choices)
    if announced:
        alone = first is not None and _enumerates(given)
        others = {one for one in (None if alone else first, last) if one is not None}
        agreed = others <= announced and not _taken_back(given, said[-1][0])
        return _known(announced) if agreed else None
    ends = {one for one in (first, last) if one is not None}
    if len(ends) > 1 or (ends and _enumerates(given)):
        return None
    if ends:
        return None if last is None and _taken_back(given, found[0]) else _known(ends)
    return _only(given)


def _known(found: set[int]) -> int | None:
    (choice,) = found
    return None if choice == UNKNOWN else choice


def _whole(text: str, choices: tuple[Choice, ...]) -> set[int]:
    """The choices that the answer consists of, in any usual way of writing one."""
    if "?" in text:
        return set()
    low = re.sub(rf"^\W*(?:{FINAL}\W*)?", "", folded(text))
    article = re.match(rf"{ARTICLE}\s+(?=\w)", low)
    said = tokens(low)
    ways = {said, tokens(low[article.end() :])} if article else {said}
    option = re.match(rf"{OPTION}\s*[:#]?\s*(?=\W?\w)", low)
    if option and option.end() < len(low):
        ways.add(tokens(low[option.end() :]))
    found = set()
    for at, one in enumerate(named(choices)):
        key = tokens(folded(one.key))
        if ways & {key, one.tokens, key + one.tokens, one.tokens + key} - {()}:
            found.add(at)
    lettered = re.match(r"\W*([^\W_]{1,2})[).:,\-]", text)
    if lettered and len(found) == 1 and len(said) > 1:
        keys = [at for at, one in enumerate(choices) if one.key.lower() == lettered[1].lower()]
        return found if not keys or set(keys) == found else set()
    return found


def _denied(text: str, found: Sequence[Mention]) -> frozenset[int]:
    """The mentions that a denial stands right before or behind, and those joined to one before."""
    low, denied, spoken = folded(text), set[int](), [0]
    for at, one in enumerate(found):
        begin = max((end for end in spoken if end <= one.start), default=0)
        before = _CLAUSE.split(_BREAK.split(low[begin : one.start])[-1])[-1]
        behind = low[one.end : found[at + 1].start if at + 1 < len(found) else len(low)]
        joined = at - 1 in denied and begin <= found[at - 1].end and _JOINED.fullmatch(low[begin : one.start])
        after = _DENIED_AFTER.match(behind)
        if _DENIED.search(before) or after or joined:
            denied.add(at)
        spoken.append(one.end + (after.end() if after else 0))
    return frozenset(denied)


def _announced(given: _Answer) -> list[tuple[Mention, bool]]:
    """The choices that are said to be the answer, in order, and whether it is said to be final."""
    said: dict[tuple[int, int], tuple[Mention, bool]] = {}
    for cues, needs_copula in ((ANSWER, False), (CORRECT, True), (PICK, False)):
        for cue in cues.finditer(given.low):
            one = _behind_cue(given, cue.start(), cue.end(), needs_copula=needs_copula)
            if one is not None:
                final = cue[0] == FINAL or bool(_FINAL_WORDS.search(given.low[: cue.end()][-20:]))
                before = said.get((one.start, one.end), (one, False))[1]
                said[one.start, one.end] = (one, final or before)
            if cues is CORRECT and (one := _before_cue(given, cue.start())):
                said.setdefault((one.start, one.end), (one, False))
    return [said[key] for key in sorted(said)]


def _behind_cue(given: _Answer, start: int, end: int, *, needs_copula: bool) -> Mention | None:
    """The choice that follows what announces it."""
    low = given.low
    at, one = next(
        ((at, one) for at, one in enumerate(given.found) if one.start >= end and at not in given.denied),
        (0, None),
    )
    if one is None or one.start - end > _LONG or any(m.start < end and m.end > start for m in given.found):
        return None
    gap = low[end : one.start]
    if _BREAK.search(gap.strip()) or ("\n" in gap and not re.fullmatch(r"[\W_]*", gap)):
        return None
    spoken = [word for word in tokens(gap) if not re.fullmatch(ARTICLE, word)]
    copula = re.search(rf"(?<![^\W_]){COPULA}(?![^\W_])|[:=是为為はが은는]", gap)
    long = len(spoken) > (2 if one.lettered else 1)
    if (not copula and (needs_copula or long)) or (len(spoken) > _BRIEF_GAP and not one.lettered):
        return None
    if _held_back(given, start, gap, one) or one.loose or not (one.ends or one.worded):
        return None
    return None if _with_others(given, at) else one


def _held_back(given: _Answer, start: int, gap: str, one: Mention) -> bool:
    """True if what announces a choice denies, doubts, supposes or asks."""
    begin, _ = given.sentence(start)
    clause = _CLAUSE.split(given.low[begin:start])[-1]
    between = [m for at, m in enumerate(given.found) if at in given.denied and start <= m.start < one.start]
    if DENIAL.search(clause) or DOUBT.search(clause) or CONDITION.search(given.low[begin:start]):
        return True
    if DOUBT.search(gap) or CONDITION.search(gap) or (DENIAL.search(gap) and not between):
        return True
    return given.text[begin : given.sentence(one.end)[1]].rstrip().endswith(("?", "？"))


def _before_cue(given: _Answer, start: int) -> Mention | None:
    """The choice that is called right: "B is correct"."""
    at, one = next(((at, m) for at, m in reversed(list(enumerate(given.found))) if m.end <= start), (0, None))
    if one is None or at in given.denied or not one.lettered:
        return None
    gap = given.low[one.end : start]
    words = [word for word in tokens(gap) if not re.fullmatch(rf"{ARTICLE}|{COPULA}|{OPTION}", word)]
    if len(gap) > 25 or len(words) > 2 or re.search(r"[.,;!?\n。，]", gap):
        return None
    begin, stop = given.sentence(one.start)
    before = given.low[begin : one.start]
    around = _CLAUSE.split(before)[-1] + gap
    if CONDITION.search(before) or DENIAL.search(around) or DOUBT.search(around):
        return None
    if not re.search(rf"(?<![^\W_]){COPULA}(?![^\W_])|[是为はが가이]|^\W*$|seems|appears", gap):
        return None
    asked = given.text[begin:stop].rstrip().endswith(("?", "？"))
    joined = at and _JOINED.fullmatch(given.low[given.found[at - 1].end : one.start])
    return None if asked or (joined and at - 1 not in given.denied) else one


def _with_others(given: _Answer, at: int) -> bool:
    """True if other choices are named with this one, before a reason or a denial."""
    one, (_, stop) = given.found[at], given.sentence(given.found[at].end)
    reason = REASON.search(given.low, one.end, stop)
    for other in range(at + 1, len(given.found)):
        second = given.found[other]
        if second.choice == one.choice or other in given.denied:
            continue
        gap = given.low[given.found[other - 1].end : second.start]
        if second.start < stop and not (reason and reason.start() <= second.start):
            return True
        if _JOINED.fullmatch(gap) and (second.ends or second.worded) and other == at + 1:
            return True
    return False


def _enumerates(given: _Answer) -> bool:
    """True if the lines of the answer begin with different choices."""
    heads = {
        one.choice
        for one in given.found
        if one.lettered and not given.text[given.text.rfind("\n", 0, one.start) + 1 : one.start].strip(" (['\"")
    }
    return len(heads) > 1


def _first(given: _Answer) -> int | None:
    """The choice at the beginning of the answer."""
    one = given.found[0]
    before = re.sub(rf"^\W*(?:{THUS}\b)?\W*(?:{OPTION}\b)?\W*(?:{ARTICLE}\s)?\W*", "", given.low[: one.start])
    if before.strip() or 0 in given.denied or one.loose:
        return None
    rest = given.text[one.end :]
    ends = one.ends if one.lettered else bool(_BEHIND_TEXT.match(rest))
    _, stop = given.sentence(one.start)
    if not ends or given.text[:stop].rstrip().endswith(("?", "？")) or _with_others(given, 0):
        return None
    if one.lettered and not one.worded and _other_words(given, one):
        return None
    if not one.lettered and _similar(given, given.low[one.end : stop], one.choice):
        return None
    doubted = CONDITION.search(given.low, one.end, stop) or DOUBT.search(given.low, one.end, stop)
    return None if doubted and not REASON.search(given.low, one.end, stop) else one.choice


def _other_words(given: _Answer, one: Mention) -> bool:
    """True if a letter stands beside a few words that are no choice's: "B. Cello"."""
    line = given.text[one.end :].partition("\n")[0]
    words = tokens(folded(line))
    marked = bool(re.match(r"\s*[).:\]\-–—]", line)) and line.isascii()
    return marked and 0 < len(words) <= 3 and not any(m.start >= one.end for m in given.found)


def _last(text: str, choices: tuple[Choice, ...]) -> int | None:
    """The choice that the last line consists of, or the last sentence that draws a conclusion."""
    lines = text.splitlines()
    if not lines:
        return None
    line = lines[-1]
    concludes = re.search(
        rf"(?:^|[.!?。！？,，]\s*)({THUS}(?![^\W_])[^.!?。！？]*[.!?。！？]?)\s*$", folded(line)
    )
    conclusion = line[concludes.start(1) :] if concludes else ""
    for part in (line, conclusion):
        bare = re.sub(rf"^\W*{THUS}(?![^\W_])[\s,，:]*(?:(?:it's|it is|{COPULA})\s+)?", "", folded(part))
        found = _whole(bare, choices) if bare and (len(lines) > 1 or part is not line) else set()
        if len(found) == 1:
            return next(iter(found))
    return None


def _taken_back(given: _Answer, last: Mention) -> bool:
    """True if words that correct follow, and another choice behind them."""
    found = CORRECTION.search(given.low, last.end)
    begin = found.start() if found else len(given.low)
    return any(
        one.start >= begin and one.choice != last.choice and at not in given.denied
        for at, one in enumerate(given.found)
    )


def _only(given: _Answer) -> int | None:
    """The only choice that is named at all, in an answer that neither denies nor doubts."""
    kept = [one for at, one in enumerate(given.found) if at not in given.denied]
    refused = {one.choice for at, one in enumerate(given.found) if at in given.denied}
    named_there = {one.choice for one in kept if one.choice != UNKNOWN}
    if len(named_there) != 1 or named_there & refused or "?" in given.text:
        return None
    sure = [one for one in kept if (one.worded or ((one.firm or refused) and one.ends)) and not one.loose]
    if not sure or any(DENIAL.fullmatch(given.low[one.start : one.end]) for one in sure):
        return None
    rest = _without(given)
    if any(words.search(rest) for words in (DENIAL, DOUBT, CONDITION)):
        return None
    if not any(one.lettered for one in sure) and _similar(given, rest, sure[0].choice):
        return None
    return None if CONTRAST.search(given.low, sure[0].end) else sure[0].choice


def _without(given: _Answer) -> str:
    """The words of the answer without what names choices, and without what denies those that are denied."""
    rest = given.low
    for at, one in reversed(list(enumerate(given.found))):
        begin, end = one.start, one.end
        if at in given.denied:
            sentence = given.sentence(one.start)[0]
            found = _DENIED.search(rest[sentence:begin])
            behind = _DENIED_AFTER.match(rest[end:])
            begin = sentence + found.start() if found else begin
            end += behind.end() if behind else 0
        rest = f"{rest[:begin]} {rest[end:]}"
    return rest


def _similar(given: _Answer, rest: str, choice: int) -> bool:
    """True if words remain that another choice has: "guitar, an electrical one"."""
    own, spoken = set(given.known[choice].tokens), {word[:_STEM] for word in tokens(rest)}
    others = (word for one in given.known for word in one.tokens if word not in own)
    telling = (word for word in others if len(word) >= _STEM and not _FILLERS.fullmatch(word))
    return any(word[:_STEM] in spoken for word in telling)
