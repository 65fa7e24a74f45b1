"""Panels as tasks: which tables are one comparison, what it is called, under which section it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from soundcase.model import Prompt
from soundcase_import.draft import DraftExample, DraftTask
from soundcase_import.names import slug
from soundcase_import.pages.answers import asked, with_labels
from soundcase_import.pages.assets import PageAssets
from soundcase_import.pages.blocks import NumberedList, PageHeading, Prose
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
    at = 0
    while at < len(panels):
        count = _run(panels, at, _goes_on)
        each = 1 if count > 1 else _run(panels, at, _is_next_example)
        if each > 1 and _one_each(panels[at : at + each]):
            found.append(PanelGroup(tuple(panels[at : at + each]), each=True))
            at += each
        else:
            found.append(PanelGroup(tuple(panels[at : at + count])))
            at += count
    return found


def _run(panels: Sequence[Panel], start: int, belongs: Callable[[Panel, Panel], bool]) -> int:
    end = start + 1
    while end < len(panels) and belongs(panels[end - 1], panels[end]):
        end += 1
    return end - start


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
    own = all(panel.fresh for panel in panels) and all(panel.path for panel in panels)
    names = [panel.path[-1].text for panel in panels] if own else []
    return own and (len(panels) >= _ONE_EACH or all(is_number(name) or _is_file(name) for name in names))


def _is_file(name: str) -> bool:
    return " " not in name.strip() and re.search(r"[_\d]", name) is not None


def task_of(group: PanelGroup, assets: PageAssets, title: str) -> DraftTask:
    """The task of a group, with systems by their names; `title` where no heading gives one."""
    rows: list[DraftExample] = []
    for panel in group.panels:
        found = examples_of(panel.table, assets, _fallback(panel))
        _tell(found, panel, each=group.each, titled=all(one.fresh for one in group.panels))
        rows += [one.made() for one in found]
    defaults, examples = shared_fields(list(once(rows))) if rows else (None, ())
    sounds = any(piece.plays for row in rows for pieces in row.outputs.values() for piece in pieces)
    systems = tuple(dict.fromkeys(name for row in rows for name in row.outputs))
    task = DraftTask(
        id=slug(title),
        title=title,
        output="audio" if sounds else "text",
        examples=examples,
        defaults=defaults,
        prompt=Prompt() if sounds else asked(_code(group), systems),
        description="" if group.each else "\n\n".join(_description(group)),
        layout="table" if not sounds and len(rows) > 12 else "",
    )
    return with_labels(replace(task, doubts=_doubts(task, group)))


def _code(group: PanelGroup) -> list[str]:
    return [one.text for panel in group.panels for one in panel.prose if isinstance(one, Prose) and one.code]


def _fallback(panel: Panel) -> str:
    """What a system without a name is called: by the heading where players stand alone under one."""
    made = [one for one in panel.table.series if one.role == "output"]
    loose = len(made) == 1 and is_bare(made[0].heading)
    loose = loose and (len(panel.table.series) == 1 or bool(made[0].heading))
    name = panel.path[-1].text if loose and len(panel.path) > 1 else ""
    return name if name and not is_sentence(name) and not is_number(name) else UNNAMED


def _tell(found: Sequence[ExampleBuilder], panel: Panel, *, each: bool, titled: bool) -> None:
    """Fields that stand before the table, put into its examples."""
    fields = [pair for pair in panel.fields() if len(found) == 1 or _single(panel, pair[0])]
    code = [one.text for one in panel.prose if isinstance(one, Prose) and one.code]
    for one in found:
        for role, text in fields:
            if role not in one.texts:
                one.say(role, text)
        if len(code) == 1 and _is_output(one) and "text" not in one.texts:
            one.say("text", code[0])
        if each and titled and "title" not in one.texts:
            one.say("title", panel.path[-1].text)
        if each:
            _note(one, list(_description(PanelGroup((panel,)))))
    _number(found, panel)


def _note(one: ExampleBuilder, said: Sequence[str]) -> None:
    """What else stands before an example's table: its text where that is one sentence and it has none."""
    if len(said) == 1 and is_sentence(said[0]) and _is_output(one) and "text" not in one.texts:
        one.say("text", said[0])
        one.doubt("text", "are the words before the clips what is said in them?")
    else:
        one.say("note", "\n\n".join(said))


def _single(panel: Panel, role: str) -> bool:
    return len([text for name, text in panel.fields() if name == role]) == 1


def _is_output(one: ExampleBuilder) -> bool:
    return any(piece.plays for pieces in one.outputs.values() for piece in pieces)


def _number(found: Sequence[ExampleBuilder], panel: Panel) -> None:
    """A numbered list before the table with a text for each example."""
    lists = [one.items for one in panel.prose if isinstance(one, NumberedList) and len(one.items) == len(found)]
    if len(lists) == 1 and len(found) > 1 and not any("text" in one.texts for one in found):
        for one, text in zip(found, lists[0], strict=True):
            one.say("text", text)
            one.doubt("text", "the numbered list before the table seems to say what each example says")


def _description(group: PanelGroup) -> Iterator[str]:
    """The words before the task's tables that are not in its examples already."""
    for panel in group.panels:
        used = {text for _, text in panel.fields()} if _size(panel) == 1 or _all_single(panel) else set()
        for one in panel.prose:
            if isinstance(one, NumberedList):
                yield "\n".join(f"{number}. {as_markdown(text)}" for number, text in enumerate(one.items, 1))
            elif not one.code and not any(one.text.endswith(text) for text in used):
                yield as_markdown(one.text)


def _all_single(panel: Panel) -> bool:
    return all(_single(panel, role) for role, _ in panel.fields())


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
    told = dict.fromkeys(text for panel in group.panels for text in panel.table.doubts)
    if group.each:
        doubts["examples"] = (f"{len(group.panels)} tables of one example each became this one task",)
    elif told:
        doubts["examples"] = tuple(told)
    return doubts
