"""What unvote knows about the world: states, groups, rules and measures.

Nothing here needs pandas, and each list loads only its own part, so that it starts at once.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from unvote.answer import Answer, Column, Kind, listed, question

if TYPE_CHECKING:
    from unvote.world.groups import Group
    from unvote.world.states import State

_NAME, _NOTE, _SOURCE = (
    Column("name", Kind.TEXT),
    Column("note", Kind.TEXT),
    Column("source", Kind.TEXT),
)
STATES = (
    *(Column("state", key=True), Column("alpha2"), _NAME, Column("un_name", Kind.TEXT).hidden()),
    *(Column("admitted", Kind.DATE), Column("ended", Kind.DATE), Column("successor", Kind.TEXT)),
    *(Column("region"), _NOTE.hidden(), _SOURCE.hidden()),
)
GROUPS = (
    *(Column("group", key=True), _NAME, Column("members", Kind.COUNT), Column("about", Kind.TEXT)),
    _SOURCE.hidden(),
)
MEMBERS = (
    *(Column("group", key=True), Column("state"), _NAME, Column("from", Kind.DATE)),
    *(Column("to", Kind.DATE), _NOTE),
)
RULES = (
    *(Column("rule", key=True), Column("title", Kind.TEXT), Column("organ")),
    *(Column("since", Kind.DATE), Column("until", Kind.DATE), Column("veto", Kind.TRUTH)),
    *(Column("article", Kind.TEXT), Column("text", Kind.TEXT), _SOURCE),
)
MEASURES = (
    *(Column("measure", key=True), Column("title", Kind.TEXT), Column("formula", Kind.TEXT)),
    *(Column("abstention", Kind.TEXT), Column("absence", Kind.TEXT), Column("range")),
    *(Column("aliases"), Column("example", Kind.TEXT), _SOURCE),
)


@question
def states(*names: str) -> Answer:
    """Return the member states since 1945, or those named.

    Parameters
    ----------
    *names : str
        States, under any of their names, and groups, which mean their members of today;
        none: all that are or were members.

    Returns
    -------
    DataFrame
        One row per spell of membership: `state` (ISO alpha-3), `alpha2`, `name`, `un_name`,
        `admitted`, `ended` (first day after membership), `successor`, `region`, `note`,
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
    from unvote.world.groups import Group, find_actor
    from unvote.world.states import all_states

    known = all_states()
    actors = [find_actor(name) for name in names]
    codes = [
        code
        for actor in actors
        for code in (actor.members() if isinstance(actor, Group) else [actor.code])
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
    return listed(STATES, rows)


@question
def groups(*names: str, own: "Mapping[str, Group] | None" = None) -> Answer:
    """Return the groups of states, or the memberships of those named.

    Parameters
    ----------
    *names : str
        Groups; none: all, one row each.
    own : mapping of str to Group, optional
        Groups of the user's own (`own_groups`).

    Returns
    -------
    DataFrame
        `group, name, members` (the number of members today), `about, source`; with names one
        row per spell of membership: `group, state, name, from, to` (the last day), `note`.

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
    from unvote.world.groups import all_groups, find_group
    from unvote.world.states import all_states

    if not names:
        known = [*(own or {}).values(), *all_groups().values()]
        return listed(
            GROUPS,
            [[one.code, one.name, len(one.members()), one.about, one.source] for one in known],
        )
    rows = [
        [
            *(group.code, spell.state, all_states()[spell.state].name),
            *(spell.first, spell.last, spell.note),
        ]
        for group in (find_group(name, own) for name in names)
        for spell in group.memberships
    ]
    return listed(MEMBERS, rows)


@question
def rules(name: str | None = None) -> Answer:
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
        If no rule has this name.

    Examples
    --------
    >>> import unvote
    >>> unvote.rules("two-thirds")["organ"].tolist()
    ['GA']
    """
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
    found = listed(RULES, rows)
    return found if name else found.hiding("until", "veto", "text", "source")


@question
def measures(name: str | None = None) -> Answer:
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
        If no measure has this name.

    Examples
    --------
    >>> import unvote
    >>> unvote.measures("agreement")["formula"].item()
    '(same + partial / 2) / n'
    """
    from unvote.analysis.measures import all_measures, find_measure

    chosen = all_measures().values() if name is None else [find_measure(name)]
    rows = [
        [
            *(one.name, one.title, one.formula, one.abstention, one.absence, one.range),
            *(" ".join(one.aliases), one.example, one.source),
        ]
        for one in chosen
    ]
    found = listed(MEASURES, rows)
    return found if name else found.hiding("title", "range", "aliases", "example", "source")
