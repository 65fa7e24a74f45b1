"""From the YAML files of a project to its catalogue, with places.

Text → nodes (`located`) → entries held against the format (`schema`, `validate`) → catalogue (`resolve`);
`load` tells the story.
"""
