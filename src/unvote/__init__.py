"""How the United Nations voted: tallies, majority rules, and who voted with whom.

Every command of the program is a call here, with the same names and the same columns::

    import unvote

    record = unvote.load()                       # the full record, else the one in unvote
    unvote.tally(record.select("ES-11/7"))       # the count, the rule, the outcome
    unvote.align(record, "US", "RU")             # how two vote with each other
    unvote.versus(record, "US", "EU")            # who stands with whom

Nothing here prints, and pandas is loaded only when a call needs it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from unvote._version import __version__

if TYPE_CHECKING:
    from unvote import plot
    from unvote.analysis.align import align
    from unvote.analysis.blocs import bloc_fit, blocs
    from unvote.analysis.breaks import breaks
    from unvote.analysis.catalogue import groups, measures, rules, states
    from unvote.analysis.check import check
    from unvote.analysis.cite import cite
    from unvote.analysis.cohesion import cohesion
    from unvote.analysis.dissenters import dissenters
    from unvote.analysis.ideal.estimate import ideal
    from unvote.analysis.lists import search, show, votes
    from unvote.analysis.matrix import align_matrix
    from unvote.analysis.shift import shift
    from unvote.analysis.shift_votes import shift_votes
    from unvote.analysis.state_department.tables import (
        state_department,
        state_department_regions,
        state_department_rollcalls,
    )
    from unvote.analysis.tally import tally
    from unvote.analysis.tilemap import map  # noqa: A004 - the name of the command
    from unvote.analysis.versus import sides, versus
    from unvote.codes import Vote
    from unvote.errors import (
        AmbiguousNameError,
        ArgumentError,
        DataError,
        NothingSelectedError,
        OutputError,
        UnknownNameError,
        UnvoteError,
    )
    from unvote.loading import load
    from unvote.output.pages.report import report
    from unvote.readers import fill_absent, read, read_files
    from unvote.record import Record
    from unvote.world.groups import Group, find_group, own_groups
    from unvote.world.rules import Rule, find_rule
    from unvote.world.states import State, find_state

_HOME = {
    "align": "analysis.align",
    "align_matrix": "analysis.matrix",
    "differences": "analysis.differences",
    "map": "analysis.tilemap",
    "sides": "analysis.versus",
    "versus": "analysis.versus",
    "bloc_fit": "analysis.blocs",
    "blocs": "analysis.blocs",
    "breaks": "analysis.breaks",
    "check": "analysis.check",
    "cite": "analysis.cite",
    "cohesion": "analysis.cohesion",
    "dissenters": "analysis.dissenters",
    "ideal": "analysis.ideal.estimate",
    "search": "analysis.lists",
    "show": "analysis.lists",
    "votes": "analysis.lists",
    "state_department": "analysis.state_department.tables",
    "state_department_regions": "analysis.state_department.tables",
    "state_department_rollcalls": "analysis.state_department.tables",
    "shift": "analysis.shift",
    "shift_votes": "analysis.shift_votes",
    "tally": "analysis.tally",
    "groups": "analysis.catalogue",
    "measures": "analysis.catalogue",
    "rules": "analysis.catalogue",
    "states": "analysis.catalogue",
    "AmbiguousNameError": "errors",
    "ArgumentError": "errors",
    "DataError": "errors",
    "NothingSelectedError": "errors",
    "OutputError": "errors",
    "UnknownNameError": "errors",
    "UnvoteError": "errors",
    "load": "loading",
    "report": "output.pages.report",
    "plot": "plot",
    "fill_absent": "readers",
    "read": "readers",
    "read_files": "readers",
    "Record": "record",
    "Vote": "codes",
    "Group": "world.groups",
    "find_group": "world.groups",
    "own_groups": "world.groups",
    "Rule": "world.rules",
    "find_rule": "world.rules",
    "State": "world.states",
    "find_state": "world.states",
}

__all__ = [
    "AmbiguousNameError",
    "ArgumentError",
    "DataError",
    "Group",
    "NothingSelectedError",
    "OutputError",
    "Record",
    "Rule",
    "State",
    "UnknownNameError",
    "UnvoteError",
    "Vote",
    "__version__",
    "align",
    "align_matrix",
    "bloc_fit",
    "blocs",
    "breaks",
    "check",
    "cite",
    "cohesion",
    "differences",
    "dissenters",
    "fill_absent",
    "find_group",
    "find_rule",
    "find_state",
    "groups",
    "ideal",
    "load",
    "map",
    "measures",
    "own_groups",
    "plot",
    "read",
    "read_files",
    "report",
    "rules",
    "search",
    "shift",
    "shift_votes",
    "show",
    "sides",
    "state_department",
    "state_department_regions",
    "state_department_rollcalls",
    "states",
    "tally",
    "versus",
    "votes",
]


# Public names that have another name now, each with the new one. An old name works, with a
# DeprecationWarning, until the next version that may break programs.
_RENAMED: dict[str, str] = {}


def __getattr__(name: str) -> Any:
    if new := _RENAMED.get(name):
        import warnings

        text = f"unvote.{name} is now called unvote.{new}; the old name will go"
        warnings.warn(text, DeprecationWarning, stacklevel=2)
        return getattr(import_module(__name__), new)
    if name not in _HOME:
        raise AttributeError(f"module 'unvote' has no attribute '{name}'")
    home = import_module(f"unvote.{_HOME[name]}")
    value = home if _HOME[name] == name else getattr(home, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
