"""What the clips of a catalogue are: each is decoded and measured once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from soundcase.audio.media.derive import Derived, derive
from soundcase.audio.media.job import Job, Wish
from soundcase.audio.media.kept import Made, Shelf
from soundcase.audio.media.reading import is_url, readable
from soundcase.audio.media.versions import tools
from soundcase.audio.media.workshop import Workshop
from soundcase.audio.probe import rate_of
from soundcase.catalogue.uses import clip_uses, file_uses
from soundcase.checks.inventory import Inventory
from soundcase.checks.wishes import longest_seconds, shown_as_spectrograms, wishes
from soundcase.facts import Facts
from soundcase.model import Catalogue, ClipKey, Spot
from soundcase.problems.problem import Fault

_ORIGINAL = "the page offers the original, which some browsers may not play"
_OTHERS = "the page offers the other versions"


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything that is known about a project's clips, by the names the catalogue uses."""

    clips: Mapping[str, Facts]
    encodes: Mapping[ClipKey, tuple[Made, ...]]
    """Of each clip that could be read, the versions to offer in its place, in the order of preference."""
    spectrograms: Mapping[ClipKey, tuple[int, Made]]
    """With the frequency (Hz) at the upper edge."""
    faults: tuple[tuple[Spot, Fault], ...]


def survey(found: Inventory, catalogue: Catalogue, shop: Workshop, *, making: bool) -> Survey:
    """Measure every clip that the catalogue names; if `making`, also make what it wishes for.

    Raises DerivationError, and OSError where no disk has room.
    """
    wanted = wishes(catalogue, _rates(catalogue, found, shop)) if making else {}
    asked: dict[str, list[Wish]] = {}
    for key, wish in wanted.items():
        asked.setdefault(key.name, []).append(wish)
    limits = longest_seconds(catalogue)
    jobs = [
        Job(name, place, found.contents[name], tuple(asked.get(name, ())), limits[name])
        for name, place in found.clips.items()
    ]
    derived = derive(
        jobs, shop.cache, shop.executor, at_once=shop.at_once, apart=shop.apart, on_done=shop.on_done
    )
    for name, seen in found.stamps.items():
        facts = derived[name].probed.facts
        if seen and facts:
            shop.cache.learn(found.clips[name], seen, facts.sha256)
    keys = dict.fromkeys(use.key for use in clip_uses(catalogue))
    return Survey(
        clips={name: one.probed.facts for name, one in derived.items() if one.probed.facts},
        encodes={key: _encodes(key, derived[key.name], wanted) for key in keys if key.name in derived},
        spectrograms=dict(_spectrograms(derived, wanted)),
        faults=(*found.faults, *_first(catalogue, derived)),
    )


def _encodes(key: ClipKey, derived: Derived, wanted: Mapping[ClipKey, Wish]) -> tuple[Made, ...]:
    return derived.encodes.get(wanted[key], ()) if key in wanted else ()


def _spectrograms(
    derived: Mapping[str, Derived], wanted: Mapping[ClipKey, Wish]
) -> Iterator[tuple[ClipKey, tuple[int, Made]]]:
    for key, wish in wanted.items():
        made = derived[key.name].spectrograms.get(wish) if key.name in derived else None
        if made and wish.spectrogram_top_hz:
            yield key, (wish.spectrogram_top_hz, made)


def _rates(catalogue: Catalogue, found: Inventory, shop: Workshop) -> Mapping[str, int]:
    """Hz of the clips shown as spectrograms; a clip behind a URL is fetched for it once."""
    rates: dict[str, int] = {}
    for name in sorted(shown_as_spectrograms(catalogue) & found.clips.keys()):
        place, content = found.clips[name], found.contents[name]
        shelf = Shelf(shop.cache, content, tools()) if is_url(place) and content else None
        rate = shelf.rate() if shelf else None
        if rate is None:
            rate = _rate(place)
            if shelf and rate:
                shelf.keep_rate(rate)
        if rate:
            rates[name] = rate
    return rates


def _rate(place: str) -> int | None:
    """None also where there is nothing to be read, which deriving tells at its place."""
    try:
        with readable(place) as path:
            return rate_of(path)
    except OSError:
        return None


def _first(catalogue: Catalogue, derived: Mapping[str, Derived]) -> Iterator[tuple[Spot, Fault]]:
    """What is wrong with each file, where it is first named.

    A format that browsers do not play is no problem: the page offers a version that they do.
    """
    told: set[str] = set()
    for name, spot, _ in file_uses(catalogue, "audio"):
        if name in derived and name not in told:
            told.add(name)
            for fault in derived[name].probed.faults:
                if fault.code != "not-web-playable":
                    yield spot, fault
            yield from ((spot, fault) for fault in _not_made(name, derived[name]))


def _not_made(name: str, derived: Derived) -> Iterator[Fault]:
    hint = _OTHERS if any(derived.encodes.values()) else _ORIGINAL
    for failures in derived.failures.values():
        for form, why in failures.items():
            yield Fault("not-encoded", f"no {form} version of '{name}' could be made: {why}", hint)
