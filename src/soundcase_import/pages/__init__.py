"""Demo pages that were written by hand (HTML, Markdown) as a catalogue.

Rule 1: what a cell means is decided from its content and its neighbours; one heading's word proves nothing.
Rule 2: no rule speaks of one page; where a decision could be another, the draft has a doubt.
Rule 3: what stands inside an HTML comment does not exist.
"""
