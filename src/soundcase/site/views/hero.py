"""One example as it stands under the title: large, to be played at once, wherever its own place on the site is.

Rule 1: what is heard is shown one at a time, as chips choose; what is read is always there.
Rule 2: of a dialogue it is the first turn that systems answer, with what was asked.
Rule 3: its clips have names of their own, so that no clip of the examples is called otherwise because of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from soundcase.model import Example, Turn
from soundcase.site.known import Known
from soundcase.site.views.context import RenderContext
from soundcase.site.views.examples import cells_alone, prompts
from soundcase.site.views.frame import HeroPart, HeroView
from soundcase.site.views.layout import ExampleCell
from soundcase.site.views.task_frame import ExampleFrame
from soundcase.site.views.tasks import SliceContent
from soundcase.values import dataclass

_KEYS = {"audio": "A", "prompt-audio": "P", "reference": "R"}
"""By role, as `listening-bar.js` has them; systems have their numbers."""
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class HeroInputs:
    """Everything that the example under the title follows from."""

    frame: Known[ExampleFrame]
    """Of its task."""
    content: Known[SliceContent]
    """The example alone."""
    href: str


def hero_view(inputs: HeroInputs, site: RenderContext) -> HeroView:
    """The example as the templates print it."""
    frame, content = inputs.frame.value, inputs.content.value
    (given,), task = content.examples, frame.task
    drawn, own = _answered(given), replace(site, plan=content.plan, format=frame.format)
    title = site.text(given.title) if given.title else site.word(f"{site.words.example} {given.number}")
    called = given.title or f"{site.words.example.lower()} {given.number}"
    name = f"{site.words.hero}: {task.title}, {called}"
    cells = tuple(one for one in cells_alone(drawn, task, name, frame.scale, own) if not one.empty)
    answers = tuple(one for one in cells if one.heading.place == "answer")
    switched = any(map(_plays, answers))
    parts = _parts(one for one in cells if _plays(one) or (switched and one in answers))
    shown = {part.cell.heading.heading_id for part in parts}
    rest = [one for one in cells if one.heading.heading_id not in shown]
    return HeroView(
        title=title,
        task=site.text(task.title),
        href=inputs.href,
        sync="restart" if given.turns and not given.outputs else task.sync,
        words=tuple(one for one in rest if one.heading.place == "before" and switched),
        parts=parts,
        prompts=prompts(task.prompt, tuple(one.heading.key for one in answers), site, task.language),
        answers=tuple(one for one in rest if one.heading.place != "before" or not switched),
    )


def _answered(example: Example) -> Example:
    """The example; of a dialogue its first turn with answers, with what was said or asked before them."""
    place = next((place for place, turn in enumerate(example.turns) if turn.outputs), None)
    if example.outputs or place is None:
        return example
    answered = example.turns[place]
    asked = next(filter(_asks, (answered, *reversed(example.turns[:place]))), answered)
    return replace(
        example,
        turns=(),
        audio=asked.audio or example.audio,
        text=example.text if asked.text is None else asked.text,
        prompt=replace(example.prompt, shared=asked.prompt) if asked.prompt else example.prompt,
        reference=answered.reference or example.reference,
        outputs=answered.outputs,
    )


def _asks(turn: Turn) -> bool:
    return bool(turn.text or turn.prompt or turn.audio)


def _plays(cell: ExampleCell) -> bool:
    return any(piece.clip or piece.video for piece in cell.pieces)


def _rank(part: HeroPart) -> tuple[bool, bool, bool]:
    heading = part.cell.heading
    return _plays(part.cell), bool(heading.ours), heading.place == "answer"


def _parts(cells: Iterable[ExampleCell]) -> tuple[HeroPart, ...]:
    """The cells with their keys; ours is shown first, else the first answer, else the first of all."""
    found, number = [], 0
    for cell in cells:
        key = _KEYS.get(cell.heading.key, "")
        if cell.heading.place == "answer":
            number += 1
            key = str(number) if number <= _DIGITS else ""
        found.append(HeroPart(cell, key, chosen=False))
    if not found:
        return ()
    first = max(found, key=_rank)
    return tuple(replace(part, chosen=part is first) for part in found)
