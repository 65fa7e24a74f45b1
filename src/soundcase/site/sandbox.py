"""The sandbox that a project's own templates run in."""

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
        size = 0
        if operator == "*":
            times, many = (left, right) if isinstance(left, int) else (right, left)
            if isinstance(many, Sized) and isinstance(times, int):
                size = len(many) * times
        elif isinstance(left, int) and isinstance(right, int):
            size = left.bit_length() * right
        if size > LARGEST:
            raise SecurityError(f"the result of {operator!r} is too large")
        return super().call_binop(context, operator, left, right)
