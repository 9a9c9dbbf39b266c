"""How many states stand nearer to each of two sides: over time, and group by group."""

import io
from collections import Counter
from datetime import date

import pytest

import unvote
from conftest import run_unvote
from unvote.analysis.versus_slices import NEARER
from unvote.codes import LETTERS
from unvote.world.groups import Group, find_actor
from unvote.world.states import State

COUNTS = [column.name for column in NEARER[2:]]
DAYS = ["2024-03-01", "2024-06-01", "2025-01-01", "2025-02-01", "2025-03-01"]
# The two differ in both roll calls of 2024 and in the first of 2025; in the second they agree,
# and in the third one does not vote.
VOTES = {
    "USA": "NNNNY",
    "FRA": "YAYNX",
    "DEU": "YAYNY",
    "ISR": "NNNNY",
    "IND": "NAAYY",  # once with each, then with neither
    "BRA": "XAXYY",
    "CHN": "XXYYY",
}


def small() -> unvote.Record:
    lines = ["ms_code,ms_vote,resolution,date,subjects"]
    for state, letters in VOTES.items():
        for number, (day, letter) in enumerate(zip(DAYS, letters, strict=True)):
            subjects = "ARMS|TRADE" if number < 2 else "TRADE"
            lines.append(f"{state},{letter},A/RES/79/{number + 1},{day},{subjects}")
    return unvote.read(io.StringIO("\n".join(lines)))


def test_over_time() -> None:
    frame = unvote.versus(small(), "US", "FR", by="year")
    assert list(frame) == ["by", *COUNTS]
    # roll calls, differ; nearer to the US, to France, to neither; the votes, and the absent
    assert frame.values.tolist() == [
        [2024, 2, 2, 1, 2, 1, 3, 4, 0, 3],
        [2025, 3, 1, 1, 2, 1, 1, 2, 1, 1],
    ]


def test_a_roll_call_counts_under_each_of_its_subjects() -> None:
    frame = unvote.versus(small(), "US", "FR", by="subject")
    assert frame[["by", "rollcalls", "differ"]].values.tolist() == [["TRADE", 5, 3], ["ARMS", 2, 2]]


def test_of_groups() -> None:
    frame = unvote.versus(small(), "US", "FR", by="year", of="EU,BRICS,ISR")
    assert frame.drop(columns=["rollcalls", "differ"]).values.tolist() == [
        [2024, "EU", 0, 1, 0, 0, 2, 0, 0],
        [2024, "BRICS", 0, 1, 1, 1, 2, 0, 3],
        [2024, "ISR", 1, 0, 0, 2, 0, 0, 0],
        [2025, "EU", 0, 1, 0, 0, 1, 0, 0],
        [2025, "BRICS", 0, 1, 1, 0, 1, 1, 1],
        [2025, "ISR", 1, 0, 0, 1, 0, 0, 0],
    ]
    whole = unvote.versus(small(), "US", "FR", of=["EU"])
    assert whole.values.tolist() == [["EU", 5, 3, 0, 1, 0, 0, 3, 0, 0]]


def test_only_members_of_the_day_count() -> None:
    """Egypt joined BRICS in 2024, and a group without a member has no row."""
    days = ["2023-12-01", "2024-02-01"]
    lines = [
        f"{state},{vote},A/RES/78/{number},{day}"
        for number, day in enumerate(days)
        for state, vote in {"USA": "N", "FRA": "Y", "EGY": "Y"}.items()
    ]
    record = unvote.read(io.StringIO("\n".join(["ms_code,ms_vote,resolution,date", *lines])))
    frame = unvote.versus(record, "US", "FR", by="year", of="BRICS,AFRICA")
    assert frame[["by", "group", "nearer_b", "with_b"]].values.tolist() == [
        [2023, "AFRICA", 1, 1],
        [2024, "BRICS", 1, 1],
        [2024, "AFRICA", 1, 1],
    ]


def counted(
    record: unvote.Record, a: str, b: str, by: str, of: str = ""
) -> dict[object, list[int]]:
    """Return the counts of each slice, vote by vote in plain loops."""
    one, other, whose = find_actor(a), find_actor(b), find_actor(of) if of else None

    def members(actor: State | Group, day: date) -> set[str]:
        return {actor.code} if isinstance(actor, State) else set(actor.members(day))

    def stand(votes: dict[str, str], actor: State | Group, day: date, without: str) -> str:
        cast = Counter(votes.get(code, "") for code in members(actor, day) - {without})
        first, second = sorted(((cast[letter], letter) for letter in "YNA"), reverse=True)[:2]
        return first[1] if first[0] > second[0] else ""

    slices: dict[object, Counter[object]] = {}
    for (_, about), row in zip(record.rollcalls.iterrows(), record.matrix, strict=True):
        if about["organ"] != "GA" or about["part"]:
            continue
        day = about["date"].date()
        votes = {code: LETTERS[vote] for code, vote in zip(record.votes, row, strict=True) if vote}
        counts = slices.setdefault(day.year if by == "year" else about["session"], Counter())
        counts["rollcalls"] += 1
        ours, theirs = stand(votes, one, day, other.code), stand(votes, other, day, one.code)
        if ours and theirs and ours != theirs:
            counts["differ"] += 1
            belonging = members(whose, day) if whose else set(votes)
            for code in votes.keys() & belonging - {one.code, other.code}:
                counts[code, {ours: "a", theirs: "b", "X": "absent"}.get(votes[code], "n")] += 1
    return {name: _sums(counts) for name, counts in slices.items()}


def _sums(counts: Counter[object]) -> list[int]:
    """Return the columns of a slice from the votes of each state."""
    codes = {key[0] for key in counts if isinstance(key, tuple)}
    leans = [
        counts[code, "a"] - counts[code, "b"]
        for code in codes
        if any(counts[code, side] for side in "abn")
    ]
    return [
        *(counts["rollcalls"], counts["differ"], sum(lean > 0 for lean in leans)),
        *(sum(lean < 0 for lean in leans), leans.count(0)),
        *(sum(counts[code, side] for code in codes) for side in ("a", "b", "n", "absent")),
    ]


QUESTIONS = [
    ("US", "EU", "year", ""),
    ("US", "EU", "session", "NATO"),
    ("US", "ALLIES", "year", ""),
    ("BRICS", "CN", "session", "APG"),
    ("RU", "G77", "year", "UA"),
]


def as_counted(record: unvote.Record, a: str, b: str, by: str, of: str) -> bool:
    frame = unvote.versus(record, a, b, by=by, of=of or None)
    ours = {row["by"]: [row[name] for name in COUNTS] for row in frame.to_dict("records")}
    loops = counted(record, a, b, by, of)
    # There is no row where A or B, or the group, had no member.
    return (
        all(
            ours.get(name, row if not any(row[2 if of else 1 :]) else None) == row
            for name, row in loops.items()
        )
        and ours.keys() <= loops.keys()
    )


@pytest.mark.parametrize(("a", "b", "by", "of"), QUESTIONS)
def test_the_counts_are_those_of_plain_loops(
    a: str, b: str, by: str, of: str, embedded: unvote.Record
) -> None:
    assert as_counted(embedded, a, b, by, of)


@pytest.mark.parametrize(("a", "b", "by", "of"), QUESTIONS[2:4])
def test_on_the_whole_record_too(a: str, b: str, by: str, of: str, full: unvote.Record) -> None:
    assert as_counted(full, a, b, by, of)


def test_the_years_add_up_to_the_whole(embedded: unvote.Record) -> None:
    adds_up(embedded)


def test_the_years_of_the_whole_record_add_up(full: unvote.Record) -> None:
    assert adds_up(full.select(start="2025")) == (198, 163)


def adds_up(record: unvote.Record) -> tuple[int, int]:
    """Compare the sums over the years with the ranking of states; return those of roll calls."""
    years, whole = unvote.versus(record, "US", "EU", by="year"), unvote.versus(record, "US", "EU")
    votes = ["with_a", "with_b", "neither", "absent"]
    assert years[votes].sum().to_dict() == whole[votes].sum().to_dict()
    return int(years["rollcalls"].sum()), int(years["differ"].sum())


TABLE = """\
from 24 chosen roll calls, not a sample: 'unvote data pull' gets all

group   rollcalls  differ  nearer USA  nearer EU  neither nearer
────────────────────────────────────────────────────────────────
AFRICA         21      13           0         54               0
APG            21      13           0         53               1
EEG            21      13           1         21               1
GRULAC         21      13           0         32               1
WEOG           21      13           1         27               0

left out: 3 roll calls not of the General Assembly (--organ all)
13 roll calls in which US (A) and EU (B) differ; left out: 8 roll calls in which
USA and EU agree
nearer_a, nearer_b: states that stood more often with A, with B; neither_nearer:
as often with the one as with the other; with_a to absent: the votes
from the embedded record: 21 of 24 roll calls, 2014-03-27 to 2025-12-03 (organ
GA)
"""


def test_a_table_names_the_sides() -> None:
    assert run_unvote("versus", "US", "EU", "--of", "regions", "-f", "table").out == TABLE


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("US EU ES-11/7 --by year", "--by and --of need several roll calls: leave them out"),
        ("US EU --of regions,EU", "of 'regions,EU': regions stands alone; with others, name"),
        ("US EU --by year --least 3", "--least is for the ranking of states: leave it out with"),
        ("US EU --of EU,USA", "--of USA: it is one of the two sides, which do not count"),
        ("US EU --of ,", "of ',': name groups or states, or region"),
    ],
)
def test_what_cannot_be_asked(words: str, told: str) -> None:
    result = run_unvote("versus", *words.split())
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"unvote: {told}")


def test_a_table_over_time_has_the_courses_below() -> None:
    """A year in which the two do not differ is a gap."""
    out = run_unvote("versus", "US", "EU", "--by", "year", "-f", "table").out
    assert (
        """
states, 2014 to 2025, from 0 to 187:

  nearer USA   ▁▁▁▁▁▁▂
  nearer EU    ▆█████▅

"""
        in out
    )
    out = run_unvote("versus", "US", "EU", "--by", "year", "--of", "EU,NATO", "-f", "table").out
    assert (
        """
share of the states nearer to USA, 2014 to 2025, from 0% to 100%:

  EU     ▁▁▁▁▂▂▁
  NATO   ▁▁▁▁▁▁▁

"""
        in out
    )


def test_sessions_that_have_no_place_in_the_courses_are_named() -> None:
    out = run_unvote("versus", "US", "EU", "--by", "session", "-f", "table").out
    assert "\n\nspecial sessions are not on the line: ES-10, ES-11\n\n" in out


def test_a_picture_of_either_side_over_time(embedded: unvote.Record) -> None:
    figure = unvote.plot.versus(embedded, "US", "EU", by="year")
    [axes] = figure.axes
    frame = unvote.versus(embedded, "US", "EU", by="year")
    heights = [[bar.get_height() for bar in part] for part in axes.containers]
    parts = ["nearer_a", "neither_nearer", "nearer_b"]
    assert heights == [frame[name].tolist() for name in parts]
    assert [bar.get_x() + bar.get_width() / 2 for bar in axes.containers[0]] == frame["by"].tolist()
    named = [text.get_text() for text in axes.get_legend().get_texts()]
    assert named == ["nearer to United States", "as often with each", "nearer to EU"]
