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
    ARTICLE,
    CONDITION,
    CONTRAST,
    COPULA,
    CORRECTION,
    DENIAL,
    DOUBT,
    FINAL,
    JOINING,
    NOT_ONLY,
    OPTION,
    REASON,
    THUS,
)
from soundcase.statistics.mentions import UNKNOWN, Mention, folded, named, tokens
from soundcase.statistics.statements import (
    DENIED,
    DENIED_AFTER,
    JOINED,
    GivenAnswer,
    announced,
    answer_of,
    with_others,
)

_BEHIND_TEXT = re.compile(r"\s*[)\]\"'”」]*\s*(?:[.,;:!\n(。，、；：！]|[-–—]\s|$)")
_SUPPOSED = re.compile(
    r"(?i)\bif (?:i|we) (?:had|have|were|must|was)(?: forced)? to (?:guess|choose|pick|answer|decide|say)\b,?"
    r"|\bsi (?=sente|sentono|ode|tratta)|[很最极極]有?可能"
)
_FILLERS = re.compile(f"{ARTICLE}|{COPULA}|{JOINING}|{REASON.pattern}")
_ENDINGS = re.compile(r"(?:ically|ally|ing|ers?|ed|es|ly|al|s|e)$")
_ASKS = re.compile("[?？]|是不是|是否|[吗嗎]")
_FAR = 160
"""Characters before and behind a choice in which it may be denied."""
SEVERAL = -2
"""Stands for several choices that an answer begins with."""
_STEM = 5
"""Letters at the beginning by which two words are taken for forms of one, where their endings do not tell."""
_LIKELY = (
    r"(?:(?:very |most )?(?:likely|probably|certainly|clearly|definitely|surely|obviously)|wahrscheinlich"
    r"|yes|okay|ok|um|uh|well|hmm|sure|no doubt|without a doubt"
    r"|vermutlich|probablement|sans doute|probablemente|seguramente|provavelmente|probabilmente|waarschijnlijk"
    r"|вероятно|скорее всего|おそらく|たぶん|아마도?|应该|應該)"
)


def read(answer: str, choices: Sequence[Choice]) -> Choice | None:
    """The choice that an answer names; None where it does not say one clearly.

    >>> read("I hear strings, so the answer is (B).", [Choice("A", "piano"), Choice("B", "violin")]).key
    'B'
    """
    place = _read(answer, tuple(choices)) if choices else None
    return None if place is None else choices[place]


@lru_cache(maxsize=4096)
def _read(answer: str, choices: tuple[Choice, ...]) -> int | None:
    text = _SUPPOSED.sub(" ", plain(answer))
    whole = _whole(text, choices)
    if whole:
        return next(iter(whole)) if len(whole) == 1 else None
    given = answer_of(text, choices)
    found = given.found
    if any(one.clash for one in found) or not found or NOT_ONLY.search(given.low):
        return None
    said = announced(given)
    final = {one.choice for one, sure in said if sure}
    if len(final) == 1 and not _taken_back(given, said[-1][0]):
        return _known(final)
    named_so = {one.choice for one, _ in said}
    if final or len(named_so) > 1:
        return None
    first, last = _first(given), _last(text, choices)
    if named_so:
        alone = first == SEVERAL or (first is not None and _enumerates(given))
        others = {one for one in (None if alone else first, last) if one is not None}
        agreed = others <= named_so and not _taken_back(given, said[-1][0])
        return _known(named_so) if agreed else None
    ends = {one for one in (first, last) if one is not None}
    if len(ends) > 1 or SEVERAL in ends or (ends and _enumerates(given)):
        return None
    if ends:
        return None if last is None and _taken_back(given, found[0]) else _known(ends)
    return _only(given)


def _known(found: set[int]) -> int | None:
    (choice,) = found
    return None if choice == UNKNOWN else choice


def _whole(text: str, choices: tuple[Choice, ...]) -> set[int]:
    """The choices that the answer consists of, in any usual way of writing one."""
    if re.search("[?✗✘❌×]", text):
        return set()
    low = re.sub(rf"^\W*(?:{FINAL}\W*)?", "", folded(text))
    article = re.match(rf"{ARTICLE}\s+(?=\w)", low)
    said = tokens(low)
    ways, bare = {said}, tokens(low[article.end() :]) if article else ()
    option = re.match(rf"{OPTION}\s*[:#]?\s*(?=\W?\w)", low)
    if option and option.end() < len(low):
        ways.add(tokens(low[option.end() :]))
    found = set()
    for at, one in enumerate(named(choices)):
        for key in (tokens(folded(one.key)), tokens(one.number)):
            if one.tokens == bare != () or ways & {key, one.tokens, key + one.tokens, one.tokens + key} - {()}:
                found.add(at)
    lettered = re.match(r"\W*([^\W_]{1,2})[).:,\-]", text)
    if lettered and len(found) == 1 and len(said) > 1:
        keys = [
            at for at, one in enumerate(named(choices)) if lettered[1].lower() in (one.key.lower(), one.number)
        ]
        return found if not keys or set(keys) == found else set()
    return found


def _enumerates(given: GivenAnswer) -> bool:
    """True if lines, or sentences, of the answer begin with different choices."""
    heads = {one.choice for at, one in enumerate(given.found) if given.heads(at) or _listed(given, one)}
    return len(heads) > 1


def _listed(given: GivenAnswer, one: Mention) -> bool:
    """True for a letter with a colon at the beginning of a sentence: "A: no. B: yes"."""
    before = given.text[given.sentence(one.start)[0] : one.start]
    return one.lettered and not before.strip(" ([") and given.text[one.end : one.end + 1] == ":"


def _first(given: GivenAnswer) -> int | None:
    """The choice at the beginning of the answer."""
    one = given.found[0]
    opening = rf"^\W*(?:{THUS}\b)?\W*(?:{_LIKELY}\b)?\W*(?:{OPTION}\b)?\W*(?:{ARTICLE}\s)?\W*"
    before = re.sub(opening, "", given.low[: one.start])
    if before.strip() or 0 in given.denied or one.loose:
        return None
    rest = given.text[one.end :]
    ends = one.ends if one.lettered else bool(_BEHIND_TEXT.match(rest))
    _, stop = given.sentence(one.start)
    if not ends or given.text[:stop].rstrip().endswith(("?", "？")):
        return None
    if with_others(given, 0):
        return SEVERAL
    if one.lettered and not one.worded and _other_words(given, one):
        return None
    if not one.lettered and _similar(given, given.low[one.end : stop], one.choice):
        return None
    doubted = CONDITION.search(given.low, one.end, stop) or DOUBT.search(given.low, one.end, stop)
    return None if doubted and not REASON.search(given.low, one.end, stop) else one.choice


def _other_words(given: GivenAnswer, one: Mention) -> bool:
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


def _taken_back(given: GivenAnswer, last: Mention) -> bool:
    """True if words that correct follow, and another choice behind them."""
    found = CORRECTION.search(given.low, last.end)
    begin = found.start() if found else len(given.low)
    return any(
        one.start >= begin and one.choice != last.choice and at not in given.denied
        for at, one in enumerate(given.found)
    )


def _only(given: GivenAnswer) -> int | None:
    """The only choice that is named at all, in an answer that neither denies nor doubts."""
    kept = [one for at, one in enumerate(given.found) if at not in given.denied]
    refused = {one.choice for at, one in enumerate(given.found) if at in given.denied}
    named_there = {one.choice for one in kept if one.choice != UNKNOWN}
    if len(named_there) != 1 or named_there & refused or _ASKS.search(given.text):
        return None
    sure = [one for one in kept if (one.worded or ((one.firm or refused) and one.ends)) and not one.loose]
    whole = [one for one in sure if _stands(given, one)]
    if not whole:
        return None
    rest = _without(given)
    if any(words.search(rest) for words in (DENIAL, DOUBT, CONDITION)):
        return None
    if not any(one.lettered for one in sure) and _similar(given, rest, sure[0].choice):
        return None
    return None if CONTRAST.search(given.low, sure[0].end) else sure[0].choice


def _stands(given: GivenAnswer, one: Mention) -> bool:
    """True if a text is no part of another phrase: "one of them", "I cannot tell you"."""
    denies = DENIAL.search(given.low[one.start : one.end])
    rest = given.text[one.end :]
    return not re.match(r"\s+of\b", rest) and (not denies or bool(_BEHIND_TEXT.match(rest)) or not rest)


def _without(given: GivenAnswer) -> str:
    """The words of the answer without what names choices, and without what denies those that are denied."""
    kept, place = [], 0
    for at, one in enumerate(given.found):
        begin, end = one.start, one.end
        if at in given.denied:
            sentence = given.sentence(one.start)[0]
            since = max(sentence, place, begin - _FAR)
            joined = at - 1 in given.denied and JOINED.fullmatch(given.low[place:begin])
            found = joined or DENIED.search(given.low[since:begin])
            behind = DENIED_AFTER.match(given.low[end : end + _FAR])
            begin = place if joined else since + found.start() if found else begin
            end += behind.end() if behind else 0
        kept.append(given.low[place:begin])
        place = end
    return " ".join((*kept, given.low[place:]))


def _similar(given: GivenAnswer, rest: str, choice: int) -> bool:
    """True if words remain that another choice has: "guitar, an electrical one"."""
    own, spoken = set(given.known[choice].tokens), tokens(rest)
    others = (word for one in given.known for word in one.tokens if word not in own)
    telling = {word for word in others if len(word) > 2 and not _FILLERS.fullmatch(word)}
    return any(_akin(word, other) for word in telling for other in spoken)


def _akin(one: str, other: str) -> bool:
    """True for forms of one word."""
    alike = len(one) >= _STEM <= len(other) and one[:_STEM] == other[:_STEM]
    return alike or _ENDINGS.sub("", one) == _ENDINGS.sub("", other)
