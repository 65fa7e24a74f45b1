"""`build-site schema`: the JSON Schema of the catalogue."""

from __future__ import annotations

import click


@click.command("schema")
@click.argument("root", type=click.Choice(["catalogue", "task"]), default="catalogue")
def schema_command(root: str) -> None:
    """Print the JSON Schema of catalogue.yaml, or of a task file."""
    from soundcase.catalogue.schema.documents import schema_text

    click.echo(schema_text(root), nl=False)
