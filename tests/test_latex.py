"""Names as LaTeX: every sign is printed, none is a command, and a TeX that is there compiles them."""

from __future__ import annotations

import re
import string
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import program
from soundcase.text.latex import latex, unprinted

TEX = "pdflatex"


def compiled(folder: Path, body: str, preamble: str = "") -> str:
    """The log of a document; it must have ended without an error."""
    text = f"\\documentclass{{article}}\n{preamble}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"
    (folder / "t.tex").write_text(text, "utf-8")
    command = [program(TEX), "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "t.tex"]
    ran = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    log = (folder / "t.log").read_text("utf-8", "replace")
    assert ran.returncode == 0, log[-2000:]
    return log


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("R&D_50% #1 $5", r"R\&D\_50\% \#1 \$5"),
        (r"~^\{}", r"\textasciitilde{}\textasciicircum{}\textbackslash{}\{\}"),
        ('<a|b> "c"', r"\textless{}a\textbar{}b\textgreater{} \char34{}c\char34{}"),
        ("[A] *", "{[}A{]} {*}"),
        ("a--b ''c'' ?`", "a-{}-b '{}'c'{}' ?{}`"),
        ("48 kHz → 16 kHz ≥ −3 ± 2", r"48 kHz $\rightarrow$ 16 kHz $\geq$ $-$3 $\pm$ 2"),
        ("H₂O, m², X™", r"H\textsubscript{2}O, m\textsuperscript{2}, X\textsuperscript{TM}"),
        ("β-VAE, µ-law, Ωμέγα", r"$\beta$-VAE, $\mu$-law, Ωμέγα"),
        ("Zoë’s “naïve” — model", "Zoë’s “naïve” — model"),
        ("{漢字|かんじ}", "漢字"),
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("turned\u202eround\u200b", "turnedround"),
    ],
)
def test_a_name_is_printed_as_it_is(text: str, tex: str) -> None:
    assert latex(text) == tex


def test_formulas_stay_formulas_where_the_page_sets_them() -> None:
    assert latex("PESQ$_{WB}$ in % & R$^2$", math=True) == r"PESQ$_{WB}$ in \% \& R$^2$"
    assert latex(r"a $x_{5%}$ b \(y\)", math=True) == r"a $x_{5\%}$ b $y$"
    assert latex("PESQ$_{WB}$") == r"PESQ\$\_\{WB\}\$"
    assert latex(r"$\input{x}$", math=True) == r"\$\textbackslash{}input\{x\}\$"


def test_what_pdftex_does_not_print_is_told() -> None:
    assert unprinted(latex("Zoë → α “x” €")) == ""
    assert unprinted(latex("模型 模")) == "型模"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])))
def test_no_sign_of_a_text_is_a_command(text: str) -> None:
    """What is left without the escapes is no special sign."""
    plain = re.sub(r"\\(?:[&%$#_{}]|[A-Za-z]+(?:34)?(?:\{\})?)|\$\\?[-\w^\\]+\$", "", latex(text))
    assert not set("&%$#_~^\\") & set(plain)
    assert plain.count("{") == plain.count("}")


def test_every_sign_of_a_keyboard_compiles(tmp_path: Path) -> None:
    signs = [
        *string.punctuation,
        "é",
        "ß",
        "ą",
        "€",
        "–",
        "—",
        "“",
        "„",
        "±",
        "×",
        "→",
        "≤",
        "α",
        "Ω",
        "₂",
        "²",
        "™",
    ]
    lines = "\n\n".join(latex(f"{one}a{one}b {one} {one * 2 if one.isascii() else ''}") for one in signs)
    log = compiled(tmp_path, lines, r"\usepackage[T1]{fontenc}")
    assert "Missing character" not in log
