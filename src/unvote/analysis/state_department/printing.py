"""Shares as the reports print them."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import floor

import numpy as np


def printed(shares: Iterable[float], places: int) -> list[Decimal | None]:
    """Round shares half up to percentages with some decimals, as the reports print them.

    `shares`: each counts as the nearest fraction of whole numbers up to a million, so that a half
    is exactly a half; missing (nan) gives None.

    Examples
    --------
    >>> printed([70 / 89, 0.145, float("nan")], 0), printed([0.04345], 2)
    ([Decimal('79'), Decimal('15'), None], [Decimal('4.35')])
    """
    return [None if np.isnan(share) else _percentage(share, places) for share in shares]


def _percentage(share: float, places: int) -> Decimal:
    exact = Fraction(share).limit_denominator(1_000_000) * 100 * 10**places
    return Decimal(floor(exact + Fraction(1, 2))).scaleb(-places)
