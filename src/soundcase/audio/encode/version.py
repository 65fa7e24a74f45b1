"""The name of everything that decides an encode's bytes, for the keys of a cache."""

from __future__ import annotations

RECIPE_VERSION = 1
"""Counted up whenever the same recipe begins to give other bytes."""


def tool_version() -> str:
    """Versions of this recipe, of PyAV's coding libraries and of the resampler, e.g. `encode-1 av-18.1.0 …`."""
    import av
    import soxr  # type: ignore[import-untyped]

    libraries = ("libavutil", "libavcodec", "libavformat")
    parts = (f"{name}-{'.'.join(map(str, av.library_versions[name]))}" for name in libraries)
    return " ".join((f"encode-{RECIPE_VERSION}", f"av-{av.__version__}", *parts, f"soxr-{soxr.__version__}"))
