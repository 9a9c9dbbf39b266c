"""Tables with one column per position, and a mark in one of them: read, noted, refused."""

import pytest

from reading import letters, message, read

ONE = {"A/RES/79/907": {"FRA": "Y", "TCD": "N", "MLI": "A"}}


def marked(header: str, *rows: str) -> str:
    return "\n".join((header, *rows)) + "\n"


@pytest.mark.parametrize(
    ("header", "marks"),
    [
        ("Yes,No,Abstain", ("x,,", ",x,", ",,x")),
        ("YES,NO,ABSTAIN", ("X,-,-", "-,X,-", "-,-,X")),
        ("In favour,Against,Abstaining", ("✓,,", ",✔,", ",,✓")),
        ("Votes for,Votes against,Abstentions", ("1,0,0", "0,1,0", "0,0,1")),
        ("vote_Y,vote_N,vote_A", ("True,False,False", "False,True,False", "False,False,True")),
        ("Pour,Contre,Abstention", ("oui,non,non", "non,oui,non", "non,non,oui")),
        ("Yes,No,Abstain", ("yes,no,no", "no,yes,no", "no,no,yes")),
        ("Yes (Y),No (N),Abstain (A)", ("Y,,", ",Y,", ",,Y")),
        ("Y,N,A", ("Y,,", ",N,", ",,A")),
        ("Yes,No,Abstain", ("yes,,", ",no,", ",,abstain")),
    ],
)
def test_a_mark_is_the_vote_of_its_column(header: str, marks: tuple[str, ...]) -> None:
    states = ("France", "Chad", "Mali")
    rows = [f"{name},A/RES/79/907,{row}" for name, row in zip(states, marks, strict=True)]
    record = read(marked(f"Country,Resolution,{header}", *rows))
    assert letters(record) == ONE
    assert record.notes == ()


def test_columns_on_the_vote_beside_the_marks() -> None:
    record = read(
        marked(
            "No.,Who,Session,Date,Yes,No,Absent or not voting,Remarks",
            "1,France,79,2025-02-24,X,,,late",
            "2,Chad,79,2025-02-24,,X,,",
            "3,Mali,79,2025-02-24,,,X,",
        )
    )
    assert letters(record) == {"#1": {"FRA": "Y", "TCD": "N", "MLI": "X"}}
    assert record.rollcalls[["session", "organ"]].values.tolist() == [["79", "GA"]]
    assert record.notes == ("1 column not read: Remarks",)


def test_several_votes_and_none() -> None:
    table = marked(
        "Country,Resolution,Yes,No",
        "France,A/RES/79/907,x,",
        "Chad,A/RES/79/907,,x",
        "France,A/RES/79/908,,x",
    )
    assert letters(read(table)) == {
        "A/RES/79/907": {"FRA": "Y", "TCD": "N"},
        "A/RES/79/908": {"FRA": "N"},
    }
    bare = read(marked("Country,Yes,No", "France,x,", "Chad,,x"))
    assert letters(bare) == {"#1": {"FRA": "Y", "TCD": "N"}}


def test_marks_in_json() -> None:
    record = read(
        '[{"country": "France", "resolution": "A/RES/79/907", "yes": true, "no": false},'
        ' {"country": "Chad", "resolution": "A/RES/79/907", "yes": false, "no": true}]'
    )
    assert letters(record) == {"A/RES/79/907": {"FRA": "Y", "TCD": "N"}}


def test_a_row_without_a_mark_did_not_vote() -> None:
    record = read(
        marked(
            "Country,Resolution,Yes,No,Abstain",
            "France,A/RES/79/907,x,,",
            "Chad,A/RES/79/907,,,",
            ",,,,",
        )
    )
    assert letters(record) == {"A/RES/79/907": {"FRA": "Y", "TCD": "X"}}
    assert record.notes == (
        "1 empty row skipped",
        "1 vote left blank: read as not voting (X)",
    )


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "Chad,A/RES/79/907,x,x,",
            "line 3: marks under Yes and No: a state has one vote, take one mark out",
        ),
        (
            "Chad,A/RES/79/907,,?,",
            "line 3, column No: '?' is neither a mark (x, 1, yes) nor blank (also 0, no)",
        ),
        (
            "Chad,A/RES/79/907,60,20,3",
            "line 3, column Yes: '60' is neither a mark (x, 1, yes) nor blank (also 0, no)",
        ),
        (
            "Chad,A/RES/79/907,,no,\nMali,A/RES/79/907,,yes,",
            "line 3, column No: 'no' may be a vote or the lack of a mark: write x for a mark",
        ),
        (
            "Total,,1,1,0",
            "line 3: 'Total' heads a row of totals, not of a state: take the row out",
        ),
        (
            "France,A/RES/79/907,,x,",
            "line 3, column Country: a second vote of France in A/RES/79/907 (the first is in line"
            " 2); roll calls that share a symbol need an undl_id",
        ),
    ],
)
def test_what_is_no_single_mark_is_refused(row: str, said: str) -> None:
    table = marked("Country,Resolution,Yes,No,Abstain", "France,A/RES/79/907,x,,", row)
    assert message(table) == f"the data, {said}"


@pytest.mark.parametrize(
    "table",
    [
        "country,vote,resolution,yes,no,abstain\nFrance,Y,79/7,1,1,0\nChad,N,79/7,1,1,0\n",
        "Resolution,Sponsor,FRA,TCD,Yes,No\nA/RES/79/7,Cuba,YES,NO,1,1\n",
        "Country,A/RES/79/7,Yes,No\nFrance,Y,1,0\nChad,N,0,1\n",
    ],
)
def test_totals_are_not_marks(table: str) -> None:
    [cast] = letters(read(table)).values()
    assert cast == {"FRA": "Y", "TCD": "N"}
