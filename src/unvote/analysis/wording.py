"""How similar texts are by their words, and which pairs are most similar."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from unvote.record import Array

# Weights of words are whole numbers, so that a sum of them is the same on any machine.
_WEIGHT = 1000


class Words(NamedTuple):
    """The words of some texts."""

    text: Array  # array of int, one per text: its number; texts with the same words share one
    # Arrays of int: for each number, the words of its text by number, each once.
    of: Sequence[Array]
    weight: Array  # array of float, one per word: whole numbers; a rarer word weighs more
    whole: Array  # array of float, for each number: the weight of all words of its text

    def shared(self, rows: Array, others: Array) -> Array:
        """Return how similar texts are: the weight of common words by the weight of all words.

        `rows`, `others`: arrays of int: the places of texts.
        Returns an array of float, rows by others: from 0 to 1; 0 where a text has no words.
        """
        (mine, row), (theirs, column) = (
            np.unique(self.text[some], return_inverse=True) for some in (rows, others)
        )
        first, second = (np.concatenate([self.of[one] for one in some]) for some in (mine, theirs))
        known = np.intersect1d(first, second)
        weighed = self._there(mine, first, known) * self.weight[known]
        both = weighed @ self._there(theirs, second, known).T
        all_words = self.whole[mine][:, np.newaxis] + self.whole[theirs] - both
        alike = np.divide(both, all_words, out=np.zeros_like(both), where=all_words > 0)
        return np.asarray(alike[row[:, np.newaxis], column])

    def _there(self, texts: Array, words: Array, known: Array) -> Array:
        """Return an array of texts by words, with 1 where a text has the word."""
        there = np.zeros((len(texts), len(known) + 1))
        row = np.repeat(np.arange(len(texts)), [len(self.of[text]) for text in texts])
        place = np.searchsorted(known, words)
        there[row, np.where(np.append(known, -1)[place] == words, place, len(known))] = 1
        return there[:, :-1]


def words_of(texts: Sequence[str]) -> Words:
    """Return the words of texts.

    A word weighs log(number of texts / number of texts that have it).

    Examples
    --------
    >>> words = words_of(["the embargo on cuba", "the embargo", "the wall"])
    >>> words.shared([0], [1, 2]).round(2).tolist()
    [[0.16, 0.0]]
    """
    numbers: dict[str, int] = {}
    number_of = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    of = [
        np.array(sorted({numbers.setdefault(word, len(numbers)) for word in text.split()}), int)
        for text in number_of
    ]
    text = np.array([number_of[one] for one in texts], dtype=np.int64)
    counts = np.zeros(len(numbers))
    for words, times in zip(of, np.bincount(text, minlength=len(of)), strict=True):
        counts[words] += times
    weight = np.rint(_WEIGHT * np.log(len(texts) / np.maximum(counts, 1)))
    return Words(text, of, weight, np.array([weight[words].sum() for words in of]))


def one_to_one(score: Array) -> Iterator[tuple[int, int]]:
    """Yield the best pair of a row and a column, then the best pair of the rest, and so on.

    `score`: array of float, rows by columns: below 0 if the two cannot be a pair.

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
