"""Three conversations between a user and an assistant, as a whole and answer by answer.

The whole clip holds what the user says and what an assistant should have answered; the answers of the two
systems that speak come as clips of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from stand_ins.level import levelled
from stand_ins.signals import Signal
from stand_ins.speech import Spoken, said

HZ = 16_000
PAUSE_SECONDS = 0.15


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question, the right answer, and what each system said."""

    asked: str
    right: str
    relay: str
    parley: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """Exchanges in one language between two voices."""

    user: str
    assistant: str
    exchanges: tuple[Exchange, ...]


CONVERSATIONS: Mapping[str, Conversation] = MappingProxyType(
    {
        "museum": Conversation(
            "en-us+m3",
            "en-gb+f2",
            (
                Exchange(
                    "Is the museum open on Monday?",
                    "No, it opens again on Tuesday at ten.",
                    "Yes, on Sunday from ten.",
                    "No, it opens again on Tuesday at ten.",
                ),
                Exchange(
                    "And how do I get there?",
                    "Take tram five to the harbour.",
                    "Take the train to the harbour.",
                    "Take tram five as far as the harbour.",
                ),
            ),
        ),
        "recipe": Conversation(
            "en-gb+f3",
            "en-us+m7",
            (
                Exchange(
                    "How long do I bake the bread?",
                    "Forty minutes, at two hundred degrees.",
                    "Fourteen minutes, at two hundred degrees.",
                    "About forty minutes, at two hundred degrees.",
                ),
                Exchange(
                    "I have no oven.",
                    "Then use a heavy pan with a lid.",
                    "Bake it in the oven for fourteen minutes.",
                    "Then use a heavy pan with a lid.",
                ),
            ),
        ),
        "weather": Conversation(
            "cmn-latn-pinyin+m3",
            "cmn-latn-pinyin+f2",
            (
                Exchange(
                    "明天会下雨吗？", "上午有小雨，下午转晴。", "明天是晴天。", "上午有小雨，下午会转晴。"
                ),
                Exchange("那我要带伞吗？", "早上出门最好带一把。", "不用带伞。", "早上出门最好带一把伞。"),
            ),
        ),
    }
)


def _voiced(voice: str, words: str) -> Signal:
    return levelled(said(Spoken(voice, words, rate=178), HZ), HZ)


def pieces(name: str) -> list[Signal]:
    """What is said in turn, the pause after it included."""
    talk = CONVERSATIONS[name]
    words = [
        (voice, text)
        for exchange in talk.exchanges
        for voice, text in ((talk.user, exchange.asked), (talk.assistant, exchange.right))
    ]
    return [np.pad(_voiced(voice, text), (0, round(PAUSE_SECONDS * HZ))) for voice, text in words]


def starts(name: str) -> list[float]:
    """When each turn begins, in seconds."""
    return [float(end) / HZ for end in np.cumsum([0, *(piece.size for piece in pieces(name))])[:-1]]


def _whole(name: str) -> Callable[[], Signal]:
    return lambda: np.concatenate(pieces(name))


def _right(name: str, turn: int) -> Callable[[], Signal]:
    talk = CONVERSATIONS[name]
    return lambda: _voiced(talk.assistant, talk.exchanges[turn].right)


def _relay(name: str, turn: int) -> Callable[[], Signal]:
    """A stranger's voice on nearly one note."""
    talk = CONVERSATIONS[name]
    voice = talk.assistant.replace("+f2", "+f5").replace("+m7", "+m2")
    words = talk.exchanges[turn].relay
    return lambda: said(Spoken(voice, words, rate=165, pitch=35, lively=20), HZ)


def _parley(name: str, turn: int) -> Callable[[], Signal]:
    """The assistant's own voice, livelier."""
    talk = CONVERSATIONS[name]
    words = talk.exchanges[turn].parley
    return lambda: said(Spoken(talk.assistant, words, rate=176, lively=130), HZ)


def _answers(name: str) -> dict[str, Callable[[], Signal]]:
    ways = {"reference": _right, "relay": _relay, "parley": _parley}
    return {
        f"{name}-{turn + 1}-{way}.mp3": made(name, turn)
        for turn in range(len(CONVERSATIONS[name].exchanges))
        for way, made in ways.items()
    }


CLIPS: Mapping[str, Callable[[], Signal]] = MappingProxyType(
    {f"{name}.mp3": _whole(name) for name in CONVERSATIONS}
    | {file: make for name in CONVERSATIONS for file, make in _answers(name).items()}
)
"""File → its samples, before the level is set."""
