"""The commands that look: at files, at the format, at problem codes, at what is kept, at what shells need."""

from __future__ import annotations

from pathlib import Path

import click

from soundcase.cli.options import DIRECTORY, cores, project_of, say_waiting
from soundcase.problems.codes import CODES
from soundcase.problems.phrases import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def _files(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    from soundcase.cli.completing import files

    return files(incomplete)


def _codes(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    from soundcase.cli.completing import codes

    return codes(incomplete)


@click.command("probe")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", shell_complete=_files)
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Files read at once.  [default: the cores]")
@click.pass_context
def probe_command(context: click.Context, files: tuple[str, ...], style: str, jobs: int | None) -> None:
    """Tell the facts of audio files, and what is wrong with them."""
    from soundcase.audio.probe import survey
    from soundcase.commands.probe_report import as_json, as_text

    probed = list(survey({name: Path(name) for name in files}, jobs or cores()).values())
    click.echo(as_json(probed) if style == "json" else as_text(probed))
    errors = [fault for one in probed for fault in one.faults if CODES[fault.code].severity == "error"]
    context.exit(1 if errors else 0)


@click.command("schema")
@click.argument("root", type=click.Choice(["catalogue", "task"]), default="catalogue")
def schema_command(root: str) -> None:
    """Print the JSON Schema of catalogue.yaml, or of a task file."""
    from soundcase.catalogue.schema.documents import schema_text

    click.echo(schema_text(root), nl=False)


@click.command("explain")
@click.argument("code", required=False, shell_complete=_codes)
def explain_command(code: str | None) -> None:
    """Explain a problem code; without one, list all of them."""
    if code is None:
        width = max(map(len, CODES))
        for known in CODES.values():
            click.echo(f"{known.name:{width}}  {known.severity:7}  {known.title}")
        return
    found = CODES.get(code)
    if found is None:
        raise click.BadParameter(f"no problem has the code '{code}'; {nearest(code, CODES)}".rstrip("; "))
    click.echo(f"{found.name} ({found.severity}): {found.title}\n\n{click.wrap_text(found.explanation, 90)}")
    if found.adjustable:
        click.echo(f"\nSeverity can be set in catalogue.yaml:\n\n    rules:\n      {found.name}: off")


@click.command("cache", short_help="Show or empty what is kept of measured and encoded clips.")
@click.option("-C", "--directory", type=DIRECTORY, help="The project's folder.  [default: .]")
@click.option("--prune", is_flag=True, help="Remove what the last build did not use.")
@click.option("--clear", is_flag=True, help="Remove everything.")
@click.pass_context
def cache_command(context: click.Context, directory: Path | None, prune: bool, clear: bool) -> None:
    """Show what is kept of derived media: where, how many entries, how much."""
    from soundcase.audio.media.upkeep import cleared, pruned, shown

    if prune and clear:
        raise click.UsageError("--prune and --clear exclude each other")
    root = project_of(context, directory, None).root
    try:
        click.echo((cleared if clear else pruned if prune else shown)(root, say_waiting))
    except OSError as error:
        raise click.ClickException(f"the cache cannot be changed: {error}") from error


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion_command(context: click.Context, shell: str) -> None:
    """Print the script by which a shell completes commands, options, problem codes and folders.

    Write it to where the shell looks for such scripts: the manual says where that is.
    """
    from soundcase.cli.completing import script

    click.echo(script(context.find_root().command, shell), nl=False)
