"""The public names of unvote, each from the module that `__init__.py` loads when it is used."""

from . import plot as plot
from ._version import __version__ as __version__
from .analysis.align import align as align
from .analysis.blocs import bloc_fit as bloc_fit
from .analysis.blocs import blocs as blocs
from .analysis.breaks import breaks as breaks
from .analysis.catalogue import groups as groups
from .analysis.catalogue import measures as measures
from .analysis.catalogue import rules as rules
from .analysis.catalogue import states as states
from .analysis.check import check as check
from .analysis.cite import cite as cite
from .analysis.cohesion import cohesion as cohesion
from .analysis.differences import differences as differences
from .analysis.dissenters import dissenters as dissenters
from .analysis.ideal.estimate import ideal as ideal
from .analysis.lists import search as search
from .analysis.lists import show as show
from .analysis.lists import votes as votes
from .analysis.matrix import align_matrix as align_matrix
from .analysis.outcomes import close as close
from .analysis.profile import profile as profile
from .analysis.shift import shift as shift
from .analysis.shift_votes import shift_votes as shift_votes
from .analysis.state_department.tables import state_department as state_department
from .analysis.state_department.tables import state_department_regions as state_department_regions
from .analysis.state_department.tables import (
    state_department_rollcalls as state_department_rollcalls,
)
from .analysis.tally import tally as tally
from .analysis.tilemap import map as map  # noqa: A004 - the name of the command
from .analysis.versus import sides as sides
from .analysis.versus import versus as versus
from .analysis.with_codes import with_codes as with_codes
from .codes import Vote as Vote
from .errors import AmbiguousNameError as AmbiguousNameError
from .errors import ArgumentError as ArgumentError
from .errors import DataError as DataError
from .errors import NothingSelectedError as NothingSelectedError
from .errors import OutputError as OutputError
from .errors import UnknownNameError as UnknownNameError
from .errors import UnvoteError as UnvoteError
from .loading import load as load
from .output.pages.report import report as report
from .readers import fill_absent as fill_absent
from .readers import read as read
from .readers import read_files as read_files
from .record import Record as Record
from .world.groups import Group as Group
from .world.groups import find_group as find_group
from .world.groups import own_groups as own_groups
from .world.rules import Rule as Rule
from .world.rules import find_rule as find_rule
from .world.states import State as State
from .world.states import find_state as find_state
