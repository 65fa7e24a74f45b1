"""Folders of clips: a folder per system or per utterance, or an AudioFolder with its table of metadata."""
