"""Which roll calls a measure counts, and the notes on those that it leaves out."""

from collections.abc import Iterable, Sequence

from unvote.analysis.consensus import as_agreement, consensus_note
from unvote.analysis.counts import parts_note
from unvote.analysis.measures import Measure
from unvote.analysis.seats import seats
from unvote.answer import CAUTION, Note, noted
from unvote.errors import ArgumentError
from unvote.record import Condition, Record, count_of
from unvote.remembered import remembered
from unvote.selection.positions import is_contested
from unvote.world.organs import EVERY, find_organ, organ_name
from unvote.world.sources import REFERENCE

# The organ that measures count by default.
ASSEMBLY = "GA"
# The columns of measures that name states.
OF_STATES = ("state", "a", "b")


@remembered
def measured(
    record: Record, organ: str = ASSEMBLY, parts: bool = False, consensus: bool = False
) -> Record:
    """Return the roll calls that a measure counts; `left_out` numbers the others.

    Applied twice, it changes nothing.

    `record`: the roll calls; texts adopted without a vote are left out.
    `organ`: the organ; "all" for all. By default, if all roll calls are of one organ, that organ.
    `parts`: takes votes on amendments and paragraphs too. If there are no other votes, they are
    taken in any case.
    `consensus`: takes texts adopted without a vote as a yes of all members of the day.
    Raises ArgumentError if the organ is unknown, or texts without a vote are asked for and not
    known.

    Examples
    --------
    >>> import unvote
    >>> record = measured(unvote.load("embedded"))
    >>> len(record), record.left_out.other_organs
    (21, 3)
    """
    record = eligible(record, organ, parts)
    return voted(as_agreement(record), consensus=True) if consensus else voted(record)


@remembered
def eligible(record: Record, organ: str = ASSEMBLY, parts: bool = False) -> Record:
    """Return the roll calls that `measured` chooses from, and the texts adopted without a vote."""
    record = _of_organ(record, organ)
    on_parts = (record.rollcalls["part"] != "").to_numpy(dtype=bool)
    if not parts and on_parts.any() and not on_parts.all():
        count = record.left_out.parts + int(on_parts.sum())
        record = record.narrowed(~on_parts, "whole texts", "parts")
        record = record.with_facts(left_out=record.left_out._replace(parts=count))
    return record


def _of_organ(record: Record, organ: str) -> Record:
    if organ == EVERY or not len(record):
        return record
    organ = find_organ(organ)
    there = record.rollcalls["organ"].unique().tolist()
    if organ not in there and organ_name(organ) == organ:  # no body that is known
        known = ", ".join(one or "an unknown body" for one in sorted(there))
        raise ArgumentError(f"organ '{organ}': it has no roll call here (these have: {known})")
    if there == [organ]:
        return record
    if organ == ASSEMBLY and len(there) == 1:
        told = not there[0] or any(one.about == "organ" for one in record.selection)
        mine = () if told else (Condition(f"organ {there[0]}", "organ"),)
        return record.with_facts(selection=(*record.selection, *mine))
    of_organ = record.select(organ=organ)
    count = record.left_out.other_organs + len(record) - len(of_organ)
    left_out = record.left_out._replace(other_organs=count, organ=organ)
    return of_organ.with_facts(left_out=left_out)


@remembered
def voted(record: Record, *, consensus: bool = False) -> Record:
    """Return the roll calls that list any state, and count the others.

    With `consensus` they include the texts without a vote, on which all members now have a yes.
    """
    without, unlisted = record.without_vote, record.unlisted
    if consensus:
        without = without & ~record.matrix.any(axis=1)
    if not (without | unlisted).any():
        return record
    before = record.left_out
    left_out = before._replace(
        without_vote=before.without_vote + int(without.sum()),
        unlisted=before.unlisted + int(unlisted.sum()),
    )
    return record.rows(~without & ~unlisted).with_facts(left_out=left_out)


def measurable(record: Record, formulas: Sequence[Measure]) -> tuple[Record, list[str]]:
    """Return the roll calls that the formulas count, and a note on those they leave out."""
    strict = [measure.name for measure in formulas if measure.contested]
    if not strict:
        return record, []
    contested = is_contested(record.matrix)
    unanimous = int((~contested).sum())
    note = f"{count_of(unanimous, 'unanimous roll call')} left out, as {strict[0]} does"
    return record.rows(contested), [note] if unanimous else []


def measure_notes(
    record: Record,
    doubts: Iterable[str] = (),
    left_out: Iterable[str] = (),
    named: Iterable[str] = (),
) -> list[Note]:
    """Return the notes on a measure, the most important first.

    `doubts`, `left_out`: what is doubtful, and what was left out besides the roll calls that
    `measured` leaves out.
    `named`: the codes of the states and groups that it is about; some states were not always what
    they are now.
    """
    caution = caution_of(record)
    # For an unknown body, the doubts about the record are doubts about the measure.
    nameless = (record.rollcalls["organ"] == "").any()
    return [
        *([Note(CAUTION, caution)] if caution else []),
        *noted("doubt", doubts),
        *noted("consensus", consensus_note(record)),
        *noted("left out", [*left_out_note(record), *left_out]),
        *noted("seats", seats(record, set(named))),
        *noted("record", record.doubts if nameless else ()),
    ]


@remembered
def caution_of(record: Record) -> str:
    """Return a line that says that most roll calls of a record were chosen, not sampled.

    Examples
    --------
    >>> import unvote
    >>> caution_of(unvote.load("embedded"))
    "from 24 chosen roll calls, not a sample: 'unvote data pull' gets all"
    """
    chosen = int((record.rollcalls["source"] == REFERENCE).sum())
    if 2 * chosen < len(record) or not chosen:
        return ""
    if chosen == len(record):
        every = len(record.whole or record)
        return f"from {every} chosen roll calls, not a sample: 'unvote data pull' gets all"
    return (
        f"{chosen} of these {len(record)} roll calls are chosen, not a sample: 'unvote data pull'"
        " gets all"
    )


def caution_of_list(record: Record) -> str:
    """Return the same line for a list, which a reader may take for all; "" if each was named."""
    named = [one.value for one in record.selection if one.about == "named"]
    each = any("*" not in value and "?" not in value for value in named)
    return "" if each else caution_of(record)


def left_out_note(record: Record) -> list[str]:
    """Return a line on the roll calls that `measured` left out.

    Examples
    --------
    >>> import unvote
    >>> left_out_note(measured(unvote.load("embedded")))
    ['left out: 3 roll calls not of the General Assembly (--organ all)']
    """
    others, parts, without, unlisted, organ = record.left_out
    if others and not (len(record) or parts or without or unlisted):
        who = (
            f"all {others:,} are of other bodies"
            if others > 1
            else "the only one is of another body"
        )
        return [f"no roll call of the {organ_name(organ)} to measure: {who} (--organ {EVERY})"]
    told = [
        f"{count_of(others, 'roll call')} not of the {organ_name(organ)} (--organ {EVERY})"
        if others
        else "",
        f"{count_of(parts, 'vote')} on amendments and paragraphs (--parts)" if parts else "",
        f"{count_of(without, 'text')} adopted without a vote" if without else "",
        f"{count_of(unlisted, 'vote')} without a list of states" if unlisted else "",
    ]
    return [f"left out: {', '.join(filter(None, told))}"] if any(told) else []


@remembered
def doubts_of(record: Record) -> list[str]:
    """Return the doubts about a measure of these roll calls: absences, and parts of texts."""
    return [*absences_note(record), *parts_note(record)]


def absences_note(record: Record) -> list[str]:
    """Return a line on the roll calls whose source lists only who voted."""
    number = int(record.without_absences.sum())
    if not number:
        return []
    what = f"{count_of(number, 'roll call')} of these {'lists' if number == 1 else 'list'}"
    return [f"{what} only who voted, so absences are not known (--fill-absent derives them)"]
