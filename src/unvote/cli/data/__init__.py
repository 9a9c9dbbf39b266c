"""unvote data: the full record on this machine."""

import typer

from unvote.cli.app import SETTINGS, Commands

COMMANDS = {
    "pull": "Fetch what needs no browser, and import it.",
    "import": "Import files of votes into the full record.",
    "info": "Which record is in use, its sources and its gaps.",
    "check": "Report everything odd in a file; import nothing.",
    "disagreements": "Where sources differ, state by state.",
    "export": "Write the full record for other programs.",
    "remove": "Remove the full record from this machine.",
}
EXAMPLES = """\
Examples:

\b
  unvote data pull                  fetch and import what needs no browser
  unvote data import votes.csv.gz   import the UN Digital Library's file
  unvote data info
"""


class DataCommands(Commands):
    """The commands on the full record."""

    table = COMMANDS
    package = "unvote.cli.data"


app = typer.Typer(
    cls=DataCommands,
    help="The full record since 1946 on this machine: fetch, import, export it.",
    epilog=EXAMPLES,
    context_settings=SETTINGS,
    rich_markup_mode=None,
    add_completion=False,
)


@app.callback(invoke_without_command=True)
def data(ctx: typer.Context) -> None:
    """Show the help if no command is named."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
