"""Panels as tasks: which tables are one comparison, what it is called, under which section it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from soundcase.model import Prompt
from soundcase_import.draft import DraftExample, DraftMedia, DraftTask
from soundcase_import.label_list import listed
from soundcase_import.names import slug
from soundcase_import.pages.assets import PageAssets
from soundcase_import.pages.blocks import NumberedList, PageHeading
from soundcase_import.pages.examples import UNNAMED, ExampleBuilder, examples_of, once, shared_fields
from soundcase_import.pages.panels import Panel
from soundcase_import.pages.vocabulary import is_bare, is_number, is_sentence

_ONE_EACH = 4
"""From how many tables of one example each under headings of their own they are taken as one comparison."""


@dataclass(frozen=True, slots=True)
class PanelGroup:
    """The panels of one task."""

    panels: tuple[Panel, ...]
    each: bool = False
    """Whether every panel is one example."""

    @property
    def path(self) -> tuple[PageHeading, ...]:
        """The headings above all of it."""
        first = self.panels[0]
        return first.path[:-1] if self.each and first.fresh and self.panels[1].fresh else first.path


def groups_of(panels: Sequence[Panel]) -> list[PanelGroup]:
    """The panels put together that are one task."""
    found: list[PanelGroup] = []
    left = list(panels)
    while left:
        count = _run(left, _goes_on)
        each = 1 if count > 1 else _run(left, _is_next_example)
        each = each if each > 1 and _one_each(left[:each]) else 0
        found.append(PanelGroup(tuple(left[: each or count]), each=each > 0))
        left = left[each or count :]
    return found


def _run(panels: Sequence[Panel], belongs: Callable[[Panel, Panel], bool]) -> int:
    """How many of the first panels belong together, each to the one before it."""
    end = 1
    while end < len(panels) and belongs(panels[end - 1], panels[end]):
        end += 1
    return end


def _goes_on(one: Panel, two: Panel) -> bool:
    """Whether a table only continues the one before, as on pages that turn their tables' leaves."""
    same = one.table.signature == two.table.signature and any(one.table.signature)
    return same and not two.fresh and not two.prose and not two.table.shared


def _is_next_example(one: Panel, two: Panel) -> bool:
    """Whether two tables are alike and hold one example each, under the same headings but for the last."""
    if one.table.signature != two.table.signature or max(_size(one), _size(two)) > 1:
        return False
    return one.path[:-1] == two.path[:-1] if two.fresh else one.path == two.path


def _size(panel: Panel) -> int:
    return 1 if panel.table.systems or panel.table.parts else panel.table.count


def _one_each(panels: Sequence[Panel]) -> bool:
    """Whether what stands before each table speaks of one example: its text, or a heading that names it."""
    if all(panel.fields() for panel in panels):
        return True
    names = [panel.path[-1].text for panel in panels if panel.fresh and panel.path]
    files = (" " not in name.strip() and re.search(r"[_\d]", name) for name in names)
    named = all(is_number(name) or file for name, file in zip(names, files, strict=True))
    return len(names) == len(panels) and (len(panels) >= _ONE_EACH or named)


def task_of(group: PanelGroup, assets: PageAssets, title: str) -> DraftTask:
    """The task of a group, with systems by their names; `title` where no heading gives one."""
    rows: list[DraftExample] = []
    titled = group.each and all(panel.fresh for panel in group.panels)
    for panel in group.panels:
        found = examples_of(panel.table, assets, _fallback(panel))
        for one in found:
            _fill(one, panel, single=len(found) == 1)
            one.say("title", panel.path[-1].text if titled and "title" not in one.texts else "")
            if group.each:
                _note(one, list(_description(panel)))
        _number(found, panel)
        rows += [one.made() for one in found]
    defaults, examples = shared_fields(list(once(rows))) if rows else (None, ())
    sounds = any(piece.plays for row in rows for pieces in row.outputs.values() for piece in pieces)
    systems = tuple(dict.fromkeys(name for row in rows for name in row.outputs))
    code = [text for panel in group.panels for text in panel.code]
    task = DraftTask(
        id=slug(title),
        title=title,
        output="audio" if sounds else "text",
        examples=examples,
        defaults=defaults,
        prompt=_prompt(code[0], systems) if len(code) == 1 and not sounds else Prompt(),
        description=""
        if group.each
        else "\n\n".join(one for panel in group.panels for one in _description(panel)),
        layout="table" if not sounds and len(rows) > 12 else "",
    )
    return _with_labels(replace(task, doubts=_doubts(task, group)))


def _fallback(panel: Panel) -> str:
    """What a system without a name is called: by the heading where players stand alone under one."""
    made = [one for one in panel.table.series if one.role == "output"]
    loose = len(made) == 1 and is_bare(made[0].heading)
    loose = loose and (len(panel.table.series) == 1 or bool(made[0].heading))
    name = panel.path[-1].text if loose and len(panel.path) > 1 else ""
    return name if name and not is_sentence(name) and not is_number(name) else UNNAMED


def _prompt(code: str, systems: Sequence[str]) -> Prompt:
    """The prompt in the one block of code before a task: for all systems, or a line for each."""
    lines = [line.strip() for line in code.split("\n") if line.strip()]
    named: dict[str, str] = {}
    for line in lines:
        found = (re.match(rf"(?i){re.escape(name)}\s*[:：]\s*(.+)$", line) for name in systems)
        named |= next(({name: one[1].strip()} for name, one in zip(systems, found, strict=True) if one), {})
    if named and len(named) == len(lines):
        return Prompt(per_model=named)
    return Prompt("\n".join(lines) or None)


def _fill(one: ExampleBuilder, panel: Panel, *, single: bool) -> None:
    """Fields that stand before the table, put into one of its examples."""
    fields = [pair for pair in panel.fields() if single or _stands_once(panel, pair[0])]
    for role, text in fields:
        if role not in one.texts:
            one.say(role, text)
    if len(panel.code) == 1 and one.plays and "text" not in one.texts:
        one.say("text", panel.code[0])


def _note(one: ExampleBuilder, said: Sequence[str]) -> None:
    """What else stands before an example's table: its text where that is one sentence and it has none."""
    if len(said) == 1 and is_sentence(said[0]) and one.plays and "text" not in one.texts:
        one.say("text", said[0])
        one.doubt("text", "are the words before the clips what is said in them?")
    else:
        one.say("note", "\n\n".join(said))


def _stands_once(panel: Panel, role: str) -> bool:
    return len([text for name, text in panel.fields() if name == role]) == 1


def _number(found: Sequence[ExampleBuilder], panel: Panel) -> None:
    """A numbered list before the table with a text for each example."""
    lists = [one.items for one in panel.prose if isinstance(one, NumberedList) and len(one.items) == len(found)]
    if len(lists) == 1 and len(found) > 1 and not any("text" in one.texts for one in found):
        for one, text in zip(found, lists[0], strict=True):
            one.say("text", text)
            one.doubt("text", "the numbered list before the table seems to say what each example says")


def _description(panel: Panel) -> Iterator[str]:
    """The words before a table that are not in its examples already."""
    fields = panel.fields()
    told = _size(panel) == 1 or all(_stands_once(panel, role) for role, _ in fields)
    used = {text for _, text in fields if told}
    for one in panel.prose:
        if isinstance(one, NumberedList):
            yield "\n".join(f"{number}. {as_markdown(text)}" for number, text in enumerate(one.items, 1))
        elif not one.code and not any(one.text.endswith(text) for text in used):
            yield as_markdown(one.text)


def as_markdown(text: str) -> str:
    """Words as Markdown that shows them as they are."""
    escaped = re.sub(r"([\\`*<>\[\]]|(?<!\w)_|_(?!\w))", r"\\\1", text)
    return re.sub(r"^([#+-])(?= )", r"\\\1", re.sub(r"^(\d+)([.)])(?= )", r"\1\\\2", escaped))


def _doubts(task: DraftTask, group: PanelGroup) -> dict[str, tuple[str, ...]]:
    doubts: dict[str, tuple[str, ...]] = {}
    if any(UNNAMED in row.outputs for row in task.examples):
        doubts["title"] = (f"the page does not say which model made these; it is called '{UNNAMED}' here",)
    if not any(row.outputs for row in task.rows()):
        doubts["examples"] = ("which of these did a model make? they are not told apart by their headings",)
    told = tuple(dict.fromkeys(text for panel in group.panels for text in panel.table.doubts))
    if group.each:
        doubts["examples"] = (f"{len(group.panels)} tables of one example each became this one task",)
    elif told:
        doubts["examples"] = told
    return doubts


def _with_labels(task: DraftTask) -> DraftTask:
    """The task with its answers as labels where it says which labels are right."""
    if task.output != "text" or not any(row.labels for row in task.examples):
        return task
    answers = [piece.text or "" for row in task.examples for pieces in row.outputs.values() for piece in pieces]
    sentences = [text for text in answers if is_sentence(text) and not listed(text)]
    wordy = len(sentences) * 2 > len(answers)
    rows = []
    for row in task.examples:
        if wordy:
            words = (DraftMedia(text=text) for text in row.labels or ())
            rows.append(replace(row, labels=None, reference=(*row.reference, *words)))
        else:
            outputs = {
                name: tuple(replace(one, text=None, labels=_labels(one.text or "")) for one in pieces)
                for name, pieces in row.outputs.items()
            }
            right = tuple(label for text in row.labels or () for label in _labels(text))
            rows.append(replace(row, outputs=outputs, labels=right))
    return replace(task, output="text" if wordy else "labels", examples=tuple(rows))


def _labels(text: str) -> tuple[str, ...]:
    return listed(text) or (text,)
