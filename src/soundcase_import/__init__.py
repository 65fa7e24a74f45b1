"""From what a lab has already (a page, results, a folder of clips) to a project of soundcase.

Rule 1: each importer reads its source and makes a `Draft`; the rest (YAML, files, report) is the same for all.
Rule 2: nothing is invented. What is doubtful is imported with a doubt, which the YAML shows as `# check:`.
"""
