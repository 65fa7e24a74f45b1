"""The rules by which a valid catalogue is a good one: one small function for each.

Rule 1: a rule is named as the problem code it finds, with `_` for `-`, and finds nothing else.
Rule 2: rules are pure: they see the catalogue and what probing said, never a file.
Rule 3: a rule sees the part of the catalogue that its scope is, and nothing else of it; so what it finds in a
part is true as long as the part stays as it is, and does not depend on where slices are cut.
"""
