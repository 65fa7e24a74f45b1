"""A page checked, saved and built, by the stages that `build-site` has.

Rule: what is wrong is told at the calls that it is about, and then nothing is saved or published.
"""

from __future__ import annotations

import warnings
from pathlib import Path

from soundcase.audio.media.pool import WorkerOptions
from soundcase.build import Built, Options, build, check
from soundcase.commands.summary import remembered
from soundcase.notebook.calls import Call
from soundcase.notebook.files import process_folder
from soundcase.notebook.mistakes import ProblemWarning, at_calls, raised
from soundcase.notebook.writing import WrittenPage, write, write_around
from soundcase.problems.problem import Problem, any_error
from soundcase.project import Project
from soundcase.system import cores

OPTIONS = Options(WorkerOptions(jobs=cores()))


def built(page: WrittenPage, root: Path, site: Path) -> Built:
    """The build of a page whose project is in a folder of ours."""
    write(page, root, ours=True)
    return build(Project(root.resolve(), site), OPTIONS, remembered)


def build_page(page: WrittenPage, site: Path) -> Path:
    """Build a page into a folder. Raises ProblemError."""
    made = built(page, site.parent / ".soundcase" / "pages" / site.name, site)
    _tell(page, made)
    return site


def save_page(page: WrittenPage, root: Path, call: Call, *, overwrite: bool) -> Path:
    """Save a page that has no errors as a project; `call` asked for it. Raises ProblemError."""
    trial = process_folder() / "checked"
    write(page, trial, ours=True)
    checked = check(Project(trial.resolve(), trial / "site"), OPTIONS)
    _tell(page, Built(checked, None, checked.problems))
    if faults := write(page, root, overwrite=overwrite):
        raise raised(call, faults)
    write_around(page, root)
    return root


def _tell(page: WrittenPage, made: Built) -> None:
    """Raise what is wrong, warn of what is doubtful."""
    if not made.problems:
        return
    error = mistakes(page, made, made.problems)
    if any_error(made.problems):
        raise error
    place = page.call.place
    warnings.warn_explicit(str(error), ProblemWarning, place.path, place.line)


def mistakes(page: WrittenPage, made: Built, problems: tuple[Problem, ...]) -> Exception:
    """Problems of a build, at the calls that they are about."""
    return at_calls(problems, made.checked.loaded, page.calls(), page.call)
