"""Votes as text for the fuzzer: as records of meetings, press annexes and pages print them."""

from collections.abc import Sequence
from typing import Any

Facts = dict[str, Any]

_HEADINGS = {"Y": "In favour", "N": "Against", "A": "Abstaining", "X": "Absent"}


def meeting(votes: Sequence[Sequence[Facts]]) -> bytes:
    """Return the record of a meeting, with the head of a page in every list."""
    texts = ["United Nations A/79/PV.29\nTuesday, 29 October 2024, 3 p.m.\n"]
    for facts in votes:
        texts.append("A recorded vote was taken.\n")
        for letter, heading in list(_HEADINGS.items())[:3]:
            names = _names(facts, letter)
            head = "\n24-19856 17/38\n29/10/2024 A/79/PV.29\n"
            listed = ",\n ".join(names[:3]) + (
                f",{head}{', '.join(names[3:])}" if names[3:] else ""
            )
            texts.append(f"{heading}:\n {listed or 'None'}\n")
        texts.append(
            f"Draft resolution A/79/L.8 was adopted by 9 votes to none, with 3 abstentions"
            f" (resolution {facts[0]['symbol'].removeprefix('A/RES/')}).\n[Subsequently, the"
            " delegation of Fiji informed the Secretariat that it had intended to abstain.]\n"
        )
    return "".join(texts).encode()


def annex(facts: Sequence[Facts]) -> bytes:
    """Return the annex of a press release."""
    lists = "".join(
        f"{heading}: {', '.join(_names(facts, letter)) or 'None'}.\n"
        for letter, heading in _HEADINGS.items()
    )
    return (
        f"ANNEX I\nVote on {facts[0]['title'][:60]}\nThe draft resolution was adopted by a recorded"
        f" vote of 9 in favour to 2 against, with 3 abstentions, as follows:\n{lists}"
    ).encode()


def page(facts: Sequence[Facts], *, saved: bool = False) -> bytes:
    """Return the page of the library on a vote, copied or saved."""
    about = facts[0]
    votes = [f"{fact['vote'].replace('X', '')} {fact['name']}" for fact in facts]
    fields = {"Title": about["title"], "Resolution": about["symbol"], "Vote date": about["date"]}
    fields["Vote summary"] = "Voting Summary Yes: 9 | No: 2 | Abstentions: 3 | Non-Voting: 1"
    if saved:
        fields["Vote"] = "<br/> ".join(votes)
        spans = "".join(
            f"<div><span class='title'>{label}</span><span class='value'>{value}</span></div>\n"
            for label, value in fields.items()
        )
        return f"<!DOCTYPE html>\n<html><body>{spans}</body></html>\n".encode()
    head = "".join(f"{label}\n{value}\n" for label, value in fields.items())
    return (head + "Vote\n" + "\n".join(votes) + "\n").encode()


def lines(facts: Sequence[Facts]) -> bytes:
    """Return the lines of the votes alone."""
    return "".join(f"{fact['vote'].replace('X', '')} {fact['name']}\n" for fact in facts).encode()


def textmarc(facts: Sequence[Facts]) -> bytes:
    """Return a record of the library as TextMARC."""
    about = facts[0]
    fields = [f"245__ $$a{about['title']}", f"269__ $$a{about['date']}"]
    fields += [f"791__ $$a{about['symbol']}"]
    fields += [f"967__ $$c{fact['code']}$$d{fact['vote']}$$e{fact['name']}" for fact in facts]
    number = f"00{4000000 + about['place']}"
    return "".join(f"{number} {field}\n" for field in ["001__ 4000001", *fields]).encode()


def _names(facts: Sequence[Facts], letter: str) -> list[str]:
    return [fact["name"] for fact in facts if fact["vote"] == letter]
