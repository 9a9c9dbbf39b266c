"""Reads what a table says about the roll calls: symbol, day, title, totals and source."""

from collections import Counter
from collections.abc import Sequence
from itertools import compress
from typing import Any

from unvote.codes import PARTS
from unvote.readers import build
from unvote.readers.columns import VOETEN, folded
from unvote.readers.header_words import note_on_parts, part_called, symbol_in
from unvote.readers.row_states import MISSING
from unvote.readers.stream import brief
from unvote.readers.table import Table
from unvote.record import TEXTS, TOTALS, Array
from unvote.world.issues import SEPARATOR, issue_called, joined
from unvote.world.sources import AUTHORITY

# The columns of a list of pairs of roll calls on the same text.
PAIR = ("rcid1", "rcid2")
# The prefix of Voeten's columns that say whether a roll call is on an issue.
FLAG = "issue: "
_OF_UNVOTES = ("country", "country code")
# The columns that tell votes on parts of texts from those on whole texts, and the sources that
# have both.
_OF_PARTS = {"note", "part", "amendment", "paragraph"}
_WITH_PARTS = {"undl", "voeten", "unvotes"}


def is_voeten(table: Table) -> bool:
    """Return whether the roll calls of a table have the numbers of Voeten's data."""
    return "number" in table.columns and folded(table.title("number")) in VOETEN


def as_voeten_writes(table: Table) -> None:
    """Read what R writes: NA is missing, 77.0 is 77, and R/77/1 is A/RES/77/1."""
    for name in table.codes:
        if name not in ("code", "name", "vote"):
            table.rewrite(name, lambda text: "" if text == MISSING else text)
    for name in ("number", "session", "amendment", "paragraph"):
        table.rewrite(name, lambda text: text.removesuffix(".0"))
    table.rewrite("symbol", build.symbol_of_page)
    for place, text in enumerate(table.values["number"]):
        odd = bool(text) and not text.isdecimal()
        if odd and (rows := table.codes["number"] == place).any():
            what = f"'{brief(text)}' is not a number of a roll call"
            raise table.error(int(rows.argmax()), "number", what)


def attributes(table: Table, rows: Array) -> dict[str, list[Any]]:
    """Return the attributes of the roll calls in some rows, except the organ."""
    columns: dict[str, list[Any]] = {name: table.texts(name, rows) for name in TEXTS}
    # The library has no columns `part` and `source`; `data export` writes them.
    if "amendment" in table.codes or "paragraph" in table.codes:
        either = zip(table.texts("amendment", rows), table.texts("paragraph", rows), strict=True)
        columns["part"] = [
            "amendment" if amendment == "1" else "paragraph" if paragraph == "1" else ""
            for amendment, paragraph in either
        ]
    elif "part" in table.codes:
        columns["part"] = [text if text in PARTS else "" for text in columns["part"]]
    else:
        del columns["part"]
    if "source" in table.codes:
        columns["source"] = [text if text in AUTHORITY else "own" for text in columns["source"]]
        columns["number"] = _own_numbers(columns["number"], columns["source"])
    else:
        columns["source"] = [_source(table)] * len(rows)
    columns["issues"] = _issues(table, rows)
    columns["date"] = table.days(rows)
    for name in TOTALS:
        columns[name] = table.parsed(name, rows, build.total)
    if {*columns["source"]} == {"own"} and not _OF_PARTS & table.codes.keys():
        _read_parts(table, columns)
    return columns


def _read_parts(table: Table, columns: dict[str, list[Any]]) -> None:
    """Take the votes on parts that the symbol ("A/RES/79/7 OP5") or the title tells for such."""
    cells, titles = columns["symbol"], columns["title"]
    heads = [symbol_in(text) for text in cells]
    behind = [part_called(words) for _, words in heads]
    columns["part"] = [
        part or part_called(title) for part, title in zip(behind, titles, strict=True)
    ]
    if not any(columns["part"]):
        del columns["part"]
        return
    names = [f"{cell} {title}".strip() for cell, title in zip(cells, titles, strict=True)]
    table.notes += note_on_parts(names, columns["part"])
    for place, (part, (symbol, _)) in enumerate(zip(behind, heads, strict=True)):
        if part and symbol:
            titles[place] = titles[place] or cells[place]
            cells[place] = symbol


def _own_numbers(numbers: Sequence[str], sources: Sequence[str]) -> list[str]:
    """Return the numbers of roll calls in their own source, as `data export` marks them.

    SOURCE-NUMBER is the number in a source other than the library; the text after # only tells
    roll calls apart. If two would have the same number, they keep that text.
    """
    own = []
    for text, source in zip(numbers, sources, strict=True):
        plain = text.partition("#")[0]
        own.append("" if plain == source else plain.removeprefix(f"{source}-"))
    sharing = Counter(own)
    return [
        text if sharing[plain] > 1 and plain else plain
        for text, plain in zip(numbers, own, strict=True)
    ]


def _issues(table: Table, rows: Array) -> list[str]:
    """Return the issues of the roll calls: as `data export` writes them, or as Voeten does."""
    if "issues" in table.codes:
        texts = table.texts("issues", rows)
        coded = {text: [*map(issue_called, text.split(SEPARATOR))] for text in {*texts} if text}
        if unknown := [text for text in coded if None in coded[text]]:
            table.notes.append(f"unknown issues left out: {build.some(unknown, 30)}")
        codes = {text: joined(filter(None, some)) for text, some in coded.items()}
        return [codes.get(text, "") for text in texts]
    flags = {name.removeprefix(FLAG): name for name in table.codes if name.startswith(FLAG)}
    told = [[text in ("1", "1.0") for text in table.texts(name, rows)] for name in flags.values()]
    return [joined(compress(flags, row)) for row in zip(*told, strict=True)] or [""] * len(rows)


def note_untold_parts(
    table: Table, columns: dict[str, list[Any]], described: Sequence[Table] = ()
) -> None:
    """Note that the file may have votes on parts, but does not mark them.

    It may have them if its source has them, or if several votes share a symbol. The library's
    files of the Security Council have whole texts only.
    """
    if any(_OF_PARTS & one.codes.keys() for one in (table, *described)) or any(
        columns.get("part", ())
    ):
        return
    symbols = [symbol for symbol in columns["symbol"] if symbol]
    known = bool(_WITH_PARTS & {*columns["source"]}) and "permanent" not in table.columns
    if known or len(set(symbols)) < len(symbols):
        table.notes.append(
            "no column (vote_note, amend, para) tells votes on amendments and paragraphs from those"
            " on whole texts: all are taken for votes on whole texts"
        )


def _source(table: Table) -> str:
    """Return the source of a table, which the numbers of its roll calls show."""
    if is_voeten(table):
        names = set(map(folded, table.grid.names))
        return "unvotes" if names >= set(_OF_UNVOTES) and "ccode" not in names else "voeten"
    number = table.title("number") if "number" in table.columns else ""
    return "undl" if folded(number) == "undl id" else "own"
