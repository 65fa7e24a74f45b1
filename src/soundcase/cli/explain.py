"""`build-site explain`: problem codes in plain words."""

from __future__ import annotations

import click

TYPE_CHECKING = False
if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def _codes(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """The problem codes that begin with the letters that are typed."""
    from click.shell_completion import CompletionItem

    from soundcase.problems.codes import CODES

    found = (code for code in CODES.values() if code.name.startswith(incomplete))
    return [CompletionItem(code.name, help=code.title) for code in found]


@click.command("explain")
@click.argument("code", required=False, shell_complete=_codes)
def explain_command(code: str | None) -> None:
    """Explain a problem code; without one, list all of them."""
    from soundcase.problems.codes import CODES
    from soundcase.problems.phrases import nearest

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
