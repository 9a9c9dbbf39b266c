"""What if states had voted differently: the votes cast stay, and every format marks the others."""

import io
import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import unvote
from conftest import examples, run_unvote
from strategies import councils, records
from unvote.codes import LETTERS
from unvote.listing import listing_of


def what_if(resolution: str, *suppositions: str) -> dict:
    """Return the row of the votes as supposed."""
    record = unvote.load("embedded").select(resolution)
    frame = unvote.check(record, suppose=suppositions)
    assert frame["votes"].tolist() == ["as cast", "supposed"]
    return frame.iloc[1].to_dict()


@pytest.mark.parametrize(
    ("suppositions", "counts", "outcome", "changed"),
    [
        (["ABSTAIN=N"], [93, 83, 0, 17], "rejected", 65),
        (["abstained=n"], [93, 83, 0, 17], "rejected", 65),
        (["US=Y"], [94, 17, 65, 17], "adopted", 1),
        (["US=N"], [93, 18, 65, 17], "adopted", 0),  # as it did
        (["US=Y,RU=Y"], [95, 16, 65, 17], "adopted", 2),
        (["all EU=N"], [67, 44, 65, 17], "rejected", 26),  # Hungary had voted no
        (["EU=N", "Hungary=Y"], [68, 43, 65, 17], "rejected", 27),
        (["Hungary=Y", "EU=N"], [68, 43, 65, 17], "rejected", 27),
        (["yes=N", "EU=Y"], [27, 84, 65, 17], "rejected", 68),
        (["absent=N"], [93, 35, 65, 0], "adopted", 17),
        (["NO=N"], [92, 19, 65, 17], "adopted", 1),  # Norway
        (["against=Y"], [111, 0, 65, 17], "adopted", 18),
    ],
)
def test_the_tally_as_supposed(
    suppositions: list[str], counts: list[int], outcome: str, changed: int
) -> None:
    row = what_if("ES-11/7", *suppositions)
    assert [row[name] for name in ("yes", "no", "abstain", "not_voting")] == counts
    assert (row["outcome"], row["changed"]) == (outcome, changed)


@pytest.mark.parametrize(
    ("supposition", "turned"),
    [
        ("US=Y", "no outcome changes"),
        ("ABSTAIN=N", "A/RES/ES-11/7 is rejected as supposed, and adopted as cast"),
        (
            "EU=N",
            "2 outcomes change as supposed: A/RES/ES-11/7 (rejected, as cast adopted),"
            " A/RES/ES-11/8 (rejected, as cast adopted)",
        ),
    ],
)
def test_the_outcomes_that_are_others_are_told(supposition: str, turned: str) -> None:
    names = ["ES-11/7"] if supposition == "ABSTAIN=N" else ["ES-11/7", "ES-11/8"]
    frame = unvote.check(unvote.load("embedded").select(*names), suppose=supposition)
    assert turned in frame.attrs["notes"]


def test_of_many_outcomes_that_are_others_five_are_named() -> None:
    notes = unvote.check(unvote.load("embedded"), suppose="AFRICA=N").attrs["notes"]
    [told] = [note for note in notes if "outcomes change" in note]
    assert told.startswith("17 outcomes change as supposed: A/RES/ES-10/19 (rejected, as cast")
    assert told.endswith(", A/RES/ES-11/3 (rejected, as cast adopted) and 12 more")


def test_who_votes_otherwise_is_named() -> None:
    row = what_if("ES-11/7", "US=Y,RU=X,FR=Y")
    assert row["supposed"] == "not voting in place of no: RUS; yes in place of no: USA"
    row = what_if("ES-11/7", "ABSTAIN=N")
    assert row["supposed"].count(", ") == 64  # a file names all of them


def test_a_line_of_each_kind_says_what_is_supposed() -> None:
    record = unvote.load("embedded").select("ES-11/7", "ES-11/8", "S/2022/155", "ES-11/9")
    frame = unvote.check(record, suppose=["EU=N", "RU=A"])
    assert frame.index.tolist() == list(range(8))
    assert frame["votes"].tolist() == ["as cast", "supposed"] * 4
    assert frame["supposed"].tolist()[::2] == [""] * 4
    assert frame.attrs["notes"][:3] == [
        "supposed, not as cast: EU=N; RU=A",
        "3 outcomes change as supposed: A/RES/ES-11/7 (rejected, as cast adopted),"
        " A/RES/ES-11/8 (rejected, as cast adopted), A/RES/ES-11/9 (rejected, as cast adopted)",
        "supposed in S/2022/155: no in place of yes: FRA, IRL; abstain in place of no: RUS",
    ]


@pytest.mark.parametrize(
    ("vote", "outcome"), [("X", "adopted"), ("A", "adopted"), ("Y", "adopted"), ("N", "vetoed")]
)
def test_a_veto_that_is_not_cast(vote: str, outcome: str) -> None:
    assert what_if("S/2022/155", f"RU={vote}")["outcome"] == outcome


def test_a_veto_that_is_supposed() -> None:
    assert what_if("S/RES/2774", "FR=N")["outcome"] == "vetoed"


@pytest.mark.parametrize(
    ("suppositions", "said"),
    [
        (["RU"], "suppose 'RU': write who votes how: US=N"),
        (
            ["RU="],
            "suppose 'RU=': '' is not a vote: write Y (yes), N (no), A (abstain), X (not voting)",
        ),
        (["RU=YA"], "suppose 'RU=YA': 'YA' are several votes: say one"),
        (["RU=no"], "suppose 'RU=no': 'no' is not a vote: write N"),
        (["any EU=N"], "suppose 'any EU=N': say who: a state, a group, or ABSTAIN=N"),
        (["EU=N", "G7=Y"], "suppose 'G7=Y': DEU is supposed to vote otherwise too; say DEU=Y or"),
        (["US=N,US=Y"], "suppose 'US=Y': USA is supposed to vote otherwise too"),
        (["Ruritania=Y"], "'Ruritania' is neither a member state"),
        (["East Germany=Y"], "suppose 'East Germany=Y': DDR has no vote there"),
    ],
)
def test_what_cannot_be_supposed(suppositions: list[str], said: str) -> None:
    with pytest.raises(unvote.UnvoteError) as caught:
        what_if("ES-11/7", *suppositions)
    assert str(caught.value).startswith(said)


def test_a_member_that_is_not_listed_has_no_vote_to_suppose() -> None:
    table = b"ms_code,ms_vote,resolution,date\nUSA,N,79/1,2024-12-01\nFRA,Y,79/1,2024-12-01\n"
    record = unvote.read(io.BytesIO(table))
    with pytest.raises(unvote.NothingSelectedError, match="how DEU voted is not known"):
        unvote.check(record, suppose="DEU=N")
    both = unvote.check(record, suppose="FRA=N")
    assert both[["yes", "no", "outcome"]].values.tolist() == [[1, 1, "open"], [0, 2, "open"]]
    whole = unvote.check(record, suppose="USA=Y", as_listed=True)
    assert whole["outcome"].tolist() == ["rejected", "adopted"]


def test_the_rule_asked_for_judges_what_is_supposed_too() -> None:
    record = unvote.load("embedded").select("ES-11/7")
    frame = unvote.check(record, "absolute-majority", suppose="ABSTAIN=Y")
    assert frame[["rule", "needed", "outcome"]].values.tolist() == [
        ["absolute-majority", 97, "rejected"],
        ["absolute-majority", 97, "adopted"],
    ]


def test_what_is_supposed_of_some_of_the_roll_calls_is_told() -> None:
    record = unvote.load("embedded").select("ES-11/7", "S/RES/2774")
    frame = unvote.check(record, suppose="DE=N")
    assert frame["changed"].tolist() == [0, 1, 0, 0]
    assert "DEU has no vote in 1 roll call, which stays as cast" in frame.attrs["notes"]


@examples(40)
@given(records() | councils(), st.data())
def test_a_supposition_is_a_record_with_other_votes(
    record: unvote.Record, data: st.DataObject
) -> None:
    """A vote supposed for one state counts as if it had been cast; the record does not change."""
    state = data.draw(st.sampled_from(record.states))
    letter = data.draw(st.sampled_from("YNAX"))
    cast = record.votes.copy()
    here = (cast[state].to_numpy() != 0) & ~record.without_vote
    if not here.any():
        return
    frame = unvote.check(record, suppose=f"{state}={letter}", as_listed=True)
    pd.testing.assert_frame_equal(record.votes, cast)
    votes = cast.copy()
    votes.loc[here, state] = np.int8(LETTERS.index(letter))
    silent = record.rollcalls.assign(
        **dict.fromkeys(PUBLISHED, pd.array([None] * len(record), "Int64"))
    )
    before, after = (unvote.Record(silent, one, "drawn") for one in (cast, votes))
    for which, other in (("as cast", before), ("supposed", after)):
        rows = frame[frame["votes"] == which].reset_index(drop=True)
        real = unvote.check(other, as_listed=True)
        for name in ("yes", "no", "abstain", "not_voting", "outcome", "needed", "switch"):
            assert rows[name].tolist() == real[name].tolist(), name
    assert (
        frame["changed"].tolist()[1::2]
        == (cast.to_numpy() != votes.to_numpy()).sum(axis=1).tolist()
    )


PUBLISHED = [
    "published_yes",
    "published_no",
    "published_abstain",
    "published_not_voting",
    "published_members",
]


def test_absences_that_the_source_omits_are_absences_to_suppose() -> None:
    """The list has only those that voted: whoever is not in it did not vote."""
    record = unvote.load("embedded").select("ES-11/7")
    voters = record.votes.where(record.votes != 4, 0).astype("int8")
    bare = unvote.Record(record.rollcalls.assign(source="unxml"), voters, "extract")
    assert listing_of(bare).missing.sum() == 17
    absent = next(code for code, vote in record.votes.iloc[0].items() if vote == 4)
    for suppose, yes, no in ((f"{absent}=N", 93, 19), ("absent=Y", 110, 18), ("US=X", 93, 17)):
        whole, part = (unvote.check(one, suppose=suppose).iloc[1] for one in (record, bare))
        assert [part[name] for name in ("yes", "no")] == [yes, no]
        for name in ("yes", "no", "abstain", "members", "outcome", "switch", "join", "changed"):
            assert part[name] == whole[name], name


def test_the_table_says_what_is_supposed() -> None:
    result = run_unvote("check", "S/2022/155", "--suppose", "RU=A", terminal=True)
    assert (result.code, result.err) == (0, "")
    assert (
        result.out
        == """\
supposed, not as cast: RU=A

rollcall    votes     yes  no  abstain  not voting  needed  outcome  switch
───────────────────────────────────────────────────────────────────────────
S/2022/155  as cast    11   1        3           0       9  vetoed        1
S/2022/155  supposed   11   0        4           0       9  adopted       1

S/2022/155 (as cast) by other rules:
  security-council-procedural: adopted, 9 needed

S/2022/155 is adopted as supposed, and vetoed as cast
supposed in S/2022/155: abstain in place of no: RUS
rule security-council: Security Council, taken as not procedural (article 27
(3))
from the embedded record: 1 of 24 roll calls, 2022-02-25 (named S/2022/155)
"""
    )


@pytest.mark.parametrize("style", ["csv", "json", "markdown", "table"])
def test_every_format_says_what_is_supposed(style: str) -> None:
    line = ("check", "ES-11/7", "--suppose", "ABSTAIN=N", "-f", style, "-q")
    result = run_unvote(*line)
    assert result.code == 1  # it fails as supposed
    assert "supposed" in result.out
    chosen = run_unvote(*line, "-c", "rollcall,yes,no")
    assert (chosen.code, chosen.out) == (2, "")
    assert chosen.err == (
        "unvote: --columns rollcall,yes,no: add 'votes', which tells supposed rows from rows as"
        " cast\n"
    )


def test_parquet_says_what_is_supposed() -> None:
    line = ("check", "ES-11/7", "--suppose", "ABSTAIN=N", "-o", "x.parquet", "-q")
    assert run_unvote(*line).code == 1
    assert pd.read_parquet("x.parquet")["votes"].tolist() == ["as cast", "supposed"]


@pytest.mark.parametrize(
    ("supposition", "names", "turned", "others"),
    [
        ("US=Y", ["ES-11/7", "ES-11/8"], (), "supposed supposed rule"),
        ("EU=N", ["ES-11/7"], ("A/RES/ES-11/7",), "supposed rule"),
        (
            "EU=N",
            ["ES-11/7", "ES-11/8"],
            ("A/RES/ES-11/7", "A/RES/ES-11/8"),
            "supposed supposed rule",
        ),
        ("DE=N", ["ES-11/7", "S/RES/2774"], (), "supposed supposed doubt rule rule"),
    ],
)
def test_programs_find_the_outcomes_that_turned(
    supposition: str, names: list[str], turned: tuple[str, ...], others: str
) -> None:
    record = unvote.load("embedded").select(*names)
    answer = unvote.check.answer(record, suppose=supposition)
    assert [(note.kind, note.count, note.names) for note in [*answer.notes, *answer.basis]] == [
        ("chosen", 0, ()),
        ("turned", len(turned), turned),
        *((kind, 0, ()) for kind in others.split()),
    ]


def test_json_with_its_origin_has_what_is_supposed() -> None:
    line = ("check", "ES-11/7", "--suppose", "US=Y,RU=A", "--suppose", "CN=N", "-f", "json", "-q")
    result = run_unvote(*line, "--meta")
    assert json.loads(result.out)["supposed"] == ["US=Y", "RU=A", "CN=N"]


@pytest.mark.parametrize("line", [("check", "--suppose", "CN=N"), ("tally", "--by", "region")])
def test_of_too_many_rows_the_newest_are_shown(line: tuple[str, ...]) -> None:
    result = run_unvote(*line, "-n", "2", "--csv", "-q")
    newest = unvote.load("embedded").rollcalls.index[-1]
    assert pd.read_csv(io.StringIO(result.out))["rollcall"].tolist() == [newest, newest]


def test_a_claim_is_of_the_votes_as_cast() -> None:
    line = ("check", "ES-11/7", "--suppose", "US=Y", "--expect", "93-18-65")
    result = run_unvote(*line)
    assert (result.code, result.out) == (2, "")
    assert result.err == "unvote: --expect checks the votes as cast: leave out --suppose\n"


def test_a_group_of_one_s_own_is_supposed_to_vote() -> None:
    line = ("check", "ES-11/7", "--group", "duo=US,RU", "--suppose", "duo=Y", "--csv", "-q")
    result = run_unvote(*line, "-c", "votes,yes,no")
    assert result.out == "votes,yes,no\nas cast,93,18\nsupposed,95,16\n"
