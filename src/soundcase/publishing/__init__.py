"""From a finished site in memory to the output folder; and the check that there is anything to do.

`publish` tells the story; `build_fingerprint` answers before anything else is imported.
"""
