"""A column of a table (or a row of a turned one) and the role it plays beside the others.

Rule: content first (clips or words, missing cells), then the neighbours, then the heading's words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from soundcase_import.pages.cells import PageCell
from soundcase_import.pages.vocabulary import NAMED, OURS, are_sentences, is_number, is_sentence, kinds, part_of

_NAME = re.compile(r"(?=.*[A-Za-z])(?=.*[\d_])[\w.-]+")
"""One word with digits or underscores: what files and utterances are called."""
_ANSWER = re.compile(r"(?:the |correct |right |gt )?answers?|答案|正确答案", re.IGNORECASE)
_CONVERTS = re.compile(r"VC\b|(?i:conver[ts]|timbre|转换|变声)")
"""What headings say where a voice is changed into that of a target."""


@dataclass(frozen=True, slots=True)
class Series:
    """A heading and the cells that belong to it."""

    heading: str
    cells: tuple[PageCell, ...]
    group: str = ""
    """The heading above the heading."""
    texts: tuple[str, ...] = ()
    """What further heading cells say, such as the words that are spoken."""
    role: str = ""
    """`audio`, `reference`, `prompt_audio`, `output`, `text`, `source_text`, `prompt_text`, `prompt`, `title`,
    `group`, `labels`, `tag` or, for nothing to import, empty."""
    doubt: str = ""

    @property
    def sounds(self) -> bool:
        """Whether its cells hold clips."""
        return any(cell.clips for cell in self.cells)

    @property
    def words(self) -> list[str]:
        """What its cells say."""
        return [cell.whole for cell in self.cells if not cell.empty and not cell.clips]

    @property
    def kinds(self) -> frozenset[str]:
        """What its heading may speak of."""
        return kinds(self.heading)

    def given(self, role: str, doubt: str = "") -> Series:
        """The series in a role."""
        return replace(self, role=role, doubt=doubt)


@dataclass(frozen=True, slots=True)
class TableContext:
    """What is known about a comparison from what stands around its clips."""

    told: bool = False
    """Whether the words that are to be said are there."""
    voices: bool = False
    """Whether a column names speakers."""
    about: str = ""
    """The headings above it."""


def with_roles(series: Sequence[Series], *, told: bool, about: str = "") -> list[Series]:
    """Every series with its role; `told` says that the words to be said stand beside the table."""
    sounding = [one for one in series if one.sounds]
    silent = [one for one in series if not one.sounds]
    context = TableContext(
        told or any(map(_speaks, silent)), any("prompt" in one.kinds for one in silent), about
    )
    answered = _is_answered(sounding, silent)
    heard = [one.given("audio") for one in sounding] if answered else _audio_roles(sounding, context)
    spoken = _text_roles(silent, heard)
    by_place = {id(old): new for old, new in zip((*sounding, *silent), (*heard, *spoken), strict=True)}
    return [by_place[id(one)] for one in series]


def _is_answered(sounding: Sequence[Series], silent: Sequence[Series]) -> bool:
    """Whether the clips are what systems answered to in words: one column of clips beside names of systems."""
    if len(sounding) != 1 or sounding[0].kinds - {"audio", "id", "degraded", "source"}:
        return False
    spoken = any(cell.labelled for cell in sounding[0].cells)
    names = [
        one for one in silent if one.words and one.heading and not one.kinds - {"output", "system", "audio"}
    ]
    sentences = [one for one in names if are_sentences(one.words)]
    return bool(sentences) or len(names) > 1 or (spoken and not names)


def _speaks(one: Series) -> bool:
    return "text" in one.kinds or any(map(is_sentence, one.words))


def _audio_roles(series: Sequence[Series], context: TableContext) -> list[Series]:
    found = [one.given(*_audio_role(one, series, context)) for one in series]
    if any(one.role == "output" for one in found) or len(found) < 2:
        return found
    weak = [at for at, one in enumerate(found) if one.kinds & {"target", "reference", "voice", "source"}]
    if weak:
        at = weak[-1]
        doubt = f"is '{found[at].heading}' what a model made? nothing else here is"
        found[at] = found[at].given("output", doubt)
    return found


def _audio_role(one: Series, all_: Sequence[Series], context: TableContext) -> tuple[str, str]:
    """The role of a series of clips, with the doubt about it."""
    said = one.kinds
    others = [other for other in all_ if other is not one]
    beside = frozenset().union(*(other.kinds for other in others)) if others else frozenset()
    if any(other.heading == one.heading and other.group != one.group for other in others):
        return "output", ""
    if OURS.search(one.heading) or ("output" in said and not said & {"truth", "degraded"}):
        return "output", ""
    if "prompt" in said and "source" not in said and not (part_of(one.heading) and "degraded" in beside):
        return "prompt_audio", ""
    if "truth" in said:
        return "reference", ""
    if "degraded" in said and not _lacks(one, others):
        return "audio", ""
    if "degraded" in said or (said & {"source"} and _lacks(one, others)):
        return (
            "prompt_audio",
            f"'{one.heading}' is missing where there are outputs, so it cannot be what was processed",
        )
    return _by_neighbours(one, all_, beside, context)


def _by_neighbours(
    one: Series, all_: Sequence[Series], beside: frozenset[str], context: TableContext
) -> tuple[str, str]:
    """The role of a series whose heading alone says little."""
    said = one.kinds
    if "reference" in said:
        return _reference(one, beside, context)
    if "target" in said:
        return _target(one, all_, beside, context)
    if "source" in said:
        return _source(one, beside)
    if "instruction" in said:
        return "audio", ""
    return ("reference" if "recording" in said else "output"), ""


def _lacks(one: Series, others: Sequence[Series]) -> bool:
    """Whether some example has clips of others but none of this."""
    for at, cell in enumerate(one.cells):
        if not cell.clips and any(at < len(other.cells) and other.cells[at].clips for other in others):
            return True
    return False


def _target(
    one: Series, all_: Sequence[Series], beside: frozenset[str], context: TableContext
) -> tuple[str, str]:
    if "degraded" in beside or "truth" in kinds(one.group):
        return "reference", ""
    words = " ".join((context.about, *(other.heading for other in all_)))
    converts = "source" in beside and not context.told and _CONVERTS.search(words)
    return (
        "prompt_audio" if converts else "reference",
        f"is '{one.heading}' the ground truth, or a target speaker?",
    )


def _reference(one: Series, beside: frozenset[str], context: TableContext) -> tuple[str, str]:
    if "degraded" in beside:
        return "reference", ""
    if "source" in beside:
        return "prompt_audio", f"is '{one.heading}' the voice to convert to, or the ground truth?"
    doubt = f"is '{one.heading}' the voice to speak with, or the ground truth?"
    if context.told or "truth" in beside:
        return "prompt_audio", doubt
    return "reference", doubt if context.voices else ""


def _source(one: Series, beside: frozenset[str]) -> tuple[str, str]:
    if "degraded" in beside:
        return "reference", ""
    original = "original" in one.heading.lower().split()
    if original and "prompt" in beside and not beside & {"truth", "source"}:
        return "reference", f"is '{one.heading}' the ground truth, or what the models got?"
    plain = original and not beside & {"truth", "target", "reference", "text"}
    return "audio", f"is '{one.heading}' what the models got, or the ground truth?" if plain else ""


def _text_roles(series: Sequence[Series], heard: Sequence[Series]) -> list[Series]:
    answers = not any(one.role == "output" for one in heard)
    found = [one.given(*_text_role(one, heard, answers=answers)) for one in series]
    found = _with_right(found)
    texts = [at for at, one in enumerate(found) if one.role == "text"]
    if len(texts) > 1:
        for at, role in _several_texts([found[at] for at in texts], heard).items():
            found[texts[at]] = found[texts[at]].given(role)
    return found


def _with_right(series: list[Series]) -> list[Series]:
    """The series, with one called "Answer" beside those of systems as what is right."""
    outputs = [one for one in series if one.role == "output"]
    right = [one for one in outputs if _ANSWER.fullmatch(one.heading.strip())]
    if len(outputs) == len(right):
        return series
    return [
        one.given("reference", f"is '{one.heading}' the right one, or a model's?") if one in right else one
        for one in series
    ]


def _text_role(one: Series, heard: Sequence[Series], *, answers: bool) -> tuple[str, str]:
    said = one.kinds
    if not one.words:
        return ("text" if "text" in said and not answers else "", "")
    if _numbers(one):
        return "title", ""
    if said <= NAMED and said:
        return next(iter(said)), ""
    if answers and heard:
        return _answer_role(one)
    if "prompt" in said and "text" in said and any(other.role == "prompt_audio" for other in heard):
        return "prompt_text", ""
    if "text" in said and all(_NAME.fullmatch(text) for text in one.words):
        return "title", ""
    long = are_sentences(one.words)
    if "instruction" in said and long:
        return "prompt", ""
    if "text" in said or (long and "prompt" in said):
        return "text", ""
    if long:
        return "text", f"are the words under '{one.heading}' what is to be said?"
    return ("title" if said & {"id"} or not one.heading else "tag"), ""


def _numbers(one: Series) -> bool:
    named = not one.heading or one.kinds & {"id"}
    return bool(named) and all(map(is_number, one.words))


def _answer_role(one: Series) -> tuple[str, str]:
    """The role of words where no clip is an output: then words are."""
    said = one.kinds
    if said & {"instruction", "prompt"}:
        return "prompt", ""
    if said & {"truth", "reference", "target"} or ("text" in said and not said & {"output"}):
        return "reference", ""
    if "id" in said and not any(map(is_sentence, one.words)):
        return "title", ""
    return "output", ""


def _several_texts(series: Sequence[Series], heard: Sequence[Series]) -> dict[int, str]:
    """Which of several texts is to be said, which belongs to the input, which only names the example."""
    roles: dict[int, str] = {}
    brief = [at for at, one in enumerate(series) if one.words and not any(map(is_sentence, one.words))]
    if brief and len(brief) < len(series):
        roles |= dict.fromkeys(brief, "tag")
    rest = [at for at in range(len(series)) if at not in roles]
    if len(rest) > 1 and any(one.role == "audio" for one in heard):
        named = [at for at in rest if "source" in series[at].kinds]
        roles[(named or rest)[0]] = "source_text"
    rest = [at for at in rest if at not in roles]
    return roles | dict.fromkeys(rest[:-1], "prompt")
