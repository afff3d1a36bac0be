"""What a judge says -> the probability that a key is right.

Reference: Platt (1999), Probabilistic Outputs for Support Vector Machines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

Curves = Mapping[str, Sequence[float]]
"""By kind, the two numbers of a logistic curve."""
_LEAST = 1e-4


def calibrated(
    scales: Sequence[str], chances: np.ndarray, curves: Curves
) -> np.ndarray:
    """Return the probabilities that keys are right; 0 where no curve was learnt.

    Parameters
    ----------
    scales
        Which curve each draft has: its kind, or a name of its own.
    chances
        What the judge says of each.
    curves
        By scale, the two numbers of a logistic curve.

    >>> calibrated(["stake"], np.array([0.5]), {"stake": [0.0, 1.0]}).tolist()
    [0.5]
    """
    known = np.array([scale in curves for scale in scales])
    first, slope = np.array([curves.get(s, (0.0, 0.0)) for s in scales], float).T
    score = first + slope * logit(chances)
    return np.where(known, 1.0 / (1.0 + np.exp(-np.clip(score, -30, 30))), 0.0)


def logit(chances: np.ndarray) -> np.ndarray:
    """Return the logarithms of the odds of probabilities, kept off 0 and 1."""
    kept = np.clip(chances, _LEAST, 1 - _LEAST)
    return np.log(kept / (1 - kept))
