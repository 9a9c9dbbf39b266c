"""The rules of decision: votes whose outcome is known, and what must hold of any vote."""

import csv
import io
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import unvote
from unvote.world.rules import (
    Count,
    all_rules,
    default_rule,
    judge,
    permanent_members,
    votes_to_join,
    votes_to_switch,
)

DATA = Path(__file__).parent / "data"
OUTCOMES = list(csv.DictReader((DATA / "outcomes.csv").open(encoding="utf-8")))
COUNCIL = list(csv.DictReader((DATA / "council.csv").open(encoding="utf-8")))

PERMANENT = sorted(permanent_members())
ELECTED = [code for code in unvote.states("US", "BR", "JP", "IN")["state"] if code != "USA"]
OTHERS = [code for code in unvote.states()["state"].unique() if code not in PERMANENT]

each_outcome = pytest.mark.parametrize("row", OUTCOMES, ids=lambda row: row["symbol"] or row["text"])
each_draft = pytest.mark.parametrize("row", COUNCIL, ids=lambda row: row["symbol"])


def record_of(row, votes):
    """Read a file with one roll call: the votes as pairs of a state and a letter."""
    file = io.StringIO()
    table = csv.writer(file)
    table.writerow(
        ["undl_id", "ms_code", "ms_vote", "date", "session", "resolution", "organ", "title"]
    )
    about = [row["date"], row.get("session"), row["symbol"], row.get("organ"), row.get("text")]
    table.writerows([1, state, letter, *about] for state, letter in votes)
    return unvote.read(io.BytesIO(file.getvalue().encode()))


def votes_of(row):
    """Deal the votes of a count out to states: the permanent noes to those that cast them."""
    against = row["permanent_no"].split()
    kinds = {"Y": int(row["yes"]), "N": int(row["no"]) - len(against), "A": int(row["abstain"])}
    letters = "".join(letter * number for letter, number in kinds.items())
    others = [code for code in PERMANENT if code not in against] + OTHERS
    return [(code, "N") for code in against] + list(zip(others, letters, strict=False))


def council_votes(row):
    return [tuple(vote.split(":")) for vote in row["votes"].split()]


def verdict(frame):
    [row] = frame[["rule", "yes", "no", "abstain", "outcome"]].values.tolist()
    return row


def stated(row):
    return [row["rule"], *(int(row[name]) for name in ("yes", "no", "abstain")), row["outcome"]]
