"""What the modality of a roll call says: how its text was decided, in the words of the source."""


def is_without_vote(modality: str) -> bool:
    """Return whether a text was adopted without a vote.

    Examples
    --------
    >>> is_without_vote("Adopted without a vote"), is_without_vote("recorded vote")
    (True, False)
    """
    return "without" in modality.casefold()


def is_unrecorded(modality: str) -> bool:
    """Return whether only the totals of a vote were recorded, not who voted how."""
    return "non-recorded" in modality.casefold()


def is_vetoed(modality: str) -> bool:
    """Return whether the source says that a permanent member defeated the text."""
    return "vetoed" in modality.casefold()
