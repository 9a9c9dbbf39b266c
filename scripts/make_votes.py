"""Write the reference record, data/votes.csv, from a folder of checked roll calls.

Each file of the folder is one roll call as JSON: symbol, date, title, organ, tally, votes (code of
the state: Y, N, A or X) and sources. The votes are written as they stand; the script refuses a roll
call whose votes do not add up to its tally. vote_note says what is doubtful about a roll call, in
the words below.

    python scripts/make_votes.py FOLDER
"""

import csv
import json
import re
import sys
from collections import Counter
from pathlib import Path

from unvote.world.states import all_states
from unvote.world.symbols import session_of

TARGET = Path(__file__).parents[1] / "data" / "votes.csv"
COLUMNS = [
    "undl_id",
    "ms_code",
    "ms_name",
    "ms_vote",
    "date",
    "session",
    "resolution",
    "draft",
    "committee_report",
    "meeting",
    "title",
    "agenda_title",
    "subjects",
    "vote_note",
    "total_yes",
    "total_no",
    "total_abstentions",
    "total_non_voting",
    "total_ms",
    "undl_link",
]
DESCRIPTIVE = "The title describes the text: resolutions and drafts of the Council have none."
NOTES = {
    "A/RES/ES-10/19": "Algeria: blank in one data set, yes in four press lists; with its yes the"
    " votes add up to the published 128-9-35.",
    "A/RES/ES-10/21": "Iraq: recorded as abstaining; it said afterwards that it had meant to vote"
    " in favour, so some press gives 121-14-44.",
    "A/RES/ES-10/22": "Haiti: not voting in the UN record, abstaining in one hand-made list; only"
    " the former meets the published 153-10-23.",
    "A/RES/ES-10/23": "Written from press lists, which add up to the published 143-9-25, not from a"
    " UN record. DR Congo: yes in one list, missing or not voting in two; kept as not voting.",
    "A/RES/ES-10/24": "Japan: yes in the UN record and in most lists, abstaining in one.",
    "A/RES/ES-11/4": "The full list is from one source; a press count has 26 African yes votes"
    " where the record has 30.",
    "A/RES/ES-11/5": "Bahamas: no in the official record, reported as a possible mistake; some"
    " press gives 94-13-74.",
    "A/RES/ES-11/7": "Marshall Islands: no in the official record; it said afterwards that it had"
    " meant to abstain. Serbia: yes in the official record; its president called that a mistake."
    " All yes and no votes are confirmed twice, 36 of the abstentions and all absences once.",
    "A/RES/ES-11/8": "Armenia: yes in the record, abstaining in one press report, which would make"
    " 92-8-74. Ukraine: abstaining in the record, yes in some press. The full list is from one"
    " source.",
    "A/RES/ES-11/9": "The full list is from one source; the 12 no votes are confirmed by press.",
    "S/2022/155": DESCRIPTIVE,
    "S/2022/720": DESCRIPTIVE,
    "S/RES/2774(2025)": DESCRIPTIVE,
}
# Titles that are wrong in the source; CORRECTIONS.md lists each.
TITLES = {
    "A/RES/ES-10/24": "Advisory opinion of the International Court of Justice on the legal"
    " consequences arising from Israel’s policies and practices in the Occupied Palestinian"
    " Territory, including East Jerusalem, and from the illegality of Israel’s continued presence"
    " in the Occupied Palestinian Territory"
}


def rows(rollcall: dict) -> list[list[str]]:
    """Check the tally of one roll call, and return its rows, one per state."""
    votes, tally = rollcall["votes"], rollcall["tally"]
    counted = Counter(votes.values())
    published = [tally[name] for name in ("yes", "no", "abstain", "nonvoting")]
    if [counted[letter] for letter in "YNAX"] != published:
        sys.exit(f"{rollcall['symbol']}: the votes {counted} do not add up to {tally}")
    symbol = rollcall["symbol"]
    numbers = re.findall(r"digitallibrary\.un\.org/record/(\d+)", " ".join(rollcall["sources"]))
    number = numbers[0] if numbers else ""
    link = f"https://digitallibrary.un.org/record/{number}" if number else ""
    whole = {
        "undl_id": number,
        "date": rollcall["date"],
        "session": session_of(symbol),
        "resolution": symbol,
        "title": TITLES.get(symbol, rollcall["title"]),
        "vote_note": NOTES.get(symbol, ""),
        "undl_link": link,
        "total_ms": str(len(votes)),
    }
    totals = ("total_yes", "total_no", "total_abstentions", "total_non_voting")
    whole |= dict(zip(totals, map(str, published), strict=True))
    return [
        [
            (whole | {"ms_code": code, "ms_name": all_states()[code].un_name, "ms_vote": vote}).get(
                column, ""
            )
            for column in COLUMNS
        ]
        for code, vote in sorted(votes.items())
    ]


def main() -> None:
    """Write the record."""
    if len(sys.argv) != 2:
        sys.exit("usage: python scripts/make_votes.py FOLDER")
    files = sorted(Path(sys.argv[1]).glob("*.json"))
    if not files:
        sys.exit(f"{sys.argv[1]} is not a folder of roll calls: it has no .json file")
    rollcalls = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    rollcalls.sort(key=lambda rollcall: (rollcall["date"], rollcall["symbol"]))
    # Everything is checked before the file is opened: a refusal leaves it unchanged.
    lines = [row for rollcall in rollcalls for row in rows(rollcall)]
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(lines)
    print(f"{TARGET}: {len(rollcalls)} roll calls")


if __name__ == "__main__":
    main()
