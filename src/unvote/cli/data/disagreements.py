"""unvote data disagreements."""

from unvote.answer import Answer, Column, Kind
from unvote.cli.emit import emit
from unvote.cli.options import Output

EXAMPLES = """\
  unvote data disagreements
  unvote data disagreements --csv
"""


def disagreements(output: Output) -> None:
    """One row for each vote or total that differs, and for each possible duplicate.

    The column `what` has a state, or a published total that differs from the votes listed;
    `possible duplicate` if two roll calls are likely, but not certain, to be one (the record has
    both); or `fewer votes` if a newer file has fewer votes for a roll call (the record keeps the
    old ones). `used` is what the record uses, `other` what the other source has.
    """
    from unvote.merge.disagreements import DISAGREEMENTS
    from unvote.store.info import disagreements

    kinds = {"date": Kind.DATE, "used_from": Kind.TEXT, "other_from": Kind.TEXT}
    columns = [
        Column(name, kinds.get(name, Kind.CODE), key=name == "rollcall") for name in DISAGREEMENTS
    ]
    emit(Answer(disagreements(), columns), output)
