"""Boosted trees, evaluated with NumPy: what training leaves behind.

All questions of all trees are asked of all rows at once. Each leaf of a tree is a bit;
a question that a row answers with no clears the leaves to its left, and the first bit
that is left is the leaf where the row ends.

References: Friedman (2001), Greedy Function Approximation: A Gradient Boosting Machine;
Lucchese et al. (2015), QuickScorer: A Fast Algorithm to Rank Documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

_BLOCK = 128
"""Rows that are looked at together, so that their bits stay near the processor."""


class _Bits(NamedTuple):
    """The questions of a forest, each once, and what each tree makes of the answers.

    Attributes
    ----------
    feature, threshold
        Each question: whether a feature is at most a threshold.
    question, kept
        Most questions of a tree by trees: the number of each, and the leaves that may
        still be reached where the answer is no; all, beyond a tree's last question.
    values, begin
        What each leaf adds, and the first leaf of each tree.
    """

    feature: np.ndarray
    threshold: np.ndarray
    question: np.ndarray
    kept: np.ndarray
    values: np.ndarray
    begin: np.ndarray


@dataclass(frozen=True)
class Forest:
    """Trees, laid one after another in flat arrays.

    Attributes
    ----------
    roots
        T: the first node of each tree.
    feature, threshold, left, right
        One of each node: a row goes left where its feature is at most the threshold; a
        leaf has feature -1 and leads to itself. A node stands before all that is to
        its left, and that before all to its right.
    value
        What a leaf adds.
    classes
        How many scores a row has; the trees of the classes take turns. One score stands
        for yes or no.
    """

    roots: np.ndarray
    feature: np.ndarray
    threshold: np.ndarray
    left: np.ndarray
    right: np.ndarray
    value: np.ndarray
    classes: int

    def probabilities(self, rows: np.ndarray) -> np.ndarray:
        """Return probabilities of each class, rows by classes (one column for yes or
        no).

        Parameters
        ----------
        rows
            Descriptions, rows by features.
        """
        if not len(rows):
            return np.zeros((0, self.classes))
        scores = self._scores(np.ascontiguousarray(rows, dtype=np.float32))
        if self.classes == 1:
            return 1.0 / (1.0 + np.exp(-scores))
        scores -= scores.max(axis=1, keepdims=True)
        weights = np.exp(scores)
        return weights / weights.sum(axis=1, keepdims=True)

    def _scores(self, rows: np.ndarray) -> np.ndarray:
        values = np.vstack(
            [self._added(rows[i : i + _BLOCK]) for i in range(0, len(rows), _BLOCK)]
        )
        return np.stack(
            [values[:, c :: self.classes].sum(axis=1) for c in range(self.classes)],
            axis=1,
        ).astype(np.float64)

    def _added(self, rows: np.ndarray) -> np.ndarray:
        """Return what each tree adds to each row, rows by trees."""
        bits = self._bits
        holds = np.take(rows, bits.feature, axis=1) <= bits.threshold
        every = np.negative(np.ascontiguousarray(holds.T).astype(bits.kept.dtype))
        left = np.bitwise_and.reduce(every[bits.question] | bits.kept[:, :, None])
        leaf = np.bitwise_count((left & np.negative(left)) - 1)
        return np.take(bits.values, leaf.T + bits.begin)

    @cached_property
    def _bits(self) -> _Bits:
        inner = np.flatnonzero(self.feature >= 0)
        is_leaf = self.feature < 0
        before: np.ndarray = np.cumsum(is_leaf) - is_leaf
        tree = np.searchsorted(self.roots, inner, side="right") - 1
        size = np.bincount(tree, minlength=len(self.roots))
        turn = np.arange(len(inner)) - (np.cumsum(size) - size)[tree]
        kind = np.min_scalar_type((1 << int(size.max(initial=0)) + 1) - 1)
        first: np.ndarray = before[inner] - before[self.roots][tree]
        past: np.ndarray = before[self.right[inner]] - before[self.roots][tree]
        full = np.iinfo(kind).max
        kept = np.full((size.max(initial=0), len(self.roots)), full, dtype=kind)
        kept[turn, tree] = ~((1 << past) - (1 << first))
        threshold = np.ascontiguousarray(self.threshold[inner], dtype=np.float32)
        asked = self.feature[inner] << 32 | threshold.view(np.uint32)
        _, once, which = np.unique(asked, return_index=True, return_inverse=True)
        question = np.zeros(kept.shape, dtype=np.int64)
        question[turn, tree] = which
        return _Bits(
            feature=self.feature[inner][once],
            threshold=threshold[once],
            question=question,
            kept=kept,
            values=self.value[is_leaf],
            begin=before[self.roots],
        )


_KEPT = {
    "roots": np.int32,
    "feature": np.int16,
    "threshold": np.float32,
    "left": np.int32,
    "right": np.int32,
    "value": np.float16,
}
"""What a file keeps of each forest, and how exactly."""


def packed(forests: Mapping[str, Forest]) -> dict[str, np.ndarray]:
    """Return forests as few long arrays for a file: many short ones are slow to read.

    Parameters
    ----------
    forests
        By name.
    """
    every = [forests[name] for name in sorted(forests)]
    return {
        "names": np.array(sorted(forests)),
        "classes": np.array([f.classes for f in every], dtype=np.int16),
        "trees": np.array([len(f.roots) for f in every], dtype=np.int32),
        "nodes": np.array([len(f.feature) for f in every], dtype=np.int32),
        **{
            column: np.concatenate([getattr(f, column) for f in every]).astype(kind)
            for column, kind in _KEPT.items()
        },
    }


def unpacked(data: Mapping[str, np.ndarray]) -> dict[str, Forest]:
    """Return the forests that `packed` was given, by name."""
    columns: dict[str, list[np.ndarray]] = {}
    for column, kind in _KEPT.items():
        ends = np.cumsum(data["trees" if column == "roots" else "nodes"])[:-1]
        wide = np.int64 if np.issubdtype(kind, np.integer) else np.float32
        columns[column] = np.split(data[column].astype(wide), ends)
    return {
        str(name): Forest(
            **{column: own[i] for column, own in columns.items()},
            classes=int(data["classes"][i]),
        )
        for i, name in enumerate(data["names"])
    }
