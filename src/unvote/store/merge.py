"""Editions of one source into one, and several sources into one record.

The sources in the order of their authority: the UN Digital Library, the UN's extract, Voeten,
the R package unvotes, and any other file. Roll call by roll call the more authoritative counts.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from unvote.codes import LETTERS, Vote
from unvote.errors import ArgumentError
from unvote.record import AUTHORITY, TEXTS, TOTALS, VOTERS_ONLY, Matrix, Record, count_of
from unvote.store.place import NAME
from unvote.world.symbols import compact

# Sources that number the roll calls alike, and the name of that numbering.
NUMBERING = {"voeten": "rcid", "unvotes": "rcid"}
# What a less authoritative source may fill in where the more authoritative says nothing.
FILLED = ("title", "draft", "meeting", "agenda", "subjects", "note", "link")
# Before this day sources agree on the month at best.
DAYS_AGREE_FROM = pd.Timestamp("2004-01-01")
# The columns of the roll calls, in the order of the readers.
COLUMNS = (TEXTS[0], "date", *TEXTS[1:], *TOTALS)

DISAGREEMENTS = ("rollcall", "date", "what", "used", "used_from", "other", "other_from")
LEFT_OUT = ("rollcall", "date", "source", "number", "yes", "no", "abstain")
COUNTS = ("source", "rollcalls", "used", "same", "left_out", "disagreements")

_NEW, _UNDECIDED = -1, -2
# Which votes each of the totals counts.
_COUNTED: dict[str, Callable[[Matrix], Matrix]] = {
    "yes": lambda matrix: matrix == Vote.YES,
    "no": lambda matrix: matrix == Vote.NO,
    "abstain": lambda matrix: matrix == Vote.ABSTAIN,
    "not_voting": lambda matrix: matrix == Vote.NOT_VOTING,
    "members": lambda matrix: matrix != Vote.NOT_A_MEMBER,
}


class Edition(NamedTuple):
    """A source after a newer edition came in, and what the newer edition did.

    Attributes
    ----------
    record : Record
        The source as it is now.
    new, replaced, unchanged : int
        How many roll calls of the newer edition were not there before, were there and differ,
        and were there just so.
    stayed : int
        How many roll calls of the older edition the newer one does not have.
    changed : bool
        Whether the record differs from the older edition.
    """

    record: Record
    new: int
    replaced: int
    unchanged: int
    stayed: int
    changed: bool


@dataclass(frozen=True)
class Merged:
    """Several sources as one record, and what was decided on the way.

    Attributes
    ----------
    record : Record
        Every roll call once, oldest first, the undated last.
    disagreements : DataFrame
        `rollcall, date, what, used, used_from, other, other_from`: what was used and what
        another source says. `what` is the code of a state (`used` and `other` are Y, N, A, X
        or, for not a member, empty); yes, no, abstain, not_voting or members for a published
        total that is not what the votes add up to; or "roll call" for one that was left out,
        because it cannot be decided which of those used it is.
    left_out : DataFrame
        The roll calls left out: `rollcall, date, source, number, yes, no, abstain`.
    counts : DataFrame
        One row a source, the most authoritative first: its `rollcalls`, of which `used` in the
        record, `same` as one of a more authoritative source, `left_out`; and its
        `disagreements` with what is used.
    """

    record: Record
    disagreements: pd.DataFrame
    left_out: pd.DataFrame
    counts: pd.DataFrame


def source_of(record: Record) -> str:
    """Return the one source of a record.

    Raises
    ------
    ArgumentError
        If it has several.
    """
    sources = record.rollcalls["source"].unique().tolist()
    if len(sources) > 1:
        raise ArgumentError(f"{record.name}: of several sources: {', '.join(map(repr, sources))}")
    return known_source(sources[0]) if sources else AUTHORITY[-1]


def known_source(source: str) -> str:
    """Return the name of a source, "own" for any that has no authority."""
    return source if source in AUTHORITY else AUTHORITY[-1]


def newer_edition(old: Record, new: Record) -> Edition:
    """Return a source after a newer edition of it came in.

    The roll calls of the newer edition replace the same ones of the older, which keeps the
    others. They are the same where the source's own numbers are, or, where one of the two has
    none, symbol and date, or, where one has no date, the symbol; whole texts and parts of texts
    are never the same. The numbers in files of other origin ("own") say nothing. Roll calls with
    neither number nor symbol are the same where their date and every vote are.

    Parameters
    ----------
    old, new : Record
        Two editions of one source.

    Raises
    ------
    ArgumentError
        If they are not of one source.

    Examples
    --------
    >>> import unvote
    >>> record = unvote.load("embedded")
    >>> edition = newer_edition(record.select(end="2024"), record.select(start="2024"))
    >>> edition.new, edition.unchanged, edition.stayed, len(edition.record)
    (5, 3, 16, 24)
    """
    if len(old) and len(new) and source_of(old) != source_of(new):
        raise ArgumentError(
            f"{new.name} is no edition of {old.name}: its source is {source_of(new)},"
            f" not {source_of(old)}"
        )
    before, after = (_aligned(record, _union([old, new])) for record in (old, new))
    gone, met = _same_in(before, after), _same_in(after, before)
    known = Counter(_fingerprints(*before))
    unchanged = sum((known & Counter(_fingerprints(*after))).values()) if known else 0
    table = pd.concat([before[0][~gone], after[0]], ignore_index=True)
    matrix = np.vstack([before[1][~gone], after[1]])
    return Edition(
        record=_record(*_sorted(table, matrix), _union([old, new]), new.name),
        new=int((~met).sum()),
        replaced=int(met.sum()) - unchanged,
        unchanged=unchanged,
        stayed=int((~gone).sum()),
        changed=not unchanged == len(new) == gone.sum(),
    )


def merge(records: Iterable[Record]) -> Merged:
    """Return one record of several sources; the order in which they are given does not count.

    From the most to the least authoritative source, each roll call is looked for among those
    that are there already. Two sources mean the same one where

    - they share a numbering (Voeten and unvotes do) and the number is the same, or else
    - the symbol and the date match (before 2004 the year and the month, for one source errs in
      the days); whole texts match whole texts and parts of texts match parts. Where one has no
      date, the symbol alone.

    Where several have that symbol and date in one of the two, the tally of yes, no and abstain
    pairs them, and among those with one tally the votes themselves. What then fits none, or
    several alike, is undecided: the less authoritative one stays out, counted and listed. A
    roll call without a symbol is matched by its number alone. A roll call that only one source
    has goes in.

    Of two that are the same, the votes and the attributes of the more authoritative are used.
    Title, draft, meeting, agenda, subjects, note and link are taken from the less authoritative
    one where the other says nothing; symbol, date, session, organ, part, modality and totals
    never are. Where a less authoritative source has nothing for a state that did not vote, it
    says nothing: such sources omit absences.

    The id of a roll call is its symbol where that is unique, SYMBOL#NUMBER where several share
    it (SYMBOL#DATE where the source has no number), #NUMBER where there is none; the source is
    named (#unvotes-123) where a more authoritative source gives the same id to another.

    Parameters
    ----------
    records : iterable of Record
        At least one, each of one source, and no two of the same.

    Raises
    ------
    ArgumentError
        If there is none, or they are not one a source.

    Examples
    --------
    >>> import unvote
    >>> ours = unvote.load("embedded")
    >>> theirs = ours.rows(slice(3))
    >>> theirs.rollcalls["source"] = "unxml"
    >>> merge([ours, theirs]).counts[["source", "rollcalls", "used", "same"]]
      source  rollcalls  used  same
    0   undl         24    24     0
    1  unxml          3     0     3
    """
    parts = sorted(records, key=lambda record: AUTHORITY.index(source_of(record)))
    names = [source_of(part) for part in parts]
    if not parts:
        raise ArgumentError("there is no record to merge: give one at least")
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise ArgumentError(f"two records of the source {twice[0]}: make one edition of them first")
    states = _union(parts)
    building = _Building(states)
    for part in parts:
        # The order of the roll calls in a file must not tell.
        building.add(source_of(part), *_sorted(*_aligned(part, states)))
    return building.finish()


def _union(records: Sequence[Record]) -> list[str]:
    """Return the codes of all states that some record has a vote of, in alphabetical order."""
    return sorted({code for record in records for code in record.states})


def _aligned(record: Record, states: Sequence[str]) -> tuple[pd.DataFrame, Matrix]:
    """Return the table of a record with a plain index, and its votes with these columns."""
    table = record.rollcalls[list(COLUMNS)].reset_index(drop=True)
    table["source"] = table["source"].map(known_source).astype("str")
    matrix = np.zeros((len(record), len(states)), dtype=np.int8)
    columns = record.votes.columns.get_indexer(pd.Index(states, dtype="str"))
    matrix[:, columns >= 0] = record.matrix[:, columns[columns >= 0]]
    return table, matrix


def _days(table: pd.DataFrame) -> list[str]:
    """Return the date of each roll call as text, empty where there is none."""
    days = np.datetime_as_string(table["date"].to_numpy().astype("datetime64[D]"))
    return ["" if day == "NaT" else day for day in days.tolist()]


def _forms(table: pd.DataFrame) -> list[str]:
    return [compact(symbol) for symbol in table["symbol"]]


def _fingerprints(table: pd.DataFrame, matrix: Matrix) -> list[tuple[Any, ...]]:
    """Return all that is known of each roll call as something that can be compared."""
    totals = [table[name].fillna(-1).tolist() for name in TOTALS]
    texts = [table[name].tolist() for name in TEXTS]
    return list(zip(*texts, *totals, _days(table), _rows(matrix), strict=True))


def _rows(matrix: Matrix) -> list[bytes]:
    return [row.tobytes() for row in matrix]


def _same_in(these: tuple[pd.DataFrame, Matrix], those: tuple[pd.DataFrame, Matrix]) -> Matrix:
    """Return which of these roll calls of a source are among those of another edition."""
    numbers: set[Any] = set()
    # By the symbol, whole or part: the days of those that have no number, and of all.
    unnumbered: dict[tuple[str, bool], set[str]] = defaultdict(set)
    every: dict[tuple[str, bool], set[str]] = defaultdict(set)
    for number, key, day in _identities(*those):
        numbers.add(number)
        every[key].add(day)
        if number is None:
            unnumbered[key].add(day)
    same = []
    for number, key, day in _identities(*these):
        days = (every if number is None else unnumbered).get(key, set())
        by_key = bool(key[0] and days) and (not day or day in days or "" in days)
        same.append(by_key or (number is not None and number in numbers))
    return np.array(same, dtype=bool)


def _identities(table: pd.DataFrame, matrix: Matrix) -> Iterable[tuple[Any, tuple[str, bool], str]]:
    """Yield the number of each roll call or None, its symbol with whole or part, and its day."""
    for number, source, form, part, day, votes in zip(
        table["number"],
        table["source"],
        _forms(table),
        table["part"],
        _days(table),
        _rows(matrix),
        strict=True,
    ):
        identity: Any = number if source != "own" else ""
        if not identity and not form:
            identity = (day, votes)
        yield identity or None, (form, bool(part)), day


def _sorted(table: pd.DataFrame, matrix: Matrix) -> tuple[pd.DataFrame, Matrix]:
    """Return the roll calls of a source in an order that their content alone decides."""
    keys = list(
        zip(
            [day or "~" for day in _days(table)],  # the undated last
            map(_natural, table["number"]),
            [
                () if number else _natural(symbol)
                for number, symbol in zip(table["number"], table["symbol"], strict=True)
            ],
            *(table[name] for name in TEXTS),
            _rows(matrix),
            strict=True,
        )
    )
    order = sorted(range(len(keys)), key=keys.__getitem__)
    return table.iloc[order].reset_index(drop=True), matrix[order]


def _natural(text: str) -> tuple[tuple[int, str], ...]:
    """Return a text as something that sorts by its numbers: 79/9 before 79/10."""
    if text.isdecimal():
        return ((int(text), ""),)
    return tuple((int(digits or 0), rest) for digits, rest in re.findall(r"(\d*)(\D*)", text))


def _record(table: pd.DataFrame, matrix: Matrix, states: Sequence[str], name: str) -> Record:
    """Return the record of roll calls in their order, with ids, and of the states that voted."""
    index = pd.Index(_ids(table), name="rollcall", dtype="str")
    voted = np.flatnonzero(matrix.any(axis=0))
    columns = [states[column] for column in voted.tolist()]
    votes = pd.DataFrame(matrix[:, voted], index=index, columns=columns)
    return Record(table.set_index(index), votes, name)


def _ids(table: pd.DataFrame) -> list[str]:
    """Return the id of each roll call; the more authoritative source has the first choice."""
    forms = _forms(table)
    sharing = Counter(forms)
    ids = [""] * len(table)
    given: set[str] = set()
    rows = zip(forms, table["symbol"], table["number"], _days(table), table["source"], strict=True)
    by_authority = sorted(enumerate(rows), key=lambda row: AUTHORITY.index(row[1][-1]))
    for place, (form, symbol, number, day, source) in by_authority:
        own = number or day
        choices = [symbol] if form and sharing[form] == 1 else []
        choices += [f"{symbol}#{own}", f"{symbol}#{source}-{own}"]
        id_ = next((choice for choice in choices if choice not in given), "")
        count = 1
        while not id_ or id_ in given:
            count += 1
            id_ = f"{choices[-1]}-{count}"
        ids[place] = id_
        given.add(id_)
    return ids


class _Building:
    """A record that grows source by source, the most authoritative first."""

    def __init__(self, states: Sequence[str]) -> None:
        self.states = np.array(states, dtype=object)
        self.table = pd.DataFrame(columns=list(COLUMNS))
        self.matrix = np.zeros((0, len(states)), dtype=np.int8)
        # The row of each roll call by its number in a numbering that several sources share.
        self.numbered: dict[tuple[str, str], int] = {}
        # Of what differs: rows of the table, and columns of the frame of disagreements.
        self.differing: list[pd.DataFrame] = []
        self.left_out: list[pd.DataFrame] = []
        self.counts: list[tuple[str, int, int, int, int, int]] = []

    def add(self, source: str, table: pd.DataFrame, matrix: Matrix) -> None:
        """Match the roll calls of the next source, use the new ones, note what differs."""
        place, candidates = self._match(source, table, matrix)
        same = np.flatnonzero(place >= 0)
        differing = self._differing_votes(source, place[same], matrix[same])
        self._fill(place[same], table.iloc[same])
        out = np.flatnonzero(place == _UNDECIDED).tolist()
        self._leave_out(source, table.iloc[out], matrix[out], [candidates[row] for row in out])
        new = np.flatnonzero(place == _NEW)
        place[new] = len(self.table) + np.arange(len(new))
        known = [self.table] if len(self.table) else []
        self.table = pd.concat([*known, table.iloc[new]], ignore_index=True)
        self.matrix = np.vstack([self.matrix, matrix[new]])
        if numbering := NUMBERING.get(source):
            for number, row in zip(table["number"], place.tolist(), strict=True):
                if number and row >= 0:
                    self.numbered.setdefault((numbering, number), row)
        self.counts.append(
            (source, len(table), len(new), len(same), len(out), differing + len(out))
        )

    def _match(
        self, source: str, table: pd.DataFrame, matrix: Matrix
    ) -> tuple[Matrix, dict[int, list[int]]]:
        """Return the row that each roll call is the same as, and which each might be."""
        place = np.full(len(table), _NEW)
        numbering = NUMBERING.get(source)
        for row, number in enumerate(table["number"] if numbering else ()):
            place[row] = self.numbered.get((str(numbering), number), _NEW)
        # What has a number of this numbering is one of this source or none of them.
        taken = {row for (shared, _), row in self.numbered.items() if shared == numbering}

        ours: dict[Any, list[int]] = defaultdict(list)
        theirs: dict[Any, list[int]] = defaultdict(list)
        undated = _undated(self.table) | _undated(table)
        for row, key in enumerate(_keys(self.table, undated)):
            if key and row not in taken:
                ours[key].append(row)
        for row, key in enumerate(_keys(table, undated)):
            if key and place[row] == _NEW:
                theirs[key].append(row)
        undecided = {}
        for key in ours.keys() & theirs.keys():
            pairs = self._pairs(ours[key], theirs[key], matrix)
            for row in theirs[key]:
                place[row] = pairs.get(row, _UNDECIDED)
                undecided[row] = ours[key]
        return place, undecided

    def _pairs(self, ours: list[int], theirs: list[int], matrix: Matrix) -> dict[int, int]:
        """Return which of theirs is which of ours, all of one symbol and date."""
        if len(ours) == len(theirs) == 1:
            return {theirs[0]: ours[0]}
        pairs: dict[int, int] = {}
        our_votes, their_votes = _cast(self.matrix[ours]), _cast(matrix[theirs])
        our_tallies, their_tallies = _tallies(our_votes), _tallies(their_votes)
        for tally in set(our_tallies) & set(their_tallies):
            fitting = _by_votes(ours, our_votes, our_tallies, tally)
            others = _by_votes(theirs, their_votes, their_tallies, tally)
            for votes in fitting.keys() & others.keys():
                pairs |= zip(others[votes], fitting[votes], strict=False)
                # One too many of theirs stays undecided, and is no candidate for the rest.
                count = min(len(others[votes]), len(fitting[votes]))
                fitting[votes], others[votes] = fitting[votes][count:], others[votes][count:]
            left = [rows for rows in fitting.values() if rows]
            right = [rows for rows in others.values() if rows]
            if len(left) == len(right) == 1:
                pairs |= zip(right[0], left[0], strict=False)
        return pairs

    def _differing_votes(self, source: str, rows: Matrix, matrix: Matrix) -> int:
        """Note the votes that differ from those used, and return how many they are."""
        used = self.matrix[rows]
        nothing = matrix == Vote.NOT_A_MEMBER
        if source != "own":  # a file of one's own may be about a few states only
            nothing &= used == Vote.NOT_VOTING
        at, column = np.nonzero((used != matrix) & ~nothing)
        letters = np.array(LETTERS, dtype=object)
        self.differing.append(
            pd.DataFrame(
                {
                    "row": rows[at],
                    "what": self.states[column],
                    "used": letters[used[at, column]],
                    "other": letters[matrix[at, column]],
                    "other_from": source,
                }
            )
        )
        return len(at)

    def _fill(self, rows: Matrix, table: pd.DataFrame) -> None:
        """Take from a less authoritative source the texts that are empty."""
        for name in FILLED if len(rows) else ():
            texts = self.table[name].to_numpy(dtype=object)
            others = table[name].to_numpy(dtype=object)
            empty = texts[rows] == ""
            if (empty & (others != "")).any():
                texts = texts.copy()
                texts[rows[empty]] = others[empty]
                self.table[name] = pd.Series(texts, dtype="str")

    def _leave_out(
        self, source: str, table: pd.DataFrame, matrix: Matrix, candidates: list[list[int]]
    ) -> None:
        """Note the roll calls of which cannot be decided which of those used they are."""
        tallies = np.array(_tallies(_cast(matrix)), dtype=np.int64).reshape(-1, 3)
        ids = [
            f"{symbol}#{number}" if number else symbol
            for symbol, number in zip(table["symbol"], table["number"], strict=True)
        ]
        self.left_out.append(
            pd.DataFrame(
                {
                    "rollcall": pd.Series(ids, dtype="str"),
                    "date": table["date"].to_numpy(),
                    "source": pd.Series([source] * len(table), dtype="str"),
                    "number": table["number"].to_numpy(),
                    "yes": tallies[:, 0],
                    "no": tallies[:, 1],
                    "abstain": tallies[:, 2],
                    "candidates": pd.Series(candidates, dtype=object),
                }
            )
        )

    def finish(self) -> Merged:
        """Return what has been built."""
        # Each source is in its order, and a more authoritative one comes first on a day.
        order = np.argsort(self.table["date"].to_numpy(), kind="stable")  # no date: last
        table = self.table.iloc[order].reset_index(drop=True)
        record = _record(table, self.matrix[order], self.states.tolist(), NAME)
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order))

        left_out = pd.concat(self.left_out, ignore_index=True)
        frames = [_differing_totals(self.table, self.matrix), *self.differing]
        differing = pd.concat(frames, ignore_index=True)
        differing["place"] = place[differing["row"].to_numpy(dtype=np.int64)]
        differing["rollcall"] = record.rollcalls.index.to_numpy()[differing["place"]]
        differing["date"] = record.rollcalls["date"].to_numpy()[differing["place"]]
        differing["used_from"] = record.rollcalls["source"].to_numpy()[differing["place"]]
        undecided = _undecided(left_out.assign(at=_places(left_out, place)), record)
        together = pd.concat([differing, *undecided], ignore_index=True)
        rank = {name: place for place, name in enumerate(AUTHORITY)}
        together["rank"] = together["other_from"].map(rank).fillna(-1)
        together = together.sort_values(
            ["place", "rank", "what", "other"], kind="stable", ignore_index=True
        )
        disagreements = together[list(DISAGREEMENTS)].astype(
            {name: "str" for name in DISAGREEMENTS if name != "date"}
        )
        disagreements["date"] = disagreements["date"].astype("datetime64[s]")
        return Merged(
            record=replace(record, notes=tuple(_notes(disagreements))),
            disagreements=disagreements,
            left_out=left_out[list(LEFT_OUT)],
            counts=pd.DataFrame(self.counts, columns=list(COUNTS)).astype({"source": "str"}),
        )


def _undated(table: pd.DataFrame) -> set[tuple[str, bool]]:
    """Return the symbols, with whole or part, that a roll call without a date has."""
    rows = table[table["date"].isna()]
    return set(zip(_forms(rows), rows["part"] != "", strict=True))


def _keys(table: pd.DataFrame, undated: set[tuple[str, bool]]) -> Iterable[Any]:
    """Yield that by which two sources mean the same roll call; None without a symbol."""
    if not len(table):
        return
    days = _days(table)
    early = (table["date"] < DAYS_AGREE_FROM).tolist()
    for form, part, day, in_month in zip(_forms(table), table["part"], days, early, strict=True):
        key = (form, part != "")
        dated = (*key, day[:7] if in_month else day)
        yield (key if key in undated else dated) if form else None


def _cast(matrix: Matrix) -> Matrix:
    """Return the votes that were cast; sources differ in whether they list the absent."""
    return np.where(matrix == Vote.NOT_VOTING, np.int8(Vote.NOT_A_MEMBER), matrix)


def _tallies(cast: Matrix) -> list[tuple[int, int, int]]:
    """Return yes, no and abstain of each roll call."""
    kinds = (Vote.YES, Vote.NO, Vote.ABSTAIN)
    counts = [np.count_nonzero(cast == kind, axis=1).tolist() for kind in kinds]
    return list(zip(*counts, strict=True))


def _by_votes(
    rows: list[int], cast: Matrix, tallies: list[tuple[int, int, int]], tally: tuple[int, int, int]
) -> dict[bytes, list[int]]:
    """Return the roll calls with a tally, by the votes that were cast."""
    found: dict[bytes, list[int]] = defaultdict(list)
    for row, votes, counted in zip(rows, _rows(cast), tallies, strict=True):
        if counted == tally:
            found[votes].append(row)
    return found


def _differing_totals(table: pd.DataFrame, matrix: Matrix) -> pd.DataFrame:
    """Return the published totals that are not what the votes add up to."""
    lists_absent = (matrix == Vote.NOT_VOTING).any(axis=1)
    lists_absent |= ~table["source"].isin(VOTERS_ONLY).to_numpy()
    frames = []
    for name, is_counted in _COUNTED.items():
        counted = np.count_nonzero(is_counted(matrix), axis=1)
        published = table[f"published_{name}"]
        differs = (published != counted).to_numpy(dtype=bool, na_value=False)
        if name in ("not_voting", "members"):
            differs &= lists_absent
        row = np.flatnonzero(differs)
        frames.append(
            pd.DataFrame(
                {
                    "row": row,
                    "what": name,
                    "used": counted[row].astype(str).astype(object),
                    "other": published.iloc[row].astype(str).to_numpy(dtype=object),
                    "other_from": [
                        f"published by {source}" for source in table["source"].iloc[row]
                    ],
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def _places(left_out: pd.DataFrame, place: Matrix) -> list[list[int]]:
    """Return where in the record the candidates of each roll call left out stand."""
    return [sorted(place[rows].tolist()) for rows in left_out["candidates"]]


def _undecided(left_out: pd.DataFrame, record: Record) -> list[pd.DataFrame]:
    """Return the roll calls left out, if any, as disagreements with those that they may be."""
    ids, table = record.rollcalls.index, record.rollcalls
    rows = []
    for out in left_out.itertuples():
        first = out.at[0]
        rows.append(
            {
                "place": first,
                "rollcall": ids[first] if len(out.at) == 1 else table["symbol"].iloc[first],
                "date": out.date,
                "what": "roll call",
                "used": ", ".join(ids[out.at]),
                "used_from": ", ".join(dict.fromkeys(table["source"].iloc[out.at])),
                "other": f"{out.rollcall}: {out.yes}-{out.no}-{out.abstain}",
                "other_from": out.source,
            }
        )
    return [pd.DataFrame(rows)] if rows else []


def _notes(disagreements: pd.DataFrame) -> list[str]:
    """Return what a user of the record has to know of them, in words."""
    notes = []
    states = disagreements[disagreements["what"].str.fullmatch("[A-Z]{3}")]
    totals = disagreements[disagreements["other_from"].str.startswith("published by ")]
    out = int((disagreements["what"] == "roll call").sum())
    if len(states):
        rollcalls = count_of(states["rollcall"].nunique(), "roll call")
        notes.append(
            f"{count_of(len(states), 'vote')} in {rollcalls} on which sources differ: the more"
            " authoritative counts"
        )
    if len(totals):
        named = list(dict.fromkeys(totals["rollcall"]))
        more = f" and {len(named) - 3:,} more" if len(named) > 3 else ""
        notes.append(
            f"{count_of(len(named), 'roll call')} whose published totals differ from the votes,"
            f" which are counted: {', '.join(named[:3])}{more}"
        )
    if out:
        notes.append(
            f"{count_of(out, 'roll call')} left out: it cannot be decided whether another source"
            " has them already"
        )
    return notes
