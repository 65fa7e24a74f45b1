"""Clips from the web: the work of `build-site fetch`.

Rule 1: a file takes its place whole, checked, and in one step; until then the file that was there stays.
Rule 2: the bytes of a file that have come survive any end of the process, and the next run goes on from there.
Rule 3: nothing but http and https is spoken, and nothing is written outside `data/audio/` and the cache.
"""
