"""What is known of the sources of votes, from a table: the most authoritative first.

Where two have one roll call, the more authoritative counts. "own" is any file of a user's own.
"""

from unvote.world.tables import read_table

_ROWS = {row["source"]: row for row in read_table("sources")}
# The sources, the most authoritative first.
AUTHORITY = tuple(_ROWS)
# Those that list who voted, not who was absent, whatever totals they publish.
VOTERS_ONLY = tuple(name for name, row in _ROWS.items() if row["lists_absent"] == "no")
# Sources whose numbers lead to a page of the UN's library, and sources that number roll calls
# alike though neither comes from the other, with the name of that numbering.
IN_LIBRARY = tuple(name for name, row in _ROWS.items() if row["numbering"] == "library")
ALIKE = {name: "rcid" for name, row in _ROWS.items() if row["numbering"] == "rcid"}
# The source of the roll calls that come with unvote.
REFERENCE = "reference"
