"""From a finished site in memory to the output folder, and whether there is anything to do at all.

`publish` tells the story; `build_fingerprint` answers before anything else is imported.
"""
