"""Finds the lists of a recorded vote in a text: who was in favour, against, abstaining, absent."""

from collections.abc import Callable
from itertools import islice, zip_longest
from typing import NamedTuple

from unvote.codes import Vote
from unvote.errors import DataError
from unvote.readers.list_headings import Heading, check_labels, headings_in
from unvote.readers.names import Listed, holds_names, names_in
from unvote.readers.results import speaks_of_a_vote, without_footnotes

# A meeting votes some twenty times; four lists each.
_MOST_LISTS = 2000


class Ballot(NamedTuple):
    """The lists of one vote."""

    # Where in the text the first heading begins, and the last list ends.
    place: int
    end: int
    votes: list[tuple[Listed, Vote]]  # who voted how
    totals: dict[Vote, int]  # the numbers that the headings name
    kinds: dict[str, Vote]  # the kinds of its headings, and the votes that they stand for


def ballots_in(text: str, where: Callable[[int], str]) -> list[Ballot]:
    """Return the recorded votes whose lists a text holds, in their order.

    `text`: the text, without heads of pages.
    `where`: what a place of the text is called in messages.
    Raises DataError if a list holds anything but states, or may be of a vote and is under no known
    heading; the message names the line.
    """
    text = without_footnotes(text)
    headings = list(islice(headings_in(text), _MOST_LISTS + 1))
    if len(headings) > _MOST_LISTS:
        raise DataError(f"{where(headings[-1].place)}: more than {_MOST_LISTS:,} lists of votes")
    found: list[Ballot] = []
    lists: list[tuple[int, int]] = []
    current: Ballot | None = None
    stop = 0
    for heading, following in zip_longest(headings, headings[1:]):
        if heading.place < stop:
            continue
        stop = following.place if following else len(text)
        between = text[heading.end : stop]
        if following and not between.strip() and "\n" not in between:
            raise DataError(
                f"{where(heading.place)}: two headings side by side, without names between them:"
                " put the lists one under the other"
            )
        if heading.weak and not holds_names(text, heading.end, stop):
            stop = 0
            continue
        names = names_in(text, heading.end, stop, where)
        if current is None or _is_another(text, current, heading):
            current = Ballot(heading.place, names.end, [], {}, {})
            found.append(current)
        if heading.continued and heading.kind not in current.kinds:
            raise _without_beginning(text, heading, where)
        current.votes.extend((listed, heading.vote) for listed in names.states)
        if heading.total is not None:
            also = 0 if heading.kind in current.kinds else current.totals.get(heading.vote, 0)
            current.totals[heading.vote] = also + heading.total
        current.kinds[heading.kind] = heading.vote
        current = found[-1] = current._replace(end=names.end)
        lists.append((heading.place, names.end))
        stop = names.end
    check_labels(text, lists, where)
    return [ballot for ballot in found if ballot.votes]


def _is_another(text: str, ballot: Ballot, heading: Heading) -> bool:
    """Return whether a heading begins another vote: one like it, or what the text says before it.

    A footnote, the head of a page or a remark between two lists does not part them.
    """
    if heading.continued:
        return False
    return heading.kind in ballot.kinds or speaks_of_a_vote(text[ballot.end : heading.place])


def _without_beginning(text: str, heading: Heading, where: Callable[[int], str]) -> DataError:
    """Return the error about a list that goes on, though its beginning is not there."""
    words = " ".join(text[heading.place : heading.end].split()).rstrip(" :")
    return DataError(
        f"{where(heading.place)}: '{words}' goes on with a list that the text does not hold: copy"
        " its beginning too"
    )
