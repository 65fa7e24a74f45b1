"""A project with one long task, for measuring how its page loads, scrolls and is searched.

python bench/scale.py FOLDER [count] [cards | table | transposed] [per page]

Two runs write the same bytes. Few clips are shared by many examples: a browser loads none of them before
a reader asks, so what is measured is the page.
"""

from __future__ import annotations

import random
import sys
import wave
from pathlib import Path

import numpy as np

RATE = 16000
CLIPS = 24
SOUNDS = (
    "Rain",
    "Thunder",
    "Wind",
    "Speech",
    "Dog",
    "Bird",
    "Engine",
    "Music",
    "Bell",
    "Water",
    "Steps",
    "Door",
)
WORDS = """a the slow distant bright quiet heavy loud soft low high clear muffled rough steady falling rising
far close voice engine street garden kitchen window train crowd child river storm piano guitar drum whistle hum
echo begins fades returns repeats stops continues behind over under beside during after before with"""
PLACES = ("street", "forest", "home", "studio")
HEAD = """\
title: {count} sounds, three systems
models:
  small: {{name: Listener Small, meta: {{size: 0.6 B}}}}
  large: {{name: Listener Large, meta: {{size: 7 B}}}}
  ours: {{name: Our Listener, ours: true, meta: {{size: 3 B}}}}
per_page: {per_page}
sections:
  - title: Captions
    tasks: [sounds.yaml]
"""
TASK = """\
title: Every sound of the test
output: labels
layout: {layout}
prompt: Describe the sound in a sentence and name its classes.
examples:
"""
EXAMPLE = """\
  - id: "{number}"
    title: {title}
    group: {group}
    tags: {{place: {place}, split: {split}}}
    audio: {clip}
    labels: [{labels}]
    outputs:
"""


def write_clip(path: Path, number: int) -> None:
    """Write three seconds of a sound of its own: noise and a tone that swell."""
    chance = np.random.default_rng(number)
    time = np.arange(3 * RATE) / RATE
    tone = np.sin(2 * np.pi * (110 + 40 * number) * time)
    swell = np.sin(np.pi * time / 3 * (number % 5 + 1)) ** 2
    sound = 6000 * swell * (0.6 * tone + 0.4 * chance.standard_normal(len(time)).clip(-2, 2))
    with wave.open(str(path), "wb") as clip:
        clip.setparams((1, 2, RATE, 0, "NONE", "not compressed"))
        clip.writeframes(sound.astype("<i2").tobytes())


def example(number: int, count: int, chance: random.Random) -> str:
    """One example: what is heard, and what three systems say."""
    truth = chance.sample(SOUNDS, 2)
    lines = EXAMPLE.format(
        number=number,
        title=f"{truth[0]} {number}",
        group=f"Part {1 + 4 * (number - 1) // count}",
        place=PLACES[number % len(PLACES)],
        split="seen" if number % 3 else "unseen",
        clip=f"{number % CLIPS:02}.wav",
        labels=", ".join(truth),
    )
    for model in ("small", "large", "ours"):
        said = " ".join(chance.choices(WORDS.split(), k=chance.randint(9, 26))).capitalize()
        given = [truth[0], *chance.sample(SOUNDS, 1)] if chance.random() < 0.6 else truth
        lines += f"      {model}: {{text: {said}., labels: [{', '.join(dict.fromkeys(given))}]}}\n"
    return lines


def write(root: Path, count: int, layout: str, per_page: int) -> None:
    """Write the project."""
    (root / "examples").mkdir(parents=True, exist_ok=True)
    (root / "data" / "audio").mkdir(parents=True, exist_ok=True)
    for number in range(CLIPS):
        write_clip(root / "data" / "audio" / f"{number:02}.wav", number)
    chance = random.Random(1)  # noqa: S311
    task = TASK.format(layout=layout) + "".join(example(1 + n, count, chance) for n in range(count))
    (root / "examples" / "catalogue.yaml").write_text(HEAD.format(count=count, per_page=per_page), "utf-8")
    (root / "examples" / "sounds.yaml").write_text(task, "utf-8")


def main() -> None:
    """Write it as the arguments say."""
    folder, count, layout, per_page, *_ = [
        *sys.argv[1:],
        *("site-of-1000", "1000", "cards", "1000")[len(sys.argv) - 1 :],
    ]
    write(Path(folder), int(count), layout, int(per_page))
    print(f"{folder}: {count} examples; build it with: build-site -C {folder}")


if __name__ == "__main__":
    main()
