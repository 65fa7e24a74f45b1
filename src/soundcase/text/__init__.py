"""Texts of the catalogue: Markdown, formulas, languages and characters."""
