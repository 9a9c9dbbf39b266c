"""The reference record: the roll calls that come with unvote."""

from dataclasses import replace

from unvote._version import __version__
from unvote.readers import sheet
from unvote.readers.stream import Source
from unvote.record import EMBEDDED, Record
from unvote.world.sources import REFERENCE
from unvote.world.tables import embedded_votes


def reference() -> Record:
    """Return the record that comes with unvote; its source is "reference"."""
    record = sheet.read(Source(embedded_votes(), name=EMBEDDED))
    rollcalls = record.rollcalls.assign(source=REFERENCE).astype({"source": "str"})
    return replace(record, rollcalls=rollcalls, edition=(f"unvote {__version__}",))
