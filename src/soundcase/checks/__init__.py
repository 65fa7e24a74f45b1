"""What is true of a catalogue and its files, and which files the site gets."""
