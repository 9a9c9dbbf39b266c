"""Votes as text: meeting records, annexes of press releases, a council's bracket, library pages.

The texts are written from dictionaries of votes, the way the UN prints them.
"""

import io
import os
import re
import sys
import textwrap
import zlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import unvote
from conftest import examples, run_unvote
from reading import letters
from unvote.world.states import all_states, members_on

SOURCES = os.environ.get("UNVOTE_TEST_SOURCES", "")

MEMBERS = sorted(members_on(date(2024, 10, 29)))
FEW = {"BOL": "Y", "BIH": "Y", "CIV": "Y", "GBR": "Y", "TTO": "Y", "USA": "N", "PRK": "A"}
HEADINGS = {"Y": "In favour", "N": "Against", "A": "Abstaining", "X": "Absent"}
ANNEX = """\
ANNEX XV
Vote on Situation of a Made-up Country
The draft resolution on the situation of a made-up country (document A/67/457/Add.3) was adopted
by a recorded vote of 5 in favour to 2 against, with 3 abstentions, as follows:
In favour: Albania, Bolivia, Côte d’Ivoire, Micronesia (Federated States of), United States.
Against: Democratic People’s Republic of Korea, Iran.
Abstain: Congo, Lao People’s Democratic Republic, Viet Nam.
Absent: Azerbaijan, Venezuela.
"""
ANNEX_VOTES = {
    **dict.fromkeys(("ALB", "BOL", "CIV", "FSM", "USA"), "Y"),
    **dict.fromkeys(("PRK", "IRN"), "N"),
    **dict.fromkeys(("COG", "LAO", "VNM"), "A"),
    **dict.fromkeys(("AZE", "VEN"), "X"),
}


def read(text: str | bytes, **given: Any) -> unvote.Record:
    """Read a text written in a test."""
    data = text.encode() if isinstance(text, str) else text
    return unvote.read(io.BytesIO(data), **given)


def message(text: str | bytes, **given: Any) -> str:
    """Return the message about a text that cannot be read; it is one line."""
    with pytest.raises(unvote.UnvoteError) as caught:
        read(text, **given)
    said = str(caught.value)
    assert said.splitlines() == [said]
    return said


def names(votes: Mapping[str, str], letter: str) -> list[str]:
    printed = (all_states()[code].un_name.title() for code in votes if votes[code] == letter)
    return sorted(
        re.sub(r"\b(?:And|Of|The)\b", lambda word: word[0].lower(), name) for name in printed
    )


def lists(votes: Mapping[str, str], *, width: int = 45, last: str = "") -> str:
    """Return the lists of a vote as a record of a meeting prints them."""
    texts = []
    for letter in "YNA":
        listed = ", ".join(names(votes, letter)) or "None"
        if last and ", " in listed:
            listed = last.join(listed.rsplit(", ", 1))
        body = textwrap.fill(listed, width, break_long_words=False, break_on_hyphens=False)
        texts.append(f"{HEADINGS[letter]}:\n{textwrap.indent(body, ' ')}\n")
    return "\n".join(texts)


def result(votes: Mapping[str, str], subject: str = "Draft resolution A/79/L.8") -> str:
    tally = [list(votes.values()).count(letter) for letter in "YNA"]
    against, abstentions = tally[1] or "none", tally[2]
    return f"{subject} was adopted by {tally[0]} votes to {against}, with {abstentions} abstentions"


def meeting(votes: Mapping[str, str], resolution: str = " (resolution 79/6)", **how: str) -> str:
    """Return the record of a meeting with one vote."""
    return (
        "United Nations A/79/PV.29\nGeneral Assembly\nTuesday, 29 October 2024, 3 p.m.\n"
        "The meeting was called to order at 3 p.m.\nMr. Smith (Canada): We are in favour: we said"
        " so.\nThe Assembly will now take a decision on draft resolution A/79/L.8, entitled\n"
        "“A made-up\ntext”.\nA recorded vote was taken.\n\n"
        f"{lists(votes, **how)}\n{result(votes)}{resolution}.\n"  # type: ignore[arg-type]
        "The Acting President: I thank members.\n"
    )


def test_the_record_of_a_meeting_names_resolution_draft_day_and_meeting() -> None:
    votes = dict(zip(MEMBERS, "YNAYY" * 40, strict=False))
    record = read(meeting(votes))
    assert letters(record) == {"A/RES/79/6": votes}
    about = record.rollcalls.iloc[0]
    assert about[["organ", "session", "draft", "meeting", "title", "part", "source"]].tolist() == [
        "GA", "79", "A/79/L.8", "A/79/PV.29", "A made-up text", "", "own"
    ]  # fmt: skip
    assert str(about["date"].date()) == "2024-10-29"
    assert about["note"] == (
        "Draft resolution A/79/L.8 was adopted by 115 votes to 39, with 39 abstentions"
        " (resolution 79/6)"
    )
    assert record.notes == ()
    assert about[["published_yes", "published_no", "published_abstain"]].tolist() == [115, 39, 39]


def test_who_is_in_no_list_of_the_assembly_did_not_vote_where_the_tally_agrees() -> None:
    votes = dict(zip(MEMBERS[:-3], "YNAYY" * 40, strict=False))
    record = read(meeting(votes))
    assert letters(record)["A/RES/79/6"] == votes | dict.fromkeys(MEMBERS[-3:], "X")
    assert record.notes == (
        "3 cells of 1 roll call derived: not voting (X) where the source has no vote of a member",
    )
    one_less = read(meeting(votes).replace("Afghanistan,", ""))
    assert "AFG" not in letters(one_less)["A/RES/79/6"]
    assert "X" not in letters(one_less)["A/RES/79/6"].values()
    assert one_less.notes == (
        "1 roll call whose published totals differ from the votes; the votes count: A/RES/79/6"
        " (yes: 114 published, 113 listed)",
    )


def test_an_annex_of_a_press_release_lists_its_absent() -> None:
    record = read(ANNEX)
    assert letters(record) == {"#1": ANNEX_VOTES}
    about = record.rollcalls.iloc[0]
    assert about["title"] == "Situation of a Made-up Country"
    assert about["organ"] == about["symbol"] == ""
    assert about[["published_yes", "published_no", "published_abstain"]].tolist() == [5, 2, 3]
    assert [note[:31] for note in record.notes] == ["1 roll call of an unknown body "]


def test_resolution_and_date_say_what_a_text_lacks() -> None:
    record = read(ANNEX, resolution="67/183", date="2012-12-20")
    assert letters(record) == {"A/RES/67/183": ANNEX_VOTES}
    about = record.rollcalls.iloc[0]
    assert about[["organ", "session"]].tolist() == ["GA", "67"]
    assert record.notes == ()
    assert about["date"].date() == date(2012, 12, 20)
    assert read(ANNEX, date=date(2012, 12, 20)).rollcalls["date"].notna().all()


def test_resolution_and_date_that_cannot_be() -> None:
    record = meeting(FEW)
    assert letters(read(record, resolution="R/79/6", date="2024-10-29")).keys() == {"A/RES/79/6"}
    assert message(record, resolution="79/7") == (
        "resolution '79/7': the data says that it is A/RES/79/6"
    )
    assert message(record, date="2024-10-30") == (
        "date '2024-10-30': the data says that it was on 2024-10-29"
    )
    assert message(ANNEX, date="tonight") == (
        "date 'tonight' is not a date: it is written as 2025-02-24"
    )
    assert message(ANNEX + ANNEX, resolution="67/183") == (
        "the data: it holds 2 votes, the second from line 13; --resolution and --date are for a"
        " file with one"
    )


def test_the_draft_of_a_text_is_known_beside_the_resolution_that_is_said() -> None:
    record = read(meeting(FEW, resolution=""), resolution="A/RES/79/6")
    assert record.rollcalls[["symbol", "draft"]].to_numpy().tolist() == [["A/RES/79/6", "A/79/L.8"]]


BREAKS = st.lists(st.integers(0, 10**6), max_size=12)
PAGE_HEADS = (
    "\n24-19856 (E)\n17/38\n29/10/2024 A/79/PV.29\n\n",
    "\nA/79/PV.29 29/10/2024\n16/38 24-19856\n",
    "\nA/79/PV.29\n\n07-50429 19\n",
    " 29/10/2024 A/79/PV.29\n24-19856 17/38\n",
)


@examples(40)
@given(
    st.lists(st.sampled_from("YYNAX"), min_size=len(MEMBERS), max_size=len(MEMBERS)),
    st.integers(24, 90),
    BREAKS,
    st.sampled_from(["", " and ", ", and ", "; "]),
    st.sampled_from(PAGE_HEADS),
    st.integers(0, 10**6),
)
def test_words_that_a_pdf_breaks_and_heads_of_pages_change_no_vote(
    cast: list[str], width: int, breaks: list[int], last: str, head: str, at: int
) -> None:
    votes = {code: vote for code, vote in zip(MEMBERS, cast, strict=True) if vote != "X"}
    text = meeting(votes)
    begin, end = text.index("In favour:"), text.index("Draft resolution A/79/L.8 was")
    inner = lists(votes, width=width, last=last)
    for place in breaks:  # a blank within a word
        place %= len(inner)
        inner = f"{inner[:place]} {inner[place:]}" if inner[place].isalpha() else inner
    lines = inner.split("\n")
    inside = 1 + at % max(len(lines) - 2, 1)
    inner = "\n".join(lines[:inside]) + head + "\n".join(lines[inside:])
    record = read(text[:begin] + inner + "\n" + text[end:])
    absent = {code: "X" for code in MEMBERS if code not in votes}
    assert letters(record) == {"A/RES/79/6": votes | absent}


A, B, C = "A recorded vote was taken.\n", "Albania", "Bosnia and Herzegovina"
SMALL = f"In favour:\n {B}, {C} and\n France\n\nAgainst:\n Israel\n\nAbstaining:\n China\n\n"
SMALL_VOTES = {"ALB": "Y", "BIH": "Y", "FRA": "Y", "ISR": "N", "CHN": "A"}


def about(text: str, *columns: str) -> list[list[object]]:
    """Return some columns of the roll calls of a text."""
    return read(text).rollcalls[list(columns)].to_numpy().tolist()


def test_votes_on_parts_have_the_resolution_that_the_whole_text_has() -> None:
    text = (
        f"A/C.1/72/SR.5\nWe now vote on draft resolution A/C.1/72/L.2.\n{A}{SMALL}"
        "Operative paragraph 6 was retained by 3 votes to 1, with 1 abstention.\n\n"
        f"{A}{SMALL}The oral amendment was rejected by 1 vote to 3, with 1 abstention.\n\n"
        f"{A}{SMALL}The motion for division was carried by 3 votes to 1, with 1 abstention.\n\n"
        f"{A}{SMALL}Draft resolution A/C.1/72/L.2, as a whole, as amended, was adopted by 3 votes"
        " to 1, with 1 abstention (resolution 72/24).\n"
    )
    assert about(text, "symbol", "part", "modality") == [
        ["A/RES/72/24", "paragraph", "adopted"],
        ["A/RES/72/24", "amendment", "not adopted"],
        ["A/RES/72/24", "motion", "adopted"],
        ["A/RES/72/24", "", "adopted"],
    ]
    record = read(text)
    assert all(votes == SMALL_VOTES for votes in letters(record).values())
    assert record.notes == (
        "1 roll call whose published totals differ from the votes; the votes count:"
        " A/RES/72/24#2 (yes: 1 published, 3 listed)",
        "the outcome in the text differs from that by the assumed rule: A/RES/72/24#2 (not adopted"
        " in the text, adopted by simple-majority)",
    )


def test_a_part_of_a_numbered_draft_of_a_report() -> None:
    text = (
        "A/72/PV.74\nA separate vote is requested on operative paragraph 5 of draft resolution"
        f" II.\n{A}{SMALL}Operative paragraph 5 was retained by 3 votes to 1, with 1 abstention.\n"
        f"The Acting President: I now put to the vote draft resolution II as a whole.\n{A}{SMALL}"
        "Draft resolution II was adopted by 3 votes to 1, with 1 abstention (resolution 72/46 B).\n"
    )
    assert about(text, "symbol", "part") == [["A/RES/72/46B", "paragraph"], ["A/RES/72/46B", ""]]


def test_articles_and_short_forms_within_a_list() -> None:
    text = (
        "In favour: the United States, the Gambia, U.K., St. Lucia and Rep. of Korea\n"
        "Against: Fiji and the Netherlands\n"
    )
    yes = dict.fromkeys(("USA", "GMB", "GBR", "LCA", "KOR"), "Y")
    assert letters(read(text))["#1"] == yes | dict.fromkeys(("FJI", "NLD"), "N")


@pytest.mark.parametrize(
    ("words", "known"),
    [
        (
            "The draft resolution received 3 votes in favour, 1 against and one abstention. The"
            " draft resolution has been adopted as resolution\n2774 (2025).",
            ["S/RES/2774(2025)", "S/2025/112", "adopted"],
        ),
        (
            "There were 3 votes in favour, 1 against and 1 abstention. The draft resolution has not"
            " been adopted, owing to the negative vote of a permanent member of the Council.",
            ["S/2025/112", "S/2025/112", "not adopted"],
        ),
    ],
)
def test_the_security_council(words: str, known: list[str]) -> None:
    text = (
        "S/PV.9866 The situation in a place 24/02/2025\nMembers have before them document"
        " S/2025/112, which contains the text of a draft resolution.\nA vote was taken by show of"
        f" hands.\n{SMALL}The President: {words}\n"
    )
    assert about(text, "symbol", "draft", "modality") == [known]
    assert about(text, "organ", "meeting", "session") == [["SC", "S/PV.9866", ""]]
    assert str(read(text).rollcalls["date"].iloc[0].date()) == "2025-02-24"


def test_the_bracket_at_the_end_of_a_text_of_the_human_rights_council() -> None:
    text = (
        "Human Rights Council\n49/3. Situation in a made-up country\nThe Human Rights Council,\n"
        "42nd meeting\n1 April 2022\n[Adopted by a recorded vote of 3 to 1, with 1 abstention. The"
        " voting was as follows:\n\nIn favour: Albania, Bolivia (Plurinational State of), Viet Nam"
        " Against: Cuba Abstaining: India]\n"
    )
    assert letters(read(text)) == {
        "A/HRC/RES/49/3": {"ALB": "Y", "BOL": "Y", "VNM": "Y", "CUB": "N", "IND": "A"}
    }
    assert about(text, "organ", "title", "modality") == [
        ["HRC", "Situation in a made-up country", "adopted"]
    ]


@pytest.mark.parametrize(
    "text",
    [
        "In favour (3): Albania; Bosnia and Herzegovina; France.\nAgainst (1): Israel.\n"
        "Abstaining (1): China.\n",
        "Yes: Albania, Bosnia-Herzegovina, France\nNo: Israel\nAbstain: China\n",
        "Votent pour:\nAlbanie, Bosnie-Herzégovine, France\nVotent contre:\nIsraël\n"
        "S’abstiennent:\nChine\nPar 3 voix contre 1, avec 1 abstention, le projet est adopté.\n",
        "Votos a favor:\nAlbania, Bosnia y Herzegovina y Francia\nVotos en contra:\nIsrael\n"
        "Abstenciones:\nChina\nPor 3 votos contra 1 y 1 abstención, queda aprobado.\n",
        "IN FAVOUR:\nALBANIA\nBOSNIA-HERZEGOVINA\nFRANCE\n\nAGAINST:\nISRAEL\n\nABSTAINING:\n"
        "CHINA\n",
        "Y ALBANIA\nY BOSNIA AND HERZEGOVINA\nY FRANCE\nN ISRAEL\nA CHINA\n",
        "Albania: Yes\nBosnia and Herzegovina: Yes\nFrance: Yes\nIsrael: No\nChina: Abstain\n",
    ],
)
def test_headings_and_lines_as_they_are_written(text: str) -> None:
    record = read(text)
    assert letters(record) == {"#1": SMALL_VOTES}
    assert not any("differ" in note for note in record.notes)


def test_a_last_name_that_a_line_breaks_before_what_may_mean_and() -> None:
    record = read("In favour: Chad, Mali, and Zimbabw\ne.\nAgainst: Zambia e Togo.\n")
    named = {"TCD": "Y", "MLI": "Y", "ZWE": "Y", "ZMB": "N", "TGO": "N"}
    assert letters(record)["#1"] == named


def test_names_with_commas_and_names_within_names() -> None:
    text = (
        "In favour: Congo, Democratic Republic of the; Korea, Republic of; Iran, Islamic Republic"
        " of; Guinea, Guinea-Bissau, Equatorial Guinea, Niger, Nigeria, Dominica, Dominican"
        " Republic, Trinidad and Tobago, Sao Tome and Principe and Antigua and Barbuda.\n"
        "Against: Congo, Democratic People’s Republic of Korea, Sudan and South Sudan.\n"
    )
    yes = [
        "COD",
        "KOR",
        "IRN",
        "GIN",
        "GNB",
        "GNQ",
        "NER",
        "NGA",
        "DMA",
        "DOM",
        "TTO",
        "STP",
        "ATG",
    ]
    no = ["COG", "PRK", "SDN", "SSD"]
    assert letters(read(text))["#1"] == dict.fromkeys(yes, "Y") | dict.fromkeys(no, "N")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "In favour: Albania, England, France\nAgainst: None\n",
            "line 1: 'England' is not a member",
        ),
        ("In favour:\nAlbania\nFrance\nEngland\nAgainst:\nIran\n", "line 4: 'England' is no"),
        ("In favour:\nAlbania\nAbstaining:\nIran\nEngland\n", "line 5: 'England' is not a member"),
        ("Against: Iran, England,\nFrance\n", "line 1: 'England' is not a member state"),
        ("Y ALBANIA\nN ENGLAND\nA CHINA\nY FRANCE\nN FIJI\n", "line 2: 'ENGLAND' is not a member"),
        (
            "In favour: Albania\nAgainst: France, Albania\n",
            "line 2: a second vote of ALB, which is",
        ),
        ("In favour: " + "Fiji, " * 1001, "line 1: a list of more than 1,000 names"),
    ],
)
def test_what_is_no_state_is_refused_where_it_stands(text: str, said: str) -> None:
    assert message(text).startswith(f"the data, {said}")


def test_a_text_without_lists() -> None:
    assert message("The draft resolution was adopted by 113 votes to 10, with 30 abstentions.") == (
        "the data: the text gives a result, but not who voted how: copy the lists of states too"
    )
    assert message("A recorded vote was taken.\nMr. Smith spoke.\n") == (
        "the data: no recorded vote is found in the text: it needs lists of states under 'In"
        " favour:', 'Against:' and 'Abstaining:', or lines such as 'Y ALBANIA'"
    )


def test_a_later_statement_is_a_note_and_no_vote() -> None:
    later = (
        "[Subsequently, the delegation of Israel advised the Secretariat that it had intended to"
        " abstain.]"
    )
    text = f"{A}{SMALL}Draft resolution A/79/L.8 was adopted by 3 votes to 1, with 1 abstention.\n"
    record = read(f"{text}{later}\nThe President: I thank members.\n")
    assert letters(record) == {"A/79/L.8": SMALL_VOTES}
    assert record.rollcalls["note"].iloc[0].endswith(f"with 1 abstention {later}")
    assert record.notes == (
        "1 roll call in which, the text says, a delegation had meant to vote otherwise: the"
        " vote counts as cast: A/79/L.8",
    )


def test_votes_far_into_a_text_are_found() -> None:
    speech = "Mr. Smith (Canada): We thank you for your statement, and for the report.\n" * 2000
    assert letters(read("The meeting was called to order.\n" + speech + A + SMALL)) == {
        "#1": SMALL_VOTES
    }


PAGE = {
    "Title": "A made-up text : resolution / adopted by the General Assembly",
    "Agenda": "A/78/251 50 A made-up item.",
    "Resolution": "A/RES/78/976",
    "Meeting record": "A/78/PV.45",
    "Draft resolution": "A/C.4/78/L.913",
    "Committee report": "A/78/9421",
    "Note": "RECORDED - No machine generated vote",
    "Vote summary": "Voting Summary Yes: 3 | No: 2 | Abstentions: 2 | Non-Voting: 2"
    " | Total voting membership: 9",
    "Vote date": "2023-12-07",
}
LINES = [
    "Y AFGHANISTAN",
    "A ALBANIA",
    "N AUSTRALIA",
    " BAHAMAS",
    "A COTE D'IVOIRE",
    "Y TÜRKİYE",
    "N UNITED STATES",
    " VENEZUELA (BOLIVARIAN REPUBLIC OF)",
    "Y BOLIVIA (PLURINATIONAL STATE OF)",
]
PAGE_VOTES = dict(
    zip(["AFG", "ALB", "AUS", "BHS", "CIV", "TUR", "USA", "VEN", "BOL"], "YANXAYNXY", strict=True)
)
COPIED = "".join(f"{label}\n{value}\n" for label, value in PAGE.items())
SAVED = (
    "<!DOCTYPE html>\n<html lang='en'><head><title>A made-up text</title></head><body>"
    + "".join(
        f"<div class='row'><span class='title col'>{label}</span>"
        f"<span class='value col'>{value}</span>"
        "</div>\n"
        for label, value in {**PAGE, "Vote": "<br/> ".join(LINES)}.items()
    )
)


@pytest.mark.parametrize(
    "text",
    [
        COPIED + "Vote\n" + "\n".join(LINES) + "\nCollections\nUN Bodies > General Assembly\n",
        COPIED.replace("\n", "\t", 1) + "Vote\n" + "\r\n".join(LINES),
        SAVED + "<script>In favour: x</script></body></html>",
    ],
    ids=["copied", "with tabs", "saved"],
)
def test_a_page_of_the_library(text: str) -> None:
    record = read(text)
    assert letters(record) == {"A/RES/78/976": PAGE_VOTES}
    row = record.rollcalls.iloc[0]
    assert row[["organ", "session", "title", "draft", "meeting", "agenda"]].tolist() == [
        "GA", "78", "A made-up text", "A/C.4/78/L.913", "A/78/PV.45", "A/78/251 50 A made-up item."
    ]  # fmt: skip
    assert str(row["date"].date()) == "2023-12-07"
    assert [int(row[f"published_{name}"]) for name in ("yes", "no", "abstain")] == [3, 2, 2]
    assert record.notes == ()


def test_lines_of_votes_alone_need_the_resolution() -> None:
    text = "\n".join(LINES)
    assert letters(read(text)) == {"#1": PAGE_VOTES}
    record = read(text, resolution="A/RES/78/976", date="2023-12-07")
    assert letters(record) == {"A/RES/78/976": PAGE_VOTES}
    assert letters(read("A/RES/78/976\n2023-12-07\n" + text)) == {"A/RES/78/976": PAGE_VOTES}


def test_textmarc_is_read_as_marcxml() -> None:
    head = ["001__ 4029942", "245__ $$aA made-up text :$$bresolution /", "269__ $$a2023-12-07"]
    head += ["791__ $$aA/RES/78/976$$bA/$$c78", "996__ $$aVoting Summary$$b1$$c0$$d0$$e1$$f2"]
    votes = ["967__ $$a0$$bAFG$$cAFG$$dY$$eAFGHANISTAN", "967__ $$a3$$cBHS$$eBAHAMAS"]
    for number in ("000004029942 ", ""):
        record = read("".join(f"{number}{line}\n" for line in head + votes))
        assert letters(record) == {"A/RES/78/976": {"AFG": "Y", "BHS": "X"}}
        assert about_row(record) == ["A made-up text", "undl", "4029942"]
    assert message("000004029942 001__ 4029942\nno field\n") == (
        "the data, line 2: 'no field' is not a field of TextMARC"
    )


def about_row(record: unvote.Record) -> list[str]:
    row: list[str] = record.rollcalls[["title", "source", "number"]].iloc[0].tolist()
    return row


def test_a_text_beyond_all_measure_is_refused_at_once() -> None:
    assert message(b"In favour:\n" + b"Albania, Fiji, France\n" * (1 << 20)) == (
        "the data: a text of more than 4,194,304 bytes, too long for a record: cut out the votes"
    )


def pdf(text: str, pages: int = 1) -> bytes:
    """Return a PDF of a text, with a page for all of it and then empty ones."""
    lines = [line.replace("(", r"\(").replace(")", r"\)") for line in text.split("\n")]
    drawn = "".join(f"({line}) Tj 0 -12 Td\n" for line in lines)
    content = f"BT /F1 10 Tf 40 780 Td\n{drawn}ET".encode("latin-1")
    kids = " ".join(["3 0 R"] + ["6 0 R"] * (pages - 1))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {pages}/Kids[{kids}]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R"
        ">>>>>>",
        f"<</Length {len(content)}>>stream\n{content.decode('latin-1')}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, thing in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{thing}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    tail = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{tail}".encode()


def test_a_pdf_is_read_page_by_page() -> None:
    pytest.importorskip("pypdfium2")
    text = f"A/79/PV.29\n{A}{SMALL}Draft resolution A/79/L.8 was adopted by 3 votes to 1, with 1"
    assert letters(read(pdf(f"{text} abstention\n(resolution 79/6).", pages=3))) == {
        "A/RES/79/6": SMALL_VOTES
    }
    assert message(pdf(text.replace("Albania", "England"))).startswith(
        "the data, page 1: 'England' is not a member state"
    )


def test_pdfs_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pypdfium2")
    assert message(b"%PDF-1.4\n" + b"x" * 99).startswith("the data: the PDF is damaged (")
    assert message(pdf("")).startswith("the data: the PDF holds pictures of pages and no text")
    assert message(pdf("In favour: Albania", pages=1001)) == (
        "the data: a PDF of 1,001 pages, more than any record of a meeting has: cut out the"
        " pages with the votes"
    )
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    assert message(pdf("In favour: Albania")) == (
        "the data: a PDF needs the extra pdf: in the folder of unvote run pip install '.[pdf]', or"
        " copy the text out of the PDF and save that"
    )


@pytest.mark.complete
def test_a_pdf_that_unfolds_beyond_all_measure_is_refused_quickly() -> None:
    pytest.importorskip("pypdfium2")
    packer = zlib.compressobj(9)
    piece = b"BT /F1 12 Tf 10 10 Td (Albania) Tj ET\n" * 100_000
    packed = b"".join(packer.compress(piece) for _ in range(300)) + packer.flush()
    start, end = pdf("x").split(b"stream\n", 1)
    start = start.rpartition(b"4 0 obj")[0] + b"4 0 obj\n"
    start += b"<</Filter/FlateDecode/Length %d>>" % len(packed)
    bomb = start + b"stream\n" + packed + b"\nendstream" + end.partition(b"endstream")[2]
    assert message(bomb) == (
        "the data: the PDF takes more time or memory to read than any record:"
        " copy its text and save that"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("In favour: Albania\n" * 5000, ", line 2001: more than 2,000 lists of votes"),
        ("In favour:\n" + "al ban ia " * 9999, ", line 2: 'al ban ia al ban ia al ban ia al ban"),
        ("In favour:\nAlbania\nAgainst: Fiji\n" + "[Subsequently " * 9999, ""),
    ],
    ids=["lists", "a name", "brackets"],
)
def test_hostile_texts_end_in_one_line(text: str, said: str) -> None:
    if said:
        assert message(text).startswith(f"the data{said}")
    else:
        assert letters(read(text)) == {"#1": {"ALB": "Y", "FJI": "N"}}


# The program -----------------------------------------------------------------------------

TALLY = "--format=csv", "--columns=rollcall,date,yes,no,abstain,not_voting,outcome"


def test_a_pasted_annex_is_counted_with_what_it_lacks() -> None:
    pasted = ANNEX.encode()
    given = "--resolution", "67/183", "--date", "2012-12-20"
    result = run_unvote("tally", "--votes", "-", *given, *TALLY, stdin=pasted)
    assert result.out.splitlines()[1].startswith("A/RES/67/183,2012-12-20,5,2,3,2,")
    assert (
        "listed: A/RES/67/183 (12 of 193); an outcome that this could change is open" in result.err
    )
    sides = run_unvote(
        "versus", "US", "PRK", "67/183", "--votes", "-", *given, "--csv", stdin=pasted
    )
    assert sides.out.splitlines()[1:3] == [
        "A/RES/67/183,ALB,Albania,Y,with_a",
        "A/RES/67/183,BOL,Bolivia,Y,with_a",
    ]
    drawn = run_unvote("map", "67/183", "--votes", "-", *given, stdin=pasted)
    assert "AL+" in drawn.out
    # Even with another record, the resolution is that of the file.
    both = run_unvote(
        "tally", "67/183", "79/7", "--votes", "embedded", "--votes", "-", *given, *TALLY,
        stdin=pasted,
    )  # fmt: skip
    assert [line.split(",")[0] for line in both.out.splitlines()[1:]] == [
        "A/RES/67/183",
        "A/RES/79/7",
    ]


def test_what_is_given_is_for_one_file_with_one_vote() -> None:
    refused = run_unvote("tally", "--resolution", "79/7")
    assert (refused.code, refused.err) == (
        2,
        "unvote: --resolution and --date are for one file with one vote, named with --votes; --from"
        " and --to select a day\n",
    )


def test_a_pasted_annex_is_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNVOTE_DATA", str(tmp_path / "record"))
    path = tmp_path / "tonight"
    path.write_text(ANNEX, encoding="utf-8")
    given = "--resolution", "A/RES/67/183", "--date", "2012-12-20"
    refused = run_unvote("data", "import", str(path))
    assert refused.code == 4
    assert run_unvote("data", "import", str(path), *given).code == 0
    found = run_unvote("tally", "67/183", *TALLY)
    assert found.out.splitlines()[1].startswith("A/RES/67/183,2012-12-20,5,2,3,2,")


# The UN's own records --------------------------------------------------------------------


@pytest.fixture(scope="module")
def big_record() -> unvote.Record:
    path = Path(SOURCES, "ga_voting_1946_2026.csv.gz")
    if not path.is_file():
        pytest.skip("UNVOTE_TEST_SOURCES names no folder with the real files")
    return unvote.read(path)


@pytest.mark.parametrize(
    ("file", "symbol", "tally"),
    [
        ("ga_61_PV_107.pdf", "A/RES/61/295", [143, 4, 11]),
        ("ga_79_PV_29.pdf", "A/RES/79/6", [113, 10, 30]),
    ],
)
def test_records_of_the_assembly_agree_with_the_library(
    big_record: unvote.Record, file: str, symbol: str, tally: list[int]
) -> None:
    record = unvote.read(Path(SOURCES, "meeting_records", file))
    assert unvote.tally(record)[["yes", "no", "abstain"]].to_numpy().tolist() == [tally]
    assert letters(record) == letters(big_record.select(symbol))


def test_a_record_of_the_council() -> None:
    path = Path(SOURCES, "meeting_records", "sc_2018_PV_8422.pdf")
    if not path.is_file():
        pytest.skip("UNVOTE_TEST_SOURCES names no folder with the real files")
    record = unvote.read(path)
    votes = letters(record)["S/RES/2448(2018)"]
    assert sorted(votes.values()) == ["A", "A", *["Y"] * 13]
    assert {code for code, vote in votes.items() if vote == "A"} == {"CHN", "RUS"}
    assert record.rollcalls["draft"].tolist() == ["S/2018/1016"]
    assert str(record.rollcalls["date"].iloc[0].date()) == "2018-12-13"
