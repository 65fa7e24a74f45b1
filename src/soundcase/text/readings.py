"""Readings of Han characters: `{漢字|かんじ}` in authors' words is the characters with their reading above.

Rule: only Han characters have readings, so that braces and bars elsewhere stay what they are.
"""

from __future__ import annotations

import re

from markupsafe import Markup

_HAN = "々〆〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
READING = re.compile(rf"\{{(?P<base>[{_HAN}]+)\|(?P<reading>[^{{}}\n]*[^{{}}|\s])\}}")


def ruby(found: re.Match[str]) -> Markup:
    """Characters with their reading, or each with its own where as many are given.

    >>> print(ruby(READING.match("{漢字|かん|じ}")))
    <ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rp>(</rp><rt>じ</rt><rp>)</rp></ruby>
    """
    base, readings = found["base"], found["reading"].split("|")
    parts = list(base) if len(readings) == len(base) else [base]
    over = readings if len(parts) == len(readings) else ["".join(readings)]
    pair = Markup("{}<rp>(</rp><rt>{}</rt><rp>)</rp>")
    inner = Markup().join(pair.format(one, reading) for one, reading in zip(parts, over, strict=True))
    return Markup("<ruby>{}</ruby>").format(inner)


def bare(text: str) -> str:
    """The text without its readings."""
    return READING.sub(lambda found: found["base"], text)
