"""Votes as text: which headings stand over a list, which lists are of one vote, what is refused."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

import unvote
from conftest import examples
from reading import letters, message, read

LISTS = "In favour: France, Chile.\n{}Against: China.\n{}Abstaining: Mali, Cuba.\n"
VOTES = {"FRA": "Y", "CHL": "Y", "CHN": "N", "MLI": "A", "CUB": "A"}
YES = [
    "In favour",
    "Voted in favour",
    "States in favour",
    "Countries in favor",
    "Yes votes",
    "Pour",
]
YES += ["States voting yes", "The following States voted in favour", "In favour of the draft"]
NO = ["Against", "Voted against", "Against (veto)", "Vetoed by", "Opposed", "No votes", "Contre"]
NO += ["Against the draft resolution", "Opposing", "AGAINST", "**Against**", "Members voting no"]
ABSENT = ["Absent", "Did not participate", "Not present", "Did not take part in the vote"]
BETWEEN = [
    *("", "[Page 3]\n", "ANNEX I (continued)\n", "(Annex continues)\n", "Meetings Coverage\n"),
    *("Vote on Peace (continued)\n", "GA/12675 – Press Release\n", "24-19856 (E)\n17/38\n\n"),
    *("For information media. Not an official record.\n", "- 4 -  Press Release GA/12675\n"),
    "The President (spoke in French): I now announce the result.\n",
    "* The delegation of Brazil later said that it had intended to vote in favour.\n",
    "[Subsequently, the delegation of Brazil had intended to abstain.]\n",
    "1 Brazil, Chad and Mali later advised that they had\nintended to abstain.\n",
]


@examples(200, few=25)
@given(
    st.tuples(*map(st.sampled_from, (YES, NO, ABSENT))),
    st.sampled_from([": ", ":\n", " :\n\n", " – ", "\n"]),
    st.sampled_from([".\n", ".\n\n"]),
    st.tuples(st.sampled_from(BETWEEN), st.sampled_from(BETWEEN)),
)
def test_headings_and_what_stands_between_lists_change_no_vote(
    heads: tuple[str, str, str], colon: str, end: str, between: tuple[str, str]
) -> None:
    first, second, third = (
        f"{head}{colon}{names}"
        for head, names in zip(heads, ("France, Chile", "China", "Mali"), strict=True)
    )
    text = f"A vote was taken.\n\n{first}{end}{between[0]}{second}{end}{between[1]}{third}.\n"
    record = read(text)
    assert letters(record) == {"#1": {"FRA": "Y", "CHL": "Y", "CHN": "N", "MLI": "X"}}
    told = any("had meant to vote otherwise" in note for note in record.notes)
    assert told == any("intended" in line for line in between)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("In favour: France.\nDissenting: Chile, China.\nAbstaining: Mali.\n", "'Dissenting:'"),
        ("In favour: France.\nThe others: Chile.\nAbstaining: Mali.\n", "'The others:'"),
        ("In favour: France.\nAdopted by: Chile, Peru.\n", "'Adopted by:'"),
        ("In favour:\nFrance\n\nNaysayers:\nChile\n", "'Naysayers:'"),
        ("In favour: France. Dissenting: Chile, China. Abstaining: Mali.\n", "'Dissenting:'"),
    ],
)
def test_a_list_under_an_unknown_heading_is_refused(text: str, said: str) -> None:
    line = text[: text.index(said.strip("'"))].count("\n") + 1
    assert message(text) == (
        f"the data, line {line}: {said} is not a known heading of a list of votes: write"
        " 'In favour:', 'Against:', 'Abstaining:' or 'Absent:' instead, or cut out that list"
    )


def test_other_lists_of_states_are_passed_over() -> None:
    text = (
        "Members: Algeria, China, Denmark.\nAdditional sponsors: Fiji, Peru.\n"
        "We thank these countries have also become sponsors of draft resolution A/79/L.8: Fiji,\n"
        "Peru and Togo.\nStatements in explanation of vote: Fiji, Peru and Togo.\n\n"
        + LISTS.format("", "")
        + "\nMs. Smith (Canada): France, Chile and Peru.\nThe representatives of Fiji, Peru and\n"
        "Togo spoke.\nSpeaking after the vote: Fiji and Peru.\nRequested by: Israel.\n"
    )
    assert letters(read(text)) == {"A/79/L.8": VOTES}


def test_a_list_that_goes_on_and_one_like_an_earlier_one() -> None:
    lists = (
        "In favour: France.\nAgainst: China.\nIn favour (cont’d): Chile\nAbstaining: Mali, Cuba.\n"
    )
    assert letters(read(lists)) == {"#1": VOTES}
    two = read("Against: China.\nIn favour: Chile.\n\nAgainst: Chile.\nIn favour: China.\n")
    assert letters(two) == {"#1": {"CHN": "N", "CHL": "Y"}, "#2": {"CHN": "Y", "CHL": "N"}}
    assert message("In favour (continued): Chile.\nAgainst: China.\n") == (
        "the data, line 1: 'In favour (continued)' goes on with a list that the text does not"
        " hold: copy its beginning too"
    )


@pytest.mark.parametrize(
    "line",
    [
        "The draft was adopted by 2 votes to none.\n",
        "Vote on Peace\n",
        "A/79/L.8\n",
        "A recorded vote was taken.\n",
    ],
)
def test_what_speaks_of_another_vote_parts_two_votes(line: str) -> None:
    record = read(f"In favour: France, Chile.\n{line}Against: China, France.\n")
    assert sorted("".join(votes.values()) for votes in letters(record).values()) == ["NN", "YY"]


def test_a_list_is_missing_of_which_the_text_gives_the_number() -> None:
    text = "In favour: France, Chile.\nAbstaining: Mali.\n"
    text += "The draft was adopted by 2 votes to 3, with 1 abstention.\n"
    assert message(text) == (
        "the data, line 1: the text counts 3 against, but these lists are without 'Against:':"
        " copy that list too, or correct its heading"
    )
    assert message("In favour:   Against:\nFrance       China\n") == (
        "the data, line 1: two headings side by side, without names between them: put the lists"
        " one under the other"
    )


def test_numbered_names_are_no_total_and_an_empty_list_may_be_french() -> None:
    record = read("Pour :\n1. France\n2. Chili\n\nContre :\nAucun\n\nAbstentions :\nMali\n")
    assert letters(record) == {"#1": {"FRA": "Y", "CHL": "Y", "MLI": "A"}}
    assert not any("published" in note for note in record.notes)


@pytest.mark.parametrize("blank", ["\t", " ", "\n"])
def test_a_heading_before_many_blanks_is_read_like_any_other(blank: str) -> None:
    """Each blank is looked at once: this would take minutes if each began a search of its own."""
    lists = f"In favour:{blank * 60_000}France.\nAgainst: Chile.\nAbstaining: Mali.\n"
    record = unvote.read(io.BytesIO(lists.encode()), resolution="A/RES/79/1", date="2024-10-01")
    assert unvote.tally(record)[["yes", "no", "abstain"]].values.tolist() == [[1, 1, 1]]
