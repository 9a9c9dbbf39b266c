"""Checks the facts of a record: a seal reveals accidents, but anyone can seal a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from unvote.errors import DataError
from unvote.store.seal import damaged


@contextmanager
def as_damage(name: str) -> Iterator[None]:
    """Report a file as damaged if its content causes an error."""
    try:
        yield
    except DataError:
        raise
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise damaged(name) from error


def require(fact: Any) -> None:
    """Raise an error unless a fact holds; `as_damage` reports it as damage."""
    if not fact:
        raise ValueError


def check_facts(facts: dict[str, Any], name: str) -> None:
    """Refuse facts that are incomplete, or not in the form that unvote writes."""
    with as_damage(name):
        numbers = [facts[key] for key in ("rollcalls", "votes", "states", "reference")]
        texts = [facts["program"], facts["disagreements"]["file"]]
        numbers.append(facts["disagreements"]["count"])
        days = [facts["first"], facts["last"]]
        for source in facts["sources"]:
            texts.append(source["source"])
            numbers += [source["rollcalls"], source["votes"]]
            texts.append(source["file"])
            days += [source["first"], source["last"]]
            for file in source["files"]:
                require(file.keys() == {"name", "sha256", "when", "filled"})
                require(type(file["filled"]) is bool)
                texts += [file["name"], file["sha256"], file["when"]]
        for one, other in facts["possible_duplicates"]:
            texts += [one, other]
        for *words, used, listed, edition in facts["fewer"]:
            require(len(words) == 4)
            texts += [*words, edition]
            numbers += [used, listed]
        numbers += [int(number) for number in facts["gaps"]]
        require(type(facts["whole"]) is bool)
        require(all(type(number) is int and number >= 0 for number in numbers))
        require(all(type(text) is str for text in texts))
        for day in days:
            require(day is None or bool(date.fromisoformat(day)))
