"""Texts against their references: the words compared, how they align, where and how much they differ."""
