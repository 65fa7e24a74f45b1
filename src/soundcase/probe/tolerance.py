"""How far two durations of one clip may be apart."""

TOLERANCE_SECONDS, TOLERANCE_SHARE = 0.05, 0.01


def differs(one: float, other: float) -> bool:
    """Whether two durations in seconds differ by more than 50 ms and 1 %."""
    return abs(one - other) > max(TOLERANCE_SECONDS, TOLERANCE_SHARE * max(one, other))
