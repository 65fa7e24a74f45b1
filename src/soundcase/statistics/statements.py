"""The statements of an answer about the choices that it names: which it denies, which it calls its answer.

Rule: an announcement that is denied, doubted, supposed or asked is none, and neither is one of several choices.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from soundcase.choice import Choice
from soundcase.statistics.answer_words import (
    ANSWER,
    ARTICLE,
    CONDITION,
    CONTRAST,
    COPULA,
    CORRECT,
    DENIAL,
    DOUBT,
    FINAL,
    JOINING,
    OPTION,
    PICK,
    REASON,
)
from soundcase.statistics.mentions import Mention, Named, folded, mentions, named, tokens
from soundcase.values import dataclass

_BREAK = re.compile(r"(?<!\.)[.!?;。！？；](?=\s|$|[\"'”’」』)\]])|[。！？]|\n")
_CLAUSE = re.compile(r"[,;:，、；：]|\s[-–—]\s")
JOINED = re.compile(
    rf"(?:[\s,;/|+、，；)\]}}\"'”」(\[{{\"'“「*&]|(?<![^\W_]){JOINING}(?![^\W_])|{ARTICLE}\s|{OPTION})*"
)
DENIED = re.compile(rf"(?:{DENIAL.pattern})(?:\s+[^\W_]+){{0,3}}\s*[是为為选選]?\s*[(\[\"'“「]*$")
DENIED_AFTER = re.compile(
    r"\s*[)\]\"'”」]*\s*(?:が|で|は)?(?:(?:では|じゃ|でも?)(?:な[くい]?|あり?ません)|くない)|(?:이|가)?\s*(?:아니라|아니고|아니|아닌|아닙)"
    r"|\s*(?:नहीं|değil)|(?:选项|項)?\s*(?:不|错|錯)|\s*[:\-–—]\s*(?:no|wrong|incorrect|not|false|nein|falsch|non)\b"
    r"|\s+(?:is|are|was|ist|est|es|é|è)\s+(?:clearly\s+|also\s+)?"
    r"(?:not|n't|incorrect|wrong|false|falsch|nicht|faux|unlikely)"
    r"|\s*[,(]?\s*(?:is |seems )?(?:un|im)(?:likely|probable|possible)|\s*[✗✘❌×]"
    r"|\s*[,(]\s*(?:no|nope|not|nein|non|不|いいえ)\s*[).!]*\s*(?:$|\n)"
)
_FINAL_WORDS = re.compile(r"\bfinal(?:e|en|es)?\b|\bendgültig|最终|最終|최종|итог|окончат")
_ABOUT = re.compile("with|on|about|of|to|in|for|from|by")
_CHOOSING = re.compile(
    rf"{COPULA}|{OPTION}|that|it|it's|is|correct|right|likely|most|probably|definitely|clearly|for|with|que|sia|not|but"
)
_LINKING = re.compile(
    "my|our|only|most|very|likely|final|would|seems|appears|probably|clearly|definitely|thus|so"
)
_LONG, _BRIEF_GAP = 60, 4
"""Characters and words that may stand between what announces an answer and the answer."""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer and where it names choices."""

    text: str
    low: str
    found: tuple[Mention, ...]
    denied: frozenset[int]
    """Places in `found` of what is denied there."""
    known: tuple[Named, ...]
    """The choices."""
    breaks: tuple[int, ...]
    """Where sentences end; the point between a letter and its text does not end one."""

    def behind(self, place: int) -> int:
        """The first of `found` that begins there or later."""
        return bisect_left(self.found, place, key=lambda one: one.start)

    def heads(self, at: int) -> bool:
        """True for a letter at the beginning of its line."""
        one = self.found[at]
        line = self.low[self.text.rfind("\n", 0, one.start) + 1 : one.start]
        return one.lettered and len(line) < _LONG and bool(re.fullmatch(rf"\W*(?:{OPTION})?\W*", line))

    def listed(self, at: int) -> bool:
        """True for a letter at the beginning of its line, if another one begins the next line."""
        if at + 1 == len(self.found) or not (self.heads(at) and self.heads(at + 1)):
            return False
        one, other = self.found[at : at + 2]
        return one.choice != other.choice and self.text.count("\n", one.end, other.start) == 1

    def sentence(self, place: int) -> tuple[int, int]:
        """The ends of the sentence around a place."""
        at = bisect_right(self.breaks, place)
        return self.breaks[at - 1] if at else 0, self.breaks[at] if at < len(self.breaks) else len(self.text)


def answer_of(text: str, choices: tuple[Choice, ...]) -> GivenAnswer:
    """The answer in a plain text."""
    found = mentions(text, choices)
    within = {place for one in found for place in range(one.start + 1, one.end)}
    breaks = tuple(one.end() for one in _BREAK.finditer(text) if one.start() not in within)
    return GivenAnswer(text, folded(text), found, _denied(text, found), named(choices), breaks)


def _denied(text: str, found: Sequence[Mention]) -> frozenset[int]:
    """The mentions that a denial stands right before or behind, and those joined to one before."""
    low, denied, begin = folded(text), set[int](), 0
    for at, one in enumerate(found):
        before = _CLAUSE.split(_BREAK.split(low[max(begin, one.start - 160) : one.start])[-1])[-1]
        following = found[at + 1].start if at + 1 < len(found) else len(low) + 1
        behind = f"{low[one.end : min(one.end + _LONG, following)]}{'|' if following <= len(low) else ''}"
        joined = at - 1 in denied and begin <= found[at - 1].end and JOINED.fullmatch(low[begin : one.start])
        after = DENIED_AFTER.match(behind)
        if DENIED.search(before) or after or joined:
            denied.add(at)
        begin = one.end + (after.end() if after else 0)
    return frozenset(denied)


def announced(given: GivenAnswer) -> list[tuple[Mention, bool]]:
    """The choices that are said to be the answer, in order, and whether it is said to be final."""
    said: dict[tuple[int, int], tuple[Mention, bool]] = {}
    for cues in (ANSWER, CORRECT, PICK):
        for cue in cues.finditer(given.low):
            one = _behind_cue(given, cue.start(), cue.end(), cues)
            if one is not None:
                final = cue[0] == FINAL or bool(_FINAL_WORDS.search(given.low[: cue.end()][-20:]))
                before = said.get((one.start, one.end), (one, False))[1]
                said[one.start, one.end] = (one, final or before)
            if cues is not PICK and (one := _before_cue(given, cue.start(), cue.end())):
                said.setdefault((one.start, one.end), (one, False))
    return [said[key] for key in sorted(said)]


def _behind_cue(given: GivenAnswer, start: int, end: int, cues: re.Pattern[str]) -> Mention | None:
    """The choice that follows what announces it."""
    low = given.low
    at, one = next(
        ((at, given.found[at]) for at in range(given.behind(end), len(given.found)) if at not in given.denied),
        (0, None),
    )
    last = given.behind(end) - 1
    if one is None or one.start - end > _LONG or (last >= 0 and given.found[last].end > start):
        return None
    gap = low[end : one.start]
    if _BREAK.search(gap.strip()) or ("\n" in gap and not re.fullmatch(r"[\W_]*", gap)):
        return None
    spoken = [word for word in tokens(gap) if not re.fullmatch(ARTICLE, word)]
    copula = re.search(rf"(?<![^\W_]){COPULA}(?![^\W_])|[:=是为為はが은는]|\s[-–—]\s", gap)
    long = len(spoken) > (2 if one.lettered else 1)
    if cues is PICK and not all(_CHOOSING.fullmatch(word) for word in spoken if word.isascii()):
        return None
    if not copula and any(_ABOUT.fullmatch(word) for word in spoken):
        return None
    if (not copula and (cues is CORRECT or long)) or (len(spoken) > _BRIEF_GAP and not one.lettered):
        return None
    if _held_back(given, start, gap, one) or one.loose or not (one.ends or one.worded):
        return None
    return None if with_others(given, at) else one


def _held_back(given: GivenAnswer, start: int, gap: str, one: Mention) -> bool:
    """True if what announces a choice denies, doubts, supposes or asks."""
    begin, _ = given.sentence(start)
    clause = _CLAUSE.split(given.low[begin:start])[-1]
    between = given.denied.intersection(range(given.behind(start), given.behind(one.start)))
    if DENIAL.search(clause) or DOUBT.search(clause) or CONDITION.search(given.low[begin:start]):
        return True
    behind = given.low[one.end : given.sentence(one.end)[1]]
    turned = CONTRAST.search(behind)
    if turned and DENIAL.search(behind, turned.end()):
        return True
    if DOUBT.search(gap) or CONDITION.search(gap) or (DENIAL.search(gap) and not between):
        return True
    return given.text[begin : given.sentence(one.end)[1]].rstrip().endswith(("?", "？"))


def _before_cue(given: GivenAnswer, start: int, end: int) -> Mention | None:
    """The choice that is called right: "B is correct"."""
    at = given.behind(start) - 1
    one = given.found[at] if at >= 0 and given.found[at].end <= start else None
    if one is None or at in given.denied or not one.lettered:
        return None
    begin, stop = given.sentence(one.start)
    before, gap = given.low[begin : one.start], given.low[one.end : start]
    around = f"{_CLAUSE.split(before)[-1]}{gap} {_CLAUSE.split(given.low[end:stop])[0]}"
    if CONDITION.search(before) or DENIAL.search(around) or DOUBT.search(around) or not _links(gap):
        return None
    asked = given.text[begin:stop].rstrip().endswith(("?", "？"))
    joined = at and JOINED.fullmatch(given.low[given.found[at - 1].end : one.start])
    return None if asked or (joined and at - 1 not in given.denied) else one


def _links(gap: str) -> bool:
    """True if nothing but a verb stands between a choice and the word for right, as far as can be told."""
    if len(gap) > 25 or re.search(r"[.,;!?\n。，]", gap):
        return False
    words = [word for word in tokens(gap) if not re.fullmatch(rf"{ARTICLE}|{COPULA}|{OPTION}", word)]
    others = [word for word in words if not word.isascii() or not _LINKING.fullmatch(word)]
    foreign = any(not word.isascii() for word in others)
    if len(others) > (2 if foreign else 0):
        return False
    return bool(re.search(rf"(?<![^\W_]){COPULA}(?![^\W_])|[是为はが가이]|^\W*$|seems|appears", gap))


def with_others(given: GivenAnswer, at: int) -> bool:
    """True if other choices are named with this one, before a reason or a denial."""
    one, (_, stop) = given.found[at], given.sentence(given.found[at].end)
    reason = REASON.search(given.low, one.end, stop)
    if given.listed(at):
        return True
    for other in range(at + 1, len(given.found)):
        second = given.found[other]
        if second.start >= stop and other > at + 1:
            break
        if second.choice == one.choice or other in given.denied:
            continue
        gap = given.low[given.found[other - 1].end : second.start]
        if second.start < stop and not (reason and reason.start() <= second.start):
            return True
        if JOINED.fullmatch(gap) and "\n" not in gap and (second.ends or second.worded) and other == at + 1:
            return True
    return False
