"""From the YAML files of a project to its catalogue, with places.

Text → nodes (`located`) → entries held against the format (`schema`, `complaints`) → catalogue (`understand`);
`load` tells the story.
"""
