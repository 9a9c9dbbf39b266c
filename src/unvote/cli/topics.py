"""What `unvote help selecting` says: the options that commands share, each explained once."""

from typing import Any, NamedTuple

from unvote.cli.options import Output, OwnGroups, Selecting


class Shared(NamedTuple):
    """Options that commands share: their class, a heading, and their purpose."""

    options: Any
    heading: str
    about: str


# Own groups are used in selections too, but explained separately, so they come first.
SHARED = (
    Shared(
        OwnGroups,
        "Groups of your own",
        "A group defined here can be named wherever a group can, for this one run.",
    ),
    Shared(
        Selecting,
        "Which roll calls",
        "Without any of these a command answers from all roll calls of the full record, or of the"
        " embedded record if there is no full one. If you give several, all must hold.",
    ),
    Shared(Output, "How the answer is written", "A terminal gets a table, a pipe gets CSV."),
)
SUMMARY = "The options that commands share."
EXAMPLES = """\
  unvote tally --voted US=N --voted 'all ALLIES=Y' --from 2025
  unvote align US RU --voted EU=Y --by decade
  unvote votes US --alone US:2 --session 79
  unvote tally --close 20 --from 2020 --sort switch -n 10
  unvote profile --group MINE=FR,DE,PL --voted MINE=Y -o mine.csv
"""


def selecting(own: OwnGroups, selecting: Selecting, output: Output) -> None:
    """Every command takes the options that fit it; its help lists its own.

    In --voted a name is a state or a group. A group alone means its position: the vote that most of
    its members cast. all, no, any and most refer to its members on the day that voted. Members that
    did not vote are ignored; if none voted, the roll call is not selected. A comma stands between
    two conditions: --voted US=N,RU=YA.
    """


def shared_names() -> set[str]:
    """Return the names of the options that only the topic explains."""
    return {name for one in SHARED for name in one.options._fields}


def topic_text(loaded: Any, ctx: Any) -> str:
    """Return the topic, loaded as a command, as a terminal shows it: options grouped by kind."""
    formatter = ctx.make_formatter()
    loaded.format_help_text(ctx, formatter)
    left = {one.name: one for one in loaded.params}
    for one in SHARED:
        fields = [left.pop(name) for name in one.options._fields if name in left]
        with formatter.section(one.heading):
            formatter.write_text(one.about)
            formatter.write_paragraph()
            formatter.write_dl([field.get_help_record(ctx) for field in fields])
    loaded.format_epilog(ctx, formatter)
    return str(formatter.getvalue().rstrip("\n"))
