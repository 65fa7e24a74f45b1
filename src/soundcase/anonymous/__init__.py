"""The edition for double-blind review: what tells who made it is taken out, and looked for afterwards.

Rule 1: what is not known to be harmless is left out; a key that is new is left out until it is named here.
Rule 2: what models gave is never changed, but for the words that the author has redacted.
Rule 3: names of files and ids follow from a secret of the project, the same in each of its builds.
"""
