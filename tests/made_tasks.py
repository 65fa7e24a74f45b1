"""Tasks made by chance, with all that their pages have in common: columns, labels, scores, groups."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from drawn import HERE, catalogue, example, facts, media, played_clip, sound, task
from soundcase.choice import lettered
from soundcase.facts import PlayedClip
from soundcase.model import Catalogue, Example, Media, Prompt, Score, Section, SourcePath, Task, Turn
from soundcase.scores import ScoreValue

CLIPS = tuple(f"{number}.wav" for number in range(5))
WORDS = ["a", "cat", "sat", "on", "the", "mat", "猫", "говорит", "שלום", "{漢|かん}", "$x^2$", "dog"]
NUMBERS = (1, 2.5, 3.25, 0.12345678901, 1e-7, 1e18, 4, 2.50001, -0.0, 7)
CLASSES = ("Dog", "Cat", "Splash, splatter", "Splash and splatter")
DEFAULTS = SourcePath("examples/defaults.yaml")


def clips(chance: Random) -> dict[str, PlayedClip]:
    """Every clip, most of them alike."""
    return {
        name: played_clip(
            name,
            facts(name, rate=chance.choice((16000, 16000, 44100)), sound=chance.choice((None, sound(-20.0)))),
            derived=chance.random() < 0.4,
        )
        for name in CLIPS
    }


def site(chance: Random) -> Catalogue:
    """One to three tasks in two sections."""
    tasks = [_task(chance, f"t{number}") for number in range(chance.randint(1, 3))]
    cut = chance.randint(0, len(tasks))
    sections = (
        Section(HERE, "Speech", _prose(chance), tuple(tasks[:cut])),
        Section(HERE, chance.choice(("Speech", "More")), "", tuple(tasks[cut:])),
    )
    return catalogue(
        sections=sections,
        description=_prose(chance),
        citation=chance.choice(("", "@x")),
        math=chance.random() < 0.5,
        language=chance.choice(("en", "zh", "ar")),
    )


def _task(chance: Random, key: str) -> Task:
    names = chance.choice(((), ("MOS",), ("MOS", "SIM"), ("WER", "MOS")))
    scores = tuple(
        Score(
            name,
            chance.choice(("higher", "lower")),
            measure="wer" if name == "WER" else "",
            average=chance.choice(("pooled", "mean", "none") if name == "WER" else ("mean", "none")),
        )
        for name in names
    )
    made = task(
        id=key,
        title=chance.choice(("Timbre", key)),
        description=_prose(chance),
        output=chance.choice(("text", "labels", "audio")),
        layout=chance.choice(("cards", "table", "transposed")),
        tags=chance.choice(("chips", "columns")),
        label_match=chance.choice(("exact", "audioset", "choice")),
        models=tuple(chance.sample(("one", "two"), chance.randint(1, 2))),
        scores=scores,
    )
    lists = chance.choice(((), (), ("one", "two"), ("{漢|かん}", "b", "c")))
    groups = chance.choice((("",), ("", "g 1"), ("g 1", "g 2", "g 3")))
    inherited = chance.choice(((), ("audio",), ("prompt", "text"), ("prompt_audio", "prompt_text")))
    examples = [_example(chance, made, lists, groups, inherited) for _ in range(chance.randint(0, 9))]
    if chance.random() < 0.7:
        examples.sort(key=lambda one: one.group)
    numbered = (replace(one, id=f"e{n}", number=n) for n, one in enumerate(examples, start=1))
    return replace(made, examples=tuple(numbered))


def _example(
    chance: Random, made: Task, lists: tuple[str, ...], groups: tuple[str, ...], inherited: tuple[str, ...]
) -> Example:
    scores = [score.name for score in made.scores if not score.measure]
    scores += ["odd"] if len(groups) > 1 else []
    reference = "audio" if made.output == "audio" else "text"
    given: dict[str, Any] = {
        "audio": _pieces(chance, "audio"),
        "text": _words(chance),
        "prompt": chance.choice((Prompt(), Prompt(None, {"one": "Listen."}))),
        "prompt_audio": _pieces(chance, "audio"),
        "prompt_text": _words(chance),
        "labels": tuple(chance.sample(CLASSES, chance.randint(0, 2))),
        "choices": chance.choice(((), lettered(CLASSES))),
        "reference": _pieces(chance, reference, scores, lists),
        "note": _prose(chance),
        "tags": {key: chance.choice(("1", "2 dB", "x")) for key in chance.sample(("snr", "lang", "z"), 2)},
        "turns": tuple(_turn(chance, made, scores, speaker) for speaker in ("U", "A", "U")),
        "title": chance.choice(("A title", _words(chance))),
    }
    given = {name: value for name, value in given.items() if chance.random() < 0.4}
    if chance.random() < 0.7:
        clip = (media(audio="0.wav"),)
        shared = {
            "audio": clip,
            "prompt_audio": clip,
            "prompt_text": "hm",
            "text": "so",
            "prompt": Prompt("Do."),
        }
        given |= {name: shared[name] for name in inherited} | {"inherited": inherited}
    outputs = {key: _pieces(chance, made.output, scores, lists) for key in made.models if chance.random() < 0.8}
    if chance.random() < 0.2:
        outputs["one"] = (replace(media("as ever", scores=_scores(chance, scores)), origin=DEFAULTS),)
    return example(group=chance.choice(groups), outputs=outputs, **given)


def _turn(chance: Random, made: Task, scores: list[str], speaker: str) -> Turn:
    outputs = {key: _pieces(chance, made.output, scores) for key in made.models if chance.random() < 0.7}
    reference = _pieces(chance, "text")
    return Turn(HERE, speaker=speaker, text=_words(chance), reference=reference, outputs=outputs, start=1.5)


def _pieces(
    chance: Random, kind: str, scores: list[str] | None = None, lists: tuple[str, ...] = ()
) -> tuple[Media, ...]:
    how = chance.random()
    labels = lists if lists and how < 0.9 else ("x", "y") if how > 0.95 else ("",)
    return () if how < 0.1 else tuple(_piece(chance, kind, label, scores or []) for label in labels)


def _piece(chance: Random, kind: str, label: str, scores: list[str]) -> Media:
    content = {
        "text": _words(chance),
        "labels": tuple(chance.sample(CLASSES, chance.randint(0, 3))),
        "audio": chance.choice(CLIPS),
    }
    note = _prose(chance) if chance.random() < 0.1 else ""
    return replace(media(label=label, note=note, scores=_scores(chance, scores)), **{kind: content[kind]})  # type: ignore[arg-type]


def _scores(chance: Random, names: list[str]) -> dict[str, float | ScoreValue]:
    return {
        name: ScoreValue(chance.choice(NUMBERS), chance.choice((None, 0.1, 2.0)), chance.choice((None, 30)))
        for name in names
        if chance.random() < 0.7
    }


def _words(chance: Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(0, 5)))


def _prose(chance: Random) -> str:
    return chance.choice(("", "Plain.", "With a note.[^1]\n\n[^1]: Here.", "See [this](#t0--e1)."))
