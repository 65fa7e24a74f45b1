"""Markdown comes out as harmless HTML, or not at all."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

from soundcase.text import markdown
from soundcase.text.converter import converter_of
from soundcase.text.dialect import html_of
from soundcase.text.markdown import Setting, plain


def to_html(text: str, language: str = "en") -> str:
    return markdown.to_html(text, Setting(language))


def inline(text: str) -> str:
    return markdown.inline(text, Setting())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("one *two* **three** `x < y`", "<p>one <em>two</em> <strong>three</strong> <code>x &lt; y</code></p>"),
        ("a & b", "<p>a &amp; b</p>"),
        ("H<sub>2</sub>O", "<p>H<sub>2</sub>O</p>"),
        ("# Heading", "<p><strong>Heading</strong></p>"),
        ("<h2 id=x>Heading</h2>", "<p><strong>Heading</strong></p>"),
        ("[in](#citation)", '<p><a href="#citation">in</a></p>'),
        (
            "[out](https://example.org/?a=1&b=2)",
            '<p><a href="https://example.org/?a=1&amp;b=2" rel="external noopener">out</a></p>',
        ),
        ("[mail](mailto:a@example.org)", '<p><a href="mailto:a@example.org">mail</a></p>'),
        ("![a wave](https://example.org/x.png)", "<p>a wave</p>"),
        ("the 创空间 studio", '<p>the <span lang="zh">创空间</span> studio</p>'),
        ("{{ 7*7 }}", "<p>{{ 7*7 }}</p>"),
        ("a<br>b", "<p>a<br>b</p>"),
    ],
)
def test_markdown_becomes_html(text: str, expected: str) -> None:
    assert to_html(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<style>body{display:none}</style>",
        "<img src=x onerror=alert(1)>",
        "<b onclick=alert(1) style='color:red' class=x id=top>bold</b>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:msgbox)",
        "<a href='java\nscript:alert(1)'>x</a>",
        "<a href='&#106;avascript&colon;alert(1)'>x</a>",
        "<a href=' \x01javascript:alert(1)'>x</a>",
        "<iframe src=https://example.org></iframe>",
        "<svg><script>alert(1)</script></svg>",
        "<math><mtext><style><img src=x onerror=alert(1)>",
        "<form action=/><input name=q></form>",
        "<!-- <img src=x onerror=alert(1)> -->",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<video src=x></video><audio src=x></audio><object data=x></object>",
        '<a title="x><img src=y onerror=alert(1)>" href="#a">z</a>',
    ],
)
def test_nothing_that_acts_or_loads_comes_through(text: str) -> None:
    for html in (to_html(text), inline(text)):
        tags = {tag.lower() for tag in re.findall(r"<([a-zA-Z0-9]+)", re.sub(r'"[^"]*"', '""', html))}
        assert tags <= {"p", "a", "b", "strong"}
        written = re.sub(r'title="[^"]*"', "", html)
        assert not re.search(r"javascript:|vbscript:|data:text| on[a-z]+=| style=| class=| id=", written)


def test_headings_never_enter_the_outline() -> None:
    html = to_html("# a\n\n## b\n\nc\n=\n\n<h5>d</h5>")
    assert not re.search(r"<h\d", html)
    assert html.count("<strong>") == 4


def test_tables_and_lists_are_kept() -> None:
    html = to_html("| a | b |\n|---|---|\n| 1 | 2 |\n\n- x\n- y")
    assert "<th>a</th>" in html
    assert "<li>x</li>" in html


def test_code_blocks_lose_their_class_but_no_character() -> None:
    assert to_html('```bib\n@a{b, c = {{D}} & "e"}\n```') == (
        "<pre><code>@a{b, c = {{D}} &amp; &#34;e&#34;}\n</code></pre>"
    )


def test_inline_has_no_blocks() -> None:
    assert inline("one *two*\n\nthree") == "one <em>two</em> three"


def test_the_language_of_the_page_is_not_marked() -> None:
    assert to_html("你好", "zh") == "<p>你好</p>"


def test_plain_is_words_only() -> None:
    assert plain("# A *b*\n\n[c](https://example.org) & <b>d</b>\n<script>x</script>") == "A b c & d"


@given(st.text(alphabet=st.sampled_from("ab<>/\"'=&;!-[](){}*_`# \nsvg创"), max_size=60))
def test_no_text_brings_an_element_that_is_not_allowed(text: str) -> None:
    html = to_html(text)
    allowed = (
        r"p|ul|ol|li|blockquote|pre|hr|dl|dt|dd|table|thead|tbody|tr|th|td|a|em|strong|b|i|code|br|sub|sup|kbd|"
        r"abbr|s|del|mark|q|small|span"
    )
    assert not re.sub(rf'</?(?:{allowed})(?: [a-z]+="[^"<>]*")*>', "", html).count("<")


@given(
    st.lists(
        st.sampled_from([*"aw.:/ #*_`!-()&;|~$>+\n{}^=", "&#64;", "&lt;a", "http", "mailto:", "漢", "\n\n"])
    )
)
def test_a_text_without_signs_of_a_link_has_none(parts: list[str]) -> None:
    """It is not made into HTML to look for one."""
    text = "".join(parts)
    if not re.search(r"[<\[@]|://|www\.", text):
        html = html_of(text)
        assert "<a" not in html
        assert "<img" not in html


@pytest.mark.parametrize("before", ["", "参见", "（", "、", "“", "は "])
@pytest.mark.parametrize("after", ["", *"。，、！】…—　𠮷", "を参照", "를 보세요", "”。", "）后"])
@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("HTTPS://Example.org/A", "HTTPS://Example.org/A"),
        ("https://example.org/a/b?x=1&y=2#z", "https://example.org/a/b?x=1&amp;y=2#z"),
        ("http://example.org", "http://example.org"),
        ("www.example.org/a_(b)", "http://www.example.org/a_(b)"),
        ("me@example.org", "mailto:me@example.org"),
    ],
)
def test_a_bare_address_ends_where_a_script_without_blanks_begins(
    before: str, after: str, address: str, href: str
) -> None:
    for html in (
        to_html(f"{before}{address}{after}", "zh"),
        inline(f"{before}{address}{after}"),
    ):
        assert re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', html) == [(href, str(escape(address)))]
    assert plain(f"{before}{address}{after}") == f"{before}{address}{after}".replace("　", " ").strip()


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("<https://example.org/音声。>", "https://example.org/音声。"),
        ("[x](https://example.org/音声。)", "https://example.org/音声。"),
        ("[x]\n\n[x]: https://example.org/音声", "https://example.org/音声"),
        ('<a href="https://example.org/音声">x</a>', "https://example.org/音声"),
        ("https://example.org/α/é x", "https://example.org/α/é"),
    ],
)
def test_an_address_with_an_end_of_its_own_is_left_whole(text: str, href: str) -> None:
    assert re.findall(r'href="([^"]*)"', to_html(text)) == [href]


@pytest.mark.parametrize(
    "text", ["`https://example.org/a。b`", "    https://example.org/a。b", "```\nhttps://x.org/a。b\n```"]
)
def test_an_address_in_code_is_code(text: str) -> None:
    html = to_html(text)
    assert "/a。b" in html
    assert "<a" not in html


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://x.org/a_b_c.", '<a href="https://x.org/a_b_c">https://x.org/a_b_c</a>.'),
        ("(https://x.org/a_(b))!", '(<a href="https://x.org/a_(b)">https://x.org/a_(b)</a>)!'),
        ("**https://x.org/a**", '<strong><a href="https://x.org/a">https://x.org/a</a></strong>'),
        ("~~https://x.org/a~~", '<del><a href="https://x.org/a">https://x.org/a</a></del>'),
        ("https://x.org/~me/", '<a href="https://x.org/~me/">https://x.org/~me/</a>'),
        ("[https://x.org](https://y.org)", '<a href="https://y.org">https://x.org</a>'),
        ("texthttps://x.org", "texthttps://x.org"),
        ("~~ a ~~ a~~b~~c ~~~d~~~", "~~ a ~~ a<del>b</del>c ~~~d~~~"),
    ],
)
def test_addresses_and_struck_words_are_read_as_on_github(text: str, shown: str) -> None:
    assert html_of(text) == f"<p>{shown}</p>"


@settings(max_examples=500, deadline=None)
@given(st.text("aZé漢ю1 .,;:!?'\"()%–—’“”，。（）-", min_size=1, max_size=20), st.booleans())
def test_a_line_without_signs_of_markup_is_what_the_converter_makes_of_it(text: str, footnotes: bool) -> None:
    converted = converter_of(math=True, footnotes=footnotes).reset().convert(text)
    assert html_of(text, math=True, footnotes=footnotes) == (converted if text.strip() else "")
