"""The values that templates print: frozen, complete, named as the macros that print them.

Invariants: addresses are relative and percent-encoded; ids are valid and unique on the page; a `Markup` is
sanitised; every other string is plain text, escaped when printed; an empty string or tuple prints nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from markupsafe import Markup, escape

from soundcase.text.language import Run
from soundcase.values import dataclass

NO_MARKUP = Markup()
_NO_NAME = re.compile(r"[\s/>=]", re.ASCII)
Verdict = Literal["", "found", "added", "missed", "undecided"]


@dataclass(frozen=True, slots=True)
class Text:
    """An author's or model's words, with the language of the whole and of its foreign runs."""

    text: str
    runs: tuple[Run, ...]
    lang: str | None = None
    dir: str | None = None
    """Where its direction has to be said: `ltr`, `rtl`, or `auto` for what changes it. It then is isolated."""

    def __html__(self) -> str:
        """The words as they stand on a page: no blank is added, foreign runs carry their language."""
        return "".join(map(_run, self.runs))

    @property
    def attributes(self) -> Markup:
        """Language and direction of the element that holds the words."""
        return attributes({"lang": self.lang, "dir": self.dir}) if self.lang or self.dir else NO_MARKUP

    @property
    def attributes_or_auto(self) -> Markup:
        """The same; the browser finds a direction that is not said."""
        return attributes({"lang": self.lang, "dir": self.dir or "auto"})


def attributes(values: Mapping[str, object]) -> Markup:
    """Attributes of an element as Jinja's filter `xmlattr` writes them; none for what is None."""
    written = (f' {_name(name)}="{escape(value)}"' for name, value in values.items() if value is not None)
    return Markup("".join(written))  # noqa: S704 - names are checked, values are escaped


@lru_cache
def _name(name: str) -> str:
    if _NO_NAME.search(name):
        raise ValueError(name)
    return escape(name)


def _run(run: Run) -> str:
    if run.markup:
        return run.markup
    if run.lang:
        return f"<span{attributes({'lang': run.lang, 'dir': run.dir})}>{escape(run.text)}</span>"
    return escape(run.text)


@dataclass(frozen=True, slots=True)
class Waveform:
    """A waveform, as the `viewBox` and the path of a picture."""

    view_box: str
    path: str


@dataclass(frozen=True, slots=True)
class Original:
    """The download of what the authors gave."""

    href: str
    mime: str
    file: str
    """The name that the download gets."""
    name: str
    """`Original: WAV, 346 kB`."""
    text: str
    """`WAV`; empty where the task says it of all its clips."""


@dataclass(frozen=True, slots=True)
class ClipVersion:
    """The same clip in another format."""

    href: str
    mime: str
    format: str
    """`FLAC · 16 kHz · mono · 3.2 dB quieter`, without what all clips of the task have."""
    gain: str = ""
    """dB, never above 0, that bring it to the loudness of its row's quietest; empty where it has none."""


@dataclass(frozen=True, slots=True)
class AxisMark:
    """One label of an axis."""

    place: str
    """From the upper edge, in per cent of the height."""
    text: str


@dataclass(frozen=True, slots=True)
class Spectrogram:
    """The picture of a clip's spectrum over time, and its axes."""

    src: str
    width: int
    height: int
    alt: str
    hertz: tuple[AxisMark, ...]
    """From low to high."""
    times: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clip:
    """One audio file in one place: what is played, and what is known of it."""

    href: str
    mime: str
    seconds: str
    """Duration in seconds, as `sounds.exact` writes it."""
    details: str
    """Duration and format for people: `7.6 s · FLAC`."""
    name: str
    """Says which clip this is; no other clip of the page has the same."""
    what: str
    """The end of its name: what it is within its example."""
    loudness: str = ""
    """LUFS; empty where it is not known."""
    gain: str = ""
    """dB, never above 0, that bring the clip to the loudness of its row's quietest; empty without loudness."""
    unmatched: str = ""
    """Why there is no gain."""
    wave: Waveform | None = None
    original: Original | None = None
    """Where something made from it is played."""
    others: tuple[ClipVersion, ...] = ()
    """For browsers that do not play the clip's format, in the author's order."""
    otherwise: str = ""
    """The same, and the original where browsers play it, for the script: JSON; empty where there is no need."""
    spectrogram: Spectrogram | None = None


@dataclass(frozen=True, slots=True)
class PictureView:
    """One picture, as large as it is shown at most; browsers keep that place before it is here."""

    src: str
    width: int
    height: int
    alt: str
    enlarge: str = ""
    """The name of the link to the picture alone."""


@dataclass(frozen=True, slots=True)
class VideoView:
    """One video file."""

    src: str
    mime: str
    name: str
    details: str
    """Duration and format for people: `7.6 s · MP4`."""
    seconds: str = ""
    """Duration in seconds, as `sounds.exact` writes it; empty where it is not known."""
    width: int = 0
    height: int = 0
    poster: str = ""
    what: str = ""
    """The name without that of its example."""
    gain: str = ""
    """dB that match it to the quietest of its example; empty where its loudness is not known."""
    unmatched: str = ""
    """Why there is no gain, of one with sound."""


@dataclass(frozen=True, slots=True)
class Label:
    """One class, and what the comparison says about it."""

    text: Text
    verdict: Verdict
    word: str
    score: str = ""
    """How sure the system is of it, where that is given."""


@dataclass(frozen=True, slots=True)
class MeanData:
    """The attributes of an average in the page contract."""

    part: str
    """`output`, or what else of the examples was scored."""
    model: str
    score: str
    piece: str
    """Which of several pieces; empty for all of them together."""
    group: str
    """Of the examples; empty for all of them."""
    value: str
    n: str
    """Over how many examples it is, or over how many words or characters where it is pooled."""
    low: str = ""
    high: str = ""
    """The ends of its 95 % confidence interval over the examples; empty where these are few."""
    by: str = ""
    """The key of the tag of which `group` is a value; empty where it is a group."""
    given: bool = False
    """Whether the authors give it, of a whole test set."""

    @property
    def attributes(self) -> Mapping[str, str | None]:
        """Names and values, as a page has them."""
        told = {
            "result" if self.given else "average": self.part,
            "model": self.model,
            "score": self.score,
            "piece": self.piece,
            "by": self.by,
            "group": self.group,
            "value": self.value,
            "n": self.n,
            "low": self.low,
            "high": self.high,
        }
        return {f"data-{name}": value or None for name, value in told.items()}


@dataclass(frozen=True, slots=True)
class DifferenceData:
    """The attributes of a paired difference in the page contract: of a system of ours less another."""

    model: str
    other: str
    score: str
    piece: str
    value: str
    low: str
    high: str
    wins: str
    ties: str
    losses: str

    @property
    def attributes(self) -> Mapping[str, str | None]:
        """Names and values, as a page has them."""
        told = {
            "difference": self.other,
            "model": self.model,
            "score": self.score,
            "piece": self.piece,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "wins": self.wins,
            "ties": self.ties,
            "losses": self.losses,
        }
        return {f"data-{name}": value or None for name, value in told.items()}


@dataclass(frozen=True, slots=True)
class ScoreView:
    """One number given with an output, or an average of such."""

    name: Text
    value: str
    unit: Text | None
    arrow: str
    better: str
    best: str = ""
    """The word for the best of its row or column; empty for the others."""
    interval: str = ""
    """Half the width of its 95 % confidence interval."""
    count: str = ""
    """Over how many ratings it is: `n = 30`; of an average, over how much, where others are over more."""
    mean: MeanData | DifferenceData | None = None
    """Of an average, or of a difference of two."""


@dataclass(frozen=True, slots=True)
class ReasoningView:
    """The reasoning before an answer."""

    title: str
    """`Reasoning · 812 words`."""
    text: Text
    markup: Markup = NO_MARKUP
    """Printed in place of the text, where that is Markdown."""


@dataclass(frozen=True, slots=True)
class PieceView:
    """One piece of media. `output` (a model id) or `role` says what it is in the page contract."""

    output: str | None = None
    role: str | None = None
    label: Text | None = None
    text: Text | None = None
    markup: Markup = NO_MARKUP
    """Printed in place of the text, where that is Markdown."""
    fold: str = ""
    """`Show all · 5,310 characters` under a long text, of which the beginning is seen; empty where all is."""
    reasoning: ReasoningView | None = None
    differences: str | None = None
    """Where the text departs from its reference, for the script; empty where it does not, None without one."""
    labels: tuple[Label, ...] | None = None
    """None where no labels were asked for; empty where none were given."""
    missed: tuple[Label, ...] = ()
    chosen: Label | None = None
    """The choice that the text was read as."""
    clip: Clip | None = None
    picture: PictureView | None = None
    video: VideoView | None = None
    scores: tuple[ScoreView, ...] = ()
    note: Markup = NO_MARKUP


CellPlace = Literal["tag", "before", "answer", "after"]
"""What an example is, what the systems got, what they gave, what is right."""


HeadingId = tuple[str, str]
"""Place and key of a heading."""


def spoken_group(group: str, name: str) -> str:
    """The group of a system before its name; empty where the name begins with it."""
    return "" if name.casefold().startswith(group.casefold()) else group


@dataclass(frozen=True, slots=True)
class CellHeading:
    """Over a cell: the name of a system or of a part of the examples."""

    place: CellPlace
    key: str
    """The model id, the role, or the tag."""
    text: Text
    plain: str
    group: str = ""
    ours: str = ""
    """The word that marks our own system; empty for the others."""
    column: str = ""
    """The name before a cell where the table's head is not seen."""
    meta: Text | None = None
    """The other facts of a system, in small print."""
    label: Text | None = None
    """Where a column or row is one of several of the same heading: the stem, iteration or speaker it is for."""
    number: bool = False
    """All cells below are numbers."""
    starts: bool = False
    """The first of several columns of one heading, or the first after these."""

    over: Text | None = None
    """The group as it is printed."""
    colour: str = ""
    """Which of the theme's colours a system has, and which mark: `3`, `3-2`; empty for a part."""

    @property
    def called(self) -> str:
        """The name of a cell that stands alone."""
        group = spoken_group(self.group, self.plain)
        return " · ".join(filter(None, (group, self.plain, self.label.text if self.label else "")))

    @property
    def column_id(self) -> tuple[str, str, str]:
        """The identity of this column among all others."""
        return self.place, self.key, self.label.text if self.label else ""

    @property
    def heading_id(self) -> HeadingId:
        """The identity of this heading among others, whatever it is called."""
        return self.place, self.key
