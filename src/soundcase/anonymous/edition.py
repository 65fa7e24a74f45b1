"""The anonymous edition of an examined project: what is drawn in place of its catalogue and its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import unquote

from soundcase.anonymous.files import BareClips, BareFile, BareFiles, bare_files
from soundcase.anonymous.hrefs import with_targets
from soundcase.anonymous.machine import machine_words
from soundcase.anonymous.renamed import FileNames, SystemNames, renamed, system_names, with_links
from soundcase.anonymous.retold import retold
from soundcase.anonymous.secret import Hidden, hidden_by, project_secret
from soundcase.anonymous.sought import plain_words, system_words, wanted_words
from soundcase.anonymous.wording import Wording
from soundcase.checks.drawing import SiteContent
from soundcase.checks.examination import ProjectContext
from soundcase.checks.slices import sliced
from soundcase.leaks.words import Wanted
from soundcase.model import Catalogue
from soundcase.site.anchors import site_anchors
from soundcase.site.paging import paged
from soundcase.site.plan import Plan, PlannedFile, PlannedPicture, PlannedVideo
from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class AnonymousEdition:
    """A project as its anonymous edition has it."""

    content: SiteContent
    told: Catalogue
    """The catalogue in the words of the edition, with ids and files as they were: its places are those of the
    project's files."""
    systems: SystemNames
    files: BareFiles
    wanted: Wanted


def anonymous_edition(context: ProjectContext, usual: SiteContent) -> AnonymousEdition:
    """The anonymous edition of what is drawn otherwise."""
    catalogue, hidden = usual.slices.catalogue, hidden_by(project_secret(context.project.root))
    settings = catalogue.anonymous
    systems = system_names(catalogue.models, settings.models, hidden)
    plain = plain_words(catalogue.language)
    names = {name: systems.aliases[key] for name, key in system_words(catalogue.models, plain).items()}
    told = retold(catalogue, Wording(names, settings.redact, settings.keep_links), systems.aliases)
    files = bare_files(usual.payloads, hidden, context.kept)
    plan, named = anonymous_plan(usual.plan, files, hidden)
    neutral = renamed(told, systems, named)
    files_linked = {link: _linked(link, hidden) for link in (*usual.plan.files, *usual.plan.shown)}
    moved = _moved(catalogue, neutral)

    def target(href: str) -> str:
        return files_linked.get(href) or moved(href)

    def linked(text: str) -> str:
        return with_targets(text, target)

    whole = with_links(neutral, linked)
    content = SiteContent(sliced(whole, context.kept), plan, files.payloads, usual.theme)
    wanted = wanted_words(catalogue, told, systems.aliases, machine_words(context.project.root), plain)
    return AnonymousEdition(content, with_links(told, linked), systems, files, wanted)


def anonymous_plan(plan: Plan, files: BareFiles, hidden: Hidden) -> tuple[Plan, FileNames]:
    """The plan with the files of the edition, and what the catalogue calls them there."""
    new = files.by_url
    clips = {
        key.name: _name(new[plan.urls[clip.published[0].sha256]])
        for key, clip in plan.clips.items()
        if plan.urls[clip.published[0].sha256] in new
    }
    pictures = {name: _name(new[one.url]) for name, one in plan.pictures.items() if one.url in new}
    videos = {name: _name(new[one.url]) for name, one in plan.videos.items() if one.url in new}
    attached = {name: _name(new[one.url]) for name, one in plan.attachments.items() if one.url in new}
    urls = {digest: new[url].url for digest, url in plan.urls.items() if url in new}
    made = Plan(
        clips=BareClips(plan.clips, clips, files),
        urls=urls | {one.sha256: one.url for one in (new[url] for url in plan.urls.values() if url in new)},
        pictures={pictures[name]: _picture(plan.pictures[name], new) for name in pictures},
        videos={videos[name]: _video(plan.videos[name], new) for name in videos},
        attachments={
            name: PlannedFile(name, *_published(new[plan.attachments[old].url]))
            for old, name in attached.items()
        },
        files={
            _linked(link, hidden): PlannedFile(_linked(link, hidden), *_published(new[one.url]))
            for link, one in plan.files.items()
            if one.url in new
        },
        sources={new[url].url: name for url, name in plan.sources.items() if url in new},
        shown={_linked(link, hidden): pictures[name] for link, name in plan.shown.items() if name in pictures},
    )
    return made, FileNames(clips, pictures, videos, attached)


def _name(one: BareFile) -> str:
    """A file as the catalogue names it: by its address below its folder."""
    return one.url.partition("/")[2]


def _published(one: BareFile) -> tuple[str, int, str]:
    return one.url, one.size, one.sha256


def _picture(planned: PlannedPicture, new: Mapping[str, BareFile]) -> PlannedPicture:
    one = new[planned.url]
    facts = replace(
        planned.picture,
        sha256=one.sha256,
        size=one.size,
        mime=one.mime or planned.picture.mime,
        suffix=one.suffix or planned.picture.suffix,
    )
    return PlannedPicture(_name(one), one.url, facts)


def _video(planned: PlannedVideo, new: Mapping[str, BareFile]) -> PlannedVideo:
    one, poster = new[planned.url], new.get(planned.poster)
    facts = replace(planned.facts, sha256=one.sha256, size=one.size)
    return PlannedVideo(_name(one), one.url, facts, poster.url if poster else "")


def _linked(link: str, hidden: Hidden) -> str:
    """A link of Markdown to a file, as the edition writes it."""
    return f"data/{hidden(f'link {link}')[:12]}{PurePosixPath(link.partition('#')[0]).suffix.lower()}"


def _moved(before: Catalogue, after: Catalogue) -> Callable[[str], str]:
    """From a link to a page or a place of the site to the same in the edition."""
    pages = dict(zip(_pages(before), _pages(after), strict=True))
    anchors = dict(zip(_anchors(before), _anchors(after), strict=True))

    def moved(href: str) -> str:
        page, hash_sign, anchor = href.partition("#")
        return f"{pages.get(page, page)}{hash_sign}{anchors.get(unquote(anchor), anchor)}"

    return moved


def _pages(catalogue: Catalogue) -> list[str]:
    return [page.url for page in paged(catalogue).pages]


def _anchors(catalogue: Catalogue) -> list[str]:
    """The anchors of sections, tasks and examples."""
    ids = {task.id: [one.id for one in task.examples] for task in catalogue.tasks()}
    sections = ((one.title, (task.id for task in one.tasks)) for one in catalogue.sections)
    given = site_anchors(sections, ids)
    examples = (one for task in ids for one in given.examples[task])
    return [*given.sections, *given.tasks.values(), *examples]
