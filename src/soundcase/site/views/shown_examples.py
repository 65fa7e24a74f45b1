"""Links that ask for some examples of a task: `?show=emotion~ours.right~theirs.wrong~group.music`.

Rule: the value is terms between `~`, each of parts between `.`, as they are; who reads it knows the names that
there are. The first term is the id of the task. The others, which all hold at once, are a model with a verdict,
`agree` with two models whose verdicts differ, `group` with a title, `tag` with key and value.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from soundcase.values import dataclass

Term = tuple[str, ...]


def show_query(task: str, terms: Sequence[Term] = ()) -> str:
    """The query that asks for examples of a task, of which all these are true.

    >>> show_query("emotion", [("qwen2.5", "wrong"), ("group", "Hard & loud")])
    '?show=emotion~qwen2.5.wrong~group.Hard%20%26%20loud'
    """
    value = "~".join(".".join(term) for term in ((task,), *terms))
    return f"?show={quote(value, safe='~:')}"


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
