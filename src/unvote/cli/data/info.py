"""unvote data info."""

from collections.abc import Iterable
from datetime import UTC, datetime

from unvote.answer import Column, Kind, listed
from unvote.cli.data.common import newest
from unvote.cli.emit import emit
from unvote.cli.options import Output

EXAMPLES = """\
  unvote data info
  unvote data info --json
"""


def info(output: Output) -> None:
    """Without a full record it describes the one that comes with unvote."""
    from unvote.store import location

    rows = _full() if location.exists() else _embedded()
    columns = (Column("what"), Column("value", Kind.TEXT))
    emit(listed(columns, [[what, str(value)] for what, value in rows]), output)


def _embedded() -> list[tuple[str, object]]:
    from unvote.loading import load
    from unvote.store import location

    record = load("embedded")
    return [
        ("record in use", record.summary),
        ("full record", f"none in {location.folder()}: 'unvote data pull' or 'unvote data import'"),
        ("to cite", "unvote cite"),
    ]


def _full() -> list[tuple[str, object]]:
    from unvote.analysis.cite import citation
    from unvote.codes import HERE
    from unvote.record import count_of
    from unvote.store.info import info

    now = info()
    rows: list[tuple[str, object]] = [
        ("record in use", now.name if now.name == HERE else f"{now.name} on this machine"),
        ("file", now.file),
        ("size", f"{now.size / 1e6:.1f} MB"),
        ("format", f"{now.format}, written by unvote {now.program}"),
        ("roll calls", f"{now.rollcalls:,}"),
        ("of them from the reference record", f"{now.reference:,}"),
        ("votes", f"{now.votes:,}"),
        ("states", now.states),
        ("from", now.first or "no date"),
        ("to", now.last or "no date"),
        ("newest roll call", newest(now.last, datetime.now(UTC).date())),
        ("regular sessions without a roll call", _spans(now.gaps) or "none"),
        ("disagreements", f"{now.disagreements:,}"),
        ("possible duplicates", f"{now.possible_duplicates:,}"),
    ]
    for source in now.sources:
        days = f"{source.first or 'no date'} to {source.last or 'no date'}"
        counts = f"{count_of(source.rollcalls, 'roll call')}, {count_of(source.votes, 'vote')}"
        rows.append((f"source {source.source}", f"{counts}, {days}"))
        rows += [
            (
                f"source {source.source}, file",
                f"{file.name}, {file.when}, {file.sha256[:12]}"
                + ", absences filled in" * file.filled,
            )
            for file in source.files
        ]
        if text := citation(source.source):
            rows.append((f"source {source.source}, cite", text))
    return rows


def _spans(numbers: Iterable[str]) -> str:
    """Write numbers in ascending order, with those that follow each other as a span."""
    spans: list[list[int]] = []
    for number in map(int, numbers):
        if spans and spans[-1][-1] == number - 1:
            spans[-1][1:] = [number]
        else:
            spans.append([number])
    return ", ".join("-".join(map(str, span)) for span in spans)
