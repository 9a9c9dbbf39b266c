"""The State Department's tables: each method by hand, as printed, and on the whole record."""

import csv
import io
import json
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import unvote
from conftest import Result, complete, run_unvote
from unvote.analysis.state_department.methods import METHODS
from unvote.analysis.state_department.printing import printed
from unvote.world.tables import read_table

PRINTED_2022 = Path(__file__).parent / "data" / "state_department_2022.csv"
HEADERS = {
    (): "country,state,region,identical,opposite,partial,absent,votes,coincidence",
    ("--by", "region"): "region,name,countries,identical,opposite,partial,absent,votes,coincidence",
    ("--rollcalls",): "rollcall,date,session,title,part,us_vote",
}
PAGE = Path(__file__).parents[1] / "docs" / "state-department.md"
STATES = ("USA", "GBR", "KEN", "ZAF", "AND")
# A day of the year, the part voted on, the session, and the votes of STATES in order.
VOTES = (
    ("03-10", "", "before", "YYNAX"),
    ("09-05", "", "before", "NNYYX"),
    ("10-01", "", "own", "YYNXX"),
    ("10-02", "", "own", "NNYAX"),
    ("10-03", "", "own", "AAYYX"),
    ("10-04", "", "own", "NAYNX"),
    ("10-05", "paragraph", "own", "YYYNX"),
    ("10-06", "amendment", "own", "NYXXX"),
    ("10-07", "", "own", "XYYYX"),
    ("12-31", "", "own", "YXAYX"),
)


def table_of(year: int, votes: Sequence[tuple[str, str, str, str]] = VOTES) -> bytes:
    """Return a file of votes in a year; every roll call has its own symbol."""
    rows = [
        f"{number},{state},{letter},A/RES/{number}/{number},{year}-{day},{part},"
        f"{year - 1945 - (session == 'before')},Text {number}"
        for number, (day, part, session, letters) in enumerate(votes, 1)
        for state, letter in zip(STATES, letters, strict=True)
        if letter != "-"
    ]
    header = "undl_id,ms_code,ms_vote,resolution,date,part,session,title"
    return "\n".join([header, *rows, ""]).encode()


def record_of(year: int, votes: Sequence[tuple[str, str, str, str]] = VOTES) -> unvote.Record:
    return unvote.read(io.BytesIO(table_of(year, votes)))


def by_state(record: unvote.Record, year: int, method: int | None = None) -> dict[str, list]:
    frame = unvote.state_department(record, year, method=method).set_index("state")
    return {
        state: [None if value != value else value for value in row[2:]]
        for state, row in zip(frame.index, frame.to_numpy().tolist(), strict=True)
    }


def averages(record: unvote.Record, year: int, method: int | None = None) -> dict[str, list]:
    frame = unvote.state_department_regions(record, year, method=method)
    return {
        row["region"]: [
            row["countries"],
            None if row["coincidence"] != row["coincidence"] else pytest.approx(row["coincidence"]),
        ]
        for row in frame.to_dict("records")
    }


def counted(record: unvote.Record, year: int, method: int | None = None) -> list[str]:
    frame = unvote.state_department_rollcalls(record, year, method=method)
    return [name.rpartition("/")[2] for name in frame["rollcall"]]


# --- each method by hand: identical, opposite, partial, absent, votes, coincidence


def test_votes_only_by_hand() -> None:
    record = record_of(2016)
    # Not the session before, not the abstention of the US, not its absence.
    assert counted(record, 2016) == ["3", "4", "6", "7", "8", "10"]
    assert by_state(record, 2016) == {
        "AND": [0, 0, 0, 6, 6, None],
        "KEN": [1, 3, 1, 1, 6, 1 / 4],
        "ZAF": [2, 1, 1, 2, 6, 2 / 3],
        "GBR": [3, 1, 1, 1, 6, 3 / 4],
    }
    # Pooled: (1 + 2) / (1 + 3 + 2 + 1), not the mean of 1/4 and 2/3.
    assert averages(record, 2016) == {
        "AFRICA": [2, 3 / 7],
        "APG": [0, None],
        "EEG": [0, None],
        "GRULAC": [0, None],
        "WEOG": [1, 3 / 4],
        "all": [3, 6 / 11],
    }


def test_half_for_an_abstention_by_hand() -> None:
    record = record_of(2018)
    # The calendar year, without the paragraph, the amendment and the absence of the US.
    assert counted(record, 2018) == ["1", "2", "3", "4", "5", "6", "10"]
    assert by_state(record, 2018) == {
        "AND": [0, 0, 0, 7, 7, None],
        "KEN": [0, 5, 2, 0, 7, 1 / 7],
        "ZAF": [2, 1, 3, 1, 7, 3.5 / 6],
        "GBR": [5, 0, 1, 1, 7, 5.5 / 6],
    }
    assert averages(record, 2018) == {
        "AFRICA": [2, (1 / 7 + 3.5 / 6) / 2],
        "APG": [0, None],
        "EEG": [0, None],
        "GRULAC": [0, None],
        "WEOG": [1, 5.5 / 6],
        "all": [3, (1 / 7 + 3.5 / 6 + 5.5 / 6) / 3],
    }


def test_half_for_an_absence_by_hand() -> None:
    record = record_of(2022)
    assert counted(record, 2022) == ["1", "2", "3", "4", "5", "6", "10"]
    assert by_state(record, 2022) == {
        "AND": [0, 0, 0, 7, 7, 1 / 2],
        "KEN": [0, 5, 2, 0, 7, 1 / 7],
        "ZAF": [2, 1, 3, 1, 7, 4 / 7],
        "GBR": [5, 0, 1, 1, 7, 6 / 7],
    }
    assert averages(record, 2022) == {
        "AFRICA": [2, 2.5 / 7],
        "APG": [0, None],
        "EEG": [0, None],
        "GRULAC": [0, None],
        "WEOG": [2, (1 / 2 + 6 / 7) / 2],
        "all": [4, (1 / 2 + 1 / 7 + 4 / 7 + 6 / 7) / 4],
    }


@pytest.mark.parametrize("year", [2016, 2018, 2022])
@pytest.mark.parametrize(("method", "like"), [(1984, 2016), (2017, 2018), (2021, 2022)])
def test_another_method_on_a_year_is_that_method_whole(year: int, method: int, like: int) -> None:
    ours = by_state(record_of(year), year, method)
    assert ours == by_state(record_of(like), like)


@pytest.mark.parametrize(
    ("year", "method"),
    [(1984, 1984), (2016, 1984), (2017, 2017), (2020, 2017), (2021, 2021), (2025, 2021)],
)
def test_every_year_has_its_method(year: int, method: int) -> None:
    record = record_of(year)
    assert by_state(record, year) == by_state(record, year, method)


def test_a_country_counts_while_it_is_a_member() -> None:
    record = record_of(2022, [("10-01", "", "own", "YYY--"), ("10-02", "", "own", "YNYN-")])
    assert by_state(record, 2022) == {
        "KEN": [2, 0, 0, 0, 2, 1],
        "ZAF": [0, 1, 0, 0, 1, 0],
        "GBR": [1, 1, 0, 0, 2, 1 / 2],
    }


def test_regions_and_names_are_those_of_the_last_vote_of_the_year() -> None:
    table = b"ms_code,ms_vote,resolution,date\n" + b"".join(
        f"{state},Y,A/RES/54/{number},{day}\n".encode()
        for number, day in enumerate(["1999-10-01", "2000-10-01", "2018-10-01", "2019-10-01"])
        for state in ("USA", "ISR", "MKD", "TUV" if number else "KIR")
    )
    record = unvote.read(io.BytesIO(table))

    def first_columns(year: int) -> list[list[str]]:
        frame = unvote.state_department(record, year, method=2021)
        return frame[["country", "state", "region"]].to_numpy().tolist()

    assert first_columns(1999) == [
        ["Israel", "ISR", ""],
        ["Kiribati", "KIR", "APG"],
        ["The former Yugoslav Republic of Macedonia", "MKD", "EEG"],
    ]
    assert first_columns(2000)[0] == ["Israel", "ISR", "WEOG"]
    assert [row[0] for row in first_columns(2019)] == ["Israel", "North Macedonia", "Tuvalu"]
    outside = averages(record, 1999, 2021)
    assert (outside["none"], outside["all"]) == ([1, 1], [3, 1])
    assert "none" not in averages(record, 2000, 2021)


# --- what is said


def test_what_is_left_out_is_counted_and_said() -> None:
    extra = (("10-08", "", "own", "XXXXX"), ("10-09", "paragraph", "own", "AYYYY"))
    old = unvote.state_department(record_of(2016, VOTES + extra), 2016)
    assert old.attrs["notes"] == [
        "2 roll calls left out: the United States did not vote",
        "method of the reports for 1984-2016: identical / (identical + opposite); roll calls of"
        " the autumn in which the United States voted yes or no; averages are pooled, all"
        " identical over all identical and opposite votes",
        "the report for 2016 counts 99 roll calls and prints 54.8% for all countries; here 6",
        "1 roll call left out: of an earlier session",
        "2 roll calls left out: the United States abstained",
    ]
    new = unvote.state_department(record_of(2020, VOTES + extra), 2020)
    assert new.attrs["notes"] == [
        "2 roll calls left out: the United States did not vote",
        "method of the reports for 2017-2020: (identical + partial / 2) / (identical + opposite"
        " + partial); final votes on whole texts in the calendar year; averages are means of the"
        " countries' scores",
        "the report for 2020 counts 100 roll calls and prints 33% for all countries; here 7",
        "3 roll calls left out: on amendments and paragraphs",
    ]
    for function in (unvote.state_department_regions, unvote.state_department_rollcalls):
        assert function(record_of(2020, VOTES + extra), 2020).attrs == new.attrs


def test_texts_without_a_vote_and_the_council_are_left_out() -> None:
    table = (
        b"ms_code,ms_vote,resolution,date,modality\n"
        b"USA,Y,A/RES/77/1,2022-12-01,\nGBR,Y,A/RES/77/1,2022-12-01,\n"
        b"USA,X,A/RES/77/2,2022-12-02,without vote\nGBR,X,A/RES/77/2,2022-12-02,without vote\n"
        b"USA,N,S/RES/2600 (2022),2022-12-03,\nGBR,Y,S/RES/2600 (2022),2022-12-03,\n"
    )
    frame = unvote.state_department(unvote.read(io.BytesIO(table)), 2022)
    assert frame["votes"].tolist() == [1]
    assert frame.attrs["notes"][:1] == ["1 roll call left out: adopted without a vote"]


def test_the_report_is_not_held_against_another_method() -> None:
    told = unvote.state_department(record_of(2018), 2018, method=2021).attrs["notes"]
    assert not [line for line in told if "the report for" in line]


def test_a_year_without_a_report_and_one_that_is_not_over_are_told() -> None:
    assert unvote.state_department(record_of(2025), 2025).attrs["notes"][:2] == [
        "no report for 2025 is known: made by the method in use since 2021",
        "1 roll call left out: the United States did not vote",
    ]
    spring = record_of(2022, VOTES[:1])
    assert unvote.state_department(spring, 2022).attrs["notes"][:1] == [
        "the roll calls end on 2022-03-10, before the end of the year"
    ]


def test_absences_that_are_not_listed_are_told() -> None:
    lines = [
        '{"symbol": "A/RES/77/1", "adoption_date": "2022-11-01", "adoption_type": "vote",'
        ' "MS_in_favour": ["United States", "Kenya"], "MS_against": [], "MS_abstaining": []}'
    ]
    record = unvote.read(io.BytesIO("\n".join(lines).encode()))
    assert unvote.state_department(record, 2022).attrs["notes"][0] == (
        "1 roll call of these lists only who voted, so absences are not known (--fill-absent"
        " derives them)"
    )


@pytest.mark.parametrize(
    ("year", "method", "message"),
    [
        (
            1983,
            None,
            "year 1983: the State Department's reports begin with 1984 (for other years:"
            " 'unvote align US --from 1983 --to 1983 --measure votes-only')",
        ),
        (-5, None, "year -5: the State Department's reports begin with 1984"),
        (99999, None, "year 99999: write it with four digits, from 1984 on"),
        (
            2020,
            2016,
            "method 2016: it is the year since which the reports use it, 1984, 2017, 2021",
        ),
    ],
)
def test_no_such_year_and_no_such_method(year: int, method: int | None, message: str) -> None:
    for function in (
        unvote.state_department,
        unvote.state_department_regions,
        unvote.state_department_rollcalls,
    ):
        with pytest.raises(unvote.ArgumentError) as caught:
            function(record_of(2020), year, method=method)
        assert str(caught.value) == message


def test_a_record_without_the_united_states_has_nothing_to_count() -> None:
    record = unvote.read(
        io.BytesIO(b"ms_code,ms_vote,resolution,date\nFRA,Y,A/RES/77/1,2022-11-01\n")
    )
    frame = unvote.state_department(record, 2022)
    assert (list(frame), len(frame)) == (HEADERS[()].split(","), 0)
    assert unvote.state_department_regions(record, 2022)["countries"].tolist() == [0] * 6


# --- what holds of any votes


def literal(votes: Sequence[str], place: int, method: int) -> Fraction | None:
    """Score a state by going through its votes one by one."""
    points, n = Fraction(0), 0
    for letters in votes:
        us, them = letters[0], letters[place]
        if us == "X" or them == "-" or (method == 1984 and us == "A"):
            continue
        if them == "X" and method < 2021:
            continue
        if method == 1984 and them == "A":
            continue
        n += 1
        if them == us:
            points += 1
        elif "A" in (us, them) or them == "X":
            points += Fraction(1, 2)
    return points / n if n else None


LETTERS = st.text("YNAX-", min_size=5, max_size=5).filter(lambda text: text[0] != "-")


@given(st.lists(LETTERS, min_size=1, max_size=12), st.sampled_from(list(METHODS)))
def test_scores_are_what_counting_gives(votes: list[str], method: int) -> None:
    record = record_of(2022, [("10-10", "", "own", letters) for letters in votes])
    frame = unvote.state_department(record, 2022, method=method)
    ours = dict(zip(frame["state"], frame["coincidence"], strict=True))
    for state, score in ours.items():
        expected = literal(votes, STATES.index(state), method)
        assert np.isnan(score) if expected is None else score == float(expected)
    counts = frame[["identical", "opposite", "partial", "absent"]].sum(axis=1)
    assert counts.tolist() == frame["votes"].tolist()


@given(st.integers(1, 500_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_percentages_are_rounded_half_up(share: tuple[int, int]) -> None:
    part, whole = share
    for places in (0, 1):
        exact = Fraction(100 * part, whole)
        # Thirty digits are enough to decide on which side of a half a fraction is.
        digits = Decimal(exact.numerator) / Decimal(exact.denominator)
        expected = digits.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
        assert printed([part / whole], places) == [expected]


def test_halves_are_rounded_up_that_floats_round_down() -> None:
    assert 100 * (57 / 200) < 28.5
    assert printed([57 / 200, 0.145, 0.5], 0) == [29, 15, 50]
    assert [str(value) for value in printed([0.0005, 1.0, 0.5], 1)] == ["0.1", "100.0", "50.0"]


# --- the command


def run(*options: str, stdin: bytes = b"", terminal: bool = False) -> Result:
    return run_unvote("state-department", *options, stdin=stdin, terminal=terminal)


def test_the_table_of_a_year_of_whole_percentages() -> None:
    result = run("--year", "2022", "--votes", "-", stdin=table_of(2022), terminal=True)
    assert (result.code, result.err) == (0, "")
    assert result.out.split("\n") == [
        "country         identical  opposite  partial  absent  votes  coincidence",
        "────────────────────────────────────────────────────────────────────────",
        "Andorra                 0         0        0       7      7            –",
        "Kenya                   0         5        2       0      7          14%",
        "South Africa            2         1        3       1      7          57%",
        "United Kingdom          5         0        1       1      7          86%",
        "",
        "name                                countries  coincidence",
        "──────────────────────────────────────────────────────────",
        "African Group                               2          36%",
        "Asia-Pacific Group                          0            –",
        "Eastern European Group                      0            –",
        "Latin American and Caribbean Group          0            –",
        "Western European and Others Group           2          68%",
        "All countries                               4          52%",
        "",
        "–: absent from all of these votes: no score (files have the method's 0.5)",
        "1 roll call left out: the United States did not vote",
        "from the data: 7 of 10 roll calls, 2022-03-10 to 2022-12-31 (organ GA; from",
        "2022; to 2022; the United States voted; whole texts)",
        "5 more lines with --meta",
        "",
    ]


def test_the_table_of_a_year_of_one_decimal() -> None:
    result = run("--year", "2016", "--votes", "-", stdin=table_of(2016), terminal=True)
    assert (result.code, result.err) == (0, "")
    assert result.out.split("\n") == [
        "country         identical  opposite  partial  absent  votes  coincidence",
        "────────────────────────────────────────────────────────────────────────",
        "Andorra                 0         0        0       6      6            –",
        "Kenya                   1         3        1       1      6        25.0%",
        "South Africa            2         1        1       2      6        66.7%",
        "United Kingdom          3         1        1       1      6        75.0%",
        "",
        "name                                countries  coincidence",
        "──────────────────────────────────────────────────────────",
        "African Group                               2        42.9%",
        "Asia-Pacific Group                          0            –",
        "Eastern European Group                      0            –",
        "Latin American and Caribbean Group          0            –",
        "Western European and Others Group           1        75.0%",
        "All countries                               3        54.5%",
        "",
        "1 roll call left out: the United States did not vote",
        "method of the reports for 1984-2016: identical / (identical + opposite); roll",
        "calls of the autumn in which the United States voted yes or no; averages are",
        "pooled, all identical over all identical and opposite votes",
        "from the data: 6 of 10 roll calls, 2016-10-01 to 2016-12-31 (organ GA; from",
        "2016-09; to 2016; the United States voted; of the new session; the United States",
        "voted yes or no)",
        "5 more lines with --meta",
        "",
    ]


def test_the_averages_alone() -> None:
    options = ("--year", "2022", "--by", "region", "--votes", "-")
    result = run(*options, stdin=table_of(2022), terminal=True)
    assert result.out.split("\n\n")[0].split("\n") == [
        "name                countries  identical  opposite  partial  absent  coincidence",
        "────────────────────────────────────────────────────────────────────────────────",
        "African Group               2          2         6        5       1          36%",
        "Asia-Pacific Group          0          0         0        0       0            –",
        "Eastern European            0          0         0        0       0            –",
        "Group",
        "Latin American and          0          0         0        0       0            –",
        "Caribbean Group",
        "Western European            2          5         0        1       8          68%",
        "and Others Group",
        "All countries               4          7         6        6       9          52%",
    ]


def test_csv_is_unrounded_and_notes_go_to_the_standard_error() -> None:
    result = run("--year", "2016", "--votes", "-", stdin=table_of(2016))
    assert result.code == 0
    assert result.err == "unvote: 1 roll call left out: the United States did not vote\n"
    assert result.out == (
        HEADERS[()] + "\n"
        "Andorra,AND,WEOG,0,0,0,6,6,\n"
        "Kenya,KEN,AFRICA,1,3,1,1,6,0.25\n"
        "South Africa,ZAF,AFRICA,2,1,1,2,6,0.6666666666666666\n"
        "United Kingdom,GBR,WEOG,3,1,1,1,6,0.75\n"
    )


def test_json_tells_the_method() -> None:
    options = ("--year", "2018", "--method", "2021", "--json", "--meta", "--votes", "-", "-q")
    made = json.loads(run(*options, stdin=table_of(2018)).out)
    assert (made["measure"], made["year"], made["method"]) == (["coincidence"], 2018, 2021)


def test_the_roll_calls_that_are_counted() -> None:
    result = run("--year", "2016", "--rollcalls", "--votes", "-", "-q", stdin=table_of(2016))
    assert result.out == (
        HEADERS["--rollcalls",] + "\n"
        "A/RES/3/3,2016-10-01,71,Text 3,,Y\n"
        "A/RES/4/4,2016-10-02,71,Text 4,,N\n"
        "A/RES/6/6,2016-10-04,71,Text 6,,N\n"
        "A/RES/7/7,2016-10-05,71,Text 7,paragraph,Y\n"
        "A/RES/8/8,2016-10-06,71,Text 8,amendment,N\n"
        "A/RES/10/10,2016-12-31,71,Text 10,,Y\n"
    )


@pytest.mark.parametrize("form", HEADERS)
@pytest.mark.parametrize("year", ["1984", "2016", "2018", "2022", "2025"])
@pytest.mark.parametrize("method", [(), *complete(("--method", "1984"), ("--method", "2021"))])
def test_the_header_depends_on_nothing(form: tuple, year: str, method: tuple) -> None:
    for votes in ("-", "embedded"):
        result = run("--year", year, *form, *method, "--votes", votes, stdin=table_of(2018))
        assert result.out.splitlines()[0] == HEADERS[form]
        assert result.code == (0 if len(result.out.splitlines()) > 1 else 3)


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("--year 1983", 2, "the State Department's reports begin with 1984"),
        ("--year 2022 --parts", 2, "--parts: the method says whether amendments and paragraphs"),
        ("--year 2022 --by region --rollcalls", 2, "--rollcalls lists roll calls, --by region"),
        ("--year 2022 --organ SC", 2, "--organ SC: these tables count the General Assembly"),
        ("--year 99999", 2, "year 99999: write it with four digits"),
        ("--year 2016 -q", 3, "'to 2016' leaves no roll call of the embedded record"),
        ("--year 2016 --title cuba", 3, "'to 2016' leaves no roll call of the embedded record"),
    ],
)
def test_an_error_is_one_line(line: str, code: int, message: str) -> None:
    result = run(*line.split())
    assert (result.code, result.err.count("\n")) == (code, 1)
    assert message in result.err
    assert result.out in ("", HEADERS[()] + "\n")


@pytest.mark.parametrize("terminal", [True, False])
def test_a_year_that_the_record_lacks_is_told(*, terminal: bool) -> None:
    result = run("--year", "1984", terminal=terminal)
    told = result.out + result.err
    assert result.code == 3
    assert (
        "the embedded record has no roll call of the General Assembly of the autumn of 1984: it has"
        " those of 2014-03-27 to 2025-12-03; 'unvote data pull' fetches the full record since"
        " 1946\n"
    ) in told
    assert "nothing is selected" in told
    of_a_file = run("--year", "2019", "--votes", "-", stdin=table_of(2018))
    assert of_a_file.err.startswith(
        "unvote: the data has no roll call of the General Assembly of 2019: it has those of"
        " 2018-03-10 to 2018-12-31\n"
    )


@pytest.mark.parametrize(
    "line", ["", "--year x", "--year 2022 --method 2016", "--year 2022 --by x"]
)
def test_usage_errors(line: str) -> None:
    result = run(*line.split())
    assert (result.code, result.out) == (2, "")
    assert "'unvote state-department -h'" in result.err


def test_the_table_of_reports_says_what_was_printed() -> None:
    rows = {row["year"]: (row["votes"], row["overall"]) for row in read_table("state_department")}
    assert list(rows) == [str(year) for year in range(2013, 2025)]
    # 6459 of 13346 identical and opposite votes, as the report for 2013 adds them up.
    assert [str(value) for value in printed([6459 / (6459 + 6887)], 1)] == [rows["2013"][1]]
    # The counts of every country in 2022 add up to the number of votes.
    with PRINTED_2022.open(encoding="utf-8", newline="") as file:
        sums = {
            sum(int(row[name]) for name in ("same", "opposite", "partial", "absent"))
            for row in csv.DictReader(file)
        }
    assert sums == {int(rows["2022"][0])}


# --- the whole record, against what the reports print


def test_the_table_of_2022_as_printed(full: unvote.Record) -> None:
    frame = unvote.state_department(full, 2022)
    with PRINTED_2022.open(encoding="utf-8", newline="") as file:
        expected = {
            row["state"]: [int(row[name]) for name in list(row)[1:]] for row in csv.DictReader(file)
        }
    counts = frame[["identical", "opposite", "partial", "absent"]].to_numpy().tolist()
    percent = printed(frame["coincidence"], 0)
    ours = {
        state: [*row, int(share)]
        for state, row, share in zip(frame["state"], counts, percent, strict=True)
    }
    assert len(expected) == 192
    assert ours == expected
    world = unvote.state_department_regions(full, 2022).iloc[-1]
    assert [world["countries"], *printed([world["coincidence"]], 0)] == [192, 48]


def test_the_regional_averages_of_2023_as_printed(full: unvote.Record) -> None:
    frame = unvote.state_department_regions(full, 2023)
    assert printed(frame["coincidence"], 0)[:5] == [36, 39, 64, 39, 69]
    assert frame["votes"].tolist()[-1] == 192 * 88
    venezuela = by_state(full, 2023)["VEN"]
    assert venezuela == [0, 0, 0, 88, 88, 1 / 2]


def test_the_regional_averages_of_2017(full: unvote.Record) -> None:
    """The record has two more roll calls than the report counts, both nearly unanimous."""
    ours = unvote.state_department_regions(full, 2017)
    assert [str(share) for share in printed(ours["coincidence"], 1)] == [
        *("24.4", "28.1", "47.4", "25.3", "52.6", "32.5"),
    ]
    more = ("A/RES/72/164#9005982", "A/RES/72/245#9006009")
    there = full.rollcalls.index.isin(more)
    assert there.sum() == 2
    frame = unvote.state_department_regions(full.rows(~there), 2017)
    assert frame["votes"].tolist()[-1] == 192 * 93
    assert printed(frame["coincidence"], 0) == [23, 27, 46, 24, 52, 31]
    twice = full.votes.loc[[more[0], "A/RES/72/164#9005981"]].to_numpy()
    assert (twice[0] == twice[1]).all()


def test_the_page_compares_with_the_printed_figures(full: unvote.Record) -> None:
    reports = {
        row["year"]: [row["votes"], row["overall"]] for row in read_table("state_department")
    }
    rows = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0] in reports and len(cells) == 6:
            rows[cells[0]] = cells[1:5]
    assert list(rows) == list(reports)
    for year, (votes, here, overall, average) in rows.items():
        world = unvote.state_department_regions(full, int(year)).iloc[-1]
        [ours] = printed([world["coincidence"]], 1 if int(year) < 2017 else 0)
        assert [votes, overall] == reports[year]
        assert [here, average] == [str(len(counted(full, int(year)))), str(ours)]


def test_a_country_that_took_part_in_nothing_has_no_score_in_a_terminal() -> None:
    line = ["state-department", "--year", "2025", "-n", "0"]
    files = {row.split(",")[1]: row for row in run_unvote(*line, "--csv").out.splitlines()}
    table = run_unvote(*line, terminal=True).out.splitlines()
    [silent] = [row.split() for row in table if row.startswith("Venezuela")]
    assert files["VEN"].split(",")[-3:] == [silent[-3], silent[-2], "0.5"]
    assert silent[-3] == silent[-2]
    assert silent[-1] == "–"
    assert any(row.startswith("–: absent from all of these votes") for row in table)
    assert sum(row.endswith(" –") for row in table) < 10
