"""From the catalogue and the plan to exactly the values that templates print.

Rule 1: templates print and views decide: no value here needs arithmetic, look-up or formatting any more.
Rule 2: pure and deterministic: no clock, no disk, the author's order everywhere.
Rule 3: nothing that the catalogue says about an example is dropped.
"""
