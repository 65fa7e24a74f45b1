"""The clips of the projects under `demos/`, and the scores that are measured on them."""
