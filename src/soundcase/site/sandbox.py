"""The environment that a project's own templates run in: they print values, and reach nothing else.

Rule 1: what Jinja's immutable sandbox refuses is an error of the template, with its line.
Rule 2: one range, product or power is bounded. Loops within loops are not: they only take time.
"""

from __future__ import annotations

from collections.abc import Sized

from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

LARGEST = 1_000_000
"""Characters or items that a product may have; also bits of a power."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, with bounds on products and powers."""

    intercepted_binops = frozenset(("*", "**"))

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """The result of `*` or `**`; raises SecurityError for one that is too large."""
        if _size(operator, left, right) > LARGEST:
            raise SecurityError(f"the result of {operator!r} is too large")
        return super().call_binop(context, operator, left, right)


def _size(operator: str, left: object, right: object) -> int:
    if operator == "*":
        times, many = (left, right) if isinstance(left, int) else (right, left)
        return len(many) * times if isinstance(many, Sized) and isinstance(times, int) else 0
    return left.bit_length() * right if isinstance(left, int) and isinstance(right, int) else 0
