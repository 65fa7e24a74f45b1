"""Ten kinds of tasks: what stands at the head of each, and how one of its examples is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from types import MappingProxyType
from typing import Any

from real_texts import TONGUES, answer

Written = dict[str, Any]

SYSTEMS = {
    "base": {"name": "Baseline", "meta": {"size": "0.6 B"}},
    "large": {"name": "Baseline Large", "meta": {"size": "7 B"}},
    "other": {"name": "Second opinion"},
    "ours": {"name": "Conch", "ours": True},
}
SOUNDS = ("Dog", "Rain", "Engine", "Speech", "Bell", "Water", "Steps", "Domestic animals, pets")
ACCENTS = ("calm", "angry", "whispered")


SENTENCES = (
    "The lamps go on at six.",
    "We sailed home under a red sky.",
    "Nobody has seen the second page.",
    "Every third letter is missing.",
    "It rained all night.",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of task: what stands at its head, and what one of its examples holds."""

    title: str
    example: Callable[[Random, int, Sequence[str]], Written]
    head: Mapping[str, Any]


def _words(chance: Random, length: int = 90) -> str:
    return answer(chance, TONGUES["English"], length).split("\n\n")[0].replace("\n", " ")


def _each(give: Callable[[str, int], object], models: Sequence[str] = tuple(SYSTEMS)) -> Written:
    return {model: give(model, place) for place, model in enumerate(models)}


def _caption(chance: Random, _: int, clips: Sequence[str]) -> Written:
    return {
        "audio": clips[0],
        "reference": _words(chance, 40),
        "outputs": _each(lambda *_: _words(chance)),
    }


def _labelled(chance: Random, _: int, clips: Sequence[str]) -> Written:
    right = chance.sample(SOUNDS, 2)
    return {
        "audio": clips[0],
        "labels": right,
        "outputs": _each(
            lambda *_: {"labels": list(dict.fromkeys([chance.choice(right), chance.choice(SOUNDS)]))}
        ),
    }


def _recognised(chance: Random, _: int, clips: Sequence[str]) -> Written:
    said = _words(chance, 60)

    def heard(_: str, place: int) -> str:
        return " ".join(word for word in said.split() if chance.random() > 0.1 / (place + 1))

    return {"audio": clips[0], "reference": said, "outputs": _each(heard)}


def _translated(chance: Random, number: int, clips: Sequence[str]) -> Written:
    tongue = TONGUES[("Chinese", "Arabic")[number % 2]]
    return {
        "audio": clips[0],
        "text": _words(chance, 40),
        "reference": answer(chance, tongue, 30).split("\n")[0],
        "outputs": _each(lambda *_: answer(chance, tongue, 30).split("\n")[0]),
    }


def _rating(chance: Random, place: int) -> Written:
    return {"MOS": {"value": round(2.8 + place / 2 + chance.random() / 3, 2), "ci": 0.1, "n": 20}}


def _spoken(chance: Random, number: int, clips: Sequence[str]) -> Written:
    return {
        "group": ("Seen speakers", "Unseen speakers")[number // 50],
        "text": _words(chance, 40),
        "prompt_audio": clips[-1],
        "prompt_text": SENTENCES[number % 5],
        "outputs": _each(lambda _, place: {"audio": clips[place], "scores": _rating(chance, place)}),
    }


def _cleaned(chance: Random, number: int, clips: Sequence[str]) -> Written:
    def given(_: str, place: int) -> Written:
        return {"audio": clips[place], "scores": {"SI-SDR": round(4 + 3 * place + chance.uniform(-2, 2), 1)}}

    return {
        "group": f"SNR {10 - number // 25 * 5} dB",
        "audio": clips[4],
        "reference": clips[5],
        "outputs": _each(given),
    }


def _converted(chance: Random, number: int, clips: Sequence[str]) -> Written:
    return {
        "tags": {"style": chance.choice(ACCENTS), "pair": ("F to M", "M to F")[number % 2]},
        "audio": clips[4],
        "prompt_audio": clips[5],
        "outputs": _each(lambda _, place: clips[place]),
    }


def _parted(_: Random, number: int, clips: Sequence[str]) -> Written:
    stems = ("voice", "piano", "drums")

    def given(_: str, place: int) -> list[Written]:
        return [{"label": stem, "audio": clips[3 * place + at]} for at, stem in enumerate(stems)]

    return {"title": f"Piece {number + 1}", "audio": clips[-1], "outputs": _each(given, ("base", "ours"))}


def _talked(chance: Random, _: int, clips: Sequence[str]) -> Written:
    turns: list[Written] = []
    for turn in range(2):
        turns.append({"speaker": "User", "text": SENTENCES[chance.randrange(5)], "start": 0.6 * turn})
        turns.append({"speaker": "Assistant", "outputs": _each(lambda *_: _words(chance, 40))})
    return {"audio": clips[0], "turns": turns}


AUDIO: Written = {"output": "audio"}
KINDS = MappingProxyType(
    {
        "captions": Kind("Captions", _caption, {"prompt": "Describe the sound in a sentence."}),
        "labels": Kind("Classes of sounds", _labelled, {"output": "labels", "label_match": "audioset"}),
        "recognition": Kind("Recognition", _recognised, {"scores": {"WER": {"measure": "wer"}}}),
        "translation": Kind("Speech translation", _translated, {"prompt": "Translate what is said."}),
        "synthesis": Kind("Synthesis", _spoken, {**AUDIO, "scores": {"MOS": {"better": "higher"}}}),
        "enhancement": Kind(
            "Enhancement", _cleaned, {**AUDIO, "scores": {"SI-SDR": {"better": "higher", "unit": "dB"}}}
        ),
        "conversion": Kind("Voice conversion", _converted, {**AUDIO, "tags": "columns"}),
        "transposed": Kind("Voice conversion, turned", _converted, {**AUDIO, "layout": "transposed"}),
        "separation": Kind("Separation", _parted, AUDIO),
        "dialogue": Kind("Dialogue", _talked, {}),
    }
)
