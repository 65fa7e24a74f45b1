"""Bare media: files that show and sound as before, without a word about who made them, and with what.

Rule 1: decoded samples and pixels are the same before and after; what proves nothing of the kind is refused.
Rule 2: the content decides, never a name; the same bytes give the same bytes.
Rule 3: voices, logos in pictures and watermarks are content: nothing here sees them.
"""
