"""The styles and scripts of pages, put together from the files of the theme and the project's own.

Rule: a file of a project takes the place of the theme's of the same name.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence

from soundcase.settings import ThemeSettings
from soundcase.site.colour import OWN_ACCENT, TINT, difference, parse, readable, shown_accent
from soundcase.values import dataclass

_LAYERS = ("tokens", "settings", "base", "layout", "parts", "print")
_ICON = "assets/icon.svg"
_SURFACES = parse("#ffffff"), parse("#1b1e24")
"""The surfaces of `tokens.css` that text in the accent stands on, light and dark."""
_SYSTEMS = ("#0a816e", "#bf5aa5", "#84660b", "#118ada", "#76450f", "#798e48", "#662527", "#50535f")
"""The colours of systems of `tokens.css`; on a dark ground the same hues."""
_FREED = OWN_ACCENT, "#a9b4fb"
"""The accents of `tokens.css`, which no other colour there looks like."""
EMBED = ("embed.css", "embed.js")
"""What only pages for frames load, by the names of the files that are theirs alone."""
_SHARED_CSS = (
    "tokens", "base", "parts/player", "parts/labels", "parts/scores", "parts/fold", "parts/turns",
    "parts/systems", "parts/pictures", "parts/video",
)  # fmt: skip
_SHARED_JS = ("_shared", "clip")
_COMMENT = re.compile(r"/\*\*.*?\*/ ?|(?:^|(?<=\s))// [^\"'`]*$|^\s*//.*$")
"""A type or a comment of a script of the theme; what ends in a quotation mark may be a text, and stays."""
_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
"""A comment of a style of the theme, in which no text holds such signs."""
_BLANK = re.compile(r"""("[^"]*"|'[^']*')|\s+(?=[{}>~])|(?<=[{};,>~])\s+|(?<=:)\s+(?!;)""")
"""A text of a style, or blanks that say nothing: no selector has one behind a colon."""


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


Chain = Sequence[Mapping[str, bytes]]
"""The files of the folders, the project's first, by their paths."""


def read_text(chain: Chain, path: str) -> str:
    """The first file of this path along the chain, with `\\n` at line ends."""
    content = next(files[path] for files in chain if path in files)
    return content.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")


def icon_of(chain: Chain, settings: ThemeSettings) -> str:
    """The sign of the page in a browser's tab: a project's own as it is, the theme's in the accent."""
    icon = read_text(chain, _ICON)
    ours = icon == read_text(chain[-1:], _ICON)
    return icon.replace(OWN_ACCENT, str(shown_accent(settings.accent))) if ours else icon


def lean(chain: Chain, path: str) -> str:
    """A script or style as pages load it: the theme's without what says nothing, a project's own as it is.

    A project that has the theme's files to the letter, as soundcase's own repository does, has none of its own.
    """
    text = read_text(chain, path)
    if path not in chain[-1] or text != read_text(chain[-1:], path):
        return text
    if path.endswith(".css"):
        return _BLANK.sub(lambda found: found[1] or "", _REMARK.sub("", text).strip()).replace(";}", "}")
    lines = (_COMMENT.sub("", line).strip() if "/" in line else line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def listing(chain: Chain, under: str, suffix: str) -> list[str]:
    """Paths of a folder along the chain: the theme's in the order of their names, then the project's own."""
    several = (
        sorted(path for path in files if path.rpartition("/")[0] == under and path.endswith(suffix))
        for files in reversed(chain)
    )
    return list(dict.fromkeys(path for paths in several for path in paths))


def stylesheet(chain: Chain, settings: ThemeSettings) -> str:
    """All styles in one file: the theme's in layers, then the project's own files, which win."""
    order = {f"assets/css/{layer}.css": layer for layer in _LAYERS}
    own = [path for path in listing(chain, "assets/css", ".css") if path not in order]
    parts = [f"@layer {', '.join(_LAYERS)};"]
    for path, layer in order.items():
        whole = [path] if any(path in files for files in chain) else []
        pieces = [*whole, *listing(chain, f"assets/css/{layer}", ".css")]
        made = [settings_css(settings)] if layer == "settings" else []
        text = "".join([*made, *(lean(chain, one) for one in pieces)]).strip()
        if text:
            parts.append(f"@layer {layer} {{\n{text}\n}}")
    parts += [lean(chain, path).strip() for path in own]
    return "\n".join(parts) + "\n"


def later_assets(chain: Chain) -> Iterator[tuple[str, Asset]]:
    """The styles and scripts that not every page loads, by the names of their files."""
    for suffix in (".css", ".js"):
        for path in listing(chain, f"assets/{suffix[1:]}/later", suffix):
            if (name := path.rpartition("/")[2]) in EMBED:
                continue
            yield name, Asset.of(name.removesuffix(suffix), suffix, f"{lean(chain, path).strip()}\n")


def frame_assets(chain: Chain, settings: ThemeSettings) -> tuple[Asset, Asset]:
    """The one style and the one script of pages for frames: what they share with the others, and their own."""
    style, script = EMBED
    shared = [lean(chain, f"assets/css/{path}.css") for path in _SHARED_CSS]
    styles = [shared[0], settings_css(settings), *shared[1:], lean(chain, f"assets/css/later/{style}")]
    scripts = [*(f"assets/js/{path}.js" for path in _SHARED_JS), f"assets/js/later/{script}"]
    return (
        Asset.of("embed", ".css", "".join(f"{text.strip()}\n" for text in styles)),
        Asset.of("embed", ".js", "".join(f"{lean(chain, path).strip()}\n" for path in scripts)),
    )


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
