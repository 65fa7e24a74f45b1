"""A page checked, saved and built, by the stages that `build-site` has.

Rule: what is wrong is told at the calls that it is about, and then nothing is saved or published.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from soundcase.audio.media.pool import WorkerOptions
from soundcase.build import Built, Options, build, check
from soundcase.commands.summary import remembered
from soundcase.notebook.calls import Call
from soundcase.notebook.files import process_folder
from soundcase.notebook.mistakes import ProblemError, ProblemWarning, at_calls, raised
from soundcase.notebook.writing import WrittenPage, write, write_around
from soundcase.problems.problem import Fault, any_error
from soundcase.project import Project
from soundcase.system import cores

OPTIONS = Options(WorkerOptions(jobs=cores()))


def built(page: WrittenPage, root: Path, site: Path) -> Built:
    """The build of a page whose project is in a folder of ours."""
    write(page, root, ours=True)
    return build(Project(root.resolve(), site), OPTIONS, remembered)


def build_page(page: WrittenPage, site: Path, call: Call) -> Path:
    """Build a page into a folder; `call` asked for it. Raises ProblemError."""
    with _refusals_told(call):
        made = built(page, site.parent / ".soundcase" / "pages" / site.name, site)
    _tell(page, made, call)
    return site


def save_page(page: WrittenPage, root: Path, call: Call, *, overwrite: bool) -> Path:
    """Save a page that has no errors as a project; `call` asked for it. Raises ProblemError."""
    trial = process_folder() / "checked"
    write(page, trial, ours=True)
    checked = check(Project(trial.resolve(), trial / "site"), OPTIONS)
    _tell(page, Built(checked, None, checked.problems), call)
    with _refusals_told(call):
        if faults := write(page, root, overwrite=overwrite):
            raise raised(call, faults)
        write_around(page, root)
    return root


@contextmanager
def _refusals_told(call: Call) -> Iterator[None]:
    """What the system refuses to write is told as a problem of the call."""
    try:
        yield
    except OSError as error:
        message = f"'{error.filename}' cannot be written: {error.strerror or error}"
        raise raised(call, [Fault("cannot-write", message)]) from error


def _tell(page: WrittenPage, made: Built, call: Call) -> None:
    """Raise what is wrong, warn of what is doubtful."""
    if not made.problems:
        return
    error = mistakes(page, made, call)
    if any_error(made.problems):
        raise error
    warnings.warn_explicit(str(error), ProblemWarning, call.place.path, call.place.line)


def mistakes(page: WrittenPage, made: Built, asked: Call) -> ProblemError:
    """Problems of a build, at the calls that they are about, or at the one that `asked` for it."""
    return at_calls(made.problems, made.checked.loaded, page.calls(), asked)
