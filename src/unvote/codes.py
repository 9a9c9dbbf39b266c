"""The codes of votes and of organs: small numbers inside, letters and words outside."""

from enum import IntEnum


class Vote(IntEnum):
    """What a state did in a roll call.

    Not voting is not abstaining, and neither is not being a member. The members are
    ``NOT_A_MEMBER`` (0), ``YES`` (1), ``ABSTAIN`` (2), ``NO`` (3) and ``NOT_VOTING`` (4): small
    numbers inside, letters outside.

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
# The votes that count as cast.
CAST = (Vote.YES, Vote.ABSTAIN, Vote.NO)
# The parts of a text that can be voted on.
PARTS = ("amendment", "paragraph", "motion")
# The names of the record on this machine: if it covers all sessions since 1946, and if not.
FULL = "the full record"
HERE = "the record on this machine"

# What files write, in capitals: letters, and words in English, French and Spanish. Readers that
# take a blank, a dash or NV as not voting say so.
_WRITTEN = {
    Vote.YES: "Y;YES;IN FAVOUR;IN FAVOR;FOR;YEA;YEAS;AYE;FAVOUR;FAVOR;VOTED YES;VOTED FOR;"
    "VOTED IN FAVOUR;VOTED IN FAVOR;OUI;POUR;SI;SÍ;A FAVOR",
    Vote.NO: "N;NO;AGAINST;NAY;NAYS;OPPOSED;VOTED NO;VOTED AGAINST;NON;CONTRE;EN CONTRA;CONTRA",
    Vote.ABSTAIN: "A;ABSTAIN;ABSTAINS;ABSTAINED;ABSTAINING;ABSTENTION;ABSTENTIONS;ABST;"
    "S'ABSTIENT;SE ABSTIENE;ABSTENCIÓN;ABSTENCION;ABSTENCIONES",
    Vote.NOT_VOTING: ";X;NV;NON VOTING;NONVOTING;NOT VOTING;NO VOTE;ABSENT;ABSENTS;NOT PRESENT;"
    "DID NOT VOTE;NOT PARTICIPATING;DID NOT PARTICIPATE;NON VOTANT;N'A PAS VOTÉ;AUSENTE;AUSENTES;"
    "NO VOTANTE;NO VOTÓ;NO VOTO;NE PARTICIPE PAS;NO PARTICIPA",
    Vote.NOT_A_MEMBER: "NOT A MEMBER;NO MEMBER;NON MEMBER",
}
CODES = {word: vote for vote, words in _WRITTEN.items() for word in words.split(";")}


def vote_called(text: str) -> Vote | None:
    """Return the vote that a text names, in any case; None if it names none.

    Examples
    --------
    >>> vote_called("In favour"), vote_called("non-voting").letter, vote_called("perhaps")
    (<Vote.YES: 1>, 'X', None)
    """
    vote = CODES.get(text.upper())
    if vote is None and text:
        vote = CODES.get(" ".join(text.upper().replace("’", "'").translate(_SPACES).split()))
    return vote


def is_dash(text: str) -> bool:
    """Return whether a text is nothing but dashes: not voting, in every table.

    Examples
    --------
    >>> is_dash("-"), is_dash("— —"), is_dash("")
    (True, True, False)
    """
    return bool(text) and not text.translate(_SPACES).strip()


_SPACES = dict.fromkeys(map(ord, "-_\u2010\u2011\u2013\u2014\u2212"), " ")
