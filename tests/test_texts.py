"""Formulas, readings, directions, files behind links, what Markdown cannot show: on the page, as problems."""

from __future__ import annotations

import json
import re
import typing
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from projects import encoded, tone, write
from soundcase import model
from soundcase.cli import commands
from soundcase.fields import fields_of
from soundcase.text.dialect import html_of
from soundcase.text.formulas import FormulaError, formulas, formulas_in, mathml
from soundcase.text.language import direction, unclosed
from soundcase.text.losses import losses

MAIN = """\
-- examples/catalogue.yaml --
title: {title}
language: {language}
math: {math}
models:
  ours: {{name: "{name}", ours: true, description: "{prose}"}}
  theirs: {{name: Theirs}}
sections:
  - title: Part
    tasks: [words.yaml]
"""
WORDS = """\
-- examples/words.yaml --
title: Words
description: |
{prose}
examples:
  - audio: a.wav
    text: "{text}"
    note: "{note}"
    outputs: {{theirs: "{answer}", ours: A tone.}}
"""


def project(
    folder: Path, *, title: str = "T", language: str = "en", math: str = "false", name: str = "Ours",
    prose: str = "Words.", text: str = "t", note: str = "n", answer: str = "a",
) -> Path:  # fmt: skip
    """A project with these texts, as YAML writes them; `prose` is a block of Markdown."""
    block = "\n".join(f"  {line}" if line else "" for line in prose.split("\n"))
    main = MAIN.format(title=title, language=language, math=math, name=name, prose="d")
    write(folder, main + WORDS.format(prose=block, text=text, note=note, answer=answer))
    return folder


def told(folder: Path) -> list[tuple[str, str, int, int]]:
    result = CliRunner().invoke(commands, ["check", "-C", str(folder), "--format", "json"])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return [(one["code"], one["path"], one["line"], one["column"]) for one in json.loads(result.stdout)]


def page(folder: Path) -> str:
    result = CliRunner().invoke(commands, ["-C", str(folder)])
    assert result.exit_code == 0, result.output
    return (folder / "site" / "index.html").read_text("utf-8")


FORMULA = r"$\alpha_1 = x*y*z$"
DELIMITED = [FORMULA, r"$$\alpha_1 = x*y*z$$", r"\(\alpha_1 = x*y*z\)", r"\[\alpha_1 = x*y*z\]"]


@pytest.mark.parametrize("formula", DELIMITED)
@pytest.mark.parametrize("field", ["title", "name", "text", "note", "prose"])
def test_a_formula_is_set_where_authors_write(formula: str, field: str, tmp_path: Path) -> None:
    written = f"about {formula} here"
    quoted = written if field in ("prose", "title") else written.replace("\\", "\\\\")
    html = page(project(tmp_path, math="true", **{field: quoted}))
    assert told(tmp_path) == []
    assert re.search(r'about <math display="(inline|block)" alttext="\\alpha_1 = x\*y\*z">', html)
    assert "<msub><mi>α</mi><mn>1</mn></msub>" in html


@pytest.mark.parametrize("formula", DELIMITED)
@pytest.mark.parametrize("field", ["title", "name", "text", "note", "prose"])
def test_without_math_a_formula_stays_to_the_letter_and_is_told(
    formula: str, field: str, tmp_path: Path
) -> None:
    written = f"about {formula} here"
    quoted = written if field in ("prose", "title") else written.replace("\\", "\\\\")
    html = page(project(tmp_path, **{field: quoted}))
    assert written in html
    assert "<math" not in html
    assert [code for code, *_ in told(tmp_path)] == ["looks-like-math"]


@pytest.mark.parametrize("math", ["true", "false"])
@pytest.mark.parametrize("field", ["title", "name", "text", "note", "prose"])
@pytest.mark.parametrize(
    "money", ["It costs $5 to $10.", "US$5 or $6", "$5-$10", "5$ and 6$", "$HOME/$PATH", "$5 (or so) and 6$"]
)
def test_money_is_no_formula(math: str, field: str, money: str, tmp_path: Path) -> None:
    html = page(project(tmp_path, math=math, **{field: money}))
    assert money in html
    assert "<math" not in html
    assert told(tmp_path) == []


@pytest.mark.parametrize("math", ["true", "false"])
def test_an_answer_stays_to_the_letter(math: str, tmp_path: Path) -> None:
    answer = r"$\alpha$ and {漢字|かんじ}"
    html = page(project(tmp_path, math=math, answer=answer.replace("\\", "\\\\")))
    (shown,) = re.findall(r'<p class="said" data-output="theirs"[^>]*>(.*?)</p>', html)
    assert re.sub("<[^>]*>", "", shown) == answer
    assert told(tmp_path) == []


def test_the_title_of_the_window_has_the_source(tmp_path: Path) -> None:
    html = page(project(tmp_path, math="true", title="About $x_1$", prose="Of $x_2$ it says *much*."))
    assert "<title>About $x_1$</title>" in html
    assert '<h1>About <math display="inline" alttext="x_1">' in html


@pytest.mark.parametrize(
    ("tex", "why"),
    [
        (r"\frac{a}{b", "never closed"),
        ("a}", "closes nothing"),
        (r"\frac{a}", "missing"),
        (r"\nosuch x", r"'\\nosuch' is not known"),
        ("x^", "nothing follows"),
        ("a_b_c", "two subscripts"),
        (r"\left( x", "do not pair"),
        (r"\href{javascript:alert(1)}{x}", "cannot be used"),
        (r"\style{color:red}{x}", "cannot be used"),
        (r"\begin{matrix} a", "no"),
        ("{" * 2000 + "}" * 2000, "nested|missing"),
        ("x" * 6000, "characters"),
    ],
)
def test_what_cannot_be_read_says_why(tex: str, why: str) -> None:
    with pytest.raises(FormulaError, match=why):
        mathml(tex)


def test_an_unreadable_formula_is_told_at_its_place_and_shown_as_written(tmp_path: Path) -> None:
    html = page(project(tmp_path, math="true", prose="A line.\nSee $x^$ and $x_1$."))
    assert told(tmp_path) == [("unreadable-math", "examples/words.yaml", 4, 7)]
    assert "See $x^$ and <math" in html


@pytest.mark.parametrize("tex", [r"\text{<b onclick=x>&}", "a<b", r"\text{\"}"])
def test_no_markup_comes_out_of_a_formula(tex: str) -> None:
    html = mathml(tex)
    assert set(re.findall(r"</?([a-z]+)", html)) <= {"math", "mrow", "mi", "mo", "mtext"}
    assert "onclick=" not in re.sub(r'alttext="[^"]*"', "", re.sub(r">[^<]*<", "><", html))


def test_code_holds_no_formula() -> None:
    assert list(formulas_in("`$x_1$` and\n\n```\n$y_1$\n```\n")) == []
    assert "<code>$x_1$</code>" in html_of("`$x_1$`", math=True)
    assert [one.tex for one in formulas("a $x$ b")] == ["x"]


@pytest.mark.parametrize("field", ["text", "note", "prose", "title"])
def test_a_reading_stands_above_its_characters(field: str, tmp_path: Path) -> None:
    written = '"{漢字|かんじ}を読む"' if field == "title" else "{漢字|かんじ}を読む"
    html = page(project(tmp_path, language="ja", **{field: written}))
    assert "<ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>を読む" in html


def test_ruby_in_markdown_stays_and_its_reading_is_not_in_the_summary(tmp_path: Path) -> None:
    ruby = "<ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>"
    folder = project(tmp_path, language="ja", prose=f"{ruby}です", note="{a|b} stays")
    main = tmp_path / "examples" / "catalogue.yaml"
    main.write_text(main.read_text("utf-8") + f"abstract: 'A **bold** {ruby}'\n", "utf-8")
    html = page(folder)
    assert f"{ruby}です" in html
    assert "{a|b} stays" in html
    assert '<meta property="og:description" content="A bold 漢字">' in html


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Intro:\n- a\n- b", "<p>Intro:</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("Intro:\n1. a\n2. b", "<p>Intro:</p>\n<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("In the year\n1984. It was", "<p>In the year\n1984. It was</p>"),
        ("- a\n  - b\n- c", "<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>"),
        ("* a\n    * b", "<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>"),
        ("- [ ] a\n- [x] b", "<ul>\n<li>☐ a</li>\n<li>☑ b</li>\n</ul>"),
        ("1. a\n\n   b\n2. c", "<ol>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n<li>\n<p>c</p>\n</li>\n</ol>"),
        ("    - code", "<pre><code>- code\n</code></pre>"),
        ("~~x~~ H~2~", "<p><del>x</del> H~2~</p>"),
        ("see https://example.org/a.", '<p>see <a href="https://example.org/a">https://example.org/a</a>.</p>'),
    ],
)
def test_markdown_is_read_as_github_reads_it(text: str, expected: str) -> None:
    assert html_of(text) == expected


def test_tables_are_aligned_by_a_class_and_footnotes_have_ids_of_their_own(tmp_path: Path) -> None:
    prose = "|a|b|\n|:-|-:|\n|1|2|\n\nOne[^1].\n\n[^1]: The note."
    note = "Two[^1].\\n\\n[^1]: Another."
    html = page(project(tmp_path, prose=prose, note=note))
    assert '<td class="is-right">2</td>' in html
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'href="#(fn[^"]*)"', html):
        assert target in ids
    assert len([one for one in ids if one.startswith("fn-")]) == 2
    assert told(tmp_path) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('x <audio controls src="a.wav"></audio>', '<audio controls src="a.wav">'),
        ("x <video src=x.mp4></video>", "<video src=x.mp4>"),
        ('x <iframe src="https://example.org"></iframe>', '<iframe src="https://example.org">'),
        ("x <script>alert(1)</script>", "<script>"),
        ("x <style>p{}</style>", "<style>"),
        ('x <span style="color:red">y</span>', '<span style="color:red">'),
        ("x <b onclick=alert(1)>y</b>", "<b onclick=alert(1)>"),
        ("x [y](javascript:alert(1))", "(javascript:alert(1)"),
        ("x ![y](https://example.org/x.png)", "(https://example.org/x.png"),
        ("x <img src='https://example.org/x.png' alt=y>", "<img src='https://example.org/x.png' alt=y>"),
        ("x <form action=/><input name=q></form>", "<form action=/>"),
        ("x <object data=y></object>", "<object data=y>"),
        ("x <font color=red>y</font>", "<font color=red>"),
        ("x <svg><path/></svg>", "<svg>"),
    ],
)
def test_what_markdown_cannot_show_is_told_at_its_line(text: str, words: str, tmp_path: Path) -> None:
    folder = project(tmp_path, prose=f"A line.\n\n{text}")
    assert ("markdown-loss", "examples/words.yaml", 5, 3 + text.index(words)) in told(folder)
    assert {code for code, *_ in told(folder)} == {"markdown-loss"}
    assert "alert(1)" not in re.sub(r"<[^>]*>", "", page(folder)).replace("alert(1)</p>", "")


@pytest.mark.parametrize(
    "text",
    [
        "<details><summary>More</summary>Words.</details>",
        "<kbd>k</kbd> <mark>m</mark> <u>u</u> H<sub>2</sub>O",
        "<!-- a remark -->", "<div class=x>words</div>", "## Heading", '<span lang="ja">語</span>',
        "[up](#citation) [task](#words) [example](#words--1)", "[data](catalogue.json) [home](../)",
        "[out](https://example.org) [mail](mailto:a@example.org) <https://example.org>",
    ],
)  # fmt: skip
def test_what_works_is_not_told(text: str, tmp_path: Path) -> None:
    assert told(project(tmp_path, prose=text)) == []
    assert list(losses(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "[x](nothing.wav)", "[x](data/audio/nothing.wav)", "![x](nothing.png)", "[x](#nothing)",
        "[x](nothing.html)",
        '<a href="nothing">x</a>', '<img src="nothing.png" alt="x">', "[x](examples/words.yaml)",
        "[x](../outside.txt)", "[x](data/page.html)",
        f"[x]({'a' * 300}.wav)", "[x](data/audio)",
        "[x](data/audio/%FF.wav)",
    ],
)  # fmt: skip
def test_what_leads_nowhere_is_told(text: str, tmp_path: Path) -> None:
    folder = project(tmp_path, prose=f"A line.\n{text}")
    (tmp_path / "data" / "page.html").write_text("<script>alert(1)</script>", "utf-8")
    assert [(code, line) for code, _, line, _ in told(folder)] == [("leads-nowhere", 4)]


@pytest.mark.parametrize(
    "link", ["data/audio/extra.wav", "audio/extra.wav", "extra.wav", "../data/audio/extra.wav"]
)
def test_a_link_to_a_file_of_the_project_publishes_it(link: str, tmp_path: Path) -> None:
    folder = project(tmp_path, prose=f"Take [this]({link}), and ![a dot](dot.png) too.")
    (tmp_path / "data" / "audio" / "extra.wav").write_bytes(encoded(tone(300)))
    (tmp_path / "data" / "images").mkdir(exist_ok=True)
    from PIL import Image

    Image.new("RGB", (4, 3)).save(tmp_path / "data" / "images" / "dot.png")
    assert told(folder) == []
    html = page(folder)
    (address,) = re.findall(r'<a href="(audio/extra\.[0-9a-f]{10}\.wav)">this</a>', html)
    assert (tmp_path / "site" / address).read_bytes() == (tmp_path / "data/audio/extra.wav").read_bytes()
    (picture,) = re.findall(r'<img src="(images/[^"]+)" alt="a dot" width="4" height="3"', html)
    assert (tmp_path / "site" / picture).is_file()


def test_a_link_out_of_the_project_publishes_nothing(tmp_path: Path) -> None:
    folder = project(tmp_path / "project", prose="[x](data/secret.txt)")
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    (folder / "data" / "secret.txt").symlink_to(tmp_path / "secret.txt")
    assert [code for code, *_ in told(folder)] == ["leads-nowhere"]
    page(folder)
    assert not any(one.read_bytes() == b"secret" for one in (folder / "site").rglob("*") if one.is_file())


@pytest.mark.parametrize(
    "language",
    [
        "ar",
        "he",
        "fa",
        "ur",
        "ps",
        "sd",
        "ug",
        "yi",
        "dv",
        "ckb",
        "az-Arab",
        "ku-Arab",
        "pa-PK",
        "ar-EG",
        "iw",
        "ks",
        "uz-Arab-AF",
        "nqo",
        "syr",
        "ff-Adlm",
    ],
)
def test_languages_that_run_leftwards(language: str, tmp_path: Path) -> None:
    assert direction(language) == "rtl"
    html = page(project(tmp_path, language=language))
    assert f'<html lang="{language}" dir="rtl">' in html


@pytest.mark.parametrize(
    "language", ["en", "az", "az-Latn", "ku", "zh", "sd-Deva", "ff", "ar-Latn", "az-Latn-IR"]
)
def test_languages_that_run_rightwards(language: str) -> None:
    assert direction(language) == "ltr"


@pytest.mark.parametrize(
    ("language", "text"), [("ar", "ABC اقرأ"), ("he", "OK שלום"), ("fa", "WhatsApp سلام"), ("ur", "TTS آواز")]
)
def test_a_text_that_begins_with_latin_runs_as_its_language_does(
    language: str, text: str, tmp_path: Path
) -> None:
    write(
        tmp_path,
        "-- examples/words.yaml --\ntitle: Words\nexamples:\n  - audio: a.wav\n"
        f"    language: {language}\n"
        f"    outputs: {{theirs: {text}, ours: {{text: {text}, language: {language}}}}}\n",
    )
    found = re.findall(r'<p class="said" data-output="\w+" lang="([^"]+)" dir="([^"]+)"', page(tmp_path))
    assert found == [(language, "rtl")] * 2


def test_other_texts_keep_their_direction_on_such_a_page(tmp_path: Path) -> None:
    html = page(project(tmp_path, language="ar", answer="An English answer", text="ABC اقرأ الجملة"))
    assert '<p class="said" data-output="theirs" lang="en" dir="ltr">An English answer</p>' in html
    assert re.search(r'<p class="said" data-role="text" dir="rtl">ABC اقرأ الجملة</p>', html)


TURNED = {"override": "\u202e", "embedding": "\u202b", "isolate": "\u2067", "first strong": "\u2068"}


@pytest.mark.parametrize("character", TURNED.values(), ids=TURNED)
@pytest.mark.parametrize("field", ["name", "title", "text", "answer", "note"])
def test_a_change_of_direction_that_nothing_ends_is_told_and_stays_within(
    character: str, field: str, tmp_path: Path
) -> None:
    folder = project(tmp_path, **{field: f"ab {character}cd"})
    assert [code for code, *_ in told(folder)] == ["changes-direction"]
    html = page(folder)
    for before, inside in re.findall(rf"<([^<>]*)>([^<>]*{character}cd[^<>]*)", html.split("<body", 1)[1]):
        isolated = " dir=" in before or before.split()[0] in ("p", "title", "div", "h1")
        assert isolated or not unclosed(inside), before


def test_a_change_of_direction_that_ends_is_not_told(tmp_path: Path) -> None:
    assert told(project(tmp_path, text="ab \u2067cd\u2069 ef \u202bgh\u202c")) == []


@pytest.mark.parametrize(
    ("citation", "line"),
    [
        ("@article{a,\n  title = {T}\n", 2),
        ("@article{a,\n  title = {T}}\n}\n", 4),
        ("@misc{a, title = {A}}\n\n@misc{b, title = {B}\n", 4),
    ],
)
def test_bibtex_whose_braces_do_not_pair_is_told(citation: str, line: int, tmp_path: Path) -> None:
    project(tmp_path)
    main = tmp_path / "examples" / "catalogue.yaml"
    block = "".join(f"  {one}\n" for one in citation.splitlines())
    main.write_text(f"citation: |\n{block}{main.read_text('utf-8')}", "utf-8")
    assert [(code, at) for code, _, at, _ in told(tmp_path)] == [("broken-citation", line)]


@pytest.mark.parametrize("citation", ["@misc{a, title = {A \\{ b}}", "Nobody {et al", "@misc{a, t = {{A}}}"])
def test_other_citations_are_not_told(citation: str, tmp_path: Path) -> None:
    project(tmp_path)
    main = tmp_path / "examples" / "catalogue.yaml"
    main.write_text(f"citation: '{citation}'\n{main.read_text('utf-8')}", "utf-8")
    assert told(tmp_path) == []


def test_markup_in_an_answer_is_not_to_be_removed(tmp_path: Path) -> None:
    result = CliRunner().invoke(commands, ["check", "-C", str(project(tmp_path, answer="<b>x</b>"))])
    assert "if the model wrote it, leave it" in result.stderr


SILENT = {
    "Catalogue": "language citation url pages hero",
    "Task": "id output layout tags sync label_match text_match clusters language models",
    "Model": "id url checkpoint date",
    "Author": "url orcid",
    "Link": "url",
    "Score": "better measure average",
    "Figure": "image url",
    "Example": "id inherited",
    "Section": "",
}
"""What is no text for readers, or has rules of its own."""


def _plain(hint: object) -> bool:
    """Whether a type holds texts of which nothing is said."""
    held = typing.get_args(hint)
    if typing.get_origin(hint) is Mapping:
        held = held[1:]
    return typing.get_origin(hint) is not typing.Annotated and (hint is str or any(map(_plain, held)))


def test_every_field_of_text_has_a_kind() -> None:
    """A field that the model gets is declared, or Markdown, authors' words, to the letter, or no text."""
    for owner, silent in SILENT.items():
        value = getattr(model, owner)
        hints = typing.get_type_hints(value, include_extras=True)
        plain = {name for name, hint in hints.items() if _plain(hint)}
        assert plain - fields_of(value).keys() <= set(silent.split()), owner


def test_a_group_of_systems_and_the_search_index_know_formulas_and_readings(tmp_path: Path) -> None:
    project(tmp_path, math="true", text="{漢字|かんじ}を読む")
    main = tmp_path / "examples" / "catalogue.yaml"
    text = main.read_text("utf-8").replace("ours: true", r'ours: true, group: "at $w_1$"')
    main.write_text(f"pages: task\nmath: true\n{text.replace('math: true', '')}", "utf-8")
    html = page(tmp_path)
    assert 'class="group">at <math display="inline" alttext="w_1">' in html
    (index,) = (tmp_path / "site" / "search").glob("*.js")
    assert "漢字を読む" in index.read_text("utf-8")


def test_the_data_names_the_files_behind_links(tmp_path: Path) -> None:
    page(project(tmp_path, prose="[x](data/audio/b.wav)"))
    data = json.loads((tmp_path / "site" / "catalogue.json").read_text("utf-8"))
    (linked,) = data["linked"].values()
    assert (tmp_path / "site" / linked["url"]).stat().st_size == linked["size"]


SCORED = r"""
scores:
  PESQ$_{WB}$: {better: higher, unit: $\mu$s}
  自然度: {better: higher, unit: 点}
examples:
  - group: a
    audio: a.wav
    outputs:
      ours: {text: x, scores: {'PESQ$_{WB}$': 3, 自然度: 4}}
      theirs: {text: y, scores: {'PESQ$_{WB}$': 2}}
  - group: b
    audio: a.wav
    outputs:
      ours: {text: x, scores: {'PESQ$_{WB}$': 3}}
      theirs: {text: y, scores: {'PESQ$_{WB}$': 2}}
"""


def scored(root: Path, layout: str, *, math: str) -> None:
    project(root, math=math)
    words = root / "examples" / "words.yaml"
    head = words.read_text("utf-8").partition("\nexamples:")[0]
    words.write_text(f"{head}\nlayout: {layout}{SCORED}", "utf-8")


@pytest.mark.parametrize("layout", ["cards", "table", "transposed"])
def test_names_and_units_of_scores_are_words_like_other_names(tmp_path: Path, layout: str) -> None:
    """In the key of the task, beside each answer, over columns of averages; attributes keep the source."""
    scored(tmp_path, layout, math="true")
    html = page(tmp_path)
    html = re.sub(r' (?:data-score|data-name)="[^"]*PESQ\$_{WB}\$[^"]*"', "", html)
    formula = '<math display="inline" alttext="_{WB}">'
    shown = html.count(f"PESQ{formula}")
    assert shown == html.count("PESQ")
    assert shown >= 6
    assert r'alttext="\mu"' in html
    assert html.count('<span lang="zh">自然度</span>') + html.count('<span lang="zh">点</span>') >= 4
    assert "$" not in html


def test_formulas_in_the_names_of_scores_are_told_where_they_are_not_set(tmp_path: Path) -> None:
    scored(tmp_path, "cards", math="false")
    found = [(code, at) for code, _, at, _ in told(tmp_path)]
    assert found == [("looks-like-math", 6)] * 2


@pytest.mark.parametrize("text", ["PESQ$_{WB}$", "R$^2$", "log$_{10}$ x", "10$^{-3}$ s", "F$\\beta$", "音$_1$"])
def test_a_formula_may_stand_right_behind_a_letter(text: str) -> None:
    assert [one.source for one in formulas(text)] == [text[text.index("$") : text.rindex("$") + 1]]


@pytest.mark.parametrize("text", ["US$5 or US$6", "A$5, A$6", "$HOME/$PATH", "a$b$c", "5$ and 6$"])
def test_a_dollar_behind_a_letter_is_else_a_dollar(text: str) -> None:
    assert list(formulas(text)) == []
