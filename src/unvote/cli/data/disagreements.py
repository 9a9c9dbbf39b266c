"""unvote data disagreements."""

from unvote.cli.frames import emit_frame
from unvote.cli.options import Output

EXAMPLES = """\
  unvote data disagreements
  unvote data disagreements --csv
"""


def disagreements(output: Output) -> None:
    """One row for each vote or total that differs, and for each possible duplicate.

    what is the state, the published total that differs from the votes listed, or `possible
    duplicate` for two roll calls that are likely, but not certain to be, one: the record has
    both; `fewer votes` for a roll call of which a newer file has fewer votes: those that were there
    are used. used is what the record uses, other what the other source has.
    """
    from unvote.store.info import disagreements

    emit_frame(disagreements(), output)
