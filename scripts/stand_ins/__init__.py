"""Recordings that are made, not recorded: what the demo project plays in place of the originals."""
