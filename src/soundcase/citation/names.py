"""Names as BibTeX has them, in parts: `Given von Family`, `von Family, Jr, Given`, `{A Team}`.

Rule: a name of Chinese, Japanese or Korean characters in two parts has its family name first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from soundcase.citation.entry import PersonName
from soundcase.citation.tex import without_tex

_EASTERN = re.compile(
    r"[\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff・]+"
)
_WHOLE = re.compile(r"\{(?!\\).*\}", re.DOTALL)


def person_names(tex: str) -> Iterator[PersonName]:
    """The names of a field, without the `others` at its end."""
    from bibtexparser.middlewares.names import split_multiple_persons_names

    for one in split_multiple_persons_names(tex):
        if one.strip() and one.strip().casefold() != "others":
            yield _name(one.strip())


def displayed_name(words: str) -> PersonName:
    """A name as it is read, given names first, in its parts; whole where it has a comma or is one word."""
    if _EASTERN.fullmatch(words):
        return PersonName(family=words)
    if "," in words or not words.split()[1:]:
        return PersonName(literal=words)
    return _name(re.sub(r"[{}\\$%~]", "", words))


def _name(tex: str) -> PersonName:
    from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

    if _braced(tex):
        return PersonName(literal=without_tex(tex))
    plain = without_tex(tex).split()
    if len(plain) == 2 and all(map(_EASTERN.fullmatch, plain)):
        return PersonName(family=plain[0], given=plain[1])
    try:
        parts = parse_single_name_into_parts(tex, strict=False)
    except InvalidNameError:
        return PersonName(literal=without_tex(tex))
    family = _joined(parts.last)
    if not family:
        return PersonName(literal=without_tex(tex))
    if _braced(" ".join(parts.last)) and not (parts.first or parts.von or parts.jr):
        return PersonName(literal=family)
    return PersonName(family, _joined(parts.first), _joined(parts.von), _joined(parts.jr))


def _braced(tex: str) -> bool:
    """True if one pair of braces holds it all."""
    if not _WHOLE.fullmatch(tex):
        return False
    depth = 0
    for place, sign in enumerate(tex):
        depth += (sign == "{") - (sign == "}")
        if not depth:
            return place == len(tex) - 1
    return False


def _joined(parts: Iterable[str]) -> str:
    return without_tex(" ".join(parts))
