"""The theme: found, overridden file by file, coloured, and blamed where it is wrong."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from itertools import combinations
from operator import mul
from pathlib import Path

import jinja2
import pytest

import soundcase
from drawn import catalogue, example, index, media, pages, site_views, task
from soundcase.settings import ThemeSettings
from soundcase.site.assets import _FREED, _SYSTEMS, settings_css
from soundcase.site.colour import BLACK, WHITE, Colour, contrast, difference, parse, readable
from soundcase.site.plan import Plan
from soundcase.site.theme import ThemeError, open_theme, theme_folder
from soundcase.site.views.colours import COLOURS

PACKAGE = Path(soundcase.__file__).parent
PLAIN = ThemeSettings()
SMALL = catalogue(task(example(outputs={"one": (media("said"),)})))


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    folder.mkdir()
    return folder


def written(folder: Path, path: str, text: str) -> Path:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return folder


def shipped(path: str) -> str:
    return (theme_folder() / path).read_text("utf-8")


def test_the_shipped_theme_is_found() -> None:
    assert (theme_folder() / "index.html").is_file()
    assert (theme_folder() / "parts" / "clip.html").is_file()


def test_assets_are_named_after_their_content(templates: Path) -> None:
    before = open_theme(templates, PLAIN)
    later = [asset.url for asset in before.later.values()]
    assert set(before.assets) == {before.css.url, before.js.url, before.icon.url, *later}
    assert re.fullmatch(r"assets/soundcase\.[0-9a-f]{10}\.css", before.css.url)
    assert re.fullmatch(r"assets/soundcase\.[0-9a-f]{10}\.js", before.js.url)
    assert re.fullmatch(r"assets/icon\.[0-9a-f]{10}\.svg", before.icon.url)
    after = open_theme(written(templates, "assets/css/parts/cards.css", ".card { color: red }"), PLAIN)
    assert after.css.url != before.css.url
    assert after.js.url == before.js.url


def test_the_theme_is_opened_once_until_it_is_another(templates: Path) -> None:
    """`serve` builds again and again: a file that changed, came or went, settings and language are seen."""
    digests = set()
    for change in (
        lambda: None,
        lambda: written(templates, "parts/footer.html", "{% macro footer(page) %}<p>One</p>{% endmacro %}"),
        lambda: written(templates, "parts/footer.html", "{% macro footer(page) %}<p>Two</p>{% endmacro %}"),
        lambda: written(templates, "assets/css/own.css", "p { color: red }"),
        lambda: (templates / "parts" / "footer.html").unlink(),
        lambda: shutil.rmtree(templates),
    ):
        change()
        theme = open_theme(templates, PLAIN)
        assert open_theme(templates, PLAIN) is theme
        assert theme.digest not in digests
        digests.add(theme.digest)
        coloured = open_theme(templates, ThemeSettings(accent="#aa0000"))
        assert coloured.css.url != theme.css.url
        assert (coloured.digest == theme.digest) == (theme.overrides is None)
    assert open_theme(templates, PLAIN, "fr").digest not in digests


def test_a_style_beside_the_parts_of_a_layer_joins_them(templates: Path) -> None:
    written(templates, "assets/css/parts.css", ".own-part { color: red }")
    written(templates, "assets/css/base/more.css", ".own-base { color: red }")
    css = open_theme(templates, PLAIN).css.content.decode()
    base, parts = css.index("@layer base {"), css.index("@layer parts {")
    assert base < css.index("box-sizing") < css.index(".own-base") < parts
    assert parts < css.index(".own-part") < css.index(".card{")


def test_styles_come_in_the_order_of_the_layers(templates: Path) -> None:
    css = open_theme(templates, ThemeSettings(accent="#aa0000")).css.content.decode()
    assert css.startswith("@layer tokens, settings, base, layout, parts, print;")
    found = re.findall(r"^@layer (\w+) \{", css, re.MULTILINE)
    assert found == ["tokens", "settings", "base", "layout", "parts", "print"]


def test_a_project_overrides_a_single_style_file(templates: Path) -> None:
    css = open_theme(written(templates, "assets/css/print.css", "@page { margin: 1cm }"), PLAIN).css.content
    assert b"@layer print {\n@page { margin: 1cm }\n}" in css
    assert b"--ground:var(" in css
    assert b".page-foot" in css
    assert b"counter(pages)" not in css


def test_a_style_file_of_the_projects_own_comes_last_and_in_no_layer(templates: Path) -> None:
    css = open_theme(written(templates, "assets/css/lab.css", ".card { color: red }"), PLAIN).css.content
    assert css.endswith(b"}\n.card { color: red }\n")


def test_a_project_overrides_and_adds_scripts(templates: Path) -> None:
    written(templates, "assets/js/contents.js", "// ours\n")
    written(templates, "assets/js/a-lab.js", "// more\n")
    js = open_theme(templates, PLAIN).js.content.decode()
    assert 'define("page-contents"' in shipped("assets/js/contents.js")
    assert 'define("page-contents"' not in js
    assert js.count("// ours") == 1
    assert js.endswith("// more\n")


def test_the_themes_own_styles_come_without_comments_and_blanks(templates: Path) -> None:
    own = "/* ours */\n  .card { color: red } /* to the letter */"
    css = open_theme(written(templates, "assets/css/lab.css", own), PLAIN).css.content.decode()
    theme, _, project = css.partition("/* ours")
    assert project.endswith("to the letter */\n")
    assert not re.search(r"^(\s|$)|/\*", theme.rstrip("\n"), re.MULTILINE)
    assert "--dark: ;" in theme
    assert 'content:" \u00b7 "' in theme.replace(": ", ":")
    texts = re.findall(
        r'"[^"]*"|\'[^\']*\'', "".join(path.read_text() for path in theme_folder().rglob("*.css"))
    )
    assert [text for text in texts if "/*" in text and "*/" not in text] == []


def test_the_themes_own_scripts_come_without_comments_and_indents(templates: Path) -> None:
    js = open_theme(templates, PLAIN).js.content.decode()
    assert 'define("page-contents"' in js
    assert not re.search(r"^(\s|//|$)", js.rstrip("\n"), re.MULTILINE)


@pytest.mark.parametrize(
    "path", sorted((theme_folder() / "assets/js").rglob("*.js")), ids=lambda path: path.name
)
def test_no_line_of_a_script_begins_inside_a_text(path: Path) -> None:
    """Taking indents and comments away line by line changes nothing else."""
    lines = path.read_text("utf-8").splitlines()
    assert all(line.count("`") % 2 == 0 for line in lines)
    assert not any("/*" in line and "*/" not in line for line in lines)


def test_scripts_and_styles_together_are_light(templates: Path) -> None:
    """Under 48 kB as they are sent."""
    theme = open_theme(templates, PLAIN)
    assert sum(len(gzip.compress(asset.content)) for asset in (theme.css, theme.js)) < 48_000


def test_a_project_overrides_a_single_template(templates: Path) -> None:
    written(
        templates, "parts/footer.html", "{% macro footer(page) %}<footer>of our lab</footer>{% endmacro %}\n"
    )
    page = index(SMALL, templates)
    assert page.one("footer").text == "of our lab"
    assert page.one(data_output="one").text == "said"


def test_a_template_may_include_others_of_the_project(templates: Path) -> None:
    written(templates, "lab/logo.html", "<p>logo</p>")
    footer = '{% macro footer(page) %}<footer>{% include "lab/logo.html" %}</footer>{% endmacro %}'
    page = index(SMALL, written(templates, "parts/footer.html", footer))
    assert page.one("footer").text == "logo"


def test_the_shipped_folder_overrides_nothing() -> None:
    assert open_theme(theme_folder(), PLAIN).overrides is None


@pytest.mark.parametrize(
    ("path", "text", "at", "line", "message"),
    [
        (
            "parts/footer.html",
            "{% macro footer(page) %}\n{{ page.nope }}\n{% endmacro %}",
            "parts/footer.html",
            2,
            "no attribute 'nope'",
        ),
        (
            "parts/footer.html",
            "{% macro footer(page) %}\n\n{{ nobody }}{% endmacro %}",
            "parts/footer.html",
            3,
            "'nobody' is undefined",
        ),
        (
            "parts/footer.html",
            "{% macro footer(page) %}\n{{ page.",
            "parts/footer.html",
            2,
            "expected name or number",
        ),
        (
            "parts/footer.html",
            "{% macro footer(page) %}\n{% if %}",
            "parts/footer.html",
            2,
            "Expected an expression",
        ),
        (
            "parts/footer.html",
            "{% macro footer(page) %}\n{{ 1 / 0 }}{% endmacro %}",
            "parts/footer.html",
            2,
            "ZeroDivisionError",
        ),
        (
            "parts/footer.html",
            '{% macro footer(page) %}\n{% include "gone.html" %}{% endmacro %}',
            "parts/footer.html",
            2,
            "no template 'gone.html'",
        ),
        (
            "parts/footer.html",
            "{% macro footer(page) %}\n{{ page.built | shout }}{% endmacro %}",
            "parts/footer.html",
            2,
            "No filter named 'shout'",
        ),
        ("index.html", "<p>{{ page.title }}</p>\n{{ page.titel }}", "index.html", 2, "no attribute 'titel'"),
    ],
)
def test_a_mistake_in_a_template_is_placed(
    templates: Path, path: str, text: str, at: str, line: int, message: str
) -> None:
    with pytest.raises(ThemeError, match=re.escape(message)) as caught:
        pages(SMALL, written(templates, path, text))
    assert (caught.value.path, caught.value.line) == (at, line)


UNSAFE = {
    "module of a global": "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "classes": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "by filter": "{{ page | attr('__class__') }}",
    "by map": "{{ [page] | map(attribute='__class__') | join }}",
    "by format": "{{ '{0.__class__.__init__.__globals__}'.format(page) }}",
    "by format of a marked text": "{{ ('{0.__class__}' | safe).format(page) }}",
    "by format_map": "{{ '{a.__class__}'.format_map({'a': page}) }}",
    "by item": "{{ page['__class__'] }}",
    "of a macro": "{{ footer.__globals__ }}",
    "of a loop": "{% for one in [1] %}{{ loop.__class__ }}{% endfor %}",
    "the context": "{{ self._TemplateReference__context }}",
    "a generator's frame": "{{ ([1] | map('string')).gi_frame }}",
    "a list changed": "{% set a = [1] %}{{ a.append(2) }}",
    "a mapping changed": "{% set a = {} %}{{ a.update(b=1) }}",
    "a long range": "{% for one in range(10 ** 9) %}{% endfor %}",
    "a long text": "{{ 'a' * 10 ** 9 }}",
    "a long text, turned": "{{ 10 ** 9 * 'a' }}",
    "a long list": "{{ [1] * 10 ** 9 }}",
    "a large power": "{{ 9 ** (9 ** 9) }}",
    "no end": "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
}


@pytest.mark.parametrize("text", UNSAFE.values(), ids=UNSAFE.keys())
def test_a_template_of_a_project_reaches_nothing_but_its_values(templates: Path, text: str) -> None:
    """Templates of a project run wherever it is checked."""
    written(templates, "parts/footer.html", "{% macro footer(page) %}\n" + text + "\n{% endmacro %}")
    with pytest.raises(ThemeError) as caught:
        pages(SMALL, templates)
    assert (caught.value.path, caught.value.line) == ("parts/footer.html", 2)


def test_what_templates_are_given_is_only_values() -> None:
    """A value with methods that read or write would lead out of the sandbox."""
    seen: set[int] = set()
    waiting: list[object] = list(site_views(SMALL, Plan({}, {}, {}, {})).pages)
    while waiting:
        value = waiting.pop()
        if id(value) in seen or value is None or isinstance(value, (str, int, float, bool)):
            continue
        seen.add(id(value))
        if isinstance(value, Mapping):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, (tuple, list, frozenset)):
            waiting += value
        else:
            assert is_dataclass(value), type(value)
            waiting += [getattr(value, field.name) for field in fields(value)]
    assert len(seen) > 10


@pytest.mark.parametrize("path", ["parts/footer.html", "assets/js", "assets/css/lab.css", "notes", "."])
def test_a_link_that_leaves_the_project_is_refused(tmp_path: Path, path: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    written(elsewhere, "secret.html", "secret")
    link = tmp_path / "project" / "templates" / path
    link.parent.mkdir(parents=True)
    link.symlink_to(elsewhere if path in ("assets/js", ".") else elsewhere / "secret.html")
    with pytest.raises(ThemeError, match="leaves the project") as caught:
        open_theme(tmp_path / "project" / "templates", PLAIN)
    assert (caught.value.path, caught.value.code) == (path, "outside-project")


def test_a_link_within_the_project_is_followed(templates: Path) -> None:
    written(templates.parent, "shared/lab.css", ".lab { color: red }")
    written(templates, "assets/css/other.css", "")
    (templates / "assets/css/lab.css").symlink_to(templates.parent / "shared/lab.css")
    assert b".lab { color: red }" in open_theme(templates, PLAIN).css.content


def test_a_copy_of_the_theme_is_the_theme(templates: Path) -> None:
    """A checkout's own templates count as a project's where soundcase is installed elsewhere."""
    shutil.copytree(theme_folder(), templates, dirs_exist_ok=True)
    bare = templates / "none"
    assert open_theme(templates, PLAIN).assets == open_theme(bare, PLAIN).assets
    assert pages(SMALL, templates) == pages(SMALL, bare)


def test_a_macro_that_an_override_forgot_is_blamed_on_where_it_is_called(templates: Path) -> None:
    with pytest.raises(ThemeError, match="footer") as caught:
        pages(SMALL, written(templates, "parts/footer.html", "{% macro fooder(page) %}{% endmacro %}"))
    assert caught.value.path == "page.html"
    assert "footer(page)" in shipped("page.html").splitlines()[caught.value.line - 1]


@pytest.mark.parametrize(
    "path", ["parts/footer.html", "assets/css/parts/cards.css", "assets/js/clip.js", "assets/icon.svg"]
)
def test_a_file_that_is_not_utf8_is_placed(templates: Path, path: str) -> None:
    written(templates, path, "")
    (templates / path).write_bytes(b"one\ntwo \xff\n")
    with pytest.raises(ThemeError, match="UTF-8") as caught:
        open_theme(templates, PLAIN)
    assert (caught.value.path, caught.value.line) == (path, 2)


def test_a_mistake_in_the_theme_itself_is_a_bug(templates: Path) -> None:
    theme = open_theme(templates, PLAIN)
    theme.environment.globals["page"] = None
    assert theme.overrides == templates
    bare = open_theme(templates / "none", PLAIN)
    assert bare.overrides is None
    with pytest.raises(jinja2.UndefinedError):
        bare.environment.get_template("parts/footer.html").module.footer(None)  # type: ignore[attr-defined]


def test_settings_become_custom_properties() -> None:
    css = settings_css(ThemeSettings(font="serif", density="compact", radius=2.5))
    assert "--font-text: var(--font-serif);" in css
    assert "--density: 0.72;" in css
    assert "--radius: 2.5px;" in css
    assert "--accent" not in css


def test_no_settings_make_no_rules() -> None:
    assert settings_css(PLAIN) == ""


@pytest.mark.parametrize(
    "accent", ["#ffffff", "#000000", "#ffee00", "#ff6900", "#3d4ec6", "#808080", "#00ff00", "#0b0b0b"]
)
def test_every_accent_is_made_readable_in_both_schemes(accent: str) -> None:
    css = settings_css(ThemeSettings(accent=accent))
    (light, dark), (light_tint, dark_tint) = schemes("accent", css), schemes("accent-tint", css)
    surfaces = schemes("surface", shipped("assets/css/tokens.css"))
    for colour, tint, surface in ((light, light_tint, surfaces[0]), (dark, dark_tint, surfaces[1])):
        assert contrast(colour, surface) >= 4.5
        assert contrast(colour, tint) >= 4.5
    assert contrast(light, WHITE) >= 4.5
    assert contrast(dark, parse("#14161b")) >= 4.5


def test_a_readable_accent_is_left_as_it_is() -> None:
    assert str(schemes("accent", settings_css(ThemeSettings(accent="#3d4ec6")))[0]) == "#3d4ec6"


def schemes(name: str, css: str) -> tuple[Colour, Colour]:
    """The colour of this name in light and in dark."""
    long = re.sub(r"#(\w)(\w)(\w)\b", r"#\1\1\2\2\3\3", css)
    found = re.findall(rf"--{name}: var\(--light, (#\w{{6}})\) var\(--dark, (#\w{{6}})\);", long)
    light, dark = found[0]
    return parse(light), parse(dark)


def token(name: str, scheme: int) -> Colour:
    return schemes(name, shipped("assets/css/tokens.css"))[scheme]


@pytest.mark.parametrize("scheme", [0, 1])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "ground"),
        ("ink", "sunk"),
        ("ink", "notice"),
        ("ink-soft", "ground"),
        ("ink-soft", "surface"),
        ("ink-soft", "sunk"),
        ("accent", "ground"),
        ("accent", "surface"),
        ("accent", "accent-tint"),
        ("on-accent", "accent"),
        ("found", "found-tint"),
        ("added", "added-tint"),
        ("missed", "surface"),
        ("ink-soft", "accent-tint"),
        ("found", "accent-tint"),
    ],
)
def test_every_text_of_the_theme_has_enough_contrast(text: str, ground: str, scheme: int) -> None:
    """WCAG 2.2, 1.4.3."""
    assert contrast(token(text, scheme), token(ground, scheme)) >= 4.5


_SEEN = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.1523, 1.0526, -0.2049), (0.1145, 0.7863, 0.0992), (-0.0039, -0.0481, 1.052)),
    "no green": ((0.3673, 0.8606, -0.228), (0.2801, 0.6725, 0.0474), (-0.0118, 0.0429, 0.9689)),
    "no blue": ((1.2555, -0.0767, -0.1788), (-0.0784, 0.9308, 0.1476), (0.0047, 0.6914, 0.3039)),
}
"""How light is seen by eyes that lack one kind of cone (Machado, Oliveira and Fernandes 2009, severity 1)."""


def seen(colour: Colour, sight: str) -> Colour:
    light = [min(max(sum(map(mul, row, colour.linear)), 0), 1) for row in _SEEN[sight]]
    return Colour(*(12.92 * one if one <= 0.0031308 else 1.055 * one ** (1 / 2.4) - 0.055 for one in light))


@pytest.mark.parametrize("scheme", [0, 1])
def test_colours_of_systems_are_seen_on_every_ground(scheme: int) -> None:
    """WCAG 2.2, 1.4.11."""
    grounds = [token(name, scheme) for name in ("ground", "surface", "sunk", "accent-tint")]
    colours = [token(f"system-{number}", scheme) for number in range(1, COLOURS + 1)]
    assert min(contrast(colour, ground) for colour in colours for ground in grounds) >= 3


@pytest.mark.parametrize("scheme", [0, 1])
@pytest.mark.parametrize("sight", _SEEN)
def test_colours_of_systems_are_told_apart_by_everybody(sight: str, scheme: int) -> None:
    names = ("accent", *(f"system-{number}" for number in range(1, COLOURS + 1)))
    colours = [seen(token(name, scheme), sight) for name in names]
    assert min(difference(one, other) for one, other in combinations(colours, 2)) > 0.07


def test_colours_of_systems_are_those_of_the_tokens() -> None:
    named = [token(f"system-{number}", 0) for number in range(1, COLOURS + 1)]
    assert [str(one) for one in named] == list(_SYSTEMS)
    assert [str(token("accent", scheme)) for scheme in (0, 1)] == list(_FREED)


@pytest.mark.parametrize("accent", ["#0b6e7a", "#8a1f4b", "#a34712", "#5b3fa8", "#ffee00", "#118ada"])
def test_no_system_has_a_colour_like_the_accent(accent: str) -> None:
    css = settings_css(ThemeSettings(accent=accent))
    (number,) = set(re.findall(r"--system-(\d):", css))
    others = [token(f"system-{place}", 0) for place in range(1, COLOURS + 1) if str(place) != number]
    own = schemes("accent", css)[0]
    assert min(difference(own, other) for other in others) > 0.07


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(WHITE, BLACK) == pytest.approx(21)
    assert contrast(parse("#777777"), WHITE) == pytest.approx(4.478, abs=0.001)


def test_readable_darkens_on_light_and_lightens_on_dark() -> None:
    yellow = parse("#ffee00")
    assert readable(yellow, WHITE, tint=0.1).luminance < yellow.luminance
    navy = parse("#000040")
    assert readable(navy, BLACK, tint=0.1).luminance > navy.luminance


@pytest.mark.parametrize("text", ["red", "#fff", "#12345g", "", "#1234567"])
def test_other_ways_to_write_a_colour_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a colour"):
        parse(text)


def test_the_digest_of_a_theme_sees_its_files_also_behind_links_and_nothing_compiled(tmp_path: Path) -> None:
    """Pages that were printed with other files are printed again, and only those."""
    own, behind = tmp_path / "templates", tmp_path / "shared"
    (behind / "parts").mkdir(parents=True)
    own.mkdir()
    (own / "parts").symlink_to(behind / "parts")
    (behind / "parts" / "again").symlink_to(behind)
    (behind / "parts" / "footer.html").write_text("{% macro footer(page) %}one{% endmacro %}", "utf-8")
    first = open_theme(own, ThemeSettings()).digest
    (own / "__pycache__").mkdir()
    (own / "__pycache__" / "compiled").write_bytes(b"code")
    assert open_theme(own, ThemeSettings()).digest == first
    (behind / "parts" / "footer.html").write_text("{% macro footer(page) %}two{% endmacro %}", "utf-8")
    assert open_theme(own, ThemeSettings()).digest != first


def test_every_class_that_a_style_names_is_written_somewhere() -> None:
    """A class that was renamed in a template alone leaves its rules behind, and nothing fails."""
    folder = theme_folder()
    styles = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.css"))
    styles = re.sub(r"/\*.*?\*/|url\([^)]*\)|\"[^\"]*\"", "", styles, flags=re.DOTALL)
    named = set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", styles))
    sources = [*folder.rglob("*.html"), *folder.rglob("*.js"), *PACKAGE.rglob("*.py")]
    written = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    words = set(re.findall(r"[\w-]+", written))
    composed = set(re.findall(r"([\w-]+-)(?:\{\{|\" ~|\$\{|\{)", written))
    assert {one for one in named - words if not any(one.startswith(start) for start in composed)} == set()
