"""The codes of votes and of organs: small numbers inside, letters and words at every edge."""

from enum import IntEnum


class Vote(IntEnum):
    """What a state did in a roll call.

    Not voting is not abstaining, and neither is not being a member. The members are
    ``NOT_A_MEMBER`` (0), ``YES`` (1), ``ABSTAIN`` (2), ``NO`` (3) and ``NOT_VOTING`` (4): small
    numbers inside, letters at every edge.

    Examples
    --------
    >>> Vote.ABSTAIN.letter, Vote(4).name
    ('A', 'NOT_VOTING')
    """

    NOT_A_MEMBER = 0
    YES = 1
    ABSTAIN = 2
    NO = 3
    NOT_VOTING = 4

    @property
    def letter(self) -> str:
        """Return Y, N, A or X; the empty text for not a member."""
        return LETTERS[self]


LETTERS = ("", "Y", "A", "N", "X")
WORDS = {"Y": "yes", "N": "no", "A": "abstain", "X": "not voting"}
# The votes that are cast.
CAST = (Vote.YES, Vote.ABSTAIN, Vote.NO)
# What the record on this machine is called: where it covers all sessions since 1946, and where
# it does not.
FULL = "the full record"
HERE = "the record on this machine"

# What files write. A blank and NV are not voting; whoever reads them says so.
CODES = {
    "Y": Vote.YES,
    "YES": Vote.YES,
    "N": Vote.NO,
    "NO": Vote.NO,
    "A": Vote.ABSTAIN,
    "ABSTAIN": Vote.ABSTAIN,
    "ABSTENTION": Vote.ABSTAIN,
    "X": Vote.NOT_VOTING,
    "NV": Vote.NOT_VOTING,
    "": Vote.NOT_VOTING,
}
