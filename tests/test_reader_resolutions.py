"""The library's list of all resolutions: how each was adopted, and no votes of states."""

from pathlib import Path

import pytest

import unvote
from conftest import complete, run_unvote
from reading import message, read

HEADER = (
    "undl_id,resolution,session,date,title,modality,draft,committee_report,meeting,agenda_title,"
    "subjects,vote_note,total_yes,total_no,total_abstentions,total_non_voting,total_ms,undl_link\n"
)
TABLE = HEADER + (
    '1,A/RES/3(I),1,1946-02-01,"Atoms :P resolution / adopted by the General Assemly","Vote,'
    ' non-recorded",A/3|A/3/Add.1,,A/PV.17,,ENERGY--USE|DISARMAMENT,,20.0,5.0,3.0,23.0,51.0,'
    "\n"
    "2,A/RES/79/1,79,2024-09-22,Pact,Without a vote,A/79/L.2,,A/79/PV.4,,,,,,,,193.0,\n"
    '3,A/RES/79/7,79,2024-10-30,Embargo,"Vote, recorded",A/79/L.6,,,,,,187.0,2.0,1.0,3.0,193.0,\n'
    "4,A/DEC/79/505,79,2024-11-01,Agenda,Without a vote,,,,,,,0.0,0.0,0.0,0.0,193.0,\n"
)


def test_how_texts_were_adopted_is_read() -> None:
    record = read(TABLE)
    columns = ["organ", "session", "title", "modality", "draft", "subjects", "source"]
    assert record.rollcalls[columns].T.to_dict("list") == {
        "A/RES/3(I)": [
            *("GA", "1", "Atoms", "Vote, non-recorded", "A/3|A/3/Add.1"),
            *("ENERGY--USE|DISARMAMENT", "undl"),
        ],
        "A/RES/79/1": ["GA", "79", "Pact", "Without a vote", "A/79/L.2", "", "undl"],
        "A/RES/79/7": ["GA", "79", "Embargo", "Vote, recorded", "A/79/L.6", "", "undl"],
        "A/DEC/79/505": ["GA", "79", "Agenda", "Without a vote", "", "", "undl"],
    }
    published = record.rollcalls[["published_yes", "published_no", "published_abstain"]]
    assert published.astype(object).where(published.notna(), None).values.tolist() == [
        [20, 5, 3],
        [None, None, None],
        [187, 2, 1],
        [None, None, None],
    ]
    assert record.states == []
    assert record.notes == (
        "4 texts without the votes of states: 2 adopted without a vote, 1 by a vote that was not"
        " recorded, 1 by a recorded vote (the library's file of votes has the states)",
        'read with totals written as decimals ("120.0")',
    )


def test_none_of_them_is_in_a_measure() -> None:
    record = read(TABLE)
    assert unvote.align(record, "USA", "RUS")["n"].tolist() == [0]
    assert (
        "left out: 2 texts adopted without a vote, 2 votes without a list of states"
        in (unvote.align(record, "USA", "RUS").attrs["notes"])
    )


def test_a_list_that_cannot_be_read() -> None:
    assert message(TABLE.replace("2024-10-30", "30/10")) == (
        "the data, line 4, column date: '30/10' is not a date: it is written as 2025-02-24"
    )
    assert message(TABLE.replace(",resolution,", ",text,")) == (
        "the data, line 1: no column says the state and the vote, and none is a state's name"
        " (found: undl_id, text, session, date, title, modality, draft, committee_report, …)"
    )


def test_show_says_that_there_is_no_vote_or_no_list() -> None:
    Path("all.csv").write_text(TABLE)
    shown = {
        name: run_unvote("show", name, "--votes", "all.csv", "-q").out
        for name in ("A/RES/3(I)", "79/1", "79/7")
    }
    assert shown["79/1"].startswith(
        "A/RES/79/1\nPact\nGeneral Assembly, session 79, 22 September 2024\n\n"
        "adopted without a vote\n\n"
    )
    first = shown["A/RES/3(I)"].splitlines()
    assert [line.split()[:2] for line in first[4:7]] == [
        ["yes", "20"],
        ["no", "5"],
        ["abstain", "3"],
    ]
    assert "a vote that was not recorded: 20-5-3 published, no list of states" in first
    assert "a vote that was recorded: 187-2-1 published, no list of states" in shown["79/7"]


def test_tally_takes_the_totals_that_are_published() -> None:
    frame = unvote.tally(read(TABLE))
    columns = ["rollcall", "yes", "no", "abstain", "outcome"]
    assert frame[columns].astype(object).where(frame[columns].notna(), None).values.tolist() == [
        ["A/RES/3(I)", 20, 5, 3, "adopted"],
        ["A/RES/79/1", None, None, None, "without a vote"],
        ["A/RES/79/7", 187, 2, 1, "adopted"],
        ["A/DEC/79/505", None, None, None, "without a vote"],
    ]
    assert frame.attrs["notes"][:1] == [
        "2 votes without a list of states, counted by the totals that are published: A/RES/3(I),"
        " A/RES/79/7"
    ]
    header, line = TABLE.splitlines()[0], next(one for one in TABLE.splitlines() if "79/7" in one)
    six = "".join(
        f"{line.replace('79/7', f'79/{number}').replace(line.split(',')[0], str(number), 1)}\n"
        for number in range(11, 17)
    )
    assert (
        unvote.tally(read(f"{header}\n{six}"))
        .attrs["notes"][0]
        .endswith(": A/RES/79/11, A/RES/79/12, A/RES/79/13, A/RES/79/14, A/RES/79/15 and 1 more")
    )
    assert unvote.search(read(TABLE), "pact")["rollcall"].tolist() == ["A/RES/79/1"]


VOTING = (
    "undl_id,ms_code,ms_vote,date,session,resolution,title,total_yes\n"
    "9003,USA,N,2024-10-30,79,A/RES/79/7,Embargo,1\n9003,CUB,Y,2024-10-30,79,A/RES/79/7,Embargo,1\n"
)
EXTRACT = (
    '{"symbol": "A/RES/79/7", "adoption_date": "2024-10-30", "adoption_type": "recorded vote",'
    ' "MS_in_favour": ["CUBA"], "MS_against": ["UNITED STATES"], "MS_abstaining": []}\n'
)


@pytest.mark.parametrize(
    "files",
    [
        (VOTING, TABLE, "undl"),
        (TABLE, EXTRACT, "unxml"),
        *complete((TABLE, VOTING, "undl"), (EXTRACT, TABLE, "unxml")),
    ],
)
def test_a_text_that_another_file_has_the_votes_of_is_one_entry(
    files: tuple[str, str, str],
) -> None:
    first, second, source = files
    for name, text in (("first", first), ("second", second)):
        Path(name).write_text(text)
        assert run_unvote("data", "import", name).code == 0
    record = unvote.load("full").select(start="2024-09-01", end="2024-11-30")
    [embargo] = [id_ for id_ in record.rollcalls.index if id_.startswith("A/RES/79/7")]
    assert record.votes.loc[embargo, ["CUB", "USA"]].tolist() == [1, 3]
    said = record.rollcalls.loc[embargo]
    assert said["modality"] == ("recorded vote" if source == "unxml" else "Vote, recorded")
    assert said[["draft", "source"]].tolist() == ["A/79/L.6", source]
