"""A small page for tests of the player: a task for each way to switch, clips of known lengths."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from playwright.sync_api import Locator, Page

from bench import built
from projects import encoded, tone, write

SECONDS = {"one": 100.0, "two": 100.0, "three": 25.0, "reference": 100.0, "voice": 50.0}
"""How long each clip is; an example's prompt audio is its `voice`. None ends while a slow machine looks."""
LOUDNESS = {"one": 0.4, "two": 0.1, "three": 0.2, "reference": 0.2, "voice": 0.002}
"""Amplitudes: `one` is 12 dB louder than `two`; the voice is far below what levels are matched to."""
SPECTROGRAMS = "media: {encode: original, spectrogram: true}"
PROJECT = """\
-- examples/catalogue.yaml --
title: Listening
rules: {empty-cell: off, loudness-spread: off}
models:
  one: {name: First}
  two: {name: Second}
  three: {name: Third, ours: true}
sections:
  - title: Samples
    tasks: [position.yaml, restart.yaml, off.yaml]
"""
TASK = """\
-- examples/{0}.yaml --
title: Task {0}
output: audio
layout: {2}
sync: {0}
{1}
examples:
  - prompt_audio: voice.wav
    outputs: {{one: one.wav, two: two.wav, three: three.wav}}
    reference: reference.wav
  - outputs: {{one: one.wav, two: two.wav}}
    reference: reference.wav
"""
STATE = """() => {
  const bar = document.querySelector('listening-bar');
  const clip = bar.active;
  return clip && {
    what: clip.what, where: clip.where, state: clip.dataset.state, seconds: clip.position,
    audible: [...window.heard].filter(media => !media.paused && media.volume > 0).length,
    elements: window.heard.length,
    right: !bar.made.next && bar.made.heard.src === clip.link.href,
    volume: bar.made.heard.volume, rate: bar.made.heard.playbackRate, pitch: bar.made.heard.preservesPitch,
    said: bar.querySelector('[role=status]')?.textContent ?? '',
  };
}"""
RECORD = """
window.heard = [];
const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () {
  if (!window.heard.includes(this)) window.heard.push(this);
  return play.call(this);
};
window.begun = [];
addEventListener('clip-start', ({ target }) => window.begun.push([target.what, target.position]));
window.sought = [];
const place = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'currentTime');
Object.defineProperty(HTMLMediaElement.prototype, 'currentTime', {
  get() { return place.get.call(this); },
  set(seconds) {
    window.sought.push({ from: place.get.call(this), to: seconds, volume: this.volume });
    place.set.call(this, seconds);
  },
});
window.followHandovers = () => {
  const deck = document.querySelector('listening-bar').made;
  const pass = deck.pass;
  window.apart = [];
  deck.pass = function () {
    window.apart.push(Math.abs(deck.apart(deck.next)));
    return pass.call(deck);
  };
};
"""
"""Notes the elements that play, where clips begin, what is sought and, on request, how far a clip that takes
over is from the one that was heard: in the very task in which it does, be it beside the other or after it."""


def project(root: Path) -> Path:
    """The project's folder, written."""
    tasks = (("position", SPECTROGRAMS, "table"), ("restart", "", "transposed"), ("off", "", "cards"))
    text = PROJECT + "".join(TASK.format(name, media, layout) for name, media, layout in tasks)
    write(root, text.replace("\n\nexamples", "\nmedia: {encode: original}\nexamples"), base="")
    audio = root / "data" / "audio"
    audio.mkdir(parents=True, exist_ok=True)
    for number, (name, seconds) in enumerate(SECONDS.items()):
        shape = tone(220 + 110 * number, seconds=seconds) * 10 * LOUDNESS[name]
        (audio / f"{name}.wav").write_bytes(encoded(np.asarray(shape)))
    return root


def site(root: Path) -> Path:
    """The site of that project."""
    return built(project(root / "project"), root / "site")


class Room:
    """The page, and what a reader does there."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def button(self, what: str, *, task: str = "position", example: int = 1) -> None:
        """Press the play button of this clip."""
        self.page.locator(self.named(what, task=task, example=example)).click()

    @staticmethod
    def named(what: str, *, task: str = "position", example: int = 1) -> str:
        """The selector of a clip's play button."""
        return f'[data-task="{task}"] [data-play][aria-label$=" {what}, example {example}"]'

    def clip(self, what: str, *, task: str = "position", example: int = 1) -> Locator:
        """A clip of that name."""
        button = self.page.locator(self.named(what, task=task, example=example))
        return button.locator("xpath=ancestor::sound-clip")

    def press(self, *keys: str) -> None:
        """Press keys, one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def seek(self, what: str, seconds: float) -> None:
        """Go to a place in the clip that plays, as its slider does."""
        self.page.locator(f"{self.named(what)} ~ input").evaluate(
            "(bar, at) => { bar.value = at; bar.dispatchEvent(new Event('input')); }", seconds
        )

    def begun(self) -> list[object]:
        """The clip that was started last, and where it was entered."""
        last: list[object] = self.page.evaluate("() => window.begun.at(-1)")
        return last

    def state(self) -> dict[str, object]:
        """What the reader hears, sees and is told."""
        found: dict[str, object] = self.page.evaluate(STATE)
        return found

    def wait(self, condition: str) -> None:
        """Wait until this holds of `now`, the state."""
        self.page.wait_for_function(f"() => {{ const now = ({STATE})(); return now && {condition}; }}")

    def plays(self, what: str, *, after: float = 0.1) -> None:
        """Wait until this clip alone is heard, and has gone on for a while."""
        self.wait(
            f"now.what === {what!r} && now.state === 'playing' && now.right && now.audible === 1"
            f" && now.seconds > {after}"
        )
