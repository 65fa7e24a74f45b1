"""The media stage: what is derived from clips, once, in parallel, kept by content.

Rule 1: a derived thing is known by its source's content, its recipe and the tools' versions; never by a name
    or a time.
Rule 2: one decode of a clip feeds everything that is made from it.
Rule 3: importing this package imports neither numpy nor soundfile nor av: a warm build needs none of them.
"""
