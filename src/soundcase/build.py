"""The whole story: from a project to its published site.

Rule 1: `check` is the beginning of `build`; they find the same problems.
Rule 2: an error anywhere stops before anything is written; the last site stays as it was.
Rule 3: an error that the catalogue or a header shows stops before anything is encoded; all clips are measured
    nevertheless, so that every problem is told at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from soundcase import __version__
from soundcase.audio.media.kept import Made
from soundcase.audio.media.reading import is_url, readable
from soundcase.audio.media.workshop import Work, Workshop, workshop
from soundcase.catalogue.editors import schema_versions
from soundcase.catalogue.load import MAIN, Loaded, load
from soundcase.catalogue.uses import file_uses
from soundcase.checks.inventory import Inventory, take
from soundcase.checks.judge import judge, strict, weigh
from soundcase.checks.planning import draw
from soundcase.checks.rules.budgets import Weights
from soundcase.checks.rules.evidence import Evidence
from soundcase.checks.survey import Survey, survey
from soundcase.facts import Facts
from soundcase.model import Catalogue
from soundcase.problems.codes import CODES
from soundcase.problems.problem import Fault, Place, Problem, any_error
from soundcase.problems.report import in_order
from soundcase.project import Project
from soundcase.publishing import build_fingerprint
from soundcase.publishing.lock import build_lock, lock_path
from soundcase.publishing.output_guard import cannot_write, refusal
from soundcase.publishing.placement import Copy, Payload
from soundcase.publishing.publish import Published, Site, publish
from soundcase.site.export import catalogue_json, sitemap_xml
from soundcase.site.paging import FIRST, paged
from soundcase.site.plan import Plan
from soundcase.site.render import render
from soundcase.site.theme import Theme, ThemeError, open_theme
from soundcase.site.transcripts.compare import compared
from soundcase.site.views import site_views
from soundcase.site.views.search import INDEX


@dataclass(frozen=True, slots=True)
class Options:
    """How a build is carried out; none of it changes what comes out."""

    work: Work = field(default_factory=Work)
    strict: bool = False
    """Whether warnings count as errors."""
    on_wait: Callable[[], None] = lambda: None
    """Called once when another build of the same project has to be waited for."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a project says, what is wrong with it, and the site it makes."""

    loaded: Loaded
    survey: Survey | None
    site: Site | None
    """None where an error forbids it."""
    problems: tuple[Problem, ...]
    """In file and line order."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    checked: Checked
    published: Published | None
    problems: tuple[Problem, ...]
    """Those of checking and those of publishing, in file and line order."""

    @property
    def failed(self) -> bool:
        """Whether there is no new site."""
        return any_error(self.problems)


def check(project: Project, options: Options) -> Checked:
    """Everything up to, and without, making the site; what is measured is kept in the cache."""
    with workshop(project.root, options.work) as shop:
        return examine(project, options, shop)


def examine(project: Project, options: Options, shop: Workshop, *, making: bool = False) -> Checked:
    """What a project says and is; if `making`, all that its site needs is made too."""
    loaded = load(project)
    catalogue = loaded.catalogue
    if catalogue is None:
        return Checked(loaded, None, None, _final(loaded.problems, options))
    theme, wrong = _themed(project, catalogue)
    files = take(project, catalogue, shop, headers=making)
    hopeless = making and any_error(_final((*wrong, *_promised(project, loaded, catalogue, files)), options))
    found = survey(files, catalogue, shop, making=making and not hopeless)
    problems = _final((*wrong, *_judged(project, loaded, catalogue, files, found)), options)
    if hopeless and not any_error(problems):  # what is there is better than its headers
        found = survey(files, catalogue, shop, making=True)
        problems = _final((*wrong, *_judged(project, loaded, catalogue, files, found)), options)
    site: Site | None = None
    if theme and not any_error(problems):
        try:
            plan = draw(files, found)
            site = make(compared(catalogue), plan, theme, _files(plan, files, found))
            heavy = weigh(loaded, _weights(project, catalogue, plan, site))
            problems = _final((*problems, *heavy), options)
        except ThemeError as error:
            problems = _final((*problems, _theme_problem(project, error)), options)
    return Checked(loaded, found, None if any_error(problems) else site, problems)


def _themed(project: Project, catalogue: Catalogue) -> tuple[Theme | None, tuple[Problem, ...]]:
    try:
        return open_theme(project.templates, catalogue.theme), ()
    except ThemeError as error:
        return None, (_theme_problem(project, error),)


def make(catalogue: Catalogue, plan: Plan, theme: Theme, files: Mapping[str, Payload]) -> Site:
    """The site of a catalogue without errors, in memory; raises ThemeError."""
    shown = site_views(catalogue, plan, __version__)
    data = {"catalogue.json": catalogue_json(catalogue, plan, __version__, shown.addresses), ".nojekyll": b""}
    if catalogue.url:
        data["sitemap.xml"] = sitemap_xml(page.canonical for page in shown.pages)
    scripts = {url: script.encode() for url, script in shown.scripts.items()}
    return Site(assets={**theme.assets, **scripts, **files}, pages={**render(shown, theme), **data})


def build(project: Project, options: Options, summary: Callable[[Built], str]) -> Built:
    """Check and publish; the site in the output folder is replaced whole or not at all.

    `summary` words what was done; a later build that finds nothing changed repeats it.
    """
    root, output = str(project.root), str(project.output)
    refused = _refused(project)
    if refused:
        return Built(Checked(Loaded(None, {}, (), {}, {}), None, None, ()), None, (refused,))
    with build_lock(lock_path(project.root), options.on_wait):
        inputs = build_fingerprint.observe(root)
        with workshop(project.root, options.work) as shop:
            checked = examine(project, options, shop, making=True)
            if checked.site is None:
                return Built(checked, None, checked.problems)
            known = build_fingerprint.remembered(root, output)
            published = publish(checked.site, project.output, root=project.root, known=known)
        faults = tuple(_placed(fault, project) for fault in published.faults)
        built = Built(checked, published, (*faults, *checked.problems))
        if not built.failed and not options.work.audio:
            urls = (*checked.site.assets, *checked.site.pages)
            build_fingerprint.record(root, output, inputs=inputs, outputs=urls, summary=summary(built))
        return built


def _refused(project: Project) -> Problem | None:
    """Why the output folder cannot be written to, before any work is done."""
    try:
        fault = refusal(project.output, project.root)
    except OSError as reason:
        fault = cannot_write(project.output, project.root, reason)
    return _placed(fault, project) if fault else None


def _final(problems: Sequence[Problem], options: Options) -> tuple[Problem, ...]:
    return tuple(in_order(strict(problems) if options.strict else problems))


def _promised(project: Project, loaded: Loaded, catalogue: Catalogue, files: Inventory) -> tuple[Problem, ...]:
    """What is wrong as far as the catalogue and headers show."""
    evidence = _evidence(project, loaded, catalogue, files.promised, files)
    return judge(loaded, evidence, (*files.faults, *files.early))


def _judged(
    project: Project, loaded: Loaded, catalogue: Catalogue, files: Inventory, found: Survey
) -> tuple[Problem, ...]:
    """What is wrong with the catalogue and its files, measured."""
    return judge(loaded, _evidence(project, loaded, catalogue, found.clips, files), found.faults)


def _evidence(
    project: Project, loaded: Loaded, catalogue: Catalogue, facts: Mapping[str, Facts], files: Inventory
) -> Evidence:
    return Evidence(
        catalogue=catalogue,
        facts=facts,
        videos={name: film for name, (_, film) in files.videos.items()},
        audio_files=files.audio_files,
        audio_folder=project.relative(project.audio),
        complete=not any_error(loaded.problems),
        links=frozenset((*files.linked.files, *files.linked.pictures)),
        linked=frozenset(one.name for one in files.linked.files.values()),
        schemas=schema_versions(project.root),
    )


def _files(plan: Plan, files: Inventory, found: Survey) -> Mapping[str, Payload]:
    copies: dict[str, Payload] = {}
    for key, clip in plan.clips.items():
        copies[clip.url] = _original(files.clips[key.name], key.name, clip.facts)
        for encode, made in zip(clip.encodes, found.encodes[key], strict=True):
            copies[encode.url] = _copy_of(made)
        if clip.spectrogram:
            copies[clip.spectrogram.url] = _copy_of(found.spectrograms[key][1])
    for name, picture in plan.pictures.items():
        path, facts = files.pictures[name]
        copies[picture.url] = Copy(path, facts.sha256, facts.size)
    for name, video in plan.videos.items():
        path, film = files.videos[name]
        copies[video.url] = Copy(path, film.sha256, film.size)
        if video.poster:
            copies[video.poster] = film.poster
    for link, file in files.linked.files.items():
        copies.setdefault(plan.files[link].url, Copy(file.path, file.sha256, file.size))
    return copies


def _original(location: str, name: str, facts: Facts) -> Copy:
    """The clip itself; one behind a URL comes only when it has to be written."""
    if is_url(location):
        return Copy(Path(name), facts.sha256, facts.size, fetch=partial(readable, location))
    return Copy(Path(location), facts.sha256, facts.size)


def _copy_of(made: Made) -> Copy:
    return Copy(made.path, made.sha256, made.size)


def _weights(project: Project, catalogue: Catalogue, plan: Plan, site: Site) -> Weights:
    """The site in bytes."""
    payloads = {**site.assets, **site.pages}
    sources = {clip.url: clip.source for clip in plan.clips.values()}
    sources |= {encode.url: clip.source for clip in plan.clips.values() for encode in clip.encodes}
    folder = project.relative(project.audio)
    return Weights(
        files={url: len(one) if isinstance(one, bytes) else one.size for url, one in payloads.items()},
        sources={url: f"{folder}/{name}" for url, name in sources.items()},
        pages=_loaded(catalogue, plan, site),
        catalogue=f"{project.relative(project.examples)}/{MAIN}",
        pictures={
            plan.pictures[use.name].url: use.spot
            for use in reversed(list(file_uses(catalogue, "image")))
            if use.name in plan.pictures
        },
    )


def _loaded(catalogue: Catalogue, plan: Plan, site: Site) -> dict[str, frozenset[str]]:
    """What each page loads by itself: its styles, scripts and pictures."""
    shared = {url for url in site.assets if url.startswith("assets/") and not url.startswith(INDEX)}
    figures = {figure.image for figure in catalogue.figures}
    loaded = {}
    for spec in paged(catalogue).pages:
        shown = {
            piece.image
            for part in spec.slices
            for example in part.task.examples[part.start : part.stop]
            for _, _, piece in example.media()
            if piece.image
        }
        pictures = {plan.pictures[name].url for name in shown | (figures if spec.url == FIRST else set())}
        loaded[spec.url] = frozenset({spec.url, *shared, *pictures})
    return loaded


def _theme_problem(project: Project, error: ThemeError) -> Problem:
    place = Place(project.relative(project.templates / error.path), error.line)
    return Problem(error.code, CODES[error.code].severity, error.message, place)


def _placed(fault: Fault, project: Project) -> Problem:
    """A fault of publishing: its place is the output folder."""
    output = project.output
    within = output.is_relative_to(project.root) and output != project.root
    path = project.relative(output) if within else output.as_posix()
    return Problem(fault.code, CODES[fault.code].severity, fault.message, Place(path), fault.hint)
