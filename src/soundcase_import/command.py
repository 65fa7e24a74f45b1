"""`build-site import`: options, and what is printed.

The command line (`soundcase.cli`) finds it by the names of this package and of the function.
"""

from __future__ import annotations

from pathlib import Path

import click

from soundcase.cli.options import DIRECTORY, report
from soundcase.problems.phrases import harmless

TYPE_CHECKING = False
if TYPE_CHECKING:
    from soundcase_import.options import ReadingChoice

SOURCE = click.Path(path_type=Path)
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


def _kinds(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """The kinds of sources that begin with the letters that are typed."""
    from soundcase_import.importer import known_kinds

    return [kind for kind in known_kinds() if kind.startswith(incomplete)]


def _mapping(_: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    pairs = dict(value.partition("=")[::2] for value in values if "=" in value)
    wrong = next((value for value in values if "=" not in value), None)
    if wrong is not None:
        form = (parameter.metavar or "").lower()
        raise click.BadParameter(f"'{wrong}' is not of the form {form}")
    return pairs


def _decided(choice: ReadingChoice) -> str:
    """The reading that a person chooses for a part of a page, from a sketch of it."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    sketch = Table(show_header=False, show_lines=True)
    for row in choice.rows:
        sketch.add_row(*(Text(harmless(cell)) for cell in row))
    console = Console(stderr=True)
    where = f", under {choice.where}" if choice.where else ""
    console.print(Text(harmless(f"{choice.name}{where}:")))
    console.print(sketch)
    for number, name in enumerate(choice.readings, 1):
        console.print(f"  {number}  {name}{'  (likelier)' if number == 1 else ''}", highlight=False)
    click.echo("1 or 2? ", nl=False, err=True)
    while (key := click.getchar(echo=False)) not in ("1", "2", "\r", "\n"):
        if key in ("\x03", "\x04", ""):
            raise click.Abort
    click.echo("2" if key == "2" else "1", err=True)
    return choice.readings[key == "2"]


@click.command("import", short_help="Make a project from a page, results or a folder of clips.")
@click.argument("sources", nargs=-1, required=True, type=SOURCE, metavar="SOURCE...")
@click.option("-o", "--output", type=SOURCE, help="The new project's folder.  [default: the source's name]")
@click.option(
    "--as",
    "kind",
    default="",
    metavar="KIND",
    shell_complete=_kinds,
    help="What it is, where that is not found out.",
)
@click.option(
    "--map", "mapping", multiple=True, callback=_mapping, metavar="ROLE=FIELD", help="Which field means what."
)
@click.option("--sample", type=click.IntRange(min=1), metavar="N", help="Show N examples, chosen at random.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed chooses other examples.")
@click.option("--only-differing", is_flag=True, help="Show where the models disagree, or one is not right.")
@click.option("--ids", type=FILE, help="Show the examples that this file names, a line each.")
@click.option("--audio", type=DIRECTORY, help="Where the clips are that results name.")
@click.option("--without-audio", is_flag=True, help="Show the answers alone, and say that on the page.")
@click.option("--skip-missing", is_flag=True, help="Leave out the clips of a page that are not there.")
@click.option(
    "--read",
    multiple=True,
    callback=_mapping,
    metavar="PART=READING",
    help="How a part of a page is read, e.g. 'table 3=rows are systems'.",
)
@click.option("--interactive", is_flag=True, help="Decide what is doubtful in a page, one key each.")
@click.option("--pattern", default="", help="How a folder's paths are made, e.g. '{model}/{example}'.")
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def import_command(
    context: click.Context, /, sources: tuple[Path, ...], output: Path | None, style: str, **options: object
) -> None:
    """Make a new project from what is there already.

    SOURCE is a page (HTML or Markdown: the file, or the folder it lies in), results (JSONL, JSON, CSV or TSV,
    also gzipped, or the files of a tool), or a folder of clips; several results that name the same clips become
    one comparison. What is doubtful has a comment `check:` in the YAML and is listed here.
    Nothing is overwritten.
    """
    from soundcase_import.importer import run
    from soundcase_import.options import ImportOptions
    from soundcase_import.report import as_json, as_text

    ask = _decided if options.pop("interactive") else None
    imported = run(ImportOptions(sources, ask=ask, **options), output)  # type: ignore[arg-type]
    if imported.problems:
        report(imported.problems, style)
        context.exit(1)
    click.echo(as_json(imported) if style == "json" else as_text(imported))
