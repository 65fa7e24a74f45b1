"""The built site on this machine, rebuilt when its project changes: the work of `build-site serve`.

Rule 1: readers get the published files; only their pages gain one script, which asks for news.
Rule 2: a build that fails leaves the last good site in place; its problems are shown over it.
Rule 3: nothing is cached, nothing outside the output folder is served; on loopback, only under its own names.
"""
