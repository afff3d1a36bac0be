"""Boosted trees, evaluated with NumPy: what training leaves behind.

Reference: Friedman (2001), Greedy Function Approximation: A Gradient Boosting Machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Forest:
    """Trees, laid one after another in flat arrays.

    Attributes
    ----------
    roots
        T: the first node of each tree.
    feature, threshold, left, right
        One of each node: a row goes left where its feature is at most the threshold; a
        leaf has feature -1 and leads to itself.
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
        count, trees = len(rows), len(self.roots)
        flat, width = rows.ravel(), rows.shape[1]
        base = np.arange(count)[:, None] * width
        at = np.broadcast_to(self.roots, (count, trees)).copy()
        while True:
            feature = self.feature[at]
            inner = feature >= 0
            if not inner.any():
                break
            go = flat[base + np.maximum(feature, 0)] <= self.threshold[at]
            at = np.where(inner, np.where(go, self.left[at], self.right[at]), at)
        values = self.value[at]
        return np.stack(
            [values[:, c :: self.classes].sum(axis=1) for c in range(self.classes)],
            axis=1,
        ).astype(np.float64)

    def to_arrays(self, name: str) -> dict[str, np.ndarray]:
        """Return arrays for a file, their keys beginning with a name."""
        return {
            f"{name}/roots": self.roots.astype(np.int32),
            f"{name}/feature": self.feature.astype(np.int16),
            f"{name}/threshold": self.threshold.astype(np.float32),
            f"{name}/left": self.left.astype(np.int32),
            f"{name}/right": self.right.astype(np.int32),
            f"{name}/value": self.value.astype(np.float16),
            f"{name}/classes": np.array(self.classes),
        }

    @classmethod
    def from_arrays(cls, data: Mapping[str, np.ndarray], name: str) -> Forest:
        """Return the forest that `to_arrays` wrote."""
        return cls(
            roots=data[f"{name}/roots"].astype(np.int64),
            feature=data[f"{name}/feature"].astype(np.int64),
            threshold=data[f"{name}/threshold"],
            left=data[f"{name}/left"].astype(np.int64),
            right=data[f"{name}/right"].astype(np.int64),
            value=data[f"{name}/value"].astype(np.float32),
            classes=int(data[f"{name}/classes"]),
        )
