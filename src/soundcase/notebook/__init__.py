"""From a program or a notebook to a page: the names that `import soundcase` gives.

Rule 1: there is no second model: a page holds the entries of a catalogue, and is built from the files that a
    person would write.
Rule 2: pandas, polars, torch and datasets are known by their values alone, never imported.
Rule 3: what is given is read at once: nothing that a program changes later changes a page.
"""
