"""Small files in every layout that unvote reads, and mutations of them, for scripts/fuzz.py."""

import bz2
import gzip
import json
import lzma
import math
import re
import struct
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import fuzz_tables
import fuzz_texts as texts
import pyarrow as pa
import r_files as r

import unvote
from unvote.world.states import all_states
from unvote.world.tables import read_table

GA_2026 = (
    "undl_id,ms_code,ms_name,ms_vote,date,session,resolution,draft,committee_report,meeting,title,"
    "agenda_title,subjects,vote_note,total_yes,total_no,total_abstentions,total_non_voting,"
    "total_ms,undl_link"
)
GA_2024 = (
    "undl_id,ms_codes,ms_names,ms_votes,date,session,resolutions,title,yes,no,abstentions,"
    "non-voting,undl_link"
)
SC = (
    "undl_id,ms_code,ms_name,ms_vote,permanent_member,date,resolution,draft,description,modality,"
    "total_yes,total_no,total_abstentions,total_non_voting,total_ms"
)
OWN = "ms_code,ms_vote,resolution,organ,part,source"
VOETEN = "rcid,ccode,countryname,vote,date,session,unres,amend,para,short,descr,yes,no,abstain"

HOSTILE = [
    *(b"", b" ", b"\0", b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xff\xfe"),
    *(b'"', b'""', b'"a,b"', b'"a\nb"', b"'", b"\\", b"\r", b"\n", b"\r\n", b"\t", b",", b";"),
    *(b"\x85", b"\x0b", b"\x1b[31m", b"\x1c", "\u2028".encode(), "\u202e".encode()),
    *(b"NA", b"N/A", b"null", b"None", b"nan", b"NaN", b"Infinity", b"-0", b"true", b"1e309"),
    *(b"0", b"1", b"-1", b"00", b"120.0", b"1.5", b"999999999", b"2147483648", b"9" * 20),
    *(b"9" * 400, b"9" * 5000, b"A" * 3000, "²".encode(), "٣".encode(), "１".encode()),
    *(b"2024-02-30", b"0000-00-00", b"0001-01-01", b"9999-12-31", b"2000-11-01", b"2024-1-1"),
    *(b"2 March 2022", b"31 February 2022", b"2024-12-01T00:00:00Z", b"20240101"),
    *(b"USA", b"US", b"SUN", b"YUG", b"SRB", b"SCG", b"Taiwan", b"TWN", b"713", b"Korea", b"Congo"),
    *("Türkiye".encode(), "CÔTE D’IVOIRE".encode(), b"United Sates", b"ZZZ", b"NO", b"id"),
    *(b"Y", b"N", b"A", b"X", b"NV", b"y", b"Yes", b"8", b"9", b"3", b"2", b"abstain", b"yes"),
    *(b"A/RES/79/1", b"A/RES/ES-11/7", b"S/RES/2774 (2025)", b"S/2025/1", b"R/1/66", b"A/79/L.2"),
    *(b"GA", b"SC", b"undl", b"own", b"amendment", b"paragraph", b"without vote", b"without"),
    *(b"ms_code", b"ms_name", b"ms_vote", b"resolution", b"rcid", b"ccode", b"date", b"symbol"),
    *(b"<", b">", b"&", b"&lt;", b"&#0;", b"&#x110000;", b"&a;", b"]]>", b"<![CDATA[", b"<!--"),
    *(b"<!DOCTYPE a [<!ENTITY a 'b'>]>", b"<?xml version='1.0' encoding='utf-16'?>", b"<a>" * 20),
    *(b"<record>", b"</record>", b'code="c"', b'tag="967"', b'tag="996"', b"<subfield>"),
    *(b"{", b"}", b"[", b"]", b"{}", b"[]", b"[" * 1200, b'{"a":' * 1200, b'"\\ud800"'),
    *(b'"\\u0000"', b"\\ud800", b"\\u0000", b"\\u2028", b'"MS_in_favour"', b'"adoption_type"'),
    *(b"[[[]]]", b"1E400", b"In favour:", b"Against:", b"Absent:", b" and ", b"(93)"),
    *(b"was adopted", b"votes to", b"A/79/PV.29", b"[Subsequently", b"ANNEX", b"Vote on", b"$$d"),
]  # fmt: skip


def seeds() -> dict[str, list[bytes]]:
    """Return a few small files in every layout."""
    record = unvote.load("embedded")
    assembly, council = _facts(record, range(2)), _facts(record, range(22, 24))
    return {
        "sheet": [
            _long(GA_2026, assembly),
            _long(GA_2024, assembly, "\r\n"),
            _long(SC, council),
            _long(OWN, assembly[:12]),
            b"\xef\xbb\xbfsep=;\n"
            + _long("ms_name,ms_vote,resolution,date", council).replace(b",", b";"),
            _long(VOETEN, assembly),
            _long(VOETEN, assembly).replace(b",", b"\t"),
            _long("rcid,countryname,vote,date", assembly),
            _wide(assembly),
            _wide(council),
            _wide(assembly).replace(b",", b"\t"),
            # Rows without a vote, without a symbol, and empty rows.
            b"resolution,France,USA,YUG,SRB\nA/79/L.2,,,,\nA/79/L.1,Y,N,A,\n,,,,\n",
            *_AS_PEOPLE_HAVE_THEM,
        ],
        "resolutions": [_RESOLUTIONS, _RESOLUTIONS.replace(b"\n", b"\r\n")],
        "json_rows": [
            json.dumps([dict(zip(row[0], cells, strict=True)) for cells in row[1:]]).encode()
            for row in map(fuzz_tables.rows_of, _AS_PEOPLE_HAVE_THEM[:2])
        ]
        + [_JSON_LISTS],
        "parquet": [fuzz_tables.parquet(fuzz_tables.rows_of(_wide(assembly)))],
        "workbook": [fuzz_tables.workbook(fuzz_tables.rows_of(_AS_PEOPLE_HAVE_THEM[0]))],
        "un_json": [
            _extract(assembly, indent=None),
            _extract(assembly, indent=1),
            _lines(assembly),
            _WITHOUT_LISTS,
            _COUNCIL,
            _lines(council),
        ],
        "akn": [_draft(council)],
        "marcxml": [_marc(assembly), _marc(council)],
        "marc_json": [_marc_json(assembly), _marc_json(council, indent=1)],
        "r_data": _package(assembly),
        "text": [
            texts.meeting(_by_rollcall(assembly)),
            texts.annex(_by_rollcall(council)[0]),
            texts.page(_by_rollcall(assembly)[0]),
            texts.lines(_by_rollcall(assembly)[1]),
        ],
        "webpage": [texts.page(_by_rollcall(assembly)[0], saved=True)],
        "textmarc": [texts.textmarc(several) for several in _by_rollcall(assembly)],
    }


Facts = dict[str, Any]
_AS_PEOPLE_HAVE_THEM = (
    b"Country,Resolution,Vote,Date\nUnited States,A/RES/79/7,No,10/30/2024\n"
    b"France,A/RES/79/7,In favour,10/30/2024\nUkraine,A/RES/79/7,Absent,10/30/2024\n",
    b"state,region,vote\nUSA,WEOG,1\nFRA,WEOG,Abstaining\n".replace(b",1\n", b",against\n"),
    b"country,ES-11/1,ES-11/2\nBelarus,N,N\nChina,A,\nUnited States,Y,Y\n",
    b"id,Council,Date,USA,FRA,YES COUNT,NO COUNT,ABSTAIN COUNT,NO-VOTE COUNT,Link\n"
    b"1,General Assembly,2025-03-04 00:00:00+00,YES,,1.0,0.0,0.0,1.0,x\n",
    b"Country,Resolution,Yes,No,Abstain\nFrance,79/7,x,,\nChad,79/7,,x,-\nMali,79/7,no,,yes\n",
    b"My votes,,\nCountry,Gaza,A/RES/79/7 OP5\nFrance,Y,N\nChad,-,Y\n",
)
_JSON_LISTS = (
    b'[{"code": "ES-11/1", "name": "Aggression", "approve": ["Albania", "Czechia"],'
    b' "against": ["Belarus"], "abstain": ["China"]}]'
)


def _facts(record: unvote.Record, rows: range) -> list[Facts]:
    """Return an entry for each roll call: its votes, and all that layouts say about it."""
    rows_of = read_table("correlates_of_war")
    numbers = {row["code"]: row["number"] for row in reversed(rows_of) if row["number"] != "713"}
    found = []
    for place in rows:
        about = record.rollcalls.iloc[place].to_dict()
        votes = record.votes.iloc[place]
        for code in votes.index[votes > 0][:: 16 if about["organ"] == "GA" else 2]:
            state, letter = all_states()[code], unvote.Vote(votes[code]).letter
            about["date"] = str(about["date"])[:10]
            found.append({**about, "place": place, "code": code, "name": state.un_name})
            found[-1] |= {"vote": letter, "ccode": numbers[code], "rcid": str(place + 1)}
    return found


# The values of columns whose names differ from those in a Record.
_HELD: dict[str, Callable[[Facts], Any]] = {
    "undl_id": lambda fact: 4000000 + fact["place"],
    "ccode": lambda fact: fact["ccode"],
    "vote": lambda fact: {"Y": 1, "A": 2, "N": 3, "X": 8}[fact["vote"]],
    "permanent_member": lambda fact: fact["code"] in ("CHN", "FRA", "GBR", "RUS", "USA"),
    "amend": lambda fact: 0,
    "para": lambda fact: 0,
}
_ALIKE = {
    **{"ms_code": "code", "ms_codes": "code", "ms_name": "name", "ms_names": "name"},
    **{"ms_vote": "vote", "ms_votes": "vote", "resolution": "symbol", "resolutions": "symbol"},
    **{"countryname": "name", "unres": "symbol", "short": "title", "description": "title"},
    **{"descr": "agenda", "agenda_title": "agenda", "undl_link": "link", "vote_note": "note"},
    **{"total_yes": "published_yes", "yes": "published_yes", "total_no": "published_no"},
    **{"no": "published_no", "total_abstentions": "published_abstain"},
    **{"abstentions": "published_abstain", "abstain": "published_abstain"},
    **{"non-voting": "published_not_voting", "total_non_voting": "published_not_voting"},
    "total_ms": "published_members",
}


def _long(header: str, facts: Sequence[Facts], end: str = "\n") -> bytes:
    """Return a table with one row per vote."""
    lines = [header]
    for fact in facts:
        held = [
            _HELD[name](fact) if name in _HELD else fact.get(_ALIKE.get(name, name), "")
            for name in header.split(",")
        ]
        lines.append(",".join(f'"{text}"' if "," in str(text) else str(text) for text in held))
    return (end.join(lines) + end).encode()


def _by_rollcall(facts: Sequence[Facts]) -> list[list[Facts]]:
    places = dict.fromkeys(fact["place"] for fact in facts)
    return [[fact for fact in facts if fact["place"] == place] for place in places]


def _wide(facts: Sequence[Facts]) -> bytes:
    codes = list(dict.fromkeys(fact["code"] for fact in facts))
    lines = [",".join(("symbol", "date", "session", *codes))]
    for several in _by_rollcall(facts):
        cast = {fact["code"]: fact["vote"] for fact in several}
        about = [several[0][name] for name in ("symbol", "date", "session")]
        lines.append(",".join([*about, *(cast.get(code, "") for code in codes)]))
    return ("\n".join(lines) + "\n").encode()


def _resolutions(facts: Sequence[Facts]) -> list[dict[str, Any]]:
    lists = {"MS_in_favour": "Y", "MS_against": "N", "MS_abstaining": "A"}
    return [
        {
            "symbol": several[0]["symbol"],
            "adoption_date": several[0]["date"],
            "adoption_type": "By a recorded vote",
            "title": several[0]["title"],
            "MS_in_favour_count": str(several[0]["published_yes"]),
            "subjects": [["PEACE", "subject"], "WAR"],
            **{
                name: [fact["name"] for fact in several if fact["vote"] == letter]
                for name, letter in lists.items()
            },
        }
        for several in _by_rollcall(facts)
    ]


def _extract(facts: Sequence[Facts], indent: int | None) -> bytes:
    return json.dumps(_resolutions(facts), indent=indent).encode()


def _lines(facts: Sequence[Facts]) -> bytes:
    return "\n".join(json.dumps(one) for one in _resolutions(facts)).encode()


_RESOLUTIONS = b"""undl_id,resolution,session,date,title,modality,draft,subjects,total_yes,total_no
1,A/RES/3(I),1,1946-02-01,Atoms : resolution,"Vote, non-recorded",A/3|A/4,B--C,20.0,5
2,A/RES/79/1,79,2024-09-22,Pact,Without a vote,A/79/L.2,,,
3,A/RES/79/7,79,2024-10-30,Embargo,"Vote, recorded",A/79/L.6,EMBARGO|CUBA,187.0,2.0
"""
_WITHOUT_LISTS = b"""[
{"symbol": "A/RES/79/1", "adoption_date": "2 March 2022", "adoption_type": "Without a vote"},
{"symbol": "A/RES/79/2", "voting_type": "Recorded vote", "MS_in_favour": "N.A.",
"MS_against": [], "MS_abstaining": []},
{"symbol": "A/RES/79/3", "adoption_date": "3 March 2022"}
]"""


_COUNCIL = b"""{"symbol": "S/RES/2900 (2024)", "adoption_date": "10 June 2024 in Nairobi",
"adoption_type": "Adopted 2-0-1, 9700th meeting", "draft_resolution": "S/2024/400",
"resolution_title": "Security Council resolution 2900 (2024) [on a ceasefire]",
"outcome_letter": "S/PV.9700", "MS_in_favour_count": "002", "MS_in_favour": ["MALTAs", "FRANCE"],
"MS_against": [], "MS_abstaining": ["CHINA"], "sponsors": ["JAPAN"]}
{"symbol": "S/RES/2900(2024)", "adoption_type": "Adopted by acclamation", "MS_in_favour": []}
{"symbol": "S/RES/2901 (2024)", "outcome": "VOTING BY MAIL", "adoption_date": "10 June 2022",
"draft_resolution": "S/2024/401", "MS_in_favour": ["SIERRA.", "LEONE", "CHINA"],
"MS_abstaining": ["CHINA"], "subjects": [["GAZA", "DHLAUTH"]]}
"""


def _draft(facts: Sequence[Facts]) -> bytes:
    """Return the last of some roll calls as a draft that was not adopted."""
    [*_, several] = _by_rollcall(facts)
    lists = (
        "".join(
            f'<count value="0{letter == "Y"}5" refersTo="{kind}"><akn4un:voters>'
            + "".join(
                f'<organization refersTo="memberState">{fact["name"]}</organization>\n'
                for fact in several
                if fact["vote"] == letter
            )
            + "</akn4un:voters></count>\n"
            for kind, letter in (("inFavour", "Y"), ("against", "N"), ("abstaining", "A"))
        )
        .replace("True", "1")
        .replace("False", "0")
    )
    return f"""<akomaNtoso xmlns:akn4un="http://un.org/akn4un"><meta>
<FRBRdate date="{several[0]["date"]}" name="voting"/>
<keyword refersTo="title" value="Draft resolution [on peace]" dictionary="DHL"/>
<keyword value="PEACE" showAs="PEACE" dictionary="UNBIS Thesaurus"/>
<step date="0001-01-01" outcome="draftResolution" by="Albania, Bosnia and Herzegovina and Mali"/>
<step date="2022-02-25" outcome="veto" as="S/PV.8979" by="the negative vote of a permanent member
 of the Security Council (Russian Federation)"/>
<voting>{lists}</voting></meta>
<docNumber refersTo="#symbol">{several[0]["symbol"]}</docNumber></akomaNtoso>
""".encode()


def _marc(facts: Sequence[Facts]) -> bytes:
    def field(tag: str, **subfields: str) -> str:
        inner = "".join(
            f'<subfield code="{key}">{text}</subfield>' for key, text in subfields.items()
        )
        return f'<datafield tag="{tag}" ind1=" " ind2=" ">{inner}</datafield>\n'

    records = []
    for several in _by_rollcall(facts):
        about = several[0]
        fields = [f'<controlfield tag="001">{4000000 + about["place"]}</controlfield>\n']
        fields += [field("791", a=about["symbol"]), field("269", a=about["date"])]
        fields += [
            field("245", a=about["title"].replace("&", "&amp;")),
            field("996", b="93", f="193"),
        ]
        fields += [
            field("967", c=fact["code"], d=fact["vote"], e=fact["name"].replace("&", "&amp;"))
            for fact in several
        ]
        records.append(f"<record>\n{''.join(fields)}</record>\n")
    start = '<?xml version="1.0" encoding="UTF-8"?>\n'
    start += '<collection xmlns="http://www.loc.gov/MARC21/slim">\n'
    return f"{start}{''.join(records)}</collection>\n".encode()


def _marc_json(facts: Sequence[Facts], indent: int | None = None) -> bytes:
    def field(indicator: str, **subfields: str) -> dict[str, Any]:
        inner = [{"code": code, "value": text} for code, text in subfields.items()]
        return {"indicators": [indicator, " "], "subfields": inner}

    records = [
        {
            "data": {
                "_id": 4000000 + several[0]["place"],
                "245": [field("1", a=several[0]["title"], b="resolution /", c="adopted by the GA")],
                "591": [field(" ", a="RECORDED")],
                "791": [field(" ", a=several[0]["symbol"], c=several[0]["session"])],
                "967": [
                    field(" ", c=fact["code"], d=fact["vote"], e=fact["name"]) for fact in several
                ],
                "992": [field(" ", a=several[0]["date"])],
                "993": [field("2", a="A/79/L.6"), field("3", a="A/79/9")],
                "996": [field(" ", b="93", f="193")],
            }
        }
        for several in _by_rollcall(facts)
    ]
    return json.dumps(records, indent=indent).encode()


def _package(facts: Sequence[Facts]) -> list[bytes]:
    """Return the tables of the R package, and one in which R shortened all it can."""
    words = {"Y": "yes", "N": "no", "A": "abstain"}
    cast = [fact for fact in facts if fact["vote"] in words][:20]
    iso2 = {code: state.alpha2 for code, state in all_states().items()}
    votes = {
        "rcid": r.reals([float(fact["rcid"]) for fact in cast]),
        "country": r.texts([fact["name"] for fact in cast]),
        "country_code": r.texts([iso2[fact["code"]] for fact in cast]),
        "vote": r.factor([words[fact["vote"]] for fact in cast]),
    }
    about = {
        "rcid": r.integers([1, 2]),
        "session": r.reals([68, 72]),
        "date": r.days([16156, 17521]),
        "unres": r.texts(["R/68/262", None]),
        "short": r.texts(["Crimea", "Jerusalem"]),
    }
    issues = {"rcid": r.reals([1]), "issue": r.factor(["Colonialism"])}
    short = {**votes, "rcid": r.alternative("compact_intseq", r.reals([len(cast), 1, 1]))}
    whole = {"votes": votes, "about": about, "issues": issues}
    return [
        r.file({"votes": r.frame(votes)}, version=2),
        r.file({name: r.frame(columns) for name, columns in whole.items()}),
        r.file({"votes": r.frame(short)}),
        r.start() + r.frame(votes),
    ]


# Mutations -------------------------------------------------------------------------------

Mutation = Callable[[bytes, Random, Sequence[bytes]], bytes]
_TOKEN = re.compile(rb"[^\s,;<>\"{}\[\]:=]+")


def mutated(data: bytes, layout: str, random: Random, others: Sequence[bytes]) -> bytes:
    """Return an input with one to three mutations; one in ten is compressed."""
    own = _OWN.get(layout, _MUTATIONS)
    for _ in range(random.choice((1, 1, 1, 1, 2, 2, 3))):
        ways = own if random.random() < 0.5 else _MUTATIONS
        data = random.choice(ways)(data, random, others)
    if random.random() < 0.1:
        data = _compressed(data, random)
    return data


def _flip(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    if not data:
        return data
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 8))):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _flip_start(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    return _flip(data[:80], random, others) + data[80:]


def _span(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randint(0, len(data))
    return start, min(len(data), start + random.choice((1, 2, 8, 40, 200)))


def _cut(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    start, end = _span(data, random)
    return data[:start] + data[end:]


def _double(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    start, end = _span(data, random)
    return data[:end] + data[start:end] + data[end:]


def _truncate(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    return data[: random.randint(0, len(data))]


def _insert(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    place = random.randint(0, len(data))
    return data[:place] + random.choice(HOSTILE) + data[place:]


def _one_replaced(
    data: bytes, random: Random, pattern: re.Pattern[bytes], new: Callable[[bytes], bytes]
) -> bytes:
    """Replace one of the places that a pattern finds."""
    found = list(pattern.finditer(data))
    if not found:
        return data
    place = random.choice(found)
    return data[: place.start()] + new(place.group()) + data[place.end() :]


def _replace_token(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    """Replace a field by a hostile text, or by one from elsewhere in the file."""
    texts = HOSTILE if random.random() < 0.7 else _TOKEN.findall(data)
    return _one_replaced(data, random, _TOKEN, lambda _: random.choice(texts))


def _field_from_above(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    """Copy the value of one row into the same column of other rows."""
    rows = [line.split(b",") for line in data.split(b"\n")]
    one, place = random.choice(rows), random.randrange(len(rows[0]))
    if place < len(one):
        for row in random.sample(rows, random.randint(1, len(rows))):
            if row is not rows[0] and place < len(row):
                row[place] = one[place]
    return b"\n".join(b",".join(row) for row in rows)


def _token_from_elsewhere(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    """Swap two fields of the file."""
    tokens = list(_TOKEN.finditer(data))
    if len(tokens) < 2:
        return data
    one, other = sorted(random.sample(tokens, 2), key=lambda token: token.start())
    middle = data[one.end() : other.start()]
    return data[: one.start()] + other.group() + middle + one.group() + data[other.end() :]


def _replace_everywhere(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    tokens = _TOKEN.findall(data)
    return data.replace(random.choice(tokens), random.choice(HOSTILE)) if tokens else data


def _lines_mixed(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    """Drop, double or swap lines."""
    lines = data.splitlines(keepends=True)
    if len(lines) < 2:
        return data
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    how = random.randrange(3)
    if how == 0:
        del lines[one]
    elif how == 1:
        lines.insert(other, lines[one])
    else:
        lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def _spelt_otherwise(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    """Write a field differently; if it is a name, it still means the same."""

    def spelt(name: bytes) -> bytes:
        ways = (name.swapcase(), name + b"\f!", b"/" * 700 + name, b"`" + name, name + b".")
        return random.choice(ways)

    return _one_replaced(data, random, _TOKEN, spelt)


def _columns_mixed(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    """Drop, double or replace a column of a table."""
    rows = [line.split(b",") for line in data.split(b"\n")]
    place = random.randrange(len(rows[0]))
    how, new = random.randrange(3), random.choice(HOSTILE)
    for number, row in enumerate(rows):
        if place >= len(row) or (number == 0 and how == 2):
            continue
        if how == 0:
            del row[place]
        elif how == 1:
            row.append(row[place])
        else:
            row[place] = new
    return b"\n".join(b",".join(row) for row in rows)


def _splice(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    """Put the start of one file before the end of another, at ends of lines or anywhere."""
    other = random.choice(others)
    start, end = random.randint(0, len(data)), random.randint(0, len(other))
    if random.random() < 0.7:
        start, end = data.find(b"\n", start) + 1, other.find(b"\n", end) + 1
    return data[:start] + other[end:]


def _written_otherwise(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    """Change the encoding, the line ends or the delimiters."""
    ways: list[Callable[[], bytes]] = [
        lambda: data.decode("utf-8", "replace").encode("utf-16"),
        lambda: data.decode("utf-8", "replace").encode("utf-16-le"),
        lambda: data.decode("utf-8", "replace").encode("latin-1", "replace"),
        lambda: b"\xef\xbb\xbf" + data,
        lambda: data.replace(b"\n", b"\r\n"),
        lambda: data.replace(b"\n", b"\r"),
        lambda: data.replace(b"\n", b""),
        lambda: data.replace(b",", b";"),
        lambda: data.replace(b",", b"\t"),
        lambda: data.swapcase(),
        lambda: data.rstrip(b"\n"),
        lambda: b"\n\n" + data + b"\n\n",
    ]
    return random.choice(ways)()


def _quoted(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    start, end = _span(data, random)
    return data[:start] + b'"' + data[start:end] + b'"' + data[end:]


def _compressed(data: bytes, random: Random) -> bytes:
    """Compress, once or twice, and often damage the result."""
    for _ in range(random.choice((1, 1, 1, 2))):
        ways: list[Callable[[bytes], bytes]] = [
            lambda plain: gzip.compress(plain, 1, mtime=0),
            lambda plain: bz2.compress(plain, 1),
            lambda plain: lzma.compress(plain, preset=0),
            lambda plain: pa.compress(plain, "zstd", asbytes=True),
        ]
        data = random.choice(ways)(data)
    if random.random() < 0.5:
        data = random.choice((_flip, _flip_start, _truncate, _double, _cut))(data, random, ())
    return data


def _json_node(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    """Replace, drop, double or move one value of JSON, which stays JSON."""
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError):
        return _json_line(data, random, others)
    inner, at = tree, [tree]
    while isinstance(inner, (dict, list)) and inner and random.random() < 0.85:
        at.append(inner)
        inner = inner[random.choice(list(inner) if isinstance(inner, dict) else range(len(inner)))]
    parent = at[-1]
    if not isinstance(parent, (dict, list)) or not parent:
        return data
    key = random.choice(list(parent) if isinstance(parent, dict) else range(len(parent)))
    how = random.randrange(4)
    if how == 0:
        del parent[key]
    elif how == 1:
        parent[key] = random.choice(_JSON)
    elif how == 2:
        parent[key] = random.choice(HOSTILE).decode("utf-8", "replace")
    elif isinstance(parent, list):
        parent.append(parent[key])
    else:
        parent[random.choice(_FIELDS)] = parent[key]
    return json.dumps(tree, indent=random.choice((None, None, 0))).encode()


def _json_line(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    lines = data.split(b"\n")
    place = random.randrange(len(lines))
    if lines[place].startswith(b"{") and lines[place].endswith(b"}"):
        lines[place] = _json_node(b"[" + lines[place] + b"]", random, others)[1:-1]
    return b"\n".join(lines)


_JSON = (
    *(None, True, 0, -1, 1.5, 10**30, "", " ", [], {}, [[]], [None], ["FRANCE", 3], {"a": []}),
    *("N.A.", ["N.A."], ["FRANCE", "FRANCE"], ["SERBIA", "YUGOSLAVIA"], "recorded vote", "\ud800"),
)
_FIELDS = (
    *("symbol", "title", "adoption_date", "adoption_type", "voting_type", "pv", "subjects"),
    *("MS_in_favour", "MS_against", "MS_abstaining", "MS_in_favour_count", "adoption_meeting"),
)


def _xml_text(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    """Replace the text of one element, or a tag or code, by a hostile one; the XML stays valid."""
    new = random.choice(HOSTILE).decode("utf-8", "ignore")
    new = "".join(letter for letter in new if letter.isprintable() and letter not in '&<"')
    return _one_replaced(data, random, _XML_TEXT, lambda _: new.encode())


_XML_TEXT = re.compile(rb"(?<=>)[^<>\n]+(?=</)|(?<=code=\")[^\"]+|(?<=tag=\")[^\"]+")


def _r_text(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    """Replace one text of R data, and its length."""
    found = list(_R_TEXT.finditer(data))
    if not found:
        return data
    place = random.choice(found)
    start, length = place.end() + 4, int.from_bytes(data[place.end() : place.end() + 4], "big")
    new = random.choice((*HOSTILE, *_R_TEXTS))
    if random.random() < 0.3:
        other = random.choice(found).end()
        new = data[other + 4 :][: int.from_bytes(data[other : other + 4], "big")]
    return data[: place.end()] + len(new).to_bytes(4, "big") + new + data[start + length :]


def _r_number(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    """Replace one number of R data."""
    number = struct.pack(">d", random.choice(_R_NUMBERS))
    return _one_replaced(data, random, _R_NUMBER, lambda _: number)


_R_TEXT = re.compile(rb"\x00[\x04\x00]\x00\x09")
_R_NUMBER = re.compile(rb"[\x3f-\x41\xc0][\x00-\xff]{3}\x00{4}")
_R_TEXTS = (b"yes", b"no", b"abstain", b"rcid", b"date", b"country", b"vote", b"levels", b"names")
_R_NUMBERS = (
    *(0.0, -0.0, 1.0, 2.0, 1.5, -1.0, 1e300, math.inf, math.nan, 16156.0, 2.0**31, 2.0**53),
    *(-8e5, 2.5e6),
)

_MUTATIONS: tuple[Mutation, ...] = (
    *(_flip, _flip_start, _cut, _double, _truncate, _insert, _lines_mixed, _quoted, _splice),
    *(_replace_token, _replace_token, _replace_token, _replace_everywhere, _columns_mixed),
    *(_columns_mixed, _written_otherwise, _field_from_above, _field_from_above, _lines_mixed),
    *(_token_from_elsewhere, _token_from_elsewhere, _lines_mixed, _cut, _double, _flip),
    _spelt_otherwise,
)
# Mutations that leave the files of a layout well-formed.
_ROWS: tuple[Mutation, ...] = (
    *(_field_from_above, _token_from_elsewhere, _lines_mixed, _columns_mixed, _replace_token),
    _spelt_otherwise,
)
_OWN: dict[str, tuple[Mutation, ...]] = {
    "un_json": (_json_node,),
    "marcxml": (_xml_text, _xml_text, _lines_mixed),
    "akn": (_xml_text, _xml_text, _lines_mixed),
    "r_data": (_r_text, _r_text, _r_number, _r_number, _token_from_elsewhere),
    "json_rows": (_json_node,),
    "parquet": (fuzz_tables.parquet_cell,) * 30,
    "workbook": (fuzz_tables.workbook_cell,) * 30,
    "sheet": _ROWS,
}
