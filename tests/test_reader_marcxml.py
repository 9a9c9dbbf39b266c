"""Voting records as MARCXML: what is read, what is noted, and what hostile XML is refused."""

import gzip
import io
import tracemalloc

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import unvote
from marc import SYMBOL, VOTES, collection, field, marc
from reading import letters, message, no_state, read
from strategies import votes_by_state
from unvote.world.states import all_states

WHOLE = marc(
    field("245", a="Protection of civilians :", b="resolution /", c="adopted by the GA"),
    field("269", a="2023-10-27"),
    field("591", a="ADOPTED"),
    field("650", a="CIVILIAN PERSONS", z="GAZA"),
    field("650", a="HUMANITARIAN LAW"),
    SYMBOL,
    field("952", a="A/ES-10/PV.41"),
    field("991", a="A/ES-10/L.25", c="Palestine", d="PALESTINE QUESTION"),
    field("993", a="A/ES-10/L.25"),
    field("996", a="ADOPTED", b="001", c="1", d="1", e="1", f="4"),
    VOTES,
)


@pytest.mark.parametrize(
    "text",
    [
        collection(WHOLE),
        collection(WHOLE, namespace=""),
        WHOLE,
        "\n" + WHOLE.replace(">", ">\r\n"),
        collection(WHOLE)
        .replace("<", "<m:")
        .replace("<m:/", "</m:")
        .replace("<m:?", "<?")
        .replace("xmlns=", "xmlns:m="),
    ],
    ids=["collection", "no namespace", "one record", "line ends", "prefix"],
)
def test_a_voting_record_is_read(text: str) -> None:
    record = read(text)
    assert letters(record) == {"A/RES/ES-10/21": {"ALB": "A", "BEN": "X", "NAM": "Y", "USA": "N"}}
    listed = record.rollcalls.drop(columns=["missing", "unexpected"])
    assert listed.loc["A/RES/ES-10/21"].to_dict() == {
        "symbol": "A/RES/ES-10/21",
        "date": pd.Timestamp("2023-10-27"),
        "session": "ES-10",
        "organ": "GA",
        "title": "Protection of civilians",
        "draft": "A/ES-10/L.25",
        "meeting": "A/ES-10/PV.41",
        "agenda": "Palestine",
        "subjects": "PALESTINE QUESTION|CIVILIAN PERSONS|HUMANITARIAN LAW",
        "sponsors": "",
        **dict.fromkeys(("issues", "same_text", "added"), ""),
        "note": "ADOPTED",
        "part": "",
        "modality": "",
        "link": "https://digitallibrary.un.org/record/4025240",
        "number": "4025240",
        "source": "undl",
        "published_yes": 1,
        "published_no": 1,
        "published_abstain": 1,
        "published_not_voting": 1,
        "published_members": 4,
    }
    assert record.notes == ()
    assert record.rollcalls.dtypes.equals(unvote.load().rollcalls.dtypes)


def test_totals_in_words_and_other_encodings() -> None:
    words = "Yes: 002, No: 001, Abstentions: 045, Non-Voting: 014, Total voting membership: 193"
    text = collection(marc(SYMBOL, VOTES, field("996", a=words))).replace("UTF-8", "ISO-8859-1")
    record = read(text.encode("latin-1"))
    published = record.rollcalls.filter(like="published").iloc[0].tolist()
    assert published == [2, 1, 45, 14, 193]


def test_a_number_that_stands_in_no_subfield_a_is_none() -> None:
    record = read(marc(field("001", b="9"), SYMBOL, VOTES, number=""))
    assert record.rollcalls["number"].tolist() == [""]


def test_records_without_votes_and_drafts_that_failed() -> None:
    record = read(
        collection(
            marc(field("993", a="S/2022/155"), VOTES, number="7"),
            marc(field("791", a="A/RES/79/1"), field("591", a="ADOPTED WITHOUT VOTE"), number="8"),
            marc(field("791", a="A/RES/79/2"), number=""),
        )
    )
    assert record.rollcalls.index.tolist() == ["S/2022/155", "A/RES/79/1", "A/RES/79/2"]
    assert record.rollcalls["organ"].tolist() == ["SC", "GA", "GA"]
    assert record.rollcalls["modality"].tolist() == ["", "Without a vote", ""]
    assert record.rollcalls["source"].tolist() == ["undl", "undl", "own"]
    assert record.notes == ("2 records without votes: A/RES/79/1, A/RES/79/2",)


def test_the_records_of_a_search_are_of_three_organs() -> None:
    """In the library's answers fields repeat, and name the body besides the symbol."""
    record = read(
        collection(
            marc(
                field("245", a="Human rights in A :", b=":P resolution /", c="adopted by the GA"),
                field("591", a="RECORDED"),
                field("791", a="A/RES/79/9", c="79"),
                field("952", a="A/79/PV.54"),
                field("952", a="A/79/PV.55"),
                VOTES,
                field("981", a="General Assembly"),
                field("991", a="A/79/251 71c", b="71c", c="HUMAN RIGHTS", d="HUMAN RIGHTS--A"),
                field("991", a="A/79/251 72", c="TERRORISM", d="TERRORISM"),
                field("992", a="2024-12-17"),
                field("993", "2", a="A/C.3/79/L.30"),
                field("993", "3", a="A/79/458/Add.3"),
                field("993", "6", a="A/C.3/79/L.30/Rev.1"),
                field("996", a="RECORDED - No machine generated vote", b="1", c="1", d="1"),
                number="1",
            ),
            marc(
                field("591", a="RECORDED"),
                field("791", a="S/RES/2774(2025)", c="80"),
                field("967", c="USA", d="Y"),
                field("981", a="Security Council"),
                field("992", a="20250224"),
                number="2",
            ),
            marc(
                field("967", c="FRA", d="Y"),
                field("981", a="Human Rights Council"),
                field("992", a="2025-04"),
                field("791", a="Text 1"),
                number="3",
            ),
            marc(
                field("591", a="NON-RECORDED"),
                field("791", a="A/RES/3(I)", c="1"),
                field("992", a="1946-02-01"),
                field("996", b="20", c="5", d="3", e="0", f="51"),
                number="4",
            ),
        )
    )
    columns = ["organ", "session", "modality", "title", "draft", "meeting", "agenda", "subjects"]
    assert record.rollcalls[columns].T.to_dict("list") == {
        "A/RES/3(I)": ["GA", "1", "Vote, non-recorded", "", "", "", "", ""],
        "A/RES/79/9": [
            *(
                "GA",
                "79",
                "Vote, recorded",
                "Human rights in A",
                "A/C.3/79/L.30|A/C.3/79/L.30/Rev.1",
            ),
            *("A/79/PV.54|A/79/PV.55", "HUMAN RIGHTS|TERRORISM", "HUMAN RIGHTS--A|TERRORISM"),
        ],
        "S/RES/2774(2025)": ["SC", "", "Vote, recorded", "", "", "", "", ""],
        "Text 1": ["HRC", "", "", "", "", "", "", ""],
    }
    assert record.rollcalls["note"].tolist() == ["", "RECORDED - No machine generated vote", "", ""]
    assert record.rollcalls["date"].dt.strftime("%Y-%m-%d").fillna("").tolist() == [
        *("1946-02-01", "2024-12-17", "2025-02-24", ""),
    ]
    published = record.rollcalls.filter(like="published").loc["A/RES/3(I)"].tolist()
    assert published == [20, 5, 3, 0, 51]
    assert record.notes == (
        "1 record without votes: A/RES/3(I)",
        "1 record with a month or a year where a day is expected, so without a date: Text 1",
    )


def test_a_code_and_a_name_of_two_states_are_refused() -> None:
    votes = field("967", c="GM", d="Y", e="GERMANY") + field("967", c="FR", d="N", e="FRANCE")
    assert message(marc(SYMBOL, votes)) == (
        "the data, line 1, A/RES/ES-10/21, field 967: the code GM and the name 'GERMANY' are of"
        " different states: correct one of them"
    )


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        (
            field("967", c="FRA", d="Q"),
            "field 967: 'Q' is not a vote of FRA: it is Y, N, A, or nothing for not voting",
        ),
        (field("967", c="QQ9Q", d="Y"), "field 967: 'QQ9Q' is not a member state"),
        (field("967", e="Frnace", d="Y"), f"field 967: {no_state('Frnace')}"),
        (
            field("967", e=f"France{'.' * 60}x", d="Y"),  # what a message would cut off counts too
            f"field 967: 'France{'.' * 60}x' is not a member state; did you mean France?",
        ),
        (
            field("967", e=f"{'.' * 700}France", d="Q"),
            f"field 967: 'Q' is not a vote of {'.' * 59}…: it is Y, N, A, or nothing for not"
            " voting",
        ),
        (field("967", d="Y"), "field 967: empty where a state is expected"),
        (field("967", c="ALB", d="Y"), "field 967: a second vote of ALB"),
        (
            field("269", a="27 Oct. 2023"),
            "field 269: '27 Oct. 2023' is not a date: it is written as 2025-02-24",
        ),
    ],
)
def test_a_field_that_cannot_be_is_told_with_its_record(extra: str, said: str) -> None:
    text = collection(WHOLE, marc(SYMBOL, VOTES, extra, number="9"))
    line = text[: text.rindex("<record>")].count("\n") + 1
    assert message(text) == f"the data, line {line}, A/RES/ES-10/21, {said}"


DOCTYPE = "the XML declares a document type, which no voting record has and which is not read"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(20))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            f'<?xml version="1.0"?>\n<!DOCTYPE x [{LAUGHS}]><record>&l19;</record>',
            f", line 2: {DOCTYPE}",
        ),
        ('<!DOCTYPE r SYSTEM "file:///etc/passwd"><record/>', f", line 1: {DOCTYPE}"),
        (
            '<!DOCTYPE r [<!ENTITY x SYSTEM "http://127.0.0.1/x">]><record>&x;</record>',
            f", line 1: {DOCTYPE}",
        ),
        (
            "<record>&x;</record>",
            ", line 1: the XML is broken or cut short here (undefined entity): fetch the file"
            " again",
        ),
        ("<a>" * 200_000, ", line 1: the XML is nested deeper than the 12 levels that are read"),
        (
            collection(WHOLE)[:-40],
            ", line 17: the XML is broken or cut short here (unclosed token): fetch the file again",
        ),
        ("<collection/>", ": the XML holds no MARC record"),
        ("<rss><channel/></rss>", ": the XML holds no MARC record"),
        (
            '<?xml version="1.0" encoding="UTF-7"?><record/>',
            ": multi-byte encodings are not supported: save the file as UTF-8",
        ),
        (
            '<?xml version="1.0" encoding="klingon"?><record/>',
            ": unknown encoding: klingon: save the file as UTF-8",
        ),
        (
            f'<?xml version="1.0" encoding="{"klingon" * 400}"?><record/>',
            ": unknown encoding: klingonklingonklingonklingonklingonklingo…: save the file as"
            " UTF-8",
        ),
    ],
    ids=[
        *("laughs", "file", "network", "entity", "deep", "cut", "empty", "other"),
        *("utf-7", "klingon", "klingons"),
    ],
)
def test_broken_and_hostile_xml(text: str, said: str) -> None:
    assert message(text) == f"the data{said}"


@pytest.mark.complete
@pytest.mark.parametrize(
    ("start", "piece", "said"),
    [
        (
            '<record><datafield tag="791"><subfield code="a">',
            "x",
            "a field of more than 1,048,576 letters, too long for a record",
        ),
        ("<record ", "x", "a tag that never ends"),
        ("<record>", field("967", c="FRA", d="Y"), "a record with more than 5,000 fields 967"),
        ("<record>", field("900", a="x" * 1000), "the XML is broken or cut short here"),
    ],
    ids=["text", "tag", "fields", "fields that are not read"],
)
def test_xml_without_end_takes_no_memory_without_end(start: str, piece: str, said: str) -> None:
    size = 30_000_000
    with gzip.open("endless.xml.gz", "wt", compresslevel=1) as file:
        file.write(start + piece * (size // len(piece)))
    tracemalloc.start()
    try:
        with pytest.raises(unvote.DataError) as caught:
            unvote.read("endless.xml.gz")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert said in str(caught.value)
    assert peak < size // 3


@given(st.lists(votes_by_state("YNAX"), min_size=1, max_size=5))
def test_any_votes_written_as_marcxml_are_read_back(votes: list[dict[str, str]]) -> None:
    records = []
    for number, cast in enumerate(votes):
        fields = [field("791", a=f"A/RES/79/{number}")]
        for code, vote in cast.items():
            how = {} if vote == "X" else {"d": vote}
            fields.append(field("967", c=code, e=all_states()[code].un_name, **how))
        records.append(marc(*fields, number=str(number + 1)))
    record = unvote.read(io.BytesIO(collection(*records).encode()))
    assert letters(record) == {f"A/RES/79/{n}": cast for n, cast in enumerate(votes)}
