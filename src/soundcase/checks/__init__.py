"""Facts and problems of a catalogue and its files, and the files that the site gets."""
