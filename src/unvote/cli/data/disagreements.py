"""unvote data disagreements."""

from unvote.cli.emit import emit
from unvote.cli.options import Output

EXAMPLES = """\
  unvote data disagreements
  unvote data disagreements --csv
"""


def disagreements(output: Output) -> None:
    """One row for each vote or total that differs, and for each roll call left out.

    what is the state, the published total that differs from the votes listed, or `roll call`
    for one that a less authoritative source has and of which it could not be decided which it
    is; used is what the record uses, other what the other source has.
    """
    from unvote.store.info import disagreements

    emit(disagreements(), output)
