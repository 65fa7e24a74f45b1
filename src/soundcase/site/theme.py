"""The theme: templates with their override chain, and styles, scripts and icon as content-named assets.

Rule 1: a file of the project's `templates/` stands in for the theme's file of the same path, one by one.
Rule 2: styles come in the fixed order of `_LAYERS`, within one and for scripts by name; what the theme does not
have comes last.
Rule 3: a mistake in a project's template is a `ThemeError` with its place; a mistake in the theme is a bug.
Rule 4: where a project has templates of its own, all of them run in the sandbox: they print values, and reach
nothing else. One range, product or power is bounded; loops within loops are not, they only take time.
"""

from __future__ import annotations

import base64
import hashlib
import os
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from soundcase.kept import digest_of
from soundcase.problems.codes import problem_of
from soundcase.problems.problem import Place, Problem
from soundcase.project import Project
from soundcase.settings import ThemeSettings
from soundcase.shipped import shipped_folder
from soundcase.site.assets import (
    Asset,
    frame_assets,
    icon_of,
    later_assets,
    lean,
    listing,
    settings_css,
    stylesheet,
)
from soundcase.site.compiled import CompiledTemplates
from soundcase.site.sandbox import Sandbox
from soundcase.site.views.values import attributes
from soundcase.site.words import ENGLISH, words_of
from soundcase.values import dataclass

_PRINTED = 1024
"""Headings whose print is kept."""
_TEXTS = (".html", ".css", ".js", ".svg")
_MISTAKES = (
    jinja2.TemplateError,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    AssertionError,
    RecursionError,
    MemoryError,
)


_compiled = cache(CompiledTemplates)


class ThemeError(Exception):
    """A project's template or asset is wrong. `path` is relative to the project's `templates/`."""

    def __init__(self, path: str, line: int, message: str, code: str = "template-error") -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path = path
        self.line = line
        self.message = message
        self.code = code

    def problem(self, project: Project) -> Problem:
        """The mistake as a problem of its project."""
        place = Place(project.relative(project.templates / self.path), self.line)
        return problem_of(self.code, self.message, place)


@dataclass(frozen=True, slots=True)
class Theme:
    """Everything that turns views into pages."""

    environment: jinja2.Environment
    css: Asset
    js: Asset
    icon: Asset
    later: Mapping[str, Asset]
    """Styles and scripts that pages load which need them, or once they do, by the names of their files."""
    frames: tuple[Asset, Asset]
    """The style and the script of pages for frames, which are published where there are some."""
    overrides: Path | None
    """The project's own `templates/`; None where it has none, or where it is the theme itself."""
    digest: bytes
    """Of all that printing depends on: the theme's files and the project's own, language; settings, which are
    in the styles alone, only for a project's own templates."""

    @property
    def assets(self) -> Mapping[str, bytes]:
        """The files that are published beside the pages, by address."""
        return {asset.url: asset.content for asset in (self.css, self.js, self.icon, *self.later.values())}

    @property
    def addresses(self) -> Mapping[str, Any]:
        """The addresses of these files, as templates know them."""
        later = {name: asset.url for name, asset in self.later.items()}
        return {"css": self.css.url, "js": self.js.url, "icon": self.icon.url, "later": later}


def theme_folder() -> Path:
    """The folder of the shipped theme."""
    return shipped_folder("templates", "base.html")


def theme_of(
    project: Project, settings: ThemeSettings, language: str
) -> tuple[Theme | None, tuple[Problem, ...]]:
    """The theme as a project wants it, or the problem with its templates."""
    try:
        return open_theme(project.templates, settings, language), ()
    except ThemeError as error:
        return None, (error.problem(project),)


def open_theme(project_templates: Path, settings: ThemeSettings, language: str = ENGLISH) -> Theme:
    """The theme as this project wants it; ThemeError where a file of the project is wrong.

    Every template has the words for a page in `language` as `words`.
    """
    shipped = theme_folder()
    own = project_templates.is_dir() and not project_templates.samefile(shipped)
    overrides = project_templates if own else None
    if overrides:
        _check_files(overrides)
    folders = tuple(folder for folder in (overrides, shipped) if folder)
    return _theme(folders, tuple(map(_contents, folders)), settings, language)


@lru_cache(maxsize=1)
def _theme(
    folders: tuple[Path, ...],
    contents: tuple[tuple[tuple[str, bytes], ...], ...],
    settings: ThemeSettings,
    language: str,
) -> Theme:
    """The theme of these folders, the project's first; builds of one process share it until a file changes."""
    overrides, shipped = folders[0] if len(folders) > 1 else None, folders[-1]
    environment = (Sandbox if overrides else jinja2.Environment)(
        loader=jinja2.FileSystemLoader(folders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=_compiled("sandboxed" if overrides else "plain", shipped),
    )
    environment.filters["xmlattr"] = _attributes
    environment.globals["words"] = words_of(language)
    environment.globals["once"] = lru_cache(maxsize=_PRINTED)(_print)
    chain = tuple(map(dict, contents))
    css = stylesheet(chain, settings)
    js = "".join(f"{lean(chain, path).rstrip()}\n" for path in listing(chain, "assets/js", ".js"))
    icon = icon_of(chain, settings)
    decides = (language, settings_css(settings) if overrides else "", bool(overrides), contents)
    return Theme(
        environment=environment,
        css=Asset.of("soundcase", ".css", css),
        js=Asset.of("soundcase", ".js", js),
        icon=Asset.of("icon", ".svg", icon),
        later=dict(later_assets(chain)),
        frames=frame_assets(chain, settings),
        overrides=overrides,
        digest=digest_of(decides),
    )


def _attributes(values: Mapping[str, object]) -> Markup:
    """Jinja's `xmlattr`, in half its time: what is not defined is left out like what is None."""
    try:
        return attributes(values)
    except jinja2.UndefinedError:
        known = {key: one for key, one in values.items() if not isinstance(one, jinja2.Undefined)}
        return attributes(known)


def _print(macro: Callable[[object], str], value: object) -> str:
    """A value as a macro prints it, of which many are alike."""
    return macro(value)


def _contents(folder: Path) -> tuple[tuple[str, bytes], ...]:
    """Every file of a folder with its content, also behind links, but for what is compiled of it."""
    found, entered = [], set()
    for at, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(at)
        folders[:] = [] if real in entered else sorted(name for name in folders if name != "__pycache__")
        entered.add(real)
        for path in filter(os.path.isfile, (f"{at}/{name}" for name in sorted(names))):
            with suppress(OSError), open(path, "rb") as file:  # noqa: PTH123 (paths take longer than reading)
                found.append((path.removeprefix(f"{folder}/"), file.read()))
    return tuple(found)


def _check_files(folder: Path) -> None:
    """No file of the project's folder is a link that leaves the project, and every text of it is UTF-8."""
    root = os.path.realpath(folder.parent)
    for path in (folder, *_below(folder)):
        name = path.relative_to(folder).as_posix()
        if not Path(os.path.realpath(path)).is_relative_to(root):
            raise ThemeError(name, 1, "this is a link that leaves the project", "outside-project")
        if path.suffix not in _TEXTS or not path.is_file():
            continue
        try:
            content = path.read_bytes()
            content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise ThemeError(name, line, "this file is not UTF-8 text") from error
        except OSError as error:
            raise ThemeError(name, 1, f"this file cannot be read: {error.strerror}") from error


def _below(folder: Path) -> Iterator[Path]:
    """Everything in a folder, in order; folders that are links are not entered."""

    def refused(error: OSError) -> None:
        name = Path(error.filename).relative_to(folder).as_posix()
        raise ThemeError(name, 1, f"this folder cannot be read: {error.strerror}") from error

    for at, folders, files in os.walk(folder, onerror=refused):
        folders.sort()
        yield from (Path(at) / name for name in sorted((*folders, *files)))


def style_digest(css: str) -> str:
    """The source expression by which a Content-Security-Policy allows one inline style sheet."""
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return f"'sha256-{digest}'"


@contextmanager
def placed_mistakes(theme: Theme) -> Iterator[None]:
    """Turns what a project's template does wrong into a `ThemeError`; mistakes of the theme itself pass."""
    try:
        yield
    except _MISTAKES as error:
        if theme.overrides is None:
            raise
        path, line = _place(error, theme.overrides)
        raise ThemeError(path, line, _message(error)) from error


def _message(error: Exception) -> str:
    """The error's words, with its kind where they would not make sense alone."""
    if isinstance(error, jinja2.TemplateNotFound):
        return f"there is no template {error.name!r}"
    if isinstance(error, jinja2.TemplateError):
        return str(error.message)
    if isinstance(error, RecursionError):
        return "this macro calls itself without end"
    if isinstance(error, MemoryError):
        return "this takes more memory than there is"
    return f"{type(error).__name__}: {error}"


def _place(error: Exception, overrides: Path) -> tuple[str, int]:
    """The innermost line of a project's template that led to the error, else where the theme failed for it."""
    if isinstance(error, jinja2.TemplateSyntaxError) and error.filename:
        frames = [(Path(error.filename), error.lineno)]
    else:
        frames = [
            (Path(frame.filename), frame.lineno or 1)
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename.endswith(".html")
        ]
    own = [frame for frame in frames if frame[0].is_relative_to(overrides)]
    path, line = (own or frames or [(overrides / "index.html", 1)])[-1]
    folder = next((one for one in (overrides, theme_folder()) if path.is_relative_to(one)), path.parent)
    return path.relative_to(folder).as_posix(), line
