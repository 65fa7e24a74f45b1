"""From a page to a draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree.ElementTree import Element

from soundcase_import.draft import (
    Defect,
    Draft,
    DraftExample,
    DraftModel,
    DraftSection,
    DraftTask,
    Pieces,
)
from soundcase_import.names import model_id, slug, unique
from soundcase_import.options import ImportOptions, refused
from soundcase_import.pages import dom, unsupported
from soundcase_import.pages.assets import PageAssets
from soundcase_import.pages.blocks import PageHeading, blocks_of
from soundcase_import.pages.examples import UNNAMED
from soundcase_import.pages.head import head_of
from soundcase_import.pages.kramdown import render
from soundcase_import.pages.page_files import content_of, page_in
from soundcase_import.pages.panels import Panel, panels_of
from soundcase_import.pages.tasks import PanelGroup, groups_of, task_of
from soundcase_import.pages.vocabulary import OURS


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """A page that was read."""

    path: Path
    root: Element
    title: str


def import_page(options: ImportOptions) -> Draft:
    """The draft of a page; RefusedError where there is nothing to import."""
    source = options.sources[0]
    if len(options.sources) > 1:
        raise refused("import-source", "a page is imported alone", options.sources[1])
    path = page_in(source)
    try:
        page = _read(path)
    except dom.TooDeepError as error:
        what, hint = error.args
        raise refused("import-source", f"'{path}' has {what}", path, hint) from error
    blocks = blocks_of(page.root)
    panels = panels_of(blocks)
    if not panels:
        _refuse(page)
    assets = PageAssets(page.path, source, dom.base_of(page.root))
    groups = groups_of(panels)
    head = head_of(page.root, blocks, groups, page.title)
    sections = _sections(groups, assets, head.title)
    if options.skip_missing:
        sections = _without(sections, set(assets.missing()))
    models, sections = _models(sections)
    if not any(task.examples for section in sections for task in section.tasks):
        hint = "leave --skip-missing out: no example has a clip that is there" if options.skip_missing else ""
        raise refused("import-nothing", f"'{page.path}' holds no example", page.path, hint)
    return Draft(
        title=head.title,
        models=models,
        sections=sections,
        language=head.language,
        abstract=head.abstract,
        links=head.links,
        citation=head.citation,
        rules=_rules(sections),
        doubts=head.doubts,
        files=assets.files(),
        defects=(*assets.defects(), *_defects(page, panels)),
        shown=(f"page = {page.path}",),
    )


def _read(path: Path) -> ParsedPage:
    content = content_of(path)
    if path.suffix.lower() in (".md", ".markdown"):
        rendered = render(content.decode("utf-8", "replace"))
        return ParsedPage(path, dom.parse(f"<!DOCTYPE html><body>{rendered.html}"), rendered.title)
    return ParsedPage(path, dom.parse(content), "")


def _refuse(page: ParsedPage) -> None:
    template, sites = unsupported.filled_in(page.root), unsupported.embedded(page.root)
    hint = "open it in a browser, save it as a complete page, and import that file"
    if template:
        message = f"'{page.path}' holds no players: a template fills them in, as in '{template}'"
        raise refused("import-scripted", message, page.path, hint)
    if sites and not unsupported.drawn(page.root):
        message = f"'{page.path}' holds no clips: it embeds the players of {', '.join(sites)}"
        raise refused("import-nothing", message, page.path, "import a folder with the clips themselves")
    if any(dom.name_of(one) == "script" for one in page.root.iter()):
        message = f"'{page.path}' holds no players: scripts draw its content when it is opened"
        raise refused("import-scripted", message, page.path, hint)
    raise refused("import-nothing", f"'{page.path}' plays nothing", page.path)


def _sections(groups: Sequence[PanelGroup], assets: PageAssets, title: str) -> tuple[DraftSection, ...]:
    """Tasks under the headings above theirs; ids made unique."""
    ids = unique(slug(_title(group, title), "examples") for group in groups)
    found: list[tuple[str, list[DraftTask]]] = []
    for group, name in zip(groups, ids, strict=True):
        above = _above(group, title)
        if not found or found[-1][0] != above:
            found.append((above, []))
        task = task_of(group, assets, _title(group, title))
        if task.examples:
            found[-1][1].append(replace(task, id=name))
    return tuple(DraftSection(above, tuple(tasks)) for above, tasks in found if tasks)


def _path(group: PanelGroup, title: str) -> tuple[PageHeading, ...]:
    return group.path[1:] if group.path and group.path[0].text == title else group.path


def _title(group: PanelGroup, title: str) -> str:
    path = _path(group, title)
    return path[-1].text if path else "Examples"


def _above(group: PanelGroup, title: str) -> str:
    path = _path(group, title)
    return " – ".join(one.text for one in path[:-1]) or "Examples"


def _without(sections: Sequence[DraftSection], missing: set[str]) -> tuple[DraftSection, ...]:
    """Everything but the clips that are not there; their places keep a doubt."""

    def kept(pieces: Pieces) -> Pieces:
        return tuple(one for one in pieces if one.plays not in missing)

    def example(row: DraftExample) -> DraftExample:
        gone = tuple(f"left out: no clip '{one.plays}'" for one in row.pieces() if one.plays in missing)
        doubts = {**row.doubts, "outputs": (*row.doubts.get("outputs", ()), *gone)} if gone else row.doubts
        return replace(row.with_pieces(kept), doubts=doubts)

    def task(one: DraftTask) -> DraftTask:
        rows = tuple(row for row in map(example, one.examples) if row.outputs)
        return replace(one, examples=rows, defaults=example(one.defaults) if one.defaults else None)

    trimmed = (
        replace(one, tasks=tuple(kept for kept in map(task, one.tasks) if kept.examples)) for one in sections
    )
    return tuple(one for one in trimmed if one.tasks)


def _models(sections: Sequence[DraftSection]) -> tuple[tuple[DraftModel, ...], tuple[DraftSection, ...]]:
    """The systems of all tasks, and the sections with their ids in place of their names."""
    names = list(
        dict.fromkeys(
            name for one in sections for task in one.tasks for row in task.examples for name in row.outputs
        )
    )
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(_folded(name), name)
    ids = dict(zip(folded, unique(map(model_id, folded.values())), strict=True))
    by_name = {name: ids[_folded(name)] for name in names}
    models = tuple(
        DraftModel(ids[key], name, ours=OURS.search(name) is not None, doubts=_nameless(name))
        for key, name in folded.items()
    )
    return models, tuple(
        replace(one, tasks=tuple(_with_ids(task, by_name) for task in one.tasks)) for one in sections
    )


def _folded(name: str) -> str:
    return " ".join(name.lower().split())


def _nameless(name: str) -> tuple[str, ...]:
    return ("which model is this?",) if name == UNNAMED else ()


def _with_ids(task: DraftTask, ids: Mapping[str, str]) -> DraftTask:
    rows = tuple(
        replace(row, outputs={ids[name]: pieces for name, pieces in row.outputs.items()})
        for row in task.examples
    )
    order = dict.fromkeys(name for row in rows for name in row.outputs)
    per_model = {ids[name]: text for name, text in task.prompt.per_model.items()}
    return replace(task, examples=rows, models=tuple(order), prompt=replace(task.prompt, per_model=per_model))


def _rules(sections: Sequence[DraftSection]) -> dict[str, tuple[str, str]]:
    """What is not asked of the project: clips where examples have videos in their place."""
    rows = (row for one in sections for task in one.tasks for row in task.examples)
    filmed = any(
        any(piece.video for piece in row.pieces()) and not any(piece.audio for piece in row.pieces())
        for row in rows
    )
    return {"no-audio": ("off", "Examples are heard in their videos.")} if filmed else {}


def _defects(page: ParsedPage, panels: Sequence[Panel]) -> Iterator[Defect]:
    yield from unsupported.defects(page.root)
    for name, count in dom.doubled_ids(page.root):
        yield Defect("duplicate-id", f"the id '{name}' stands {count} times", name)
    for panel in panels:
        empty = [
            (one.heading, at + 1)
            for one in panel.table.series
            if one.role == "output" or not one.words
            for at, cell in enumerate(one.cells)
            if cell.empty and one.heading
        ]
        if empty:
            where = panel.path[-1].text if panel.path else "the page"
            heading, at = empty[0]
            told = f"{len(empty)} empty cells under '{where}', e.g. '{heading}' of example {at}"
            yield Defect("empty-cell", told, where)
    for panel in panels:
        yield from _twice(panel)


def _twice(panel: Panel) -> Iterator[Defect]:
    """Clips that stand under two headings of one example."""
    for at in range(panel.table.count):
        seen: dict[str, str] = {}
        for one in panel.table.series:
            for clip in one.cells[at].clips if at < len(one.cells) else ():
                if clip.src in seen and seen[clip.src] != one.heading:
                    told = f"'{clip.src}' is both '{seen[clip.src]}' and '{one.heading}' of example {at + 1}"
                    yield Defect("same-content", told, clip.src)
                seen[clip.src] = one.heading
