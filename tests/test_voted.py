"""Selecting roll calls by how states voted: --voted and --alone, against a plain loop."""

import io
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import unvote
from conftest import run_unvote
from strategies import councils, records
from unvote.world.groups import all_groups


def letters(rows: str) -> unvote.Record:
    """Return a record from rows of letters: one column per state, named in the first row."""
    [states, *votes] = [row.split() for row in rows.strip().splitlines()]
    lines = ["ms_code,ms_vote,resolution,date"] + [
        f"{state},{vote},A/RES/79/{number},2024-12-01"
        for number, row in enumerate(votes, 1)
        for state, vote in zip(states, row, strict=True)
        if vote != "."
    ]
    return unvote.read(io.BytesIO("\n".join(lines).encode()))


# Benelux is BEL, NLD and LUX; Bahrain was no member in roll call 7.
VOTES = """
USA BEL NLD LUX BHR
N   Y   Y   Y   Y
N   Y   Y   N   N
N   Y   N   A   Y
Y   X   X   X   Y
A   X   A   X   N
X   Y   X   N   Y
N   N   N   N   .
"""


@pytest.mark.parametrize(
    ("voted", "numbers"),
    [
        ("US=N", [1, 2, 3, 7]),
        ("US=YA", [4, 5]),
        ("us=x", [6]),
        ("BHR=YNAX", [1, 2, 3, 4, 5, 6]),
        ("BENELUX=Y", [1, 2]),
        ("BENELUX=YNA", [1, 2, 5, 7]),
        ("all BENELUX=Y", [1]),
        ("all BENELUX=A", [5]),
        ("ALL BENELUX=YN", [1, 2, 6, 7]),
        ("no BENELUX=N", [1, 5]),
        ("any BENELUX=N", [2, 3, 6, 7]),
        ("most BENELUX=Y", [1, 2]),
        ("most BENELUX=NA", [3, 5, 7]),
        ("US=N,BENELUX=Y", [1, 2]),
        (["US=N", "all BENELUX=Y"], [1]),
        ("United States of America = N , no Benelux=N", [1]),
        ("mine=N", [3, 7]),
        ("all mine=N", [7]),
        ("US=N,no mine=Y", [7]),
    ],
)
def test_how_states_voted(voted: str | list[str], numbers: list[int]) -> None:
    groups = unvote.own_groups(["mine=US,BENELUX,Luxembourg"])
    found = letters(VOTES).select(voted=voted, groups=groups)
    assert [int(one.rpartition("/")[2]) for one in found.rollcalls.index] == numbers


# Against a plain loop --------------------------------------------------------------------

QUANTIFIERS = ("", "all", "no", "any", "most")
GROUPS = ("EU", "NATO", "G77", "ALLIES", "P5", "AFRICA")
DATED = records(plain=True) | councils()


def rows_of(record: unvote.Record) -> Iterator[tuple[str, object, dict[str, str]]]:
    """Yield the id, the day and the letters of each roll call."""
    votes = record.votes.to_dict("index")
    for id_, day in record.rollcalls["date"].items():
        letters = {state: unvote.Vote(vote).letter for state, vote in votes[id_].items()}
        yield id_, day.date(), {state: letter for state, letter in letters.items() if letter}


def cast_by(group: str, day: object, votes: dict[str, str]) -> list[str]:
    """Return the votes that the members of a group cast on a day."""
    members = all_groups()[group].members(day)
    return [votes[state] for state in members if votes.get(state, "X") != "X"]


def holds(quantifier: str, cast: list[str], letters: str) -> bool:
    """Return whether votes meet a condition, by the words of the help."""
    fits = [vote in letters for vote in cast]
    if not cast:
        return False
    if quantifier == "all":
        return all(fits)
    if quantifier == "no":
        return not any(fits)
    if quantifier == "any":
        return any(fits)
    if quantifier == "most":
        return sum(fits) > len(fits) - sum(fits)
    [(vote, first), *others] = Counter(cast).most_common()
    return vote in letters and (not others or others[0][1] < first)


@given(DATED, st.sampled_from(QUANTIFIERS), st.sampled_from(GROUPS), st.sampled_from("YNA"))
def test_what_a_group_voted(
    record: unvote.Record, quantifier: str, group: str, letter: str
) -> None:
    assume(record.rollcalls["date"].notna().all())
    found = record.select(voted=f"{quantifier} {group}={letter}".strip())
    assert found.rollcalls.index.tolist() == [
        id_
        for id_, day, votes in rows_of(record)
        if holds(quantifier, cast_by(group, day, votes), letter)
    ]


@given(DATED, st.data())
def test_what_a_state_voted_and_who_was_alone(record: unvote.Record, data: st.DataObject) -> None:
    assume(record.rollcalls["date"].notna().all())
    state = data.draw(st.sampled_from(record.states))
    letters = data.draw(st.sampled_from(["Y", "N", "A", "X", "YA", "NX", "YNAX"]))
    most = data.draw(st.integers(0, 3))
    found = record.select(voted=f"{state}={letters}").rollcalls.index.tolist()
    alone = record.select(alone=f"{state}:{most}").rollcalls.index.tolist()
    every = [*rows_of(record)]
    assert found == [id_ for id_, _, votes in every if votes.get(state, "?") in letters]
    assert alone == [
        id_
        for id_, _, votes in every
        if votes.get(state, "X") != "X" and [*votes.values()].count(votes[state]) - 1 <= most
    ]


@given(DATED, st.lists(st.sampled_from(["USA=N", "all P5=Y", "G77=Y", "any NATO=NA"]), min_size=2))
def test_all_conditions_hold_in_any_order_and_however_written(
    record: unvote.Record, asked: list[str]
) -> None:
    assume(record.rollcalls["date"].notna().all())
    one_by_one = record
    for condition in asked:
        one_by_one = one_by_one.select(voted=condition)
    ids = one_by_one.rollcalls.index.tolist()
    for voted in (asked, asked[::-1], ",".join(asked), [", ".join(asked)]):
        assert record.select(voted=voted).rollcalls.index.tolist() == ids


# As people write it ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("voted", "words"),
    [
        ("Korea, Republic of=Y,US=n", ["voted Korea, Republic of=Y", "voted US=N"]),
        ("NO=Y", ["voted NO=Y"]),
        ("no Norway=N", ["voted no Norway=N"]),
        ("ALL  European Union = ay", ["voted ALL  European Union=AY"]),
    ],
)
def test_conditions_as_people_write_them(
    embedded: unvote.Record, voted: str, words: list[str]
) -> None:
    assert [one.words for one in embedded.select(voted=voted).selection] == words


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ({"voted": ""}, "voted '': write who votes how: US=N"),
        ({"voted": "US"}, "voted 'US': write who votes how: US=N"),
        ({"voted": "US=N,"}, "voted 'US=N,': say how '' votes, as in US=N"),
        ({"voted": "US=N,RU"}, "voted 'US=N,RU': say how 'RU' votes, as in US=N"),
        ({"voted": "US!=N"}, "voted 'US!=N': write only =, then the votes that count: US=N"),
        ({"voted": "US=N,,RU=Y"}, "voted 'US=N,,RU=Y': a condition is empty: write US=N,RU=Y"),
        ({"voted": ",US=N"}, "voted ',US=N': a condition is empty: write US=N,RU=Y"),
        ({"voted": "=N"}, "voted '=N': a condition is empty: write US=N,RU=Y"),
        ({"voted": "US=N RU=Y"}, "voted 'US=N RU=Y': put a comma between two: US=N,RU=Y"),
        (
            {"voted": "US="},
            "voted 'US=': '' is not a vote: write Y (yes), N (no), A (abstain), X (not voting)",
        ),
        (
            {"voted": "US=Q"},
            "voted 'US=Q': 'Q' is not a vote: write Y (yes), N (no), A (abstain), X (",
        ),
        ({"voted": "US=no"}, "voted 'US=no': 'no' is not a vote: write N"),
        ({"voted": "US=abstain"}, "voted 'US=abstain': 'abstain' is not a vote: write A"),
        (
            {"voted": "Untied States=N"},
            "'Untied States' is neither a member state nor a group; did you mean",
        ),
        ({"voted": "Korea=N"}, "'Korea' is ambiguous: say KOR (South Korea) or PRK (North Korea)"),
        ({"voted": "all=N"}, "voted 'all=N': 'all' of which group? Write all EU=Y"),
        ({"voted": "most =N"}, "voted 'most =N': "),
        ({"voted": "every EU=N"}, "'every EU' is neither a member state nor a group"),
        ({"voted": "all EUU=N"}, "'EUU' is neither a member state nor a group; did you mean EU"),
        (
            {"voted": "EU=X"},
            "voted 'EU=X': X is for states: in a group those that did not vote are ignored",
        ),
        ({"voted": "any EU=NX"}, "voted 'any EU=NX': X is for states: in a group"),
        ({"alone": "US:"}, "alone 'US:': write US, or US:3 for at most three others"),
        ({"alone": "US:-1"}, "alone 'US:-1': write US, or US:3 for at most three others"),
        ({"alone": "US:\u0663"}, "alone 'US:\u0663': write US, or US:3 for at most three others"),
        ({"alone": f"US:{'9' * 5000}"}, "alone 'US:999"),
        ({"alone": "US:x"}, "alone 'US:x': write US, or US:3 for at most three others"),
        ({"alone": "Ruritania:2"}, "'Ruritania' is neither a member state nor a group"),
    ],
)
def test_conditions_that_are_none(embedded: unvote.Record, condition: dict, said: str) -> None:
    with pytest.raises(unvote.UnvoteError) as caught:
        embedded.select(**condition)
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize("option", ["--voted", "--alone"])
def test_an_error_of_the_program_is_one_line(option: str) -> None:
    result = run_unvote("tally", option, "Ruritania=N")
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith("unvote: 'Ruritania")
    assert result.err.count("\n") == 1


# What is told ----------------------------------------------------------------------------


def test_ties_and_states_that_count_twice_are_told() -> None:
    groups = unvote.own_groups(["two=US,BEL"])
    found = letters(VOTES).select(voted=["US=N", "two=N"], groups=groups)
    assert found.notes[-2:] == (
        "3 roll calls in which two had no position (a tie), not selected",
        "USA counts in two too",
    )
    assert len(found) == 1


def test_votes_that_are_not_known_are_told() -> None:
    """Only five of the 193 members are listed."""
    record = letters(VOTES)
    assert record.select(voted="FR=N").notes[-1] == (
        "7 roll calls in which FRA is not listed, not selected"
    )
    assert record.select(voted="EU=N").notes[-1] == (
        "7 roll calls in which not all members of EU are listed"
    )
    assert record.select(alone="LUX").notes[-1] == (
        "2 roll calls in which not all members are listed: the others may have voted alike"
    )
    voters = unvote.Record(record.rollcalls.assign(source="unxml"), record.votes.replace(4, 0), "x")
    assert voters.select(voted="FR=N").notes == ()
    assert voters.select(voted="FR=NX").notes == (
        "7 roll calls in which FRA is not listed, not selected (--fill-absent derives absences)",
    )


def test_a_day_that_is_not_known_is_told() -> None:
    table = b"ms_code,ms_vote,resolution,date\nFRA,Y,A/RES/79/1,\nFRA,Y,A/RES/79/2,2024-12-01\n"
    found = unvote.read(io.BytesIO(table)).select(voted="EU=Y")
    assert found.rollcalls.index.tolist() == ["A/RES/79/2"]
    assert found.notes[0] == (
        "1 roll call without a date, not selected: who belongs to EU depends on the day"
    )


def test_the_condition_that_left_nothing_is_named_and_why() -> None:
    result = run_unvote("tally", "ES-11/7", "--voted", "US=N,all NATO=Y", "--csv", "--no-header")
    assert (result.code, result.out) == (3, "")
    assert result.err.splitlines() == [
        "unvote: the embedded record: USA counts in NATO too",
        "unvote: nothing is selected: 'voted all NATO=Y' leaves no roll call of"
        " the embedded record; it has 24 chosen ones, 'unvote data pull' gets all",
    ]


@pytest.mark.parametrize(
    ("line", "ids"),
    [
        ("tally --voted US=N --voted FR=Y", ["68/262"]),
        ("tally --voted mine=N --group mine=US,RU,IL", []),
        ("check --voted US=N,IL=N --alone US:2", []),
        ("votes US --alone IL:1", []),
        ("search cuba --voted US=N", []),
    ],
)
def test_every_command_selects_by_votes(line: str, ids: list[str]) -> None:
    """It selects like the library, with the user's own groups."""
    result = run_unvote(*line.split(), "--csv", "-c", "rollcall", "-q", "--no-header")
    words = line.split()
    voted = [words[at + 1] for at, word in enumerate(words) if word == "--voted"]
    alone = [words[at + 1] for at, word in enumerate(words) if word == "--alone"]
    groups = unvote.own_groups(["mine=US,RU,IL"])
    record = unvote.load("embedded").select(voted=voted, alone=alone, groups=groups)
    if words[0] == "search":
        record = record.select(title="cuba")
    assert sorted(result.out.split()) == sorted(record.rollcalls.index) != []


def test_a_measure_is_of_what_is_selected() -> None:
    line = ("align", "US", "RU", "--voted", "FR=Y", "--csv", "-c", "n,same", "-q")
    record = unvote.load("embedded").select(voted="FR=Y")
    frame = unvote.align(record, "US", "RU")
    assert run_unvote(*line).out == f"n,same\n{frame['n'].item()},{frame['same'].item()}\n"
