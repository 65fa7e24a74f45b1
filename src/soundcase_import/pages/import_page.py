"""A page (HTML or Markdown) as a draft."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

from soundcase.values import dataclass
from soundcase_import.draft import Defect, Draft, DraftExample, DraftModel, DraftSection, DraftTask, Pieces
from soundcase_import.names import clip_name, model_id, task_ids, unique
from soundcase_import.options import ImportOptions, ReadingChoice, RefusedError, refused
from soundcase_import.pages import dom
from soundcase_import.pages.account import (
    Haystack,
    Unplaced,
    left_out,
    placed,
    players_in,
    unplaced,
)
from soundcase_import.pages.assets import PageAssets
from soundcase_import.pages.blocks import Block, PageHeading, blocks_of
from soundcase_import.pages.examples import UNNAMED
from soundcase_import.pages.head import UNTITLED, head_of
from soundcase_import.pages.headings import comparable
from soundcase_import.pages.kramdown import render
from soundcase_import.pages.page_files import content_of, page_in
from soundcase_import.pages.panels import Panel, UnknownReadingError, panels_of
from soundcase_import.pages.suspicions import doubted
from soundcase_import.pages.tasks import PanelGroup, groups_of, task_of
from soundcase_import.pages.vocabulary import OURS, is_generic, only_made

_BOUND = re.compile(r"^(?::|v-bind:|x-bind:|ng-|\[)(?:src|href)\]?$")
"""Attributes whose value is an expression of a framework."""
_DRAWS = re.compile(
    r"\bfetch\(\s*[^)]{0,80}|getJSON\(\s*[^)]{0,80}|XMLHttpRequest|createElement\(\s*[\"'](?:audio|source)[\"']"
    r"|new\s+Audio\(|<audio\b|WaveSurfer\.create|\w*(?:audio|player|source)\w*\.src\s*="
)
"""What scripts say that load data, or make players."""


_PAGE = re.compile(r"(?i)\b(?:demos?|demonstrations?|home|index|pages?|readme|welcome|supplement\w*)\b")
"""Words of titles that name a page, and nobody who made what is on it."""
LONELY = 3
"""From how many tasks on it is odd that each has one example."""


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
    page = _read(page_in(source))
    blocks = blocks_of(dom.plain(page.root))
    parts = comparable(blocks)
    panels, wanted = _panels(parts, options)
    if not panels:
        raise _nothing(page)
    assets = PageAssets(page.path, source, dom.base_of(page.root))
    groups = groups_of(panels)
    head = head_of(page.root, blocks, groups, (page.title, _title_of_site(page.path, source)))
    sections, lost = _sections(groups, assets, head.title)
    if options.skip_missing:
        sections = _without(sections, set(assets.missing()))
    models, sections = _models(sections)
    rows = [row for section in sections for task in section.tasks for row in task.examples]
    if not rows:
        hint = "leave --skip-missing out: no example has a clip that is there" if options.skip_missing else ""
        raise refused("import-nothing", f"'{page.path}' holds no example", page.path, hint)
    draft = Draft(
        title=head.title,
        models=models,
        sections=sections,
        language=head.language,
        abstract=head.abstract,
        links=head.links,
        citation=head.citation,
        rules={"no-audio": ("off", "Examples are heard in their videos.")} if _filmed(rows) else {},
        doubts={**head.doubts, **_whole(sections, dom.silent_players(page.root))},
        files=assets.files(),
        defects=(*assets.defects(), *_defects(page, panels)),
        shown=(f"page = {page.path}", *(f"--read '{name}={how}'" for name, how in wanted.items())),
    )
    away = _away(parts, panels)
    clips = (*lost.clips, *(clip_name(clip.src) for clip in players_in(away)))
    lost = replace(lost, clips=clips, pictures=assets.left_pictures(page.root))
    return replace(draft, left_out=left_out(away, draft, lost))


def _filmed(rows: Sequence[DraftExample]) -> bool:
    """True where an example is heard in its videos alone."""
    medias = [list(row.pieces()) for row in rows]
    return any(any(one.video for one in media) and not any(one.audio for one in media) for media in medias)


def _whole(sections: Sequence[DraftSection], silent: int) -> dict[str, tuple[str, ...]]:
    """The doubts about a page all of whose tasks have one example, or that has players without a clip."""
    counts = [len(task.examples) for one in sections for task in one.tasks]
    lonely = len(counts) >= LONELY and max(counts) == 1
    found = ["every task has one example: are these examples of fewer tasks?"] if lonely else []
    if silent:
        found.append(f"players without a clip ({silent}): what a script plays in them is in no example")
    return {"sections": tuple(found)} if found else {}


def _panels(blocks: Sequence[Block], options: ImportOptions) -> tuple[list[Panel], dict[str, str]]:
    """The comparisons as they are wished for; where somebody can be asked, he decides what is doubtful."""
    wanted = dict(options.read)
    try:
        panels = panels_of(blocks, wanted)
        for panel in panels if options.ask else ():
            second = panel.weighed.second
            if second and options.ask:
                where = " – ".join(one.text for one in panel.path)
                names = (panel.weighed.best.name, second.name)
                choice = ReadingChoice(panel.region.name, where, panel.region.sketch(), names)
                wanted[panel.region.name] = options.ask(choice)
        return (panels_of(blocks, wanted) if options.ask else panels), wanted
    except UnknownReadingError as error:
        message, hint = error.args
        raise refused("import-field", message, options.sources[0], hint) from error


def _away(blocks: Sequence[Block], panels: Sequence[Panel]) -> list[Block]:
    """What stands in no comparison."""
    inside = {id(block) for panel in panels for block in panel.region.blocks}
    return [block for block in blocks if id(block) not in inside and not isinstance(block, PageHeading)]


def _read(path: Path) -> ParsedPage:
    content = content_of(path)
    try:
        if path.suffix.lower() not in (".md", ".markdown"):
            return ParsedPage(path, dom.parse(content), "")
        rendered = render(content.decode("utf-8", "replace"))
        return ParsedPage(path, dom.parse(f"<!DOCTYPE html><body>{rendered.html}"), rendered.title)
    except dom.TooDeepError as error:
        what, hint = error.args
        raise refused("import-source", f"'{path}' has {what}", path, hint) from error


def _title_of_site(page: Path, source: Path) -> str:
    """The title in the configuration of the site that a page belongs to; empty where there is none."""
    above = [one for one in page.parents if one.is_relative_to(source)] if source.is_dir() else [page.parent]
    for folder in above:
        config = folder / "_config.yml"
        if config.is_file():
            found = re.search(r"^title:[ \t]*(.+?)[ \t]*$", config.read_text("utf-8", "replace"), re.MULTILINE)
            return found[1].split(" #")[0].strip("\"' ") if found else ""
    return ""


def _nothing(page: ParsedPage) -> RefusedError:
    """The reason why a page holds no players."""
    template, sites = _filled_in(page.root), _embedded(page.root)
    hint = "open it in a browser, save it as a complete page, and import that file"
    if template:
        message = f"'{page.path}' holds no players: a template fills them in, as in '{template}'"
        return refused("import-scripted", message, page.path, hint)
    if sites and not _drawn(page.root):
        message = f"'{page.path}' holds no clips: it embeds the players of {', '.join(sites)}"
        return refused("import-nothing", message, page.path, "import a folder with the clips themselves")
    if any(dom.name_of(one) == "script" for one in page.root.iter()):
        message = f"'{page.path}' holds no players: scripts draw its content when it is opened"
        return refused("import-scripted", message, page.path, hint)
    return refused("import-nothing", f"'{page.path}' plays nothing", page.path)


def _filled_in(root: Element) -> str:
    """An address or attribute that only a template could fill in; empty where there is none."""
    for one in root.iter():
        if dom.name_of(one) in ("audio", "video", "source"):
            for key, value in one.attrib.items():
                if _BOUND.match(str(key)):
                    return f'{key}="{value}"'
            if one.get("src", "").strip() and not dom.address(one.get("src", "")):
                return one.get("src", "").strip()
    return ""


def _drawn(root: Element) -> str:
    """The piece of a script that draws clips; empty where none seems to."""
    scripts = ("".join(one.itertext()) for one in root.iter() if dom.name_of(one) == "script")
    found = (" ".join(one.group().split()) for text in scripts for one in _DRAWS.finditer(text))
    named = any(one.get("data-audio") for one in root.iter())  # then these are taken already
    return next((one for one in found if not (named and one.startswith("WaveSurfer"))), "")


def _embedded(root: Element) -> dict[str, int]:
    """The sites whose players the page embeds, with their number."""
    addresses = (one.get("src", "") for one in root.iter("iframe") if not dom.player(one))
    hosts = (re.match(r"(?i)(?:https?:)?//(?:[^/?#]*@)?([^/?#:]+)", src.strip()) for src in addresses)
    return dict(Counter(host[1].lower() for host in hosts if host))


def _sections(
    groups: Sequence[PanelGroup], assets: PageAssets, title: str
) -> tuple[tuple[DraftSection, ...], Unplaced]:
    """Tasks under the headings above theirs, but for the page's title; ids made unique; what is in no field."""
    paths = [[one.text for one in group.path] for group in groups]
    paths = [path[1:] if path[:1] == [title] else path for path in paths]
    titles = [path[-1] if path else "Examples" for path in paths]
    owner, *more = re.split(r"\s*[:：–—]\s*", title, maxsplit=1)
    named = len(owner.split()) < (4 if more else 2) and not is_generic(owner) and not _PAGE.search(owner)
    owner = owner if named and owner != UNTITLED else ""
    found: list[tuple[str, list[DraftTask]]] = []
    ids = task_ids(titles)
    tasks = [task_of(*one, assets, owner) for one in zip(groups, titles, ids, strict=True)]
    known = placed(tasks, (panel.table for group in groups for panel in group.panels))
    lost = Unplaced()
    told: set[str] = set()
    for group, path, task in zip(groups, paths, tasks, strict=True):
        above = " – ".join(path[:-1]) or "Examples"
        if not found or found[-1][0] != above:
            found.append((above, []))
        if task.examples:
            missing = _missing(group.panels, tasks, assets, known)
            lost = Unplaced((*lost.texts, *missing.texts), (*lost.clips, *missing.clips))
            found[-1][1].append(_accounted(doubted(_unless(told, task), path), missing))
            told |= {*task.doubts.get("title", ())}
    lost = replace(lost, texts=tuple(dict.fromkeys(lost.texts)), clips=tuple(dict.fromkeys(lost.clips)))
    return tuple(DraftSection(above, tuple(tasks)) for above, tasks in found if tasks), lost


def _unless(told: set[str], task: DraftTask) -> DraftTask:
    """The task without questions about who made it all that were asked of one before."""
    kept = tuple(text for text in task.doubts.get("title", ()) if text not in told)
    return replace(task, doubts={key: texts for key, texts in {**task.doubts, "title": kept}.items() if texts})


def _missing(
    panels: Sequence[Panel], tasks: Sequence[DraftTask], assets: PageAssets, known: Haystack
) -> Unplaced:
    """The texts and clips in some parts of the page that are in no field."""
    blocks = [block for panel in panels for block in panel.region.blocks]
    played = {piece.plays for one in tasks for row in one.rows() for piece in row.pieces()}
    names = dict.fromkeys(assets.clip(clip).plays for clip in players_in(blocks))
    return Unplaced(unplaced(blocks, known), tuple(name for name in names if name not in played))


def _accounted(task: DraftTask, missing: Unplaced) -> DraftTask:
    """The task with doubts about what stands in its part of the page and in no field."""
    found = tuple(missing.doubts("this part of the page"))
    if not found:
        return task
    return replace(task, doubts={**task.doubts, "examples": (*task.doubts.get("examples", ()), *found)})


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

    found = ((one, tuple(kept for kept in map(task, one.tasks) if kept.examples)) for one in sections)
    return tuple(replace(one, tasks=tasks) for one, tasks in found if tasks)


def _models(sections: Sequence[DraftSection]) -> tuple[tuple[DraftModel, ...], tuple[DraftSection, ...]]:
    """The systems of all tasks, and the sections with their ids in place of their names."""
    tasks = [task for one in sections for task in one.tasks]
    names = dict.fromkeys(name for task in tasks for row in task.examples for name in row.outputs)
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(" ".join(name.lower().split()), name)
    ids = dict(zip(folded, unique(map(model_id, folded.values())), strict=True))
    by_name = {name: ids[" ".join(name.lower().split())] for name in names}
    models = tuple(
        DraftModel(
            ids[key],
            name,
            ours=OURS.search(name) is not None,
            doubts=("which model is this?",) if name == UNNAMED or only_made(name) else (),
        )
        for key, name in folded.items()
    )
    renamed = {}
    for task in tasks:
        outputs = [{by_name[name]: pieces for name, pieces in row.outputs.items()} for row in task.examples]
        asked = task.prompt.per_model.items()
        renamed[task.id] = replace(
            task,
            examples=tuple(replace(row, outputs=one) for row, one in zip(task.examples, outputs, strict=True)),
            models=tuple(dict.fromkeys(name for one in outputs for name in one)),
            prompt=replace(task.prompt, per_model={by_name[one]: text for one, text in asked}),
        )
    return models, tuple(replace(one, tasks=tuple(renamed[task.id] for task in one.tasks)) for one in sections)


def _defects(page: ParsedPage, panels: Sequence[Panel]) -> Iterator[Defect]:
    for host, count in _embedded(page.root).items():
        yield Defect("embedded", f"{count} players of {host} are not imported: their clips are not here", host)
    template = _filled_in(page.root)
    script = "" if template else _drawn(page.root)
    if template:
        yield Defect("scripted", f"players are filled in by a template: '{template}'", template)
    elif script:
        yield Defect("scripted", f"a script may draw more than the page holds: '{script}'", script)
    silent = dom.silent_players(page.root)
    if silent and not template:
        players = "1 player has" if silent == 1 else f"{silent} players have"
        yield Defect("empty-player", f"{players} no address of a clip: nothing is imported for them")
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
            message = f"{len(empty)} empty cells under '{where}', e.g. '{heading}' of example {at}"
            yield Defect("empty-cell", message, where)
    for panel in panels:
        yield from _twice(panel)


def _twice(panel: Panel) -> Iterator[Defect]:
    """Clips that stand under two headings of one example."""
    for at in range(panel.table.count):
        seen: dict[str, str] = {}
        for one in panel.table.series:
            for clip in one.cells[at].clips if at < len(one.cells) else ():
                if clip.src in seen and seen[clip.src] != one.heading:
                    message = f"'{clip.src}' is both '{seen[clip.src]}' and '{one.heading}' of example {at + 1}"
                    yield Defect("same-content", message, clip.src)
                seen[clip.src] = one.heading
