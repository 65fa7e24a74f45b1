"""One clip, carried out: one decode feeds the measuring, the spectrograms and the encodes.

Rule 1: what comes back depends on the clip's content and on what was asked, not on its name, place or time.
Rule 2: a clip that cannot be read is a fault; an encode that cannot be made leaves the rest as it is.
Rule 3: what was not foreseen (a header that lies) is made by a second decode, and so is an encode that goes
        beyond full scale, which only its end tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from soundcase.audio.encode.recipe import EncodeRecipe
from soundcase.audio.media.choice import Known, chosen, drawing, foreseen, known
from soundcase.audio.media.hearing import Ears
from soundcase.audio.media.job import Drawing, Job, Outcome, Piece, Todo
from soundcase.audio.media.naming import NEUTRAL
from soundcase.audio.media.reading import is_url, readable
from soundcase.audio.media.versions import tools
from soundcase.audio.probe import Probed, probe_file
from soundcase.audio.probe.source import unreadable

_TRIES = 3
"""Times that an encode is made quieter; a lossy codec may raise other peaks when the level changes."""
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
        heard = _heard(path, todo, place, job.longest)
        return _outcome(heard[0].probed, heard, whole=folder is None)


def _heard(path: Path, todo: Todo, place: Path, longest: float) -> Sequence[Ears]:
    """The ears that heard the clip: one pair, and more where a decode showed what else is needed."""
    recipes, drawings = todo.recipes, todo.drawings
    if todo.facts is None and todo.wishes and (clip := foreseen(path)):
        recipes, drawings = _needed(todo, clip)
    heard = [
        _listen(
            path, Ears(place, facts=todo.facts, recipes=dict.fromkeys(recipes, 0.0), drawings=drawings), longest
        )
    ]
    facts = heard[0].probed.facts
    if facts is None:  # what was begun is not the whole clip
        heard[0].keep_only((), ())
        return heard
    if todo.facts is None:
        recipes, drawings = _needed(todo, known(facts))
        heard[0].keep_only(recipes, drawings)
        coded = {one: 0.0 for one in recipes if one not in {*heard[0].encodes, *heard[0].failures}}
        drawn = [one for one in drawings if one not in heard[0].spectrograms]
        if coded or drawn:
            heard.append(_listen(path, Ears(place, facts=facts, recipes=coded, drawings=drawn), longest))
    beyond = {recipe: gain for ears in heard for recipe, gain in ears.beyond.items()}
    for _ in range(_TRIES):
        if not beyond:
            break
        for ears in heard:
            ears.keep_only(ears.encodes.keys() - beyond.keys(), drawings)
        heard.append(_listen(path, Ears(place, facts=todo.facts or facts, recipes=beyond), longest))
        beyond = heard[-1].beyond
    return heard


def _listen(path: Path, ears: Ears, longest: float) -> Ears:
    with ears:
        ears.hear(probe_file(path, NEUTRAL, listeners=ears.gather, longest=longest))
    return ears


def _needed(todo: Todo, clip: Known) -> tuple[tuple[EncodeRecipe, ...], tuple[Drawing, ...]]:
    recipes = dict.fromkeys(one for wish in todo.wishes for one in chosen(wish, clip))
    drawings = dict.fromkeys(drawing(wish, clip) for wish in todo.wishes)
    return tuple(recipes), tuple(one for one in drawings if one)


def _outcome(probed: Probed, heard: Iterable[Ears], *, whole: bool = False) -> Outcome:
    encodes: dict[EncodeRecipe, Piece] = {}
    spectrograms: dict[Drawing, Piece] = {}
    failures: dict[EncodeRecipe, str] = {}
    for ears in heard:
        encodes.update({recipe: _carried(piece, whole=whole) for recipe, piece in ears.encodes.items()})
        spectrograms.update(ears.spectrograms)
        failures.update(ears.failures)
    return Outcome(probed, encodes, spectrograms, failures, tools())


def _carried(piece: Piece, *, whole: bool) -> Piece:
    return replace(piece, content=Path(piece.path).read_bytes(), path="") if whole else piece
