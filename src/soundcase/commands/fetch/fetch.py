"""`fetch`: from a catalogue to the clips that it has addresses of."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import field, replace
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

from soundcase.audio.probe.missing import FolderIndex
from soundcase.cache_folder import cache_folder, cache_key, make_cache_folder
from soundcase.catalogue.load import Loaded, load
from soundcase.catalogue.sources import ClipSource, Conflict, clip_sources
from soundcase.catalogue.uses import uses_of
from soundcase.commands.fetch.download import Download, DownloadContext
from soundcase.commands.fetch.install_clip import install, mismatch, target_of, unwritable
from soundcase.commands.fetch.partial import Partial, digest
from soundcase.commands.fetch.progress import (
    DownloadProgress,
    FetchEvent,
    FetchResult,
    ProgressListener,
    size_in_words,
)
from soundcase.commands.fetch.retry import PermanentError, RetryPolicy, StoppedError
from soundcase.commands.fetch.web import Web, quoted
from soundcase.commands.fetch.workers import Report, run_together
from soundcase.model import SourcePath
from soundcase.problems.codes import problem_of
from soundcase.problems.phrases import number_of
from soundcase.problems.problem import Fault, Problem, any_error
from soundcase.problems.report import in_order
from soundcase.project import Project
from soundcase.publishing.lock import build_lock
from soundcase.values import dataclass

_OURS = re.compile(r"[0-9a-f]{64}\.(part|json|notes)")
_NOTHING = "No clip has an address: give it a 'url', or the catalogue a 'base_url' under 'media'."


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """The options of a fetch."""

    replace: bool = False
    """Whether clips that are there give way to what their addresses hold."""
    jobs: int = 8
    largest: int = 10**9
    """Bytes of one clip."""
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    private: bool = False
    """Whether servers that only this network reaches may be asked."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The result of a run."""

    loaded: Loaded
    results: tuple[FetchResult, ...]
    """In page order."""
    problems: tuple[Problem, ...]
    """In file and line order."""

    @property
    def failed(self) -> bool:
        """True where a clip that was asked for did not come."""
        return any_error(self.problems)

    def summary(self) -> str:
        """The clips that came, in a line or two."""
        if not self.results:
            return "Nothing was fetched." if self.problems else _NOTHING
        some = {
            what: [one for one in self.results if one.state == what] for what in ("fetched", "there", "failed")
        }
        size = size_in_words(sum(one.size for one in some["fetched"]))
        text = f"Fetched {number_of(len(some['fetched']), 'clip')} ({size}), {len(some['there'])} already there"
        text += f", {len(some['failed'])} failed" if some["failed"] else ""
        kept = sum(one.state == "kept" for one in self.results)
        verb = "differs" if kept == 1 else "differ"
        if not kept:
            return f"{text}."
        differ = f"{number_of(kept, 'clip')} {verb} from the catalogue's sha256 and stayed"
        return f"{text}.\n{differ}; --replace fetches the originals."


def fetch(
    project: Project, options: FetchOptions, on_progress: ProgressListener, on_wait: Callable[[], None]
) -> Fetched:
    """Download what the catalogue has addresses of; a catalogue with errors is not begun with."""
    loaded = load(project)
    if loaded.catalogue is None or any_error(loaded.problems):
        return Fetched(loaded, (), tuple(in_order(loaded.problems)))
    sources, conflicts = clip_sources(uses_of(loaded.catalogue).clips)
    problems = [_doubtful(loaded, one) for one in conflicts]
    results: Mapping[str, FetchResult] = {}
    if sources:
        key = cache_key(str(project.root))
        cache = Path(cache_folder(str(project.root))).absolute()
        try:
            make_cache_folder(str(project.root))
            folder = cache / f"fetch-{key}"
            folder.mkdir(exist_ok=True)
        except OSError as error:
            fault = unwritable(str(cache), error)
            return Fetched(loaded, (), (*problems, _problem(loaded, sources[0].origin, fault)))
        with build_lock(cache / f"fetch-{key}.lock", on_wait):
            results = _download_all(project, sources, folder, options, on_progress)
    ordered = tuple(results[source.name] for source in sources)
    problems += [_problem(loaded, origin, fault) for origin, fault in _grouped(ordered)]
    return Fetched(loaded, ordered, tuple(in_order(problems)))


def _download_all(
    project: Project,
    sources: Sequence[ClipSource],
    folder: Path,
    options: FetchOptions,
    on_progress: ProgressListener,
) -> Mapping[str, FetchResult]:
    known = {_partial(folder, source).path.stem for source in sources}
    for path in folder.iterdir():  # earlier runs leave what is of clips that the catalogue no longer has
        if _OURS.fullmatch(path.name) and path.stem not in known:
            path.unlink(missing_ok=True)
    results: dict[str, FetchResult] = {}
    stop = Event()
    with closing(Web(options.retry, options.jobs, options.private)) as web:
        download = DownloadContext(web, options.retry, options.largest, stop)
        context = _FetchContext(project, folder, options, download, FolderIndex.of(project.audio))
        with closing(run_together(sources, options.jobs, context.fetch_clip, stop)) as news:
            for one in news:
                on_progress(one, len(sources))
                if isinstance(one, FetchResult):
                    results[one.source.name] = one
    return results


@dataclass(frozen=True, slots=True)
class _FetchContext:
    """The parts that all downloads of one run share."""

    project: Project
    folder: Path
    options: FetchOptions
    download: DownloadContext
    files: FolderIndex
    """What was in `data/audio/` before."""
    unreachable: dict[str, Fault] = field(default_factory=dict)
    """By server: the others of its clips are not tried for minutes as well."""

    def fetch_clip(self, source: ClipSource, report: Report[FetchEvent]) -> None:
        """Fetch one clip, and report the result."""
        try:
            report(self._fetched(source, report))
        except StoppedError:
            return
        except PermanentError as error:
            report(FetchResult(source, "failed", fault=error.fault))
        except OSError as error:
            report(FetchResult(source, "failed", fault=unwritable(source.name, error)))

    def _fetched(self, source: ClipSource, report: Report[FetchEvent]) -> FetchResult:
        place = target_of(self.project, source.name, self.files)
        if isinstance(place, Fault):
            raise PermanentError(place)
        partial = _partial(self.folder, source)
        there = self._there(source, place)
        if there is not None:
            if there.state == "there":
                partial.discard()
            return there
        if not self._complete(source, partial, report):
            self._complete(source, partial, report, last=True)
        size = partial.size
        install(partial, place)
        return FetchResult(source, "fetched", size)

    def _there(self, source: ClipSource, place: Path) -> FetchResult | None:
        """The result for a clip that need not be downloaded."""
        if not place.exists():
            return None
        if source.sha256 and digest(place) == source.sha256:
            return FetchResult(source, "there")
        if self.options.replace:
            return None
        return FetchResult(source, "kept" if source.sha256 else "there")

    def _complete(
        self, source: ClipSource, partial: Partial, report: Report[FetchEvent], *, last: bool = False
    ) -> bool:
        """Complete and check the partial file; False where pieces were joined that do not belong together."""
        host = urlsplit(source.url).netloc
        if host in self.unreachable:
            raise PermanentError(self.unreachable[host])
        coming = Download(
            source, partial, self.download, lambda done, total: report(DownloadProgress(source, done, total))
        )
        try:
            coming.complete()
        except PermanentError as error:
            if error.fault.code == "fetch-unreachable":
                self.unreachable.setdefault(host, error.fault)
            raise
        fault = mismatch(source, partial)
        if fault is None:
            return True
        partial.discard()
        if last or not coming.joined:
            raise PermanentError(fault)
        return False


def _partial(folder: Path, source: ClipSource) -> Partial:
    key = hashlib.sha256(f"{source.name}\0{source.url}".encode()).hexdigest()
    return Partial(folder / f"{key}.part")


def _grouped(results: Sequence[FetchResult]) -> Iterator[tuple[SourcePath, Fault]]:
    """The faults with their places; a server that is out of reach is reported once."""
    silent: dict[str, list[FetchResult]] = {}
    for one in results:
        if one.fault is not None and one.fault.code == "fetch-unreachable":
            silent.setdefault(urlsplit(one.source.url).netloc, []).append(one)
        elif one.fault is not None:
            yield one.source.origin, one.fault
    for group in silent.values():
        fault = group[0].fault
        assert fault is not None
        more = f"; {number_of(len(group) - 1, 'clip')} more {'is' if len(group) == 2 else 'are'} there"
        others = more if group[1:] else ""
        yield group[0].source.origin, replace(fault, message=fault.message + others)


def _doubtful(loaded: Loaded, conflict: Conflict) -> Problem:
    first = loaded.place(conflict.first_origin)
    message = (
        f"'{conflict.name}' has two {conflict.what}: {quoted(conflict.second)} here, "
        f"and {quoted(conflict.first)} in {first.path}:{first.line}"
    )
    fault = Fault("fetch-two-sources", message, "one file has one source: fix one of them, or use two names")
    return _problem(loaded, conflict.origin, fault)


def _problem(loaded: Loaded, origin: SourcePath, fault: Fault) -> Problem:
    return problem_of(fault.code, fault.message, loaded.place(origin), fault.hint)
