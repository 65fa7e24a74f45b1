"""The citation of a page: BibTeX as its authors wrote it, understood, checked, and in other forms."""
