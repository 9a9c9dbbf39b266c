"""How alike texts are by their words, and which pairs of them are most alike."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from unvote.record import Matrix

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


def one_to_one(score: Matrix) -> Iterator[tuple[int, int]]:
    """Yield the best pair of a row and a column, then the best of the others, and so on.

    Parameters
    ----------
    score : array of float, rows by columns
        Below 0 where they are no pair.

    Examples
    --------
    >>> list(one_to_one(np.array([[0.7, 0.9], [-1.0, 0.8]])))
    [(0, 1)]
    """
    rows, columns = np.nonzero(score >= 0)
    order = np.argsort(-score[rows, columns], kind="stable")
    free_rows, free_columns = np.ones(len(score), bool), np.ones(score.shape[1], bool)
    for row, column in zip(rows[order], columns[order], strict=True):
        if free_rows[row] and free_columns[column]:
            free_rows[row] = free_columns[column] = False
            yield int(row), int(column)
