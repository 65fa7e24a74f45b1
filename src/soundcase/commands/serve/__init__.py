"""The built site on this machine, rebuilt when its project changes: what `build-site serve` does.

Rule 1: readers get the published files; only their pages gain one script, which asks to be told of news.
Rule 2: a build that fails leaves the last good site in place; its problems are shown over it.
Rule 3: nothing is cached, nothing outside the output folder is served; on loopback, only under its own names.
"""

from soundcase.commands.serve.serve import Told, serve

__all__ = ["Told", "serve"]
