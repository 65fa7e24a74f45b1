"""Lists of labels that were written into a text, as programs print them."""

from __future__ import annotations

import ast
import re


def listed(text: str) -> tuple[str, ...]:
    """The labels in a text such as "{'dog', 'bark'}"; nothing where it is no such list."""
    if not re.match(r"^[\[{(].*[\]})]$", text.strip(), re.DOTALL):
        return ()
    try:
        found = ast.parse(re.sub("[‘’]", "'", text.strip()), mode="eval").body
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return ()
    elements = found.elts if isinstance(found, ast.Set | ast.List | ast.Tuple) else []
    words = (one.value for one in elements if isinstance(one, ast.Constant))
    labels = tuple(word for word in words if isinstance(word, str) and word)
    return labels if len(labels) == len(elements) else ()


def labels_in(value: str | tuple[str, ...]) -> tuple[str, ...]:
    """The labels that a value holds: those that its text lists, else the text as the only one."""
    return (listed(value) or (value,)) if isinstance(value, str) else value
