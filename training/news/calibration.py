"""A logistic curve over few numbers, as the judges' chances need."""

from __future__ import annotations

import numpy as np


def logistic(rows: np.ndarray, answers: np.ndarray, ridge: float = 1.0) -> np.ndarray:
    """Return the weights of a logistic regression, by Newton's method.

    Parameters
    ----------
    rows
        What is looked at, rows by weights; the first column is the constant.
    answers
        1 or 0 of each row.
    ridge
        What a squared weight costs, but the constant's.
    """
    weights = np.zeros(rows.shape[1])
    held = ridge * np.eye(rows.shape[1])
    held[0, 0] = 1e-6
    for _ in range(50):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (answers - chance) - held @ weights
        bend = rows.T @ (rows * (chance * (1 - chance))[:, None]) + held
        step = np.linalg.solve(bend, slope)
        weights += step
        if np.abs(step).max() < 1e-9:
            break
    return weights
