"""An answer without its markup, so that only its words are left to be read.

Rule 1: letters keep their case, lines stay lines, and full-width forms become plain ones (NFKC).
Rule 2: what markup says to be the answer (a box, a tag, a key of JSON) stands behind `FINAL`, on its own line.
Rule 3: what was thought before the answer, and what is struck out, is gone.
"""

from __future__ import annotations

import json
import re
import unicodedata

from soundcase.statistics.answer_words import FINAL
from soundcase.text.reasoning import split

_KEYS = (
    "final_answer", "finalanswer", "correct_answer", "answer", "answer_letter", "choice", "final_choice",
    "selected_option", "selected", "selection", "option", "correct_option", "prediction", "predicted", "label",
    "letter", "response", "result", "output", "答案", "选项", "答え", "回答", "정답", "antwort", "réponse",
    "reponse", "respuesta", "resposta", "risposta", "ответ",
)  # fmt: skip
_STYLE = re.compile(r"\\(?:text|mathrm|mathbf|mathit|mathsf|textbf|textit|textrm|bf|rm|emph|bm)\s*\{([^{}]*)\}")
_BOX = re.compile(r"\\(?:boxed|fbox)\s*(?:\{([^{}]*)\}|([^\s{}]))")
_TAG = re.compile(r"<(answer|final_answer|final|choice|option|result|response)>(.*?)</\1>", re.I | re.S)
_OBJECT = re.compile(r"\{[^{}]*\}")
_DROPPED = re.compile(
    r"~~.*?~~|<\|[^|<>]*\|>|</?[a-z_]\w*(?:\s[^<>]*)?/?>"
    r"|```(?:\w+(?=\n))?|[*`\ufe0e\ufe0f\u20e3]|__|\\[\[\]()]|\$|(?m:^[ \t]*(?:#+|>+|[-•])[ \t]+)",
    re.S,
)
_LINES = {"’": "'", "‘": "'", "ʼ": "'", "🅰": "A", "🅱": "B", "&": " and "}


def plain(answer: str) -> str:
    """The words of an answer."""
    text = unicodedata.normalize("NFKC", split(answer).answer)
    text = _of_objects(text)
    for _ in range(2):
        text = _STYLE.sub(r"\1", text)
    text = _BOX.sub(lambda found: _final(found[1] or found[2] or ""), text)
    text = _TAG.sub(lambda found: _final(found[2]), text)
    text = _DROPPED.sub(" ", re.sub(r"<([A-Z0-9])>", r"(\1)", text))
    for one, other in _LINES.items():
        text = text.replace(one, other)
    kept = (one for one in text if one in "\n\t" or unicodedata.category(one) not in ("Cf", "Cc"))
    return "\n".join(" ".join(line.split()) for line in "".join(kept).splitlines() if line.strip())


def _final(said: str) -> str:
    return f"\n{FINAL} {said.strip()}\n"


def _of_objects(text: str) -> str:
    """The text with what its JSON objects answer in their place."""
    whole = _answer_of(re.sub(r"^\s*```(?:\w+(?=\s))?|```\s*$", "", text).strip())
    if whole is not None:
        return _final(whole)
    return _OBJECT.sub(lambda found: _object(found[0]), text)


def _object(written: str) -> str:
    said = _answer_of(written)
    return written if said is None else _final(said)


def _answer_of(written: str) -> str | None:
    """What a JSON object says under a key for answers, or nothing; None where it is no object."""
    if not written.startswith("{"):
        return None
    try:
        found = json.loads(written)
    except ValueError:
        return None
    value: object = found
    while isinstance(value, dict):
        given = {str(key).strip().lower().replace(" ", "_"): one for key, one in value.items()}
        value = next((given[key] for key in _KEYS if key in given), "")
    several = value if isinstance(value, list) else [value]
    return ", ".join(str(one) for one in several if isinstance(one, (str, int)))
