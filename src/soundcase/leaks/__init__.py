"""The search for what a site must not say: names, addresses, and places on somebody's machine.

Rule 1: it reads what stands in the files, and believes no promise about how they were made.
Rule 2: its time grows with the size of the files alone, whatever stands in them.
"""
