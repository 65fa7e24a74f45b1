"""The times and counts of trying again, and the errors that end a try.

Rule: a `PermanentError` will not go away by trying again; a `TransientError` may.
"""

from __future__ import annotations

import random

from soundcase.problems.problem import Fault
from soundcase.values import dataclass


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """The times (seconds) and counts of downloading."""

    connect: float = 10.0
    read: float = 30.0
    """Without a single byte."""
    tries: int = 5
    """In a row without getting further."""
    first_pause: float = 0.5
    longest_pause: float = 20.0
    longest_asked: float = 60.0
    """A server that asks for more patience than this is given up."""
    window: float = 60.0
    lowest_rate: float = 256.0
    """Bytes per second over a window; a server that sends less stands still."""
    redirects: int = 10

    def pause(self, failures: int) -> float:
        """Seconds to wait after so many failures in a row, spread so that downloads do not knock in step."""
        longest = min(self.first_pause * 2.0 ** (failures - 1), self.longest_pause)
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - not a secret


class PermanentError(Exception):
    """A download that failed for good."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


class TransientError(Exception):
    """A try that failed; the next one may not."""

    def __init__(self, fault: Fault, *, after: float | None = None) -> None:
        super().__init__(fault.message)
        self.fault = fault
        self.after = after
        """Seconds that the server asks to wait."""


class StoppedError(Exception):
    """The whole command is being stopped."""
