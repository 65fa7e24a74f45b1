"""The catalogue format, written once: what each key may hold and what it means.

The JSON Schema, the reference manual and the error texts all come from these models.

Rule 1: keys that are not here are errors.
Rule 2: short forms (a bare string for a list of one) are kept as written; `load` spells them out.
"""
