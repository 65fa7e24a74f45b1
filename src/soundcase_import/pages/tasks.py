"""Panels as tasks: which tables are one comparison, what it is called, under which section it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from soundcase.model import Prompt
from soundcase.values import dataclass
from soundcase_import.draft import DraftExample, DraftMedia, DraftTask
from soundcase_import.label_list import labels_in, listed
from soundcase_import.pages.assets import PageAssets
from soundcase_import.pages.blocks import NumberedList, PageHeading
from soundcase_import.pages.examples import UNNAMED, ExampleBuilder, examples_of, once, shared_fields
from soundcase_import.pages.naming import IN_PATHS
from soundcase_import.pages.panels import Panel
from soundcase_import.pages.quantities import with_quantities
from soundcase_import.pages.vocabulary import are_sentences, is_number, is_sentence, without_colon

_ONE_EACH = 4
"""From how many tables of one example each under headings of their own they are taken as one comparison."""


MANY = 2
"""Paragraphs before a table from which on they speak of a task of its own."""


@dataclass(frozen=True, slots=True)
class PanelGroup:
    """The panels of one task."""

    panels: tuple[Panel, ...]
    each: bool = False
    """Whether every panel is one example."""

    @property
    def spoken(self) -> bool:
        """True where a sentence stands before each of its panels."""
        said = [list(panel.description()) for panel in self.panels]
        return all(len(one) == 1 for one in said) and are_sentences([one[0] for one in said])

    @property
    def says(self) -> bool:
        """True where the headings right above its panels are sentences."""
        return all(panel.path and is_sentence(panel.path[-1].text) for panel in self.panels)

    @property
    def counted(self) -> bool:
        """True where the headings right above its panels only number them."""
        return all(panel.fresh and panel.path and is_number(panel.path[-1].text) for panel in self.panels)

    @property
    def path(self) -> tuple[PageHeading, ...]:
        """The headings above all of it."""
        first = self.panels[0]
        return first.path[: -self.own] if self.each and first.fresh and self.panels[1].fresh else first.path

    @property
    def own(self) -> int:
        """The number of headings that each panel has for itself."""
        return self.panels[0].beyond(self.panels[1]) if self.each else 0


def groups_of(panels: Sequence[Panel]) -> list[PanelGroup]:
    """The panels put together that are one task."""
    found: list[PanelGroup] = []
    left = list(panels)
    count = 1
    while left:
        for joins in (Panel.continues, Panel.is_next):
            count = 1
            while count < len(left) and joins(left[count], left[count - 1]):
                count += 1
            if count > 1:
                break
        each = joins is Panel.is_next and count > 1
        if each and not _one_each(left[:count]):
            each, count = False, 1
        found.append(PanelGroup(tuple(left[:count]), each=each))
        left = left[count:]
    return found


def _one_each(panels: Sequence[Panel]) -> bool:
    """True where no heading parts the panels, or where what stands before each speaks of one example."""
    if all(panel.fields() for panel in panels):
        return True
    if not any(panel.fresh for panel in panels[1:]):
        return all(len(panel.prose) < MANY for panel in panels)
    names = [panel.path[-1].text for panel in panels if panel.fresh and panel.path]
    files = (" " not in name.strip() and re.search(r"[_\d]", name) for name in names)
    named = all(is_number(name) or file for name, file in zip(names, files, strict=True))
    named = named or panels[0].beyond(panels[1]) > 1
    return len(names) == len(panels) and (len(panels) >= _ONE_EACH or named)


def task_of(group: PanelGroup, title: str, id_: str, assets: PageAssets, owner: str) -> DraftTask:
    """The task of a group, with systems by their names; `owner` made what nobody is named for."""
    rows: list[DraftExample] = []
    spoken = group.each and group.spoken
    common = set.intersection(*({*one.table.headings} for one in group.panels))
    for panel in group.panels:
        system = "" if panel.table.answered else panel.system
        found = examples_of(panel.table, assets, system or owner or UNNAMED)
        _fill(found, panel, group, spoken=spoken, common=common)
        rows += [one.made() for one in found]
    defaults, examples = shared_fields(list(once(rows))) if rows else (None, ())
    sounds = any(piece.plays for row in rows for pieces in row.outputs.values() for piece in pieces)
    systems = tuple(dict.fromkeys(name for row in rows for name in row.outputs))
    code = [text for panel in group.panels for text in panel.code]
    about = [text for panel in group.panels if not group.each for text in panel.description()]
    task = DraftTask(
        id=id_,
        title=title,
        output="audio" if sounds else "text",
        examples=examples,
        defaults=defaults,
        prompt=_prompt(code[0], systems) if len(code) == 1 and not sounds else Prompt(),
        description="\n\n".join(about),
        layout="table" if not sounds and len(rows) > 12 else "",
    )
    return _with_labels(with_quantities(replace(task, doubts=_doubts(task, group, owner))))


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


def _fill(
    found: Sequence[ExampleBuilder], panel: Panel, group: PanelGroup, *, spoken: bool, common: set[str]
) -> None:
    """Put what stands before the table into its examples: fields, code, a heading, a list with a text each.

    `spoken`: a sentence stands before each of the group's panels; `common`: the headings that all of them have.
    """
    fields = [pair for pair in panel.fields() if len(found) == 1 or panel.has_one(pair[0])]
    titled = group.each and all(one.fresh for one in group.panels)
    for one in found:
        said = {*one.texts}
        for role, text in fields:
            unspoken = role == "prompt_text" and "prompt_audio" not in one.media
            if role not in said:
                one.add_text("prompt" if unspoken else role, text)
        if len(panel.code) == 1 and one.plays and "text" not in one.texts:
            one.add_text("text", panel.code[0])
        if titled and "title" not in one.texts:
            _entitle(one, [heading.text for heading in panel.path[-group.own :]], says=group.says)
        for heading in _remarked(panel, common):
            one.add_text("note" if "title" in one.texts else "title", heading)
        if group.each:
            one.note(list(panel.description()), spoken=spoken)
    lists = [one.items for one in panel.prose if isinstance(one, NumberedList)]
    lists.append(tuple(text for role, text in panel.fields() if role == "text"))
    lists = [one for one in lists if len(one) == len(found)]
    if len(lists) == 1 and len(found) > 1 and not any("text" in one.texts for one in found):
        for one, text in zip(found, lists[0], strict=True):
            one.add_text("text", text)
            one.doubt("text", "the list before the table seems to say what each example says")


def _entitle(one: ExampleBuilder, headings: Sequence[str], *, says: bool) -> None:
    """Give an example the headings that it has for itself; the last may be what it `says`."""
    said = says and one.plays and not ("text" in one.texts or "audio" in one.media)
    *numbers, last = map(without_colon, headings)
    one.add_text("text" if said else "title", last)
    for number in numbers:
        one.add_text("title" if said else "note", number)


def _remarked(panel: Panel, common: set[str]) -> list[str]:
    """The headings of inputs that other panels have with another remark: "Prompt (a child)"."""
    given = [one for one in panel.table.series if one.role in ("audio", "prompt_audio") and one.sounds]
    return [one.heading for one in given if one.heading not in common]


def _doubts(task: DraftTask, group: PanelGroup, owner: str) -> dict[str, tuple[str, ...]]:
    doubts: dict[str, tuple[str, ...]] = {}
    if any(UNNAMED in row.outputs for row in task.examples):
        doubts["title"] = (f"the page does not say which model made these; it is called '{UNNAMED}' here",)
    said = {one.heading for panel in group.panels for one in panel.table.series}
    said |= {name for panel in group.panels for name in (*panel.table.systems, panel.system)}
    if owner not in ("", *said) and any(owner in row.outputs for row in task.examples):
        what = "made these" if task.output == "audio" else "answered"
        doubts["title"] = (f"the page does not say who {what}; it is called '{owner}' here, like the page",)
    guessed = (one.system for one in group.panels if one.guessed)
    named = next((name for name in guessed if any(name in row.outputs for row in task.examples)), "")
    if named:
        doubts["title"] = (f"is '{named}' who made these, as the heading over them seems to say?",)
    if not any(row.outputs for row in task.rows()):
        doubts["examples"] = ("which of these did a model make? they are not told apart by their headings",)
    close = [(panel.region.name, second.name) for panel in group.panels if (second := panel.weighed.second)]
    others = tuple(dict.fromkeys(text for panel in group.panels for text in panel.table.doubts))
    if any(IN_PATHS in panel.weighed.best.name for panel in group.panels):
        others = (*others, "only the names of files say what each clip is: are the roles and models right?")
    if close:
        (name, how), *more = close
        also = f", and {len(more)} more parts" if more else ""
        others = (*others, f"{name} could be read otherwise (--read '{name}={how}'){also}")
    if group.each and not group.counted:
        others = (f"{len(group.panels)} tables of one example each became this one task", *others)
    if others:
        doubts["examples"] = others
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
                name: tuple(replace(one, text=None, labels=labels_in(one.text or "")) for one in pieces)
                for name, pieces in row.outputs.items()
            }
            right = tuple(label for text in row.labels or () for label in labels_in(text))
            rows.append(replace(row, outputs=outputs, labels=right))
    return replace(task, output="text" if wordy else "labels", examples=tuple(rows))
