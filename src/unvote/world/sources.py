"""The sources of votes, from a table: the most authoritative first.

If two have the same roll call, the more authoritative one counts. "own" is any file of a user.
"""

from unvote.world.tables import read_table

_ROWS = {row["source"]: row for row in read_table("sources")}
# The sources, the most authoritative first.
AUTHORITY = tuple(_ROWS)
# The sources that list who voted but not who was absent, whatever totals they publish.
VOTERS_ONLY = tuple(name for name, row in _ROWS.items() if row["lists_absent"] == "no")
# Sources whose numbers lead to a page of the UN's library, and sources that number roll calls
# alike though neither comes from the other, with the name of that numbering.
IN_LIBRARY = tuple(name for name, row in _ROWS.items() if row["numbering"] == "library")
ALIKE = {name: "rcid" for name, row in _ROWS.items() if row["numbering"] == "rcid"}
# The source of the roll calls that come with unvote.
REFERENCE = "reference"
