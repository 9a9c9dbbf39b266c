"""How alike texts are by the words of their titles and agenda items."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from unvote.analysis.recurring import plain_words, whole_titles
from unvote.record import Matrix, Record

# Weights of words are whole numbers, so that a sum of them is the same on any machine.
_WEIGHT = 1000


class Words(NamedTuple):
    """The words of some texts.

    Attributes
    ----------
    of : sequence of array of int
        One a text: its words by number, each once.
    weight : array of float, one a word
        The rarer a word, the more it weighs; whole numbers.
    """

    of: Sequence[Matrix]
    weight: Matrix

    def shared(self, rows: Matrix, others: Matrix) -> Matrix:
        """Return how alike texts are: the weight of the words of both by that of all words.

        Parameters
        ----------
        rows, others : arrays of int
            The places of texts.

        Returns
        -------
        array of float, rows by others
            From 0 to 1; 0 where a text has no words.
        """
        used, place = np.unique(
            np.concatenate([self.of[row] for row in (*rows, *others)]).astype(np.int64),
            return_inverse=True,
        )
        there = np.zeros((len(rows) + len(others), len(used)))
        lengths = [len(self.of[row]) for row in (*rows, *others)]
        there[np.repeat(np.arange(len(there)), lengths), place] = 1
        weight = self.weight[used]
        mine, theirs = there[: len(rows)], there[len(rows) :]
        both = (mine * weight) @ theirs.T
        all_words = (mine @ weight)[:, np.newaxis] + theirs @ weight - both
        return np.divide(both, all_words, out=np.zeros_like(both), where=all_words > 0)


def words_of(texts: Sequence[str]) -> Words:
    """Return the words of texts.

    A word weighs the logarithm of how many texts there are by how many have it.

    Examples
    --------
    >>> words = words_of(["the embargo on cuba", "the embargo", "the wall"])
    >>> words.shared([0], [1, 2]).round(2).tolist()
    [[0.16, 0.0]]
    """
    numbers: dict[str, int] = {}
    once: dict[str, Matrix] = {}
    of = []
    for text in texts:
        if text not in once:
            found = {numbers.setdefault(word, len(numbers)) for word in text.split()}
            once[text] = np.array(sorted(found), dtype=np.int64)
        of.append(once[text])
    counts = np.bincount(np.concatenate([np.empty(0, np.int64), *of]), minlength=len(numbers))
    weight = np.rint(_WEIGHT * np.log(len(of) / np.maximum(counts, 1)))
    return Words(of, weight)


class Wording(NamedTuple):
    """The words of titles and of agenda items of the roll calls of a record."""

    titles: Words
    agenda: Words

    def alike(self, rows: Matrix, others: Matrix) -> Matrix:
        """Return how alike roll calls are: by titles or agenda items, where they are more so."""
        return np.maximum(self.titles.shared(rows, others), self.agenda.shared(rows, others))


def wording(record: Record) -> Wording:
    """Return the wording of the roll calls of a record; years and numbers do not count."""
    return Wording(
        words_of([plain_words(title) for title in whole_titles(record)]),
        words_of([plain_words(item) for item in record.rollcalls["agenda"]]),
    )
