"""How sure a draft is: the probability that its key is right, learnt on unseen
articles.

A logistic curve for each kind, over the logarithms of the probabilities that the models
gave to the parts of the key. Reference: Platt (1999), Probabilistic Outputs for Support
Vector Machines.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

FLOOR = 1e-4
Curves = Mapping[str, Sequence[float]]


def parts(odds: Sequence[float], length: int) -> list[float]:
    """Return the numbers that the curve of a kind looks at.

    Parameters
    ----------
    odds
        Probabilities of the parts of a draft's key.
    length
        How many the curve has; absent ones count as sure.
    """
    found = [math.log(max(p, FLOOR)) for p in odds[:length]]
    return found + [0.0] * (length - len(found))


def probability(kind: str, odds: Sequence[float], curves: Curves) -> float:
    """Return the probability that a draft's key is right; 0 where no curve was learnt.

    >>> probability("stake", [1.0, 1.0], {"stake": [0.0, 1.0, 1.0]})
    0.5
    """
    curve = curves.get(kind)
    if curve is None:
        return 0.0
    score = curve[0] + sum(
        w * x for w, x in zip(curve[1:], parts(odds, len(curve) - 1), strict=True)
    )
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
