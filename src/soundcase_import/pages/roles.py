"""The roles that series of cells play beside each other.

Rule: content first (clips or words, missing cells), then the neighbours, then the heading's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from soundcase_import.pages.comparison import Series, asks_and_answers
from soundcase_import.pages.topics import UNTOLD, About, topic_of
from soundcase_import.pages.vocabulary import (
    LANGUAGE,
    NAMED,
    OURS,
    ROLES,
    are_sentences,
    is_bare,
    is_generic,
    is_number,
    is_sentence,
    is_setting,
    kinds,
    names_task,
    part_of,
    system_in,
    without_colon,
)

_NAME = re.compile(r"(?=.*[A-Za-z])(?=.*[\d_])[\w.-]+")
"""One word with digits or underscores: what files and utterances are called."""
_ANSWER = re.compile(r"(?:the |correct |right |gt )?answers?|答案|正确答案", re.IGNORECASE)
_CONVERTS = re.compile(r"VC\b|(?i:conver[ts]|timbre|转换|变声)")
"""What headings say where a voice is changed into that of a target."""

_QUANTITY = re.compile(r"[-+~<>]?\d+(?:\.\d+|\s?[kM]?Hz|\s?dB)\b")
"""What is measured of a clip, and no answer."""
_CLONES = re.compile(
    r"(?i)zero[- ]?shot|one-?shot|\bclon|unseen speaker|speaker adapt|style transfer|零样本|克隆"
)
"""What headings say where a voice is spoken with that only a clip shows."""

_MADE_BY = re.compile(r"(?i)(?:final )?(?:results?|outputs?) (?:of|from|by)\b")
"""The beginning of headings that say who made it, whatever that is called."""
_SPOKEN_IN = re.compile(rf"(?i){LANGUAGE}(?: (?:speech|audio|utterance))?")
"""Headings that only say in which language something is: of what was translated, where others name systems."""

_SOUNDS = re.compile(
    r"(?i)\b(?:sounds?|music|songs?|audio(?! (?:samples?|examples?|demos?)\b)|foley|effects?(?! of\b))\b"
    r"(?!.*\b(?:speech|voices?|speakers?|tts)\b)"
)
"""What headings say where no voice is heard."""

_TRANSLATES = re.compile(r"(?i)translat|翻译")
_STYLE = re.compile(r"prompt\W*$", re.IGNORECASE)
"""The end of headings such as "Text prompt": words that say how it should sound, not those of the recording."""

_DESCRIBED = re.compile(r"caption|description|描述", re.IGNORECASE)
"""Words for texts that, beside others, say how it sounds."""

_MANNER = re.compile(r"style|user|风格", re.IGNORECASE)
"""Words for instructions that may as well name a property in a word or two."""

_ASKED = re.compile(r"\bprompts?\b|提示", re.IGNORECASE)
"""The words for prompts that speak of nothing else, as voices and speakers do."""

Role = tuple[str, str]
"""A role, and the doubt about it."""
Case = tuple[object, str, str]
"""A condition, the role where it is true, and the doubt about that."""


def with_roles(
    series: Sequence[Series], *, spoken: bool, answered: bool = False, about: About = UNTOLD
) -> list[Series]:
    """Every series with its role.

    `spoken`: the words to be said stand beside the table; `answered`: systems answered to the clips in words.
    """
    sounding = [one for one in series if one.sounds]
    silent = [one for one in series if not one.sounds]
    spoken = spoken or any("text" in one.kinds or any(map(is_sentence, one.words)) for one in silent)
    voices = any("prompt" in one.kinds for one in silent)
    heads = " ".join([*(one.heading for one in sounding), about.over])
    about = About(about.over, topic_of(heads) or about.topic)
    if answered:
        clips = [one.given(_heard_role(one)) for one in sounding]
    else:
        clips = [
            one.given(*_audio_role(one, sounding, about, spoken=spoken, voices=voices)) for one in sounding
        ]
        weak = [at for at, one in enumerate(clips) if one.kinds & _WEAK and "truth" not in one.kinds]
        if weak and len(clips) > 1 and not any(one.role == "output" for one in clips):
            doubt = f"is '{clips[weak[-1]].heading}' what a model made? nothing else here is"
            clips[weak[-1]] = clips[weak[-1]].given("output", doubt)
    if len(clips) > 1 and all(one.role == "prompt_audio" and is_setting(one.heading) for one in clips):
        clips = [one.given("output") for one in clips]  # who speaks in them, and not whom to speak like
    words = _text_roles(silent, clips)
    if not any(one.role in _GOT for one in (*clips, *words)):  # then it is all that the models got
        clips = [one.given("audio") if one.role == "context" else one for one in clips]
    by_place = {id(old): new for old, new in zip(sounding, clips, strict=True)}
    by_place |= {id(old): new for old, new in zip(silent, words, strict=True)}
    return [by_place[id(one)] for one in series]


def as_headed(series: Sequence[Series], heading: str) -> list[Series]:
    """Clips that only settings tell apart, as what a heading over them calls them: "Target singers"."""
    made = [one.heading for one in series if one.role == "output" and one.sounds]
    plain = all(is_bare(heading) or is_setting(heading) for heading in made)
    said = kinds(heading) & (ROLES | {"text", "instruction"})
    given = said >= {"prompt"} and (said & {"target", "reference"} or _ASKED.search(heading))
    if not (plain and given) or said - {"prompt", "target", "reference"} or names_task(heading):
        return list(series)
    doubt = f"are these what models got, as '{heading}' over them seems to say?"
    return [one.given("prompt_audio", doubt) if one.role == "output" else one for one in series]


_WEAK = frozenset(["target", "reference", "voice", "source"])
"""Kinds of headings that may as well be those of what a model made."""
_GOT = frozenset(["audio", "prompt_audio", "text", "prompt"])
"""Roles of what models got, beside the context of it."""


def may_answer(series: Sequence[Series]) -> bool:
    """True where systems may have answered in words: clips beside words under what can be a name."""
    names = [one for one in series if not one.sounds and one.words and one.heading]
    talks = any(asks_and_answers(one) for one in series if one.role in ("text", "title"))
    named = any(not one.kinds - _PLAIN for one in names)
    return any(one.sounds for one in series) and (talks or named)


_PLAIN = frozenset(["output", "system", "audio", "text"])
"""Kinds of headings that a system's name may speak of."""


def _heard_role(one: Series) -> str:
    """The role of clips that systems answered to."""
    for kind, role in (("context", "context"), ("truth", "reference"), ("prompt", "prompt_audio")):
        if kind in one.kinds:
            return role
    return "audio"


def _first(cases: Sequence[Case]) -> Role:
    """The role and the doubt of the first case whose condition is true."""
    return next((role, doubt) for condition, role, doubt in cases if condition)


def _audio_role(one: Series, series: Sequence[Series], about: About, *, spoken: bool, voices: bool) -> Role:
    """The role of clips: `spoken` where words to be said are there, `voices` where a column names speakers."""
    topic, name = one.kinds, one.heading
    others = [other for other in series if other is not one]
    beside = frozenset[str]().union(*(other.kinds for other in others))
    told = spoken or (voices and about.topic == "voices")
    degraded, source = "degraded" in beside, "source" in beside
    lacking = _lacks(one, others)
    heads = " ".join(one.heading for one in series)
    converts = source and "truth" not in beside and _CONVERTS.search(f"{about.over} {heads}")
    missing = f"'{name}' is missing where there are outputs, so it cannot be what was processed"
    target = _or_truth(name, "a target speaker")
    prompted = any("prompt" in other.kinds and "reference" not in other.kinds for other in others)
    cloned = _CLONES.search(f"{about.over} {heads}") and "truth" not in beside
    right = (prompted or _has_right(about, source=source)) and "truth" not in beside
    return _first(
        (
            (any(other.heading == name and other.group != one.group for other in others), "output", ""),
            (OURS.search(name) or _MADE_BY.match(name) or _is_variant(name, others), "output", ""),
            ("output" in topic and not topic & _NOT_MADE, "output", ""),
            ("prompt" in topic and "source" not in topic and not degraded, "prompt_audio", ""),
            *_as_pair(one, others),
            ({"truth", "target"} <= topic and converts and "speaker" in name.lower(), "prompt_audio", target),
            ({"truth", "degraded"} <= topic and "truth" in beside and not lacking, "audio", ""),
            ("truth" in topic, "reference", ""),
            ("degraded" in topic and not lacking, "audio", ""),
            ("degraded" in topic or ("source" in topic and lacking), "prompt_audio", missing),
            (degraded and topic & {"reference", "target", "source"}, "reference", ""),
            ("reference" in topic and topic & {"prompt", "instruction"}, "prompt_audio", ""),
            (cloned and "reference" in topic, "prompt_audio", _or_truth(name, "the voice to speak with")),
            *_as_reference(one, beside, right=right, spoken=told, voices=voices),
            ("target" in topic and "truth" in kinds(one.group), "reference", ""),
            ("target" in topic, "prompt_audio" if converts else "reference", target),
            *_as_source(one, beside, about.topic, spoken=spoken),
            ("recording" in topic and about.topic == "cleans", "audio", ""),
            *_as_input(name, others, beside),
            *_last(name),
        )
    )


def _is_variant(name: str, others: Sequence[Series]) -> bool:
    """True where several names begin as this one does, up to a hyphen: "Ref-short", "Ref-long", "Ref-LSTM"."""
    begins = re.match(r"\w+-(?=[A-Za-z])", name)
    alike = [one.heading for one in others if begins and one.heading.startswith(begins[0])]
    return begins is not None and len(alike) > 1 and not is_setting(name[begins.end() :])


_NOT_MADE = {"truth", "degraded", "instruction"}
"""Kinds of headings that speak of no output, whatever else they say."""


def _has_right(about: About, *, source: bool) -> bool:
    """True where a reference is what is right: clean, in translations, and where no voice is heard."""
    sounds = _SOUNDS.search(about.over) and not source
    return bool(about.topic == "cleans" or _TRANSLATES.search(about.over) or sounds)


def _as_reference(
    one: Series, beside: frozenset[str], *, right: bool, spoken: bool, voices: bool
) -> Iterator[Case]:
    """The roles of clips that are called a reference: a voice, unless all says that they are `right`."""
    called = "reference" in one.kinds
    speaks = _or_truth(one.heading, "the voice to speak with")
    yield called and right, "reference", ""
    yield called and "source" in beside, "prompt_audio", _or_truth(one.heading, "the voice to convert to")
    yield called and (spoken or "truth" in beside), "prompt_audio", speaks
    yield called, "reference", speaks if voices else ""


def _as_pair(one: Series, others: Sequence[Series]) -> Iterator[Case]:
    """The roles of two clips that models got, called by a pair of words: content and style."""
    called = {word for other in others for word in other.heading.lower().split()}
    words = set(one.heading.lower().split())
    for first, second, role in _PAIRS:
        yield second in words and first in called, role, ""
        yield first in words and second in called, "audio", ""


_PAIRS = (
    *(("content", word, "prompt_audio") for word in ("style", "timbre")),
    ("structure", "timbre", "prompt_audio"),
    *((word, "next", "audio") for word in ("prev", "previous")),
)
"""Words for what is processed, those for what it is joined with, and the role of that."""


def _as_source(one: Series, beside: frozenset[str], subject: str, *, spoken: bool) -> Iterator[Case]:
    """The roles of clips that are called source or original: what went in, what is right, or a voice."""
    called, original = "source" in one.kinds, "original" in one.heading.lower().split()
    got = _or_truth(one.heading, "what the models got")
    rebuilt = "prompt" in beside or subject in ("voices", "rebuilds")
    yield called and original and rebuilt and not beside & {"truth", "source"}, "reference", got
    cloned = spoken and subject == "voices" and not beside & {"target", "prompt"}
    yield called and cloned, "prompt_audio", got
    yield called, "audio", got if original and not beside & _RIGHT else ""


def _as_input(name: str, others: Sequence[Series], beside: frozenset[str]) -> Iterator[Case]:
    """The roles of clips whose heading is no name where others name systems: "Audio", "Spanish speech"."""
    yield from _as_part(name, others)
    got = f"is '{name}' what the models got?"
    made = (other.heading for other in others if not other.kinds & (ROLES - {"output"}))
    yield name and is_bare(name) and "output" in beside, "audio", got
    nameless = (is_bare(heading) or is_setting(heading) or is_number(heading) for heading in made)
    yield _SPOKEN_IN.fullmatch(name) and not any(nameless), "audio", got


def _as_part(name: str, others: Sequence[Series]) -> Iterator[Case]:
    """The role of clips called like the part of a mixture that others' names end with: "s1" beside "Net-s1"."""
    bare = without_colon(name)
    found = [other for other in others if re.search(rf"\w[-_ (]+{re.escape(bare)}\)?$", other.heading, re.I)]
    yield bare and len(found) > 1, "reference", f"is '{bare}' what the others should have made?"


def _last(name: str) -> Iterator[Case]:
    """The roles of clips that no neighbour makes doubtful."""
    topic = kinds(name)
    named = "style" in name.lower() and not is_generic(name)  # "Multi-style" is one that can do it
    yield from ((kind in topic and not named, role, "") for kind, role in _LAST.items())
    listened = "prompt" in topic and "source" not in topic and not part_of(name)[1]
    yield listened, "prompt_audio", f"is '{name}' whom to listen for, or an output?"
    yield True, "output", f"is '{name}' what a model made?" if topic & {"text", "labels", "property"} else ""


def _or_truth(name: str, other: str) -> str:
    return f"is '{name}' {other}, or the ground truth?"


def _lacks(one: Series, others: Sequence[Series]) -> bool:
    """True where a series has no clip in an example in which others have one."""
    return any(
        cell.empty and any(at < len(other.cells) and other.cells[at].clips for other in others)
        for at, cell in enumerate(one.cells)
    )


_RIGHT = {"truth", "target", "reference", "text"}
_LAST = {"context": "context", "instruction": "audio", "recording": "reference"}
"""Roles of kinds that no neighbour makes doubtful."""


def _pictured(one: Series) -> bool:
    """True where pictures alone stand in a series: they are what went in, such as faces."""
    return any(cell.images for cell in one.cells) and not any(cell.clips for cell in one.cells)


def _text_roles(series: Sequence[Series], clips: Sequence[Series]) -> list[Series]:
    answers = bool(clips) and not any(one.role == "output" for one in clips)
    found = [one.given(*_text_role(one, series, clips, answers=answers)) for one in series]
    if answers and not any(one.role == "output" for one in found):  # nobody answered
        found = [one.given(*_text_role(one, series, clips, answers=False)) for one in series]
    outputs = [at for at, one in enumerate(found) if one.role == "output"]
    right = [at for at in outputs if _ANSWER.fullmatch(found[at].heading.strip())]
    for at in right if len(right) < len(outputs) else ():
        found[at] = found[at].given("reference", f"is '{found[at].heading}' the right one, or a model's?")
    if any(one.role == "output" and "output" in one.kinds for one in found):  # then words beside were said
        found = [one.given("source_text") if _told(one) else one for one in found]
    # Of several texts the last is to be said; others belong to the input, or only name the example.
    texts = [at for at, one in enumerate(found) if one.role == "text"]
    brief = [at for at in texts if found[at].words and not are_sentences(found[at].words)]
    brief = brief if len(brief) < len(texts) else []
    called = [at for at in texts if "text" in found[at].kinds and at not in brief]
    besides = [at for at in texts if called and found[at].heading and not found[at].kinds and at not in brief]
    texts = [at for at in texts if at not in (*brief, *besides)]
    roles = dict.fromkeys(brief, "tag") | dict.fromkeys(besides, "note")
    if len(texts) > 1 and any(one.role == "audio" for one in clips):
        named = [at for at in texts if "source" in found[at].kinds]
        texts.remove(source := (named or texts)[0])
        roles[source] = "source_text"
    main = [at for at in texts if at in called and "prompt" not in found[at].kinds] or texts
    main = [at for at in main if not _DESCRIBED.search(found[at].heading)] or main
    others = [at for at in texts if at != main[-1] and _together(found[at], found[main[-1]])]
    for at, role in {**roles, **dict.fromkeys(others, "prompt")}.items():
        found[at] = found[at].given(role)
    return found


def _together(one: Series, two: Series) -> bool:
    """True where some example has words in both."""
    return any(
        not first.empty and not second.empty for first, second in zip(one.cells, two.cells, strict=False)
    )


def _told(one: Series) -> bool:
    """True where words that seem to be right are only those of the clip."""
    return one.role == "reference" and one.kinds == {"text"}


def _text_role(one: Series, others: Sequence[Series], clips: Sequence[Series], *, answers: bool) -> Role:
    """The role of words beside others; `answers` where no clip is an output: then words are."""
    topic, words = one.kinds, one.words
    long = are_sentences(words)
    numbers = (not one.heading or "id" in topic) and all(map(is_number, words))
    voiced = any(other.role == "prompt_audio" or "prompt" in other.kinds for other in clips)
    spoken_by = any(other.role == "prompt_audio" and "reference" in other.kinds for other in clips)
    asked = answers and clips
    named = not one.heading and any(other.heading for other in others)
    plain = topic & {"text", "output"} == {"text"} and not system_in(one.heading)
    right = topic & {"truth", "reference", "target"} or plain
    return _first(
        (
            (not words and _pictured(one), "audio", ""),
            (not words, "text" if "text" in topic and not answers else "", ""),
            (numbers, "title", ""),
            (topic and topic <= NAMED, next(iter(topic), ""), ""),
            ("reference" in topic and spoken_by and ("text" in topic or long), "prompt_text", ""),
            (asked and topic & {"instruction", "prompt"}, "prompt", ""),
            (asked and "labels" in topic, "labels", ""),
            (asked and right, "reference", ""),
            (asked and (topic == {"property"} or (words and all(map(_QUANTITY.match, words)))), "tag", ""),
            (asked and (named or "id" in topic) and not any(map(is_sentence, words)), "title", ""),
            (asked, "output", ""),
            ("prompt" in topic and any(other.heading == one.heading for other in clips), "prompt_text", ""),
            ({"prompt", "text"} <= topic and voiced and not _STYLE.search(one.heading), "prompt_text", ""),
            ("text" in topic and all(map(_NAME.fullmatch, words)), "title", ""),
            ("instruction" in topic and (long or not _MANNER.search(one.heading)), "prompt", ""),
            ("text" in topic, "text", ""),
            (_ASKED.search(one.heading), "prompt", ""),
            (long and "prompt" in topic, "text", ""),
            (long, "text", f"are the words under '{one.heading}' what is to be said?"),
            ("id" in topic or not one.heading, "title", ""),
            (True, "tag", ""),
        )
    )
