"""Clips from the web: what `build-site fetch` does.

Rule 1: a file takes its place whole, checked, and in one step; until then what was there before stays.
Rule 2: what has come of a file survives any end of the process, and the next run goes on from there.
Rule 3: nothing but http and https is spoken, and nothing is written outside `data/audio/` and the cache.
"""

from soundcase.commands.fetch.fetch import Fetched, Wish, fetch
from soundcase.commands.fetch.patience import Patience

__all__ = ["Fetched", "Patience", "Wish", "fetch"]
