"""The whole story: from a catalogue to the clips that it has addresses of."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

from soundcase.cache_folder import cache_folder, cache_key, make_cache_folder
from soundcase.catalogue.load import Loaded, load
from soundcase.catalogue.sources import ClipSource, Conflict, clip_sources
from soundcase.commands.fetch.crew import Tell, together
from soundcase.commands.fetch.download import Download, Line
from soundcase.commands.fetch.partial import Partial, digest
from soundcase.commands.fetch.patience import FinalError, Patience, StoppedError
from soundcase.commands.fetch.placing import differs, place_of, put, unwritable
from soundcase.commands.fetch.progress import Moved, Outcome, Watcher, size_in_words
from soundcase.commands.fetch.web import Web, quoted
from soundcase.model import Spot
from soundcase.problems.codes import CODES
from soundcase.problems.problem import Fault, Problem, any_error
from soundcase.problems.report import in_order
from soundcase.project import Project
from soundcase.publishing.lock import build_lock

_OURS = re.compile(r"[0-9a-f]{64}\.(part|json|notes)")
_NOTHING = "No clip has an address: give it a 'url', or the catalogue a 'base_url' under 'media'."


@dataclass(frozen=True, slots=True)
class Wish:
    """What to download, and how."""

    replace: bool = False
    """Whether clips that are there give way to what their addresses hold."""
    jobs: int = 8
    largest: int = 10**9
    """Bytes of one clip."""
    patience: Patience = field(default_factory=Patience)
    private: bool = False
    """Whether servers that only this network reaches may be asked."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a run did."""

    loaded: Loaded
    outcomes: tuple[Outcome, ...]
    """In page order."""
    problems: tuple[Problem, ...]
    """In file and line order."""

    @property
    def failed(self) -> bool:
        """Whether any clip that was asked for did not come."""
        return any_error(self.problems)

    def summary(self) -> str:
        """What came, in a line or two."""
        if not self.outcomes:
            return "Nothing was fetched." if self.problems else _NOTHING
        some = {
            what: [one for one in self.outcomes if one.what == what] for what in ("fetched", "there", "failed")
        }
        size = size_in_words(sum(one.size for one in some["fetched"]))
        text = f"Fetched {_clips(len(some['fetched']))} ({size}), {len(some['there'])} already there"
        text += f", {len(some['failed'])} failed" if some["failed"] else ""
        kept = sum(one.what == "kept" for one in self.outcomes)
        verb = "differs" if kept == 1 else "differ"
        return f"{text}." + (
            f"\n{_clips(kept)} {verb} from the catalogue's sha256 and stayed; --replace fetches the originals."
            if kept
            else ""
        )


def fetch(project: Project, wish: Wish, watch: Watcher, on_wait: Callable[[], None]) -> Fetched:
    """Download what the catalogue has addresses of; a catalogue with errors is not begun with."""
    loaded = load(project)
    if loaded.catalogue is None or any_error(loaded.problems):
        return Fetched(loaded, (), tuple(in_order(loaded.problems)))
    sources, conflicts = clip_sources(loaded.catalogue)
    problems = [_doubtful(loaded, one) for one in conflicts]
    outcomes: Mapping[str, Outcome] = {}
    if sources:
        key = cache_key(str(project.root))
        cache = Path(cache_folder(str(project.root))).absolute()
        try:
            make_cache_folder(str(project.root))
            folder = cache / f"fetch-{key}"
            folder.mkdir(exist_ok=True)
        except OSError as error:
            fault = unwritable(str(cache), error)
            return Fetched(loaded, (), (*problems, _problem(loaded, sources[0].spot, fault)))
        with build_lock(cache / f"fetch-{key}.lock", on_wait):
            outcomes = _all(project, sources, folder, wish, watch)
    ordered = tuple(outcomes[source.name] for source in sources)
    problems += [_problem(loaded, spot, fault) for spot, fault in _grouped(ordered)]
    return Fetched(loaded, ordered, tuple(in_order(problems)))


def _all(
    project: Project, sources: Sequence[ClipSource], folder: Path, wish: Wish, watch: Watcher
) -> Mapping[str, Outcome]:
    _tidy(folder, sources)
    outcomes: dict[str, Outcome] = {}
    stop = Event()
    with closing(Web(wish.patience, wish.jobs, wish.private)) as web:
        crew = _Crew(project, folder, wish, Line(web, wish.patience, wish.largest, stop))
        with closing(together(sources, wish.jobs, crew.carry_out, stop)) as news:
            for one in news:
                watch(one, len(sources))
                if isinstance(one, Outcome):
                    outcomes[one.source.name] = one
    return outcomes


@dataclass(frozen=True, slots=True)
class _Crew:
    """What all downloads of one run share."""

    project: Project
    folder: Path
    wish: Wish
    line: Line
    unreachable: dict[str, Fault] = field(default_factory=dict)
    """By server: the others of its clips are not tried for minutes as well."""

    def carry_out(self, source: ClipSource, tell: Tell[Moved | Outcome]) -> None:
        """Bring one clip, and tell what became of it."""
        try:
            tell(self._brought(source, tell))
        except StoppedError:
            return
        except FinalError as error:
            tell(Outcome(source, "failed", fault=error.fault))
        except OSError as error:
            tell(Outcome(source, "failed", fault=unwritable(source.name, error)))

    def _brought(self, source: ClipSource, tell: Tell[Moved | Outcome]) -> Outcome:
        place = place_of(self.project, source.name)
        if isinstance(place, Fault):
            raise FinalError(place)
        partial = _partial(self.folder, source)
        there = self._there(source, place)
        if there is not None:
            if there.what == "there":
                partial.discard()
            return there
        if not self._came(source, partial, tell):
            self._came(source, partial, tell, last=True)
        size = partial.size
        put(partial, place)
        return Outcome(source, "fetched", size)

    def _there(self, source: ClipSource, place: Path) -> Outcome | None:
        """The outcome for a clip that need not be downloaded."""
        if not place.exists():
            return None
        if source.sha256 and digest(place) == source.sha256:
            return Outcome(source, "there")
        if self.wish.replace:
            return None
        return Outcome(source, "kept" if source.sha256 else "there")

    def _came(
        self, source: ClipSource, partial: Partial, tell: Tell[Moved | Outcome], *, last: bool = False
    ) -> bool:
        """Complete and check the partial file; False where pieces were joined that do not belong together."""
        host = urlsplit(source.url).netloc
        if host in self.unreachable:
            raise FinalError(self.unreachable[host])
        coming = Download(source, partial, self.line, lambda done, total: tell(Moved(source, done, total)))
        try:
            coming.complete()
        except FinalError as error:
            if error.fault.code == "fetch-unreachable":
                self.unreachable.setdefault(host, error.fault)
            raise
        fault = differs(source, partial)
        if fault is None:
            return True
        partial.discard()
        if last or not coming.joined:
            raise FinalError(fault)
        return False


def _partial(folder: Path, source: ClipSource) -> Partial:
    key = hashlib.sha256(f"{source.name}\0{source.url}".encode()).hexdigest()
    return Partial(folder / f"{key}.part")


def _tidy(folder: Path, sources: Sequence[ClipSource]) -> None:
    """Remove what earlier runs left of clips that the catalogue no longer has."""
    known = {_partial(folder, source).path.stem for source in sources}
    for path in folder.iterdir():
        if _OURS.fullmatch(path.name) and path.stem not in known:
            path.unlink(missing_ok=True)


def _grouped(outcomes: Sequence[Outcome]) -> Iterator[tuple[Spot, Fault]]:
    """What went wrong, with its places; a server that is out of reach is told once."""
    silent: dict[str, list[Outcome]] = {}
    for one in outcomes:
        if one.fault is not None and one.fault.code == "fetch-unreachable":
            silent.setdefault(urlsplit(one.source.url).netloc, []).append(one)
        elif one.fault is not None:
            yield one.source.spot, one.fault
    for group in silent.values():
        fault = group[0].fault
        assert fault is not None
        others = (
            f"; {_clips(len(group) - 1)} more {'is' if len(group) == 2 else 'are'} there" if group[1:] else ""
        )
        yield group[0].source.spot, replace(fault, message=fault.message + others)


def _clips(count: int) -> str:
    return f"{count} clip{'' if count == 1 else 's'}"


def _doubtful(loaded: Loaded, conflict: Conflict) -> Problem:
    first = loaded.place(conflict.first_spot)
    message = (
        f"'{conflict.name}' has two {conflict.what}: {quoted(conflict.second)} here, "
        f"and {quoted(conflict.first)} in {first.path}:{first.line}"
    )
    fault = Fault("fetch-two-sources", message, "one file has one source: mend one of them, or use two names")
    return _problem(loaded, conflict.spot, fault)


def _problem(loaded: Loaded, spot: Spot, fault: Fault) -> Problem:
    return Problem(fault.code, CODES[fault.code].severity, fault.message, loaded.place(spot), fault.hint)
