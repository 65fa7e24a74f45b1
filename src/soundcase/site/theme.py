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
import re
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
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
from soundcase.site.colour import OWN_ACCENT, TINT, difference, parse, readable, shown_accent
from soundcase.site.compiled import CompiledTemplates
from soundcase.site.sandbox import Sandbox
from soundcase.site.views.values import attributes
from soundcase.site.words import ENGLISH, words_of
from soundcase.values import dataclass

_LAYERS = ("tokens", "settings", "base", "layout", "parts", "print")
_SURFACES = parse("#ffffff"), parse("#1b1e24")
"""The surfaces of `tokens.css` that text in the accent stands on, light and dark."""
_ICON = "assets/icon.svg"
_PRINTED = 1024
"""Headings whose print is kept."""
_SYSTEMS = ("#0a816e", "#bf5aa5", "#84660b", "#118ada", "#76450f", "#798e48", "#662527", "#50535f")
"""The colours of systems of `tokens.css`; on a dark ground the same hues."""
_FREED = OWN_ACCENT, "#a9b4fb"
"""The accents of `tokens.css`, which no other colour there looks like."""
_TEXTS = (".html", ".css", ".js", ".svg")
_COMMENT = re.compile(r"/\*\*.*?\*/ ?|(?:^|(?<=\s))// [^\"'`]*$|^\s*//.*$")
"""A type or a comment of a script of the theme; what ends in a quotation mark may be a text, and stays."""
_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
"""A comment of a style of the theme, in which no text holds such signs."""
_BLANK = re.compile(r"""("[^"]*"|'[^']*')|\s+(?=[{}>~])|(?<=[{};,>~])\s+|(?<=:)\s+(?!;)""")
"""A text of a style, or blanks that say nothing: no selector has one behind a colon."""
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
class Asset:
    """A file that pages load, under an address that changes when its content does."""

    url: str
    """Relative to the site's root."""
    content: bytes

    @classmethod
    def of(cls, stem: str, suffix: str, text: str) -> Asset:
        """The asset with this content."""
        content = text.encode()
        return cls(f"assets/{stem}.{hashlib.sha256(content).hexdigest()[:10]}{suffix}", content)


@dataclass(frozen=True, slots=True)
class Theme:
    """Everything that turns views into pages."""

    environment: jinja2.Environment
    css: Asset
    js: Asset
    icon: Asset
    later: Mapping[str, Asset]
    """Styles and scripts that pages load which need them, or once they do, by the names of their files."""
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
    css = _stylesheet(chain, settings)
    js = "".join(f"{_lean(chain, path).rstrip()}\n" for path in _listing(chain, "assets/js", ".js"))
    icon = _icon(chain, settings)
    decides = (language, settings_css(settings) if overrides else "", bool(overrides), contents)
    return Theme(
        environment=environment,
        css=Asset.of("soundcase", ".css", css),
        js=Asset.of("soundcase", ".js", js),
        icon=Asset.of("icon", ".svg", icon),
        later=dict(_later(chain)),
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


_Chain = Sequence[Mapping[str, bytes]]
"""The files of the folders, the project's first, by their paths."""


def _read(chain: _Chain, path: str) -> str:
    """The first file of this path along the chain, with `\\n` at line ends."""
    content = next(files[path] for files in chain if path in files)
    return content.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")


def _icon(chain: _Chain, settings: ThemeSettings) -> str:
    """The sign of the page in a browser's tab: a project's own as it is, the theme's in the accent."""
    icon = _read(chain, _ICON)
    ours = icon == _read(chain[-1:], _ICON)
    return icon.replace(OWN_ACCENT, str(shown_accent(settings.accent))) if ours else icon


def _lean(chain: _Chain, path: str) -> str:
    """A script or style as pages load it: the theme's without what says nothing, a project's own as it is.

    A project that has the theme's files to the letter, as soundcase's own repository does, has none of its own.
    """
    text = _read(chain, path)
    if path not in chain[-1] or text != _read(chain[-1:], path):
        return text
    if path.endswith(".css"):
        return _BLANK.sub(lambda found: found[1] or "", _REMARK.sub("", text).strip()).replace(";}", "}")
    lines = (_COMMENT.sub("", line).strip() if "/" in line else line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _listing(chain: _Chain, under: str, suffix: str) -> list[str]:
    """Paths of a folder along the chain: the theme's in the order of their names, then the project's own."""
    several = (
        sorted(path for path in files if path.rpartition("/")[0] == under and path.endswith(suffix))
        for files in reversed(chain)
    )
    return list(dict.fromkeys(path for paths in several for path in paths))


def _stylesheet(chain: _Chain, settings: ThemeSettings) -> str:
    """All styles in one file: the theme's in layers, then the project's own files, which win."""
    order = {f"assets/css/{layer}.css": layer for layer in _LAYERS}
    own = [path for path in _listing(chain, "assets/css", ".css") if path not in order]
    parts = [f"@layer {', '.join(_LAYERS)};"]
    for path, layer in order.items():
        whole = [path] if any(path in files for files in chain) else []
        pieces = [*whole, *_listing(chain, f"assets/css/{layer}", ".css")]
        made = [settings_css(settings)] if layer == "settings" else []
        text = "".join([*made, *(_lean(chain, one) for one in pieces)]).strip()
        if text:
            parts.append(f"@layer {layer} {{\n{text}\n}}")
    parts += [_lean(chain, path).strip() for path in own]
    return "\n".join(parts) + "\n"


def _later(chain: _Chain) -> Iterator[tuple[str, Asset]]:
    """The styles and scripts that not every page loads, by the names of their files."""
    for suffix in (".css", ".js"):
        for path in _listing(chain, f"assets/{suffix[1:]}/later", suffix):
            name = path.rpartition("/")[2]
            yield name, Asset.of(name.removesuffix(suffix), suffix, f"{_lean(chain, path).strip()}\n")


def settings_css(settings: ThemeSettings) -> str:
    """The catalogue's settings of the looks, as custom properties; empty where it has none."""
    rules = []
    if settings.font != "sans":
        rules.append(f"--font-text: var(--font-{settings.font});")
    if settings.density == "compact":
        rules.append("--density: 0.72;")
    if settings.radius is not None:
        rules.append(f"--radius: {settings.radius:g}px;")
    css = ":root { " + " ".join(rules) + " }\n" if rules else ""
    if settings.accent:
        accent = parse(settings.accent)
        shown = [readable(accent, ground, tint=TINT) for ground in _SURFACES]
        tints = [ground.mixed(own, TINT) for ground, own in zip(_SURFACES, shown, strict=True)]
        # The colour of systems that looks most like ours gives way to the one that the accent leaves free.
        near = min(range(len(_SYSTEMS)), key=lambda place: difference(parse(_SYSTEMS[place]), shown[0])) + 1
        own = {"accent": shown, "accent-tint": tints, f"system-{near}": _FREED}
        css += f":root {{ {' '.join(f'--{name}: {_either(*pair)};' for name, pair in own.items())} }}\n"
    return css


def _either(light: object, dark: object) -> str:
    """A value for each colour scheme, as `tokens.css` has them."""
    return f"var(--light, {light}) var(--dark, {dark})"


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
