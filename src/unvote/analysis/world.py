"""What unvote knows of the world, as rows: states, groups, rules and measures.

Nothing here needs pandas, and each list loads only its own part, so that it starts at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from unvote.world.groups import Group
    from unvote.world.states import State

Rows = tuple[Sequence[str], list[list[Any]]]

STATES = (
    *("state", "alpha2", "name", "un_name", "admitted", "ended", "successor", "region"),
    *("note", "source"),
)
GROUPS = ("group", "name", "members", "about", "source")
MEMBERS = ("group", "state", "name", "from", "to", "note")
RULES = ("rule", "title", "organ", "since", "until", "veto", "article", "text", "source")
MEASURES = (
    *("measure", "title", "formula", "abstention", "absence", "range", "aliases", "example"),
    "source",
)


def state_rows(names: Sequence[str] = ()) -> Rows:
    """Return the states, one row a spell of membership: all, or those named.

    A group stands for its members of today.
    """
    from unvote.world.groups import Group, find_party
    from unvote.world.states import all_states

    known = all_states()
    parties = [find_party(name) for name in names]
    codes = [
        code
        for party in parties
        for code in (party.members() if isinstance(party, Group) else [party.code])
    ]
    chosen: Iterable[State] = [known[code] for code in dict.fromkeys(codes)] or known.values()
    rows = [
        [
            *(state.code, state.alpha2, state.name, state.un_name, first, end),
            *(";".join(state.successors), state.region, state.note, state.source),
        ]
        for state in chosen
        for first, end in state.spells
    ]
    return STATES, rows


def group_rows(names: Sequence[str] = (), own: "Mapping[str, Group] | None" = None) -> Rows:
    """Return the groups with the number of their members, or the members of those named."""
    from unvote.world.groups import all_groups, find_group
    from unvote.world.states import all_states

    if not names:
        groups = [*(own or {}).values(), *all_groups().values()]
        return GROUPS, [
            [group.code, group.name, len(group.members()), group.about, group.source]
            for group in groups
        ]
    rows = [
        [
            group.code,
            spell.state,
            all_states()[spell.state].name,
            spell.first,
            spell.last,
            spell.note,
        ]
        for group in (find_group(name, own) for name in names)
        for spell in group.memberships
    ]
    return MEMBERS, rows


def rule_rows(name: str | None = None) -> Rows:
    """Return the rules, one row for each period in which one holds; all, or the one named."""
    from unvote.world.rules import all_rules, find_rule

    if name is not None:
        find_rule(name)
    rows = [
        [
            *(rule.name, rule.title, rule.organ, rule.since, rule.until),
            *(rule.veto, rule.article, rule.text, rule.source),
        ]
        for rule in all_rules()
        if name in (None, rule.name)
    ]
    return RULES, rows


def measure_rows(name: str | None = None) -> Rows:
    """Return the measures; all of them, or the one named."""
    from unvote.analysis.measures import all_measures, find_measure

    chosen = all_measures().values() if name is None else [find_measure(name)]
    return MEASURES, [
        [
            *(one.name, one.title, one.formula, one.abstention, one.absence, one.range),
            *(" ".join(one.aliases), one.example, one.source),
        ]
        for one in chosen
    ]


def _frame(rows: Rows) -> "pd.DataFrame":
    import pandas as pd

    columns, values = rows
    return pd.DataFrame(values, columns=list(columns))


def states(*names: str) -> "pd.DataFrame":
    """Return the member states since 1945, or those named.

    Parameters
    ----------
    *names : str
        States, however they are named; none: all that are or were members.

    Returns
    -------
    DataFrame
        One row a spell of membership: `state` (ISO alpha-3), `alpha2`, `name`, `un_name`,
        `admitted`, `ended` (first day no longer a member), `successor`, `region`, `note`,
        `source`.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If a state is not known, or is ambiguous.

    Examples
    --------
    >>> import unvote
    >>> unvote.states("Czechoslovakia")[["state", "successor"]].iloc[0].tolist()
    ['CSK', 'CZE;SVK']
    """
    return _frame(state_rows(names))


def groups(*names: str) -> "pd.DataFrame":
    """Return the groups of states, or the memberships of those named.

    Parameters
    ----------
    *names : str
        Groups; none: all, one row each.

    Returns
    -------
    DataFrame
        `group, name, members` (whose membership is open), `about, source`; with names one
        row a spell of membership: `group, state, name, from, to` (the last day), `note`.

    Raises
    ------
    UnknownNameError
        If a group is not known.

    Examples
    --------
    >>> import unvote
    >>> unvote.groups("BENELUX")["state"].tolist()
    ['BEL', 'NLD', 'LUX']
    """
    return _frame(group_rows(names))


def rules(name: str | None = None) -> "pd.DataFrame":
    """Return the rules of decision, one row for each period in which one holds.

    Parameters
    ----------
    name : str, optional
        A rule; none: all.

    Returns
    -------
    DataFrame
        `rule, title, organ, since, until, veto, article, text, source`.

    Raises
    ------
    ArgumentError
        If no rule has the name.

    Examples
    --------
    >>> import unvote
    >>> unvote.rules("two-thirds")["organ"].tolist()
    ['GA']
    """
    return _frame(rule_rows(name))


def measures(name: str | None = None) -> "pd.DataFrame":
    """Return the measures of how two states vote.

    Parameters
    ----------
    name : str, optional
        A measure; none: all.

    Returns
    -------
    DataFrame
        `measure, title, formula, abstention, absence, range, aliases, example` (worked out on
        one table of ten joint votes), `source`.

    Raises
    ------
    ArgumentError
        If no measure has the name.

    Examples
    --------
    >>> import unvote
    >>> unvote.measures("agreement")["formula"].item()
    '(same + partial / 2) / n'
    """
    return _frame(measure_rows(name))
