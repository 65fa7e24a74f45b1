"""Durations of clips: how they are told, and how far two of one clip may be apart."""

_BRIEF = 0.1
"""Seconds below which milliseconds say too little."""
TOLERANCE_SECONDS, TOLERANCE_SHARE = 0.05, 0.01


def in_seconds(seconds: float) -> str:
    """A duration for people: `3.000 s`; of a brief clip to the microsecond, and only nothing is `0.000 s`."""
    if seconds >= _BRIEF or not seconds:
        return f"{seconds:.3f} s"
    return f"{max(seconds, 1e-6):.6f}".rstrip("0").ljust(len("0.000"), "0") + " s"


def differs(one: float, other: float) -> bool:
    """True where two durations in seconds differ by more than 50 ms and 1 %."""
    return abs(one - other) > max(TOLERANCE_SECONDS, TOLERANCE_SHARE * max(one, other))
