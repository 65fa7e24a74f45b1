"""Links that ask for some examples of a task: `?show=emotion~ours.right~theirs.wrong~group.music`.

Rule 1: the value is terms between `~`, each of parts between `.`. A part is percent-encoded, these signs
too, before the value as a whole is; scripts take it apart in the same order.
Rule 2: the first term is the id of the task. The others are a model with a verdict, `group` with a title, `tag`
with key and value. Several verdicts on one model ask for any of them; all else has to hold at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from soundcase.values import dataclass

Term = tuple[str, ...]
_SIGNS = {ord("."): "%2E", ord("~"): "%7E"}


def show_query(task: str, terms: Sequence[Term] = ()) -> str:
    """The query that asks for examples of a task, of which all these are true.

    >>> show_query("emotion", [("qwen2.5", "wrong"), ("group", "Hard & loud")])
    '?show=emotion~qwen2%252E5.wrong~group.Hard%2520%2526%2520loud'
    """
    value = "~".join(".".join(map(_part, term)) for term in ((task,), *terms))
    return f"?show={quote(value, safe='~.')}"


def _part(text: str) -> str:
    return quote(text, safe="").translate(_SIGNS)


@dataclass(frozen=True, slots=True)
class AskedExamples:
    """Some examples of a task, as a link asks for them."""

    task: str
    anchor: str
    """Where the task begins, for those who have no script: `#emotion`."""
    terms: tuple[Term, ...] = ()

    def within(self, *terms: Term) -> AskedExamples:
        """Those of them of which this is true, too."""
        return AskedExamples(self.task, self.anchor, (*self.terms, *terms))

    @property
    def href(self) -> str:
        """The address, as seen from the page that the task begins on."""
        return show_query(self.task, self.terms) + self.anchor
