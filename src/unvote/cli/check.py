"""unvote check."""

from typing import Annotated

import typer

from unvote.cli.emit import emit
from unvote.cli.failures import FAILED
from unvote.cli.options import Output, OwnGroups, Resolutions, Selecting
from unvote.cli.outcomes import AsListed
from unvote.errors import ArgumentError

EXAMPLES = """\
  unvote check ES-11/7
  unvote check ES-11/7 --expect 93-18-65
  unvote check ES-11/7 ES-11/8 --expect 93-18-65-17 --expect 93-8-73-19
  unvote check ES-11/3 --rule two-thirds-of-members
  unvote check S/2022/155 --suppose RU=A
  unvote check ES-11/7 --suppose ABSTAIN=N --suppose 'all EU=Y' --json
"""


def check(
    selecting: Selecting,
    own: OwnGroups,
    output: Output,
    resolutions: Resolutions = None,
    rule: Annotated[
        str | None,
        typer.Option(
            metavar="RULE",
            help="The rule to apply (see 'unvote rules'); none: the usual one of each roll call.",
        ),
    ] = None,
    expect: Annotated[
        list[str] | None,
        typer.Option(
            "--expect",
            metavar="Y-N-A[-X]",
            help="The tally as claimed, 93-18-65 or 93-18-65-17, once for each roll call named.",
        ),
    ] = None,
    suppose: Annotated[
        list[str] | None,
        typer.Option(
            "--suppose",
            metavar="WHO=VOTE",
            help="What if: RU=X, 'all EU=N', ABSTAIN=N (all that abstained); may be given several"
            " times. Each roll call has a row as cast and one as supposed.",
        ),
    ] = None,
    as_listed: AsListed = False,
) -> None:
    """Exits with 0 if all passed and every claim is right, with 1 otherwise.

    With --suppose, the votes as supposed decide.

    needed is the least number of yes votes that passes; margin says how many more there were;
    switch, how many noes would have to become yes for the text to pass (or yes become no for it to
    fail); join, how many that abstained or were absent would have to vote yes (or no).
    """
    import unvote
    from unvote.analysis.check import AS_SUPPOSED

    names = resolutions or []
    _must_say_supposed(suppose, expect, output)
    record = selecting.record(*names)
    claims = _claims(names, expect or [], list(record.rollcalls.index))
    answer = unvote.check.answer(
        record, rule, claims, as_listed=as_listed, suppose=suppose or (), groups=own.groups()
    )
    emit(answer, output)
    frame = answer.frame
    held = frame[frame["votes"] == AS_SUPPOSED]["passed"] if suppose else frame["passed"]
    claimed = [] if suppose else frame["expected_ok"].fillna(True)
    if not held.fillna(False).all() or not all(claimed):
        raise typer.Exit(FAILED)


def _must_say_supposed(suppose: list[str] | None, expect: list[str] | None, output: Output) -> None:
    """Refuse an output with supposed votes that does not say that they are supposed."""
    if suppose and expect:
        raise ArgumentError("--expect checks the votes as cast: leave out --suppose")
    columns = [name.strip() for name in (output.columns or "votes").split(",")]
    if suppose and "votes" not in columns:
        raise ArgumentError(
            f"--columns {output.columns}: add 'votes', which tells supposed rows from rows as cast"
        )


def _claims(names: list[str], claims: list[str], ids: list[str]) -> list[tuple[str, str]]:
    """Return each roll call named, with the tally claimed for it."""
    from unvote.record import count_of

    if claims and not names and len(ids) == 1:
        names = ids
    if claims and not names:
        raise ArgumentError(f"name the roll call: unvote check ES-11/7 --expect {claims[0]}")
    if claims and len(claims) != len(names):
        raise ArgumentError(
            f"--expect is given {count_of(len(claims), 'time')} for"
            f" {count_of(len(names), 'roll call')} named: give it once for each, in their order"
        )
    return list(zip(names, claims, strict=True)) if claims else []
