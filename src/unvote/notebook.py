"""How a Record is shown in a notebook: what it was made from, and its newest roll calls."""

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unvote.record import Record

# The number of newest roll calls shown.
NEWEST = 5


def record_html(record: "Record") -> str:
    """Return a record as HTML, with all texts escaped."""
    newest = record.rollcalls.tail(NEWEST)[["date", "organ", "title"]]
    head = f"<p>Record of {escape(record.summary)}</p>"
    table = newest.to_html(escape=True, border=0, max_cols=None, index_names=False)
    doubts = "".join(f"<li>{escape(doubt)}</li>" for doubt in record.doubts)
    below = f"<ul>{doubts}</ul>" if doubts else ""
    return f"{head}{table}{below}"
