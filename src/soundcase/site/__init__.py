"""The pages: views, theme, the words on them, and `catalogue.json`."""
