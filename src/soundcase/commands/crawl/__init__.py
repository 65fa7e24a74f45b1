"""The check of a finished site, published or in a folder: every file, link and anchor, against its manifest."""
