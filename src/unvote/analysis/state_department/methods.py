"""How the State Department's reports make their tables: each method holds from one year on."""

from typing import NamedTuple

from unvote.errors import ArgumentError

# The Assembly's first votes, and the last year that a date can have.
FIRST_VOTES, LAST_YEAR = 1946, 9999


class Method(NamedTuple):
    """The method by which the reports of some years make their tables."""

    # The years of the first and the last report made this way; the newest method has no last one.
    since: int
    until: int | None
    # The measure of a state's score, and its formula over the columns of the table.
    measure: str
    formula: str
    # If true, the reports count the roll calls of the autumn part of the session in which the
    # United States voted yes or no, also those on paragraphs, amendments and motions; averages are
    # pooled: all identical votes over all identical and opposite ones. If false, they count the
    # votes on whole texts in the calendar year, and averages are means.
    autumn: bool
    places: int  # the decimals of a percentage as printed


METHODS = {
    method.since: method
    for method in (
        Method(1984, 2016, "votes-only", "identical / (identical + opposite)", True, 1),
        Method(
            *(2017, 2020, "agreement"),
            "(identical + partial / 2) / (identical + opposite + partial)",
            autumn=False,
            places=0,
        ),
        Method(
            *(2021, None, "coincidence"),
            "(identical + partial / 2 + absent / 2) / votes",
            autumn=False,
            places=0,
        ),
    )
}


def find_method(year: int, method: int | None = None) -> Method:
    """Return the method of the report for a year, or the method asked for.

    Raises ArgumentError if the reports began later, the year is not valid, or no method began in
    the year given as method.

    Examples
    --------
    >>> find_method(2019).measure, find_method(2019, 2021).measure
    ('agreement', 'coincidence')
    """
    first = min(METHODS)
    if year > LAST_YEAR:
        raise ArgumentError(f"year {year}: write it with four digits, from {first} on")
    if year < first:
        told = f"year {year}: the State Department's reports begin with {first}"
        if year >= FIRST_VOTES:
            told += (
                f" (for other years: 'unvote align US --from {year} --to {year} --measure"
                f" {METHODS[first].measure}')"
            )
        raise ArgumentError(told)
    if method is None:
        return METHODS[max(since for since in METHODS if since <= year)]
    if method not in METHODS:
        raise ArgumentError(
            f"method {method}: it is the year since which the reports use it,"
            f" {', '.join(map(str, METHODS))}"
        )
    return METHODS[method]


def in_words(method: Method) -> str:
    """Describe the method in a sentence."""
    until = f"for {method.since}-{method.until}" if method.until else f"since {method.since}"
    if method.autumn:
        which = "roll calls of the autumn in which the United States voted yes or no"
        averages = "averages are pooled, all identical over all identical and opposite votes"
    else:
        which = "final votes on whole texts in the calendar year"
        averages = "averages are means of the countries' scores"
    return f"method of the reports {until}: {method.formula}; {which}; {averages}"
