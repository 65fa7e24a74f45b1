"""Projects as large as those that laboratories publish, made from nothing but this code.

python tests/real_sizes.py codec FOLDER     14 systems, 20 utterances, MUSHRA and ViSQOL with their intervals
python tests/real_sizes.py answers FOLDER   5 models that reason at length, 30 examples in three languages
python tests/real_sizes.py tasks FOLDER     10 tasks of 100 examples of all kinds, over many pages

Rule 1: two runs write the same bytes. Rule 2: systems, scores and answers are invented; clips are brief sounds.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any
from zlib import crc32

import numpy as np
import soundfile
import yaml
from numpy.typing import NDArray

from real_kinds import KINDS, SENTENCES, SYSTEMS
from real_texts import TONGUES, answer, runaway, thought

HZ = 16_000
SECONDS = 1.2
Samples = NDArray[np.float64]
Written = dict[str, Any]

CITATION = """\
@inproceedings{somebody2026sizes,
  title     = {A Page as Large as Pages Are},
  author    = {Somebody, Ada and Nobody, Ben},
  booktitle = {Proceedings of a Conference That Never Was},
  year      = {2026},
}
"""


ABSTRACT = """\
This page presents {}. Earlier work reports averages over a test set and shows the few examples in which it \
does well; here every system is heard on the same examples, which were drawn by chance before anybody had \
listened. We find that the order of the systems depends on the material more than on the measure, that \
intervals overlap more often than tables of averages suggest, and that what listeners object to most is \
seldom what training has minimised. Code, weights and all ratings are published.
"""


@dataclass(frozen=True, slots=True)
class Project:
    """The folder of a project, and the chance by which its content is made."""

    folder: Path
    chance: Random

    def catalogue(self, catalogue: Mapping[str, Any], tasks: Mapping[str, Written]) -> None:
        """Write the catalogue and its tasks; the examples of a task go into a file of their own, one a line."""
        examples = self.folder / "examples"
        examples.mkdir(parents=True, exist_ok=True)
        self._yaml(examples / "catalogue.yaml", catalogue)
        for name, task in tasks.items():
            lines = [json.dumps(one, ensure_ascii=False) + "\n" for one in task["examples"]]
            (examples / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
            rest = {key: value for key, value in task.items() if key != "examples"}
            self._yaml(examples / f"{name}.yaml", {**rest, "examples_from": f"{name}.jsonl"})

    def clip(self, name: str, samples: Samples) -> str:
        """Write a clip, at the loudness that all have and in a hiss as of a room; its name."""
        folder = self.folder / "data" / "audio"
        folder.mkdir(parents=True, exist_ok=True)
        level = samples * 0.07 / np.sqrt(np.mean(samples**2))
        level += 0.003 * np.random.RandomState(crc32(name.encode())).standard_normal(level.size)
        soundfile.write(folder / name, np.round(np.clip(level, -0.9, 0.9) * 1024) / 1024, HZ)
        return name

    @staticmethod
    def _yaml(path: Path, content: Mapping[str, Any]) -> None:
        path.write_text(yaml.safe_dump(dict(content), allow_unicode=True, sort_keys=False), encoding="utf-8")


# Sounds


def utterance(number: int, seconds: float = SECONDS) -> Samples:
    """Something like speech: syllables of a buzz with a melody, through two moving formants."""
    chance = np.random.RandomState(number)
    t = np.arange(round(seconds * HZ)) / HZ
    melody = chance.uniform(95, 230) * (1 + 0.15 * np.sin(2 * np.pi * (0.5 + number % 3 / 2) * t))
    phase = 2 * np.pi * np.cumsum(melody) / HZ
    formants = [
        chance.uniform(*span) * (1 + 0.2 * np.sin(2 * np.pi * 2 * t)) for span in ((350, 800), (1200, 2600))
    ]
    voice = np.zeros_like(t)
    for harmonic in range(1, 64):
        near = sum(1 / (1 + ((harmonic * melody - formant) / 200) ** 2) for formant in formants)
        voice += near * np.sin(harmonic * phase)
    syllables = np.abs(np.sin(np.pi * chance.uniform(2.5, 4.5) * t)) ** 0.7
    ends = np.minimum(1, np.minimum(t, t[::-1]) / 0.03)
    return np.asarray((voice * syllables + 0.004 * chance.standard_normal(t.size)) * ends)


def coded(sound: Samples, hz: float, grain: float, number: int) -> Samples:
    """The sound as a codec leaves it: less above a frequency, and a noise that follows it."""
    spectrum = np.fft.rfft(sound) / (1 + (np.fft.rfftfreq(sound.size, 1 / HZ) / hz) ** 2)
    rough = np.random.RandomState(number).standard_normal(sound.size)
    return np.fft.irfft(spectrum, sound.size) * (1 + grain * rough)


# A codec


@dataclass(frozen=True, slots=True)
class Codec:
    """A codec at a bitrate, and how well it is rated."""

    key: str
    name: str
    bitrate: float
    codebooks: int
    quality: float
    ours: bool = False


CODECS = (
    Codec("harrier-1.5", "Harrier", 1.5, 2, 38),
    Codec("tokenwave-1.5", "TokenWave streaming v2", 1.5, 1, 52),
    Codec("ours-1.5", "Larkspur", 1.5, 1, 66, ours=True),
    Codec("harrier-3", "Harrier", 3, 4, 51),
    Codec("pebble-3", "Pebble-HiFi 24 kHz (re-trained)", 3, 4, 59),
    Codec("tokenwave-3", "TokenWave streaming v2", 3, 2, 63),
    Codec("ours-3", "Larkspur", 3, 2, 76, ours=True),
    Codec("harrier-6", "Harrier", 6, 8, 64),
    Codec("pebble-6", "Pebble-HiFi 24 kHz (re-trained)", 6, 8, 71),
    Codec("tokenwave-6", "TokenWave streaming v2", 6, 4, 74),
    Codec("ours-6", "Larkspur", 6, 4, 85, ours=True),
    Codec("classic-12", "Classic", 12, 0, 70),
    Codec("harrier-12", "Harrier", 12, 16, 78),
    Codec("ours-12", "Larkspur", 12, 8, 90, ours=True),
)

GROUPS = ("Read speech", "Conversation in a café", "Mandarin", "Singing")


def codec(project: Project) -> None:
    """A page of one wide task: a column for each codec at a bitrate, a row for each utterance."""
    models = {
        one.key: {
            "name": one.name,
            "group": f"{one.bitrate:g} kbit/s",
            "meta": {"codebooks": str(one.codebooks)} if one.codebooks else {"kind": "signal processing"},
            "ours": one.ours,
        }
        for one in CODECS
    }
    task = {
        "title": "Reconstruction of speech and singing",
        "description": "Twenty utterances that no codec has seen; five of each kind, rated in one test.",
        "selection": "20 of 1,200 utterances of the test set, five of each condition, random with seed 11",
        "output": "audio",
        "scores": {"MUSHRA": {"better": "higher"}, "ViSQOL": {"better": "higher"}},
        "examples": [_coded_example(project, number) for number in range(20)],
    }
    page = {
        "title": "Larkspur: One Codebook Is Enough for Speech at 1.5 kbit/s",
        "subtitle": "Neural speech coding from 1.5 to 12 kbit/s",
        "hero": "1",
        **_head(
            "a streaming codec with a single codebook and asks how far bitrate can fall before listeners mind"
        ),
        "models": models,
        "media": {"encode": "original", "keep_lossless": True},
        "sections": [{"title": "Listening examples", "tasks": ["reconstruction.yaml"]}],
        "citation": CITATION,
    }
    project.catalogue(page, {"reconstruction": task})


def _coded_example(project: Project, number: int) -> Written:
    sound, chance = utterance(number), project.chance
    outputs = {}
    for place, one in enumerate(CODECS):
        heard = coded(sound, 1500 + 500 * one.bitrate, (100 - one.quality) / 160, 100 * number + place)
        rating = min(99.0, one.quality - 4 * (number // 5) + chance.uniform(-6, 6))
        clip = project.clip(f"{number + 1:02}-{one.key}.flac", heard)
        outputs[one.key] = {"audio": clip, "scores": _rated(chance, rating)}
    original = project.clip(f"{number + 1:02}-original.flac", sound)
    return {
        "group": GROUPS[number // 5],
        "tags": {"speaker": f"{'FM'[number % 2]}{1 + number // 2}", "PESQ": f"{4.6 - chance.random() / 2:.2f}"},
        "text": SENTENCES[number % 5],
        "reference": {"label": "Original", "audio": original, "scores": _rated(chance, 97.5)},
        "outputs": outputs,
    }


def _rated(chance: Random, rating: float) -> Written:
    similar = min(4.8, 1.2 + rating / 28 + chance.uniform(-0.15, 0.15))
    return {
        "MUSHRA": {"value": round(rating, 1), "ci": round(chance.uniform(1.5, 4.5), 1), "n": 24},
        "ViSQOL": {"value": round(similar, 2), "ci": round(chance.uniform(0.03, 0.12), 2), "n": 5},
    }


def _head(about: str) -> Written:
    """Authors, abstract and links, as a paper has them."""
    return {
        "notice": "**Made up.** Systems, answers and scores of this page are invented, to see it at its size.",
        "authors": [
            {"name": "Ada Somebody", "affiliations": ["Institute of Sound", "Coast University"], "equal": True},
            {"name": "Ben Nobody", "affiliations": "Institute of Sound", "equal": True},
            {"name": "Chiara Qualcuno", "affiliations": "Coast University"},
            {"name": "Daiki Dareka", "affiliations": "Laboratory for Listening"},
        ],
        "abstract": ABSTRACT.format(about),
        "links": [
            {"label": "Paper", "url": "https://example.org/paper"},
            {"label": "Code", "url": "https://example.org/code"},
            {"label": "Models", "url": "https://example.org/models"},
            {"label": "Data", "url": "https://example.org/data"},
        ],
    }  # fmt: skip


# Answers at length


LISTENERS = {
    "hearsay": {"name": "Hearsay-7B", "meta": {"size": "7 B"}},
    "hearsay-think": {"name": "Hearsay-7B-Thinking", "meta": {"size": "7 B"}},
    "otter": {"name": "Otter-Audio-30B-A3B", "meta": {"size": "30 B"}},
    "whorl": {"name": "Whorl 2 Flash", "meta": {"size": "unknown"}},
    "ours": {"name": "Conch-8B", "meta": {"size": "8 B"}, "ours": True},
}
CHOICES = ("a dog", "an engine", "rain", "a kettle")


def answers(project: Project) -> None:
    """A page of long answers with what was thought before them: open questions, and multiple choice."""
    numbers = range(30)
    examples = [_open(project, number) for number in numbers[:20]]
    examples[6]["outputs"]["otter"] = {"text": _ramble(project)}
    tasks = {
        "describe": {
            "title": "Describe and locate",
            "description": "Open questions in three languages; every answer as it was given.",
            "selection": "20 of 500 recordings, random with seed 5",
            "examples": examples,
        },
        "choose": {
            "title": "Which sound is it?",
            "description": "Four choices; the letter of the last line counts.",
            "prompt": "Which sound is heard first?\n" + "\n".join(map("{}. {}".format, "ABCD", CHOICES)),
            "output": "labels",
            "examples": [_choice(project, number) for number in numbers[20:]],
        },
    }
    page = {
        "title": "Conch: Listening Before Answering",
        "subtitle": "An audio language model that reasons about what it hears",
        "hero": "describe--1",
        **_head("an audio language model that reasons before it answers, beside four of up to 30 B parameters"),
        "models": LISTENERS,
        "sections": [
            {"title": "Open questions", "tasks": ["describe.yaml"]},
            {"title": "Multiple choice", "tasks": ["choose.yaml"]},
        ],
        "citation": CITATION,
        "rules": {
            "page-weight": {"severity": "off", "reason": "Answers are shown whole, and travel compressed."}
        },
    }
    project.catalogue(page, tasks)


def _open(project: Project, number: int) -> Written:
    language = list(TONGUES)[number % 3]
    tongue, chance = TONGUES[language], project.chance
    outputs = {}
    for model in LISTENERS:
        longest = 2400 if language == "Chinese" else 7000
        thoughts = thought(chance, tongue, chance.randint(longest // 4, longest))
        outputs[model] = _thinking(thoughts, answer(chance, tongue, chance.randint(120, 900)))
    return {
        "prompt": tongue.question,
        "tags": {"language": language},
        "audio": project.clip(f"{number + 1:02}.flac", utterance(500 + number)),
        "reference": answer(chance, tongue, 160),
        "outputs": outputs,
    }


def _choice(project: Project, number: int) -> Written:
    tongue, chance = TONGUES["English"], project.chance
    right = chance.choice("ABCD")
    outputs = {}
    for model in LISTENERS:
        letter = right if chance.random() < 0.6 else chance.choice("ABCD")
        thoughts = thought(chance, tongue, chance.randint(2000, 6000))
        outputs[model] = _thinking(thoughts, f"The answer is {letter}.") | {"labels": letter}
    audio = project.clip(f"{number + 1:02}.flac", utterance(500 + number))
    return {"audio": audio, "labels": right, "outputs": outputs}


def _thinking(thoughts: str, said: str) -> Written:
    return {"text": said, "reasoning": thoughts}


def _ramble(project: Project) -> str:
    return runaway(project.chance, TONGUES["English"], 24_000)


# Many tasks


def tasks(project: Project) -> None:
    """A site of ten tasks with a hundred examples each, fifty on a page."""
    pool = [project.clip(f"{number:02}.flac", utterance(900 + number, 0.9)) for number in range(24)]
    made = {
        name: {
            "title": kind.title,
            **kind.head,
            "examples": [
                kind.example(project.chance, number, project.chance.sample(pool, 8)) for number in range(100)
            ],
        }
        for name, kind in KINDS.items()
    }
    page = {
        "title": "Conch on Ten Tasks",
        "hero": "synthesis--1",
        **_head("one model for ten tasks of listening and speaking, beside three others"),
        "models": SYSTEMS,
        "pages": "task",
        "per_page": 50,
        "sections": [
            {"title": "Understanding", "tasks": [f"{name}.yaml" for name in list(KINDS)[:4]]},
            {"title": "Making sound", "tasks": [f"{name}.yaml" for name in list(KINDS)[4:9]]},
            {"title": "Conversation", "tasks": ["dialogue.yaml"]},
        ],
        "citation": CITATION,
    }  # fmt: skip
    project.catalogue(page, made)


PROJECTS: Mapping[str, Callable[[Project], None]] = MappingProxyType(
    {"codec": codec, "answers": answers, "tasks": tasks}
)


def write(name: str, folder: Path) -> Path:
    """Write the project of this name; its folder."""
    PROJECTS[name](Project(folder, Random(name)))
    return folder


def main(arguments: Sequence[str]) -> int:
    """Write what is asked for; 2 where it is not known."""
    if len(arguments) != 2 or arguments[0] not in PROJECTS:
        sys.stderr.write(__doc__ or "")
        return 2
    write(arguments[0], Path(arguments[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
