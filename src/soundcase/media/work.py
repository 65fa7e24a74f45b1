"""One clip, carried out: one decode feeds the measuring, the spectrograms and the encodes.

Rule 1: what comes back depends on the clip's content and on what was asked, not on its name, place or time.
Rule 2: a clip that cannot be read is a fault; an encode that cannot be made leaves the rest as it is.
Rule 3: an encode that was not foreseen (a header that lies) is made by a second decode.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from soundcase.encode.recipe import EncodeRecipe, Sounding
from soundcase.media.choice import chosen, foreseen, known
from soundcase.media.hearing import Ears
from soundcase.media.job import Job, Outcome, Piece, Todo
from soundcase.media.naming import NEUTRAL
from soundcase.media.reading import is_url, readable
from soundcase.media.versions import tools
from soundcase.probe import Probed, probe_file
from soundcase.probe.source import unreadable

_ELSEWHERE = "Check the spelling of its name, and that you may read it there."


def carry_out(job: Job, todo: Todo, folder: str | None) -> Outcome:
    """What `todo` asks for; big files are written to `folder`, or come back as bytes where there is none."""
    with ExitStack() as stack:
        try:
            path = stack.enter_context(readable(job.location))
        except OSError as error:
            fault = unreadable(error, NEUTRAL)
            told = replace(fault, hint=_ELSEWHERE) if is_url(job.location) else fault
            return _outcome(Probed(NEUTRAL, None, (told,)), ())
        place = Path(folder or stack.enter_context(TemporaryDirectory(prefix="soundcase-")))
        heard = _heard(path, todo, place)
        return _outcome(heard[0].probed, heard, whole=folder is None)


def _heard(path: Path, todo: Todo, place: Path) -> Sequence[Ears]:
    """The ears that heard the clip: one pair, or two where the first decode showed what else is needed."""
    recipes = todo.recipes
    if todo.facts is None:
        sounding = foreseen(path) if todo.wishes else None
        recipes = _recipes(todo, sounding) if sounding else ()
    first = _listen(path, Ears(place, measure=todo.facts is None, recipes=recipes, tops_hz=todo.tops_hz))
    facts = first.probed.facts
    if facts is None or todo.facts is not None:
        return (first,)
    needed = _recipes(todo, known(facts))
    first.keep_only(needed)
    missing = tuple(one for one in needed if one not in recipes)
    if not missing:
        return (first,)
    return (first, _listen(path, Ears(place, measure=False, recipes=missing, tops_hz=())))


def _listen(path: Path, ears: Ears) -> Ears:
    with ears:
        ears.hear(probe_file(path, NEUTRAL, listeners=ears.gather))
    return ears


def _recipes(todo: Todo, sounding: Sounding) -> tuple[EncodeRecipe, ...]:
    return tuple(dict.fromkeys(one for wish in todo.wishes for one in chosen(wish, sounding)))


def _outcome(probed: Probed, heard: Iterable[Ears], *, whole: bool = False) -> Outcome:
    encodes: dict[EncodeRecipe, Piece] = {}
    spectrograms: dict[int, Piece] = {}
    failures: dict[EncodeRecipe, str] = {}
    for ears in heard:
        encodes.update({recipe: _carried(piece, whole=whole) for recipe, piece in ears.encodes.items()})
        spectrograms.update(ears.spectrograms)
        failures.update(ears.failures)
    return Outcome(probed, encodes, spectrograms, failures, tools())


def _carried(piece: Piece, *, whole: bool) -> Piece:
    return replace(piece, content=Path(piece.path).read_bytes(), path="") if whole else piece
